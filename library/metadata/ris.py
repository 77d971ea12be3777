"""References as RIS, which Zotero, Mendeley, EndNote and JabRef import; and such files read.

Pure. Research Information Systems' "RIS Format Specifications" with the tags by type that EndNote and Zotero agree
on. What a reader takes for the end of a line becomes a blank in every value, so no title can begin a line of its own.

Read by our own forty lines: rispy loses a record whose ER is missing, runs two such into one, and knows no line numbers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from library.metadata.csl_reading import GENRES, read_items
from library.metadata.dublin_core import in_one_line
from library.metadata.reading import Reading, Trouble, clean

_TYPES = {
    "book": "BOOK",
    "report": "RPRT",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "periodical": "JFULL",
    "legislation": "STAT",
    "motion_picture": "VIDEO",
    "dataset": "DATA",
}
#: Types as others write them, in the words of CSL; what is not here is asked for its fields.
_READ_TYPES = {
    "article-journal": "JOUR EJOUR ABST INPR",
    "article-magazine": "MGZN NEWS",
    "book": "BOOK EBOOK EDBOOK CLSWK SER",
    "pamphlet": "PAMP",
    "report": "RPRT GOVDOC STAND UNPB",
    "thesis": "THES",
    "manuscript": "MANSCPT UNPD",
    "paper-conference": "CONF CPAPER",
    "periodical": "JFULL",
    "legislation": "STAT BILL LEGAL",
    "motion_picture": "VIDEO MPCT ADVS",
    "dataset": "DATA",
    "": "GEN",
}
_TYPE_OF = {tag: word for word, tags in _READ_TYPES.items() for tag in tags.split()}
_WITHIN = {"article-journal", "article-magazine", "periodical"}
_TAGGED = re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {1,2}-(?: (.*)|)$")
_EDITORS = {"book": "A3", "report": "ED", "legislation": "ED", "motion_picture": "ED"}
_FILM = "motion_picture"
#: What stands before a film's length in M2, which Zotero keeps as such a line of its "Extra".
_LENGTH = "Running Time: "


def write(item: Mapping[str, Any]) -> str:
    """One reference as a record of RIS, with CRLF and closed by ER; several may follow one another."""
    lines = [(tag, in_one_line(str(value))) for tag, value in _lines(item)]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")


def read(text: str) -> Reading:
    """The records of a RIS file; a trouble's place is the line on which its entry begins."""
    entries = list(_entries(clean(text)))
    if not entries:
        return Reading(troubles=[Trouble(1, _("Berkas ini tidak berisi entri RIS."))])
    reading = read_items((entry.line, _item(entry)) for entry in entries)
    if not entries[-1].closed:
        sentence = _("Berkas berakhir sebelum entri ini ditutup; periksalah apakah lengkap.")
        reading.troubles.append(Trouble(entries[-1].line, sentence))
    return reading


# Out


def _lines(item: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    kind = str(item.get("type", ""))
    within = kind in _WITHIN
    yield "TY", _TYPES.get(kind, "GEN")
    yield "ID", item.get("id", "")
    yield "TI", item.get("title", "")
    yield "ST", item.get("title-short", "")
    yield from _makers(kind, item)
    if within:
        yield "T2", item.get("container-title") or item.get("title", "")
        yield "JO", item.get("container-title") or item.get("title", "")
    else:
        yield "T2", item.get("container-title") or item.get("collection-title", "")
    yield from _date(item.get("issued", {}))
    yield "VL", item.get("volume", "")
    yield "IS", item.get("issue", "")
    yield from _pages(item)
    yield "ET", item.get("edition") or item.get("version", "")
    yield "M1", item.get("collection-number", "")
    yield "M2", f"{_LENGTH}{item['dimensions']}" if kind == _FILM and item.get("dimensions") else ""
    # Zotero takes M3 of a film for its DOI, and its type says already that it is one.
    yield "M3", item.get("genre", "") if kind != _FILM else ""
    yield "C4", item.get("genre", "") if kind == _FILM and item["genre"] not in GENRES["film"] else ""
    yield "CY", item.get("publisher-place", "")
    yield "PB", item.get("publisher") or item.get("authority", "")
    yield "SN", item.get("ISBN") or item.get("ISSN") or item.get("number", "")
    yield "DO", item.get("DOI", "")
    yield "UR", item.get("URL", "")
    yield "LA", item.get("language", "")
    yield "AB", item.get("abstract", "")
    yield from (("KW", word) for word in str(item.get("keyword", "")).split(";"))
    yield "N1", item.get("note", "")
    yield "ER", ""


def _makers(kind: str, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """AU of a film is its director (Zotero, EndNote): who wrote it is named there only where nobody directed it."""
    roles = [("AU", "director"), ("AU", "author"), (_EDITORS.get(kind, "A2"), "editor"), ("A4", "translator")]
    if kind == _FILM:
        roles.append(("A3", "producer"))
        if item.get("director"):
            roles[1] = ("A2", "author")
    yield from ((tag, name(each)) for tag, role in roles for each in item.get(role, ()))


def name(said: Mapping[str, str]) -> str:
    """Family before given, parted by a comma. A name in one piece ends in a comma, without which EndNote and JabRef would take it apart
    (EndNote's rule for corporate authors); readers cut at every comma, so one inside a name becomes U+201A, which
    looks the same (see `library.names.inverted`)."""
    parts = [text.replace(",", "‚") for text in (said.get("family", ""), said.get("given", "")) if text]
    if said.get("literal") or len(parts) < 2:
        whole = said.get("literal", "").replace(",", "‚") or "".join(parts)
        return f"{whole}," if " " in whole else whole
    return ", ".join(parts)


def _date(issued: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """PY and DA (YYYY/MM/DD/); of a stretch its beginning."""
    first: list[int] = next(iter(issued.get("date-parts", ())), [])
    if first:
        numbers = [f"{first[0]:04d}", *(f"{part:02d}" for part in first[1:])]
        yield "PY", numbers[0]
        yield "DA", "/".join([*numbers, "", "", ""][:3]) + "/"


def _pages(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The pages of an article from SP to EP; of anything else SP is how many there are."""
    first, _dash, last = str(item.get("page") or item.get("number-of-pages", "")).partition("-")
    yield "SP", first
    yield "EP", last


# In


@dataclass(slots=True)
class _Entry:
    """One record: its first line's number, its type, and each tag with its line and those that go on with it."""

    line: int
    type: str
    lines: list[tuple[str, list[str]]] = field(default_factory=list)
    closed: bool = False

    def first(self, *tags: str) -> str:
        """The first value of the first of these tags that has one."""
        return next(iter(self.every(*tags)), "")

    def every(self, *tags: str) -> list[str]:
        """All values of the first of these tags, then of the next."""
        values = ((tag, "\n".join(filter(None, parts))) for tag, parts in self.lines)
        by_tag = [(tags.index(tag), value) for tag, value in values if tag in tags and value]
        return [value for _place, value in sorted(by_tag, key=lambda each: each[0])]


def _entries(text: str) -> Iterator[_Entry]:
    """The records, also those that the next one or the end of the file closes. What stands before the first is
    passed over; a line without a tag belongs to the one before it."""
    entry: _Entry | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        found = _TAGGED.match(line)
        if found is None:
            if entry is not None and entry.lines:
                entry.lines[-1][1].append(line.strip())
            continue
        tag, value = found[1], (found[2] or "").strip()
        if tag in {"TY", "ER"}:
            if entry is not None:
                entry.closed = True
                yield entry
            entry = _Entry(number, value.upper()) if tag == "TY" else None
        elif entry is not None:
            entry.lines.append((tag, [value]))
    if entry is not None:
        yield entry


def _item(entry: _Entry) -> dict[str, Any]:
    """The entry as a CSL-JSON item."""
    kind = _TYPE_OF.get(entry.type, entry.type)
    container = entry.first("T2", "JF", "JO", "JA", "J2", "BT")
    within = kind in _WITHIN or kind == ""
    number = entry.first("SN")
    first, last = entry.first("SP"), entry.first("EP")
    pages = f"{first}-{last}" if first and last and first != last else first or last
    return {
        "type": kind,
        "title": entry.first("TI", "T1", "CT") or ("" if within else entry.first("BT")),
        "title-short": entry.first("ST"),
        **_read_makers(kind, entry),
        "issued": _read_date(entry),
        "container-title": container if within or kind == "legislation" else "",
        "collection-title": "" if within else container or entry.first("T3"),
        "collection-number": entry.first("M1"),
        "volume": entry.first("VL"),
        "issue": entry.first("IS"),
        "page": pages if within else "",
        "number-of-pages": pages if not within else "",
        "edition": entry.first("ET"),
        "dimensions": entry.first("M2").removeprefix(_LENGTH) if kind == _FILM else "",
        "genre": entry.first("C4")
        if kind == _FILM
        else ""
        if entry.first("M3").startswith("10.")
        else entry.first("M3"),
        "publisher": entry.first("PB"),
        "authority": entry.first("PB") if kind == "legislation" else "",
        "publisher-place": entry.first("CY", "PP"),
        "ISBN": number,
        "ISSN": number,
        "number": number if kind == "report" else "",
        "DOI": entry.first("DO")
        or next((each for each in entry.every("M3", "UR", "L3") if "10." in each), ""),
        "URL": entry.first("UR", "L1", "L2"),
        "language": entry.first("LA"),
        "abstract": entry.first("AB", "N2"),
        "keyword": "; ".join(word.replace("\n", "; ") for word in entry.every("KW")),
        "note": entry.first("N1"),
    }


def _read_makers(kind: str, entry: _Entry) -> dict[str, list[dict[str, str]]]:
    tags: dict[str, tuple[str, ...]] = {
        "author": ("AU", "A1"),
        "editor": ("A2", "A3", "ED"),
        "translator": ("A4",),
    }
    if kind == _FILM:
        tags = {"director": ("AU", "A1"), "author": ("A2",), "producer": ("A3",), "editor": ("ED",)}
    return {role: [_read_name(name) for name in entry.every(*found)] for role, found in tags.items()}


def _read_name(text: str) -> dict[str, str]:
    """Family, given and suffix parted by commas, or a name in one piece, perhaps with a comma at its end."""
    if "," not in text.strip(" ,"):
        return {"literal": text.strip(" ,")}
    family, given, *suffix = (part.strip() for part in text.split(",", 2))
    return {"family": family, "given": given, "suffix": ", ".join(suffix)}


def _read_date(entry: _Entry) -> dict[str, Any]:
    """The most precise of its dates; DA alone may be the day on which somebody looked at it."""
    year = entry.first("PY", "Y1")
    for said in [*entry.every("DA", "PY", "Y1")]:
        numbers = re.fullmatch(r"(\d{4})(?:[/-](\d{0,2}))?(?:[/-](\d{0,2}))?(?:/(.*))?", said)
        if numbers and (not year or year.startswith(numbers[1])):
            return {"date-parts": [[part for part in numbers.groups()[:3] if part]]}
    return {"raw": year or entry.first("DA")}
