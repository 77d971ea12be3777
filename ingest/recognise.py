"""Reading a page that has no text of its own by recognition (OCR), with tesseract where it is installed.

`ingest.recognising` calls this for the pages that wait. The work is done by `ingest.extract.tesseract`, in a process
within limits, at low priority.
"""

import re
import shutil
import subprocess
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from ingest.errors import NoTesseract, ReaderCrashed, RecognitionTooLong, TookTooLong
from ingest.extract import Limits, PageText
from ingest.extract.bounded import recognised
from ingest.quality import has_real_text, judge

#: Counted up whenever our part of recognition gives something else for the same page.
VERSION = 1
LANGUAGES = ("ind", "eng")
REMEDY = "sudo apt install tesseract-ocr tesseract-ocr-ind"
#: A page takes one to five seconds; a dense poster, or a slow machine, twenty times that.
LIMITS = Limits(cpu=120.0, cpu_a_page=0.0, wall=3.0)
#: Text of which tesseract and the judge are so little sure is none: a page that was scanned through a mirror gives .25, a
#: list of names two and three times that.
HOPELESS = 0.3
_KNOWN_SECONDS = 30
_PATIENCE = 20.0


def available() -> str:
    """The version of tesseract where it is installed with Indonesian and English, else "". Looked up anew twice a
    minute, so that it is seen when it comes or goes."""
    program = shutil.which("tesseract")
    return _version(program, int(monotonic() // _KNOWN_SECONDS)) if program else ""


def tools() -> dict[str, str]:
    """What pages are recognised with now: name → version."""
    return {"tesseract": available(), "pypdfium2": version("pypdfium2"), "recognise": str(VERSION)}


def recognise(path: Path, number: int, limits: Limits = LIMITS) -> PageText:
    """Page `number` (from 1) of the PDF as tesseract reads it, its words where they stand on the page as it is shown.

    What is no text is not kept; `confidence` is tesseract's and the judge's together. "nothing-recognised" says that there
    are lines of type, and that not a word could be read. Of `limits` the CPU seconds hold
    for drawing and for recognising each, and `wall` times as many seconds on the clock for both. Raises one of
    `ingest.errors`.
    """
    program = shutil.which("tesseract")
    if not program or not available():
        raise NoTesseract(REMEDY)
    asked = (program, "+".join(LANGUAGES), str(number))
    try:
        pages = [page for page in recognised(path, limits, asked) if isinstance(page, PageText)]
    except TookTooLong as error:
        raise RecognitionTooLong(error.detail) from error
    except OSError as error:
        raise ReaderCrashed(f"{type(error).__name__}: {error}") from error
    if len(pages) != 1:
        raise ReaderCrashed("it said nothing of the page")
    return judged(pages[0])


def judged(page: PageText) -> PageText:
    """The page with what is to be thought of it: what is no text is not kept, and nobody needs to recognise it once more."""
    verdict = judge(page)
    flags = (page.flags | verdict.flags) - {"needs-ocr"}
    sure = verdict.confidence
    if "empty" in flags:  # of a page on which there is nothing, that is certain
        sure = 0.0 if "nothing-recognised" in flags else 1.0
    confidence = round(sure * page.confidence, 2)
    if verdict.is_real_text and confidence < HOPELESS:
        flags |= {"garbage"}
    lines = page.lines if has_real_text(flags) else ()
    return replace(page, lines=lines, flags=flags, confidence=confidence)


@lru_cache(maxsize=1)
def _version(program: str, _moment: int) -> str:
    languages = _said(program, "--list-langs").split()
    if not set(LANGUAGES) <= set(languages):
        return ""
    found = re.search(r"^tesseract v?(\S+)", _said(program, "--version"), re.MULTILINE)
    return found[1] if found else ""


def _said(program: str, option: str) -> str:
    try:
        ended = subprocess.run(  # noqa: S603
            [program, option], capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE, env={}
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout.decode(errors="replace") if ended.returncode == 0 else ""
