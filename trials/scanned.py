"""Scans whose pages must be recognised: pictures of known pages, as a scanner would have given them."""

from pathlib import Path

import pypdfium2

from tests import scans
from trials.site import PDFS

FILES, PAGES = 3, 4
#: Degrees by which the pages of each file hang askew.
_SKEWS = (0.0, 0.7, -1.0)


def make(folder: Path) -> list[Path]:
    """So many PDFs of so many pages in the folder, drawn from the longest files of the demo collection. No two runs give
    the same noise: whoever compares two libraries gives both the same files."""
    longest = sorted(PDFS, key=lambda path: (-_pages(path), path))[:FILES]
    made = []
    for path, skew in zip(longest, _SKEWS, strict=True):
        pages = [scans.picture(Path(path).read_bytes(), number) for number in range(2, 2 + PAGES)]
        scan = folder / f"pindaian-{Path(path).name}"
        scan.write_bytes(scans.as_pdf(*[scans.spoilt(page, skew) for page in pages]))
        made.append(scan)
    return made


def _pages(path: str) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)
