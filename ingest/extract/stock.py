"""A page by pdfminer.six's own interpreter and layout analysis: slower and in a worse order, but it reads some pages
that our own reading stumbles over. `pdfminer` calls it then, and only then.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTComponent, LTContainer, LTImage, LTTextLine
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from ingest.extract import Line, PageText, Word
from ingest.extract.document import shown
from ingest.extract.fonts import UNKNOWN
from ingest.extract.lines import Matrix
from ingest.extract.pictures import Pictures
from ingest.extract.plain import printable

READER = "pdfminer-stock"
Found = TypeVar("Found", bound=LTComponent)


def read_page(page: PDFPage, number: int) -> PageText:
    """The page with the flag "fallback". Raises whatever pdfminer.six raises."""
    matrix, wide, high = shown(page)
    page.rotate = 0  # its layout analysis knows upright text only
    makers = PDFResourceManager(caching=False)
    device = PDFPageAggregator(makers, laparams=LAParams(all_texts=True))
    PDFPageInterpreter(makers, device).process_page(page)
    left, bottom = page.mediabox[:2]
    layout = device.get_result()
    lines = [_line(line, matrix, left, bottom) for line in _below(layout, LTTextLine)]
    pictures = Pictures(0.0, 0.0, wide, high)
    for picture in _below(layout, LTImage):
        pictures.add(*_box([picture], matrix, left, bottom))
    return PageText(
        number=number,
        label=page.label,
        lines=tuple(line for line in lines if line.words),
        reader=READER,
        width=round(wide, 1),
        height=round(high, 1),
        picture=round(pictures.share, 3),
        flags=frozenset({"fallback"}),
    )


def _below(container: LTContainer[Any], kind: type[Found]) -> Iterator[Found]:
    for below in container:
        if isinstance(below, kind):
            yield below
        elif isinstance(below, LTContainer):
            yield from _below(below, kind)


def _line(line: LTTextLine, matrix: Matrix, left: float, bottom: float) -> Line:
    words: list[list[LTChar]] = [[]]
    for letter in line:
        if isinstance(letter, LTChar) and not letter.get_text().isspace():
            words[-1].append(letter)
        elif words[-1]:
            words.append([])
    placed = tuple(
        word for letters in words if letters and (word := _word(letters, matrix, left, bottom)).text
    )
    size = max((letter.size for letters in words for letter in letters), default=0.0)
    return Line(text=" ".join(word.text for word in placed), size=round(size, 1), words=placed)


def _word(letters: list[LTChar], matrix: Matrix, left: float, bottom: float) -> Word:
    return Word("".join(map(_text, letters)), *_box(letters, matrix, left, bottom))


def _box(
    pieces: Iterable[LTComponent], matrix: Matrix, left: float, bottom: float
) -> tuple[float, float, float, float]:
    """The box around them on the page as it is shown. The layout counts from the corner of the paper."""
    a, b, c, d, e, f = matrix
    corners = [
        (x + left, y + bottom) for piece in pieces for x, y in ((piece.x0, piece.y0), (piece.x1, piece.y1))
    ]
    xs = [x * a + y * c + e for x, y in corners]
    ys = [x * b + y * d + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _text(letter: LTChar) -> str:
    text = letter.get_text()
    return UNKNOWN if text.startswith("(cid:") else printable(text).strip()
