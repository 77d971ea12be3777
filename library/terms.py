"""The thesaurus between its rows and its value (`library.thesaurus`): brought in without loss, given out as it stands.

Nothing is ever taken away by bringing a thesaurus in: an entry that a file does not name stays as it is, because works
may be about it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from library.models import AmbiguousLabel, Concept, ConceptGroup, Law, Place
from library.thesaurus.values import (
    Ambiguous,
    Entry,
    Group,
    Labels,
    LawFacts,
    PlaceLevel,
    Thesaurus,
)

_LAW_FACTS = ("number", "about", "short_name", "issuer", "gazette", "status")
_MAY_BE_SILENT = ("about", "short_name", "issuer", "gazette", "status", "amended_by", "repealed_by")


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """How many entries were new, altered, or the same as before."""

    added: int = 0
    altered: int = 0
    same: int = 0


def bring_in(thesaurus: Thesaurus) -> BroughtIn:
    """Make the rows say what the thesaurus says, entry by entry, in one transaction.

    An entry is known by its slug; a law also by its kind, number and year, so that one that came with its text takes
    the slug of the thesaurus. Raises nothing of its own: a thesaurus is checked before (`Thesaurus.check`).
    """
    with transaction.atomic():
        groups = {group.slug: _group(group, position) for position, group in enumerate(thesaurus.groups)}
        before = {entry.slug: entry for entry in held().entries}
        known = dict(Concept.objects.values_list("slug", "pk"))
        rows: dict[str, tuple[Concept, Entry]] = {}
        added = altered = same = 0
        for told in thesaurus.entries:
            entry = _with_what_is_known(told, before)
            if before.get(entry.slug) == entry:
                same += 1
                continue
            row, new = _row(entry, groups)
            rows[entry.slug] = row, entry
            added, altered = added + new, altered + (not new)
        # With the slugs of before: what a law that takes a new one was called by others is still the same law.
        known |= dict(Concept.objects.values_list("slug", "pk"))
        for row, entry in rows.values():
            _relate(row, entry, known)
        for word in thesaurus.ambiguous:
            _ambiguous(word, known)
    return BroughtIn(added, altered, same)


def held() -> Thesaurus:
    """The thesaurus as the rows say it."""
    relations = ("broader", "related")
    concepts = Concept.objects.select_related("law", "place").prefetch_related(
        *relations, "law__amended_by", "law__repealed_by"
    )
    return Thesaurus(
        tuple(_entry(concept) for concept in concepts.order_by("pk")),
        tuple(Group(row.slug, row.label_id, row.label_en) for row in ConceptGroup.objects.all()),
        _words(),
    )


def _with_what_is_known(entry: Entry, held: Mapping[str, Entry]) -> Entry:
    """What the text of a law told of it is not forgotten because a file is silent."""
    before = held.get(entry.slug)
    if before is None and (law := _same_law(entry.law)):
        before = held.get(law.slug)
    if entry.law is None or before is None or before.law is None:
        return entry
    known = {name: getattr(before.law, name) for name in _MAY_BE_SILENT if not getattr(entry.law, name)}
    notation = entry.notation or before.notation
    return replace(entry, law=replace(entry.law, **known), notation=notation)


def _group(group: Group, position: int) -> ConceptGroup:
    defaults = {"label_id": group.label_id, "label_en": group.label_en, "position": position}
    return ConceptGroup.objects.update_or_create(slug=group.slug, defaults=defaults)[0]


def _row(entry: Entry, groups: Mapping[str, ConceptGroup]) -> tuple[Concept, bool]:
    """The row of an entry, saved without its relations, and whether it is new."""
    kind = Law if entry.law is not None else Place if entry.place is not None else Concept
    row = kind.objects.filter(slug=entry.slug).first() or _same_law(entry.law)
    new = row is None
    if row is None:
        plain = Concept.objects.filter(slug=entry.slug).first()
        row = kind() if plain is None else _grown(plain, kind)
        new = plain is None
    row.slug = entry.slug
    for language, labels in zip(("id", "en", "su"), entry.labels, strict=True):
        setattr(row, f"label_{language}", labels.pref)
        setattr(row, f"alternatives_{language}", "\n".join(labels.alternatives))
        setattr(row, f"hidden_{language}", "\n".join(labels.hidden))
    row.scope_note_id, row.scope_note_en = entry.scope_note_id, entry.scope_note_en
    row.group = groups.get(entry.group) or ConceptGroup.objects.filter(slug=entry.group).first()
    row.notation, row.matches = entry.notation, "\n".join(entry.matches)
    if isinstance(row, Law) and entry.law is not None:
        _tell_law(row, entry.law)
    if isinstance(row, Place) and entry.place is not None:
        row.level = entry.place.value
    row.save()
    return row, new


def _same_law(facts: LawFacts | None) -> Law | None:
    """The law that came with its text and is named by kind, number and year; of kinds that many bodies issue, none."""
    if facts is None or not facts.number or not facts.year or facts.kind in Law.ISSUED_BY_MANY:
        return None
    return Law.objects.filter(kind=facts.kind, number=facts.number, year=facts.year).first()


def _grown(plain: Concept, kind: type[Concept]) -> Concept:
    """A concept that turns out to be a law or a place keeps its row, its key and the works about it."""
    grown = kind(concept_ptr_id=plain.pk)
    grown.__dict__.update({name: value for name, value in plain.__dict__.items() if name != "_state"})
    return grown


def _tell_law(law: Law, facts: LawFacts) -> None:
    law.kind = facts.kind if facts.kind in Law.Kind.values else Law.Kind.OTHER
    law.year = facts.year or None
    for name in _LAW_FACTS:
        if getattr(facts, name) or name not in _MAY_BE_SILENT:
            setattr(law, name, getattr(facts, name))


def _relate(row: Concept, entry: Entry, known: Mapping[str, int]) -> None:
    relations: dict[str, Iterable[str]] = {"broader": entry.broader, "related": entry.related}
    if isinstance(row, Law) and entry.law is not None:
        relations |= {name: getattr(entry.law, name) for name in ("amended_by", "repealed_by")}
    for name, slugs in relations.items():
        getattr(row, name).set(known[slug] for slug in slugs if slug in known)


def _ambiguous(word: Ambiguous, known: Mapping[str, int]) -> None:
    notes = {"note_id": word.note_id, "note_en": word.note_en}
    row = AmbiguousLabel.objects.update_or_create(label=word.label, defaults=notes)[0]
    row.candidates.clear()
    for slug in word.candidates:  # one after the other: the rows between keep their order
        if slug in known:
            row.candidates.add(known[slug])


def _entry(concept: Concept) -> Entry:
    own = concept.own
    labels = [
        Labels(
            getattr(concept, f"label_{language}"),
            tuple(concept.lines(f"alternatives_{language}")),
            tuple(concept.lines(f"hidden_{language}")),
        )
        for language in ("id", "en", "su")
    ]
    return Entry(
        concept.slug,
        *labels,
        broader=tuple(each.slug for each in concept.broader.all()),
        related=tuple(each.slug for each in concept.related.all()),
        scope_note_id=concept.scope_note_id,
        scope_note_en=concept.scope_note_en,
        group=concept.group_id or "",
        notation=concept.notation,
        law=_facts(own) if isinstance(own, Law) else None,
        place=PlaceLevel(own.level) if isinstance(own, Place) and own.level else None,
        matches=tuple(concept.matches.splitlines()),
    )


def _facts(law: Law) -> LawFacts:
    told: dict[str, Any] = {name: getattr(law, name) for name in _LAW_FACTS}
    return LawFacts(
        kind=law.kind,
        year=law.year or 0,
        amended_by=tuple(each.slug for each in law.amended_by.all()),
        repealed_by=tuple(each.slug for each in law.repealed_by.all()),
        **told,
    )


def _words() -> tuple[Ambiguous, ...]:
    """The ambiguous words, each with its candidates in the order in which they were given."""
    candidates: dict[int, list[str]] = {}
    through = AmbiguousLabel.candidates.through.objects.order_by("pk")
    for word, slug in through.values_list("ambiguouslabel_id", "concept__slug"):
        candidates.setdefault(word, []).append(slug)
    return tuple(
        Ambiguous(row.label, tuple(candidates.get(row.pk, ())), row.note_id, row.note_en)
        for row in AmbiguousLabel.objects.order_by("pk")
    )
