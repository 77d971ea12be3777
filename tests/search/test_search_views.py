"""The results page and the search inside a work: any address answers, and none says what was asked."""

import re
import socket
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from library.models import Publication
from search.engine import engine
from search.indexing import drain_all, sweep
from tests.works import again, shelve, signed_in


@pytest.fixture
def shelved(library: None) -> None:
    shelve("Kekerasan terhadap anak.", "Kekerasan.", title="Buku Merah", issued="2004")
    shelve("Kekerasan terhadap perempuan.", title="Buku Kuning", issued="2010", language="su")
    drain_all()


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_finding_opens_the_page_with_the_question_along(client: Client, shelved: None) -> None:
    page = text(client, "/cari/?q=kekerasan+anak")
    assert 'href="/koleksi/buku/buku-merah/baca/1/?q=kekerasan+anak"' in page
    assert "<mark>Kekerasan</mark> terhadap <mark>anak</mark>" in page


def test_words_as_written_stay_so_on_the_page_that_is_opened(client: Client, shelved: None) -> None:
    page = text(client, "/cari/?q=kekerasan&tepat=1")
    assert 'href="/koleksi/buku/buku-merah/baca/1/?q=kekerasan&amp;tepat=1"' in page


@pytest.mark.parametrize("address", ["/cari/?q=rahasianya", "/koleksi/buku/buku-merah/cari/?q=rahasianya"])
def test_titles_and_descriptions_never_say_what_was_asked(
    client: Client, shelved: None, address: str
) -> None:
    page = text(client, address)
    head = page[: page.index("</head>")]
    assert "rahasianya" in page
    assert "rahasianya" not in re.sub(r'<link rel="alternate"[^>]*>', "", head)
    assert '<meta name="robots" content="noindex, follow">' in head


def test_without_a_question_readers_are_invited_to_ask(client: Client, shelved: None) -> None:
    assert "Cara mencari" in text(client, "/cari/")
    assert "Cara mencari" in text(client, "/cari/?q=++")


def test_the_two_boxes_of_years_become_one_range(client: Client, shelved: None) -> None:
    answer = client.get("/cari/?q=kekerasan&dari=2010&sampai=2004&jenis=buku")
    assert answer.headers["Location"] == "/cari/?q=kekerasan&jenis=buku&tahun=2004-2010"


def test_the_years_chosen_stand_out_among_those_that_could_be(client: Client, shelved: None) -> None:
    bars = client.get("/cari/?q=kekerasan").context["years"]["bars"]
    assert {bar["title"]: bar["count"] for bar in bars if bar["count"]} == {"2004": 1, "2010": 1}
    assert all(bar["chosen"] for bar in bars)
    assert "years-out" not in text(client, "/cari/?q=kekerasan")
    bars = client.get("/cari/?q=kekerasan&tahun=2005-2010").context["years"]["bars"]
    assert [bar["title"] for bar in bars if not bar["chosen"]] == ["2004"]


def test_many_years_are_counted_by_the_decade_and_none_is_left_out(client: Client, shelved: None) -> None:
    shelve("Kekerasan dahulu.", title="Buku Lama", issued="1958")
    drain_all()
    years = client.get("/cari/?q=kekerasan&tahun=2009-").context["years"]
    assert (years["oldest"], years["newest"]) == (1958, 2010)
    assert {bar["title"]: bar["count"] for bar in years["bars"] if bar["count"]} == {
        "1950–1959": 1,
        "2000–2009": 1,
        "2010–2019": 1,
    }
    assert [bar["title"] for bar in years["bars"] if bar["chosen"]] == ["2000–2009", "2010–2019"]


def test_a_page_beyond_the_last_shows_the_last(client: Client, shelved: None) -> None:
    assert "Buku Merah" in text(client, "/cari/?q=kekerasan&halaman=73")


def test_a_chosen_group_keeps_its_empty_values_in_sight(client: Client, shelved: None) -> None:
    page = text(client, "/cari/?q=kekerasan&jenis=peraturan")
    assert re.search(r'value="peraturan" checked.*?choice-count">0<', page, re.DOTALL)
    assert re.search(r'value="buku">.*?choice-count">2<', page, re.DOTALL)


ODD = st.text() | st.text(alphabet="\"()-|*~:'\\<>&;%\x00 ORANDNOTbukan", max_size=60)


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=ODD)
@example("\x00")
@example("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"))
@example('"' * 399)
@example("(" * 500)
@example("-" * 500)
@example("kekerasan " * 5_000)
@example("a" * 100_000)
@example("<script>alert(1)</script>")
@example("'; DROP TABLE library_publication; --")
@example("%00%ff")
def test_any_text_is_answered(client: Client, shelved: None, question: str) -> None:
    for address in ("/cari/", "/koleksi/buku/buku-merah/cari/", "/koleksi/buku/buku-merah/baca/1/"):
        answer = client.get(address, {"q": question})
        assert answer.status_code == 200, (address, question)
        assert b"<script>alert" not in answer.content


GARBAGE = [
    *(f"halaman={value}" for value in ("abc", "-1", "0", "1000000000", "1e3", "%00", "9" * 5_000, "²", "٣")),
    *(
        f"tahun={value}"
        for value in ("x", "2010-", "-2010", "-", "2010-2004", "0000", "99999", "%00", "2010..2020")
    ),
    *(f"jenis={value}" for value in ("%3Cscript%3E", "%00", "x" * 3_000, "tiada", "", "BUKU")),
    *(f"urut={value}" for value in ("%3Cscript%3E", "relevance", "", "judul&urut=terbaru")),
    "bahasa=id&bahasa=su&bahasa=xx&bahasa=%FF",
    "tepat=ya&tepat=%00",
    "&".join(f"jenis=kind{number}" for number in range(200)),
    "%FF%FE=%FF&&&=;",
    "tidak=dikenal",
]


def test_any_other_parameter_is_answered(client: Client, shelved: None) -> None:
    for rest in GARBAGE:
        for address in (
            "/cari/?q=kekerasan",
            "/cari/?",
            "/koleksi/buku/buku-merah/cari/?q=kekerasan",
            "/koleksi/buku/?",
        ):
            answer = client.get(f"{address}&{rest}")
            assert answer.status_code == 200, (address, rest)
            assert b"<script>" not in answer.content


def test_a_very_long_question_does_not_stand_whole_in_every_link(client: Client, shelved: None) -> None:
    assert len(text(client, "/cari/?q=" + "kekerasan+" * 700)) < 100_000


@pytest.mark.parametrize("address", ["/cari/?q=anak", "/koleksi/buku/buku-merah/cari/?q=anak"])
def test_it_is_only_read(client: Client, shelved: None, address: str) -> None:
    assert client.head(address).status_code == 200
    assert client.head(address).content == b""
    assert client.post(address, {"q": "anak"}).status_code == 405


def test_inside_a_work_every_page_is_listed_with_its_way_back(client: Client, shelved: None) -> None:
    page = text(client, "/koleksi/buku/buku-merah/cari/?q=kekerasan")
    assert page.count('class="hit"') == 2
    assert "/koleksi/buku/buku-merah/baca/2/?q=kekerasan" in page
    assert client.get("/koleksi/buku/tiada/cari/?q=kekerasan").status_code == 404


def test_many_pages_inside_a_work_are_paged(client: Client, library: None) -> None:
    book = shelve(*["Kekerasan."] * 45, title="Tebal")
    drain_all()
    first = text(client, f"{book.search_url}?q=kekerasan")
    assert first.count('class="hit"') == 20
    assert f"{quote('?q=kekerasan&amp;halaman=2', safe='?=&;')}" in first
    assert text(client, f"{book.search_url}?q=kekerasan&halaman=3").count('class="hit"') == 5


def test_a_results_page_costs_a_fixed_number_of_queries(
    client: Client, shelved: None, django_assert_max_num_queries
) -> None:
    client.get("/cari/?q=kekerasan")
    with django_assert_max_num_queries(12):
        client.get("/cari/?q=kekerasan+anak")
    with django_assert_max_num_queries(12):
        client.get("/koleksi/buku/buku-merah/cari/?q=kekerasan+anak")


# While the engine is away


@pytest.fixture
def closed_port() -> str:
    """An address at which nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}"


def all_else_goes_on(book: Publication) -> None:
    reader, editor = Client(), signed_in()
    for address in (
        "/",
        "/koleksi/",
        "/koleksi/buku/",
        book.address,
        f"{book.passage_url(1)}?q=kekerasan",
        "/cari/",
    ):
        assert reader.get(address).status_code == 200, address
    assert editor.get("/admin/").status_code == 200
    assert editor.get(f"/admin/pages/{book.pk}/edit/").status_code == 200
    changed = again(book)
    changed.title = "Buku Jingga"
    changed.save_revision().publish()


def outage_is_said(address: str, sentence: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 503
    assert sentence in answer.content.decode()
    assert "Tidak ada yang ditemukan" not in answer.content.decode()


@pytest.fixture
def book(shelved: None) -> Publication:
    return Publication.objects.get(title="Buku Merah")


def test_while_elasticsearch_is_away_it_is_said_and_all_else_goes_on(
    book, closed_port: str, settings
) -> None:
    settings.ELASTICSEARCH_URLS = [closed_port]
    engine.cache_clear()
    assert engine().name == "elasticsearch"
    outage_is_said("/cari/?q=kekerasan", "Mesin pencari sedang tidak dapat dihubungi")
    outage_is_said(f"{book.search_url}?q=kekerasan", "Mesin pencari sedang tidak dapat dihubungi")
    all_else_goes_on(book)
    settings.ELASTICSEARCH_URLS = []
    engine.cache_clear()
    drain_all()
    assert "Buku Jingga" in text(Client(), "/cari/?q=anak")
    assert sweep().total == 0


def test_while_the_index_is_gone_it_is_said_and_all_else_goes_on(book) -> None:
    away = settings.INDEX_FOLDER.with_name("diambil")
    settings.INDEX_FOLDER.rename(away)
    engine.cache_clear()
    try:
        outage_is_said("/cari/?q=kekerasan", "Indeks pencarian sedang disiapkan")
        outage_is_said(f"{book.search_url}?q=kekerasan", "Indeks pencarian sedang disiapkan")
        all_else_goes_on(book)
    finally:
        if settings.INDEX_FOLDER.exists():
            settings.INDEX_FOLDER.joinpath("lease").unlink(missing_ok=True)
            settings.INDEX_FOLDER.rmdir()
        away.rename(settings.INDEX_FOLDER)
        engine.cache_clear()
    drain_all()
    assert "Buku Jingga" in text(Client(), "/cari/?q=anak")
    assert sweep().total == 0
