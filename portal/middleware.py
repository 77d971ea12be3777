"""Headers that every answer carries: nothing from other hosts, and nobody learns where a reader came from."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.functional import SimpleLazyObject

from portal.models import Institute

_PUBLIC = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
#: Wagtail's date fields and rich text editor still write inline scripts and styles.
_ADMIN = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the content policy (two of them) and the permissions policy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            admin = request.path.startswith("/admin/")
            response.headers.setdefault("Content-Security-Policy", _ADMIN if admin else _PUBLIC)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # An editor sees drafts where readers see nothing: not to be kept for whoever comes next.
            response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        )
        return response

    return middleware


def without_body(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the outermost: HEAD is answered as GET would be, less the body, of which the length is told. The server drops
    a body too, but complains of it in the log each time."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return get_response(request)
        if request.path.startswith("/api/"):
            request.method = "GET"  # django-ninja knows no HEAD
        response = get_response(request)
        if not response.streaming and response.content:
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    return middleware


def house(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: `request.house` is what the institute says of itself, asked of the database when it is first needed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.house = SimpleLazyObject(lambda: Institute.here(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


class CompressPages(GZipMiddleware):
    """Compresses what is text. Files keep their length, their ranges and their strong ETag."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.headers.get("Content-Type", "").startswith(
            (
                "text/",
                "application/json",
                "application/opds+json",
                "application/xml",
                "application/atom+xml",
                "image/svg+xml",
            )
        ):
            return super().process_response(request, response)
        return response
