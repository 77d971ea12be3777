"""What was unpacked takes the place of what is there, name by name; cut off at any moment, it goes on where it was.

restoring       the note: from it is written until it is deleted, nothing here may be opened
restore-…       what was unpacked and has not found its place yet
replaced-…      what was there before
restore.lock    held by who restores
"""

import errno
import fcntl
import itertools
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.backup import databases
from portal.backup.archive import DATABASE, FOLDERS, SECRET_KEY, Manifest
from portal.backup.errors import CutOff, DatabaseFault, LibraryOpen, NoteLost, OtherPlace, Unmovable

_NOTE, _LOCK = "restoring", "restore.lock"
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database: left there, a new one would take it for its own."""
_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(rb"\\([0-7]{3})")


def is_cut_off() -> bool:
    """Whether a restore was cut off while things changed places: then nothing here may be opened."""
    return (Path(settings.PUSTAKA_DATA) / _NOTE).exists()


@contextmanager
def alone(data: Path, *, with_others_like_us: bool = False) -> Iterator[None]:
    """Nobody restores meanwhile, but for us; who backs up may do so beside others who do. Raises `LibraryOpen`."""
    with (data / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_SH if with_others_like_us else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LibraryOpen from error
        yield


def refuse_what_cannot_move(data: Path) -> None:
    """Raises `Unmovable` for a place that could not change with another: found out later, half of it would be done."""
    for place in _places(data).values():
        if not place.exists() and not place.is_symlink():
            continue
        if place.is_symlink() or _is_mounted(place) or (place.is_dir() and not os.access(place, os.W_OK)):
            raise Unmovable(place)


@dataclass(frozen=True, slots=True)
class Swap:
    """`staged` takes its place in `data`, what was there goes into `aside`; `held` are the names that the backup has,
    `database` is where its database belongs, `placed` tells whether PostgreSQL has taken it."""

    data: Path
    staged: Path
    aside: Path | None
    held: list[str]
    database: str
    placed: bool
    source: str
    works: int
    settings: dict[str, str]

    @classmethod
    def begin(cls, data: Path, staged: Path, source: Path, manifest: Manifest, *, there: bool) -> "Swap":
        """Raises OSError and `DatabaseFault`; then nothing has begun."""
        aside = _new_folder(data, f"replaced-{timezone.localtime():%Y%m%d-%H%M%S}") if there else None
        held = [name for name in (DATABASE, SECRET_KEY, *FOLDERS) if (staged / name).exists()]
        here = databases.address()
        swap = cls(data, staged, aside, held, here, False, str(source), manifest.works, manifest.settings)
        try:
            if aside is not None and databases.place() is None:
                databases.copy(aside / DATABASE)
            (data / "prepared").unlink(missing_ok=True)  # the next start brings it up to this version
            os.sync()  # what is said to be there is there, also after a power cut
            swap._note()
        except BaseException:
            if aside is not None and not is_cut_off():
                shutil.rmtree(aside, ignore_errors=True)
            raise
        return swap

    @classmethod
    def under_way(cls, data: Path) -> "Swap | None":
        """The one that was cut off. Raises `NoteLost`, and `OtherPlace` where it was of another database."""
        note = data / _NOTE
        try:
            told = json.loads(note.read_text())
            swap = cls(
                **told | {name: told[name] and Path(told[name]) for name in ("data", "staged", "aside")}
            )
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise NoteLost(note) from error
        if not swap.staged.is_dir():
            raise NoteLost(note)
        if swap.database != databases.address():
            raise OtherPlace(swap.database)
        return swap

    def finish(self, *, fresh: bool) -> None:
        """Raises `CutOff` where the disk or the connection to PostgreSQL breaks off, and `DatabaseFault` where PostgreSQL
        refuses: where it is `fresh`, all is as it was then."""
        if databases.place() is None and not self.placed:
            self._into_postgresql(fresh)
        try:
            for name, place in _places(self.data).items():
                self._change(name, place)
            for made in (settings.INDEX_FOLDER, settings.PICTURE_CACHE):
                shutil.rmtree(made, ignore_errors=True)
            (self.data / _NOTE).unlink()
        except OSError as error:
            raise CutOff from error
        shutil.rmtree(self.staged, ignore_errors=True)

    def _into_postgresql(self, fresh: bool) -> None:
        try:
            databases.bring_back(self.staged / DATABASE)
        except databases.ConnectionLost as error:
            raise CutOff(error.sentence) from error
        except (DatabaseFault, OSError) as error:
            if fresh:
                (self.data / _NOTE).unlink()
                for folder in filter(None, (self.staged, self.aside)):
                    shutil.rmtree(folder, ignore_errors=True)
            elif isinstance(error, OSError):
                raise CutOff from error
            raise
        try:
            replace(self, placed=True)._note()
        except OSError as error:
            raise CutOff from error

    def _change(self, name: str, place: Path) -> None:
        """A name that the backup does not hold is moved aside all the same: it belongs to what was there."""
        staged = self.staged / name
        if name in self.held and not staged.exists():  # placed before it was cut off
            if not place.exists():
                raise NoteLost(self.data / _NOTE)
            return
        if name == DATABASE:
            for beside in _BESIDE:
                self._move_aside(place.with_name(place.name + beside))
        self._move_aside(place)
        if staged.exists():
            _put(staged, place)

    def _move_aside(self, place: Path) -> None:
        """Once: what is there later is no more what was there before."""
        if self.aside and place.exists() and not (self.aside / place.name).exists():
            _put(place, self.aside / place.name)

    def _note(self) -> None:
        """In one step, such that a power cut leaves the old one or the new one."""
        fresh = self.data / f"{_NOTE}.part"
        told = {
            name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()
        }
        with fresh.open("w") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.data / _NOTE)
        os.sync()


def _places(data: Path) -> dict[str, Path]:
    """Where each part of a backup belongs; PostgreSQL is no place."""
    file = databases.place()
    places = {name: data / name for name in (SECRET_KEY, *FOLDERS)}
    return places if file is None else {DATABASE: file} | places


def _is_mounted(place: Path) -> bool:
    """Also one that lies on the same disk, as containers have them."""
    if os.path.ismount(place):
        return True
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return False
    # Blanks and the like stand there as octal numbers (proc(5)).
    mounted = {_OCTAL.sub(lambda found: bytes([int(found[1], 8)]), line.split()[4]) for line in lines}
    return os.fsencode(os.path.realpath(place)) in mounted


def _new_folder(data: Path, name: str) -> Path:
    """One that nobody has: clocks may stand still or go back."""
    for count in itertools.count(1):
        folder = data / (name if count == 1 else f"{name}-{count}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError


def _put(source: Path, place: Path) -> None:
    """Moves it; a database may lie on another disk, and is there as a whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        part = place.with_name(f"{place.name}.part")
        shutil.copy2(source, part)
        os.sync()
        part.replace(place)
        source.unlink()
