"""A PDF as pdfminer.six opens it, within limits: its streams, its pages one by one, their labels.

`pdfminer` reads the pages. pdfminer.six's own walk through the page tree ends at the first page or label that is
broken, and would lose the rest; ours goes on.
"""

import contextlib
import io
import itertools
import zlib
from collections.abc import Iterator
from typing import Any

from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFObjRef,
    PDFStream,
    resolve1,
)
from pdfminer.psparser import LIT

from ingest.extract import Limits
from ingest.extract.lines import Matrix

#: A reference may lead to another one, but not for long.
_HOPS = 8
_OBJECTS, _PAGE, _PAGES = LIT("ObjStm"), LIT("Page"), LIT("Pages")


class StreamTooLarge(Exception):
    """A stream decodes to more than the limit."""


class _Stream(PDFStream):
    """A stream that is decoded within a limit, as far as it can be decoded, and not remembered."""

    limit: int

    def get_data(self) -> bytes:
        data = self.rawdata or b""
        if self.decipher and self.objid is not None:
            data = self.decipher(self.objid, self.genno or 0, data, self.attrs)
        for name, params in self.get_filters():
            inflated = _inflated(data, self.limit) if name in LITERALS_FLATE_DECODE else data
            if name in LITERALS_FLATE_DECODE and not (params and "Predictor" in params):
                data = inflated
            elif name in LITERALS_RUNLENGTH_DECODE:
                data = _unrolled(data, self.limit)
            else:
                if name in LITERALS_LZW_DECODE:
                    _check_lzw(data, self.limit)
                data = PDFStream({"Filter": name, "DecodeParms": params}, data).get_data()
            if len(data) > self.limit:
                raise StreamTooLarge
        return data


def _inflated(data: bytes, limit: int) -> bytes:
    """What zlib gives, up to the first fault in it. Raises `StreamTooLarge`."""
    machine = zlib.decompressobj()
    try:
        whole = machine.decompress(data, limit)
        if machine.unconsumed_tail:
            raise StreamTooLarge
        return whole
    except zlib.error:
        machine, parts = zlib.decompressobj(), []
        with contextlib.suppress(zlib.error):
            for start in range(0, len(data), 256):
                parts.append(machine.decompress(data[start : start + 256]))
        return b"".join(parts)


def _unrolled(data: bytes, limit: int) -> bytes:
    """What runs of bytes stand for (ISO 32000-1, 7.4.5). Raises `StreamTooLarge`."""
    parts: list[bytes] = []
    at = size = 0
    while at < len(data) and data[at] != 128:
        many = data[at]
        part = data[at + 1 : at + many + 2] if many < 128 else data[at + 1 : at + 2] * (257 - many)
        parts.append(part)
        size += len(part)
        at += many + 2 if many < 128 else 2
        if size > limit:
            raise StreamTooLarge
    return b"".join(parts)


def _check_lzw(data: bytes, limit: int) -> None:
    """Raises `StreamTooLarge` where it gives more than the limit."""
    size = 0
    for part in LZWDecoder(io.BytesIO(data)).run():
        size += len(part)
        if size > limit:
            raise StreamTooLarge


class Document(PDFDocument):
    """A document whose streams are bounded, and which does not keep what is read once (pages, pictures)."""

    limit: int

    def __init__(self, parser: PDFParser, limits: Limits) -> None:
        self.limit = limits.stream
        super().__init__(parser)

    def getobj(self, objid: int) -> object:
        found = super().getobj(objid)
        for _ in range(_HOPS):
            if not isinstance(found, PDFObjRef):
                break
            found = super().getobj(found.objid)
        else:
            return None  # objects that are one another
        if type(found) is PDFStream:
            found.__class__ = _Stream  # whoever decodes it, decodes it within the limit
            found.limit = self.limit  # type: ignore[attr-defined]
        if isinstance(found, _Stream) and found.get("Type") is not _OBJECTS:
            self._cached_objs.pop(objid, None)
        return found


#: A page before it is looked into: its object's number (0 where it has none), and its entries with those it inherits.
Leaf = tuple[int, dict[str, Any]]


def leaves(document: Document, most: int) -> list[Leaf]:
    """The pages in their order, at most one more than `most`. Where the tree has none, all page objects there are."""
    found = list(itertools.islice(_below(document), most + 1))
    return found or list(itertools.islice(_strays(document), most + 1))


def _below(document: Document) -> Iterator[Leaf]:
    """Down the page tree, without recursion (a broken one is deep, or a circle)."""
    seen: set[int] = set()
    waiting: list[tuple[object, dict[str, Any]]] = [(document.catalog.get("Pages"), {})]
    while waiting:
        reference, inherited = waiting.pop()
        number = reference.objid if isinstance(reference, PDFObjRef) else 0
        if number in seen:
            continue
        if number:
            seen.add(number)
        node = loaded(reference)
        if not isinstance(node, dict):
            continue
        passed = {key: node[key] for key in PDFPage.INHERITABLE_ATTRS if key in node}
        passed = {**inherited, **passed}
        kids = loaded(node.get("Kids"))
        if isinstance(kids, list) and node.get("Type") is not _PAGE:
            waiting += [(kid, passed) for kid in reversed(kids)]
        elif node.get("Type") is not _PAGES:
            yield number, {**inherited, **node}


def _strays(document: Document) -> Iterator[Leaf]:
    """Page objects of a file whose tree is lost."""
    for table in document.xrefs:
        for number in table.get_objids():
            with contextlib.suppress(Exception):
                node = document.getobj(number)
                if isinstance(node, dict) and node.get("Type") is _PAGE:
                    yield number, {**_inherited(node), **node}


def _inherited(node: dict[str, Any]) -> dict[str, Any]:
    """What a page has from the nodes above it, as far up as they lead."""
    passed: dict[str, Any] = {}
    for _ in range(_HOPS):
        above = loaded(node.get("Parent"))
        if not isinstance(above, dict):
            break
        node = above
        passed = {**{key: node[key] for key in PDFPage.INHERITABLE_ATTRS if key in node}, **passed}
    return passed


def promised(document: Document) -> bool:
    """Whether the file says that it has pages, or lost the very place where it would say so."""
    tree = loaded(document.catalog.get("Pages"))
    return not isinstance(tree, dict) or bool(loaded(tree.get("Count")))


def labels(document: Document, many: int) -> list[str | None]:
    """The page labels of the file, None where there are none, or from where on they cannot be read."""
    found: list[str | None] = []
    with contextlib.suppress(Exception):
        found.extend(itertools.islice(document.get_page_labels(), many))
    return found + [None] * (many - len(found))


def shown(page: PDFPage) -> tuple[Matrix, float, float]:
    """The matrix from user space to the page as it is shown (y downwards, turned by /Rotate), its width and height."""
    left, bottom, right, top = page.cropbox
    wide, high = abs(right - left), abs(top - bottom)
    if page.rotate == 90:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left), high, wide
    if page.rotate == 180:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom), wide, high
    if page.rotate == 270:
        return (0.0, -1.0, -1.0, 0.0, top, right), high, wide
    return (1.0, 0.0, 0.0, -1.0, -left, top), wide, high


def loaded(reference: object) -> object:
    """What a reference stands for; None where it cannot be had: one object less must not cost the rest."""
    try:
        return resolve1(reference)
    except MemoryError:
        raise
    except Exception:
        return None
