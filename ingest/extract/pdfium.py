"""PDF files by pdfium: the second reader. A small program that `second` starts and asks for single pages.

It takes over what pdfminer.six cannot open and pages that come out badly. Its letters are wrong without saying so where
a font has no names for them, and it ends the whole process on some hostile files; so it is asked second, in a process
of its own. `python -m ingest.extract.pdfium PATH LIMITS` answers each line of its input (a page's number) with one of
`messages`, and begins with the outline.
"""

import ctypes
import json
import logging
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from math import cos, hypot, sin
from pathlib import Path
from typing import Any, BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2.version import PYPDFIUM_INFO

from ingest.extract import Heading, Limits, Outline, PageText
from ingest.extract.lines import LINE, Matrix, Placed, page_lines
from ingest.extract.messages import Failure, send
from ingest.extract.operators import times
from ingest.extract.own_limits import allow, bound
from ingest.extract.pictures import Pictures
from ingest.extract.plain import MOST_HEADINGS, iso_date, one_line, printable

READER = "pdfium"
_UNKNOWN = "\ufffd"
#: Control characters that programs leave in their strings; pdfium says of them that the font has no name for them.
_BREAKS = frozenset((0x09, 0x0A, 0x0B, 0x0C, 0x0D))
#: Some scanners make a picture of every row; nobody makes more of a page.
_MOST_PICTURES = 10_000
#: How pdfium writes a line's last hyphen.
_HYPHENS = (0x02, 0xAD, 0xFFFE)
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def answer(path: Path, limits: Limits, asked: Iterable[str], out: BinaryIO) -> None:
    """The outline, then the pages that are asked for (numbers from 1), as they are asked for."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) == pdfium.FPDF_ERR_PASSWORD
        send(out, Failure("encrypted" if locked else "damaged", f"pdfium: {error}"))
        return
    many = len(document)
    if not 0 < many <= limits.pages:
        send(out, Failure("too-many-pages" if many else "no-pages", "pdfium"))
        return
    encrypted = pdfium.FPDF_GetSecurityHandlerRevision(document) != -1
    tools = {"pypdfium2": PYPDFIUM_INFO.version}
    send(out, Outline(many, encrypted, tools, _contents(document), _told(document)))
    for answered, line in enumerate(asked, 1):
        send(out, read_page(document, int(line), limits))
        allow(limits, answered)


def _contents(document: pypdfium2.PdfDocument) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for mark in islice(document.get_toc(), MOST_HEADINGS):
        title, place = one_line(mark.get_title()), mark.get_dest()
        page = place.get_index() if place else None
        if title and page is not None and 0 <= page < len(document):
            found.append(Heading(mark.level, title, page + 1))
    return tuple(found)


def _told(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """What its information dictionary says, as in `told`; no XMP."""
    said = document.get_metadata_dict(skip_empty=True)
    found = {
        "title": one_line(said.get("Title", "")),
        "created": iso_date(said.get("CreationDate", "")),
        "producer": one_line(said.get("Producer", "")),
    }
    return {name: value for name, value in found.items() if value}


def read_page(document: pypdfium2.PdfDocument, number: int, limits: Limits) -> PageText:
    """One page; with the flag "unread" where pdfium cannot open it."""
    try:
        page = document[number - 1]
        matrix, wide, high = _shown(page)
        if page.get_rotation():
            page.set_rotation(0)  # it would put the lines of a turned page in their order from bottom to top
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return PageText(number, None, (), READER, flags=frozenset({"unread"}))
    many = text.count_chars()
    words, invisible = _words(text, matrix, min(many, limits.characters))
    letters = sum(len(word.text) for word in words)
    found, order = page_lines(words)
    return PageText(
        number=number,
        label=_label(document, number),
        lines=found,
        reader=READER,
        width=round(wide, 1),
        height=round(high, 1),
        picture=round(picture_share(page), 3),
        hidden=round(invisible / letters, 3) if letters else 0.0,
        flags=order | {"cut"} if many > limits.characters else order,
    )


def _label(document: pypdfium2.PdfDocument, number: int) -> str | None:
    return document.get_page_label(number - 1) or None


def _shown(page: pypdfium2.PdfPage) -> tuple[Matrix, float, float]:
    """As `document.shown`: from user space to the page as it is shown, its width and height."""
    left, bottom, right, top = page.get_cropbox()
    wide, high = abs(right - left), abs(top - bottom)
    turned = page.get_rotation() % 360
    if turned == 90:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left), high, wide
    if turned == 180:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom), wide, high
    if turned == 270:
        return (0.0, -1.0, -1.0, 0.0, top, right), high, wide
    return (1.0, 0.0, 0.0, -1.0, -left, top), wide, high


def picture_share(page: pypdfium2.PdfPage) -> float:
    """The share (0–1) of a page that its pictures cover."""
    pictures = Pictures(*page.get_cropbox())
    for found in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3), _MOST_PICTURES):
        place = found.get_matrix().get()
        while (found := found.container) is not None:
            place = times(place, found.get_matrix().get())
        pictures.add_unit(place)
    return pictures.share


def _words(text: pypdfium2.PdfTextPage, matrix: Matrix, many: int) -> tuple[list[Placed], int]:
    """The words in the order of the content, and how many of their letters are invisible."""
    words: list[Placed] = []
    invisible = 0
    letters: list[tuple[int, str]] = []
    for index in range(many + 1):
        code = pdfium.FPDFText_GetUnicode(text, index) if index < many else 0x20
        letter = _letter(text, index, code) if index < many else " "
        if not letter:
            continue
        if not letter.isspace():
            letters.append((index, letter))
            continue
        if letters:
            before = words[-1] if words else None
            words.append(_placed(text, letters, matrix, before))
            if _is_hidden(text, letters[0][0]):
                invisible += len(letters)
            letters = []
    return words, invisible


def _letter(text: pypdfium2.PdfTextPage, index: int, code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if code in _BREAKS:
        return " "
    if pdfium.FPDFText_HasUnicodeMapError(text, index) == 1 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return _UNKNOWN
    return printable(chr(code))


def _placed(
    text: pypdfium2.PdfTextPage, letters: list[tuple[int, str]], matrix: Matrix, before: Placed | None
) -> Placed:
    first = letters[0][0]
    way = _way(pdfium.FPDFText_GetCharAngle(text, first), matrix)
    ux, uy = way
    base = _across(_origin(text, first, matrix), way)
    size = _size(text, first)
    along: list[float] = []
    across: list[float] = []
    for index, _ in letters:
        for x, y in _corners(text, index, matrix):
            along.append(x * ux + y * uy)
            across.append(y * ux - x * uy)
    left, right = (min(along), max(along)) if along else (0.0, 0.0)
    ascent, descent = (base - min(across), max(across) - base) if across else (0.75 * size, 0.25 * size)
    begins = before is None or (
        way != before.way
        or abs(base - before.base) > LINE * max(size, before.size)
        or left < before.right - 0.5 * size
    )
    return Placed(
        "".join(letter for _, letter in letters), left, right, base, size, ascent, descent, way, begins
    )


def _way(angle: float, matrix: Matrix) -> tuple[float, float]:
    """The direction of text at that angle (radians, in user space), on the page as shown; slants are level."""
    a, b, c, d, _, _ = matrix
    x, y = cos(angle), sin(angle)
    ux, uy = x * a + y * c, x * b + y * d
    if abs(uy) < 0.08:
        return (1.0 if ux > 0 else -1.0, 0.0)
    if abs(ux) < 0.08:
        return (0.0, 1.0 if uy > 0 else -1.0)
    return (round(ux, 2), round(uy, 2))


def _across(point: tuple[float, float], way: tuple[float, float]) -> float:
    return point[1] * way[0] - point[0] * way[1]


def _origin(text: pypdfium2.PdfTextPage, index: int, matrix: Matrix) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return _moved(x.value, y.value, matrix)


def _corners(text: pypdfium2.PdfTextPage, index: int, matrix: Matrix) -> list[tuple[float, float]]:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, index, box):
        return []
    return [_moved(x, y, matrix) for x, y in ((box.left, box.bottom), (box.right, box.top))]


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f


def _size(text: pypdfium2.PdfTextPage, index: int) -> float:
    """The size of the type as it is shown: the font's, times what the text's matrix makes of it."""
    matrix = pdfium.FS_MATRIX()
    scale = hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(text, index, matrix) else 1.0
    size = float(pdfium.FPDFText_GetFontSize(text, index)) * (scale or 1.0)
    return abs(size) or 1.0


def _is_hidden(text: pypdfium2.PdfTextPage, index: int) -> bool:
    found: Any = pdfium.FPDFText_GetTextObject(text, index)
    return bool(found) and pdfium.FPDFTextObj_GetTextRenderMode(found) in _INVISIBLE


def main(path: Path, limits: Limits) -> None:
    """Answer on standard output what is asked on standard input, within limits."""
    bound(limits)
    logging.disable()
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with os.fdopen(0, closefd=False) as asked:
        answer(path, limits, asked, pipe)


if __name__ == "__main__":
    main(Path(sys.argv[1]), replace(Limits(), **json.loads(sys.argv[2])))
