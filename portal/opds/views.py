"""The doors of the catalogues for reading apps: `/opds/…` by OPDS 1.2, `/opds2/…` by OPDS 2.0, in both languages.

Each asks the database for one feed and has it written by its standard. What is not there is said in one plain sentence,
for the screen of an app that shows no pages of ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from library.feeding import fed
from library.house import house_name
from library.models.described import absolute
from portal.opds import opds1, opds2, shelves
from portal.opds.feeds import PAGE, Catalogue, Feed, NoSuchPage
from search import forms
from search.engines import EngineError
from search.rates import fair

_AWAY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Standard:
    """One of the two: the name of its root among the addresses, the parameter that carries a question, and how it is
    written."""

    name: str
    asks_by: str
    media_type: Callable[[Feed], str]
    written: Callable[[Feed, Catalogue], bytes]


STANDARDS = (
    Standard("opds", opds1.ASKS_BY, opds1.media_type, opds1.written),
    Standard("opds2", opds2.ASKS_BY, opds2.media_type, opds2.written),
)

_View = Callable[..., HttpResponse]


def _door(feed_of: Callable[..., Feed | None]) -> _View:
    """The view that answers with a feed; None and `NoSuchPage` are 404, an engine that is away is 503."""

    @require_safe
    @wraps(feed_of)
    def door(request: HttpRequest, standard: Standard, **named: str) -> HttpResponse:
        try:
            feed = feed_of(request, standard, **named)
        except NoSuchPage as error:
            return _said(str(error.sentence), 404)
        except EngineError as error:
            answer = _said(str(error.sentence), 503)
            answer.headers["Retry-After"] = str(_AWAY_SECONDS)
            return answer
        if feed is None:
            return _said(_("Tidak ada terbitan di sini. Mulailah lagi dari awal katalog."), 404)
        body = standard.written(feed, _catalogue(request, standard))
        return fed(request, body, standard.media_type(feed))

    return door


@_door
def start(request: HttpRequest, standard: Standard) -> Feed:
    """The root of a catalogue."""
    return shelves.start(house_name(request))


@_door
def newest(request: HttpRequest, standard: Standard) -> Feed:
    """`…/terbaru/`"""
    return shelves.newest(_page(request))


@_door
def shelf(request: HttpRequest, standard: Standard, slug: str) -> Feed | None:
    """`…/rak/<shelf>/`"""
    return shelves.shelf(slug, _page(request))


@_door
def topics(request: HttpRequest, standard: Standard) -> Feed:
    """`…/topik/`"""
    return shelves.topics()


@_door
def topic(request: HttpRequest, standard: Standard, slug: str) -> Feed | None:
    """`…/topik/<topic>/`"""
    return shelves.topic(slug, _page(request))


@fair()
@_door
def search(request: HttpRequest, standard: Standard) -> Feed | None:
    """`/opds/cari/?q=…`, `/opds2/cari/?query=…`: nothing keeps, logs or passes on what was asked. Without a question
    there is no feed."""
    question = forms.question(request.GET, standard.asks_by)
    return shelves.found(question, _page(request)) if question else None


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """`/opds/opensearch.xml`: how an app searches here. One of its own beside that for browsers: apps take the first feed
    that a description names, and there that is one for feed readers, in which nothing can be had."""
    context = {"feed": absolute(reverse("opds_search")), "media_type": opds1.ACQUISITION}
    media_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "portal/opds_search.xml", context, content_type=media_type)


def _page(request: HttpRequest) -> int:
    """The page that is asked for; raises `NoSuchPage` of what is no number."""
    asked = request.GET.get(PAGE, "")
    number = forms.number(asked) if asked else 1
    if number is None:
        raise NoSuchPage
    return number


def _catalogue(request: HttpRequest, standard: Standard) -> Catalogue:
    home = absolute(reverse("wagtail_serve", args=[""]))
    return Catalogue(house_name(request), home, absolute(reverse(standard.name)), get_language() or "id")


def _said(sentence: str, status: int) -> HttpResponse:
    answer = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
