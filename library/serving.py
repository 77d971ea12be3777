"""Files on their way out: one stored file as an HTTP answer, whole or in part (RFC 9110). No models; views call it.

Who may have the file is settled before. The content security policy stays with the middleware: a PDF must not get
`default-src 'none'` or `sandbox`, under which Safari shows its viewer wrongly. Nothing may encode the answer on its
way either: compressed bytes are not those that the ranges and the ETag speak of.
"""

import os
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

BLOCK = 65_536  # bytes read at a time

# Digits are bounded: Python refuses to read numbers of more than 4,300.
RANGES = re.compile(r"bytes\s*=(.*)", re.IGNORECASE | re.DOTALL)
RANGE = re.compile(r"[ \t]*([0-9]{0,40})-([0-9]{0,40})[ \t]*")

Stretch = tuple[int, int]  # the first byte, and the one after the last


def serve(
    request: HttpRequest,
    path: Path,
    *,
    etag: str,
    media_type: str,
    name: str,
    modified: datetime,
    attachment: bool = False,
    public: bool = False,
    max_age: int = 0,
) -> HttpResponseBase:
    """Answer a GET or HEAD (the view refuses others) for the file at `path`.

    `etag` names these very bytes (their SHA-256), quoted or not; it is strong. `name` is what the reader's disk will
    call the file, any characters. `public` allows shared caches to keep it, `max_age` says for how many seconds
    without asking again (0: ask each time, and get 304). Answers 200, 206, 304, 412 or 416. Raises OSError where
    the file cannot be opened.

    Several ranges that make one stretch get it as one 206. Others get the whole file: RFC 9110 (14.2) leaves it to
    the server, `multipart/byteranges` is asked for by next to nobody, and many small overlapping ranges are a known
    way to wear a server out.
    """
    etag = quote_etag(etag)
    file = path.open("rb")
    try:
        size = os.fstat(file.fileno()).st_size
        headers = {
            "Accept-Ranges": "bytes",
            "Cache-Control": _cache_control(public, max_age),
            "ETag": etag,
            "Last-Modified": http_date(modified.timestamp()),
            "X-Content-Type-Options": "nosniff",
        }
        early = get_conditional_response(request, etag, int(modified.timestamp()))
        if early is None:
            stretches = _asked(request, headers, size)
            if stretches is not None and not stretches:
                early = HttpResponse(status=416)
                headers = {
                    "Accept-Ranges": "bytes",
                    "Content-Range": f"bytes */{size}",
                    "Cache-Control": "no-store",
                }
        if early is not None:
            del early["Content-Type"]
            for header, value in headers.items():
                early[header] = value
            file.close()
            return early

        headers["Content-Disposition"] = disposition(name, attachment=attachment)
        start, end = 0, size
        if stretches is not None and len(stretches) == 1:
            start, end = stretches[0]
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        headers["Content-Length"] = str(end - start)
        if request.method == "HEAD":
            file.close()
            return HttpResponse(content_type=media_type, headers=headers)
        status = 206 if "Content-Range" in headers else 200
        return _StretchResponse(
            _Part(file, start, end), status=status, content_type=media_type, headers=headers
        )
    except BaseException:
        file.close()
        raise


def disposition(name: str, *, attachment: bool) -> str:
    """The Content-Disposition header for any `name`: RFC 6266, with the RFC 5987 form where ASCII does not do."""
    name = "".join("-" if character in "/\\" else character for character in name)
    name = "".join(
        character for character in name if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    name = name.strip() or "berkas"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'["%]', "_", plain).strip()
    if plain.startswith(".") or not plain:
        plain = f"berkas{plain}"
    kind = "attachment" if attachment else "inline"
    simple = f'{kind}; filename="{plain}"'
    return simple if plain == name else f"{simple}; filename*=UTF-8''{quote(name, safe='')}"


def _cache_control(public: bool, max_age: int) -> str:
    who = "public" if public else "private"
    return f"{who}, max-age={max_age}" if max_age else f"{who}, no-cache"


def _asked(request: HttpRequest, headers: dict[str, str], size: int) -> list[Stretch] | None:
    """The stretches to send: None for the whole file, an empty list where nothing that was asked for is there."""
    asked = request.headers.get("Range")
    if asked is None or request.method != "GET":  # for other methods a range means nothing (RFC 9110, 14.2)
        return None
    condition = request.headers.get("If-Range")
    # A date is compared as it stands, and a weak ETag equals none (RFC 9110, 13.1.5).
    if condition is not None and condition.strip() not in (headers["ETag"], headers["Last-Modified"]):
        return None
    return ranges(asked, size)


def ranges(header: str, size: int) -> list[Stretch] | None:
    """What a Range header asks of a file of `size` bytes, in order, with what overlaps or touches made one.

    None where the header is to be ignored: another unit, a mistake, or several stretches apart. Empty where all
    ranges lie beyond the end.
    """
    unit = RANGES.fullmatch(header.strip())
    if unit is None:
        return None
    found: list[Stretch] = []
    for each in unit[1].split(","):
        if not each.strip():  # RFC 9110 (5.6.1) lets lists have empty elements
            continue
        match = RANGE.fullmatch(each)
        if match is None or match[1] == match[2] == "":
            return None
        if match[1] == "":
            first, end = max(0, size - int(match[2])), size
        else:
            first = int(match[1])
            if match[2] and int(match[2]) < first:
                return None
            end = min(size, int(match[2]) + 1) if match[2] else size
        found.append((first, end))
    if not found:
        return None
    joined: list[Stretch] = []
    for first, end in sorted(stretch for stretch in found if stretch[0] < stretch[1]):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((first, end))
    return joined if len(joined) <= 1 else None


class _Part:
    """A stretch of an open file that reads like a file.

    `fileno` and the position are the real ones, so gunicorn hands the stretch to sendfile (it counts by the
    Content-Length); servers that only read stop at the end of the stretch all the same.
    """

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file = file
        self._left = end - start
        file.seek(start)

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(block)
        return block

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()


class _StretchResponse(FileResponse):
    """Django's answer for files (it streams, closes, and offers the server its file), with our own headers."""

    block_size = BLOCK

    def set_headers(self, filelike: object) -> None:
        pass
