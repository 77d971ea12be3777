"""A search as a feed: the works that answer it, in the order in which they came into the library (Atom, RFC 4287)."""

from dataclasses import replace
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import feedgenerator, timezone
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from library.access import rule_for
from library.feeding import fed
from library.house import house_name
from library.models import Publication
from library.models.described import absolute
from library.tables.formulas import NOT_IN_XML
from search import forms, shown
from search.engines import EngineError
from search.newcomers import newcomers
from search.rates import fair

_COSTS = 2.0
_AWAY_SECONDS = 15 * 60


@require_safe
@fair(_COSTS)
def feed(request: HttpRequest) -> HttpResponse:
    """`/cari/umpan/?…`: any address of results, as a feed; what orders or turns pages is not looked at. 503 with words
    while the engine is away, so that readers keep what they have and come again."""
    query = forms.query(request.GET)
    query = replace(query.bare, chosen=shown.followed(query, rule_for(request)), years=query.years)
    if not (query.question.strip() or query.chosen or query.years):
        raise Http404
    try:
        works = newcomers(query)
    except EngineError as error:
        context = {"question": query.question, "exact": query.exact, "asked": True, "trouble": error.sentence}
        answer = render(request, "search/results.html", context, status=503)
        answer.headers["Retry-After"] = str(_AWAY_SECONDS)
        return answer
    asked = forms.address(query)
    return fed(request, _written(request, works, asked).encode(), "application/atom+xml; charset=utf-8")


def _written(request: HttpRequest, works: list[Publication], asked: str) -> str:
    """The title says nothing of what is asked: it stands in lists that others may see. Readers let it be changed."""
    own = absolute(reverse("search_feed") + asked)
    made = _Feed(
        title=_("Pencarian di %(library)s") % {"library": house_name(request)},
        link=absolute(reverse("search") + asked),
        description=_("Terbitan yang baru masuk dan menjawab sebuah pencarian."),
        language=get_language(),
        feed_url=own,
        feed_guid=own,
        author_name=house_name(request),
    )
    for work in works:
        own_work = work.own
        record = own_work.record(files=False, brief=True)
        came_in = work.permanent.came_in or timezone.now()
        made.add_item(
            title=_sayable(own_work.title),
            link=absolute(own_work.address),
            description=escape(_sayable(_abstract(record.abstract_id, record.abstract_en))),  # read as HTML
            unique_id=record.permanent,
            pubdate=came_in,
            updateddate=came_in,  # what is mended later is no news
            categories=[str(own_work.kind.name)],
            makers=[_sayable(agent.name) for agent in own_work.creators],
        )
    return str(made.writeString("utf-8"))


def _abstract(indonesian: str, english: str) -> str:
    ordered = (english, indonesian) if get_language() == "en" else (indonesian, english)
    return next(filter(None, ordered), "")


def _sayable(text: str) -> str:
    return NOT_IN_XML.sub("", text)


class _Feed(feedgenerator.Atom1Feed):
    """Django's, with all who made a work; an empty one does not change from moment to moment."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(2000, 1, 1, tzinfo=UTC)

    def add_item_elements(self, handler, item):  # type: ignore[no-untyped-def]
        for maker in item["makers"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", maker)
            handler.endElement("author")
        super().add_item_elements(handler, item)
