"""Catalogue data in tables, CSV or XLSX (docs/metadata-csv.md): read, checked, and put into publications.

Each module imports only from those before it: errors, values, columns, issues, checks, spelling, grids, tables, laws,
filling. `labels` names the columns where people choose among them, and `written` is for tables that go out.
"""

from ingest.records.errors import RecordError
from ingest.records.filling import fill, kind_slug
from ingest.records.laws import named_law
from ingest.records.tables import NO_RECORDS, Record, Records, naming, parted, read_csv

__all__ = [
    "NO_RECORDS",
    "Record",
    "RecordError",
    "Records",
    "fill",
    "kind_slug",
    "named_law",
    "naming",
    "parted",
    "read_csv",
]
