"""What a question asks for in a field and nobody here has: topics, places, laws, periodicals and makers of no such name.

It is said only where it is true of all that is public: no work answers to the value alone, under whatever else the
search is narrowed to, and no entry of the thesaurus and no periodical is called so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from library.access import Rule
from library.changes import pending
from library.models import Law, Periodical, Shelf
from search.analysis import tokens, words
from search.counts import holding
from search.engines import Engine
from search.interpretation.held import held
from search.interpretation.lexicon import Kind, Label
from search.query.fields import NAMES
from search.query.words import Written, written
from search.research import Query

_MOST_ASKED = 6
_SIGNS = frozenset("*~")
_CONCEPTS: dict[str, Kind] = {"topic": "concept", "place": "place", "law": "law"}
_TOLD = frozenset({*_CONCEPTS, "periodical", "makers"})


@dataclass(frozen=True, slots=True)
class Unknown:
    """One sentence, and the (title, address) of each list that holds what is known."""

    sentence: str
    lists: tuple[tuple[str, str], ...]


def unknown_values(question: str, viewer: Rule, using: Engine | None = None) -> list[Unknown]:
    """What is to be said of the values in a question that nobody has; of refused ones and of those with signs nothing.
    Raises `EngineError`."""
    asked = {(part.field, part.text): part for part in written(question) if _told(part)}
    if pending():
        return []  # a work that is left out while it waits for the index may have it
    return [
        _said(field, text)
        for (field, text), part in list(asked.items())[:_MOST_ASKED]
        if not _known(field, text, viewer) and not holding(Query(_alone(part)), using)
    ]


def _told(part: Written) -> bool:
    plain = part.quoted or _SIGNS.isdisjoint(part.text)
    return (
        part.kind == "leaf" and part.field in _TOLD and not part.refused and plain and bool(words(part.text))
    )


def _alone(part: Written) -> str:
    """The value in its field as a question of its own, also out of brackets."""
    name = next(name for name, field in NAMES.items() if field == part.field)
    return f'{name}:"{part.text}"' if part.quoted else f"{name}:{part.text}"


def _known(field: str, text: str, viewer: Rule) -> bool:
    """Whether something has a name with all these words, though no work is about it."""
    label = Label.of(text, "")  # of a citation, the one token of its law
    asked = set(label.meaning) if label else {token.stem for token in words(text)}
    if any(asked.issubset(label.meaning) for label in _labels(field)):
        return True
    return any(asked <= {token.stem for token in tokens(name)} for name in _names(field, viewer))


def _labels(field: str) -> Iterator[Label]:
    for sense in held().lexicon.senses.values():
        if sense.kind == _CONCEPTS.get(field):
            yield from sense.labels


def _names(field: str, viewer: Rule) -> Iterator[str]:
    """What else that goes by which a field names; nothing of makers, who are known by their works."""
    for sense in held().lexicon.senses.values():
        if sense.kind == _CONCEPTS.get(field):
            yield sense.slug
    if field == "law":
        yield from (label.text for label in _labels(field))
        yield from Law.objects.values_list("about", flat=True)
    elif field == "periodical":
        for each in Periodical.objects.live():
            if not each.path.startswith(viewer.hidden):
                yield from (each.title, each.title_en, each.slug, each.issn_print, each.issn_electronic)


def _said(field: str, text: str) -> Unknown:
    match field:
        case "topic":
            sentence, title, room = (
                _("Tidak ada topik bernama “%(value)s” di sini."),
                _("Lihat semua topik"),
                "topics",
            )
        case "place":
            sentence, title, room = (
                _("Tidak ada tempat bernama “%(value)s” di sini."),
                _("Lihat semua tempat"),
                "places",
            )
        case "law":
            sentence, title, room = (
                _("Tidak ada peraturan bernama “%(value)s” di sini."),
                _("Lihat semua peraturan"),
                "laws",
            )
        case "periodical":
            sentence = _("Tidak ada jurnal atau buletin bernama “%(value)s” di sini.")
            return Unknown(sentence % {"value": text}, tuple(_shelves()))
        case _:
            sentence = _("Tidak ada orang atau lembaga bernama “%(value)s” di sini.")
            title, room = _("Lihat semua orang dan lembaga"), "people"
    return Unknown(sentence % {"value": text}, ((title, reverse(room)),))


def _shelves() -> Iterator[tuple[str, str]]:
    for shelf in Shelf.objects.live().order_by("path"):
        if shelf.holds_periodicals:
            yield _("Lihat rak %(title)s") % {"title": shelf.shown_title}, shelf.get_url() or ""
