"""kill -9, forty times: whoever is killed, at the end every page is there once, every file is done, and the index is
what the rows are.

The demo collection is taken in three times, each in a library of its own, with ten kills at random moments (fixed seed):
of the command `manage ingest`, of the child that reads, and of the worker. Scans of pages of it are taken in once more,
with ten kills of the child that recognises a page and of the worker meanwhile. What is there afterwards must be what an
undisturbed run leaves, to the letter.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.recognise import REMEDY, available
from trials import scanned
from trials.site import INGEST, Site, alive, below, command_of, kill, prepared

KILLS = 10
SEED = 2004
#: Seconds: how long a killed one may leave children behind, and how long the rest may take.
_ORPHANS, _REST = 15.0, 900.0
#: Seconds at which a command is killed after it has begun to read; a busy machine may need long to begin.
_MOMENTS = 0.0, 4.0
_BEGINS = 90.0
#: Seconds between two kills of whoever recognises, so that some pages come to their end, and within a page.
_BETWEEN, _WITHIN = (0.0, 5.0), (0.0, 2.0)
#: How often it is the worker, and not the child that recognises.
_WORKER_TOO = 0.4
_READER, _RECOGNISER = "ingest.extract.child", "ingest.extract.tesseract"
SAME = ("works", "drafts", "passages", "files", "texts", "scans", "held", "held_passages")


@dataclass
class Kills:
    """`hit`: it was at work when it was killed; `orphans`: what outlived a killed parent; `wrong`: what else was seen."""

    hit: int = 0
    orphans: int = 0
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Exit code 0 when nothing was lost and nothing doubled, 2 when a trial could not be made."""
    asked = argparse.ArgumentParser(prog="trials.kill", description=__doc__)
    asked.add_argument("--only", action="append", choices=[*TRIALS, "recogniser"])
    asked.add_argument("--kills", type=int, default=KILLS, help=f"in each trial, else {KILLS}")
    options = asked.parse_args()
    names = options.only or [*TRIALS, "recogniser"]
    began = time.monotonic()
    undisturbed = _demo_undisturbed() if set(names) & set(TRIALS) else {}
    print(
        f"{'killed':<16}{'kills':>6}{'at work':>9}{'attempts':>10}{'orphans':>9}{'left':>6}{'seconds':>9}  at the end"
    )
    whole = True
    for name in [name for name in TRIALS if name in names]:
        whole &= _trial(f"the {name}", TRIALS[name], undisturbed, options.kills)
    untried = "recogniser" in names and not available()
    if untried:
        print(f"the recogniser: tesseract is not installed: {REMEDY}")
    elif "recogniser" in names:
        with tempfile.TemporaryDirectory(prefix="pustaka-scans-") as folder:
            whole &= _recogniser(scanned.make(Path(folder)), options.kills)
    print(f"{'nothing lost, nothing doubled' if whole else 'NOT SOUND'}; {time.monotonic() - began:.0f} s")
    return (2 if untried else 0) if whole else 1


def _demo_undisturbed() -> dict:
    with prepared() as site:
        site.manage(*INGEST)
        facts = site.facts()
    print(f"undisturbed: {facts['works']} works, {facts['passages']} passages, {facts['files']} files")
    return facts


def _recogniser(paths: list[Path], many: int) -> bool:
    """The scans read by a worker that nobody disturbs, and in another library with kills."""
    with prepared() as site:
        site.queue_scans(paths)
        kills = Kills()
        with _Worker(site):
            _wait_for_pages(site, kills)
        undisturbed = site.facts()
    pages = undisturbed["passages"]
    print(f"undisturbed: {undisturbed['files']} scans, {pages} pages, {undisturbed['scans']}")
    if kills.wrong or undisturbed["without_text"] or undisturbed["scans"] != {"done": pages}:
        print(f"    not even undisturbed: {kills.wrong}, {undisturbed['without_text']} pages without text")
        return False

    def killing(site: Site, chance: random.Random, many: int) -> Kills:
        site.queue_scans(paths)
        return kill_recogniser(site, chance, many)

    return _trial("the recogniser", killing, undisturbed, many)


def _trial(
    name: str, killing: Callable[[Site, random.Random, int], Kills], undisturbed: dict, many: int
) -> bool:
    began = time.monotonic()
    with prepared() as site:
        kills = killing(site, random.Random(SEED), many)
        facts, left = site.facts(), site.left_over()
        said = site.said.read_text(errors="replace")[-2_000:] if site.said.exists() else ""
    wrong = kills.wrong + differences(facts, undisturbed)
    wrong += [f"left over: {path}" for path in left]
    if kills.orphans:
        wrong.append(f"{kills.orphans} processes outlived their parent")
    seconds = time.monotonic() - began
    attempts = facts["tried"] or sum(facts["attempts"].values())
    print(
        f"{name:<16}{many:>6}{kills.hit:>9}{attempts:>10}{kills.orphans:>9}{len(left):>6}{seconds:>9.0f}"
        f"  {'as undisturbed' if not wrong else 'NOT SOUND'}",
        flush=True,
    )
    for line in wrong:
        print(f"    {line}")
    if wrong and said:
        print("    " + said.replace("\n", "\n    "))
    return not wrong


def differences(facts: dict, undisturbed: dict) -> list[str]:
    found = [
        f"{name}: {facts[name]}, undisturbed {undisturbed[name]}"
        for name in SAME
        if facts[name] != undisturbed[name]
    ]
    found += [f"{name}: {facts[name]}" for name in ("doubled", "pending", "drift", "errors") if facts[name]]
    if facts["states"] != {"done": undisturbed["rows"]}:
        found.append(f"states: {facts['states']}")
    return found


def kill_command(site: Site, chance: random.Random, many: int) -> Kills:
    """Only the command itself is killed; its children must notice. The same command goes on, and at last ends by itself."""
    kills = Kills()
    for _ in range(many):
        _killed_after(site.start(*INGEST), chance.uniform(*_MOMENTS), kills)
    ended = site.run(*INGEST)
    if ended.returncode:
        kills.wrong.append(f"exit {ended.returncode}: {(ended.stdout + ended.stderr)[-1_000:]}")
    return kills


def kill_worker(site: Site, chance: random.Random, many: int) -> Kills:
    """The worker is killed and started again, as whoever keeps it running would do."""
    kills = Kills()
    site.queue_demo()
    for _ in range(many):
        _killed_after(site.start("worker"), chance.uniform(*_MOMENTS), kills)
    with _Worker(site):
        _wait(site, kills)
    return kills


def _killed_after(process: "subprocess.Popen[bytes]", seconds: float, kills: Kills) -> None:
    until = time.monotonic() + _BEGINS
    while not below(process.pid) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(seconds)
    children = below(process.pid)
    if process.poll() is None:
        process.kill()
        kills.hit += bool(children)
    process.wait()
    kills.orphans += len(alive(children, _ORPHANS))


def kill_child(site: Site, chance: random.Random, many: int) -> Kills:
    """Only the process that reads a file is killed: its file is tried again by itself, and no other one notices."""
    kills = Kills()
    site.queue_demo()
    with _Worker(site) as worker:
        until = time.monotonic() + _REST
        while kills.hit < many and time.monotonic() < until:
            time.sleep(chance.uniform(0.0, 1.5))
            kills.hit += _kill_reader(worker.pid, _READER, chance.uniform(0.0, 0.3))
        _wait(site, kills)
    facts = site.facts()
    again = sum(facts["attempts"].values()) - facts["rows"]
    if again != kills.hit:
        kills.wrong.append(f"{kills.hit} children killed, {again} attempts counted beyond the first")
    return kills


def kill_recogniser(site: Site, chance: random.Random, many: int) -> Kills:
    """The process that recognises a page is killed, or the worker with it; each is tried again by itself."""
    kills, of_children, of_workers = Kills(), 0, 0
    until = time.monotonic() + _REST
    worker = _Worker(site)
    process = worker.__enter__()
    try:
        while kills.hit < many and time.monotonic() < until:
            time.sleep(chance.uniform(*_BETWEEN))
            later = chance.uniform(*_WITHIN)
            if chance.random() >= _WORKER_TOO:
                of_children += _kill_reader(process.pid, _RECOGNISER, later)
            elif _reading(process.pid, _RECOGNISER, 5.0):
                time.sleep(later)
                children = below(process.pid)
                process.kill()
                process.wait()
                kills.orphans += len(alive(children, _ORPHANS))
                of_workers += 1
                process = worker.__enter__()
            kills.hit = of_children + of_workers
            if not site.waiting():
                break
        _wait_for_pages(site, kills)
    finally:
        worker.__exit__()
    if kills.hit < many:
        kills.wrong.append(f"only {kills.hit} kills before all was recognised")
    facts = site.facts()
    again = facts["tried"] - facts["passages"]
    if not of_children <= again <= kills.hit:
        kills.wrong.append(
            f"{of_children} children and {of_workers} workers killed, {again} attempts counted beyond the first"
        )
    return kills


def _kill_reader(worker: int, reader: str, later: float) -> bool:
    """Kill the child that reads now, or the next one that does, a moment later; whether it was still there."""
    child = _reading(worker, reader, 5.0)
    if not child:
        return False
    time.sleep(later)
    if not command_of(child):
        return False
    kill(child)
    return True


def _reading(worker: int, reader: str, seconds: float) -> int:
    """The child that reads now, or the next one that does within so long; else 0."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for nursery in _nurseries(worker, reader):
            if children := below(nursery):
                return children[0]
        time.sleep(0.005)
    return 0


def _nurseries(worker: int, reader: str) -> list[int]:
    return [pid for pid in below(worker) if f"nursery {reader}" in command_of(pid)][:1]


class _Worker:
    """A worker for as long as the block lasts, ended as an operator ends it."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __enter__(self) -> "subprocess.Popen[bytes]":
        self._process = self._site.start("worker")
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _wait(site: Site, kills: Kills) -> None:
    """Until the worker has nothing left to read and to index."""
    until = time.monotonic() + _REST
    while time.monotonic() < until:
        time.sleep(3.0)
        if not site.waiting():
            return
    kills.wrong.append(f"not done within {_REST:.0f} s")


def _wait_for_pages(site: Site, kills: Kills) -> None:
    """Until nothing is left to read, recognise and index, and what was recognised stands in the passages."""
    until = time.monotonic() + _REST
    while time.monotonic() < until:
        time.sleep(3.0)
        if not site.waiting() and not site.not_shown() and not site.waiting():
            return
    kills.wrong.append(f"not recognised within {_REST:.0f} s")


TRIALS = {"command": kill_command, "child": kill_child, "worker": kill_worker}


if __name__ == "__main__":
    sys.exit(main())
