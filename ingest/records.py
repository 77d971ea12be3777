"""Rows of metadata that come with files: read from CSV, checked, and put into a publication (docs/metadata-csv.md)."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from library import dates
from library.access import Access
from library.models import Agent, Contribution, Law, Publication, Regulation

_PLAIN = (
    "title",
    "subtitle",
    "parallel_title",
    "publisher",
    "abstract_id",
    "abstract_en",
    "source",
    "language",
)
_KINDS = {"book": "buku", "regulation": "peraturan"}
_REFERENCE = re.compile(r"(?P<kind>[A-Za-z]+)\s+(?P<number>\d+)/(?P<year>\d{4})")


class RecordError(Exception):
    """A row that cannot be used; says which and why, and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: `fields` by the names of docs/metadata-csv.md, `line` in the file."""

    line: int
    fields: dict[str, str]


def read_csv(path: Path) -> dict[str, Record]:
    """File name → record. Raises `RecordError` at the first row that cannot be used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(
            _("%(name)s tidak dapat dibaca sebagai teks UTF-8.") % {"name": path.name}
        ) from error
    rows = csv.DictReader(text.splitlines(keepends=True))
    if "file" not in (rows.fieldnames or []):
        raise RecordError(
            _("%(name)s tidak memiliki kolom “file”; lihat docs/metadata-csv.md.") % {"name": path.name}
        )
    records = {}
    for row in rows:
        fields = {
            name: (value or "").strip()
            for name, value in row.items()
            if name and isinstance(value, str | None)
        }
        record = Record(rows.line_num, fields)
        _check(record, path.name)
        if fields["file"] in records:
            raise RecordError(
                _("Baris %(line)d: berkas %(file)s sudah ada di baris lain.")
                % {"line": record.line, **fields}
            )
        records[fields["file"]] = record
    return records


def _check(record: Record, name: str) -> None:
    fields = record.fields
    line = {"line": record.line}
    if not fields.get("file"):
        raise RecordError(_("Baris %(line)d: kolom “file” kosong.") % line)
    if not fields.get("title"):
        raise RecordError(_("Baris %(line)d: judul kosong.") % line)
    if fields.get("kind") not in _KINDS:
        raise RecordError(
            _("Baris %(line)d: jenis “%(kind)s” tidak dikenal; pilih %(known)s.")
            % {**line, "kind": fields.get("kind", ""), "known": ", ".join(_KINDS)}
        )
    try:
        dates.read(fields.get("date", ""))
    except dates.UnreadableDate as error:
        raise RecordError(
            _("Baris %(line)d: tanggal “%(date)s” tidak terbaca; tulislah 2004-09-22, 2004-09 atau 2004.")
            % {**line, "date": fields["date"]}
        ) from error
    for column, choices in (
        ("language", Publication.Language.values),
        ("access", Access.values),
        ("licence", Publication.Licence.values),
        ("law_kind", Law.Kind.values),
        ("law_status", Law.Status.values),
    ):
        value = fields.get(column, "")
        if value and value not in choices:
            raise RecordError(
                _("Baris %(line)d: nilai “%(value)s” tidak dikenal di kolom %(column)s.")
                % {**line, "value": value, "column": column}
            )
    if fields.get("law_year") and not re.fullmatch(r"\d{4}", fields["law_year"]):
        raise RecordError(_("Baris %(line)d: tahun hukum harus empat angka.") % line)


def kind_slug(fields: dict[str, Any]) -> str:
    return _KINDS[fields["kind"]]


def fill(publication: Publication, fields: dict[str, Any]) -> None:
    """Put a record into an unsaved publication. Agents and laws that are not there yet are made."""
    for name in _PLAIN:
        if fields.get(name):
            setattr(publication, name, fields[name])
    publication.title = publication.title[:255]
    publication.published_in = fields.get("place", "")
    publication.issued = fields.get("date", "")
    publication.licence = fields.get("licence", "")
    publication.access = fields.get("access") or Access.OPEN
    for place, name in enumerate(part.strip() for part in fields.get("creators", "").split(";")):
        if name:
            publication.contributions.add(Contribution(agent=_agent(name), sort_order=place))
    if isinstance(publication, Regulation) and fields.get("law_number"):
        publication.law = _law(fields)


def _agent(name: str) -> Agent:
    known = Agent.objects.filter(name=name).first()
    institutions = ("republik", "kementerian", "lembaga", "komnas", "institut", "yayasan", "badan", "dinas")
    kind = Agent.Kind.ORGANISATION if name.lower().startswith(institutions) else Agent.Kind.PERSON
    return known or Agent.objects.create(name=name, kind=kind)


def _law(fields: dict[str, Any]) -> Law:
    law = named_law(fields.get("law_kind") or Law.Kind.UU, fields["law_number"], fields.get("law_year"))
    law.about = fields.get("law_about", "")[:500] or law.about
    law.short_name = fields.get("law_short_name", "")[:100] or law.short_name
    law.gazette = fields.get("law_gazette", "")[:100] or law.gazette
    law.status = fields.get("law_status", "") or law.status
    law.save()
    for column, relation in (("law_amended_by", law.amended_by), ("law_repealed_by", law.repealed_by)):
        for reference in _REFERENCE.finditer(fields.get(column, "")):
            relation.add(named_law(reference["kind"], reference["number"], reference["year"]))
    return law


def named_law(kind: str, number: str, year: str | int | None) -> Law:
    """The law of that kind, number and year; made with its short form as name where it is not there yet."""
    kind = kind if kind in Law.Kind.values else Law.Kind.OTHER
    year = int(year) if year else None
    known = Law.objects.filter(kind=kind, number=number, year=year).first()
    return known or Law.objects.create(
        kind=kind, number=number, year=year, label_id=f"{kind} {number}/{year or ''}".rstrip("/")
    )
