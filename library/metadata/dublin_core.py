"""A record as simple Dublin Core: what OAI-PMH harvests (oai_dc), and the second voice of a work's page.

Pure. Elements of the Dublin Core Metadata Element Set 1.1, each as often as there is something to say. Kinds are said
by the words of the DCMI Type Vocabulary and of the house; access by those of `info:eu-repo`, which harvesters sort by.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from library.dates import PartialDate
from library.licences import LICENCES
from library.names import Name, cited
from library.record import Figures, HeldFile, Record, RecordKind, Role

KINDS = {
    RecordKind.BOOK: "Book",
    RecordKind.POCKET_BOOK: "Book",
    RecordKind.STUDY: "Report",
    RecordKind.JOURNAL_ISSUE: "Journal issue",
    RecordKind.JOURNAL_ARTICLE: "Journal article",
    RecordKind.BULLETIN_ISSUE: "Magazine issue",
    RecordKind.BULLETIN_ARTICLE: "Magazine article",
    RecordKind.REGULATION: "Legislation",
    RecordKind.FILM: "Moving image",
    RecordKind.DATASET: "Dataset",
}
#: What is no text, by the DCMI Type Vocabulary.
_DCMI_TYPES = {RecordKind.FILM: "MovingImage", RecordKind.DATASET: "Dataset"}
#: Zotero's own words. It knows no whole issues; they are cited like what stands in them.
ZOTERO_KINDS = {
    RecordKind.BOOK: "book",
    RecordKind.POCKET_BOOK: "book",
    RecordKind.STUDY: "report",
    RecordKind.JOURNAL_ISSUE: "journalArticle",
    RecordKind.JOURNAL_ARTICLE: "journalArticle",
    RecordKind.BULLETIN_ISSUE: "magazineArticle",
    RecordKind.BULLETIN_ARTICLE: "magazineArticle",
    RecordKind.REGULATION: "statute",
    RecordKind.FILM: "videoRecording",
    RecordKind.DATASET: "dataset",
}
ACCESS = {
    "open": "info:eu-repo/semantics/openAccess",
    "summary": "info:eu-repo/semantics/restrictedAccess",
    "embargo": "info:eu-repo/semantics/embargoedAccess",
    "internal": "info:eu-repo/semantics/closedAccess",
}
#: Those whose work it is.
CREATORS = (Role.AUTHOR, Role.RESEARCHER, Role.DIRECTOR)
#: What the page says better elsewhere: the text as `description`; Zotero would take every contributor twice.
_NOT_ON_THE_PAGE = {"description", "contributor"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def pairs(record: Record) -> list[tuple[str, str]]:
    """(element, value) in the order of the standard, without prefix: ("title", "…"), ("creator", "…"). Every value
    is one line of text that XML 1.0 can carry; none is empty and none is said twice of one element."""
    said = [
        ("title", [whole_title(record), record.parallel_title]),
        ("creator", [_called(maker.name) for maker in record.by(*CREATORS)]),
        ("subject", _subjects(record)),
        ("description", _descriptions(record)),
        ("publisher", [record.publisher]),
        ("contributor", _contributors(record)),
        ("date", [_date(record.issued)]),
        ("type", [KINDS[record.kind], _DCMI_TYPES.get(record.kind, "Text"), record.genre]),
        ("format", [*(file.media_type for file in open_files(record)), record.extent, duration(record)]),
        ("identifier", _identifiers(record)),
        ("source", [_in_its_serial(record), record.source, record.figures.counted_by]),
        ("language", languages(record)),
        ("relation", _relations(record)),
        (
            "coverage",
            [*(label for subject in _of(record, "place") for label in subject), years(record.figures)],
        ),
        ("rights", _rights(record)),
    ]
    return [(element, value) for element, values in said for value in distinct(values)]


def tags(record: Record) -> list[tuple[str, str]]:
    """(name, content) of the meta tags of a work's page, `DC.title` and so on: the second voice beside Highwire's.

    The first DC.type is Zotero's word: where the Highwire tags leave a kind open, its translator goes by it.
    """
    on_the_page = [(element, value) for element, value in pairs(record) if element not in _NOT_ON_THE_PAGE]
    return [("DC.type", ZOTERO_KINDS[record.kind])] + [
        (f"DC.{element}", value) for element, value in on_the_page
    ]


def whole_title(record: Record) -> str:
    """Title and subtitle in one line."""
    return joined_titles(record.title, record.subtitle)


def joined_titles(title: str, subtitle: str) -> str:
    """Both in one line, with a colon between them where the title does not end with a sign of its own."""
    title, subtitle = in_one_line(title), in_one_line(subtitle)
    if not subtitle:
        return title
    return f"{title} {subtitle}" if title.endswith(("?", "!", ":", "…")) else f"{title}: {subtitle}"


def in_one_line(text: str) -> str:
    """The text without line breaks, runs of blanks and characters that XML 1.0 and HTML refuse."""
    return " ".join(_NOT_IN_XML.sub(" ", text).split())


def distinct(values: Iterable[str]) -> list[str]:
    """The values in one line each, in their order, without the empty ones and without repetition."""
    return [value for value in dict.fromkeys(in_one_line(value) for value in values) if value]


def open_files(record: Record) -> tuple[HeldFile, ...]:
    """The files that may be named; of a work that is not open, none, whatever the record carries."""
    return record.files if record.access == "open" else ()


def offered_files(record: Record) -> tuple[HeldFile, ...]:
    """Those of them to which others may lead straight on: none where viewers are told first what they will meet, for no
    notice stands before a bare file."""
    return () if record.notices else open_files(record)


def first_day(issued: PartialDate) -> str:
    """ISO 8601 as precise as it is known, of a stretch its beginning: "2004-09-22", "2004-09", "2004", "". That a
    year is only about right has no word in ISO 8601 and is lost."""
    return replace(issued, circa=False, until=None).edtf


def duration(record: Record) -> str:
    """How long a film plays, as ISO 8601 says it: "PT1H2M30S"; "" where that is not known."""
    whole = round(record.footage.seconds)
    if whole <= 0:
        return ""
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    said = "".join(
        f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count
    )
    return f"PT{said}"


def languages(record: Record) -> list[str]:
    """The languages it is in: of a film those that are spoken."""
    return distinct(record.footage.spoken) or [record.language]


def years(figures: Figures) -> str:
    """The years that figures cover, as a stretch of ISO 8601: "2015/2024", "2015", ""."""
    return "/".join(dict.fromkeys(f"{year:04d}" for year in (figures.covers_from, figures.covers_to) if year))


def doi_address(doi: str) -> str:
    """The address at which a DOI is resolved; DOIs may hold `<`, `#` and blanks."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}" if doi else ""


def _called(name: Name) -> str:
    """ "Family, Given" where decided, else as printed: with its own commas, unlike where readers cut at them."""
    return ", ".join(cited(name).values())


def _date(issued: PartialDate) -> str:
    return "/".join(filter(None, [first_day(issued), first_day(issued.until) if issued.until else ""]))


def _of(record: Record, *kinds: str) -> list[tuple[str, str]]:
    return [(subject.label_id, subject.label_en) for subject in record.subjects if subject.kind in kinds]


def _subjects(record: Record) -> list[str]:
    words = [label for labels in _of(record, "concept", "law") for label in labels]
    return [*words, *record.tags, f"DDC {record.ddc}" if record.ddc else ""]


def _descriptions(record: Record) -> list[str]:
    """What it is about; figures never go without how they were counted."""
    texts = [record.abstract_id, record.abstract_en, record.summary_id, record.summary_en]
    return [*texts, record.figures.counting_id, record.figures.counting_en]


def _contributors(record: Record) -> list[str]:
    others = [_called(maker.name) for maker in record.makers if maker.role not in CREATORS]
    return [*others, record.commissioned_by, record.funder]


def _identifiers(record: Record) -> list[str]:
    """The permanent address first: harvesters link to the first address they find."""
    return [
        record.permanent,
        doi_address(record.doi),
        *(f"urn:isbn:{isbn}" for isbn in (record.isbn, record.isbn_electronic) if isbn),
        record.report_number,
        record.statute.citation,
    ]


def _in_its_serial(record: Record) -> str:
    """ "Jurnal Sapa; Vol. 3 No. 2 (2015); 12-30": how repositories say where an article stands."""
    serial = record.serial
    numbers = [
        f"Vol. {serial.volume}" if serial.volume else "",
        f"No. {serial.number}" if serial.number else "",
    ]
    year = f"({record.issued.year})" if record.issued.year else ""
    pages = "-".join(dict.fromkeys(filter(None, [record.first_page, record.last_page])))
    issue = " ".join(filter(None, [*numbers, year]))
    return "; ".join(filter(None, [serial.title, issue, pages])) if serial.title else ""


def _relations(record: Record) -> list[str]:
    serial = record.serial
    issns = [f"urn:issn:{issn}" for issn in (serial.issn_print, serial.issn_electronic) if issn]
    series = " ; ".join(filter(None, [record.series, record.series_number])) if record.series else ""
    files = [file.address for file in offered_files(record)]
    return [serial.issue_address, serial.address, *issns, series, *files]


def _rights(record: Record) -> list[str]:
    licence = LICENCES.get(record.licence)
    holder = f"Pemegang hak cipta: {record.rights_holder}" if record.rights_holder else ""
    return [
        (licence.address or licence.name_id) if licence else "",
        holder,
        ACCESS.get(record.access, ACCESS["internal"]),
    ]
