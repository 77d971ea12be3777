"""What the library holds, as an import meets it: an entry is the same work as one that is here, or it is new.

The same DOI is the same work; so is the same ISBN, but for another volume of a set; else the same title and year among
works of one family, where nothing that both tell speaks against it. Titles are compared without case, accents and marks,
never by likeness. Drafts count as well, and what an editor wrote into one and has not published.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ingest.records.columns import ARTICLES, ISSUES, LAWS, TITLES
from ingest.records.issues import IssueNumber, folded, issue_number, periodical_key
from library import dates
from library.dates import UnreadableDate
from library.identifiers import isbn_key
from library.models import (
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

#: Works of one family may be called by each other's kinds in other catalogues.
_BY_ITSELF, _ARTICLE, _ISSUE, _LAW, _TITLE = "monograph", "article", "issue", "law", "periodical"
_AT_ONCE = 2000
_NO_NUMBER = IssueNumber()


@dataclass(frozen=True, slots=True)
class Work:
    """What is compared of a work; `page` is its key, 0 while it is only foreseen."""

    page: int
    family: str
    title: str
    whole_title: str
    year: int
    doi: str = ""
    isbns: frozenset[str] = frozenset()
    volume: str = ""
    serial: str = ""
    number: IssueNumber = _NO_NUMBER
    first_page: str = ""
    law: tuple[str, str, int] | None = None
    issns: frozenset[str] = frozenset()

    def may_be(self, other: "Work") -> bool:
        """Whether nothing that both tell speaks against their being one."""
        if _differ(self.doi, other.doi) or _differ(self.volume, other.volume):
            return False
        if self.family == _ARTICLE:
            numbers = (
                (self.number.volume, other.number.volume),
                (self.number.number, other.number.number),
                (self.first_page, other.first_page),
                (self.serial, other.serial),
            )
            return not any(_differ(folded(ours), folded(theirs)) for ours, theirs in numbers)
        return True

    def same_title(self, other: "Work") -> bool:
        """Equal as a whole; or up to the subtitle, where one of them has none."""
        if self.whole_title == other.whole_title:
            return True
        without = self.title == self.whole_title or other.title == other.whole_title
        return without and self.title == other.title


@dataclass(slots=True)
class Held:
    """The works that are here, and those that an import made or foresees."""

    newest: int = 0
    _by_key: dict[tuple[str, str], list[Work]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def now(cls) -> "Held":
        held = cls()
        held.refresh()
        return held

    def refresh(self) -> None:
        """Take in what came since: somebody else may import the same at this moment."""
        newest = max(
            Publication.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
            Periodical.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        )
        if newest > self.newest:
            for work in _held_after(self.newest):
                self.add(work)
            self.newest = newest

    def add(self, work: Work) -> None:
        for key in _keys(work):
            self._by_key[key].append(work)

    def find(self, wanted: Work) -> Work | None:
        """The work that it is, in the order of what is surest."""
        for key in _keys(wanted):
            for work in self._by_key.get(key, ()):
                if _is_same(wanted, work, key[0]):
                    return work
        return None


def work_of(fields: Mapping[str, str], page: int = 0) -> Work:
    """What is compared of a row."""
    kind = fields["kind"]
    title, subtitle = fields.get("title", ""), fields.get("subtitle", "")
    number = issue_number(fields) if kind in ISSUES | ARTICLES else _NO_NUMBER
    law = None
    if kind in LAWS and fields.get("law_number") and fields.get("law_year"):
        law = _law(fields.get("law_kind") or str(Law.Kind.UU), fields["law_number"], int(fields["law_year"]))
    return Work(
        page,
        _family(kind),
        folded(title),
        folded(f"{title} {subtitle}"),
        _year(fields.get("date", "")) or number.issued.year,
        doi=fields.get("doi", "").casefold(),
        isbns=_isbns(fields.get("isbn", ""), fields.get("isbn_electronic", "")),
        volume="" if kind in ISSUES | ARTICLES else folded(fields.get("volume", "")),
        serial=periodical_key(fields.get("periodical", "")),
        number=number,
        first_page=fields.get("first_page", ""),
        law=law,
        issns=frozenset(
            fields[name] for name in ("issn", "issn_electronic") if name in fields and kind in TITLES
        ),
    )


def _is_same(wanted: Work, work: Work, by: str) -> bool:
    if by == "doi":
        return True
    if wanted.family != work.family:
        return False
    if by == "isbn":
        return not _differ(wanted.volume, work.volume)
    if by == "issue":
        return wanted.number.same_as(work.number)
    if by == "title":
        return wanted.year == work.year and wanted.same_title(work) and wanted.may_be(work)
    return True  # the law, the journal


def _keys(work: Work) -> Iterator[tuple[str, str]]:
    """Under what a work is looked up, the surest first."""
    if work.doi:
        yield "doi", work.doi
    for isbn in sorted(work.isbns):
        yield "isbn", isbn
    if work.family == _ISSUE:
        yield "issue", work.serial
    elif work.family == _TITLE:
        for issn in sorted(work.issns):
            yield "issn", issn
        yield "periodical", work.title
    else:
        if work.law:
            yield "law", " ".join(map(str, work.law))
        for title in dict.fromkeys([work.whole_title, work.title]):
            if title:
                yield "title", title


def _held_after(newest: int) -> Iterator[Work]:
    """The works with greater keys, and again those of which a draft says something else."""
    common = ("pk", "title", "subtitle", "issued", "doi")
    for model, own in (
        (Book, ("isbn", "isbn_electronic", "volume")),
        (PocketBook, ("isbn", "isbn_electronic", "volume")),
        (Study, ()),
        (Film, ()),
        (Dataset, ()),
        (Regulation, ("law__kind", "law__number", "law__year")),
        (Issue, ("volume", "number", "numbering", "serial__title")),
        (
            Article,
            ("first_page", "host__volume", "host__number", "host__issued", "host__serial__title", "year"),
        ),
    ):
        rows = (
            model.objects.filter(pk__gt=newest)
            .order_by("pk")
            .values(*common, *own, "has_unpublished_changes")
        )
        for row in rows.iterator(chunk_size=_AT_ONCE):
            yield _held(model, row)
        drafts = model.objects.filter(pk__gt=newest, has_unpublished_changes=True).order_by("pk")
        written = drafts.values(*common, *own, "latest_revision__content")
        for row in written.iterator(chunk_size=_AT_ONCE):
            content: Mapping[str, Any] = row.pop("latest_revision__content") or {}
            said = {name: content[name] for name in row if isinstance(content.get(name), str)}
            if any(said[name] != row[name] for name in said):
                yield _held(model, row | said)
    for title in Periodical.objects.filter(pk__gt=newest).order_by("pk"):
        issns = frozenset(filter(None, [title.issn_print, title.issn_electronic]))
        key = periodical_key(title.title)
        yield Work(title.pk, _TITLE, key, key, 0, issns=issns)


def _held(model: type[Publication], row: Mapping[str, Any]) -> Work:
    issued = _date(row["issued"])
    number, serial, law = _NO_NUMBER, "", None
    if model is Issue:
        number = IssueNumber(row["volume"], row["number"], issued, row["numbering"])
        serial = row["serial__title"] or ""
    elif model is Article:
        number = IssueNumber(
            row["host__volume"] or "", row["host__number"] or "", _date(row["host__issued"] or "")
        )
        serial = row["host__serial__title"] or ""
    elif model is Regulation and row["law__number"] and row["law__year"]:
        law = _law(row["law__kind"], row["law__number"], row["law__year"])
    return Work(
        row["pk"],
        {Article: _ARTICLE, Issue: _ISSUE, Regulation: _LAW}.get(model, _BY_ITSELF),
        folded(row["title"]),
        folded(f"{row['title']} {row['subtitle']}"),
        issued.year or number.issued.year,
        doi=row["doi"].casefold(),
        isbns=_isbns(row.get("isbn", ""), row.get("isbn_electronic", "")),
        volume="" if model is Issue else folded(row.get("volume", "")),
        serial=periodical_key(serial),
        number=number,
        first_page=row.get("first_page", ""),
        law=law,
    )


def _family(kind: str) -> str:
    if kind in TITLES:
        return _TITLE
    if kind in ISSUES:
        return _ISSUE
    if kind in ARTICLES:
        return _ARTICLE
    return _LAW if kind in LAWS else _BY_ITSELF


def _law(kind: str, number: str, year: int) -> tuple[str, str, int] | None:
    """A law that its kind, number and year name; of kinds that many bodies issue they do not."""
    return None if kind in map(str, Law.ISSUED_BY_MANY) else (kind, folded(number), year)


def _isbns(*written: str) -> frozenset[str]:
    return frozenset(filter(None, map(isbn_key, written)))


def _year(text: str) -> int:
    return _date(text).year


def _date(text: str) -> dates.PartialDate:
    with suppress(UnreadableDate):
        return dates.read(text)
    return dates.UNKNOWN


def _differ(ours: str, theirs: str) -> bool:
    return bool(ours and theirs and ours != theirs)
