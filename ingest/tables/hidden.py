"""What a workbook holds and does not show: columns, rows and sheets that are left out and named. Who hid a column of names
did not mean to give it away. Pure."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ingest.tables.sheets import Unreadable
from library.tables.faults import Fault

_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row(?:\s([^>]*))?/?>")
_FORMAT = re.compile(rb"<(?:\w+:)?sheetFormatPr\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
#: Less than one letter wide, or one point high.
_NOTHING = re.compile(rb"0*(?:\.\d+)?")
_TRUE = frozenset({b"1", b"true"})
#: Among so many lines the headings are looked for.
HEAD_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a sheet does not show: columns from 0, rows from 1."""

    columns: frozenset[int]
    rows: frozenset[int]

    def holds(self, row: int, column: int) -> bool:
        return row in self.rows or column in self.columns


def hidden_in(content: bytes, furthest_column: int) -> Hidden:
    """The hidden columns and rows of a sheet, and those of next to no width or height; `content` is its XML. openpyxl tells them
    only of sheets that it reads whole. Raises `ValueError` for places that are no numbers, and `Unreadable` where rows are hidden
    unless they say otherwise and some say nothing: programs differ on whether those are seen."""
    columns: set[int] = set()
    rows: set[int] = set()
    usual = dict(_ATTRIBUTE.findall(b" ".join(_FORMAT.findall(content)[:1])))
    no_rows = usual.get(b"zeroHeight") in _TRUE or bool(
        _NOTHING.fullmatch(usual.get(b"defaultRowHeight", b"1"))
    )
    if _NOTHING.fullmatch(usual.get(b"defaultColWidth", b"1")):
        columns.update(range(furthest_column))
    for found in _COLUMN.findall(content):
        said = dict(_ATTRIBUTE.findall(found))
        if _is_hidden(said, b"width"):
            first, last = int(said.get(b"min", 1)), int(said.get(b"max", 1))
            columns.update(range(first - 1, min(last, furthest_column)))
        elif b"width" in said:
            first, last = int(said.get(b"min", 1)), int(said.get(b"max", 1))
            columns.difference_update(range(first - 1, min(last, furthest_column)))
    number = 0
    for found in _ROW.findall(content):
        said = dict(_ATTRIBUTE.findall(found))
        number = int(said.get(b"r", number + 1))
        if _is_hidden(said, b"ht"):
            rows.add(number)
        elif no_rows and not said.keys() & {b"ht", b"hidden"}:
            raise Unreadable(
                _(
                    "Lembar ini menyembunyikan semua baris yang tidak diatur sendiri, jadi tidak jelas baris mana yang tampak. Tampilkan semua barisnya, simpan, lalu unggah lagi."
                )
            )
    return Hidden(frozenset(columns), frozenset(rows))


def _is_hidden(said: dict[bytes, bytes], size: bytes) -> bool:
    return said.get(b"hidden") in _TRUE or bool(_NOTHING.fullmatch(said.get(size, b"1")))


def refuse_without_headings(lines: dict[int, list[str]], hidden: Hidden) -> None:
    """Raises `Unreadable` where the row that would be the headings is hidden: the first row of data would be taken for them."""
    seen = [
        (number, sum(bool(cell) and at not in hidden.columns for at, cell in enumerate(cells)))
        for number, cells in sorted(lines.items())
    ]
    filled = [(number, count) for number, count in seen if count]
    head = next(
        (number for number, count in filled[:HEAD_WITHIN] if count > 1), filled[0][0] if filled else 0
    )
    if head in hidden.rows:
        message = _(
            "Baris %(row)d, tempat judul kolom, tersembunyi di lembar kerja. Tampilkan barisnya, atau hapus bila bukan judul kolom, simpan, lalu unggah lagi."
        )
        raise Unreadable(message, row=head)


def left_out(lines: dict[int, list[str]], hidden: frozenset[int], sheets: list[str]) -> list[Fault]:
    """Takes the hidden rows out of the lines, and says which they were, and which sheets were not looked at."""
    rows = [number for number in sorted(hidden & lines.keys()) if any(lines.pop(number))]
    faults = []
    if rows:
        message = _(
            "Baris yang tersembunyi di lembar kerja (disembunyikan atau disaring) tidak dibaca: %(rows)s. Bila memang bagian dari data, tampilkan barisnya, simpan, lalu unggah lagi."
        )
        faults.append(Fault(message, stops=False, values={"rows": _runs(rows)}))
    if sheets:
        message = _(
            "Lembar yang tersembunyi tidak dibaca: %(sheets)s. Bila memang berisi data, tampilkan lembarnya, simpan, lalu unggah lagi."
        )
        faults.append(Fault(message, stops=False, values={"sheets": ", ".join(sheets)}))
    return faults


def _runs(numbers: list[int]) -> str:
    """Numbers in words: "3, 5–8"."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs)
