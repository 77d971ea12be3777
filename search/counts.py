"""How many works hold all that a query asks for; nothing else is read of them."""

from library.changes import pending
from search.engine import engine
from search.engines import Engine, Filters
from search.research import Query, understood


def holding(query: Query, using: Engine | None = None) -> int:
    """The total that `find` would give. Raises `EngineError`."""
    asked = understood(query.question, exact=query.exact, choices=query.choices).question
    if asked.tree is None:
        return 0
    filters = Filters(chosen=query.chosen, years=query.years, without=tuple(pending()))
    return (using or engine()).candidates(asked.tree, filters, sort="newest", size=1).total
