"""How well and how fast pages are recognised, beside bare tesseract: `python -m benchmarks.recognise`.

Scans are made from pages whose text is known (a corpus beside the repository where there is one, and the demo
collection): drawn at 200 dots to the inch, hung askew, out of focus, noisy. We read them as PDF, all in; bare tesseract
reads the very picture that pdfium draws of that page, with the same languages and one thread. They take turns, and what
counts is the CPU time of the children: the clock also counts whoever else uses the machine.
"""

import argparse
import contextlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from benchmarks.ingest import CORPUS, DEMO, read_ours
from ingest.errors import IngestError
from ingest.extract import PageText, tesseract
from ingest.extract.messages import Frames
from ingest.recognise import LANGUAGES, LIMITS, REMEDY, available, judged
from tests import scans

SEED, PAGES = 2024, 20
SKEWS = (-3.0, -1.5, -0.5, 0.0, 0.7, 2.0, 3.0)
NOISE = 8.0
F1, RATIO = 0.99, 1.15
FEWEST_WORDS = 80


@dataclass
class Known:
    path: Path
    number: int
    text: str
    skew: float


@dataclass
class Tried:
    ours: float
    bare: float
    seconds: float
    bare_seconds: float
    skew: float


def known_pages(many: int) -> list[Known]:
    """Pages in random order, half of them of the corpus where there is one, with the text that was set on them."""
    chance = random.Random(SEED)
    found: list[Known] = []
    for folder in [folder for folder in (CORPUS, DEMO) if folder.is_dir()]:
        wanted = many if not CORPUS.is_dir() else (many // 2 if folder == CORPUS else many - len(found))
        paths = sorted(folder.glob("*.pdf"))
        chance.shuffle(paths)
        for path in paths:
            if wanted and (page := _page(path, chance)):
                found.append(Known(path, page.number, page.text, SKEWS[len(found) % len(SKEWS)]))
                wanted -= 1
    return found


def _page(path: Path, chance: random.Random) -> PageText | None:
    """A page that is type and nothing else: what is hidden, turned or a picture is not what a reader sees."""
    pages: list[PageText] = []
    with contextlib.suppress(IngestError):
        pages = [
            page
            for page in read_ours(path)
            if scans.words(page.text).total() >= FEWEST_WORDS
            and page.picture < 0.01
            and not page.hidden
            and page.flags <= {"reordered"}
            and not any(line.turned for line in page.lines)
        ]
    return chance.choice(pages) if pages else None


def bare(picture: Path) -> str:
    ended = subprocess.run(
        ["tesseract", picture, "-", "--dpi", str(scans.DPI), "-l", "+".join(LANGUAGES)],
        capture_output=True,
        check=True,
        env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    return ended.stdout.decode()


def all_in(pdf: Path) -> str:
    """As `ingest.recognise` does, forked by us: the time of what a nursery forks is not ours to see."""
    program = shutil.which("tesseract") or "tesseract"
    with tempfile.TemporaryFile() as said:
        pid = os.fork()
        if not pid:
            os.dup2(said.fileno(), 1)
            os._exit(tesseract.main(pdf, LIMITS, program, "+".join(LANGUAGES), "1"))
        os.waitpid(pid, 0)
        said.seek(0)
        [page] = Frames().feed(said.read())
    assert isinstance(page, PageText)
    return judged(page).text


def timed(read: Callable[[], str]) -> tuple[str, float]:
    """What it says, and the CPU seconds of the processes that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    text = read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return text, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def tried(page: Known, folder: Path) -> Tried:
    spoilt = scans.spoilt(scans.picture(page.path.read_bytes(), page.number), page.skew, NOISE)
    pdf, picture = folder / "scan.pdf", folder / "scan.pgm"
    pdf.write_bytes(scans.as_pdf(spoilt))
    scans.picture(pdf.read_bytes()).save(picture)
    theirs, bare_seconds = timed(lambda: bare(picture))
    ours, seconds = timed(lambda: all_in(pdf))
    return Tried(scans.f1(ours, page.text), scans.f1(theirs, page.text), seconds, bare_seconds, page.skew)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=PAGES)
    asked.add_argument("--worst", action="store_true", help="say which page came out how")
    options = asked.parse_args()
    if not available():
        sys.exit(f"tesseract is not installed: {REMEDY}")
    pages = known_pages(options.pages)
    print(
        f"{len(pages)} pages, {len({page.path for page in pages})} files; {min(SKEWS)} to {max(SKEWS)} degrees askew,"
        f" noise of {NOISE:g} shades; tesseract {available()}"
    )
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for page in pages:
            found.append(tried(page, Path(folder)))
            if options.worst:
                print(f"  {page.path.name} {page.number}: {found[-1]}", flush=True)
    clock = time.perf_counter() - began
    _report(found, clock)


def _report(found: list[Tried], clock: float) -> None:
    straight = [each for each in found if abs(each.skew) < 1]
    total, bare_total = sum(each.seconds for each in found), sum(each.bare_seconds for each in found)
    for name, some in (("all", found), ("less than 1 degree askew", straight)):
        print(
            f"  F1 of words, {name}: {mean(each.ours for each in some):.4f} mean, {median(each.ours for each in some):.4f}"
            f" median, {min(each.ours for each in some):.4f} lowest; bare tesseract"
            f" {mean(each.bare for each in some):.4f} mean, {min(each.bare for each in some):.4f} lowest"
        )
    print(f"  F1 of words: {mean(each.ours for each in found):.4f}  (wanted: at least {F1})")
    print(
        f"  CPU seconds a page: {total / len(found):.2f}, bare {bare_total / len(found):.2f}; ours to bare:"
        f" {total / bare_total:.2f}  (wanted: at most {RATIO}); on pages that hang less than 1 degree"
        f" {sum(each.seconds for each in straight) / sum(each.bare_seconds for each in straight):.2f}"
    )
    print(f"  ({clock:.0f} s clock)")


if __name__ == "__main__":
    main()
