"""What else a question is read as: other names of the concepts it holds, both languages, narrower concepts.

Pure, but for `held`, which keeps the words in memory as the database has them. `interpret` is asked by
`search.research`; what it gives is shown to the reader, who may take each reading away or choose what a doubtful word
means. Nothing is read into quoted words, refused words, words in a field, or with the switch *Exact*.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from search.analysis import is_law
from search.bilingual import Language, WordList
from search.interpretation.lexicon import Label, Lexicon, Sense
from search.interpretation.spans import Key, Span, Stretch, Unit, stretches, widened
from search.query import Question
from search.tree import Meant, Node, Or, all_of, any_of

__all__ = ["NO_CHOICES", "Added", "Choices", "Doubt", "Interpretation", "interpret", "names_of"]

MOST_ADDED = 24
"""Words and phrases that are added to one question; each costs an engine as much as one that was typed."""

MOST_NAMES = 12
"""Other names of one concept."""

MOST_NARROWER = 6
TOO_BROAD = 12
"""A concept with more narrower ones than this is an umbrella: those who name it do not mean every one of them."""

SAME, NARROWER = 0.4, 0.2
"""What another name, and a narrower concept, count beside the typed word."""

TRANSLATED = 0.9
"""What an Indonesian name counts beside a typed English one. Few texts hold the English word, and those in a reference
or a summary; if translations counted little, they would lose against the names of people and places in the question.
Measured on English questions made of Indonesian ones: nDCG .55 with .4, .65 with .7, .67 with 1."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reader decided: readings taken away (`Added.key`), what doubtful words mean (slugs of concepts), and
    whether nothing is to be added at all."""

    without: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    plain: bool = False


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Added:
    """One reading of some words of the question.

    `key` is what takes it away: the concept's slug, or for translated words the words themselves. `typed` are the words
    as the reader wrote them; `labels` and `narrower` what is searched beside them, without what may not be shown;
    `languages` those of what was added; `chosen`, whether the reader said that this is meant.
    """

    key: str
    typed: str
    labels: tuple[str, ...]
    narrower: tuple[str, ...] = ()
    concept: Sense | None = None
    languages: frozenset[str] = frozenset()
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A typed word that several concepts answer to, or that may mean something else altogether."""

    typed: str
    options: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a question was read. `question` holds the tree to search with; `language` is that of the words, where they
    tell it; `law` the slug of the law of which the whole question is a name, or ""."""

    question: Question
    added: tuple[Added, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    concepts: tuple[str, ...] = ()
    language: Language | None = None
    choices: Choices = NO_CHOICES
    law: str = ""

    @property
    def also(self) -> list[str]:
        """All that was added and may be shown."""
        return list(dict.fromkeys(label for each in self.added for label in (*each.labels, *each.narrower)))

    @property
    def doubtful(self) -> list[str]:
        """The slugs of the concepts that are offered as a choice."""
        return list(dict.fromkeys(option.slug for doubt in self.doubts for option in doubt.options))


def interpret(
    question: Question, lexicon: Lexicon, words: WordList, choices: Choices = NO_CHOICES
) -> Interpretation:
    """The question with what it is also read as. Any question is taken; one that is meant as written comes back so."""
    if question.exact or question.tree is None or choices.plain:
        return Interpretation(question, choices=choices)
    parts = stretches(question)
    typed = [unit.word for part in parts for unit in part.units]
    language = words.leaning(typed)
    readings: list[_Reading] = []
    doubts: dict[str, Doubt] = {}
    law = ""
    for part in parts:
        explained: set[int] = set()
        for span, key in part.keyed(explained, lexicon.longest):
            found = lexicon.read(span, key, words)
            if found is None:
                continue
            senses = found.senses
            explained.update(
                span.places
            )  # doubtful words too: nothing is read into them before the reader chose
            if found.doubtful:
                senses = tuple(sense for sense in senses if sense.slug in choices.meant)
                if not senses:
                    doubt = Doubt(span.text, found.senses)
                    doubts.setdefault(span.folded, doubt)
                    continue
            for sense in senses:
                whole = _concept(
                    span, sense, lexicon, choices, language=found.language, chosen=found.doubtful
                )
                readings.append(whole)
                if sense.kind == "law":
                    readings += _subjects(part, whole, lexicon, words, choices)
                    alone = len(senses) == 1 and all_of(span.nodes) == question.tree
                    law = sense.slug if alone and sense.slug not in choices.without else ""
        explained.update(place for place, unit in enumerate(part.units) if _is_of_a_law(unit))
        readings += _translated(part, explained, words, language, choices)
    kept = _shared_out(readings)
    tree = widened(
        question.tree, [(reading.span, reading.node(adds, kept)) for reading, adds in kept if not reading.law]
    )
    return Interpretation(
        replace(question, tree=tree),
        tuple(_merged(filter(None, (reading.shown(adds) for reading, adds in kept)))),
        tuple(doubts.values()),
        tuple(dict.fromkeys(reading.sense.slug for reading in readings if reading.sense)),
        language,
        choices,
        law,
    )


def names_of(slug: str, lexicon: Lexicon) -> Node | None:
    """What finds the passages that speak of a concept: any of its names, each as words side by side. None for a concept
    that has none."""
    sense = lexicon.senses.get(slug)
    nodes = dict.fromkeys(label.node for label in lexicon.beside(sense)) if sense else {}
    return any_of(list(nodes)[:MOST_ADDED]) if nodes else None


@dataclass(frozen=True, slots=True)
class _Add:
    """One thing to search beside the typed words; a hidden one has no `label`."""

    node: Node
    label: str = ""
    language: str = ""
    narrower: bool = False
    weight: float = SAME


@dataclass(frozen=True, slots=True)
class _Reading:
    """Words of the question with what could be added for them, the best first. `law` is the law in whose name they
    stand, if they do."""

    span: Span
    key: str
    typed: Node
    adds: tuple[_Add, ...] = ()
    sense: Sense | None = None
    chosen: bool = False
    law: "_Reading | None" = None

    def node(self, adds: Sequence[_Add], kept: Sequence[tuple["_Reading", list[_Add]]] = ()) -> Node:
        within = [(other.span, other.node(its)) for other, its in kept if other.law is self]
        node = widened(self.typed, within) if within else self.typed
        for weight in (TRANSLATED, SAME, NARROWER):
            if also := tuple(add.node for add in adds if add.weight == weight):
                node = Meant(node, also, weight)
        return node

    def shown(self, adds: Sequence[_Add]) -> Added | None:
        if not any(add.language for add in adds):
            return None
        return Added(
            self.key,
            self.span.text,
            tuple(dict.fromkeys(add.label for add in adds if add.label and not add.narrower)),
            tuple(dict.fromkeys(add.label for add in adds if add.label and add.narrower)),
            self.sense,
            frozenset(add.language for add in adds if add.language),
            self.chosen,
        )


def _concept(
    span: Span,
    sense: Sense,
    lexicon: Lexicon,
    choices: Choices,
    *,
    language: str = "",
    chosen: bool = False,
) -> _Reading:
    """A concept that is named in a language, with its other names."""
    typed = all_of(span.nodes)
    if sense.slug in choices.without:
        return _Reading(span, sense.slug, typed, sense=sense)
    if together := span.phrase():
        typed = Or((typed, together))  # finds no more, but side by side is worth more than far apart
    adds: list[_Add] = []
    known = {span.meaning}
    for label in lexicon.names(sense, span):
        if len(adds) < MOST_NAMES and label.meaning not in known and not span.within(label.meaning):
            known.add(label.meaning)
            weight = TRANSLATED if language == "en" and label.language == "id" else SAME
            shown = "" if label.hidden else label.text
            adds.append(_Add(label.node, shown, label.language, weight=weight))
    for label in _narrower(sense, lexicon):
        if label.meaning not in known and not span.within(label.meaning):
            known.add(label.meaning)
            adds.append(_Add(label.node, label.text, label.language, narrower=True, weight=NARROWER))
    return _Reading(span, sense.slug, typed, tuple(adds), sense, chosen)


def _subjects(
    part: Stretch, law: _Reading, lexicon: Lexicon, words: WordList, choices: Choices
) -> Iterator[_Reading]:
    """What the long name of a law speaks of. Texts name the law by its subject's other names too: whoever asks for the
    law on the elimination of violence in the home finds it as "UU Penghapusan KDRT". The name of a topic is not taken
    apart so: *kekerasan* in *kekerasan seksual* is no violence of another sort."""
    places = law.span.places
    explained = set(range(len(part.units))) - set(places)
    for span, key in part.keyed(explained, min(lexicon.longest, len(places) - 1)):
        found = lexicon.read(span, key, words) if len(span.nodes) > 1 else None
        if found is None or found.doubtful or len(found.senses) > 1 or found.senses[0].kind == "law":
            continue
        explained.update(span.places)
        topic = _concept(span, found.senses[0], lexicon, choices, language=found.language)
        names = tuple(add for add in topic.adds if not add.narrower)
        yield replace(topic, adds=names, law=law)


def _narrower(sense: Sense, lexicon: Lexicon) -> Iterator[Label]:
    """The first few narrower concepts by their Indonesian names, then the same in English."""
    if len(sense.narrower) > TOO_BROAD:
        return
    below = [lexicon.senses[slug] for slug in sense.narrower[:MOST_NARROWER] if slug in lexicon.senses]
    for language in ("id", "en"):
        for each in below:
            yield from (label for label in each.labels if label.preferred and label.language == language)


def _is_of_a_law(unit: Unit) -> bool:
    """Whether it is a law's number: a name, that has no other language."""
    return any(is_law(token.exact) for token in unit.tokens)


def _translated(
    part: Stretch, explained: set[int], words: WordList, language: Language | None, choices: Choices
) -> Iterator[_Reading]:
    """What no concept explains, in the other language."""
    given = [unit.word for unit in part.units]
    found = words.translations(given, explained=explained, leaning=language)
    for translation in found:
        span = part.span(translation.start, translation.end)
        if span is None:
            continue
        key = span.text.casefold()
        adds: dict[Key, _Add] = {}
        for each in () if key in choices.without else translation.equivalents:
            if label := _named(each.words, translation.into):
                shown = "" if each.hidden else each.words
                weight = TRANSLATED if translation.into == "id" else SAME
                adds.setdefault(label.meaning, _Add(label.node, shown, label.language, weight=weight))
        yield _Reading(span, key, all_of(span.nodes), tuple(adds.values()))


#: The same few words are translated again and again.
_named = lru_cache(maxsize=20_000)(Label.of)


def _shared_out(readings: Sequence[_Reading]) -> list[tuple[_Reading, list[_Add]]]:
    """The readings with what is added for each: of every one its best before any one's second, to the limit."""
    given: list[list[_Add]] = [[] for _ in readings]
    left = MOST_ADDED
    for rank in zip_longest(*(reading.adds for reading in readings)):
        for place, add in enumerate(rank):
            if add is not None and left:
                given[place].append(add)
                left -= 1
    return list(zip(readings, given, strict=True))


def _merged(added: Iterable[Added]) -> Iterator[Added]:
    """Each key once: a concept that was named twice, a word that may be of either language."""
    by_key: dict[str, Added] = {}
    for each in added:
        known = by_key.get(each.key)
        by_key[each.key] = each if known is None else _both(known, each)
    yield from by_key.values()


def _both(one: Added, other: Added) -> Added:
    typed = one.typed if one.typed == other.typed else f"{one.typed}, {other.typed}"
    return replace(
        one,
        typed=typed,
        labels=tuple(dict.fromkeys([*one.labels, *other.labels])),
        narrower=tuple(dict.fromkeys([*one.narrower, *other.narrower])),
        languages=one.languages | other.languages,
    )
