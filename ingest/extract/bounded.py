"""Reading a file in a process of its own, within limits: what the pipeline and the `read` command call.

Nothing that a file does to its reader reaches us: it may hang, swell, crash or talk nonsense, and ends as one error
of `ingest.errors`, after all the pages that were finished.
"""

import atexit
import json
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from ingest.errors import IngestError, NoReader, ReaderCrashed, TookTooLong, TooMuchMemory, by_code
from ingest.extract import Limits, Outline, PageText
from ingest.extract.messages import Failure, Frames, Garbled

_PIECE = 1 << 16
_OUT_OF_MEMORY = 12
_LENGTH = 4  # as in `nursery`, which is not imported here: it would bring the readers along
_OUTLINE = "outline"  # as in `child`
_BURIAL_SECONDS = 10.0


def extract(
    path: Path, limits: Limits | None = None, child: tuple[str, ...] = ()
) -> Iterator[Outline | PageText]:
    """The outline of a PDF, then its pages in order, each as soon as it is read.

    Raises one of `ingest.errors` where the reading ends before the last page. Closing the iterator kills the child.
    `child` is a command that reads in place of ours; the path and the limits are added to it.
    """
    return _messages(_readers, path, limits or Limits(), command=child)


def outline(path: Path, limits: Limits | None = None) -> Outline:
    """What a PDF says of itself, without its text: it is opened like any other, and no further. Raises what `extract`
    raises before the first page, and of a file that breaks off what it raises behind the last."""
    for message in _messages(_readers, path, limits or Limits(), asked=(_OUTLINE,)):
        if isinstance(message, Outline):
            return message
    raise ReaderCrashed("it said nothing of the file")


def recognised(path: Path, limits: Limits, asked: tuple[str, str, str]) -> Iterator[Outline | PageText]:
    """The page that tesseract reads; `asked` are its program, the languages and the number of the page (from 1).
    Raises and ends as `extract` does."""
    return _messages(_recognisers, path, limits, asked=asked)


def _messages(
    children: "Children",
    path: Path,
    limits: Limits,
    *,
    command: tuple[str, ...] = (),
    asked: tuple[str, ...] = (),
) -> Iterator[Outline | PageText]:
    frames = Frames()
    patience = limits.wall * limits.cpu
    told = {"command": command, "asked": asked, "path": str(path.absolute())}
    order: dict[str, object] = told | {"limits": asdict(limits)}
    with _started(children, order) as (pipe, line):
        try:
            while not frames.ended:
                began = time.monotonic()
                piece = _next_piece(pipe, patience)
                patience -= time.monotonic() - began
                if not piece:
                    raise _ending(line, max(patience, 1.0))
                for message in frames.feed(piece):
                    if isinstance(message, PageText):
                        patience += limits.wall * limits.cpu_a_page
                    yield message
        except Failure as failure:
            raise by_code(failure.code)(failure.detail) from failure
        except Garbled as garbled:
            raise ReaderCrashed(f"it said what is no message ({garbled})") from garbled


@contextmanager
def _started(children: "Children", order: dict[str, object]) -> Iterator[tuple[int, socket.socket]]:
    """A child in a process group of its own, which does not outlive the block: the pipe that it writes to, and its
    line, on which its exit status comes when it has ended. Raises `NoReader`."""
    try:
        pipe, out = os.pipe()
    except OSError as error:
        raise NoReader(str(error)) from error
    try:
        try:
            line = children.ask(order, out)
        except OSError as error:
            raise NoReader(str(error)) from error
        finally:
            os.close(out)
        with line:
            try:
                yield pipe, line
            finally:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_WR)  # it is not wanted any more
                    line.settimeout(_BURIAL_SECONDS)
                    while line.recv(_PIECE):
                        pass
    finally:
        os.close(pipe)


def _next_piece(pipe: int, seconds: float) -> bytes:
    """What the child says next, b"" when it says no more. Raises `TookTooLong`.

    Only our waiting counts: while we keep what was read, the child may be waiting for us.
    """
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    if seconds <= 0 or not poll.poll(seconds * 1_000):
        raise TookTooLong("by the clock")
    return os.read(pipe, _PIECE)


def _ending(line: socket.socket, seconds: float) -> IngestError:
    """What it means that the child ended without a last word."""
    line.settimeout(seconds)
    try:
        status = int(line.recv(_PIECE) or b"-%d" % signal.SIGKILL)
    except TimeoutError:
        return TookTooLong("it closed its pipe and did not end")
    if status == -signal.SIGXCPU:
        return TookTooLong("by CPU time")
    if status == _OUT_OF_MEMORY:
        return TooMuchMemory("it could not even say so")
    if status < 0:
        # SIGKILL too: with its own memory bounded, it is the machine that ran short, or a person; try again.
        return ReaderCrashed(f"ended by {signal.Signals(-status).name}")
    return ReaderCrashed(f"ended with status {status}")


class Children:
    """Asks a nursery for children, and starts it when it is first asked; threads may share it. It inherits no secrets
    of ours, and what it complains goes nowhere. `reader` is the module that its children run. Raises OSError where none
    can be started."""

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._asking = threading.Lock()
        self._line: socket.socket | None = None
        self._nursery = self._owner = 0

    def ask(self, order: dict[str, object], out: int) -> socket.socket:
        """Have a child write to the descriptor `out`. Gives its line: who closes it ends the child and its family."""
        body = json.dumps(order).encode()
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._asking:
                try:
                    self._send(body, out, theirs.fileno())
                except OSError:  # somebody killed it; there can be another
                    self._end()
                    self._send(body, out, theirs.fileno())
        except OSError:
            ours.close()
            raise
        return ours

    def close(self) -> None:
        """End the nursery and all its children."""
        with self._asking:
            self._end()

    def _send(self, body: bytes, out: int, told: int) -> None:
        if self._owner != os.getpid():
            self._end()  # we are a fork of who started it
        line = self._line = self._line or self._start()
        socket.send_fds(line, [len(body).to_bytes(_LENGTH, "big")], [out, told])
        line.sendall(body)

    def _start(self) -> socket.socket:
        places = os.pathsep.join(place for place in (str(Path(__file__).parents[2]), *sys.path) if place)
        ours, theirs = socket.socketpair()
        try:
            with theirs, Path(os.devnull).open("wb") as nowhere:
                places_of = ((theirs, 0), (nowhere, 1), (nowhere, 2))
                self._nursery = os.posix_spawn(
                    sys.executable,
                    (sys.executable, "-m", "ingest.extract.nursery", self._reader),
                    {"PYTHONPATH": places, "LC_ALL": "C.UTF-8"},
                    file_actions=[(os.POSIX_SPAWN_DUP2, file.fileno(), number) for file, number in places_of],
                    setpgroup=0,
                )
        except OSError:
            ours.close()
            raise
        self._owner = os.getpid()
        return ours

    def _end(self) -> None:
        if self._line is None:
            return
        self._line.close()
        self._line = None
        if self._owner == os.getpid():
            with suppress(ChildProcessError):
                os.waitpid(self._nursery, 0)


#: Two, since recognition needs pdfium and no pdfminer, and reading the contrary.
_readers = Children("ingest.extract.child")
_recognisers = Children("ingest.extract.tesseract")


def close() -> None:
    """End the nurseries and all their children; the next file starts another."""
    _readers.close()
    _recognisers.close()


atexit.register(close)
