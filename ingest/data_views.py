"""A dataset's desk in the admin: its table comes in here, what is wrong with it is said row by row, and the small counts
that readers will not see are named."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from ingest import sheets, tables
from ingest.accept import take_in
from ingest.models import Ingestion
from ingest.page_views import may_look_after
from ingest.work import work_off
from library.models import Dataset, File, Sheet

_MOST_SHOWN = 50


class TableForm(forms.Form):
    """Afterwards `sheet` is the table that was read."""

    file = forms.FileField(
        label=gettext_lazy("Berkas tabel"),
        help_text=gettext_lazy(
            "CSV atau XLSX, paling banyak 10.000 baris, 60 kolom dan 5 MB. Tabel yang lama diganti."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > tables.MOST_BYTES:
            raise forms.ValidationError(
                _("Berkas ini lebih besar dari 5 MB. Ringkas tabelnya, atau bagi menjadi beberapa data.")
            )
        self.sheet = tables.read(given.read(), given.name)
        given.seek(0)
        stopping = [str(fault) for fault in self.sheet.faults if fault.stops]
        if not self.sheet.usable:
            raise forms.ValidationError(stopping[:_MOST_SHOWN] or [_("Tidak ada baris di tabel ini.")])
        return given


class ColumnsForm(forms.Form):
    """Afterwards `told` is the table that tells of the columns."""

    columns = forms.FileField(
        label=gettext_lazy("Berkas arti kolom"),
        help_text=gettext_lazy(
            "CSV atau XLSX dengan judul name, title_id, title_en, meaning_id, meaning_en, type, role, level, unit_id, unit_en."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_columns(self) -> Any:
        given = self.cleaned_data["columns"]
        self.told = tables.read(given.read(tables.MOST_BYTES + 1), given.name)
        if not self.told.usable:
            raise forms.ValidationError(
                [str(fault) for fault in self.told.faults if fault.stops][:_MOST_SHOWN]
            )
        return given


@may_look_after
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/data/<pk>/`."""
    dataset = get_object_or_404(Dataset, pk=pk)
    table_form, columns_form = TableForm(), ColumnsForm()
    if request.method == "POST" and request.POST.get("act") == "columns":
        columns_form = ColumnsForm(request.POST, request.FILES)
        if columns_form.is_valid():
            return _columns_told(request, dataset, columns_form.told)
    elif request.method == "POST":
        table_form = TableForm(request.POST, request.FILES)
        if table_form.is_valid():
            return _taken(request, dataset, table_form)
    latest = dataset.get_latest_revision_as_object()
    file = latest.sheet_file
    sheet = Sheet.objects.filter(file=file).first() if file is not None else None
    look = sheets.look(latest, file) if file is not None and sheet is not None else None
    context = {
        "header_title": f"{_('Tabel')}: {dataset.get_admin_display_title()}",
        "header_icon": "table",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_explore_root"), "label": _("Halaman")},
            {
                "url": reverse("wagtailadmin_pages:edit", args=[pk]),
                "label": dataset.get_admin_display_title(),
            },
            {"url": "", "label": _("Tabel")},
        ],
        "dataset": dataset,
        "file": file,
        "look": look,
        "most": _MOST_SHOWN,
        "table_form": table_form,
        "columns_form": columns_form,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[pk]),
    }
    status = 422 if table_form.errors or columns_form.errors else 200
    return render(request, "ingest/data.html", context, status=status)


def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """In the header of a dataset in the admin: the way to its desk."""
    if view_name != "edit" or not isinstance(page, Dataset) or not user.has_perm("ingest.change_ingestion"):
        return []
    return [
        Button(
            _("Tabel dan pemeriksaannya"),
            reverse("ingest_data", args=[page.pk]),
            icon_name="table",
            priority=15,
        )
    ]


def _taken(request: HttpRequest, dataset: Dataset, form: TableForm) -> HttpResponse:
    """The table, kept and put into the dataset's draft."""
    given = form.cleaned_data["file"]
    row = take_in(given, given.name, target=dataset, by=request.user)
    work_off(Ingestion.objects.filter(pk=row.pk))
    row.refresh_from_db()
    if row.state != Ingestion.State.DONE:
        messages.error(request, " ".join(filter(None, [row.sentence, row.detail])))
        return redirect("ingest_data", pk=dataset.pk)
    sentence = ngettext("%(count)d baris diterima.", "%(count)d baris diterima.", len(form.sheet.rows))
    messages.success(request, sentence % {"count": len(form.sheet.rows)})
    for fault in form.sheet.faults[:10]:
        messages.warning(request, str(fault))
    return redirect("ingest_data", pk=dataset.pk)


def _columns_told(request: HttpRequest, dataset: Dataset, told: tables.Sheet) -> HttpResponse:
    latest = dataset.get_latest_revision_as_object()
    if wrong := sheets.describe_columns(latest, told):
        messages.error(request, _("“%(word)s” tidak dikenal.") % {"word": wrong[0][:80]})
    else:
        latest.save_revision(user=request.user)
        messages.success(request, _("Arti kolom disimpan di draf."))
    return redirect("ingest_data", pk=dataset.pk)


def say_what_to_look_at(request: HttpRequest, page: Any) -> None:
    """A word on the edit page of a dataset that has no table, or one that cannot be shown as it stands."""
    if request.method != "GET" or not isinstance(page, Dataset):
        return
    file: File | None = page.get_latest_revision_as_object().sheet_file
    if file is None:
        text = _("Data ini belum mempunyai tabel.")
        messages.warning(
            request,
            text,
            buttons=[messages.button(reverse("ingest_data", args=[page.pk]), _("Unggah tabel"))],
        )
