"""The results page, and the search inside one work. Neither keeps, logs or passes on what was asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from library.access import rule_for
from library.models import Publication
from library.models.cards import KINDS
from search import forms
from search.engines import EngineError
from search.query import parse
from search.research import Finding, Findings, Hit, Query, find, hits, search_inside

_HITS_A_PAGE = 20
_BARS = 40


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`/cari/`: without a question and without a choice, the invitation to ask; 503 with words while the engine is
    away."""
    query = forms.query(request.GET)
    if "dari" in request.GET or "sampai" in request.GET:  # the form's two boxes; the address has one range
        return HttpResponseRedirect(request.path + forms.address(query))
    context: dict[str, Any] = {
        "question": query.question,
        "exact": query.exact,
        "sorts": _sorts(query),
        "hidden": [],
        "asked": bool(query.question.strip() or query.chosen or query.years),
    }
    if not context["asked"]:
        return render(request, "search/results.html", context)
    try:
        found = find(query)
        if query.page > found.pages > 0:
            query = replace(query, page=found.pages)
            found = find(query)
    except EngineError as error:
        context |= {"trouble": error.sentence, "chips": _chips(query)}
        return render(request, "search/results.html", context, status=503)
    context |= {
        "said": found.said or "",
        "headline": _headline(found, query),
        "total": found.total,
        "others": found.others,
        "findings": _shown(found, query),
        "facets": _facets(found, query),
        "years": _years(found, query),
        "chips": _chips(query),
        "clear_url": forms.address(Query(question=query.question, sort=query.sort)),
        "pager": _pager(found, query),
    }
    return render(request, "search/results.html", context)


@require_safe
def inside_work(request: HttpRequest, work: str) -> HttpResponse:
    """`<work>cari/?q=`: every passage of one work that answers, those with all the words first."""
    publication = Publication.objects.read(rule_for(request)).at(request, work).for_cards().first()
    if publication is None:
        raise Http404
    query = Query(question=forms.question(request.GET), exact=forms.exact(request.GET))
    context: dict[str, Any] = {
        "publication": publication,
        "page": publication,
        "question": query.question,
        "exact": query.exact,
        "total": 0,
        "whole": 0,
    }
    try:
        found = search_inside(publication, query.question, exact=query.exact)
    except EngineError as error:
        return render(request, "search/inside.html", {**context, "trouble": error.sentence}, status=503)
    pages = Paginator(found.numbers, _HITS_A_PAGE)
    shown = pages.get_page(request.GET.get("halaman"))
    asked = parse(query.question, exact=query.exact)
    divided_at = found.numbers[found.whole] if 0 < found.whole < len(found.numbers) else None
    context |= {
        "said": asked.said or "",
        "total": len(found.numbers),
        "whole": found.whole,
        "hits": [
            _linked(publication, hit, query) | {"divider": hit.number == divided_at}
            for hit in hits(publication, list(shown), asked)
        ],
        "pager": {
            "here": shown.number,
            "last": pages.num_pages,
            "previous_url": forms.address(query, page=shown.number - 1) if shown.has_previous() else "",
            "next_url": forms.address(query, page=shown.number + 1) if shown.has_next() else "",
        },
    }
    return render(request, "search/inside.html", context)


def _linked(publication: Publication, hit: Hit, query: Query) -> dict[str, Any]:
    """A hit with the address that opens it: the question goes along, what it was narrowed to does not."""
    opened = publication.passage_url(hit.number) + forms.address(
        Query(question=query.question, exact=query.exact)
    )
    return {"number": hit.number, "label": hit.label, "snippet": hit.snippet, "url": opened}


def _shown(found: Findings, query: Query) -> list[dict[str, Any]]:
    shown = []
    divided = False
    for finding in found.findings:
        divider = not finding.whole and not divided and found.total > 0
        divided = divided or not finding.whole
        shown.append(_finding(finding, query) | {"divider": divider})
    return shown


def _finding(finding: Finding, query: Query) -> dict[str, Any]:
    publication = finding.publication
    return {
        "publication": publication,
        "hits": [_linked(publication, hit, query) for hit in finding.hits],
        "more": finding.more,
        "more_url": publication.search_url + forms.address(Query(question=query.question, exact=query.exact)),
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


def _names(facet: str) -> Mapping[str, str]:
    """The values of a facet as readers know them, in the order in which they are shown."""
    if facet == "kind":
        return {kind.slug: str(kind.name) for kind in KINDS}
    return {value: str(label) for value, label in Publication.Language.choices}


def _facets(found: Findings, query: Query) -> list[dict[str, Any]]:
    """Facets with exact counts; a group in which something is chosen shows its empty values too."""
    titles = {"kind": _("Jenis"), "language": _("Bahasa")}
    facets = []
    for facet, name in forms.PARAMETERS.items():
        counts, chosen = found.facets.get(facet, {}), query.chosen.get(facet, ())
        values = [
            {"value": value, "label": label, "count": counts.get(value, 0), "chosen": value in chosen}
            for value, label in _names(facet).items()
            if counts.get(value) or chosen
        ]
        if values:
            facets.append({"slug": name, "title": titles[facet], "values": values, "more": False})
    return facets


def _years(found: Findings, query: Query) -> dict[str, Any]:
    """The years chosen, and a small histogram of those that can be: by year, or by decade where they are many."""
    counts = {int(year): count for year, count in found.facets.get("year", {}).items() if year.isdecimal()}
    first, last = query.years or (None, None)
    if not counts:
        return {"first": first, "last": last, "bars": []}
    oldest, newest = min(counts), max(counts)
    step = 1 if newest - oldest < _BARS else 10
    grouped = dict.fromkeys(range(oldest // step * step, newest + 1, step), 0)
    for year, count in counts.items():
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
    return {"first": first, "last": last, "bars": bars, "oldest": oldest, "newest": newest}


def _chips(query: Query) -> list[dict[str, str]]:
    """What the search is narrowed to, each with the address that takes it away."""
    chips = []
    for facet, values in query.chosen.items():
        names = _names(facet)
        for value in values:
            url = forms.address(query, chosen=forms.without(query, facet, value))
            chips.append({"label": names.get(value, value), "url": url})
    if query.years:
        chips.append(
            {
                "label": forms.years_text(query.years).replace("-", "–"),
                "url": forms.address(query, years=None),
            }
        )
    if query.exact:
        chips.append({"label": _("persis seperti ditulis"), "url": forms.address(query, exact=False)})
    return chips


def _pager(found: Findings, query: Query) -> dict[str, Any]:
    last = min(found.pages, forms.DEEPEST_PAGE)
    return {
        "here": query.page,
        "last": last,
        "previous_url": forms.address(query, page=query.page - 1) if query.page > 1 else "",
        "next_url": forms.address(query, page=query.page + 1) if query.page < last else "",
    }
