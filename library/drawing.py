"""Drawing one page of a PDF as a picture: pdfium's door in this floor, and a small program of its own.

Run as `python -m library.drawing PDF NUMBER WIDTH TARGET` by `library.pictures`, which imports only its constants:
pdfium is not thread-safe, and it ends the whole process on some hostile files. No Django here: a reader waits for
the start. The exit code is the answer: 0 drawn, NO_SUCH_PAGE, NOT_DRAWABLE; anything else is a crash.
"""

import contextlib
import io
import math
import os
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY = 1_500_000_000  # bytes of address space
CPU = 20  # seconds
PIXELS = 25_000_000
SIDE = 16_383  # WebP knows no longer side

QUALITY = 75
TYPE_IS_WHITE = (
    0.8  # from this share of pure white on, a page is type on paper (statutes have .84-.98, photographs .6)
)
TYPE_A_PIXEL = 0.09  # bytes; type needs .02-.07, so what needs more carries a picture after all

NO_SUCH_PAGE = 3
NOT_DRAWABLE = 4


def bound(cpu: int = CPU) -> None:
    """Take this process's own freedom away: memory, `cpu` seconds of CPU, core files.

    The child does it to itself before it opens anything: code run between fork and exec (`preexec_fn`) can lock up
    when the parent has threads, and a web server's has.
    """
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, cpu), (resource.RLIMIT_CORE, 0)):
        _, ceiling = resource.getrlimit(limit)
        if ceiling != resource.RLIM_INFINITY:
            value = min(value, ceiling)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses a limit of address space
            resource.setrlimit(limit, (value, value))


def size_of_picture(width_in_points: float, height_in_points: float, width: int) -> tuple[int, int]:
    """Pixels (width, height) of a page's picture `width` pixels wide, smaller where the page is so long that the
    picture would pass PIXELS or SIDE. Raises ValueError for a page without an extent."""
    if not (0 < width_in_points < math.inf and 0 < height_in_points < math.inf):
        raise ValueError("the page has no extent")
    ratio = height_in_points / width_in_points
    wide = min(width, math.sqrt(PIXELS / ratio), SIDE / ratio)
    return max(1, int(wide)), max(1, int(wide * ratio))


def draw(pdf: Path, number: int, width: int, target: Path) -> int:
    """Draw page `number` (from 1) of `pdf` into `target` as WebP; gives the exit code. The file appears whole."""
    # Imported here, so that a web process that asks for the constants above never loads pdfium.
    import pypdfium2
    import pypdfium2.raw as pdfium
    from PIL import Image

    try:
        document = pypdfium2.PdfDocument(pdf)
        if not 1 <= number <= len(document):
            return NO_SUCH_PAGE
        page = document[number - 1]
        wide, high = size_of_picture(page.get_width(), page.get_height(), width)
        bitmap = pypdfium2.PdfBitmap.new_native(wide, high, pdfium.FPDFBitmap_BGRx)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
        # Not page.render(): it takes a scale and rounds up, so the picture would come out a pixel too wide.
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT)
    except (pypdfium2.PdfiumError, ValueError) as error:
        print(error, file=sys.stderr)
        return NOT_DRAWABLE
    content = encoded(Image.frombuffer("RGB", (wide, high), bitmap.buffer, "raw", "BGRX", bitmap.stride, 1))

    temporary = part_of(target, os.getpid())
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return 0


def encoded(picture: "Image") -> bytes:
    """The picture as WebP: type in sixteen shades without loss, all else as photographs are.

    Over 52 statute pages 800 pixels wide the shades take 40 kB where quality 75 takes 80, and the letters stay sharp:
    what a reader on a small data pack pays for. Method 1 in both: encoding is most of the cost of a page, and the
    higher methods save a tenth of the bytes for twice the time.
    """
    shades, photograph = io.BytesIO(), io.BytesIO()
    # Told the format, Pillow loads all the forty it knows before it writes one; by the name it loads that one alone.
    shades.name = photograph.name = "picture.webp"
    pixels = picture.width * picture.height
    if picture.getchannel("G").histogram()[255] >= TYPE_IS_WHITE * pixels:
        nearest = [(value + 8) // 17 * 17 for value in range(256)]
        picture.point(nearest * 3).save(shades, lossless=True, quality=50, method=1)
        if shades.tell() <= TYPE_A_PIXEL * pixels:
            return shades.getvalue()
    picture.save(photograph, quality=QUALITY, method=1)
    return min((each.getvalue() for each in (shades, photograph) if each.tell()), key=len)


def part_of(target: Path, process: int) -> Path:
    """Where the process of that id writes before `target` is whole; its parent clears it away after a crash."""
    return target.with_name(f"{target.name}.{process}.part")


if __name__ == "__main__":
    bound()
    source, page, wide, result = sys.argv[1:]
    # At once, without taking the interpreter and pdfium down in good order: the file is in its place.
    code = draw(Path(source), int(page), int(wide), Path(result))
    sys.stderr.flush()
    os._exit(code)
