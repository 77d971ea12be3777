"""The whole library in one file, and back: for a volunteer with a USB disk, and for cron.

`back_up` may run while the library is open: the database is copied as it is at one moment, and originals never change.
`restore` wants it closed. Nothing that is there is deleted: what is replaced is moved into a folder of its own.
"""

import errno
import json
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

from library.models import Publication
from portal.backup import databases
from portal.backup.archive import (
    DATABASE,
    FOLDERS,
    FORMAT,
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
    DiskThere,
    LibraryOpen,
    LibraryThere,
    NoBackup,
    OtherDatabase,
    TargetThere,
    TooNew,
    Unwritable,
)

Progress = Callable[[int, int], None]
"""Is told how many bytes are done, and of how many."""

_UNFINISHED = "restoring"
_LEFT_OVER = 24 * 3600.0  # seconds
_SETTINGS = ("BASE_URL", "ALLOWED_HOSTS", "TRUSTED_PROXIES")


@dataclass(frozen=True, slots=True)
class BackedUp:
    """`file`, its `size` in bytes, and how many works it holds."""

    file: Path
    size: int
    works: int


@dataclass(frozen=True, slots=True)
class Restored:
    """How many works came back; `replaced` is the folder of what was there before; `differing` are settings that were
    others where the backup was made."""

    works: int
    replaced: Path | None
    differing: dict[str, str]


def back_up(target: Path, progress: Progress = lambda done, of: None) -> BackedUp:
    """The whole library in the file `target`, or in a file named after today in the folder `target`. Raises `BackupError`;
    then no file is left."""
    if target.is_dir():
        target /= f"pustaka-{timezone.localtime():%Y-%m-%d-%H%M}.tar"
    if target.exists():
        raise TargetThere
    part = target.with_name(f"{target.name}.part")
    data = Path(settings.PUSTAKA_DATA)
    with _refusals(), tempfile.TemporaryDirectory(prefix="backup-", dir=data) as folder:
        _clear_left_over(data)
        copied = Path(folder) / DATABASE
        databases.copy(copied)
        manifest = _manifest(copied)
        try:
            # Hashes of passwords, drafts, what is not public. (On a USB disk nobody may change what a file allows.)
            with open(part, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                writer = Writer(file, manifest, _adding(progress, manifest.size))
                writer.add(DATABASE, copied)
                for name, path in _kept():
                    writer.add(name, path)
                writer.close()
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                raise TargetThere
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return BackedUp(target, target.stat().st_size, manifest.works)


def restore(source: Path, *, replace: bool = False, progress: Progress = lambda done, of: None) -> Restored:
    """Bring back what `back_up` wrote, in place of what is here. Raises `BackupError`; then all is as it was.

    A restore that was cut off while things changed places is gone on with, whatever `source` is given.
    """
    data = Path(settings.PUSTAKA_DATA)
    with _refusals():
        data.mkdir(parents=True, exist_ok=True)
        if (unfinished := _Swap.under_way(data)) is not None:
            return unfinished.finish()
        manifest = manifest_of(source)
        _refuse_what_does_not_fit(manifest)
        there = databases.is_there() or any(map(_holds_anything, (data / folder for folder in FOLDERS)))
        if there and not replace:
            raise LibraryThere
        if there and databases.is_open():
            raise LibraryOpen
        for folder in FOLDERS:
            if os.path.ismount(data / folder):
                raise DiskThere(data / folder)
        _clear_left_over(data)
        staged = Path(tempfile.mkdtemp(prefix="restore-", dir=data))
        try:
            unpack(source, staged, _adding(progress, manifest.size))
            databases.check(staged / DATABASE)
            if there and databases.is_open():
                raise LibraryOpen
            swap = _Swap.begin(data, staged, manifest, there)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        return swap.finish()


def is_cut_off() -> bool:
    """Whether a restore was cut off while things changed places: then nothing here may be opened."""
    return (Path(settings.PUSTAKA_DATA) / _UNFINISHED).exists()


@dataclass(frozen=True, slots=True)
class _Swap:
    """What was staged takes the place of what is there, name by name; begun again, it goes on where it was cut off."""

    data: Path
    staged: Path
    aside: Path | None
    held: list[str]
    works: int
    settings: dict[str, str]

    @classmethod
    def begin(cls, data: Path, staged: Path, manifest: Manifest, there: bool) -> "_Swap":
        aside = None
        if there:
            aside = data / f"replaced-{timezone.localtime():%Y%m%d-%H%M%S}"
            aside.mkdir()
            if databases.place() is None:
                databases.copy(aside / DATABASE)
        held = [name for name in (DATABASE, SECRET_KEY, *FOLDERS) if (staged / name).exists()]
        note = {
            "staged": staged.name,
            "aside": aside.name if aside else None,
            "held": held,
            "works": manifest.works,
            "settings": manifest.settings,
        }
        (data / "prepared").unlink(missing_ok=True)  # the next start brings it up to this version
        fresh = staged / _UNFINISHED
        fresh.write_text(json.dumps(note))
        fresh.replace(data / _UNFINISHED)
        return cls(data, staged, aside, held, manifest.works, manifest.settings)

    @classmethod
    def under_way(cls, data: Path) -> "_Swap | None":
        try:
            note = json.loads((data / _UNFINISHED).read_text())
        except FileNotFoundError:
            return None
        aside = data / note["aside"] if note["aside"] else None
        return cls(data, data / note["staged"], aside, note["held"], note["works"], note["settings"])

    def finish(self) -> Restored:
        """Raises `CutOff` where the disk refuses, `DatabaseFault` where PostgreSQL does; then all is as it was."""
        file = databases.place()
        if file is None:
            self._into_postgresql()
        try:
            if file is not None:
                for beside in ("-wal", "-shm"):  # of the old one; the new one would take them for its own
                    self._move_aside(file.with_name(file.name + beside))
                self._swap(DATABASE, file)
            for name in (SECRET_KEY, *FOLDERS):
                self._swap(name, self.data / name)
            for made in (settings.INDEX_FOLDER, settings.PICTURE_CACHE):
                shutil.rmtree(made, ignore_errors=True)
            (self.data / _UNFINISHED).unlink()
        except OSError as error:
            raise CutOff from error
        shutil.rmtree(self.staged, ignore_errors=True)
        here = _settings()
        differing = {name: value for name, value in self.settings.items() if here.get(name) != value}
        return Restored(self.works, self.aside, differing)

    def _into_postgresql(self) -> None:
        copied = self.staged / DATABASE
        if not copied.exists():
            return
        try:
            databases.bring_back(copied)
        except DatabaseFault:
            (self.data / _UNFINISHED).unlink()
            for folder in filter(None, (self.staged, self.aside)):
                shutil.rmtree(folder, ignore_errors=True)
            raise
        copied.unlink()

    def _swap(self, name: str, place: Path) -> None:
        """A name that the backup does not hold is moved aside all the same: it belongs to what was there."""
        staged = self.staged / name
        if name in self.held and not staged.exists():
            return  # placed before it was cut off
        if not (self.aside and (self.aside / place.name).exists()):
            self._move_aside(place)
        if staged.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            _put(staged, place)

    def _move_aside(self, place: Path) -> None:
        if self.aside and place.exists():
            _put(place, self.aside / place.name)


def _put(source: Path, place: Path) -> None:
    """Moves it; a database may lie on another disk."""
    try:
        source.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copy2(source, place)
        source.unlink()


def _manifest(copied: Path) -> Manifest:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
        works = Publication.objects.count()
    except DatabaseError as error:
        raise DatabaseFault from error
    size = copied.stat().st_size + sum(path.stat().st_size for _, path in _kept() if path.exists())
    return Manifest(
        made=datetime.now().astimezone().isoformat(timespec="seconds"),
        database=databases.vendor(),
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        works=works,
        size=size,
        settings=_settings(),
    )


def _settings() -> dict[str, str]:
    values = {name: getattr(settings, name) for name in _SETTINGS}
    return {
        name: ",".join(value) if isinstance(value, list) else str(value) for name, value in values.items()
    }


def _kept() -> Iterator[tuple[str, Path]]:
    """Name in the archive and path of all that is kept beside the database."""
    data = Path(settings.PUSTAKA_DATA)
    if (data / SECRET_KEY).exists():
        yield SECRET_KEY, data / SECRET_KEY
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(data).as_posix(), path


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.format > FORMAT:
        raise TooNew
    if manifest.format < 1:
        raise NoBackup
    if manifest.database != databases.vendor():
        raise OtherDatabase(manifest.database, databases.vendor())
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {app for app, _ in (each.split(".", 1) for each in known)}
    if any(each.split(".", 1)[0] in ours and each not in known for each in manifest.migrations):
        raise TooNew


def _clear_left_over(data: Path) -> None:
    """What others that were killed left behind: it holds all that a backup holds."""
    longest = time.time() - _LEFT_OVER
    for folder in (*data.glob("backup-*"), *data.glob("restore-*")):
        if folder.is_dir() and folder.stat().st_mtime < longest:
            shutil.rmtree(folder, ignore_errors=True)


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
