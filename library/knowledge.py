"""The pages of topics, places, laws, people and organisations: what each means, and the works that belong to it.

The vocabulary itself is public, its hidden labels aside. A person or an organisation is shown only where some work
that the viewer may see names them: a name in a draft is nobody's business, nor is where its address leads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail import hooks

from library import counting
from library.access import Rule, public, rule_for
from library.metadata import schema_org
from library.models import Agent, Concept, Contribution, Law, Place, Publication
from library.models import Subject as SubjectOfWork
from library.models.cards import KINDS
from library.models.described import absolute
from library.neighbours import Neighbourhood, around
from library.record import Subject
from library.thesaurus_files import FILES
from library.trees import groups, works_about

_CARDS_A_PAGE = 24
#: With more people than this, their index shows one letter at a time.
_PEOPLE_A_PAGE = 400
#: Where the feed of a page of each index is.
_FEEDS = {"topics": "feed_topic", "places": "feed_place", "laws": "feed_law"}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a concept in one language; `heading` says which."""

    heading: str
    language: str
    labels: list[str]


# The indexes


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """`/topik/`: the concepts by group, each a tree, with the number of works about each and all below it."""
    concepts = Concept.objects.filter(law=None, place=None).select_related("group")
    context = {
        "groups": groups(concepts, works_about(_seen(rule_for(request)))),
        "files": [(file.name, reverse("thesaurus_file", args=[ending])) for ending, file in FILES.items()],
    }
    return _index(request, "topics", context, list(concepts))


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """`/tempat/`: the places, those within others below them."""
    found = Place.objects.select_related("group")
    trees = groups(found, works_about(_seen(rule_for(request))))
    return _index(request, "places", {"groups": trees}, list(found))


@require_safe
def laws(request: HttpRequest) -> HttpResponse:
    """`/hukum/`: the laws and regulations, by their kind, the newest first."""
    order = {kind: place for place, kind in enumerate(Law.Kind.values)}
    entries = sorted(
        Law.objects.all(), key=lambda law: (order[law.kind], -(law.year or 0), law.number.zfill(6), law.pk)
    )
    counts = works_about(_seen(rule_for(request)))
    kinds = [
        (Law.Kind(kind), [(law, counts.get(law.pk, 0)) for law in found])
        for kind, found in groupby(entries, key=lambda law: law.kind)
    ]
    return _index(request, "laws", {"groups": kinds}, entries)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """`/orang/`: everybody whom a work names, by the letter under which they are filed; where they are many, one letter
    at a time (`?huruf=s`)."""
    seen = _seen(rule_for(request))
    named = Agent.objects.current().filter(contributions__publication__in=seen.values("pk"))
    found = list(
        named.annotate(works=Count("contributions__publication", distinct=True)).order_by("sort_name", "pk")
    )
    letters = [(letter, list(those)) for letter, those in groupby(found, key=lambda each: _letter(each))]
    every = [(letter, len(those)) for letter, those in letters]
    alone = len(found) > _PEOPLE_A_PAGE
    if alone:
        asked = request.GET.get("huruf", "")[:1].upper()
        chosen = asked if asked in dict(every) else every[0][0]
        letters = [(letter, those) for letter, those in letters if letter == chosen]
    context = {
        "letters": letters,
        "every": every,
        "alone": alone,
        "chosen": letters[0][0] if alone else "",
    }
    shown = [each for _letter, those in letters for each in those]
    return _index(request, "people", context, shown, total=len(found))


# The pages


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """`/topik/<slug>/`: a concept; a law and a place have pages of their own."""
    found = around(slug)
    if found is None:
        raise Http404
    if type(found.concept) is not Concept:
        return HttpResponseRedirect(found.concept.get_absolute_url())
    return _about(request, found, "library/topic.html", {})


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """`/tempat/<slug>/`."""
    found = around(slug)
    if found is None or not isinstance(found.concept, Place):
        raise Http404
    return _about(request, found, "library/place.html", {})


@require_safe
def law(request: HttpRequest, slug: str) -> HttpResponse:
    """`/hukum/<slug>/`: a law, what changed it, its text where we hold it, and the works about it."""
    found = around(slug)
    if found is None or not isinstance(found.concept, Law):
        raise Http404
    texts = _seen(rule_for(request)).filter(regulation__law=found.concept.pk).order_by("issued_sort", "pk")
    return _about(request, found, "library/law.html", {"texts": list(texts)})


@require_safe
def agent(request: HttpRequest, slug: str) -> HttpResponse:
    """`/orang/<slug>/`: a person or an organisation, and what they made; joined entries lead to the one that stayed."""
    asked = get_object_or_404(Agent.objects.select_related("merged_into"), slug=slug)
    found = asked.merged_into or asked
    viewer = rule_for(request)
    own = Contribution.objects.filter(agent=found)
    works = _seen(viewer).filter(pk__in=own.values("publication"))
    roles = (
        own.filter(publication__in=works.values("pk"))
        .order_by()
        .values_list("role")
        .annotate(works=Count("publication", distinct=True))
    )
    counts = dict(roles)
    if not viewer.everything and not counts:
        raise Http404
    everybody = not viewer.everything or works.seen(public()).exists()
    if found is not asked:
        return HttpResponseRedirect(found.get_absolute_url())
    crumbs = [{"title": _("Orang dan lembaga"), "url": reverse("people")}]
    data = schema_org.person(
        name=found.as_name,
        address=absolute(found.get_absolute_url()),
        orcid=found.orcid,
        description=found.about,
        same_as=[found.website] if found.website else [],
        crumbs=_way(crumbs, found.name, found.get_absolute_url()),
    )
    context = {
        "agent": found,
        "variants": found.as_name.variants,
        "roles": [(label, counts[role]) for role, label in Contribution.Role.choices if role in counts],
        "question": found.name,
        "crumbs": crumbs,
        "data": schema_org.script(data),
        "feed_url": reverse("feed_agent", args=[found.slug]) if everybody else "",
        **_shelf(request, works),
    }
    return render(request, "library/agent.html", context)


# What they are made of


def _seen(viewer: Rule) -> Any:
    return Publication.objects.seen(viewer).filter(live=True)


def _about(
    request: HttpRequest, found: Neighbourhood, template: str, more: Mapping[str, Any]
) -> HttpResponse:
    concept = found.concept
    about = SubjectOfWork.objects.filter(concept__in=found.keys)
    works = _seen(rule_for(request)).filter(pk__in=about.values("publication"))
    indexes = {Law: ("laws", _("Hukum")), Place: ("places", _("Tempat"))}
    name, title = indexes.get(type(concept), ("topics", _("Topik")))
    crumbs = [{"title": title, "url": reverse(name)}]
    names = _names(concept)
    data = schema_org.concept(
        subject=_as_subject(concept),
        set_name=_("Tesaurus"),
        set_address=absolute(reverse("topics")),
        description=concept.scope_note,
        alternatives=[label for each in names for label in each.labels],
        same_as=concept.lines("matches"),
        crumbs=_way(crumbs, concept.label, concept.get_absolute_url()),
    )
    context = {
        "concept": concept,
        "around": found,
        "names": names,
        "below": len(found.keys) - 1,
        "question": concept.citation if isinstance(concept, Law) else concept.label,
        "crumbs": crumbs,
        "data": schema_org.script(data),
        "speaking": _speaking(concept),
        "feed_url": reverse(_FEEDS[name], args=[concept.slug]),
        **_shelf(request, works),
        **more,
    }
    return render(request, template, context)


def _speaking(concept: Concept) -> Any:
    """The passages of public texts that speak of it, as the floor above finds them: a hook `passages_about` gives
    `total` and `works`, each with its `publication`, `hits` (`url`, `label`, `number`, `snippet`) and `more_url`; None where nothing can be found."""
    return next(filter(None, (find(concept) for find in hooks.get_hooks("passages_about"))), None)


def _names(concept: Concept) -> list[Names]:
    """What else it is called: first in the reader's language, then in the others. What is hidden is not among them."""
    here = get_language() or "id"
    headings = {
        "id": _("Dalam bahasa Indonesia"),
        "en": _("Dalam bahasa Inggris"),
        "su": _("Dalam bahasa Sunda"),
    }
    names = []
    for language in sorted(headings, key=lambda each: each != here):
        labels = [getattr(concept, f"label_{language}"), *concept.lines(f"alternatives_{language}")]
        labels = [each for each in dict.fromkeys(labels) if each and each != concept.label]
        heading = _("Nama lain") if language == here else headings[language]
        if labels:
            names.append(Names(heading, language, labels))
    return names


def _as_subject(concept: Concept) -> Subject:
    kind = {Law: "law", Place: "place"}.get(type(concept), "concept")
    notation = concept.citation if isinstance(concept, Law) and concept.numbered else concept.notation
    return Subject(concept.label_id, concept.label_en, kind, notation, absolute(concept.get_absolute_url()))


def _way(crumbs: Sequence[Mapping[str, str]], title: str, url: str) -> list[tuple[str, str]]:
    """The way to a page for machines: its crumbs and itself, with absolute addresses."""
    return [*((each["title"], absolute(each["url"])) for each in crumbs), (title, absolute(url))]


def _shelf(request: HttpRequest, works: Any) -> dict[str, Any]:
    """Works as cards, `?jenis=` of one kind, with how many there are by kind and by year."""
    chosen = next((kind for kind in KINDS if kind.slug == request.GET.get("jenis")), None)
    counts = counting.count(works, chosen)
    cards = (counting.of_kind(works, chosen) if chosen else works).for_cards()
    pages = Paginator(cards.order_by("-issued_sort", "title", "pk"), _CARDS_A_PAGE)
    pages.count = counts.total  # known, so not asked again
    shown = pages.get_page(request.GET.get("halaman"))
    bars = counts.bars
    return {
        "publications": shown,
        "counts": counts,
        "works_total": sum(number for _kind, number in counts.kinds),
        "bars": bars,
        "highest": max((bar.count for bar in bars), default=0),
        "chosen": chosen,
        "pager": {
            "here": shown.number,
            "last": pages.num_pages,
            "previous_url": _page(chosen, shown.previous_page_number()) if shown.has_previous() else "",
            "next_url": _page(chosen, shown.next_page_number()) if shown.has_next() else "",
        },
    }


def _page(chosen: Any, number: int) -> str:
    kept = {"jenis": chosen.slug if chosen else "", "halaman": str(number) if number > 1 else ""}
    return "?" + urlencode({name: value for name, value in kept.items() if value}) + "#terbitan"


def _index(
    request: HttpRequest,
    name: str,
    context: Mapping[str, Any],
    entries: Sequence[Any],
    total: int | None = None,
) -> HttpResponse:
    """One of the four indexes, with the way to the others."""
    titles = {
        "topics": _("Topik"),
        "places": _("Tempat"),
        "laws": _("Hukum"),
        "people": _("Orang dan lembaga"),
    }
    address = reverse(name)
    data = schema_org.collection(
        name=titles[name],
        address=absolute(address),
        works=[
            (each.name if name == "people" else each.label, absolute(each.get_absolute_url()))
            for each in entries
        ],
        total=len(entries) if total is None else total,
        language=get_language() or "id",
        crumbs=[(titles[name], absolute(address))],
    )
    indexes = [
        {"title": title, "url": reverse(each), "current": each == name} for each, title in titles.items()
    ]
    shown = {
        **context,
        "title": titles[name],
        "total": len(entries) if total is None else total,
        "indexes": indexes,
        "data": schema_org.script(data),
    }
    return render(request, f"library/{name}.html", shown)


def _letter(agent: Agent) -> str:
    first = agent.sort_name[:1].upper()
    return first if first.isalpha() else "#"
