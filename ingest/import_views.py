"""The room *Impor data katalog*: a file of catalogue data is brought, looked at, and applied. Works without scripts.

Between looking and applying the file waits beside those that are being received, under a name that nobody guesses; what
is forgotten there goes after a day (`ingest.accept.clear_left_over`).
"""

import re
import secrets
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from ingest.imports.bringing import Fate, Outcome, bring_in, foresee
from ingest.imports.reading import Entry, UnreadableFile, entries
from ingest.records.grids import LARGEST
from library.models import Shelf

_ROWS_A_PAGE, _SHOWN = 100, 1000
#: New drafts that one request makes: some seconds. The rest follows when the editor goes on.
AT_ONCE = 50
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}(?:\.[a-z]{2,8})?")
_ENDING = re.compile(r"\.[a-z]{2,8}")


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_any_permission(request.user, {"add"}))


class ImportForm(forms.Form):
    """One file of catalogue data."""

    file = forms.FileField(
        label=gettext_lazy("Berkas data katalog"),
        help_text=gettext_lazy(
            "RIS, BibTeX, CSL-JSON, MARCXML, MODS, CSV atau XLSX; paling besar 20 MB, 10.000 entri."
        ),
        error_messages={
            "required": gettext_lazy("Pilih satu berkas."),
            "empty": gettext_lazy("Berkas ini kosong."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("Berkas ini lebih besar dari 20 MB. Bagi menjadi beberapa berkas."))
        try:
            self.found = entries(file.read(), file.name)
        except UnreadableFile as error:
            raise forms.ValidationError(error.sentence) from error
        return file


def bring(request: HttpRequest) -> HttpResponse:
    """`/admin/impor/`: the form. A file that can be read is kept and shown."""
    _check_right(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        return redirect("ingest_import_look", token=_keep(request, form.cleaned_data["file"]))
    return render(request, "ingest/import.html", _context(form=form))


def look(request: HttpRequest, token: str) -> HttpResponse:
    """`/admin/impor/<token>/`: what will become of each entry; sent by POST, it is done and shown."""
    _check_right(request)
    path = _kept(request, token)
    try:
        found = entries(path.read_bytes(), token)
    except UnreadableFile as error:
        messages.error(request, error.sentence)
        return redirect("ingest_import")
    if request.method == "POST":
        return _apply(request, found)
    outcomes = list(foresee(found, by=request.user))
    shown = Paginator(outcomes, _ROWS_A_PAGE).get_page(request.GET.get("p"))
    return render(request, "ingest/import.html", _context(shown=shown, counts=_counts(outcomes)))


def _apply(request: HttpRequest, found: list[Entry]) -> HttpResponse:
    """So many new drafts as one request has time for; what is left is offered again."""
    propose = bool(request.POST.get("propose"))
    done: list[Outcome] = []
    made = 0
    outcomes = bring_in(found, by=request.user, propose=propose)
    while made < AT_ONCE and (outcome := next(outcomes, None)) is not None:
        done.append(outcome)
        made += outcome.fate is Fate.NEW or bool(outcome.proposed)
    left = len(found) - len(done)
    counts = _counts(done)
    sentence = _("%(new)d draf baru, %(here)d sudah ada, %(refused)d tidak dapat dipakai.")
    messages.success(request, sentence % {fate.value: counts[fate.value] for fate in Fate})
    done.sort(key=lambda each: (each.fate is not Fate.REFUSED, each.fate is not Fate.NEW))
    shown = Paginator(done[:_SHOWN], _SHOWN).get_page(1)
    return render(
        request, "ingest/import.html", _context(shown=shown, counts=counts, applied=True, left=left)
    )


def _context(**more: Any) -> dict[str, Any]:
    return {
        "applied": False,
        "header_title": _("Impor data katalog"),
        "header_icon": "download",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": "", "label": _("Impor data katalog")},
        ],
    } | more


def _counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counted = Counter(outcome.fate for outcome in outcomes)
    return {fate.value: counted[fate] for fate in Fate}


def _check_right(request: HttpRequest) -> None:
    """Whoever may add a page below some shelf; each entry asks again for its own."""
    if not any(shelf.permissions_for_user(request.user).can_add_subpage() for shelf in Shelf.objects.all()):
        raise PermissionDenied


def _keep(request: HttpRequest, file: Any) -> str:
    """Keep what was brought until it is applied; gives the token under which its bringer finds it."""
    ending = Path(file.name).suffix.lower()
    token = secrets.token_urlsafe(24) + (ending if _ENDING.fullmatch(ending) else "")
    file.seek(0)
    with _path(request, token).open("wb") as target:
        for block in file.chunks():
            target.write(block)
    return token


def _kept(request: HttpRequest, token: str) -> Path:
    path = _path(request, token) if _TOKEN.fullmatch(token) else None
    if path is None or not path.is_file():
        raise Http404
    return path


def _path(request: HttpRequest, token: str) -> Path:
    """Nobody but its bringer finds it."""
    folder = Path(storages["files"].location) / "received"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"impor-{request.user.pk}-{token}"
