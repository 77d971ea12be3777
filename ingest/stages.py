"""What was already done for a file, and with what: a stage whose fingerprint stays the same is not done again.

A fingerprint is made from the file's own hash, our version of the stage, the versions of the tools that it uses, and
the fingerprints of the stages before it. So a new pdfium makes covers anew, and a better hyphen rule reads no PDF again.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from time import monotonic

from ingest import extract
from ingest.media import FILM as FILM_FILE
from ingest.media import PDF as PDF_FILE
from ingest.models import Ingestion, StageRun
from library import mp4
from library.models import File

Stage = Ingestion.Stage

#: Counted up whenever a stage of ours gives something else for the same file; the readers keep their own count.
VERSIONS = {Stage.EXTRACT: extract.VERSION, Stage.COPY: 3, Stage.KEEP: 3}
_TOOLS = {
    Stage.EXTRACT: ("pdfminer.six", "pypdfium2"),
    Stage.COPY: ("pikepdf", "pypdfium2", "pillow"),
    Stage.KEEP: (),
}
_AFTER = {Stage.KEEP: (Stage.EXTRACT,)}
ORDER = (Stage.EXTRACT, Stage.COPY, Stage.KEEP)


@cache
def tools(stage: Stage) -> dict[str, str]:
    """The packages that a stage uses, with their versions."""
    return {name: _version(name) for name in _TOOLS[stage]}


def fingerprint(stage: Stage, sha256: str) -> str:
    """Of this stage for the PDF with that hash: 32 hexadecimal digits."""
    said = [sha256, stage.value, str(VERSIONS[stage])]
    said += [f"{name} {number}" for name, number in sorted(tools(stage).items())]
    said += [fingerprint(before, sha256) for before in _AFTER.get(stage, ())]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def fingerprint_of_film(sha256: str) -> str:
    """Of the copy of the recording with that hash, which needs no tool."""
    return hashlib.sha256(f"{sha256}\nfilm\n{mp4.VERSION}".encode()).hexdigest()[:32]


def is_done(stage: Stage, file: File) -> bool:
    """Whether the stage was done for this file as it would be done now."""
    return file.stages.filter(stage=stage, fingerprint=_fingerprint(stage, file)).exists()


def _fingerprint(stage: Stage, file: File) -> str:
    film = file.media_type == FILM_FILE.type
    return fingerprint_of_film(file.sha256) if film else fingerprint(stage, file.sha256)


def note(stage: Stage, file: File, seconds: float) -> None:
    """Remember that it is done, and how many seconds it took."""
    done = {
        "fingerprint": _fingerprint(stage, file),
        "tools": tools(stage) if file.media_type == PDF_FILE.type else {},
        "seconds": round(seconds, 3),
    }
    StageRun.objects.update_or_create(file=file, stage=stage, defaults=done)


@contextmanager
def timed(stage: Stage, file: File) -> Iterator[None]:
    """Note the stage when the block has come to its end."""
    began = monotonic()
    yield
    note(stage, file, monotonic() - began)


def outdated() -> Iterator[int]:
    """The keys of files that publications read or play, and for which some stage would be done otherwise now, the oldest of
    each kind first. Those of which the original was found faulty wait until it is sound again."""
    runs: dict[int, dict[str, str]] = {}
    for key, stage, mark in StageRun.objects.values_list("file", "stage", "fingerprint"):
        runs.setdefault(key, {})[stage] = mark
    read = (
        File.objects.filter(media_type=PDF_FILE.type, pages__gt=0, spans__isnull=False, fault="")
        .distinct()
        .order_by("added")
    )
    for key, sha256 in read.values_list("pk", "sha256").iterator():
        held = runs.get(key, {})
        if any(held.get(stage) != fingerprint(stage, sha256) for stage in ORDER):
            yield key
    played = File.objects.filter(
        media_type=FILM_FILE.type, taken_away=False, recordings__isnull=False, fault=""
    )
    for key, sha256 in played.distinct().order_by("added").values_list("pk", "sha256").iterator():
        if runs.get(key, {}).get(Stage.COPY) != fingerprint_of_film(sha256):
            yield key


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
