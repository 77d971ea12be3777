"""Lines become a sheet: which of them is the head, which are notes, and what is wrong with the others. Pure."""

import re
from collections import Counter

from django.utils.translation import gettext_lazy as _

from ingest.records.grids import letters
from ingest.records.written import as_typed
from ingest.tables.hidden import HEAD_WITHIN
from ingest.tables.sheets import MOST_COLUMNS, MOST_ROWS, Lines, Sheet, Unreadable
from ingest.tables.texts import too_many_columns, too_many_rows
from library.tables.faults import Fault, quoted
from library.tables.formulas import LIKE_A_FORMULA
from library.tables.numbers import is_missing

_LONGEST_HEADING = 200  # letters
_MOST_SAID = 10
_NOTE = re.compile(
    r"(?:sumber|catatan|keterangan|ket\.|cat\.|note|source)\b|[*†‡]|\(?[a-z0-9]\)\s", re.IGNORECASE
)
_FIGURE = re.compile(r"[-+−]?\s*(?:rp\.?\s*)?[\d.,]+\s*%?(?:\s*[*†‡])*", re.IGNORECASE)


Numbered = list[tuple[int, list[str]]]


def shaped(found: Lines) -> Sheet:
    """Raises `Unreadable`."""
    lines = [(number, [as_typed(cell) for cell in cells]) for number, cells in found.lines]
    lines, unseen = _without_hidden(lines, found.hidden)
    if not lines and unseen:
        raise Unreadable(
            _("Semua kolom lembar ini tersembunyi. Tampilkan kolomnya, simpan, lalu unggah lagi.")
        )
    if not lines:
        raise Unreadable(_("Berkas ini kosong.") if not found.sheet else _("Lembar ini kosong."))
    head = _head(lines)
    above, (head_line, headings), below = lines[:head], lines[head], lines[head + 1 :]
    rows, notes = _without_notes(below)
    if not rows and found.faults:  # a quotation mark that nothing closes takes all rows with it
        raise Unreadable.by(found.faults[0])
    if not rows:
        raise Unreadable(_("Tabel ini hanya berisi judul kolom. Isi satu baris atau lebih di bawahnya."))
    if len(rows) > MOST_ROWS:
        raise too_many_rows()
    filled = [at for at, heading in enumerate(headings) if heading or _any(rows, at)]
    if len(filled) > MOST_COLUMNS:
        raise too_many_columns(len(filled))
    names, faults = _named(headings, filled, head_line)
    faults += _uneven(rows, headings, whole=found.whole)
    table = tuple(tuple(cells[at] if at < len(cells) else "" for at in filled) for _number, cells in rows)
    faults += _formulas(names, table, [number for number, _cells in rows])
    aside = [" ".join(filter(None, cells)) for _number, cells in [*above, *notes]]
    if aside:
        message = _("%(count)d baris di luar tabel dibaca sebagai catatan, bukan data: “%(first)s”.")
        values = {"count": len(aside), "first": quoted(aside[0])}
        faults.append(Fault(message, stops=False, values=values))
    return Sheet(
        tuple(names),
        table,
        tuple(number for number, _cells in rows),
        (*unseen, *found.faults, *faults),
        tuple(aside),
        found.sheet,
        found.sheets,
        found.encoding,
        found.separator,
    )


def _head(lines: Numbered) -> int:
    """The first line with several cells, near the top; else the first."""
    for at, (_number, cells) in enumerate(lines[:HEAD_WITHIN]):
        if sum(map(bool, cells)) > 1:
            return at
    return 0


def _without_hidden(lines: Numbered, hidden: frozenset[int]) -> tuple[Numbered, list[Fault]]:
    """The lines without what stands in hidden columns, and a word on each of these, by its heading where it surely has one:
    what else is hidden is not told."""
    widest = max((len(cells) for _number, cells in lines), default=0)
    filled = sorted(at for at in hidden if at < widest and _any(lines, at))
    if not filled:
        return lines, []
    seen = [
        (number, ["" if at in hidden else cell for at, cell in enumerate(cells)]) for number, cells in lines
    ]
    shown = [(number, cells) for number, cells in seen if any(cells)]
    heading = _surely_headings(dict(lines), shown)
    names = [
        f"“{heading[at]}” ({letters(at)})" if at < len(heading) and heading[at] else letters(at)
        for at in filled
    ]
    message = _(
        "Kolom yang tersembunyi di lembar kerja tidak dibaca: %(columns)s. Bila memang bagian dari data, tampilkan kolomnya, simpan, lalu unggah lagi."
    )
    told = Fault(message, stops=False, values={"columns": ", ".join(map(quoted, names))})
    return shown, [told]


def _surely_headings(whole: dict[int, list[str]], shown: Numbered) -> list[str]:
    """All cells of the row of headings that is shown; none where it may be a row of data: a single cell, or a figure."""
    if not shown:
        return []
    number, cells = shown[_head(shown)]
    if sum(map(bool, cells)) < 2 or any(_FIGURE.fullmatch(cell) for cell in whole[number] if cell):
        return []
    return whole[number]


def _any(rows: Numbered, at: int) -> bool:
    return any(at < len(cells) and cells[at] for _number, cells in rows)


def _without_notes(lines: Numbered) -> tuple[Numbered, Numbered]:
    """The rows, and the lines at the end that hold one cell which reads like a note."""
    end = len(lines)
    while end:
        cells = lines[end - 1][1]
        said = [cell for cell in cells if cell]
        if len(said) != 1 or not cells[0] or not _NOTE.match(said[0]) or all(len(c) < 2 for _n, c in lines):
            break
        end -= 1
    return lines[:end], lines[end:]


def _named(headings: list[str], filled: list[int], line: int) -> tuple[list[str], list[Fault]]:
    """A name for each column, all different."""
    faults, names = [], []
    used: Counter[str] = Counter()
    for at in filled:
        name = " ".join(headings[at].split()) if at < len(headings) else ""
        if not name:
            name = f"Kolom {letters(at)}"
            message = _("kolom %(letters)s tidak punya judul; di sini disebut “%(name)s”.")
            faults.append(Fault(message, line, stops=False, values={"letters": letters(at), "name": name}))
        if len(name) > _LONGEST_HEADING:
            name = f"{name[: _LONGEST_HEADING - 6]}…"
            message = _("judul kolom ini lebih panjang dari 200 huruf, jadi dipotong.")
            faults.append(Fault(message, line, name, stops=False))
        same = name
        while used[name.casefold()]:
            used[same.casefold()] += 1
            name = f"{same} ({used[same.casefold()]})"
        if name != same:
            message = _("judul “%(heading)s” dipakai dua kali; kolom kedua di sini disebut “%(name)s”.")
            faults.append(Fault(message, line, name, stops=False, values={"heading": same, "name": name}))
        used[name.casefold()] += 1
        names.append(name)
    return names, faults


def _uneven(rows: Numbered, headings: list[str], *, whole: bool) -> list[Fault]:
    """Rows that are longer or shorter than the head."""
    wide = len(headings)
    faults, short = [], []
    for number, cells in rows:
        if any(cells[wide:]):
            message = _(
                "baris ini berisi %(cells)d sel, judulnya %(headings)d. Periksa tanda pemisah dan tanda kutip."
            )
            faults.append(Fault(message, number, values={"cells": len(cells), "headings": wide}))
        elif whole and len(cells) < wide:
            short.append(
                Fault(
                    _("baris ini hanya berisi %(cells)d dari %(headings)d sel; sisanya dianggap kosong."),
                    number,
                    stops=False,
                    values={"cells": len(cells), "headings": wide},
                )
            )
    return [*_few(faults, stops=True), *_few(short, stops=False)]


def _few(faults: list[Fault], *, stops: bool) -> list[Fault]:
    more = len(faults) - _MOST_SAID
    if more <= 0:
        return faults
    message = _("Masih ada %(count)d baris lain yang jumlah selnya tidak sama dengan judulnya.")
    return [*faults[:_MOST_SAID], Fault(message, stops=stops, values={"count": more})]


def _formulas(names: list[str], table: tuple[tuple[str, ...], ...], lines: list[int]) -> list[Fault]:
    """Texts that a spreadsheet would run, one sentence for each column."""
    faults = []
    for at, name in enumerate(names):
        like = [
            number
            for row, number in zip(table, lines, strict=True)
            if LIKE_A_FORMULA.match(row[at]) and not is_missing(row[at]) and not _FIGURE.fullmatch(row[at])
        ]
        if like:
            message = _(
                "teks di sini diawali tanda rumus (=, +, -, @). Disimpan sebagai teks dan tidak pernah dijalankan."
            )
            faults.append(Fault(message, like[0], name, stops=False))
    return faults
