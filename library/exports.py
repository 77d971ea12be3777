"""The formats in which one record leaves the house, each by the ending of its address.

Pure. A whole list in one of them is the same writer, called for each.
"""

from collections.abc import Callable
from dataclasses import dataclass

from library.metadata import bibtex, csl, marcxml, mods, ris
from library.record import Record


@dataclass(frozen=True, slots=True)
class Export:
    """`write` gives the text of one record; `name` is what people know the format by."""

    name: str
    media_type: str
    file_ending: str
    write: Callable[[Record], str]


EXPORTS: dict[str, Export] = {
    "ris": Export(
        "RIS", "application/x-research-info-systems", "ris", lambda record: ris.write(csl.item(record))
    ),
    "bib": Export("BibTeX", "application/x-bibtex", "bib", lambda record: bibtex.write(csl.item(record))),
    "json": Export(
        "CSL JSON",
        "application/vnd.citationstyles.csl+json",
        "json",
        lambda record: csl.text([csl.item(record)]),
    ),
    "marcxml": Export("MARCXML", marcxml.MEDIA_TYPE, "xml", lambda record: marcxml.write([record])),
    "mods": Export("MODS", mods.MEDIA_TYPE, "xml", lambda record: mods.write([record])),
}


def addresses(work: str) -> list[tuple[str, str, str]]:
    """The name, address and media type of each export of the work at `work` (its address, with a slash at its end)."""
    return [(export.name, f"{work}sitasi.{ending}", export.media_type) for ending, export in EXPORTS.items()]
