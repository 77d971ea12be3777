"""The boxes of a page's words in few bytes, for a database row. Pure.

The form: a version byte, then the page's width, its height and the unit (float32, points), then zlib over four columns
of int16: how far each box begins right of where the one before ended, how far below its top, its width, its height,
all in units. The unit is a tenth of a point; of a page too large for that in int16, as much more as it takes. A width
of -1 is no box.
"""

import struct
import zlib
from collections.abc import Iterable
from itertools import accumulate

Box = tuple[float, float, float, float]

_VERSION = 1
_HEAD = struct.Struct("<Bfff")
_UNIT = 0.1
_MOST = 32_767
_NONE = -1
_WIDEST = 1e30  # points: what a broken file may say, and float32 still holds
#: No page has more words (its letters are bounded); it also bounds what a broken row unpacks to.
_WORDS = 400_000


def pack(boxes: Iterable[Box | None], width: float, height: float) -> bytes:
    """Boxes (x0, y0, x1, y1 in points from the top left of a page of that width and height, or None) as bytes.

    What of a box is off the page is cut off. Raises ValueError where a number is not finite or below 0.
    """
    if not (0 <= width < _WIDEST and 0 <= height < _WIDEST):
        raise ValueError("a page has a finite width and height")
    unit = _float32(max(_UNIT, max(width, height) / (_MOST - 1)))
    across, down = round(width / unit), round(height / unit)
    lefts, tops, wides, highs = [], [], [], []
    right = top = 0
    for box in boxes:
        if box is None:
            step, fall, wide, high = 0, 0, _NONE, 0
        else:
            x0, x1 = (min(max(round(x / unit), 0), across) for x in (box[0], box[2]))
            y0, y1 = (min(max(round(y / unit), 0), down) for y in (box[1], box[3]))
            step, fall, wide, high = x0 - right, y0 - top, max(0, x1 - x0), max(0, y1 - y0)
            right, top = x0 + wide, y0
        lefts.append(step)
        tops.append(fall)
        wides.append(wide)
        highs.append(high)
    columns = struct.pack(f"<{4 * len(lefts)}h", *lefts, *tops, *wides, *highs)
    return _HEAD.pack(_VERSION, width, height, unit) + zlib.compress(columns, 9)


def unpack(packed: bytes) -> tuple[float, float, list[Box | None]]:
    """The page's width and height and its boxes, to a tenth of a point. Raises ValueError on bytes of another form."""
    try:
        version, width, height, unit = _HEAD.unpack_from(packed)
        columns = zlib.decompressobj().decompress(packed[_HEAD.size :], 8 * _WORDS)
        if version != _VERSION or len(columns) % 8:
            raise ValueError("not boxes of this form")
        values = struct.unpack(f"<{len(columns) // 2}h", columns)
    except (struct.error, zlib.error) as error:
        raise ValueError("not boxes") from error
    many = len(values) // 4
    if not many:
        return width, height, []
    steps, falls, wides, highs = (values[start : start + many] for start in range(0, 4 * many, many))
    return width, height, _placed(steps, falls, wides, highs, unit)


def _placed(
    steps: tuple[int, ...],
    falls: tuple[int, ...],
    wides: tuple[int, ...],
    highs: tuple[int, ...],
    unit: float,
) -> list[Box | None]:
    boxes: list[Box | None] = []
    right = 0
    for step, top, wide, high in zip(steps, accumulate(falls), wides, highs, strict=True):
        if wide == _NONE:
            boxes.append(None)
            continue
        left = right + step
        right = left + wide
        boxes.append(tuple(round(value * unit, 1) for value in (left, top, right, top + high)))  # type: ignore[arg-type]
    return boxes


def _float32(value: float) -> float:
    """As it comes back from the head."""
    return float(struct.unpack("<f", struct.pack("<f", value))[0])
