"""Whether the files are still what they were when they were given to us: their hashes are taken again, a few at a time.

An original that changed or is gone is said, and never mended by guessing: it comes back from a backup, or is brought again
(`ingest.accept`). A copy for readers that changed is made anew. (Fixity: NDSA Levels of Digital Preservation, https://ndsa.org/publications/levels-of-digital-preservation/.)
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db.models import F, Q
from django.utils import timezone

from library import made, originals
from library.models import File

log = logging.getLogger(__name__)

EVERY = timedelta(days=7)
#: Of one round: a disk is shared with readers.
_BYTES_A_ROUND = 200_000_000


def check_due() -> int:
    """Check the files that were not checked for a week, those first that wait longest, as many as one round allows;
    gives how many. The worker's tick."""
    due = File.objects.filter(Q(checked=None) | Q(checked__lt=timezone.now() - EVERY))
    count = size = 0
    for file in due.order_by(F("checked").asc(nulls_first=True), "pk").iterator():
        check(file)
        count += 1
        size += file.size
        if size >= _BYTES_A_ROUND:
            break
    return count


def check_all() -> Iterator[File]:
    """Check every file, one after the other, and give each with what was found (`fault`)."""
    for file in File.objects.order_by("pk").iterator():
        check(file)
        yield file


def look(file: File) -> str:
    """Compare an original with the hash under which it was taken in, note when that was and what is wrong with it, and give
    the fault, "" where there is none."""
    fault = originals.fault(file)
    if fault and fault != file.fault:
        log.error("File %s (%s): %s", file.pk, file.sha256[:12], fault)
    file.fault, file.checked = fault, timezone.now()
    File.objects.filter(pk=file.pk).update(fault=fault, checked=file.checked)
    return fault


def check(file: File) -> None:
    """As `look`, and mend the copy for readers where that changed."""
    if not look(file) and file.copy and originals.sha256_of(Path(file.copy.path)) != file.copy_sha256:
        log.warning("File %s: its copy for readers is made anew", file.pk)
        if trouble := made.make(file, again=True):
            log.warning("File %s: %s", file.pk, trouble)
        file.save(update_fields=made.FIELDS)


def faulty() -> list[File]:
    """The files with which something was wrong when they were checked last."""
    return list(File.objects.exclude(fault="").order_by("pk"))
