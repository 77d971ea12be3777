"""The reader: a page on screen, the words marked in text and picture, and the ways on from it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from library.access import Access
from library.models import Agent, Contribution, Publication
from search.indexing import drain_all
from tests.works import again, box, shelve, signed_in

FIRST = "Pendahuluan tentang kekerasan."
SECOND = "Setiap orang dilarang melakukan kekerasan dalam rumah tangga terhadap anak. Kekerasan itu dihukum."
THIRD = "Penutup.\n\nKekerasan <script>alert('x')</script> & anak."


@pytest.fixture
def book(library: None) -> Publication:
    made = shelve(FIRST, SECOND, THIRD, "", title="Buku Merah", labels=["iv", "1", "2", ""], issued="2004")
    drain_all()
    return made


def text(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rectangles(page: str) -> list[tuple[float, ...]]:
    found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>', page)
    return [tuple(map(float, one)) for one in found]


def percent(place: int) -> tuple[float, ...]:
    x0, y0, x1, y1 = box(place)
    return tuple(round(100 * part, 2) for part in (x0 / 600, y0 / 800, (x1 - x0) / 600, (y1 - y0) / 800))


def test_the_words_are_marked_in_the_text_and_on_the_picture(book: Publication) -> None:
    page = text(book.passage_url(2) + "?q=kekerasan+anak")
    marked = re.findall(r"<mark>(.*?)</mark>", page)
    assert marked == ["kekerasan", "anak", "Kekerasan"]
    words = SECOND.split()
    places = [place for place, word in enumerate(words) if word.strip(".").lower() in {"kekerasan", "anak"}]
    assert rectangles(page) == [pytest.approx(percent(place)) for place in places]
    assert "3 tempat ditandai" in page


def test_a_phrase_is_marked_only_where_it_stands_together(book: Publication) -> None:
    page = text(book.passage_url(2) + '?q="rumah+tangga"')
    assert re.findall(r"<mark>(.*?)</mark>", page) == ["rumah tangga"]
    words = SECOND.split()
    assert rectangles(page) == [pytest.approx(percent(words.index(word))) for word in ("rumah", "tangga")]


def test_a_word_that_is_meant_as_written_marks_no_family(library: None) -> None:
    book = shelve("Melindungi dan perlindungan.", title="Satu")
    assert len(rectangles(text(book.passage_url(1) + "?q=melindungi"))) == 2
    exact = text(book.passage_url(1) + "?q=melindungi&tepat=1")
    assert len(rectangles(exact)) == 1


def test_the_places_of_a_real_pdf_lie_on_its_words(make_book) -> None:
    book = make_book("Setiap orang dilarang\nmelakukan kekerasan dalam rumah tangga.", title="Sungguhan")
    (found,) = rectangles(text(book.passage_url(1) + "?q=rumah"))
    x, y, width, height = found
    # A4 in Helvetica 11 on the second line, 72 points from the left and the top, each line 14 apart.
    assert 72 / 595 * 100 < x < 45
    assert 72 / 842 * 100 < y + height < 110 / 842 * 100
    assert 20 / 595 * 100 < width < 50 / 595 * 100


def test_text_is_escaped(book: Publication) -> None:
    page = text(book.passage_url(3) + "?q=kekerasan")
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; anak" in page.replace("&#39;", "&#x27;")
    assert "<script>alert" not in page


def test_a_page_without_text_says_so(book: Publication) -> None:
    page = text(book.passage_url(4) + "?q=kekerasan")
    assert "tidak memuat teks" in page
    assert "Kata yang dicari tidak ada di halaman ini" in page
    assert "PDF hlm. 4" in page


def test_the_text_alone_has_no_picture_and_stays_so_on_every_way(book: Publication) -> None:
    page = text(book.passage_url(2) + "?q=anak&tampilan=teks")
    assert "<img" not in page
    assert f'rel="next" href="{book.passage_url(3)}?q=anak&amp;tampilan=teks"' in page
    assert 'name="tampilan" value="teks"' in page


def test_without_scripts_every_way_on_is_a_plain_link_or_form(book: Publication) -> None:
    page = text(book.passage_url(2) + "?q=kekerasan")
    for number in (1, 3):
        assert f'href="{book.passage_url(number)}?q=kekerasan"' in page
    assert f'action="{book.address}baca/"' in page
    assert 'name="q" value="kekerasan"' in page
    assert 'rel="prev"' not in text(book.passage_url(1))
    assert 'rel="next"' not in text(book.passage_url(4))


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("halaman=iv", 1),
        ("halaman=IV", 1),
        ("halaman=2", 3),
        ("halaman=4", 4),
        ("halaman=", 1),
        ("", 1),
        ("halaman=99&dari=2", 2),
        ("halaman=99&dari=99", 1),
        ("halaman=tiada&dari=x", 1),
        ("halaman=0&dari=3", 3),
        ("halaman=%00iv%00", 1),
        ("halaman=%FF&dari=%FF", 1),
        ("halaman=" + "9" * 3_000 + "&dari=2", 2),
        ("halaman=٣&dari=2", 3),
    ],
)
def test_a_printed_number_opens_its_page(client: Client, book: Publication, asked: str, opened: int) -> None:
    answer = client.get(f"{book.address}baca/?{asked}")
    assert answer.headers["Location"] == book.passage_url(opened)


def test_the_question_and_the_view_go_along_to_a_printed_number(client: Client, book: Publication) -> None:
    there = f"/en{book.passage_url(3)}?q=anak+%26+ibu&tepat=1&tampilan=teks"
    answer = client.get(f"/en{book.address}baca/?halaman=2&q=anak+%26+ibu&tampilan=teks&tepat=1&lain=1")
    assert answer.headers["Location"] == there


def test_the_way_leads_through_the_pages_with_all_the_words(library: None) -> None:
    book = shelve("Anak.", "Kekerasan anak.", "Kekerasan.", "Anak dan kekerasan.", title="Satu")
    drain_all()
    page = text(book.passage_url(3) + "?q=kekerasan+anak")
    assert "2 temuan · semua kata" in page
    for number, key in ((2, "found-previous"), (4, "found-next")):
        assert f'href="{book.passage_url(number)}?q=kekerasan+anak" data-key="{key}"' in page
    assert "temuan 1 dari 2 · semua kata" in text(book.passage_url(2) + "?q=kekerasan+anak")


def test_where_there_are_more_than_the_way_leads_through_that_is_said(library: None, monkeypatch) -> None:
    monkeypatch.setattr("search.inside._MOST_INSIDE", 2)
    book = shelve("Anak.", "Kekerasan.", "Padi.", "Kekerasan.", "Kekerasan.", title="Satu")
    drain_all()
    assert "temuan 2 dari 2 yang pertama" in text(book.passage_url(4) + "?q=kekerasan")
    assert "2 temuan yang pertama" in text(book.passage_url(3) + "?q=kekerasan")


def test_where_no_page_has_all_the_words_the_way_leads_through_those_with_some(library: None) -> None:
    book = shelve("Anak.", "Padi.", "Kekerasan.", title="Satu")
    drain_all()
    assert "temuan 1 dari 2 · sebagian kata" in text(book.passage_url(1) + "?q=kekerasan+anak")


def test_the_address_to_share_is_permanent_and_without_the_question(book: Publication) -> None:
    page = text(book.passage_url(2) + "?q=kekerasan")
    permanent = f"{settings.BASE_URL}/p/{book.permanent.code}/2/"
    assert permanent in page
    assert f"{permanent}?" not in page
    answer = Client().get(f"/p/{book.permanent.code}/2/")
    assert answer.headers["Location"] == book.passage_url(2)


def test_the_reference_names_the_printed_page(book: Publication) -> None:
    book.contributions.add(Contribution(agent=Agent.objects.create(name="Sri Mulyati")))
    book.save_revision().publish()
    assert f'href="{book.address}sitasi/?halaman=1"' in text(book.passage_url(2))
    page = text(f"{book.address}sitasi/?halaman=1&gaya=apa")
    assert f"Sri Mulyati. (2004). <i>Buku Merah</i>. {settings.BASE_URL}/p/{book.permanent.code}/2/" in page
    assert "(Sri Mulyati, 2004, hlm. 1)" in page


@pytest.mark.parametrize("number", [0, 5, 999_999])
def test_a_page_that_is_not_there_is_not_found(client: Client, book: Publication, number: int) -> None:
    assert client.get(book.passage_url(number)).status_code == 404


def test_a_page_that_was_not_read_yet_is_not_found(client: Client, book: Publication) -> None:
    book.files[0].passages.filter(number=2).delete()
    assert client.get(book.passage_url(2)).status_code == 404


def test_what_may_not_be_read_is_not_found(client: Client, book: Publication) -> None:
    for access in (Access.SUMMARY, Access.INTERNAL, Access.EMBARGO):
        Publication.objects.filter(pk=book.pk).update(access=access)
        assert client.get(book.passage_url(1)).status_code == 404
        assert client.get(f"{book.address}baca/").status_code == 404
    assert signed_in().get(book.passage_url(1)).status_code == 200
    Publication.objects.filter(pk=book.pk).update(access=Access.OPEN)
    PageViewRestriction.objects.create(page=again(book), restriction_type="login")
    assert client.get(book.passage_url(1)).status_code == 404


def test_it_is_only_read(client: Client, book: Publication) -> None:
    assert client.head(book.passage_url(1)).status_code == 200
    assert client.post(book.passage_url(1)).status_code == 405
    assert client.post(f"{book.address}baca/").status_code == 405


def test_neither_title_nor_head_says_what_was_asked(book: Publication) -> None:
    page = text(book.passage_url(1) + "?q=rahasianya")
    head = page[: page.index("</head>")]
    title = re.search(r"<title>(.*?)</title>", head)
    assert title
    assert "rahasianya" not in title[1]
    assert "noindex" in head


def test_a_page_costs_a_fixed_number_of_queries(book: Publication, django_assert_max_num_queries) -> None:
    client = Client()
    client.get(book.passage_url(1))
    with django_assert_max_num_queries(12):
        client.get(book.passage_url(2) + "?q=kekerasan")


def test_a_work_of_several_stretches_is_read_as_one(library: None) -> None:
    book, other = (
        shelve("Satu.", "Dua.", title="Satu"),
        shelve("Tiga.", "Empat.", title="Dua", labels=["9", "10"]),
    )
    span = other.spans.first()
    span.pk, span.publication, span.first, span.sort_order = None, book, 2, 1
    book.spans.add(span)
    book.save_revision().publish()
    assert "Empat." in text(book.passage_url(3))
    assert reverse("page_picture", args=[span.file.code, 2, 480]) in text(book.passage_url(3))
    assert Client().get(f"{book.address}baca/?halaman=10").headers["Location"] == book.passage_url(3)


def test_a_text_that_is_not_the_publishers_own_says_so_in_small_words(book: Publication) -> None:
    recognised, mended = "Teks dikenali mesin dari gambarnya", "Teks diperbaiki penyunting."
    said = {
        1: ("tesseract", [], recognised),
        2: ("tesseract", ["corrected"], mended),
        3: ("pdfminer", ["hidden"], recognised),
        4: ("tesseract", ["empty"], ""),
    }
    for number, (reader, flags, _) in said.items():
        book.spans.get().file.passages.filter(number=number).update(reader=reader, flags=flags)
    for number, (_, _, sentence) in said.items():
        for view in ("", "?tampilan=teks"):
            page = text(book.passage_url(number) + view)
            assert [each in page for each in (recognised, mended)] == [
                each == sentence for each in (recognised, mended)
            ]


def test_a_text_as_the_publisher_set_it_says_nothing_of_its_reading(book: Publication) -> None:
    page = text(book.passage_url(1))
    assert "text-source" not in page and "keyakinan" not in page.lower()
