"""What an index holds, the same for both engines: fields, boosts, and documents as plain dicts.

Pure. The engines compile what stands here into their own words; a number changed here is a new index, so whoever
changes a field raises `MAPPING`. Boosts belong to the question and may change at any time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from search import analysis
from search.engines import FACETS, Filters, PublicationDocument, Sort
from search.query import And, Leaf, Node, Not, Phrase, Term, loosen, wanted

MAPPING = 1
VERSION = f"{MAPPING}-{analysis.VERSION}"
"""An index made under another version is not read and not written."""

Tier = Literal["publications", "passages"]

GAP = 50
"""Positions between two passages in a publication's text: wider than any slop, so no phrase reaches across."""

MOST_VALUES = 1_000
"""Values of one facet that are counted."""

LONGEST_TITLE = 200
"""Characters that decide the order by title."""

K1 = 1.2
B_PUBLICATIONS = 0.4
"""Kinder to long books than .75. Only an engine that lets us choose uses it: tantivy has 1.2 and .75 built in."""
B_PASSAGES = 0.75

EXACT = 0.25
"""The surface form beside the stem; repairs one-word questions, where stems alone join too much."""
WEIGHTS: Mapping[Tier, Mapping[str, float]] = {
    "publications": {"": 1.0, "names_": 2.0, "about_": 1.0},
    "passages": {"": 1.0},
}
"""By the beginning of a field's name. Names and abouts are in the whole text already; this is what they add."""
WHOLE_QUESTION = 1.0
"""The words of the question as one phrase."""
ALL_WORDS = 10.0
"""A passage that holds all the words, where passages are asked for any."""

PROPOSED_PASSAGES = 300
"""The best passages whose publications join the candidates."""

_KEY_BITS = 32
_NO_DATE_IS_LAST = 99_999_999


@dataclass(frozen=True, slots=True)
class Removal:
    """A publication that was taken away, and the revision at which."""

    publication: int
    revision: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens in a field: one, or several that follow each other with `slop` others between them at most.

    No tokens match nothing.
    """

    field: str
    tokens: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0


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


# Documents


def publication(document: PublicationDocument) -> dict[str, Any]:
    """The publication's own document. The texts in `stems` and `exact` stand `GAP` positions apart."""
    stems = [document.names_stems, document.about_stems, *(passage.stems for passage in document.passages)]
    exact = [document.names_exact, document.about_exact, *(passage.exact for passage in document.passages)]
    key = document.publication
    return {
        "publication": key,
        "revision": document.revision,
        "gone": False,
        "stems": [text for text in stems if text],
        "exact": [text for text in exact if text],
        "names_stems": document.names_stems,
        "names_exact": document.names_exact,
        "about_stems": document.about_stems,
        "about_exact": document.about_exact,
        # One key per order, with the publication at its end: no ties, and both engines break them alike.
        "newest": document.date << _KEY_BITS | key,
        "oldest": (document.date or _NO_DATE_IS_LAST) << _KEY_BITS | key,
        "title": f"{document.sort_title[:LONGEST_TITLE]}\x01{key:012}",
        **_values(document),
    }


def tombstone(removal: Removal) -> dict[str, Any]:
    """What stays of a publication that was removed, so that a late writer with an older revision loses."""
    return {"publication": removal.publication, "revision": removal.revision, "gone": True}


def passages(document: PublicationDocument) -> Iterator[dict[str, Any]]:
    """One document for each passage."""
    values = _values(document)
    for passage in document.passages:
        yield {
            "publication": document.publication,
            "revision": document.revision,
            "number": passage.number,
            "stems": passage.stems,
            "exact": passage.exact,
            **values,
        }


def facet_field(facet: str) -> str:
    return f"facet_{facet}"


def _values(document: PublicationDocument) -> dict[str, Any]:
    given = {facet: list(document.values.get(facet, ())) for facet in FACETS}
    years = [int(year) for year in given.get("year", ()) if year.isdecimal()]
    return {facet_field(facet): values for facet, values in given.items()} | {"years": years}


# Questions


def needle(leaf: Leaf) -> Clause:
    """What a word or phrase must match, in the stream it is meant in."""
    if isinstance(leaf, Phrase):
        tokens = tuple(term.exact if leaf.exact else term.stem or term.exact for term in leaf.terms)
        stream, slop = "exact" if leaf.exact else "stems", leaf.slop
    else:
        tokens, stream, slop = (leaf.stem or leaf.exact,), "stems" if leaf.stem else "exact", 0
    return Clause(stream, tuple(token for token in tokens if token), slop)


def scores(tree: Node | None, tier: Tier) -> list[Clause]:
    """What a document gains by holding: each word and phrase in each field, and the question as one phrase."""
    clauses = []
    for leaf in wanted(tree):
        found = needle(leaf)
        for begin, weight in WEIGHTS[tier].items():
            if found.tokens:
                clauses.append(replace(found, field=begin + found.field, boost=weight))
            if isinstance(leaf, Term) and leaf.stem and leaf.exact:
                clauses.append(Clause(f"{begin}exact", (leaf.exact,), boost=weight * EXACT))
    parts = tree.parts if isinstance(tree, And) else ()
    words = tuple(part.stem for part in parts if isinstance(part, Term) and part.stem)
    if len(words) > 1:
        clauses.append(Clause("stems", words, boost=WHOLE_QUESTION))
    return clauses


def rest(tree: Node | None) -> Node | None:
    """What holds some of the words but not all; None where there is no such thing."""
    if tree is None:
        return None
    looser = loosen(tree)
    return None if looser == tree else And((looser, Not(tree)))


def order_of(tree: Node | None, sort: Sort) -> Sort:
    """The order that is possible: without a word to rank by, the newest come first."""
    return sort if sort != "relevance" or wanted(tree) else "newest"


def conditions(filters: Filters) -> dict[str, list[Condition]]:
    """What was chosen, by the facet whose own filter it is; the values of a facet ignore those."""
    found: dict[str, list[Condition]] = {}
    for facet, values in filters.chosen.items():
        if facet not in FACETS:
            raise KeyError(facet)
        if values:
            found.setdefault(facet, []).append(Among(facet_field(facet), tuple(values)))
    if filters.years and filters.years != (None, None):
        low, high = (None if year is None else max(0, year) for year in filters.years)
        found.setdefault("year", []).append(Between("years", low, high))
    return found
