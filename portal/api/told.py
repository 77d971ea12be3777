"""Our values as programs get them."""

from collections.abc import Iterable
from datetime import datetime

from library.exports import addresses
from library.metadata.dublin_core import offered_files
from library.models import Passage as PassageRow
from library.models import Publication
from library.models.described import absolute
from library.record import Record
from portal.api.promise import (
    Change,
    Evidence,
    Export,
    File,
    Found,
    Identifiers,
    Interpretation,
    Maker,
    Passage,
    Serial,
    Subject,
    Work,
)
from portal.oai.items import Item
from search.findings import Finding
from search.research import Findings


def change(item: Item) -> Change:
    record = item.record
    return Change(
        code=item.code,
        changed=item.changed,
        withdrawn=item.is_withdrawn,
        work=work(item.code, record, item.changed) if record is not None else None,
    )


def work(code: str, record: Record, changed: datetime) -> Work:
    return Work(
        code=code,
        permanent=record.permanent,
        address=record.address,
        kind=record.kind.value,
        title=record.title,
        subtitle=record.subtitle,
        parallel_title=record.parallel_title,
        language=record.language,
        issued=record.issued.edtf,
        publisher=record.publisher,
        place=record.place,
        makers=[
            Maker(name=maker.name.printed, role=maker.role.value, address=maker.address, orcid=maker.orcid)
            for maker in record.makers
        ],
        subjects=[
            Subject(
                kind=each.kind,
                label_id=each.label_id,
                label_en=each.label_en,
                notation=each.notation,
                address=each.address,
            )
            for each in record.subjects
        ],
        tags=list(record.tags),
        abstract_id=record.abstract_id,
        abstract_en=record.abstract_en,
        identifiers=Identifiers(
            doi=record.doi,
            isbn=record.isbn,
            isbn_electronic=record.isbn_electronic,
            issn=record.serial.issn_electronic or record.serial.issn_print,
            report_number=record.report_number,
        ),
        serial=_serial(record),
        licence=record.licence,
        access=record.access,
        notices=list(record.warnings),
        passages=record.pages,
        files=[
            File(
                address=each.address,
                media_type=each.media_type,
                size=each.size,
                pages=each.pages,
                name=each.name,
            )
            for each in offered_files(record)
        ],
        cover=record.cover,
        exports=[
            Export(name=name, media_type=media_type, address=address)
            for name, address, media_type in addresses(record.address)
        ],
        changed=changed,
    )


def passages(publication: Publication, rows: Iterable[tuple[int, PassageRow]]) -> list[Passage]:
    return [
        Passage(number=number, label=row.label, text=row.text, address=_place(publication, number))
        for number, row in rows
    ]


def interpretation(found: Findings) -> Interpretation:
    return Interpretation(
        words=found.question.text,
        concepts=list(found.interpretation.concepts),
        also=list(found.interpretation.also),
        doubtful=list(found.interpretation.doubtful),
        said=str(found.said) if found.said else None,
    )


def found(finding: Finding) -> Found:
    publication = finding.publication
    return Found(
        code=publication.permanent.pk,
        permanent=absolute(publication.permanent_path),
        address=absolute(publication.address),
        title=publication.title,
        shelf=publication.kind.slug,
        year=publication.year,
        whole=finding.whole,
        passages=[
            Evidence(
                number=hit.number,
                label=hit.label,
                snippet=str(hit.snippet),
                address=_place(publication, hit.number),
            )
            for hit in finding.hits
        ],
        more=finding.more,
    )


def _serial(record: Record) -> Serial | None:
    serial = record.serial
    if not serial.title:
        return None
    return Serial(
        title=serial.title,
        volume=serial.volume,
        number=serial.number,
        address=serial.address,
        issue_address=serial.issue_address,
        first_page=record.first_page,
        last_page=record.last_page,
    )


def _place(publication: Publication, number: int) -> str:
    return absolute(f"{publication.permanent_path}{number}/")
