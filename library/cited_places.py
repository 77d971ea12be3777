"""The place in a work that a reader cites: a printed page, a moment of a film, a row of data.

Nobody is sent to a page that only happens to have the number in the file, and no place is cited that is not there.
Words are in the language of the request.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from library import timecodes
from library.captions import timecode
from library.models import Dataset, Film, Passage, Publication
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
    """The moment that a timecode names, or at which the passage of that `number` begins. A whole second in which a cue
    begins is that cue's beginning. With both, where the passage begins then, it is cited in its language: the same words
    in another are other words. What claims no time is addressed by its number."""
    asked = film.passages_numbered([number]).get(number) if number and readable else None
    if not written and number and readable:
        if asked is None:
            return Cited(MOMENT)
        if asked.start is None:
            return Cited(MOMENT, "", _passage_address(film, number))
        return _at(film, asked.start, film.language_in_address(asked.file.language))
    milliseconds = timecodes.read(written)
    if milliseconds is None or (film.seconds and milliseconds > film.seconds * 1000):
        return Cited(MOMENT, unknown=written)
    if not readable:
        return Cited(MOMENT, timecode(milliseconds))
    if asked is not None and asked.start is not None and timecode(asked.start) == timecode(milliseconds):
        return _at(film, asked.start, film.language_in_address(asked.file.language))
    return _at(film, _begun(film, milliseconds))


def _at(film: Film, milliseconds: int, language: str = "") -> Cited:
    return Cited(MOMENT, timecode(milliseconds), absolute(film.permanent_moment(milliseconds, language)))


def _begun(film: Film, milliseconds: int) -> int:
    """When the cue begins that begins in that second, where only the second was named; else the moment as it is."""
    track = film.track_in()
    if track is None or milliseconds % 1000:
        return milliseconds
    begun = Passage.objects.filter(
        file=track.file, start__gte=milliseconds, start__lt=milliseconds + 1000
    ).order_by("start")
    first = begun.values_list("start", flat=True).first()
    return milliseconds if first is None else first


def row(dataset: Dataset, written: str, *, readable: bool) -> Cited:
    """The row of that number, counted from 1."""
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else 0
    if not readable:
        return Cited(ROW, str(number) if number else "")
    if not number or dataset.place(number) is None:
        return Cited(ROW, unknown=written)
    return Cited(ROW, str(number), _passage_address(dataset, number))


def _passage_address(publication: Publication, number: int) -> str:
    return absolute(reverse("permanent_passage", args=[publication.permanent.code, number]))
