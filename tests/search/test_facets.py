"""Narrowing: which values a work has, exact counts, and names as the database has them now."""

import re

import pytest
from django.test import Client

from library.access import Access
from library.changes import pending
from library.merging import merge
from library.models import (
    Agent,
    Article,
    Concept,
    Contribution,
    Issue,
    Law,
    Periodical,
    Place,
    Publication,
    Regulation,
    Shelf,
    Span,
    Subject,
)
from search.indexing import drain_all, sweep
from tests.works import again, shelve, stored


def about(title: str, *concepts: Concept, by: str = "", **fields: object) -> Publication:
    """A published book about these concepts, made by one agent."""
    work = shelve(f"Naskah tentang {title}.", title=title, publish=False, **fields)
    work.subjects.set([Subject(concept=Concept.objects.get(pk=each.pk)) for each in concepts])
    if by:
        agent = Agent.objects.filter(name=by).first() or Agent.objects.create(name=by)
        work.contributions.set([Contribution(agent=agent)])
    work.save_revision().publish()
    return again(work)


@pytest.fixture
def shelved(library: None) -> None:
    violence = Concept.objects.create(slug="kekerasan", label_id="Kekerasan", label_en="Violence")
    home = Concept.objects.create(slug="kdrt", label_id="Kekerasan dalam rumah tangga")
    home.broader.add(violence)
    java = Place.objects.create(slug="jawa-barat", label_id="Jawa Barat")
    garut = Place.objects.create(slug="garut", label_id="Kabupaten Garut")
    garut.broader.add(java)
    law = Law.objects.create(
        slug="uu-pkdrt", label_id="UU PKDRT", kind="UU", number="23", year=2004, short_name="UU PKDRT"
    )
    about("Satu", home, garut, by="Sri Mulyati", issued="2004", audience=["children"])
    about("Dua", violence, law, by="Ratna", issued="2010", language="su")
    about("Tiga", garut, by="Sri Mulyati", issued="2010", access=Access.SUMMARY)
    drain_all()


def facet(client: Client, query: str, name: str) -> dict[str, tuple[str, int, bool]]:
    """value → (label, count, chosen) of one group, with what is behind "show all"."""
    answer = client.get(f"/cari/?{query}")
    assert answer.status_code == 200
    groups = {group.slug: group for group in answer.context["facets"]}
    if name not in groups:
        return {}
    group = groups[name]
    return {each.value: (each.label, each.count, each.chosen) for each in [*group.choices, *group.others]}


def counts(client: Client, query: str, name: str) -> dict[str, int]:
    return {value: count for value, (_label, count, _chosen) in facet(client, query, name).items()}


def titles(client: Client, query: str) -> set[str]:
    answer = client.get(f"/cari/?{query}")
    return {each["publication"].title for each in answer.context["findings"]}


def test_a_work_about_the_narrower_is_counted_and_found_under_the_broader(
    client: Client, shelved: None
) -> None:
    assert counts(client, "q=naskah", "topik") == {"kekerasan": 2, "kdrt": 1}
    assert counts(client, "jenis=buku", "tempat") == {"jawa-barat": 2, "garut": 2}
    assert titles(client, "topik=kekerasan") == {"Satu", "Dua"}
    assert titles(client, "topik=kdrt") == {"Satu"}


def test_every_facet_has_its_parameter_and_narrows(client: Client, shelved: None) -> None:
    for query, found in {
        "hukum=uu-pkdrt": {"Dua"},
        "tempat=jawa-barat": {"Satu", "Tiga"},
        "oleh=sri-mulyati": {"Satu", "Tiga"},
        "bahasa=su": {"Dua"},
        "akses=terbuka": {"Satu", "Dua"},
        "akses=ringkasan": {"Tiga"},
        "pembaca=children": {"Satu"},
        "tahun=2010": {"Dua", "Tiga"},
        "tempat=garut&akses=terbuka": {"Satu"},
        "topik=kdrt&topik=kekerasan": {"Satu", "Dua"},
        "topik=tiada": set(),
    }.items():
        assert titles(client, query) == found, query


def test_a_choice_does_not_hide_its_siblings_and_counts_under_the_others(
    client: Client, shelved: None
) -> None:
    query = "jenis=buku&oleh=ratna&tempat=garut"
    assert counts(client, query, "oleh") == {"ratna": 0, "sri-mulyati": 2}
    assert counts(client, query, "tempat") == {"garut": 0}
    assert facet(client, query, "oleh")["ratna"] == ("Ratna", 0, True)


def test_a_chosen_value_without_findings_stays_and_a_fixed_list_shows_all_its_gaps(
    client: Client, shelved: None
) -> None:
    assert counts(client, "q=naskah&pembaca=children&bahasa=su", "pembaca")["teachers"] == 0
    assert counts(client, "q=naskah&hukum=uu-pkdrt&bahasa=id", "hukum") == {"uu-pkdrt": 0}


def test_laws_show_their_number(client: Client, shelved: None) -> None:
    assert facet(client, "jenis=buku", "hukum")["uu-pkdrt"][0] == "UU 23/2004 · UU PKDRT"


def test_the_text_of_a_law_is_about_that_law(client: Client, shelved: None) -> None:
    text = Regulation(title="Undang-Undang PKDRT", law=Law.objects.get(slug="uu-pkdrt"))
    Shelf.objects.get(kind_slug="peraturan").add_child(instance=text)
    text.save_revision().publish()
    drain_all()
    assert titles(client, "hukum=uu-pkdrt&jenis=peraturan") == {"Undang-Undang PKDRT"}


def test_new_names_are_there_at_once_without_a_new_index(client: Client, shelved: None) -> None:
    for model, slug, name in (
        (Concept, "kekerasan", "Tindak kekerasan"),
        (Place, "jawa-barat", "Tatar Sunda"),
        (Agent, "sri-mulyati", "Sri M."),
    ):
        model.objects.filter(slug=slug).update(**{"name" if model is Agent else "label_id": name})
    assert facet(client, "jenis=buku", "topik")["kekerasan"][0] == "Tindak kekerasan"
    assert facet(client, "jenis=buku", "tempat")["jawa-barat"][0] == "Tatar Sunda"
    assert facet(client, "jenis=buku", "oleh")["sri-mulyati"][0] == "Sri M."
    assert facet(client, "oleh=sri-mulyati&bahasa=su", "oleh")["sri-mulyati"][0] == "Sri M."


def test_names_are_in_the_readers_language(client: Client, shelved: None) -> None:
    groups = {each.slug: each for each in client.get("/en/cari/?jenis=buku").context["facets"]}
    assert "Violence" in {each.label for each in groups["topik"].choices}


def test_a_broader_concept_that_comes_or_goes_reaches_the_works_below(client: Client, shelved: None) -> None:
    top = Concept.objects.create(slug="atas", label_id="Atas")
    Concept.objects.get(slug="kekerasan").broader.add(top)
    drain_all()
    assert counts(client, "jenis=buku", "topik")["atas"] == 2
    top.narrower.clear()
    drain_all()
    assert "atas" not in counts(client, "jenis=buku", "topik")
    Concept.objects.get(slug="kekerasan").broader.add(top)
    drain_all()
    top.delete()
    drain_all()
    assert "atas" not in counts(client, "jenis=buku", "topik")
    assert sweep().total == 0


def test_a_new_slug_reaches_the_works_below_and_a_new_name_does_not_trouble_them(
    client: Client, shelved: None
) -> None:
    place = Place.objects.get(slug="jawa-barat")
    place.label_id = "Provinsi Jawa Barat"
    place.save()
    assert not pending()
    place.slug = "provinsi-jawa-barat"
    place.save()
    assert len(pending()) == 2
    drain_all()
    assert counts(client, "jenis=buku", "tempat") == {"provinsi-jawa-barat": 2, "garut": 2}


def test_an_address_with_somebody_who_was_joined_leads_to_the_one_that_stayed(
    client: Client, shelved: None
) -> None:
    kept, gone = Agent.objects.get(slug="ratna"), Agent.objects.get(slug="sri-mulyati")
    merge(kept, gone)
    drain_all()
    assert titles(client, "oleh=sri-mulyati") == {"Satu", "Dua", "Tiga"}
    assert facet(client, "oleh=sri-mulyati", "oleh") == {"ratna": ("Ratna", 3, True)}


def test_nobody_is_named_whom_only_a_draft_names(client: Client, shelved: None) -> None:
    hidden = Agent.objects.create(name="Nama Rahasia", slug="tersembunyi")
    draft = shelve("Naskah.", title="Konsep", publish=False)
    draft.contributions.set([Contribution(agent=hidden)])
    draft.save_revision()
    Contribution.objects.create(publication=draft, agent=hidden)
    page = client.get("/cari/?q=naskah&oleh=tersembunyi").content.decode()
    assert "tersembunyi" in page
    assert "Nama Rahasia" not in page


def periodical(**fields: object) -> Periodical:
    serial = Periodical(title="Jurnal Contoh", slug="jurnal-contoh", title_en="Sample Journal", **fields)
    Shelf.objects.get(kind_slug="jurnal").add_child(instance=serial)
    issue = Issue(title="Edisi satu", numbering="Vol. 1 No. 1, Mei 2014")
    serial.add_child(instance=issue)
    issue.save_revision().publish()
    article = Article(title="Sebuah artikel", first_page="1")
    article.spans.add(Span(file=stored("Naskah artikel."), sort_order=0))
    Issue.objects.get(pk=issue.pk).add_child(instance=article)
    article.save_revision().publish()
    drain_all()
    return serial


def test_issues_and_articles_are_of_their_periodical(client: Client, shelved: None) -> None:
    periodical()
    assert facet(client, "jenis=jurnal", "terbitan") == {"jurnal-contoh": ("Jurnal Contoh", 2, False)}
    assert titles(client, "terbitan=jurnal-contoh") == {"Edisi satu", "Sebuah artikel"}


def test_a_new_address_of_a_periodical_reaches_the_index(client: Client, shelved: None) -> None:
    serial = Periodical.objects.get(pk=periodical().pk)
    serial.slug = "jurnal-baru"
    serial.save_revision().publish()
    drain_all()
    assert counts(client, "jenis=jurnal", "terbitan") == {"jurnal-baru": 2}


def test_a_periodical_that_is_not_public_is_not_named(client: Client, shelved: None) -> None:
    serial = periodical()
    serial.unpublish()
    drain_all()
    assert facet(client, "jenis=jurnal", "terbitan") == {}
    page = client.get("/cari/?q=naskah&terbitan=jurnal-contoh").content.decode()
    assert "Jurnal Contoh" not in page


def test_many_values_stand_behind_show_all_and_the_tops_of_the_thesaurus_last(
    client: Client, shelved: None
) -> None:
    top = Concept.objects.get(slug="kekerasan")
    for number in range(60):
        below = Concept.objects.create(slug=f"sempit-{number:02}", label_id=f"Sempit {number:02}")
        below.broader.add(top)
        about(f"Buku {number:02}", below)
    drain_all()
    (group,) = [each for each in client.get("/cari/?jenis=buku").context["facets"] if each.slug == "topik"]
    assert len(group.choices) == 8
    assert group.size == 50
    assert group.more
    assert [*group.choices, *group.others][-1].value == "kekerasan"
    page = client.get("/cari/?jenis=buku").content.decode()
    assert "Tampilkan semua (50)" in page
    assert "Lebih banyak pilihan" in page


def test_each_choice_has_a_chip_that_takes_it_away_alone(client: Client, shelved: None) -> None:
    chips = client.get("/cari/?q=naskah&topik=kdrt&topik=kekerasan&tahun=2004&akses=terbuka").context["chips"]
    assert {(each["group"], each["label"]): each["url"] for each in chips} == {
        (
            "Topik",
            "Kekerasan dalam rumah tangga",
        ): "?q=naskah&topik=kekerasan&akses=terbuka&tahun=2004",
        ("Topik", "Kekerasan"): "?q=naskah&topik=kdrt&akses=terbuka&tahun=2004",
        ("Teks", "Dapat dibaca di sini"): "?q=naskah&topik=kdrt&topik=kekerasan&tahun=2004",
        ("Tahun", "2004"): "?q=naskah&topik=kdrt&topik=kekerasan&akses=terbuka",
    }


def test_a_fuller_library_costs_no_more_queries(
    client: Client, shelved: None, django_assert_max_num_queries
) -> None:
    for number in range(5):
        about(f"Lagi {number}", Concept.objects.get(slug="kdrt"), by=f"Orang {number}")
    drain_all()
    client.get("/cari/?q=naskah")
    with django_assert_max_num_queries(16):
        client.get("/cari/?q=naskah&topik=kdrt")


def test_facets_are_check_boxes_of_the_search_form_in_native_groups(client: Client, shelved: None) -> None:
    page = client.get("/cari/?q=naskah&topik=kdrt").content.decode()
    assert re.search(r'<input form="cari" type="checkbox" name="topik" value="kdrt" checked>', page)
    assert re.search(r'<details class="facet" open>\s*<summary><span>Topik', page)


def test_each_count_says_its_unit_to_who_listens(client: Client, shelved: None) -> None:
    page = client.get("/en/cari/?q=naskah").content.decode()
    counts = re.findall(r'choice-count">(\d+)<span class="hidden"> (publications?)</span>', page)
    assert {("1", "publication"), ("2", "publications")} <= set(counts)
    assert ("1", "publications") not in counts
