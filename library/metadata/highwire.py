"""The `citation_*` tags of a work's page, which Google Scholar and Zotero read (Highwire Press tags).

Pure. Sources: Google Scholar's Inclusion Guidelines for Webmasters, and the rule by which Zotero's translator
"Embedded Metadata" finds an item's type. `citation_journal_title` makes a journal article of whatever carries it, and
`citation_technical_report_institution` a report; with neither, a title alone is taken for a journal article unless
something tells otherwise (`z:itemType`, then og:type, then DC.type). So a bulletin's name goes by PRISM, which both
read, and every kind names its type.

Films and data have no `citation_*` tags: none fits a film, and Scholar would take either for a paper. Zotero reads
their Dublin Core, and its own `z:itemType` tells what they are.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from library.dates import PartialDate
from library.metadata.dublin_core import (
    CREATORS,
    ZOTERO_KINDS,
    distinct,
    first_day,
    in_one_line,
    open_files,
    whole_title,
)
from library.names import inverted
from library.record import Record, RecordKind, Role

_NO_PAPERS = {RecordKind.FILM, RecordKind.DATASET}
_IN_A_JOURNAL = {RecordKind.JOURNAL_ARTICLE, RecordKind.JOURNAL_ISSUE}


def tags(record: Record) -> list[tuple[str, str]]:
    """(name, content) of the meta tags, in the order in which they are printed; the contents are single lines, not
    yet escaped for HTML. Of a work that is not open, no address of its file or text."""
    if record.kind in _NO_PAPERS:
        return [("z:itemType", ZOTERO_KINDS[record.kind])]
    said = [*_who_and_what(record), *_numbers(record), *_in_its_serial(record), *_addresses(record)]
    lines = [(name, in_one_line(content)) for name, content in said]
    return [(name, content) for name, content in lines if content]


def date(issued: PartialDate) -> str:
    """YYYY/MM/DD, YYYY/MM or YYYY; of a stretch of time its beginning."""
    return first_day(issued).replace("-", "/")


def _who_and_what(record: Record) -> Iterator[tuple[str, str]]:
    yield "citation_title", whole_title(record)
    for maker in record.by(*CREATORS):
        yield "citation_author", inverted(maker.name)
        if maker.orcid:
            yield "citation_author_orcid", f"https://orcid.org/{maker.orcid}"
    for maker in record.by(Role.EDITOR):
        yield "citation_editor", inverted(maker.name)
    yield "citation_publication_date", date(record.issued)
    yield "citation_language", record.language
    yield "z:itemType", ZOTERO_KINDS[record.kind]
    for word in _keywords(record):
        yield "citation_keywords", word


def _keywords(record: Record) -> list[str]:
    """What it is about, in the language of the work; then the editors' own words."""
    english = record.language == "en"
    labels = [(subject.label_en if english else "") or subject.label_id for subject in record.subjects]
    return distinct([*labels, *record.tags])


def _numbers(record: Record) -> Iterator[tuple[str, str]]:
    yield "citation_isbn", record.isbn
    yield "citation_isbn", record.isbn_electronic
    yield "citation_doi", record.doi
    if record.kind is RecordKind.STUDY:
        yield "citation_technical_report_institution", record.publisher or record.commissioned_by
        yield "citation_technical_report_number", record.report_number
    yield "citation_publisher", record.publisher
    yield "citation_series_title", record.series


def _in_its_serial(record: Record) -> Iterator[tuple[str, str]]:
    serial = record.serial
    yield "citation_journal_title" if record.kind in _IN_A_JOURNAL else "prism.publicationName", serial.title
    for issn in distinct([serial.issn_print, serial.issn_electronic]):
        yield "citation_issn", issn
    yield "citation_volume", serial.volume
    yield "citation_issue", serial.number
    yield "citation_firstpage", record.first_page
    yield "citation_lastpage", record.last_page


def _addresses(record: Record) -> Iterator[tuple[str, str]]:
    yield "citation_abstract_html_url", record.address
    yield "citation_public_url", record.permanent
    for file in open_files(record):
        # Scholar takes a file only from the site that describes it, and one for a work.
        if file.media_type == "application/pdf" and _site(file.address) == _site(record.address):
            yield "citation_pdf_url", file.address
            break
    if record.access == "open" and record.pages and record.permanent:
        yield (
            "citation_fulltext_html_url",
            f"{record.permanent.rstrip('/')}/1/",
        )  # the reader, at its first passage


def _site(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()
