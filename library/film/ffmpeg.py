"""The one door to ffprobe and ffmpeg: each run in a process of its own, within limits, reading one local file."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic

from library.film.errors import DamagedFilm, LookedTooLong, NoFfmpeg

REMEDY = "sudo apt install ffmpeg"
_BOUND = str(Path(__file__).with_name("bound.py"))
_KNOWN_SECONDS = 30
_PATIENCE = 20.0
_STOPPED = (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ)
_NO_MEMORY = re.compile("Cannot allocate memory|failed to map segment|out of memory")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of CPU, seconds on the clock, bytes of address space, bytes that may come out."""

    cpu: int = 20
    wall: float = 40.0
    memory: int = 1_500_000_000
    written: int = 40_000_000


def available() -> str:
    """The version of ffmpeg where it and ffprobe are installed, else "". Looked up anew twice a minute, so that it is
    seen when it comes or goes."""
    ffmpeg, ffprobe = shutil.which("ffmpeg"), shutil.which("ffprobe")
    return _version(ffmpeg, int(monotonic() // _KNOWN_SECONDS)) if ffmpeg and ffprobe else ""


def ffprobe(path: Path, demuxer: str, limits: Limits, *options: str) -> bytes:
    """What ffprobe says of the file, read by that demuxer and no other. Raises `NoFfmpeg`, `DamagedFilm`,
    `LookedTooLong`."""
    return _said("ffprobe", limits, "-v", "error", *options, *_source(path, demuxer))


def ffmpeg(
    path: Path, demuxer: str, limits: Limits, before: tuple[str, ...], after: tuple[str, ...]
) -> bytes:
    """What ffmpeg makes of the file, from its standard output: options of the source, then of what is made. Raises as
    `ffprobe` does."""
    return _said(
        "ffmpeg",
        limits,
        "-v",
        "error",
        "-nostdin",
        "-threads",
        "1",
        *before,
        *_source(path, demuxer),
        *after,
        "pipe:1",
    )


def _source(path: Path, demuxer: str) -> tuple[str, ...]:
    # Nothing but this file is opened, whatever its content says: no other protocol, and no guess at another format.
    return ("-protocol_whitelist", "file", "-f", demuxer, "-i", f"file:{path.resolve()}")


def _said(name: str, limits: Limits, *arguments: str) -> bytes:
    program = shutil.which(name)
    if not program:
        raise NoFfmpeg(REMEDY)
    numbers = (str(limits.cpu), str(limits.memory), str(limits.written))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(  # noqa: S603 (our own program; the path is one argument)
            [sys.executable, "-I", "-S", _BOUND, *numbers, program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=complaints,
            cwd="/",
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            start_new_session=True,  # so that our kill means one whole group
        )
        try:
            status = child.wait(limits.wall)
        except subprocess.TimeoutExpired as error:
            raise LookedTooLong(f"{name}: {limits.wall:g} s by the clock") from error
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        complaints.seek(0)
        complaint = complaints.read(4_000).decode(errors="replace").strip()
        if status in _STOPPED or _NO_MEMORY.search(complaint):
            raise LookedTooLong(f"{name}: ended with {status}: {complaint[-500:]}")
        if status:
            raise DamagedFilm(f"{name}: ended with {status}: {complaint[-500:]}")
        out.seek(0)
        return out.read()


@lru_cache(maxsize=1)
def _version(program: str, _moment: int) -> str:
    try:
        ended = subprocess.run(  # noqa: S603
            [program, "-version"], capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE, env={}
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.match(r"ffmpeg version (\S+)", ended.stdout.decode(errors="replace"))
    return found[1] if found and ended.returncode == 0 else ""
