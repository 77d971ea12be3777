"""Suggestions while typing: what they offer, to whom, in which order; nothing that is not public."""

import json

import pytest
from django.test import Client

from library.models import Agent, Concept, Contribution, Law, Place, Publication
from search.suggestions import MOST_SUGGESTIONS, suggest
from tests.works import again, shelve


@pytest.fixture
def shelved(library: None) -> None:
    Concept.objects.create(
        slug="kdp",
        label_id="Kekerasan dalam pacaran",
        label_en="Dating violence",
        alternatives_id="KDP",
        alternatives_en="intimate partner abuse",
        hidden_id="pacaran brutal",
    )
    Place.objects.create(slug="garut", label_id="Kabupaten Garut")
    Law.objects.create(
        slug="uu-pkdrt", label_id="UU PKDRT", kind="UU", number="23", year=2004, short_name="UU PKDRT",
        about="Penghapusan Kekerasan dalam Rumah Tangga",
    )  # fmt: skip
    work = shelve("Isi.", title="Pulang ke Rumah Sendiri", parallel_title="Coming Home", publish=False)
    work.contributions.set(
        [Contribution(agent=Agent.objects.create(name="Sri Mulyati", variants="S. Mulya"))]
    )
    work.save_revision().publish()
    shelve("Isi.", title="Catatan Harian", publish=False)


def offered(typed: str) -> list[str]:
    return [each.label for each in suggest(typed)]


@pytest.mark.parametrize(
    "typed",
    ["uu 23/2004", "UU No.23 th 2004", "Undang-Undang Nomor 23 Tahun 2004", "23/2004", "uu 23", "pkdrt", "uu23/2004"],
)  # fmt: skip
def test_a_law_is_offered_for_every_shape_of_its_number(shelved: None, typed: str) -> None:
    assert offered(typed) == ["UU 23/2004 · UU PKDRT"]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("kek pac", "Kekerasan dalam pacaran"),
        ("pacar", "Kekerasan dalam pacaran"),
        ("kdp", "Kekerasan dalam pacaran"),
        ("DATING", "Kekerasan dalam pacaran"),
        ("partner intim", "Kekerasan dalam pacaran"),
        ("garu", "Kabupaten Garut"),
        ("mulya", "Sri Mulyati"),
        ("rumah send", "Pulang ke Rumah Sendiri"),
        ("coming h", "Pulang ke Rumah Sendiri"),
    ],
)
def test_the_beginnings_of_any_words_of_one_name_offer_it(shelved: None, typed: str, label: str) -> None:
    assert offered(typed)[0] == label


def test_a_hidden_word_finds_and_is_not_repeated(shelved: None) -> None:
    assert offered("brutal") == ["Kekerasan dalam pacaran"]


@pytest.mark.parametrize("typed", ["", " ", "k", "-", "zzz", "rumah zzz", "\x00", '"', "%", "a" * 5_000])
def test_what_says_too_little_or_nothing_offers_nothing(shelved: None, typed: str) -> None:
    assert suggest(typed) == []


def test_drafts_are_not_offered_nor_who_only_they_name(shelved: None) -> None:
    assert offered("catatan") == []
    draft = Publication.objects.get(title="Catatan Harian").specific
    Contribution.objects.create(publication=draft, agent=Agent.objects.create(name="Rahasia"))
    assert offered("rahasia") == []


def test_what_is_published_withdrawn_and_renamed_is_so_at_once(shelved: None) -> None:
    assert offered("catatan") == []
    work = again(Publication.objects.get(title="Catatan Harian"))
    work.save_revision().publish()
    assert offered("catatan") == ["Catatan Harian"]
    work = again(work)
    work.title = "Buku Harian"
    work.save_revision().publish()
    assert offered("catatan") == []
    assert offered("buku har") == ["Buku Harian"]
    again(work).unpublish()
    assert offered("buku har") == []
    Concept.objects.filter(slug="kdp").update(label_id="Kekerasan pacar")
    assert offered("kdp") == ["Kekerasan pacar"]


def test_each_sort_has_its_share_and_there_are_never_too_many(shelved: None) -> None:
    for number in range(12):
        Concept.objects.create(slug=f"rumah-{number}", label_id=f"Rumah {number}")
        shelve("Isi.", title=f"Rumah Buku {number}")
    found = suggest("rumah")
    assert len(found) == MOST_SUGGESTIONS
    assert [each.kind for each in found[:3]] == ["Topik"] * 3
    assert sum(each.kind == "Buku" for each in found) >= 4


def test_scripts_get_json_and_others_a_page_of_links(client: Client, shelved: None) -> None:
    answer = client.get("/cari/saran/?q=garu", headers={"accept": "application/json"})
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.content) == {
        "suggestions": [
            {"kind": "Tempat", "label": "Kabupaten Garut", "url": "/tempat/garut/", "language": ""}
        ]
    }
    page = client.get("/cari/saran/?q=garu")
    assert '<a href="/tempat/garut/">' in page.content.decode()
    for each in (answer, page):
        assert each.headers["Cache-Control"] == "no-store"
        assert "Accept" in each.headers["Vary"]
    head = page.content.decode().partition("</head>")[0]
    assert "noindex" in head
    assert client.post("/cari/saran/").status_code == 405


def test_names_and_addresses_are_in_the_readers_language(client: Client, shelved: None) -> None:
    answer = client.get("/en/cari/saran/?q=kdp", headers={"accept": "application/json"})
    (one,) = json.loads(answer.content)["suggestions"]
    assert (one["label"], one["url"]) == ("Dating violence", "/en/topik/kdp/")


def test_each_line_says_what_that_one_is(client: Client, shelved: None) -> None:
    for typed, told, group in (("dating", "kdp", "Topics"), ("mulya", "Sri Mulyati", "People")):
        page = client.get("/en/cari/saran/", {"q": typed}).content.decode()
        assert told in page
        assert f'<span class="suggested-kind">{group}</span>' not in page


def test_a_warm_table_costs_few_queries(shelved: None, django_assert_max_num_queries) -> None:
    suggest("ke")
    with django_assert_max_num_queries(6):
        suggest("ke")


def test_boxes_that_search_the_library_suggest_and_those_inside_a_work_do_not(
    client: Client, shelved: None
) -> None:
    assert 'data-suggest="/cari/saran/"' in client.get("/cari/").content.decode()
    assert 'data-suggest="/en/cari/saran/"' in client.get("/en/cari/").content.decode()
    inside = client.get("/koleksi/buku/pulang-ke-rumah-sendiri/cari/").content.decode()
    assert "data-suggest" not in inside
