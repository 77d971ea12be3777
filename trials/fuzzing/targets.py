"""What is fuzzed: each target takes bytes, and comes back or raises. What it raises is a finding, but for what the
function that it tries says of itself that it raises.

Nothing of Django is imported but where a target needs it: atheris instruments what is.
"""

import contextlib
import io
import itertools
import json
import os
import struct
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic

from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef

from ingest.clean import clean
from ingest.extract import Limits, Line, PageText, Word
from ingest.extract.content import Reading
from ingest.extract.document import Document, StreamTooLarge, labels, leaves
from ingest.extract.fonts import Glyphs, glyphs, spec_of, to_unicode
from ingest.extract.lines import Matrix, Placed, page_lines
from ingest.extract.messages import Frames, send
from ingest.extract.showing import Overflow
from ingest.extract.told import contents, told
from ingest.hyphens import forms, is_broken, mended
from ingest.quality import judge
from trials.fuzzing import seeds
from trials.fuzzing.seeds import NEXT, small_file

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(stream=1_000_000, characters=20_000, forms=100, cmap=2_000, pages=50)
#: By the clock: what a file may take that means harm (the limits of the library would let it have a little more).
MOST_SECONDS = 60.0
_DOWN: Matrix = (1.0, 0.0, 0.0, -1.0, 0.0, 842.0)
_WIDE, _HIGH = 595.0, 842.0


class Wrong(Exception):
    """It came back with what it may not give."""


# Content streams: our reading of the text operators


def content(data: bytes) -> None:
    """A page of this content: only `Overflow` ends it, and its words make lines, a verdict and a message."""
    reading = Reading(_DOWN, _WIDE, _HIGH, LIMITS)
    with contextlib.suppress(Overflow):
        reading.run(data, _Names(data))
    lines, flags = page_lines(reading.finish())
    page = PageText(
        1, None, lines, "pdfminer", _WIDE, _HIGH, round(reading.picture, 3), round(reading.hidden, 3), flags
    )
    judge(page)
    _sent(page)
    _kept([page])


class _Names:
    """Every name stands for something; a form has the very content that calls it."""

    matrix: Matrix = (0.5, 0.0, 0.0, 0.5, 10.0, 10.0)

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.resources = self

    def font(self, name: str) -> Glyphs | None:
        return None if name == "G" else _fonts()[name.endswith("2")]

    def form(self, name: str) -> "_Names | None":
        return self if name.startswith("X") else None

    def is_picture(self, name: str) -> bool:
        return name.startswith("I")

    def actual_text(self, name: str) -> bytes | None:
        return b"\xfe\xff\x00k\x00e\x00 \x00r" if name.startswith("M") else None


@cache
def _fonts() -> tuple[Glyphs | None, Glyphs | None]:
    return _font(seeds.fonts()[-1]), _font(seeds.fonts()[1])


def _font(described: bytes) -> Glyphs | None:
    document = _opened(b"", *described.split(NEXT))
    spec = spec_of(PDFObjRef(document, 5, 0))
    return glyphs(spec, PDFResourceManager(caching=False), LIMITS.cmap) if spec else None


def _opened(catalogue: bytes, *objects: bytes) -> Document:
    return Document(PDFParser(io.BytesIO(small_file(catalogue, *objects))), LIMITS)


# Fonts and their maps


def cmap(data: bytes) -> None:
    """A ToUnicode map: nothing is raised, no more entries than asked, text that can be stored."""
    found = to_unicode(data, LIMITS.cmap)
    if len(found) > LIMITS.cmap or not all(isinstance(code, int) for code in found):
        raise Wrong(f"{len(found)} entries")
    for text in found.values():
        _storable(text)


def font(data: bytes) -> None:
    """A font dictionary: what pdfminer.six raises, `pdfminer` hands on to the stock interpreter; what we raise is wrong."""
    try:
        made = _font(data)
        if made is None:
            return
        for raw in (b"(abc d)", b"<000100020041>", b"(\\255-x)", b"<>"):
            text, width, *_ = made.measured(raw)
            _storable(text)
            if len(made.offsets(raw)) != len(text) + 1:
                raise Wrong("not an edge for each letter")
            if not isinstance(width, float | int):
                raise Wrong(f"a width of {width!r}")
    except (Wrong, MemoryError, StreamTooLarge):
        raise
    except Exception as error:
        if _is_ours(error):
            raise


def _is_ours(error: Exception) -> bool:
    """Whether our own code raised it, rather than pdfminer.six or what that calls."""
    frames = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    libraries = [number for number, name in enumerate(frames) if "site-packages" in name]
    ours = [number for number, name in enumerate(frames) if f"{os.sep}ingest{os.sep}" in name]
    return max(ours, default=-1) > max(libraries, default=-1)


# What a file tells of itself


def telling(data: bytes) -> None:
    """A catalogue and what it points at: a file that opens has pages, labels, headings and facts, whatever is broken."""
    catalogue, *objects = data.split(NEXT)
    try:
        document = _opened(catalogue, seeds.SIMPLE_FONT, *objects)
    except MemoryError:
        raise
    except Exception:
        return  # damaged, by pdfminer.six: the file is then opened by its objects
    pages = leaves(document, LIMITS.pages)
    found = contents(document, pages)
    for text in (
        *told(document).values(),
        *(heading.title for heading in found),
        *filter(None, labels(document, len(pages))),
    ):
        _storable(text, strictly=False)
    if not all(1 <= heading.page <= len(pages) for heading in found):
        raise Wrong("a heading that leads nowhere")


# Lines, hyphens, cleaning: pure functions


_SIX = struct.Struct("<ffffBB")
_WAYS = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.71, 0.71), (0.0, -1.0), (-0.6, 0.8))
_WORDS = ("rumah", "undang-", "undang", "1", "- 2 -", "ﬁ", "-", "Pasal", "iv", "\u00ad")


def lines(data: bytes) -> None:
    """Words anywhere, also at infinity: lines come of them, and nothing is lost."""
    words = [
        Placed(_WORDS[word % len(_WORDS)], left, left + right, base, size, size, size, _WAYS[way % 6], way > 127)
        for left, right, base, size, word, way in itertools.islice(_SIX.iter_unpack(data[: len(data) // 18 * 18]), 400)
    ]  # fmt: skip
    found, flags = page_lines(words)
    if sum(len(line.words) for line in found) != len(words):
        raise Wrong("words were lost")
    _sent(PageText(1, None, found, "pdfminer", _WIDE, _HIGH, flags=flags))


def cleaning(data: bytes) -> None:
    """Pages of any text: each comes out, with a box or None for each word, and can be stored."""
    pages = pages_of(data)
    for page in pages:
        judge(page)
    _kept(pages)
    words = data.decode("utf-8", "replace").split()
    known = forms(words)
    for left, right in itertools.pairwise(words[:200]):
        if is_broken(left, right):
            mended(left, right, known)
            mended(left, right, known, soft=True)


def pages_of(data: bytes) -> list[PageText]:
    """Pages between form feeds, lines between line breaks; a control character in front says how a line stands."""
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return [
        PageText(
            number, page[:3] or None, tuple(_line(line, at) for at, line in enumerate(page.split("\n"))), "pdfminer",
            _WIDE, _HIGH,
        )
        for number, page in enumerate(text.split("\f")[:40], 1)
    ]  # fmt: skip


def _line(text: str, at: int) -> Line:
    kind = ord(text[0]) if text and text[0] < " " else 0
    words = tuple(
        Word(word, 70.0 + 40 * step, 60.0 + 14 * at, 100.0 + 40 * step, 71.0 + 14 * at)
        for step, word in enumerate(text.split())
    )
    return Line(
        text=" ".join(word.text for word in words) if words else text,
        size=11.0,
        gap=bool(kind & 1),
        turned=bool(kind & 2),
        words=() if kind & 8 else words,
        row=bool(kind & 4),
    )


# All of it: `manage read`


def read(data: bytes) -> None:
    """A file as `manage read --json` reads it: JSON lines, a sentence where it cannot, and no traceback."""
    with tempfile.NamedTemporaryFile(suffix=".pdf", prefix="pustaka-fuzz-") as file:
        file.write(data)
        file.flush()
        out, err, began = io.StringIO(), io.StringIO(), monotonic()
        with contextlib.redirect_stderr(err):
            code = _command(file.name, out)
    if monotonic() - began > MOST_SECONDS:
        raise Wrong(f"it took {monotonic() - began:.0f} s")
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    errors = [line for line in said if "error" in line]
    if err.getvalue():
        raise Wrong(f"it complained: {err.getvalue()[-500:]}")
    if bool(errors) != bool(code) or not said or not all(each["error"] for each in errors):
        raise Wrong(f"exit {code}, {len(said)} lines, {errors}")
    for each in said:
        for text in filter(None, (each.get("text"), each.get("search_text"), each.get("label"))):
            _storable(text)
    crashed = [each for each in errors if each["error"] == _crash_sentence()]
    if crashed:
        raise Wrong("the child crashed")


def _command(name: str, out: io.StringIO) -> int:
    from django.core.management import call_command

    _set_up()
    try:
        call_command("read", name, json=True, stdout=out, stderr=sys.stderr)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@cache
def _crash_sentence() -> str:
    from ingest.errors import ReaderCrashed

    _set_up()
    return str(ReaderCrashed.sentence)


@cache
def _set_up() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()


# What is asked of what came back


def _sent(page: PageText) -> None:
    out = io.BytesIO()
    send(out, page)
    (back,) = Frames().feed(out.getvalue())
    if not isinstance(back, PageText) or back.text != page.text:
        raise Wrong("the message says something else than the page")


def _kept(pages: Sequence[PageText]) -> None:
    kept = clean(pages)
    if [page.number for page in kept] != [page.number for page in pages]:
        raise Wrong("pages were lost")
    for page in kept:
        if len(page.boxes) != len(page.text.split()):
            raise Wrong(f"{len(page.boxes)} boxes, {len(page.text.split())} words")
        for text in (page.text, page.search_text, page.label):
            _storable(text)


def _storable(text: str, *, strictly: bool = True) -> None:
    """A database takes neither NUL nor half a character."""
    text.encode()
    if "\0" in text and strictly:
        raise Wrong("NUL")


@dataclass(frozen=True, slots=True)
class Target:
    """`words` are what the mutator puts in; `share` is of the time; `seen`: atheris can see what it does (what happens
    in another process it cannot)."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    words: tuple[bytes, ...]
    share: int = 1
    seen: bool = True


TARGETS = {
    "content": Target(content, seeds.contents, seeds.CONTENT_WORDS, share=2),
    "cmap": Target(cmap, seeds.maps, seeds.MAP_WORDS),
    "font": Target(font, seeds.fonts, (*seeds.FILE_WORDS, *seeds.MAP_WORDS)),
    "telling": Target(telling, seeds.tellings, seeds.FILE_WORDS),
    "lines": Target(lines, lambda: seeds.placed(_SIX), (b"\0\0\x80\x7f", b"\0\0\xc0\x7f", b"\0\0\x80?", b"\0" * 18)),
    "cleaning": Target(cleaning, seeds.texts, seeds.TEXT_WORDS),
    "read": Target(read, seeds.files, (*seeds.FILE_WORDS, *seeds.CONTENT_WORDS, *seeds.MAP_WORDS), share=3, seen=False),
}  # fmt: skip
