"""Where what belongs to a file lies: a folder for each, named after its hash; and its page pictures in the cache.

Who takes a file in makes its folder, and nobody else does: whoever comes late with something for a file that was removed
meanwhile finds no place to put it. Removing is done here too; `ingest.removal` decides what may go.
"""

import logging
import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, IntegrityError, transaction

from library.models import File

log = logging.getLogger(__name__)

_HASH = re.compile(r"[0-9a-f]{64}")
#: Younger folders may be those of files that are being taken in this moment: their rows are not seen yet.
_SETTLED = 3600.0  # seconds


def of(sha256: str) -> Path:
    """The folder of the file with that hash: its original, and all that was made from it or read in it."""
    return _all() / sha256[:2] / sha256


def note_removal(sha256: str) -> None:
    """Write down that the folder of this file goes. Called in the transaction that deletes the row, after that: whatever
    ends us between its commit and `clear`, the worker's tick takes it up. Raises OSError."""
    _removed().mkdir(parents=True, exist_ok=True)
    (_removed() / sha256).touch()


def clear(sha256: str) -> None:
    """Remove the folder and the pictures of a file whose row is gone; where it was brought again meanwhile, they stay.

    The folder is moved aside as a whole before it is emptied: from then on nobody finds it by its name.
    """
    try:
        if _moved_aside(sha256):
            shutil.rmtree(pictures_of(sha256), ignore_errors=True)
        for aside in _removed().glob(f"{sha256}.*"):
            shutil.rmtree(aside)
        (_removed() / sha256).unlink(missing_ok=True)
    except (OSError, DatabaseError) as error:  # the tick tries again
        log.warning("What is left of a file that was removed (%s) is not cleared yet: %s", sha256[:12], error)


def _moved_aside(sha256: str) -> bool:
    aside = _removed() / f"{sha256}.{secrets.token_hex(4)}"
    try:
        with transaction.atomic():
            # Hashes are unique, so nobody brings the same file while this row stands; who does so already is waited for.
            File.objects.create(sha256=sha256, size=0)
            with suppress(FileNotFoundError):
                of(sha256).rename(aside)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def clear_removed() -> int:
    """Clear what is left of files whose removal was cut short; gives how many. The worker's tick."""
    with suppress(FileNotFoundError):
        left = {path.name[:64] for path in _removed().iterdir() if _HASH.match(path.name)}
        for sha256 in left:
            clear(sha256)
        return len(left)
    return 0


def strays() -> list[Path]:
    """The folders that no row points to, an hour old at least: of a file that was taken in only half, or was restored
    without its row. They are never removed by us: they may be all that is left of somebody's file."""
    found = [path for part in _listed(_all()) if len(part.name) == 2 for path in _listed(part)]
    rows = set(File.objects.values_list("sha256", flat=True)) if found else set()
    last = time.time() - _SETTLED
    return sorted(path for path in found if path.name not in rows and _changed(path) < last)


def clear_pictures() -> int:
    """Remove page pictures of files that are no longer there, or that were taken away; gives of how many. They can always be
    drawn anew."""
    found = {path.name for path in _listed(Path(settings.PICTURE_CACHE)) if _HASH.fullmatch(path.name)}
    shown = set(File.objects.filter(taken_away=False).values_list("sha256", flat=True)) if found else set()
    for sha256 in found - shown:
        shutil.rmtree(pictures_of(sha256), ignore_errors=True)
    return len(found - shown)


def pictures_of(sha256: str) -> Path:
    """The folder of a file's page pictures."""
    return Path(settings.PICTURE_CACHE) / sha256


def _all() -> Path:
    return Path(storages["files"].location)


def _removed() -> Path:
    return _all() / "removed"


def _listed(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_dir()]
    except FileNotFoundError:
        return []


def _changed(path: Path) -> float:
    """When something in the folder came or went last; never, where it is gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
