"""What is known of one publication, as a plain value: the one thing that every standard of `library.metadata` reads.

Pure. A publication makes it (`Publication.record()`), and so does every reader of other people's records; what a
standard cannot say is left out by its own module, never here.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from library.dates import UNKNOWN, PartialDate
from library.names import Name


class RecordKind(StrEnum):
    """What sort of thing is described. These words stand in CSV files too (docs/metadata-csv.md)."""

    BOOK = "book"
    POCKET_BOOK = "pocket-book"
    STUDY = "study"
    JOURNAL_ISSUE = "journal-issue"
    JOURNAL_ARTICLE = "journal-article"
    BULLETIN_ISSUE = "bulletin-issue"
    BULLETIN_ARTICLE = "bulletin-article"
    REGULATION = "regulation"
    FILM = "film"
    DATASET = "dataset"

    @property
    def is_issue(self) -> bool:
        return self in {RecordKind.JOURNAL_ISSUE, RecordKind.BULLETIN_ISSUE}

    @property
    def is_article(self) -> bool:
        return self in {RecordKind.JOURNAL_ARTICLE, RecordKind.BULLETIN_ARTICLE}


class Role(StrEnum):
    """What somebody did for it; the words of `Contribution.Role`."""

    AUTHOR = "author"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    ILLUSTRATOR = "illustrator"
    RESEARCHER = "researcher"
    DIRECTOR = "director"
    PRODUCER = "producer"
    CONTRIBUTOR = "contributor"


@dataclass(frozen=True, slots=True)
class Maker:
    """Somebody who made it; `address` is their page with us (absolute), `orcid` sixteen digits in fours."""

    name: Name
    role: Role = Role.AUTHOR
    address: str = ""
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about: a concept, a place or a law of the thesaurus (`kind` "concept", "place", "law"), by both
    labels, its notation (`3204`, `UU 23/2004`) and its page with us (absolute)."""

    label_id: str
    label_en: str = ""
    kind: str = "concept"
    notation: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Serial:
    """The journal or bulletin that an issue or article belongs to, and the issue's numbers as printed."""

    title: str = ""
    issn_print: str = ""
    issn_electronic: str = ""
    volume: str = ""
    number: str = ""
    issue_title: str = ""
    address: str = ""
    issue_address: str = ""


@dataclass(frozen=True, slots=True)
class Statute:
    """The law whose text it is: `kind` as lawyers shorten it (UU, PP, Perda), `status` of `Law.Status`."""

    kind: str = ""
    number: str = ""
    year: int = 0
    about: str = ""
    short_name: str = ""
    issuer: str = ""
    gazette: str = ""
    status: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that the public may take: absolute address, media type, size in bytes (0 where it is made when asked for),
    number of pages; of a recording the `width` and `height` of its picture in pixels."""

    address: str
    media_type: str
    size: int
    pages: int
    name: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a film in one language: the absolute address of the WebVTT file, "" of a transcript that claims
    no time; `text` is all that is said, as the catalogue may hand it on."""

    language: str
    address: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Footage:
    """A film: how long it plays in `seconds` (0: unknown), its `age_class` (SU, 13+, 17+, 21+ or ""), the languages
    spoken, its captions, and since when it can be seen here (ISO 8601, "" unknown)."""

    seconds: float = 0
    age_class: str = ""
    spoken: tuple[str, ...] = ()
    captions: tuple[Captions, ...] = ()
    uploaded: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A column of a dataset: its heading in the file, what it is called and means in both languages, its unit and type
    (text, integer, number, percent, year, place)."""

    name: str
    title_id: str = ""
    title_en: str = ""
    meaning_id: str = ""
    meaning_en: str = ""
    unit_id: str = ""
    unit_en: str = ""
    type: str = "text"


@dataclass(frozen=True, slots=True)
class Figures:
    """A dataset: the years that it covers (0: unknown), who counted, how (the note that always travels with the
    figures, in both languages), its columns and how many rows."""

    covers_from: int = 0
    covers_to: int = 0
    counted_by: str = ""
    counting_id: str = ""
    counting_en: str = ""
    variables: tuple[Variable, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One publication. Everything is optional but its kind and title; empty means not known, or none.

    Addresses are absolute. `language` is `id`, `en`, `su`, `jv` or `mul`. `licence` is a key of
    `library.licences.LICENCES`. `pages` is how many passages it reads; `first_page` and `last_page` are the printed
    numbers of an article; `extent` is what a catalogue prints ("xii + 96"). `notices` are the words of what a viewer is
    warned of before a film plays or figures are shown, `warnings` those of its text, of whatever kind. `modified` is the last
    change that readers could see.
    """

    kind: RecordKind
    title: str
    subtitle: str = ""
    parallel_title: str = ""
    makers: tuple[Maker, ...] = ()
    language: str = "id"
    issued: PartialDate = UNKNOWN
    publisher: str = ""
    place: str = ""
    abstract_id: str = ""
    abstract_en: str = ""
    summary_id: str = ""
    summary_en: str = ""
    subjects: tuple[Subject, ...] = ()
    tags: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    licence: str = ""
    rights_holder: str = ""
    funder: str = ""
    access: str = "open"
    series: str = ""
    series_number: str = ""
    edition: str = ""
    volume: str = ""
    extent: str = ""
    dimensions: str = ""
    isbn: str = ""
    isbn_electronic: str = ""
    doi: str = ""
    ddc: str = ""
    call_number: str = ""
    genre: str = ""
    report_number: str = ""
    commissioned_by: str = ""
    method: str = ""
    rubric: str = ""
    first_page: str = ""
    last_page: str = ""
    serial: Serial = Serial()
    statute: Statute = Statute()
    footage: Footage = Footage()
    figures: Figures = Figures()
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    pages: int = 0
    address: str = ""
    permanent: str = ""
    cover: str = ""
    files: tuple[HeldFile, ...] = ()
    source: str = ""
    modified: datetime | None = None

    def by(self, *roles: Role) -> tuple[Maker, ...]:
        """Those who did one of these, in their order."""
        return tuple(maker for maker in self.makers if maker.role in roles)
