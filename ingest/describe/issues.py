"""Issues of journals and bulletins, and articles in them, by what their front page says: "Vol. 3 No. 2", "Edisi 12, Maret
2015", "5(2)", "hlm. 3–14". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from library import numbering
from library.dates import MONTHS

_DASH = r"\s*(?:[-–—/&]|s\.?d\.?|dan)\s*"
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_WHEN = rf"(?:{_MONTH}(?:\s+\d{{4}})?(?:{_DASH}{_MONTH})?,?\s+)?(?:19|20)\d\d"
_COUNT = rf"(?:\d{{1,3}}(?:{_DASH}\d{{1,3}}(?!\d))?|[IVXLC]+)\b"
_VOLUME = rf"vol(?:ume)?\b[\s.:]*{_COUNT}"
_NUMBER = rf"(?:no(?:mor)?|number|issue|edisi(?:\s+ke)?)\b[\s.:-]*(?:{_COUNT}|khusus|perdana|istimewa)"
_YEAR_OF_LIFE = r"(?:tahun|thn?)\b[\s.]*(?:ke\b[\s-]*)?(?:\d{1,2}\b(?!\d)|[IVXLC]+\b)"
_THEN = r"\s*[,;/|·().-]*\s*"
#: A year alone may be called one, behind a volume: "Nomor 5 Tahun 2014" is a law.
_PLAINLY = rf"(?:{_WHEN}|(?:tahun|thn?)\b[\s.]*(?:19|20)\d\d)\b"
_BRACKETED = rf"\(\s*\d{{1,3}}(?:{_DASH}\d{{1,3}})?\s*\)"
#: The number as printed: with a volume and a number, with a number and a month, or with a month alone.
_NUMBERINGS = (
    re.compile(
        rf"\b{_VOLUME}(?:\s*{_BRACKETED}|{_THEN}{_NUMBER})(?:{_THEN}{_YEAR_OF_LIFE})?(?:{_THEN}{_PLAINLY})?",
        re.IGNORECASE,
    ),
    # "5(2)" is anything, unless a line begins with the name of a periodical before it.
    re.compile(
        rf"(?<=[\s,])\d{{1,3}}\s?{_BRACKETED}(?:{_THEN}{_PLAINLY})?(?=\s*(?:$|[:,.;(]|\d))", re.IGNORECASE
    ),
    re.compile(rf"\b{_NUMBER}(?:{_THEN}{_YEAR_OF_LIFE})?{_THEN}{_WHEN}\b", re.IGNORECASE),
    re.compile(rf"\b{_VOLUME}{_THEN}{_PLAINLY}", re.IGNORECASE),  # a volume a year, without numbers
    re.compile(rf"\bedisi{_THEN}{_MONTH}(?:{_DASH}{_MONTH})?\s+(?:19|20)\d\d\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}(?:{_THEN}{_YEAR_OF_LIFE})?", re.IGNORECASE),
)
_BY_VOLUME, _SHORT, _BY_YEAR, _BY_NUMBER_ALONE = 0, 1, 3, len(_NUMBERINGS) - 1
_BEFORE_SHORT = re.compile(
    r"\W*(?-i:[^\W\d_a-z])\w*\s+(?:[^\W\d_]+\s+){0,2}?(?:jurnal|journal|buletin|bulletin)\b[^\d\"“”;]*"
    r"|\W*(?-i:J(?:urnal|ournal|URNAL|OURNAL)|B(?:uletin|ulletin|ULETIN|ULLETIN))\b[^\d\"“”;]*",
    re.IGNORECASE,
)
_OPENED = re.compile(r"^([^(]*?)\b([\divxlc]+)\s*\(\s*(\d[^()]*?)\s*\)", re.IGNORECASE)
_WITH_MONTH = re.compile(rf"\b{_MONTH}\b", re.IGNORECASE)
_ALONE_WHEN = re.compile(rf"\W*({_PLAINLY})\W*", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:hlm|hal|halaman|pp?|pages?)\b[\s.:]*(\d{1,4})\s*[-–—]\s*(\d{1,4})\b", re.IGNORECASE)
#: Without a label, pages stand right behind the number or its date.
_BARE_SPAN = re.compile(
    rf"[\s,;:/|·().-]*(?:{_PLAINLY}[\s,;:/|·().-]*)?(?P<span>([1-9]\d{{0,3}})\s*[-–—]\s*([1-9]\d{{0,3}}))(?![\d/–—-])"
    rf"(?!\s*{_MONTH}\b)",
    re.IGNORECASE,
)
_MOST_PAGES, _THICK = 300, 60
_ISSN = re.compile(r"\b(?:[pe]-?)?issn\b[\s.:]*(?:\d{4}-?\d{3}[\dx])?", re.IGNORECASE)
_FRONT_MATTER = re.compile(
    r"\W*(?:daftar isi|(?:table of )?contents|penanggung jawab|mitra bestari|editorial (?:board|team)"
    r"|(?:dewan|susunan|pemimpin|ketua) (?:redaksi|penyunting|editor))\b",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(r"\W*(?:abstrak|abstract|kata kunci|keywords?)\b", re.IGNORECASE)
_JOURNAL = re.compile(r"\b(?:jurnal|journal)\b", re.IGNORECASE)
_BULLETIN = re.compile(r"\b(?:buletin|bulletin|majalah|newsletter|warta|tabloid|nawala)\b", re.IGNORECASE)
#: Heads, feet and covers say it: lines near the edges of a page, and short ones.
_EDGE, _LONGEST, _COVER = 8, 120, 25
#: Of the issue's number and the name of its journal, so many lines may stand between.
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Serial:
    """`sort` tells journals from bulletins; `numbering` as printed, but "5(2)" written out; `name` is what names the
    periodical, "" where nothing does; `span` the printed pages of an article ("3–14"); `whole` whether it is an issue,
    not an article. `page` counts from 1."""

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
        if found := _in_lines(lines, page, f"{name} {' '.join(lines[:_COVER])}", thick=len(texts) > _THICK):
            return found
        if lines and page == 1 and len(lines) > _COVER:
            return None  # a page of text that says nothing: the second is not a front page
    return None


def _in_lines(lines: list[str], page: int, around: str, *, thick: bool) -> Serial | None:
    cover = len(lines) <= _COVER
    for rank, pattern in enumerate(_NUMBERINGS):
        for place, line in enumerate(lines):
            head = place < _EDGE
            if len(line) > _LONGEST or not (cover or head or place >= len(lines) - _EDGE):
                continue
            found = pattern.search(line)
            if not found or (
                rank == _SHORT and not (head and _BEFORE_SHORT.fullmatch(line[: found.start()]))
            ):
                continue
            if rank == _BY_YEAR and not (head or cover):
                continue  # at the foot of a text it is what a note cites
            before, printed, after = _parted(line, found)
            if not _is_issue(printed, rank, around):
                continue
            near = lines[max(0, place - _NEAR) : place + _NEAR + 1]
            span, after = _span(after)
            span = span or next((f"{each[1]}–{each[2]}" for text in near if (each := _SPAN.search(text))), "")
            numbered = _with_date(printed, after, lines[place + 1 : place + 2])
            sort = _sort(near, around, rank)
            inside = (
                page == 1
                and head
                and rank in (_BY_VOLUME, _SHORT, _BY_YEAR)
                and sort == "journal"
                and _is_text(lines)
            )
            article = bool(span) or (inside and not thick) or (page == 1 and any(map(_ABSTRACT.match, lines)))
            others = [(text, "") for text in lines[max(0, place - _NEAR) : place]]
            others += [(before, after)] + [(text, "") for text in lines[place + 1 : place + _NEAR + 1]]
            return Serial(
                sort=sort,
                numbering=numbered,
                issued=numbering.read(numbered).issued.edtf,
                name=_name(others) or (_nameless(before) if article and rank == _BY_VOLUME else ""),
                span=span,
                whole=not article,
                page=page,
                sure=0.9 if rank <= _SHORT or _WITH_MONTH.search(numbered) else 0.6,
            )
    return None


def _is_issue(printed: str, rank: int, around: str) -> bool:
    """A volume with a number is one; so is a number with a month; else some word must say that it is a periodical."""
    if not numbering.read(printed):
        return False
    with_word = rank < _BY_NUMBER_ALONE
    if rank <= _SHORT or (with_word and printed.lower().startswith("edisi") and _WITH_MONTH.search(printed)):
        return True
    return bool(_JOURNAL.search(around) or _BULLETIN.search(around)) and (
        with_word or printed.lower().startswith(("edisi", "no. ", "nomor"))
    )


def _is_text(lines: list[str]) -> bool:
    """Whether it is a page of text, not a cover or what stands in front of an issue."""
    return len(lines) > _COVER and not any(map(_FRONT_MATTER.match, lines))


def _parted(line: str, found: re.Match[str]) -> tuple[str, str, str]:
    """The line before the number, the number with its brackets closed and written out, and the line after it."""
    printed, after = found[0].strip(" ,;/|·(.-"), line[found.end() :]
    if opened := _OPENED.match(printed):
        called = opened[1] if opened[1].strip() else "Vol. "
        printed = f"{called}{opened[2]} No. {opened[3]}{printed[opened.end() :]}"
    if printed.count("(") > printed.count(")"):
        if after.lstrip().startswith(")"):
            printed, after = f"{printed})", after.lstrip()[1:]
        else:
            printed = re.sub(r"\s*\(\s*", ", ", printed)
    return line[: found.start()], printed, after


def _span(after: str) -> tuple[str, str]:
    """The printed pages that stand behind the number ("" for none), and what else does."""
    if found := _SPAN.search(after):
        return f"{found[1]}–{found[2]}", _SPAN.sub(" ", after)
    found = _BARE_SPAN.match(after)
    if found is None:
        return "", after
    first, last = int(found[2]), int(found[3])
    years = all(1900 <= each < 2100 for each in (first, last))
    if years or not first <= last < first + _MOST_PAGES:
        return "", after
    return f"{first}–{last}", f"{after[: found.start('span')]} {after[found.end() :]}"


def _with_date(printed: str, after: str, below: list[str]) -> str:
    """The number with its date, which may stand behind it or on the next line by itself."""
    if numbering.read(printed).issued.year:
        return printed
    for text in (after, *below):
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
    return "journal" if rank <= _SHORT else "bulletin"


def _name(near: list[tuple[str, str]]) -> str:
    """What names the periodical, of lines near the number; its own is parted there."""
    for text in (part for parts in near for part in parts):
        plain = _plain(text)
        if (_JOURNAL.search(plain) or _BULLETIN.search(plain)) and 1 < len(plain.split()) <= 14:
            return plain
    return ""


def _nameless(before: str) -> str:
    """Before a volume over an article a periodical stands also where its name does not say what it is."""
    plain = _plain(before)
    words = re.findall(r"[^\W\d_]{2,}", plain)
    return plain if 1 <= len(words) <= 8 and plain[0].isupper() and not re.search(r"[\d:;]", plain) else ""


def _plain(text: str) -> str:
    return _ISSN.sub(" ", _SPAN.sub(" ", text)).strip(" ,;/|·().:-–")
