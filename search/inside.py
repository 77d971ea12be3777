"""Where one work answers a question, and which works speak of a concept."""

from dataclasses import dataclass

from library.access import public
from library.changes import pending
from library.models import Concept, Publication
from search.deadline import SECONDS, within
from search.engine import engine
from search.engines import Candidates, Engine, EngineError, Evidence, Filters
from search.findings import PASSAGES_SHOWN, Finding, findings
from search.interpretation import NO_CHOICES, Choices, names_of
from search.interpretation.held import held, understood
from search.query import Question, loosen
from search.research import WINDOW
from search.tree import Node

_MOST_INSIDE = 5_000
"""Passages of one work that are listed."""


@dataclass(frozen=True, slots=True)
class Inside:
    """Where one work answers: the passages' `numbers`, first the `whole` ones that hold all the words, then those that
    hold some; both in reading order. `more`: there are yet others, which are not listed."""

    numbers: tuple[int, ...] = ()
    whole: int = 0
    more: bool = False

    @property
    def steps(self) -> tuple[int, ...]:
        """What a reader walks through: the passages with all the words, or where there are none, with some."""
        return self.numbers[: self.whole] or self.numbers


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
    filters = Filters(without=pending())

    def best() -> tuple[Candidates, list[int], dict[int, Evidence]]:
        candidates = using.candidates(tree, filters, size=WINDOW)
        shown = using.order(tree, candidates.ranked)[:publications]
        return candidates, shown, using.evidence(tree, shown, passages=passages)

    with within(SECONDS):
        candidates, shown, evidence = using.together(best)
    return About(candidates.total, findings(shown, evidence, set(candidates.complete), asked))


def inside_about(
    publication: Publication, concept: Concept, *, using: Engine | None = None
) -> tuple[Question, Inside]:
    """The passages of one work that speak of a concept, as `passages_about` counts them, and what marks its names in
    them. Raises `EngineError`."""
    tree = names_of(concept.slug, held().lexicon)
    if tree is None:
        return Question(concept.label, None), Inside()
    with within(SECONDS):
        numbers, more = _numbers(tree, publication, using or engine())
    return Question(concept.label, tree), Inside(tuple(numbers), len(numbers), more)


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
        whole, more = _numbers(tree, publication, using)
        if (looser := loosen(tree)) != tree:
            held = set(whole)
            numbers, beyond = _numbers(looser, publication, using)
            some = [number for number in numbers if number not in held]
            more = more or beyond
    every = (*whole, *some)
    return Inside(every[:_MOST_INSIDE], len(whole), more or len(every) > _MOST_INSIDE)


def _numbers(tree: Node, publication: Publication, using: Engine) -> tuple[list[int], bool]:
    """The passages of a work that answer, by their numbers in it, and whether there are more. Those that another work
    holds for it, as articles hold the pages of their issue, are asked of that one."""
    found: list[int] = []
    more = False
    here: dict[tuple[int, int], int] = {}
    for holder in publication.own.holders(public()):
        total, numbers = using.passages(tree, holder.pk, size=_MOST_INSIDE)
        more = more or total > len(numbers)
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
    every = list(dict.fromkeys(found))
    return every[:_MOST_INSIDE], more or len(every) > _MOST_INSIDE
