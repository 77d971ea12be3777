"""What a cover costs, beside pdfium alone drawing the same page as large: CPU time, one process, one after the other."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pypdfium2

from benchmarks.reading.measure import Measured, at_most
from library import drawing
from library.pictures import COVER_WIDTH

ROUNDS = 3


def covers(files: list[Path], folder: Path) -> list[Measured]:
    target = folder / "sampul.webp"
    drawn, bare = [], []
    for path in files:
        drawn.append(_least(lambda path=path: drawing.draw(path, 1, COVER_WIDTH, target)))
        bare.append(_least(lambda path=path: _render(path)))
    note = f"median of {len(files)}; at most {max(drawn):.0f}"
    return [
        at_most("a cover, milliseconds", median(drawn), 30, note),
        Measured("  pdfium alone draws it in", f"{median(bare):.1f}"),
    ]


def _render(path: Path) -> None:
    page = pypdfium2.PdfDocument(path)[0]
    page.render(scale=COVER_WIDTH / page.get_width())


def _least(act: Callable[[], object]) -> float:
    """Milliseconds of CPU that it takes at least."""
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        spent.append(time.process_time() - began)
    return 1000 * min(spent)
