"""The place in a work that a reader cites: a printed page, a moment of a film, a row of data.

Nobody is sent to a page that only happens to have the number in the file, and no place is cited that is not there.
Words are in the language of the request.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from library import timecodes
from library.captions import fragment, timecode
from library.models import Dataset, Film, Publication
from library.models.described import absolute


@dataclass(frozen=True, slots=True)
class Place:
    """How a kind of work counts places: the locator of CSL, the field that asks for one, and the words around it. Those
    with `%(label)s` or `%(unknown_label)s` are filled in."""

    counts: str
    field: str
    heading: str
    asks: str
    hint: str
    whole: str
    unknown: str


PAGE = Place(
    "page",
    "halaman",
    _("Mengutip halaman %(label)s"),
    _("Halaman yang dikutip, seperti tercetak"),
    _("Misalnya iv atau 37. Kosongkan untuk seluruh terbitan."),
    _("Seluruh terbitan"),
    _("Tidak ada halaman %(unknown_label)s di terbitan ini. Rujukan di bawah untuk seluruh terbitan."),
)
MOMENT = Place(
    "timestamp",
    "halaman",
    _("Mengutip film pada %(label)s"),
    _("Menit dan detik yang dikutip"),
    _("Misalnya 0:42 atau 1:02:07. Kosongkan untuk seluruh film."),
    _("Seluruh film"),
    _(
        "Tidak ada %(unknown_label)s di film ini. Tulislah menit dan detik seperti 0:42. Rujukan di bawah untuk seluruh film."
    ),
)
ROW = Place(
    "row",
    "nomor",
    _("Mengutip baris %(label)s"),
    _("Nomor baris yang dikutip"),
    _("Misalnya 12. Kosongkan untuk seluruh data."),
    _("Seluruh data"),
    _("Tidak ada baris %(unknown_label)s di data ini. Rujukan di bawah untuk seluruh data."),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: its `label` ("" for the whole work, or a page without a printed number), the absolute `address`
    that opens there ("" for that of the work), and what was asked for but is not there (`unknown`)."""

    place: Place
    label: str = ""
    address: str = ""
    unknown: str = ""

    @property
    def heading(self) -> str:
        if not self.label:
            return gettext("Mengutip terbitan ini")
        return self.place.heading % {"label": self.label}

    @property
    def refusal(self) -> str:
        """The sentence that says that it is not there; "" where nothing is wrong."""
        return self.place.unknown % {"unknown_label": self.unknown} if self.unknown else ""


def page(publication: Publication, label: str, number: int, *, readable: bool) -> Cited:
    """The page on which `label` is printed, else for pages without printed numbers the one of that `number`. What may
    not be read cannot be looked into: then the label is taken as it is."""
    if not readable:
        return Cited(PAGE, label)
    found = publication.number_printed(label) if label else number if publication.place(number) else None
    if not found:
        return Cited(PAGE, unknown=label)
    return Cited(PAGE, label, _passage_address(publication, found))


def moment(film: Film, written: str, number: int, *, readable: bool) -> Cited:
    """The moment that a timecode names, or at which the passage of that `number` begins: opened at the cue that is
    spoken then; between cues, and without any, at the second itself. With both, where the passage begins then, at that
    passage: the same words in another language are another one."""
    if not written and number and readable:
        passage = film.passages_numbered([number]).get(number)
        if passage is None:
            return Cited(MOMENT)
        label = timecode(passage.start) if passage.start is not None else ""
        return Cited(MOMENT, label, _passage_address(film, number))
    milliseconds = timecodes.read(written)
    if milliseconds is None or (film.seconds and milliseconds > film.seconds * 1000):
        return Cited(MOMENT, unknown=written)
    label = timecode(milliseconds)
    if not readable:
        return Cited(MOMENT, label)
    asked = film.passages_numbered([number]).get(number) if number else None
    if asked is not None and asked.start is not None and timecode(asked.start) == label:
        return Cited(MOMENT, label, _passage_address(film, number))
    cue = film.number_printed(label) or _cue_at(film, milliseconds)
    at_second = f"{absolute(film.permanent_path)}#t={fragment(milliseconds)}"
    return Cited(MOMENT, label, _passage_address(film, cue) if cue else at_second)


def row(dataset: Dataset, written: str, *, readable: bool) -> Cited:
    """The row of that number, counted from 1."""
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else 0
    if not readable:
        return Cited(ROW, str(number) if number else "")
    if not number or dataset.place(number) is None:
        return Cited(ROW, unknown=written)
    return Cited(ROW, str(number), _passage_address(dataset, number))


def _cue_at(film: Film, milliseconds: int) -> int | None:
    """The film's passage that is spoken at that moment, in the first of its captions that has one."""
    before = 0
    for span in film.spans.all():
        spoken = span.file.passages.filter(
            number__gte=span.first, number__lte=span.end, start__lte=milliseconds, end__gt=milliseconds
        ).last()
        if spoken is not None:
            return before + spoken.number - span.first + 1
        before += span.length
    return None


def _passage_address(publication: Publication, number: int) -> str:
    return absolute(reverse("permanent_passage", args=[publication.permanent.code, number]))
