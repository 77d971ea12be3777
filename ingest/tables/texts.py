"""The lines of a CSV, whatever encoding it is in and whatever parts its cells."""

import codecs
import csv
import io
from collections import Counter
from contextlib import suppress
from itertools import islice

from django.utils.translation import gettext_lazy as _

from ingest.records.errors import RecordError
from ingest.records.grids import read_grid
from ingest.records.spelling import SEPARATORS, Spelling, without_told_separator
from ingest.tables.sheets import MOST_COLUMNS, MOST_ROWS, Lines, Unreadable
from library.tables.faults import Fault

#: Lines of a file that has so many cannot all be inside of quoted cells.
_TOO_MANY_LINES = 20 * MOST_ROWS
_MOST_SAID = 5
_HEAD = 100_000  # characters in which the separator is looked for
_LINES = 40
#: Above the table may stand its title, below it its notes.
_ASIDE = 20


def read_lines(data: bytes, name: str) -> Lines:
    """Raises `Unreadable`."""
    text, encoding, faults = _decoded(data)
    if text.count("\n") > _TOO_MANY_LINES:
        raise too_many_rows()
    separator = _separator(text)
    try:
        grid = read_grid(text.encode(), name, spelling=Spelling("utf-8", separator), most=MOST_ROWS + _ASIDE)
    except RecordError as error:
        raise too_many_rows() from error
    faults += [Fault(trouble.sentence, trouble.line) for trouble in grid.troubles]
    lines = [(number, [cell.strip() for cell in cells]) for number, cells in grid.lines]
    return Lines(lines, faults, whole=True, encoding=encoding, separator=separator)


def _separator(text: str) -> str:
    """What parts most lines near the top into equally many cells. A table of works is known by its first line; figures
    often have a title above them, and commas in them."""
    rest, told = without_told_separator(text)
    return text[len("sep=")] if told else max(SEPARATORS, key=lambda each: _alike(rest[:_HEAD], each))


def _alike(text: str, separator: str) -> tuple[int, int]:
    lengths: Counter[int] = Counter()
    with suppress(csv.Error):
        for cells in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _LINES):
            lengths[len(cells)] += len(cells) > 1
    length, often = max(lengths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return often, length


def too_many_rows() -> Unreadable:
    return Unreadable(
        _(
            "Tabel ini berisi lebih dari 10.000 baris. Ringkas, misalnya per tahun, atau bagi menjadi beberapa data."
        )
    )


def too_many_columns(columns: int) -> Unreadable:
    message = _(
        "Tabel ini berisi %(columns)d kolom; paling banyak %(most)d. Hapus kolom yang tidak diperlukan."
    )
    return Unreadable(message, columns=columns, most=MOST_COLUMNS)


def _decoded(data: bytes) -> tuple[str, str, list[Fault]]:
    """The text, what its encoding is called, and what is to be said of it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf_16(data, "utf-16")
    if b"\0" in data:
        # a BOM is missing: in Latin letters every second byte is zero
        zeros = data[1::2].count(0), data[0::2].count(0)
        if max(zeros) * 4 > len(data):
            return _utf_16(data, "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be")
        raise Unreadable(_("Berkas ini bukan teks. Simpan ulang sebagai “CSV UTF-8” atau XLSX."))
    try:
        return data.decode("utf-8-sig"), "UTF-8", []
    except UnicodeDecodeError:
        return _older(data)


def _utf_16(data: bytes, encoding: str) -> tuple[str, str, list[Fault]]:
    try:
        return data.decode(encoding).removeprefix("\ufeff"), "UTF-16", []
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("Berkas UTF-16 ini terpotong atau rusak. Simpan ulang sebagai “CSV UTF-8”.")
        ) from error


def _older(data: bytes) -> tuple[str, str, list[Fault]]:
    """Windows-1252, line by line: files that were put together of several may be in UTF-8 elsewhere."""
    texts, others, unicode_too = [], [], False
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        try:
            texts.append(line.decode("utf-8"))
            unicode_too = unicode_too or not line.isascii()
        except UnicodeDecodeError:
            others.append(number)
            try:
                texts.append(line.decode("cp1252"))
            except UnicodeDecodeError as error:
                message = _(
                    "Huruf di baris %(line)d tidak dapat dibaca sebagai UTF-8 atau Windows-1252. Simpan ulang sebagai “CSV UTF-8”."
                )
                raise Unreadable(message, line=number) from error
    if not unicode_too:
        message = _(
            "Berkas ini ditulis dengan Windows-1252 dan dibaca begitu. Periksa huruf seperti “é” dan “–”."
        )
        return "\n".join(texts), "Windows-1252", [Fault(message, stops=False)]
    message = _("huruf di baris ini ditulis dengan Windows-1252, baris lain dengan UTF-8. Periksa hurufnya.")
    faults = [Fault(message, number, stops=False) for number in others[:_MOST_SAID]]
    if more := len(others) - _MOST_SAID:
        message = _("Masih ada %(count)d baris lain dengan Windows-1252.")
        if more > 0:
            faults.append(Fault(message, stops=False, values={"count": more}))
    return "\n".join(texts), "UTF-8, Windows-1252", faults
