"""Making what the public gets of a file, its copy and its cover: a small program of its own.

Run as `python -m library.making ORIGINAL COPY COVER WIDTH` by `library.public_files`: qpdf and pdfium read files of
strangers here, within limits, and whatever becomes of them becomes of this process alone. It says on its standard
output what it made, a line of JSON for each step, so that a crash in the second does not lose the first:
["copy", sha256, bytes] or ["no copy", reason], ["cover", width, height] or ["no cover", exit code of
`library.drawing`]; and ["disk", reason] where it is not the file's fault. What pdfium complains of goes to standard
error.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

from PIL import Image

from library import drawing
from library.copies import CopyError, public_copy

CPU = 90  # seconds; a scan of 200 MB takes ten


def make(original: Path, copy: Path, cover: Path, width: int) -> None:
    try:
        source = copy if _make_copy(original, copy) else original
        _make_cover(source, cover, width)
    except OSError as error:
        _say("disk", str(error))


def _make_copy(original: Path, copy: Path) -> bool:
    try:
        public_copy(original, copy)
    except CopyError as error:
        _say("no copy", str(error))
        return False
    with copy.open("rb") as content:
        _say("copy", hashlib.file_digest(content, "sha256").hexdigest(), copy.stat().st_size)
    return True


def _make_cover(source: Path, cover: Path, width: int) -> None:
    code = drawing.draw(source, 1, width, cover)
    if code:
        _say("no cover", code)
        return
    with Image.open(cover) as picture:
        _say("cover", *picture.size)


def _say(*what: str | int) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    drawing.bound(CPU)
    original, copy, cover, width = sys.argv[1:]
    make(Path(original), Path(copy), Path(cover), int(width))
    sys.stderr.flush()
    os._exit(
        0
    )  # at once, without taking the interpreter and pdfium down in good order: the files are in their places
