"""What tesseract says of a picture, as words where they stand. Pure; `tesseract` asks.

Its hOCR is read and not its TSV: both have the same words, boxes and confidences, but only hOCR tells the baseline and
the size of the type of every line, by which paragraphs are told apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from ingest.extract.lines import Placed

#: In percent. Of a word below UNSURE tesseract is not sure at all; signs without a letter are mostly specks and rules
#: below SURE_OF_SIGNS; a line below UNSURE_LINE is a pattern that was taken for type.
UNSURE, SURE_OF_SIGNS, UNSURE_LINE = 25, 60, 45
#: How high tesseract says that a line is (ascenders, x-height and descenders), in ems: Helvetica .93, Times .90.
_HEIGHT = 0.92
#: Sizes that differ by less are one: tesseract measures them in whole pixels.
_ALIKE = 0.13
_PROPERTY = re.compile(r"([a-z_]+) ((?:-?[\d.]+ ?)+)")
#: How the hyphen at the end of a line is taken for another sign.
_HYPHENS = re.compile("[\u00ac\u00ad\u2010\u2011]$")
_WAYS = {0: (1.0, 0.0), 90: (0.0, -1.0), 180: (-1.0, 0.0), 270: (0.0, 1.0)}


@dataclass(frozen=True, slots=True)
class Found:
    """The words that may be kept, in reading order. How sure (0–1) tesseract was, letter by letter: `sure` of all that
    it saw, which was so many `letters`, and `sure_of_words` of those that may be kept."""

    words: list[Placed]
    sure: float
    letters: int
    sure_of_words: float


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    box: tuple[float, float, float, float]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Line:
    """`box`, `base` (the baseline under its middle) and `size` in pixels; `angle` in degrees against the clock."""

    words: list[_Word]
    box: tuple[float, float, float, float]
    base: float
    size: float
    angle: int


def read(hocr: str, dpi: float) -> Found:
    """The words of a picture of so many dots to the inch, in points of that picture. Raises ValueError on what is no
    hOCR."""
    try:
        tree = ElementTree.fromstring(hocr)  # noqa: S314 (tesseract's own output, which escapes what it found)
        lines = [line for element in tree.iter() if (line := _line(element))]
    except (ElementTree.ParseError, LookupError) as error:
        raise ValueError(f"no hOCR: {error}") from error
    kept = [replace(line, words=words) for line in lines if (words := _kept(line))]
    points = 72 / dpi
    placed = [word for line in _evened(kept) for word in _placed(line, points)]
    return Found(placed, _sure(lines), _letters(lines), _sure(kept))


def _letters(lines: list[_Line]) -> int:
    return sum(len(word.text) for line in lines for word in line.words)


def _sure(lines: list[_Line]) -> float:
    """Where nothing was seen there is nothing to doubt."""
    sure = sum(len(word.text) * word.confidence for line in lines for word in line.words)
    return round(sure / 100 / (_letters(lines) or 1), 3) if lines else 1.0


def _line(element: ElementTree.Element) -> _Line | None:
    """A line with words in it; its class says whether it is a heading or a caption, which is only guessed."""
    said = _properties(element)
    if "bbox" not in said or not ("x_size" in said or "textangle" in said):
        return None
    words = [
        _Word(text, _box(told), told.get("x_wconf", [0.0])[0])
        for below in element.iter()
        if below.get("class") == "ocrx_word" and (text := "".join(below.itertext()).strip())
        if (told := _properties(below))
    ]
    box = _box(said)
    angle = int(said.get("textangle", [0.0])[0]) % 360
    size = said.get("x_size", [0.0])[0] or (box[3] - box[1] if angle % 180 == 0 else box[2] - box[0])
    slope, offset = said.get("baseline", [0.0, -0.25 * size])
    base = box[3] + offset + slope * (box[2] - box[0]) / 2
    return _Line(words, box, base, size, angle if angle in _WAYS else 0) if words else None


def _properties(element: ElementTree.Element) -> dict[str, list[float]]:
    told = _PROPERTY.findall(element.get("title") or "")
    return {name: [float(number) for number in numbers.split()] for name, numbers in told}


def _box(said: dict[str, list[float]]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = said["bbox"]
    return x0, y0, x1, y1


def _kept(line: _Line) -> list[_Word]:
    """The words of a line that are words."""
    if 100 * _sure([line]) < UNSURE_LINE:
        return []
    return [word for word in line.words if word.confidence >= _needed(word.text)]


def _needed(text: str) -> int:
    return UNSURE if any(map(str.isalnum, text)) else SURE_OF_SIGNS


def _evened(lines: list[_Line]) -> list[_Line]:
    """The lines with sizes that differ little made one: that of most letters among them."""
    letters: dict[float, int] = defaultdict(int)
    for line in lines:
        letters[line.size] += sum(len(word.text) for word in line.words)
    usual: dict[float, float] = {}
    for size in sorted(letters, key=lambda size: -letters[size]):
        near = [other for other in usual.values() if abs(other - size) <= _ALIKE * max(other, size)]
        usual[size] = min(near, key=lambda other: abs(other - size), default=size)
    return [replace(line, size=usual[line.size]) for line in lines]


def _placed(line: _Line, points: float) -> Iterator[Placed]:
    """The words of a line, along and across the way it runs."""
    way = ux, uy = _WAYS[line.angle]
    size = line.size / _HEIGHT * points
    for index, word in enumerate(line.words):
        x0, y0, x1, y1 = (side * points for side in word.box)
        along = sorted((x0 * ux + y0 * uy, x1 * ux + y1 * uy))
        # Without a baseline: where it would be under a line of that size, from the middle of the line.
        middle = (line.box[1] + line.box[3]) / 2 * ux - (line.box[0] + line.box[2]) / 2 * uy
        base = line.base * points if line.angle == 0 else middle * points + 0.25 * size
        text = _HYPHENS.sub("-", word.text)
        yield Placed(text, along[0], along[1], base, size, 0.75 * size, 0.25 * size, way, index == 0)
