"""How a question was read, as a reader sees it: what is also searched, each with the address that takes it away, and
the words that may mean several things, each meaning with the address that chooses it."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search import forms
from search.interpretation import Added, Choices, Doubt, Interpretation
from search.interpretation.lexicon import Sense
from search.research import Query

#: So many names of one reading stand on its chip, and so many chips stand open.
NAMES_SHOWN = 2
CHIPS_SHOWN = 4
_ROOMS = {"concept": "topic", "law": "law", "place": "place"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One reading: the words as typed, what is searched beside them (the first few, and all), where to read of the
    concept, and the address that takes the reading away."""

    typed: str
    names: str
    others: int
    every: str
    url: str
    away_url: str


@dataclass(frozen=True, slots=True)
class Question:
    """A doubtful word, and the (name, address) of each meaning. The thesaurus' own note on it is for editors."""

    typed: str
    meanings: list[tuple[str, str]]


def shown(found: Interpretation, query: Query) -> dict[str, Any]:
    """What `search/_interpretation.html` needs; empty where nothing was read into the question."""
    if found.question.tree is None or found.question.exact:
        return {}
    chips = [_chip(added, query) for added in found.added]
    return {
        "chips": chips[:CHIPS_SHOWN],
        "more_chips": chips[CHIPS_SHOWN:],
        "every": [chip for chip in chips if chip.others],
        "why": why(found),
        "doubts": [_question(doubt, query) for doubt in found.doubts],
        "plain": query.choices.plain,
        "plain_url": _address(query, Choices(without=(forms.EVERYTHING,))) if chips else "",
        "again_url": _address(query, replace(query.choices, without=(), plain=False))
        if query.choices.without
        else "",
    }


def why(found: Interpretation) -> str:
    """Why texts in another language than the question's may be among the findings; "" where none may."""
    languages = frozenset().union(*(added.languages for added in found.added))
    if found.language == "en" and "id" in languages:
        return _(
            "Sebagian besar naskah di sini berbahasa Indonesia, jadi kata-kata Inggris Anda juga dicari dalam bahasa Indonesia."
        )
    if found.language == "id" and "en" in languages:
        return _(
            "Kata-kata Anda juga dicari dalam bahasa Inggris, agar naskah berbahasa Inggris ikut ditemukan."
        )
    return ""


def hidden(query: Query) -> list[dict[str, str]]:
    """The reader's choices as fields of the form, so that narrowing and sorting keep them."""
    return [{"name": name, "value": value} for name, value in forms.choices_in_address(query.choices)]


def _chip(added: Added, query: Query) -> Chip:
    names = [*added.labels, *added.narrower]
    return Chip(
        added.typed,
        ", ".join(names[:NAMES_SHOWN]),
        max(0, len(names) - NAMES_SHOWN),
        ", ".join(names),
        _room(added.concept) if added.concept else "",
        _address(query, _without(query.choices, added)),
    )


def _without(choices: Choices, added: Added) -> Choices:
    """A meaning that was chosen is no longer meant; another reading is left out."""
    if added.chosen:
        return replace(choices, meant=tuple(each for each in choices.meant if each != added.key))
    return replace(choices, without=(*choices.without, added.key))


def _question(doubt: Doubt, query: Query) -> Question:
    meanings = [
        (
            _name(option),
            _address(query, replace(query.choices, meant=(*query.choices.meant, option.slug))),
        )
        for option in doubt.options
    ]
    return Question(doubt.typed, meanings)


def _name(sense: Sense) -> str:
    return (sense.name_en if get_language() == "en" else "") or sense.name_id


def _room(sense: Sense) -> str:
    return reverse(_ROOMS[sense.kind], args=[sense.slug])


def _address(query: Query, choices: Choices) -> str:
    return forms.address(query, choices=choices)
