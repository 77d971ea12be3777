"""How fast we read, beside pdftotext and stock pdfminer.six: every reader reads the same files in turn."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf

from benchmarks.reading.measure import Measured, at_least, at_most, children_seconds, is_noisy
from ingest.extract import PageText, bounded

ROUNDS = 3
LONG = 900
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
PEAK = """
import resource, sys
from pathlib import Path
from ingest.extract import bounded
many = sum(1 for _ in bounded.extract(Path(sys.argv[1])))
bounded.close()
print(many - 1, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def read_ours(path: Path) -> list[PageText]:
    """The pages as the library reads them, in a child process, with the place of every word."""
    return [message for message in bounded.extract(path) if isinstance(message, PageText)]


def read_stock(path: Path) -> None:
    subprocess.run([sys.executable, "-c", STOCK, path], stdout=subprocess.DEVNULL, check=True)


def read_pdftotext(path: Path) -> None:
    command = ["pdftotext", "-enc", "UTF-8", path, "-"]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def all_ours(files: list[Path]) -> None:
    """Beginning with no process of ours, so that starting one counts."""
    bounded.close()
    for path in files:
        read_ours(path)
    bounded.close()


def speed(files: list[Path], pages: int) -> Iterator[Measured]:
    """Pages per CPU second, all in: the least that each took in some rounds, for others can only make it more."""
    readers: dict[str, Callable[[], object]] = {
        "ours": lambda: all_ours(files),
        "stock": lambda: [read_stock(path) for path in files],
    }
    if shutil.which("pdftotext"):
        readers["pdftotext"] = lambda: [read_pdftotext(path) for path in files]
    least: dict[str, float] = {}
    for turn in range(ROUNDS):
        for name, act in readers.items():
            if name != "stock" or turn < ROUNDS - 1:
                least[name] = min(least.get(name, 1e9), children_seconds(act)[0])
    noise = "noisy: others use this machine" if is_noisy() else ""
    yield Measured(
        "pages per CPU second, with the place of words", f"{pages / least['ours']:.1f}", note=noise
    )
    yield Measured("  stock pdfminer.six, layout", f"{pages / least['stock']:.1f}")
    if "pdftotext" in least:
        yield Measured("  pdftotext", f"{pages / least['pdftotext']:.1f}")
        yield at_least("ours to pdftotext", least["pdftotext"] / least["ours"], 0.20, form=".2f")
    else:
        yield Measured("ours to pdftotext", "–", "≥ 0.2", note="apt-get install poppler-utils")
    yield at_least("ours to stock pdfminer.six", least["stock"] / least["ours"], 4.5, form=".2f")


def side_by_side(files: list[Path]) -> Measured:
    """Two files at a time, by the clock."""
    read_ours(files[0])
    _, alone = children_seconds(lambda: [read_ours(path) for path in files])
    with ThreadPoolExecutor(2) as threads:
        _, two = children_seconds(lambda: list(threads.map(read_ours, files)))
    note = "noisy: others use this machine, and the clock is theirs too" if is_noisy() else ""
    return at_least("two processes, by the clock", alone / two, 1.6, note, ".2f")


def memory(files: list[Path], folder: Path) -> Measured:
    """The largest of our processes while it reads one file of 900 pages, put together from the files."""
    path = folder / "panjang.pdf"
    with pikepdf.new() as whole:
        for file in [*files] * LONG:
            with pikepdf.open(file) as pdf:
                whole.pages.extend(pdf.pages)
            if len(whole.pages) >= LONG:
                break
        whole.save(path)
    told = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True)
    pages, kilobytes = map(int, told.stdout.split())
    return at_most(f"megabytes at most, a file of {pages} pages", kilobytes / 1000, 150, form=".0f")
