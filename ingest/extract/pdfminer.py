"""PDF files by pdfminer.six: its documents, pages, fonts and character maps, with our own reading of the text operators.

Called by `child` only, inside a process with limits. pdfminer.six's errors leave as they are; `child` ends them.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pdfminer import __version__, settings
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, num_value, resolve1
from pdfminer.psparser import LIT

from ingest.extract import VERSION, Limits, Outline, PageText, stock
from ingest.extract.content import Reading, Resources
from ingest.extract.document import Document, StreamTooLarge, labels, leaves, promised, shown
from ingest.extract.fonts import Glyphs, glyphs, spec_of
from ingest.extract.lines import Matrix, page_lines
from ingest.extract.mended import Mended
from ingest.extract.messages import Failure
from ingest.extract.showing import Overflow
from ingest.extract.told import contents, told

READER = "pdfminer"
settings.STRICT = False
_FORM, _IMAGE = LIT("Form"), LIT("Image")
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Form:
    def __init__(self, stream: PDFStream, resources: "_Resources") -> None:
        self.data = stream.get_data()
        self.matrix = _matrix(stream.get("Matrix"))
        self.resources: Resources = resources


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


def read(path: Path, limits: Limits, *, mend: bool = False) -> Iterator[Outline | PageText]:
    """First the outline, then every page, whatever happens to one of them. `mend` opens it by its objects alone, and
    ends with a `Failure` where the file breaks off.

    Raises pdfminer.six's errors for a file that cannot be opened, `Failure` for one that has no pages or too many,
    and MemoryError: the limits of a stream and of a page keep a single page from needing that much, so it is the file.
    """
    with path.open("rb") as opened:
        document = Mended(path, limits) if mend else Document(PDFParser(opened), limits)
        pages = leaves(document, limits.pages)
        if not pages:
            raise (
                Failure("damaged", "none of its pages is there")
                if promised(document)
                else Failure("no-pages")
            )
        if len(pages) > limits.pages:
            raise Failure("too-many-pages")
        yield Outline(
            pages=len(pages),
            encrypted=document.encryption is not None,
            tools={"pdfminer.six": __version__, "reading": str(VERSION)},
            contents=contents(document, pages),
            told=told(document),
        )
        book = _Book(document, limits)
        for number, ((identity, entries), label) in enumerate(
            zip(pages, labels(document, len(pages)), strict=True), 1
        ):
            yield _page(book, identity, entries, number, label)
        if isinstance(document, Mended) and document.breaks_off:
            raise Failure("damaged", "it breaks off")


def _page(book: _Book, identity: int, entries: dict[str, Any], number: int, label: str | None) -> PageText:
    """One page by our own reading, else by the stock interpreter, else empty with the flag "unread"."""
    try:
        page = PDFPage(book.document, identity, entries, label)
        try:
            return read_page(book, page, number)
        except MemoryError:
            raise
        except Exception:
            return stock.read_page(page, number)
    except MemoryError:
        raise
    except Exception:
        return PageText(number, label, (), READER, flags=frozenset({"unread"}))


def _matrix(found: object) -> Matrix:
    numbers = [float(num_value(number)) for number in list_value(found)]
    if len(numbers) != 6:
        return _IDENTITY
    a, b, c, d, e, f = numbers
    return (a, b, c, d, e, f)


def read_page(book: _Book, page: PDFPage, number: int) -> PageText:
    matrix, wide, high = shown(page)
    limits = book.limits
    reading = Reading(matrix, wide, high, limits)
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
    if reading.lost:
        flags.add("lost-font")
    found, order = page_lines(reading.finish())
    return PageText(
        number=number,
        label=page.label,
        lines=found,
        reader=READER,
        width=round(wide, 1),
        height=round(high, 1),
        picture=round(reading.picture, 3),
        hidden=round(reading.hidden, 3),
        flags=order.union(flags),
    )
