"""What a work looks like when its address is passed on in a chat or on a social site (Open Graph, ogp.me).

Pure. Names that begin with `twitter:` are printed as `<meta name>`, all others as `<meta property>`.
"""

from dataclasses import dataclass

from library.metadata.dublin_core import (
    CREATORS,
    distinct,
    first_day,
    in_one_line,
    open_files,
    whole_title,
)
from library.record import Record, RecordKind, Role

_BOOKS = {RecordKind.BOOK, RecordKind.POCKET_BOOK}
#: Issues and statutes are no articles, and Zotero would make books of them if we said "book".
_ARTICLES = {RecordKind.STUDY, RecordKind.JOURNAL_ARTICLE, RecordKind.BULLETIN_ARTICLE}
_KINDS = (
    dict.fromkeys(_BOOKS, "book") | dict.fromkeys(_ARTICLES, "article") | {RecordKind.FILM: "video.other"}
)
_LOCALES = {"id": "id_ID", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """What is shown of a work without a cover: its address, its sides in pixels, and what is to be seen on it."""

    address: str
    wide: int
    high: int
    alt: str


def tags(
    record: Record,
    *,
    site_name: str,
    language: str,
    cover_size: tuple[int, int] | None = None,
    picture: SharedPicture | None = None,
) -> list[tuple[str, str]]:
    """(property, content) in the order of printing; `language` is that of the page ("id" or "en"), `cover_size` the
    width and height of `record.cover` in pixels where they are known, `picture` a lying one that stands for a cover."""
    kind = _KINDS.get(record.kind, "website")
    title = whole_title(record)
    said = [
        ("og:type", kind),
        ("og:title", title),
        ("og:description", _description(record, language)),
        ("og:url", record.permanent or record.address),
        *(_drawn(picture) if picture else _picture(record, title, cover_size)),
        ("og:site_name", site_name),
        ("og:locale", _LOCALES.get(language, _LOCALES["id"])),
        *_recording(record),
        *_own(record, kind, language),
        # Covers stand upright: the large card would cut them. A film's poster lies.
        ("twitter:card", "summary_large_image" if picture or record.kind is RecordKind.FILM else "summary"),
    ]
    lines = [(name, in_one_line(content)) for name, content in said]
    return [(name, content) for name, content in lines if content]


def _description(record: Record, language: str) -> str:
    """The abstract in the language of the page, else what else there is; the plain summary where no abstract is."""
    indonesian = [record.abstract_id, record.summary_id]
    english = [record.abstract_en, record.summary_en]
    return next(filter(None, english + indonesian if language == "en" else indonesian + english), "")


def _picture(record: Record, title: str, size: tuple[int, int] | None) -> list[tuple[str, str]]:
    """The cover, or a film's still; none where viewers are warned of what is in the film."""
    if not record.cover or (record.kind is RecordKind.FILM and record.notices):
        return []
    sides = zip(("og:image:width", "og:image:height"), map(str, size), strict=True) if size else ()
    return [("og:image", record.cover), *sides, ("og:image:alt", title)]


def _drawn(picture: SharedPicture) -> list[tuple[str, str]]:
    return [
        ("og:image", picture.address),
        ("og:image:width", str(picture.wide)),
        ("og:image:height", str(picture.high)),
        ("og:image:alt", picture.alt),
    ]


def _recording(record: Record) -> list[tuple[str, str]]:
    """A film that may play where its link is shown: the smallest recording, for nobody chose there to load it. One
    that needs a warning first is left out: nothing could be said before it plays."""
    films = [file for file in open_files(record) if file.media_type.startswith("video/")]
    if record.kind is not RecordKind.FILM or record.notices or not films:
        return []
    file = min(films, key=lambda each: each.size)
    sides = [("og:video:width", file.width), ("og:video:height", file.height)]
    return [
        ("og:video", file.address),
        ("og:video:type", file.media_type),
        *((name, str(pixels)) for name, pixels in sides if pixels),
    ]


def _own(record: Record, kind: str, language: str) -> list[tuple[str, str]]:
    """The properties that only a book, an article or a film has. Authors are profiles: an address where there is one;
    of a film's makers those with an address alone, for others take nothing else."""
    if kind == "website":
        return []
    english = language == "en"
    labels = [(subject.label_en if english else "") or subject.label_id for subject in record.subjects]
    topic = kind.partition(".")[0]
    words = [(f"{topic}:tag", word) for word in distinct([*labels, *record.tags])]
    issued = first_day(record.issued)
    if record.kind is RecordKind.FILM:
        seconds = round(record.footage.seconds)
        profiles = [
            (f"video:{name}", maker.address)
            for name, role in (("director", Role.DIRECTOR), ("writer", Role.AUTHOR))
            for maker in record.by(role)
        ]
        length = ("video:duration", str(seconds) if seconds else "")
        return [*profiles, length, ("video:release_date", issued), *words]
    authors = [(f"{kind}:author", maker.address or maker.name.printed) for maker in record.by(*CREATORS)]
    if kind == "book":
        isbn = record.isbn or record.isbn_electronic
        return [("book:isbn", isbn), *authors, ("book:release_date", issued), *words]
    return [("article:published_time", issued), *authors, ("article:section", record.rubric), *words]
