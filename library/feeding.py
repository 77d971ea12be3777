"""Feeds on their way out: what programs fetch again and again, and is not sent where they have it. No models."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags, quote_etag


def fed(request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
    """Answer a GET or HEAD with `body`; 304 to whoever has just that (RFC 9110, 13.1.2). Search engines leave it alone:
    what stands in it has a page."""
    etag = quote_etag(sha256(body).hexdigest()[:32])
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or etag in [
        each.removeprefix("W/") for each in known
    ]:  # weakly, as for all that is compressed
        answer = HttpResponse(status=304)
        del answer.headers["Content-Type"]
    else:
        answer = HttpResponse(body, content_type=media_type)
    answer.headers["ETag"] = etag
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-cache"  # what is withdrawn stands in nobody's store
    return answer
