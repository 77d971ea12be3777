"""Where few works or none answer: another spelling, fewer words, the other language; each finds something."""

import re
from collections import Counter

import pytest
from django.test import Client

from library.access import Access
from library.models import Agent, Concept, Contribution
from portal.models import Institute
from search.indexing import drain_all
from search.query import parse
from search.research import Query
from search.spelling import distance, in_form, plain_words, respelled
from search.ways_on import fewer_words, twin, without_signs
from tests.works import shelve


@pytest.fixture
def shelved(library: None) -> None:
    for number in range(3):
        shelve("Kekerasan terhadap anak di Garut.", title=f"Buku {number}")
    shelve("Perlindungan perempuan. UU No. 23 Tahun 2004.", title="Hukum", language="id")
    shelve("Zaitun adalah pohon.", title="Tertutup", access=Access.SUMMARY)
    work = shelve("Isi.", title="Dengan nama", publish=False)
    work.contributions.set([Contribution(agent=Agent.objects.create(name="Rukmini Hartati"))])
    work.save_revision().publish()
    drain_all()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kekersan", "kekerasan"),
        ("kekerasan anka", "kekerasan anak"),
        ("perlindnugna perempuan", "perlindungan perempuan"),
        ("rukmnii", "rukmini"),
        ("kekersan UU 23/2004", "kekerasan UU 23/2004"),
    ],
)
def test_a_misspelled_word_is_mended_and_the_rest_stays(shelved: None, typed: str, meant: str) -> None:
    found = respelled(Query(typed))
    assert found is not None
    assert found.question == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kdtr", "KDRT"),
        ("KDTR di garut", "KDRT di garut"),
        ("Kekersan Anka", "Kekerasan Anak"),
        ("KEKERSAN", "KEKERASAN"),
        ("perlindugnan", "perlindungan"),
        ("Rukmnii hartati", "Rukmini hartati"),
    ],
)
def test_a_word_is_offered_as_it_is_written_or_in_the_manner_of_the_reader(
    shelved: None, typed: str, meant: str
) -> None:
    shelve("Korban KDRT mengadu. PERLINDUNGAN PEREMPUAN DAN ANAK. Layanan KDRT.", title="Pulih")
    drain_all()
    found = respelled(Query(typed))
    assert found is not None
    assert found.question == meant


def test_most_of_what_is_written_tells_an_acronym() -> None:
    assert in_form("kdrt", Counter({"KDRT": 3, "Kdrt": 2}), "kdtr") == "KDRT"
    assert in_form(
        "perlindungan", Counter({"PERLINDUNGAN": 2, "Perlindungan": 1, "perlindungan": 1}), "x"
    ) == ("perlindungan")
    assert in_form("quran", Counter({"Qur’an": 1}), "QURAAN") == "QUR’AN"
    assert in_form("kekerasan", Counter(), "Kekersan") == "Kekerasan"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("(kekersan anak", "kekerasan anak"),
        ("kekersan anak)", "kekerasan anak"),
        ("kekersan)anak", "kekerasan anak"),
        ('kekersan "anak', "kekerasan anak"),
        ("(kekersan (anak OR ibu)", "kekerasan (anak OR ibu)"),
        ("(kekersan OR zebra) anak", "(kekerasan OR zebra) anak"),
        ("kekersan OR", "kekerasan"),
        ("OR kekersan AND anak", "kekerasan AND anak"),
    ],
)
def test_no_question_is_offered_that_would_be_reproved_again(shelved: None, typed: str, meant: str) -> None:
    found = respelled(Query(typed))
    assert found is not None
    assert found.question == meant
    assert parse(found.question).said is None


@pytest.mark.parametrize(
    "typed",
    [
        "kekerasan",
        "xyzzyq",
        "UU 24/2004",
        '"kekersan anak"',
        "kekersan*",
        "-kekersan",
        "judul:kekersan",
        "1234",
        "zaitunn",
        "",
    ],
)
def test_nothing_is_offered_for_what_is_right_meant_so_or_closed(shelved: None, typed: str) -> None:
    assert respelled(Query(typed)) is None


def test_no_word_is_offered_that_finds_nothing_under_what_is_chosen(shelved: None) -> None:
    assert respelled(Query("kekersan", chosen={"kind": ("peraturan",)})) is None
    for question in ("kekersan -kekerasan", "kekersan tahun:1900", "kekersan topik:xyzzyq"):
        assert respelled(Query(question)) is None, question


@pytest.mark.parametrize("heading", ["BAB I PENUTUP 5", "PENUTUP", "1. PENUTUP\nIsi berikutnya."])
def test_a_word_of_a_heading_is_no_acronym(shelved: None, heading: str) -> None:
    shelve(heading, title="Laporan")
    drain_all()
    found = respelled(Query("penutpu"))
    assert found is not None and found.question == "penutup"


def test_the_distance_counts_letters_and_swaps() -> None:
    assert [distance("abcd", other, 2) for other in ("abcd", "abdc", "abc", "xbcd", "dcba", "abcdefg")] == [
        0, 1, 1, 1, 3, 3,
    ]  # fmt: skip


def test_words_with_signs_are_left_alone() -> None:
    question = 'kekerasan "rumah tangga" -anak judul:ibu pulang* OR (UU 23/2004)'
    found = plain_words(question)
    assert [token.word for token in found] == ["kekerasan"]
    assert [question[token.start : token.end] for token in found] == ["kekerasan"]
    refused = "laut (ibu anak) -(pulang NOT pergi) BUKAN desa"
    found = plain_words(refused)
    assert [refused[token.start : token.end] for token in found] == ["laut", "ibu", "anak", "pergi"]


def test_words_that_are_nowhere_are_left_out_then_one_at_a_time(shelved: None) -> None:
    first = fewer_words(Query("zebra kekerasan anak"))[0]
    assert (first.question, first.count) == ("kekerasan anak", 3)
    assert {way.question for way in fewer_words(Query("kekerasan perempuan"))} == {"kekerasan", "perempuan"}
    assert [way.question for way in fewer_words(Query("kekerasan UU No. 23 Tahun 2004"))] == [
        "kekerasan",
        "UU No. 23 Tahun 2004",
    ]
    assert fewer_words(Query("zebra jerapah")) == []
    assert fewer_words(Query("kekerasan")) == []


def test_a_question_without_its_signs(shelved: None) -> None:
    way = without_signs(Query('"anak kekerasan"'))
    assert way is not None
    assert (way.question, way.count) == ("anak kekerasan", 3)
    assert without_signs(Query("anak kekerasan")) is None


def test_a_concept_has_its_name_in_the_other_language(shelved: None) -> None:
    Concept.objects.create(label_id="Kekerasan", label_en="Harmdoing")
    way = twin(Query("harmdoing"))
    assert way is not None
    assert (way.question, way.count) == ("Kekerasan", 3)


@pytest.mark.parametrize(
    ("typed", "shorter"),
    [
        ("zebra kekerasan -jerapah", "kekerasan -jerapah"),
        ('zebra "terhadap anak" jenis:buku', '"terhadap anak" jenis:buku'),
        ("zebra judul:buku", "judul:buku"),
        ("zebra (kekerasan OR jerapah)", "(kekerasan OR jerapah)"),
        ("zebra kekerasan ATAU perlindungan", "kekerasan ATAU perlindungan"),
    ],
)
def test_what_belongs_together_is_left_out_together_and_refusals_stay(
    shelved: None, typed: str, shorter: str
) -> None:
    ways = [way.question for way in fewer_words(Query(typed))]
    assert ways[:1] == [shorter]
    assert all(parse(way).said is None for way in ways)


def test_without_its_signs_a_question_keeps_its_years_and_asks_for_nothing_that_was_refused(
    shelved: None,
) -> None:
    way = without_signs(Query('"anak kekerasan" bahasa:id -zaitun judul:buku~1'))
    assert way is not None
    assert way.question == "anak kekerasan bahasa:id buku"


@pytest.fixture
def in_two_languages(library: None) -> None:
    shelve("The sea belongs to the child. Violence in Garut. Laut dan anak.", title="Titi's book")
    shelve("A woman, sexual violence.", title="Hers")
    drain_all()


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("laut anak", "sea child"),
        ("laut -Karawang", "sea -Karawang"),
        ("laut ATAU zebra", "sea ATAU zebra"),
        ("(laut OR zebra) anak judul:Titi", "(sea OR zebra) child judul:Titi"),
        ("laut penulis:anak", None),  # nobody is called so, and names have no other language
        ("laut -bahasa:su", "sea -bahasa:su"),
        ("laut -perempuan", None),
        ("laut BUKAN (zebra OR perempuan)", None),
        ("laut judul:anak", None),
        ('"perempu* desa"', None),
        ("lau* anak", None),
        ('laut "anak', None),
        ("laut uu no 7 tahun 2021", None),
        ('laut "anak perempuan itu"', None),
    ],
)
def test_in_the_other_language_operators_fields_and_refusals_stay_as_they_are(
    in_two_languages: None, typed: str, other: str | None
) -> None:
    way = twin(Query(typed))
    assert (way and way.question) == other


def test_the_page_offers_them_with_what_is_chosen(client: Client, shelved: None) -> None:
    page = client.get("/cari/?q=kekersan+anak&jenis=buku").content.decode()
    assert 'href="?q=kekerasan+anak&amp;jenis=buku"' in page
    assert "Maksud Anda:" in page
    assert "Dengan lebih sedikit kata:" in page
    assert "Maksud Anda:" not in client.get("/cari/?q=kekerasan+anak").content.decode()


def test_one_work_is_one_to_who_listens_too(client: Client, shelved: None) -> None:
    page = client.get("/en/cari/?q=zebra+kekerasan+perlindungan").content.decode()
    counts = re.findall(r'(\d+)<span class="hidden"> (publications?)</span>', page)
    assert ("1", "publication") in counts
    assert ("3", "publications") in counts
    assert ("1", "publications") not in counts


def test_where_nothing_is_found_the_librarian_and_the_shelves_are_named(
    client: Client, shelved: None
) -> None:
    institute = Institute.objects.first() or Institute.objects.create(site_id=1)
    institute.contact_email = "pustaka@sapa.or.id"
    institute.save()
    page = client.get("/cari/?q=xyzzyq").content.decode()
    assert "Tidak ada yang ditemukan" in page
    assert 'href="mailto:pustaka@sapa.or.id"' in page
    assert 'href="/koleksi/buku/"' in page
