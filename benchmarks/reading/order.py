"""How far words are read in their order, on files whose text is known because we set it."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from benchmarks.corpus import sentences
from benchmarks.reading.measure import Measured, at_least
from benchmarks.reading.sameness import in_order, words
from benchmarks.reading.speed import read_ours
from benchmarks.reading.typeset import files
from ingest.clean import clean

TARGETS = {
    "1 column": 0.999,
    "2 columns": 0.995,
    "shuffled stream": 0.99,
    "shuffled stream, 2 columns": 0.99,
    "row-by-row stream, 2 columns": 0.95,
    "rotated": 0.995,
    "rotated, 2 columns": 0.995,
    "tables": 0.995,
}


def order(folder: Path) -> Iterator[Measured]:
    """The share of words that come in their order; beside it what pdfium makes of the same file."""
    path = folder / "tersusun.pdf"
    for known in files(sentences()):
        path.write_bytes(known.data)
        ours = words("\n".join(page.text for page in clean(read_ours(path))))
        pdf = pypdfium2.PdfDocument(path)
        theirs = words("\n".join(page.get_textpage().get_text_bounded() for page in pdf))
        note = f"pdfium {in_order(known.words, theirs):.4f}"
        yield at_least(f"order, {known.name}", in_order(known.words, ours), TARGETS[known.name], note, ".4f")
