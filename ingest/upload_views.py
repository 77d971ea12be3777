"""Files in pieces over HTTP, by the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload): core, creation and
termination. A file that is whole is taken in like any other.

Whoever began a file is alone to go on with it; for everybody else there is none. Sentences for people stand in the body
of an error.
"""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from ingest import uploading
from ingest.accept import LARGEST
from ingest.desk.bringing import opened
from ingest.errors import NoRoom
from ingest.models import Batch, Upload
from ingest.records import RecordError
from ingest.room import is_full
from library.models import Publication

_VERSION = "1.0.0"
_EXTENSIONS = "creation,termination"
_PIECE_TYPE = "application/offset+octet-stream"
_STATUS: dict[type[uploading.UploadError], int] = {
    uploading.UploadTooLarge: 413,
    uploading.TooManyFiles: 403,
    uploading.NoRoom: 507,
    uploading.WrongOffset: 409,
    uploading.TooMuch: 400,
    uploading.UploadGone: 404,
}
View = Callable[..., HttpResponse]


def _tus(view: View) -> View:
    """Every answer names the version; a request in another one is refused; what went wrong becomes a status."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != _VERSION:
            response = _told(
                412, _("Pengiriman ini memakai cara yang tidak dikenal. Muat ulang halaman ini.")
            )
            response["Tus-Version"] = _VERSION
        else:
            try:
                response = view(request, *args, **kwargs)
            except uploading.UploadError as error:
                response = _told(_STATUS[type(error)], str(error.sentence))
            except (NoRoom, OSError, DatabaseError) as error:
                if not isinstance(error, NoRoom) and not is_full(error):
                    raise
                response = _told(_STATUS[uploading.NoRoom], str(uploading.NoRoom.sentence))
        response["Tus-Resumable"] = _VERSION
        response["Cache-Control"] = "no-store"
        return response

    return answered


@require_POST
@permission_required("ingest.add_ingestion")
def open_batch(request: HttpRequest) -> HttpResponse:
    """A batch for files that are about to come in pieces, a new one or the one called `batch`, with the table that tells of
    them (`table`), if there is one. Answers its code and address; 422 with the sentences of a table that cannot be
    used."""
    code = request.POST.get("batch", "")
    before = get_object_or_404(Batch, code=code) if code else None
    try:
        batch = opened(by=request.user, batch=before, table=request.FILES.get("table"))
    except RecordError as error:
        return _told(422, str(error))
    address = reverse("ingest_batch", args=[batch.code])
    return JsonResponse({"code": batch.code, "address": address}, status=201)


@require_http_methods(["POST", "OPTIONS"])
@permission_required("ingest.add_ingestion")
@_tus
def pieces(request: HttpRequest) -> HttpResponse:
    """Creation: `Upload-Length` and `Upload-Metadata` (filename; batch, target where there are) make a place for a file."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Version"], response["Tus-Extension"] = _VERSION, _EXTENSIONS
        response["Tus-Max-Size"] = str(LARGEST)
        return response
    size = _number(request.headers.get("Upload-Length"))
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    if size is None or not said.get("filename"):
        return _told(400, _("Nama atau ukuran berkas tidak disebut. Muat ulang halaman ini, lalu coba lagi."))
    code = said.get("batch", "")
    target = _target(request, said.get("target", ""))
    batch = get_object_or_404(Batch, code=code) if code else opened(by=request.user)
    try:
        upload = uploading.begin(batch, said["filename"], size, by=request.user, target=target)
    except uploading.UploadError:
        if not code:
            batch.delete()  # made for this file alone
        raise
    response = _where(upload, status=201)
    response["Location"] = reverse("ingest_piece", args=[upload.code])
    if size == 0:
        uploading.take(upload)
    return response


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@permission_required("ingest.add_ingestion")
@_tus
def piece(request: HttpRequest, code: str) -> HttpResponse:
    """HEAD says how far a file came, PATCH goes on with it, DELETE forgets it."""
    upload = Upload.objects.select_related("batch", "target", "by").filter(code=code, by=request.user).first()
    if upload is None:
        raise uploading.UploadGone
    if request.method == "HEAD":
        response = _where(upload, status=200)
        response["Upload-Length"] = str(upload.size)
        return response
    if request.method == "DELETE":
        uploading.give_up(upload)
        return HttpResponse(status=204)
    if request.content_type != _PIECE_TYPE:
        return _told(415, _("Pengiriman ini memakai cara yang tidak dikenal. Muat ulang halaman ini."))
    offset = _number(request.headers.get("Upload-Offset"))
    if offset is None:
        return _told(400, _("Tempat bagian ini tidak disebut. Muat ulang halaman ini, lalu coba lagi."))
    uploading.add(upload, offset, request.read, _number(request.headers.get("Content-Length")))
    response = _where(upload, status=204)
    if upload.received == upload.size:
        uploading.take(upload)
    return response


def _where(upload: Upload, *, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(upload.received)
    if upload.batch:
        response["Pustaka-Kiriman"] = upload.batch.code
    return response


def _told(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def _number(text: str | None) -> int | None:
    """A whole number, as headers have it; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else None


def _metadata(header: str) -> dict[str, str]:
    """ "filename d29ybGQ=,batch YWJj": keys with texts in Base64; what cannot be read is left out."""
    said = {}
    for pair in header.split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            said[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            continue
    return said


def _target(request: HttpRequest, key: str) -> Publication | None:
    """The publication that the file is for; one that the editor may not change is none."""
    if not key:
        return None
    found = Publication.objects.filter(pk=key).first() if _number(key) else None
    if found is None or not found.permissions_for_user(request.user).can_edit():
        raise Http404
    return found
