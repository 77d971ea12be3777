"""Asking the second reader: `pdfium`, in a process beside ours that starts when it is first asked.

Its crashes are its own: who is not answered goes on with what the first reader found.
"""

import json
import os
import select
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

    def __init__(self, path: Path, limits: Limits, module: str = "ingest.extract.pdfium") -> None:
        self._command = (sys.executable, "-m", module, str(path), json.dumps(asdict(limits)))
        #: Of the time that the whole file has, so much is for one answer.
        self._patience = limits.wall * limits.cpu / 4
        self._process: subprocess.Popen[bytes] | None = None
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
            places = os.pathsep.join(place for place in (str(Path(__file__).parents[2]), *sys.path) if place)
            self._process = subprocess.Popen(  # noqa: S603
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": places, "LC_ALL": "C.UTF-8"},
            )
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
            pipe = cast(IO[bytes], cast(subprocess.Popen[bytes], self._process).stdin)
            pipe.write(b"%d\n" % number)
            pipe.flush()
        with suppress(Failure):
            answer = self._answer()
            return answer if isinstance(answer, PageText) else None
        return None

    def _answer(self) -> Message | None:
        """The next message; None from where on there is none. Raises `Failure` where that is what it says."""
        pipe = cast(IO[bytes], cast(subprocess.Popen[bytes], self._process).stdout).fileno()
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
