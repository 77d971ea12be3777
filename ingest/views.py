"""The editor's door: bring PDFs, and see where each stands."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from ingest import queue, removal
from ingest.accept import take_in
from ingest.errors import AlreadyHere
from ingest.forms import UploadForm
from ingest.models import Ingestion
from library.models import Publication

_ROWS_A_PAGE = 50
_RELOAD_SECONDS = 5
_BUSY = (Ingestion.State.WAITING, Ingestion.State.RUNNING)


@permission_required("ingest.add_ingestion")
def uploads(request: HttpRequest) -> HttpResponse:
    """`/admin/unggah/`: the form, and under it every file that was given, newest first. `?terbitan=` brings a file for
    a publication that exists."""
    target = _target(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        began = timezone.now()
        for file in form.cleaned_data["files"]:
            _say(request, take_in(file, file.name, target=target, by=request.user), began)
        return redirect("ingest_uploads")
    rows = Ingestion.objects.select_related("file", "target").prefetch_related("file__spans__publication")
    shown = Paginator(rows, _ROWS_A_PAGE).get_page(request.GET.get("p"))
    busy = Ingestion.objects.filter(state__in=_BUSY).count()
    put_aside = Ingestion.objects.filter(state=Ingestion.State.REFUSED).exclude(error=AlreadyHere.code)
    context = {
        "form": form,
        "target": target,
        "rows": shown,
        "kept": removal.kept(row.file_id for row in shown if row.file_id),
        "busy": busy,
        "put_aside": put_aside.count(),
        "reload_seconds": _RELOAD_SECONDS if busy and request.method == "GET" else 0,
        "header_title": _("Unggah PDF"),
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": "", "label": _("Unggah PDF")},
        ],
    }
    return render(request, "ingest/uploads.html", context)


@require_POST
@permission_required("ingest.add_ingestion")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a file again that was put aside."""
    row = get_object_or_404(Ingestion, pk=pk)
    if row.can_try_again:
        queue.try_again(row)
        messages.success(request, _("%(name)s dicoba lagi.") % {"name": row.name})
    return redirect("ingest_uploads")


@require_POST
@permission_required("ingest.delete_ingestion")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a file that was brought by mistake, or a row that stands for none."""
    row = get_object_or_404(Ingestion, pk=pk)
    if removal.remove(row):
        messages.success(request, _("%(name)s dihapus.") % {"name": row.name})
    else:
        sentence = _("%(name)s dipakai terbitan atau konsep, atau sedang dibaca, jadi tidak dihapus.")
        messages.error(request, sentence % {"name": row.name})
    return redirect("ingest_uploads")


def _say(request: HttpRequest, row: Ingestion, began: datetime) -> None:
    """What became of one file."""
    if row.state == Ingestion.State.REFUSED:
        messages.error(request, f"{row.name}: {row.sentence}")
    elif row.added < began:
        messages.info(request, _("%(name)s sudah diterima sebelumnya.") % {"name": row.name})
    else:
        messages.success(request, _("%(name)s diterima dan dibaca di belakang layar.") % {"name": row.name})


def _target(request: HttpRequest) -> Publication | None:
    """The publication that the files are for, where one is named that the editor may change."""
    key = request.GET.get("terbitan", "")
    found = Publication.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
    return found if found and found.permissions_for_user(request.user).can_edit() else None
