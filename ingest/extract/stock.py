"""A page by pdfminer.six's own interpreter and layout analysis: slower and in a worse order, but it reads some pages
that our own reading stumbles over. `pdfminer` calls it then, and only then.
"""

from collections.abc import Iterator
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLine
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from ingest.extract import Line, PageText, Word
from ingest.extract.document import shown
from ingest.extract.fonts import UNKNOWN
from ingest.extract.lines import Matrix

READER = "pdfminer-stock"


def read_page(page: PDFPage, number: int) -> PageText:
    """The page with the flag "fallback". Raises whatever pdfminer.six raises."""
    matrix, wide, high = shown(page)
    page.rotate = 0  # its layout analysis knows upright text only
    makers = PDFResourceManager(caching=False)
    device = PDFPageAggregator(makers, laparams=LAParams(all_texts=True))
    PDFPageInterpreter(makers, device).process_page(page)
    left, bottom = page.mediabox[:2]
    lines = [_line(line, matrix, left, bottom) for line in _text_lines(device.get_result())]
    return PageText(
        number=number,
        label=page.label,
        lines=tuple(line for line in lines if line.words),
        reader=READER,
        width=round(wide, 1),
        height=round(high, 1),
        flags=frozenset({"fallback"}),
    )


def _text_lines(container: LTContainer[Any]) -> Iterator[LTTextLine]:
    for below in container:
        if isinstance(below, LTTextLine):
            yield below
        elif isinstance(below, LTContainer):
            yield from _text_lines(below)


def _line(line: LTTextLine, matrix: Matrix, left: float, bottom: float) -> Line:
    words: list[list[LTChar]] = [[]]
    for letter in line:
        if isinstance(letter, LTChar) and not letter.get_text().isspace():
            words[-1].append(letter)
        elif words[-1]:
            words.append([])
    placed = tuple(_word(letters, matrix, left, bottom) for letters in words if letters)
    size = max((letter.size for letters in words for letter in letters), default=0.0)
    return Line(text=" ".join(word.text for word in placed), size=round(size, 1), words=placed)


def _word(letters: list[LTChar], matrix: Matrix, left: float, bottom: float) -> Word:
    text = "".join(_text(letter) for letter in letters)
    a, b, c, d, e, f = matrix
    corners = [
        (x + left, y + bottom)
        for letter in letters
        for x, y in ((letter.x0, letter.y0), (letter.x1, letter.y1))
    ]
    xs = [x * a + y * c + e for x, y in corners]
    ys = [x * b + y * d + f for x, y in corners]
    return Word(text, min(xs), min(ys), max(xs), max(ys))


def _text(letter: LTChar) -> str:
    text = letter.get_text()
    return UNKNOWN if text.startswith("(cid:") else text.replace("\u00ad", "-")
