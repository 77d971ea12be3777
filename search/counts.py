"""How many works hold all that a query asks for, and how many of them have each value of a facet; nothing else is read of
them."""

from collections.abc import Mapping, Sequence

from library.changes import pending
from search.deadline import SECONDS, within
from search.engine import engine
from search.engines import Engine, Filters
from search.interpretation.held import understood
from search.research import Query


def holding(query: Query, using: Engine | None = None) -> int:
    """The total that `find` would give. Raises `EngineError`."""
    asked = understood(query.question, exact=query.exact, choices=query.choices).question
    if asked.tree is None:
        return 0
    filters = Filters(chosen=query.chosen, years=query.years, without=pending())
    return (using or engine()).candidates(asked.tree, filters, sort="newest", size=1).total


#: Of one facet; all facets together must stay below the 65,536 that Elasticsearch counts for one question.
MOST_COUNTED = 5_000


def values(
    query: Query, facet: str, only: Sequence[str] = (), using: Engine | None = None
) -> tuple[Mapping[str, int], bool]:
    """How many works have each value of a facet, under all that is chosen elsewhere, the most frequent first; and whether
    there are more values than were counted. With `only`, these values, however rare. Raises `EngineError`."""
    asked = understood(query.question, exact=query.exact, choices=query.choices).question
    if asked.tree is None and asked.text:
        return {}, False
    chosen = {**query.chosen, facet: tuple(only)} if only else query.chosen
    filters = Filters(chosen=chosen, years=query.years, without=pending())
    most = 1 if only else MOST_COUNTED
    with within(SECONDS):
        found = (using or engine()).candidates(asked.tree, filters, sort="newest", size=1, values=most)
    return found.facets.get(facet, {}), facet in found.more
