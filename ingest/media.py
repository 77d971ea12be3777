"""What sorts of file are taken in: told by their content, never by their name. Which sort is wanted follows from what the
file is for: a recording for a film, a table for data, a PDF for all else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.errors import NotAFilm, NotAPdf, NotATable, Refused, TooLarge, TooLargeFilm, TooLargeTable
from ingest.extract import Limits
from library import mp4
from library.models import Dataset, Film, Publication
from library.record import RecordKind


@dataclass(frozen=True, slots=True)
class Media:
    """A sort of file: its media type, the ending under which it is kept, the most bytes that it may have, and what is
    raised where it has more."""

    type: str
    ending: str
    largest: int
    too_large: type[Refused]


PDF = Media("application/pdf", ".pdf", Limits().size, TooLarge)
FILM = Media("video/mp4", ".mp4", 2_000_000_000, TooLargeFilm)
CSV = Media("text/csv", ".csv", 5_000_000, TooLargeTable)
XLSX = Media(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", 5_000_000, TooLargeTable
)
VTT = "text/vtt"
PLAIN = "text/plain"
TABLES = frozenset({CSV.type, XLSX.type})


def wanted(record: Mapping[str, Any] | None, target: Publication | None) -> type[Publication]:
    """The kind of publication that the file is for, as far as that decides what sort of file it must be."""
    kind = target.specific_class if target is not None else None
    said = (record or {}).get("kind")
    if kind is Film or said == RecordKind.FILM:
        return Film
    if kind is Dataset or said == RecordKind.DATASET:
        return Dataset
    return Publication


def largest(kind: type[Publication]) -> int:
    """The most bytes that a file for such a publication may have."""
    return {Film: FILM.largest, Dataset: XLSX.largest}.get(kind, PDF.largest)


def sort_of(begins: bytes, kind: type[Publication]) -> Media:
    """What a file that begins like this is. Raises `NotAPdf`, `NotAFilm`, `NotATable`."""
    if kind is Film:
        if mp4.is_mp4(begins):
            return FILM
        raise NotAFilm
    if kind is Dataset:
        if begins.startswith(b"PK\3\4"):
            return XLSX
        if b"%PDF" in begins or mp4.is_mp4(begins):
            raise NotATable
        return CSV
    if b"%PDF" in begins:
        return PDF
    raise NotAPdf
