"""How fast and how well we read PDFs, beside pdftotext and stock pdfminer.six: `python -m benchmarks.ingest`.

All readers read the same files, one process a file, in one run; what counts is the CPU time of the children. The files
are a sample with a fixed seed of a corpus beside the repository where there is one, else the demo collection.
"""

import contextlib
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from ingest.clean import clean
from ingest.errors import IngestError
from ingest.extract import PageText
from ingest.extract.bounded import extract

ROOT = Path(__file__).parents[1]
CORPUS, DEMO = ROOT.parent / "shared" / "corpus", ROOT / "demo"
SEED, FILES, PAGES = 2024, 25, 600
STOCK = """
import logging, sys
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTContainer, LTTextLine
logging.disable()
def lines(container):
    for below in container:
        if isinstance(below, LTTextLine):
            yield below.get_text()
        elif isinstance(below, LTContainer):
            yield from lines(below)
for page in extract_pages(sys.argv[1], laparams=LAParams(all_texts=True)):
    for line in lines(page):
        sys.stdout.write(line)
"""
_HYPHEN = re.compile("[-\u00ad\ufffe\x02]\\s*")
_WORD = re.compile(r"[^\W_]+")


@dataclass
class Sample:
    name: str
    files: list[Path]
    pages: int


def sample() -> Sample:
    """Files of the corpus in random order, as many as fit into so many pages."""
    folder, name = (CORPUS, "corpus") if CORPUS.is_dir() else (DEMO, "demo")
    paths = sorted(folder.glob("*.pdf"))
    random.Random(SEED).shuffle(paths)
    taken: list[Path] = []
    total = 0
    for path in paths:
        many = _many_pages(path)
        if len(taken) < FILES and total + many <= PAGES:
            taken.append(path)
            total += many
    return Sample(name, taken, total)


def _many_pages(path: Path) -> int:
    with contextlib.closing(pypdfium2.PdfDocument(path)) as pdf:
        return len(pdf)


def children_seconds(read: Callable[[Path], object], files: list[Path]) -> tuple[float, float]:
    """CPU seconds of the processes that reading the files took, and seconds on the clock."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    for path in files:
        read(path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return spent, time.perf_counter() - began


def read_ours(path: Path) -> list[PageText]:
    return [message for message in extract(path) if isinstance(message, PageText)]


def start_ours(path: Path) -> None:
    """A child that has nothing to read."""
    with contextlib.suppress(IngestError):
        list(extract(path / "tidak-ada"))


def read_pdftotext(path: Path) -> None:
    command = ["pdftotext", "-enc", "UTF-8", path, "-"]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def read_stock(path: Path) -> None:
    subprocess.run([sys.executable, "-c", STOCK, path], stdout=subprocess.DEVNULL, check=True)


def f1_with_pdfium(path: Path) -> list[float]:
    """Of every page that has words by pdfium, how far our words (kept text, hyphens apart) are the same."""
    scores = []
    with contextlib.closing(pypdfium2.PdfDocument(path)) as pdf:
        for number, page in enumerate(clean(read_ours(path))):
            theirs = _words(pdf[number].get_textpage().get_text_bounded())
            ours = _words(page.text)
            if theirs:
                scores.append(2 * (ours & theirs).total() / (ours.total() + theirs.total()))
    return scores


def _words(text: str) -> Counter[str]:
    """Words without regard to hyphens and where lines end, which the two treat differently."""
    return Counter(_WORD.findall(_HYPHEN.sub("", text).casefold()))


def main() -> None:
    chosen = sample()
    print(f"{len(chosen.files)} files, {chosen.pages} pages of the {chosen.name}")
    readers: list[tuple[str, Callable[[Path], object]]] = [
        ("ours, with boxes", read_ours),
        ("stock pdfminer.six", read_stock),
    ]
    if shutil.which("pdftotext"):
        readers.append(("pdftotext", read_pdftotext))
    else:
        print("pdftotext is not installed (apt-get install poppler-utils): left out")
    speeds: dict[str, float] = {}
    for name, read in readers:
        read(chosen.files[0])  # the first time files and libraries come from the disk
        spent, clock = children_seconds(read, chosen.files)
        speeds[name] = chosen.pages / spent
        print(
            f"  {name:20} {speeds[name]:8.1f} pages per CPU second  ({spent:.1f} s CPU, {clock:.1f} s clock)"
        )
    ours = speeds["ours, with boxes"]
    starting, _ = children_seconds(start_ours, chosen.files)
    reading = chosen.pages / (chosen.pages / ours - starting)
    print(f"  {'ours, once started':20} {reading:8.1f} pages per CPU second  ({starting:.1f} s CPU to start)")
    print(
        f"  ours to stock pdfminer.six: {ours / speeds['stock pdfminer.six']:.2f}  (at least 1.2; designed for 4.5)"
    )
    if "pdftotext" in speeds:
        print(
            f"  ours to pdftotext:          {ours / speeds['pdftotext']:.2f}, once started {reading / speeds['pdftotext']:.2f}  (designed for .20)"
        )
    scores = sorted(score for path in chosen.files for score in f1_with_pdfium(path))
    if scores:
        print(
            f"  F1 of words against pdfium: {sum(scores) / len(scores):.4f} mean, {scores[len(scores) // 20]:.4f} at 5 %,"
            f" {scores[0]:.4f} lowest of {len(scores)} pages"
        )


if __name__ == "__main__":
    main()
