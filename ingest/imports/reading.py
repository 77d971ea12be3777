"""What a file of catalogue data is, by its content first and its name's ending second, and the entries in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from ingest.imports.as_fields import Vocabulary, as_fields, makers_of
from ingest.imports.errors import UnreadableFile
from ingest.records.checks import Row, row_troubles, troubles_between
from ingest.records.columns import ISSUES, TITLES
from ingest.records.errors import RecordError, WrongValue
from ingest.records.grids import LARGEST, is_workbook, no_table
from ingest.records.tables import checked, read_rows
from ingest.records.values import line
from library.metadata import bibtex, csl, marcxml, mods, ris
from library.metadata.reading import Reading, decoded
from library.models import Agent
from library.record import Maker, Record

MOST_ENTRIES = 10_000
TABLE = "table"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file: `place` says where it stands ("Baris 3"), "" where the format does not tell. With a `sentence`
    it cannot be used; else `fields` are a row of our tables, and `makers` who made it where names were read already."""

    place: str
    fields: dict[str, str]
    makers: tuple[Maker, ...] | None = None
    sentence: str = ""


_Text = Callable[[str], Reading]
_BYTES: dict[str, Callable[[bytes], Reading]] = {"marcxml": marcxml.read, "mods": mods.read}
_TEXT: dict[str, _Text] = {"ris": ris.read, "bibtex": bibtex.read, "csl": csl.read}
_ENDINGS = {
    "ris": "ris",
    "bib": "bibtex",
    "bibtex": "bibtex",
    "json": "csl",
    "csv": TABLE,
    "tsv": TABLE,
    "txt": TABLE,
    "marcxml": "marcxml",
    "mods": "mods",
}
_HEAD = 20_000
_RIS = re.compile(r"^\s*TY {1,2}- ", re.MULTILINE)
_BIBTEX = re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)
_MARC = re.compile(r"MARC21/slim|<(?:\w+:)?(?:leader|datafield|controlfield)[\s>]")
_MODS = re.compile(r"loc\.gov/mods|<(?:\w+:)?mods[\s>]")


def entries(data: bytes, name: str) -> list[Entry]:
    """The entries of a file, those that cannot be used with a sentence; journals and issues first. Raises
    `UnreadableFile`."""
    if len(data) > LARGEST:
        raise UnreadableFile(_("Berkas ini lebih besar dari 20 MB. Bagi menjadi beberapa berkas."))
    if not data.strip():
        raise UnreadableFile(_("Berkas ini kosong."))
    form = form_of(data, name)
    if form == TABLE:
        found = _of_table(data, name)
    else:
        reading = _BYTES[form](data) if form in _BYTES else _TEXT[form](decoded(data))
        found = _of_records(reading)
    _check_number(len(found))
    if not found:
        raise UnreadableFile(_("Berkas ini tidak berisi satu entri pun."))
    return sorted(found, key=rank)


def _check_number(entries: int) -> None:
    if entries > MOST_ENTRIES:
        raise UnreadableFile(_("Berkas ini berisi lebih dari 10.000 entri. Bagi menjadi beberapa berkas."))


def rank(entry: Entry) -> int:
    """Journals before their issues, and issues before their articles, which would make them without their data."""
    kind = entry.fields.get("kind", "")
    return 0 if kind in TITLES else 1 if kind in ISSUES else 2


def form_of(data: bytes, name: str) -> str:
    """The format: a key of `_BYTES` or `_TEXT`, or `TABLE`. Raises `UnreadableFile`."""
    if data.startswith(b"%PDF"):
        raise UnreadableFile(_("Ini PDF. Naskah diunggah lewat menu Unggah PDF."))
    if is_workbook(data):
        return TABLE
    if sentence := no_table(data):
        raise UnreadableFile(sentence)
    if re.match(rb"\d{5}[a-z]", data) and b"\x1e" in data:
        raise UnreadableFile(
            _("Ini MARC biner (ISO 2709). Ekspor dari sana sebagai MARCXML, lalu coba lagi.")
        )
    head = decoded(data[:_HEAD]).lstrip("\ufeff").lstrip()
    ending = _ENDINGS.get(PurePath(name).suffix.lower().lstrip("."), "")
    if head.startswith("<"):
        return _of_xml(head, ending)
    if ending != TABLE:
        if head.startswith(("{", "[")):
            return "csl"
        if _RIS.search(head):
            return "ris"
        if _BIBTEX.search(head):
            return "bibtex"
    if ending:
        return ending
    columns = re.split(r"[,;\t]", head.partition("\n")[0].lower().replace('"', ""))
    if {"kind", "title"} <= {column.strip() for column in columns}:
        return TABLE
    sentence = _(
        "Bentuk berkas ini tidak dikenali. Yang dapat dibaca: RIS, BibTeX, CSL-JSON, MARCXML, MODS, CSV, XLSX."
    )
    raise UnreadableFile(sentence)


def _of_xml(head: str, ending: str) -> str:
    marc, of_mods = _MARC.search(head), _MODS.search(head)
    if marc and of_mods:
        return "marcxml" if marc.start() < of_mods.start() else "mods"
    if marc or of_mods:
        return "marcxml" if marc else "mods"
    if ending in _BYTES:
        return ending
    raise UnreadableFile(_("Ini XML, tetapi bukan MARCXML atau MODS."))


def _of_table(data: bytes, name: str) -> list[Entry]:
    """The rows of a table, those with troubles with all of them."""
    try:
        rows, troubles = read_rows(data, PurePath(name).name)
    except RecordError as error:
        raise UnreadableFile(str(error)) from error
    said: dict[int, list[str]] = {}
    for trouble in [*troubles, *checked(rows)]:
        said.setdefault(trouble.line, []).append(trouble.sentence)
    for row in rows:
        if "file" in row.fields or "file_from" in row.fields:
            sentence = _(
                "baris ini menyebut berkas PDF; masukkan dengan “manage ingest”, atau kosongkan selnya."
            )
            said.setdefault(row.line, []).append(sentence)
    by_line = {row.line: row.fields for row in rows}
    return [
        Entry(
            _("Baris %(line)d") % {"line": number},
            by_line.get(number, {}),
            sentence=_one(said.get(number, [])),
        )
        for number in sorted(by_line.keys() | said.keys())
    ]


def _of_records(reading: Reading) -> list[Entry]:
    _check_number(len(reading.records) + len(reading.troubles))
    if not reading.records and len(reading.troubles) == 1:
        raise UnreadableFile(str(reading.troubles[0].sentence))
    vocabulary = Vocabulary.held()
    good = [_of_record(record, vocabulary) for record in reading.records]
    bad = [Entry(_place(trouble.place), {}, sentence=str(trouble.sentence)) for trouble in reading.troubles]
    return [*good, *bad]


def _of_record(record: Record, vocabulary: Vocabulary) -> Entry:
    fields, makers = as_fields(record, vocabulary), makers_of(record)
    issn = {
        name: fields.pop(name)
        for name in ("issn", "issn_electronic")
        if name in fields and "periodical" in fields
    }
    row = Row(1, fields)
    said = [trouble.sentence for trouble in [*row_troubles(row), *troubles_between([row])]]
    longest = Agent._meta.get_field("name").max_length
    if any(max(len(maker.name.printed), len(maker.name.titles)) > longest for maker in makers):
        said.append(_("ada nama yang terlalu panjang."))
    try:
        for maker in makers:
            line(maker.name.printed)
    except WrongValue as error:
        said.append(error.sentence)
    return Entry("", fields | issn, makers, _one(said))


def _place(place: str | int) -> str:
    """A line, a number of the entry, or its key."""
    return str(place) if place else ""


def _one(sentences: list[str]) -> str:
    """Several complaints about one entry, as sentences."""
    return " ".join(each[:1].upper() + each[1:] for each in dict.fromkeys(sentences))
