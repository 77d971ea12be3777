"""Records as MODS, which SLiMS and repositories exchange; and such files read.

Pure. Metadata Object Description Schema 3.8 (Library of Congress). SLiMS reads the first name part, the first date and
the first extent, so those are whole: a name as catalogues file it, the year, "xii + 96 hlm. ; 21 cm". What is more
exact stands beside: `displayForm` for the name as printed, `dateIssued` in EDTF.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from library.licences import LICENCES
from library.metadata import cataloguing as words
from library.metadata import cataloguing_recorded, mods_recorded
from library.metadata.dublin_core import in_one_line, offered_files
from library.metadata.mods_nodes import add, say
from library.metadata.mods_reading import NOTES, read
from library.metadata.xml_files import SCHEMA_INSTANCE
from library.names import filing_form
from library.record import Maker, Record, RecordKind, Subject

NAMESPACE = "http://www.loc.gov/mods/v3"
MEDIA_TYPE = "application/mods+xml"
SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
_VERSION = "3.8"
#: Without a prefix: SLiMS looks for bare names.
_NAMED = {
    "xmlns": NAMESPACE,
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:xsi": SCHEMA_INSTANCE,
    "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
}

__all__ = ["MEDIA_TYPE", "NAMESPACE", "SCHEMA", "element", "read", "write"]


def write(records: Iterable[Record]) -> str:
    """The records as one `modsCollection`."""
    collection = Element("modsCollection", _NAMED)
    for record in records:
        _record(add(collection, "mods", version=_VERSION), record)
    ElementTree.indent(collection, " ")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + ElementTree.tostring(collection, encoding="unicode")
        + "\n"
    )


def element(record: Record) -> Element:
    """One record that stands by itself, within other XML."""
    mods = Element("mods", {**_NAMED, "version": _VERSION})
    _record(mods, record)
    return mods


def _record(mods: Element, record: Record) -> None:
    _titles(mods, record)
    for maker in record.makers:
        _name(mods, maker)
    for text, code, word in (
        (record.commissioned_by, "pat", "pemesan"),
        (record.statute.issuer, "enj", "penerbit peraturan"),
    ):
        if in_one_line(text):
            _body(mods, text, code, word)
    add(mods, "typeOfResource", mods_recorded.TYPES_OF_RESOURCE.get(record.kind, "text"))
    add(mods, "genre", words.KINDS[record.kind], authority="local")
    say(mods, "genre", record.genre, authority="local")
    _origin(mods, record)
    add(add(mods, "language"), "languageTerm", _code(record.language), type="code", authority="iso639-2b")
    mods_recorded.languages(mods, record)
    _physical(mods, record)
    for text, language, sort in (
        (record.abstract_id, "id", ""),
        (record.abstract_en, "en", ""),
        (record.summary_id, "id", words.PLAIN_WORDS),
        (record.summary_en, "en", words.PLAIN_WORDS),
    ):
        if said := words.paragraphs(text):
            add(mods, "abstract", said, displayLabel=sort, xml_lang=language)
    for audience in record.audience:
        say(mods, "targetAudience", audience)
    mods_recorded.audience(mods, record)
    _notes(mods, record)
    mods_recorded.notes(mods, record)
    _subjects(mods, record)
    mods_recorded.years(mods, record)
    say(mods, "classification", record.ddc, authority="ddc", edition="23")
    _related(mods, record)
    _identifiers(mods, record)
    _location(mods, record)
    _conditions(mods, record)
    _part(mods, record)
    _information(mods, record)


def _physical(mods: Element, record: Record) -> None:
    extent = " ; ".join(filter(None, [in_one_line(record.extent), in_one_line(record.dimensions)]))
    size, formats = cataloguing_recorded.extent(record), mods_recorded.formats(record)
    if not (extent or size or formats):
        return
    physical = add(mods, "physicalDescription")
    for media_type in formats:
        add(physical, "internetMediaType", media_type)
    say(physical, "extent", extent)
    say(physical, "extent", size)


def _titles(mods: Element, record: Record) -> None:
    title = add(mods, "titleInfo")
    guard = " :" if record.subtitle and in_one_line(record.title).endswith(":") else ""
    say(title, "title", f"{record.title}{guard}")  # readers take one such mark away
    say(title, "subTitle", record.subtitle)
    say(title, "partNumber", record.volume)
    if record.parallel_title:
        say(add(mods, "titleInfo", type="translated"), "title", record.parallel_title)
    if record.kind is RecordKind.REGULATION:
        statute = record.statute
        numbered = statute.kind and statute.number and statute.year
        for kind, label, text in (
            (
                "uniform",
                "",
                f"{statute.kind} {statute.number}/{statute.year}" if numbered else statute.citation,
            ),
            ("abbreviated", "Sebutan", statute.short_name),
            ("alternative", "Tentang", statute.about),
        ):
            if in_one_line(text):
                say(add(mods, "titleInfo", type=kind, displayLabel=label), "title", text)


def _name(mods: Element, maker: Maker) -> None:
    code, word = words.ROLES[maker.role]
    printed = in_one_line(maker.name.printed)
    if words.is_organisation(maker.name):
        _body(mods, printed, code, word)
        return
    filed = in_one_line(filing_form(maker.name))
    node = add(mods, "name", type="personal")
    say(node, "namePart", filed)
    say(node, "displayForm", printed if printed != filed else "")
    _role(node, code, word)
    say(node, "nameIdentifier", f"https://orcid.org/{maker.orcid}" if maker.orcid else "", type="orcid")


def _body(mods: Element, name: str, code: str, word: str) -> None:
    node = add(mods, "name", type="corporate")
    say(node, "namePart", name)
    _role(node, code, word)


def _role(name: Element, code: str, word: str) -> None:
    role = add(name, "role")
    add(role, "roleTerm", word, type="text")
    add(role, "roleTerm", code, type="code", authority="marcrelator")


def _origin(mods: Element, record: Record) -> None:
    origin = add(mods, "originInfo", eventType="publication")
    if in_one_line(record.place):
        say(add(origin, "place"), "placeTerm", record.place, type="text")
    say(origin, "publisher", record.publisher)
    if record.issued.year:
        add(origin, "dateIssued", words.year_printed(record.issued))
        add(origin, "dateIssued", record.issued.edtf, encoding="edtf", keyDate="yes")
    add(origin, "issuance", "monographic")
    say(origin, "edition", record.edition)


def _code(language: str) -> str:
    return words.LANGUAGES.get(language, "und")


def _notes(mods: Element, record: Record) -> None:
    said = {
        "rubric": record.rubric,
        "report_number": record.report_number,
        "funder": record.funder,
        "method": words.paragraphs(record.method),
        "gazette": record.statute.gazette,
        "status": words.STATUS.get(record.statute.status, ""),
        "source": "" if words.is_address(record.source) else record.source,
    }
    for key, text in said.items():
        kind, label = NOTES[key]
        if key == "method" and text:
            add(mods, "note", text, type=kind, displayLabel=label)
        else:
            say(mods, "note", text, type=kind, displayLabel=label)


def _subjects(mods: Element, record: Record) -> None:
    for number, subject in enumerate(record.subjects, start=1):
        for label, language in ((subject.label_id, "id"), (subject.label_en, "en")):
            if in_one_line(label):
                _subject(mods, subject, label, language, f"{number:02d}" if subject.label_en else "")
    for tag in record.tags:
        if in_one_line(tag):
            say(add(mods, "subject"), "topic", tag)


def _subject(mods: Element, subject: Subject, label: str, language: str, group: str) -> None:
    """Both labels of one subject stand in one group of alternatives (`altRepGroup`)."""
    node = add(
        mods, "subject", authority="local", altRepGroup=group, valueURI=subject.address, xml_lang=language
    )
    if subject.notation:
        node.set("displayLabel", in_one_line(subject.notation))
    if subject.kind == "law":
        say(add(node, "titleInfo"), "title", label)
    else:
        say(node, "geographic" if subject.kind == "place" else "topic", label)


def _related(mods: Element, record: Record) -> None:
    if in_one_line(record.series):
        title = add(add(mods, "relatedItem", type="series"), "titleInfo")
        say(title, "title", record.series)
        say(title, "partNumber", record.series_number)
    if words.is_address(record.source):
        original = add(mods, "relatedItem", type="original")
        add(add(original, "location"), "url", record.source)
    if not (record.kind.is_article or record.kind.is_issue):
        return
    serial = record.serial
    host = add(mods, "relatedItem", type="host")
    if in_one_line(serial.title):
        say(add(host, "titleInfo"), "title", serial.title)
    say(host, "identifier", serial.issn_print, type="issn")
    say(host, "identifier", serial.issn_electronic, type="eissn")
    say(host, "note", serial.issue_title, type="issue title")


def _identifiers(mods: Element, record: Record) -> None:
    say(mods, "identifier", record.isbn, type="isbn")
    say(mods, "identifier", record.isbn_electronic, type="isbn", displayLabel="elektronik")
    say(mods, "identifier", record.doi, type="doi")


def _location(mods: Element, record: Record) -> None:
    if in_one_line(record.call_number):
        say(add(mods, "location"), "shelfLocator", record.call_number)
    if address := record.permanent or record.address:
        add(add(mods, "location"), "url", address, usage="primary")
    for file in offered_files(record):
        add(add(mods, "location"), "url", file.address, access="raw object", note=file.media_type)


def _conditions(mods: Element, record: Record) -> None:
    add(mods, "accessCondition", words.ACCESS.get(record.access, record.access), type="restriction on access")
    if record.licence in LICENCES:
        licence = LICENCES[record.licence]
        kind = "use and reproduction"
        add(mods, "accessCondition", licence.name_id, type=kind, xlink_href=licence.address)
    say(mods, "accessCondition", record.rights_holder, type="rights holder")


def _part(mods: Element, record: Record) -> None:
    """Where in its serial an issue or article stands."""
    serial = record.serial
    if not (record.kind.is_article or record.kind.is_issue):
        return
    part = add(mods, "part")
    for kind, number in _details(serial.volume, serial.number):
        add(add(part, "detail", type=kind), "number", number)
    if in_one_line(record.first_page):
        extent = add(part, "extent", unit="pages")
        say(extent, "start", record.first_page)
        say(extent, "end", record.last_page)


def _details(volume: str, number: str) -> Iterator[tuple[str, str]]:
    for kind, text in (("volume", volume), ("issue", number)):
        if line := in_one_line(text):
            yield kind, line


def _information(mods: Element, record: Record) -> None:
    information = add(mods, "recordInfo")
    say(information, "recordIdentifier", urlsplit(record.permanent).path.strip("/").rpartition("/")[2])
    if record.modified:
        add(information, "recordChangeDate", record.modified.isoformat(timespec="seconds"), encoding="w3cdtf")
    add(information, "recordOrigin", "machine generated")
