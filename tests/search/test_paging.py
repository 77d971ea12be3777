"""Reading on to the end of a list: pages by number, then from place to place; no work twice, none lost."""

import pytest
from django.db.models import F
from django.http import QueryDict
from django.test import Client

from library.access import public
from library.models import Change, PermanentId, Publication
from search import forms, research, views
from search.documents import documents
from search.engines import Cursor, Engine, Sort
from search.indexing import drain_all
from search.research import FINDINGS_A_PAGE, Findings, Query, find
from tests.search.engine_cases import rebuild
from tests.works import shelve_quickly

WORKS = 110
NUMBERED, WINDOW = 2, 20
"""Pages with a number, and works that are put in order by their best passage: nearer than two thousand and a hundred. The
numbers must reach beyond the window and those whom their passages bring forward."""
FILLER = ["sawah padi lumbung"] * 12


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (research, forms, views):
        monkeypatch.setattr(module, "NUMBERED_PAGES", NUMBERED)
    monkeypatch.setattr(research, "WINDOW", WINDOW)


@pytest.fixture
def shelf(library: None, near: None) -> None:
    """Half the works hold both words, most of these on different pages; every thirteenth a long book with both on its
    last page, which only its passage brings forward."""
    for number in range(WORKS):
        pages = ["desa", "kota"] if number % 2 else ["desa desa"] if number % 4 else ["kota"]
        if number % 13 == 0:
            pages = [*FILLER, "desa dan kota"]
        shelve_quickly(*pages, title=f"Karya {number * 7 % 100:02}")
    Publication.objects.filter(title__endswith="7").update(year=2007, issued_sort=20070000)


def put(engine: Engine) -> None:
    """All works, in an engine that the site does not use."""
    revisions = dict(PermanentId.objects.values_list("publication_id", F("revision")))
    rebuild(engine, *(made for _key, made in documents(revisions, public()) if made))
    Change.objects.all().delete()


def following(query: Query, found: Findings) -> Query | None:
    """The query of the next page, read from its address."""
    next_url = views._pager(found, query)["next_url"]
    return forms.query(QueryDict(next_url[1:])) if next_url else None


SORTS: list[Sort] = ["relevance", "newest", "oldest", "title"]


def test_every_work_is_shown_once_to_the_end(engine: Engine, shelf: None) -> None:
    put(engine)
    for sort, question in [*((sort, "desa kota") for sort in SORTS), ("relevance", "")]:
        query: Query | None = Query(question, sort=sort, chosen={} if question else {"kind": ("buku",)})
        shown, whole, pages = [], [], []
        while query is not None:
            found = find(query, engine, seconds=60)
            assert found.total + found.others == WORKS
            assert found.page == query.page == len(pages) + 1
            assert len(found.findings) == min(FINDINGS_A_PAGE, WORKS - len(shown))
            shown += [finding.publication.pk for finding in found.findings]
            whole += [finding.whole for finding in found.findings]
            pages.append(bool(query.places))
            query = following(query, found)
        assert len(shown) == len(set(shown)) == WORKS
        assert whole == sorted(whole, reverse=True)
        assert sum(whole) == found.total
        assert pages == [False] * NUMBERED + [True] * (-(-WORKS // FINDINGS_A_PAGE) - NUMBERED)


def followed(client: Client, address: str, way: str) -> list[tuple[str, list[int]]]:
    """The addresses from link to link, each with the works that it shows."""
    seen = []
    while address:
        answer = client.get("/cari/" + address)
        assert answer.status_code == 200
        assert len(address) < forms.LONGEST_TRAIL + 100
        seen.append((address, [each["publication"].pk for each in answer.context["findings"]]))
        address = answer.context["pager"][way]
    return seen


def test_links_lead_to_the_end_and_the_same_way_back_and_no_address_breaks_them(
    client: Client, shelf: None
) -> None:
    drain_all()
    every = sorted(Publication.objects.values_list("pk", flat=True))
    for asked in ("?q=desa+kota", "?q=desa+kota&urut=judul"):
        there = followed(client, asked, "next_url")
        back = followed(client, there[-1][0], "previous_url")
        assert [keys for _address, keys in back] == [keys for _address, keys in reversed(there)]
        assert sorted(key for _address, keys in there for key in keys) == every
    by_title = there[-1][0]
    a_number_beyond_the_numbered_pages_says_how_to_go_on(client)
    a_place_that_cannot_be_read_is_said_and_the_list_begins(client, by_title)
    behind_the_end_it_is_said_and_leads_back(client)


def test_a_way_back_that_is_too_long_leads_to_the_last_numbered_page() -> None:
    query = Query("desa", page=research.NUMBERED_PAGES)
    for number in range(200):
        address = forms.next_address(query, Cursor(True, (1.25, number)))
        assert len(address) < forms.LONGEST_TRAIL + 100
        query = forms.query(QueryDict(address[1:]))
    assert query.page == research.NUMBERED_PAGES + 200
    kept = len(query.places)
    assert kept > 10
    for _ in range(kept - 1):
        query = forms.query(QueryDict(forms.previous_address(query)[1:]))
    assert query.page == research.NUMBERED_PAGES + 201 - kept
    assert forms.previous_address(query) == f"?q=desa&halaman={research.NUMBERED_PAGES}"


UNREADABLE = ["x", "W10", "%00", "é", "....", "A" * 3_000, "[" * 900, "e30", "bnVsbA", "%ED%A0%80", "W10.x"]


def a_place_that_cannot_be_read_is_said_and_the_list_begins(client: Client, by_title: str) -> None:
    of_another_list = forms.query(QueryDict(by_title[1:])).places[-1]
    for place in [*UNREADABLE, str(of_another_list)]:
        answer = client.get(f"/cari/?q=desa&halaman=12&setelah={place}")
        assert answer.status_code == 200, place
        assert "daftar dimulai dari awal" in answer.content.decode(), place
        assert answer.context["pager"]["here"] == 1
        assert len(answer.context["findings"]) == FINDINGS_A_PAGE


def a_number_beyond_the_numbered_pages_says_how_to_go_on(client: Client) -> None:
    answer = client.get("/cari/?q=desa+kota&halaman=500")
    assert answer.context["pager"]["here"] == NUMBERED
    assert "dibuka berurutan" in answer.content.decode()


def behind_the_end_it_is_said_and_leads_back(client: Client) -> None:
    beyond = forms.address(Query("desa kota", sort="newest"), page=7, places=(Cursor(False, (1,)),))
    answer = client.get("/cari/" + beyond)
    assert answer.status_code == 200
    assert answer.context["findings"] == []
    assert "akhir daftar" in answer.content.decode()
    assert answer.context["pager"]["previous_url"]


ODD_PLACES = [
    Cursor(True, (1e308, 1)),
    Cursor(True, (0.0, 2**63 - 1)),
    Cursor(False, (5e-324, 0)),
    Cursor(True, (1.5, 7)),
    Cursor(True, (2**63 - 1,)),
    Cursor(True, ("\ud800",)),
    Cursor(True, ("\x00",)),
    Cursor(False, ("x" * 600,)),
]


def test_any_place_is_answered(engine: Engine, library: None) -> None:
    shelve_quickly("desa kota", title="Satu")
    put(engine)
    for sort in SORTS:
        for place in ODD_PLACES:
            query = Query("desa kota", sort=sort)
            asked = forms.query(QueryDict(forms.address(query, page=101, places=(place,))[1:]))
            assert find(asked, engine, seconds=60).total == 1, (sort, place)
