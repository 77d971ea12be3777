"""A file that was brought and is not imported yet, with what its bringer chose about it.

It waits beside those that are being received, under a name that nobody guesses and only its bringer finds; what is
forgotten there goes after a day (`ingest.accept.clear_left_over`). The choices lie beside it as JSON, so that every step
of an import has an address that can be loaded again.
"""

import json
import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any

from django.core.files.storage import storages

from ingest.imports.bringing import Fate, Outcome

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}(?:\.[a-z]{2,8})?")
_ENDING = re.compile(r"\.[a-z]{2,8}")
_LONGEST_NAME = 120


@dataclass(slots=True)
class Choices:
    """What was chosen step by step: how the file is read, what its columns mean (`Match.as_json`, None until they were
    matched), whether works that are here get proposals, and what became of the rows that were imported: by line, fate,
    page, sentence and proposed columns."""

    name: str = ""
    sheet: str = ""
    separator: str = ""
    encoding: str = ""
    match: dict[str, Any] | None = None
    propose: bool = False
    done: dict[str, list[Any]] = field(default_factory=dict)

    def note(self, line: int, outcome: Outcome) -> None:
        self.done[str(line)] = [outcome.fate.value, outcome.page, outcome.sentence, list(outcome.proposed)]

    def became(self) -> dict[int, Outcome]:
        """What became of rows, by line, without their titles."""
        return {
            int(line): Outcome(Fate(fate), "", "", sentence=sentence, page=page, proposed=tuple(proposed))
            for line, (fate, page, sentence, proposed) in self.done.items()
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that waits, by the token under which its bringer finds it."""

    token: str
    path: Path

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()

    def choices(self) -> Choices:
        """What was chosen so far; nothing where that cannot be read."""
        with suppress(OSError, ValueError, TypeError):
            return Choices(**json.loads(self._choices.read_text(encoding="utf-8")))
        return Choices(name=self.token)

    def choose(self, choices: Choices) -> None:
        """Keep what was chosen, wholly or not at all; the day after which it is forgotten begins again."""
        new = self._choices.with_name(f"{self._choices.name}-{secrets.token_hex(4)}")
        new.write_text(json.dumps(asdict(choices), ensure_ascii=False), encoding="utf-8")
        new.replace(self._choices)
        with suppress(OSError):
            os.utime(self.path)

    @property
    def _choices(self) -> Path:
        return self.path.with_name(f"pilihan-{self.path.name}")


def keep(owner: int, name: str, chunks: Iterable[bytes]) -> Kept:
    """Keep what that person brought until it is imported."""
    ending = PurePath(name).suffix.lower()
    token = secrets.token_urlsafe(24) + (ending if _ENDING.fullmatch(ending) else "")
    kept = Kept(token, _path(owner, token))
    with kept.path.open("wb") as target:
        for block in chunks:
            target.write(block)
    kept.choose(Choices(name=PurePath(name).name[-_LONGEST_NAME:]))
    return kept


def find(owner: int, token: str) -> Kept | None:
    """What that person brought under this token, where it still waits."""
    path = _path(owner, token) if _TOKEN.fullmatch(token) else None
    return Kept(token, path) if path is not None and path.is_file() else None


def _path(owner: int, token: str) -> Path:
    folder = Path(storages["files"].location) / "received"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"impor-{owner}-{token}"
