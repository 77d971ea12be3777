"""Cues as an editor types them: a sheet of rows, read back with a sentence for each row that cannot be kept. Pure.

Each row carries what its cue was when the page was made. So what others did meanwhile stays, wherever their cues stand by
now, and only where two editors changed the same cue somebody is asked.
"""

import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ingest import captions
from library import timecodes
from library.captions import Cue, timecode
from library.captions.markup import Marked, marked

MOST_NAME = 300  # characters of a speaker's name
_MOVED = 120_000  # milliseconds: what says the same further away ("Ya.") is another cue
_ROW = re.compile(r"text-(\d{1,6})")
_WAS = re.compile(r"([0-9]{1,9})-([0-9]{1,9})-([0-9a-f]{16})-([0-9a-f]{16})")
_FIELDS = ("start", "end", "speaker", "text")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of a row: the cue's times, speaker and words as text."""

    start: str = ""
    end: str = ""
    speaker: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its `number` on the page (0: the new cue), what is `typed` in it, what its cue `was` when the page was
    made, whether it is ticked away (`gone`), and what was chosen where another editor had changed it."""

    number: int
    typed: Typed
    was: str = ""
    gone: bool = False
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a page in their order, and the row for a new cue."""

    rows: list[Row]
    new: Row = Row(0, Typed())

    @property
    def begun(self) -> bool:
        """Whether somebody began to write a new cue."""
        return any(getattr(self.new.typed, name).strip() for name in _FIELDS)


@dataclass(frozen=True, slots=True)
class Differing:
    """A cue that somebody else changed or threw away meanwhile: as it is kept `now` (None: thrown away), and what is
    sent where the editor insists (`mine`) or gives way (`theirs`)."""

    now: Cue | None

    @property
    def mine(self) -> str:
        return f"mine-{_print(shown(self.now)) if self.now else 'gone'}"

    @property
    def theirs(self) -> str:
        return f"theirs-{_print(shown(self.now)) if self.now else 'gone'}"

    @property
    def typed(self) -> Typed | None:
        return shown(self.now) if self.now else None


@dataclass
class BadCues(Exception):
    """Something cannot be kept: `sentences` by the number of the row (0: the new cue), the rows whose cue somebody else
    changed (`differing`), and by row the number of its cue as the cues are kept now (`places`)."""

    sentences: dict[int, str] = field(default_factory=dict)
    differing: dict[int, Differing] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All cues in order, and the numbers of the rows that were ticked away though their cue was there no more (`unmet`)."""

    cues: list[Cue]
    unmet: list[int]


def shown(cue: Cue) -> Typed:
    """The cue as its row shows it."""
    return Typed(_moment(cue.start), _moment(cue.end), cue.speaker, html.unescape(cue.text))


def row(number: int, cue: Cue) -> Row:
    """The row of a cue, as a page is made."""
    typed = shown(cue)
    return Row(number, typed, f"{cue.start}-{cue.end}-{_print(typed)}-{_print(typed.text)}")


def read(post: Mapping[str, str]) -> Sheet:
    """The sheet as it was sent; nothing in it is cut."""
    numbers = sorted(int(found[1]) for key in post if (found := _ROW.fullmatch(key)))
    rows = [
        Row(
            number,
            _typed(post, str(number)),
            post.get(f"was-{number}", ""),
            bool(post.get(f"gone-{number}")),
            post.get(f"keep-{number}", ""),
        )
        for number in numbers
    ]
    return Sheet(rows, Row(0, _typed(post, "new")))


def mended(sheet: Sheet, kept: list[Cue], seconds: float | None = None) -> list[Cue]:
    """The cues of `worked_in`. Raises `BadCues`."""
    return worked_in(sheet, kept, seconds).cues


def worked_in(sheet: Sheet, kept: list[Cue], seconds: float | None = None) -> Outcome:
    """What the sheet makes of the cues that are `kept` now. `seconds`: the film's length, where it is known; a changed cue
    that lies outside it is refused. Raises `BadCues`."""
    mending = _Mending(kept, _places(sheet.rows, kept), seconds)
    for each in sheet.rows:
        if each.gone or _print(each.typed) != _was(each).fields:
            mending.take(each)
    if sheet.begun:
        mending.add(sheet.new)
    if mending.bad.sentences or mending.asked:
        raise mending.bad
    after = sorted([*mending.after.values(), *mending.added], key=lambda cue: (cue.start, cue.end))
    return Outcome(after, mending.unmet)


class _Mending:
    """The cues while row after row is worked into them: `after` by their place among the `kept`, and what is `added`;
    `free` are the places that no row has. `asked`: an editor must choose; `unmet`: see `Outcome`."""

    def __init__(self, kept: list[Cue], places: dict[int, int], seconds: float | None) -> None:
        self.kept, self.places, self.seconds = kept, places, seconds
        self.after, self.added = dict(enumerate(kept)), list[Cue]()
        self.free = set(self.after) - set(places.values())
        self.bad = BadCues(places={number: index + 1 for number, index in places.items()})
        self.asked = False
        self.unmet = list[int]()
        self.words = _by_words(kept)

    def take(self, row: Row) -> None:
        """A row that was changed or ticked away."""
        place = self.places.get(row.number)
        if place is None:
            if not row.gone and not self.free.isdisjoint(self._saying(row.typed)):
                return  # sent twice
            place = _meanwhile(row, self.kept, self.free, self.words)
            if place is None and row.gone:
                self.unmet.append(row.number)
                return
            if not self._insists(row, place):
                return
        if row.gone:
            self.after.pop(place or 0)
            return
        try:
            cue = _cue(row.typed, Cue(0, 0, "") if place is None else self.kept[place], self.seconds)
        except ValueError as error:
            self.bad.sentences[row.number] = str(error)
            return
        if place is None:
            self.added.append(cue)
        else:
            self.after[place] = cue

    def add(self, new: Row) -> None:
        """The row of the new cue; one that is there already was sent twice."""
        try:
            cue = _cue(new.typed, Cue(0, 0, ""), self.seconds)
        except ValueError as error:
            self.bad.sentences[0] = str(error)
            return
        if not self._saying(new.typed):
            self.added.append(cue)

    def _insists(self, row: Row, place: int | None) -> bool:
        """Whether the editor wants the row in spite of what somebody else made of its cue; asks where nothing was chosen."""
        differing = Differing(None if place is None else self.kept[place])
        self.bad.differing[row.number] = differing
        self.free.discard(-1 if place is None else place)
        if row.choice not in (differing.mine, differing.theirs):
            self.asked = True
            return False
        return row.choice == differing.mine

    def _saying(self, typed: Typed) -> set[int]:
        """The places of the cues that are already as they would be after this was kept."""
        try:
            cue = _cue(typed, Cue(0, 0, ""), self.seconds)
        except ValueError:
            return set()
        as_shown = (cue.start, cue.end, " ".join(typed.speaker.split()), typed.text)
        return self._said[_said(cue)] | self._said[as_shown]

    @cached_property
    def _said(self) -> dict[tuple[int, int, str, str], set[int]]:
        """The places by what a cue says, as it is kept and as its row shows it."""
        found: dict[tuple[int, int, str, str], set[int]] = defaultdict(set)
        for index, cue in enumerate(self.kept):
            found[_said(cue)].add(index)
            found[cue.start, cue.end, cue.speaker, html.unescape(cue.text)].add(index)
        return found


def _said(cue: Cue) -> tuple[int, int, str, str]:
    return cue.start, cue.end, cue.speaker, cue.text


def _places(rows: list[Row], kept: list[Cue]) -> dict[int, int]:
    """By the number of the row, where its cue stands among those that are kept, if it is as it was."""
    standing: dict[str, list[int]] = defaultdict(list)
    for index, cue in enumerate(kept):
        standing[_print(shown(cue))].append(index)
    return {each.number: standing[same].pop(0) for each in rows if standing.get(same := _was(each).fields)}


def _by_words(kept: list[Cue]) -> dict[str, list[int]]:
    """The places by the print of their words."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, cue in enumerate(kept):
        found[_print(html.unescape(cue.text))].append(index)
    return found


def _meanwhile(changed: Row, kept: list[Cue], free: set[int], words: Mapping[str, list[int]]) -> int | None:
    """Where that stands which most likely was the row's cue, of those that no row has: the nearest that has its words
    still, for times are moved more often than cues are thrown away; else the one that shares the most time."""
    was = _was(changed)
    same = {index: abs(kept[index].start - was.start) for index in words.get(was.words, ()) if index in free}
    nearest = min(same, key=lambda index: same[index], default=None)
    if nearest is not None and same[nearest] <= _MOVED:
        return nearest
    shared = {
        index: min(kept[index].end, was.end) - max(kept[index].start, was.start) for index in sorted(free)
    }
    most = max(shared, key=lambda index: shared[index], default=None)
    return most if most is not None and shared[most] > 0 else None


def _typed(post: Mapping[str, str], name: str) -> Typed:
    return Typed(*(post.get(f"{part}-{name}", "").replace("\r\n", "\n") for part in _FIELDS))


def _print(typed: Typed | str) -> str:
    """What tells these fields or words from any others."""
    return hashlib.sha256(repr(typed).encode()).hexdigest()[:16]


class _Was(NamedTuple):
    """What a row's cue was: its times, and the prints of all its fields and of its words."""

    start: int = 0
    end: int = 0
    fields: str = ""
    words: str = ""


def _was(row: Row) -> _Was:
    found = _WAS.fullmatch(row.was)
    return _Was(int(found[1]), int(found[2]), found[3], found[4]) if found else _Was()


def _cue(row: Typed, before: Cue, seconds: float | None) -> Cue:
    """The cue that was typed; its settings stay, and its words where they were left as they are shown. Raises ValueError with a sentence."""
    start, end = timecodes.read(row.start), timecodes.read(row.end)
    if start is None or end is None:
        raise ValueError(_("waktunya tidak terbaca; tulislah seperti 0:42.500 atau 1:02:07."))
    if end <= start:
        raise ValueError(_("selesainya harus sesudah mulainya."))
    if len(row.text) > captions.MOST_TEXT:
        raise ValueError(
            _(
                "kata-katanya %(count)s huruf, padahal paling banyak %(most)s untuk satu bagian; bagilah menjadi "
                "beberapa bagian."
            )
            % {"count": _grouped(len(row.text)), "most": _grouped(captions.MOST_TEXT)}
        )
    untouched = before.text and row.text == html.unescape(before.text)
    words = Marked(before.text) if untouched else marked(row.text)
    if not words.text:
        raise ValueError(_("kata-katanya kosong; centang “buang” bila bagian ini tidak diperlukan."))
    speaker = " ".join(row.speaker.split()) or words.speaker
    if len(speaker) > MOST_NAME:
        raise ValueError(
            _("nama yang berbicara paling panjang %(most)s huruf; yang ini %(count)s.")
            % {"count": _grouped(len(speaker)), "most": _grouped(MOST_NAME)}
        )
    cue = Cue(start, end, words.text, speaker, before.settings)
    for fault in captions.check([cue], seconds):
        if fault.stops:
            raise ValueError(fault.sentence)
    return cue


def _grouped(number: int) -> str:
    return number_format(number, 0, force_grouping=True)


def _moment(milliseconds: int) -> str:
    return f"{timecode(milliseconds)}.{milliseconds % 1000:03}"
