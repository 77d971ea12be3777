"""What is proposed of a file, each with its source and how sure it is; kept as JSON and read again without loss. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ingest.extract import Heading


class Source(StrEnum):
    """Where a proposal comes from."""

    STATUTE_HEAD = "statute-head"
    STATUTE_SIGNED = "statute-signed"
    LARGEST_TYPE = "largest-type"
    BELOW_TITLE = "below-title"
    FIRST_LINES = "first-lines"
    FRONT = "front"
    NUMBERING = "numbering"
    IMPRINT = "imprint"
    COPYRIGHT = "copyright"
    PLACE_AND_DATE = "place-and-date"
    LABELLED = "labelled"
    PAGE_SIZE = "page-size"
    TEXT = "text"
    OUTLINE = "outline"
    CONTENTS_PAGE = "contents-page"
    PAGE_LABELS = "page-labels"
    HEADS_AND_FEET = "heads-and-feet"
    FILE_TITLE = "file-title"
    FILE_NAME = "file-name"
    FILE_DATE = "file-date"
    NOTHING = "nothing"


#: What an editor reads beside a proposal.
SENTENCES: Mapping[Source, Promise] = {
    Source.STATUTE_HEAD: _("Tertulis di kepala peraturan."),
    Source.STATUTE_SIGNED: _("Tertulis di atas tanda tangan pada akhir peraturan."),
    Source.LARGEST_TYPE: _("Dicetak dengan huruf terbesar di halaman depan."),
    Source.BELOW_TITLE: _("Tercetak tepat di bawah judul."),
    Source.FIRST_LINES: _("Baris-baris pertama halaman depan."),
    Source.FRONT: _("Tertulis di halaman depan."),
    Source.NUMBERING: _("Nomor terbitan di halaman depan."),
    Source.IMPRINT: _("Tertulis di halaman keterangan terbitan."),
    Source.COPYRIGHT: _("Tertulis di baris hak cipta."),
    Source.PLACE_AND_DATE: _("Tempat dan tanggal yang tercetak di halaman awal."),
    Source.LABELLED: _("Nomor yang tercetak bersama sebutannya."),
    Source.PAGE_SIZE: _("Dilihat dari ukuran halaman."),
    Source.TEXT: _("Dihitung dari isi seluruh berkas."),
    Source.OUTLINE: _("Daftar isi yang tersimpan di dalam berkas."),
    Source.CONTENTS_PAGE: _("Dibaca dari halaman daftar isi."),
    Source.PAGE_LABELS: _("Nomor halaman yang tersimpan di dalam berkas."),
    Source.HEADS_AND_FEET: _("Angka di kepala atau kaki halaman."),
    Source.FILE_TITLE: _("Judul yang tersimpan di dalam berkas."),
    Source.FILE_NAME: _("Diambil dari nama berkas."),
    Source.FILE_DATE: _("Tanggal pembuatan berkas, sering bukan tanggal terbit."),
    Source.NOTHING: _("Tidak ada petunjuk; ini dugaan umum."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One proposal: its value, its `source` (a word of `Source`), how sure it is (0–1), and on which page of the file
    it stands (from 1; 0 where it is on none)."""

    value: str
    source: str
    sure: float
    page: int = 0

    @property
    def sentence(self) -> Promise | str:
        """Where it comes from, for an editor; "" for a source that this version does not know."""
        return SENTENCES[Source(self.source)] if self.source in set(Source) else ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """`scheme` is "isbn", "isbn_electronic", "issn", "issn_electronic" or "doi"; the check digit fits."""

    scheme: str
    value: str
    page: int
    sure: float


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who made it, as printed beside a label that says so; `role` is a word of `library.record.Role`."""

    name: str
    role: str
    page: int


@dataclass(frozen=True, slots=True)
class LawHead:
    """What the head of a statute says; `name` is its short form, "UU 23/2004"."""

    kind: str
    number: str
    year: int | None
    about: str
    name: str


@dataclass(frozen=True, slots=True)
class FoundLaw:
    """A law that the text cites by number: `token` as search knows it, how it is written, how often, and on which pages
    first. `concept` is its entry in the thesaurus, "" where there is none."""

    token: str
    name: str
    count: int
    pages: tuple[int, ...]
    concept: str = ""


@dataclass(frozen=True, slots=True)
class FoundConcept:
    """A concept that the text names: under which label mostly ("" where only under hidden ones, which are not shown),
    how often, on how many pages, and on which first."""

    concept: str
    label: str
    count: int
    spread: int
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A stretch of pages whose printed numbers count up: from page `first` to `last` of the file, which are printed
    as `label` to `last_label`."""

    first: int
    last: int
    label: str
    last_label: str
    source: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that a file seems to be. `kind` is a word of `library.record.RecordKind`; dates are EDTF (`library.dates`).

    `other_titles` are the candidates that were not chosen. `periodical`, `numbering` and `span` (the printed pages of
    an article, "3–14") belong to issues and articles; `genre` to studies; `law` to statutes. `contents` comes from
    `contents_source`. `further_languages` are those beside the main one.
    """

    title: Told | None = None
    other_titles: tuple[Told, ...] = ()
    subtitle: Told | None = None
    parallel_title: Told | None = None
    kind: Told | None = None
    genre: Told | None = None
    date: Told | None = None
    language: Told | None = None
    further_languages: tuple[str, ...] = ()
    publisher: Told | None = None
    place: Told | None = None
    makers: tuple[Named, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    periodical: Told | None = None
    numbering: Told | None = None
    span: Told | None = None
    law: LawHead | None = None
    laws: tuple[FoundLaw, ...] = ()
    contents: tuple[Heading, ...] = ()
    contents_source: str = ""
    numbers: tuple[Numbers, ...] = ()
    concepts: tuple[FoundConcept, ...] = ()


_ONE: Mapping[str, type[Any]] = dict.fromkeys(
    (
        "title",
        "subtitle",
        "parallel_title",
        "kind",
        "genre",
        "date",
        "language",
        "publisher",
        "place",
        "periodical",
        "numbering",
        "span",
    ),
    Told,
) | {"law": LawHead}
_MANY: Mapping[str, type[Any]] = {
    "other_titles": Told,
    "makers": Named,
    "identifiers": Identifier,
    "laws": FoundLaw,
    "contents": Heading,
    "numbers": Numbers,
    "concepts": FoundConcept,
}


class NotProposals(ValueError):
    """What was kept is not what `as_json` gives."""


def as_json(proposals: Proposals) -> dict[str, Any]:
    """The proposals as objects, lists, texts and numbers; what is empty is left out."""
    kept = asdict(proposals)
    return {name: _plain(value) for name, value in kept.items() if value not in (None, (), "")}


def from_json(kept: Mapping[str, Any]) -> Proposals:
    """What `as_json` gave; names that are not known are passed over. Raises `NotProposals`."""
    found: dict[str, Any] = {}
    try:
        for name in (each.name for each in fields(Proposals) if each.name in kept):
            value = kept[name]
            if name in _ONE:
                found[name] = _read(_ONE[name], value)
            elif name in _MANY:
                found[name] = tuple(_read(_MANY[name], each) for each in value)
            else:
                found[name] = value if isinstance(value, str) else tuple(map(str, value))
    except (TypeError, AttributeError, KeyError) as error:
        raise NotProposals(str(error)) from error
    return Proposals(**found)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def _read(cls: type[Any], value: Mapping[str, Any]) -> Any:
    known = {each.name for each in fields(cls)}
    return cls(
        **{
            name: tuple(each) if isinstance(each, list) else each
            for name, each in value.items()
            if name in known
        }
    )
