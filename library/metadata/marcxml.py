"""Records as MARCXML, which INLISLite, SLiMS, Koha and union catalogues exchange; and such files read.

Pure. MARC 21 Format for Bibliographic Data as INDOMARC (Perpustakaan Nasional, 2013) takes it over: ISBD marks stand at
the ends of subfields, persons are filed by their first element (Decree 20/2005), the imprint stands in 264 for RDA and
once more in 260 for programs that know no other. What MARC cannot say exactly stands beside in a field that can: the
date as EDTF in 046, English labels linked to Indonesian ones by $8. Local fields (9XX) are neither written nor read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from library.dates import PartialDate
from library.licences import LICENCES
from library.metadata import cataloguing as words
from library.metadata import cataloguing_recorded, marcxml_recorded
from library.metadata.dublin_core import in_one_line, offered_files, open_files
from library.metadata.marcxml_reading import SOURCE, SUBJECT_TAGS, read
from library.metadata.xml_files import SCHEMA_INSTANCE
from library.names import filing_form
from library.record import Maker, Record, RecordKind, Statute

NAMESPACE = "http://www.loc.gov/MARC21/slim"
SCHEMA = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"
MEDIA_TYPE = "application/marcxml+xml"
_ENGLISH_ARTICLE = re.compile(r"(?:the|an?) (?=\w)", re.IGNORECASE)
_ENDS_LIKE_ISBD = re.compile(r"[:;/,=]$")

__all__ = ["MEDIA_TYPE", "NAMESPACE", "SCHEMA", "element", "read", "write"]

Subfields = Sequence[tuple[str, str]]


def write(records: Iterable[Record]) -> str:
    """The records as one MARCXML collection."""
    collection = Element("collection", {"xmlns": NAMESPACE})  # no prefix: older programs look for none
    for record in records:
        _fill(SubElement(collection, "record"), record)
    ElementTree.indent(collection, " ")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + ElementTree.tostring(collection, encoding="unicode")
        + "\n"
    )


def element(record: Record) -> Element:
    """One record that stands by itself, within other XML."""
    where = f"{NAMESPACE} {SCHEMA}"
    node = Element("record", {"xmlns": NAMESPACE, "xmlns:xsi": SCHEMA_INSTANCE, "xsi:schemaLocation": where})
    _fill(node, record)
    return node


def _fill(node: Element, record: Record) -> None:
    SubElement(node, "leader").text = _leader(record)
    for tag, text in _control(record):
        SubElement(node, "controlfield", {"tag": tag}).text = text
    for tag, indicators, subfields in _fields(record):
        kept = [(code, text) for code, text in subfields if text]
        if any(code.isalpha() and code not in "eiqsy" for code, _text in kept):
            data = SubElement(node, "datafield", {"tag": tag, "ind1": indicators[0], "ind2": indicators[1]})
            for code, text in kept:
                SubElement(data, "subfield", code=code).text = text


def _leader(record: Record) -> str:
    """Language material, or a film or data; a part of a serial (b) or a whole (m); Unicode; ISBD marks are there."""
    sort = marcxml_recorded.TYPES_OF_RECORD.get(record.kind, "a")
    return f"00000n{sort}{'b' if record.kind.is_article else 'm'} a2200000 i 4500"


def _control(record: Record) -> Iterator[tuple[str, str]]:
    code = urlsplit(record.permanent).path.strip("/").rpartition("/")[2]
    if code:
        yield "001", in_one_line(code)
    entered = "||||||"
    if record.modified:
        changed = record.modified.astimezone(UTC)
        yield "005", f"{changed:%Y%m%d%H%M%S}.0"
        entered = f"{changed:%y%m%d}"
    own = f"|||||{'o' if open_files(record) else '|'}|||||0|||||"
    if record.kind in marcxml_recorded.TYPES_OF_RECORD:
        yield from marcxml_recorded.physical(record)
        own = marcxml_recorded.fixed(record)
    country = "io " if record.language in {"id", "su", "jv"} else "xx "
    yield "008", f"{entered}{_date_of_008(record.issued)}{country}{own}{_language(record)}|d"[:40]


def _date_of_008(issued: PartialDate) -> str:
    """Type of date and the two dates: nine characters."""
    if not issued.year:
        return "nuuuuuuuu"
    year = f"{issued.year:04d}"
    if issued.until and issued.until.year != issued.year:
        return f"m{year}{issued.until.year:04d}"
    if issued.month and not issued.until and not issued.circa:
        return f"e{year}{issued.month:02d}{f'{issued.day:02d}' if issued.day else '  '}"
    return f"s{year}    "


def _language(record: Record) -> str:
    return words.LANGUAGES.get(record.language, "und")


def _fields(record: Record) -> Iterator[tuple[str, str, Subfields]]:
    """Every field with its two indicators and subfields, in the order of their tags; those without text fall away."""
    yield from _numbers(record)
    main = words.main_maker(record)
    if main:
        yield _heading("1", main)
    yield from _titles(record, main)
    yield from _description(record)
    yield from _notes(record)
    yield from _subjects(record)
    for tag in record.tags:
        yield "653", "  ", [("a", in_one_line(tag))]
    yield "655", " 7", [("a", words.KINDS[record.kind]), ("2", SOURCE)]
    yield "655", " 7", [("a", in_one_line(record.genre)), ("2", SOURCE)]
    rest = list(record.makers)
    if main:
        rest.remove(main)
    for maker in rest:
        yield _heading("7", maker)
    commissioner = in_one_line(record.commissioned_by)
    yield "710", "2 ", [("a", _guarded(commissioner)), ("e", "pemesan"), ("4", "pat")] if commissioner else []
    issuer = in_one_line(record.statute.issuer)
    yield "710", "1 ", [("a", _guarded(issuer)), ("e", "penerbit peraturan"), ("4", "enj")] if issuer else []
    yield from _host(record)
    yield "830", " 0", _series(record)
    yield from _addresses(record)


def _numbers(record: Record) -> Iterator[tuple[str, str, Subfields]]:
    yield "020", "  ", [("a", in_one_line(record.isbn)), ("q", "cetak" if record.isbn_electronic else "")]
    yield "020", "  ", [("a", in_one_line(record.isbn_electronic)), ("q", "elektronik")]
    if record.kind.is_issue:
        yield "022", "  ", [("a", in_one_line(record.serial.issn_print))]
    yield "024", "7 ", [("a", in_one_line(record.doi)), ("2", "doi")]
    spoken = [("a", _language(record))]
    if record.kind is RecordKind.FILM:
        spoken = list(marcxml_recorded.languages(record))
    yield "041", "0 ", [*spoken, *(("b", words.LANGUAGES[code]) for _i, code, _t in _abstracts(record))]
    yield from marcxml_recorded.years(record)
    yield "046", "  ", [("k", record.issued.edtf), ("2", "edtf")] if record.issued.year else []
    yield "082", "04", [("a", in_one_line(record.ddc)), ("2", "23")] if record.ddc else []
    yield "088", "  ", [("a", in_one_line(record.report_number))]
    yield "090", "  ", [("a", in_one_line(record.call_number))]


def _heading(hundred: str, maker: Maker) -> tuple[str, str, Subfields]:
    """1XX or 7XX: a body by its name, a person in the form under which Indonesian catalogues file the name."""
    code, word = words.ROLES[maker.role]
    if words.is_organisation(maker.name):
        return (
            f"{hundred}10",
            "2 ",
            [("a", _guarded(in_one_line(maker.name.printed))), ("e", word), ("4", code)],
        )
    filed = in_one_line(filing_form(maker.name))
    orcid = f"https://orcid.org/{maker.orcid}" if maker.orcid else ""
    subfields = [("a", _guarded(filed)), ("e", word), ("1", orcid), ("4", code)]
    return f"{hundred}00", "1 " if ", " in filed else "0 ", subfields


def _guarded(text: str) -> str:
    """The text with a mark that a reader will take away, where it ends in one of its own."""
    return f"{text} /" if _ENDS_LIKE_ISBD.search(text) else text


def _marked(parts: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Subfields with the mark of ISBD that stands before the next one: (code, mark before it, text)."""
    said = [part for part in parts if part[2]]
    written = []
    for (code, _before, text), after in zip(
        said, [*(mark for _code, mark, _text in said[1:]), ""], strict=False
    ):
        close = "" if after in {",", "."} else " "
        written.append((code, f"{text}{close}{after}" if after else _guarded(text)))
    return written


def _titles(record: Record, main: Maker | None) -> Iterator[tuple[str, str, Subfields]]:
    title, parallel = in_one_line(record.title), in_one_line(record.parallel_title)
    article = _ENGLISH_ARTICLE.match(title) if record.language == "en" else None
    volume = f"Jilid {in_one_line(record.volume)}" if record.volume else ""
    statement = ", ".join(dict.fromkeys(in_one_line(maker.name.printed) for maker in record.makers))
    if record.kind is RecordKind.REGULATION:
        yield "240", "10", [("a", in_one_line(_citation(record.statute)))]
    title_parts = [
        ("a", "", title),
        ("n", ".", volume),
        ("b", ":", in_one_line(record.subtitle)),
        ("c", "/", statement),
    ]
    yield "245", f"{1 if main else 0}{article.end() if article else 0}", _marked(title_parts)
    yield "246", "31", [("a", _guarded(parallel))]
    if record.kind is RecordKind.REGULATION:
        yield "246", "3 ", _prefixed("i", "Sebutan:", record.statute.short_name)
        yield "246", "3 ", _prefixed("i", "Tentang:", record.statute.about)


def _prefixed(code: str, words_before: str, text: str) -> Subfields:
    return [(code, words_before), ("a", in_one_line(text))] if text else []


def _citation(statute: Statute) -> str:
    if statute.kind and statute.number and statute.year:
        return f"{statute.kind} {statute.number}/{statute.year}"
    return statute.citation


def _description(record: Record) -> Iterator[tuple[str, str, Subfields]]:
    yield "250", "  ", _marked([("a", "", in_one_line(record.edition))])
    imprint = _marked(
        [
            ("a", "", in_one_line(record.place)),
            ("b", ":", in_one_line(record.publisher)),
            ("c", ",", words.year_printed(record.issued)),
        ]
    )
    yield "260", "  ", imprint
    yield "264", " 1", imprint
    extent = in_one_line(record.extent) or cataloguing_recorded.extent(record)
    yield "300", "  ", _marked([("a", "", extent), ("c", ";", in_one_line(record.dimensions))])
    yield from marcxml_recorded.description(record)
    yield "490", "1 ", _series(record)


def _series(record: Record) -> Subfields:
    return _marked([("a", "", in_one_line(record.series)), ("v", ";", in_one_line(record.series_number))])


def _abstracts(record: Record) -> list[tuple[str, str, str]]:
    """First indicator, language and text of each 520."""
    said = [
        ("3", "id", record.abstract_id),
        ("3", "en", record.abstract_en),
        (" ", "id", record.summary_id),
        (" ", "en", record.summary_en),
    ]
    return [
        (indicator, code, words.paragraphs(text)) for indicator, code, text in said if words.paragraphs(text)
    ]


def _notes(record: Record) -> Iterator[tuple[str, str, Subfields]]:
    if record.source and not words.is_address(record.source):
        yield "500", "  ", [("a", f"Sumber: {in_one_line(record.source)}")]
    for label, text in (
        ("Rubrik", record.rubric),
        ("Diundangkan dalam", record.statute.gazette),
        (cataloguing_recorded.COUNTED_BY, record.figures.counted_by),
    ):
        yield "500", "  ", [("a", f"{label}: {in_one_line(text)}" if text else "")]
    status = words.STATUS.get(record.statute.status, "")
    yield "500", "  ", [("a", f"Status: {status}" if status else "")]
    yield (
        "506",
        "0 " if record.access == "open" else "1 ",
        [("a", words.ACCESS.get(record.access, record.access))],
    )
    for indicator, _code, text in _abstracts(record):
        yield "520", f"{indicator} ", [("3", words.PLAIN_WORDS if indicator == " " else ""), ("a", text)]
    for audience in record.audience:
        yield "521", "8 ", [("a", in_one_line(audience))]
    yield from marcxml_recorded.audience(record)
    yield "536", "  ", [("a", in_one_line(record.funder))]
    if record.licence in LICENCES:
        licence = LICENCES[record.licence]
        yield "540", "  ", [("a", licence.name_id), ("u", licence.address)]
    yield "542", "  ", [("d", in_one_line(record.rights_holder))]
    yield from marcxml_recorded.notes(record)
    yield "567", "  ", [("a", words.paragraphs(record.method))]


def _subjects(record: Record) -> Iterator[tuple[str, str, Subfields]]:
    for number, subject in enumerate(record.subjects, start=1):
        tag = SUBJECT_TAGS.get(subject.kind, "650")
        link = f"{number}\\u" if subject.label_en else ""
        notation = f"({SOURCE}){in_one_line(subject.notation)}" if subject.notation else ""
        for label in filter(None, (in_one_line(subject.label_id), in_one_line(subject.label_en))):
            subfields = [("8", link), ("a", label), ("0", notation), ("0", subject.address), ("2", SOURCE)]
            yield tag, "07" if tag == "630" else " 7", subfields


def _host(record: Record) -> Iterator[tuple[str, str, Subfields]]:
    """The serial that an issue or article stands in."""
    serial = record.serial
    if not (record.kind.is_article or record.kind.is_issue):
        return
    title = in_one_line(serial.title)
    numbers = [("g", in_one_line(each)) for each in words.in_the_issue(record)]
    issue = [("n", in_one_line(serial.issue_title))]
    yield "773", "0 ", [("t", title), *numbers, *issue, ("x", in_one_line(serial.issn_print))]
    if serial.issn_electronic:
        yield (
            "776",
            "08",
            [("i", "Versi elektronik:"), ("t", title), ("x", in_one_line(serial.issn_electronic))],
        )


def _addresses(record: Record) -> Iterator[tuple[str, str, Subfields]]:
    if record.source and words.is_address(record.source):
        yield "856", "42", [("3", "Sumber"), ("u", record.source)]
    yield "856", "40", [("u", record.permanent or record.address), ("y", "Halaman terbitan")]
    for file in offered_files(record):
        size = f"{file.size} bytes" if file.size else ""
        yield "856", "40", [("q", file.media_type), ("s", size), ("u", file.address), ("y", "Berkas")]
