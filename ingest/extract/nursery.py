"""A process that has imported what a reader needs and forks a child for each file: starting one anew would cost as much
as reading twenty pages. `bounded` starts it (`python -m ingest.extract.nursery READER`, a socket as its standard input;
the reader is a module whose `main` takes a path, limits, and whatever else was asked).

It never looks at a file itself, so every child begins clean. A child leads a process group of its own, which ends with
it, or as soon as whoever asked for it lets go of its line, or is gone.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import logging
import os
import select
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from ingest.extract import Limits

#: An order is a frame of JSON after its length, which brings two descriptors along: where to write, and the line.
LENGTH = 4
_BROUGHT = 2
#: Objects made between two looks for circles: reading makes many objects and hardly any circle.
_YOUNG = 50_000
_SET_PDEATHSIG = 1  # <linux/prctl.h>

Reader = Callable[..., int]


class Nursery:
    """The children that live, and the lines of those who asked for them."""

    def __init__(self, asked: socket.socket, reader: Reader) -> None:
        self._asked = asked
        self._reader = reader
        self._lines: dict[int, socket.socket] = {}
        self._unwanted: set[int] = set()
        self._woken, waking = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(waking, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waking, warn_on_full_buffer=False)

    def serve(self) -> None:
        """Until whoever asks is gone."""
        try:
            while True:
                heard = {line: pid for pid, line in self._lines.items() if pid not in self._unwanted}
                listening: list[socket.socket | int] = [self._asked, self._woken, *heard]
                ready, _, _ = select.select(listening, [], [])
                for line, pid in heard.items():
                    if line in ready:
                        self._unwanted.add(pid)
                        _kill(pid)
                self._bury()
                if self._asked in ready and not self._begin():
                    return
        finally:
            for pid in self._lines:
                _kill(pid)

    def _begin(self) -> bool:
        """One more child; False where there is nobody to ask for one."""
        head, brought, _, _ = socket.recv_fds(self._asked, LENGTH, _BROUGHT)
        if len(head) < LENGTH or len(brought) < _BROUGHT:
            return False
        order = self._asked.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL)
        out, line = brought
        pid = os.fork()
        if not pid:
            _become_a_child(self._reader, order, out)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        os.close(out)
        self._lines[pid] = socket.socket(fileno=line)
        return True

    def _bury(self) -> None:
        """Tell how children ended, and end what they left behind, while their number is still theirs."""
        with contextlib.suppress(BlockingIOError):
            os.read(self._woken, 4_096)
        with contextlib.suppress(ChildProcessError):
            while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                _kill(ended.si_pid)
                _, status = os.waitpid(ended.si_pid, 0)
                self._unwanted.discard(ended.si_pid)
                with self._lines.pop(ended.si_pid) as line, contextlib.suppress(OSError):
                    line.sendall(b"%d" % os.waitstatus_to_exitcode(status))


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _become_a_child(reader: Reader, order: bytes, out: int) -> NoReturn:
    """The fork's own life."""
    status = 1
    try:
        os.setpgid(0, 0)
        if sys.platform == "linux":  # should somebody kill the nursery, nobody else would end the child
            ctypes.CDLL(None).prctl(_SET_PDEATHSIG, signal.SIGKILL)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number, place in enumerate((nowhere, out, nowhere)):
            os.dup2(place, number)
        os.closerange(3, 65_536)
        status = _read(reader, **json.loads(order))
    finally:
        os._exit(status)


def _read(reader: Reader, command: list[str], asked: list[str], path: str, limits: dict[str, float]) -> int:
    if command:
        os.execv(command[0], [*command, path, json.dumps(limits)])  # noqa: S606
    return reader(Path(path), Limits(**limits), *asked)  # type: ignore[arg-type]


if __name__ == "__main__":
    logging.disable()
    warnings.simplefilter("ignore")
    read: Reader = importlib.import_module(sys.argv[1]).main
    gc.freeze()
    gc.set_threshold(_YOUNG)
    Nursery(socket.socket(fileno=0), read).serve()
