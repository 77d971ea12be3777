"""What a file tells of itself: its own table of contents, and its title, language, date, producer and identifier.

`pdfminer` asks. Everything here comes from a stranger's hand: it is bounded in number, depth and length, circles end, and
what is broken is left out. Who wrote the file is never told: that is the name of a typist, and a person's.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from ingest.extract import Heading
from ingest.extract.document import Document, Leaf, loaded
from ingest.extract.plain import LONGEST, MOST_HEADINGS, iso_date, one_line

MOST_NAMES, DEEPEST = 20_000, 16
MOST_XMP = 1_000_000  # bytes

_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_IDENTIFIERS = (
    "{http://prismstandard.org/namespaces/basic/2.0/}doi",
    "{http://prismstandard.org/namespaces/basic/2.1/}doi",
    "{http://prismstandard.org/namespaces/basic/3.0/}doi",
    "{http://ns.adobe.com/pdfx/1.3/}doi",
    f"{_DC}identifier",
)


def contents(document: Document, pages: list[Leaf]) -> tuple[Heading, ...]:
    """The outline, in its order; entries that lead to no page of this file are left out."""
    places = _Places(document, pages)
    root = _dict(document.catalog.get("Outlines"))
    found: list[Heading] = []
    seen: set[int] = set()
    waiting: list[tuple[object, int]] = [(root.get("First"), 0)]
    steps = 0
    while waiting and len(found) < MOST_HEADINGS and steps < 2 * MOST_HEADINGS:
        steps += 1
        reference, depth = waiting.pop()
        number = reference.objid if isinstance(reference, PDFObjRef) else 0
        if number in seen:
            continue
        if number:
            seen.add(number)
        entry = _dict(reference)
        if "Next" in entry:
            waiting.append((entry["Next"], depth))
        if "First" in entry and depth < DEEPEST:
            waiting.append((entry["First"], depth + 1))
        title, page = _text(entry.get("Title")), places.page(entry)
        if title and page:
            found.append(Heading(depth, title, page))
    return tuple(found)


class _Places:
    """Where an entry of the outline leads to (ISO 32000-1, 12.3.2): places by themselves, by a name, or by an action."""

    def __init__(self, document: Document, pages: list[Leaf]) -> None:
        self._catalog = document.catalog
        self._many = len(pages)
        self._pages: dict[int, int] = {}
        for page, (number, _) in enumerate(pages, 1):
            if number:
                self._pages.setdefault(number, page)
        self._names: dict[bytes, object] | None = None

    def page(self, entry: dict[str, Any]) -> int:
        """The place of the page in this file, from 1; 0 where there is none."""
        place = loaded(entry.get("Dest"))
        if place is None:
            action = _dict(entry.get("A"))
            if _name(action.get("S")) == "GoTo":
                place = loaded(action.get("D"))
        if isinstance(place, bytes | PSLiteral):
            place = self._named(place if isinstance(place, bytes) else _name(place).encode())
        if isinstance(place, dict):
            place = loaded(place.get("D"))
        first = place[0] if isinstance(place, list) and place else None
        if isinstance(first, PDFObjRef):
            return self._pages.get(first.objid, 0)
        return first + 1 if isinstance(first, int) and 0 <= first < self._many else 0

    def _named(self, name: bytes) -> object:
        if self._names is None:
            self._names = dict(self._every_name())
        return loaded(self._names.get(name))

    def _every_name(self) -> Iterator[tuple[bytes, object]]:
        """From the dictionary of old files and the tree of newer ones."""
        for name, place in list(_dict(self._catalog.get("Dests")).items())[:MOST_NAMES]:
            yield str(name).encode(), place
        seen: set[int] = set()
        waiting: list[object] = [_dict(self._catalog.get("Names")).get("Dests")]
        left = MOST_NAMES
        while waiting and left > 0:
            left -= 1
            reference = waiting.pop()
            number = reference.objid if isinstance(reference, PDFObjRef) else 0
            if number in seen:
                continue
            if number:
                seen.add(number)
            node = _dict(reference)
            names = _list(node.get("Names"))[: 2 * left]
            left -= len(names) // 2
            for called, place in zip(map(loaded, names[::2]), names[1::2], strict=False):
                if isinstance(called, bytes):
                    yield called, place
            waiting += reversed(_list(node.get("Kids"))[:left])


def told(document: Document) -> dict[str, str]:
    """By "title", "language", "created" (ISO 8601), "producer" and "identifier", what is said and not empty; XMP is
    believed before the information dictionary, which is older."""
    info: dict[str, Any] = {}
    for found in reversed(document.info if isinstance(document.info, list) else []):
        info |= _dict(found)
    xmp = _xmp(document)
    said = {
        "title": xmp.get(f"{_DC}title") or _text(info.get("Title")),
        "language": _text(document.catalog.get("Lang")) or xmp.get(f"{_DC}language", ""),
        "created": iso_date(_text(info.get("CreationDate"))) or iso_date(xmp.get(f"{_XMP}CreateDate", "")),
        "producer": _text(info.get("Producer")) or xmp.get(f"{_PDF}Producer", ""),
        "identifier": next((xmp[name] for name in _IDENTIFIERS if name in xmp), ""),
    }
    return {name: value for name, value in said.items() if value}


def _xmp(document: Document) -> dict[str, str]:
    """The first value of each property, by its name in full."""
    stream = loaded(document.catalog.get("Metadata"))
    if not isinstance(stream, PDFStream):
        return {}
    try:
        data = stream.get_data()
        data = data.strip(b"\0 \t\r\n")
        if len(data) > MOST_XMP or b"<!" in data.replace(b"<!--", b"") or b"\0" in data:
            return {}  # XMP declares nothing: who declares entities wants to do harm
        root = ElementTree.fromstring(data)  # noqa: S314
    except MemoryError:
        raise
    except Exception:
        return {}
    values: dict[str, str] = {}
    for description in root.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"):
        for name, value in description.attrib.items():
            values.setdefault(name, one_line(value))
        for child in description:
            text = next((text for text in map(one_line, child.itertext()) if text), "")
            values.setdefault(child.tag, text)
    return {name: value for name, value in values.items() if value}


def _text(found: object) -> str:
    found = loaded(found)
    if isinstance(found, PSLiteral):
        return one_line(_name(found))
    return one_line(_decoded(found[: 4 * LONGEST])) if isinstance(found, bytes) else ""


def _decoded(text: bytes) -> str:
    """A text string (ISO 32000-2, 7.9.2.2); also UTF-16 the wrong way round, as some programs write."""
    if text[:3] == b"\xef\xbb\xbf":
        return text[3:].decode("utf-8", "ignore")
    if text[:2] == b"\xff\xfe":
        return text[2:].decode("utf-16-le", "ignore")
    return decode_text(text)


def _name(found: object) -> str:
    found = loaded(found)
    if not isinstance(found, PSLiteral):
        return ""
    return found.name.decode("utf-8", "replace") if isinstance(found.name, bytes) else found.name


def _dict(reference: object) -> dict[str, Any]:
    found = loaded(reference)
    return found if isinstance(found, dict) else {}


def _list(reference: object) -> list[Any]:
    found = loaded(reference)
    return found if isinstance(found, list) else []
