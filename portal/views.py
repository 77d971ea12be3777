"""The rooms that belong to no floor below: health, help, the way out, and the error pages."""

import mimetypes
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from library.access import rule_for
from library.models import Publication
from library.models.described import absolute
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
    if "database" not in troubles and last_beat() is None:
        troubles["worker"] = (
            "Pekerja latar tidak berjalan: ./run worker. / The worker is not running: ./run worker."
        )
    answer = JsonResponse({"siap": not troubles, "masalah": troubles}, status=503 if troubles else 200)
    answer._has_been_logged = True  # asked every few seconds by machines; what is wrong stands in the answer
    return answer


@require_safe
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """`/keluar/`: away at once, to an ordinary page that says nothing of where the reader was."""
    try:
        away = Institute.for_request(request).leave_to
    except DatabaseError:  # the way out is open whatever else is broken
        away = Institute._meta.get_field("leave_to").default
    answer = HttpResponseRedirect(away)
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
        f"Sitemap: {absolute(reverse('sitemap_index'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(staticfiles_storage.url("pustaka/favicon.svg"))


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """`/gambar/…`: covers of works that the reader may see; editors see every picture, also as it was uploaded."""
    root = Path(settings.MEDIA_ROOT).resolve()
    viewer = rule_for(request)
    try:
        path = (root / name).resolve()
        known = path.is_relative_to(root) and path.is_file()
    except (ValueError, OSError) as error:  # a NUL in the name, or a name that is too long
        raise Http404 from error
    editor = viewer.everything
    if not known or not (
        editor or Publication.objects.seen(viewer).filter(cover__renditions__file=name).exists()
    ):
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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: also for a host that is not ours, so it asks nobody who we are."""
    return HttpResponse(get_template("400.html").render(), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away; needs nothing that could be broken too."""
    status = 503 if isinstance(sys.exc_info()[1], OperationalError | InterfaceError) else 500
    return HttpResponse(get_template(f"{status}.html").render(), status=status)
