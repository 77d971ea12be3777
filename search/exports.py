"""Findings as files to take home: a list of works for reference managers and spreadsheets, and the passages that answer
many questions at once.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape

from library.access import public
from library.exports import EXPORTS, Export
from library.metadata import csl
from library.metadata.dublin_core import whole_title
from library.models import Publication
from library.models.described import absolute
from library.record import Maker, Record, Role
from library.tables.formulas import harmless
from library.tables.written import CSV_TYPE
from search.research import Findings

#: Works of one list: what a reference manager takes in at once, and a second or two of ours.
MOST_WORKS = 1_000
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ListFormat:
    """`write` gives the file of these records; `name` is what people know the format by."""

    name: str
    media_type: str
    file_ending: str
    write: Callable[[Sequence[Record]], bytes]


def records(keys: Sequence[int]) -> list[Record]:
    """The records of these works that the public may see, in this order, a hundred at a time."""
    rule = public()
    found: dict[int, Record] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = Publication.objects.seen(rule).filter(pk__in=keys[start : start + _AT_ONCE])
        found |= some.records(rule)
    return [found[key] for key in keys if key in found]


def table(rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV that spreadsheets open as it is meant: UTF-8 with its mark, and no cell that would run as a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


# A list of works


def _creators(record: Record) -> Sequence[Maker]:
    return record.by(Role.AUTHOR, Role.RESEARCHER, Role.DIRECTOR) or record.makers


_COLUMNS: dict[str, Callable[[Record], object]] = {
    "title": whole_title,
    "creators": lambda record: "; ".join(maker.name.printed for maker in _creators(record)),
    "date": lambda record: record.issued.edtf,
    "kind": lambda record: record.kind.value,
    "periodical": lambda record: record.serial.title,
    "volume": lambda record: record.serial.volume or record.volume,
    "number": lambda record: record.serial.number,
    "first_page": lambda record: record.first_page,
    "last_page": lambda record: record.last_page,
    "publisher": lambda record: record.publisher,
    "place": lambda record: record.place,
    "language": lambda record: record.language,
    "isbn": lambda record: record.isbn or record.isbn_electronic,
    "issn": lambda record: record.serial.issn_print or record.serial.issn_electronic,
    "doi": lambda record: record.doi,
    "subjects": lambda record: "; ".join(subject.label_id for subject in record.subjects),
    "abstract_id": lambda record: record.abstract_id,
    "abstract_en": lambda record: record.abstract_en,
    "licence": lambda record: record.licence,
    "access": lambda record: record.access,
    "address": lambda record: record.permanent,
}
"""The columns of a list: called as in `docs/metadata-csv.md` where that has them."""


def _csv(records: Sequence[Record]) -> bytes:
    return table([[*_COLUMNS], *([tell(record) for tell in _COLUMNS.values()] for record in records)])


def _one_after_the_other(export: Export) -> ListFormat:
    def write(records: Sequence[Record]) -> bytes:
        return "\n".join(map(export.write, records)).encode()

    return ListFormat(export.name, f"{export.media_type}; charset=utf-8", export.file_ending, write)


def _csl(records: Sequence[Record]) -> bytes:
    return csl.text([csl.item(record) for record in records]).encode()


#: By their names in addresses.
FORMATS: dict[str, ListFormat] = {
    "csv": ListFormat("CSV", CSV_TYPE, "csv", _csv),
    "ris": _one_after_the_other(EXPORTS["ris"]),
    "bibtex": _one_after_the_other(EXPORTS["bib"]),
    "csljson": replace(_one_after_the_other(EXPORTS["json"]), write=_csl),
}


# Many questions


PASSAGE_COLUMNS = (
    "question",
    "works",
    "place",
    "words",
    "title",
    "creators",
    "year",
    "kind",
    "passage",
    "page",
    "text",
    "address",
    "note",
)
"""`works` are those that hold all the words, `place` is that in the list, `words` are all or some, `passage` is its
number in the work, `page` as printed."""


def rows_of(question: str, found: Findings) -> list[list[object]]:
    """What answers one question, a row for each passage; a work whose text has none of the words has one row. Where
    nothing answers, one row says so: no question gets lost."""
    said = str(found.said or "")
    rows: list[list[object]] = []
    for place, finding in enumerate(found.findings, start=1):
        work = finding.publication.own
        about = [
            question,
            found.total,
            place,
            "all" if finding.whole else "some",
            work.title,
            "; ".join(agent.name for agent in work.creators),
            work.year or "",
            work.kind.slug,
        ]
        for hit in finding.hits:
            address = absolute(f"{work.permanent_path}{hit.number}/")
            rows.append([*about, hit.number, hit.label, plain(hit.snippet), address, said])
        if not finding.hits:
            rows.append([*about, "", "", "", absolute(work.permanent_path), said])
    return rows or [row_without(question, said, found.total)]


def row_without(question: str, said: str, total: int | str = "") -> list[object]:
    """The row of a question that nothing answers, with what is said of it."""
    return [question, total, *[""] * (len(PASSAGE_COLUMNS) - 3), said]


def plain(snippet: str) -> str:
    """A snippet as text."""
    return unescape(re.sub(r"</?mark>", "", snippet))
