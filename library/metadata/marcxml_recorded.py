"""What MARC says of films and data, and how it is read: `marcxml` and `marcxml_reading` are the doors.

Pure. MARC 21 Bibliographic: a film is projected medium (LDR/06 g, 008 of visual materials), a dataset a computer file
(m, with numeric data in 008/26). Content, media and carrier stand in 336 to 338 for RDA; 245 $h is not written, but
read. 041 $p has the languages of captions, $t of transcripts without times; 306 the playing time; 045 the years that
figures cover; 552 a column each, with its heading ($c), meaning ($d), unit ($j) and title ($z).
"""

import re
from collections.abc import Iterator, Sequence

from library.metadata import cataloguing as words
from library.metadata import cataloguing_recorded as recorded
from library.metadata.csl_reading import COUNTED
from library.metadata.dublin_core import distinct, in_one_line, open_files
from library.metadata.marcxml_cards import Card
from library.record import Captions, Figures, Footage, Record, RecordKind, Variable

Subfields = Sequence[tuple[str, str]]
Field = tuple[str, str, Subfields]

#: LDR/06.
TYPES_OF_RECORD = {RecordKind.FILM: "g", RecordKind.DATASET: "m"}
#: 008/22: general, adolescent, adult.
_AUDIENCES = {"SU": "g", "13+": "d", "17+": "e", "21+": "e"}
_CONTENT = {
    RecordKind.FILM: ("gambar bergerak dua dimensi", "tdi"),
    RecordKind.DATASET: ("himpunan data komputer", "cod"),
}
_MOST_MINUTES = 999  # what 008/18-20 can say
_GMD = re.compile(r"video|film|gambar (?:bergerak|hidup)|motion picture", re.IGNORECASE)


# Out


def physical(record: Record) -> Iterator[tuple[str, str]]:
    """The control fields 007 of what can be seen here: a video, and a file from afar."""
    if open_files(record):
        if record.kind is RecordKind.FILM:
            yield "007", "vz ||||||"
        yield "007", f"cr {'|' * 11}"


def fixed(record: Record) -> str:
    """The seventeen characters of 008/18-34."""
    form = "o" if open_files(record) else "|"
    if record.kind is RecordKind.DATASET:
        return f"    |{form}  a |      "
    seconds = record.footage.seconds
    minutes = max(1, round(seconds / 60))
    length = "---" if seconds <= 0 else "000" if minutes > _MOST_MINUTES else f"{minutes:03}"
    return f"{length} {_AUDIENCES.get(record.footage.age_class, '|')}     |{form}   v|"


def languages(record: Record) -> Subfields:
    """041 of a film: what is spoken, and its captions."""
    footage = record.footage
    timed = [track.language for track in footage.captions if track.address]
    others = [track.language for track in footage.captions if not track.address]
    said = (("a", footage.spoken or (record.language,)), ("p", timed), ("t", others))
    return [(code, words.LANGUAGES.get(each, "und")) for code, found in said for each in distinct(found)]


def years(record: Record) -> Iterator[Field]:
    """045: the year or years that figures cover."""
    found = distinct(
        f"d{year:04d}" for year in (record.figures.covers_from, record.figures.covers_to) if year
    )
    if found:
        yield "045", f"{'2' if len(found) > 1 else '0'} ", [("b", each) for each in found]


def description(record: Record) -> Iterator[Field]:
    """306 and 336 to 347: how long it plays, and what sort of thing it is."""
    if record.kind not in _CONTENT:
        return
    if record.footage.seconds > 0:
        hours, minutes, seconds = recorded.clock(record.footage.seconds)
        yield "306", "  ", [("a", f"{min(hours, 99):02}{minutes:02}{seconds:02}")]
    term, code = _CONTENT[record.kind]
    yield "336", "  ", [("a", term), ("b", code), ("2", "rdacontent")]
    files = open_files(record)
    if files:
        yield "337", "  ", [("a", "komputer"), ("b", "c"), ("2", "rdamedia")]
        yield "338", "  ", [("a", "sumber daya daring"), ("b", "cr"), ("2", "rdacarrier")]
    for file in files:
        sort = "berkas video" if record.kind is RecordKind.FILM else "berkas data"
        sides = f"{file.width} × {file.height}" if file.width and file.height else ""
        size = f"{file.size} bytes" if file.size else ""
        form = recorded.FORMATS.get(file.media_type, file.media_type)
        yield (
            "347",
            "  ",
            [("a", sort), ("b", form), ("c", size), ("d", sides), ("3", in_one_line(file.name))],
        )


def audience(record: Record) -> Iterator[Field]:
    """521: the class of the censorship board."""
    age_class = record.footage.age_class
    yield "521", "8 ", [("a", f"{recorded.AGE}: {age_class}" if age_class else "")]


def notes(record: Record) -> Iterator[Field]:
    """546, 552 and 567: the languages of a film; the columns of a dataset, and how it was counted."""
    figures = record.figures
    if record.kind is RecordKind.FILM:
        yield "546", "  ", [("a", recorded.spoken_and_captioned(record))]
    for each in figures.variables:
        column = (("c", each.name), ("d", each.meaning_id), ("j", each.unit_id), ("z", each.title_id))
        yield "552", "  ", [(code, in_one_line(text)) for code, text in column]
    for label, text in zip(COUNTED, (figures.counting_id, figures.counting_en), strict=True):
        yield "567", "  ", [("a", recorded.note_on_counting(label, text))]


# In


def kind_words(card: Card) -> list[str]:
    """Words for the kind that the coded fields tell, after those that the record says itself."""
    sort, fixed_field = card.leader[6:7], card.control.get("008", "")
    if sort == "g" or _GMD.search(card.text("245", "h")):
        return [words.KINDS[RecordKind.FILM]]
    numeric = sort == "m" and fixed_field[26:27] == "a"
    return [words.KINDS[RecordKind.DATASET]] if numeric else []


def footage(card: Card) -> Footage:
    """Length, class and languages of a film; lengths of others from 306, 300 or 008."""
    codes = {code: _codes(card, code) for code in "apjt"}
    classes = (recorded.age_class(text) for each in card.all("521") for text in each.texts("a"))
    timed = [Captions(language) for language in distinct(codes["p"] + codes["j"] + codes["t"])]
    return Footage(
        seconds=_seconds(card),
        age_class=next(filter(None, classes), ""),
        spoken=tuple(distinct(codes["a"])),
        captions=tuple(timed),
    )


def figures(card: Card) -> Figures:
    """Years, columns, rows and notes of a dataset."""
    covered = [int(text[1:5]) for each in card.all("045") for text in each.texts("b") if _is_year(text)]
    columns = tuple(
        Variable(each.text("c"), title_id=each.text("z"), meaning_id=each.text("d"), unit_id=each.text("j"))
        for each in card.all("552")
        if each.text("c")
    )
    counted = {label: _after(card, "567", label) for label in COUNTED}
    return Figures(
        covers_from=min(covered, default=0),
        covers_to=max(covered, default=0),
        counted_by=_after(card, "500", recorded.COUNTED_BY),
        counting_id=counted[COUNTED[0]],
        counting_en=counted[COUNTED[1]],
        variables=columns,
        rows=recorded.read_extent(card.text("300")).rows,
    )


def language(card: Card) -> str:
    """The one language of a film that the fixed field tells, where several are spoken in it."""
    return words.language(card.control.get("008", "")[35:38], *(text for text in _raw_codes(card, "a")))


def _seconds(card: Card) -> float:
    told = card.text("306")
    if re.fullmatch(r"\d{6}", told):
        return int(told[:2]) * 3600 + int(told[2:4]) * 60 + int(told[4:])
    if length := recorded.read_extent(card.text("300")).seconds:
        return length
    minutes = card.control.get("008", "")[18:21]
    return int(minutes) * 60 if minutes.isascii() and minutes.isdecimal() else 0


def _raw_codes(card: Card, code: str) -> Iterator[str]:
    """Older records run the codes of languages together."""
    for each in card.all("041"):
        for text in each.texts(code):
            yield from (text[at : at + 3] for at in range(0, len(text), 3))


def _codes(card: Card, code: str) -> list[str]:
    return [words.language(text) for text in _raw_codes(card, code)]


def _is_year(text: str) -> bool:
    return bool(re.match(r"d\d{4}", text)) and text[1:5] != "0000"


def _after(card: Card, tag: str, label: str) -> str:
    """What a note says after its label."""
    notes = (text for each in card.all(tag) for text in each.texts("a"))
    return next((text.removeprefix(f"{label}: ") for text in notes if text.startswith(f"{label}: ")), "")
