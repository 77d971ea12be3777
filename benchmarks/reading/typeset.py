"""PDFs whose text is known, because we set it: with Typst, then rewritten as other programs write their pages.

The same sentences (fixed seed) each time. Typst is a wheel (`pip install typst`); its own faces are used, so that the same
file comes out on every machine.
"""

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import typst

from benchmarks.corpus import Sentences, works
from benchmarks.reading.sameness import words

SEED = 7
PASSAGES = 12
ONE, TWO = "1 column", "2 columns"
_Operation = tuple[list[Any], pikepdf.Operator]


@dataclass(frozen=True)
class Typeset:
    """A file and its words in the order of reading."""

    name: str
    data: bytes
    words: list[str]


def files(source: Sentences) -> Iterator[Typeset]:
    """One and two columns, in the order of reading and as other streams write them; and a table, which is not to be read
    by columns."""
    texts = _texts(source)
    known = words("\n".join(texts))
    one, two = _set(_prose(texts, 1)), _set(_prose(texts, 2))
    yield Typeset(ONE, one, known)
    yield Typeset(TWO, two, known)
    yield Typeset("shuffled stream", _rewritten(one, _shuffled), known)
    yield Typeset("shuffled stream, 2 columns", _rewritten(two, _shuffled), known)
    yield Typeset("row-by-row stream, 2 columns", _rewritten(two, _by_rows), known)
    yield Typeset("rotated", _turned(one), known)
    yield Typeset("rotated, 2 columns", _turned(two), known)
    cells = _cells(source)
    yield Typeset("tables", _set(_table(cells)), words("\n".join(cell for row in cells for cell in row)))


def _texts(source: Sentences) -> list[str]:
    """Title, then heading and paragraph in turn."""
    found: list[str] = []
    for number, passage in enumerate(next(works(source)).passages[:PASSAGES], 1):
        sentences = passage.split("\n") if "\n" in passage else [passage]
        found += [f"Bagian {number}", " ".join(sentences)]
    return ["Judul yang melintasi semua kolom halaman pertama", *found]


def _cells(source: Sentences) -> list[list[str]]:
    """Rows of three cells: a name, some words that wrap, a number."""
    chance = random.Random(SEED)
    sentences = [sentence for file in source.files[:40] for sentence in file]
    return [
        [f"Baris {row}", " ".join(chance.choice(sentences).split()[:18]), str(chance.randint(100, 9999))]
        for row in range(60)
    ]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _head(columns: int) -> str:
    return (
        f'#set page("a4", margin: 2.2cm, columns: {columns})\n'
        '#set text(lang: "id", size: 10.5pt, hyphenate: false)\n#set par(justify: true)\n'
    )


def _prose(texts: list[str], columns: int) -> str:
    title, *rest = texts
    parts = [
        f'#place(top + center, scope: "parent", float: true, text(18pt, {_quoted(title)}))'
        if columns > 1
        else f"#align(center, text(18pt, {_quoted(title)}))"
    ]
    for heading, paragraph in zip(rest[::2], rest[1::2], strict=True):
        parts += [f"#heading({_quoted(heading)})", f"#par({_quoted(paragraph)})"]
    return _head(columns) + "\n\n".join(parts)


def _table(rows: list[list[str]]) -> str:
    cells = ", ".join(_quoted(cell) for row in rows for cell in row)
    return _head(1) + f"#set par(justify: false)\n#table(columns: (2.5cm, 1fr, 2cm), {cells})"


def _set(script: str) -> bytes:
    made = typst.compile(script.encode(), format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def _rewritten(data: bytes, order: Callable[[list[tuple[float, float, list[_Operation]]]], None]) -> bytes:
    """The same pages, with their pieces of text (x, y, operations) in another order in the stream."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            pieces = list(_pieces(page))
            order(pieces)
            operations = [operation for _, _, piece in pieces for operation in piece]
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operations))
        return _saved(pdf)


def _pieces(page: pikepdf.Page) -> Iterator[tuple[float, float, list[_Operation]]]:
    """What stands between `q` and `Q` at the top: Typst sets each line so, with its place in the first `cm`."""
    depth, piece = 0, []
    x = y = 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        depth += (name == "q") - (name == "Q")
        if name == "cm" and depth == 1 and len(piece) == 1:
            x, y = float(operands[4]), float(operands[5])
        if depth or name == "Q":
            piece.append((list(operands), operator))
        if name == "Q" and not depth:
            yield x, y, piece
            piece = []


def _shuffled(pieces: list[tuple[float, float, list[_Operation]]]) -> None:
    random.Random(SEED).shuffle(pieces)


def _by_rows(pieces: list[tuple[float, float, list[_Operation]]]) -> None:
    pieces.sort(key=lambda piece: (-round(piece[1] / 3), piece[0]))


def _turned(data: bytes) -> bytes:
    """Pages whose content is set on its side or upside down, and which say that they are to be shown turned."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            _, _, wide, high = (float(side) for side in page.MediaBox)
            degrees = (90, 180, 270)[number % 3]
            matrix = {
                90: (0, 1, -1, 0, high, 0),
                180: (-1, 0, 0, -1, wide, high),
                270: (0, -1, 1, 0, 0, wide),
            }
            before = "q {} {} {} {} {} {} cm\n".format(*matrix[degrees])
            page.contents_add(before.encode(), prepend=True)
            page.contents_add(b"\nQ")
            if degrees != 180:
                page.MediaBox = pikepdf.Array([0, 0, high, wide])
            page.Rotate = degrees
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    file = io.BytesIO()
    pdf.save(file, static_id=True)
    return file.getvalue()
