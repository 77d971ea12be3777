"""The picture of a page as recognition wants it: grey, of 200 dots to the inch, and straight.

`tesseract` asks for it, in its bounded process: pdfium ends the whole process on some hostile files.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin, tan
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ingest.extract.messages import Failure
from ingest.extract.pdfium import picture_share
from library.drawing import size_of_picture

DPI = 200
#: Degrees. Tesseract alone reads .73 of the words of scans that hang 3 degrees to the right, and .98 of the same ones
#: made straight; below half a degree nothing is gained.
MOST_SKEW, LEAST_SKEW = 4.0, 0.5
_FINEST = 0.125
#: Pixels of the longer side; lines of type show on so few.
_SMALL = 700
#: Degrees; the lines of a page run into each other when it is looked at so much aslant.
_BESIDE = 2.0
_WHITE = 255


@dataclass(frozen=True, slots=True)
class Scan:
    """`width` and `height` are the page's as it is shown, in points; `share` is how much of it its pictures cover
    (0–1); `dpi` are the dots to the inch of `picture`, fewer on pages that are very large."""

    picture: Image.Image
    dpi: float
    width: float
    height: float
    share: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a scan's picture another one was taken from: turned by so many quarters clockwise, then made straight
    by turning `skew` degrees against the clock. `width` and `height` are the scan's picture's, in pixels."""

    width: int
    height: int
    quarters: int = 0
    skew: float = 0.0

    def back(self, x: float, y: float) -> tuple[float, float]:
        """The point of the scan's picture that stands at x, y (pixels) of the one that was made of it."""
        wide, high = (self.width, self.height) if self.quarters % 2 == 0 else (self.height, self.width)
        across, down = x - wide / 2, y - high / 2
        c, s = cos(radians(self.skew)), sin(radians(self.skew))
        across, down = c * across - s * down, s * across + c * down
        for _ in range(self.quarters % 4):
            across, down = down, -across
        return across + self.width / 2, down + self.height / 2


def drawn(path: Path, number: int) -> Scan:
    """The page of that number (from 1). Raises `Failure`."""
    try:
        document = pypdfium2.PdfDocument(path)
        if not 1 <= number <= len(document):
            raise Failure("damaged", f"there is no page {number}")
        page = document[number - 1]
        width, height = page.get_width(), page.get_height()
        wide, high = size_of_picture(width, height, max(1, round(width / 72 * DPI)))
        bitmap = pypdfium2.PdfBitmap.new_native(wide, high, pdfium.FPDFBitmap_Gray)
        bitmap.fill_rect((_WHITE, _WHITE, _WHITE, _WHITE), 0, 0, wide, high)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT)
        share = picture_share(page)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) == pdfium.FPDF_ERR_PASSWORD
        raise Failure("encrypted" if locked else "damaged", f"pdfium: {error}") from error
    except (ValueError, OverflowError) as error:
        raise Failure("damaged", f"page {number}: {error}") from error
    picture = Image.frombuffer("L", (wide, high), bitmap.buffer, "raw", "L", bitmap.stride, 1)
    return Scan(picture, 72 * wide / width, width, height, share)


def straight(picture: Image.Image, quarters: int = 0) -> tuple[Image.Image, Place]:
    """The picture turned by so many quarters clockwise and made straight, and the way back."""
    wide, high = picture.size
    turns = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    if quarters:
        picture = picture.transpose(turns[quarters])
    angle = skew(picture)
    if abs(angle) < LEAST_SKEW:
        return picture, Place(wide, high, quarters)
    turned = picture.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=_WHITE)
    return turned, Place(wide, high, quarters, angle)


def skew(picture: Image.Image) -> float:
    """By how many degrees against the clock a picture must be turned so that its lines are level; 0 where no angle
    makes them stand out more. Between lines of type rows of pixels are white: the angle at which neighbouring rows
    differ most is theirs (Postl, 1986)."""
    small = _small(picture)
    best = max(((_stands_out(small, angle), angle) for angle in _coarse()), key=lambda each: each[0])
    step = 0.5
    while step >= _FINEST:
        near = [(_stands_out(small, angle), angle) for angle in (best[1] - step, best[1] + step)]
        best = max(best, *near, key=lambda each: each[0])
        step /= 2
    return best[1]


def lined(picture: Image.Image) -> float:
    """How many times more neighbouring rows of pixels differ along the best angle than two degrees beside it. Type stands
    in lines: a page of it gives 10 and more, under heavy noise 5; a blank page, specks and a photograph less than 2, white
    paper 0."""
    small, angle = _small(picture), skew(picture)
    beside = _stands_out(small, angle + _BESIDE)
    return _stands_out(small, angle) / beside if beside else 0.0


def _small(picture: Image.Image) -> Image.Image:
    return picture.reduce(max(1, round(max(picture.size) / _SMALL)))


def _coarse() -> list[float]:
    """Level first, which then wins where there is nothing to tell angles by."""
    whole = range(1, int(MOST_SKEW) + 1)
    return [0.0, *(float(sign * angle) for angle in whole for sign in (1, -1))]


def _stands_out(picture: Image.Image, angle: float) -> int:
    """How much each row of pixels differs from the next, when the picture is sheared by that angle."""
    wide, high = picture.size
    slope = tan(radians(angle))
    # The nearest pixel will do: smooth ones cost five times as much, and show the angle no better.
    sheared = picture.transform(
        (wide, high),
        Image.Transform.AFFINE,
        (1, 0, 0, slope, 1, -slope * wide / 2),
        resample=Image.Resampling.NEAREST,
        fillcolor=_WHITE,
    )
    rows = sheared.resize((1, high), Image.Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows))
