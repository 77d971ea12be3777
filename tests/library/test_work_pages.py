"""What the page of each kind of work shows, in which order, and at what price in queries."""

import gc
import json
import re
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from typing import TypeVar
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import Page, PageViewRestriction, Site

from library.models import (
    Agent,
    Article,
    Book,
    Concept,
    Contribution,
    Issue,
    Law,
    Periodical,
    PermanentId,
    Picture,
    Place,
    PocketBook,
    Publication,
    Regulation,
    Relation,
    Shelf,
    Span,
    Study,
    Subject,
)
from portal.models import Institute
from tests.works import stored

Work = TypeVar("Work", bound=Publication)

WORDS = ("Kata pengantar.", "Seorang tetangga mendengar.", "Ia datang membawa lampu.")


def put(parent: Page, work: Work, *texts: str, by: str = "", role: str = "author") -> Work:
    """The work published below `parent`, reading a file of these pages, made by the agents named in `by` (by comma)."""
    if texts:
        work.spans.add(Span(file=stored(*texts), sort_order=0))
    for place, name in enumerate(filter(None, by.split(", "))):
        agent = Agent.objects.filter(name=name).first() or Agent.objects.create(name=name)
        work.contributions.add(Contribution(agent=agent, role=role, sort_order=place))
    parent.add_child(instance=work)
    work.save_revision().publish()
    return type(work).objects.get(pk=work.pk)


def shelf(kind: str) -> Shelf:
    return Shelf.objects.get(kind_slug=kind)


def show(address: str, client: Client | None = None) -> BeautifulSoup:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser")


def said(part: Tag | None) -> str:
    """The words of a part of a page, on one line."""
    assert part is not None
    return re.sub(r" (?=[,.])", "", " ".join(part.get_text(" ").split()))


def order(page: BeautifulSoup, *texts: str) -> list[str]:
    """These texts in the order in which the page first says them."""
    whole = said(page.main)
    assert [text for text in texts if text not in whole] == []
    return sorted(texts, key=whole.index)


@pytest.fixture
def study(library: None) -> Study:
    work = Study(
        title="Berjalan Bersama",
        subtitle="Pendampingan di tujuh desa",
        parallel_title="Walking Together",
        issued="2024-03",
        publisher="Sapa Institut",
        genre="riset",
        abstract_id="Studi ini mengikuti jalan para penyintas.",
        abstract_en="This study follows the paths of survivors.",
        summary_id="Ibu-ibu menemani tetangganya.",
        content_notices=["physical-violence", "testimony"],
        audience=["companions"],
        method="Wawancara mendalam.\n\nDiskusi kelompok.",
        sample="24 pendamping",
        licence="cc-by-4.0",
    )
    concepts = [
        Concept.objects.create(label_id="Pendampingan korban"),
        Place.objects.create(label_id="Kabupaten Bandung", notation="3204"),
        Law.objects.create(
            label_id="UU PKDRT", kind="UU", number="23", year=2004, short_name="UU Penghapusan KDRT"
        ),
    ]
    for place, concept in enumerate(concepts):
        work.subjects.add(Subject(concept=concept, sort_order=place))
    work.tags.add("bale", "tetangga")
    return put(shelf("studi"), work, *WORDS, by="Sri Mulyati, Dindin Syarief", role="researcher")


@pytest.fixture
def journal(library: None) -> Periodical:
    made = Periodical(
        title="Jurnal Contoh", slug="jurnal-contoh", frequency="half-yearly", issn_print="2085-5893"
    )
    shelf("jurnal").add_child(instance=made)
    made.save_revision().publish()
    return Periodical.objects.get(pk=made.pk)


@pytest.fixture
def issue(journal: Periodical) -> Issue:
    put(journal, Issue(title="Tubuh", numbering="Vol. 2 No. 2, November 2013"))
    made = put(
        journal,
        Issue(title="Rumah dan Layar", numbering="Vol. 3 No. 1, Mei 2014", theme="Ruang privat"),
        *WORDS,
        by="Ratna Suminar",
        role="editor",
    )
    put(journal, Issue(title="Kerja", numbering="Vol. 3 No. 2, November 2014"))
    put(made, Article(title="Pengantar", rubric="Pembuka", first_page="1", last_page="6"), WORDS[0])
    second = Article(title="Dispensasi Kawin", rubric="Artikel", first_page="7", last_page="31")
    put(made, second, WORDS[1], by="Lilis Nurlaela, Asep Kurnaedi")
    put(made, Article(title="Neighbours First", language="en", rubric="Artikel", first_page="32"), WORDS[2])
    return made


@pytest.fixture
def article(issue: Issue) -> Article:
    return Article.objects.get(title="Dispensasi Kawin")


# Every work


def test_a_correction_and_a_newer_version_stand_before_the_title(study: Study) -> None:
    study.errata = "Tabel 4: seharusnya 84."
    study.save_revision().publish()
    newer = Study(title="Berjalan Bersama, Edisi Kedua")
    newer.relations.add(Relation(kind="new_version", other=Publication.objects.get(pk=study.pk)))
    put(shelf("studi"), newer)
    mended = Study(title="Lembar Ralat")
    mended.relations.add(Relation(kind="erratum", other=Publication.objects.get(pk=study.pk)))
    put(shelf("studi"), mended)
    page = show(study.address)
    texts = ["Berjalan Bersama, Edisi Kedua", "Lembar Ralat", "Tabel 4: seharusnya 84.", "Pendampingan di tujuh desa"]  # fmt: skip
    assert order(page, *texts) == texts
    assert page.h1.find_previous(string=texts[2]) is not None
    assert page.find("a", string="Berjalan Bersama, Edisi Kedua")["href"] == newer.address


def test_a_work_that_nothing_replaced_or_mended_says_nothing_of_it(study: Study) -> None:
    assert show(study.address).select(".work-first") == []


def test_what_may_distress_is_said_before_the_button_to_read_and_offers_the_summary(study: Study) -> None:
    page = show(study.address)
    notice = page.select_one(".before-reading")
    assert "kekerasan fisik, kesaksian nyata" in said(notice)
    summary = page.select_one(notice.a["href"])
    assert "Ibu-ibu menemani tetangganya." in said(summary)
    read = page.select_one(f'a[href="{study.read_url}"]')
    every = list(page.descendants)
    assert every.index(notice) < every.index(read)


def test_the_plain_words_come_first_and_the_other_language_is_folded_below(study: Study) -> None:
    page = show(study.address)
    texts = [study.summary_id, study.abstract_id, study.abstract_en]
    assert order(page, *texts) == texts
    folded = page.select_one("#ringkasan details")
    assert not folded.has_attr("open")
    assert said(folded.select_one("[lang=en]")) == study.abstract_en
    english = show(f"/en{study.address}")
    assert said(english.select_one("#ringkasan details [lang=id]")) == study.abstract_id


def test_titles_are_marked_with_their_languages(study: Study) -> None:
    page = show(study.address)
    assert page.h1["lang"] == "id"
    assert page.select_one(".work-parallel[lang=en]").string == "Walking Together"


def test_creators_topics_places_and_laws_lead_to_their_pages(study: Study) -> None:
    page = show(study.address)
    named = {said(link): link["href"] for link in page.select(".work-by a, .subjects a") if link.get("href")}
    assert named == {
        "Sri Mulyati": "/orang/sri-mulyati/",
        "Dindin Syarief": "/orang/dindin-syarief/",
        "Pendampingan korban": "/topik/pendampingan-korban/",
        "Kabupaten Bandung": "/tempat/kabupaten-bandung/",
        "UU 23/2004 (UU Penghapusan KDRT)": "/hukum/uu-pkdrt/",
    }
    assert said(page.select_one(".tags")) == "bale, tetangga"


def test_a_line_of_the_details_links_each_of_its_parts(study: Study) -> None:
    lines = {said(line.dt): line.dd for line in show(study.address).select(".details > div")}
    assert [link["href"] for link in lines["Peneliti"].select("a")] == [
        "/orang/sri-mulyati/",
        "/orang/dindin-syarief/",
    ]
    assert said(lines["Peneliti"]) == "Sri Mulyati, Dindin Syarief"
    assert lines["Lisensi"].a["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert study.permanent_path in said(lines["Alamat tetap"])


def test_related_works_are_linked_and_those_elsewhere_are_named(study: Study) -> None:
    other = put(shelf("buku"), Book(title="Buku Dasar"))
    study.relations.add(Relation(kind="based_on", other=Publication.objects.get(pk=other.pk)))
    study.relations.add(Relation(kind="review", elsewhere="Trauma and Recovery (1992)", sort_order=1))
    study.save_revision().publish()
    lines = show(study.address).select(".related li")
    assert [said(line) for line in lines] == [
        "Berdasarkan Buku Dasar",
        "Ulasan atas Trauma and Recovery (1992)",
    ]
    assert lines[0].a["href"] == other.address


def test_every_style_can_be_copied_as_plain_text_and_the_whole_page_of_citation_is_linked(
    study: Study,
) -> None:
    page = show(study.address)
    sheet = page.select_one("#kutip[popover]")
    assert page.select_one("button[popovertarget=kutip]") is not None
    styles = sheet.select(".style")
    assert len(styles) == 5
    for style in styles:
        for button in style.select("[data-copy]"):
            source = page.find(id=button["data-copy"])
            assert "<" not in source["data-text"]
            assert source.get_text().split() == source["data-text"].split()
    assert sheet.find("a", href=f"{study.address}sitasi/") is not None


def test_the_head_speaks_to_machines(study: Study) -> None:
    page = show(study.address)
    authors = [tag["content"] for tag in page.select('meta[name="citation_author"]')]
    assert authors == ["Sri Mulyati", "Dindin Syarief"]
    assert page.select_one('meta[property="og:title"]')["content"].startswith("Berjalan Bersama")
    assert page.select_one('meta[name="twitter:card"]') is not None
    types = {link["type"] for link in page.select("link[rel=alternate][type]")}
    assert {"application/x-research-info-systems", "application/x-bibtex"} <= types
    data = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert "Berjalan Bersama" in json.dumps(data)


def test_markup_in_a_title_stays_text_wherever_it_is_printed(library: None) -> None:
    title = "</script><script>alert(1)</script> & <u>garis</u>"
    work = put(shelf("studi"), Study(title=title, slug="nakal", errata=title, method=title), WORDS[0])
    for address in (work.address, f"{work.address}sitasi/", work.passage_url(1), "/koleksi/studi/"):
        page = show(address)
        assert page.find("u") is None
        assert [script for script in page.find_all("script") if "alert" in (script.string or "") and script.get("type") != "application/ld+json"] == []  # fmt: skip
    data = json.loads(show(work.address).select_one('script[type="application/ld+json"]').string)
    assert title in json.dumps(data, ensure_ascii=False)


def test_headings_follow_each_other_without_a_gap(study: Study, article: Article) -> None:
    addresses = [study.address, article.address, article.host.address, article.serial.get_url()]
    for address in [
        *addresses,
        f"{study.address}sitasi/",
        "/koleksi/jurnal/",
        "/koleksi/studi/",
        "/koleksi/",
    ]:
        levels = [int(heading.name[1]) for heading in show(address).find_all(["h1", "h2", "h3", "h4"])]
        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), address


def test_no_two_things_on_a_page_share_a_name(study: Study, article: Article) -> None:
    for work in (study, article, article.host):
        names = [each["id"] for each in show(work.address).find_all(id=True)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"access": "summary"}, "tidak dibuka untuk umum"),
        ({"access": "embargo", "embargo_until": datetime(2999, 3, 1, tzinfo=UTC).date()}, "1 Maret 2999"),
        ({}, "belum ada di perpustakaan ini"),
    ],
)
def test_a_work_that_cannot_be_read_says_why(library: None, fields: dict, sentence: str) -> None:
    texts = WORDS if fields else ()
    work = put(shelf("buku"), Book(title="Tertutup", **fields), *texts)
    page = show(work.address)
    assert sentence in said(page.select_one(".closed"))
    assert page.find("a", href=work.read_url) is None
    assert page.select_one(".search-box") is None


# Asking for correction or withdrawal


def kinds_of_work(study: Study, article: Article) -> list[Publication]:
    return [
        study,
        article,
        article.host,
        put(shelf("buku"), Book(title="Sebuah Buku"), *WORDS),
        put(shelf("buku-saku"), PocketBook(title="Sebuah Buku Saku"), *WORDS),
        put(shelf("peraturan"), Regulation(title="Sebuah Peraturan"), *WORDS),
    ]


def test_every_work_says_how_to_ask_for_its_correction_or_withdrawal(study: Study, article: Article) -> None:
    for work in kinds_of_work(study, article):
        part = show(work.address).select_one(".mend")
        assert "diperbaiki, disamarkan, atau ditarik" in said(part)
        assert work.permanent_path in said(part)
        assert part.find("form") is None
        assert (
            part.find("a", href="/bantuan/") is not None
        )  # as long as the institute has not said how to reach it


def test_a_letter_of_request_names_the_permanent_address_and_not_the_title(study: Study) -> None:
    house = Institute.for_site(Site.objects.get(is_default_site=True))
    house.contact_email, house.contact_phone = "pustaka@contoh.example", "022-1234567"
    house.save()
    part = show(study.address).select_one(".mend")
    letter = unquote(part.select_one('a[href^="mailto:"]')["href"])
    assert letter.startswith("mailto:pustaka@contoh.example?subject=")
    assert study.permanent_path in letter
    assert study.title not in letter
    assert "022-1234567" in said(part)
    assert part.find("a", href="/bantuan/") is None


def test_a_tombstone_gives_the_title_the_day_and_the_words_of_the_house(
    client: Client, library: None
) -> None:
    PermanentId.objects.create(
        code="k4x", title="Yang Ditarik", was_public=True, withdrawn=datetime(2026, 3, 1, 5, tzinfo=UTC), reason="Ditarik atas permintaan."
    )  # fmt: skip
    answer = client.get("/p/k4x/")
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 410
    texts = ["Yang Ditarik", "1 Maret 2026", "Ditarik atas permintaan."]
    assert order(page, *texts) == texts
    assert page.select_one("meta[name=robots]")["content"] == "noindex"


# Each kind


def test_a_study_tells_how_it_was_done_in_a_part_of_its_own(study: Study) -> None:
    page = show(study.address)
    part = page.select_one(".conduct")
    assert [said(line) for line in part.select("dt")] == ["Metode", "Sampel atau narasumber"]
    assert [said(each) for each in part.select("dd p")] == ["Wawancara mendalam.", "Diskusi kelompok.", "24 pendamping"]  # fmt: skip
    assert said(page.select_one(".work-head .chip-kind")) == "Riset"


def test_a_pocket_book_says_first_for_whom_it_is(library: None) -> None:
    work = PocketBook(title="Ketika Tetangga Meminta Tolong", audience=["companions", "officials"])
    page = show(put(shelf("buku-saku"), work, *WORDS).address)
    assert (
        said(page.select_one(".work-head .for-whom"))
        == "Untuk pendamping dan kader, aparat desa dan pemerintah"
    )


def test_a_regulation_says_first_whether_it_holds_and_links_what_changed_it(library: None) -> None:
    law = Law.objects.create(label_id="UU Lama", kind="UU", number="1", year=1974, status="amended")
    later = Law.objects.create(label_id="UU Baru", kind="UU", number="16", year=2019)
    law.amended_by.add(later)
    page = show(put(shelf("peraturan"), Regulation(title="Undang-Undang Lama", law=law), *WORDS).address)
    standing = page.select_one(".work-head .standing")
    assert said(standing).startswith("Status Berlaku, dengan perubahan")
    assert standing.a["href"] == later.get_absolute_url()


def test_an_issue_shows_its_contents_under_their_rubrics_with_their_pages(issue: Issue) -> None:
    page = show(issue.address)
    assert [said(rubric) for rubric in page.select(".toc h3")] == ["Pembuka", "Artikel"]
    lines = [(said(line.a), said(line.select_one(".toc-page"))) for line in page.select(".toc li")]
    assert lines == [
        ("Pengantar", "halaman 1"),
        ("Dispensasi Kawin", "halaman 7"),
        ("Neighbours First", "halaman 32"),
    ]
    assert said(page.select(".toc-who")[0]) == "Lilis Nurlaela, Asep Kurnaedi"
    assert page.select(".toc li a")[2]["lang"] == "en"


def test_an_issue_has_its_own_title_its_number_its_theme_and_its_editors(issue: Issue) -> None:
    head = show(issue.address).select_one(".work-head")
    assert said(head.h1) == "Rumah dan Layar"
    assert said(head.select_one(".issue-of")) == "Jurnal Jurnal Contoh Vol. 3 No. 1, Mei 2014"
    assert said(head.select_one(".issue-theme")) == "Tema Ruang privat"
    assert said(head.select_one(".work-by")) == "Redaksi: Ratna Suminar"


def test_an_issue_leads_to_the_one_before_and_the_one_after(issue: Issue) -> None:
    page = show(issue.address)
    before, after = page.select_one(".beside a[rel=prev]"), page.select_one(".beside a[rel=next]")
    assert said(before) == "Edisi sebelumnya Vol. 2 No. 2, November 2013"
    assert said(after) == "Edisi berikutnya Vol. 3 No. 2, November 2014"


def test_an_article_says_where_it_appeared_and_leads_on_within_its_issue(article: Article) -> None:
    page = show(article.address)
    appeared = page.select_one(".work-head .appeared")
    assert said(appeared) == ("Dimuat dalam Jurnal Contoh, Vol. 3 No. 1, Mei 2014, hlm. 7–31")
    assert [link["href"] for link in appeared.select("a")] == [
        article.serial.get_url(),
        article.host.address,
    ]
    assert "Pengantar" in said(page.select_one(".beside a[rel=prev]"))
    assert "Neighbours First" in said(page.select_one(".beside a[rel=next]"))
    assert page.select_one(".beside-all")["href"] == article.host.address


def test_a_periodical_shows_its_issues_by_year_the_newest_first(issue: Issue) -> None:
    page = show(issue.serial.get_url())
    years = [
        (said(year.h2), [said(card.h3) for card in year.select(".card")]) for year in page.select(".year")
    ]
    assert years == [
        ("2014", ["Vol. 3 No. 2, November 2014", "Vol. 3 No. 1, Mei 2014"]),
        ("2013", ["Vol. 2 No. 2, November 2013"]),
    ]
    assert "2085-5893" in said(page.select_one(".periodical-facts"))


# Shelves


def test_a_shelf_of_journals_shows_the_journals_and_below_them_their_issues(issue: Issue) -> None:
    page = show("/koleksi/jurnal/")
    [title] = page.select(".title-card")
    assert said(title.h3) == "Jurnal Contoh"
    assert said(title.select_one(".title-facts")) == "Dua kali setahun 3 edisi 2013–2014"
    assert said(title.select_one(".title-newest")) == "Edisi terbaru: Vol. 3 No. 2, November 2014"
    assert [said(card.h3) for card in page.select(".cards .card")] == ["Kerja", "Rumah dan Layar", "Tubuh"]


def test_the_newest_issue_is_named_in_whatever_order_the_shelf_is_sorted(issue: Issue) -> None:
    for number in range(30):
        put(issue.serial, Issue(title=f"Nomor {number:02}", numbering=f"Vol. 1 No. {number}, 1990"))
    page = show("/koleksi/jurnal/?urut=terlama")
    assert "Vol. 3 No. 2" not in said(page.select_one(".cards"))
    assert "Vol. 3 No. 2" in said(page.select_one(".title-newest"))
    assert said(page.select_one(".band-count")) == "33 edisi"


def test_what_is_not_for_everybody_stands_on_no_shelf(issue: Issue) -> None:
    hidden = issue.serial
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert "Jurnal Contoh" not in said(show("/koleksi/jurnal/").main)
    assert "Rumah dan Layar" not in said(show("/koleksi/").main)


def test_a_draft_counts_for_no_journal(issue: Issue) -> None:
    issue.serial.add_child(instance=Issue(title="Belum Terbit", numbering="Vol. 9 No. 9, 2030", live=False))
    page = show("/koleksi/jurnal/")
    assert "3 edisi 2013–2014" in said(page.select_one(".title-facts"))
    assert "2030" not in said(page.main)


def test_the_holdings_show_the_newest_of_each_shelf_and_how_many_there_are(issue: Issue) -> None:
    for number in range(6):
        put(shelf("buku"), Book(title=f"Buku {number}"))
    bands = {said(band.h2): band for band in show("/koleksi/").select(".band")}
    assert [said(card.h3) for card in bands["Buku"].select(".card")] == [
        "Buku 5",
        "Buku 4",
        "Buku 3",
        "Buku 2",
    ]
    assert "Lihat 6 terbitan" in said(bands["Buku"])
    assert "Lihat 3 terbitan" in said(bands["Jurnal"])  # issues, not their articles


# Before the text opens, and while it is read


def test_the_gate_offers_three_equal_ways_on_and_a_number_to_call(study: Study) -> None:
    page = show(study.passage_url(2))
    assert [said(each).lower() for each in page.select(".gate-notices li")] == [
        "kekerasan fisik",
        "kesaksian nyata",
    ]
    ways = page.select(".gate-ways a")
    assert [said(way) for way in ways] == ["Lanjutkan membaca", "Baca ringkasannya", "Tinggalkan situs ini"]
    assert len({" ".join(way["class"]) for way in ways}) == 1
    assert ways[1]["href"] == f"{study.address}#ringkasan"
    assert ways[2]["href"] == "/keluar/"
    assert page.select_one('.gate-help a[href^="tel:"]') is not None
    assert "noindex" in page.select_one("meta[name=robots]")["content"]
    assert study.title not in page.title.string
    assert WORDS[1] in said(show(ways[0]["href"]).main)


def test_the_reader_leads_to_the_citation_of_its_page_and_to_the_contents_of_its_issue(
    article: Article,
) -> None:
    tools = show(article.passage_url(1)).select_one(".reader-tools")
    cite = tools.find("a", string=lambda text: text == "Kutip") or tools.find("span", string="Kutip").parent
    assert cite["href"] == f"{article.address}sitasi/?nomor=1"  # no number is printed on it
    assert tools.find("a", href=article.host.address) is not None


def test_the_reader_of_a_work_that_stands_by_itself_offers_no_issue(study: Study) -> None:
    page = show(f"{study.passage_url(1)}?lanjut=1")
    assert "Isi edisi" not in said(page.select_one(".reader-tools"))


# How it is cited


def test_the_page_of_citation_gives_the_chosen_style_first(study: Study) -> None:
    page = show(f"{study.address}sitasi/?gaya=ieee")
    names = [said(style.h2) for style in page.select(".style")]
    assert names[0] == "IEEE"
    assert len(names) == 5
    assert page.select_one("input[name=gaya]")["value"] == "ieee"


def test_one_page_is_cited_by_its_printed_number(study: Study) -> None:
    second = study.passages_numbered([2])[2]
    second.label = "iv"
    second.save()
    page = show(f"{study.address}sitasi/?halaman=iv")
    assert said(page.h1) == "Mengutip halaman iv"
    assert "hlm. iv" in said(page.select_one(".in-text"))


def test_of_a_page_without_a_printed_number_none_is_made_up(study: Study) -> None:
    page = show(f"{study.address}sitasi/?nomor=2")
    assert "hlm." not in said(page.select_one(".in-text"))
    assert f"/p/{study.permanent.code}/2/" in said(page.main)


def test_a_page_that_is_not_there_is_said_beside_its_field(study: Study) -> None:
    page = show(f"{study.address}sitasi/?halaman=999")
    field = page.select_one("input[name=halaman]")
    assert field["aria-invalid"] == "true"
    assert "Tidak ada halaman 999" in said(page.find(id=field["aria-describedby"]))
    assert said(page.h1) == "Mengutip terbitan ini"


# What it costs


def queries(address: str) -> int:
    """How many questions a page asks the database, once the process is warm."""
    client = Client()
    show(address, client)
    with CaptureQueriesContext(connection) as asked:
        show(address, client)
    return len(asked)


def said_src(page) -> str:
    """The address of the large cover."""
    return page.select_one(".cover-photo img")["src"]


def test_a_work_page_of_each_kind_asks_ten_questions_at_most(study: Study, article: Article) -> None:
    law = Law.objects.create(label_id="UU Lama", kind="UU", number="1", year=1974, status="amended")
    law.amended_by.add(Law.objects.create(label_id="UU Baru", kind="UU", number="16", year=2019))
    works = kinds_of_work(study, article)
    works[-1].law = law
    works[-1].save_revision().publish()
    study.relations.add(Relation(kind="based_on", other=Publication.objects.get(pk=works[3].pk)))
    study.save_revision().publish()
    addresses = [work.address for work in works]
    for address in [*addresses, *(f"/en{address}" for address in addresses)]:
        assert queries(address) <= 10, address
    drawn = BytesIO()
    Image.new("RGB", (600, 800), "plum").save(drawn, "PNG")
    picture = Picture.objects.create(title="Sampul", file=ContentFile(drawn.getvalue(), "sampul.png"))
    for work in works:
        work.cover = picture
        work.save_revision().publish()
    for address in addresses:
        assert queries(address) <= 10, address
        assert "/gambar/images/sampul" in said_src(show(address)), address
    gc.collect()


def test_an_issue_costs_the_same_with_few_articles_and_with_many(issue: Issue) -> None:
    few = queries(issue.address)
    for number in range(6):
        put(issue, Article(title=f"Tambahan {number}", first_page=str(40 + number)), by=f"Penulis {number}")
    assert queries(issue.address) == few


def test_a_shelf_asks_eight_questions_at_most_and_no_more_as_it_grows(issue: Issue) -> None:
    put(shelf("buku"), Book(title="Buku Pertama"), *WORDS, by="Sri Mulyati")
    few = {address: queries(address) for address in ("/koleksi/buku/", "/koleksi/jurnal/", "/koleksi/")}
    assert max(few.values()) <= 8
    other = Periodical(title="Jurnal Lain", slug="jurnal-lain")
    shelf("jurnal").add_child(instance=other)
    other.save_revision().publish()
    for number in range(5):
        put(shelf("buku"), Book(title=f"Buku {number}"), *WORDS, by=f"Penulis {number}, Sri Mulyati")
        put(other, Issue(title=f"Edisi {number}", numbering=f"Vol. 1 No. {number + 1}, 2015"), WORDS[0])
    assert {address: queries(address) for address in few} == few
