"""One tree of pages in two languages: Indonesian at the root, English under /en/, and nobody is sent from one to the other."""

import re

import pytest
from django.test import Client

from library.models import Publication
from search.indexing import drain_all
from tests.works import shelve


@pytest.fixture
def book(library: None) -> Publication:
    made = shelve("Kekerasan terhadap anak.", title="Buku Merah", issued="2004")
    drain_all()
    return made


def text(address: str, **headers: str) -> str:
    answer = Client().get(address, headers=headers)
    assert answer.status_code == 200, address
    return answer.content.decode()


def switch(page: str) -> str:
    """Where the masthead's language link leads."""
    found = re.search(r'<a class="tongue" href="([^"]*)"', page)
    assert found
    return found[1].replace("&amp;", "&")


PATHS = [
    "/",
    "/koleksi/",
    "/koleksi/buku/?urut=judul",
    "/koleksi/buku/buku-merah/",
    "/koleksi/buku/buku-merah/baca/1/?q=kekerasan+%26+anak&tampilan=teks",
    "/koleksi/buku/buku-merah/cari/?q=anak",
    "/cari/?q=kekerasan+anak&jenis=buku&tahun=2004",
    "/bantuan/",
]


def test_each_page_is_in_its_language_and_leads_to_the_same_in_the_other(book: Publication) -> None:
    for path in PATHS:
        indonesian, english = text(path), text(f"/en{path}")
        assert '<html lang="id">' in indonesian
        assert '<html lang="en">' in english
        assert switch(indonesian) == f"/en{path}"
        assert switch(english) == path


def test_what_a_browser_prefers_never_decides(book: Publication) -> None:
    assert '<html lang="id">' in text("/", **{"accept-language": "en"})
    assert '<html lang="en">' in text("/en/", **{"accept-language": "id"})
    answer = Client().get("/cari/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert answer.status_code == 200


def test_links_keep_the_language(book: Publication) -> None:
    neutral = ("/static/", "/berkas/", "/p/", "/keluar/", "/gambar/", "/favicon", "#", "tel:", "http")
    for path in PATHS:
        page = text(f"/en{path}")
        page = re.sub(r'<[^>]*(?:hreflang|class="tongue")[^>]*>', "", page)
        links = re.findall(r'\s(?:href|action)="([^"]+)"', page)
        strays = [link for link in links if not link.startswith(("/en/", "?", *neutral))]
        assert strays == [], path


def test_titles_of_the_institutes_own_pages_follow_the_language(book: Publication) -> None:
    assert "Books" in text("/en/koleksi/buku/")
    crumbs = text("/en/koleksi/buku/buku-merah/")
    assert ">Collection<" in crumbs
    assert ">Books<" in crumbs
    assert ">Koleksi<" in text("/koleksi/buku/buku-merah/")


def test_a_permanent_address_has_no_language_and_offers_none(book: Publication) -> None:
    code = book.permanent.code
    assert (
        Client().get(f"/p/{code}/", headers={"accept-language": "en"}).headers["Location"]
        == "/koleksi/buku/buku-merah/"
    )
    assert Client().get(f"/en/p/{code}/").status_code == 404
    book.delete()
    answer = Client().get(f"/p/{code}/")
    assert answer.status_code == 410
    assert f"/en/p/{code}" not in answer.content.decode()


def test_an_address_that_is_not_there_keeps_its_language(library: None) -> None:
    assert '<html lang="en">' in Client().get("/en/tiada/").content.decode()
    assert '<html lang="id">' in Client().get("/tiada/").content.decode()


def test_the_admin_has_one_address(book: Publication) -> None:
    assert Client().get("/en/admin/").status_code == 404
    assert Client().get("/admin/login/").status_code == 200
