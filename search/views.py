"""The results page, and the search inside one work. Neither keeps, logs or passes on what was asked."""

from dataclasses import asdict, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from library.access import Rule, rule_for
from library.models import Concept, Publication, Shelf
from library.templatetags.catalogue import grouped
from search import alerts, exports, forms, interpreted, shown, ways_on
from search.deadline import SECONDS, within
from search.engines import EngineError
from search.exports import MOST_WORKS
from search.findings import Finding, Hit, hits
from search.inside import inside_about, search_inside
from search.interpretation.held import understood
from search.query import Question, loosen
from search.rates import fair
from search.research import NUMBERED_PAGES, Findings, Query, find
from search.speaking import named
from search.spelling import FEW, respelled
from search.suggestions import suggest
from search.unknown_values import unknown_values

_HITS_A_PAGE = 20
_LONGEST_TYPED = 100
_SUGGESTION_COSTS = 0.2


@require_safe
@fair()
def results(request: HttpRequest) -> HttpResponse:
    """`/cari/`: without a question and without a choice, the invitation to ask; 503 with words while the engine is
    away."""
    viewer = rule_for(request)
    query = forms.query(request.GET)
    query = replace(query, chosen=shown.followed(query, viewer))
    unread = forms.unread(request.GET)
    # Forms send the ends of the years apart, and what a list of choices was searched for; the address has neither.
    if not unread and not request.GET.keys().isdisjoint({"dari", "sampai", "isi"}):
        return HttpResponseRedirect(request.path + forms.address(query))
    context: dict[str, Any] = {
        "question": query.question,
        "exact": query.exact,
        "sorts": _sorts(query),
        "hidden": interpreted.hidden(query),
        "asked": bool(query.question.strip() or query.chosen or query.years),
        "notes": _unread(unread),
    }
    if not context["asked"]:
        return render(request, "search/results.html", context)
    try:
        with within(SECONDS):
            found = find(query)
            if found.page == query.page > found.pages > 0 and not query.places:
                query = replace(query, page=found.pages)
                found = find(query)
            ways = _ways_on(found, query, viewer)
    except EngineError as error:
        chips = shown.chips(query, shown.names(query, {}, viewer))
        context |= {"trouble": error.sentence, "chips": chips}
        return render(request, "search/results.html", context, status=503)
    context["notes"] += _lost(request, query, found)
    query = replace(query, page=found.page, places=query.places if found.page > NUMBERED_PAGES else ())
    known = shown.names(query, found.facets, viewer)
    if strange := shown.unknown(query, known):
        context["notes"].append(
            _("Tidak dikenal di sini, jadi tidak ada yang cocok dengannya: %(values)s.") % {"values": strange}
        )
    context |= {
        "said": found.said or "",
        "reading": interpreted.shown(found.interpretation, query),
        "headline": _headline(found, query),
        "total": found.total,
        "others": found.others,
        "findings": _listed(found, query),
        "several_words": _several(found.question),
        "facets": shown.groups(query, found.facets, known, found.more),
        "years": shown.years(query, found.facets),
        "chips": shown.chips(query, known),
        "clear_url": forms.address(replace(query.bare, exact=False, sort=query.sort)),
        "pager": _pager(found, query),
        "take_home": _take_home(found, query),
        **ways,
    }
    return render(request, "search/results.html", context)


def _several(question: Question) -> bool:
    """Whether it holds several words that are wished for: whoever asks one cannot ask for fewer."""
    return question.tree is not None and loosen(question.tree) != question.tree


def _unread(names: list[str]) -> list[str]:
    """What is said of an address that is partly broken."""
    if not names:
        return []
    told = ", ".join(names)
    return [_("Bagian alamat ini tidak terbaca, jadi tidak dipakai: %(names)s.") % {"names": told}]


def _lost(request: HttpRequest, query: Query, found: Findings) -> list[str]:
    """What is said where another page is shown than the one asked for."""
    if request.GET.get("setelah") and found.page <= NUMBERED_PAGES:
        return [_("Tempat di dalam daftar ini tidak dikenali lagi, jadi daftar dimulai dari awal.")]
    asked = forms.number(request.GET.get("halaman", "")) or 1
    if asked > NUMBERED_PAGES == found.page and not query.places:
        return [
            _("Halaman setelah yang ke-%(last)s dibuka berurutan, dengan tombol Berikutnya.")
            % {"last": NUMBERED_PAGES}
        ]
    return []


@require_safe
@fair(_SUGGESTION_COSTS)
def suggestions(request: HttpRequest) -> HttpResponse:
    """`/cari/saran/?q=`: what may be meant by what has been typed so far; JSON for the script of the search box, else a
    page of links. Kept by nobody."""
    typed = " ".join(request.GET.get("q", "")[:_LONGEST_TYPED].split())
    found = suggest(typed)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        answer: HttpResponse = JsonResponse({"suggestions": [asdict(each) for each in found]})
    else:
        context = {"question": typed, "suggestions": found}
        answer = render(request, "search/suggestions.html", context)
    answer.headers["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["Accept"])
    return answer


@require_safe
@fair()
def inside_work(request: HttpRequest, work: str) -> HttpResponse:
    """`<work>cari/?q=`: every passage of one work that answers, those with all the words first; `?tentang=` a concept:
    those that its own page counts."""
    publication = Publication.objects.read(rule_for(request)).at(request, work).for_cards().first()
    if publication is None:
        raise Http404
    query = forms.bare(request.GET)
    read = understood(query.question, exact=query.exact, choices=query.choices)
    asked = read.question
    concept = Concept.objects.filter(slug=slug).first() if (slug := forms.about(request.GET)) else None
    context: dict[str, Any] = {
        "publication": publication,
        "page": publication,
        "question": query.question,
        "exact": query.exact,
        "hidden": interpreted.hidden(query),
        "everywhere_url": forms.address(query),
        "several_words": _several(asked),
        "said": asked.said or "",
        "about": concept,
        "total": 0,
        "whole": 0,
    }
    try:
        if concept:
            asked, found = inside_about(publication, concept)
            query = replace(query, question=named(concept.own))
        else:
            found = search_inside(publication, query.question, exact=query.exact, choices=query.choices)
    except EngineError as error:
        return render(request, "search/inside.html", {**context, "trouble": error.sentence}, status=503)
    pages = Paginator(found.numbers, _HITS_A_PAGE)
    page = pages.get_page(request.GET.get("halaman"))

    def turned(number: int) -> str:
        return forms.about_address(concept.slug, number) if concept else forms.address(query, page=number)

    divided_at = found.numbers[found.whole] if 0 < found.whole < len(found.numbers) else None
    context |= {
        "reading": interpreted.shown(read, query),
        "total": len(found.numbers),
        "whole": found.whole,
        "headline": _places_found(len(found.numbers), found.whole),
        "note": _not_all_listed(len(found.numbers)) if found.more else "",
        "hits": [
            _linked(publication, hit, query) | {"divider": hit.number == divided_at}
            for hit in hits(publication, list(page), asked)
        ],
        "pager": {
            "here": page.number,
            "last": pages.num_pages,
            "previous_url": turned(page.number - 1) if page.has_previous() else "",
            "next_url": turned(page.number + 1) if page.has_next() else "",
        },
    }
    return render(request, "search/inside.html", context)


def _places_found(total: int, whole: int) -> str:
    """What one work answers in words: how many of its places hold all that was asked, how many some of it."""
    if whole == total:
        words = ngettext("%(count)s temuan di terbitan ini", "%(count)s temuan di terbitan ini", total)
    elif whole:
        words = ngettext(
            "%(count)s temuan dengan semua kata, %(others)s dengan sebagian",
            "%(count)s temuan dengan semua kata, %(others)s dengan sebagian",
            whole,
        )
    else:
        words = ngettext(
            "%(count)s temuan dengan sebagian kata", "%(count)s temuan dengan sebagian kata", total
        )
    return words % {"count": grouped(whole or total), "others": grouped(total - whole)}


def _not_all_listed(listed: int) -> str:
    return ngettext(
        "Yang terdaftar hanya %(count)s temuan pertama; terbitan ini memuat lebih banyak lagi. Cari kata yang lebih khusus untuk menemukan yang lain.",
        "Yang terdaftar hanya %(count)s temuan pertama; terbitan ini memuat lebih banyak lagi. Cari kata yang lebih khusus untuk menemukan yang lain.",
        listed,
    ) % {"count": grouped(listed)}


def _ways_on(found: Findings, query: Query, viewer: Rule) -> dict[str, Any]:
    """Other questions, where few works or none answer this one; where none do, the values in it that nobody has, and
    shelves. An engine that goes away meanwhile takes them along, and nothing else."""
    ways: dict[str, Any] = {}
    if query.page > 1 or found.total >= FEW:
        return ways
    try:
        if found.question.tree is not None:
            one_word = len(query.question.split()) == 1
            if (not found.total or one_word) and (better := respelled(query)):
                ways["respelled"] = {
                    "question": better.question,
                    "url": forms.address(query, question=better.question),
                }
            if not found.total:
                ways["unknown"] = unknown_values(query.question, viewer)
                ways["fewer"] = ways_on.fewer_words(query)
                ways["bare"] = ways_on.without_signs(query)
                ways["twin"] = ways_on.twin(query)
    except EngineError:
        return {}
    if not found.findings:
        ways["shelves"] = Shelf.objects.live().order_by("path")
    return ways


def _linked(publication: Publication, hit: Hit, query: Query) -> dict[str, Any]:
    """A hit with the address that opens it: the question goes along, what it was narrowed to does not."""
    opened = forms.opened(publication.own.passage_url(hit.number), query.bare)
    return {"number": hit.number, "label": hit.label, "snippet": hit.snippet, "url": opened}


def _listed(found: Findings, query: Query) -> list[dict[str, Any]]:
    listed = []
    divided = False
    for finding in found.findings:
        divider = not finding.whole and not divided and found.total > 0
        divided = divided or not finding.whole
        listed.append(_finding(finding, query) | {"divider": divider})
    return listed


def _finding(finding: Finding, query: Query) -> dict[str, Any]:
    publication = finding.publication
    return {
        "publication": publication,
        "hits": [_linked(publication, hit, query) for hit in finding.hits],
        "more": finding.more,
        "more_url": publication.search_url + forms.address(query.bare),
        "whole": finding.whole,
    }


def _headline(found: Findings, query: Query) -> str:
    """The count in words."""
    if found.total and found.question.tree is None:
        return ngettext("%(count)d terbitan", "%(count)d terbitan", found.total) % {"count": found.total}
    if found.total:
        return ngettext(
            "%(count)d terbitan memuat semua yang dicari",
            "%(count)d terbitan memuat semua yang dicari",
            found.total,
        ) % {"count": found.total}
    if found.others:
        return ngettext(
            "Tidak ada terbitan yang memuat semua katanya; %(count)d memuat sebagian",
            "Tidak ada terbitan yang memuat semua katanya; %(count)d memuat sebagian",
            found.others,
        ) % {"count": found.others}
    return _("Tidak ada yang ditemukan")


def _sorts(query: Query) -> list[dict[str, Any]]:
    titles = {
        "cocok": _("paling cocok"),
        "terbaru": _("terbaru"),
        "terlama": _("terlama"),
        "judul": _("judul"),
    }
    return [
        {"value": value, "title": titles[value], "current": sort == query.sort}
        for value, sort in forms.SORTS.items()
    ]


def _take_home(found: Findings, query: Query) -> dict[str, Any]:
    """Where the list goes beyond this page: files, and what tells of new works."""
    asked = forms.address(query)
    count = found.total or found.others
    cut = _("Berkasnya memuat %(most)s terbitan pertama dari %(count)s.")
    return {
        "formats": [
            {"name": form.name, "url": f"{reverse('search_export')}{asked}&format={name}"}
            for name, form in exports.FORMATS.items()
        ],
        "feed_url": reverse("search_feed") + forms.address(query, sort="relevance"),
        "alert_url": reverse("search_alert") + forms.address(query, sort="relevance")
        if alerts.offered()
        else "",
        "cut": cut % {"most": grouped(MOST_WORKS), "count": grouped(count)} if count > MOST_WORKS else "",
    }


def _pager(found: Findings, query: Query) -> dict[str, Any]:
    """By their numbers as far as pages have one, then from place to place."""
    trail_ends = query.page > NUMBERED_PAGES + 1 and len(query.places) == 1
    return {
        "here": query.page,
        "last": max(found.pages, query.page),
        "previous_url": forms.previous_address(query) if query.page > 1 else "",
        "previous_title": _("Halaman %(number)s") % {"number": NUMBERED_PAGES} if trail_ends else "",
        "next_url": forms.onward(query, found),
    }
