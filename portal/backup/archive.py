"""The file that a backup is: a tar archive that any system opens, with a table of contents and checksums.

    pustaka.json            what it is, first: format, when, which database, which migrations, how much
    database                a copy of the SQLite file, or what pg_dump wrote
    secret_key              what sessions and signed addresses are signed with, if the house made it
    files/… media/…         all originals, what was read in them, and pictures, as in the data folder
    SHA256SUMS              last: the checksum of each of them, as `sha256sum -c` reads it

Nothing is compressed: PDFs, films and pictures are already.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from portal.backup.errors import Damaged, NoBackup, TooNew

FORMAT = 1
DATABASE, SECRET_KEY = "database", "secret_key"
FOLDERS = ("files", "media")
_MANIFEST, _SUMS = "pustaka.json", "SHA256SUMS"
_MOST_OF_A_TABLE = 200_000_000
_BLOCK = 1 << 20

Tell = Callable[[int], None]
"""Is told how many bytes went through since it was told last."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `migrations` are those applied, as "app.name"; `size` is in bytes, of all that follows;
    `settings` are those that an operator sets and that are no secret."""

    made: str
    database: str
    migrations: list[str]
    works: int
    size: int
    settings: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Writes members one after the other; `close` adds their checksums."""

    def __init__(self, file: BinaryIO, manifest: Manifest, tell: Tell) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._sums: dict[str, str] = {}
        self._tell = tell
        self._add(_MANIFEST, io.BytesIO(json.dumps(asdict(manifest), indent=1).encode()))

    def add(self, name: str, path: Path) -> None:
        """A file under this name; one that is gone by now is left out. Raises OSError."""
        try:
            with path.open("rb") as file:
                self._add(name, file)
        except FileNotFoundError:
            return

    def close(self) -> None:
        lines = "".join(f"{value}  {name}\n" for name, value in self._sums.items())
        self._add(_SUMS, io.BytesIO(lines.encode()))
        self._tar.close()

    def _add(self, name: str, file: BinaryIO) -> None:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        read = _Summed(file, self._tell)
        self._tar.addfile(member, read)
        self._sums[name] = read.sum.hexdigest()


class _Summed(io.RawIOBase):
    """A file that is read once, and its checksum."""

    def __init__(self, file: BinaryIO, tell: Tell) -> None:
        self._file = file
        self._tell = tell
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.sum.update(block)
        self._tell(len(block))
        return block


def manifest_of(source: Path) -> Manifest:
    """What a backup says of itself. Raises `NoBackup`, `TooNew`, and OSError."""
    with _opened(source) as tar:
        return _manifest(tar, next(iter(tar), None))


def unpack(source: Path, into: Path, tell: Tell) -> None:
    """All that a backup holds into an empty folder, each checksum compared. Raises `Damaged`, `NoBackup`, and OSError."""
    sums: dict[str, str] = {}
    with _opened(source) as tar:
        members = iter(tar)
        _manifest(tar, first := next(members, None))
        if first is None:
            raise NoBackup
        for member in members:
            if member.name == _SUMS:
                _compare(_text(tar, member), sums)
                return
            try:
                sums[member.name] = _unpack(tar, member, into, tell)
            except (
                FileExistsError,
                NotADirectoryError,
                ValueError,
            ) as error:  # names that no folder could give
                raise Damaged from error
    raise Damaged  # cut off before its checksums


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r|") as tar:
            yield tar
    except tarfile.TarError as error:
        raise (Damaged if _begins_like_ours(source) else NoBackup) from error
    except EOFError as error:
        raise Damaged from error


def _begins_like_ours(source: Path) -> bool:
    with source.open("rb") as file:
        return file.read(len(_MANIFEST) + 1) == _MANIFEST.encode() + b"\0"


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> Manifest:
    if member is None or member.name != _MANIFEST:
        raise NoBackup
    try:
        told = json.loads(_text(tar, member))
        if told["format"] > FORMAT:
            raise TooNew
        manifest = Manifest(**told)
        sound = all(
            isinstance(number, int) for number in (manifest.format, manifest.works, manifest.size)
        ) and all(isinstance(name, str) for name in (*manifest.migrations, *manifest.settings.values()))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NoBackup from error
    if not sound:
        raise NoBackup
    return manifest


def _text(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    file = tar.extractfile(member) if member.size < _MOST_OF_A_TABLE else None
    if file is None:
        raise Damaged
    text = file.read()
    if len(text) < member.size:
        raise Damaged
    return text.decode("utf-8", "replace")


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path, tell: Tell) -> str:
    """One file, and its checksum. What lies elsewhere or is no file was not put there by us."""
    name = PurePosixPath(member.name)
    placed = member.name in (DATABASE, SECRET_KEY) or (len(name.parts) > 1 and name.parts[0] in FOLDERS)
    file = tar.extractfile(member) if member.isreg() else None
    if file is None or not placed or ".." in name.parts or name.is_absolute():
        raise Damaged
    path = into / name
    path.parent.mkdir(parents=True, exist_ok=True)
    read = hashlib.sha256()
    left = member.size
    with path.open("xb") as written:
        if member.name == SECRET_KEY:
            path.chmod(0o600)
        while block := file.read(min(_BLOCK, left)):
            written.write(block)
            read.update(block)
            left -= len(block)
            tell(len(block))
    if left:
        raise Damaged
    return read.hexdigest()


def _compare(table: str, sums: dict[str, str]) -> None:
    told = {name: value for value, _, name in (line.partition("  ") for line in table.splitlines())}
    told.pop(_MANIFEST, None)
    if told != sums:
        raise Damaged
