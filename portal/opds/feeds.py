"""What a catalogue for reading apps says, whichever standard writes it: feeds, the ways on from them, publications.

Pure: it knows records (`library.record`), but no database and no request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from library.metadata.dublin_core import (
    CREATORS,
    distinct,
    doi_address,
    first_day,
    in_one_line,
    joined_titles,
    languages,
    offered_files,
)
from library.record import HeldFile, Maker, Record, RecordKind
from library.tables.formulas import NOT_IN_XML

#: The parameter of an address that says which page of a feed it is, from 1.
PAGE = "halaman"
#: Where below the root what is searched for stands.
SEARCH = "cari/"
#: When a feed without entries last changed.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)

# Relations of OPDS 1.2 (section 5.3), which OPDS 2.0 takes over.
OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
WHOLE = "http://opds-spec.org/acquisition"
PART = "http://opds-spec.org/acquisition/sample"


class NoSuchPage(LookupError):
    """A page behind the last one of a feed, or what is no number of a page."""

    sentence = _("Halaman ini tidak ada di katalog. Mulailah lagi dari awal katalog.")


@dataclass(frozen=True, slots=True)
class Link:
    """Where something of a publication can be had: `size` in bytes (0: not known before it is made), a `title` only
    where there are several to tell apart."""

    address: str
    relation: str
    media_type: str
    size: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a publication is about, or is: its name, and its page with us ("" of what has none)."""

    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture: absolute address, size in pixels. One serves as cover and as thumbnail: it is as small as ours get."""

    address: str
    width: int
    height: int

    # OPDS 1.2 wishes for JPEG, PNG or GIF; covers are kept as WebP alone, which the apps of today show.
    media_type = "image/webp"


@dataclass(frozen=True, slots=True)
class Publication:
    """One work: `identifier` is its permanent address, `page` that of its page; `issued` as ISO 8601, as precise as it is known;
    `ways` are the links by which it is had, never none; `identifiers` are others' (`urn:isbn:…`, a DOI's address)."""

    identifier: str
    kind: RecordKind
    title: str
    subtitle: str
    updated: datetime
    authors: tuple[Maker, ...]
    others: tuple[Maker, ...]
    languages: tuple[str, ...]
    publisher: str
    issued: str
    summary: str
    subjects: tuple[Subject, ...]
    cover: Cover | None
    page: str
    ways: tuple[Link, ...]
    identifiers: tuple[str, ...]

    @property
    def whole_title(self) -> str:
        """Title and subtitle in one line."""
        return joined_titles(self.title, self.subtitle)


@dataclass(frozen=True, slots=True)
class Navigation:
    """A way on to another feed: its `place` in the catalogue, what is `said` of it, how many works stand there (None: it
    leads to more ways). `newest`: it holds all works, the newest first."""

    title: str
    place: str
    said: str = ""
    count: int | None = None
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of a list it is: `here` from 1, of `total` entries with `size` on a page; no more than `most` pages are
    had by their number. Raises `NoSuchPage` behind the last."""

    here: int
    total: int
    size: int
    most: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.here <= self.last:
            raise NoSuchPage

    @property
    def last(self) -> int:
        every = max(1, -(-self.total // self.size))
        return min(every, self.most) if self.most else every

    @property
    def start(self) -> int:
        """How many entries stand before it."""
        return (self.here - 1) * self.size

    def turned(self) -> list[tuple[str, int]]:
        """(relation, number) of the pages that can be turned to from here."""
        ways = [("first", 1), ("previous", self.here - 1), ("next", self.here + 1), ("last", self.last)]
        return [(relation, number) for relation, number in ways if 1 <= number <= self.last]


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: its `place` below the root of the catalogue ("" the root itself), and what it holds: with `pages`, a page
    of works, without, ways on. `above` is the place it hangs from; `asked` is the question that it answers."""

    title: str
    place: str
    updated: datetime
    navigation: tuple[Navigation, ...] = ()
    publications: tuple[Publication, ...] = ()
    pages: Pages | None = None
    above: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue in which a feed stands: the name of the library, the first page of its site and the root of the
    catalogue (absolute addresses, ending in "/"), and the language of both."""

    name: str
    home: str
    root: str
    language: str

    def address(self, place: str, **asked: str) -> str:
        """The absolute address of a place in it, asked with these parameters; those without a value are left out."""
        told = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.root}{place}?{told}" if told else f"{self.root}{place}"

    def page(self, feed: Feed, number: int, asks_by: str) -> str:
        """The address of a page of a feed; `asks_by` is the parameter that carries the question."""
        return self.address(feed.place, **{asks_by: feed.asked, PAGE: str(number) if number > 1 else ""})


def last_change(publications: Sequence[Publication]) -> datetime:
    """When what these say last changed."""
    return max((each.updated for each in publications), default=NEVER)


def publication(
    record: Record,
    *,
    kind: str,
    language: str,
    readable: bool,
    warned: bool,
    cover: Cover | None = None,
) -> Publication:
    """A record as catalogues show it, its words in the reader's `language` where they are there; `kind` is how its kind is
    called in it.

    `readable`: the public may open its text. `warned`: readers are told what they will meet before it opens, for the
    sake of a work in it; what its own record warns of is looked at here. An app goes from its list straight to the
    file and shows no page between, so nothing of such a work is offered bare: its page says it first. For the same
    reason a film that may distress shows no picture.
    """
    warned = warned or bool(record.warnings or record.notices)
    files = () if warned or not readable else offered_files(record)
    authors = record.by(*CREATORS) or record.makers
    isbns = distinct(f"urn:isbn:{isbn}" for isbn in (record.isbn, record.isbn_electronic) if isbn)
    return Publication(
        identifier=record.permanent,
        kind=record.kind,
        title=_title(record),
        subtitle=in_one_line(record.subtitle),
        updated=record.modified or NEVER,
        authors=authors,
        others=tuple(maker for maker in record.makers if maker not in authors),
        languages=tuple(languages(record)),
        publisher=in_one_line(record.publisher),
        issued=first_day(record.issued),
        summary=_summary(record, language),
        subjects=_subjects(record, kind, language),
        cover=None if warned and record.kind is RecordKind.FILM else cover,
        page=record.address,
        ways=_ways(record, files, readable=readable),
        identifiers=(*isbns, *filter(None, [doi_address(record.doi)])),
    )


def _title(record: Record) -> str:
    """An issue is often called by its number alone, which says nothing outside of its periodical."""
    title, serial = in_one_line(record.title), in_one_line(record.serial.title)
    if record.kind.is_issue and serial.casefold() not in title.casefold():
        return f"{serial}, {title}"
    return title


def _subjects(record: Record, kind: str, language: str) -> tuple[Subject, ...]:
    """Its kind, the concepts, places and laws that it is about, and the free words that editors added."""
    about = [
        Subject(_first(each.label_id, each.label_en, language), each.address) for each in record.subjects
    ]
    every = [Subject(kind), *about, *map(Subject, record.tags)]
    return tuple(each for each in every if in_one_line(each.label))


def _summary(record: Record, language: str) -> str:
    """What it is about, as plain text; figures never go without how they were counted."""
    figures = record.figures
    pairs = [
        (record.abstract_id, record.abstract_en),
        (record.summary_id, record.summary_en),
        (figures.counting_id, figures.counting_en),
    ]
    about, simply, counting = (_first(*pair, language) for pair in pairs)
    return "\n\n".join(filter(None, [about or simply, counting]))


def _first(indonesian: str, english: str, language: str) -> str:
    ordered = (english, indonesian) if language == "en" else (indonesian, english)
    return next(filter(None, (NOT_IN_XML.sub("", text).strip() for text in ordered)), "")


def _ways(record: Record, files: Sequence[HeldFile], *, readable: bool) -> tuple[Link, ...]:
    """By what it is had. Both standards ask for one such link at least: where no file is offered, it leads to the page on
    which the whole can be read, or on which stands what may be told of it.

    So every public work stands in a catalogue, whatever its kind. Films and figures too: their files are as open as those
    of books, and an app that cannot play or read a sort of file leaves it alone.
    """
    several = len(files) > 1
    ways = [
        Link(file.address, OPEN_ACCESS, file.media_type, file.size, file.name if several else "")
        for file in files
    ]
    return tuple(ways) or (Link(record.address, WHOLE if readable else PART, "text/html"),)
