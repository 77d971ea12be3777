"""A public table as a Data Package: a ZIP with `datapackage.json` and the CSV that it describes. Pure.

Data Package 2.0 (datapackage.org/standard): *data-package*, *data-resource* and *table-schema*. Properties that version 1
has too are used where there is a choice: `missingValues` is a list of texts for the whole schema.
"""

import hashlib
import io
import json
import re
import zipfile
from typing import Any

from django.utils.translation import gettext as _

from library.tables.formulas import harmless
from library.tables.notes import About, codes, language, said
from library.tables.values import Column, PublicTable, Type, Withheld
from library.tables.written import csv, note_column

MEDIA_TYPE = "application/zip"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_TYPES = {
    Type.TEXT: "string",
    Type.PLACE: "string",
    Type.INTEGER: "integer",
    Type.NUMBER: "number",
    Type.PERCENT: "number",
    Type.YEAR: "year",
}
#: The licences that the Open Definition has a name for; others are given by their address.
_OPEN = {"cc-by-4.0": "CC-BY-4.0", "cc-by-sa-4.0": "CC-BY-SA-4.0"}
_BEGAN = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP knows, so that equal tables are equal files


def package(table: PublicTable, about: About) -> bytes:
    """The ZIP."""
    figures = csv(table, about, marked=False)
    described = json.dumps(descriptor(table, about, figures), ensure_ascii=False, indent=2).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("datapackage.json", described), (f"{_name(about)}.csv", figures)):
            part = zipfile.ZipInfo(name, _BEGAN)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(part, content)
    return target.getvalue()


def descriptor(table: PublicTable, about: About, figures: bytes) -> dict[str, Any]:
    """What `datapackage.json` says; `figures` are the bytes of the CSV."""
    name = _name(about)
    found = {
        "$schema": _PROFILE,
        "name": name,
        "id": about.address,
        "title": about.title,
        "description": "\n\n".join(f"{label}: {line}" for label, line in said(about, table)),
        "homepage": about.address,
        "created": about.changed,
        "licenses": _licences(about),
        "sources": [{"title": about.source}] if about.source else [],
        "contributors": [{"title": about.publisher, "roles": ["publisher"]}] if about.publisher else [],
        "resources": [
            {
                "name": name,
                "type": "table",
                "path": f"{name}.csv",
                "title": about.title,
                "description": about.counting,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(figures),
                "hash": f"sha256:{hashlib.sha256(figures).hexdigest()}",
                "schema": _schema(table),
            }
        ],
    }
    return _full(found)


def _schema(table: PublicTable) -> dict[str, Any]:
    note = {
        "name": note_column(table),
        "title": _("Keterangan"),
        "description": _("Tanda catatan di baris itu; di baris pertama juga keterangan untuk seluruh tabel."),
        "type": "string",
    }
    missing = ["", *(sign for sign, _meaning in codes(table))]
    return {
        "$schema": _SCHEMA,
        "fields": [*(_field(column, table) for column in table.columns), note],
        "missingValues": missing,
    }


def _field(column: Column, table: PublicTable) -> dict[str, Any]:
    spoken = language()
    at = table.place(column.name)
    hidden = {row[at].withheld for row in table.rows} - {None}
    meanings = [column.meaning(spoken)]
    if Withheld.SMALL in hidden or Withheld.BESIDE in hidden:
        meanings += [f"{sign} = {meaning}." for sign, meaning in codes(table)]
    return _full(
        {
            "name": harmless(column.name),  # as the CSV calls it
            "title": column.title(spoken),
            "description": " ".join(filter(None, meanings)),
            "type": _TYPES[column.type],
            "unit": "%" if column.type is Type.PERCENT else column.unit(spoken),
        }
    )


def _licences(about: About) -> list[dict[str, str]]:
    if not about.licence_address:
        return []
    licence = {
        "name": _OPEN.get(about.licence, ""),
        "path": about.licence_address,
        "title": about.licence_name,
    }
    return [_full(licence)]


def _name(about: About) -> str:
    """A name as a package may have it: small letters, digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", about.name.lower()).strip("-") or "data"


def _full(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in ("", [])}
