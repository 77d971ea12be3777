"""What to try when nothing answers all that was asked: fewer words, the other language.

Each way is an address and how many works answer it; what would find nothing is not offered.
"""

from dataclasses import dataclass, replace

from django.db.models import Q

from library.models import Concept
from search import forms
from search.analysis import citations, is_stop
from search.bilingual import translations
from search.counts import holding
from search.engines import Engine
from search.research import Query
from search.spelling import plain_words

_MOST_WORDS = 6
_MOST_WAYS = 4


@dataclass(frozen=True, slots=True)
class Way:
    """Another question: what it says, where it leads, and how many works hold all of it."""

    question: str
    url: str
    count: int


def fewer_words(query: Query, using: Engine | None = None) -> list[Way]:
    """The question with those of its words that are found at all, then less one word each, those that find most first.
    Raises `EngineError`."""
    parts = _parts(query.question)
    if not 1 < len(parts) <= _MOST_WORDS:
        return []
    asked = query.question
    there = [part for part in parts if holding(replace(query, question=asked[slice(*part)]), using)]
    shorter = [there] if there and len(there) < len(parts) else []
    if len(there) > 1:
        shorter += [[each for each in there if each != part] for part in there]
    ways = []
    for those in shorter:
        if way := _way(query, " ".join(asked[slice(*part)] for part in those), using):
            ways.append((len(those), way))
    ways.sort(key=lambda each: (-each[0], -each[1].count))
    return [way for _words, way in ways[:_MOST_WAYS]]


def _parts(question: str) -> list[tuple[int, int]]:
    """Where its words and laws begin and end, in order."""
    words = [(token.start, token.end) for token in plain_words(question) if not is_stop(token.exact)]
    return sorted([*words, *((law.start, law.end) for law in citations(question))])


def without_signs(query: Query, using: Engine | None = None) -> Way | None:
    """The question with its words alone: no quotation marks, refusals and other signs. Raises `EngineError`."""
    bare = " ".join(
        word.strip('"“”„«»()*~-−').rpartition(":")[2].partition("~")[0]
        for word in query.question.split()
        if not word.startswith(("-", "−")) and word not in {"OR", "ATAU", "AND", "DAN", "NOT", "BUKAN"}
    )
    bare = " ".join(bare.split())
    return _way(query, bare, using) if bare and bare != query.question else None


def twin(query: Query, using: Engine | None = None) -> Way | None:
    """The question in the other language: the other name of a concept where it is one, else word by word. Raises
    `EngineError`."""
    asked = query.question.strip()
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
    """Only where each word that says something has its like; half a translation is neither language."""
    words = asked.split()
    said: list[str] = []
    done = 0
    for each in translations(words):
        shown = [equivalent.words for equivalent in each.equivalents if not equivalent.hidden]
        if each.start < done or not shown:
            continue  # read once already
        said += [word for word in words[done : each.start] if not is_stop(word.casefold())]
        said.append(shown[0])
        done = each.end
    said += [word for word in words[done:] if not is_stop(word.casefold())]
    return " ".join(said) if done else ""


def _way(query: Query, question: str, using: Engine | None) -> Way | None:
    count = holding(replace(query, question=question), using)
    return Way(question, forms.address(query, question=question), count) if count else None
