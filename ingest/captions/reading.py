"""An upload read as captions: WebVTT or SRT, told apart by what is in it. Pure."""

import re
from dataclasses import dataclass

from ingest.captions.blocks import Block, blocks, has_times, like_srt, with_arrows
from ingest.captions.decoding import decoded
from ingest.captions.faults import Fault
from library.captions.cues import TOP, Cue, valid_settings
from library.captions.markup import marked

MOST_BYTES = 2_000_000  # the captions of a day without a pause
MOST_CUES = 10_000
MOST_TEXT = 1_000  # characters of one cue; what is longer has lost the times between
_MOST_READ = 20_000  # of which so many are read, since nobody can be shown more of them anyway
_SHOWN = 60  # characters of a line quoted in a sentence

_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_OTHERS = (
    (re.compile(r"\s*\[Script Info\]", re.IGNORECASE), "SubStation Alpha (.ass)"),
    (re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}>\s*)?<tt[\s:>]"), "TTML (.ttml)"),
    (re.compile(r"\s*<SAMI>", re.IGNORECASE), "SAMI (.smi)"),
    (re.compile(r"\s*\{\d+\}\{\d+\}"), "MicroDVD (.sub)"),
    (re.compile(r"\s*\d+:\d\d:\d\d\.\d{3},\d+:\d\d:\d\d\.\d{3}\s"), "SubViewer (.sbv)"),
    (re.compile(r"\s*\[\d\d:\d\d[.:]\d\d\]"), "LRC (.lrc)"),
    (re.compile(r"\s*Scenarist_SCC"), "Scenarist (.scc)"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an upload says: its `cues` in their order there, and for each the number of its line (from 1) in the
    upload. `format` is "vtt", "srt" or "" (neither), `encoding` as people call it. `faults` are the upload's; those of
    the cues `check` finds."""

    cues: tuple[Cue, ...]
    lines: tuple[int, ...]
    format: str
    encoding: str
    faults: tuple[Fault, ...]

    @property
    def stops(self) -> bool:
        """Whether a fault of the upload keeps it from readers."""
        return any(fault.stops for fault in self.faults)


def read(data: bytes) -> Reading:
    """The captions in the bytes of an upload. Never raises: what cannot be read is among the faults.

    Kept are the words, line breaks, italics, bold, underlines, one voice a cue (several become "Name: words") and the
    place on the screen; of SRT's `{\\an…}` only the top. Names of cues, notes, styles and colours are left out.
    """
    if len(data) > MOST_BYTES:
        return _none(Fault("too-large", values={"most": MOST_BYTES // 1_000_000}))
    if not data.strip():
        return _none(Fault("empty"))
    text = decoded(data)
    if not text.encoding:
        return _none(*text.faults)
    lines = re.split(r"\r\n|\r|\n", text.text)
    beginning = next((number for number, line in enumerate(lines) if line.strip()), 0)
    headed = bool(_HEADER.fullmatch(lines[beginning].strip()))
    if not headed and (name := _other(text.text)):
        return _none(Fault("other-format", values={"name": name}), encoding=text.encoding)
    if not headed:
        lines = with_arrows(lines)
    if not has_times(lines):
        return _none(Fault("no-times"), encoding=text.encoding)
    webvtt = headed or not like_srt(lines)
    faults = list(text.faults)
    if webvtt and not headed:
        faults.append(Fault("no-header", line=1))
    first = _after_header(lines, beginning) if headed else beginning
    cues, numbers = _cues(lines, first, webvtt, faults)
    return Reading(tuple(cues), tuple(numbers), "vtt" if webvtt else "srt", text.encoding, tuple(faults))


def _none(*faults: Fault, encoding: str = "") -> Reading:
    return Reading((), (), "", encoding, faults)


def _other(text: str) -> str:
    return next((name for shape, name in _OTHERS if shape.match(text[:2_000])), "")


def _after_header(lines: list[str], number: int) -> int:
    """Past WEBVTT and what some tools write under it (Kind:, Language:), up to the blank line or to times right
    below."""
    ends = (
        below
        for below in range(number + 1, len(lines))
        if not lines[below].strip() or has_times(lines[below : below + 2])
    )
    return next(ends, len(lines))


def _cues(lines: list[str], first: int, webvtt: bool, faults: list[Fault]) -> tuple[list[Cue], list[int]]:
    cues: list[Cue] = []
    numbers: list[int] = []
    wordless = 0
    for many, block in enumerate(blocks(lines, first, webvtt)):
        if many >= 2 * MOST_CUES or len(cues) == MOST_CUES:
            faults.append(Fault("too-many", line=block.line, values={"most": MOST_CUES}))
            break
        if block.kind == "cue":
            cue = _cue(block)
            if not cue.text:
                faults.append(Fault("no-text", line=block.line, values={"start": _clock(block.written)}))
                wordless += 1
                continue
            cues.append(cue)
            numbers.append(block.line)
            if block.blank_inside:
                faults.append(Fault("blank-inside", len(cues), block.line))
            if (count := sum(map(len, block.words))) > MOST_TEXT and len(cue.text) > MOST_TEXT:
                faults.append(Fault("too-much-text", len(cues), block.line, {"count": count}))
        elif block.kind in ("bad-times", "stray"):
            faults.append(Fault(block.kind, line=block.line, values={"written": _quoted(block.written)}))
        elif block.kind == "styles":
            faults.append(Fault("styles", line=block.line))
    if not cues and wordless:
        faults.append(Fault("no-words"))
    return cues, numbers


def _cue(block: Block) -> Cue:
    words = marked("\n".join(block.words)[:_MOST_READ])
    settings = valid_settings(block.settings)
    if words.at_top and "line:" not in settings:
        settings = valid_settings(f"{settings} {TOP}")
    return Cue(block.start, block.end, words.text, words.speaker, settings)


def _clock(written: str) -> str:
    return re.split(r"\s*[-–—→]", written.lstrip(" -"), maxsplit=1)[0].strip()


def _quoted(line: str) -> str:
    line = " ".join("".join(letter for letter in line if letter.isprintable()).split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
