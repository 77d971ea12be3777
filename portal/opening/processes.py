"""Starts what others do and ends it in order: no process outlives us, however we go.

Children lead groups of their own, so that Ctrl-C reaches us alone.
"""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, Self

from portal.opening.place import ROOT, environment
from portal.opening.words import both, on_terminal, stop_with

CLOSE_WITHIN = 10  # seconds a child has to end by itself
LAST_WORDS = 60  # lines that are shown of a step that failed
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_STEERING = re.compile(r"\033\[[0-9;?]*[A-Za-z]")  # colours and movements of the cursor
_stops_heard: list[int] = []

Command = list[str | Path]


def heed_stops() -> None:
    """Let Ctrl-C and SIGTERM interrupt us in a pause, never between starting a child and taking note of it."""
    for number in STOPS:
        signal.signal(number, lambda heard, _frame: _stops_heard.append(heard))


def pause(seconds: float) -> None:
    """Wait; raises KeyboardInterrupt when we were told to stop."""
    time.sleep(seconds)
    if _stops_heard:
        raise KeyboardInterrupt


def become(command: Command, at: Path | None = None) -> NoReturn:
    """Turn into that command, in the folder `at` if given: signals and exit code are its own."""
    sys.stdout.flush()
    if at:
        os.chdir(at)
    os.execve(command[0], [str(part) for part in command], environment())  # noqa: S606


def run(command: Command) -> int:
    """Run a command in our folder, its words on our terminal; gives its exit code."""
    sys.stdout.flush()
    with Tree() as tree:
        process = tree.launch(command)
        while process.poll() is None:
            pause(0.1)
    return process.returncode


def step(indonesian: str, english: str, command: Command) -> list[str]:
    """Do one long step and give the lines that it printed; where it fails, they are shown and we end."""
    code, lines = follow(indonesian, english, command)
    if code:
        sys.stderr.write("".join(lines[-LAST_WORDS:]))
        stop_with(1, f"Gagal: {indonesian}.", f"Failed: {english}.")
    return lines


def follow(indonesian: str, english: str, command: Command) -> tuple[int, list[str]]:
    """Run a command behind one line that shows it moving; gives its exit code and the lines that it printed."""
    began, lines = time.monotonic(), list[str]()
    said = "  " + both(indonesian, english, width=54)
    with Tree() as tree:
        # On a terminal the child is given one too: then it says how far it is.
        heard, spoken = pty.openpty() if on_terminal() else os.pipe()
        process = tree.launch(command, output=spoken)
        os.close(spoken)
        listener = threading.Thread(target=_listen, args=[heard, lines])
        listener.start()
        while process.poll() is None:
            if on_terminal():
                _show_moving(said, began, lines)
            pause(0.1)
    listener.join()
    print(("\r\033[K" if on_terminal() else "") + f"{said}{time.monotonic() - began:4.0f} s", flush=True)
    return process.returncode, lines


def _listen(heard: int, lines: list[str]) -> None:
    with (
        open(heard, errors="replace") as stream,
        suppress(OSError),
    ):  # EIO: how a terminal says that it is over
        for line in stream:  # also where a carriage return writes over the line before
            lines.append(_STEERING.sub("", line))


def _show_moving(said: str, began: float, lines: list[str]) -> None:
    room = max(0, shutil.get_terminal_size().columns - 65)
    heard = next((line.strip() for line in reversed(lines) if line.strip()), "")[:room]
    print(f"\r\033[K{said}{time.monotonic() - began:4.0f} s  {heard}", end="", flush=True)


class Tree:
    """Children that end when the `with` block does, and also when we are killed outright.

    A guard stays behind for that: a fork that learns of our end by the closing of a pipe that we hold, on Linux
    and macOS alike, and ends those of whom it was told.
    """

    def __enter__(self) -> Self:
        heard, self._told = os.pipe()
        self._leaders: list[int] = []
        mine = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # the guard keeps them blocked
        self._guard = os.fork()
        if self._guard == 0:
            os.close(self._told)
            _keep_guard(heard)
        signal.pthread_sigmask(signal.SIG_SETMASK, mine)
        os.close(heard)
        return self

    def launch(self, command: Command, output: int | None = None) -> subprocess.Popen[str]:
        """Start a child that leads a group of its own and has no input; its words go to `output`."""
        child = subprocess.Popen(  # noqa: S603
            command,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0,
        )
        self._leaders.append(child.pid)
        os.write(self._told, b"%d\n" % child.pid)
        return child

    def __exit__(self, *_trouble: object) -> None:
        end(self._leaders)
        os.close(self._told)
        os.waitpid(self._guard, 0)


def _keep_guard(heard: int) -> NoReturn:
    os.setsid()
    with os.fdopen(heard) as pipe:
        leaders = [int(line) for line in pipe]
    end(leaders)
    os._exit(0)


def end(leaders: list[int]) -> None:
    """Ask each leader to end within CLOSE_WITHIN seconds, then end by force what is left of its group."""
    for pid in leaders:
        _send(pid, signal.SIGTERM)
    deadline = time.monotonic() + CLOSE_WITHIN
    while any(_is_there(pid) for pid in leaders) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in leaders:
        _send(-pid, signal.SIGKILL)


def _is_there(pid: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # an ended child counts as there until its parent has taken note
    return _send(pid, 0)


def _send(pid: int, number: int) -> bool:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):  # macOS forbids signals to a process that just ended
        return False
    return True
