"""Answers a question: publications as the unit, passages as the evidence, in three steps of the engine."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise

from library.changes import pending
from library.models import Regulation
from search.deadline import SECONDS, within
from search.engine import engine
from search.engines import MOST_VALUES, Candidates, Cursor, Engine, Evidence, Filters, Sort
from search.engines.clauses import goes_on, order_of
from search.findings import PASSAGES_SHOWN, Finding, findings
from search.interpretation import NO_CHOICES, Choices, Interpretation
from search.interpretation.held import understood
from search.query import Node, Question

FINDINGS_A_PAGE = 20
#: Only so many of the best are put in order by their best passage; beyond, the engine's own order stands.
WINDOW = 100
#: Pages that are asked for by their number; behind them a list goes on from place to place, to its end.
NUMBERED_PAGES = 100


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: the question as typed, what it is narrowed to, the order, the page of findings (from 1), and what
    the reader decided on how it is read.

    Behind `NUMBERED_PAGES`, `places` tell where the last pages began, the page asked for last; `page` then only says
    which it is.
    """

    question: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    years: tuple[int | None, int | None] | None = None
    exact: bool = False
    sort: Sort = "relevance"
    page: int = 1
    choices: Choices = NO_CHOICES
    places: tuple[Cursor, ...] = ()

    @property
    def bare(self) -> "Query":
        """The question alone, as it is read: what goes along into a work."""
        return Query(question=self.question, exact=self.exact, choices=self.choices)


@dataclass(frozen=True, slots=True)
class Findings:
    """`total` publications hold all that was asked, `others` some of it; `facets` count whichever is shown first.

    `question` holds the tree that was searched; `interpretation` tells what it holds beside the typed words; `more` are
    the facets that have more values than were counted. `page` is the page that it is: the first, where the place that was
    asked for is none of this list; `place` is where the next page begins, if that one has no number.
    """

    question: Question
    total: int
    others: int
    findings: tuple[Finding, ...]
    facets: Mapping[str, Mapping[str, int]]
    said: Promise | str | None
    interpretation: Interpretation
    more: Collection[str] = ()
    page: int = 1
    place: Cursor | None = None

    @property
    def pages(self) -> int:
        return -(-(self.total + self.others) // FINDINGS_A_PAGE)


def find(query: Query, using: Engine | None = None, *, seconds: float = SECONDS) -> Findings:
    """The page of findings that was asked for. Raises `EngineError`, after so many seconds at the latest, sooner where the
    engine itself has less patience; never an empty answer for an outage."""
    with within(seconds):
        return _found(query, using or engine())


def listed(
    query: Query, most: int, using: Engine | None = None, *, seconds: float = SECONDS
) -> tuple[int, Sequence[int]]:
    """How many publications hold all that is asked, or where none does, some of it; and the first of those, `most` at
    most, in the order of the pages of findings (whatever page the query names). Raises `EngineError`.

    Keys as the engine proposes them: whoever shows them asks the database which the viewer may see.
    """
    read = understood(query.question, exact=query.exact, choices=query.choices)
    tree = read.question.tree
    if tree is None and read.question.text:
        return 0, []
    filters = Filters(chosen=query.chosen, years=query.years, without=pending())
    texts = _texts_of(read.law)
    using = using or engine()
    with within(seconds):
        found = using.together(lambda: _stretch(tree, filters, query.sort, 0, most, using, texts))
    candidates = found.candidates
    if not candidates.total:
        return candidates.others, found.shown
    return candidates.total, [key for key in found.shown if key in found.complete]


def _found(query: Query, using: Engine) -> Findings:
    interpretation = understood(query.question, exact=query.exact, choices=query.choices)
    asked = interpretation.question
    if asked.tree is None and asked.text:
        return Findings(asked, 0, 0, (), {}, asked.said, interpretation)
    filters = Filters(chosen=query.chosen, years=query.years, without=pending())
    page = 1 if query.places and not _in_order(query, asked.tree) else query.page
    texts = _texts_of(interpretation.law)
    part = using.together(lambda: _listed(asked.tree, filters, query, page, using, texts))
    candidates = part.candidates
    return Findings(
        question=asked,
        total=candidates.total,
        others=candidates.others,
        findings=findings(part.shown, part.evidence, part.complete, asked),
        facets=candidates.facets,
        said=asked.said,
        interpretation=interpretation,
        more=candidates.more,
        page=page,
        place=part.place if page >= NUMBERED_PAGES else None,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """What the engine says of the whole list, the publications of one page of it, those that hold all the words, the
    place behind the last, and the passages of those on the page."""

    candidates: Candidates
    shown: Sequence[int]
    complete: set[int]
    place: Cursor | None = None
    evidence: Mapping[int, Evidence] = field(default_factory=dict)


def _listed(
    tree: Node | None, filters: Filters, query: Query, page: int, using: Engine, texts: Collection[int]
) -> _Page:
    """All that the engine has to tell for this page of findings. Nothing else is asked here, the database neither."""
    if query.places and page > 1:
        part = _behind(tree, filters, query, using)
    else:
        start = (page - 1) * FINDINGS_A_PAGE
        part = _stretch(tree, filters, query.sort, start, FINDINGS_A_PAGE, using, texts)
    if tree is None or not part.shown:
        return part
    return replace(part, evidence=using.evidence(tree, part.shown, passages=PASSAGES_SHOWN))


def _stretch(
    tree: Node | None,
    filters: Filters,
    sort: Sort,
    start: int,
    size: int,
    using: Engine,
    texts: Collection[int],
) -> _Page:
    """So many of the list from its place `start` on."""
    if sort == "relevance" and tree is not None:
        return _by_best_passage(tree, filters, start, size, using, texts)
    candidates = using.candidates(tree, filters, sort=sort, size=size, start=start)
    return _Page(candidates, candidates.ranked, set(candidates.complete), candidates.last)


def _texts_of(law: str) -> Collection[int]:
    """The works that are the text of a law, by its slug."""
    return frozenset(Regulation.objects.filter(law__slug=law).values_list("pk", flat=True)) if law else ()


def _by_best_passage(
    tree: Node, filters: Filters, start: int, size: int, using: Engine, asked_for: Collection[int] = ()
) -> _Page:
    """So many findings from the place `start` on.

    The best come first in the order of their best passages, before all others those that are the very thing that was
    `asked_for`; behind them the engine's own order, less those that their passages have brought forward. So no page
    repeats or leaves out what another shows.
    """
    candidates = using.candidates(tree, filters, size=WINDOW)
    complete = set(candidates.complete)
    best = using.order(tree, candidates.ranked)
    first = complete.intersection(asked_for)
    best.sort(key=lambda publication: (publication not in first, publication not in complete))
    shown = best[start : start + size]
    beyond = start + size - len(best)
    place = None
    if beyond > 0 and candidates.total + candidates.others > WINDOW:
        room = beyond + len(best) - WINDOW
        behind = using.candidates(tree, filters, size=room, start=WINDOW, values=1)
        forward = set(best)
        rest = [publication for publication in behind.ranked if publication not in forward]
        shown += rest[max(0, start - len(best)) : beyond]
        complete |= set(behind.complete)
        if start + size == NUMBERED_PAGES * FINDINGS_A_PAGE and shown:
            last = WINDOW + list(behind.ranked).index(shown[-1])
            place = using.candidates(tree, filters, size=1, start=last, values=1).last
    return _Page(candidates, shown, complete, place)


def _in_order(query: Query, tree: Node | None) -> bool:
    """Whether the place that is asked for is one of this list."""
    return goes_on(query.places[-1], order_of(tree, query.sort)) is not None


def _behind(tree: Node | None, filters: Filters, query: Query, using: Engine) -> _Page:
    """The page that begins at a place: the engine's own order, by relevance less those that the numbered pages have
    brought forward."""
    place: Cursor | None = query.places[-1]
    sort = query.sort
    forward: set[int] = set()
    candidates = None
    if sort == "relevance" and tree is not None:
        candidates = using.candidates(tree, filters, size=WINDOW)
        forward = set(candidates.ranked)
    shown: list[int] = []
    complete: set[int] = set()
    while place is not None and (room := FINDINGS_A_PAGE - len(shown)):
        values = MOST_VALUES if candidates is None else 1
        some = using.candidates(tree, filters, sort=sort, size=room, after=place, values=values)
        candidates = candidates or some
        shown += [publication for publication in some.ranked if publication not in forward]
        complete |= set(some.complete)
        place = some.last
    if candidates is None:
        raise ValueError("a page behind a place, and no place")
    if place is not None and query.page * FINDINGS_A_PAGE >= candidates.total + candidates.others:
        ended = not using.candidates(tree, filters, sort=sort, size=1, after=place, values=1).ranked
        place = None if ended else place
    return _Page(candidates, shown, complete, place)
