"""What MARC and MODS both say of films and data: how much there is of it, for whom it is, what its columns mean.

Pure. Words that people read are Indonesian; both languages are understood.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from library.metadata.dublin_core import distinct, in_one_line
from library.record import Record, RecordKind

#: What stands before the class of the censorship board (UU 33/2009), where it is said among audiences.
AGE = "Golongan usia"
_CLASSES = ("SU", "13+", "17+", "21+")
#: What stands before a note on who counted the figures.
COUNTED_BY = "Sumber angka"
#: What files are called by their format.
FORMATS = {
    "video/mp4": "MP4",
    "video/webm": "WebM",
    "text/csv": "CSV",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/zip": "ZIP",
}
_LANGUAGES = {"id": "Indonesia", "en": "Inggris", "su": "Sunda", "jv": "Jawa"}
_HOURS = re.compile(r"(\d{1,3})\s*(?:jam|hours?|hrs?)\b", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,4})\s*(?:menit|mnt|minutes?|min)\b", re.IGNORECASE)
_SECONDS = re.compile(r"(\d{1,5})\s*(?:detik|dtk|seconds?|secs?)\b", re.IGNORECASE)
_ROWS = re.compile(r"(\d{1,9}) baris\b")


class Extent(NamedTuple):
    """How long it plays, in seconds, or how many rows it has; 0 for what is not said."""

    seconds: int
    rows: int


def clock(seconds: float) -> tuple[int, int, int]:
    """Hours, minutes and seconds of it, the last rounded."""
    minutes, rest = divmod(round(seconds), 60)
    return *divmod(minutes, 60), rest


def extent(record: Record) -> str:
    """What a catalogue prints of the size of a film or a dataset: "1 film (12 menit 30 detik)", "1 berkas data (240
    baris)"; "" where nothing is known of it."""
    if record.kind is RecordKind.FILM and record.footage.seconds > 0:
        units = zip(clock(record.footage.seconds), ("jam", "menit", "detik"), strict=True)
        return f"1 film ({' '.join(f'{count} {unit}' for count, unit in units if count) or '0 detik'})"
    if record.kind is RecordKind.DATASET and record.figures.rows:
        return f"1 berkas data ({record.figures.rows} baris)"
    return ""


def is_ours(text: str) -> bool:
    """Whether `extent` wrote it."""
    return bool(re.fullmatch(r"1 (?:film|berkas data) \([^()]*\)", text))


def read_extent(text: str) -> Extent:
    """What an extent says of length and rows: also of others, "1 DVD (52 menit)", "1 videodisc (1 hr., 15 min.)"."""
    found = (pattern.search(text[:500]) for pattern in (_HOURS, _MINUTES, _SECONDS, _ROWS))
    hours, minutes, seconds, rows = (int(each[1]) if each else 0 for each in found)
    return Extent((hours * 60 + minutes) * 60 + seconds, rows)


def age_class(text: str) -> str:
    """The class that a note for an audience names ("Golongan usia: 13+", "13+"); "" for any other audience."""
    said = text.removeprefix(f"{AGE}:").strip()
    return said if said in _CLASSES else ""


def spoken_and_captioned(record: Record) -> str:
    """The note on languages: "Bahasa Indonesia dan Sunda; takarir Indonesia, Inggris." """
    spoken = _named(record.footage.spoken)
    captions = _named(track.language for track in record.footage.captions)
    parts = [f"Bahasa {spoken}" if spoken else "", f"takarir {captions}" if captions else ""]
    said = "; ".join(filter(None, parts))
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _named(codes: Iterable[str]) -> str:
    return ", ".join(_LANGUAGES.get(code, code) for code in distinct(codes) if code != "mul")


def note_on_counting(label: str, text: str) -> str:
    """The note on how figures were counted, with its label; "" for none."""
    return f"{label}: {in_one_line(text)}" if text.strip() else ""
