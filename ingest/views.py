"""The editor's desk: bring PDFs, see where each stands, put them in order, publish them. Works without scripts."""

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from ingest import media, queue, recognise, uploading
from ingest.accept import plain_name
from ingest.desk import acting, recognitions
from ingest.desk.bringing import bring, opened, table_of, unused
from ingest.desk.put_aside import damaged_files, failed_pages, how_many_put_aside, put_aside
from ingest.desk.put_aside import try_again as try_pages_again
from ingest.desk.rows import NEEDS_OCR, Row, ordered, rows_of
from ingest.desk.summary import summaries, summary_of
from ingest.errors import NoRoom
from ingest.forms import RecordingsForm, UploadForm
from ingest.models import Batch, Ingestion, Upload
from ingest.records import RecordError
from ingest.too_many import came_too_many, one_sentence_for_too_many
from library.models import Film, Publication

_BATCHES_A_PAGE = 20
_ROWS_A_PAGE = uploading.MOST_FILES
_ASIDE_A_PAGE = 50
_RELOAD_SECONDS = 8  # without scripts
_POLL_MILLISECONDS = 2500


@one_sentence_for_too_many
@permission_required("ingest.add_ingestion")
def uploads(request: HttpRequest) -> HttpResponse:
    """`/admin/unggah/`: the form, and under it what was brought, newest first. `?terbitan=` brings a file for a publication
    that exists, `?kiriman=` adds to a batch."""
    target, before = _target(request), _batch(request)
    too_many = came_too_many(request)
    kind = RecordingsForm if media.wanted(None, target) is Film else UploadForm
    form = kind(request.POST, request.FILES) if request.method == "POST" and not too_many else kind()
    if form.is_valid() and (too_many := len(form.pdfs) > _room(before)):
        form = kind()
    if form.is_valid():
        try:
            batch = opened(by=request.user, batch=before, table=form.table)
        except RecordError as error:
            form.add_error("files", str(error))
        else:
            _bring(request, form, batch, target)
            return redirect("ingest_batch", code=batch.code)
    shown = Paginator(_batches(), _BATCHES_A_PAGE).get_page(request.GET.get("p"))
    said = summaries(shown)
    loose = Ingestion.objects.filter(batch=None)
    context = {
        "form": form,
        "too_many": too_many,
        "most": uploading.MOST_FILES,
        "target": target,
        "batches": [(batch, said[batch.pk]) for batch in shown],
        "page": shown,
        "loose": summary_of(loose.select_related("target")) if loose.exists() else None,
        "unfinished": _unfinished(request),
        "put_aside": how_many_put_aside(),
        "uploader": _uploader(request, target=target),
    }
    answer = render(
        request, "ingest/uploads.html", context | _head(_("Unggah berkas") if target else _("Unggah PDF"))
    )
    answer.status_code = 413 if too_many else 200
    return answer


@permission_required("ingest.add_ingestion")
def batch(request: HttpRequest, code: str) -> HttpResponse:
    """`/admin/unggah/<code>/`: a batch as a table that follows what goes on; sent by POST, what was typed is kept and
    what was chosen is published."""
    found = get_object_or_404(Batch.objects.select_related("by"), code=code)
    # The hour first: several come on one day, and a narrow screen shows no more than the beginning.
    when = date_format(timezone.localtime(found.added), "H.i, j F Y")
    title = _("Kiriman %(when)s") % {"when": when}
    return _table(request, found.ingestions.all(), title=title, batch=found)


@permission_required("ingest.add_ingestion")
def loose(request: HttpRequest) -> HttpResponse:
    """`/admin/unggah/lepas/`: the files that came by command, in no batch, as a table like one."""
    return _table(request, Ingestion.objects.filter(batch=None), title=_("Berkas lewat perintah"))


@permission_required("ingest.add_ingestion")
def quarantine(request: HttpRequest) -> HttpResponse:
    """`/admin/unggah/karantina/`: everything that was put aside, why, and what helps."""
    aside = put_aside().select_related("file", "batch", "by").order_by("-finished", "-pk")
    if request.method == "POST" and "ocr" in request.POST:
        many = try_pages_again(request.POST.getlist("ocr"))
        sentence = ngettext("%(count)d halaman dicoba lagi.", "%(count)d halaman dicoba lagi.", many)
        messages.success(request, sentence % {"count": many})
        return redirect("ingest_quarantine")
    if request.method == "POST":
        tried = [row for row in aside if row.can_try_again]
        for row in tried:
            queue.try_again(row)
        sentence = ngettext("%(count)d berkas dicoba lagi.", "%(count)d berkas dicoba lagi.", len(tried))
        messages.success(request, sentence % {"count": len(tried)})
        return redirect("ingest_quarantine")
    shown = Paginator(aside, _ASIDE_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "rows": rows_of(shown, request.user),
        "page": shown,
        "again": sum(row.can_try_again for row in shown),
        "pages": failed_pages(),
        "damaged": damaged_files(),
        "remedy": "" if recognise.available() else str(recognise.REMEDY),
    }
    return render(request, "ingest/quarantine.html", context | _head(_("Karantina"), below=True))


@require_POST
@permission_required("ingest.add_ingestion")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a file again that was put aside; with `?ocr=1`, the pages whose recognition was cancelled."""
    row = _row(request, pk)
    if "ocr" in request.GET:
        many = recognitions.ask_again(row.file) if row.file else 0
        sentence = ngettext(
            "%(count)d halaman %(name)s menunggu OCR lagi.",
            "%(count)d halaman %(name)s menunggu OCR lagi.",
            many,
        )
        messages.success(request, sentence % {"count": many, "name": row.name})
    elif row.can_try_again:
        queue.try_again(row)
        messages.success(request, _("%(name)s dicoba lagi.") % {"name": row.name})
    return _back(request, row)


@require_POST
@permission_required("ingest.add_ingestion")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a file that waits or is being read; with `?ocr=1`, the recognition of its pages."""
    row = _row(request, pk)
    if "ocr" in request.GET:
        _stop_recognition(request, row)
    elif queue.cancel(row):
        messages.success(
            request, _("Pembacaan %(name)s dibatalkan. Berkasnya tersimpan.") % {"name": row.name}
        )
    else:
        messages.info(request, _("%(name)s tidak sedang dibaca lagi.") % {"name": row.name})
    return _back(request, row)


def _stop_recognition(request: HttpRequest, row: Ingestion) -> None:
    many = recognitions.cancel(row.file) if row.file else 0
    if not many:
        messages.info(request, _("Tidak ada halaman %(name)s yang masih menunggu OCR.") % {"name": row.name})
        return
    sentence = ngettext(
        "OCR %(count)d halaman %(name)s dihentikan. Yang sudah dikenali tetap dipakai.",
        "OCR %(count)d halaman %(name)s dihentikan. Yang sudah dikenali tetap dipakai.",
        many,
    )
    messages.success(request, sentence % {"count": many, "name": row.name})


@require_POST
@permission_required("ingest.delete_ingestion")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a file that was brought by mistake, with its draft, or a row that stands for none."""
    row = _row(request, pk)
    answer = _back(request, row)
    if acting.discard(row, request.user):
        messages.success(request, _("%(name)s dihapus.") % {"name": row.name})
    else:
        sentence = _("%(name)s dipakai terbitan atau draf, atau sedang dibaca, jadi tidak dihapus.")
        messages.error(request, sentence % {"name": row.name})
    return answer


def _table(
    request: HttpRequest, ingestions: QuerySet[Ingestion], *, title: str, batch: Batch | None = None
) -> HttpResponse:
    """The table of these files; what follows it asks for the rows alone (`X-Requested-With`)."""
    shown = Paginator(ordered(ingestions), _ROWS_A_PAGE).get_page(request.GET.get("p"))
    in_place = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    done = acting.Done()
    if request.method == "POST":
        done = _act(request, shown.object_list, tell=not in_place)
        if not done.troubles and not in_place:
            return redirect(_as_it_was(request))
        shown = Paginator(ordered(ingestions), _ROWS_A_PAGE).get_page(request.GET.get("p"))
    rows = done.shown_in(rows_of(shown, request.user))
    files = {row.ingestion.file_id for row in rows if row.ingestion.file_id}
    coming = batch.uploads.count() if batch else 0
    said = summary_of(ingestions.select_related("target"), coming)
    context = {
        "batch": batch,
        "rows": rows,
        "page": shown,
        "summary": said,
        "busy": any(row.busy for row in rows),
        "done": done,
        "choose_all": request.method == "GET" and request.GET.get("pilih") == "semua",
        "chosen": set(request.POST.getlist("chosen")) if done.troubles else set(),
        "publishable": sum(not row.why_not for row in rows),
        "discardable": {row.pk for row in rows if acting.can_discard(row.ingestion, request.user)},
        "ocr_waiting": recognitions.waiting_in(files),
        "ocr_cancelled": recognitions.cancelled_in(files),
        "remedy": _remedy(rows),
    }
    if in_place:
        return render(request, "ingest/_rows.html", context)
    still = request.GET.get("diam") == "1"
    busy = bool(context["busy"] or said.coming)
    context |= {
        "reload_seconds": _RELOAD_SECONDS
        if busy and not still and not context["choose_all"] and request.method == "GET"
        else 0,
        "poll_milliseconds": _POLL_MILLISECONDS,
        "still": still,
        "unused": unused(batch) if batch and not said.coming else [],
        "described": len(table_of(batch)) if batch else 0,
        "uploader": _uploader(request, batch=batch) if batch else None,
        "form": UploadForm() if batch else None,
        "add_url": f"{reverse('ingest_uploads')}?kiriman={batch.code}" if batch else "",
        "unfinished": _unfinished(request, batch) if batch else [],
    }
    return render(request, "ingest/batch.html", context | _head(title, below=True))


def _as_it_was(request: HttpRequest) -> str:
    """The address of the table, but nothing is chosen any more: who chose all may have taken some back."""
    asked = request.GET.copy()
    asked.pop("pilih", None)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def _act(request: HttpRequest, ingestions: Any, *, tell: bool) -> acting.Done:
    """Keep what was typed, do what was asked for, and `tell` of it above the page."""
    found = list(ingestions)
    done = acting.save_typed(found, request.POST, request.user)
    act = request.POST.get("act", "")
    if act == "publish":
        chosen = set(request.POST.getlist("chosen"))
        acting.publish_chosen([row for row in found if str(row.pk) in chosen], request.user, done)
        if not chosen and tell:
            messages.error(request, _("Pilih dulu yang akan diterbitkan, dengan kotak di depan judulnya."))
    if tell:
        if done.published:
            sentence = ngettext("%(count)d terbitan terbit.", "%(count)d terbitan terbit.", done.published)
            messages.success(request, sentence % {"count": done.published})
        for sentence in done.along:
            messages.info(request, sentence)
        if done.saved and act != "publish":
            sentence = ngettext("%(count)d draf disimpan.", "%(count)d draf disimpan.", done.saved)
            messages.success(request, sentence % {"count": done.saved})
        if done.troubles:
            sentence = ngettext(
                "%(count)d baris perlu diperbaiki; alasannya ada di barisnya.",
                "%(count)d baris perlu diperbaiki; alasannya ada di barisnya.",
                len(done.troubles),
            )
            messages.error(request, sentence % {"count": len(done.troubles)})
    return done


def _bring(request: HttpRequest, form: UploadForm, batch: Batch, target: Publication | None) -> None:
    """Take in all that the form brought, and say of each what became of it."""
    records = table_of(batch)
    for file in form.pdfs:
        try:
            came = bring(file, file.name, batch=batch, records=records, by=request.user, target=target)
        except NoRoom as error:
            messages.error(request, f"{plain_name(file.name)}: {error.sentence}")
            continue
        row = came.row
        if came.before:
            messages.info(request, _("%(name)s sudah diterima sebelumnya.") % {"name": row.name})
        elif row.state == Ingestion.State.REFUSED:
            messages.error(request, f"{row.name}: {row.sentence}")
        else:
            sentence = _("%(name)s diterima dan dibaca di belakang layar.")
            messages.success(request, sentence % {"name": row.name})
    if form.others:
        sentence = ngettext(
            "%(count)d berkas lain di folder itu bukan PDF dan dilewati.",
            "%(count)d berkas lain di folder itu bukan PDF dan dilewati.",
            len(form.others),
        )
        messages.info(request, sentence % {"count": len(form.others)})


def _row(request: HttpRequest, pk: int) -> Ingestion:
    """The row that a button stands for. What was typed elsewhere in the same table is kept first."""
    row = get_object_or_404(Ingestion.objects.select_related("file", "target", "batch"), pk=pk)
    keys = {key[4:] for key in request.POST if re.fullmatch(r"was-[0-9]{1,18}", key)}
    if keys:
        table = ordered(Ingestion.objects.filter(batch=row.batch, pk__in=list(keys)[:_ROWS_A_PAGE]))
        done = acting.save_typed(table, request.POST, request.user)
        for sentences in done.troubles.values():
            messages.error(request, " ".join(sentences.values()))
    return row


def _back(request: HttpRequest, row: Ingestion) -> HttpResponse:
    """Where the button was."""
    if request.GET.get("dari") == "karantina":
        return redirect("ingest_quarantine")
    return redirect("ingest_batch", code=row.batch.code) if row.batch else redirect("ingest_loose")


def _batches() -> QuerySet[Batch]:
    """Those that hold something: of a batch whose files were all taken back nobody needs to hear."""
    rows, coming = (model.objects.filter(batch=OuterRef("pk")) for model in (Ingestion, Upload))
    return Batch.objects.filter(Exists(rows) | Exists(coming)).select_related("by")


def _room(batch: Batch | None) -> int:
    """How many files the batch still takes."""
    return uploading.MOST_FILES - (batch.ingestions.count() + batch.uploads.count() if batch else 0)


def _batch(request: HttpRequest) -> Batch | None:
    code = request.GET.get("kiriman", "")
    return get_object_or_404(Batch, code=code) if code else None


def _unfinished(request: HttpRequest, batch: Batch | None = None) -> list[Upload]:
    """What this editor began to send and did not come to an end with."""
    found = Upload.objects.filter(by=request.user).select_related("batch").order_by("pk")
    return list(found.filter(batch=batch) if batch else found)


def _remedy(rows: list[Row]) -> str:
    """The one command by which pages without text get one, where it is missing."""
    return (
        str(recognise.REMEDY)
        if any(row.kind is NEEDS_OCR for row in rows) and not recognise.available()
        else ""
    )


def _uploader(
    request: HttpRequest, *, batch: Batch | None = None, target: Publication | None = None
) -> dict[str, Any]:
    """What the script that sends files in pieces must know: addresses, limits, and its words in the editor's language."""
    return {
        "begin": reverse("ingest_pieces"),
        "open": reverse("ingest_open"),
        "batch": batch.code if batch else "",
        "target": target.pk if target else "",
        "largest": media.largest(media.wanted(None, target)),
        "most": uploading.MOST_FILES,
        "piece": uploading.PIECE,
        "words": {
            "waiting": _("menunggu giliran"),
            "sending": _("{sent} dari {size} MB"),
            "resumed": _("diteruskan dari {sent} MB"),
            "done": _("sampai"),
            "again": _("Sambungan terputus. Dicoba lagi dalam {seconds} detik."),
            "offline": _("Tidak ada sambungan internet. Diteruskan begitu tersambung lagi."),
            "gave_up": _("Belum sampai. Periksa sambungan internet, lalu pilih “Teruskan”."),
            "signed_out": _("Anda sudah keluar. Masuk lagi di tab lain, lalu pilih “Teruskan”."),
            "cancelled": _("dibatalkan"),
            "empty": _("Berkas ini kosong (0 bita) dan tidak dikirim."),
            "too_large": _("Terlalu besar dan tidak dikirim. Perkecil gambarnya atau bagi dua."),
            "too_many": _(
                "Paling banyak 200 berkas sekali kirim; Anda memilih {count}. Bagi menjadi beberapa kiriman."
            ),
            "no_pdf": _("Tidak ada PDF di antara yang Anda pilih."),
            "two_tables": _("Hanya satu tabel (CSV atau XLSX) dapat menyertai satu kiriman."),
            "skipped": _("{count} berkas lain dilewati karena bukan PDF: {names}."),
            "total": _("{done} dari {count} berkas sampai, {percent} %."),
            "finished": _("Semua berkas sampai. Kiriman dibuka …"),
            "finished_but": _("{done} dari {count} berkas sampai."),
            "cancel": _("Batalkan"),
            "cancel_all": _("Batalkan semua"),
            "go_on": _("Teruskan"),
            "look": _("Buka kiriman ini"),
            "without_table": _("Kirim PDF-nya tanpa tabel"),
            "drop": _("Lepaskan berkas atau folder di sini"),
        },
    }


def _head(title: str, *, below: bool = False) -> dict[str, Any]:
    """The head of the page, with the way back."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Beranda")}]
    if below:
        crumbs.append({"url": reverse("ingest_uploads"), "label": _("Unggah PDF")})
    crumbs.append({"url": "", "label": title})
    return {"header_title": title, "header_icon": "upload", "breadcrumbs_items": crumbs}


def _target(request: HttpRequest) -> Publication | None:
    """The publication that the files are for, where one is named that the editor may change."""
    key = request.GET.get("terbitan", "")
    found = Publication.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
    return found if found and found.permissions_for_user(request.user).can_edit() else None
