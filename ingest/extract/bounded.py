"""Reading a file in a process of its own, within limits: what the pipeline and the `read` command call.

Nothing that a file does to its reader reaches us: it may hang, swell, crash or talk nonsense, and ends as one error
of `ingest.errors`, after all the pages that were finished.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, cast

from ingest.errors import IngestError, ReaderCrashed, TookTooLong, TooMuchMemory, by_code
from ingest.extract import Limits, Outline, PageText
from ingest.extract.messages import Failure, Frames, Garbled

CHILD = (sys.executable, "-m", "ingest.extract.child")
_PIECE = 1 << 16
_OUT_OF_MEMORY = 12


def extract(
    path: Path, limits: Limits | None = None, child: tuple[str, ...] = CHILD
) -> Iterator[Outline | PageText]:
    """The outline of a PDF, then its pages in order, each as soon as it is read.

    Raises one of `ingest.errors` where the reading ends before the last page. Closing the iterator kills the child.
    `child` is the command that reads; the path and the limits are added to it.
    """
    limits = limits or Limits()
    frames = Frames()
    patience = limits.wall * limits.cpu
    with _started((*child, str(path.absolute()), json.dumps(asdict(limits)))) as process:
        try:
            while not frames.ended:
                began = time.monotonic()
                piece = _next_piece(process, patience)
                patience -= time.monotonic() - began
                if not piece:
                    raise _ending(process.wait(max(patience, 1.0)))
                for message in frames.feed(piece):
                    if isinstance(message, PageText):
                        patience += limits.wall * limits.cpu_a_page
                    yield message
        except Failure as failure:
            raise by_code(failure.code)(failure.detail) from failure
        except Garbled as garbled:
            raise ReaderCrashed(f"it said what is no message ({garbled})") from garbled
        except subprocess.TimeoutExpired as late:
            raise TookTooLong("it closed its pipe and did not end") from late


@contextmanager
def _started(command: tuple[str, ...]) -> Iterator[subprocess.Popen[bytes]]:
    """The child in a process group of its own, which does not outlive the block. It inherits no secrets of ours, and
    what it complains goes nowhere: a pipe that nobody empties would stop it."""
    places = os.pathsep.join(place for place in (str(Path(__file__).parents[2]), *sys.path) if place)
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": places, "LC_ALL": "C.UTF-8"},
        process_group=0,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _next_piece(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """What the child says next, b"" when it says no more. Raises `TookTooLong`.

    Only our waiting counts: while we keep what was read, the child may be waiting for us.
    """
    pipe = cast(IO[bytes], process.stdout).fileno()
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    if seconds <= 0 or not poll.poll(seconds * 1_000):
        raise TookTooLong("by the clock")
    return os.read(pipe, _PIECE)


def _ending(status: int) -> IngestError:
    """What it means that the child ended without a last word."""
    if status == -signal.SIGXCPU:
        return TookTooLong("by CPU time")
    if status == _OUT_OF_MEMORY:
        return TooMuchMemory("it could not even say so")
    if status < 0:
        # SIGKILL too: with its own memory bounded, it is the machine that ran short, or a person; try again.
        return ReaderCrashed(f"ended by {signal.Signals(-status).name}")
    return ReaderCrashed(f"ended with status {status}")
