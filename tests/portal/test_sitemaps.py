"""What search engines and browsers are told: all public pages in both languages, and how to search here."""

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from library.access import Access
from library.models import Concept
from tests.works import shelve

MAP = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def read(address: str) -> etree._Element:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return etree.fromstring(answer.content)


def addresses(address: str) -> set[str]:
    return {
        (one.text or "").removeprefix(settings.BASE_URL) for one in read(address).iterfind(".//map:loc", MAP)
    }


def listed() -> set[str]:
    return {page for part in addresses("/sitemap.xml") for page in addresses(part)}


def test_every_page_that_is_listed_opens(library: None) -> None:
    Concept.objects.create(slug="topik-uji", label_id="Topik uji")
    shelve("Satu.", title="Buku Merah")
    pages = listed()
    assert {
        "/",
        "/en/",
        "/koleksi/buku/buku-merah/",
        "/en/koleksi/buku/buku-merah/",
        "/topik/topik-uji/",
    } <= pages
    assert {page: Client().get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_each_page_names_itself_in_the_other_language(library: None) -> None:
    shelve("Satu.", title="Buku Merah")
    urls = {
        url.findtext("map:loc", namespaces=MAP): {
            link.get("hreflang"): link.get("href") for link in url.iterfind("xhtml:link", MAP)
        }
        for url in read("/sitemap-karya.xml").iterfind("map:url", MAP)
    }
    own, other = (f"{settings.BASE_URL}{way}/koleksi/buku/buku-merah/" for way in ("", "/en"))
    assert urls == {own: {"id": own, "en": other}, other: {"id": own, "en": other}}


@pytest.mark.parametrize("access", [Access.INTERNAL, Access.WITHDRAWN])
def test_what_is_not_seen_is_not_listed(library: None, access: Access) -> None:
    shelve("Satu.", title="Buku Rahasia", access=access)
    assert not [page for page in listed() if "rahasia" in page]


def test_robots_find_the_map(library: None) -> None:
    assert f"\nSitemap: {settings.BASE_URL}/sitemap.xml\n" in Client().get("/robots.txt").content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_browser_learns_how_to_search(library: None, language: str) -> None:
    page = Client().get(f"{language}/").content.decode()
    assert f'<link rel="search" href="{language}/opensearch.xml"' in page
    told = read(f"{language}/opensearch.xml")
    assert len(told.findtext(f"{SEARCH}ShortName") or "x" * 99) <= 16
    ways = {url.get("type"): url.get("template") for url in told.iterfind(f"{SEARCH}Url")}
    assert (
        ways["text/html"] == f"{settings.BASE_URL}{language}/cari/?q={{searchTerms}}&halaman={{startPage?}}"
    )
    shelve("Kekerasan.", title="Buku Merah")
    for template in (ways["text/html"], ways["application/atom+xml"]):
        address = (template or "").removeprefix(settings.BASE_URL)
        address = address.replace("{searchTerms}", "kekerasan").replace("{startPage?}", "")
        assert Client().get(address).status_code == 200
