"""The rooms that belong to no floor below: health, help, the way out, and the error pages."""

import mimetypes
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from library.serving import serve
from portal.models import Institute
from portal.worker import last_beat
from search.engine import engine


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """`/sehat`: this process answers."""
    return HttpResponse("sehat\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """`/sehat/siap`: database, index and worker; 503 with words where one of them is not well."""
    troubles = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        troubles["database"] = "Pangkalan data tidak menjawab. / The database does not answer."
    index = engine().health()
    if not (index.reachable and index.current):
        troubles["index"] = str(index.sentence)
    if last_beat() is None:
        troubles["worker"] = (
            "Pekerja latar tidak berjalan: ./run worker. / The worker is not running: ./run worker."
        )
    return JsonResponse({"siap": not troubles, "masalah": troubles}, status=503 if troubles else 200)


@require_safe
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """`/keluar/`: away at once, to an ordinary page that says nothing of where the reader was."""
    answer = HttpResponseRedirect(Institute.for_request(request).leave_to)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /cari/",
        "Disallow: /en/cari/",
        "Disallow: /keluar/",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(staticfiles_storage.url("pustaka/favicon.svg"))


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """`/gambar/…`: renditions of pictures for everybody, the pictures as uploaded for editors alone."""
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / name).resolve()
    editor = request.user.has_perm("wagtailadmin.access_admin")
    if not path.is_relative_to(root if editor else root / "images") or not path.is_file():
        raise Http404
    stat = path.stat()
    return serve(
        request,
        path,
        etag=f"{stat.st_mtime_ns:x}-{stat.st_size:x}",
        media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        name=path.name,
        modified=datetime.fromtimestamp(stat.st_mtime, UTC),
        public=not editor,
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 searches for what was asked: the last words of the address stand in the search box."""
    asked = request.path.rstrip("/").rpartition("/")[2].replace("-", " ")[:80]
    context = {"asked": asked, "search": reverse("search")}
    return HttpResponse(get_template("404.html").render(context, request), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500 needs nothing that could be broken too: no database, no context."""
    return HttpResponse(get_template("500.html").render(), status=500)
