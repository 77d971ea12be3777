"""Rows of metadata that come with files: read from CSV, checked, and put into a publication (docs/metadata-csv.md)."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from library import dates
from library.access import Access
from library.models import Agent, Contribution, Law, Publication, Regulation

#: Column → the field that it fills, for the common ones of publications and those of laws.
_PLAIN = {
    "title": "title",
    "subtitle": "subtitle",
    "parallel_title": "parallel_title",
    "publisher": "publisher",
    "place": "published_in",
    "date": "issued",
    "language": "language",
    "abstract_id": "abstract_id",
    "abstract_en": "abstract_en",
    "licence": "licence",
    "source": "source",
}
_OF_LAWS = {
    "law_number": "number",
    "law_about": "about",
    "law_short_name": "short_name",
    "law_gazette": "gazette",
    "law_status": "status",
}
_REFERENCES = {"law_amended_by": "amended_by", "law_repealed_by": "repealed_by"}
_COLUMNS = frozenset(
    {"file", "kind", "creators", "access", "law_kind", "law_year"}
    | _PLAIN.keys()
    | _OF_LAWS.keys()
    | _REFERENCES.keys()
)
_REQUIRED = ("file", "kind", "title")
_KINDS = {"book": "buku", "regulation": "peraturan"}
_CHOICES: dict[str, list[str]] = {
    "language": Publication.Language.values,
    "access": [
        access for access in Access.values if access != Access.EMBARGO
    ],  # there is no column for its end
    "licence": Publication.Licence.values,
    "law_kind": Law.Kind.values,
    "law_status": Law.Status.values,
}
_REFERENCE = re.compile(r"(?P<kind>[A-Za-z]+)\s+(?P<number>\d+)/(?P<year>\d{4})")
#: Kinds of law that many bodies issue: number and year do not name one of them.
_INSTITUTIONS = ("republik", "kementerian", "lembaga", "komnas", "institut", "yayasan", "badan", "dinas")
_SHOWN = 10


class RecordError(Exception):
    """Metadata that cannot be used: a sentence for each row, with its line and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: `fields` by the names of docs/metadata-csv.md; `line` is where it begins in the file."""

    line: int
    fields: dict[str, str]


class Records:
    """The rows of one CSV, each found by its file."""

    def __init__(self, folder: Path, rows: dict[str, Record]) -> None:
        self._folder, self._rows = folder, rows

    def __len__(self) -> int:
        return len(self._rows)

    def of(self, path: Path) -> Record | None:
        """The row whose `file` names this path from the CSV's folder, or else by its bare name."""
        return next((self._rows[name] for name in self._names(path) if name in self._rows), None)

    def without(self, paths: list[Path]) -> list[str]:
        """The files that rows name and that are not among `paths`."""
        named = {name for path in paths for name in self._names(path)}
        return sorted(self._rows.keys() - named)

    def _names(self, path: Path) -> list[str]:
        names = [_composed(path.name)]
        path = path.resolve()
        if path.is_relative_to(self._folder):
            names.insert(0, _composed(path.relative_to(self._folder).as_posix()))
        return names


NO_RECORDS = Records(Path(), {})


def read_csv(path: Path) -> Records:
    """The rows of a CSV. Raises `RecordError` where one of them cannot be used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("%(name)s bukan teks UTF-8. Simpan ulang sebagai “CSV UTF-8”.")
        raise RecordError(sentence % {"name": path.name}) from error
    except OSError as error:
        raise RecordError(_("%(name)s tidak ada atau tidak dapat dibuka.") % {"name": path.name}) from error
    rows: dict[str, Record] = {}
    troubles: list[str] = []
    for record in _records(text, path.name):
        name = _composed(record.fields["file"])
        trouble = _trouble(record.fields)
        if not trouble and name in rows:
            trouble = _("berkas %(file)s sudah ada di baris %(line)d.") % {
                "file": name,
                "line": rows[name].line,
            }
        if trouble:
            troubles.append(_("Baris %(line)d: %(trouble)s") % {"line": record.line, "trouble": trouble})
        rows[name] = record
    if troubles:
        more = len(troubles) - _SHOWN
        shown = troubles[:_SHOWN] + (
            [_("Dan %(count)d kesalahan lagi.") % {"count": more}] if more > 0 else []
        )
        raise RecordError("\n".join(shown))
    return Records(path.resolve().parent, rows)


def _records(text: str, name: str) -> Iterator[Record]:
    """The rows as they stand. Spreadsheets in Indonesian separate cells by semicolons: whatever the head has most."""
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        columns = [column.strip().lower() for column in next(rows, [])]
        _check_columns(columns, name)
        began = rows.line_num + 1
        for cells in rows:
            line, began = began, rows.line_num + 1
            if not any(cells):
                continue
            if len(cells) > len(columns) and any(cells[len(columns) :]):
                sentence = _(
                    "Baris %(line)d: selnya lebih banyak daripada kolom. Apit sel yang berisi koma dengan tanda kutip."
                )
                raise RecordError(sentence % {"line": line})
            cells += [""] * (len(columns) - len(cells))
            yield Record(
                line, {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
            )
    except csv.Error as error:
        sentence = _("Baris %(line)d: tanda kutipnya tidak berpasangan.")
        raise RecordError(sentence % {"line": rows.line_num}) from error


def _check_columns(columns: list[str], name: str) -> None:
    for column in _REQUIRED:
        if column not in columns:
            sentence = _("%(name)s tidak memiliki kolom “%(column)s”; lihat docs/metadata-csv.md.")
            raise RecordError(sentence % {"name": name, "column": column})
    for column in columns:
        if column and column not in _COLUMNS:
            sentence = _("Kolom “%(column)s” di %(name)s tidak dikenal; lihat docs/metadata-csv.md.")
            raise RecordError(sentence % {"name": name, "column": column})
        if column and columns.count(column) > 1:
            sentence = _("Kolom “%(column)s” ada dua kali di %(name)s.")
            raise RecordError(sentence % {"name": name, "column": column})


def _trouble(fields: dict[str, str]) -> str:
    """Why a row cannot be used; empty where it can."""
    for column in _REQUIRED:
        if not fields[column]:
            return _("kolom “%(column)s” kosong.") % {"column": column}
    if fields["kind"] not in _KINDS:
        return _("jenis “%(kind)s” tidak dikenal; pilih %(known)s.") % {
            "kind": fields["kind"],
            "known": ", ".join(_KINDS),
        }
    try:
        dates.read(fields.get("date", ""))
    except dates.UnreadableDate:
        return _("tanggal “%(date)s” tidak terbaca; tulislah 2004-09-22, 2004-09 atau 2004.") % {
            "date": fields["date"]
        }
    for column, choices in _CHOICES.items():
        value = fields.get(column, "")
        if value and value not in choices:
            return _("nilai “%(value)s” tidak dikenal di kolom “%(column)s”.") % {
                "value": value,
                "column": column,
            }
    if fields.get("law_year") and not re.fullmatch(r"[12]\d{3}", fields["law_year"]):
        return _("tahun hukum harus empat angka.")
    for column in _REFERENCES:
        for reference in _parts(fields.get(column, "")):
            if not _REFERENCE.fullmatch(reference):
                sentence = _(
                    "“%(value)s” di kolom “%(column)s” bukan peraturan; tulislah seperti UU 35/2014."
                )
                return sentence % {"value": reference, "column": column}
    return _too_long(fields)


def _too_long(fields: dict[str, str]) -> str:
    for model, columns in ((Publication, _PLAIN), (Law, _OF_LAWS)):
        for column, field in columns.items():
            longest = _longest(model, field)
            if longest and len(fields.get(column, "")) > longest:
                return _("isi kolom “%(column)s” terlalu panjang; paling banyak %(longest)d huruf.") % {
                    "column": column,
                    "longest": longest,
                }
    longest = _longest(Agent, "name") or 0
    if any(len(name) > longest for name in _parts(fields.get("creators", ""))):
        return _("ada nama pengarang yang terlalu panjang; pisahkan nama dengan titik koma.")
    return ""


def _longest(model: type[Model], field: str) -> int | None:
    return getattr(model._meta.get_field(field), "max_length", None)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _composed(name: str) -> str:
    """File names come decomposed from some machines and composed from others."""
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/").removeprefix("./"))


def kind_slug(fields: dict[str, Any]) -> str:
    return _KINDS[fields["kind"]]


def fill(publication: Publication, fields: dict[str, Any]) -> None:
    """Put a record into an unsaved publication. Agents and laws that are not there yet are made."""
    for column, field in _PLAIN.items():
        if fields.get(column):
            setattr(publication, field, fields[column])
    publication.access = fields.get("access") or Access.OPEN
    for place, name in enumerate(dict.fromkeys(_parts(fields.get("creators", "")))):
        publication.contributions.add(Contribution(agent=_agent(name), sort_order=place))
    if isinstance(publication, Regulation) and fields.get("law_number"):
        publication.law = _law(fields)


def _agent(name: str) -> Agent:
    known = Agent.objects.filter(name=name).first()
    kind = Agent.Kind.ORGANISATION if name.lower().startswith(_INSTITUTIONS) else Agent.Kind.PERSON
    return known or Agent.objects.create(name=name, kind=kind)


def _law(fields: dict[str, Any]) -> Law:
    law = named_law(
        fields.get("law_kind") or Law.Kind.UU,
        fields["law_number"],
        fields.get("law_year"),
        about=fields.get("law_about", ""),
    )
    for column, field in _OF_LAWS.items():
        if fields.get(column):
            setattr(law, field, fields[column])
    law.save()
    for column, relation in _REFERENCES.items():
        for reference in _REFERENCE.finditer(fields.get(column, "")):
            getattr(law, relation).add(named_law(reference["kind"], reference["number"], reference["year"]))
    return law


def named_law(kind: str, number: str, year: str | int | None, *, about: str = "", name: str = "") -> Law:
    """The law of that kind, number and year; made where it is not there yet, with its short form `name` as label.

    Of kinds that many bodies issue, it is the same law only where the name or what it is about is the same too.
    """
    kind = kind if kind in Law.Kind.values else Law.Kind.OTHER
    year = int(year) if year else None
    name = (name or f"{kind} {number}/{year or ''}".rstrip("/"))[:250]
    same = Law.objects.filter(kind=kind, number=number, year=year)
    if kind in Law.ISSUED_BY_MANY:
        same = same.filter(about__iexact=about) if about else same.filter(label_id=name)
    known = same.order_by("pk").first()
    if known is None:
        return Law.objects.create(kind=kind, number=number, year=year, about=about, label_id=name)
    if about and not known.about:
        known.about = about
        known.save()
    return known
