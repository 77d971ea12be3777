"""Where a file belongs that came without a word: to a draft that a table told of before, or below its periodical.

Asked by the pipeline, in the transaction that keeps the file; nothing is published here, and no periodical is made. A
draft waits for a file if nobody has seen it, it reads nothing yet, and no other file is on its way to it. Of two that
could be meant, none is.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT

from ingest import catalogue, records
from ingest.describe import Proposals, fields
from ingest.models import AwaitedFile, Description, Ingestion
from ingest.periodicals import issue_in, published
from ingest.periodicals import place as put_below
from ingest.records.issues import IssueNumber, folded, issue_number, periodical_key
from library import dates, numbering
from library.dates import UnreadableDate
from library.identifiers import isbn_key
from library.models import (
    Article,
    Book,
    File,
    Issue,
    Law,
    Periodical,
    PocketBook,
    Publication,
    Regulation,
    Span,
    Study,
)
from library.models.cards import BULLETIN, JOURNAL

Matched = Ingestion.Matched
#: Kinds that read PDFs, with what else tells one from another.
_READ_PDFS: Mapping[type[Publication], tuple[str, ...]] = {
    Book: ("isbn", "isbn_electronic"),
    PocketBook: ("isbn", "isbn_electronic"),
    Study: (),
    Article: (),
    Regulation: ("law__kind", "law__number", "law__year"),
}
#: A short name says too little: "laporan.pdf" is anybody's.
_FEWEST_WORDS, _FEWEST_LETTERS = 2, 12
_SORTS = re.compile(r"^(?:buletin|jurnal|majalah|warta|newsletter|bulletin|journal|tabloid)\s+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
#: What of an issue is filled in by itself; the rest is offered to an editor.
_FILLED = frozenset({"numbering", "date", "language"})
_FILLED_IN_ARTICLES = frozenset({"title", "language"})
#: How the kinds end that stand on no shelf by themselves.
_PARTS = ("-issue", "-article")
_LONGEST_NUMBER = 20  # letters, as many as an issue's fields hold


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft without a file, as far as it is compared. Titles are folded; `law` as (kind, number, year)."""

    page: int
    title: str
    whole_title: str
    year: int
    doi: str
    isbns: frozenset[str]
    law: tuple[str, str, int] | None


def place(ingestion: Ingestion, file: File, found: Proposals) -> Publication | None:
    """Give the file to the draft that waits for it, or make its issue; None where it is a work of its own. Raises
    `NoShelf`."""
    matched = draft_for(found, ingestion.name)
    if matched is not None:
        return _given(ingestion, file, *matched)
    serial = periodical_of(found) if is_issue(found) else None
    if serial is None:
        return None
    there = issue_in(serial, number_in(found))
    if there is None:
        return make_issue(file, serial, found, by=ingestion.by)
    return None if _reads(there) else _given(ingestion, file, there, Matched.ISSUE)


def file_key(name: str) -> str:
    """A file's name as two that mean one file write it: without folders, ending, case and marks."""
    bare = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    return folded(re.sub(r"\.pdf$", "", bare, flags=re.IGNORECASE))[:250]


def draft_for(found: Proposals, name: str) -> tuple[Publication, Matched] | None:
    """The one draft that waits for a file of this name and content, and by what that is known; the surest sign counts."""
    waiting = list(waiting_drafts())
    if not waiting:
        return None
    for matched, is_it in _signs(found, name):
        same = [each for each in waiting if is_it(each) and not _speaks_against(found, each, matched)]
        if len(same) == 1 and (work := _free(same[0].page)) is not None:
            return work, matched
        if same:
            return None
    return None


def waiting_drafts() -> Iterator[Waiting]:
    """All drafts that nobody has seen, that read nothing, and to which no file is on its way."""
    for model, own in _READ_PDFS.items():
        rows = _unseen(model).values("pk", "draft_title", "title", "subtitle", "issued", "doi", *own)
        for row in rows.order_by("pk").iterator(chunk_size=2000):
            yield _waiting(row)


def periodical_of(found: Proposals) -> Periodical | None:
    """The periodical here that an issue or an article says it is of, by its ISSN or its title; None where it is neither,
    where there is none, and where several could be meant."""
    if not part(found):
        return None
    held = list(Periodical.objects.order_by("path"))
    issns = {each.value for each in found.identifiers if each.scheme.startswith("issn")}
    by_issn = [each for each in held if issns & {each.issn_print, each.issn_electronic}]
    if len(by_issn) == 1:
        return by_issn[0]
    for named in _called(found):
        same = [each for each in held if named & _names(each.title)]
        if len(same) == 1:
            return same[0]
    return None


def is_issue(found: Proposals) -> bool:
    """Whether its front page is that of an issue, with a number that can be kept."""
    if found.kind is None or not found.kind.value.endswith("-issue") or found.numbering is None:
        return False
    read = numbering.read(found.numbering.value)
    return bool(read) and max(len(read.volume), len(read.number)) <= _LONGEST_NUMBER


def part(found: Proposals) -> str:
    """Which part of a periodical it seems to be: "issue", "article", or "" for none."""
    return found.kind.value.rpartition("-")[2] if found.kind and found.kind.value.endswith(_PARTS) else ""


def unplaced(rows: Iterable[Ingestion]) -> set[int]:
    """Of these rows, the keys of those that seem to be an issue or an article and whose draft is a book, because nobody
    has said yet where they belong. One question for all; targets are best fetched along."""
    books = {
        row.pk: row.file_id
        for row in rows
        if not (row.record or row.matched or row.settled)
        and row.target is not None
        and not (row.target.live or row.target.first_published_at)
        and row.target.cached_content_type.model_class() is Book
    }
    if not books:
        return set()
    told = Description.objects.filter(file__in=set(books.values())).annotate(
        said=KT("proposals__kind__value")
    )
    parts = {file for file, said in told.values_list("file", "said") if (said or "").endswith(_PARTS)}
    return {row for row, file in books.items() if file in parts}


def number_in(found: Proposals) -> IssueNumber:
    """The number of the issue that it seems to be."""
    return issue_number(
        {"kind": "bulletin-issue", "numbering": found.numbering.value if found.numbering else ""}
    )


def make_article(
    file: File, issue: Issue, found: Proposals, *, by: Any, also: Mapping[str, str] | None = None
) -> Article:
    """A draft of the article, in its issue, that reads the file. `also` are fields that somebody wrote. Raises `NoShelf`."""
    journal = issue.serial is None or issue.serial.kind_slug == JOURNAL.slug
    catalogue.shelf_for(JOURNAL.slug if journal else BULLETIN.slug)  # which are ours alone from here on
    word = "journal" if journal else "bulletin"
    told = {name: value for name, value in fields(found).items() if name in _FILLED_IN_ARTICLES}
    told |= {name: value for name, value in (also or {}).items() if value} | {"kind": f"{word}-article"}
    work = Article(live=False, owner=by)
    records.fill(work, told)
    work.spans.add(Span(file=file))
    put_below(work, issue, work.title)
    published(work, publish=False, by=by)
    return work


def make_issue(
    file: File, serial: Periodical, found: Proposals, *, by: Any, also: Mapping[str, str] | None = None
) -> Issue:
    """A draft of the issue, below its periodical, that reads the file. `also` are fields that somebody wrote. Raises
    `NoShelf`."""
    word = "journal" if serial.kind_slug == JOURNAL.slug else "bulletin"
    told = {name: value for name, value in fields(found).items() if name in _FILLED}
    told |= {"kind": f"{word}-issue", "periodical": serial.title}
    told |= {name: value for name, value in (also or {}).items() if value}
    made = catalogue.describe(told, [Span(file=file)], by=by)
    assert isinstance(made, Issue)  # noqa: S101
    return made


def _given(ingestion: Ingestion, file: File, work: Publication, matched: Matched) -> Publication:
    catalogue.attach(work, file)
    ingestion.matched = matched.value
    Ingestion.objects.filter(pk=ingestion.pk).update(matched=ingestion.matched)
    return work


def _unseen(model: type[Publication]) -> Any:
    """Without its rows of spans: what a draft alone reads, `_free` sees."""
    return model.objects.filter(
        Q(spans=None), Q(ingestions=None), live=False, first_published_at=None, locked=False
    )


def _free(page: int) -> Publication | None:
    """The draft, if also its newest revision reads nothing and nobody is about to answer for it."""
    work: Publication = Publication.objects.get(pk=page).specific
    if _reads(work) or work.current_workflow_state is not None or work.approved_schedule:
        return None
    return work


def _reads(work: Publication) -> bool:
    """Whether the work, or its draft, reads a file already."""
    content = work.latest_revision.content if work.latest_revision else {}
    return bool(content.get("spans")) or work.spans.exists() or work.ingestions.exists()


def _waiting(row: Mapping[str, Any]) -> Waiting:
    title = row["draft_title"] or row["title"]
    law = None
    kind = row.get("law__kind")
    if kind and kind not in map(str, Law.ISSUED_BY_MANY) and row["law__number"] and row["law__year"]:
        law = (kind, folded(row["law__number"]), row["law__year"])
    return Waiting(
        row["pk"],
        folded(title),
        folded(f"{title} {row['subtitle']}"),
        _year(row["issued"]),
        row["doi"].casefold(),
        frozenset(filter(None, (isbn_key(row.get(name) or "") for name in ("isbn", "isbn_electronic")))),
        law,
    )


def _signs(found: Proposals, name: str) -> Iterator[tuple[Matched, Callable[[Waiting], bool]]]:
    """By what a file may be known, the surest first."""
    key = file_key(name)
    awaited = (
        set(AwaitedFile.objects.filter(name=key).values_list("publication", flat=True)) if key else set()
    )
    if awaited:
        yield Matched.FILE, lambda draft: draft.page in awaited
    if isbns := _isbns(found):
        yield Matched.ISBN, lambda draft: bool(isbns & draft.isbns)
    if doi := _doi(found):
        yield Matched.DOI, lambda draft: draft.doi == doi
    if (law := found.law) and law.year:
        told = (law.kind, folded(law.number), law.year)
        yield Matched.LAW, lambda draft: draft.law == told
    year = _year(found.date.value) if found.date else 0
    titles = {folded(each) for each in _titles(found)} - {""}
    if year and titles:
        yield (
            Matched.TITLE,
            lambda draft: draft.year == year and bool({draft.title, draft.whole_title} & titles),
        )
    years = {int(each) for each in _YEAR.findall(key)}
    without_year = " ".join(_YEAR.sub(" ", key).split())
    if len(without_year.split()) >= _FEWEST_WORDS or len(without_year) >= _FEWEST_LETTERS:
        yield (
            Matched.NAME,
            lambda draft: (
                bool({draft.title, draft.whole_title} & {key, without_year})
                and (not years or not draft.year or draft.year in years)
            ),
        )


def _speaks_against(found: Proposals, draft: Waiting, matched: Matched) -> bool:
    """Whether both tell a number of which there is one to a work, and not the same. A table that names the file, knows."""
    if matched is Matched.FILE:
        return False
    isbns, doi = _isbns(found), _doi(found)
    return bool(isbns and draft.isbns and not isbns & draft.isbns) or bool(
        doi and draft.doi and doi != draft.doi
    )


def _isbns(found: Proposals) -> frozenset[str]:
    values = (each.value for each in found.identifiers if each.scheme.startswith("isbn"))
    return frozenset(filter(None, map(isbn_key, values)))


def _doi(found: Proposals) -> str:
    return next((each.value.casefold() for each in found.identifiers if each.scheme == "doi"), "")


def _titles(found: Proposals) -> Iterator[str]:
    if found.title is not None:
        yield found.title.value
        if found.subtitle is not None:
            yield f"{found.title.value} {found.subtitle.value}"
    for other in found.other_titles:
        yield other.value


def _called(found: Proposals) -> Sequence[set[str]]:
    """What the periodical may be called, the likeliest first. The other titles of an article are its own."""
    likely = [found.periodical] if found.periodical else []
    shown = [each for each in found.other_titles if each.page] if part(found) == "issue" else []
    return [_names(each.value) for each in (*likely, *shown)]


def _names(title: str) -> set[str]:
    """A periodical's title with and without its subtitle, and the word that says what it is."""
    whole, short = periodical_key(title), periodical_key(title.partition(":")[0])
    return {whole, short, _SORTS.sub("", whole), _SORTS.sub("", short)} - {""}


def _year(text: str) -> int:
    with suppress(UnreadableDate):
        return dates.read(text).year
    return 0
