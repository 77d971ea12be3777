"""Answers a question: publications as the unit, passages as the evidence, in three steps of the engine.

Whoever calls gives an engine and a rule; the index proposes, the database disposes: what comes back was read from
rows that this viewer may see, and snippets are cut from the passages' text by us.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from library.access import public
from library.changes import pending
from library.models import Passage, Publication
from search.engine import engine
from search.engines import Engine, EngineError, Evidence, Filters, Sort
from search.query import Question, loosen, parse, wanted
from search.snippets import snippet

FINDINGS_A_PAGE = 20
#: Only so many of the best are put in order by their best passage; beyond, the engine's own order stands.
WINDOW = 100
PASSAGES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: the question as typed, what it is narrowed to, the order, the page of findings (from 1)."""

    question: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    years: tuple[int | None, int | None] | None = None
    exact: bool = False
    sort: Sort = "relevance"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage of a finding: its number in the publication, its printed label (or ""), its words in context."""

    number: int
    label: str
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Finding:
    """A publication that answers: up to three passages, how many `more`, and whether it holds all the words."""

    publication: Publication
    hits: tuple[Hit, ...]
    more: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """`total` publications hold all that was asked, `others` some of it; `facets` count whichever is shown first."""

    question: Question
    total: int
    others: int
    findings: tuple[Finding, ...]
    facets: Mapping[str, Mapping[str, int]]
    said: Promise | str | None

    @property
    def pages(self) -> int:
        return -(-(self.total + self.others) // FINDINGS_A_PAGE)


@dataclass(frozen=True, slots=True)
class Inside:
    """Where one work answers: `numbers` of its passages in reading order."""

    numbers: tuple[int, ...]


def find(query: Query, using: Engine | None = None) -> Findings:
    """The page of findings that was asked for. Raises `EngineError`; never an empty answer for an outage."""
    using = using or engine()
    asked = parse(query.question, exact=query.exact)
    if asked.tree is None and asked.text:
        return Findings(asked, 0, 0, (), {}, asked.said)
    filters = Filters(chosen=query.chosen, years=query.years, without=tuple(pending()))
    start = (query.page - 1) * FINDINGS_A_PAGE
    ranked_by_passage = query.sort == "relevance" and asked.tree is not None and start + FINDINGS_A_PAGE <= WINDOW
    if ranked_by_passage:
        candidates = using.candidates(asked.tree, filters, size=WINDOW)
        ordered = using.order(asked.tree, candidates.ranked)
        complete = set(candidates.complete)
        ordered.sort(key=lambda publication: publication not in complete)
        shown = ordered[start : start + FINDINGS_A_PAGE]
    else:
        candidates = using.candidates(asked.tree, filters, sort=query.sort, size=FINDINGS_A_PAGE, start=start)
        complete = set(candidates.complete)
        shown = list(candidates.ranked)
    evidence = {}
    if asked.tree is not None and shown:
        evidence = using.evidence(asked.tree, shown, passages=PASSAGES_SHOWN)
    return Findings(
        question=asked,
        total=candidates.total,
        others=candidates.others,
        findings=_findings(shown, evidence, complete, asked),
        facets=candidates.facets,
        said=asked.said,
    )


def inside(publication: Publication, question: str, using: Engine | None = None) -> Inside:
    """The passages of one work that hold all the words, or where none does, some. Empty where the engine is away:
    whoever must tell the two apart asks `search_inside`."""
    try:
        return search_inside(publication, question, using)
    except EngineError:
        return Inside(())


def search_inside(publication: Publication, question: str, using: Engine | None = None) -> Inside:
    """As `inside`, but raises `EngineError`."""
    tree = parse(question).tree
    if tree is None:
        return Inside(())
    using = using or engine()
    total, numbers = using.passages(tree, publication.pk, size=5_000)
    if not total:
        total, numbers = using.passages(loosen(tree), publication.pk, size=5_000)
    return Inside(tuple(numbers))


def hits(publication: Publication, numbers: Sequence[int], question: Question) -> tuple[Hit, ...]:
    """These passages of one work, with the question's words in context."""
    leaves = wanted(question.tree)
    passages = publication.passages_numbered(list(numbers))
    return tuple(
        Hit(number, passages[number].label, snippet(passages[number].text, leaves))
        for number in numbers
        if number in passages
    )


def _findings(
    shown: Sequence[int], evidence: Mapping[int, Evidence], complete: set[int], asked: Question
) -> tuple[Finding, ...]:
    """From keys to what is shown. What the database does not confirm falls out here."""
    works = {work.pk: work for work in Publication.objects.seen(public()).filter(pk__in=shown).for_cards()}
    numbers = {key: evidence[key].numbers for key in shown if key in evidence and key in works}
    texts = _passages(works, numbers)
    leaves = wanted(asked.tree)
    found = []
    for key in shown:
        work = works.get(key)
        if work is None:
            continue
        cut = tuple(
            Hit(number, texts[key, number].label, snippet(texts[key, number].text, leaves))
            for number in numbers.get(key, ())
            if (key, number) in texts
        )
        matching = evidence[key].matching if key in evidence else 0
        found.append(Finding(work, cut, max(0, matching - len(cut)), key in complete))
    return tuple(found)


def _passages(
    works: Mapping[int, Publication], numbers: Mapping[int, Sequence[int]]
) -> dict[tuple[int, int], Passage]:
    """The passages to show, by publication and number, in one query."""
    places = {}
    for key, wanted_numbers in numbers.items():
        for number in wanted_numbers:
            place = works[key].place(number)
            if place is not None:
                places[key, number] = (place.file.pk, place.number)
    if not places:
        return {}
    condition = Q(pk__in=[])
    for file, number in set(places.values()):
        condition |= Q(file=file, number=number)
    rows = {(row.file_id, row.number): row for row in Passage.objects.filter(condition).defer("boxes", "search_text")}
    return {asked: rows[place] for asked, place in places.items() if place in rows}


