"""What an index holds, the same for both engines: fields, and documents as plain dicts.

Pure. The engines compile what stands here into their own words. The version of an index follows from the fields by
themselves; whoever changes what a field holds raises `MAPPING`.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from search import analysis
from search.engines import FACETS, PublicationDocument

Tier = Literal["publications", "passages"]

WEIGHTS: Mapping[Tier, Mapping[str, float]] = {
    "publications": {"": 1.0, "names_": 2.0, "makers_": 2.0, "about_": 1.0},
    "passages": {"": 1.0},
}
"""By the beginning of a field's name. What has a field of its own is in the whole text too; this is what it adds."""

GAP = 50
"""Positions between two texts of a publication: wider than any slop, so no phrase reaches across."""

LONGEST_TITLE = 200
"""Characters that decide the order by title."""

K1 = 1.2
B_PUBLICATIONS = 0.4
"""Kinder to long books than .75. Only an engine that lets us choose uses it: tantivy has 1.2 and .75 built in."""
B_PASSAGES = 0.75

MAPPING = 2


def version_of(facets: Sequence[str]) -> str:
    """The version of an index with these facets: its fields, the analysis and its tables."""
    fields = [list(beginnings) for beginnings in WEIGHTS.values()]
    made = repr((MAPPING, list(facets), fields, GAP, LONGEST_TITLE, K1, B_PUBLICATIONS, B_PASSAGES))
    return f"{MAPPING}-{hashlib.sha256(made.encode()).hexdigest()[:6]}-{analysis.VERSION}"


VERSION = version_of(FACETS)
"""An index made under another version is not read and not written."""

_KEY_BITS = 32
_NO_DATE_IS_LAST = 99_999_999


@dataclass(frozen=True, slots=True)
class Removal:
    """A publication that was taken away, and the revision at which."""

    publication: int
    revision: int


def publication(document: PublicationDocument) -> dict[str, Any]:
    """The publication's own document. The texts in `stems` and `exact` stand `GAP` positions apart."""
    apart = {
        "names": (document.names_stems, document.names_exact),
        "makers": (document.makers_stems, document.makers_exact),
        "about": (document.about_stems, document.about_exact),
    }
    texts = [*apart.values(), *((passage.stems, passage.exact) for passage in document.passages)]
    key = document.publication
    return {
        "publication": key,
        "revision": document.revision,
        "gone": False,
        "stems": [stems for stems, _ in texts if stems],
        "exact": [exact for _, exact in texts if exact],
        **{f"{field}_stems": stems for field, (stems, _) in apart.items()},
        **{f"{field}_exact": exact for field, (_, exact) in apart.items()},
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
