"""The words that questions are read with, in memory as the database has them: concepts, doubtful words, word pairs.

Every process asks one short question of the database (`WordsChanged`) and reads the words again when they have changed,
so an editor's change is there for the next search without a restart.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from library.models import AmbiguousLabel, Concept, Law
from search.bilingual import WordList, edited, shipped
from search.interpretation import NO_CHOICES, Choices, Interpretation, interpret
from search.interpretation.lexicon import Ambiguous, Kind, Label, Lexicon, Sense
from search.models import WordPair, WordsChanged
from search.query import parse

_REMEMBERED_QUESTIONS = 256
_LISTS = (("alternatives", False), ("hidden", True))
_LANGUAGES = ("id", "en", "su")


class Held(NamedTuple):
    """What `interpret` is given."""

    lexicon: Lexicon
    words: WordList


class _Kept:
    """The words of one moment, and the lock of whoever reads them anew."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stamp: str | None = None
        self.held: Held | None = None


_kept = _Kept()


def held() -> Held:
    """The words as they are now. While one thread reads a change, the others go on with what was."""
    stamp = WordsChanged.stamp()
    before = _kept.held
    if before is not None and _kept.stamp == stamp:
        return before
    if not _kept.lock.acquire(blocking=before is None):
        return before  # type: ignore[return-value]  # only where there is one
    try:
        if _kept.held is None or _kept.stamp != stamp:
            _kept.held, _kept.stamp = Held(lexicon(), word_list()), stamp
            _read.cache_clear()  # it would hold the words of every moment till so many other questions were asked
        return _kept.held
    finally:
        _kept.lock.release()


def lexicon() -> Lexicon:
    """The names of all concepts, read from the database."""
    narrower = defaultdict(list)
    links = Concept.broader.through.objects.order_by("from_concept").values_list("to_concept", "from_concept")
    for above, below in links:
        narrower[above].append(below)
    concepts = {each.pk: each for each in Concept.objects.select_related("law", "place").order_by("pk")}
    senses = [_sense(each, [concepts[key].slug for key in narrower[each.pk]]) for each in concepts.values()]
    candidates = defaultdict(list)
    choices = AmbiguousLabel.candidates.through.objects.order_by(
        "pk"
    )  # as they were given: the likeliest first
    for word, key in choices.values_list("ambiguouslabel", "concept"):
        candidates[word].append(concepts[key].slug)
    ambiguous = [
        Ambiguous(word.label, tuple(candidates[word.pk])) for word in AmbiguousLabel.objects.order_by("pk")
    ]
    return Lexicon(senses, ambiguous)


def word_list() -> WordList:
    """The shipped list with the editors' own lines."""
    own = [pair.entry for pair in WordPair.objects.order_by("pk")]
    return edited(shipped().entries, own) if own else shipped()


def _sense(concept: Concept, narrower: list[str]) -> Sense:
    own = concept.own
    kind: Kind = {"law": "law", "place": "place"}.get(own._meta.model_name, "concept")  # type: ignore[assignment]
    labels = tuple(filter(None, _labels(own)))
    return Sense(
        concept.slug,
        kind,
        concept.label_id,
        concept.label_en,
        labels,
        tuple(narrower) if kind != "law" else (),
    )


def _labels(concept: Concept) -> Iterator[Label | None]:
    for language in _LANGUAGES:
        yield Label.of(getattr(concept, f"label_{language}"), language, preferred=True)
    if isinstance(concept, Law):
        for label in (concept.short_name, concept.citation if concept.numbered else concept.notation):
            yield Label.of(label, "id")
    for name, hidden in _LISTS:
        for language in _LANGUAGES:
            for line in concept.lines(f"{name}_{language}"):
                yield Label.of(line, language, hidden=hidden)


def understood(question: str, *, exact: bool = False, choices: Choices = NO_CHOICES) -> Interpretation:
    """How a question is read, here and wherever its words are marked: its tree with other names and translations."""
    if exact or choices.plain:
        return Interpretation(parse(question, exact=exact), choices=choices)
    return _read(question, choices, *held())


@lru_cache(_REMEMBERED_QUESTIONS)
def _read(question: str, choices: Choices, lexicon: Lexicon, words: WordList) -> Interpretation:
    """The same with the words as they are now. The next page, another facet and each work that is opened from the list ask
    the same again."""
    return interpret(parse(question), lexicon, words, choices)
