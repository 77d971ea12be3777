"""The room *Impor data katalog*: a file of catalogue data is brought, looked at, and applied. Works without scripts.

A table of somebody else's goes on in three steps (`ingest.imports.steps`); the other formats say themselves what is what.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from ingest.imports import steps
from ingest.imports.bringing import Fate, Outcome, bring_in, foresee
from ingest.imports.errors import UnreadableFile
from ingest.imports.kept import keep
from ingest.imports.reading import TABLE, Entry, entries, form_of
from ingest.imports.room import ROWS_A_PAGE, check_right, context, kept_or_404
from ingest.imports.tables import Table, read_table
from ingest.records.grids import LARGEST

_SHOWN = 1000
#: New drafts that one request makes: some seconds. The rest follows when the editor goes on.
AT_ONCE = 50


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_any_permission(request.user, {"add"}))


class ImportForm(forms.Form):
    """One file of catalogue data. `table` is what a table holds, None for other formats."""

    table: Table | None = None

    file = forms.FileField(
        label=gettext_lazy("Berkas data katalog"),
        help_text=gettext_lazy(
            "Tabel (CSV atau XLSX, paling banyak 5.000 baris), RIS, BibTeX, CSL-JSON, MARCXML, atau MODS (10.000 entri). Paling besar 20 MB."
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
        data = file.read()
        try:
            if data.strip() and form_of(data, file.name) == TABLE:
                self.table = read_table(data, file.name)
            else:
                entries(data, file.name)
        except UnreadableFile as error:
            raise forms.ValidationError(error.sentence) from error
        return file


def bring(request: HttpRequest) -> HttpResponse:
    """`/admin/impor/`: the form. A file that can be read is kept and shown."""
    check_right(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        file.seek(0)
        kept = keep(request.user.pk, file.name, file.chunks())
        if form.table is None or len(form.table.sheets) > 1:
            return redirect("ingest_import_look", token=kept.token)
        return redirect("ingest_import_columns", token=kept.token)
    return render(request, "ingest/import.html", context(form=form))


def look(request: HttpRequest, token: str) -> HttpResponse:
    """`/admin/impor/<token>/`: what will become of each entry; sent by POST, it is done and shown. Of a table, how it is
    read."""
    kept = kept_or_404(request, token)
    data = kept.data
    try:
        if form_of(data, token) == TABLE:
            return steps.choose(request, kept)
        found = entries(data, token)
    except UnreadableFile as error:
        messages.error(request, error.sentence)
        return redirect("ingest_import")
    if request.method == "POST":
        return _apply(request, found)
    outcomes = list(foresee(found, by=request.user))
    shown = Paginator(outcomes, ROWS_A_PAGE).get_page(request.GET.get("p"))
    return render(
        request, "ingest/import.html", context(applied=False, shown=shown, counts=_counts(outcomes))
    )


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
    return render(request, "ingest/import.html", context(shown=shown, counts=counts, applied=True, left=left))


def _counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counted = Counter(outcome.fate for outcome in outcomes)
    return {fate.value: counted[fate] for fate in Fate}
