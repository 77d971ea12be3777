"""Cells of text become a table of values by what its columns are said to hold; `check` looks at the table as a whole.

Pure. A cell that does not fit keeps nothing (its text stays in the file) and is a fault with row and column.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from library.tables import numbers
from library.tables.ages import of_ages
from library.tables.faults import Fault, quoted
from library.tables.numbers import NoNumber, Writing
from library.tables.told_counts import tells_count
from library.tables.values import Cell, Column, Level, Role, Row, Table, Type, Withheld
from library.tables.villages import counts_villages, leveled

FIRST_YEAR, LAST_YEAR = 1800, 2100
#: Whole numbers that count nothing, by the heading of their column.
NUMBERED = re.compile(r"(?:no|nomor|kode|id|nik|code|kode pos)\b\.?", re.IGNORECASE)
#: Columns of words whose numbers are no counts by themselves. "3/12" is a day there.
_DAYS = re.compile(r"(?:^|[\W_])(?:tanggal|tgl|date|hari)(?:$|[\W_])", re.IGNORECASE)
_CLASSES = re.compile(
    r"(?:kelas|class|grade|tingkat|golongan|tahap|bulan|month|triwulan|kuartal|quarter|semester|jam|pukul|time)",
    re.IGNORECASE,
)
#: A mark behind a figure that is more than the number of a note: "12 (3)".
_SET_APART = re.compile(r"\(\d\)")
#: Counts that are hidden in villages (`small_counts`).
_SMALL = frozenset({1, 2, 3, 4})
#: Of one column no more faults are listed than this: after them it is said how many more there are.
MOST_FAULTS = 20


def table_of(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Sequence[Column],
    lines: Sequence[int] = (),
) -> tuple[Table, list[Fault]]:
    """The table of these columns, each found by its heading, and what does not fit. `rows` may be ragged; `lines` are their
    numbers in the file, counted from 2 where they are not given. A column that the file has not is a fault and is empty."""
    numbered = tuple(lines) or tuple(range(2, len(rows) + 2))
    faults: list[Fault] = []
    read: list[list[Cell]] = []
    places = {heading: at for at, heading in reversed(list(enumerate(headings)))}
    for column in columns:
        at = places.get(column.name)
        if at is None:
            message = _("kolom ini tidak ada dalam berkas. Tambahkan kolomnya, atau hapus dari daftar kolom.")
            faults.append(Fault(message, column=column.name))
            read.append([Cell() for _row in rows])
            continue
        texts = [row[at].strip() if at < len(row) else "" for row in rows]
        cells, found = _cells(column, texts, numbered)
        read.append(cells)
        faults.extend(_first(found, column.name))
        faults.extend(_marked(column, cells, numbered, years=any(each.type is Type.YEAR for each in columns)))
    known = {column.name for column in columns}
    faults += [
        Fault(_("kolom ini belum dijelaskan, jadi tidak ditampilkan."), column=heading, stops=False)
        for heading in headings
        if heading and heading not in known
    ]
    return Table(tuple(columns), tuple(zip(*read, strict=True)) if read else (), numbered), faults


def _marked(column: Column, cells: list[Cell], lines: Sequence[int], *, years: bool) -> Iterator[Fault]:
    """The first mark of a column of years or figures: where the table has years it decides what is compared."""
    if column.type is not Type.YEAR and not column.measured:
        return
    message = (
        _(
            "tanda %(mark)s disimpan sebagai catatan. Terangkan di cara menghitung; angka sebelumnya tidak dibandingkan."
        )
        if years
        else _("tanda %(mark)s disimpan sebagai catatan. Terangkan di cara menghitung.")
    )
    for cell, line in zip(cells, lines, strict=True):
        if cell.mark:
            yield Fault(message, line, column.name, stops=False, values={"mark": cell.mark})
            return


def _first(found: list[Fault], column: str) -> list[Fault]:
    more = len(found) - MOST_FAULTS
    if more <= 0:
        return found
    message = _("masih ada %(count)d sel lain yang bermasalah.")
    stops = any(fault.stops for fault in found[MOST_FAULTS:])
    return [*found[:MOST_FAULTS], Fault(message, column=column, stops=stops, values={"count": more})]


def _cells(column: Column, texts: list[str], lines: Sequence[int]) -> tuple[list[Cell], list[Fault]]:
    written, faults = _writing(column, texts, lines) if column.type.counted else (Writing(), [])
    cells = []
    for text, line in zip(texts, lines, strict=True):
        cell = _cell(column, text, written)
        if isinstance(cell, Cell):
            cells.append(cell)
            continue
        cells.append(Cell())
        if not any(fault.row == line for fault in faults):
            faults.append(Fault(cell, line, column.name, values={"text": quoted(text)}))
    return cells, faults


def _writing(column: Column, texts: list[str], lines: Sequence[int]) -> tuple[Writing, list[Fault]]:
    """How the column writes its figures, and what is to be said of it."""
    written, others = numbers.writing(texts)
    message = (
        _("“%(text)s” ditulis dengan koma desimal, sel lain di kolom ini dengan titik desimal. Samakan.")
        if written.decimal == "."
        else _("“%(text)s” ditulis dengan titik desimal, sel lain di kolom ini dengan koma desimal. Samakan.")
    )
    faults = [Fault(message, lines[at], column.name, values={"text": quoted(texts[at])}) for at in others]
    said = None
    if written.unsure and not written.told:
        said = (
            _("titik dibaca sebagai pemisah ribuan: “1.234” adalah seribu dua ratus tiga puluh empat.")
            if written.decimal == ","
            else _("koma dibaca sebagai pemisah ribuan: “1,234” adalah seribu dua ratus tiga puluh empat.")
        )
    elif written.told and written.decimal == ",":
        said = _("koma dibaca sebagai tanda desimal, dan titik sebagai pemisah ribuan.")
    if said is not None:
        faults.append(Fault(said, column=column.name, stops=False))
    return written, faults


def _cell(column: Column, text: str, written: Writing) -> Cell | str:
    """The cell, or the message of what is wrong with its text."""
    if numbers.is_missing(text):
        return Cell()
    if column.type in {Type.TEXT, Type.PLACE}:
        return Cell(" ".join(text.split()))
    if column.type is Type.YEAR:
        return _year(text)
    if column.role is Role.MEASURE and (sign := numbers.withheld(text)):
        return Cell(None, withheld=Withheld(sign))
    try:
        number = numbers.read(text, written)
    except NoNumber:
        return _("“%(text)s” bukan angka. Tulis angkanya saja, atau kosongkan selnya.")
    mark = numbers.parted(text)[1]
    if column.type is not Type.INTEGER:
        return Cell(number, mark)
    if number != number.to_integral_value():
        return _(
            "“%(text)s” bukan bilangan bulat. Perbaiki, atau ubah isi kolomnya menjadi bilangan pecahan."
        )
    return Cell(int(number), mark)


def _year(text: str) -> Cell | str:
    figure, mark = numbers.parted(text)
    if not (len(figure) == 4 and figure.isascii() and figure.isdigit()):
        return _("“%(text)s” bukan tahun. Tulis empat angka, misalnya 2015.")
    if not FIRST_YEAR <= int(figure) <= LAST_YEAR:
        return _("“%(text)s” bukan tahun antara 1800 dan 2100.")
    return Cell(int(figure), mark)


def check(table: Table) -> list[Fault]:
    """What is wrong with a table as a whole: counts below zero, shares beyond a hundred, rows that say the same, figures
    without what tells them apart, columns without a figure; in a table of villages counts among words, and in one that names
    none small counts that may be of villages."""
    faults: list[Fault] = []
    for at, column in enumerate(table.columns):
        faults += _first([*_out_of_bounds(table, at, column)], column.name)
        if table.rows and all(row[at].value is None and row[at].withheld is None for row in table.rows):
            faults.append(Fault(_("kolom ini kosong di semua baris."), column=column.name, stops=False))
    if not any(column.measured for column in table.columns):
        message = _("Belum ada kolom angka. Pilih “angka” sebagai gunanya untuk satu kolom atau lebih.")
        faults.append(Fault(message))
    if counts_villages(leveled(table.columns, table.rows)):
        for at, column in enumerate(table.columns):
            faults += _first([*_uncounted(table, at, column)], column.name)
            if column.type.counted and not column.measured and of_ages(column.name) == "one group":
                message = _(
                    "judul kolom ini menyebut satu kelompok umur, jadi isinya hitungan, dan angka kecil tidak disamarkan. Pilih “angka” sebagai gunanya."
                )
                faults.append(Fault(message, column=column.name))
    else:
        faults += _unplaced(table)
    return faults + _first(_twice(table), "")


def _out_of_bounds(table: Table, at: int, column: Column) -> list[Fault]:
    faults = []
    for row, line in zip(table.rows, table.lines, strict=True):
        number = row[at].number
        if number is not None and column.measured:
            values = {"number": numbers.plain(Decimal(number))}
            if column.type is Type.INTEGER and number < 0:
                message = _("%(number)s kurang dari nol. Periksa angkanya.")
                faults.append(Fault(message, line, column.name, stops=False, values=values))
            if column.type is Type.PERCENT and number > 100:
                message = _("%(number)s persen lebih dari seratus. Periksa angkanya.")
                faults.append(Fault(message, line, column.name, stops=False, values=values))
        elif row[at] == Cell() and column.type is Type.YEAR:
            message = _("tahunnya kosong, jadi baris ini tidak masuk grafik.")
            faults.append(Fault(message, line, column.name, stops=False))
    return faults


def _unplaced(table: Table) -> list[Fault]:
    """Columns that may hold villages without saying so, and a table that may be about one, with counts that would be hidden
    then."""
    small = any(
        column.measured and row[at].number in _SMALL
        for row in table.rows
        for at, column in enumerate(table.columns)
        if column.type in {Type.INTEGER, Type.NUMBER}
    )
    if not small:
        return []
    faults = []
    if all(column.level is Level.NONE for column in table.columns):
        of_one = _(
            "Apakah angka di tabel ini tentang satu desa atau beberapa desa saja? Bila ya, sebutkan desanya di judul data, atau pilih “desa atau kelurahan” sebagai tingkat tempat kolom angkanya, supaya angka di bawah lima disamarkan."
        )
        faults.append(Fault(of_one, stops=False))
    message = _(
        "Bila kolom “%(column)s” memuat desa, pilih tingkat tempatnya supaya angka di bawah lima disamarkan."
    )
    return faults + [
        Fault(message, stops=False, values={"column": column.name})
        for column in table.columns
        if column.role is Role.DIMENSION
        and column.type in {Type.TEXT, Type.PLACE}
        and column.level is Level.NONE
        and not _is_numbered(column)
    ]


def _is_numbered(column: Column) -> bool:
    return bool(NUMBERED.match(re.sub(r"[_\-.]+", " ", column.name)))


def _uncounted(table: Table, at: int, column: Column) -> Iterator[Fault]:
    """Cells that tell a count where nobody would look for small ones: among words, behind the name of a place, behind a
    figure."""
    in_words = _(
        "“%(text)s” tampak seperti hitungan di antara kata, jadi angka kecil tidak disamarkan. Pindahkan hitungannya ke kolom bilangan bulat, satu kolom untuk setiap hal yang dihitung. Untuk umur atau kelas, pilih bilangan bulat dengan pengelompok sebagai gunanya. Bila bukan hitungan, tulis dengan cara lain, misalnya “RT 03” atau “Melati III”."
    )
    behind = _(
        "“%(text)s” tampak seperti hitungan di belakang angka lain, jadi angka kecil tidak disamarkan. Pindahkan ke kolom sendiri; tanda catatan ditulis tanpa kurung buka, misalnya “12 3)” atau “12*”."
    )
    words = column.type in {Type.TEXT, Type.PLACE}
    numbered = column.type is Type.PLACE or _has_numbers(column)
    for row, line in zip(table.rows, table.lines, strict=True):
        text = str(row[at].value or "")
        if words and (tells_count(text, numbered=numbered) or (text.startswith("=") and not numbered)):
            yield Fault(in_words, line, column.name, values={"text": quoted(text)})
        elif _SET_APART.fullmatch(row[at].mark):
            yield Fault(behind, line, column.name, values={"text": quoted(f"{text} {row[at].mark}")})


def _has_numbers(column: Column) -> bool:
    """Whether numbers by themselves count nothing in that column of words: names, days, ages, classes."""
    name = column.name.strip()
    return (
        _is_numbered(column)
        or bool(_DAYS.search(name) or _CLASSES.fullmatch(name))
        or of_ages(name) in {"ages", "groups"}
    )


def _twice(table: Table) -> list[Fault]:
    """Rows that no dimension tells apart: one of them is counted twice, or a column is missing."""
    dimensions = [at for at, column in enumerate(table.columns) if column.role is Role.DIMENSION]
    if not dimensions:
        return []
    keys = [_key(row, dimensions) for row in table.rows]
    often = Counter(keys)
    first: dict[tuple[object, ...], int] = {}
    faults = []
    for key, line in zip(keys, table.lines, strict=True):
        if often[key] > 1 and key in first:
            message = _("baris ini menyebut hal yang sama dengan baris %(first)d. Hapus salah satunya.")
            faults.append(Fault(message, line, values={"first": first[key]}))
        first.setdefault(key, line)
    return faults


def _key(row: Row, dimensions: list[int]) -> tuple[object, ...]:
    values = (row[at].value for at in dimensions)
    return tuple(value.casefold() if isinstance(value, str) else value for value in values)
