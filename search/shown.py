"""Facets as readers see them: groups of choices with their names and counts, the years, and what is chosen.

Names are read from the database when they are shown, a query for each sort of name, so a new name is there at once. Of
people and periodicals only those are named whom a work that the viewer may see names.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from library.access import Rule
from library.models import Agent, Concept, Law, Periodical, Publication
from library.models.cards import KINDS
from library.notices import Audience
from search import forms
from search.analysis import fold
from search.facets import READABLE, RECORD_ALONE, SUBJECTS
from search.research import Query

Counts = Mapping[str, Mapping[str, int]]

#: So many values of a group stand open, the others behind "show all".
SHOWN_AT_ONCE = 8
#: So many are shown on the page of results; all of them stand on one of their own (`search.choosing`).
MOST_SHOWN = 50
_OPEN = frozenset({"kind", "topic"})
_BARS = 40
#: A histogram is as wide as so many bars at least: one year alone is a bar, not a block.
_FEWEST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Names:
    """Facet → value → name; and the concepts that nothing is broader than."""

    of: Mapping[str, Mapping[str, str]]
    general: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a group: `count` findings have it, under all that is chosen elsewhere."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: its parameter in the address, its first `choices`, the `others`, whether there are yet more, and where all
    of them stand (only of long lists)."""

    slug: str
    title: str
    choices: Sequence[Choice]
    others: Sequence[Choice]
    more: bool
    open: bool
    all_url: str = ""

    @property
    def size(self) -> int:
        return len(self.choices) + len(self.others)


def titles() -> dict[str, str]:
    """What the facets are called, in the order in which they are shown."""
    return {
        "kind": _("Jenis"),
        "topic": _("Topik"),
        "place": _("Tempat"),
        "law": _("Hukum"),
        "person": _("Orang dan lembaga"),
        "periodical": _("Jurnal dan buletin"),
        "language": _("Bahasa"),
        "access": _("Teks"),
        "audience": _("Untuk siapa"),
    }


# Names


def names(query: Query, counts: Counts, viewer: Rule) -> Names:
    """Facet → value → name, of the fixed lists in their order and of what the database knows of the most frequent and
    the chosen values. A value that it does not know, or not to this viewer, has no name."""
    asked = {facet: _most(counts.get(facet, {}), query.chosen.get(facet, ())) for facet in titles()}
    concepts, general = _concepts({facet: asked[facet] for facet in SUBJECTS})
    found = {
        "kind": {kind.slug: str(kind.name) for kind in KINDS},
        "language": {value: str(label) for value, label in Publication.Language.choices},
        "access": {READABLE: _("Dapat dibaca di sini"), RECORD_ALONE: _("Keterangannya saja")},
        "audience": {value: capfirst(str(label)) for value, label in Audience.choices},
        "person": _people(asked["person"], counts.get("person", {}), viewer),
        "periodical": _periodicals(asked["periodical"], viewer),
        **concepts,
    }
    return Names(found, general)


def _most(counts: Mapping[str, int], chosen: Collection[str]) -> list[str]:
    """The values to show: those chosen, and the most frequent."""
    frequent = sorted((value for value in counts if counts[value]), key=lambda value: (-counts[value], value))
    return list(dict.fromkeys([*chosen, *frequent[:MOST_SHOWN]]))


def _concepts(asked: Mapping[str, Iterable[str]]) -> tuple[dict[str, dict[str, str]], frozenset[str]]:
    slugs = {slug for those in asked.values() for slug in those}
    broader = Concept.broader.through.objects.filter(from_concept=OuterRef("pk"))
    rows = Concept.objects.filter(slug__in=slugs).select_related("law").annotate(below=Exists(broader))
    found = {row.slug: row for row in rows} if slugs else {}
    names = {
        facet: {slug: called(found[slug]) for slug in those if slug in found}
        for facet, those in asked.items()
    }
    return names, frozenset(slug for slug, row in found.items() if not row.below and _is_class(row))


def _is_class(concept: Concept) -> bool:
    """Whether it is one to look below; laws have nothing above or below them."""
    return getattr(concept, "law", None) is None


def called(concept: Concept) -> str:
    """A concept's name; a law with its number before it, under which people look for it."""
    law: Law | None = concept if isinstance(concept, Law) else getattr(concept, "law", None)
    if law is None or not law.numbered or law.citation in concept.label:
        return concept.label
    return f"{law.citation} · {law.short_name or law.label}"


def _people(slugs: Collection[str], counts: Mapping[str, int], viewer: Rule) -> dict[str, str]:
    """A person whom no finding names was brought in by an address; somebody whom only drafts name stays unnamed."""
    if not slugs:
        return {}
    seen = Publication.objects.seen(viewer).filter(contributions__agent=OuterRef("pk"))
    certain = [slug for slug in slugs if counts.get(slug)]
    may = Q(slug__in=certain)
    if len(certain) < len(slugs):
        may |= Q(Exists(seen), slug__in=slugs)
    return dict(Agent.objects.filter(may).values_list("slug", "name"))


def _periodicals(slugs: Collection[str], viewer: Rule) -> dict[str, str]:
    if not slugs:
        return {}
    found = Periodical.objects.live().filter(slug__in=slugs)
    return {each.slug: each.shown_title for each in found if not each.path.startswith(viewer.hidden)}


def followed(query: Query, viewer: Rule) -> Mapping[str, Sequence[str]]:
    """What is chosen, with people who were joined to another entry under the one that stayed, and periodicals under
    their slugs, however the address names them."""
    moved = {
        "person": _joined(query.chosen.get("person", ()), viewer),
        "periodical": _titled(query.chosen.get("periodical", ()), viewer),
    }
    return {
        facet: tuple(dict.fromkeys(moved.get(facet, {}).get(value, value) for value in values))
        for facet, values in query.chosen.items()
    }


def _joined(slugs: Collection[str], viewer: Rule) -> dict[str, str]:
    if not slugs:
        return {}
    seen = Publication.objects.seen(viewer).filter(contributions__agent=OuterRef("merged_into"))
    return dict(Agent.objects.filter(Exists(seen), slug__in=slugs).values_list("slug", "merged_into__slug"))


def _titled(values: Collection[str], viewer: Rule) -> dict[str, str]:
    """What names a periodical otherwise than by its slug → the slug: an ISSN of it, or the permanent id of any of its
    issues and articles. Neither changes when the title does."""
    if not values:
        return {}
    titles = [each for each in Periodical.objects.live() if not each.path.startswith(viewer.hidden)]
    slugs = {each.slug for each in titles}
    strange = [value for value in values if value not in slugs]
    works = Publication.objects.seen(viewer).filter(permanent__code__in=strange) if strange else []
    serials = {work.permanent.code: getattr(work.own, "serial", None) for work in works}
    found = {code: serial.slug for code, serial in serials.items() if serial and serial.slug in slugs}
    for each in titles:
        numbers = {_bare(each.issn_print), _bare(each.issn_electronic)} - {""}
        found |= {value: each.slug for value in strange if _bare(value) in numbers}
    return found


def _bare(issn: str) -> str:
    return "".join(filter(str.isalnum, issn)).upper()


def unknown(query: Query, known: Names) -> str:
    """The chosen values that nothing here has, as they stand in the address; "" where all are known."""
    strange = (
        value for facet, values in query.chosen.items() for value in values if value not in known.of[facet]
    )
    return ", ".join(strange)


# Groups


def groups(query: Query, counts: Counts, known: Names, more: Collection[str] = ()) -> list[Group]:
    """The facets with their exact counts. What is chosen stays in sight without findings; of a fixed list in which
    something is chosen, so does all the rest. `more` are the facets of which the engine told the most frequent values
    only. The tops of the thesaurus narrow least, and stand behind the others."""
    found = []
    for facet, title in titles().items():
        chosen, held = query.chosen.get(facet, ()), counts.get(facet, {})
        every = [
            Choice(value, label, held.get(value, 0), value in chosen)
            for value, label in known.of[facet].items()
            if held.get(value) or value in chosen or (chosen and facet not in LONG)
        ]
        every += [
            Choice(value, value, held.get(value, 0), True) for value in chosen if value not in known.of[facet]
        ]
        if facet in LONG:
            every.sort(
                key=lambda each: (
                    not each.chosen,
                    each.value in known.general,
                    -each.count,
                    each.label.casefold(),
                )
            )
        if every:
            fits = len(every) <= SHOWN_AT_ONCE + 1  # nobody unfolds a single one
            first = len(every) if fits else max(SHOWN_AT_ONCE, len(chosen))
            opened = facet in _OPEN or bool(chosen)
            name = forms.PARAMETERS[facet]
            long = facet in LONG and not fits
            all_url = reverse("search_choices", args=[name]) + forms.address(query) if long else ""
            found.append(Group(name, title, every[:first], every[first:], facet in more, opened, all_url))
    return found


#: Facets whose values are as many as the collection has; the others are fixed lists in an order of their own.
LONG = frozenset({*SUBJECTS, "person", "periodical"})


def every(
    query: Query, facet: str, counts: Mapping[str, int], viewer: Rule, sought: str = ""
) -> tuple[list[Choice], list[Choice]]:
    """Of one facet all that is chosen, and all other values that have findings and whose name holds each sought word; the
    most frequent first."""
    chosen = query.chosen.get(facet, ())
    slugs = list(dict.fromkeys([*chosen, *(value for value, count in counts.items() if count)]))
    called = _names_of(facet, slugs, counts, viewer)
    words = list(filter(None, map(fold, sought.split())))
    picked = [Choice(value, called.get(value, value), counts.get(value, 0), True) for value in chosen]
    others = [
        Choice(value, called[value], counts[value], False)
        for value in slugs
        if value not in chosen and value in called and _holds(called[value], words)
    ]
    others.sort(key=lambda each: (-each.count, each.label.casefold()))
    return picked, others


def named(facet: str, sought: str) -> list[str]:
    """The values of a facet whose name holds each sought word as it is written, so many as one question may choose."""
    model, names = {
        "person": (Agent, ["name"]),
        "periodical": (Periodical, ["title", "title_en"]),
    }.get(facet, (Concept, ["label_id", "label_en"]))
    rows = model.objects.order_by("pk")
    for word in sought.split():
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names)))
    return list(rows.values_list("slug", flat=True)[:MOST_SHOWN])


def _names_of(facet: str, slugs: Collection[str], counts: Mapping[str, int], viewer: Rule) -> dict[str, str]:
    match facet:
        case "person":
            return _people(slugs, counts, viewer)
        case "periodical":
            return _periodicals(slugs, viewer)
    return _concepts({facet: slugs})[0][facet]


def _holds(label: str, words: Sequence[str]) -> bool:
    folded = [fold(each) for each in label.split()]
    return all(any(word in each for each in folded) for word in words)


def years(query: Query, counts: Counts) -> dict[str, Any]:
    """The years chosen, and a small histogram of those that can be: by year, or by decade where they are many."""
    held = {int(year): count for year, count in counts.get("year", {}).items() if year.isdecimal()}
    first, last = query.years or (None, None)
    if not held:
        return {"first": first, "last": last, "bars": []}
    oldest, newest = min(held), max(held)
    step = 1 if newest - oldest < _BARS else 10
    grouped = dict.fromkeys(range(oldest // step * step, newest + 1, step), 0)
    for year, count in held.items():
        grouped[year // step * step] += count
    highest = max(grouped.values())
    bars = [
        {
            "title": str(start) if step == 1 else f"{start}–{start + step - 1}",
            "count": count,
            "height": round(100 * count / highest),
            "chosen": start + step > (first or 0) and start <= (last or start),
        }
        for start, count in grouped.items()
    ]
    width = max(len(bars), _FEWEST_PLACES)
    return {
        "first": first,
        "last": last,
        "bars": bars,
        "width": width,
        "few": len(bars) < width,
        "oldest": oldest,
        "newest": newest,
    }


# What is chosen


def chips(query: Query, known: Names) -> list[dict[str, str]]:
    """What the search is narrowed to, each with the address that takes it away."""
    called = titles()
    found = []
    for facet, values in query.chosen.items():
        for value in values:
            url = forms.address(query, chosen=forms.without(query, facet, value))
            label = known.of[facet].get(value, value)
            found.append({"group": called[facet], "label": label, "url": url})
    if query.years:
        label = forms.years_text(query.years).replace("-", "–")
        found.append({"group": _("Tahun"), "label": label, "url": forms.address(query, years=None)})
    if query.exact:
        found.append(
            {"group": "", "label": _("persis seperti ditulis"), "url": forms.address(query, exact=False)}
        )
    return found
