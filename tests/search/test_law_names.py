"""A law is found under whatever it is called, before the works that mention it."""

import pytest

from library.access import public
from library.models import Law, Regulation, Shelf, Span
from search.documents import document
from search.indexing import drain_all
from search.interpretation import Choices
from search.interpretation.held import understood
from search.research import Query, find
from tests.works import again, shelve, stored


@pytest.fixture
def law(library: None) -> Regulation:
    entry = Law.objects.create(
        slug="uu-pkdrt",
        label_id="UU Penghapusan Kekerasan dalam Rumah Tangga",
        kind="UU",
        number="23",
        year=2004,
        short_name="UU PKDRT",
        alternatives_id="UU KDRT\nUU Anti KDRT",
    )
    text = Regulation(title="Undang-Undang Nomor 23 Tahun 2004", law=entry, live=False)
    text.spans.add(Span(file=stored("Pasal 1. Penghapusan kekerasan.", "Pasal 2. Asas."), sort_order=0))
    Shelf.objects.get(kind_slug="peraturan").add_child(instance=text)
    text.save_revision().publish()
    for number in range(4):
        shelve(
            "UU KDRT, UU PKDRT. Menurut UU KDRT dan UU Anti KDRT.",
            "UU KDRT lagi: UU PKDRT.",
            title=f"Sepuluh tahun UU KDRT dan UU PKDRT {number}" if number else "Catatan",
        )
    drain_all()
    return again(text)


@pytest.mark.parametrize(
    "asked",
    ["UU KDRT", "UU PKDRT", "uu anti kdrt", "UU 23/2004", "U.U. No. 23 Tahun 2004", "Law No. 23 of 2004"],
)
def test_a_law_comes_first_under_any_of_its_names(law: Regulation, asked: str) -> None:
    assert find(Query(asked)).findings[0].publication.pk == law.pk


def test_in_a_longer_question_or_without_the_reading_the_passages_decide(law: Regulation) -> None:
    first = find(Query("catatan UU KDRT")).findings[0].publication
    assert first.title == "Catatan"
    assert understood("UU KDRT").law == "uu-pkdrt"
    assert understood("UU KDRT desa").law == understood("UU KDRT -desa").law == ""
    assert understood("UU KDRT", choices=Choices(without=("uu-pkdrt",))).law == ""


def test_the_names_of_a_law_are_names_of_its_text(law: Regulation) -> None:
    held = document(law, 1, public())
    assert held is not None
    assert "anti kdrt" in held.names_exact
