"""Opens the library on this machine: prepares its data folder, then keeps site and worker running as one tree."""

import errno
import hashlib
import http.client
import json
import os
import socket
import sys
import time
from subprocess import Popen
from typing import NoReturn
from urllib.parse import urlsplit

from portal.opening.packages import RUNTIME, alone, install, mark
from portal.opening.place import BASE_URL, DATA, HOST, NEAREST, PORT, PYTHON, ROOT
from portal.opening.processes import CLOSE_WITHIN, Command, Tree, pause, step
from portal.opening.words import both, complain, stop_with

OPEN_WITHIN = 60  # seconds until the site must answer

Told = dict[str, str | bool]
Row = tuple[str, str, str]  # a name in Indonesian, in English, and what it is


def open_library(with_demo: bool) -> NoReturn:
    """Install, prepare, and stay open until Ctrl-C or SIGTERM (exit code 0) or until a part ends by itself (1)."""
    check_door()
    install(RUNTIME)
    told: Told = {}
    try:
        prepare(told, with_demo)
        code = keep_open(told)
    finally:
        if told.get("password"):  # cut off before it was shown, and it cannot be asked for again
            _say("Pustaka belum buka; simpan ini", "Not open yet; keep this", _key(told))
    sys.exit(code)


def check_door() -> None:
    """End with one sentence where the site could not listen at HOST and PORT."""
    try:
        if not 0 < int(PORT) < 65536:
            raise ValueError
        family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
        socket.create_server((HOST, int(PORT)), family=family).close()
    except ValueError:
        stop_with(
            1, f"PORT harus angka 1–65535, bukan {PORT}.", f"PORT must be a number 1–65535, not {PORT}."
        )
    except OSError as trouble:
        if trouble.errno != errno.EADDRINUSE:
            why = f"{HOST}:{PORT}: {str(trouble.strerror).partition(' (')[0]}"
            stop_with(1, f"Alamat ini tidak dapat dipakai, {why}.", f"This address cannot be used, {why}.")
        other = f"PORT={int(PORT) % 65535 + 1} ./run"
        stop_with(
            1,
            f"Porta {PORT} sedang dipakai; pilih yang lain, misalnya: {other}",
            f"Port {PORT} is taken; choose another, for example: {other}",
        )


def prepare(told: Told, with_demo: bool) -> None:
    """Bring the data folder in step with this version; what `manage prepare` tells goes into `told`."""
    DATA.mkdir(parents=True, exist_ok=True)
    prepared, demo_wanted = DATA / "prepared", DATA / "demo-wanted"
    with alone(DATA, "menunggu penyiapan lain", "waiting for another start"):
        if prepared.exists() and prepared.read_text() == _state():
            return
        lines = step(
            "menyiapkan pustaka", "preparing the library", [PYTHON, "manage.py", "prepare", "--json"]
        )
        told |= json.loads(next(line for line in reversed(lines) if line.startswith("{")))
        if told["first"] and with_demo:
            demo_wanted.touch()
        if demo_wanted.exists():  # also when an earlier start was cut off here
            demo = ["demo", "--metadata", "demo/metadata.csv", "--publish"]
            step(
                "memuat koleksi contoh", "loading the demo collection", [PYTHON, "manage.py", "ingest", *demo]
            )
            demo_wanted.unlink()
        prepared.write_text(_state())


def _state() -> str:
    """A fingerprint of all that `manage prepare` looks at."""
    kept = [os.environ.get("DATABASE_URL"), (DATA / "pustaka.sqlite3").exists(), (DATA / "static").exists()]
    migrations = sorted(str(path) for path in ROOT.glob("*/migrations/*.py"))
    served = [(str(path), path.stat()) for path in sorted(ROOT.glob("*/static/**/*")) if path.is_file()]
    sizes = [(path, found.st_size, found.st_mtime_ns) for path, found in served]
    return hashlib.sha256(repr((mark(RUNTIME), kept, migrations, sizes)).encode()).hexdigest()


def keep_open(told: Told) -> int:
    """Site and worker until we are told to stop (0) or one of them ends (1)."""
    with Tree() as tree:
        try:
            children = {
                "web": tree.launch(site_command()),
                "worker": tree.launch([PYTHON, "manage.py", "worker"]),
            }
            return _watch(children, told)
        except KeyboardInterrupt:
            print("\n  " + both("menutup pustaka", "closing the library"), flush=True)
            return 0


def _watch(children: dict[str, Popen[str]], told: Told) -> int:
    deadline, opened = time.monotonic() + OPEN_WITHIN, False
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                complain(
                    f"{name} berhenti sendiri (kode {child.returncode}); pustaka ditutup.",
                    f"{name} ended by itself (code {child.returncode}); the library is closed.",
                )
                return 1
        if not opened and _answers():
            opened = True
            welcome(told)
        elif not opened and time.monotonic() > deadline:
            complain(
                f"Situs tidak menjawab dalam {OPEN_WITHIN} detik; pustaka ditutup.",
                f"The site did not answer within {OPEN_WITHIN} seconds; the library is closed.",
            )
            return 1
        pause(0.25 if opened else 0.1)


def _answers() -> bool:
    door = http.client.HTTPConnection(NEAREST, int(PORT), timeout=5)
    try:
        door.request("GET", "/sehat", headers={"Host": urlsplit(BASE_URL).netloc})
        return door.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()


def site_command() -> Command:
    """How gunicorn serves the site.

    No access log, and errors only in the other one: what a reader asks is written down nowhere.
    """
    return [
        *(PYTHON, "-m", "gunicorn", "portal.wsgi:application"),
        *("--bind", f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"),
        *("--worker-class", "gthread", "--threads", "8", "--workers", str(min(2, os.cpu_count() or 1))),
        *("--preload", "--log-level", "error", "--no-control-socket"),
        *("--graceful-timeout", str(CLOSE_WITHIN - 2)),
        *("--limit-request-line", "8190"),  # long questions are questions too; this is gunicorn's limit
    ]


def welcome(told: Told) -> None:
    """Say that the library is open and where; the first time also how to sign in, which is never said again."""
    rows = [("alamat", "address", f"{BASE_URL}/"), ("ruang editor", "editors", f"{BASE_URL}/admin/")]
    _say("Pustaka sudah buka", "The library is open", [*rows, *_key(told), ("tutup", "close", "Ctrl-C")])


def _key(told: Told) -> list[Row]:
    if not told.get("password"):
        return []
    once = both("hanya tampil sekali ini", "shown only once")
    return [("nama", "user", "admin"), ("sandi", "password", f"{told.pop('password')}   {once}")]


def _say(indonesian: str, english: str, rows: list[Row]) -> None:
    lines = [f"    {both(name, english_name, width=26)}{value}" for name, english_name, value in rows]
    print("", "  " + both(indonesian, english), "", *lines, "", sep="\n", flush=True)
