"""Files that are broken by accident, beside pdfium alone, and files that mean harm."""

import contextlib
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reading.measure import Measured, at_least, at_most
from benchmarks.reading.sameness import words
from ingest.errors import IngestError, ReaderCrashed
from ingest.extract import Limits, PageText, bounded
from tests.ingest.test_nasty import SHELF

SEED, SOURCES, LARGEST = 11, 6, 150_000
WALL = 60.0
#: A text is clean if so many of its words are those of the whole file, and there are at least so many.
CLEAN, FEWEST = 0.95, 30
PDFIUM = """
import sys, pypdfium2
pdf = pypdfium2.PdfDocument(sys.argv[1])
for number in range(len(pdf)):
    try:
        sys.stdout.write(pdf[number].get_textpage().get_text_bounded() + "\\n")
        sys.stdout.flush()
    except pypdfium2.PdfiumError:
        pass
"""


def malformed(files: list[Path], folder: Path) -> Measured:
    """Of small files broken in many ways, how many give clean text, to how many give it by pdfium alone."""
    path = folder / "rusak.pdf"
    ours = theirs = many = 0
    small = [file for file in files if file.stat().st_size < LARGEST][:SOURCES]
    for file in small:
        known = Counter(words(_ours(file)))
        for data in _broken(file.read_bytes()):
            path.write_bytes(data)
            many += 1
            ours += _is_clean(_ours(path), known)
            theirs += _is_clean(_by_pdfium(path), known)
    note = f"{ours} to {theirs} of {many} broken files"
    return at_least(
        "malformed files with clean text, to pdfium alone", ours / (theirs or 1), 1.03, note, ".2f"
    )


def _broken(whole: bytes) -> Iterator[bytes]:
    """What happens to files on their way (fixed seed): cut off, bytes lost or changed, tables and lengths wrong."""
    chance = random.Random(SEED)
    size = len(whole)
    for tenths in (5, 7, 9):
        yield whole[: size * tenths // 10]
    yield b"\r\n\r\n" + whole
    yield whole.replace(b"startxref", b"startxxxx")
    yield re.sub(rb"startxref\s+\d+", b"startxref\n77", whole)
    yield re.sub(rb"/Length \d+", b"/Length 1", whole)
    yield re.sub(rb"/Length \d+", b"/Length 99999999", whole)
    yield re.sub(rb"/Count \d+", b"/Count 99999", whole)
    yield whole.replace(b"endobj", b"")
    yield whole.replace(b"/Root", b"/Rood")
    yield whole.replace(b"/Kids", b"/Kidz")
    yield whole.replace(b"/Type/Page/", b"/Type/Pagx/").replace(b"/Type /Page\n", b"/Type /Pagx\n")
    yield whole.replace(b"/ToUnicode", b"/ToUnicorn")
    yield whole.replace(b"/Encoding", b"/Encodinx")
    yield whole.replace(b"\r\n", b"\n")
    for share in (1e-4, 1e-3):
        data = bytearray(whole)
        for _ in range(max(1, int(size * share))):
            data[chance.randrange(size)] = chance.randrange(256)
        yield bytes(data)
    for _ in range(3):
        at, many = chance.randrange(size), chance.randrange(64, 2_048)
        yield whole[:at] + bytes(many) + whole[at + many :]
        yield whole[:at] + whole[at + many :]


def _ours(path: Path) -> str:
    texts: list[str] = []
    with contextlib.suppress(IngestError):
        texts.extend(page.text for page in bounded.extract(path) if isinstance(page, PageText))
    return "\n".join(texts)


def _by_pdfium(path: Path) -> str:
    try:
        done = subprocess.run([sys.executable, "-c", PDFIUM, path], capture_output=True, timeout=WALL)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")


def _is_clean(text: str, known: Counter[str]) -> bool:
    found = Counter(words(text))
    return found.total() >= FEWEST and (found & known).total() >= CLEAN * found.total()


def hostile(folder: Path) -> Iterator[Measured]:
    """The nasty shelf of the tests, within the library's own limits: each ends in pages or in a sentence of ours."""
    limits = Limits()
    ended, longest, slowest = 0, 0.0, ""
    for name, build, _ in SHELF:
        path = folder / "jahat.pdf"
        path.write_bytes(build())
        began = time.perf_counter()
        try:
            ended += bool(list(bounded.extract(path, limits)))
        except IngestError as error:
            ended += not isinstance(error, ReaderCrashed)
        if time.perf_counter() - began > longest:
            longest, slowest = time.perf_counter() - began, name
    bounded.close()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    yield at_least("hostile files ended in text or a sentence", ended, len(SHELF), f"of {len(SHELF)}", "d")
    yield at_most("  the longest of them, seconds", longest, WALL, slowest)
    yield at_most("  the largest process so far, GB", peak / 1e9, 1.5, form=".2f")
