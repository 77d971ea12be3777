"""Axes with round steps, and how wide a text is. Pure."""

import math
import re
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high`; both are among its `ticks`, and so is zero."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where a value stands between low (0) and high (1)."""
        return (value - self.low) / (self.high - self.low)


def scale(lowest: float, highest: float, *, most_ticks: int = 5, whole: bool = False) -> Scale:
    """An axis that holds zero and both values, with at most about `most_ticks` steps; `whole`: no tick between numbers."""
    low, high = min(0.0, lowest), max(0.0, highest)
    if low == high:
        high = 1.0
    rough = (high - low) / most_ticks
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in _STEPS if each * power >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, float(math.ceil(step)))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def width(text: str, size: float) -> float:
    """About how wide a text is in a sans-serif face of that size, in the same unit; rather more than less."""
    return sum(map(_letter, text)) * size


def _letter(letter: str) -> float:
    if letter in "iljI.,:;'|!()[] \N{NO-BREAK SPACE}":
        return 0.31
    if letter in "ftr-/":
        return 0.4
    if letter in "mwMW%@":
        return 0.88
    return 0.68 if letter.isupper() else 0.57


def fitted(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def lines_of(text: str, size: float, room: float) -> list[str]:
    """The text in lines that fit into the room; at a no-break space no line ends."""
    lines: list[str] = []
    for word in filter(None, re.split("[ \\t\\r\\n]+", text)):
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(fitted(word, size, room))
    return lines
