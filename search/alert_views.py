"""The doors of saved searches (`search.alerts`): begin, say yes, stop.

No reader has a cookie here, so no form has a token against forgery. The form that writes to an address looks at where it
was sent from; the others are opened by a secret from a letter, and mail programs send them too (RFC 8058).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from library.access import public
from library.house import house_name
from search import alerts, forms, shown
from search.interpretation.held import understood
from search.models import Alert
from search.query.sentences import NOTHING_TO_SEARCH
from search.rates import spent, wait
from search.research import Query

#: In questions: so a loop of a script writes to few.
_BEGINNING_COSTS = 30.0


def _unseen(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view's decorator: its page is kept by nobody, listed by nobody, and named to no page that is opened from it."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return asked


@_unseen
def begin(request: HttpRequest) -> HttpResponse:
    """`/cari/kabar/?q=…`: which search is kept, and where to write to. POST sends the first letter, and answers the same
    whether the address is known here or not."""
    if not alerts.offered():
        raise Http404
    posted = request.method == "POST"
    if seconds := spent(request, _BEGINNING_COSTS if posted else 1.0):
        return wait(request, seconds)
    query = alerts.keepable(forms.query(request.GET))
    if not (query.question or query.chosen or query.years):
        return HttpResponseRedirect(reverse("search"))
    context = _told(query) | {"unfit": _unfit(query), "most_kept": alerts.MOST_KEPT}
    if not posted:
        return render(request, "search/alert.html", context)
    if context["unfit"]:
        return render(request, "search/alert.html", context, status=400)
    typed = request.POST.get("surel", "")[:320]
    try:
        if _from_elsewhere(request):
            said, status = _("Permintaan ini datang dari situs lain. Kirim lagi dari halaman ini."), 403
        else:
            alerts.begin(typed, query, get_language() or "id", house_name(request))
            return render(request, "search/alert_sent.html", context)
    except (alerts.TooManyAsk, alerts.MailAway, alerts.MailLater) as error:
        said, status = str(error.sentence), 503
    except (alerts.NoAddress, alerts.MailRefused) as error:
        said, status = str(error.sentence), 400
    answer = render(request, "search/alert.html", context | {"typed": typed, "wrong": said}, status=status)
    answer._has_been_logged = True  # it was, without the question in its address
    return answer


@_unseen
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """`/cari/kabar/<token>/`: the search of a letter, with the button that says yes, or the one that stops. Programs that
    look through letters open what they find, so nothing is done but by POST."""
    alert = alerts.held(token)
    if alert is None:
        return _nothing_kept(request)
    if request.method == "POST":
        try:
            stays = alerts.confirm(alert)
        except alerts.TooManyKept as error:
            return render(
                request, "search/alert_kept.html", _shown(alert) | {"wrong": error.sentence}, status=409
            )
        return render(
            request, "search/alert_kept.html", _shown(stays) | {"confirmed": True, "just_now": True}
        )
    return render(request, "search/alert_kept.html", _shown(alert))


@_unseen
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """`/cari/kabar/<token>/berhenti/`: the button that forgets, or, by POST, that it is forgotten; `semua=1` all that the
    address keeps."""
    alert = alerts.held(token)
    if alert is None:
        return _nothing_kept(request)
    if request.method != "POST":
        return render(request, "search/alert_kept.html", _shown(alert) | {"stopping": True})
    everything = request.POST.get("semua") == "1"
    context = {"everything": everything, "others": 0 if everything else alerts.others_kept(alert)}
    alerts.stop(alert, everything=everything)
    return render(request, "search/alert_stopped.html", context)


def _nothing_kept(request: HttpRequest) -> HttpResponse:
    answer = render(request, "search/alert_gone.html", status=404)
    answer._has_been_logged = True  # its address is the secret of a letter
    return answer


def _shown(alert: Alert) -> dict[str, Any]:
    return _told(alerts.asked_by(alert)) | {
        "token": alert.token,
        "confirmed": alert.confirmed is not None,
        "others": alerts.others_kept(alert),
    }


def _told(query: Query) -> dict[str, Any]:
    """A search in words, as everybody may read them."""
    viewer = public()
    return {
        "question": query.question,
        "chips": shown.chips(query, shown.names(query, {}, viewer)),
        "results_url": reverse("search") + forms.address(query),
    }


def _unfit(query: Query) -> str:
    """Why a search cannot be kept; "" where it can."""
    if not alerts.fits(query):
        return _("Pencarian ini terlalu panjang untuk disimpan. Kurangi kata atau saringannya.")
    asked = understood(query.question, exact=query.exact, choices=query.choices).question
    return str(asked.said or NOTHING_TO_SEARCH) if asked.tree is None and asked.text else ""


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether a form was sent by a page of another site, as far as the browser tells (Fetch Metadata; else its Origin,
    which pages without a referrer name "null")."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    return origin != "null" and urlsplit(origin).netloc not in {
        request.get_host(),
        urlsplit(settings.BASE_URL).netloc,
    }
