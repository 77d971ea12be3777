"""What to try when nothing answers all that was asked: fewer words, the other language.

Each way is an address and how many works answer it; what would find nothing is not offered.
"""

from dataclasses import dataclass, replace

from django.db.models import Q

from library.models import Concept
from search import forms
from search.analysis import is_law, is_stop, tokens
from search.bilingual import Language, Translation, WordList
from search.counts import holding
from search.engines import Engine
from search.interpretation.held import held
from search.query import parse
from search.query.typed import on_one_line
from search.query.words import groups, side_by_side, written
from search.research import Query

_MOST_WORDS = 6
_MOST_WAYS = 4
_NARROWING = frozenset({"year", "kind", "language", "access", "audience", "periodical"})
"""Fields whose values narrow, as facets do."""
_UNTRANSLATED = _NARROWING | {"makers"}
"""Fields that hold the same in every language: names, numbers, and values that are known by both names."""


@dataclass(frozen=True, slots=True)
class Way:
    """Another question: what it says, where it leads, and how many works hold all of it."""

    question: str
    url: str
    count: int


def fewer_words(query: Query, using: Engine | None = None) -> list[Way]:
    """The question with those of its parts that are found at all, then less one part each, those that find most first.
    What joins words (operators, brackets, quotes) keeps them together; refusals and fields that only narrow stay.
    Raises `EngineError`."""
    parts = _parts(query.question)
    loose = [part for part in parts if part.loose]
    if not 1 < len(loose) <= _MOST_WORDS:
        return []
    there = [part for part in loose if holding(replace(query, question=part.text), using)]
    shorter = [there] if there and len(there) < len(loose) else []
    if len(there) > 1:
        shorter += [[each for each in there if each != part] for part in there]
    ways = []
    for those in shorter:
        fewer = " ".join(part.text for part in parts if part in those or not part.loose)
        if _sound(fewer) and (way := _way(query, fewer, using)):
            ways.append((len(those), way))
    ways.sort(key=lambda each: (-each[0], -each[1].count))
    return [way for _words, way in ways[:_MOST_WAYS]]


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a question can be left out in one piece; `loose` where a reader could do without it."""

    place: int
    text: str
    loose: bool


def _parts(question: str) -> list[_Part]:
    text, _cut = on_one_line(question)
    found = []
    for place, (parts, refused) in enumerate(groups(text)):
        stays = refused or all(part.field in _NARROWING for part in parts)
        alone = parts[0] if len(parts) == 1 else None
        if not (alone and alone.word and all(is_stop(token.exact) for token in tokens(alone.text))):
            found.append(_Part(place, text[parts[0].start : parts[-1].end], not stays))
    return found


def without_signs(query: Query, using: Engine | None = None) -> Way | None:
    """The question with its words alone: no quotation marks, refusals and other signs; what names a year, a kind or a
    language stays. Raises `EngineError`."""
    text, _cut = on_one_line(query.question)
    if not _sound(text) and any(part.refused for part in written(text)):
        return None  # nobody knows how far the refusal reaches
    words = [
        text[part.start : part.end] if part.field in _NARROWING else part.text.rstrip("*").partition("~")[0]
        for part in written(text)
        if part.kind == "leaf" and not part.refused
    ]
    bare = " ".join(" ".join(words).split())
    return _way(query, bare, using) if bare and bare != text and _sound(bare) else None


def twin(query: Query, using: Engine | None = None) -> Way | None:
    """The question in the other language: the other name of a concept where it is one, else word by word, with all its
    operators, refusals and fields in their places. None where it cannot be said so: a refused word, or one in a field,
    would have to become another. Raises `EngineError`."""
    asked, _cut = on_one_line(query.question)
    for question in filter(None, [_other_name(asked), _translated(asked)]):
        if question.casefold() != asked.casefold() and (way := _way(query, question, using)):
            return way
    return None


def _other_name(asked: str) -> str:
    named = Q(label_id__iexact=asked) | Q(label_en__iexact=asked)
    concept = Concept.objects.filter(named).order_by("pk").first()
    if concept is None:
        return ""
    return concept.label_en if concept.label_id.casefold() == asked.casefold() else concept.label_id


def _translated(asked: str) -> str:
    """Names stay as they are. What cannot be put into the other language soundly leaves the whole as it was: ""."""
    words = held().words
    parts = [part for part in written(asked) if part.kind == "leaf" and part.field not in _UNTRANSLATED]
    leaning = words.leaning(part.text for part in parts)
    new: list[tuple[int, int, str]] = []  # (start, end, what stands there instead)
    for part in parts:
        if part.word:
            if not part.plain:
                return ""  # the beginning of a word, or its spelling, has no other language
            continue
        other = _said(part.text.split(), words, leaning)
        if other == part.text.split():
            continue
        if part.field or part.refused or len(other) > 1:
            return ""  # one quotation is one wording
        new.append((part.start, part.end, f'"{other[0]}"'))
    for run in side_by_side(asked):
        given = [part.text for part in run]
        if (other := _said(given, words, leaning)) != given:
            new.append((run[0].start, run[-1].end, " ".join(other)))
    if not new:
        return ""
    question = asked
    for start, end, said in sorted(new, reverse=True):
        question = question[:start] + said + question[end:]
    question = " ".join(question.split())
    return question if _sound(question) else ""


def _said(given: list[str], words: WordList, leaning: Language | None) -> list[str]:
    """Words in the other language, as many at a time as are one name there, without function words; the words
    themselves where nothing is known of any."""
    if any(is_law(token.exact) for each in given for token in tokens(each)):
        return given  # a law's number is a name
    found = [each for each in words.translations(given, leaning=leaning) if _shown(each)]
    into = "id" if leaning == "en" else "en" if leaning == "id" else found[0].into if found else None
    said: list[str] = []
    done = 0
    for each in found:
        if each.start < done or each.into != into:
            continue  # read once already, or of the other language than the rest
        said += [word for word in given[done : each.start] if not is_stop(word.casefold())]
        said.append(_shown(each)[0])
        done = each.end
    said += [word for word in given[done:] if not is_stop(word.casefold())]
    return said if done else given


def _shown(translation: Translation) -> list[str]:
    return [each.words for each in translation.equivalents if not each.hidden]


def _sound(question: str) -> bool:
    """Whether a question is understood as it is written."""
    return parse(question).said is None


def _way(query: Query, question: str, using: Engine | None) -> Way | None:
    count = holding(replace(query, question=question), using)
    return Way(question, forms.address(query, question=question), count) if count else None
