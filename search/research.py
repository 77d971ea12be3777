"""Answers a question: publications as the unit, passages as the evidence, in three steps of the engine.

Whoever calls gives an engine and a rule; the index proposes, the database disposes: what comes back was read from
rows that this viewer may see, and snippets are cut from the passages' text by us.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from library.access import public
from library.changes import pending
from library.models import Concept, Passage, Publication, Regulation
from search.cards import cards
from search.deadline import SECONDS, within
from search.engine import engine
from search.engines import MOST_VALUES, Candidates, Cursor, Engine, EngineError, Evidence, Filters, Sort
from search.engines.clauses import goes_on, order_of
from search.interpretation import NO_CHOICES, Choices, Interpretation, interpret, names_of
from search.interpretation.held import held
from search.query import Node, Question, loosen, parse, wanted
from search.snippets import snippet

FINDINGS_A_PAGE = 20
#: Only so many of the best are put in order by their best passage; beyond, the engine's own order stands.
WINDOW = 100
#: Pages that are asked for by their number; behind them a list goes on from place to place, to its end.
NUMBERED_PAGES = 100
PASSAGES_SHOWN = 3
_MOST_INSIDE = 5_000


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


@dataclass(frozen=True, slots=True)
class Inside:
    """Where one work answers: the passages' `numbers`, first the `whole` ones that hold all the words, then those that
    hold some; both in reading order."""

    numbers: tuple[int, ...] = ()
    whole: int = 0

    @property
    def steps(self) -> tuple[int, ...]:
        """What a reader walks through: the passages with all the words, or where there are none, with some."""
        return self.numbers[: self.whole] or self.numbers


def understood(question: str, *, exact: bool = False, choices: Choices = NO_CHOICES) -> Interpretation:
    """How a question is read, here and wherever its words are marked: its tree with other names and translations."""
    asked = parse(question, exact=exact)
    if asked.tree is None or exact or choices.plain:
        return Interpretation(asked, choices=choices)
    return interpret(asked, *held(), choices)


def find(query: Query, using: Engine | None = None, *, seconds: float = SECONDS) -> Findings:
    """The page of findings that was asked for. Raises `EngineError`, after so many seconds at the latest; never an empty
    answer for an outage."""
    with within(seconds):
        return _found(query, using or engine())


def _found(query: Query, using: Engine) -> Findings:
    interpretation = understood(query.question, exact=query.exact, choices=query.choices)
    asked = interpretation.question
    if asked.tree is None and asked.text:
        return Findings(asked, 0, 0, (), {}, asked.said, interpretation)
    filters = Filters(chosen=query.chosen, years=query.years, without=tuple(pending()))
    page = 1 if query.places and not _in_order(query, asked.tree) else query.page
    if query.places and page > 1:
        listed = _behind(asked.tree, filters, query, using)
    elif query.sort == "relevance" and asked.tree is not None:
        listed = _by_best_passage(asked.tree, filters, page, using, _texts_of(interpretation.law))
    else:
        start = (page - 1) * FINDINGS_A_PAGE
        candidates = using.candidates(asked.tree, filters, sort=query.sort, size=FINDINGS_A_PAGE, start=start)
        listed = _Page(candidates, candidates.ranked, set(candidates.complete), candidates.last)
    candidates, shown = listed.candidates, listed.shown
    evidence = {}
    if asked.tree is not None and shown:
        evidence = using.evidence(asked.tree, shown, passages=PASSAGES_SHOWN)
    return Findings(
        question=asked,
        total=candidates.total,
        others=candidates.others,
        findings=_findings(shown, evidence, listed.complete, asked),
        facets=candidates.facets,
        said=asked.said,
        interpretation=interpretation,
        more=candidates.more,
        page=page,
        place=listed.place if page >= NUMBERED_PAGES else None,
    )


@dataclass(frozen=True, slots=True)
class About:
    """The passages that speak of a concept: `total` publications hold one of its names; the best of them, with their
    best passages."""

    total: int = 0
    findings: tuple[Finding, ...] = ()


def passages_about(
    concept: Concept, *, publications: int = 5, passages: int = PASSAGES_SHOWN, using: Engine | None = None
) -> About:
    """Where our texts speak of a concept, by all its names as they stand together; names that may mean something else
    are not among them. Raises `EngineError`."""
    tree = names_of(concept.slug, held().lexicon)
    if tree is None:
        return About()
    using = using or engine()
    asked = Question(concept.label, tree)
    with within(SECONDS):
        candidates = using.candidates(tree, Filters(without=tuple(pending())), size=WINDOW)
        shown = using.order(tree, candidates.ranked)[:publications]
        evidence = using.evidence(tree, shown, passages=passages) if shown else {}
    return About(candidates.total, _findings(shown, evidence, set(candidates.complete), asked))


def inside_about(
    publication: Publication, concept: Concept, *, using: Engine | None = None
) -> tuple[Question, Inside]:
    """The passages of one work that speak of a concept, as `passages_about` counts them, and what marks its names in
    them. Raises `EngineError`."""
    tree = names_of(concept.slug, held().lexicon)
    if tree is None:
        return Question(concept.label, None), Inside()
    with within(SECONDS):
        numbers = _numbers(tree, publication, using or engine())
    return Question(concept.label, tree), Inside(tuple(numbers), len(numbers))


def inside(
    publication: Publication,
    question: str,
    *,
    exact: bool = False,
    choices: Choices = NO_CHOICES,
    using: Engine | None = None,
) -> Inside:
    """As `search_inside`, but empty where the engine is away: for whoever need not tell the two apart."""
    try:
        return search_inside(publication, question, exact=exact, choices=choices, using=using)
    except EngineError:
        return Inside()


def search_inside(
    publication: Publication,
    question: str,
    *,
    exact: bool = False,
    choices: Choices = NO_CHOICES,
    using: Engine | None = None,
) -> Inside:
    """The passages of one work that answer. Raises `EngineError`."""
    tree = understood(question, exact=exact, choices=choices).question.tree
    if tree is None:
        return Inside()
    using = using or engine()
    some: list[int] = []
    with within(SECONDS):
        whole = _numbers(tree, publication, using)
        if (looser := loosen(tree)) != tree:
            held = set(whole)
            some = [number for number in _numbers(looser, publication, using) if number not in held]
    return Inside((*whole, *some), len(whole))


def _numbers(tree: Node, publication: Publication, using: Engine) -> list[int]:
    """The passages of a work that answer, by their numbers in it. Those that another work holds for it, as articles hold
    the pages of their issue, are asked of that one."""
    found: list[int] = []
    here: dict[tuple[int, int], int] = {}
    for holder in publication.own.holders(public()):
        _, numbers = using.passages(tree, holder.pk, size=_MOST_INSIDE)
        if holder.pk == publication.pk:
            found += numbers
            continue
        if not here:
            here = {(each.file.pk, each.number): at for at, each in enumerate(publication.places(), start=1)}
        places = [holder.place(number) for number in numbers]
        found += [
            here[place.file.pk, place.number]
            for place in places
            if place and (place.file.pk, place.number) in here
        ]
    return list(dict.fromkeys(found))


def hits(publication: Publication, numbers: Sequence[int], question: Question) -> tuple[Hit, ...]:
    """These passages of one work, with the question's words in context."""
    leaves = wanted(question.tree)
    passages = publication.passages_numbered(list(numbers))
    return tuple(
        Hit(number, passages[number].label, snippet(passages[number].text, leaves))
        for number in numbers
        if number in passages
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """What the engine says of the whole list, the publications of one page of it, those that hold all the words, and the
    place behind the last."""

    candidates: Candidates
    shown: Sequence[int]
    complete: set[int]
    place: Cursor | None = None


def _texts_of(law: str) -> Collection[int]:
    """The works that are the text of a law, by its slug."""
    return frozenset(Regulation.objects.filter(law__slug=law).values_list("pk", flat=True)) if law else ()


def _by_best_passage(
    tree: Node, filters: Filters, page: int, using: Engine, asked_for: Collection[int] = ()
) -> _Page:
    """The page of findings with this number.

    The best come first in the order of their best passages, before all others those that are the very thing that was
    `asked_for`; behind them the engine's own order, less those that their passages have brought forward. So no page
    repeats or leaves out what another shows.
    """
    candidates = using.candidates(tree, filters, size=WINDOW)
    complete = set(candidates.complete)
    best = using.order(tree, candidates.ranked)
    first = complete.intersection(asked_for)
    best.sort(key=lambda publication: (publication not in first, publication not in complete))
    start = (page - 1) * FINDINGS_A_PAGE
    shown = best[start : start + FINDINGS_A_PAGE]
    beyond = start + FINDINGS_A_PAGE - len(best)
    place = None
    if beyond > 0 and candidates.total + candidates.others > WINDOW:
        size = beyond + len(best) - WINDOW
        behind = using.candidates(tree, filters, size=size, start=WINDOW, values=1)
        forward = set(best)
        rest = [publication for publication in behind.ranked if publication not in forward]
        shown += rest[max(0, start - len(best)) : beyond]
        complete |= set(behind.complete)
        if page == NUMBERED_PAGES and shown:
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


def _findings(
    shown: Sequence[int], evidence: Mapping[int, Evidence], complete: set[int], asked: Question
) -> tuple[Finding, ...]:
    """From keys to what is shown. What the database does not confirm falls out here: a work that may not be seen, and
    the passages of one that may not be read."""
    rule = public()
    works = cards(shown, rule)
    evidence = {key: evidence[key] for key, work in works.items() if key in evidence and work.read_by(rule)}
    numbers = {key: found.numbers for key, found in evidence.items()}
    texts = _passages(works, numbers)
    leaves = wanted(asked.tree)
    found = []
    for key in shown:
        work = works.get(key)
        if work is None:
            continue
        cut = tuple(
            Hit(number, label, snippet(text, leaves))
            for number in numbers.get(key, ())
            for label, text in [texts.get((key, number), (None, ""))]
            if label is not None
        )
        matching = evidence[key].matching if key in evidence else 0
        found.append(Finding(work, cut, max(0, matching - len(cut)), key in complete))
    return tuple(found)


def _passages(
    works: Mapping[int, Publication], numbers: Mapping[int, Sequence[int]]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Label and text of the passages to show, by publication and number, in one query."""
    places = {
        (key, number): (place.file.pk, place.number)
        for key, wanted_numbers in numbers.items()
        for number, place in works[key].places_of(wanted_numbers).items()
    }
    if not places:
        return {}
    found = {(file, number): (label, text) for file, number, label, text in _texts(set(places.values()))}
    return {asked: found[place] for asked, place in places.items() if place in found}


def _texts(places: Iterable[tuple[int, int]]) -> list[tuple[int, int, str, str]]:
    """(file, number, label, text) of the passages with these keys of files and numbers.

    In words of the database: Django takes longer to write a condition on sixty pairs than any database to answer it. File
    by file, as every database then finds them by the index; a row of pairs would be scanned for.
    """
    numbers: dict[int, list[int]] = {}
    for file, number in sorted(places):
        numbers.setdefault(file, []).append(number)
    each = [f"(file_id = %s AND number IN ({', '.join(['%s'] * len(those))}))" for those in numbers.values()]
    given = [value for file, those in numbers.items() for value in (file, *those)]
    table = connection.ops.quote_name(Passage._meta.db_table)
    asked = f"SELECT file_id, number, label, text FROM {table} WHERE {' OR '.join(each)}"  # noqa: S608  # only our names
    with connection.cursor() as cursor:
        cursor.execute(asked, given)
        found: list[tuple[int, int, str, str]] = cursor.fetchall()
    return found
