"""Issues of journals and bulletins, and articles in them, by what their front page says: "Vol. 3 No. 2", "Edisi 12, Maret
2015", "hlm. 3–14". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from library import numbering
from library.dates import MONTHS

_DASH = r"\s*(?:[-–—/&]|s\.?d\.?|dan)\s*"
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_WHEN = rf"(?:{_MONTH}(?:\s+\d{{4}})?(?:{_DASH}{_MONTH})?\s+)?(?:19|20)\d\d"
_COUNT = rf"(?:\d{{1,3}}(?:{_DASH}\d{{1,3}}(?!\d))?|[IVXLC]+)\b"
_VOLUME = rf"vol(?:ume)?\b[\s.:]*{_COUNT}"
_NUMBER = rf"(?:no(?:mor)?|number|issue|edisi(?:\s+ke)?)\b[\s.:-]*(?:{_COUNT}|khusus|perdana|istimewa)"
_YEAR_OF_LIFE = r"(?:tahun|thn?)\b[\s.]*(?:ke\b[\s-]*)?(?:\d{1,2}\b(?!\d)|[IVXLC]+\b)"
_THEN = r"\s*[,;/|·().-]*\s*"
#: The number as printed: with a volume and a number, with a number and a month, or with a month alone.
_NUMBERINGS = (
    re.compile(
        rf"\b{_VOLUME}{_THEN}{_NUMBER}(?:{_THEN}{_YEAR_OF_LIFE})?(?:{_THEN}{_WHEN}\b)?", re.IGNORECASE
    ),
    re.compile(rf"\b{_NUMBER}(?:{_THEN}{_YEAR_OF_LIFE})?{_THEN}{_WHEN}\b", re.IGNORECASE),
    re.compile(rf"\bedisi{_THEN}{_MONTH}(?:{_DASH}{_MONTH})?\s+(?:19|20)\d\d\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}(?:{_THEN}{_YEAR_OF_LIFE})?", re.IGNORECASE),
)
_WITH_MONTH = re.compile(rf"\b{_MONTH}\b", re.IGNORECASE)
_ALONE_WHEN = re.compile(rf"\W*({_WHEN})\W*", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:hlm|hal|halaman|pp?|pages?)\b[\s.:]*(\d{1,4})\s*[-–—]\s*(\d{1,4})\b", re.IGNORECASE)
_ABSTRACT = re.compile(r"\W*(?:abstrak|abstract|kata kunci|keywords?)\b", re.IGNORECASE)
_JOURNAL = re.compile(r"\b(?:jurnal|journal)\b", re.IGNORECASE)
_BULLETIN = re.compile(r"\b(?:buletin|bulletin|majalah|newsletter|warta|tabloid|nawala)\b", re.IGNORECASE)
#: Heads, feet and covers say it: lines near the edges of a page, and short ones.
_EDGE, _LONGEST, _COVER = 8, 120, 25
#: Of the issue's number and the name of its journal, so many lines may stand between.
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Serial:
    """`sort` tells journals from bulletins; `numbering` as printed; `name` is the line that names the periodical, ""
    where none does; `span` the printed pages of an article ("3–14"); `whole` whether it is an issue, not an article.
    `page` counts from 1."""

    sort: Literal["journal", "bulletin"]
    numbering: str
    issued: str
    name: str
    span: str
    whole: bool
    page: int
    sure: float


def serial(texts: Sequence[str], name: str) -> Serial | None:
    """What the first two pages, with their heads and feet, say of the issue that they are of; None where nothing."""
    for page, text in enumerate(texts[:2], 1):
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        if found := _in_lines(lines, page, f"{name} {' '.join(lines[:_COVER])}"):
            return found
        if lines and page == 1 and len(lines) > _COVER:
            return None  # a page of text that says nothing: the second is not a front page
    return None


def _in_lines(lines: list[str], page: int, around: str) -> Serial | None:
    cover = len(lines) <= _COVER
    for rank, pattern in enumerate(_NUMBERINGS):
        for place, line in enumerate(lines):
            if len(line) > _LONGEST or not (cover or place < _EDGE or place >= len(lines) - _EDGE):
                continue
            found = pattern.search(line)
            if not found or not _is_issue(found[0], rank, around):
                continue
            near = lines[max(0, place - _NEAR) : place + _NEAR + 1]
            printed = _with_date(found[0].strip(" ,;/|·(.-"), line, lines[place + 1 : place + 2])
            span = next((f"{each[1]}–{each[2]}" for text in near if (each := _SPAN.search(text))), "")
            article = bool(span) or (page == 1 and any(map(_ABSTRACT.match, lines)))
            return Serial(
                sort=_sort(near, around, rank),
                numbering=printed,
                issued=numbering.read(printed).issued.edtf,
                name=_name(near, found[0]),
                span=span,
                whole=not article,
                page=page,
                sure=0.9 if rank == 0 or _WITH_MONTH.search(printed) else 0.6,
            )
    return None


def _is_issue(printed: str, rank: int, around: str) -> bool:
    """A volume with a number is one; so is a number with a month; else some word must say that it is a periodical."""
    if not numbering.read(printed):
        return False
    if rank == 0 or (rank < 3 and printed.lower().startswith("edisi") and _WITH_MONTH.search(printed)):
        return True
    return bool(_JOURNAL.search(around) or _BULLETIN.search(around)) and (
        rank < 3 or printed.lower().startswith(("edisi", "no. ", "nomor"))
    )


def _with_date(printed: str, line: str, after: list[str]) -> str:
    """The number with its date, which may stand on the next line by itself."""
    if numbering.read(printed).issued.year:
        return printed
    for text in (line.partition(printed)[2], *after):
        if when := _ALONE_WHEN.fullmatch(text):
            return f"{printed}, {when[1]}"
    return printed


def _sort(near: list[str], around: str, rank: int) -> Literal["journal", "bulletin"]:
    """By the word that stands nearest; else volumes are journals' and editions bulletins'."""
    for text in (" ".join(near), around):
        journal, bulletin = _JOURNAL.search(text), _BULLETIN.search(text)
        if journal and (not bulletin or journal.start() < bulletin.start()):
            return "journal"
        if bulletin:
            return "bulletin"
    return "journal" if rank == 0 else "bulletin"


def _name(near: list[str], printed: str) -> str:
    """The line that names the periodical, without the number in it."""
    for line in near:
        plain = _SPAN.sub("", line.replace(printed, "")).strip(" ,;/|·().-–")
        if (_JOURNAL.search(plain) or _BULLETIN.search(plain)) and 1 < len(plain.split()) <= 14:
            return plain
    return ""
