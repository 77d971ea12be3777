"""Lines from words: words in content order are gathered into lines, the lines put in order where they are not
(`order`), and the distances between them judged.

Pure; `content` gives the words. Units are points; `base` grows down the page in the text's own direction.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.extract import Line, Word
from ingest.extract.order import reading_order
from ingest.extract.tables import WIDE, continued

Matrix = tuple[float, float, float, float, float, float]

_LEVEL = (1.0, 0.0)
#: In ems: a word whose baseline is further away is on another line.
LINE = 0.45
#: A distance between two baselines is a paragraph's when it is this many times the usual one of lines of that size.
PARAGRAPH = 1.4
#: In ems: two lines of one heading stand closer than this, and what is set wider than SPREAD has no usual distance.
HEADING, SPREAD = 1.45, 2.0
#: So many distances between lines of one size make a usual one.
_ENOUGH = 3
#: Sizes that differ by less are one.
_ALIKE = 0.06
#: In points. Broken files set words further away than this, at infinity, or nowhere at all.
_FAR = 1e9


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


@dataclass(slots=True)
class _Run:
    """The words of one line. `size` is that of most of its letters, `base` and `end` the baselines of the first and
    last word of that size (the marks of notes stand higher); `pieces` are the wide blanks in it."""

    words: list[Placed]
    left: float = 0.0
    right: float = 0.0
    base: float = 0.0
    end: float = 0.0
    size: float = 0.0
    way: tuple[float, float] = _LEVEL
    pieces: list[tuple[float, float]] = field(default_factory=list)

    def measure(self) -> None:
        first, last = self.words[0], self.words[-1]
        self.left, self.right, self.way = first.left, max(word.right for word in self.words), first.way
        if any(word.size != first.size for word in self.words):
            letters: Counter[float] = Counter()
            for word in self.words:
                letters[word.size] += len(word.text)
            most = letters.most_common(1)[0][0]
            usual = [word for word in self.words if word.size == most]
            first, last = usual[0], usual[-1]
        self.size, self.base, self.end = first.size, first.base, last.base
        wide = WIDE * self.size
        self.pieces = [
            (before.right, after.left)
            for before, after in pairwise(self.words)
            if after.left - before.right > wide
        ]


def page_lines(words: list[Placed]) -> tuple[tuple[Line, ...], frozenset[str]]:
    """The lines of a page in the order of reading, and the flag "reordered" where its content has them in another."""
    runs = list(_runs(words))
    if not runs:
        return (), frozenset()
    main = _main_way(runs)
    parts = reading_order(runs, main)
    if parts is None:
        return _lines(runs, main), frozenset()
    return _lines([_part(runs[index], start, stop) for index, start, stop in parts], main), frozenset(
        {"reordered"}
    )


def lines(words: list[Placed]) -> tuple[Line, ...]:
    """The lines of a page, in the order of its content."""
    runs = list(_runs(words))
    return _lines(runs, _main_way(runs)) if runs else ()


def _part(run: _Run, start: int, stop: int) -> _Run:
    if stop - start == len(run.words):
        return run
    part = _Run(run.words[start:stop])
    part.measure()
    return part


def _lines(runs: list[_Run], main: tuple[float, float]) -> tuple[Line, ...]:
    gaps, rows = _judged(runs)
    return tuple(
        Line(
            text=" ".join(word.text for word in run.words),
            size=round(max(word.size for word in run.words), 1),
            gap=gap,
            turned=run.way != main,
            words=_level_words(run) if run.way == _LEVEL else tuple(map(_word, run.words)),
            row=row,
        )
        for run, gap, row in zip(runs, gaps, rows, strict=True)
    )


def _runs(words: list[Placed]) -> Iterator[_Run]:
    run: _Run | None = None
    for word in words:
        if run is None or word.first:
            if run:
                run.measure()
                yield run
            run = _Run([])
        run.words.append(word if _is_somewhere(word) else _nowhere(word))
    if run:
        run.measure()
        yield run


def _is_somewhere(word: Placed) -> bool:
    return (
        -_FAR < word.left < _FAR
        and -_FAR < word.right < _FAR
        and -_FAR < word.base < _FAR
        and -_FAR < word.size < _FAR
    )


def _nowhere(word: Placed) -> Placed:
    """The word is kept, without a place."""
    return Placed(word.text, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, _LEVEL, word.first)


def _main_way(runs: list[_Run]) -> tuple[float, float]:
    """The direction in which most letters of the page run; a slanting one only where there is no other."""
    letters: dict[tuple[float, float], int] = defaultdict(int)
    for run in runs:
        letters[run.way] += sum(len(word.text) for word in run.words)
    return max(letters, key=lambda way: (0.0 in way, letters[way]))


def _judged(runs: list[_Run]) -> tuple[list[bool], list[bool]]:
    """Of every line, whether a paragraph's distance stands above it, and whether it goes on a row of a table.

    A text that goes back up or turns begins anew, unless it is a cell; below a row whose cells wrap, the distance
    counts from the lowest of them.
    """
    steps = [_step(above, below) for above, below in pairwise(runs)]
    page = median([step for step in steps if step > 0] or [0.0])
    usual = _usual(runs, steps)
    most = [_most(above, below, usual, page) for above, below in pairwise(runs)]
    wide = [False] + [step > limit for step, limit in zip(steps, most, strict=True)]
    rows = continued(runs, page, wide)
    gaps, lowest = [False], runs[0].base
    for index, (step, limit) in enumerate(zip(steps, most, strict=True), 1):
        if rows[index]:
            gaps.append(False)
            lowest = max(lowest, runs[index].base)
            continue
        if rows[index - 1] and step >= 0:
            step = max(0.0, runs[index].base - lowest)
        gaps.append(step > limit or step < 0)
        lowest = runs[index].base
    return gaps, rows


def _usual(runs: list[_Run], steps: list[float]) -> dict[int, float]:
    """The usual distance of lines by their size (in half points), where there are enough of that size."""
    found: dict[int, list[float]] = defaultdict(list)
    for (above, below), step in zip(pairwise(runs), steps, strict=True):
        if step > 0 and _alike(above, below):
            found[round(2 * below.size)].append(step)
    usual = {size: median(some) for size, some in found.items() if len(some) >= _ENOUGH}
    return {size: step for size, step in usual.items() if step <= SPREAD * size / 2}


def _most(above: _Run, below: _Run, usual: dict[int, float], page: float) -> float:
    """How far apart two lines of one paragraph may stand."""
    if not _alike(above, below):
        return PARAGRAPH * page
    own = usual.get(round(2 * below.size))
    return PARAGRAPH * own if own else max(PARAGRAPH * page, HEADING * below.size)


def _alike(above: _Run, below: _Run) -> bool:
    return abs(above.size - below.size) <= _ALIKE * max(above.size, below.size)


def _step(above: _Run, below: _Run) -> float:
    """How far the baseline goes down from one line to the next; below 0 where it goes up or the text turns."""
    if above.way != below.way:
        return -1.0
    return below.base - above.end


def _level_words(run: _Run) -> tuple[Word, ...]:
    return tuple(
        [
            Word(word.text, word.left, word.base - word.ascent, word.right, word.base + word.descent)
            for word in run.words
        ]
    )


def _word(word: Placed) -> Word:
    top, bottom = word.base - word.ascent, word.base + word.descent
    ux, uy = word.way
    corners = [(a * ux - b * uy, a * uy + b * ux) for a in (word.left, word.right) for b in (top, bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Word(word.text, min(xs), min(ys), max(xs), max(ys))
