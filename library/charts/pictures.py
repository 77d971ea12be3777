"""A chart that stands alone as a PNG, for slides. resvg is imported here and nowhere else: one wheel, no library of the
system. Its letters come from the two faces beside this file, so that every machine draws the same picture."""

import re
from pathlib import Path

import resvg_py

from library.charts.whole import ALONE

_FACES = Path(__file__).with_name("faces")
MEDIA_TYPE = "image/png"
WIDE = 1800  # px
_HIGH = re.compile(r' height="(\d+)"')


def png(svg: str, wide: int = WIDE) -> bytes:
    """The picture of what `whole.alone` gave, so many pixels wide."""
    faces = sorted(str(path) for path in _FACES.glob("*.ttf"))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=wide,
            skip_system_fonts=True,
            font_files=faces,
            font_family="Source Sans Pro",
        )
    )


def size(svg: str, wide: int = WIDE) -> tuple[int, int]:
    """Width and height in px of the picture that `png` makes of it, told without making it."""
    found = _HIGH.search(svg)
    assert found is not None  # noqa: S101 (`whole.alone` writes it in whole px)
    return wide, round(int(found[1]) * wide / ALONE)
