"""Findings taken home: lists as files, a search as a feed, many questions at once."""

import csv
import io
import json
from datetime import timedelta
from urllib.parse import quote

import pytest
import rispy
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from library.access import Access
from library.metadata import bibtex
from library.models import PermanentId, Publication
from search.engine import engine
from search.engines import EngineAway
from search.export_views import MOST_QUESTIONS
from search.indexing import drain_all
from search.newcomers import newcomers
from search.rates import Rates
from search.research import Findings, Query, find
from tests.works import shelve

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def a_reader_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """An account of one's own for each test: together they take more home than a person does."""
    monkeypatch.setattr("search.rates.rates", Rates(at_once=10_000, a_second=1_000))


@pytest.fixture
def shelved(library: None) -> None:
    shelve("Kekerasan terhadap anak.", "Kekerasan.", title="Buku Merah", issued="2004")
    shelve("Kekerasan terhadap perempuan.", title="Buku Kuning", issued="2010", language="su")
    shelve("Kekerasan yang tidak untuk umum.", title="Buku Rahasia", access=Access.INTERNAL)
    drain_all()


def taken(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


# A list


def test_a_list_is_taken_home_in_each_format(client: Client, shelved: None) -> None:
    listed = rows(taken(client, "/cari/ekspor/?q=kekerasan&urut=terbaru&format=csv"))
    assert [(row["title"], row["date"], row["language"]) for row in listed] == [
        ("Buku Kuning", "2010", "su"),
        ("Buku Merah", "2004", "id"),
    ]
    assert all("/p/" in row["address"] for row in listed)
    as_ris = rispy.loads(taken(client, "/cari/ekspor/?q=kekerasan&urut=terbaru&format=ris").decode())
    assert [entry["title"] for entry in as_ris] == ["Buku Kuning", "Buku Merah"]
    as_bibtex = bibtex.read(taken(client, "/cari/ekspor/?q=kekerasan&format=bibtex").decode())
    assert {record.title for record in as_bibtex.records} == {"Buku Kuning", "Buku Merah"}
    as_csl = json.loads(taken(client, "/cari/ekspor/?q=kekerasan&format=csljson"))
    assert {item["title"] for item in as_csl} == {"Buku Kuning", "Buku Merah"}


def test_a_list_is_in_the_order_of_the_page_and_holds_what_holds_all_the_words(
    client: Client, shelved: None
) -> None:
    page = [finding["publication"].title for finding in client.get("/cari/?q=kekerasan").context["findings"]]
    listed = rows(taken(client, "/cari/ekspor/?q=kekerasan&format=csv"))
    assert [row["title"] for row in listed] == page
    listed = rows(taken(client, "/cari/ekspor/?q=kekerasan+anak&format=csv"))
    assert [row["title"] for row in listed] == ["Buku Merah"]
    listed = rows(taken(client, "/cari/ekspor/?q=kekerasan+zebra&format=csv"))  # nothing holds both
    assert {row["title"] for row in listed} == {"Buku Merah", "Buku Kuning"}
    listed = rows(taken(client, "/cari/ekspor/?q=kekerasan&bahasa=su&format=csv"))
    assert [row["title"] for row in listed] == ["Buku Kuning"]


def test_a_list_goes_beyond_the_first_hundred(client: Client, library: None) -> None:
    for number in range(103):
        shelve("Kekerasan.", title=f"Buku {number:03}")
    drain_all()
    listed = [row["title"] for row in rows(taken(client, "/cari/ekspor/?q=kekerasan&format=csv"))]
    assert sorted(listed) == [f"Buku {number:03}" for number in range(103)]


def test_no_cell_of_a_list_runs_as_a_formula(client: Client, library: None) -> None:
    shelve("Kekerasan.", title='=HYPERLINK("https://example.org")')
    drain_all()
    (row,) = rows(taken(client, "/cari/ekspor/?q=kekerasan&format=csv"))
    assert row["title"].startswith("'=")


@pytest.mark.parametrize(
    "address", ["?q=kekerasan", "?q=kekerasan&format=exe", "?format=csv", "?q=+&format=ris"]
)
def test_what_is_no_list_is_not_found(client: Client, shelved: None, address: str) -> None:
    assert client.get(f"/cari/ekspor/{address}").status_code == 404


def test_the_page_offers_what_can_be_taken(client: Client, shelved: None) -> None:
    page = taken(client, "/cari/?q=kekerasan&urut=judul").decode()
    assert 'href="/cari/ekspor/?q=kekerasan&amp;urut=judul&amp;format=csv"' in page
    assert 'href="/cari/umpan/?q=kekerasan"' in page
    assert "/cari/ekspor/" not in taken(client, "/cari/?q=zzzzq").decode()


# A feed


def test_a_feed_holds_the_latest_first_whatever_their_year(client: Client, shelved: None) -> None:
    feed = etree.fromstring(taken(client, "/cari/umpan/?q=kekerasan"))
    assert [title.text for title in feed.iterfind(f"{ATOM}entry/{ATOM}title")] == [
        "Buku Kuning",
        "Buku Merah",
    ]
    assert all("/p/" in (one.text or "") for one in feed.iterfind(f"{ATOM}entry/{ATOM}id"))
    assert "kekerasan" not in (feed.findtext(f"{ATOM}title") or "")
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    own = feed.find(f"{ATOM}link[@rel='self']")
    assert own is not None and own.get("href", "").endswith("/cari/umpan/?q=kekerasan")


def test_an_unchanged_feed_is_not_sent_again(client: Client, shelved: None) -> None:
    for address in ("/cari/umpan/?q=kekerasan", "/cari/umpan/?q=zzzzq"):
        first = client.get(address)
        for known in (first.headers["ETag"], f'"x", W/{first.headers["ETag"]}', "*"):
            again = client.get(address, headers={"If-None-Match": known})
            assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_feed_of_an_odd_title_is_sound(client: Client, library: None) -> None:
    shelve("Kekerasan.", title="A <b> & \x0b “kutip”", abstract_id="<script>alert(1)</script>")
    drain_all()
    feed = etree.fromstring(taken(client, "/cari/umpan/?q=kekerasan"))
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "A <b> &  “kutip”"
    assert "<script" not in (feed.findtext(f"{ATOM}entry/{ATOM}summary") or "")


def test_newcomers_are_those_of_a_stretch_of_time(shelved: None) -> None:
    old, new = (Publication.objects.get(title=title) for title in ("Buku Merah", "Buku Kuning"))
    long_ago = timezone.now() - timedelta(days=9)
    PermanentId.objects.filter(publication=old).update(came_in=long_ago)
    query = Query("kekerasan")
    assert [work.pk for work in newcomers(query)] == [new.pk, old.pk]
    assert [work.pk for work in newcomers(query, since=long_ago)] == [new.pk]
    assert [work.pk for work in newcomers(query, until=long_ago)] == [old.pk]
    assert [work.pk for work in newcomers(query, most=1)] == [new.pk]
    assert newcomers(Query("perempuan -kekerasan")) == []


# Many questions


def test_many_questions_are_answered_passage_by_passage(client: Client, shelved: None) -> None:
    answer = client.post("/cari/banyak/", {"pertanyaan": "kekerasan anak\n\n zzzzq \nkekerasan  anak\n"})
    assert answer.status_code == 200 and not answer.cookies
    found = rows(answer.content)
    assert [(row["question"], row["works"]) for row in found if row["place"] in ("", "1")] == [
        ("kekerasan anak", "1"),
        ("kekerasan anak", "1"),
        ("zzzzq", "0"),
    ]
    first = found[0]
    assert (first["title"], first["words"], first["passage"]) == ("Buku Merah", "all", "1")
    assert first["text"] == "Kekerasan terhadap anak." and first["address"].endswith("/1/")
    assert {row["title"] for row in found} == {"Buku Merah", "Buku Kuning", ""}


@pytest.mark.parametrize(
    "data",
    [
        b'pertanyaan,catatan\n"kekerasan, anak",x\n',
        "\ufeffcatatan;Question\nx;kekerasan, anak\n".encode(),
        "kekerasan, anak\n".encode("cp1252"),
        b"pertanyaan\r\nkekerasan, anak\r\n",
    ],
)
def test_questions_come_as_a_file(client: Client, shelved: None, data: bytes) -> None:
    answer = client.post("/cari/banyak/", {"berkas": SimpleUploadedFile("tanya.csv", data)})
    assert {row["question"] for row in rows(answer.content)} == {"kekerasan, anak"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"pertanyaan": " \n "},
        {"pertanyaan": "\n".join(f"kata{number}" for number in range(MOST_QUESTIONS + 1))},
        {"berkas": SimpleUploadedFile("a.pdf", b"%PDF-1.4\0")},
        {"berkas": SimpleUploadedFile("a.csv", b"a\n" * 60_000)},
    ],
)
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(
    client: Client, shelved: None, sent: dict
) -> None:
    answer = client.post("/cari/banyak/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400 and 'role="alert"' in page
    assert sent.get("pertanyaan", "").strip() in page


def test_many_questions_cost_as_many(client: Client, shelved: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.rates.rates", Rates(at_once=3, a_second=0.1))
    assert client.post("/cari/banyak/", {"pertanyaan": "satu\ndua\ntiga"}).status_code == 200
    answer = client.post("/cari/banyak/", {"pertanyaan": "satu\ndua\ntiga"})
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0


def test_what_is_too_large_is_not_even_read(client: Client, shelved: None) -> None:
    sent = {f"lain-{number}": SimpleUploadedFile("a", b"a" * 100_000) for number in range(3)}
    assert client.post("/cari/banyak/", sent).status_code == 413


def test_one_question_that_goes_unanswered_takes_no_other_along(
    client: Client, shelved: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(query: Query) -> Findings:
        if query.question == "lambat":
            raise EngineAway("no answer")
        return find(query)

    monkeypatch.setattr("search.export_views.find", slow)
    found = rows(client.post("/cari/banyak/", {"pertanyaan": "anak\nlambat\nperempuan"}).content)
    assert {row["question"] for row in found} == {"anak", "lambat", "perempuan"}
    assert [bool(row["note"]) for row in found if row["question"] == "lambat"] == [True]


# All of them


@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=st.text(max_size=80) | st.text(alphabet="\"()-|*~:'\\<>&;%\x00 ORANDNOTbukan", max_size=60))
def test_any_question_can_be_taken_home(client: Client, shelved: None, question: str) -> None:
    asked = quote(question.encode("utf-8", "replace"))
    for door in ("ekspor/?format=csv&q=", "ekspor/?format=ris&q=", "umpan/?q="):
        assert client.get(f"/cari/{door}{asked}").status_code in {200, 404}
    assert client.post("/cari/banyak/", {"pertanyaan": question}).status_code in {200, 400}


@pytest.mark.parametrize(
    "address", ["/cari/ekspor/?q=rahasia&format=csv", "/cari/umpan/?q=umum", "/cari/umpan/?q=rahasia"]
)
def test_what_is_not_public_leaves_by_no_door(editor: Client, shelved: None, address: str) -> None:
    assert b"Rahasia" not in taken(editor, address)
    assert b"Rahasia" not in editor.post("/cari/banyak/", {"pertanyaan": "rahasia umum"}).content


def test_while_the_engine_is_away_each_says_so(
    client: Client, shelved: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object, **_named: object) -> None:
        raise EngineAway("gone")

    monkeypatch.setattr(engine(), "candidates", away)
    for address in ("/cari/ekspor/?q=kekerasan&format=csv", "/cari/umpan/?q=kekerasan"):
        answer = client.get(address)
        assert answer.status_code == 503 and "Pencarian sedang terganggu" in answer.content.decode()
    answer = client.post("/cari/banyak/", {"pertanyaan": "kekerasan anak"})
    assert answer.status_code == 503 and "kekerasan anak" in answer.content.decode()


def test_in_english_too(client: Client, shelved: None) -> None:
    feed = etree.fromstring(taken(client, "/en/cari/umpan/?q=kekerasan"))
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert "Many questions" in taken(client, "/en/cari/banyak/").decode()
