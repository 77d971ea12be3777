"""A library of its own for a trial: prepared, worked on by the real commands, and looked at from outside."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_ELSEWHERE = ("DATABASE_URL", "ELASTICSEARCH_URL", "BASE_URL", "PORT", "DEBUG", "ALLOWED_HOSTS")

_FACTS = """
import hashlib, json
from collections import Counter
from django.db.models import Count
from ingest.models import Ingestion, Recognition
from library.models import Change, File, Passage, Publication
from search.engine import engine
from search.indexing import sweep
health, told = engine().health(), hashlib.sha256()
for row in Passage.objects.order_by("file__sha256", "number").values_list("file__sha256", "number", "label", "text"):
    told.update(repr(row).encode())
rows = Ingestion.objects.all()
print(json.dumps({
    "works": Publication.objects.live().count(), "drafts": Publication.objects.filter(live=False).count(),
    "passages": Passage.objects.count(), "files": File.objects.count(), "texts": told.hexdigest()[:16],
    "doubled": Passage.objects.values("file", "number").annotate(n=Count("pk")).filter(n__gt=1).count(),
    "rows": rows.count(), "states": dict(Counter(rows.values_list("state", flat=True))),
    "errors": dict(Counter(rows.exclude(error="").values_list("error", flat=True))),
    "attempts": dict(rows.values_list("name", "attempts")),
    "scans": dict(Counter(Recognition.objects.values_list("state", flat=True))),
    "tried": sum(Recognition.objects.values_list("attempts", flat=True)),
    "without_text": Passage.objects.filter(text="").count(),
    "pending": Change.objects.count(), "held": health.publications, "held_passages": health.passages,
    "drift": sweep().total if health.current else -1,
}))
"""
_QUEUE = """
from pathlib import Path
from ingest.accept import take_in
from ingest.catalogue import describe_without_file
from ingest.records import read_csv
records = read_csv(Path("demo/metadata.csv"))
describe_without_file(records.without_file, publish=True)
for path in sorted(Path("demo").glob("*.pdf"), key=lambda path: getattr(records.of(path), "line", 0)):
    record = records.of(path)
    with path.open("rb") as source:
        take_in(source, path.name, record=record.told if record else None, publish=True)
"""
_QUEUE_SCANS = """
from pathlib import Path
from ingest.accept import take_in
for path in map(Path, {paths!r}):
    with path.open("rb") as source:
        take_in(source, path.name, record={{"title": path.stem, "kind": "book"}}, publish=True)
"""
_WAITING = """
SELECT (SELECT COUNT(*) FROM ingest_ingestion WHERE state NOT IN ('done', 'refused'))
     + (SELECT COUNT(*) FROM ingest_recognition WHERE state NOT IN ('done', 'refused'))
     + (SELECT COUNT(*) FROM library_change)
"""
_NOT_SHOWN = """
SELECT COUNT(*) FROM ingest_recognition r JOIN library_passage p ON p.file_id = r.file_id AND p.number = r.number
WHERE r.state = 'done' AND p.text = ''
"""
_STATES = """
SELECT state, error, COUNT(*) FROM ingest_ingestion GROUP BY state, error
"""
_SERVE = """
import os, sys
from portal.opening.library import site_command
os.execv(sys.executable, [sys.executable, *map(str, site_command()[1:])])
"""
_OPENS_WITHIN, _PATIENCE = 120.0, 10.0
_BEATS = "SELECT COUNT(*) FROM portal_beat WHERE name LIKE ?"
#: The PDFs of the demo collection: what the queue brings too, without what the command finds beside films and data.
PDFS = sorted(str(path) for path in (ROOT / "demo").glob("*.pdf"))
INGEST = ("ingest", *PDFS, "--metadata", "demo/metadata.csv", "--publish")


class Site:
    """A data folder, and the commands of the house upon it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        told = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
        self._environment = told | {"PUSTAKA_DATA": str(folder)} | environment

    def manage(self, *arguments: str, check: bool = True) -> str:
        """What a command says. Raises CalledProcessError where it fails, unless that is expected."""
        return self.run(*arguments, check=check).stdout

    def run(self, *arguments: str, check: bool = False) -> "subprocess.CompletedProcess[str]":
        ended = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self._environment, capture_output=True, text=True
        )  # fmt: skip
        if check and ended.returncode:
            sys.stderr.write(ended.stderr[-4_000:])
            ended.check_returncode()
        return ended

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """A command that goes on beside us; what it says is added to the file `said` of the data folder's neighbour."""
        with self.said.open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self._environment, stdout=said, stderr=said
            )  # fmt: skip

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The site's web server, as `./run` starts it, for as long as the block lasts; gives its address."""
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        told = {"PORT": str(port), "BASE_URL": url}
        with self.said.open("ab") as said:
            server = subprocess.Popen(
                [sys.executable, "-c", _SERVE], cwd=ROOT, env=self._environment | told, stdout=said, stderr=said
            )  # fmt: skip
        try:
            until = time.monotonic() + _OPENS_WITHIN
            while time.monotonic() < until:
                with suppress(OSError):
                    fetch(f"{url}/sehat")
                    break
                time.sleep(0.2)
            yield url
        finally:
            server.terminate()
            server.wait(60)

    def said_of(self, logger: str) -> list[str]:
        """What the site's processes said to the loggers below this one."""
        return [line for line in self.said.read_text().splitlines() if f" {logger}" in line]

    @property
    def said(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.said")

    def shell(self, code: str) -> str:
        return self.manage("shell", "-v", "0", "-c", code)

    def queue_demo(self) -> None:
        """The demo collection taken in, waiting for a worker."""
        self.shell(_QUEUE)

    def queue_scans(self, paths: list[Path]) -> None:
        """These scans taken in, each as a book, waiting for a worker."""
        self.shell(_QUEUE_SCANS.format(paths=[str(path) for path in paths]))

    def waiting(self) -> int:
        """How many files and pages are neither read nor put aside, and how many changes are not in the index yet."""
        return int(self._asked(_WAITING)[0][0])

    def beats(self, worker: int) -> bool:
        """Whether the worker with this process id has said that it lives."""
        return bool(self._asked(_BEATS, f"%:{worker}")[0][0])

    def not_shown(self) -> int:
        """How many pages were recognised and stand without text."""
        return int(self._asked(_NOT_SHOWN)[0][0])

    def states(self) -> dict[tuple[str, str], int]:
        """How many files there are in each state and with each error."""
        return {(state, error): count for state, error, count in self._asked(_STATES)}

    def _asked(self, question: str, *told: object) -> list[tuple]:
        """What the rows say, read beside whoever writes: starting a command for that would cost what is watched its time."""
        with closing(
            sqlite3.connect(f"file:{self.folder}/pustaka.sqlite3?mode=ro", uri=True, timeout=30)
        ) as rows:
            return rows.execute(question, told).fetchall()

    def facts(self) -> dict:
        """What there is: works, passages, their texts (a hash), states of rows, and how far the index is from that."""
        return json.loads(self.shell(_FACTS).strip().splitlines()[-1])

    def left_over(self) -> list[str]:
        """Files that should not be there any more: received and not kept, written by half."""
        files = [path for path in (self.folder / "files").rglob("*") if path.is_file()]
        half = {".part", ".new"}
        return sorted(str(path) for path in files if path.parent.name == "received" or path.suffix in half)


@contextmanager
def prepared(folder: Path | None = None, **environment: str) -> Iterator[Site]:
    """A prepared site, gone afterwards; `folder` is where it is to be, if not in the machine's temporary folder, and
    `environment` what its processes are told beside."""
    place = folder or Path(tempfile.mkdtemp(prefix="pustaka-trial-"))
    site = Site(place / "data", **environment)
    try:
        site.manage("prepare")
        yield site
    finally:
        shutil.rmtree(place, ignore_errors=True)


def fetch(url: str, reader: str = "") -> str:
    """What one of our own servers answers. Raises OSError where that is no answer (HTTPError is one)."""
    request = urllib.request.Request(url, headers={"User-Agent": reader})  # noqa: S310
    with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
        return answer.read().decode()


def ends_in_order() -> None:
    """Who is asked to end (SIGTERM) takes along what was started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def below(pid: int) -> list[int]:
    """The children of a process and theirs, the nearest first."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError, ValueError):
            said = place.read_text().rpartition(")")[2].split()
            if said[0] != "Z":
                parents.setdefault(int(said[1]), []).append(int(place.parent.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(0), [])
        found += children
        waiting += children
    return found


def command_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def alive(pids: list[int], seconds: float) -> list[int]:
    """Those that are still there after so long, at most."""
    until = time.monotonic() + seconds
    left = pids
    while left and time.monotonic() < until:
        time.sleep(0.1)
        left = [pid for pid in left if command_of(pid)]
    return left
