"""Putting the lines of a page in the order of reading, where its content has them in another. Pure; `lines` asks.

The order of the content is nearly always right, and an order found by looking is often wrong (it breaks tables). So a
page is put in order only where it shows by itself that its content is not: lines that go back up inside a column, or
lines that go to and fro between two columns of prose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Protocol

#: So many times a page may go back up inside a column: a footer written first, a head written last.
MOST_JUMPS = 1
#: From this share of its lines on that stand beside the one before, across a gutter, a page goes to and fro.
CROSSING = 0.35
#: From this share of its lines on that come to stand above what was written before, and if they are more than a few,
#: a page is astray also where no line goes back up over the one just before it.
RETURNING, _FEW = 0.1, 3
#: In points: how finely that is looked at, and how far from the page.
_STRIP, _FAR = 16.0, 20_000.0
#: A line of prose has so many words, and fills so much of its column; so many lines of a column begin in the middle of a
#: sentence, and there are at least so many.
_WORDS, _FULL, _MIDDLE, _FEWEST = 3, 0.6, 0.4, 6
#: What goes up and has fewer words may be in a formula or a drawing.
_PROSE = 2
#: In ems: how far a line has to go up, how wide a gutter is at least, and how far lines of one row may stand apart.
_RISE, _GUTTER, _ROW = 0.8, 0.9, 0.8
#: Of the lines of a page, so many may stand across its gutter (headings, figures).
_ACROSS = 0.3
#: In usual distances of lines: what stands further below begins a block.
_BLOCK = 1.9


class Told(Protocol):
    """A word, with its ends along its direction."""

    text: str
    left: float
    right: float


class Run(Protocol):
    """A line as it was set: its ends along its direction, its baseline across it, the size of its type, its `way`, and
    the wide blanks in it."""

    left: float
    right: float
    base: float
    size: float
    way: tuple[float, float]
    pieces: list[tuple[float, float]]

    @property
    def words(self) -> Sequence[Told]: ...


#: A line, or a part of one: which of the lines, and from which of its words to which.
Part = tuple[int, int, int]
#: A strip between two columns: its left and right edge.
Gutter = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Piece:
    part: Part
    left: float
    right: float
    base: float
    size: float
    words: int
    middle: bool  # it begins in the middle of a sentence


_Block = list[_Piece]


def reading_order(runs: Sequence[Run], way: tuple[float, float]) -> list[Part] | None:
    """The lines of that direction in the order of reading, those of others after them; None where the content has them
    so already, as far as can be told."""
    level = [index for index, run in enumerate(runs) if run.way == way]
    lines = [runs[index] for index in level]
    jumps, beside, ups = _signs(lines)
    astray = jumps > MOST_JUMPS or (ups > _FEW and _returns(lines) > max(_FEW, RETURNING * len(lines)))
    if not astray and beside < CROSSING * len(level):
        return None
    pieces = [_piece(runs[index], index, 0, len(runs[index].words)) for index in level]
    gutter = _gutter([part for index in level for part in _apart(runs[index], index)])
    if gutter:
        pieces = [part for index in level for part in _cut(runs[index], index, gutter)]
    if not astray and not (gutter and _goes_to_and_fro(pieces, gutter)):
        return None
    usual = _usual(pieces)
    ordered = _ordered(_blocks(pieces, usual, gutter), usual, gutter)
    turned = [(index, 0, len(run.words)) for index, run in enumerate(runs) if run.way != way]
    return [piece.part for block in ordered for piece in block] + turned


def _signs(runs: list[Run]) -> tuple[int, int, int]:
    """How often a line goes back up over the one before it; how many lines have another beside them, or stand beside the
    one before; and how often a line goes up at all."""
    jumps = ups = 0
    beside = sum(bool(run.pieces) for run in runs)
    for before, run in pairwise(runs):
        common = min(before.right, run.right) - max(before.left, run.left)
        up = before.base - run.base > _RISE * run.size
        ups += up
        if common <= 0:
            beside += abs(run.base - before.base) < 2 * run.size
        elif up:
            jumps += min(len(before.words), len(run.words)) >= _PROSE
    return jumps, beside, ups


def _returns(runs: list[Run]) -> int:
    """How often a line goes up, and comes to stand above another that was written before it. A foot that is written
    first does not count: every line stands above it."""
    lowest: dict[int, float] = {}
    found = 0
    before = None
    first = next((at for at, (one, run) in enumerate(pairwise(runs), 1) if run.base < one.base), 0)
    for run in runs[first if first <= _FEW else 0 :]:
        strips = range(int(max(-_FAR, run.left) / _STRIP), int(min(_FAR, run.right) / _STRIP) + 1)
        rise = _RISE * run.size
        if before and before.base - run.base > rise and len(run.words) >= _PROSE:
            found += sum(lowest.get(strip, run.base) > run.base + rise for strip in strips) * 2 > len(strips)
        for strip in strips:
            lowest[strip] = max(run.base, lowest.get(strip, run.base))
        before = run
    return found


def _piece(run: Run, index: int, start: int, stop: int) -> _Piece:
    words = run.words[start:stop]
    return _Piece(
        part=(index, start, stop),
        left=words[0].left,
        right=max(word.right for word in words),
        base=run.base,
        size=run.size,
        words=len(words),
        middle=words[0].text[:1].islower(),
    )


def _apart(run: Run, index: int) -> list[_Piece]:
    """A line cut at its wide blanks."""
    if not run.pieces:
        return [_piece(run, index, 0, len(run.words))]
    blanks = {left for left, _ in run.pieces}
    stops = [at for at, word in enumerate(run.words, 1) if word.right in blanks and at < len(run.words)]
    edges = [0, *stops, len(run.words)]
    return [_piece(run, index, start, stop) for start, stop in pairwise(edges)]


def _cut(run: Run, index: int, gutter: Gutter) -> list[_Piece]:
    """A line cut where it has the gutter in it."""
    middle = sum(gutter) / 2
    for at, (before, after) in enumerate(pairwise(run.words), 1):
        if before.right <= middle <= after.left and after.left - before.right > _GUTTER * run.size:
            return [_piece(run, index, 0, at), _piece(run, index, at, len(run.words))]
    return [_piece(run, index, 0, len(run.words))]


def _gutter(pieces: list[_Piece]) -> Gutter | None:
    """The widest strip that has a column of prose on both sides, and hardly a line across."""
    if len(pieces) < 2 * _FEWEST:
        return None
    size = median(piece.size for piece in pieces)
    best: Gutter | None = None
    for left, right in _strips(pieces, size):
        if best and right - left <= best[1] - best[0]:
            continue
        before = [piece for piece in pieces if piece.right <= left + 1]
        after = [piece for piece in pieces if piece.left >= right - 1]
        if _is_prose(before, left) and _is_prose(after, None):
            best = left, right
    return best


def _strips(pieces: list[_Piece], size: float) -> list[Gutter]:
    """What few lines stand across: stretches between the ends of some lines and the beginnings of others."""
    events = sorted([(piece.left, 1) for piece in pieces] + [(piece.right, -1) for piece in pieces])
    most = _ACROSS * len(pieces) / 2
    strips: list[Gutter] = []
    covering, began = 0, None
    for place, change in events:
        was, covering = covering, covering + change
        if covering <= most < was:
            began = place
        elif was <= most < covering and began is not None:
            if place - began > _GUTTER * size:
                strips.append((began, place))
            began = None
    return strips


def _is_prose(pieces: list[_Piece], edge: float | None) -> bool:
    """Whether these are the lines of a column of prose: enough, filled, and going on from one to the next."""
    rows: dict[int, list[_Piece]] = {}
    for piece in pieces:
        rows.setdefault(round(piece.base / max(piece.size * _ROW, 1.0)), []).append(piece)
    if len(rows) < _FEWEST:
        return False
    lefts = sorted(min(piece.left for piece in row) for row in rows.values())
    left = lefts[len(lefts) // 10]
    right = edge or max(piece.right for piece in pieces)
    fill = median(
        sum(piece.right - piece.left for piece in row) / (right - left or 1.0) for row in rows.values()
    )
    words = median(sum(piece.words for piece in row) for row in rows.values())
    middle = sum(min(row, key=lambda piece: piece.left).middle for row in rows.values())
    return fill >= _FULL and words >= _WORDS and middle >= _MIDDLE * len(rows)


def _goes_to_and_fro(pieces: list[_Piece], gutter: Gutter) -> bool:
    """Whether enough lines stand beside the one before, on the other side of the gutter."""
    crossing = sum(
        _side(before, gutter) * _side(piece, gutter) < 0 and abs(piece.base - before.base) < 2 * piece.size
        for before, piece in pairwise(pieces)
    )
    return crossing >= CROSSING * len(pieces)


def _usual(pieces: list[_Piece]) -> float:
    """The usual distance of lines that stand below each other, in whatever order they come."""
    bases = sorted({round(piece.base, 1) for piece in pieces})
    steps = [after - before for before, after in pairwise(bases)]
    size = median(piece.size for piece in pieces)
    return median([step for step in steps if 0.8 * size < step < 3 * size] or [1.2 * size])


def _blocks(pieces: list[_Piece], usual: float, gutter: Gutter | None) -> list[_Block]:
    """Lines that go on from each other as they come: whatever is wrong with the page, it is not between them."""
    blocks: list[_Block] = []
    before: _Piece | None = None
    for piece in pieces:
        if (
            before
            and 0 < piece.base - before.base <= _BLOCK * usual
            and min(piece.right, before.right) > max(piece.left, before.left)
            and _side(piece, gutter) == _side(before, gutter)
        ):
            blocks[-1].append(piece)
        else:
            blocks.append([piece])
        before = piece
    return blocks


def _side(piece: _Piece, gutter: Gutter | None) -> int:
    """-1 left of the gutter, 1 right of it, 0 across."""
    if gutter is None:
        return 0
    middle = sum(gutter) / 2
    return (piece.left >= middle) - (piece.right <= middle)


def _ordered(blocks: list[_Block], usual: float, gutter: Gutter | None) -> list[_Block]:
    """Blocks in reading order: where there is a gutter, the left column before the right one, between the lines that
    stand across; else from top to bottom, and on one level from left to right."""
    if gutter is None:
        return _downwards(blocks, usual)
    ordered: list[_Block] = []
    columns: dict[int, list[_Block]] = {-1: [], 1: []}

    def close() -> None:
        for column in columns.values():
            ordered.extend(_ordered(column, usual, _gutter([piece for block in column for piece in block])))
            column.clear()

    for block in sorted(blocks, key=lambda block: block[0].base):
        side = _side(block[0], gutter)
        if side:
            columns[side].append(block)
        else:
            close()
            ordered.append(block)
    close()
    return ordered


def _downwards(blocks: list[_Block], usual: float) -> list[_Block]:
    rows: list[list[_Block]] = []
    for block in sorted(blocks, key=lambda block: block[0].base):
        if rows and block[0].base - rows[-1][0][0].base < 0.4 * usual:
            rows[-1].append(block)
        else:
            rows.append([block])
    return [block for row in rows for block in sorted(row, key=lambda block: block[0].left)]
