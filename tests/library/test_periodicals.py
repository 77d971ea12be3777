"""Journals and bulletins: issues that name and order themselves, articles that share no page, both published in one act."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from library.access import public
from library.models import Article, Issue, Periodical, Publication, Shelf, Span
from search.indexing import drain_all
from search.research import Query, find
from tests.forms import filled, rows
from tests.library.test_editors import edit, republish, sentences, signed_in
from tests.works import again, stored


@pytest.fixture
def reviewer(library: None) -> Client:
    return signed_in("Pemeriksa")


@pytest.fixture
def bulletin(library: None) -> Periodical:
    shelf = Shelf.objects.get(kind_slug="buletin")
    return shelf.add_child(instance=Periodical(title="Bale Wicara", slug="bale-wicara"))


def add(kind: str, parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["library", kind, parent.pk])


def send(client: Client, address: str, *, publish: bool = True, **given: Any) -> HttpResponse:
    """Fill the form at `address` and send it off."""
    act = {"action-publish": "1"} if publish else {}
    return client.post(address, filled(client.get(address), **given) | act)


def new_issue(parent: Periodical, numbering: str, *texts: str, live: bool = True) -> Issue:
    issue = Issue(title=numbering, slug=f"n{Issue.objects.count()}", numbering=numbering, live=False)
    if texts:
        issue.spans.add(Span(file=stored(*texts)))
    return kept(parent, issue, live)


def new_article(
    host: Issue,
    title: str,
    first: int | None = None,
    last: int | None = None,
    *,
    live: bool = True,
    **fields: Any,
) -> Article:
    article = Article(title=title, slug=f"a{Article.objects.count()}", live=False, **fields)
    if first:
        article.spans.add(Span(file=host.spans.first().file, first=first, last=last))
    return kept(Issue.objects.get(pk=host.pk), article, live)


def kept(parent: Page, work: Any, live: bool) -> Any:
    parent.add_child(instance=work)
    revision = work.save_revision()
    if live:
        revision.publish()
    return again(work)


# Issues


def test_a_number_as_printed_fills_the_rest_and_names_the_issue(
    reviewer: Client, bulletin: Periodical
) -> None:
    for typed, volume, number, issued, slug in (
        ("Edisi 12, Maret 2015", "", "12", "2015-03", "edisi-12-maret-2015"),
        ("Jan–Feb 2015", "", "", "2015-01/2015-02", "janfeb-2015"),
        ("Vol. 3 No. 2", "3", "2", "", "vol-3-no-2"),
        ("Vol. II  No. 4 (Desember 2016)", "II", "4", "2016-12", "vol-ii-no-4-desember-2016"),
        ("Edisi Khusus, 2017", "", "Khusus", "2017", "edisi-khusus-2017"),
    ):
        answer = send(reviewer, add("issue", bulletin), numbering=typed)
        assert answer.status_code == 302, sentences(answer)
        issue = Issue.objects.get(slug=slug)
        assert issue.title == " ".join(typed.split())
        assert (issue.volume, issue.number, issue.issued, issue.serial) == (volume, number, issued, bulletin)
    answer = send(reviewer, add("issue", bulletin), numbering="Vol. 3 No. 2")
    assert Issue.objects.get(slug="vol-3-no-2-2").title == "Vol. 3 No. 2"


def test_what_is_typed_beside_the_number_stays(reviewer: Client, bulletin: Periodical) -> None:
    send(
        reviewer,
        add("issue", bulletin),
        numbering="Edisi 12",
        number="12A",
        issued="April 2015",
        title="Istimewa",
    )
    issue = Issue.objects.get()
    assert (issue.title, issue.number, issue.issued, issue.slug) == ("Istimewa", "12A", "2015-04", "istimewa")


def test_an_issue_without_a_printed_number_is_called_by_its_volume_number_and_date(
    reviewer: Client, bulletin: Periodical
) -> None:
    send(reviewer, add("issue", bulletin), volume="3", number="2", issued="Juli 2022")
    assert Issue.objects.get().title == "Vol. 3 No. 2 (Juli 2022)"


def test_a_number_that_is_mended_mends_what_was_filled_from_it(
    reviewer: Client, bulletin: Periodical
) -> None:
    send(reviewer, add("issue", bulletin), numbering="Edisi 12, Maret 2015")
    issue = republish(reviewer, Issue.objects.get(), numbering="Edisi 13, April 2015")
    assert (issue.title, issue.number, issue.issued) == ("Edisi 13, April 2015", "13", "2015-04")
    issue = republish(reviewer, issue, numbering="Edisi 14, Mei 2015", number="15", title="Lima Belas")
    assert (issue.title, issue.number, issue.issued) == ("Lima Belas", "15", "2015-05")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"numbering": "entahlah"}, "numbering"),
        ({"numbering": "   "}, "numbering"),
        ({}, "numbering"),
        ({"numbering": "Edisi 3", "issued": "20115"}, "issued"),
        ({"numbering": "Edisi 3", "slug": "baca"}, "slug"),
    ],
)
def test_nonsense_gets_a_sentence_beside_the_field(
    reviewer: Client, bulletin: Periodical, typed: dict[str, str], field: str
) -> None:
    answer = send(reviewer, add("issue", bulletin), theme="Tema yang panjang", **typed)
    assert list(sentences(answer)) == [field]
    shown = filled(answer)
    assert {name: shown[name] for name in typed} == typed
    assert shown["theme"] == "Tema yang panjang"
    assert not Issue.objects.exists()


def test_issues_stand_in_the_order_in_which_they_appeared(reviewer: Client, bulletin: Periodical) -> None:
    right = [
        "Jan–Feb 2013",
        "Vol. 1 No. 2, 2014",
        "Vol. 1 No. 10, 2014",
        "Vol. 2 No. 1, 2014",
        "Edisi 9, Desember 2015",
        "Edisi 12, Maret 2016",
    ]
    for numbering in (right[2], right[5], right[0], right[3], right[1], right[4]):
        new_issue(bulletin, numbering)
    assert [issue.title for issue in bulletin.issues(public())] == right[::-1]
    page = BeautifulSoup(Client().get(bulletin.get_url()).content, "html.parser").get_text(" ")
    assert sorted(right, key=page.index) == right[::-1]
    middle = Issue.objects.get(title=right[2])
    page = BeautifulSoup(Client().get(middle.address).content, "html.parser")
    assert right[1] in page.find("a", rel="prev").get_text()
    assert right[3] in page.find("a", rel="next").get_text()
    first, last = (
        Client().get(Issue.objects.get(title=title).address).content.decode()
        for title in (right[0], right[-1])
    )
    assert ('rel="prev"' in first, 'rel="next"' in first) == (False, True)
    assert ('rel="prev"' in last, 'rel="next"' in last) == (True, False)


def test_a_draft_is_neither_before_nor_after(bulletin: Periodical) -> None:
    first, _draft, third = (
        new_issue(bulletin, f"Edisi {number}, 201{number}", live=number != 2) for number in (1, 2, 3)
    )
    page = BeautifulSoup(Client().get(first.address).content, "html.parser")
    assert third.title in page.find("a", rel="next").get_text()


def test_an_issue_moved_to_another_periodical_belongs_there(bulletin: Periodical) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014")
    journal = Shelf.objects.get(kind_slug="jurnal").add_child(instance=Periodical(title="Jurnal", slug="j"))
    issue.move(journal, pos="last-child")
    issue = again(issue)
    assert (issue.serial, issue.kind.slug) == (journal, "jurnal")


# Articles and their pages


def test_a_table_of_contents_stands_by_rubric_and_page(reviewer: Client, bulletin: Periodical) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014")
    for title, rubric, page in (
        ("Cerita dari Majalaya", "Sosok", "12"),
        ("Pengantar", "", "iv"),
        ("Laporan kedua", "Laporan Utama", "9"),
        ("Laporan pertama", "Laporan Utama", "1"),
        ("Tanpa halaman", "Sosok", ""),
    ):
        answer = send(
            reviewer,
            add("article", issue),
            title=title,
            slug=title.split()[-1].lower(),
            rubric=rubric,
            first_page=page,
        )
        assert answer.status_code == 302, sentences(answer)
    page = BeautifulSoup(Client().get(issue.address).content, "html.parser")
    parts = [
        (part.h3.get_text() if part.h3 else "", [each.get_text() for each in part.select(".toc-title")])
        for part in page.select(".toc-part")
    ]
    assert parts == [
        ("", ["Pengantar"]),
        ("Laporan Utama", ["Laporan pertama", "Laporan kedua"]),
        ("Sosok", ["Cerita dari Majalaya", "Tanpa halaman"]),
    ]
    assert [each.get_text(strip=True).removeprefix("halaman") for each in page.select(".toc-page")] == [
        "iv",
        "1",
        "9",
        "12",
    ]


def found(word: str) -> list[tuple[str, list[int]]]:
    drain_all()
    return [
        (finding.publication.title, [hit.number for hit in finding.hits])
        for finding in find(Query(word)).findings
    ]


def test_a_printed_page_is_found_once_in_its_article_or_else_in_the_issue(bulletin: Periodical) -> None:
    issue = new_issue(
        bulletin, "Edisi 1, 2014", "sampul jerapah", "satu gajah", "dua gajah", "penutup jerapah"
    )
    assert found("gajah") == [("Edisi 1, 2014", [2, 3])]
    article = new_article(issue, "Tentang gajah", 2, 3)
    assert found("gajah") == [("Tentang gajah", [1, 2])]
    assert found("jerapah") == [("Edisi 1, 2014", [1, 4])]
    article.unpublish()
    assert found("gajah") == [("Edisi 1, 2014", [2, 3])]
    again(article).get_latest_revision().publish()
    assert found("gajah") == [("Tentang gajah", [1, 2])]
    again(article).delete()
    assert found("gajah") == [("Edisi 1, 2014", [2, 3])]


def test_two_articles_on_one_page_are_refused_in_a_sentence(reviewer: Client, bulletin: Periodical) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014", *(f"halaman {number}" for number in range(1, 7)))
    file = issue.spans.first().file
    new_article(issue, "Yang pertama", 2, 3)
    draft = new_article(issue, "Rancangan", 5, 5, live=False)
    for first, last, page, title in (
        (3, 4, 3, "Yang pertama"),
        (1, "", 2, "Yang pertama"),
        (4, 6, 5, "Rancangan"),
    ):
        span = rows("spans", {"file": file.pk, "first": first, "last": last})
        answer = send(reviewer, add("article", issue), title="Yang kedua", slug="yang-kedua", **span)
        said = sentences(answer)["spans-0-first"]
        assert f"Halaman {page} " in said
        assert title in said
        assert filled(answer)["spans-0-first"] == str(first)
    span = rows("spans", {"file": file.pk, "first": 4, "last": 4})
    assert (
        send(reviewer, add("article", issue), title="Yang kedua", slug="yang-kedua", **span).status_code
        == 302
    )
    assert send(reviewer, edit(draft), title="Rancangan kedua").status_code == 302


@pytest.mark.parametrize(
    ("pages", "field"),
    [(("19", "12"), "last_page"), (("1", "iv"), "last_page"), (("", "12"), "first_page")],
)
def test_an_end_page_before_its_start_is_said_beside_it(
    reviewer: Client, bulletin: Periodical, pages: tuple[str, str], field: str
) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014")
    given = dict(zip(("first_page", "last_page"), pages, strict=True))
    answer = send(reviewer, add("article", issue), title="Terbalik", slug="terbalik", **given)
    assert list(sentences(answer)) == [field]
    assert {name: filled(answer)[name] for name in given} == given


CLOSED = [
    {"access": "summary"},
    {"access": "internal"},
    {"access": "withdrawn"},
    {"access": "embargo", "embargo_until": "2099-01-01"},
]


def test_an_article_is_not_closed_while_its_pages_stand_open_in_its_issue(
    reviewer: Client, bulletin: Periodical
) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014", "satu", "dua", "tiga")
    file, article = issue.spans.first().file, new_article(issue, "Terbuka", 2, 2)
    span = rows("spans", {"file": file.pk, "first": 3, "last": 3})
    for closed in CLOSED:
        for address, more in (
            (edit(article), {}),
            (add("article", issue), {"title": "Baru", "slug": "baru"} | span),
        ):
            answer = send(reviewer, address, **closed, **more)
            assert "terbuka lewat edisinya" in sentences(answer)["access"]
    assert again(article).access == "open"
    # A file of its own stands open nowhere else; and so does its page once the issue does not hold it.
    own = rows("spans", {"file": stored("sendiri").pk, "first": 1, "last": ""})
    answer = send(reviewer, add("article", issue), title="Sendiri", slug="sendiri", access="internal", **own)
    assert answer.status_code == 302
    republish(reviewer, issue, access="summary")
    assert republish(reviewer, article, access="internal").access == "internal"


def test_an_issue_is_not_opened_while_it_holds_pages_of_a_closed_article(
    reviewer: Client, bulletin: Periodical
) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014", "satu", "rahasia", live=False)
    new_article(issue, "Tertutup", 2, 2, access="internal")
    answer = send(reviewer, edit(issue))
    assert "“Tertutup” tertutup" in sentences(answer)["access"]
    assert not again(issue).live
    republish(reviewer, issue, **{"spans-0-last": "1"})
    assert found("rahasia") == []
    answer = send(reviewer, edit(issue), **{"spans-0-last": ""})
    assert "access" in sentences(answer)


# Both in one act


def publish_whole(client: Client, issue: Issue, **given: Any) -> HttpResponse:
    form = filled(client.get(edit(issue)), **given)
    return client.post(edit(issue), form | {"action-publish": "with-articles"}, follow=True)


def test_an_issue_is_published_with_its_articles_in_one_act(reviewer: Client, bulletin: Periodical) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014", "satu", "dua", live=False)
    new_article(issue, "Naskah", 1, 1, live=False)
    changed = new_article(issue, "Sudah terbit", 2, 2)
    changed.title = "Sudah terbit, diperbaiki"
    changed.save_revision()
    assert "Terbitkan dengan semua artikelnya" in reviewer.get(edit(issue)).content.decode()
    answer = publish_whole(reviewer, issue, theme="Anak")
    assert "2 artikel ikut diterbitkan" in answer.content.decode()
    assert [(each.title, each.live) for each in Publication.objects.order_by("path")] == [
        ("Edisi 1, 2014", True),
        ("Naskah", True),
        ("Sudah terbit, diperbaiki", True),
    ]
    assert again(issue).theme == "Anak"
    assert "Terbitkan dengan semua artikelnya" not in reviewer.get(edit(issue)).content.decode()


def test_all_is_published_or_nothing_and_what_was_typed_stays(reviewer: Client, bulletin: Periodical) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014", "satu", "dua", live=False)
    new_article(issue, "Pertama", 1, 1, live=False)
    new_article(issue, "Kedua", 2, 2, live=False, access="internal")
    answer = publish_whole(reviewer, issue, theme="Anak")
    page = BeautifulSoup(answer.content, "html.parser").get_text(" ")
    assert "Belum ada yang terbit" in page
    assert "“Kedua”" in page
    assert not Publication.objects.filter(live=True).exists()
    assert again(issue).get_latest_revision_as_object().theme == "Anak"


def test_with_an_issue_go_only_the_articles_that_one_may_publish(bulletin: Periodical) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014", "satu", live=False)
    new_article(issue, "Naskah", 1, 1, live=False)
    writer = signed_in("Penyunting")
    assert "Terbitkan dengan semua artikelnya" not in writer.get(edit(issue)).content.decode()
    publish_whole(writer, issue)
    assert not Publication.objects.filter(live=True).exists()
    permission = GroupPagePermission.objects.filter(
        group__name="Pemeriksa", permission__codename="publish_page"
    )
    assert permission.exists()


def test_an_issue_that_is_planned_takes_no_article_along(reviewer: Client, bulletin: Periodical) -> None:
    issue = new_issue(bulletin, "Edisi 1, 2014", "satu", live=False)
    article = new_article(issue, "Naskah", 1, 1, live=False)
    publish_whole(reviewer, issue, go_live_at="2099-01-01 08:00")
    assert (again(issue).live, again(article).live) == (False, False)


def test_an_undated_article_stands_at_the_date_of_its_issue(reviewer: Client, bulletin: Periodical) -> None:
    issue = new_issue(bulletin, "Edisi 1, Maret 2014")
    article = new_article(issue, "Tanpa tanggal")
    assert (article.year, article.issued, article.issued_text) == (2014, "", "Maret 2014")
    republish(reviewer, issue, issued="April 2015")
    assert (again(article).year, again(article).issued_text) == (2015, "April 2015")
