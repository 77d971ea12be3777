"""What a question asks of an index, the same for both engines: from the tree to clauses on fields, with their boosts.

Pure. Boosts belong to the question and may change at any time, without a new index.

A publication knows all that is asked; a passage knows its own words and the values of its publication, but no titles,
makers and abstracts. So on passages a word that is asked for in one of those fields is left open (`on_passages`), and
publications that passages propose are checked once more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from search.analysis import LONGEST_TOKEN
from search.engines import FACETS, Cursor, Filters, Sort
from search.engines.mapping import WEIGHTS, Tier, facet_field
from search.kept import kept
from search.tree import (
    EVERYTHING,
    NOTHING,
    And,
    Chosen,
    Fuzzy,
    Leaf,
    Meant,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Within,
    Years,
    as_meant,
    loosen,
    wanted,
)

EXACT = 0.25
"""The surface form beside the stem; repairs one-word questions, where stems alone join too much."""
WHOLE_QUESTION = 1.0
"""The words of the question as one phrase."""
ALL_WORDS = 10.0
"""A passage that holds all the words, where passages are asked for any."""

RECORD = {"names_": 2.0, "makers_": 2.0, "about_": 1.0}
"""What the description of a publication adds to its best passage, where it holds all that was asked for: who asks for a
title, a maker or a subject means that work more than one whose text speaks of them. By the beginning of a field's name."""

PROPOSED_PASSAGES = 300
"""The best passages whose publications join the candidates."""

MOST_YEARS = 1_000
"""Values of the facet `year`, which is shown as a picture of all of them."""


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens in a field: one, or several that follow each other with `slop` others between them at most.

    No tokens match nothing.
    """

    field: str
    tokens: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Beginning:
    """Any token of a field that begins so. All count the same; an empty beginning matches nothing."""

    field: str
    start: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """Any token of a field within so many edits, two letters that changed places being one. All count the same."""

    field: str
    token: str
    edits: int
    boost: float = 1.0


Clause = Words | Beginning | Near


@dataclass(frozen=True, slots=True)
class Best:
    """Of several ways to say it, the one that a document answers best; each is the sum of its clauses."""

    ways: "tuple[tuple[Score, ...], ...]"


Score = Clause | Best


@dataclass(frozen=True, slots=True)
class Among:
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Inclusive; None is open."""

    field: str
    low: int | None
    high: int | None


Condition = Among | Between


# What must be held


def needle(leaf: Leaf | Within) -> Clause:
    """What a word or phrase must match, in the field and stream that it is meant in."""
    match leaf:
        case Within(field, part):
            clause = needle(part)
            return replace(clause, field=f"{field}_{clause.field}")
        case Prefix(exact=exact):
            return Beginning("exact", _possible(exact))
        case Fuzzy(exact=exact, edits=edits):
            return Near("exact", _possible(exact), edits)
        case Phrase(terms, slop, exact=True):
            return Words("exact", _given(term.exact for term in terms), slop)
        case Phrase(terms, slop):
            return Words("stems", _given(term.stem or term.exact for term in terms), slop)
        case Term(stem=stem, exact=exact):
            return Words("stems" if stem else "exact", _given([stem or exact]))


def _possible(exact: str) -> str:
    """The same, or nothing where it is longer than any token of the index."""
    return exact if len(exact) <= LONGEST_TOKEN else ""


def _given(tokens: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token)


def condition(leaf: Chosen | Years) -> Condition:
    """What a value that the question itself names must match. Raises KeyError for an unknown facet."""
    match leaf:
        case Chosen(facet, values):
            if facet not in FACETS:
                raise KeyError(facet)
            return Among(facet_field(facet), values)
        case Years(first, last):
            return Between("years", *_not_before_zero(first, last))


def conditions(filters: Filters) -> dict[str, list[Condition]]:
    """What was chosen, by the facet whose own filter it is; the values of a facet ignore those."""
    found: dict[str, list[Condition]] = {}
    for facet, values in filters.chosen.items():
        chosen = condition(Chosen(facet, tuple(values)))
        if values:
            found.setdefault(facet, []).append(chosen)
    if filters.years and filters.years != (None, None):
        found.setdefault("year", []).append(condition(Years(*filters.years)))
    return found


def _not_before_zero(*years: int | None) -> tuple[int | None, ...]:
    return tuple(None if year is None else max(0, year) for year in years)


@kept
def asked(tree: Node | None) -> Node | None:
    """The tree as engines take it: each refusal refuses what was typed, and nothing that it is also read as."""
    return None if tree is None else as_meant(tree)


@kept
def rest(tree: Node | None) -> Node | None:
    """What holds some of the words but not all; None where there is no such thing."""
    if tree is None:
        return None
    looser = loosen(tree)
    return None if looser == tree else And((looser, Not(tree)))


@kept
def on_passages(tree: Node) -> Node:
    """What a passage can be asked of the tree: fields that passages do not have are left open, and then at least one
    of the words must be there."""
    tree = as_meant(tree)
    known = _known(tree, EVERYTHING)
    return known if known == tree else And((known, Or(wanted(tree))))


def on_passages_refused(tree: Node) -> Node:
    """The same of what is refused: what a passage does not know refuses nothing."""
    return _known(as_meant(tree), NOTHING)


def _known(tree: Node, unknown: Node) -> Node:
    match tree:
        case Within():
            return unknown
        case And(parts):
            return And(tuple(_known(part, unknown) for part in parts))
        case Or(parts):
            return Or(tuple(_known(part, unknown) for part in parts))
        case Not(part):
            return Not(_known(part, NOTHING if unknown == EVERYTHING else EVERYTHING))
        case Meant(typed, also):
            return replace(
                tree, typed=_known(typed, unknown), also=tuple(_known(one, unknown) for one in also)
            )
    return tree


# What counts


def order_of(tree: Node | None, sort: Sort) -> Sort:
    """The order that is possible: without a word to rank by, the newest come first."""
    return sort if sort != "relevance" or scores(tree, "publications") else "newest"


@kept
def scores(tree: Node | None, tier: Tier) -> tuple[Score, ...]:
    """What a document gains by holding: each word and phrase in each field, and the question as one phrase."""
    gains = [gain for wish in dict.fromkeys(_wishes(tree)) for gain in _gains(wish, WEIGHTS[tier])]
    words = tuple(_sequence(tree)) if isinstance(tree, And) else ()
    if len(words) > 1:
        gains.append(Words("stems", words, boost=WHOLE_QUESTION))
    return tuple(gains)


@kept
def record(tree: Node | None) -> list[tuple[Score, ...]]:
    """What a publication gains by its description, for each word and phrase; it gains nothing unless it has one gain at
    least for every one of them. Empty where a description cannot hold them all."""
    gains = [tuple(_gains(wish, RECORD)) for wish in dict.fromkeys(_wishes(tree))]
    return gains if all(gains) else []


def _wishes(tree: Node | None) -> Iterator[Leaf | Within | Meant]:
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wishes(part)
        case Term() | Phrase() | Prefix() | Fuzzy() | Within() | Meant():
            yield tree


def _gains(wish: Leaf | Within | Meant, weights: Mapping[str, float]) -> Iterator[Score]:
    match wish:
        case Meant(typed, also, weight):
            ways = [_way(typed, weights), *(_less(_way(one, weights), weight) for one in also)]
            if ways := [way for way in ways if way]:
                yield Best(tuple(ways))
        case Within(field, part):
            if (begin := f"{field}_") in weights:
                yield from _in_field(part, begin, weights[begin])
        case _:
            for begin, weight in weights.items():
                yield from _in_field(wish, begin, weight)


def _way(tree: Node, weights: Mapping[str, float]) -> tuple[Score, ...]:
    return tuple(gain for wish in dict.fromkeys(_wishes(tree)) for gain in _gains(wish, weights))


def _less(way: tuple[Score, ...], weight: float) -> tuple[Score, ...]:
    return tuple(
        Best(tuple(_less(inner, weight) for inner in gain.ways))
        if isinstance(gain, Best)
        else replace(gain, boost=gain.boost * weight)
        for gain in way
    )


def _in_field(leaf: Leaf, begin: str, weight: float) -> Iterator[Clause]:
    clause = needle(leaf)
    if not isinstance(clause, Words) or clause.tokens:
        yield replace(clause, field=begin + clause.field, boost=weight)
    if isinstance(leaf, Term) and leaf.stem and leaf.exact:
        yield Words(f"{begin}exact", (leaf.exact,), boost=weight * EXACT)


def _sequence(tree: Node) -> Iterator[str]:
    """The words that were typed one after the other."""
    match tree:
        case Term(stem=stem) if stem:
            yield stem
        case Meant(typed):
            yield from _sequence(typed)
        case And(parts):
            for part in parts:
                yield from _sequence(part)


def by_score(publications: Sequence[int], *scores: Mapping[int, float]) -> list[int]:
    """The publications by the sum of their scores, the best first; among equals the order stays."""
    sums = dict.fromkeys(publications, 0.0)
    for each in scores:
        for publication, score in each.items():
            sums[publication] += score
    return sorted(publications, key=sums.__getitem__, reverse=True)


# Where a list goes on


def goes_on(after: Cursor | None, sort: Sort) -> Cursor | None:
    """The cursor if it was made in a list of this order; another is none, and the list begins at its beginning."""
    if after is None:
        return None
    match sort, after.key:
        case "relevance", (float(), int()):
            return after
        case "newest" | "oldest", (int(),):
            return after
        case "title", (str(),):
            return after
    return None
