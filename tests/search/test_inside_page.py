"""The search inside one work: what the reader chose stays, and what was not understood is said."""

import re
from html import unescape

import pytest
from django.test import Client

from library.models import Concept
from search.indexing import drain_all
from search.query import sentences
from tests.works import shelve

INSIDE = "/koleksi/buku/buku-merah/cari/"


@pytest.fixture
def shelved(library: None) -> None:
    Concept.objects.create(slug="kdrt", label_id="Kekerasan dalam rumah tangga", alternatives_id="KDRT")
    shelve("Melindungi anak.", "Perlindungan. KDRT.", title="Buku Merah")
    drain_all()


def fields(page: str) -> set[tuple[str, str]]:
    """The hidden fields of the form, and those that are ticked."""
    given = re.findall(r'<input form="dalam" type="(\w+)" name="(\w+)" value="([^"]*)"( checked)?>', page)
    return {(name, value) for kind, name, value, checked in given if kind == "hidden" or checked}


def test_a_mistake_is_explained_as_in_the_whole_library(client: Client, shelved: None) -> None:
    for address in (INSIDE, "/cari/"):
        page = client.get(address, {"q": 'anak "perlindungan'}).content.decode()
        assert f'<p class="said">{sentences.OPEN_QUOTE}</p>' in page


def test_the_exact_switch_stands_there_and_stays(client: Client, shelved: None) -> None:
    page = client.get(INSIDE, {"q": "perlindungan", "tepat": "1"}).content.decode()
    assert ("tepat", "1") in fields(page)
    assert page.count("<mark>") == 1
    assert 'href="/cari/?q=perlindungan&amp;tepat=1"' in page
    page = client.get(INSIDE, {"q": "perlindungan"}).content.decode()
    assert ("tepat", "1") not in fields(page)
    assert 'name="tepat"' in page


def test_what_was_taken_away_and_chosen_goes_along(client: Client, shelved: None) -> None:
    page = client.get(INSIDE, {"q": "kdrt", "tanpa": "kdrt", "maksud": "anak"}).content.decode()
    assert fields(page) == {("tanpa", "kdrt"), ("maksud", "anak")}
    assert 'href="/cari/?q=kdrt&tanpa=kdrt&maksud=anak"' in unescape(page)


def test_nobody_is_told_to_ask_fewer_words_than_one(client: Client, shelved: None) -> None:
    for address in (INSIDE, "/cari/"):
        assert "urangi kata" not in client.get(address, {"q": "zebra"}).content.decode()
    assert "kurangi katanya" in client.get(INSIDE, {"q": "zebra jerapah"}).content.decode()
    assert "Kurangi katanya" in client.get("/cari/", {"q": "zebra jerapah"}).content.decode()


def test_where_nothing_is_found_suggestions_are_one_link_away(client: Client, shelved: None) -> None:
    page = client.get("/cari/", {"q": "zebra -x"}).content.decode()
    assert 'href="/cari/saran/?q=zebra%20-x"' in page
    assert "Buku Merah" in client.get("/cari/saran/?q=buk").content.decode()


def test_where_not_every_place_is_listed_it_is_said(
    client: Client, library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelve(*["Kekerasan."] * 4, *["Perempuan."] * 3, title="Buku Merah")
    drain_all()
    assert "Yang terdaftar hanya" not in client.get(INSIDE, {"q": "kekerasan"}).content.decode()
    monkeypatch.setattr("search.inside._MOST_INSIDE", 4)
    assert "Yang terdaftar hanya" not in client.get(INSIDE, {"q": "kekerasan"}).content.decode()
    page = client.get(INSIDE, {"q": "kekerasan perempuan"}).content.decode()
    assert page.count('class="hit"') == 4
    assert "Yang terdaftar hanya 4 temuan pertama" in page
    monkeypatch.setattr("search.inside._MOST_INSIDE", 3)
    page = client.get(INSIDE, {"q": "kekerasan"}).content.decode()
    assert page.count('class="hit"') == 3
    assert "Yang terdaftar hanya 3 temuan pertama" in page


def test_the_passages_of_a_concept_that_are_not_listed_are_told_too(
    client: Client, library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Concept.objects.create(slug="kdrt", label_id="Kekerasan dalam rumah tangga", alternatives_id="KDRT")
    shelve(*["KDRT."] * 4, title="Buku Merah")
    drain_all()
    monkeypatch.setattr("search.inside._MOST_INSIDE", 3)
    page = client.get(INSIDE, {"tentang": "kdrt"}).content.decode()
    assert page.count('class="hit"') == 3
    assert "Yang terdaftar hanya 3 temuan pertama" in page
