"""Asking the second reader: `pdfium`, in a process beside ours that starts when it is first asked.

Its crashes are its own: who is not answered goes on with what the first reader found.
"""

import importlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, cast

from ingest.extract import Limits, Outline, PageText
from ingest.extract.messages import Failure, Frames, Garbled, Message

_PIECE = 1 << 16


class Second:
    """The second reader of one file. Close it after use: `with Second(path, limits) as second`."""

    def __init__(
        self, path: Path, limits: Limits, module: str = "ingest.extract.pdfium", *, fork: bool = False
    ) -> None:
        """`fork`: this process may be forked, which is sooner done; it has one thread, and nothing of its own to lose."""
        self.path, self.limits, self._module, self._fork = path, limits, module, fork
        #: Of the time that the whole file has, so much is for one answer.
        self._patience = limits.wall * limits.cpu / 4
        self._process: _Process | None = None
        self._frames = Frames()
        self._outline: Outline | Failure | None = None
        self._gone = False

    def __enter__(self) -> "Second":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()

    def outline(self) -> Outline | Failure:
        """What the file is, by pdfium; or why it can say nothing."""
        if self._outline is None:
            start = _Fork if self._fork else _program
            self._process = start(self._module, self.path, self.limits)
            try:
                answer = self._answer()
            except Failure as failure:
                self._outline, self._gone = failure, True
            else:
                self._outline = (
                    answer if isinstance(answer, Outline) else Failure("damaged", "pdfium: no word")
                )
        return self._outline

    def page(self, number: int) -> PageText | None:
        """The page of that number (from 1), None where the second reader cannot be had, or has not so many pages."""
        outline = self.outline()
        if self._gone or isinstance(outline, Failure) or number > outline.pages:
            return None
        with suppress(BrokenPipeError):
            pipe = cast(IO[bytes], cast(_Process, self._process).stdin)
            pipe.write(b"%d\n" % number)
            pipe.flush()
        with suppress(Failure):
            answer = self._answer()
            return answer if isinstance(answer, PageText) else None
        return None

    def _answer(self) -> Message | None:
        """The next message; None from where on there is none. Raises `Failure` where that is what it says."""
        pipe = cast(IO[bytes], cast(_Process, self._process).stdout).fileno()
        until = time.monotonic() + self._patience
        with suppress(Garbled):
            while select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
                piece = os.read(pipe, _PIECE)
                if not piece:
                    break
                for message in self._frames.feed(piece):
                    return message
        self._gone = True
        return None


def _program(module: str, path: Path, limits: Limits) -> subprocess.Popen[bytes]:
    places = os.pathsep.join(place for place in (str(Path(__file__).parents[2]), *sys.path) if place)
    return subprocess.Popen(  # noqa: S603
        (sys.executable, "-m", module, str(path), json.dumps(asdict(limits))),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": places, "LC_ALL": "C.UTF-8"},
    )


class _Fork:
    """A fork of this process that runs the module's `main`, with the pipes and the end of a `Popen`."""

    def __init__(self, module: str, path: Path, limits: Limits) -> None:
        asked, ask = os.pipe()
        told, tell = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            try:
                os.dup2(asked, 0)
                os.dup2(tell, 1)
                os.closerange(3, 65_536)
                importlib.import_module(module).main(path, limits)
            finally:
                os._exit(1)
        os.close(asked)
        os.close(tell)
        self.stdin, self.stdout = os.fdopen(ask, "wb"), os.fdopen(told, "rb")

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def communicate(self) -> None:
        with suppress(BrokenPipeError):
            self.stdin.close()
        self.stdout.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


_Process = _Fork | subprocess.Popen[bytes]
