"""Paragraphs for reading on a screen, from lines as they were printed. Pure.

The lines of a page are as long as its paper; on a phone they run on. A paragraph ends where the page leaves a gap,
before the next point of a list, and after a line that stops well before the others do.
"""

import re
from statistics import median

_POINT = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|[-–•·▪●])\s")
_HEADING = re.compile(r"(?:Pasal|BAB|Bagian|Paragraf|Ayat|Bab)\s+\S+$")
#: A line shorter than this share of the page's usual line ends its paragraph.
_SHORT = 0.7


def paragraphs(text: str) -> list[str]:
    """The text's paragraphs, each on one line; every word of it in its order."""
    lines = [line.strip() for line in text.split("\n")]
    usual = median([len(line) for line in lines if len(line) > 30] or [0])
    found: list[list[str]] = [[]]
    for line in lines:
        if not line:
            found.append([])
            continue
        before = found[-1][-1] if found[-1] else ""
        if before and (len(before) < _SHORT * usual or _POINT.match(line) or _HEADING.fullmatch(line)):
            found.append([])
        found[-1].append(line)
    return [" ".join(lines) for lines in found if lines]
