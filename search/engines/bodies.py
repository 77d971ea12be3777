"""The bodies of what we say to Elasticsearch, as plain dicts that match its manual line by line.

Pure; the package `elasticsearch` sends them. Texts hold whitespace tokens and `_source` is off: numbers come back as
doc values, because reading `_id` or stored fields of a publication would fetch whole books.
"""

from collections.abc import Collection, Sequence
from typing import Any

from search.engines import FACETS, JOINED, MOST_VALUES, Cursor, Filters, Sort
from search.engines import clauses as c
from search.engines import mapping as m
from search.kept import kept
from search.tree import And, Chosen, Meant, Node, Not, Or, Years, refused, wanted

Body = dict[str, Any]

PAGE = 10_000
"""Rows of one page of an aggregation."""

DEEPEST = 1_000_000
"""The end of the furthest window; sorted lists and exports read on to the end."""

MOST_TERMS = 50_000
"""Of one `terms` clause; the server refuses a question with more than 65,536 in one."""

_SORTS: dict[Sort, list[Body]] = {
    "relevance": [{"_score": "desc"}, {"publication": "asc"}],
    "newest": [{"newest": "desc"}],
    "oldest": [{"oldest": "asc"}],
    "title": [{"title": "asc"}],
}
_VALUES_ONLY: Body = {"_source": False, "stored_fields": "_none_"}
_NO_ONE: Body = {"match_none": {}}


# Indices


def index(tier: m.Tier, version: str) -> Body:
    """Settings and mapping of a tier. Nothing is seen before a refresh that we ask for."""
    b = m.B_PUBLICATIONS if tier == "publications" else m.B_PASSAGES
    text = {"type": "text", "analyzer": "whitespace", "similarity": "ours", "position_increment_gap": m.GAP}
    key = {"type": "keyword", "ignore_above": 8_000}
    only_sorted = {"index": False}
    fields: Body = {
        "publication": {"type": "long"},
        "revision": {"type": "long"},
        "stems": text,
        "exact": text,
        "years": {"type": "integer"},
        **{m.facet_field(facet): key for facet in FACETS},
    }
    if tier == "passages":
        fields["number"] = {"type": "integer"}
    else:
        fields["gone"] = {"type": "boolean"}
        for begin in filter(None, m.WEIGHTS[tier]):
            fields |= {f"{begin}stems": text, f"{begin}exact": text}
        fields |= {
            "newest": {"type": "long"} | only_sorted,
            "oldest": {"type": "long"} | only_sorted,
            "title": key | only_sorted,
        }
    return {
        "settings": {
            "number_of_shards": 1,  # exact totals, facets and scores
            "auto_expand_replicas": "0-1",
            "refresh_interval": "-1",
            "gc_deletes": "1h",  # passages; a removed publication leaves a document of its own
            "max_result_window": DEEPEST,
            "similarity": {"ours": {"type": "BM25", "k1": m.K1, "b": b}},
        },
        "mappings": {
            "_meta": {"version": version},
            "_source": {"enabled": False},
            "dynamic": "strict",
            "properties": fields,
        },
    }


# Trees


# What is made of a tree is kept, and nobody changes it.


@kept
def matches(tree: Node | None) -> Body:
    """The documents that hold what the tree asks for, without a score."""
    return _matches(tree)


def _matches(tree: Node | None) -> Body:
    match tree:
        case None:
            return {"match_all": {}}
        case Or(()):
            return _NO_ONE
        case Or(parts):
            return _any([_matches(part) for part in parts])
        case Meant(typed, also):
            return _any([_matches(part) for part in (typed, *also)])
        case Not(part):
            return {"bool": {"must_not": [_matches(part)]}}
        case And(parts):
            return _all(
                [_matches(part) for part in parts if not isinstance(part, Not)],
                [_matches(part.part) for part in parts if isinstance(part, Not)],
            )
        case Chosen() | Years():
            return _condition(c.condition(tree))
    return _clause(c.needle(tree))


@kept
def _any_word(tree: Node) -> Body:
    return matches(Or(wanted(tree)))


@kept
def _refusals(tree: Node) -> list[Body]:
    return [matches(c.on_passages_refused(node)) for node in refused(tree)]


@kept
def scored(tree: Node | None, tier: m.Tier) -> list[Body]:
    """The optional clauses that give a document its score."""
    return [_score(score) for score in c.scores(tree, tier)]


@kept
def _gains(tree: Node) -> list[Body]:
    return [_any([_score(gain) for gain in each]) for each in c.record(tree)]


def _score(score: c.Score) -> Body:
    if isinstance(score, c.Best):
        return {"dis_max": {"queries": [_sum([_score(one) for one in way]) for way in score.ways]}}
    return _clause(score)


def _clause(clause: c.Clause) -> Body:
    boost = {} if clause.boost == 1 else {"boost": clause.boost}
    match clause:
        case c.Words(_, ()) | c.Beginning(_, "") | c.Near(_, ""):
            return _NO_ONE
        case c.Words(field, (token,)):
            return {"term": {field: {"value": token} | boost}}
        case c.Words(field, tokens, slop):
            return {"match_phrase": {field: {"query": " ".join(tokens), "slop": slop} | boost}}
        # Neither becomes a list of the words that it stands for: whole sets, one score, and no limit to run into.
        case c.Beginning(field, start):
            return {"prefix": {field: {"value": start, "rewrite": "constant_score"} | boost}}
        case c.Near(field, token, edits):
            near = {"value": token, "fuzziness": edits, "rewrite": "constant_score"}
            return {"fuzzy": {field: near | boost}}


def _any(queries: list[Body]) -> Body:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _sum(queries: list[Body]) -> Body:
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries}}


def _all(held: Sequence[Body], refused: Sequence[Body] = (), *, should: Sequence[Body] = ()) -> Body:
    parts: Body = {"filter": list(held)} if held else {}
    if refused:
        parts["must_not"] = list(refused)
    if should:
        parts["should"] = list(should)
    return {"bool": parts} if parts else {"match_all": {}}


def _among(field: str, values: Collection[Any]) -> Body:
    return {"terms": {field: sorted(values)}}


def _condition(condition: c.Condition) -> Body:
    match condition:
        case c.Among(field, values):
            return {"terms": {field: list(values)}}
        case c.Between(_, None, None):
            return {"match_all": {}}
        case c.Between(field, low, high):
            ends = {"gte": low, "lte": high}
            return {"range": {field: {name: end for name, end in ends.items() if end is not None}}}


def _limits(filters: Filters) -> tuple[list[Body], list[Body]]:
    """What holds for the whole question, facets too: (must hold, must not)."""
    without = sorted(filters.without)
    return (
        [] if filters.only is None else [_among("publication", filters.only)],
        [
            _among("publication", without[start : start + MOST_TERMS])
            for start in range(0, len(without), MOST_TERMS)
        ],
    )


def _chosen(filters: Filters, but: str | None = None) -> list[Body]:
    groups = c.conditions(filters)
    return [_condition(one) for facet, group in groups.items() if facet != but for one in group]


# Step 1


def candidates(
    tree: Node | None,
    filters: Filters,
    *,
    sort: Sort,
    size: int,
    start: int = 0,
    after: Cursor | None = None,
    values: int = 0,
) -> Body:
    """The publications that hold what the tree asks for, in order, counted exactly; from `start` on, or behind `after`.

    With `values`, so many values of each facet are counted too, and one to tell whether there are more. Chosen values
    filter the hits after the facets are counted, each under all of them but its own.
    """
    held, refused = _limits(filters)
    body: Body = {
        "size": size,
        "from": start,
        "track_total_hits": True,
        **_VALUES_ONLY,
        "docvalue_fields": ["publication"],
        "query": _all(
            [matches(tree), *held],
            [{"term": {"gone": True}}, *refused],
            should=scored(tree, "publications") if sort == "relevance" else (),
        ),
        "sort": _SORTS[sort],
    }
    if chosen := _chosen(filters):
        body["post_filter"] = _all(chosen)
    if after is not None:
        body["search_after"] = list(after.key)
    if values:
        body["aggs"] = {facet: _facet(facet, filters, values) for facet in FACETS}
    return body


def _facet(facet: str, filters: Filters, values: int) -> Body:
    terms: Body = {"field": m.facet_field(facet)}
    size = told(facet, values) + 1
    counted: Body = {"values": {"terms": terms | {"size": size}}}
    if chosen := list(filters.chosen.get(facet, ())):
        counted["chosen"] = {"terms": terms | {"size": len(chosen), "include": chosen}}
    return {"filter": _all(_chosen(filters, but=facet)), "aggs": counted}


def told(facet: str, values: int = MOST_VALUES) -> int:
    """How many values of a facet are told."""
    return c.MOST_YEARS if facet == "year" else values


def proposed(tree: Node, filters: Filters) -> Body:
    """The publications of the best passages that hold all the words."""
    held, refused = _limits(filters)
    return {
        "size": JOINED,
        "track_total_hits": False,
        **_VALUES_ONLY,
        "query": _all(
            [matches(c.on_passages(tree)), *held, *_chosen(filters)], refused, should=scored(tree, "passages")
        ),
        "collapse": {"field": "publication"},
    }


# Steps 2 and 3


def _passages(tree: Node, publications: Collection[int]) -> Body:
    """Passages of these publications that hold any of the words; all of them together count for more."""
    held = [_among("publication", publications), _any_word(tree)]
    together = {"constant_score": {"filter": matches(c.on_passages(tree)), "boost": c.ALL_WORDS}}
    return _all(held, _refusals(tree), should=[*scored(tree, "passages"), together])


def order(tree: Node, publications: Collection[int]) -> Body:
    """Each publication once, with the score of its best passage."""
    return {
        "size": len(publications),
        "track_total_hits": False,
        **_VALUES_ONLY,
        "query": _passages(tree, publications),
        "collapse": {"field": "publication"},
    }


def records(tree: Node, publications: Collection[int]) -> Body:
    """Those of the publications whose description holds all that was asked for, with what they gain by it."""
    return {
        "size": len(publications),
        "track_total_hits": False,
        **_VALUES_ONLY,
        "docvalue_fields": ["publication"],
        "query": {"bool": {"filter": [_among("publication", publications)], "must": _gains(tree)}},
    }


def evidence(tree: Node, publications: Collection[int], passages: int) -> Body:
    """The best passages of each publication. (`collapse` with `inner_hits` costs four times as much.)"""
    best = {
        "size": passages,
        **_VALUES_ONLY,
        "docvalue_fields": ["number"],
        "sort": [{"_score": "desc"}, {"number": "asc"}],
    }
    return {
        "size": 0,
        "track_total_hits": False,
        "query": _passages(tree, publications),
        "aggs": {
            "publications": {
                "terms": {"field": "publication", "size": len(publications)},
                "aggs": {"best": {"top_hits": best}},
            }
        },
    }


def in_reading_order(tree: Node, publication: int, *, size: int, start: int) -> Body:
    """The passages of one publication that hold what the tree asks for."""
    return {
        "size": size,
        "from": start,
        "track_total_hits": True,
        **_VALUES_ONLY,
        "docvalue_fields": ["number"],
        "query": _all([_among("publication", [publication]), matches(c.on_passages(tree))]),
        "sort": [{"number": "asc"}],
    }


# What is held


def revisions(after: int, size: int, *, gone: bool = False, only: Collection[int] | None = None) -> Body:
    """(publication, revision) in order, from the next after `after`; with `gone`, the removed ones too."""
    held: list[Body] = [{"range": {"publication": {"gt": after}}}]
    if only is not None:
        held.append(_among("publication", only))
    return {
        "size": size,
        "track_total_hits": False,
        **_VALUES_ONLY,
        "docvalue_fields": ["publication", "revision", "gone"],
        "query": _all(held, [] if gone else [{"term": {"gone": True}}]),
        "sort": [{"publication": "asc"}],
    }


def counted(tier: m.Tier) -> Body:
    held = {} if tier == "passages" else {"query": _all([], [{"term": {"gone": True}}])}
    return {"size": 0, "track_total_hits": True} | held


def pairs(
    second: str, only: Collection[int] | None, after: Body | None = None, *, revision: int | None = None
) -> Body:
    """The distinct (publication, `second`) among the passages, a page of them, in order."""
    held: list[Body] = [] if only is None else [_among("publication", only)]
    if revision is not None:
        held.append({"term": {"revision": revision}})
    sources: list[Body] = [{name: {"terms": {"field": name}}} for name in ("publication", second)]
    composite: Body = {"size": PAGE, "sources": sources} | ({"after": after} if after else {})
    return {
        "size": 0,
        "track_total_hits": False,
        "query": _all(held),
        "aggs": {"pairs": {"composite": composite}},
    }
