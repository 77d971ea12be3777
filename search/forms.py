"""Between an address and a question: `/cari/?q=…&jenis=…&tahun=2010-2020&topik=…&tepat=1&tanpa=…&maksud=…&urut=…&halaman=…&setelah=…`.

Any address gives a query: what cannot be read is left out, and `unread` says it. All state of a search stands in its
address, so that it can be shared and kept.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict

from search.engines import Cursor, Sort
from search.interpretation import Choices
from search.query import LONGEST_QUESTION
from search.research import NUMBERED_PAGES, Findings, Query

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
#: Characters of the places in an address: one lies behind each page that was read on to, and the last few are kept as the
#: way back.
LONGEST_TRAIL = 1_000
_BETWEEN_PLACES = "."  # stands in no cursor
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
    page, behind = number(asked.get("halaman", "")) or 1, places(asked)
    if behind:
        page = max(page, NUMBERED_PAGES + 1)
    elif asked.get("setelah"):
        page = 1
    return Query(
        question=question(asked),
        chosen=chosen,
        years=_years(asked.get("tahun", "")) or _ends(asked.get("dari", ""), asked.get("sampai", "")),
        exact=exact(asked),
        sort=SORTS.get(asked.get("urut", ""), "relevance"),
        page=page if behind else min(page, NUMBERED_PAGES),
        choices=choices(asked),
        places=behind,
    )


def places(asked: QueryDict) -> tuple[Cursor, ...]:
    """Where the pages behind the numbered ones began, the last of them the one that is asked for; none where any of them
    cannot be read."""
    written = asked.get("setelah", "")
    if not written or len(written) > 2 * LONGEST_TRAIL:
        return ()
    read = [Cursor.read(each) for each in written.split(_BETWEEN_PLACES)]
    found = tuple(place for place in read if place is not None)
    return found if len(found) == len(read) else ()


def onward(asked: Query, found: Findings) -> str:
    """The query string of the page behind this one, by its number as far as pages have one, then by its place; "" behind
    the last."""
    if asked.page < min(found.pages, NUMBERED_PAGES):
        return address(asked, page=asked.page + 1)
    if found.place is not None and (asked.page < found.pages or asked.page > NUMBERED_PAGES):
        return next_address(asked, found.place)
    return ""


def next_address(asked: Query, place: Cursor) -> str:
    """The address of the page that begins at a place behind this one; so much of the way back goes along as fits."""
    trail = [*asked.places, place]
    while len(_trail(trail)) > LONGEST_TRAIL and len(trail) > 1:
        trail.pop(0)
    return address(asked, page=asked.page + 1, places=tuple(trail))


def previous_address(asked: Query) -> str:
    """The address of the page before; where the way back is not known any further, of the last that has a number."""
    if len(asked.places) > 1:
        return address(asked, page=asked.page - 1, places=asked.places[:-1])
    return address(asked, page=min(asked.page - 1, NUMBERED_PAGES))


def _trail(behind: Iterable[Cursor]) -> str:
    return _BETWEEN_PLACES.join(map(str, behind))


def unread(asked: QueryDict) -> list[str]:
    """The names of the parameters that say something that cannot be read, and so is left out."""
    wrong = [
        name
        for name in PARAMETERS.values()
        if any(value and not _VALUE.fullmatch(value) for value in asked.getlist(name))
    ]
    years = [asked.get(name, "").strip() for name in ("tahun", "dari", "sampai")]
    if any(years) and query(asked).years is None and years[0] != "-":
        wrong.append("tahun")
    if asked.get("urut", "") not in {"", *SORTS}:
        wrong.append("urut")
    if asked.get("halaman") and number(asked["halaman"]) is None:
        wrong.append("halaman")
    return wrong


def bare(asked: QueryDict) -> Query:
    """The question of an address alone, as it is to be read: what is asked of one work."""
    return Query(question=question(asked), exact=exact(asked), choices=choices(asked))


def about(asked: QueryDict) -> str:
    """The slug of the concept of whose names the passages of one work are asked for; "" where words are asked."""
    slug = asked.get("tentang", "")
    return slug if _VALUE.fullmatch(slug) and not question(asked) else ""


def about_address(slug: str, page: int = 1) -> str:
    """The query string that asks so; begins with "?"."""
    return "?" + urlencode([("tentang", slug), *([("halaman", str(page))] if page > 1 else [])])


def question(asked: QueryDict, name: str = "q") -> str:
    """What was typed, on one line; `name` is the parameter that carries it. A little more than is searched is kept, so
    that the reader is told of the cut; not all of it, because it stands in every link of a page."""
    return " ".join(asked.get(name, "")[: 10 * LONGEST_QUESTION].split())[: LONGEST_QUESTION + 100]


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
    return "?" + urlencode(fields(replace(asked, **{"page": 1, "places": (), **changed})))  # type: ignore[arg-type]


def opened(place: str, asked: Query) -> str:
    """The address of a place in a work with the query put before its fragment: `…/baca/3/?q=garut#b3`."""
    way, mark, fragment = place.partition("#")
    return f"{way}{address(asked)}{mark}{fragment}"


def fields(new: Query) -> list[tuple[str, str]]:
    """A query as parameters: for an address, or for the hidden fields of a form."""
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
    if new.places:
        parts.append(("setelah", _trail(new.places)))
    return parts


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


def number(text: str) -> int | None:
    """A whole number from 1 to 999,999; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0 else None
