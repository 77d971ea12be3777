"""What editors decided about the pages of a file, laid over what was read there. Pure; `passages` calls `apply`,
`decisions` checks with the rest what an editor sends.

    CorrectionError
    ├── ImpossibleNumber  no printed number is written so
    └── TextTooLong       no page holds so many letters
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import ClassVar, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ingest.clean import CleanPage
from ingest.numbers import written
from ingest.rows import Box, letters

#: As many letters as a reader takes from a page.
MOST_LETTERS = 200_000
#: A page without a printed number.
UNNUMBERED = "-"

#: Digits, alone or after what stays the same from page to page: "12", "A-1", "II-3", "L.2", "B7".
_COUNTED = re.compile(r"((?:[^\W_]{1,6}[-–./])?[^\W\d_]{0,2})([1-9]\d{0,4})")
#: Front matter with so many pages has not been seen.
_MOST_ROMAN = 1_000
#: Above so many words or lines those that stand everywhere no longer hold two texts together; it would take too long.
_FEW = 1_000
#: A word or a running head that was mended is the same one if so much of it stands.
_ALIKE = 0.5

Edit = tuple[str, int, int, int, int]


class CorrectionError(ValueError):
    """What an editor decided cannot be kept; `sentence` says why, and what to do."""

    sentence: ClassVar[Promise | str] = ""


class ImpossibleNumber(CorrectionError):
    sentence = _("Nomor tercetak ditulis seperti 1, iv, IV, atau A-1; tulis - bila halaman tidak bernomor.")


class TextTooLong(CorrectionError):
    sentence = _(
        "Teks ini lebih dari 200.000 huruf, terlalu banyak untuk satu halaman. "
        "Periksa apakah teks halaman lain ikut tertempel."
    )


class Decided(Protocol):
    """What of a row of `ingest.models.Correction` counts here."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str | None: ...
    @property
    def reader(self) -> str: ...
    @property
    def printed(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Numbering:
    """How pages are numbered from one on: `prefix` stays, `style` ("1", "i", "I", or "-" for not at all) counts on
    from `first`."""

    prefix: str
    style: str
    first: int

    def label(self, step: int) -> str:
        """The number on the page that stands so many after the one where this began."""
        return "" if self.style == UNNUMBERED else self.prefix + written(self.style, self.first + step)


def numbering(printed: str) -> Numbering:
    """What an editor means by a printed number: "1", "iv", "IV", "A-1", or "-". Raises `ImpossibleNumber`."""
    printed = printed.strip()
    if printed in (UNNUMBERED, "–", "—"):
        return Numbering("", UNNUMBERED, 0)
    if found := _COUNTED.fullmatch(printed):
        return Numbering(found[1], "1", int(found[2]))
    for style in ("i", "I"):
        for number in range(1, _MOST_ROMAN):
            if written(style, number) == printed:
                return Numbering("", style, number)
    raise ImpossibleNumber


def tidy(text: str) -> str:
    """A text as an editor sends it, in the form of those that are read: letters put right, no blanks at the ends of
    lines, one empty line between paragraphs. Raises `TextTooLong`."""
    if len(text) > MOST_LETTERS:
        raise TextTooLong
    lines = [" ".join(letters(line).split()) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def choices(corrections: Iterable[Decided]) -> dict[int, str]:
    """By the numbers of the pages, the reader that an editor chose there."""
    return {each.number: each.reader for each in corrections if each.reader}


def apply(pages: Sequence[CleanPage], corrections: Iterable[Decided]) -> list[CleanPage]:
    """The pages of a file with what editors say of them. What cannot be meant is left out: a row that was written by
    other means than ours must not keep a file from being read."""
    rows = list(corrections)
    texts = {each.number: each.text for each in rows if each.text is not None}
    ways = {each.number: meant for each in rows if each.printed and (meant := _numbering(each.printed))}
    made: list[CleanPage] = []
    way: Numbering | None = None
    since = 0
    for page in pages:
        if (text := texts.get(page.number)) is not None:
            page = _corrected(page, text)
        if page.number in ways:
            way, since = ways[page.number], page.number
        if way is not None:
            page = replace(page, label=way.label(page.number - since), label_source="editor")
        made.append(page)
    return made


def _numbering(printed: str) -> Numbering | None:
    try:
        return numbering(printed)
    except ImpossibleNumber:
        return None


def _corrected(page: CleanPage, text: str) -> CleanPage:
    text = text[:MOST_LETTERS]
    flags = {"corrected"} | (page.flags & {"watermark"}) | (set() if text.strip() else {"empty"})
    return replace(
        page,
        text=text,
        search_text=_without_heads(page, text),
        flags=frozenset(flags),
        boxes=_boxes(page, text),
        confidence=1.0,
    )


def _without_heads(page: CleanPage, text: str) -> str:
    """The corrected text without those lines that were running heads and feet, also where one of them was mended."""
    before, after = page.text.split("\n"), text.split("\n")
    heads = _heads(before, page.search_text.split("\n"))
    left_out: set[int] = set()
    for kind, start, stop, begin, end in _edits(before, after):
        if kind == "equal":
            left_out |= {begin + step for step in range(stop - start) if start + step in heads}
        elif kind == "replace" and stop - start == end - begin:
            left_out |= {
                begin + step
                for step in range(stop - start)
                if start + step in heads and _is_alike(before[start + step], after[begin + step])
            }
    kept = "\n".join(line for place, line in enumerate(after) if place not in left_out)
    return re.sub(r"\n{3,}", "\n\n", kept).strip("\n")


def _heads(lines: list[str], searched: list[str]) -> set[int]:
    """Which lines of a page's text are not in what is searched, where the others stand in the same order."""
    body = iter([line for line in searched if line])
    wanted = next(body, None)
    heads = set()
    for place, line in enumerate(lines):
        if line and line == wanted:
            wanted = next(body, None)
        elif line:
            heads.add(place)
    return heads


def _boxes(page: CleanPage, text: str) -> tuple[Box | None, ...]:
    """For every word of the corrected text its box: that of the word which stood there before, where there was one."""
    before, after = page.text.split(), text.split()
    boxes: list[Box | None] = [None] * len(after)
    if len(page.boxes) != len(before):
        return tuple(boxes)
    for kind, start, stop, begin, end in _edits(before, after):
        if kind == "equal":
            boxes[begin:end] = page.boxes[start:stop]
        elif kind == "replace" and stop - start == end - begin:
            for step in range(stop - start):
                if _is_alike(before[start + step], after[begin + step]):
                    boxes[begin + step] = page.boxes[start + step]
    return tuple(boxes)


def _edits(before: list[str], after: list[str]) -> list[Edit]:
    """What leads from one list to the other (as `difflib` gives it). Most corrections are small: what stands before
    and behind them is not looked at twice."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    middle, fresh = before[head : len(before) - tail], after[head : len(after) - tail]
    matcher = SequenceMatcher(None, middle, fresh, autojunk=max(len(middle), len(fresh)) > _FEW)
    edits: list[Edit] = [("equal", 0, head, 0, head)]
    for kind, start, stop, begin, end in matcher.get_opcodes():
        edits.append((kind, start + head, stop + head, begin + head, end + head))
    edits.append(("equal", len(before) - tail, len(before), len(after) - tail, len(after)))
    return edits


def _is_alike(before: str, after: str) -> bool:
    return SequenceMatcher(None, before[:100], after[:100], autojunk=False).ratio() >= _ALIKE
