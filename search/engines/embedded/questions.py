"""Questions in tantivy's words: clauses compiled to its queries, and what is asked of a searcher.

A question is never given to tantivy's own parser.
"""

import itertools
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Order, Query

from search.engines import FACETS, Filters, Sort
from search.engines import clauses as c
from search.engines import mapping as m
from search.engines.embedded.index import SCHEMA
from search.kept import kept
from search.tree import And, Chosen, Meant, Node, Not, Or, Years, refused, wanted

COUNTED_VALUES = 1_000
"""Values of a facet that are fetched at least: tantivy leaves the order of equally frequent ones open."""

_DIRECTIONS = {"newest": Order.Desc, "oldest": Order.Asc, "title": Order.Asc}

Key = tuple[Any, ...]
"""What puts a publication where it is in a list: (score, number), or the key of the list's order."""

Placed = list[tuple[Key, int]]
"""Publications in order, each with its key."""


class Publications:
    """The publications that hold what a tree asks for, under filters."""

    def __init__(self, searcher: tantivy.Searcher, tree: Node | None, filters: Filters) -> None:
        self._searcher = searcher
        self._tree = tree
        self._filters = filters

    def count(self) -> int:
        return search(self._searcher, self._query("newest"), 0, order_by_field="newest").count

    def window(self, sort: Sort, size: int, start: int) -> tuple[int, Placed]:
        """How many there are, and those of the window."""
        if size < 1:
            return self.count(), []
        query = self._query(sort)
        if sort != "relevance":
            return self._in_order(query, sort, size, start)
        found = search(self._searcher, query, start + size + 1)
        hits = found.hits
        if len(hits) > start + size and hits[-1][0] == hits[-2][0]:
            # Equal scores come in the order of segments, which merges change. Here they go by number, so that one
            # window shows what the one before did not.
            hits = search(self._searcher, query, found.count).hits
        return found.count, self._best_first(hits)[start : start + size]

    def behind(self, key: Key, sort: Sort, size: int) -> Placed:
        """The next in the list behind the one with this key."""
        query = self._query(sort)
        whole = max(1, self._searcher.num_docs)
        if sort == "relevance":
            placed = self._best_first(search(self._searcher, query, whole).hits)
        else:
            _, placed = self._in_order(query, sort, whole, 0)
        upward = _upward(sort)
        first = bisect_right(placed, upward(key), key=lambda one: upward(one[0]))
        return placed[first : first + size]

    def facets(self, values: int) -> tuple[dict[str, dict[str, int]], frozenset[str]]:
        """Facet → value → exact number, each under all filters but its own; and the facets that have more values."""
        own = c.conditions(self._filters)
        shared = [facet for facet in FACETS if facet not in own]
        facets, more = {}, set()
        for group, but in [(shared, None), *(([facet], facet) for facet in FACETS if facet in own)]:
            query = everything_of([matches(self._tree), *_limits(self._filters, but)], [gone()])
            wanted_values = {facet: c.MOST_YEARS if facet == "year" else values for facet in group}
            counted = {
                facet: _counted(facet, max(size + 1, COUNTED_VALUES)) for facet, size in wanted_values.items()
            }
            chosen = {facet: list(self._filters.chosen.get(facet, ())) for facet in group}
            counted |= {
                _CHOSEN + facet: _counted(facet, len(only), only) for facet, only in chosen.items() if only
            }
            answer = self._searcher.aggregate(query, counted) if group else {}
            for facet in group:
                found = sorted(_buckets(answer[facet]), key=lambda one: (-one[1], one[0]))
                facets[facet] = dict(found[: wanted_values[facet]]) | dict.fromkeys(chosen[facet], 0)
                facets[facet] |= dict(_buckets(answer.get(_CHOSEN + facet, {"buckets": []})))
                if len(found) > wanted_values[facet]:
                    more.add(facet)
        return facets, frozenset(more)

    def _query(self, sort: Sort) -> Query:
        held = [matches(self._tree), *_limits(self._filters)]
        if sort != "relevance":
            return everything_of(held, [gone()])
        return scoring(held, _scores(self._tree, "publications"), [gone()])

    def _in_order(self, query: Query, sort: Sort, size: int, start: int) -> tuple[int, Placed]:
        found = search(
            self._searcher, query, size, offset=start, order_by_field=sort, order=_DIRECTIONS[sort]
        )
        hits = found.hits
        keys = [(key,) for key, _ in hits]
        return found.count, list(zip(keys, values(self._searcher, "publication", hits), strict=True))

    def _best_first(self, hits: list[Any]) -> Placed:
        numbers = values(self._searcher, "publication", hits)
        placed = [((score, number), number) for (score, _), number in zip(hits, numbers, strict=True)]
        return sorted(placed, key=lambda one: (-one[0][0], one[1]))


_CHOSEN = "chosen "


def _upward(sort: Sort) -> Callable[[Key], Key]:
    """Keys such that they grow along the list."""
    if sort == "relevance":
        return lambda key: (-key[0], key[1])
    if sort == "newest":
        return lambda key: (-key[0],)
    return lambda key: key


def _counted(facet: str, size: int, only: list[str] | None = None) -> dict[str, Any]:
    terms: dict[str, Any] = {"field": m.facet_field(facet), "size": size}
    return {"terms": terms if only is None else terms | {"include": only}}


def _buckets(answer: Any) -> list[tuple[str, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in answer["buckets"]]


# What is asked of a searcher


def search(searcher: tantivy.Searcher, query: Query, limit: int, **more: Any) -> Any:
    """How many match (`count`), and the first of them (`hits`, made anew whenever it is asked for). (tantivy panics when
    asked for none.)"""
    found: Any = searcher.search(query, limit=max(1, limit), **more)
    return found if limit > 0 else _Counted(found.count)


class _Counted:
    def __init__(self, count: int) -> None:
        self.count = count
        self.hits: list[Any] = []


def values(searcher: tantivy.Searcher, field: str, hits: list[Any]) -> list[int]:
    """The numbers in a field of what was found."""
    found: list[Any] = searcher.fast_field_values(field, [address for _, address in hits])
    return found


def records(searcher: tantivy.Searcher, tree: Node, publications: Collection[int]) -> dict[int, float]:
    """What those of the publications gain whose description holds all that was asked for."""
    held = _gains(tree)
    if not held:
        return {}
    among_them = Query.const_score_query(among(publications), 0.0)
    query = Query.boolean_query([(Occur.Must, each) for each in (among_them, *held)])
    hits = search(searcher, query, len(publications)).hits
    scores = (score for score, _ in hits)
    return dict(zip(values(searcher, "publication", hits), scores, strict=True))


def proposed(searcher: tantivy.Searcher, tree: Node, filters: Filters) -> list[int]:
    """The publications of the best passages that hold all the words, each once."""
    held = [_all_words(tree), *_limits(filters)]
    query = scoring(held, _scores(tree, "passages"))
    hits = searcher.search(query, limit=c.PROPOSED_PASSAGES, count=False).hits
    return list(dict.fromkeys(values(searcher, "publication", hits)))


def passages_of(publication: int, tree: Node) -> Query:
    """The passages of one publication that by themselves hold what is asked."""
    return everything_of([among([publication]), _all_words(tree)])


def any_passage(tree: Node, publications: Collection[int], *, scored: bool = True) -> Query:
    """Passages of these publications that hold any of the words; all of them together count for more."""
    held = [among(publications), _any_word(tree)]
    if not scored:
        return everything_of(held, _refusals(tree))
    together = Query.const_score_query(_all_words(tree), c.ALL_WORDS)
    any_of_them = scoring(held, _scores(tree, "passages"), _refusals(tree))
    return Query.boolean_query([(Occur.Must, any_of_them), (Occur.Should, together)])


# Trees and clauses, compiled. Queries do not change, and threads may share them.


@kept
def _all_words(tree: Node) -> Query:
    return matches(c.on_passages(tree))


@kept
def _any_word(tree: Node) -> Query:
    return matches(Or(wanted(tree)))


@kept
def _refusals(tree: Node) -> tuple[Query, ...]:
    return tuple(matches(c.on_passages_refused(node)) for node in refused(tree))


@kept
def _scores(tree: Node | None, tier: m.Tier) -> tuple[Query, ...]:
    return tuple(_score(score) for score in c.scores(tree, tier))


@kept
def _gains(tree: Node) -> tuple[Query, ...]:
    return tuple(_any([_score(gain) for gain in each]) for each in c.record(tree))


@kept
def matches(tree: Node | None) -> Query:
    """What holds what the tree asks for."""
    return _matches(tree)


def _matches(tree: Node | None) -> Query:
    match tree:
        case None:
            return Query.all_query()
        case And(parts):
            return everything_of(
                [_matches(part) for part in parts if not isinstance(part, Not)],
                [_matches(part.part) for part in parts if isinstance(part, Not)],
            )
        case Or(parts):
            return _any([_matches(part) for part in parts])
        case Meant(typed, also):
            return _any([_matches(part) for part in (typed, *also)])
        case Not(part):
            return everything_of([], [_matches(part)])
        case Chosen() | Years():
            return _condition(c.condition(tree))
    return _needle(c.needle(tree))


def scoring(held: Sequence[Query], scores: Iterable[Query], refused: Sequence[Query] = ()) -> Query:
    """What must be held adds nothing to the score, only the others do."""
    must = Query.const_score_query(everything_of(held, refused), 0.0)
    return Query.boolean_query([(Occur.Must, must), *((Occur.Should, score) for score in scores)])


def everything_of(held: Sequence[Query], refused: Sequence[Query] = ()) -> Query:
    """Refusals alone match nothing in tantivy; here they refuse from everything."""
    return Query.boolean_query(
        [(Occur.Must, query) for query in held or [Query.all_query()]]
        + [(Occur.MustNot, query) for query in refused]
    )


def among(publications: Collection[int]) -> Query:
    return Query.term_set_query(SCHEMA, "publication", sorted(publications))


def _any(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _needle(clause: c.Clause) -> Query:
    """tantivy measures the slop of each word from the first one only; here it holds between every two of them."""
    if not isinstance(clause, c.Words) or not clause.slop or len(clause.tokens) < 3:
        return _clause(clause)
    pairs = itertools.combinations(enumerate(clause.tokens), 2)
    return everything_of(
        [
            _clause(clause),
            *(Query.phrase_query(SCHEMA, clause.field, list(pair), clause.slop) for pair in pairs),
        ]
    )


def _score(score: c.Score) -> Query:
    if isinstance(score, c.Best):
        return Query.disjunction_max_query([_any([_score(one) for one in way]) for way in score.ways])
    return _clause(score)


def _clause(clause: c.Clause) -> Query:
    match clause:
        case c.Words(_, ()) | c.Beginning(_, "") | c.Near(_, ""):
            return Query.empty_query()
        case c.Words(field, (token,)):
            query = Query.term_query(SCHEMA, field, token)
        case c.Words(field, tokens, slop):
            query = Query.phrase_query(SCHEMA, field, list(tokens), slop)
        case c.Beginning(field, start):
            query = Query.fuzzy_term_query(SCHEMA, field, start, 0, prefix=True)
        case c.Near(field, token, edits):
            query = Query.fuzzy_term_query(SCHEMA, field, token, edits)
    return query if clause.boost == 1 else Query.boost_query(query, clause.boost)


def _limits(filters: Filters, but: str | None = None) -> list[Query]:
    """All filters, or all but the own ones of one facet."""
    groups = c.conditions(filters)
    limits = [_condition(one) for facet, group in groups.items() if facet != but for one in group]
    if filters.only is not None:
        limits.append(among(filters.only))
    if filters.without:
        limits.append(everything_of([], [among(filters.without)]))
    return limits


def _condition(condition: c.Condition) -> Query:
    match condition:
        case c.Among(field, values):
            return Query.term_set_query(SCHEMA, field, values)
        case c.Between(_, None, None):
            return Query.all_query()
        case c.Between(field, low, high):
            return Query.range_query(SCHEMA, field, FieldType.Unsigned, low, high)


def gone() -> Query:
    return Query.term_query(SCHEMA, "gone", True)
