"""The columns of a table of works: for which kinds each is, what it holds, and which field it fills.

The words are those of docs/metadata-csv.md, the first column of its tables; `library.record` shares the kinds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from ingest.records import values
from ingest.records.errors import WrongValue
from ingest.records.values import Value
from library.access import Access
from library.models import (
    Agent,
    Article,
    Book,
    Dataset,
    Film,
    Issue,
    Law,
    Periodical,
    PocketBook,
    Publication,
    Regulation,
    Study,
)
from library.models.cards import BOOK, BULLETIN, DATASET, FILM, JOURNAL, POCKET_BOOK, REGULATION, STUDY
from library.notices import Audience, Notice
from library.record import RecordKind, Role


@dataclass(frozen=True, slots=True)
class TableKind:
    """One word of the column `kind`: the shelf, and the model, of what it describes."""

    shelf: str
    model: type[Model]


JOURNAL_TITLE, BULLETIN_TITLE = "journal", "bulletin"
KINDS: Mapping[str, TableKind] = MappingProxyType(
    {
        RecordKind.BOOK.value: TableKind(BOOK.slug, Book),
        RecordKind.POCKET_BOOK.value: TableKind(POCKET_BOOK.slug, PocketBook),
        RecordKind.STUDY.value: TableKind(STUDY.slug, Study),
        JOURNAL_TITLE: TableKind(JOURNAL.slug, Periodical),
        RecordKind.JOURNAL_ISSUE.value: TableKind(JOURNAL.slug, Issue),
        RecordKind.JOURNAL_ARTICLE.value: TableKind(JOURNAL.slug, Article),
        BULLETIN_TITLE: TableKind(BULLETIN.slug, Periodical),
        RecordKind.BULLETIN_ISSUE.value: TableKind(BULLETIN.slug, Issue),
        RecordKind.BULLETIN_ARTICLE.value: TableKind(BULLETIN.slug, Article),
        RecordKind.FILM.value: TableKind(FILM.slug, Film),
        RecordKind.DATASET.value: TableKind(DATASET.slug, Dataset),
        RecordKind.REGULATION.value: TableKind(REGULATION.slug, Regulation),
    }
)


def _of(*models: type[Model]) -> frozenset[str]:
    return frozenset(word for word, kind in KINDS.items() if kind.model in models)


TITLES, ISSUES, ARTICLES = _of(Periodical), _of(Issue), _of(Article)
MONOGRAPHS, STUDIES, LAWS = _of(Book, PocketBook), _of(Study), _of(Regulation)
FILMS, DATASETS = _of(Film), _of(Dataset)
EVERY = frozenset(KINDS)
WORKS = EVERY - TITLES


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is the field that it fills as it stands, "" where `filling` does more with it. An article's
    columns with `of` are those of its issue, a regulation's are those of its law."""

    name: str
    kinds: frozenset[str]
    value: Value
    field: str = ""
    of: type[Model] | None = None
    longest: int = 0

    def read(self, text: str, kind: str) -> Any:
        """What the cell holds; raises `WrongValue`. How much room there is for it is not known where the kind is not."""
        value = self.value(text)
        longest = self.longest or self._room(kind)
        if longest and isinstance(value, str) and len(value) > longest:
            sentence = _("isi kolom “%(column)s” terlalu panjang; paling banyak %(longest)d huruf.")
            raise WrongValue(sentence % {"column": self.name, "longest": longest}, plain=True)
        return value

    def model(self, kind: str) -> type[Model]:
        """Whose field it fills in rows of that kind."""
        return self.of if self.of is not None and kind in ARTICLES | LAWS else KINDS[kind].model

    def _room(self, kind: str) -> int:
        if not self.field or kind not in KINDS:
            return 0
        return getattr(self.model(kind)._meta.get_field(self.field), "max_length", None) or 0


def _makers(text: str) -> Any:
    named = values.names(text)
    longest = Agent._meta.get_field("name").max_length
    if any(max(len(name.printed), len(name.titles)) > longest for name in named):
        raise WrongValue(_("ada nama yang terlalu panjang; pisahkan nama dengan titik koma."))
    return named


def _tags(text: str) -> list[str]:
    tags = list(dict.fromkeys(values.parts(text)))
    if any(len(tag) > 100 for tag in tags):
        raise WrongValue(_("ada tag yang terlalu panjang; pisahkan tag dengan titik koma."))
    return tags


#: Column of names → what they did.
MAKERS = {
    "creators": Role.AUTHOR,
    "editors": Role.EDITOR,
    "translators": Role.TRANSLATOR,
    "illustrators": Role.ILLUSTRATOR,
    "researchers": Role.RESEARCHER,
    "directors": Role.DIRECTOR,
    "producers": Role.PRODUCER,
    "contributors": Role.CONTRIBUTOR,
}
#: Column of cited laws → the relation of `Law` that it fills.
CITED_LAWS = {"law_amended_by": "amended_by", "law_repealed_by": "repealed_by"}
_line, _prose = values.line, values.prose


def _own(kinds: frozenset[str], value: Value, *names: str) -> list[Column]:
    return [Column(name, kinds, value, name) for name in names]


def _table() -> Iterable[Column]:
    yield Column("file", WORKS, _line)
    yield Column("kind", EVERY, values.one_of(KINDS))
    yield Column("title", EVERY, values.title, "title")
    yield from _own(WORKS, _line, "subtitle", "parallel_title")
    yield Column("title_en", TITLES, _line, "title_en")
    for name in MAKERS:
        yield Column(name, WORKS, _makers)
    yield Column("publisher", EVERY, _line, "publisher")
    yield Column("place", EVERY, _line, "published_in")
    yield Column("date", WORKS, values.when, "issued")
    yield Column("language", EVERY, values.one_of(Publication.Language.values), "language")
    yield from _own(WORKS, _line, "series", "series_number")
    yield Column("doi", WORKS, values.doi, "doi")
    yield from _own(WORKS, _prose, "abstract_id", "abstract_en", "summary_id", "summary_en")
    yield from _own(TITLES, _prose, "intro_id", "intro_en")
    yield Column("audience", WORKS, values.some_of(Audience.values), "audience")
    yield Column("concepts", WORKS, values.parts)
    yield Column("tags", WORKS, _tags)
    yield Column("notices", WORKS, values.some_of(Notice.values), "content_notices")
    yield Column(
        "licence", WORKS, values.one_of([key for key in Publication.Licence.values if key]), "licence"
    )
    yield from _own(WORKS, _line, "rights_holder", "funder")
    yield Column(
        "access", WORKS, values.one_of([word for word in Access.values if word != Access.WITHDRAWN]), "access"
    )
    yield Column("embargo_until", WORKS, values.day, "embargo_until")
    yield Column("errata", WORKS, _prose, "errata")
    yield Column("source", WORKS, _line, "source")
    yield from _own(MONOGRAPHS, values.isbn, "isbn", "isbn_electronic")
    yield from _own(MONOGRAPHS, _line, "edition", "extent", "dimensions", "ddc", "call_number")
    yield Column("genre", STUDIES, values.one_of(Study.Genre.values), "genre")
    yield from _own(STUDIES, _line, "report_number", "commissioned_by", "fieldwork", "location")
    yield from _own(STUDIES, _prose, "method", "sample", "ethics", "data_availability")
    yield Column("periodical", ISSUES | ARTICLES, values.title, longest=255)
    yield Column("numbering", ISSUES | ARTICLES, values.issue_number, "numbering", of=Issue)
    yield Column("volume", MONOGRAPHS | ISSUES | ARTICLES, _line, "volume", of=Issue)
    yield Column("number", ISSUES | ARTICLES, _line, "number", of=Issue)
    yield Column("theme", ISSUES, _line, "theme")
    yield from _own(ARTICLES, _line, "rubric", "first_page", "last_page")
    yield Column("file_from", ARTICLES, values.file_page)
    yield Column("file_to", ARTICLES, values.file_page)
    yield from _own(ARTICLES, values.day, "received", "accepted")
    yield Column("issn", TITLES, values.issn, "issn_print")
    yield Column("issn_electronic", TITLES, values.issn, "issn_electronic")
    frequencies = [word for word in Periodical.Frequency.values if word]
    yield Column("frequency", TITLES, values.one_of(frequencies), "frequency")
    yield Column("sinta", TITLES, values.number(1, 6), "sinta")
    yield Column("beside", FILMS | DATASETS, values.parts)
    yield Column("uses_data", WORKS, values.parts)
    yield Column("duration", FILMS, values.duration, "stated_duration")
    yield Column("age_class", FILMS, values.one_of([key for key in Film.AgeClass.values if key]), "age_class")
    yield Column("spoken", FILMS, values.some_of(Publication.Language.values), "spoken")
    yield Column("consent", FILMS, values.one_of([key for key in Film.Consent.values if key]), "consent")
    yield Column("covers_from", DATASETS, values.number(1800, 2100), "covers_from")
    yield Column("covers_to", DATASETS, values.number(1800, 2100), "covers_to")
    yield from _own(DATASETS, _line, "counted_by", "counted_by_en")
    yield from _own(DATASETS, _prose, "counting_id", "counting_en")
    yield Column("law_kind", LAWS, values.one_of(Law.Kind.values), "kind", of=Law)
    yield Column("law_number", LAWS, _line, "number", of=Law)
    yield Column("law_year", LAWS, values.law_year, "year", of=Law)
    for name in ("about", "short_name", "issuer", "gazette"):
        yield Column(f"law_{name}", LAWS, _line, name, of=Law)
    yield Column(
        "law_status", LAWS, values.one_of([key for key in Law.Status.values if key]), "status", of=Law
    )
    for name in CITED_LAWS:
        yield Column(name, LAWS, values.laws)


COLUMNS: Mapping[str, Column] = MappingProxyType({column.name: column for column in _table()})


def columns_of(kind: str, model: type[Model] | None = None) -> list[Column]:
    """The columns of rows of that kind that fill a field as it stands: of their own model, or of another."""
    model = model or KINDS[kind].model
    return [
        each for each in COLUMNS.values() if kind in each.kinds and each.field and each.model(kind) is model
    ]
