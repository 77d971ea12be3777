"""Cues as an editor types them: rows of a form, read back with a sentence for each row that cannot be kept. Pure."""

import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from library import timecodes
from library.captions import Cue, timecode
from library.captions.markup import marked

_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Typed:
    """One row: the cue's `number` among all (from 1), its times, speaker and words as text."""

    number: int
    start: str
    end: str
    speaker: str
    text: str


class BadCues(Exception):
    """Something cannot be kept: `sentences` by the number of the row (0: all of them), and what was `typed`."""

    def __init__(self, sentences: dict[int, str], rows: list[Typed]) -> None:
        super().__init__(str(sentences))
        self.sentences, self.typed = sentences, rows


def as_typed(number: int, cue: Cue) -> Typed:
    return Typed(number, _moment(cue.start), _moment(cue.end), cue.speaker, html.unescape(cue.text))


def mark_of(cues: list[Cue]) -> str:
    """What tells this state of the cues from any other: who mends an older one is told."""
    return hashlib.sha256(repr(cues).encode()).hexdigest()[:16]


def typed(post: Mapping[str, str], kept: list[Cue], first: int, many: int) -> list[Cue]:
    """All cues, with the rows `first` to `first + many - 1` as they were typed; rows ticked away are left out, and a new
    one is added where it was filled in. Raises `BadCues`."""
    rows = [_row(post, number) for number in range(first, first + many)]
    gone = {row.number for row in rows if post.get(f"gone-{row.number}")}
    sentences: dict[int, str] = {}
    mended: list[Cue] = []
    for row in rows:
        if row.number in gone:
            continue
        before = kept[row.number - 1]
        if row == as_typed(row.number, before):
            mended.append(before)
            continue
        try:
            mended.append(_cue(row, before))
        except ValueError as error:
            sentences[row.number] = str(error)
    added = _row(post, 0, name="new")
    if added.text.strip() or added.start.strip():
        try:
            mended.append(_cue(added, Cue(0, 0, "")))
        except ValueError as error:
            sentences[0] = _("Bagian baru: %(sentence)s") % {"sentence": error}
    if post.get("seen") != mark_of(kept):
        sentences[0] = _(
            "Takarir ini sudah diubah sejak halaman ini dibuka. Salin perbaikan Anda, lalu muat ulang."
        )
    if sentences:
        raise BadCues(sentences, rows)
    every = [*kept[: first - 1], *mended, *kept[first - 1 + many :]]
    return sorted(every, key=lambda cue: (cue.start, cue.end))


def _row(post: Mapping[str, str], number: int, name: str = "") -> Typed:
    said = [post.get(f"{field}-{name or number}", "") for field in ("start", "end", "speaker", "text")]
    start, end, speaker, text = (each.replace("\r\n", "\n")[:_LONGEST] for each in said)
    return Typed(number, start, end, speaker, text)


def _cue(row: Typed, before: Cue) -> Cue:
    """The cue that was typed; its settings stay. Raises ValueError with a sentence."""
    start, end = timecodes.read(row.start), timecodes.read(row.end)
    if start is None or end is None:
        raise ValueError(_("waktunya tidak terbaca; tulislah seperti 0:42.500 atau 1:02:07."))
    if end <= start:
        raise ValueError(_("selesainya harus sesudah mulainya."))
    text = marked(row.text).text
    if not text:
        raise ValueError(_("kata-katanya kosong; centang “buang” bila bagian ini tidak diperlukan."))
    return Cue(start, end, text, " ".join(row.speaker.split())[:100], before.settings)


def _moment(milliseconds: int) -> str:
    return f"{timecode(milliseconds)}.{milliseconds % 1000:03}"
