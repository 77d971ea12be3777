"""What the public gets of a file, its clean copy and its cover: made once, during ingest.

`library.making` makes both in one bounded child process, for starting a process costs more than most copies do.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from library.pictures import COVER_WIDTH

WALL = 180.0  # seconds that the child may take; its CPU seconds are bounded by itself


@dataclass(frozen=True, slots=True)
class Copy:
    """`size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Made:
    """What there is now; `cover` is width and height in pixels. `trouble` says to operators why one is missing."""

    copy: Copy | None
    cover: tuple[int, int] | None
    trouble: str = ""


def make(original: Path, copy: Path, cover: Path, *, wall: float = WALL) -> Made:
    """Write the copy of `original` for the public to `copy`, and its first page as a picture to `cover`.

    Each appears whole or not at all: of a file that cannot be copied or drawn there is no copy or no cover. Raises
    OSError where the disk is at fault.
    """
    original.stat()  # raises without the file, which qpdf would only call unreadable
    said, complaint = _child(original, copy, cover, wall)
    made_copy, made_cover, troubles = None, None, []
    for line in said:
        match line:
            case ["copy", str(sha256), int(size)]:
                made_copy = Copy(sha256, size)
            case ["cover", int(width), int(height)]:
                made_cover = (width, height)
            case ["disk", reason]:
                raise OSError(str(reason))
            case [what, reason]:
                troubles.append(f"{what}: {reason}")
    if complaint and not (made_copy and made_cover):
        troubles.append(complaint)
    return Made(made_copy, made_cover, "; ".join(troubles))


def _child(original: Path, copy: Path, cover: Path, wall: float) -> tuple[list[list[object]], str]:
    """The lines that the child said, and how it ended where it did not end well."""
    places = [str(path.resolve()) for path in (original, copy, cover)]
    child = subprocess.Popen(  # noqa: S603 (our own module, our own paths)
        [sys.executable, "-E", "-s", "-m", "library.making", *places, str(COVER_WIDTH)],
        cwd=Path(__file__).resolve().parent.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that a Ctrl-C in the terminal, or our own kill, means one whole group
    )
    late = False
    try:
        out, err = child.communicate(timeout=wall)
    except subprocess.TimeoutExpired:
        late = True
        os.killpg(child.pid, signal.SIGKILL)
        out, err = child.communicate()
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
        if child.returncode:
            for target in (copy, cover):
                for part in target.parent.glob(f"{target.name}.*.part"):
                    part.unlink(missing_ok=True)
    said = []
    for line in out.splitlines():
        with suppress(ValueError):  # the last line of one that was killed may be half a line
            said.append(json.loads(line))
    last = err.decode(errors="replace").strip().rpartition("\n")[2]
    if late:
        last = f"not made within {wall:g} s"
    elif child.returncode:
        last = f"exit {child.returncode} {last}".strip()
    return said, last
