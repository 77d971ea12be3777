"""Scans for tests and benchmarks: pages with known text as a scanner would have given them."""

import io
import re
from collections import Counter
from itertools import pairwise
from math import cos, radians, sin

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI = 200
_HYPHEN = re.compile("[-–—\u00ad\ufffe\x02]\\s*")
_WORD = re.compile(r"[^\W_]+")


def picture(data: bytes, number: int = 1) -> Image.Image:
    """Page `number` (from 1) of a PDF in grey, of 200 dots to the inch."""
    with pypdfium2.PdfDocument(data) as pdf:
        return pdf[number - 1].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")


def spoilt(clean: Image.Image, skew: float = 0.0, noise: float = 10.0) -> Image.Image:
    """A picture as from a scanner: hanging by so many degrees against the clock, a little out of focus, black on grey
    paper, with noise of that standard deviation (of 256 shades)."""
    turned = clean.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grey = turned.filter(ImageFilter.GaussianBlur(0.5)).point(
        [30 + value * 82 // 100 for value in range(256)]
    )
    return ImageChops.add(grey, Image.effect_noise(grey.size, noise), 1, -128)


def as_pdf(*pictures: Image.Image, rotate: int = 0) -> bytes:
    """A PDF with a picture on each page and nothing else, shown turned clockwise."""
    file = io.BytesIO()
    first, *others = pictures
    first.save(file, "PDF", resolution=DPI, quality=75, save_all=True, append_images=others)
    if not rotate:
        return file.getvalue()
    with pikepdf.Pdf.open(file) as pdf:
        for page in pdf.pages:
            page.Rotate = rotate
        turned = io.BytesIO()
        pdf.save(turned)
        return turned.getvalue()


def stamped(picture: Image.Image, strips: int, stamp: str) -> bytes:
    """A PDF with that picture on its page, stored in so many strips, and a small print at its foot."""
    wide, high = picture.size
    edges = [high * step // strips for step in range(strips + 1)]
    points = 72 / DPI
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(wide * points, high * points))
    for above, below in pairwise(edges):
        strip = ImageReader(picture.crop((0, above, wide, below)))
        canvas.drawImage(strip, 0, (high - below) * points, wide * points, (below - above) * points)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(20, 20, stamp)
    canvas.save()
    return file.getvalue()


def skewed(x: float, y: float, width: float, height: float, degrees: float) -> tuple[float, float]:
    """Where a point of a page of that size goes when the page hangs by so many degrees against the clock."""
    across, down = x - width / 2, y - height / 2
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return c * across + s * down + width / 2, c * down - s * across + height / 2


def words(text: str) -> Counter[str]:
    """Words without regard to hyphens and dashes, capitals and where lines end."""
    return Counter(_WORD.findall(_HYPHEN.sub("", text).casefold()))


def f1(text: str, known: str) -> float:
    """How far two texts have the same words (0–1)."""
    ours, theirs = words(text), words(known)
    return 2 * (ours & theirs).total() / ((ours.total() + theirs.total()) or 1)
