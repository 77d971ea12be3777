"""The feeds of the collection: what came in lately, at all and where a page lists works."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.models import PageViewRestriction

from library.access import Access
from library.models import (
    Agent,
    Article,
    Concept,
    Dataset,
    Issue,
    Law,
    Periodical,
    PermanentId,
    Place,
    Publication,
    Shelf,
    Span,
)
from portal import feeds
from tests.works import again, shelve, stored

ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


def feed(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return etree.fromstring(answer.content)


def titles(client: Client, address: str) -> list[str]:
    return [one.text for one in feed(client, address).iterfind(f"{ATOM}entry/{ATOM}title")]


def arrived(work: Publication, days_ago: int) -> None:
    PermanentId.objects.filter(publication=work.pk).update(came_in=timezone.now() - timedelta(days=days_ago))


def journal() -> Periodical:
    shelf = Shelf.objects.get(kind_slug="jurnal")
    return shelf.add_child(instance=Periodical(title="Jurnal Sapa", slug="jurnal-s"))


def issue_with_article(title: Periodical, number: str = "Edisi 1") -> tuple[Issue, Article]:
    issue = title.add_child(
        instance=Issue(title=number, numbering=number, spans=[Span(file=stored("Sampul.", "Isi."))])
    )
    article = issue.add_child(instance=Article(title="Mendengar anak"))
    return issue, article


def test_what_came_in_last_comes_first_whatever_its_year(client: Client) -> None:
    for title, year, days in (("Kemarin", "1999", 1), ("Lama", "2024", 9), ("Hari ini", "2003", 0)):
        arrived(shelve("Isi.", title=title, issued=year), days)
    assert titles(client, "/umpan/") == ["Hari ini", "Kemarin", "Lama"]
    assert titles(client, "/umpan/koleksi/buku/") == ["Hari ini", "Kemarin", "Lama"]
    assert titles(client, "/umpan/koleksi/film/") == []


def test_no_more_than_a_reader_can_look_through(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST", 2)
    for title, days in (("Satu", 3), ("Dua", 2), ("Tiga", 1)):
        arrived(shelve("Isi.", title=title), days)
    assert titles(client, "/umpan/") == ["Tiga", "Dua"]


def test_of_a_journal_articles_come_in_its_own_feed_and_issues_in_all(client: Client) -> None:
    issue, article = issue_with_article(journal())
    arrived(issue, 1)
    arrived(article, 1)
    assert titles(client, "/umpan/") == ["Jurnal Sapa, Edisi 1"]
    assert titles(client, "/umpan/koleksi/jurnal/") == ["Jurnal Sapa, Edisi 1"]
    assert sorted(titles(client, "/umpan/koleksi/jurnal/jurnal-s/")) == [
        "Jurnal Sapa, Edisi 1",
        "Mendengar anak",
    ]
    assert client.get("/umpan/koleksi/buku/jurnal-s/").status_code == 404


def test_many_works_cost_as_many_queries_as_few(client: Client) -> None:
    title = journal()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            feed(client, "/umpan/")
            feed(client, "/umpan/koleksi/jurnal/jurnal-s/")
        return len(asked)

    topic = Concept.objects.create(slug="topik-uji", label_id="Topik")
    counted = []
    for number in range(1, 4):
        maker = Agent.objects.create(name=f"Penulis {number}", slug=f"penulis-{number}")
        for work in issue_with_article(title, f"Edisi {number}"):
            work.contributions.create(agent=maker, sort_order=0)
            work.subjects.create(concept=topic, sort_order=0)
            work.save()
        shelve("Isi.", title=f"Buku {number}")
        Shelf.objects.get(kind_slug="data").add_child(instance=Dataset(title=f"Data {number}"))
        queries()
        counted.append(queries())
    assert len(titles(client, "/umpan/")) == 9
    assert len(set(counted)) == 1, counted


def test_a_feed_of_an_odd_name_is_sound(client: Client) -> None:
    place = Place.objects.create(slug="odd", label_id="Tem\x02pat <b>")
    assert feed(client, f"/umpan/tempat/{place.slug}/").findtext(f"{ATOM}title").startswith("Tempat <b>")


def test_no_page_offers_a_feed_that_is_not_there(client: Client, editor: Client) -> None:
    title = journal()
    shelf = Shelf.objects.get(kind_slug="jurnal")
    Agent.objects.create(name="Draf", slug="draf")

    def offered(page: str) -> list[str]:
        found = etree.HTML(editor.get(page).content).xpath("//link[@type='application/atom+xml']/@href")
        return [each for each in found if each not in ("/umpan/", "/opds/")]

    assert offered("/orang/draf/") == []
    assert offered("/koleksi/jurnal/jurnal-s/") == ["/umpan/koleksi/jurnal/jurnal-s/"]
    shelf.unpublish()
    assert client.get("/umpan/koleksi/jurnal/jurnal-s/").status_code == 200
    PageViewRestriction.objects.create(page=title, restriction_type=PageViewRestriction.LOGIN)
    assert offered("/koleksi/jurnal/jurnal-s/") == []


def test_a_page_that_has_no_address_yet_can_be_previewed(db: None) -> None:
    shelf = Shelf.objects.get(kind_slug="jurnal")
    title = journal()
    for page in (shelf, title):
        page.slug = ""
        assert page.make_preview_request().status_code == 200


@pytest.mark.parametrize(
    ("model", "room", "named"),
    [(Concept, "topik", False), (Place, "tempat", True), (Law, "hukum", True)],
)
def test_a_concept_has_what_is_about_it_and_below_it(
    client: Client, model: Any, room: str, named: bool
) -> None:
    wide = model.objects.create(slug="luas", label_id="Yang Luas")
    narrow = model.objects.create(slug="sempit", label_id="Yang Sempit")
    narrow.broader.add(wide)
    work = shelve("Isi.", title="Buku Tentang")
    work.subjects.create(concept=narrow, sort_order=0)
    work.save()
    shelve("Isi.", title="Buku Lain")
    assert titles(client, f"/umpan/{room}/sempit/") == ["Buku Tentang"]
    assert titles(client, f"/umpan/{room}/luas/") == ["Buku Tentang"]
    told = feed(client, f"/umpan/{room}/luas/").findtext(f"{ATOM}title")
    assert ("Luas" in told) == named  # a list of feeds stays silent about the topics that are followed
    for other in {"topik", "tempat", "hukum"} - {room}:
        assert client.get(f"/umpan/{other}/luas/").status_code == 404


def test_somebody_has_what_they_made_if_anybody_may_see_it(client: Client) -> None:
    somebody = Agent.objects.create(name="Ratna Dewi", slug="ratna-dewi")
    before = Agent.objects.create(name="R. Dewi", slug="r-dewi", merged_into=somebody)
    work = shelve("Isi.", title="Karyanya")
    work.contributions.create(agent=somebody, sort_order=0)
    work.save()
    assert titles(client, "/umpan/orang/ratna-dewi/") == ["Karyanya"]
    answer = client.get(f"/umpan/orang/{before.slug}/")
    assert answer.headers["Location"] == "/umpan/orang/ratna-dewi/"
    work = again(work)
    work.access = Access.INTERNAL
    work.save_revision().publish()
    assert client.get("/umpan/orang/ratna-dewi/").status_code == 404
    assert client.get("/umpan/orang/r-dewi/").status_code == 404


def test_a_shelf_and_a_journal_that_are_not_for_everybody_have_none(client: Client, editor: Client) -> None:
    title = journal()
    shelf = Shelf.objects.get(kind_slug="jurnal")
    PageViewRestriction.objects.create(page=title, restriction_type=PageViewRestriction.LOGIN)
    for each in (client, editor):
        assert each.get("/umpan/koleksi/jurnal/jurnal-s/").status_code == 404
    PageViewRestriction.objects.create(page=shelf, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/umpan/koleksi/jurnal/").status_code == 404


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_feed_says_where_it_is_and_whose_in_both_languages(client: Client, language: str) -> None:
    shelve("Isi.", title="Satu")
    made = feed(client, f"{language}/umpan/koleksi/buku/")
    links = {link.get("rel"): link.get("href") for link in made.iterfind(f"{ATOM}link")}
    assert links["self"].endswith(f"{language}/umpan/koleksi/buku/")
    assert links["alternate"].endswith(f"{language}/koleksi/buku/")
    assert links["self"].startswith("http")
    assert made.get("{http://www.w3.org/XML/1998/namespace}lang") == (language[1:] or "id")
    assert made.findtext(f"{ATOM}title").startswith("Books" if language else "Buku")


def test_an_unchanged_feed_is_not_sent_again(client: Client) -> None:
    shelve("Isi.", title="Satu")
    first = client.get("/umpan/")
    assert client.get("/umpan/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    shelve("Isi.", title="Dua")
    assert client.get("/umpan/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_pages_that_list_works_tell_of_their_feed(client: Client) -> None:
    topic = Concept.objects.create(slug="topik-uji", label_id="Topik")
    maker = Agent.objects.create(name="Ratna Dewi", slug="ratna-dewi")
    work = shelve("Isi.", title="Satu")
    work.subjects.create(concept=topic, sort_order=0)
    work.contributions.create(agent=maker, sort_order=0)
    work.save()
    issue_with_article(journal())
    pages = [
        "topik/topik-uji/",
        "orang/ratna-dewi/",
        "koleksi/buku/",
        "koleksi/jurnal/",
        "koleksi/jurnal/jurnal-s/",
    ]
    for page in pages:
        html = etree.HTML(client.get(f"/{page}").content)
        assert f"/umpan/{page}" in html.xpath("//link[@type='application/atom+xml']/@href")
        assert f"/umpan/{page}" in html.xpath("//main//a/@href")
        assert "/umpan/" in html.xpath("//footer//a/@href")
        assert client.get(f"/umpan/{page}").status_code == 200
