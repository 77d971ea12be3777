"""The feeds of the collection under `/umpan/`: what came in lately, at all or where a page lists works.

Put before the address of such a page (in English behind `/en`), `/umpan` makes its feed: `/umpan/topik/<slug>/`. In them stands what everybody may
see, whoever asks.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from library import atom
from library.access import Rule, public
from library.house import house_name
from library.models import Agent, Concept, Contribution, Law, Periodical, Place, Publication, Shelf
from library.models import Subject as SubjectOfWork
from library.neighbours import around

MOST = 30

_KINDS: dict[str, type[Concept]] = {"topic": Concept, "place": Place, "law": Law}


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """`/umpan/`: all works but articles, which come with their issue."""
    works = _seen(public()).filter(article=None)
    return _answer(request, works, "", reverse("wagtail_serve", args=[""]), reverse("feed"))


@require_safe
def shelf(request: HttpRequest, slug: str) -> HttpResponse:
    """`/umpan/koleksi/<shelf>/`: its works; of journals and bulletins, the issues."""
    rule = public()
    found = Shelf.objects.live().filter(slug=slug).first()
    if found is None or found.path.startswith(rule.hidden):
        raise Http404
    own = reverse("feed_shelf", args=[slug])
    return _answer(request, found.works(rule), found.shown_title, found.get_url(), own)


@require_safe
def periodical(request: HttpRequest, slug: str, title: str) -> HttpResponse:
    """`/umpan/koleksi/<shelf>/<title>/`: issues and articles."""
    rule = public()
    above = Shelf.objects.filter(slug=slug)  # a journal outlives its shelf's being open
    found = next(
        (each for one in above for each in Periodical.objects.child_of(one).live().filter(slug=title)), None
    )
    if found is None or found.path.startswith(rule.hidden):
        raise Http404
    own = reverse("feed_periodical", args=[slug, title])
    works = _seen(rule).descendant_of(found)
    return _answer(request, works, found.shown_title, found.get_url(), own)


@require_safe
def concept(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """`/umpan/topik/<slug>/`, `/umpan/tempat/<slug>/`, `/umpan/hukum/<slug>/`: the works about it and all below it."""
    found = around(slug)
    if found is None or type(found.concept) is not _KINDS[kind]:
        raise Http404
    about = SubjectOfWork.objects.filter(concept__in=found.keys).values("publication")
    title = {
        "topic": pgettext("satu", "Topik"),
        "place": found.concept.label,
        "law": getattr(found.concept, "citation", ""),
    }[kind]
    page, own = reverse(kind, args=[slug]), reverse(f"feed_{kind}", args=[slug])
    return _answer(request, _seen(public()).filter(pk__in=about), title, page, own)


@require_safe
def agent(request: HttpRequest, slug: str) -> HttpResponse:
    """`/umpan/orang/<slug>/`: what a person or an organisation made. Whom no public work names has none; joined entries
    lead to the one that stayed."""
    asked = Agent.objects.select_related("merged_into").filter(slug=slug).first()
    found = (asked.merged_into or asked) if asked else None
    works = _seen(public()).filter(pk__in=Contribution.objects.filter(agent=found).values("publication"))
    if found is None or not works.exists():
        raise Http404
    own = reverse("feed_agent", args=[found.slug])
    if found is not asked:
        return HttpResponseRedirect(own)
    return _answer(request, works, found.name, found.get_absolute_url(), own)


def _seen(rule: Rule) -> Any:
    return Publication.objects.seen(rule).filter(live=True)


def _answer(request: HttpRequest, works: Any, name: str, page: str | None, own: str) -> HttpResponse:
    library = house_name(request)
    latest = works.filter(permanent__came_in__isnull=False).order_by("-permanent__came_in", "-pk")
    return atom.feed(
        request,
        latest.for_cards()[:MOST],
        title=f"{name} · {library}" if name else library,
        about=_("Terbitan yang baru masuk."),
        page=page or "",
        own=own,
    )
