"""Publications: their pages, their passages, their addresses."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils import WagtailPageTestCase

from library.models import (
    Agent,
    Book,
    Contribution,
    Holdings,
    Law,
    PermanentId,
    Publication,
    Regulation,
    Shelf,
)
from library.models.addresses import RESERVED_SLUGS
from portal.models import Home
from tests.forms import filled


def test_a_publication_counts_its_passages_over_all_its_spans(make_book) -> None:
    book = make_book("Satu.", "Dua.", "Tiga.", title="Kumpulan")
    other = make_book("Empat.", "Lima.", title="Tambahan")
    span = book.spans.first()
    span.first, span.last = 2, 3
    book.spans.add(span)
    added = other.spans.first()
    added.pk, added.publication, added.sort_order = None, book, 1
    book.spans.add(added)
    book.save_revision().publish()
    book = Book.objects.get(pk=book.pk)
    texts = [(number, passage.text.strip()) for number, passage in book.passages()]
    assert texts == [(1, "Dua."), (2, "Tiga."), (3, "Empat."), (4, "Lima.")]
    assert book.pages == 4
    assert book.place(3).number == 1
    assert book.place(5) is None
    assert book.place(0) is None
    assert {
        number: passage.text.strip() for number, passage in book.passages_numbered([2, 4, 9]).items()
    } == {
        2: "Tiga.",
        4: "Lima.",
    }


def test_the_permanent_address_leads_to_the_work_and_to_its_passage(client, make_book) -> None:
    book = make_book("Satu.", "Dua.")
    code = book.permanent.code
    assert client.get(f"/p/{code}/").headers["Location"] == book.address
    assert client.get(f"/p/{code}/2/").headers["Location"] == book.passage_url(2)
    assert client.get(f"/p/{code}/3/").status_code == 404


def test_a_copied_page_has_a_permanent_address_of_its_own(make_book) -> None:
    book = make_book("Satu.")
    copied = book.copy(update_attrs={"slug": "salinan", "title": "Salinan"}, keep_live=False)
    assert copied.permanent.code != book.permanent.code
    assert PermanentId.objects.count() == 2


def test_a_title_is_all_that_a_draft_needs(shelf) -> None:
    draft = shelf.add_child(instance=Book(title="Hanya Judul", live=False))
    assert draft.slug == "hanya-judul"
    assert draft.year is None
    assert draft.issued_text == ""


def test_a_work_called_like_one_of_our_addresses_gets_another_slug(shelf) -> None:
    assert shelf.add_child(instance=Book(title="Baca")).slug == "baca-2"


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_a_slug_of_our_own_addresses_is_refused_in_a_sentence(shelf, slug) -> None:
    with pytest.raises(ValidationError, match="dipakai oleh situs"):
        shelf.add_child(instance=Book(title="Sesuatu", slug=slug))


def test_a_date_that_cannot_be_read_is_refused_in_a_sentence(shelf) -> None:
    with pytest.raises(ValidationError, match="tidak terbaca"):
        shelf.add_child(instance=Book(title="Sesuatu", issued="kemarin"))


def test_the_date_is_shown_in_the_readers_language(client, make_book) -> None:
    book = make_book("Satu.", issued="22 September 2004")
    assert "22 September 2004" in client.get(book.address).content.decode()
    assert "September 22" not in client.get("/en" + book.address).content.decode()
    assert Book.objects.get(pk=book.pk).year == 2004


def test_a_regulation_knows_its_law(library, client) -> None:
    amending = Law.objects.create(kind="UU", number="35", year=2014, label_id="UU 35/2014")
    law = Law.objects.create(
        kind="UU", number="23", year=2002, label_id="UU 23/2002", short_name="UU Perlindungan Anak"
    )
    law.amended_by.add(amending)
    shelf = Shelf.objects.get(kind_slug="peraturan")
    text = shelf.add_child(instance=Regulation(title="Undang-Undang Nomor 23 Tahun 2002", law=law))
    text.save_revision().publish()
    page = client.get(text.address).content.decode()
    assert "UU 35/2014" in page
    assert "UU Perlindungan Anak" in text.names()


def test_the_creators_stand_in_their_order(shelf) -> None:
    book = Book(title="Bersama")
    for place, name in enumerate(["Sri Mulyati", "Dindin Syarief"]):
        book.contributions.add(Contribution(agent=Agent.objects.create(name=name), sort_order=place))
    shelf.add_child(instance=book)
    assert [agent.name for agent in Publication.objects.get(pk=book.pk).creators] == [
        "Sri Mulyati",
        "Dindin Syarief",
    ]


def test_cards_cost_the_same_number_of_queries_for_few_and_for_many(
    make_book, django_assert_num_queries
) -> None:
    for number in range(3):
        make_book(f"Isi buku {number}.", title=f"Buku {number}")

    def draw() -> None:
        for book in Publication.objects.live().for_cards():
            assert book.short_title == book.title
            assert book.pages == 1
            assert book.creators == []
            assert book.shown_cover is not None

    with django_assert_num_queries(3):
        draw()
    make_book("Isi lagi.", title="Buku lagi")
    with django_assert_num_queries(3):
        draw()


class TestTree(WagtailPageTestCase):
    """Which pages stand below which."""

    def test_the_tree_is_home_then_holdings_then_shelves_then_works(self) -> None:
        self.assertAllowedParentPageTypes(Shelf, {Holdings})
        self.assertAllowedParentPageTypes(Book, {Shelf})
        self.assertAllowedParentPageTypes(Regulation, {Shelf})
        self.assertAllowedSubpageTypes(Home, {Holdings})
        self.assertAllowedSubpageTypes(Holdings, {Shelf})
        self.assertAllowedSubpageTypes(Book, set())


def test_an_editor_makes_a_book_with_the_form(editor, shelf) -> None:
    address = reverse("wagtailadmin_pages:add", args=["library", "book", shelf.pk])
    form = editor.get(address)
    assert form.status_code == 200
    given = filled(form, title="Buku dari Formulir", slug="dari-formulir", issued="Maret 2015")
    answer = editor.post(address, given | {"action-publish": "1"})
    assert answer.status_code == 302
    book = Book.objects.get(slug="dari-formulir")
    assert (book.live, book.issued, book.year) == (True, "2015-03", 2015)
