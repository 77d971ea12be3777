"""Cues joined into paragraphs that read well, each cue keeping its own address. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from library.captions.cues import Cue, plain

PAUSE = 2_000  # milliseconds of silence after which somebody begins anew
ENOUGH = 320  # characters after which the next end of a sentence ends the paragraph
MOST = 900  # where nobody set a full stop, as after recognition of speech
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Part:
    """What one cue gives to a paragraph: its `number` (from 1, in the order given), its times in milliseconds, its
    words on one line."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`speaker` is "" where the cues name none."""

    speaker: str
    parts: tuple[Part, ...]

    @property
    def start(self) -> int:
        """Milliseconds."""
        return self.parts[0].start

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts)


def paragraphs(cues: Iterable[Cue]) -> list[Paragraph]:
    """A new paragraph begins with another speaker, after a pause, and after the end of a sentence once there is
    enough to read. Every cue that has words is in one of them, in the order given."""
    found: list[tuple[str, list[Part]]] = []
    long = 0
    for number, cue in enumerate(cues, 1):
        text = " ".join(plain(cue).split("\n"))
        if not text:
            continue
        if not found or _begins_anew(*found[-1], long, cue):
            found.append((cue.speaker, []))
            long = 0
        found[-1][1].append(Part(number, cue.start, cue.end, text))
        long += len(text) + 1
    return [Paragraph(speaker, tuple(parts)) for speaker, parts in found]


def _begins_anew(speaker: str, parts: list[Part], long: int, cue: Cue) -> bool:
    last = parts[-1]
    return (
        cue.speaker != speaker
        or cue.start - last.end > PAUSE
        or long > MOST
        or (long > ENOUGH and bool(_SENTENCE_END.search(last.text)))
    )
