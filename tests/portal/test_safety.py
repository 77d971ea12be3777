"""Nobody learns what a reader looked for: headers, cookies, logs, the way out, and the settings of a public site."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory

from library.models import Publication
from portal.logs import WithoutQuestions
from portal.models import Institute
from search.indexing import drain_all
from tests.works import shelve, signed_in

SECRET = "rahasiasekali"


@pytest.fixture
def book(library: None) -> Publication:
    made = shelve("Kekerasan terhadap anak.", title="Buku Merah")
    drain_all()
    return made


def addresses(book: Publication) -> list[str]:
    return [
        "/",
        "/en/",
        "/koleksi/",
        "/koleksi/buku/",
        book.address,
        f"{book.passage_url(1)}?q={SECRET}",
        f"{book.search_url}?q={SECRET}",
        f"/cari/?q={SECRET}",
        "/bantuan/",
        "/tiada/",
        f"/p/{book.permanent.code}/",
        f"/p/{book.permanent.code}/1/",
        f"/berkas/{book.files[0].code}/buku.pdf",
        "/keluar/",
        "/robots.txt",
        "/favicon.ico",
        "/sehat",
        "/sehat/siap",
    ]


def test_readers_get_no_cookie_anywhere(book: Publication) -> None:
    client = Client()
    for address in addresses(book):
        answer = client.get(address)
        assert "Set-Cookie" not in answer.headers, address
        assert not answer.cookies, address
    assert not client.cookies


def test_every_answer_tells_browsers_to_keep_to_themselves(book: Publication) -> None:
    for address in addresses(book):
        headers = Client().get(address).headers
        assert headers["Referrer-Policy"] == ("no-referrer" if address == "/keluar/" else "same-origin"), (
            address
        )
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert "browsing-topics=()" in headers["Permissions-Policy"], address
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address


def test_public_pages_run_and_fetch_only_what_is_ours(book: Publication) -> None:
    for address in addresses(book):
        answer = Client().get(address)
        if answer.headers["Content-Type"].startswith("text/html") and answer.status_code not in {301, 302}:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy, address
            assert "unsafe" not in policy, address
            assert "http" not in policy, address


def test_the_admin_has_a_policy_of_its_own(book: Publication) -> None:
    for answer in (signed_in().get("/admin/"), Client().get("/admin/login/")):
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-inline'" in policy
        assert "http" not in policy
        assert "frame-ancestors 'self'" in policy


def test_the_way_out_leads_away_at_once_and_says_nothing(library: None) -> None:
    answer = Client().get("/keluar/", headers={"referer": f"http://testserver/cari/?q={SECRET}"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "https://www.bmkg.go.id/"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    Institute.objects.update(leave_to="https://www.contoh.id/")
    assert Client().get("/keluar/").headers["Location"] == "https://www.contoh.id/"


def test_robots_are_kept_from_what_readers_ask(library: None) -> None:
    rules = Client().get("/robots.txt").content.decode()
    for path in ("/admin/", "/cari/", "/en/cari/", "/keluar/"):
        assert f"Disallow: {path}\n" in rules


def test_pages_for_one_editor_are_not_kept_for_others(book: Publication) -> None:
    answer = signed_in().get(book.address)
    assert "Cookie" in answer.headers.get("Vary", "")


# The log


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own handler writes."""
    written = io.StringIO()
    handler = next(
        h for h in logging.getLogger("django.request").handlers if isinstance(h, logging.StreamHandler)
    )
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_a_failure_is_logged_without_what_was_asked(log: io.StringIO, book: Publication) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE library_passage")
    answer = Client(raise_request_exception=False).get(f"{book.passage_url(1)}?q={SECRET}")
    assert answer.status_code == 503
    written = log.getvalue()
    assert "Service Unavailable: /koleksi/buku/buku-merah/baca/1/" in written
    assert "OperationalError" in written
    assert "portal/reader/views.py" in written
    assert SECRET not in written


@pytest.mark.parametrize(
    "asked",
    [
        RequestFactory().get("/cari/", {"q": SECRET}),
        RequestFactory().post("/cari/banyak/", {"pertanyaan": SECRET}),
    ],
)
def test_an_errors_own_words_may_repeat_the_question_and_are_left_out(
    log: io.StringIO, asked: HttpRequest
) -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"nothing for {SECRET}") from error
    except ValueError:
        logging.getLogger("django.request").error(
            "%s: %s", "Failure", asked.path, exc_info=True, extra={"request": asked}
        )
    written = log.getvalue()
    assert SECRET not in written
    assert written.index("KeyError") < written.index("ValueError")
    assert "test_safety.py" in written


def test_without_a_question_an_error_keeps_its_words(log: io.StringIO) -> None:
    try:
        raise ValueError("the disk is full")
    except ValueError:
        request = RequestFactory().get("/")
        logging.getLogger("django.request").error("Failure", exc_info=True, extra={"request": request})
    assert "the disk is full" in log.getvalue()


def test_the_secret_of_a_letter_is_cut_from_messages(log: io.StringIO) -> None:
    logging.getLogger("django").warning("Internal Server Error: %s", f"/en/cari/kabar/{SECRET}-_1/berhenti/")
    assert log.getvalue().strip().endswith("Internal Server Error: /en/cari/kabar/…/berhenti/")


def test_query_strings_are_cut_from_messages(log: io.StringIO) -> None:
    for message, arguments in (
        (f'"GET /cari/?q={SECRET}&x=1 HTTP/1.1" 200', ()),
        ("%s %s", ("GET", f"/cari/?q={SECRET}")),
        ("Not Found: %s", (f"/koleksi/x/baca/1/?q={SECRET}#top",)),
    ):
        logging.getLogger("django").warning(message, *arguments)
    written = log.getvalue()
    assert SECRET not in written
    assert '"GET /cari/ HTTP/1.1" 200' not in written or "/cari/" in written
    assert written.count("/cari/") == 2


def test_a_record_loses_its_request() -> None:
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "x", (), None)
    record.request = RequestFactory().get("/cari/", {"q": SECRET})
    assert WithoutQuestions().filter(record)
    assert not hasattr(record, "request")


def test_no_handler_is_without_the_filter() -> None:
    for name in ("", "django", "django.request"):
        for handler in logging.getLogger(name).handlers:
            if type(handler) is logging.StreamHandler:
                assert any(isinstance(each, WithoutQuestions) for each in handler.filters), name


# The settings of a public site


def made_with(tmp_path, **environment: str) -> dict[str, object]:
    """The settings that this environment makes."""
    names = [
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "DEBUG",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "SECURE_PROXY_SSL_HEADER",
        "WAGTAILADMIN_BASE_URL",
        "SESSION_COOKIE_HTTPONLY",
    ]
    script = f"import json; from portal import settings; print(json.dumps({{n: getattr(settings, n, None) for n in {names}}}))"
    kept = {"PATH": os.environ["PATH"], "PUSTAKA_DATA": str(tmp_path), **environment}
    printed = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=kept,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(printed.stdout)


def test_behind_https_cookies_redirect_and_hsts_are_strict(tmp_path) -> None:
    made = made_with(tmp_path, BASE_URL="https://pustaka.example/")
    assert made["SECURE_SSL_REDIRECT"] is True
    assert made["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert made["SESSION_COOKIE_SECURE"] is made["CSRF_COOKIE_SECURE"] is True
    assert made["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert made["DEBUG"] is False
    assert made["ALLOWED_HOSTS"] == ["pustaka.example", "localhost", "127.0.0.1", "[::1]"]
    assert made["CSRF_TRUSTED_ORIGINS"] == ["https://pustaka.example"]
    assert made["WAGTAILADMIN_BASE_URL"] == "https://pustaka.example"


def test_on_a_bare_machine_plain_http_works_and_debug_is_off(tmp_path) -> None:
    made = made_with(tmp_path)
    assert made["SECURE_SSL_REDIRECT"] is made["SESSION_COOKIE_SECURE"] is made["DEBUG"] is False
    assert made["SECURE_HSTS_SECONDS"] == 0
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
