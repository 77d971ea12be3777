"""What title and imprint pages say beside labels: who wrote it, who published it, where and when. Pure.

Nobody is named who does not stand plainly labelled on these pages: what PDFs tell of authors are typists.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ingest.describe.values import Named, Source, Told
from library import dates
from library.dates import MONTHS, UnreadableDate
from library.names import NoName, looks_like_organisation, read_name, split_titles
from library.record import Role

_ROLES = {
    "penulis": Role.AUTHOR, "tim penulis": Role.AUTHOR, "penyusun": Role.AUTHOR, "tim penyusun": Role.AUTHOR,
    "pengarang": Role.AUTHOR, "ditulis oleh": Role.AUTHOR, "disusun oleh": Role.AUTHOR, "author": Role.AUTHOR,
    "authors": Role.AUTHOR, "written by": Role.AUTHOR, "oleh": Role.AUTHOR, "penyunting": Role.EDITOR,
    "tim penyunting": Role.EDITOR, "editor": Role.EDITOR, "tim editor": Role.EDITOR, "editors": Role.EDITOR,
    "disunting oleh": Role.EDITOR, "edited by": Role.EDITOR, "penerjemah": Role.TRANSLATOR,
    "alih bahasa": Role.TRANSLATOR, "diterjemahkan oleh": Role.TRANSLATOR, "translator": Role.TRANSLATOR,
    "translated by": Role.TRANSLATOR, "ilustrator": Role.ILLUSTRATOR, "ilustrasi": Role.ILLUSTRATOR,
    "gambar": Role.ILLUSTRATOR, "illustrator": Role.ILLUSTRATOR, "peneliti": Role.RESEARCHER,
    "tim peneliti": Role.RESEARCHER, "researchers": Role.RESEARCHER, "kontributor": Role.CONTRIBUTOR,
    "contributors": Role.CONTRIBUTOR,
}  # fmt: skip
_PUBLISHERS = ("diterbitkan oleh", "diterbitkan pertama kali oleh", "penerbit", "published by", "publisher")
_DATES = ("tanggal terbit", "tahun terbit", "terbit", "diterbitkan", "published", "date")
#: Other labels of such pages: where one of them begins, a value has ended, and they tell an imprint page from prose.
_OTHERS = (
    "judul", "judul inggris", "sampul", "desain sampul", "tata letak", "layout", "desain", "foto", "fotografer", "cetakan", "isbn",
    "tebal", "seri", "hak cipta", "penanggung jawab", "pengarah", "ukuran", "lisensi", "nomor laporan", "pengutipan", "alamat", "email",
    "telepon", "percetakan", "dicetak oleh", "didukung oleh", "pemimpin redaksi", "redaktur", "sirkulasi", "pertolongan", "issn",
    "penyelaras", "penyelaras akhir", "penyelia", "edisi", "katalog dalam terbitan", "inggris", "distribusi", "website", "pengantar",
)  # fmt: skip
_LABELS = sorted({*_ROLES, *_PUBLISHERS, *_DATES, *_OTHERS}, key=len, reverse=True)
_LABELLED = re.compile(rf"(?P<label>{'|'.join(_LABELS)})\b(?P<colon>\s*:)?\s*(?P<value>.*)", re.IGNORECASE)
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_WHEN = rf"(?:(?:\d{{1,2}}\s+)?{_MONTH}\s+)?(?:19|20)\d\d(?!\d)"
_PRINTED = re.compile(
    rf"\b(?:cetakan\s+(?P<which>pertama|kesatu|perdana|ke-?\s?1|1|I|[\w-]+)|edisi\s+(?:pertama|kedua|ketiga|revisi|ke-?\s?\d))\b"
    rf"\s*[:,(]?\s*(?P<when>{_WHEN})",
    re.IGNORECASE,
)
_FIRST = re.compile(r"pertama|kesatu|perdana|ke-?\s?1|1|I", re.IGNORECASE)
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|\bhak\s+cipta\b|\bcopyright\b)[^\d\n]{{0,60}}?(?P<when>{_WHEN})", re.IGNORECASE
)
_PLACE_AND_DATE = re.compile(
    rf"(?P<place>[A-Z][a-z]+(?:\s+[A-Z][a-z]+)?)\s*,\s*(?:(?:pada|tanggal)\s+)?(?P<when>{_WHEN})\W*",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(r"(?:.{0,60}\s)?(?P<when>(?:19|20)\d\d)\W*")
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_FRONT, _TITLE_PAGES, _BACK = 8, 3, 1
_MOST_NAMES, _LONGEST_LINE = 25, 110
#: Characters; title and imprint pages are far from it.
_LONGEST_PAGE = 10_000
#: So many different labels make an imprint page; on others only a colon makes a label.
_ENOUGH_LABELS = 3


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands beside labels: the makers, the publisher and its place, and when it came out, the surest first."""

    makers: tuple[Named, ...] = ()
    publisher: Told | None = None
    place: Told | None = None
    dates: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    value: str
    page: int


def imprint(texts: Sequence[str]) -> Imprint:
    """What the first pages (and the last) say, from their texts in order."""
    pages = [(page, text[:_LONGEST_PAGE]) for page, text in enumerate(texts, 1)]
    looked = pages[:_FRONT] + [page for page in pages[-_BACK:] if page[0] > _FRONT]
    entries = [entry for page, text in looked for entry in _entries(text, page)]
    publisher, place = _publisher(entries)
    return Imprint(tuple(_makers(entries)), publisher, place, tuple(_when(looked, entries)))


def _entries(text: str, page: int) -> Iterator[_Entry]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    labelled = [_LABELLED.fullmatch(line) if len(line) <= _LONGEST_LINE else None for line in lines]
    table = (
        len({each["label"].lower() for each in labelled if each and _looks_labelled(each)}) >= _ENOUGH_LABELS
    )
    for place, found in enumerate(labelled):
        if not found or not _is_label(found, table=table, page=page):
            continue
        label, value = " ".join(found["label"].lower().split()), found["value"].strip(" :")
        listed, after = not value, place + 1
        while after < len(lines) and not labelled[after] and len(lines[after]) <= _LONGEST_LINE:
            if not lines[after] and value:
                break
            if value and not (_goes_on(value) or (listed and label in _ROLES and _is_one_more(lines[after]))):
                break
            value, after = (
                f"{value}{';' if value and not _goes_on(value) else ''} {lines[after]}".strip(),
                after + 1,
            )
        if value:
            yield _Entry(label, value, page)


def _is_one_more(line: str) -> bool:
    """Whether the next line of a list of names is one: a person's, for the publisher comes after the last of them."""
    return _is_name(line) and not looks_like_organisation(line)


def _is_label(found: re.Match[str], *, table: bool, page: int) -> bool:
    """With a colon anywhere; without one in a table of labels, before a name or a number, or alone on its line; on a
    title page "oleh" alone on its line."""
    alone = page <= 2 and not found["value"] and found["label"].lower().endswith("oleh")
    return bool(found["colon"]) or alone or (table and _looks_labelled(found))


def _looks_labelled(found: re.Match[str]) -> bool:
    value = found["value"]
    return found["label"][0].isupper() and (not value or value[0].isupper() or value[0].isdigit())


def _goes_on(value: str) -> bool:
    return value.endswith((",", "&", ";", " dan", " and")) or value.count("(") > value.count(")")


def _makers(entries: list[_Entry]) -> Iterator[Named]:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        role = _ROLES.get(entry.label)
        if role is None or (entry.label == "oleh" and entry.page > _TITLE_PAGES):
            continue
        for name in _names(entry.value):
            if (name.casefold(), role.value) not in seen and len(seen) < _MOST_NAMES:
                seen.add((name.casefold(), role.value))
                yield Named(name, role.value, entry.page)


def _names(value: str) -> list[str]:
    """The names in a list: "Ratna P., M.Si., Suminar dan Asep" has three, for degrees are no names."""
    found: list[str] = []
    for part in re.split(r"\s*;\s*|,?\s+(?:dan|and|serta)\s+|\s*&\s*|\s*·\s*|\s*\|\s*", value):
        for piece in re.split(r"\s*,\s*", part):
            if found and piece and _is_degree(found[-1], piece):
                found[-1] = f"{found[-1]}, {piece}"
            else:
                found.append(piece)
    return [name for name in (_ended(_NOTE.sub("", piece)) for piece in found) if _is_name(name)]


def _ended(piece: str) -> str:
    """Without the mark that ends a line; the one of an initial or a degree (`M.Si.`) is its own."""
    piece = piece.strip(" :")
    return piece if re.search(r"(?:\b[A-Z]|\.\w+)\.$", piece) else piece.rstrip(". ")


def _is_degree(name: str, piece: str) -> bool:
    return split_titles(f"{name}, {piece}")[0] == split_titles(name)[0]


def _is_name(text: str) -> bool:
    """A few words, the first with a capital, and no sentence."""
    words = text.split()
    if not 0 < len(words) <= 8 or not text[0].isupper() or any(map(str.isdigit, text)):
        return False
    with suppress(NoName):
        return bool(read_name(text))
    return False


def _publisher(entries: list[_Entry]) -> tuple[Told | None, Told | None]:
    for entry in entries:
        if entry.label not in _PUBLISHERS or len(entry.value.split()) > 14:
            continue
        name, _comma, place = entry.value.rpartition(", ")
        if not name or not re.fullmatch(r"[A-Z][\w.]+(?:\s+[A-Z][\w.]+)?", place.strip(" .")):
            name, place = entry.value, ""
        told = Told(name.strip(" .,"), Source.IMPRINT.value, 0.9, entry.page)
        where = Told(place.strip(" ."), Source.IMPRINT.value, 0.85, entry.page) if place else None
        return told, where
    return None, None


def _when(looked: list[tuple[int, str]], entries: list[_Entry]) -> Iterator[Told]:
    """Dates, the surest first: beside a label, of the first printing, of the copyright, below a place, on the cover."""
    for entry in entries:
        if entry.label in _DATES and (found := re.match(_WHEN, entry.value, re.IGNORECASE)):
            yield from _told(found[0], Source.IMPRINT, 0.95, entry.page)
    printings = [(found, page) for page, text in looked for found in _PRINTED.finditer(_flat(text))]
    for found, page in sorted(printings, key=lambda each: not _FIRST.fullmatch(each[0]["which"] or "")):
        yield from _told(found["when"], Source.IMPRINT, 0.9, page)
    for page, text in looked:
        for found in _COPYRIGHT.finditer(_flat(text)):
            yield from _told(found["when"], Source.COPYRIGHT, 0.85, page)
    for page, text in looked:
        for line in text.splitlines():
            if found := _PLACE_AND_DATE.fullmatch(line.strip()):
                sure = 0.8 if page <= _TITLE_PAGES else 0.6
                yield from _told(found["when"], Source.PLACE_AND_DATE, sure, page)
    for page, text in looked[:2]:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        for line in lines[-2:] if len(lines) < 20 else []:
            if found := _YEAR_ALONE.fullmatch(line):
                yield from _told(found["when"], Source.FRONT, 0.7, page)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _told(when: str, source: Source, sure: float, page: int) -> Iterator[Told]:
    with suppress(UnreadableDate):
        yield Told(dates.read(when).edtf, source.value, sure, page)
