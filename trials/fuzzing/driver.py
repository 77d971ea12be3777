"""One target fuzzed for a while, in a process of its own: `python -m trials.fuzzing.driver TARGET SECONDS SEED FOLDER BY`,
which is "atheris" or "plain", our own mutator. Every kind of finding is
kept once in the folder: its input, and beside it the traceback. How many inputs were tried is written there too, so that it is known
whatever becomes of this process.
"""

import contextlib
import hashlib
import json
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from random import Random
from time import monotonic

#: CPU seconds for one input (by far the most need milliseconds), and bytes of address space for all of them.
MOST_SECONDS, MEMORY = 5.0, 1_500_000_000
_NOTE_EVERY = 0.5


class TooSlow(BaseException):
    """Nobody must take it for an error of a file."""


class Trying:
    """Tries inputs on a target and keeps what is found."""

    def __init__(self, name: str, run: Callable[[bytes], None], folder: Path) -> None:
        self._name, self._run, self._folder = name, run, folder
        self.tried = self.longest = 0.0
        self._kinds: set[str] = set()
        self._noted = 0.0
        signal.signal(signal.SIGVTALRM, _too_slow)

    def __call__(self, data: bytes) -> None:
        began = monotonic()
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
        try:
            self._run(data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            self._keep(data, error)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.tried += 1
        self.longest = max(self.longest, monotonic() - began)
        if monotonic() - self._noted > _NOTE_EVERY:
            self.note()

    def note(self) -> None:
        self._noted = monotonic()
        said = {"tried": int(self.tried), "longest": round(self.longest, 2), "found": len(self._kinds)}
        (self._folder / f"{self._name}.json").write_text(json.dumps(said))

    def _keep(self, data: bytes, error: BaseException) -> None:
        """One input for each place where something is raised."""
        last = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} {last.filename}:{last.lineno}"
        if kind in self._kinds:
            return
        self._kinds.add(kind)
        place = self._folder / f"{self._name}-{hashlib.sha256(kind.encode()).hexdigest()[:8]}"
        place.write_bytes(data)
        place.with_suffix(".txt").write_text("".join(traceback.format_exception(error)))


def _too_slow(*_: object) -> None:
    raise TooSlow(f"more than {MOST_SECONDS:g} CPU seconds")


def main(name: str, seconds: float, seed: int, folder: Path, by: str) -> None:
    if by == "atheris":
        import atheris

        with atheris.instrument_imports(include=["ingest", "pdfminer"], enable_loader_override=False):
            from trials.fuzzing.targets import TARGETS
    else:
        from trials.fuzzing.targets import TARGETS
    target = TARGETS[name]
    trying = Trying(name, target.run, folder)
    first = target.seeds()
    if target.seen:  # what reads in other processes bounds them by itself
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for data in first:
        trying(data)
    if by == "atheris":
        _by_atheris(trying, first, target.words, seconds, seed, folder)
    else:
        _by_ourselves(trying, first, target.words, seconds, seed, folder / f"{name}.current")


def has_atheris() -> bool:
    return find_spec("atheris") is not None


def _by_atheris(
    trying: Trying, first: list[bytes], words: tuple[bytes, ...], seconds: float, seed: int, folder: Path
) -> None:
    import atheris

    with tempfile.TemporaryDirectory(prefix="pustaka-fuzz-") as known:
        for number, data in enumerate(first):
            Path(known, str(number)).write_bytes(data)
        book = Path(known, "words")
        book.write_text("".join(f'"{_escaped(word)}"\n' for word in words))
        options = [
            f"-max_total_time={max(1, int(seconds))}", f"-seed={seed}", f"-dict={book}", "-max_len=8192", "-timeout=60",
            f"-artifact_prefix={folder}/{trying._name}-", "-rss_limit_mb=0",
        ]  # fmt: skip
        atheris.Setup([sys.argv[0], *options, known], trying)
        with contextlib.suppress(SystemExit):
            atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def _by_ourselves(
    trying: Trying, first: list[bytes], words: tuple[bytes, ...], seconds: float, seed: int, current: Path
) -> None:
    from trials.fuzzing.mutator import mutated

    chance, until = Random(seed), monotonic() + seconds
    while monotonic() < until:
        data = mutated(chance.choice(first), first, words, chance)
        current.write_bytes(data)  # is left behind by what ends this very process
        trying(data)
    current.unlink(missing_ok=True)
    trying.note()


if __name__ == "__main__":
    called, seconds_, seed_, folder_, by_ = sys.argv[1:]
    main(called, float(seconds_), int(seed_), Path(folder_), by_)
