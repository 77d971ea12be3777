"""What of a record library formats carry: the same for MARC and MODS, and what a test may expect back."""

from dataclasses import replace

from library.dates import UNKNOWN
from library.metadata.dublin_core import in_one_line
from library.names import Name, NameKind
from library.record import Maker, Record, Serial, Statute


def as_libraries_keep_it(record: Record) -> Record:
    """The record without what is ours alone (files, passages, when it changed) and without what a catalogue's heading
    does not say (titles of persons, how sure we are of a name)."""
    article, issue = record.kind.is_article, record.kind.is_issue
    return replace(
        record,
        title=in_one_line(record.title),
        makers=tuple(replace(maker, name=_heading(maker.name), address="") for maker in record.makers),
        issued=record.issued if record.issued.year else UNKNOWN,
        subjects=tuple(record.subjects),
        serial=replace(record.serial, address="", issue_address="") if article or issue else Serial(),
        statute=record.statute if record.kind == "regulation" else Statute(),
        pages=0,
        address="",
        permanent="",
        cover="",
        files=(),
        source=record.source or record.permanent or record.address,
        modified=None,
    )


def essence(record: Record) -> Record:
    """A record that was read, for comparison with the above."""
    return replace(
        record, makers=tuple(Maker(_heading(m.name), m.role, orcid=m.orcid) for m in record.makers)
    )


def _heading(name: Name) -> Name:
    kind = NameKind.ORGANISATION if name.kind is NameKind.ORGANISATION else NameKind.UNKNOWN
    return Name(in_one_line(name.printed), kind)
