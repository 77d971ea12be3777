"""What a reader sees of how a question was read, and the addresses that change it."""

import re
from html import unescape

import pytest
from django.test import Client

from library.models import AmbiguousLabel, Concept, Place
from search import forms
from search.indexing import drain_all
from search.inside import passages_about, search_inside
from search.research import Query, find
from tests.works import shelve


@pytest.fixture
def words(library: None) -> None:
    Concept.objects.create(
        slug="kdrt",
        label_id="Kekerasan dalam rumah tangga",
        label_en="Domestic violence",
        alternatives_id="KDRT\nkekerasan domestik",
        hidden_id="ribut suami istri",
    )
    town, land = (
        Place.objects.create(slug=slug, label_id=name)
        for slug, name in (("kota-warna", "Kota Warna"), ("kab-warna", "Kabupaten Warna"))
    )
    word = AmbiguousLabel.objects.create(label="Warna", note_id="hanya untuk penyunting")
    word.candidates.add(town)
    word.candidates.add(land)


@pytest.fixture
def shelved(words: None) -> None:
    shelve("Pendahuluan.", "Kekerasan dalam rumah tangga di desa.", title="Buku Merah")
    shelve("Tentang KDRT saja.", title="Buku Kuning")
    shelve("Sawah dan padi.", title="Buku Hijau")
    drain_all()


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def addresses(page: str, of_class: str = "") -> list[str]:
    return [unescape(found) for found in re.findall(rf'<a class="{of_class}" href="(\?[^"]*)"', page)]


def titles(query: Query) -> list[str]:
    return [finding.publication.title for finding in find(query).findings]


def test_an_english_question_finds_indonesian_pages_and_says_why(client: Client, shelved: None) -> None:
    assert set(titles(Query("domestic violence"))) == {"Buku Merah", "Buku Kuning"}
    page = text(client, "/cari/?q=domestic+violence")
    assert "<mark>Kekerasan dalam rumah tangga</mark>" in page
    assert "Tentang <mark>KDRT</mark> saja." in page
    assert "Juga dicari" in page
    assert "dicari dalam bahasa Indonesia" in page
    assert 'href="/topik/kdrt/"' in page
    assert "ribut suami istri" not in page


def test_a_chip_takes_its_reading_away_and_everything_else_stays(client: Client, shelved: None) -> None:
    page = text(client, "/cari/?q=domestic+violence&jenis=buku&urut=terbaru")
    (away,) = addresses(page, "reading-away")
    assert away == "?q=domestic+violence&jenis=buku&tanpa=kdrt&urut=terbaru"
    without = text(client, f"/cari/{away}")
    assert "Tidak ada yang ditemukan" in without
    assert "Perluas lagi pencarian ini" in without
    assert '<input form="cari" type="hidden" name="tanpa" value="kdrt">' in without


def test_all_readings_are_taken_away_at_once_and_given_back(client: Client, shelved: None) -> None:
    page = text(client, "/cari/?q=kekerasan+rumah+tangga")
    assert 'href="?q=kekerasan+rumah+tangga&amp;tanpa=semua"' in page
    plain = text(client, "/cari/?q=kekerasan+rumah+tangga&tanpa=semua")
    assert "Buku Kuning" not in plain
    assert "Juga dicari" not in plain
    assert 'href="?q=kekerasan+rumah+tangga">Perluas lagi pencarian ini</a>' in plain


def test_a_doubtful_word_is_asked_about_and_the_answer_stands_in_the_address(
    client: Client, words: None
) -> None:
    page = text(client, "/cari/?q=kdrt+warna")
    assert "Apakah yang Anda maksud dengan “warna”?" in page
    assert "hanya untuk penyunting" not in page
    assert 'href="?q=kdrt+warna&amp;maksud=kota-warna">Kota Warna</a>' in page
    chosen = text(client, "/cari/?q=kdrt+warna&maksud=kota-warna")
    assert "Apakah yang Anda maksud" not in chosen
    assert find(forms.query(client.get("/cari/?q=kdrt+warna&maksud=kota-warna").wsgi_request.GET)).interpretation.concepts == ("kdrt", "kota-warna")  # fmt: skip


def test_a_doubtful_word_with_one_meaning_is_an_offer_and_no_choice(client: Client, shelved: None) -> None:
    word = AmbiguousLabel.objects.get(label="Warna")
    word.candidates.remove(Place.objects.get(slug="kab-warna"))
    page = text(client, "/cari/?q=kdrt+warna")
    assert "Apakah yang Anda maksud" not in page
    assert "Mungkin yang Anda maksud dengan “warna”:" in page
    assert 'href="?q=kdrt+warna&amp;maksud=kota-warna">Kota Warna</a>' in page
    assert "Mungkin yang Anda maksud" not in text(client, "/cari/?q=kdrt+warna&maksud=kota-warna")


def test_a_translated_word_is_taken_away_by_itself(client: Client, shelved: None) -> None:
    assert titles(Query("rice")) == ["Buku Hijau"]
    (away,) = addresses(text(client, "/cari/?q=Rice"), "reading-away")
    assert away == "?q=Rice&tanpa=rice"
    assert "Buku Hijau" not in text(client, f"/cari/{away}")


def test_in_english_the_sentences_and_names_are_english(client: Client, words: None) -> None:
    page = text(client, "/en/cari/?q=kdrt+warna")
    assert "/en/topik/kdrt/" in page


def test_the_page_that_a_finding_opens_has_the_same_words_marked(client: Client, shelved: None) -> None:
    page = text(client, "/cari/?q=domestic+violence")
    opened = re.search(r'href="(/koleksi/buku/buku-kuning/baca/1/[^"]*)"', page)
    assert opened
    assert "<mark>KDRT</mark>" in text(client, unescape(opened[1]))
    assert "<mark>" not in text(client, "/koleksi/buku/buku-kuning/baca/1/?q=domestic+violence&tanpa=kdrt")


def test_the_choices_go_along_from_page_to_page(client: Client, shelved: None) -> None:
    page = text(client, "/koleksi/buku/buku-merah/baca/1/?q=kdrt&tanpa=kdrt")
    assert "/koleksi/buku/buku-merah/baca/2/?q=kdrt&amp;tanpa=kdrt" in page
    assert '<input type="hidden" name="tanpa" value="kdrt">' in page


def test_inside_a_work_the_same_words_are_found(client: Client, shelved: None) -> None:
    book = find(Query("domestic violence", sort="title")).findings[-1].publication
    assert search_inside(book, "domestic violence").numbers == (2,)
    page = text(client, f"{book.search_url}?q=domestic+violence")
    assert "<mark>Kekerasan dalam rumah tangga</mark>" in page
    assert "Juga dicari" in page


@pytest.mark.parametrize(
    "rest",
    [
        "tanpa=%00&tanpa=%FF&maksud=%3Cscript%3E",
        "&".join(f"tanpa=kata{number}" for number in range(300)),
        "maksud=" + "x" * 5_000,
        "tanpa=&maksud=",
        "tanpa=semua&tanpa=kdrt&maksud=tiada",
    ],
)
def test_any_choice_is_answered_and_does_not_swell_the_page(client: Client, shelved: None, rest: str) -> None:
    for address in (
        "/cari/?q=kdrt+warna",
        "/koleksi/buku/buku-merah/cari/?q=kdrt",
        "/koleksi/buku/buku-merah/baca/2/?q=kdrt",
    ):
        answer = client.get(f"{address}&{rest}")
        assert answer.status_code == 200
        assert b"<script>" not in answer.content.replace(b"<script src", b"")
        assert len(answer.content) < 200_000


def test_an_address_gives_back_what_it_was_made_of() -> None:
    made = forms.address(Query("kdrt"), choices=forms.Choices(("kdrt", "rice"), ("kota-warna",)))
    assert made == "?q=kdrt&tanpa=kdrt&tanpa=rice&maksud=kota-warna"


def test_the_passages_that_speak_of_a_concept(shelved: None) -> None:
    about = passages_about(Concept.objects.get(slug="kdrt"))
    assert about.total == 2
    assert {
        finding.publication.title: [hit.number for hit in finding.hits] for finding in about.findings
    } == {
        "Buku Merah": [2],
        "Buku Kuning": [1],
    }
    assert "<mark>KDRT</mark>" in "".join(hit.snippet for each in about.findings for hit in each.hits)
    assert passages_about(Concept.objects.get(slug="kdrt"), publications=1).total == 2
    assert passages_about(Concept(slug="tiada")).findings == ()


def test_from_the_page_of_a_concept_a_work_shows_the_passages_that_were_counted_there(
    client: Client, words: None
) -> None:
    pages = ["Tentang KDRT.", "Kekerasan dalam rumah tangga.", "KDRT lagi.", "Rumah, tangga, dan kekerasan."]
    shelve(*pages, title="Buku Merah")
    drain_all()
    page = text(client, "/topik/kdrt/")
    address = unescape(re.search(r'href="(/[^"]*tentang=kdrt)"', page)[1])  # type: ignore[index]
    assert "1 halaman lain di terbitan ini" in page
    answer = client.get(address)
    assert answer.context["headline"] == "3 temuan di terbitan ini"
    assert [hit["number"] for hit in answer.context["hits"]] == [1, 2, 3]
    assert "<mark>Kekerasan dalam rumah tangga</mark>" in answer.content.decode()
    assert client.get("/koleksi/buku/buku-merah/cari/?tentang=tiada").status_code == 200
    assert client.get("/koleksi/buku/buku-merah/cari/?tentang=kdrt&q=tangga").context["about"] is None
