"""The inside of the trial `kill_indexing`: a process of the site that forks those who get killed. It asks neither database
nor engine itself, so that nothing of it lives on in them."""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.core.management import call_command
from django.db import connections

from portal import worker
from search.indexing import drain_all, rebuild
from trials import shelf
from trials.site import Site, fetch

_WORKS, _ALTERED = 300, 0.9
_FEW_LEFT = 60
"""Changes below which there is too little to be killed at: works are altered again."""
_EVERY_REBUILD = 5
_MOST_BATCHES = 2
_REST = 600.0
_LEASE = 150.0
"""Seconds in which a killed build must have stopped keeping others away."""
_LOOK = 0.01


@dataclass
class Told:
    """`worker` and `rebuild`: how often each was killed at its work; `amid`: with some of the changes in hand confirmed and
    others not; `busy`: the longest that a killed build kept the next away, in seconds."""

    worker: int = 0
    amid: int = 0
    rebuild: int = 0
    busy: float = 0.0
    works: int = 0
    passages: int = 0
    old: int = 0
    wrong: list[str] = field(default_factory=list)


def run(folder: str, url: str, many: int, seed: int) -> None:
    """So many kills on the library in `folder`, whose index is at `url`, or beside it; prints what came of it as JSON."""
    trial = Trial(Site(Path(folder)), url, seed)
    trial.begin()
    trial.kill(many)
    trial.finish()
    print(json.dumps(asdict(trial.told)))


class Trial:
    def __init__(self, site: Site, url: str, seed: int) -> None:
        self.told = Told()
        self._site, self._url = site, url
        self._chance = random.Random(seed)
        self._batch = self._builds = 1.0

    def begin(self) -> None:
        """Works, an index of them, and how long it takes to build one when nobody disturbs it."""
        self._do(lambda: shelf.fill(_WORKS))
        self._do(rebuild)
        process = Forked(rebuild)
        began = self._until_building(process)
        process.wait()
        self._builds = time.monotonic() - began

    def kill(self, many: int) -> None:
        while self.told.worker + self.told.rebuild < many and not self.told.wrong:
            if (self.told.worker + self.told.rebuild) % _EVERY_REBUILD == _EVERY_REBUILD - 1:
                self._kill_rebuild()
            else:
                self._kill_worker()

    def finish(self) -> None:
        """The worker comes to its end, and so does a build."""
        if self._site.waiting() < _FEW_LEFT:
            self._alter()
        with self._worker():
            until = time.monotonic() + _REST
            while self._site.waiting() and time.monotonic() < until:
                time.sleep(0.2)
        self._check("the worker")
        until = time.monotonic() + _LEASE
        while not (whole := Forked(rebuild).wait()) and time.monotonic() < until:
            time.sleep(2.0)
        if not whole:
            self.told.wrong.append("no new index can be built: a lock stays")
        self._do(drain_all)
        self._check("a new index")
        self.told.wrong += self._left_over()

    def _check(self, after: str) -> None:
        path = self._site.folder.with_name("checked")
        self._do(lambda: path.write_text(json.dumps(shelf.check())))
        found = json.loads(path.read_text())
        self.told.works, self.told.passages, self.told.old = found["works"], found["passages"], found["old"]
        wrong = [*found["wrong"][:5], f"{len(found['wrong'])} in all"] if found["wrong"] else []
        if found["pending"] or any(found["drift"]):
            wrong.append(f"{found['pending']} pending; missing, stale, ghosts: {found['drift']}")
        self.told.wrong += [f"after {after}: {each}" for each in wrong]

    def _kill_worker(self) -> None:
        if self._site.waiting() < _FEW_LEFT:
            self._alter()
        before = left = self._site.waiting()
        batches = self._chance.randint(0, _MOST_BATCHES)
        with self._worker() as process:
            last = time.monotonic()
            while batches and left and process.alive:
                time.sleep(_LOOK)
                if (now := self._site.waiting()) != left:
                    batches, left = batches - 1, now
                    self._batch, last = time.monotonic() - last, time.monotonic()
            time.sleep(self._chance.uniform(0.0, self._batch))
        left = self._site.waiting()
        if left:  # else it had come to its end, and was killed at nothing
            self.told.worker += 1
            self.told.amid += left < before

    def _kill_rebuild(self) -> None:
        began = time.monotonic()
        while True:
            process = Forked(rebuild)
            if self._until_building(process):
                break
            process.wait()
            if time.monotonic() - began > _LEASE:
                self.told.wrong.append(f"a killed build kept others away for {_LEASE:.0f} s")
                return
            time.sleep(2.0)
        self.told.busy = max(self.told.busy, time.monotonic() - began)
        time.sleep(self._chance.uniform(0.0, 0.9 * self._builds))
        self.told.rebuild += process.kill()

    def _alter(self) -> None:
        seed = self._chance.randrange(10**6)
        self._do(lambda: shelf.alter(seed, _ALTERED))

    def _do(self, act: Callable[[], object]) -> bool:
        """Something done in a process of its own that nobody disturbs; whether it came to its end."""
        whole = Forked(act).wait()
        if not whole:
            self.told.wrong.append("what nobody disturbed was stopped by an error")
        return whole

    @contextmanager
    def _worker(self) -> "Iterator[Forked]":
        """A worker that is killed at the end of the block."""
        process = Forked(lambda: call_command("worker"))
        try:
            while process.alive and not self._site.beats(process.pid):
                time.sleep(_LOOK)
            yield process
        finally:
            if not process.kill():
                self.told.wrong.append("the worker ended by itself")

    def _until_building(self, process: "Forked") -> float:
        """The moment at which a new index was seen to be under way; 0 where the command ended without one."""
        known = self._half_built()
        while process.alive:
            if self._half_built() - known:
                return time.monotonic()
            time.sleep(_LOOK)
        return 0.0

    def _half_built(self) -> set[str]:
        if not self._url:
            folders = [path for path in (self._site.folder / "index").glob("*/") if path.is_dir()]
            return {path.name for path in folders if not (path / "version").exists()}
        aliases = json.loads(fetch(f"{self._url}/_cat/aliases?format=json"))
        return {each["index"] for each in aliases if "building" in each["alias"]}

    def _left_over(self) -> list[str]:
        """What no build needs any more."""
        left = [f"half-built and left over: {name}" for name in sorted(self._half_built())]
        if not self._url:
            held = [path for path in (self._site.folder / "index").glob("*/") if path.is_dir()]
            most = 2
        else:
            held = json.loads(fetch(f"{self._url}/_cat/indices?format=json"))
            most = 5  # two generations of two, and the lease
            if json.loads(fetch(f"{self._url}/pustaka-lease/_count"))["count"]:
                left.append("the lease is held")
        return left + ([f"{len(held)} indices are left"] if len(held) > most else [])


class Forked:
    """A process that does one thing and ends."""

    def __init__(self, act: Callable[[], object]) -> None:
        connections.close_all()
        sys.stdout.flush()
        self._code: int | None = None
        self.pid = os.fork()
        if not self.pid:
            os._exit(_done(act))

    @property
    def alive(self) -> bool:
        return self._ended(os.WNOHANG) is None

    def wait(self) -> bool:
        """Whether it came to its end."""
        return self._ended(0) == 0

    def kill(self) -> bool:
        """With signal 9; whether it was still there."""
        if not self.alive:
            return False
        os.kill(self.pid, signal.SIGKILL)
        self._ended(0)
        return True

    def _ended(self, how: int) -> int | None:
        if self._code is None:
            pid, status = os.waitpid(self.pid, how)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code


def _done(act: Callable[[], object]) -> int:
    try:
        act()
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


assert worker.run  # loaded before any fork
