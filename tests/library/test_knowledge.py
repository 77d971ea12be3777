"""The pages of topics, places, laws, people and organisations."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from library import terms
from library.counting import bars
from library.merging import merge
from library.models import (
    Agent,
    AmbiguousLabel,
    Book,
    Concept,
    ConceptGroup,
    Contribution,
    Law,
    Place,
    Regulation,
    Shelf,
    Study,
    Subject,
)
from library.neighbours import around, narrower_than
from library.thesaurus.table import ours

Role = Contribution.Role


@pytest.fixture
def words(library) -> None:
    """A small thesaurus: violence > violence at home > violence against wives; a province with a district; two laws."""
    group = ConceptGroup.objects.create(slug="bentuk", label_id="Bentuk kekerasan", label_en="Forms")
    top = Concept.objects.create(label_id="Kekerasan", label_en="Violence", group=group)
    home = Concept.objects.create(
        label_id="Kekerasan dalam rumah tangga",
        label_en="Domestic violence",
        label_su="Kakerasan rumah tangga",
        alternatives_id="KDRT\nkekerasan domestik",
        alternatives_en="family violence",
        hidden_id="kata tersembunyi",
        hidden_en="hidden word",
        scope_note_id="Kekerasan di dalam rumah.",
        scope_note_en="Violence at home.",
        group=group,
    )
    wives = Concept.objects.create(label_id="Kekerasan terhadap istri", group=group)
    home.broader.add(top)
    wives.broader.add(home)
    incest = Concept.objects.create(label_id="Inses", group=group)
    home.related.add(incest)
    province = Place.objects.create(label_id="Jawa Barat", level="province", notation="32")
    district = Place.objects.create(label_id="Kabupaten Garut", level="regency", notation="3205")
    district.broader.add(province)
    old = Law.objects.create(
        label_id="UU Lama",
        kind="UU",
        number="1",
        year=1974,
        about="Perkawinan",
        gazette="LNRI 1974/1",
        status="repealed",
    )
    new = Law.objects.create(label_id="UU Baru", kind="UU", number="16", year=2019, status="in_force")
    old.repealed_by.add(new)


def concept(label: str) -> Concept:
    return Concept.objects.get(label_id=label)


def agent(name: str, **fields: str) -> Agent:
    return Agent.objects.get_or_create(name=name, defaults=fields)[0]


def shelved(
    title: str,
    *,
    about: tuple[str, ...] = (),
    by: tuple[tuple[str, Role], ...] = (),
    kind: type = Book,
    publish: bool = True,
    **fields: object,
):
    """A work about these concepts, by these people."""
    work = kind(title=title, draft_title=title, live=False, **fields)
    work.clean()
    for label in about:
        work.subjects.add(Subject(concept=concept(label)))
    for name, role in by:
        work.contributions.add(Contribution(agent=agent(name), role=role))
    home = Shelf.objects.filter(kind_slug=kind.KIND.slug).first()
    if home is None:
        home = Shelf(title=str(kind.KIND.name), kind_slug=kind.KIND.slug)
        Shelf.objects.first().get_parent().add_child(instance=home)
    home.add_child(instance=work)
    revision = work.save_revision()
    if publish:
        revision.publish()
    return work


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def data(html: str) -> dict:
    """What the page says of itself to machines: the first node of its JSON-LD."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])["@graph"][0]


def main(html: str) -> str:
    """The page between its head and its foot, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")]).split())


# Topics


def test_a_topic_says_what_it_means_and_what_else_it_is_called(client, words) -> None:
    shown = main(page(client, "/topik/kekerasan-dalam-rumah-tangga/"))
    assert "Kekerasan di dalam rumah." in shown
    assert "Nama lain KDRT kekerasan domestik" in shown
    assert "Dalam bahasa Inggris Domestic violence family violence" in shown
    assert "Dalam bahasa Sunda Kakerasan rumah tangga" in shown


def test_in_english_the_english_name_stands_first_and_the_indonesian_one_is_told(client, words) -> None:
    html = page(client, "/en/topik/kekerasan-dalam-rumah-tangga/")
    assert "<h1>Domestic violence</h1>" in html
    assert "Violence at home." in main(html)
    assert '<dd lang="id">Kekerasan dalam rumah tangga</dd>' in html


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_is_hidden_is_printed_nowhere_not_even_for_machines(client, words, language) -> None:
    word = AmbiguousLabel.objects.create(label="Kata Tersembunyi")
    word.candidates.set([concept("Kekerasan dalam rumah tangga"), concept("Inses")])
    for address in ("kekerasan-dalam-rumah-tangga", "inses", ""):
        html = page(client, f"{language}/topik/{address}/".replace("//", "/")).casefold()
        assert "tersembunyi" not in html
        assert "hidden word" not in html


def test_a_topic_leads_to_what_is_broader_narrower_and_related(client, words) -> None:
    html = page(client, "/topik/kekerasan-dalam-rumah-tangga/")
    for slug in ("kekerasan", "kekerasan-terhadap-istri", "inses"):
        assert f'href="/topik/{slug}/"' in html
    shown = main(html)
    assert "Lebih luas Kekerasan Lebih sempit Kekerasan terhadap istri Terkait Inses" in shown


def test_a_word_that_means_several_things_says_what_else(client, words) -> None:
    word = AmbiguousLabel.objects.create(label="KDRT", note_id="Catatan untuk penyunting.")
    word.candidates.set([concept("Kekerasan dalam rumah tangga"), concept("UU Lama")])
    AmbiguousLabel.objects.create(label="RT").candidates.set([concept("Kekerasan dalam rumah tangga")])
    shown = main(page(client, "/topik/kekerasan-dalam-rumah-tangga/"))
    assert "Kata “KDRT” juga dapat berarti: UU Lama" in shown
    assert "“RT”" not in shown
    assert "penyunting" not in shown
    assert "Kata “KDRT” juga dapat berarti: Kekerasan dalam rumah tangga" in main(
        page(client, "/hukum/uu-lama/")
    )


def test_works_about_what_is_narrower_belong_to_a_topic_too_each_once(client, words) -> None:
    shelved("Tentang Istri", about=("Kekerasan terhadap istri", "Kekerasan dalam rumah tangga"))
    shelved("Tentang Inses", about=("Inses",))
    html = page(client, "/topik/kekerasan/")
    shown = main(html)
    assert html.count('class="card"') == 1
    assert "Tentang Istri" in shown
    assert "1 terbitan, termasuk tentang yang lebih sempit" in shown
    assert "Tentang Inses" not in shown


def test_a_topic_without_works_still_explains_itself_and_offers_the_search(client, words) -> None:
    html = page(client, "/topik/inses/")
    assert "Belum ada terbitan" in html
    assert 'href="/cari/?q=Inses"' in html


def test_a_label_with_odd_letters_stays_whole_in_the_link_to_the_search(client, words) -> None:
    Concept.objects.create(label_id="Anak & ibu, 50%")
    assert 'href="/cari/?q=Anak%20%26%20ibu%2C%2050%25"' in page(client, "/topik/anak-ibu-50/")


def test_the_tab_of_a_topic_does_not_tell_what_was_read(client, words) -> None:
    html = page(client, "/topik/kekerasan-dalam-rumah-tangga/")
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title
    assert "ekerasan" not in title[1]


def test_a_topic_describes_itself_to_machines(client, words) -> None:
    told = data(page(client, "/topik/kekerasan-dalam-rumah-tangga/"))
    assert told["@type"] == "DefinedTerm"
    assert told["name"] == "Kekerasan dalam rumah tangga"
    assert {"KDRT", "Domestic violence"} <= set(told["alternateName"])


def test_a_law_and_a_place_asked_as_topics_lead_to_their_own_pages(client, words) -> None:
    assert client.get("/topik/uu-lama/").headers["Location"] == "/hukum/uu-lama/"
    assert client.get("/en/topik/kabupaten-garut/").headers["Location"] == "/en/tempat/kabupaten-garut/"
    for address in ("/hukum/inses/", "/tempat/inses/", "/hukum/jawa-barat/", "/tempat/uu-lama/", "/topik/x/"):
        assert client.get(address).status_code == 404


def test_a_circle_of_broader_concepts_does_no_harm(client, words) -> None:
    concept("Kekerasan").broader.add(concept("Kekerasan terhadap istri"))
    page(client, "/topik/kekerasan/")
    page(client, "/topik/")
    assert narrower_than(1, [(2, 1), (3, 2), (1, 3)]) == {1, 2, 3}


# By kind and by year


def test_works_are_counted_by_kind_and_shown_of_one_kind(client, words) -> None:
    shelved("Sebuah Buku", about=("Inses",), issued="2010")
    shelved("Sebuah Studi", about=("Inses",), kind=Study, issued="2012")
    shelved("Studi Lain", about=("Inses",), kind=Study, issued="2012")
    html = page(client, "/topik/inses/")
    assert "Semua 3 Buku 1 Studi 2" in main(html)
    studies = main(page(client, "/topik/inses/?jenis=studi"))
    assert "Studi Lain" in studies
    assert "Sebuah Buku" not in studies
    assert "Sebuah Buku" in page(client, "/topik/inses/?jenis=entah")


def test_the_chart_of_years_has_its_numbers_in_a_table(client, words) -> None:
    for year in ("2010", "2013", "2013", ""):
        shelved(f"Buku {year}", about=("Inses",), issued=year)
    html = page(client, "/topik/inses/")
    assert html.count("<rect") == 4
    assert '<th scope="row">2013</th><td>2</td>' in html
    assert "(1 tanpa tahun)" in html


def test_bars_are_years_and_decades_where_years_are_many() -> None:
    assert [(bar.title, bar.count, bar.height) for bar in bars({2001: 1, 2003: 4})] == [
        ("2001", 1, 25),
        ("2002", 0, 0),
        ("2003", 4, 100),
    ]
    assert [bar.title for bar in bars({1958: 1, 2004: 2})] == [
        "1950–1959",
        "1960–1969",
        "1970–1979",
        "1980–1989",
        "1990–1999",
        "2000–2009",
    ]
    assert bars({2004: 9}) == []
    assert bars({}) == []


def test_more_works_than_fit_go_on_to_the_next_page_with_their_kind(client, words) -> None:
    for number in range(26):
        shelved(f"Buku {number:02}", about=("Inses",))
    first = page(client, "/topik/inses/?jenis=buku")
    assert first.count('class="card"') == 24
    assert 'href="?jenis=buku&amp;halaman=2#terbitan"' in first
    last = page(client, "/topik/inses/?jenis=buku&halaman=2")
    assert last.count('class="card"') == 2
    assert 'href="?jenis=buku#terbitan"' in last
    assert page(client, "/topik/inses/?halaman=99").count('class="card"') == 2


# Laws and places


def test_of_a_law_it_is_told_first_whether_it_holds_and_what_repealed_it(client, words) -> None:
    shown = main(page(client, "/hukum/uu-lama/"))
    assert shown.index("Dicabut oleh UU 16/2019 (UU Baru)") < shown.index("LNRI 1974/1")
    assert "UU 1/1974 tentang Perkawinan" in shown
    assert "Mencabut UU 1/1974" in main(page(client, "/hukum/uu-baru/"))


def test_the_text_of_a_law_is_offered_where_we_hold_it(client, words) -> None:
    assert "Teks peraturannya" not in page(client, "/hukum/uu-lama/")
    law = Law.objects.get(label_id="UU Lama")
    text = shelved("Teks UU Lama", kind=Regulation, law=law)
    assert f'href="{text.address}"' in page(client, "/hukum/uu-lama/")
    shelved("Naskah", kind=Regulation, law=Law.objects.get(label_id="UU Baru"), publish=False)
    assert "Teks peraturannya" not in page(client, "/hukum/uu-baru/")


def test_a_place_says_its_level_its_code_and_what_it_is_part_of(client, words) -> None:
    shelved("Tentang Garut", about=("Kabupaten Garut",))
    shown = main(page(client, "/tempat/kabupaten-garut/"))
    assert "Kabupaten Kabupaten Garut Kode wilayah 3205" in shown
    assert "Bagian dari Jawa Barat" in shown
    province = main(page(client, "/tempat/jawa-barat/"))
    assert "Di dalamnya Kabupaten Garut" in province
    assert "Tentang Garut" in province
    assert data(page(client, "/tempat/jawa-barat/"))["@type"] == "Place"


# People


def test_a_person_shows_with_titles_apart_variants_and_what_they_did(client, words) -> None:
    agent(
        "Sri Mulyati",
        titles="Dr., M.Si.",
        variants="Mulyati, Sri",
        about_id="Meneliti di Garut.",
        website="https://contoh.example/",
        orcid="0000-0002-1825-0097",
    )
    shelved("Satu", by=(("Sri Mulyati", Role.AUTHOR), ("Sri Mulyati", Role.EDITOR)))
    shelved("Dua", by=(("Sri Mulyati", Role.AUTHOR),))
    html = page(client, "/orang/sri-mulyati/")
    shown = main(html)
    assert "<h1>Sri Mulyati</h1>" in html
    assert "Gelar: Dr., M.Si." in shown
    assert "Pengarang 2 Penyunting 1" in shown
    assert "Mulyati, Sri" in shown
    assert "Meneliti di Garut." in shown
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in html
    assert 'href="https://contoh.example/"' in html
    told = data(html)
    assert told["@type"] == "Person"
    assert "M.Si." not in json.dumps(told)


def test_an_organisation_is_called_one(client, words) -> None:
    agent("Sapa Institut", kind=Agent.Kind.ORGANISATION)
    shelved("Satu", by=(("Sapa Institut", Role.AUTHOR),))
    html = page(client, "/orang/sapa-institut/")
    assert "Lembaga Sapa Institut" in main(html)
    assert data(html)["@type"] == "Organization"


def test_people_stand_under_the_letter_under_which_they_are_filed(client, words) -> None:
    agent("T.B. Simatupang", kind=Agent.Kind.FAMILY_NAME)
    shelved(
        "Satu", by=(("T.B. Simatupang", Role.AUTHOR), ("Sukarno", Role.EDITOR), ("Nur Hasanah", Role.AUTHOR))
    )
    shelved("Dua", by=(("Sukarno", Role.AUTHOR),))
    shown = main(page(client, "/orang/"))
    assert shown.endswith("N Nur Hasanah 1 terbitan S Simatupang, T.B. 1 terbitan Sukarno 2 terbitan")


def test_many_people_are_shown_a_letter_at_a_time(client, words, monkeypatch) -> None:
    monkeypatch.setattr("library.knowledge._PEOPLE_A_PAGE", 1)
    shelved("Satu", by=(("Sukarno", Role.AUTHOR), ("Nur Hasanah", Role.AUTHOR)))
    assert "Sukarno" not in page(client, "/orang/")
    shown = main(page(client, "/orang/?huruf=S"))
    assert "Sukarno" in shown
    assert "Nur Hasanah" not in shown
    assert "Nur Hasanah" in page(client, "/orang/?huruf=%F0%9F%92%A5")


def test_a_joined_entry_leads_to_the_one_that_stayed_once_a_work_names_it(client, words) -> None:
    kept, gone = agent("Siti Nurhaliza"), agent("Siti N.")
    draft = shelved("Naskah", by=(("Siti N.", Role.AUTHOR),), publish=False)
    merge(kept, gone)
    assert client.get("/orang/siti-n/").status_code == 404
    assert client.get("/orang/siti-nurhaliza/").status_code == 404
    Book.objects.get(pk=draft.pk).get_latest_revision().publish()
    assert client.get("/orang/siti-n/").headers["Location"] == "/orang/siti-nurhaliza/"
    page(client, "/orang/siti-nurhaliza/")


# The indexes


def test_topics_stand_in_their_groups_as_a_tree_with_the_number_of_works(client, words) -> None:
    shelved("Tentang Istri", about=("Kekerasan terhadap istri",))
    html = page(client, "/topik/")
    assert '<details class="know-group" id="kelompok-bentuk">' in html
    shown = main(html)
    assert "Bentuk kekerasan 4 topik" in shown
    tree = "Kekerasan 1 terbitan Kekerasan dalam rumah tangga 1 terbitan Kekerasan terhadap istri 1 terbitan"
    assert tree in shown
    assert "UU Lama" not in shown
    assert "Jawa Barat" not in shown


def test_the_index_counts_as_many_works_as_the_page_of_a_topic(client, words) -> None:
    shelved("Satu", about=("Kekerasan terhadap istri", "Kekerasan dalam rumah tangga"))
    shelved("Dua", about=("Kekerasan",))
    assert "Kekerasan 2 terbitan Kekerasan dalam rumah tangga 1 terbitan" in main(page(client, "/topik/"))
    assert "2 terbitan, termasuk" in main(page(client, "/topik/kekerasan/"))


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "zip"])
def test_the_index_of_topics_leads_to_the_thesaurus_as_files(client, words, ending) -> None:
    assert f'href="/topik/tesaurus.{ending}"' in page(client, "/topik/")


def test_laws_stand_by_kind_the_newest_first_with_their_status(client, words) -> None:
    Law.objects.create(label_id="PP Sesuatu", kind="PP", number="4", year=2006)
    shown = main(page(client, "/hukum/"))
    assert shown.index("UU 16/2019") < shown.index("UU 1/1974") < shown.index("PP 4/2006")
    assert "Perkawinan Dicabut" in shown


@pytest.mark.parametrize("address", ["/topik/", "/tempat/", "/hukum/", "/orang/"])
def test_an_empty_index_says_so_and_leads_to_the_others(client, library, address) -> None:
    html = page(client, address)
    assert "muncul di sini" in html
    for other in {"/topik/", "/tempat/", "/hukum/", "/orang/"} - {address}:
        assert f'href="{other}"' in html
    assert data(html)["mainEntity"]["numberOfItems"] == 0


# What they cost

PAGES = ["/topik/kekerasan/", "/hukum/uu-lama/", "/tempat/jawa-barat/", "/orang/sri-mulyati/", "/topik/", "/tempat/",
         "/hukum/", "/orang/"]  # fmt: skip


def queries(client: Client, address: str) -> int:
    page(client, address)  # what is remembered between requests is remembered now
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)


def test_no_page_costs_more_queries_as_works_and_words_grow(client, words) -> None:
    def grow(number: int) -> None:
        about = ("Kekerasan terhadap istri", "Kabupaten Garut", "UU Lama")
        shelved(f"Buku {number}", about=about, by=(("Sri Mulyati", Role.AUTHOR),), issued=str(2000 + number))
        below = Concept.objects.create(label_id=f"Yang lebih sempit {number}")
        below.broader.add(concept("Kekerasan"))
        below.related.add(concept("Kekerasan terhadap istri"))

    grow(1)
    few = {address: queries(client, address) for address in PAGES}
    for number in range(2, 12):
        grow(number)
    many = {address: queries(client, address) for address in PAGES}
    assert many == few
    assert max(many.values()) <= 12, many  # two are search's: whether words or works have changed


def test_the_words_that_come_with_the_library_make_pages(client, library) -> None:
    terms.bring_in(ours())
    for address in (
        "/topik/",
        "/tempat/",
        "/hukum/",
        "/topik/ktpa/",
        "/hukum/uu-pkdrt/",
        "/tempat/jawa-barat/",
    ):
        page(client, address)
    bandung = around("kab-bandung")
    assert bandung is not None
    assert [each.word for each in bandung.shared] == ["Bandung", "Pacet", "Paseh"]
    for slug in ("pekerja-seks", "lpsk"):  # one of whose words hurts
        beside = around(slug)
        assert beside is not None
        assert beside.shared == []
