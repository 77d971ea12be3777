"""Keeps .venv in step with a lock file: uv where it is on the path, else venv and pip."""

import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.opening.place import PYTHON, ROOT, VENV, environment
from portal.opening.processes import Command, pause, step
from portal.opening.words import both, stop_with

RUNTIME, DEVELOPMENT = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
INSTALLED = VENV / "installed"  # the lock files whose packages are here; empty while an install is under way


def install(lock: Path) -> None:
    """Have the packages of `lock`: instant where they are there, begun anew where a call was cut off."""
    if installed(lock):
        return
    with alone(Path(__file__), "menunggu pemasangan lain", "waiting for another install"):
        if installed(lock):
            return
        uv = shutil.which("uv")
        if not _usable(with_pip=not uv):
            _make(uv)
        INSTALLED.write_text("")
        tool: Command = [PYTHON, "-m", "pip", "install", "--progress-bar", "off"]
        if uv:
            tool = [uv, "pip", "install", "--python", PYTHON, "--compile-bytecode"]
        step("memasang paket", "installing packages", [*tool, "--require-hashes", "-r", lock])
        # The development lock holds all of the other one, in the same versions.
        INSTALLED.write_text("\n".join({mark(lock), mark(RUNTIME)}))


def installed(lock: Path) -> bool:
    return PYTHON.exists() and INSTALLED.exists() and mark(lock) in INSTALLED.read_text().splitlines()


def mark(lock: Path) -> str:
    """What a lock file holds and for which Python, in one line."""
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()} Python {platform.python_version()}"


def _usable(with_pip: bool) -> bool:
    """Whether .venv is whole, of this Python, and can be installed into."""
    if INSTALLED.exists() and not INSTALLED.read_text():
        return False
    question = "import platform; print(platform.python_version())" + "; import pip" * with_pip
    command: Command = [PYTHON, "-c", question]
    try:
        answer = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == platform.python_version()


def _make(uv: str | None) -> None:
    own = getattr(sys, "_base_executable", sys.executable)  # never the .venv that is about to be replaced
    if not uv and not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        remedy = "sudo apt install python{}.{}-venv".format(*sys.version_info)
        stop_with(
            2,
            f"Modul venv belum terpasang; di Debian dan Ubuntu: {remedy}",
            f"The venv module is not installed; on Debian and Ubuntu: {remedy}",
        )
    shutil.rmtree(VENV, ignore_errors=True)
    tool = [uv, "venv", "--python", own] if uv else [own, "-m", "venv"]
    step("menyiapkan Python", "preparing Python", [*tool, VENV])


@contextmanager
def alone(path: Path, indonesian: str, english: str) -> Iterator[None]:
    """Hold `path`, so that two calls at once do what is inside one after the other."""
    handle = os.open(path, os.O_RDONLY)
    try:
        if not _held(handle):
            print("  " + both(indonesian, english), flush=True)
            while not _held(handle):
                pause(0.1)
        yield
    finally:
        os.close(handle)


def _held(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
