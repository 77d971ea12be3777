"""A search as a feed: the works that answer it, in the order in which they came into the library."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from library import atom
from library.access import rule_for
from library.house import house_name
from search import forms, shown
from search.engines import EngineError
from search.newcomers import newcomers
from search.rates import fair

_COSTS = 2.0
_AWAY_SECONDS = 15 * 60


@require_safe
@fair(_COSTS)
def feed(request: HttpRequest) -> HttpResponse:
    """`/cari/umpan/?…`: any address of results, as a feed; what orders or turns pages is not looked at. 503 with words
    while the engine is away, so that readers keep what they have and come again."""
    query = forms.query(request.GET)
    query = replace(query.bare, chosen=shown.followed(query, rule_for(request)), years=query.years)
    if not (query.question.strip() or query.chosen or query.years):
        raise Http404
    try:
        works = newcomers(query)
    except EngineError as error:
        context = {"question": query.question, "exact": query.exact, "asked": True, "trouble": error.sentence}
        answer = render(request, "search/results.html", context, status=503)
        answer.headers["Retry-After"] = str(_AWAY_SECONDS)
        return answer
    asked = forms.address(query)
    return atom.feed(
        request,
        works,
        title=_("Pencarian di %(library)s") % {"library": house_name(request)},
        about=_("Terbitan yang baru masuk dan menjawab sebuah pencarian."),
        page=reverse("search") + asked,
        own=reverse("search_feed") + asked,
    )
