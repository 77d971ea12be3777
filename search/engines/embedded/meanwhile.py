"""What is written while a new generation is built: noted beside it, and brought into it before it answers.

The builder holds tantivy's lock on the new files, and may be another process: so whoever writes into the generation that
answers leaves a line for it, as long as a build is under way.
"""

import fcntl
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from search.engines import IndexBusy, PassageDocument, PublicationDocument
from search.engines import mapping as m
from search.engines.embedded.index import writing_errors

Change = PublicationDocument | m.Removal

_PAUSE = 0.005
_CONFIRMED = "confirmed"


class Meanwhile:
    """The notes for the build in a folder, of one version of the index.

    Kept under `<folder>/meanwhile`, one change a line; `<folder>/building` is locked as long as a build is alive.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._version = version
        self._notes = folder / "meanwhile"

    @contextmanager
    def building(self, patience: float) -> Iterator[None]:
        """A build is under way, with no notes yet. Raises `IndexBusy` where another is, after so many seconds."""
        with locked(self._folder, "building", patience):
            with writing_errors(self._folder):
                self._notes.write_bytes(b"")
            try:
                yield
            finally:
                with suppress(OSError):
                    self._notes.unlink()

    def note(self, batch: str, changes: Iterable[Change]) -> bool:
        """Leave these for a build, if one is under way: it takes them in once the batch is confirmed. Gives whether there was
        one. Who calls holds the lease."""
        with suppress(IndexBusy), locked(self._folder, "building"):
            return False  # nobody builds
        self._write(batch, ((type(each).__name__, asdict(each)) for each in changes))
        return True

    def confirm(self, batch: str) -> None:
        """The engine holds what was noted under this name."""
        self._write(batch, [(_CONFIRMED, {})])

    def _write(self, batch: str, told: Iterable[tuple[str, dict[str, Any]]]) -> None:
        with writing_errors(self._folder), self._notes.open("a") as notes:
            for kind, fields in told:
                # A line of its own, even behind one of which a killed writer wrote half.
                notes.write(f"\n{json.dumps([self._version, batch, kind, fields])}\n")

    def noted(self) -> Iterator[Change]:
        """What was left and confirmed, oldest first. What is of another version the sweep will find."""
        confirmed = {batch for batch, kind, _ in self._lines() if kind == _CONFIRMED}
        for batch, kind, fields in self._lines():
            if batch in confirmed and kind != _CONFIRMED:
                yield _change(kind, fields)

    def _lines(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        with writing_errors(self._folder), self._notes.open() as notes:
            for line in notes:
                with suppress(ValueError):
                    version, *told = json.loads(line)
                    if version == self._version:
                        yield tuple(told)


def _change(kind: str, fields: dict[str, Any]) -> Change:
    if kind == m.Removal.__name__:
        return m.Removal(**fields)
    passages = [PassageDocument(**each) for each in fields["passages"]]
    return PublicationDocument(**fields | {"passages": passages})


@contextmanager
def locked(folder: Path, name: str, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock of this name in the folder. Raises `IndexBusy` where somebody else does for so many seconds."""
    until = time.monotonic() + patience
    with writing_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / name).open("w")
    with file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() >= until:
                    raise IndexBusy from error
                time.sleep(_PAUSE)
        yield
