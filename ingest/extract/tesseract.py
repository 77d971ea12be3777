"""Reading one page of a PDF by recognition, in a process that `nursery` forks for `ingest.recognise`; tesseract's door.

The page is drawn, made straight, read by tesseract in a process of its own, and sent down the standard output as
`messages`. A scan that stands on its head or lies on its side comes out as nonsense, and is turned and read again.
"""

import math
import os
import re
import resource
import signal
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from PIL.Image import Image

from ingest.extract import Limits, Line, PageText, Word
from ingest.extract.hocr import Found, read
from ingest.extract.lines import lines
from ingest.extract.messages import Failure, send
from ingest.extract.scan import Place, Scan, drawn, lined, straight

READER = "tesseract"
#: Readers' pages come first: recognition takes what is left of the machine.
NICE = 10
#: A picture of which tesseract is less sure may lie on its side; that it does is believed from `_TURNED` on.
DOUBT, _TURNED = 0.7, 1.0
#: Where tesseract is less sure of what remains when the worst is left out, none of it is text.
GARBAGE = 0.6
#: Lines that stand out so much on a page where nothing was read are lines of type.
_LINED = 3.0
_OUT_OF_MEMORY = 12
_TURN = re.compile(r"^Rotate: (\d+)$.*^Orientation confidence: ([\d.]+)$", re.MULTILINE | re.DOTALL)
_NO_MEMORY = re.compile("bad_alloc|malloc fail")


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The path of the program, and what it is to read: "ind+eng"."""

    program: str
    languages: str

    def read(self, picture: Image, dpi: float) -> str:
        """What it reads, as hOCR. Raises `Failure`."""
        return self._said(picture, dpi, "-l", self.languages, "hocr")

    def quarters(self, picture: Image, dpi: float) -> int:
        """By how many quarters clockwise the picture must be turned to stand upright; 0 where it cannot tell. Raises
        `Failure`."""
        try:
            told = _TURN.search(self._said(picture, dpi, "--psm", "0"))
        except Failure as failure:
            if failure.code != "reader-crashed":
                raise
            return 0  # too few letters to tell by, or the data for it is not installed
        return int(told[1]) // 90 % 4 if told and float(told[2]) >= _TURNED else 0

    def _said(self, picture: Image, dpi: float, *options: str) -> str:
        with tempfile.TemporaryFile() as drawing:
            # As PGM: nothing to pack or unpack.
            drawing.write(b"P5 %d %d 255\n" % picture.size + picture.tobytes())
            drawing.seek(0)
            ended = subprocess.run(  # noqa: S603
                [self.program, "/dev/stdin", "-", "--dpi", str(round(dpi)), *options],
                stdin=drawing,
                capture_output=True,
                env={"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
            )
        complaint = ended.stderr.decode(errors="replace").strip()
        if ended.returncode or _NO_MEMORY.search(complaint):  # short of memory it may say that all went well
            raise _ending(ended.returncode, complaint)
        return ended.stdout.decode(errors="replace")


def main(path: Path, limits: Limits, program: str, languages: str, number: str) -> int:
    """Say what page `number` (from 1) says; the exit status."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the messages
    _bound(limits)
    try:
        try:
            send(out, recognised(Tesseract(program, languages), path, int(number)))
            send(out, None)
        except BrokenPipeError:
            raise
        except Failure as failure:
            send(out, failure)
        except MemoryError:
            send(out, Failure("too-much-memory"))
        except OSError as error:
            send(out, Failure("reader-crashed", f"{type(error).__name__}: {error}"))
    except BrokenPipeError:
        return 0  # nobody listens any more
    except MemoryError:
        return _OUT_OF_MEMORY
    return 0


def recognised(tesseract: Tesseract, path: Path, number: int) -> PageText:
    """What is read on that page (from 1). Its confidence is tesseract's own, of all that it saw, whatever of it is kept.
    Raises `Failure`."""
    scan = drawn(path, number)
    found, place = _read(tesseract, scan, 0)
    if found.sure < DOUBT and (quarters := tesseract.quarters(scan.picture, scan.dpi)):
        other, there = _read(tesseract, scan, quarters)
        if other.sure * other.letters > found.sure * found.letters:
            found, place = other, there
    flags = {"garbage"} if found.sure_of_words < GARBAGE else set()
    if not found.words and lined(scan.picture) >= _LINED:
        flags.add("nothing-recognised")
    return PageText(
        number=number,
        label=None,
        lines=() if flags else tuple(_moved(line, scan, place) for line in lines(found.words)),
        reader=READER,
        width=round(scan.width, 1),
        height=round(scan.height, 1),
        picture=round(scan.share, 3),
        flags=frozenset(flags),
        confidence=found.sure,
    )


def _read(tesseract: Tesseract, scan: Scan, quarters: int) -> tuple[Found, Place]:
    picture, place = straight(scan.picture, quarters)
    said = tesseract.read(picture, scan.dpi)
    try:
        return read(said, scan.dpi), place
    except ValueError as error:
        raise Failure("reader-crashed", f"tesseract: {error}") from error


def _ending(status: int, complaint: str) -> Failure:
    """What it means that tesseract ended like that."""
    if status == -signal.SIGXCPU:
        return Failure("recognition-too-long", "by CPU time")
    if _NO_MEMORY.search(complaint):
        return Failure("too-much-memory", f"tesseract: {complaint[-300:]}")
    how = f"exit {status}" if status > 0 else f"ended by {signal.Signals(-status).name}"
    return Failure("reader-crashed", f"tesseract: {how} {complaint[-300:]}")


def _moved(line: Line, scan: Scan, place: Place) -> Line:
    """The line with its words where they stand on the page as it is shown."""
    if not place.quarters and not place.skew:
        return line
    return replace(line, words=tuple(_moved_word(word, scan, place) for word in line.words))


def _moved_word(word: Word, scan: Scan, place: Place) -> Word:
    """The middle of the word is moved, and its box stays as wide and high as it was: a level box around a slanting
    word would reach into the lines above and below it."""
    points = 72 / scan.dpi
    x, y = place.back((word.x0 + word.x1) / 2 / points, (word.y0 + word.y1) / 2 / points)
    wide, high = word.x1 - word.x0, word.y1 - word.y0
    if place.quarters % 2:
        wide, high = high, wide
    x, y = x * points, y * points
    return Word(word.text, x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _bound(limits: Limits) -> None:
    """For this process and, each anew, those that it starts."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    seconds = math.ceil(limits.cpu)
    seconds = seconds if most == resource.RLIM_INFINITY else min(seconds, most)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))
