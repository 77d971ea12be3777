"""PDF files by pdfminer.six: its documents, pages, fonts and character maps, with our own reading of the text operators.

Called by `child` only, inside a process with limits. pdfminer.six's errors leave as they are; `child` ends them.
"""

import contextlib
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from pdfminer import settings
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_FLATE_DECODE,
    PDFObjRef,
    PDFStream,
    dict_value,
    list_value,
    num_value,
    resolve1,
)
from pdfminer.psparser import LIT, PSLiteral

from ingest.extract import Limits, Outline, PageText
from ingest.extract.content import Matrix, Overflow, Reading
from ingest.extract.fonts import Glyphs, glyphs, spec_of
from ingest.extract.lines import lines

READER = "pdfminer"
settings.STRICT = False
_OBJECTS = LIT("ObjStm")
_FORM, _IMAGE = LIT("Form"), LIT("Image")
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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
            else:
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


class Document(PDFDocument):
    """A document whose streams are bounded, and which does not keep what is read once (pages, pictures)."""

    limit: int

    def __init__(self, parser: PDFParser, limits: Limits) -> None:
        self.limit = limits.stream
        super().__init__(parser)

    def getobj(self, objid: int) -> object:
        found = super().getobj(objid)
        if type(found) is PDFStream:
            found.__class__ = _Stream  # whoever decodes it, decodes it within the limit
            found.limit = self.limit  # type: ignore[attr-defined]
        if isinstance(found, _Stream) and found.get("Type") is not _OBJECTS:
            self._cached_objs.pop(objid, None)
        return found


class _Form:
    def __init__(self, stream: PDFStream, resources: "_Resources") -> None:
        self.data = stream.get_data()
        self.matrix = _matrix(stream.get("Matrix"))
        self.resources = resources


class _Resources:
    """The names of one resource dictionary; a form without one of its own reads its page's."""

    def __init__(self, found: object, book: "_Book") -> None:
        self._found = dict_value(found)
        self._book = book
        self._fonts: dict[str, Glyphs | None] = {}

    def _entry(self, kind: str, name: str) -> object:
        return dict_value(self._found.get(kind)).get(name)

    def font(self, name: str) -> Glyphs | None:
        if name not in self._fonts:
            self._fonts[name] = self._book.font(self._entry("Font", name))
        return self._fonts[name]

    def form(self, name: str) -> _Form | None:
        stream = resolve1(self._entry("XObject", name))
        if not isinstance(stream, PDFStream) or stream.get("Subtype") is not _FORM:
            return None
        own = stream.get("Resources")
        return _Form(stream, self if own is None else _Resources(own, self._book))

    def is_picture(self, name: str) -> bool:
        stream = resolve1(self._entry("XObject", name))
        return isinstance(stream, PDFStream) and stream.get("Subtype") is _IMAGE

    def actual_text(self, name: str) -> bytes | None:
        found = resolve1(dict_value(self._entry("Properties", name)).get("ActualText"))
        return found if isinstance(found, bytes) else None


class _Book:
    """A document and the fonts read from it so far."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document, self.limits = document, limits
        self._fonts: dict[int, Glyphs | None] = {}
        self._makers = PDFResourceManager(caching=False)

    def font(self, reference: object) -> Glyphs | None:
        number = reference.objid if isinstance(reference, PDFObjRef) else None
        if number is not None and number in self._fonts:
            return self._fonts[number]
        made = None
        with contextlib.suppress(StreamTooLarge):
            spec = spec_of(reference)
            made = glyphs(spec, self._makers, self.limits.cmap) if spec else None
        if number is not None:
            self._fonts[number] = made
        return made


def read(path: Path, limits: Limits) -> Iterator[Outline | PageText]:
    """First the outline, then every page. A page that fails raises out of `read_page`, which `child` catches."""
    raise NotImplementedError


def _matrix(found: object) -> Matrix:
    numbers = [float(num_value(number)) for number in list_value(found)]
    if len(numbers) != 6:
        return _IDENTITY
    a, b, c, d, e, f = numbers
    return (a, b, c, d, e, f)


def _shown(page: PDFPage) -> tuple[Matrix, float, float]:
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


def read_page(book: _Book, page: PDFPage, number: int) -> PageText:
    matrix, wide, high = _shown(page)
    limits = book.limits
    reading = Reading(matrix, wide * high, limits)
    flags = set()
    try:
        data = b"\n".join(
            stream.get_data() for stream in map(resolve1, page.contents) if isinstance(stream, PDFStream)
        )
        if len(data) > limits.stream:
            raise StreamTooLarge
        reading.run(data, _Resources(page.resources, book))
    except (Overflow, StreamTooLarge):
        flags.add("cut")
    words = reading.finish()
    return PageText(
        number=number,
        label=page.label,
        lines=lines(words),
        reader=READER,
        width=round(wide, 1),
        height=round(high, 1),
        picture=round(reading.picture, 3),
        hidden=round(reading.hidden, 3),
        flags=frozenset(flags),
    )
