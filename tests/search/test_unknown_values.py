"""Values in a question that nobody has: said where nothing is found, and only where it is true."""

import pytest
from django.test import Client

from library.access import public
from library.changes import touch
from library.models import Agent, Concept, Contribution, Law, Periodical, Place, Publication, Shelf, Subject
from search.indexing import drain_all
from search.unknown_values import unknown_values
from tests.works import shelve


@pytest.fixture
def shelved(library: None) -> None:
    home = Concept.objects.create(
        slug="kdrt", label_id="Kekerasan dalam rumah tangga", alternatives_id="KDRT", hidden_id="ribut"
    )
    Concept.objects.create(slug="perdagangan-orang", label_id="Perdagangan orang", alternatives_id="TPPO")
    Place.objects.create(slug="garut", label_id="Kabupaten Garut")
    Law.objects.create(
        slug="uu-pkdrt", label_id="UU PKDRT", kind="UU", number="23", year=2004, short_name="UU PKDRT",
        about="Penghapusan Kekerasan dalam Rumah Tangga",
    )  # fmt: skip
    serial = Periodical(title="Jurnal Perempuan", slug="jurnal-perempuan", issn_print="1410-153X")
    Shelf.objects.get(kind_slug="jurnal").add_child(instance=serial)
    work = shelve("Isi.", title="Pulang", publish=False)
    work.subjects.set([Subject(concept=home)])
    work.contributions.set([Contribution(agent=Agent.objects.create(name="Sri Mulyati"))])
    work.save_revision().publish()
    drain_all()


def said(question: str) -> list[str]:
    return [each.sentence for each in unknown_values(question, public())]


@pytest.mark.parametrize(
    ("question", "sentence", "address"),
    [
        ("topik:tidakada", "Tidak ada topik bernama “tidakada” di sini.", "/topik/"),
        ("kekerasan topik:tidakada", "Tidak ada topik bernama “tidakada” di sini.", "/topik/"),
        ("tempat:xyz", "Tidak ada tempat bernama “xyz” di sini.", "/tempat/"),
        ("hukum:zzz", "Tidak ada peraturan bernama “zzz” di sini.", "/hukum/"),
        ("hukum:UU 99/1999", "Tidak ada peraturan bernama “UU 99/1999” di sini.", "/hukum/"),
        ("terbitan:zzz", "Tidak ada jurnal atau buletin bernama “zzz” di sini.", "/koleksi/jurnal/"),
        ('penulis:"sri rahayu"', "Tidak ada orang atau lembaga bernama “sri rahayu” di sini.", "/orang/"),
    ],
)
def test_the_page_with_nothing_found_says_what_nobody_has_and_where_the_known_stand(
    client: Client, shelved: None, question: str, sentence: str, address: str
) -> None:
    page = client.get("/cari/", {"q": question}).content.decode()
    assert f'<p class="said">{sentence} <a href="{address}">' in page


@pytest.mark.parametrize(
    "question",
    [
        "topik:kdrt",
        "topik:KDRT",
        'topik:"rumah tangga"',
        "topik:tppo",  # known, though no work is about it
        "topik:perdagangan-orang",
        "topik:ribut",
        "tempat:garut",
        "hukum:23/2004",
        "hukum:UU 23/2004",
        "hukum:uu-pkdrt",
        "hukum:penghapusan",
        "terbitan:jurnal-perempuan",
        "terbitan:1410-153X",
        "penulis:mulyati",
        "pulang -topik:tidakada",
        "topik:tida*",
        "judul:tidakada",
        "tidakada",
        "",
    ],
)
def test_nothing_is_said_of_what_is_known_or_refused(shelved: None, question: str) -> None:
    assert said(question) == []


def test_each_value_of_a_group_is_asked_by_itself(shelved: None) -> None:
    assert said("topik:(kdrt OR tidakada) topik:tidakada tempat:xyz") == [
        "Tidak ada topik bernama “tidakada” di sini.",
        "Tidak ada tempat bernama “xyz” di sini.",
    ]


def test_it_is_no_matter_what_else_the_search_is_narrowed_to(client: Client, shelved: None) -> None:
    page = client.get("/cari/", {"q": "topik:kdrt", "jenis": "film"}).content.decode()
    assert "Tidak ada yang ditemukan" in page
    assert "Tidak ada topik bernama" not in page


def test_a_periodical_that_is_not_public_is_not_known(shelved: None) -> None:
    assert said("terbitan:perempuan") == []
    Periodical.objects.get().unpublish()
    assert said("terbitan:perempuan") == ["Tidak ada jurnal atau buletin bernama “perempuan” di sini."]


def test_who_only_drafts_name_is_not_known(shelved: None) -> None:
    draft = shelve("Isi.", title="Rahasia", publish=False)
    Contribution.objects.create(
        publication=Publication.objects.get(pk=draft.pk), agent=Agent.objects.create(name="Ratna")
    )
    drain_all()
    assert said("penulis:ratna") == ["Tidak ada orang atau lembaga bernama “ratna” di sini."]


def test_nothing_is_said_while_works_wait_for_the_index(shelved: None) -> None:
    work = Publication.objects.get(title="Pulang")
    assert said('penulis:"sri mulyati"') == []
    touch(work)
    assert said('penulis:"sri mulyati"') == []
    drain_all()
    assert said('penulis:"sri rahayu"')
