"""What came into the library lately and answers a question: for feeds and alerts."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from library.access import public
from library.changes import pending
from library.models import Publication
from search.deadline import SECONDS, within
from search.engine import engine
from search.engines import Engine, Filters
from search.interpretation.held import understood
from search.research import Query

_AT_ONCE = 500
_MOST_LOOKED_AT = 5_000
"""So many of the latest works are asked of; who wants older ones asks the search itself."""


def newcomers(
    query: Query,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    most: int = 30,
    using: Engine | None = None,
    seconds: float = SECONDS,
) -> list[Publication]:
    """The public works that hold all that is asked and came into the library after `since`, and until `until`; the latest
    first, `most` at most. Raises `EngineError` after so many seconds at the latest.

    When a work came in (`PermanentId.came_in`) has nothing to do with when it was written: an old book that was scanned
    today is news, and once more a text that is opened.
    """
    read = understood(query.question, exact=query.exact, choices=query.choices)
    if read.question.tree is None and read.question.text:
        return []
    rule = public()
    came_in = Publication.objects.seen(rule).filter(permanent__came_in__isnull=False)
    if since is not None:
        came_in = came_in.filter(permanent__came_in__gt=since)
    if until is not None:
        came_in = came_in.filter(permanent__came_in__lte=until)
    latest = came_in.order_by("-permanent__came_in", "-pk").values_list("pk", flat=True)
    using = using or engine()
    without = pending()

    def holding() -> Iterator[int]:
        for start in range(0, _MOST_LOOKED_AT, _AT_ONCE):
            some = list(latest[start : start + _AT_ONCE])
            if not some:
                return
            filters = Filters(chosen=query.chosen, years=query.years, without=without, only=some)
            found = using.candidates(read.question.tree, filters, sort="newest", size=len(some), values=1)
            yield from (key for key in some if key in found.complete)

    with within(seconds):
        keys = list(islice(holding(), most))
    works = (
        Publication.objects.seen(rule)
        .filter(pk__in=keys)
        .for_cards()
        .prefetch_related(*Publication.told_with())
    )
    known = {work.pk: work for work in works}
    return [known[key] for key in keys if key in known]
