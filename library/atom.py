"""Works as a feed (Atom, RFC 4287), in the order in which they came into the library."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator, timezone
from django.utils.html import escape
from django.utils.translation import get_language

from library.feeding import fed
from library.house import house_name
from library.models import Issue, Publication
from library.models.described import absolute
from library.tables.formulas import NOT_IN_XML

MEDIA_TYPE = "application/atom+xml"


def feed(
    request: HttpRequest, works: Iterable[Publication], *, title: str, about: str, page: str, own: str
) -> HttpResponse:
    """The answer of a feed of `works`, as they were read `for_cards`, the latest first; `page` and `own` are the
    addresses of the page that lists them and of the feed, `about` says in a sentence what comes in it. 304 to whoever has it.

    Feeds stand in lists that others may see: a `title` does not say what was asked or which topic it is.
    """
    made = _Feed(
        title=_sayable(title),
        link=absolute(page),
        description=about,
        language=get_language(),
        feed_url=absolute(own),
        feed_guid=absolute(own),
        author_name=_sayable(house_name(request)),
    )
    for work in works:
        own_work = work.own
        came_in = work.permanent.came_in or timezone.now()
        made.add_item(
            title=_sayable(_title(own_work)),
            link=absolute(own_work.address),
            description=escape(_sayable(own_work.abstract)),  # read as HTML
            unique_id=absolute(own_work.permanent_path),
            pubdate=came_in,
            updateddate=came_in,  # what is mended later is no news
            categories=[str(own_work.kind.name)],
            makers=[_sayable(agent.name) for agent in own_work.creators],
        )
    return fed(request, str(made.writeString("utf-8")).encode(), f"{MEDIA_TYPE}; charset=utf-8")


def _title(work: Publication) -> str:
    """An issue that is called by its number alone is one of some journal."""
    serial = work.serial.shown_title if isinstance(work, Issue) and work.serial else ""
    return f"{serial}, {work.title}" if serial and serial not in work.title else work.title


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
