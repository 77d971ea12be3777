"""Lines from words: words in content order are gathered into lines, and the distances between lines are judged.

Pure; `content` gives the words. Units are points; `base` grows down the page in the text's own direction.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.extract import Line, Word

#: A distance between two baselines is a paragraph's when it is this many times the usual one of the page.
PARAGRAPH = 1.4


@dataclass(slots=True)
class Placed:
    """A word where it was set: `left` and `right` along its direction, `base` across it, `ascent` and `descent`
    (both positive) from the baseline, `way` the unit vector it runs along, `first` of its line."""

    text: str
    left: float
    right: float
    base: float
    size: float
    ascent: float
    descent: float
    way: tuple[float, float]
    first: bool


def lines(words: list[Placed]) -> tuple[Line, ...]:
    """The lines of a page, in the order of its content."""
    rows: list[list[Placed]] = []
    for word in words:
        if word.first or not rows:
            rows.append([])
        rows[-1].append(word)
    if not rows:
        return ()
    main = _main_way(rows)
    steps = [_step(above, below) for above, below in pairwise(rows)]
    usual = median([step for step in steps if step > 0] or [0.0])
    gaps = [False] + [step > PARAGRAPH * usual or step < 0 for step in steps]
    return tuple(
        Line(
            text=" ".join(word.text for word in row),
            size=round(max(word.size for word in row), 1),
            gap=gap,
            turned=row[0].way != main,
            words=tuple(_word(word) for word in row),
        )
        for row, gap in zip(rows, gaps, strict=True)
    )


def _main_way(rows: list[list[Placed]]) -> tuple[float, float]:
    """The direction in which most letters of the page run; a slanting one only where there is no other."""
    letters: dict[tuple[float, float], int] = {}
    for row in rows:
        way = row[0].way
        letters[way] = letters.get(way, 0) + sum(len(word.text) for word in row)
    return max(letters, key=lambda way: (0.0 in way, letters[way]))


def _step(above: list[Placed], below: list[Placed]) -> float:
    """How far the baseline goes down from one line to the next; below 0 where it goes up or the text turns."""
    if above[0].way != below[0].way:
        return -1.0
    return below[0].base - above[-1].base


def _word(word: Placed) -> Word:
    top, bottom = word.base - word.ascent, word.base + word.descent
    ux, uy = word.way
    if (ux, uy) == (1.0, 0.0):
        return Word(word.text, word.left, top, word.right, bottom)
    corners = [(a * ux - b * uy, a * uy + b * ux) for a in (word.left, word.right) for b in (top, bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Word(word.text, min(xs), min(ys), max(xs), max(ys))
