"""The editor's door: bring PDFs, and see where each stands."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ingest import queue
from ingest.accept import take_in
from ingest.forms import UploadForm
from ingest.models import Ingestion
from library.models import Publication

_ROWS_A_PAGE = 50
_RELOAD_SECONDS = 3


@permission_required("ingest.add_ingestion", login_url="wagtailadmin_login")
def uploads(request: HttpRequest) -> HttpResponse:
    """`/admin/unggah/`: the form, and under it every file that was given, newest first. `?terbitan=` brings a file for
    a publication that exists."""
    target = Publication.objects.filter(pk=_key(request.GET.get("terbitan"))).first()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        rows = [
            take_in(file, file.name, target=target, by=request.user) for file in form.cleaned_data["files"]
        ]
        refused = [row for row in rows if row.state == Ingestion.State.REFUSED]
        taken = len(rows) - len(refused)
        if taken:
            sentence = ngettext(
                "%(count)d berkas diterima dan sedang dibaca di belakang layar.",
                "%(count)d berkas diterima dan sedang dibaca di belakang layar.",
                taken,
            )
            messages.success(request, sentence % {"count": taken})
        for row in refused:
            messages.error(request, f"{row.name}: {row.sentence}")
        return redirect("ingest_uploads")
    rows = Ingestion.objects.select_related("file", "target", "by")
    busy = rows.filter(state__in=[Ingestion.State.WAITING, Ingestion.State.RUNNING]).exists()
    context = {
        "form": form,
        "target": target,
        "rows": Paginator(rows, _ROWS_A_PAGE).get_page(request.GET.get("p")),
        "reload_seconds": _RELOAD_SECONDS if busy and request.method == "GET" else 0,
        "page_title": _("Unggah PDF"),
    }
    return render(request, "ingest/uploads.html", context)


@require_POST
@permission_required("ingest.add_ingestion", login_url="wagtailadmin_login")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a file again that was put aside."""
    row = get_object_or_404(Ingestion, pk=pk)
    if row.can_try_again:
        queue.try_again(row)
        messages.success(request, _("%(name)s dicoba lagi.") % {"name": row.name})
    return redirect("ingest_uploads")


def _key(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
