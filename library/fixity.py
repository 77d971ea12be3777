"""Whether the files are still what they were when they were given to us: their hashes are taken again, a few at a time.

An original that changed or is gone is said, and never mended by guessing: it comes back from a backup, or is brought again
(`ingest.accept`). A copy for readers that changed, or a cover that is gone or cut off, is made anew. (Fixity: NDSA Levels of Digital Preservation, https://ndsa.org/publications/levels-of-digital-preservation/.)
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db.models import F, Q
from django.utils import timezone

from library import folders, made, originals
from library.keeping import keep_made
from library.models import File

log = logging.getLogger(__name__)

EVERY = timedelta(days=7)
#: Of one round: a disk is shared with readers.
_BYTES_A_ROUND = 200_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was checked, and what of the things made from it was not as it was made: of these, what was made anew,
    and what could not be."""

    file: File
    copy_made: bool = False
    cover_made: bool = False
    copy_lost: bool = False
    cover_lost: bool = False


def check_due() -> int:
    """Check the files that were not checked for a week, those first that wait longest, as many as one round allows;
    gives how many. The worker's tick."""
    due = File.objects.filter(Q(checked=None) | Q(checked__lt=timezone.now() - EVERY))
    count = size = 0
    folders.clear_pictures()
    for file in due.order_by(F("checked").asc(nulls_first=True), "pk").iterator():
        check(file)
        count += 1
        size += file.size
        if size >= _BYTES_A_ROUND:
            break
    return count


def check_all() -> Iterator[Checked]:
    """Check every file, one after the other, and give each with what was found (`fault`) and mended."""
    folders.clear_pictures()
    for file in File.objects.order_by("pk").iterator():
        if checked := check(file):
            yield checked


def look(file: File) -> str:
    """Compare an original with the hash under which it was taken in, note when that was and what is wrong with it, and give
    the fault, "" where there is none."""
    fault, before = originals.fault(file), file.fault
    file.fault, file.checked = fault, timezone.now()
    is_there = File.objects.filter(pk=file.pk).update(fault=fault, checked=file.checked)
    if is_there and fault and fault != before:
        log.error("File %s (%s): %s", file.pk, file.sha256[:12], fault)
    return fault


def check(file: File) -> Checked | None:
    """As `look`, and make the copy for readers and the cover anew where one of them is not as it was made. None where the
    file was removed meanwhile."""
    if look(file) or file.taken_away:
        return Checked(file) if File.objects.filter(pk=file.pk).exists() else None
    copy = bool(file.copy) and originals.sha256_of(Path(file.copy.path)) != file.copy_sha256
    cover = bool(file.cover) and not _is_whole(Path(file.cover.path))
    if not copy and not cover:
        return Checked(file)
    lost = " and ".join(name for name, is_lost in (("copy", copy), ("cover", cover)) if is_lost)
    log.warning("File %s: its %s for readers is made anew", file.pk, lost)
    if cover:
        Path(file.cover.path).unlink(missing_ok=True)
    try:
        if trouble := made.make(file, again=True):
            log.warning("File %s: %s", file.pk, trouble)
    except OSError:
        if File.objects.filter(pk=file.pk).exists():
            raise
        return None
    if not keep_made(file):
        return None
    there = bool(file.copy), bool(file.cover)
    return Checked(file, copy and there[0], cover and there[1], copy and not there[0], cover and not there[1])


def _is_whole(picture: Path) -> bool:
    """Whether a WebP picture is there as long as it says that it is (https://developers.google.com/speed/webp/docs/riff_container)."""
    try:
        with picture.open("rb") as opened:
            head = opened.read(12)
        size = picture.stat().st_size
    except OSError:
        return False
    return head[:4] == b"RIFF" and head[8:] == b"WEBP" and int.from_bytes(head[4:8], "little") + 8 <= size


def faulty() -> list[File]:
    """The files with which something was wrong when they were checked last."""
    return list(File.objects.exclude(fault="").order_by("pk"))
