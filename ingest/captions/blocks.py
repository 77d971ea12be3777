"""A caption file cut into its pieces: lines with times, the words under each, and what is neither. Pure.

One way of cutting serves WebVTT (W3C WebVTT, 6.1) and SRT, which nobody ever wrote down: a line with an arrow begins a
cue, wherever it stands; what stands right above it is its name. WebVTT has notes and styles besides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ARROW = "-->"
_TIME = r"(?:(-)\s*)?(?:(\d{1,4})\s*:\s*)?(\d{1,3})\s*:\s*(\d{1,2})(?:\s*[.,]\s*(\d{1,9}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?![\d:.,])(.*)")
_OTHER_ARROW = re.compile(rf"(\s*{_TIME}\s*)(?:-{{1,2}} ?>|[–—]>|→)(?=\s*{_TIME}(?![\d:.,]))")
_ASIDE = re.compile(r"NOTE(?:[ \t].*)?|(?:STYLE|REGION)[ \t]*")
_NUMBER = re.compile(r"\d{1,7}")
#: What was meant to be times and cannot be read as such; "dulu --> sekarang" are somebody's words.
_LIKE_TIMES = re.compile(r"\d\s*[:.,;]\s*\d.*-->|-->.*\d\s*[:.,;]\s*\d")


@dataclass(slots=True)
class Block:
    """`line` is the number of its first line, from 1; `written` that line. `kind` is "cue", "bad-times", "styles",
    "note" or "stray". `start`, `end` (milliseconds) and `settings` belong to a cue; `words` to all."""

    kind: str
    line: int
    written: str
    start: int = 0
    end: int = 0
    settings: str = ""
    words: list[str] = field(default_factory=list)
    blank_inside: bool = False


def with_arrows(lines: list[str]) -> list[str]:
    """Lines of an SRT with the arrows that hands and word processors write (->, –>, →) made the one that is meant. In
    WebVTT no tool writes them, and "10:30 → 11:00" is somebody's words."""
    return [_OTHER_ARROW.sub(r"\1-->", line, count=1) if _OTHER_ARROW.match(line) else line for line in lines]


def has_times(lines: list[str]) -> bool:
    """Whether any line has times."""
    return any(_is_times(line) for line in lines)


def like_srt(lines: list[str]) -> bool:
    """Whether the first times are written 00:00:01,000, or have a number above them."""
    first = next((number for number, line in enumerate(lines) if _is_times(line)), None)
    return first is not None and (
        "," in lines[first] or bool(first and _NUMBER.fullmatch(lines[first - 1].strip()))
    )


def blocks(lines: list[str], first: int, webvtt: bool) -> Iterator[Block]:
    """The pieces from line `first` (from 0) on. In WebVTT there are notes and styles, and any line may name a cue; in
    SRT a number does."""
    block: Block | None = None
    after_blank = True
    times = [_is_times(line) for line in lines]
    for number in range(first, len(lines)):
        line = lines[number].strip()
        if not line:
            after_blank = True
            if block and block.kind in ("note", "styles"):
                yield block
                block = None
            continue
        above_times = number + 1 < len(lines) and times[number + 1]
        if times[number]:
            if block:
                yield block
            block = _cue(number + 1, line)
        elif above_times and _names(
            line, webvtt and after_blank, after_blank or block is None or block.words
        ):
            pass
        elif webvtt and after_blank and _ASIDE.fullmatch(line):
            if block:
                yield block
            block = Block("note" if line.startswith("NOTE") else "styles", number + 1, line)
        elif block:
            block.blank_inside |= after_blank and bool(block.words)
            block.words.append(line)
        else:
            block = Block("stray", number + 1, line, words=[line])
        after_blank = False
    if block:
        yield block


def _is_times(line: str) -> bool:
    line = line.strip()
    return bool(_ARROW in line and (_TIMES.match(line) or _LIKE_TIMES.search(line[:200])))


def _names(line: str, any_line: bool, numbers: object) -> bool:
    """Whether the line above times is the name of the cue. A number is none where the cue before it would be left
    without words: "1998" may well be all that is said."""
    return any_line or bool(numbers and _NUMBER.fullmatch(line))


def _cue(line: int, written: str) -> Block:
    times = _TIMES.match(written)
    if not times:
        return Block("bad-times", line, written)
    start, end = _milliseconds(times.groups()[:5]), _milliseconds(times.groups()[5:10])
    return Block("cue", line, written, start, end, times[11].strip())


def _milliseconds(written: tuple[str | None, ...]) -> int:
    minus, hours, minutes, seconds, fraction = written
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    total = whole * 1000 + int((fraction or "").ljust(3, "0")[:3])
    return -total if minus else total
