"""From proposals to a draft: a `Proposal` for one work on its shelf, or the fields that a row of a table would have. Pure."""

from dataclasses import dataclass, replace

from ingest.describe.values import LawHead, Proposals, Told
from library.record import RecordKind, Role

#: The shelves by the words of `RecordKind`; issues and articles stand on none by themselves, see `fields`.
_SHELVES = {
    RecordKind.BOOK.value: "buku",
    RecordKind.POCKET_BOOK.value: "buku-saku",
    RecordKind.STUDY.value: "studi",
    RecordKind.REGULATION.value: "peraturan",
    RecordKind.FILM.value: "film",
    RecordKind.DATASET.value: "data",
}
_MAKERS = {
    Role.AUTHOR: "creators", Role.EDITOR: "editors", Role.TRANSLATOR: "translators",
    Role.ILLUSTRATOR: "illustrators", Role.RESEARCHER: "researchers", Role.CONTRIBUTOR: "contributors",
}  # fmt: skip
#: What is less sure than this is shown to an editor, and fills nothing.
_SURE_ENOUGH = 0.4
_UNTITLED = "Tanpa judul"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file seems to be. `kind` is a kind of publication; the law's fields are empty for other kinds.

    `law_name` is the law's short form, by which it is told from others: "UU 23/2004", and with the body that issued
    it where many bodies issue that kind: "Peraturan Menteri Kesehatan 5/2014".
    """

    kind: str
    title: str
    date: str = ""
    law_kind: str = ""
    law_number: str = ""
    law_year: int | None = None
    law_about: str = ""
    law_name: str = ""
    language: str = ""


def proposal(found: Proposals) -> Proposal:
    """What a draft is made from. An issue or an article of a periodical that is not here is a book, until an editor says to
    which it belongs; `fields` says more."""
    title, date = found.title.value if found.title else _UNTITLED, _text(found.date)
    language = _text(found.language)
    if found.law is not None:
        return replace(_of_law(found.law, title, date), language=language)
    kind = found.kind.value if found.kind else RecordKind.BOOK.value
    return Proposal(kind=_SHELVES.get(kind, "buku"), title=title, date=date, language=language)


def fields(found: Proposals) -> dict[str, str]:
    """The proposals as a row of a table of works would say them (docs/metadata-csv.md), without empty ones: enough for
    an issue to be put below its periodical."""
    kind = found.kind.value if found.kind else RecordKind.BOOK.value
    is_issue, in_serial = kind.endswith("-issue"), kind.endswith(("-issue", "-article"))
    first, _, last = _text(found.span).partition("–")
    row = {
        "kind": kind,
        "title": "" if is_issue and found.periodical else (found.title.value if found.title else _UNTITLED),
        "subtitle": _text(found.subtitle),
        "parallel_title": _text(found.parallel_title),
        "publisher": _text(found.publisher),
        "place": _text(found.place),
        "date": _text(found.date) if is_issue or not in_serial else "",
        "language": _text(found.language),
        "genre": _text(found.genre) if kind == RecordKind.STUDY.value else "",
        "doi": _first(found, "doi"),
    }
    for role, column in _MAKERS.items():
        row[column] = "; ".join(maker.name for maker in found.makers if maker.role == role.value)
    if kind in (RecordKind.BOOK.value, RecordKind.POCKET_BOOK.value):
        row |= {scheme: _first(found, scheme) for scheme in ("isbn", "isbn_electronic")}
    if in_serial:
        row |= {"periodical": _text(found.periodical), "numbering": _text(found.numbering)}
    if kind.endswith("-article"):
        row |= {"first_page": first, "last_page": last}
    if law := found.law:
        row |= {
            "law_kind": law.kind,
            "law_number": law.number,
            "law_year": str(law.year or ""),
            "law_about": law.about,
        }
    return {name: value for name, value in row.items() if value}


def _of_law(law: LawHead, title: str, date: str) -> Proposal:
    return Proposal(
        kind="peraturan",
        title=title,
        date=date,
        law_kind=law.kind,
        law_number=law.number,
        law_year=law.year,
        law_about=law.about,
        law_name=law.name,
    )


def _text(told: Told | None) -> str:
    return told.value if told and (told.sure >= _SURE_ENOUGH) else ""


def _first(found: Proposals, scheme: str) -> str:
    return next((each.value for each in found.identifiers if each.scheme == scheme), "")
