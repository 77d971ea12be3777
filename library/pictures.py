"""Pictures of pages and covers, each drawn by `library.drawing` in a bounded child process of its own.

    PictureError             the page cannot be drawn
    ├── NoSuchPageError      the file has no page of that number
    └── TooBusyError         others are being drawn; ask again (503)

The reader's file view asks for page pictures while a reader waits; covers are made during ingest.
"""

import hashlib
import itertools
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from library import drawing

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

WIDTHS = (
    480,
    800,
    1200,
    1600,
)  # pixels; no others, or strangers could fill the disk with every size there is
COVER_WIDTH = 400

CHILDREN = 2  # drawn at once by this process; a child may take MEMORY of `drawing`
PATIENCE = 10.0  # seconds that a demand waits for one of them
WALL = 30.0  # seconds that a child may take; its CPU seconds are bounded by itself
REST = 3600.0  # seconds that a page which could not be drawn is left alone
BUDGET = 2_000_000_000  # bytes, where nobody says otherwise
TIDY_EVERY = 64  # pictures drawn between two looks at the size of the cache, at most

_places = threading.BoundedSemaphore(CHILDREN)
_drawn = itertools.count()  # its next() is atomic


class PictureError(Exception):
    """A page that cannot be drawn. `sentence` is for people; the argument says to operators what happened."""

    sentence = _("Gambar halaman ini tidak dapat dibuat. Teks dan berkas aslinya tetap dapat dibuka.")


class NoSuchPageError(PictureError):
    sentence = _("Berkas ini tidak memiliki halaman dengan nomor itu.")


class TooBusyError(PictureError):
    sentence = _("Banyak halaman sedang digambar. Muat ulang halaman ini sebentar lagi.")


def page_picture(
    pdf: Path,
    number: int,
    width: int,
    cache: Path,
    *,
    of: str = "",
    budget: int = BUDGET,
    patience: float = PATIENCE,
    wall: float = WALL,
) -> Path:
    """The WebP picture of page `number` (from 1) of `pdf`, `width` pixels wide (one of WIDTHS).

    It is drawn on the first demand and kept in the folder `cache`, which holds `budget` bytes at most, whatever
    files the pictures are of. `of` is the name of a folder in it for the
    pictures of one file, which whoever withdraws it takes away. A replaced file has new pictures: they are filed
    under path, size and time. Waits
    `patience` seconds for a place and `wall` seconds for the picture. Raises ValueError for another width,
    FileNotFoundError without the file, also where that went while it was drawn (the folder `of` goes then),
    NoSuchPageError, TooBusyError, PictureError.
    """
    if width not in WIDTHS:
        raise ValueError(f"no picture is {width} pixels wide")
    if number < 1:
        raise NoSuchPageError(f"page {number} of {pdf}")
    folder = cache / of / _key(pdf)
    picture = folder / f"{number}-{width}.webp"
    failure = folder / f"{number}-{width}.undrawable"
    if _is_kept(picture):
        return picture
    if _is_fresh(failure, REST):
        raise PictureError(f"page {number} of {pdf} could not be drawn a short while ago")
    with place(patience):
        if _is_kept(picture):  # somebody asked for it at the same time
            return picture
        try:
            folder.mkdir(parents=True, exist_ok=True)
            os.utime(folder)  # `tidy` takes old empty folders away, perhaps this very moment
            _draw(pdf, number, width, picture, wall)
        except NoSuchPageError:
            raise
        except PictureError:
            # Hostile pages cost all their CPU seconds; without this, so would every demand for them.
            with suppress(OSError):  # a full disk may be why
                failure.touch()
            raise
        finally:
            if not pdf.exists():
                # Removed or withdrawn while we drew: whoever did that may have cleared before we were done.
                shutil.rmtree(cache / of if of else folder, ignore_errors=True)
        if not picture.exists():
            raise FileNotFoundError(pdf)
    if next(_drawn) % _between_looks(picture, budget) == 0:
        tidy(cache, budget)
    return picture


def _between_looks(picture: Path, budget: int) -> int:
    """So many pictures like this one may be drawn before the size of the cache is looked at again: TIDY_EVERY, or where the
    budget is small, fewer, so that they are never more than a twentieth of it."""
    size = picture.stat().st_size if picture.exists() else 0
    return max(1, min(TIDY_EVERY, budget // (20 * max(1, size))))


def cover(pdf: Path, target: Path, *, wall: float = WALL) -> None:
    """Draw the first page of `pdf` into `target`, a WebP picture COVER_WIDTH pixels wide.

    The file appears whole or not at all. Raises FileNotFoundError without the file, NoSuchPageError, PictureError. Waits
    for no place: ingest draws one cover at a time.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _draw(pdf, 1, COVER_WIDTH, target, wall)


def tidy(cache: Path, budget: int) -> None:
    """Drop the pictures that were longest not asked for, of all files, until `cache` holds nine tenths of `budget`
    bytes at most, and what crashes and old failures left. Does nothing to pictures while they fit."""
    kept: list[tuple[float, int, Path]] = []
    folders: list[Path] = []
    now = time.time()
    for place, below, names in os.walk(cache, topdown=False):
        folders += [Path(place, name) for name in below]
        for path in (Path(place, name) for name in names):
            with suppress(FileNotFoundError):  # another process tidies too
                status = path.stat()
                if path.suffix == ".webp":
                    kept.append((status.st_atime, status.st_size, path))
                elif now - status.st_mtime > REST:
                    path.unlink()
    total = sum(size for _asked, size, _path in kept)
    if total > budget:
        for _asked, size, path in sorted(kept):
            path.unlink(missing_ok=True)
            total -= size
            if total <= budget * 9 // 10:
                break
    for folder in folders:
        with suppress(OSError):  # one that is not empty stays
            if now - folder.stat().st_mtime > REST:
                folder.rmdir()


def _key(pdf: Path) -> str:
    status = pdf.stat()
    told = b"%s\0%d\0%d" % (os.fsencode(pdf.resolve()), status.st_size, status.st_mtime_ns)
    return hashlib.sha256(told).hexdigest()[:32]


def _is_kept(picture: Path) -> bool:
    """Whether the picture is there; notes once an hour that it was asked for (many disks no longer keep that)."""
    try:
        status = picture.stat()
        if time.time() - status.st_atime > 3600:
            os.utime(picture, ns=(time.time_ns(), status.st_mtime_ns))
    except FileNotFoundError:
        return False
    return True


def _is_fresh(path: Path, seconds: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime < seconds
    except FileNotFoundError:
        return False


@contextmanager
def place(patience: float) -> "Iterator[None]":
    """One of CHILDREN places. Who finds none within `patience` seconds is sent away with TooBusyError: a few slow
    pages must not hold every thread of the web server."""
    if not _places.acquire(timeout=patience):
        raise TooBusyError(f"{CHILDREN} pages are being drawn")
    try:
        yield
    finally:
        _places.release()


def _draw(pdf: Path, number: int, width: int, target: Path, wall: float) -> None:
    pdf.stat()  # raises without the file, which pdfium would only call unreadable
    child = subprocess.Popen(  # noqa: S603 (our own module, our own paths)
        [
            sys.executable,
            "-E",
            "-s",
            "-m",
            "library.drawing",
            str(pdf.resolve()),
            str(number),
            str(width),
            str(target.resolve()),
        ],
        cwd=Path(__file__).resolve().parent.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that a Ctrl-C in the terminal, or our own kill, means one whole group
    )
    try:
        _out, said = child.communicate(timeout=wall)
    except subprocess.TimeoutExpired as error:
        raise PictureError(f"page {number} of {pdf}: not drawn within {wall:g} s") from error
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
        drawing.part_of(target, child.pid).unlink(missing_ok=True)
    if child.returncode == 0:
        return
    if child.returncode == drawing.NO_SUCH_PAGE:
        raise NoSuchPageError(f"page {number} of {pdf}")
    reason = said.decode(errors="replace").strip().rpartition("\n")[2]
    logger.warning("Page %s of %s was not drawn (exit %s): %s", number, pdf, child.returncode, reason)
    raise PictureError(f"page {number} of {pdf}: exit {child.returncode}, {reason}")
