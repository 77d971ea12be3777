"""Files on their way out, byte by byte."""

import re
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from library.serving import disposition, ranges, serve

CONTENT = bytes(range(256)) * 1_000
SIZE = len(CONTENT)
MODIFIED = datetime(2024, 5, 6, 7, 8, 9, 123_456, tzinfo=UTC)
LAST_MODIFIED = "Mon, 06 May 2024 07:08:09 GMT"

#: Closing an answer tells Django that a request has ended, and Django looks after its connections then.
pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(tmp_path):
    path = tmp_path / "simpanan"
    path.write_bytes(CONTENT)

    def asking(method: str = "GET", headers: dict[str, str] | None = None, **options) -> HttpResponseBase:
        request = RequestFactory().generic(method, "/berkas/1/kajian.pdf", headers=headers)
        told = {"etag": "abc", "media_type": "application/pdf", "name": "kajian.pdf", "modified": MODIFIED}
        return serve(request, path, **(told | options))

    return asking


def body(response: HttpResponseBase) -> bytes:
    content = response.getvalue()
    response.close()
    return content


def test_the_whole_file_goes_out_with_its_length_its_name_and_its_validators(ask):
    response = ask()
    assert response.status_code == 200
    assert body(response) == CONTENT
    assert dict(response.items()) == {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="kajian.pdf"',
        "Content-Length": str(SIZE),
        "Content-Type": "application/pdf",
        "ETag": '"abc"',
        "Last-Modified": LAST_MODIFIED,
        "X-Content-Type-Options": "nosniff",
    }


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-65700", 100, 65_701),
        ("bytes=255999-", 255_999, 256_000),
        ("bytes=0-", 0, SIZE),
        ("bytes=-5", SIZE - 5, SIZE),
        (f"bytes=-{SIZE + 7}", 0, SIZE),
        ("bytes=200-99999999999999999999999", 200, SIZE),
        ("Bytes = 3-4", 3, 5),
        ("bytes=0-9, 10-19,5-12", 0, 20),
        ("bytes=7-8,900000-900001", 7, 9),
        ("bytes=,7-8,", 7, 9),
    ],
)
def test_one_stretch_goes_out_as_206_with_exactly_its_bytes(ask, asked, first, end):
    response = ask(headers={"Range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{end - 1}/{SIZE}"
    assert response["Content-Length"] == str(end - first)
    assert body(response) == CONTENT[first:end]


@pytest.mark.parametrize(
    "asked", ["bytes=256000-", "bytes=256000-256001", "bytes=-0", "bytes=999999-,888888-"]
)
def test_what_lies_beyond_the_end_is_answered_with_416_and_the_size(ask, asked):
    response = ask(headers={"Range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert "ETag" not in response and body(response) == b""


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=9-3",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes=1",
        "bytes=--1",
        "bytes=1-2-3",
        "bytes=²-",
        "pages=1-2",
        "nonsense",
        "bytes=" + "9" * 5_000 + "-",
        "bytes=0-1,9-3",
    ],
)
def test_a_range_that_makes_no_sense_is_ignored(ask, asked):
    response = ask(headers={"Range": asked})
    assert response.status_code == 200
    assert body(response) == CONTENT


def test_several_stretches_apart_are_answered_with_the_whole_file(ask):
    response = ask(headers={"Range": "bytes=0-1,100-101"})
    assert response.status_code == 200
    assert "Content-Range" not in response
    assert body(response) == CONTENT


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ('"abc"', 206),
        (LAST_MODIFIED, 206),
        ('"old"', 200),
        ('W/"abc"', 200),
        ("Mon, 06 May 2024 07:08:10 GMT", 200),
        ("abc", 200),
    ],
)
def test_a_download_is_resumed_only_where_the_file_is_still_the_same(ask, condition, status):
    response = ask(headers={"Range": "bytes=1-2", "If-Range": condition})
    assert response.status_code == status
    assert body(response) == (CONTENT[1:3] if status == 206 else CONTENT)


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"abc"'},
        {"If-None-Match": '"x", W/"abc"'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": LAST_MODIFIED},
        {"If-None-Match": '"abc"', "Range": "bytes=0-1"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_the_file_already_hears_304(ask, headers, method):
    response = ask(method, headers, public=True, max_age=60)
    assert response.status_code == 304
    assert response["ETag"] == '"abc"' and response["Cache-Control"] == "public, max-age=60"
    assert "Content-Length" not in response and "Content-Type" not in response
    assert body(response) == b""


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": LAST_MODIFIED},
        {"If-Modified-Since": "Mon, 06 May 2024 07:08:08 GMT"},
        {"If-Modified-Since": "kemarin"},
    ],
)
def test_who_has_an_older_file_gets_the_new_one(ask, headers):
    response = ask(headers=headers)
    assert response.status_code == 200
    assert body(response) == CONTENT


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "headers", [{"If-Match": '"other"'}, {"If-Unmodified-Since": "Mon, 06 May 2024 07:08:08 GMT"}]
)
def test_who_insists_on_another_version_hears_412(ask, headers):
    assert ask(headers=headers | {"Range": "bytes=0-1"}).status_code == 412


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-1"}, {"Range": "bytes=999999-"}])
def test_head_says_the_true_length_and_sends_nothing(ask, headers):
    response = ask("HEAD", headers)
    assert response.status_code == 200
    assert response["Content-Length"] == str(SIZE) and response["Content-Type"] == "application/pdf"
    assert response["ETag"] == '"abc"' and response["Accept-Ranges"] == "bytes"
    assert body(response) == b""


def test_an_empty_file_is_served_and_has_no_ranges(tmp_path):
    path = tmp_path / "kosong"
    path.write_bytes(b"")
    told = {"etag": "e", "media_type": "text/plain", "name": "kosong.txt", "modified": MODIFIED}
    whole = serve(RequestFactory().get("/"), path, **told)
    assert (whole.status_code, whole["Content-Length"], body(whole)) == (200, "0", b"")
    part = serve(RequestFactory().get("/", headers={"Range": "bytes=0-"}), path, **told)
    assert (part.status_code, part["Content-Range"]) == (416, "bytes */0")


def test_a_missing_file_is_the_callers_to_explain(tmp_path):
    with pytest.raises(FileNotFoundError):
        serve(
            RequestFactory().get("/"),
            tmp_path / "hilang.pdf",
            etag="e",
            media_type="application/pdf",
            name="hilang.pdf",
            modified=MODIFIED,
        )


def test_the_file_is_closed_with_the_answer_even_when_it_was_not_read_to_the_end(ask):
    response = ask(headers={"Range": "bytes=10-200000"})
    next(iter(response))
    descriptor = response.file_to_stream
    response.close()
    with pytest.raises(ValueError, match="closed"):
        descriptor.read(1)


def test_a_server_may_take_the_descriptor_standing_at_the_first_byte(ask):
    response = ask(headers={"Range": "bytes=1000-1009"})
    stretch = response.file_to_stream
    with open(stretch.fileno(), "rb", closefd=False) as same:
        assert same.read(10) == CONTENT[1000:1010]
    response.close()


def test_a_server_that_only_reads_stops_at_the_end_of_the_stretch(ask):
    response = ask(headers={"Range": "bytes=1000-1009"})
    collected = BytesIO()
    while block := response.file_to_stream.read(4):
        collected.write(block)
    assert collected.getvalue() == CONTENT[1000:1010]
    assert response.file_to_stream.read() == b""
    response.close()


def test_ranges_that_touch_are_one_and_others_are_left():
    assert ranges("bytes=0-4,5-9", 100) == [(0, 10)]
    assert ranges("bytes=0-4,6-9", 100) is None
    assert ranges("bytes=-1,0-98", 100) == [(0, 100)]


@pytest.mark.parametrize(
    "name",
    [
        "kajian.pdf",
        'Judul "miring" 100%.pdf',
        "Kekerasan – catatan akhir tahun.pdf",
        "日本語.pdf",
        "a/b\\c.pdf",
        "baris\r\nSet-Cookie: x=1.pdf",
        "gambar\u202efdp.exe",
        "nama\udcff.pdf",
        "' ; filename=jahat.exe",
        "",
        "\x00",
    ],
)
def test_any_name_goes_out_in_one_safe_line_and_comes_back(name):
    line = disposition(name, attachment=True)
    assert line.isascii() and line.isprintable()
    assert line.startswith('attachment; filename="')
    kept = re.fullmatch(r"attachment; filename=\"([^\"]+)\"(?:; filename\*=UTF-8''(\S+))?", line)
    told = unquote(kept[2]) if kept[2] else kept[1]
    assert "/" not in told and "\\" not in told
    wanted = {
        "": "berkas",
        "\x00": "berkas",
        "a/b\\c.pdf": "a-b-c.pdf",
        "baris\r\nSet-Cookie: x=1.pdf": "barisSet-Cookie: x=1.pdf",
        "gambar\u202efdp.exe": "gambarfdp.exe",
        "nama\udcff.pdf": "nama.pdf",
    }.get(name, name)
    assert told == wanted


def test_a_name_in_other_letters_keeps_a_plain_form_for_old_programs():
    assert disposition("Bale Istri – kisah.pdf", attachment=False) == (
        "inline; filename=\"Bale Istri  kisah.pdf\"; filename*=UTF-8''Bale%20Istri%20%E2%80%93%20kisah.pdf"
    )
    assert disposition("日本.pdf", attachment=False).startswith('inline; filename="berkas.pdf"; ')
