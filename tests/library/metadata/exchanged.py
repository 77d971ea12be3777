"""What of a record library formats carry: the same for MARC and MODS, and what a test may expect back."""

from dataclasses import replace

from library.dates import UNKNOWN
from library.metadata.dublin_core import in_one_line
from library.names import Name, NameKind
from library.record import Captions, Figures, Footage, Maker, Record, RecordKind, Serial, Statute, Variable


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
        footage=_footage(record) if record.kind is RecordKind.FILM else Footage(),
        figures=_figures(record.figures) if record.kind is RecordKind.DATASET else Figures(),
        notices=(),
        pages=0,
        address="",
        permanent="",
        cover="",
        files=(),
        source=record.source or record.permanent or record.address,
        modified=None,
    )


def _footage(record: Record) -> Footage:
    """Of captions the languages alone; of a film that does not say, its own language is spoken."""
    footage = record.footage
    return replace(
        footage,
        spoken=footage.spoken or (record.language,),
        captions=tuple(Captions(track.language) for track in footage.captions),
        uploaded="",
    )


def _figures(figures: Figures) -> Figures:
    """What columns are called and mean in Indonesian."""
    columns = (
        Variable(each.name, each.title_id, "", each.meaning_id, "", each.unit_id)
        for each in figures.variables
    )
    return replace(figures, variables=tuple(columns))


def essence(record: Record) -> Record:
    """A record that was read, for comparison with the above."""
    return replace(
        record, makers=tuple(Maker(_heading(m.name), m.role, orcid=m.orcid) for m in record.makers)
    )


def _heading(name: Name) -> Name:
    kind = NameKind.ORGANISATION if name.kind is NameKind.ORGANISATION else NameKind.UNKNOWN
    return Name(in_one_line(name.printed), kind)
