"""The description of a table's columns as a table of its own: `name, title_id, title_en, meaning_id, meaning_en, type, role,
level, unit_id, unit_en`. Pure; datasets of the demo come with one."""

import csv
import io
from dataclasses import fields

from library.tables.values import Column, Level, Role, Type

HEADINGS = tuple(each.name for each in fields(Column))


def read_columns(data: bytes) -> tuple[Column, ...]:
    """The columns, in their order. Raises `ValueError` for a heading or a word that is not known."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    if tuple(rows.fieldnames or ()) != HEADINGS:
        raise ValueError(f"columns of a table are described by {', '.join(HEADINGS)}")
    return tuple(_column(row) for row in rows)


def _column(row: dict[str, str]) -> Column:
    words = {name: row[name] for name in HEADINGS if name not in {"type", "role", "level"}}
    return Column(**words, type=Type(row["type"]), role=Role(row["role"]), level=Level(row["level"]))
