"""The cells of a table file: as they were read, as anybody may see them, and as passages, a row each."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import models, transaction

from library.models.files import File, Passage
from library.tables import numbers
from library.tables.faults import Fault
from library.tables.notes import spoken
from library.tables.reading import check, table_of
from library.tables.small_counts import public
from library.tables.values import Cell, Column, PublicTable, Role, Row, Table, Type, Withheld

#: By which rules small counts are hidden and rows are told; what was told by older ones is told anew (`library.retelling`).
RULES = 8


class Sheet(models.Model):
    """The cells of a table file as they were read: a list of rows, each a list of texts, the first the heading; and where
    the rows stand in the file.

    `told` is what the columns were said to be when the passages were made of it, and `shown` the cells as anybody may see
    them then: which small counts must be hidden takes seconds to find in a large table, and is found once. `rules` says by
    which rules of ours that was last looked after.
    """

    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="sheet", primary_key=True)
    packed = models.BinaryField()
    told = models.CharField(max_length=64, blank=True)
    shown = models.BinaryField(default=bytes)
    rules = models.PositiveSmallIntegerField(default=0, db_index=True)

    def __str__(self) -> str:
        return str(self.file)

    @classmethod
    def of(cls, file: File, cells: list[list[str]], lines: Sequence[int]) -> "Sheet":
        """A sheet that is not saved yet; `lines` are the numbers of its rows in the file, without that of the heading."""
        return cls(file=file, packed=_packed({"cells": cells, "lines": list(lines)}))

    def cells(self) -> list[list[str]]:
        found: list[list[str]] = self._kept()["cells"]
        return found

    def read(self, columns: tuple[Column, ...]) -> tuple[Table, list[Fault]]:
        """All its figures by what the columns are said to be, and what does not fit, by its row in the file."""
        kept = self._kept()
        heading, *rows = kept["cells"]
        table, faults = table_of(heading, rows, columns, kept["lines"])
        return table, [*faults, *check(table)]

    def stopping(self, columns: tuple[Column, ...]) -> list[str]:
        """What must be mended before anybody may see it; nothing where it is shown by these columns already."""
        if self.told in _marks(columns):
            return []
        return [str(fault) for fault in self.read(columns)[1] if fault.stops]

    def public(self, columns: tuple[Column, ...]) -> PublicTable:
        """Its figures without the small counts, by what the columns are said to be."""
        if self.told in _marks(columns):
            return _shown(bytes(self.shown), columns)
        return public(self.read(columns)[0])

    def _kept(self) -> dict[str, Any]:
        kept = _unpacked(self.packed)
        # a sheet that was kept before its lines were is a list of rows alone
        return kept if isinstance(kept, dict) else {"cells": kept, "lines": []}

    def tell_rows(self, columns: tuple[Column, ...], *, figures: bool = True) -> None:
        """Keep what anybody may see of it, and a passage for each row, where the columns mean something else than before.
        Without `figures` the passages name the columns of figures and say none of them: so what is found of data behind a
        notice shows nothing that the notice stands before."""
        mark = _mark(columns, figures=figures)
        if self.told == mark and self.file.passages.exists():
            return
        table = self.public(columns)
        passages = [
            _passage(self.file, number, table, row, figures=figures)
            for number, row in enumerate(table.rows, 1)
        ]
        with transaction.atomic():
            self.file.passages.all().delete()
            Passage.objects.bulk_create(passages, batch_size=500)
            File.objects.filter(pk=self.file_id).update(pages=len(passages))
            self.told = mark
            self.shown = _packed([[_said(cell) for cell in row] for row in table.rows])
            self.rules = RULES
            self.save(update_fields=["told", "shown", "rules"])

    def tell_nothing(self) -> None:
        """Take back what was told of it: neither a passage nor a cell is kept for readers."""
        with transaction.atomic():
            self.file.passages.all().delete()
            File.objects.filter(pk=self.file_id).update(pages=0)  # so that the dataset has nothing to open
            self.told, self.shown, self.rules = "", b"", RULES
            self.save(update_fields=["told", "shown", "rules"])


def shown_cell(cell: Cell, column: Column, language: str) -> str:
    """The value of a cell as a reader of that language writes it; years have no groups."""
    if cell.value is None or isinstance(cell.value, str):
        return cell.value or ""
    return str(cell.value) if column.type is Type.YEAR else numbers.shown(cell.value, language)


@lru_cache(maxsize=16)
def _shown(packed: bytes, columns: tuple[Column, ...]) -> PublicTable:
    return PublicTable(columns, tuple(tuple(_cell(said) for said in row) for row in _unpacked(packed)))


def _said(cell: Cell) -> Any:
    """A cell as JSON: its value, and where there is more to it a list of value, mark, sign and whether it is decimal."""
    decimal = isinstance(cell.value, Decimal)
    if not cell.mark and not cell.withheld and not decimal:
        return cell.value
    return [str(cell.value) if decimal else cell.value, cell.mark, cell.withheld or "", decimal]


def _cell(said: Any) -> Cell:
    if not isinstance(said, list):
        return Cell(said)
    value, mark, withheld, decimal = said
    return Cell(Decimal(value) if decimal else value, mark, Withheld(withheld) if withheld else None)


def _passage(file: File, number: int, table: PublicTable, row: Row, *, figures: bool) -> Passage:
    """One row as words: "Kabupaten: Garut; Tahun: 2019; Perkara: 12", or without figures "…; Perkara"."""
    text, english = (_in_words(table, row, language, figures=figures) for language in ("id", "en"))
    return Passage(
        file=file,
        number=number,
        label_source=Passage.LabelSource.NONE,
        text=text,
        search_text=text if text == english else f"{text}\n{english}",
        reader="table",
    )


def _in_words(table: PublicTable, row: Row, language: str, *, figures: bool) -> str:
    return "; ".join(
        f"{column.title(language)}: {spoken(cell, shown_cell(cell, column, language))}"
        if figures or column.role is not Role.MEASURE
        else column.title(language)
        for column, cell in zip(table.columns, row, strict=True)
        if cell.value is not None or cell.withheld
    )


def _mark(columns: tuple[Column, ...], *, figures: bool) -> str:
    said = f"{RULES}{columns!r}" if figures else f"{RULES}{columns!r} without figures"
    return hashlib.sha256(said.encode()).hexdigest()


def _marks(columns: tuple[Column, ...]) -> tuple[str, str]:
    """The marks of a sheet whose cells are shown by these columns, whether its passages say the figures or not."""
    return _mark(columns, figures=True), _mark(columns, figures=False)


def _packed(value: Any) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False).encode())


def _unpacked(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed))
