"""What the cells of a table hold: each function gives the value of a text, or raises `WrongValue` with its sentence.

Pure. An empty cell never comes here.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ingest.records.errors import WrongValue
from library import dates, identifiers, numbering, timecodes
from library.names import Name, NoName, read_name

Value = Callable[[str], Any]

#: Laws as people cite them: UU 35/2014.
REFERENCE = re.compile(r"(?P<kind>[A-Za-z]+)\s+(?P<number>\d+)/(?P<year>\d{4})")
_LINES = "\n\t"


def line(text: str) -> str:
    """One line of text."""
    return " ".join(_printable(text).split())


def prose(text: str) -> str:
    """Text that may run over several lines."""
    return _printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def title(text: str) -> str:
    """A title; it holds a letter or a digit."""
    text = line(text)
    if not any(map(str.isalnum, text)):
        raise WrongValue(_("judul “%(title)s” tidak berisi huruf.") % {"title": text}, plain=True)
    return text


def when(text: str) -> str:
    """A date as precise as it is known, in EDTF."""
    try:
        return dates.read(text).edtf
    except dates.UnreadableDate as error:
        sentence = _("tanggal “%(date)s” tidak terbaca; tulislah 2004-09-22, 2004-09 atau 2004.")
        raise WrongValue(sentence % {"date": shown(text)}, plain=True) from error


def day(text: str) -> date:
    """A date to the day."""
    try:
        read = dates.read(text)
        if read.day and not read.circa and read.until is None:
            return date(read.year, read.month, read.day)
    except dates.UnreadableDate:
        pass
    raise WrongValue(_("“%(date)s” bukan hari; tulislah seperti 2022-01-31.") % {"date": shown(text)})


def duration(text: str) -> str:
    """How long a film plays, as a timecode."""
    if timecodes.read(text) is None:
        sentence = _("lama putar “%(value)s” tidak terbaca; tulislah seperti 12:30 atau 1:02:30.")
        raise WrongValue(sentence % {"value": shown(text)}, plain=True)
    return line(text)


def isbn(text: str) -> str:
    try:
        return identifiers.isbn(text)
    except identifiers.WrongIdentifier as error:
        sentence = _("ISBN “%(value)s” salah: angka pemeriksanya tidak cocok. Periksa lagi, atau kosongkan.")
        raise WrongValue(sentence % {"value": shown(text)}, plain=True) from error


def issn(text: str) -> str:
    try:
        return identifiers.issn(text)
    except identifiers.WrongIdentifier as error:
        sentence = _("ISSN “%(value)s” salah: angka pemeriksanya tidak cocok. Periksa lagi, atau kosongkan.")
        raise WrongValue(sentence % {"value": shown(text)}, plain=True) from error


def doi(text: str) -> str:
    try:
        return identifiers.doi(line(text))
    except identifiers.WrongIdentifier as error:
        sentence = _("“%(value)s” bukan DOI. DOI tampak seperti 10.1234/abcd; bila tidak ada, kosongkan.")
        raise WrongValue(sentence % {"value": shown(text)}, plain=True) from error


def issue_number(text: str) -> str:
    """The number of an issue as printed; it says a volume, a number or a date."""
    if not numbering.read(text):
        sentence = _(
            "nomor edisi “%(value)s” tidak terbaca; tulislah seperti Edisi 12, Maret 2015, atau Vol. 3 No. 2."
        )
        raise WrongValue(sentence % {"value": shown(text)})
    return line(text)


def law_year(text: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text) or not 1800 <= int(text) <= 2100:
        raise WrongValue(_("tahun hukum harus empat angka, dari 1800 sampai 2100."), plain=True)
    return int(text)


def laws(text: str) -> list[tuple[str, str, str]]:
    """(kind, number, year) of each law that the text names."""
    found = []
    for part in parts(text):
        named = REFERENCE.fullmatch(part)
        if named is None:
            sentence = _("“%(value)s” bukan peraturan; tulislah seperti UU 35/2014.")
            raise WrongValue(sentence % {"value": shown(part)})
        found.append((named["kind"], named["number"], named["year"]))
    return found


def file_page(text: str) -> int:
    """A page counted in the file, from 1."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or not int(text):
        sentence = _("“%(value)s” bukan nomor halaman berkas; hitunglah dari 1.")
        raise WrongValue(sentence % {"value": shown(text)})
    return int(text)


def names(text: str) -> list[Name]:
    """The names between semicolons, each once; titles stand apart."""
    pieces = text.split(";")
    if pieces and not pieces[-1].strip():
        pieces.pop()  # a semicolon at the end names nobody and says nothing wrong
    found: dict[str, Name] = {}
    for piece in pieces:
        try:
            name = read_name(piece)
        except NoName as error:
            sentence = _("“%(name)s” bukan nama; pisahkan nama dengan satu titik koma.")
            raise WrongValue(sentence % {"name": shown(piece)}) from error
        found.setdefault(name.printed, name)
    return list(found.values())


def one_of(choices: Collection[str]) -> Value:
    """A column of fixed words."""

    def chosen(text: str) -> str:
        if text not in choices:
            sentence = _("nilai “%(value)s” tidak dikenal; pilih %(known)s.")
            raise WrongValue(sentence % {"value": shown(text), "known": ", ".join(filter(None, choices))})
        return text

    return chosen


def some_of(choices: Collection[str]) -> Value:
    """A column of several fixed words between semicolons."""
    one = one_of(choices)

    def chosen(text: str) -> list[str]:
        return list(dict.fromkeys(one(part) for part in parts(text)))

    return chosen


def number(first: int, last: int) -> Value:
    def counted(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not first <= int(text) <= last:
            sentence = _("“%(value)s” bukan bilangan dari %(first)d sampai %(last)d.")
            raise WrongValue(sentence % {"value": shown(text), "first": first, "last": last})
        return int(text)

    return counted


def parts(text: str) -> list[str]:
    """What stands between semicolons, without the empty pieces."""
    return [part for piece in text.split(";") if (part := line(piece))]


def shown(text: str) -> str:
    """A wrong text as a sentence quotes it: short, in one line, without what cannot be seen."""
    seen = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return seen if len(seen) <= 80 else f"{seen[:79]}…"


def _printable(text: str) -> str:
    """Characters that no database and no XML takes are refused, not dropped."""
    for letter in text:
        if unicodedata.category(letter) in {"Cc", "Cs"} and letter not in _LINES and letter != "\r":
            sentence = _("ada karakter yang tidak dapat disimpan (U+%(code)04X); hapus dari selnya.")
            raise WrongValue(sentence % {"code": ord(letter)})
    return text
