"""Between an address and a question: `/cari/?q=…&jenis=…&tahun=2010-2020&topik=…&tepat=1&tanpa=…&maksud=…&urut=…&halaman=…`.

Any address gives a query: what cannot be read is left out. All state of a search stands in its address, so that it
can be shared and kept.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict

from search.engines import Sort
from search.interpretation import Choices
from search.query import LONGEST_QUESTION
from search.research import Query

#: Facet → its name in the address.
PARAMETERS = {
    "kind": "jenis",
    "topic": "topik",
    "place": "tempat",
    "law": "hukum",
    "language": "bahasa",
    "person": "oleh",
    "periodical": "terbitan",
    "access": "akses",
    "audience": "pembaca",
}
SORTS: Mapping[str, Sort] = {"cocok": "relevance", "terbaru": "newest", "terlama": "oldest", "judul": "title"}
#: Both engines read on to the end; this is beyond the end of any collection that they were measured with.
DEEPEST_PAGE = 5_000
_VALUE = re.compile(r"[A-Za-z0-9_-]{1,250}")  # a slug, or a code
_YEARS = re.compile(r"(\d{4})?\s*(?:-|–|\.\.)\s*(\d{4})?")
_MOST_VALUES = 50
_MOST_READINGS, _LONGEST_READING = 12, 100
#: What takes all readings away at once.
EVERYTHING = "semua"


def query(asked: QueryDict) -> Query:
    """The query that an address stands for."""
    chosen = {}
    for facet, name in PARAMETERS.items():
        values = [value for value in dict.fromkeys(asked.getlist(name)) if _VALUE.fullmatch(value)]
        if values:
            chosen[facet] = tuple(values[:_MOST_VALUES])
    return Query(
        question=question(asked),
        chosen=chosen,
        years=_years(asked.get("tahun", "")) or _ends(asked.get("dari", ""), asked.get("sampai", "")),
        exact=exact(asked),
        sort=SORTS.get(asked.get("urut", ""), "relevance"),
        page=min(_number(asked.get("halaman", "")) or 1, DEEPEST_PAGE),
        choices=choices(asked),
    )


def bare(asked: QueryDict) -> Query:
    """The question of an address alone, as it is to be read: what is asked of one work."""
    return Query(question=question(asked), exact=exact(asked), choices=choices(asked))


def question(asked: QueryDict) -> str:
    """What was typed, on one line. A little more than is searched is kept, so that the reader is told of the cut; not
    all of it, because it stands in every link of a page."""
    return " ".join(asked.get("q", "")[: 10 * LONGEST_QUESTION].split())[: LONGEST_QUESTION + 100]


def exact(asked: QueryDict) -> bool:
    """The switch: words as they are written, without their families."""
    return asked.get("tepat") == "1"


def choices(asked: QueryDict) -> Choices:
    """What the reader decided on how the question is read: `tanpa` takes a reading away, by its concept or its words, or
    with `semua` all of them; `maksud` says which concept a doubtful word means."""
    without, meant = (
        tuple(dict.fromkeys(filter(None, map(_reading, asked.getlist(name)[:_MOST_READINGS]))))
        for name in ("tanpa", "maksud")
    )
    return Choices(without, meant, EVERYTHING in without)


def choices_in_address(made: Choices) -> list[tuple[str, str]]:
    """The parameters that say so."""
    return [*(("tanpa", each) for each in made.without), *(("maksud", each) for each in made.meant)]


def _reading(text: str) -> str:
    """A concept's slug, or words, as they are compared."""
    return " ".join("".join(filter(str.isprintable, text[:_LONGEST_READING])).casefold().split())


def address(asked: Query, **changed: object) -> str:
    """The query string of a query, with these of its fields changed; begins with "?"."""
    new = replace(asked, **{"page": 1, **changed})  # type: ignore[arg-type]
    parts: list[tuple[str, str]] = [("q", new.question)] if new.question else []
    for facet, name in PARAMETERS.items():
        parts += [(name, value) for value in new.chosen.get(facet, ())]
    if new.years:
        parts.append(("tahun", years_text(new.years)))
    if new.exact:
        parts.append(("tepat", "1"))
    parts += choices_in_address(new.choices)
    if new.sort != "relevance":
        parts.append(("urut", next(name for name, sort in SORTS.items() if sort == new.sort)))
    if new.page > 1:
        parts.append(("halaman", str(new.page)))
    return "?" + urlencode(parts)


def without(asked: Query, facet: str, value: str) -> Mapping[str, Sequence[str]]:
    """What is chosen, less one value."""
    rest = {
        name: tuple(each for each in values if (name, each) != (facet, value))
        for name, values in asked.chosen.items()
    }
    return {name: values for name, values in rest.items() if values}


def years_text(years: tuple[int | None, int | None]) -> str:
    first, last = years
    return str(first) if first == last else f"{first or ''}-{last or ''}"


def _years(text: str) -> tuple[int | None, int | None] | None:
    text = text.strip()
    if re.fullmatch(r"\d{4}", text):
        return int(text), int(text)
    found = _YEARS.fullmatch(text)
    return _ends(found[1] or "", found[2] or "") if found else None


def _ends(first: str, last: str) -> tuple[int | None, int | None] | None:
    ends = [int(end) if re.fullmatch(r"\d{4}", end.strip()) else None for end in (first, last)]
    if None not in ends and ends[0] > ends[1]:  # type: ignore[operator]
        ends.reverse()
    return (ends[0], ends[1]) if any(end is not None for end in ends) else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0 else None
