"""All values of one facet, on a page of their own: `/cari/pilihan/<facet>/?isi=…&lembar=…`, and the search as it stands
beside. What is ticked there goes back to the results."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from library.access import rule_for
from search import forms, shown
from search.counts import values
from search.engines import EngineError
from search.rates import fair

_A_SHEET = 100
_LONGEST_SOUGHT = 100
_FACETS = {forms.PARAMETERS[facet]: facet for facet in shown.LONG}


@require_safe
@fair()
def choices(request: HttpRequest, name: str) -> HttpResponse:
    """The values with the number of works that have each, under all that is chosen elsewhere; those whose name holds what
    is sought. What is chosen stands first, whether it does or not. 503 with words while the engine is away."""
    facet = _FACETS.get(name)
    if facet is None:
        raise Http404
    viewer = rule_for(request)
    query = forms.query(request.GET)
    query = replace(query, chosen=shown.followed(query, viewer), page=1, places=())
    sought = " ".join("".join(filter(str.isprintable, request.GET.get("isi", "")[:_LONGEST_SOUGHT])).split())
    context: dict[str, Any] = {
        "title": shown.titles()[facet],
        "name": name,
        "question": query.question,
        "sought": sought,
        "results_url": forms.address(query),
        "hidden": forms.fields(replace(query, chosen={**query.chosen, facet: ()})),
    }
    try:
        counts, more = values(query, facet)
        if more and sought:  # the most frequent are not all; who seeks one finds it however rare
            counts = {**counts, **values(query, facet, shown.named(facet, sought))[0]}
    except EngineError as error:
        return render(request, "search/choices.html", context | {"trouble": error.sentence}, status=503)
    chosen, others = shown.every(query, facet, counts, viewer, sought)
    sheet = Paginator(others, _A_SHEET).get_page(request.GET.get("lembar"))
    context |= {
        "chosen": chosen,
        "choices": sheet.object_list,
        "total": len(others) + (0 if sought else len(chosen)),
        "more": more,
        "sheet": sheet,
    }
    return render(request, "search/choices.html", context)
