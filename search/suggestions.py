"""What is offered while a reader types: works by title, people, concepts by any of their names, laws by number.

A table in memory proposes, the database disposes: every name that is offered was read a moment ago from a row that
everybody may see. So the table may be a little old, and is never wrong about what is public. It follows the works by
the dates of their permanent ids, and the vocabulary and the people every two minutes. Nothing of what is typed is kept.
"""

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from library.access import Rule, public
from library.models import Agent, Concept, Contribution, Law, PermanentId, Publication
from library.models.cards import KINDS
from library.models.querysets import kinds_of
from search.analysis import is_law, tokens
from search.shown import called

FEWEST_LETTERS = 2
MOST_SUGGESTIONS = 8
_MOST_WORDS = 8
_MOST_PROPOSED = 12
_MOST_RANKED = 40
_AFTER = "\U0010ffff"

_LIFETIME = 120.0
"""Seconds after which all names are read again, those of concepts and people with them."""
_MOST_CHANGED = 300
"""Works that are looked through beside the table before it is made anew."""
_OVERLAP = timedelta(seconds=90)
"""Changes are looked for a little further back: one that was dated earlier may have come in later."""

Sort = Literal["concept", "person", "work"]
_SHARES: Mapping[Sort, int] = {"concept": 3, "person": 2, "work": 5}
"""So many of each sort at first; what others leave free is filled up."""

_UNSAID = frozenset({"tentang", "dan", "the", "of", "no", "nomor", "nomer", "th", "thn", "tahun"})
"""Words that may stand in the number of a law, and tell nothing of it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line: what it is ("Topik"), its name, where it leads, and the language of the name, if that is known."""

    kind: str
    label: str
    url: str
    language: str = ""


class _Entry(NamedTuple):
    """A thing that can be offered: its key, its names as folded words, and its weight: how many works name it, or of a
    work its date."""

    sort: Sort
    key: int
    names: tuple[tuple[str, ...], ...]
    weight: int


def suggest(typed: str) -> list[Suggestion]:
    """At most `MOST_SUGGESTIONS` for what is typed, the likeliest first; none for less than `FEWEST_LETTERS` letters.

    Each typed word must begin a word of one name of what is offered, in any order.
    """
    words = _words(typed)[:_MOST_WORDS]
    if sum(map(len, words)) < FEWEST_LETTERS:
        return []
    if len(words) > 1:
        words = [word for word in words if word not in _UNSAID] or words
    rule = public()
    return _confirmed(_table.proposed(words, rule), rule)


def _words(text: str) -> list[str]:
    return [token.exact for token in tokens(text) if not is_law(token.exact)]


def names_read() -> None:
    """Read all that can be offered, which the first who types would else wait for."""
    _table.proposed([], public())


# The table


class _Index:
    """Entries in an order that says which are likelier, and all their words in the order of letters. Immutable."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: (_ORDER[entry.sort], -entry.weight))
        self.words = sorted(
            {
                (word, place)
                for place, entry in enumerate(self.entries)
                for name in entry.names
                for word in name
            }
        )
        sorts = [_ORDER[entry.sort] for entry in self.entries]
        ends = [bisect_left(sorts, order) for order in range(len(_ORDER) + 1)]
        self.segments = [range(begin, end) for begin, end in pairwise(ends)]

    def proposed(self, words: list[str]) -> Iterator[tuple[tuple[bool, bool, bool, int, int], _Entry]]:
        """What has all the words, with its rank."""
        places: set[int] | None = None
        for word in sorted(words, key=len, reverse=True):
            begun = bisect_left(self.words, (word,))
            ended = bisect_left(self.words, (word + _AFTER,), begun)
            if places is None:
                places = {place for _word, place in self.words[begun:ended]}
            elif ended - begun < 20 * len(places):
                places &= {place for _word, place in self.words[begun:ended]}
            else:  # a common beginning, and few left: look at those
                places = {place for place in places if _begins(self.entries[place], word)}
        ordered = sorted(places or ())
        for segment in self.segments:
            first = bisect_left(ordered, segment.start)
            last = min(first + _MOST_RANKED, bisect_left(ordered, segment.stop, first))
            for place in ordered[first:last]:
                entry = self.entries[place]
                yield _rank(entry, place, words), entry


_ORDER: Mapping[Sort, int] = {"concept": 0, "person": 1, "work": 2}


class _Table:
    """Three indexes of what can be offered: concepts and people, works, and the works that changed since that was made."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names, self._works, self._recent = _Index(()), _Index(()), _Index(())
        self._changed: frozenset[int] = frozenset()
        self._rule: Rule | None = None
        self._made_for: datetime | None = None
        self._followed: datetime | None = None
        self._names_at = self._works_at = 0.0

    def proposed(self, words: list[str], rule: Rule) -> list[_Entry]:
        with self._lock:
            self._follow(rule)
            names, works, recent, changed = self._names, self._works, self._recent, self._changed
        ranked = [
            *names.proposed(words),
            *((rank, entry) for rank, entry in works.proposed(words) if entry.key not in changed),
            *recent.proposed(words),
        ]
        ranked.sort(key=lambda pair: (pair[0], _ORDER[pair[1].sort], pair[1].key))
        return list(_shared_out(entry for _rank, entry in ranked))

    def _follow(self, rule: Rule) -> None:
        """Bring it up to the database: the works that changed at once, the other names now and then."""
        now = time.monotonic()
        newest = PermanentId.objects.order_by("-changed").values_list("changed", flat=True).first()
        if self._rule != rule or self._made_for is None:
            self._make_works(rule, newest, now)
        elif self._followed != newest:
            since = PermanentId.objects.filter(changed__gt=self._made_for - _OVERLAP)
            self._changed = frozenset(since.values_list("publication_id", flat=True))
            if len(self._changed) > _MOST_CHANGED and now - self._works_at > _LIFETIME:
                self._make_works(rule, newest, now)
            else:
                self._recent = _Index(_works(rule, self._changed))
        if self._rule != rule or self._followed != newest or now - self._names_at > _LIFETIME:
            self._names, self._names_at = _Index([*_concepts(rule), *_people(rule)]), now
        self._rule, self._followed = rule, newest

    def _make_works(self, rule: Rule, newest: datetime | None, now: float) -> None:
        self._works, self._works_at = _Index(_works(rule)), now
        self._recent, self._changed = _Index(()), frozenset()
        self._made_for = newest


_table = _Table()


def _begins(entry: _Entry, word: str) -> bool:
    return any(each.startswith(word) for name in entry.names for each in name)


def _rank(entry: _Entry, place: int, words: list[str]) -> tuple[bool, bool, bool, int, int]:
    """First what has all the words in one name and begins with them, then what has the word whole; in the table's own
    order what works name often, and among works the newest."""
    holding = [
        name for name in entry.names if all(any(each.startswith(word) for each in name) for word in words)
    ]
    first = words[0]
    begins = any(name[0].startswith(first) for name in holding)
    whole = any(first in name for name in holding)
    shortest = 0 if entry.sort != "work" else min(map(len, holding), default=99)
    return not holding, not begins, not whole, shortest, place


def _shared_out(ranked: Iterable[_Entry]) -> Iterator[_Entry]:
    """A few of each sort first, in their order; behind them the rest."""
    taken: Counter[Sort] = Counter()
    rest: list[_Entry] = []
    given = 0
    for entry in ranked:
        if taken[entry.sort] < _SHARES[entry.sort]:
            taken[entry.sort] += 1
            given += 1
            yield entry
        else:
            rest.append(entry)
        if given + len(rest) >= _MOST_PROPOSED * 4:
            break
    yield from rest[: _MOST_PROPOSED - given]


def _works(rule: Rule, only: Iterable[int] | None = None) -> Iterator[_Entry]:
    rows = Publication.objects.seen(rule).order_by()
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    told = rows.values_list("pk", "issued_sort", "title", "subtitle", "parallel_title")
    for key, issued, title, subtitle, parallel in told:
        names = (tuple(_words(f"{title} {subtitle}")), tuple(_words(parallel)))
        yield _Entry("work", key, tuple(filter(None, names)), issued)


def _concepts(rule: Rule) -> Iterator[_Entry]:
    seen = Publication.objects.seen(rule).order_by().values("pk")
    named = Concept.objects.filter(subjects__publication__in=seen).order_by()
    often = Counter(named.values_list("pk", flat=True))
    for concept in Concept.objects.select_related("law"):
        law: Law | None = getattr(concept, "law", None)
        labels = [*concept.labels(), concept.notation, *(_of_law(law) if law else ())]
        names = dict.fromkeys(tuple(_words(label)) for label in labels)
        yield _Entry("concept", concept.pk, tuple(filter(None, names)), often[concept.pk])


def _of_law(law: Law) -> list[str]:
    """How a law is cited and called, with all that people write around its number."""
    kind = f"{law.kind} {law.get_kind_display()} {law.kind}{law.number} {law.number} {law.year or ''}"
    return [kind, f"{kind} {law.about} {law.short_name}"]


def _people(rule: Rule) -> Iterator[_Entry]:
    seen = Publication.objects.seen(rule).order_by().values("pk")
    often = Counter(
        Contribution.objects.filter(publication__in=seen).order_by().values_list("agent_id", flat=True)
    )
    for agent in Agent.objects.current().filter(pk__in=list(often)).order_by():
        names = (tuple(_words(name)) for name in (agent.name, *agent.as_name.variants))
        yield _Entry("person", agent.pk, tuple(filter(None, names)), often[agent.pk])


# What the database says of them now


def _confirmed(proposed: list[_Entry], rule: Rule) -> list[Suggestion]:
    keys: dict[Sort, list[int]] = {
        sort: [entry.key for entry in proposed if entry.sort == sort] for sort in _SHARES
    }
    found: dict[tuple[Sort, int], Suggestion] = {}
    if keys["concept"]:
        concepts = Concept.objects.filter(pk__in=keys["concept"]).order_by()
        for key, *told in concepts.values_list("pk", *_OF_CONCEPTS):
            found["concept", key] = _concept(*told)
    if keys["person"]:
        seen = Publication.objects.seen(rule).filter(contributions__agent=OuterRef("pk")).order_by()
        people = Agent.objects.current().filter(Exists(seen), pk__in=keys["person"]).order_by()
        for agent in people.only("name", "slug", "kind"):
            kind = _("Lembaga") if agent.is_organisation else pgettext("satu", "Orang")
            found["person", agent.pk] = Suggestion(kind, agent.name, agent.get_absolute_url())
    if keys["work"]:
        works = Publication.objects.seen(rule).filter(pk__in=keys["work"]).order_by()
        kinds = {kind.slug: str(kind.name) for kind in KINDS}
        any_work = (
            Publication()
        )  # it takes on one address after the other: to make a page for each costs more
        for key, title, any_work.url_path, language, model, *serial in works.values_list(*_OF_WORKS):
            slug = next(filter(None, serial), "") or _kinds().get(model, "")
            found["work", key] = Suggestion(kinds.get(slug, ""), title, any_work.address, language)
    there = [found[entry.sort, entry.key] for entry in proposed if (entry.sort, entry.key) in found]
    return there[:MOST_SUGGESTIONS]


#: Few columns, and no objects made of them: whoever types waits for this.
_OF_LAWS = ("kind", "number", "year", "short_name")
_OF_CONCEPTS = ("slug", "label_id", "label_en", "notation", "place", *(f"law__{name}" for name in _OF_LAWS))
_OF_WORKS = (
    "pk",
    "title",
    "url_path",
    "language",
    "content_type",
    "issue__serial__kind_slug",
    "article__host__serial__kind_slug",
)


@cache
def _kinds() -> dict[int, str]:
    """The slug of the kind that a content type is of; issues and articles ask their periodical."""
    models = kinds_of(Publication)
    types = ContentType.objects.get_for_models(*models)
    return {types[model].pk: model.KIND.slug for model in models}


def _concept(
    slug: str, label_id: str, label_en: str, notation: str, place: int | None, kind: str | None, *law: Any
) -> Suggestion:
    labels = {"slug": slug, "label_id": label_id, "label_en": label_en, "notation": notation}
    if kind is not None:
        told = Law(**labels, kind=kind, **dict(zip(_OF_LAWS[1:], law, strict=True)))
        return Suggestion(_("Hukum"), called(told), told.get_absolute_url())
    label = (label_en if get_language() == "en" else "") or label_id
    if place is not None:
        return Suggestion(_("Tempat"), label, reverse("place", args=[slug]))
    return Suggestion(pgettext("satu", "Topik"), label, reverse("topic", args=[slug]))
