"""The thesaurus as CSV files, for spreadsheets: entries, groups and ambiguous words, read and written without loss.

Pure. README.md beside this file explains the columns; `id`, `pref_label_id` and `facet` must be there. Several values
stand in one cell with a bar between them; a bar within a value is written `\\|`. A row that cannot be kept is reported
with its number and its cells, and the rows after it are read all the same.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from library.thesaurus.values import (
    STATUSES,
    Ambiguous,
    Entry,
    Group,
    Labels,
    LawFacts,
    PlaceLevel,
    Reading,
    Thesaurus,
    Trouble,
    is_slug,
)  # fmt: skip

_HERE = Path(__file__).parent
_LARGEST = 20_000_000
_MOST_ROWS = 20_000
_DELIMITERS = ",;\t"

_LAW_COLUMNS = (
    "law_kind", "law_number", "law_year", "law_about", "law_short_name", "law_status", "law_amended_by",
    "law_repealed_by", "law_issuer", "law_gazette",
)  # fmt: skip
#: The first eleven are those of the file we began with.
COLUMNS = (
    "id", "pref_label_id", "pref_label_en", "alt_labels_id", "alt_labels_en", "broader", "related", "scope_note_id",
    "facet", "alt_labels_su", "notation", "hidden_labels_id", "hidden_labels_en", "hidden_labels_su", "scope_note_en",
    "pref_label_su", "place_level", *_LAW_COLUMNS, "exact_matches",
)  # fmt: skip
GROUP_COLUMNS = ("id", "label_id", "label_en")
AMBIGUOUS_COLUMNS = ("label", "candidate_ids", "note_id", "note_en")

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Tables:
    """The three files as text: UTF-8, commas, one header row, LF line ends."""

    entries: str
    groups: str
    ambiguous: str


@dataclass(frozen=True, slots=True)
class _Kept(Generic[_Value]):
    """A row that became a value; `row` counts from 1, the header."""

    row: int
    value: _Value
    cells: tuple[str, ...]


class _Refused(Exception):
    """The row is not kept; the sentence says why."""

    def __init__(self, sentence: Promise | str) -> None:
        super().__init__()
        self.sentence = sentence


@cache
def ours() -> Thesaurus:
    """The thesaurus that comes with the library: 297 concepts of violence against women and children."""
    names = ("ktpa-thesaurus.csv", "ktpa-groups.csv", "ambiguous-labels.csv")
    return read(*((_HERE / name).read_bytes() for name in names)).thesaurus


def write(thesaurus: Thesaurus) -> Tables:
    return Tables(
        entries=_written(COLUMNS, (_entry_cells(entry) for entry in thesaurus.entries)),
        groups=_written(
            GROUP_COLUMNS, ((each.slug, each.label_id, each.label_en) for each in thesaurus.groups)
        ),
        ambiguous=_written(
            AMBIGUOUS_COLUMNS,
            (
                (word.label, _join(word.candidates), word.note_id, word.note_en)
                for word in thesaurus.ambiguous
            ),
        ),
    )


def read(entries: bytes | str, groups: bytes | str = "", ambiguous: bytes | str = "") -> Reading:
    """The thesaurus in these files, and every row that is in trouble.

    Commas, semicolons or tabs may part the cells. Without a file of groups, every facet that the entries name becomes a
    group. The place of a trouble is the row in the file of entries, or "groups:3", "ambiguous:3" in the other two.
    """
    kept, troubles = _rows(entries, COLUMNS, ("id", "pref_label_id", "facet"), _entry)
    kept = _only_once(kept, troubles)
    known = {one.value.slug for one in kept}
    for each in kept:
        troubles.extend(_unknown_ids(each, known))
    troubles.sort(key=lambda trouble: int(trouble.place))

    if groups:
        kept_groups, group_troubles = _rows(groups, GROUP_COLUMNS, ("id", "label_id"), _group)
        facets = tuple(one.value for one in _only_once(kept_groups, group_troubles))
        troubles += (replace(each, place=f"groups:{each.place}") for each in group_troubles)
    else:
        named = dict.fromkeys(one.value.group for one in kept)
        facets = tuple(Group(facet, facet.replace("-", " ").capitalize()) for facet in named)

    words: list[_Kept[Ambiguous]] = []
    if ambiguous:
        words, word_troubles = _rows(ambiguous, AMBIGUOUS_COLUMNS, ("label", "candidate_ids"), _word)
        troubles += (replace(each, place=f"ambiguous:{each.place}") for each in word_troubles)
    return Reading(
        Thesaurus(tuple(one.value for one in kept), facets, tuple(one.value for one in words)), troubles
    )


def _rows(
    data: bytes | str,
    columns: Sequence[str],
    needed: Collection[str],
    value_of: Callable[[Mapping[str, str]], _Value],
) -> tuple[list[_Kept[_Value]], list[Trouble]]:
    """Every row as its value, or else as trouble."""
    if len(data) > _LARGEST:
        return [], [Trouble(0, _("Berkas ini terlalu besar untuk sebuah tesaurus (lebih dari 20 MB)."))]
    text, troubles = _decoded(data)
    kept: list[_Kept[_Value]] = []
    head: list[str] = []
    strange: dict[int, list[str]] = {}
    for row, cells in _cells(text, _delimiter(text, columns), troubles):
        if not head:
            head = [cell.strip().lower() for cell in cells]
            if missing := [column for column in needed if column not in head]:
                sentence = _("Kolom {columns} tidak ada, padahal harus ada.")
                return [], [
                    *troubles,
                    Trouble(row, format_lazy(sentence, columns=", ".join(missing)), tuple(cells)),
                ]
            counted = Counter(head)
            strange = {at: [] for at, name in enumerate(head) if name not in columns or counted[name] > 1}
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if row > _MOST_ROWS:
            troubles.append(
                Trouble(row, _("Berkas ini memuat lebih dari 20.000 baris; sisanya tidak dibaca."))
            )
            break
        try:
            value = value_of(_by_column(head, cells))
        except _Refused as refused:
            troubles.append(Trouble(row, refused.sentence, tuple(cells)))
        else:
            kept.append(_Kept(row, value, tuple(cells)))
        for at, values in strange.items():
            values.append(cells[at] if at < len(cells) else "")
    unknown = _("Kolom “{name}” tidak dikenal atau tertulis dua kali, jadi isinya tidak disimpan.")
    for at, values in strange.items():
        if head[at] or any(values):
            troubles.append(Trouble(1, format_lazy(unknown, name=head[at]), tuple(values)))
    if not head:
        troubles.append(Trouble(0, _("Berkas ini kosong.")))
    return kept, troubles


def _decoded(data: bytes | str) -> tuple[str, list[Trouble]]:
    if isinstance(data, str):
        return data.removeprefix("\ufeff"), []
    try:
        return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"), []
    except UnicodeDecodeError:
        sentence = _("Berkas ini tidak disimpan sebagai UTF-8; periksa apakah huruf beraksen terbaca benar.")
        return data.decode("cp1252", errors="replace"), [Trouble(0, sentence)]


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """The sign that makes most of the header's words our columns; Indonesian spreadsheets write semicolons."""
    head = text.lstrip().partition("\n")[0]

    def known(sign: str) -> int:
        return sum(name.strip(' "\r').lower() in columns for name in head.split(sign))

    return max(_DELIMITERS, key=known)


def _cells(text: str, delimiter: str, troubles: list[Trouble]) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers; a row that is no CSV is reported with its text, however far a lost quote reaches."""
    consumed: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            consumed.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    row = 0
    while True:
        row += 1
        consumed.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            sentence = _("Baris ini bukan CSV yang sah: mungkin ada tanda kutip yang tidak ditutup.")
            troubles.append(Trouble(row, sentence, ("".join(consumed),)))
        else:
            yield row, cells


def _by_column(head: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    width = len(head)
    if len(cells) < width or any(cells[width:]):
        sentence = _("Baris ini memiliki {cells} sel, padahal ada {columns} kolom.")
        raise _Refused(format_lazy(sentence, cells=str(len(cells)), columns=str(width)))
    return {name: cell.strip() for name, cell in reversed(list(zip(head, cells, strict=False)))}


def _slug_of(row: Mapping[str, str]) -> str:
    if not is_slug(row["id"]):
        sentence = _("“{slug}” bukan id yang sah: pakai huruf kecil, angka, dan tanda hubung saja.")
        raise _Refused(format_lazy(sentence, slug=row["id"]))
    return row["id"]


def _entry(row: Mapping[str, str]) -> Entry:
    if not row["pref_label_id"]:
        raise _Refused(_("Baris ini tidak punya nama dalam bahasa Indonesia (pref_label_id)."))

    def labels(language: str) -> Labels:
        return Labels(
            row.get(f"pref_label_{language}", ""),
            _split(row.get(f"alt_labels_{language}", "")),
            _split(row.get(f"hidden_labels_{language}", "")),
        )

    return Entry(
        slug=_slug_of(row),
        labels_id=labels("id"),
        labels_en=labels("en"),
        labels_su=labels("su"),
        broader=_split(row.get("broader", "")),
        related=_split(row.get("related", "")),
        scope_note_id=row.get("scope_note_id", ""),
        scope_note_en=row.get("scope_note_en", ""),
        group=row["facet"],
        notation=row.get("notation", ""),
        law=_law(row),
        place=_place(row.get("place_level", "")),
        matches=_split(row.get("exact_matches", "")),
    )


def _law(row: Mapping[str, str]) -> LawFacts | None:
    facts = {name.removeprefix("law_"): row.get(name, "") for name in _LAW_COLUMNS}
    if not any(facts.values()):
        return None
    year, status = facts.pop("year"), facts.pop("status")
    if year and not re.fullmatch(r"[0-9]{1,4}", year):
        raise _Refused(format_lazy(_("“{year}” bukan tahun (law_year)."), year=year))
    if status not in STATUSES:
        sentence = _("“{status}” bukan status peraturan (law_status): pilih {known}, atau kosongkan.")
        raise _Refused(format_lazy(sentence, status=status, known=", ".join(sorted(STATUSES - {""}))))
    amended, repealed = _split(facts.pop("amended_by")), _split(facts.pop("repealed_by"))
    return LawFacts(**facts, year=int(year or 0), status=status, amended_by=amended, repealed_by=repealed)


def _place(text: str) -> PlaceLevel | None:
    try:
        return PlaceLevel(text) if text else None
    except ValueError as error:
        sentence = _("“{level}” bukan jenis tempat (place_level): pilih {known}, atau kosongkan.")
        raise _Refused(format_lazy(sentence, level=text, known=", ".join(PlaceLevel))) from error


def _group(row: Mapping[str, str]) -> Group:
    return Group(_slug_of(row), row["label_id"], row.get("label_en", ""))


def _word(row: Mapping[str, str]) -> Ambiguous:
    if not row["label"]:
        raise _Refused(_("Baris ini tidak menyebut katanya (label)."))
    return Ambiguous(
        row["label"], _split(row["candidate_ids"]), row.get("note_id", ""), row.get("note_en", "")
    )


_Slugged = TypeVar("_Slugged", Entry, Group)


def _only_once(kept: list[_Kept[_Slugged]], troubles: list[Trouble]) -> list[_Kept[_Slugged]]:
    """The first row of every id; the others are reported."""
    first: dict[str, _Kept[_Slugged]] = {}
    sentence = _("Id “{slug}” sudah dipakai di baris {row}.")
    for each in kept:
        if (holder := first.setdefault(each.value.slug, each)) is not each:
            said = format_lazy(sentence, slug=each.value.slug, row=str(holder.row))
            troubles.append(Trouble(each.row, said, each.cells))
    return list(first.values())


def _unknown_ids(kept: _Kept[Entry], known: Collection[str]) -> Iterator[Trouble]:
    """The ids that the row names and no row has; they stay in the entry, so that nothing is lost."""
    entry = kept.value
    laws = (*entry.law.amended_by, *entry.law.repealed_by) if entry.law else ()
    sentence = _("“{slug}” menunjuk id “{other}”, yang tidak ada di berkas ini.")
    for other in dict.fromkeys((*entry.broader, *entry.related, *laws)):
        if other not in known:
            yield Trouble(kept.row, format_lazy(sentence, slug=entry.slug, other=other))


def _entry_cells(entry: Entry) -> list[str]:
    law = entry.law or LawFacts()
    cells = {
        "id": entry.slug,
        "broader": _join(entry.broader),
        "related": _join(entry.related),
        "scope_note_id": entry.scope_note_id,
        "scope_note_en": entry.scope_note_en,
        "facet": entry.group,
        "notation": entry.notation,
        "place_level": entry.place or "",
        "exact_matches": _join(entry.matches),
        "law_kind": law.kind,
        "law_number": law.number,
        "law_year": str(law.year or ""),
        "law_about": law.about,
        "law_short_name": law.short_name,
        "law_status": law.status,
        "law_amended_by": _join(law.amended_by),
        "law_repealed_by": _join(law.repealed_by),
        "law_issuer": law.issuer,
        "law_gazette": law.gazette,
    }
    for language, labels in (("id", entry.labels_id), ("en", entry.labels_en), ("su", entry.labels_su)):
        cells[f"pref_label_{language}"] = labels.pref
        cells[f"alt_labels_{language}"] = _join(labels.alternatives)
        cells[f"hidden_labels_{language}"] = _join(labels.hidden)
    return [cells[column] for column in COLUMNS]


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _join(values: Iterable[str]) -> str:
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def _split(cell: str) -> tuple[str, ...]:
    parts = re.findall(r"(?:\\[\\|]|[^|])+", cell)
    return tuple(re.sub(r"\\([\\|])", r"\1", part).strip() for part in parts if part.strip())
