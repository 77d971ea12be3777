"""The whole library in one file, and back: for a volunteer with a USB disk, and for cron.

`back_up` may run while the library is open: the database is copied as it is at one moment, and originals never change.
`restore` wants it closed. Nothing that is there is deleted: what is replaced is moved into a folder of its own.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from library.models import File, Publication
from portal.backup import databases
from portal.backup.archive import (
    DATABASE,
    FOLDERS,
    SECRET_KEY,
    Manifest,
    Tell,
    Writer,
    manifest_of,
    unpack,
)
from portal.backup.errors import (
    CutOff,
    DatabaseFault,
    LibraryOpen,
    LibraryThere,
    OtherDatabase,
    TargetThere,
    TooNew,
    Unwritable,
)
from portal.backup.swap import Swap, alone, is_cut_off, refuse_what_cannot_move

__all__ = ["BackedUp", "Progress", "Restored", "back_up", "is_cut_off", "restore"]

Progress = Callable[[int, int], None]
"""Is told how many bytes are done, and of how many."""

_SETTINGS = ("BASE_URL", "ALLOWED_HOSTS", "TRUSTED_PROXIES")
_AT_WORK = ".pustaka-backup-"
_STAGED = "restore-"
_LEFT_OVER = 24 * 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class BackedUp:
    """`file`, its `size` in bytes, how many works it holds, and how many files that the database knows and the disk does
    not."""

    file: Path
    size: int
    works: int
    missing: int


@dataclass(frozen=True, slots=True)
class Restored:
    """Which file came back, with how many works; `replaced` is the folder of what was there before; `differing` are
    settings that were others where the backup was made."""

    source: str
    works: int
    replaced: Path | None
    differing: dict[str, str]


def back_up(target: Path, progress: Progress = lambda done, of: None) -> BackedUp:
    """The whole library in the file `target`, or in a file named after today in the folder `target`. Raises `BackupError`;
    then no file is left."""
    if is_cut_off():
        raise CutOff
    if target.is_dir():
        target /= f"pustaka-{timezone.localtime():%Y-%m-%d-%H%M}.tar"
    if target.exists():
        raise TargetThere
    with _refusals(), alone(Path(settings.PUSTAKA_DATA), with_others_like_us=True):
        _clear_left_over(target.parent, _AT_WORK)
        # On the disk of the target: that of the library may be full, which is when a backup is wanted.
        with tempfile.TemporaryDirectory(prefix=_AT_WORK, dir=target.parent) as folder:
            copied, part = Path(folder) / DATABASE, Path(folder) / "part"
            databases.copy(copied)
            kept = dict(_kept())
            manifest = _manifest(copied, kept)
            # Hashes of passwords, drafts, what is not public. (On a USB disk nobody may change what a file allows.)
            with open(part, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                writer = Writer(file, manifest, _adding(progress, manifest.size))
                writer.add(DATABASE, copied)
                for name, path in kept.items():
                    writer.add(name, path)
                writer.close()
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                raise TargetThere
            part.replace(target)
    return BackedUp(target, target.stat().st_size, manifest.works, _missing(kept))


def restore(source: Path, *, replace: bool = False, progress: Progress = lambda done, of: None) -> Restored:
    """Bring back what `back_up` wrote, in place of what is here. Raises `BackupError`; then all is as it was, but for
    `CutOff`.

    A restore that was cut off while things changed places is gone on with, whatever `source` is given.
    """
    data = Path(settings.PUSTAKA_DATA)
    with _refusals():
        data.mkdir(parents=True, exist_ok=True)
        with alone(data):
            cut_off = Swap.under_way(data)
            if cut_off and databases.is_open():
                raise LibraryOpen
            swap = cut_off or _staged(source, data, replace, progress)
            swap.finish(fresh=not cut_off)
    here = _settings()
    differing = {name: value for name, value in swap.settings.items() if here.get(name) != value}
    return Restored(swap.source, swap.works, swap.aside, differing)


def _staged(source: Path, data: Path, replace: bool, progress: Progress) -> Swap:
    """All that the backup holds, unpacked and looked at, ready to change places with what is there."""
    manifest = manifest_of(source)
    _refuse_what_does_not_fit(manifest)
    there = databases.is_there() or any(map(_holds_anything, (data / folder for folder in FOLDERS)))
    if there and not replace:
        raise LibraryThere
    if there and databases.is_open():
        raise LibraryOpen
    refuse_what_cannot_move(data)
    _clear_left_over(data, _STAGED)
    staged = Path(tempfile.mkdtemp(prefix=_STAGED, dir=data))
    try:
        unpack(source, staged, _adding(progress, manifest.size))
        databases.check(staged / DATABASE)
        databases.refuse_others_tables(staged / DATABASE)
        if there and databases.is_open():
            raise LibraryOpen
        return Swap.begin(data, staged, source, manifest, there=there)
    except BaseException:
        if not is_cut_off():  # interrupted when it had begun: it goes on from what is staged
            shutil.rmtree(staged, ignore_errors=True)
        raise


def _manifest(copied: Path, kept: dict[str, Path]) -> Manifest:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
        works = Publication.objects.count()
    except DatabaseError as error:
        raise DatabaseFault from error
    return Manifest(
        made=datetime.now().astimezone().isoformat(timespec="seconds"),
        database=databases.vendor(),
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        works=works,
        size=copied.stat().st_size + sum(map(_size, kept.values())),
        settings=_settings(),
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # removed this moment
        return 0


def _missing(kept: dict[str, Path]) -> int:
    there = {Path(name).parts[2] for name in kept if name.startswith("files/") and name.count("/") > 2}
    return sum(sha256 not in there for sha256 in File.objects.values_list("sha256", flat=True))


def _settings() -> dict[str, str]:
    values = {name: getattr(settings, name) for name in _SETTINGS}
    return {
        name: ",".join(value) if isinstance(value, list) else str(value) for name, value in values.items()
    }


def _kept() -> Iterator[tuple[str, Path]]:
    """Name in the archive and path of all that is kept beside the database. Raises OSError for what may not be read."""
    data = Path(settings.PUSTAKA_DATA)
    if (data / SECRET_KEY).exists():
        yield SECRET_KEY, data / SECRET_KEY
    for folder in FOLDERS:
        seen = set()
        # Whoever needs room puts a folder elsewhere and a link in its place.
        for place, folders, names in os.walk(data / folder, followlinks=True, onerror=_unless_gone):
            if (real := os.path.realpath(place)) in seen:
                folders.clear()
                continue
            seen.add(real)
            folders.sort()
            for name in sorted(names):
                path = Path(place, name)
                if path.is_file():
                    yield path.relative_to(data).as_posix(), path


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.database != databases.vendor():
        raise OtherDatabase(manifest.database, databases.vendor())
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {each.split(".", 1)[0] for each in known}
    if any(each.split(".", 1)[0] in ours and each not in known for each in manifest.migrations):
        raise TooNew


def _clear_left_over(folder: Path, begin: str) -> None:
    """What others that were killed left behind: it holds all that a backup holds."""
    longest = time.time() - _LEFT_OVER
    for each in folder.glob(f"{begin}*"):
        if each.is_dir() and each.stat().st_mtime < longest:
            shutil.rmtree(each, ignore_errors=True)


def _holds_anything(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


@contextmanager
def _refusals() -> Iterator[None]:
    """What the disk refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        raise Unwritable.because(error) from error


def _adding(progress: Progress, whole: int) -> Tell:
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        progress(done, whole)

    return tell
