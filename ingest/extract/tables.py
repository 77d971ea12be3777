"""Rows of tables whose cells wrap: in a page's content they come cell by cell, so the text goes back up in the middle
of a row. Pure; `lines` asks.

What goes back up is a cell only if it stands right of all that it goes back past, and if the gutter between them goes
on through a row above or below: the next column of a page has no such neighbour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Run(Protocol):
    """A line as it was set: its ends along its direction, its baseline across it, the size of its type, its `way`."""

    left: float
    right: float
    base: float
    size: float
    way: tuple[float, float]
    pieces: list[tuple[float, float]]


#: In ems. Pieces of a line further apart than WIDE are set apart (a justified line's blanks are narrower); a cell may
#: begin SHIFT above the row's first line (cells are centred), and has to go up by RISE at least.
WIDE, SHIFT, RISE = 1.0, 0.8, 0.3
#: In points: how much of a gutter must be common, and how exactly cells of a column begin together.
_COMMON, _EXACT = 3.0, 2.0
#: In usual distances of lines: no row of a table is higher, and no further away is the row that proves it.
_HIGHEST, _NEAR = 16, 14
#: A row has no more lines in all its cells, and a neighbour is not further away than so many lines.
_LONGEST, _NEIGHBOURS = 60, 16


@dataclass(frozen=True, slots=True)
class _Jump:
    """The first line of a cell that goes back up to its row: the row's first line, and the gutter left of the cell."""

    start: int
    line: int
    left: float
    right: float
    lowest: float


def continued(runs: Sequence[Run], usual: float, gaps: Sequence[bool]) -> list[bool]:
    """For each line, whether it belongs to the same row of a table as the line above it.

    `usual` is the usual distance of two baselines; `gaps` tells where a paragraph's distance stands above a line that
    goes down.
    """
    found = [False] * len(runs)
    ups = [
        index
        for index in range(1, len(runs))
        if runs[index].way == runs[index - 1].way
        and runs[index - 1].base - runs[index].base > RISE * runs[index].size
    ]
    jumps = [jump for index in ups if (jump := _jump(runs, index, usual, gaps))]
    if not jumps:
        return found
    gutters = _gutters(runs, jumps)
    proven = [jump for jump in jumps if _is_proven(jump, runs, gutters, usual)]
    for jump in proven:
        for index in range(jump.start + 1, jump.line + 1):
            found[index] = True
        _go_on(found, runs, jump.line, jump.right, gaps)
    columns = sorted({round(jump.right, 1) for jump in proven})
    for index, run in enumerate(runs):
        for _, right in run.pieces if columns else ():
            if any(abs(right - column) < _EXACT for column in columns):
                _go_on(found, runs, index, right, gaps, exact=True)
    return found


def _jump(runs: Sequence[Run], index: int, usual: float, gaps: Sequence[bool]) -> _Jump | None:
    """What the line goes back past, if all of that stands left of it and is no higher than a row of a table."""
    line = runs[index]
    start, right, lowest = index, 0.0, line.base
    for above in range(index - 1, max(-1, index - 1 - _LONGEST), -1):
        run = runs[above]
        if run.way != line.way or run.base < line.base - SHIFT * line.size:
            break
        if run.right > line.left - 0.2 * line.size:
            return None
        right = run.right if start == index else max(right, run.right)
        lowest = max(lowest, run.base)
        start = above
        if gaps[above]:
            break
    else:
        return None
    too_high = lowest - line.base > _HIGHEST * usual
    return None if start == index or too_high else _Jump(start, index, right, line.left, lowest)


def _gutters(runs: Sequence[Run], jumps: list[_Jump]) -> dict[int, list[tuple[float, float]]]:
    """The gutters by the line that shows them: inside lines, and left of cells that go back up."""
    gutters = {index: list(run.pieces) for index, run in enumerate(runs) if run.pieces}
    for jump in jumps:
        gutters.setdefault(jump.line, []).append((jump.left, jump.right))
    return gutters


def _is_proven(
    jump: _Jump, runs: Sequence[Run], gutters: dict[int, list[tuple[float, float]]], usual: float
) -> bool:
    """Whether the gutter goes on through a row above or below."""
    around = (
        *range(max(0, jump.start - _NEIGHBOURS), jump.start),
        *range(jump.line + 1, min(len(runs), jump.line + _NEIGHBOURS)),
    )
    for other in around:
        if other not in gutters or runs[other].way != runs[jump.line].way:
            continue
        away = runs[other].base - (runs[jump.line].base if other < jump.start else jump.lowest)
        if other > jump.line and away < SHIFT * runs[jump.line].size:
            continue  # another cell of the same row proves nothing
        if abs(away) > _NEAR * usual:
            continue
        if any(min(right, jump.right) - max(left, jump.left) > _COMMON for left, right in gutters[other]):
            return True
    return False


def _go_on(
    found: list[bool],
    runs: Sequence[Run],
    index: int,
    left: float,
    gaps: Sequence[bool],
    *,
    exact: bool = False,
) -> None:
    """Mark the further lines of the cell that begins in that line at `left`."""
    for below in range(index + 1, min(len(runs), index + _LONGEST)):
        run = runs[below]
        off = run.left - left
        if run.way != runs[index].way or gaps[below] or run.base <= runs[below - 1].base:
            return
        if abs(off) > _EXACT if exact else off < -0.5 * run.size:
            return
        found[below] = True
