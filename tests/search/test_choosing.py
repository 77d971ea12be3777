"""All choices of one facet on a page of their own: exact counts, a search in the list, and nothing that is not public."""

import re

import pytest
from django.test import Client

from library.models import Agent, Concept, Contribution, Publication, Subject
from search import counts
from search.engine import engine
from search.indexing import drain_all
from tests.search.test_facets import periodical
from tests.works import again, shelve

TOPICS = 60


@pytest.fixture
def shelved(library: None) -> None:
    """Topics that all works are about, one that only one is, and people."""
    topics = [Concept(slug=f"topik-{number:02}", label_id=f"Perkara {number:02}") for number in range(TOPICS)]
    Concept.objects.bulk_create([*topics, Concept(slug="langka", label_id="Anak-anak Émas")])
    every = list(Concept.objects.filter(slug__startswith="topik"))
    for name, title in (("Sri Mulyati", "Satu"), ("Ratna", "Dua")):
        work = shelve("Naskah.", title=title, publish=False)
        rare = [Concept.objects.get(slug="langka")] if title == "Satu" else []
        work.subjects.set([Subject(concept=each) for each in [*every, *rare]])
        work.contributions.set([Contribution(agent=Agent.objects.create(name=name))])
        work.save_revision().publish()
        again(work)
    drain_all()


def listed(client: Client, address: str) -> dict[str, tuple[str, int]]:
    answer = client.get(address)
    assert answer.status_code == 200
    both = [*answer.context["chosen"], *answer.context["choices"]]
    return {each.value: (each.label, each.count) for each in both}


def test_every_value_has_its_exact_count_and_the_results_lead_there(client: Client, shelved: None) -> None:
    found = client.get("/cari/?q=naskah")
    (group,) = [each for each in found.context["facets"] if each.slug == "topik"]
    assert group.more
    assert group.all_url == "/cari/pilihan/topik/?q=naskah"
    assert "Lebih banyak pilihan" in found.content.decode()
    assert not next(each for each in found.context["facets"] if each.slug == "oleh").all_url
    values = listed(client, group.all_url)
    assert len(values) == TOPICS + 1
    assert values["topik-59"] == ("Perkara 59", 2)
    assert values["langka"] == ("Anak-anak Émas", 1)
    assert [*values][-1] == "langka"  # the most frequent first
    assert listed(client, "/cari/pilihan/topik/?q=naskah&oleh=ratna").get("langka") is None
    assert listed(client, "/cari/pilihan/oleh/?topik=langka") == {"sri-mulyati": ("Sri Mulyati", 1)}


@pytest.mark.parametrize("sought", ["emas", "ANAK émas", "mas anak", "perkara 0 "])
def test_a_list_is_searched_by_parts_of_names(client: Client, shelved: None, sought: str) -> None:
    values = listed(client, f"/cari/pilihan/topik/?q=naskah&isi={sought}")
    assert set(values) == (
        {"langka"} if "mas" in sought.lower() else {f"topik-{n:02}" for n in range(60) if "0" in f"{n:02}"}
    )


def test_one_that_is_rarer_than_all_that_are_counted_is_found_by_name(
    client: Client, shelved: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "MOST_COUNTED", 50)
    assert "langka" not in listed(client, "/cari/pilihan/topik/?q=naskah")
    assert (
        "pilihan lain ditemukan dengan menulis namanya"
        in client.get("/cari/pilihan/topik/?q=naskah").content.decode()
    )
    assert listed(client, "/cari/pilihan/topik/?q=naskah&isi=anak") == {"langka": ("Anak-anak Émas", 1)}


def test_what_is_ticked_goes_along_and_comes_back_to_the_results(client: Client, shelved: None) -> None:
    asked = "q=naskah&tahun=2000-2030&tepat=1&urut=judul&topik=topik-03&topik=langka&oleh=ratna"
    answer = client.get(f"/cari/pilihan/topik/?{asked}&isi=perkara+05")
    page = answer.content.decode()
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert fields == {"q": "naskah", "tahun": "2000-2030", "tepat": "1", "urut": "judul", "oleh": "ratna"}
    assert re.findall(r'name="topik" value="([\w-]+)" checked', page) == ["topik-03", "langka"]
    back = client.get(f"/cari/?{asked}&isi=perkara+05")
    assert back.status_code == 302
    assert back.headers["Location"] == f"/cari/?{answer.context['results_url'][1:]}"
    assert "isi" not in back.headers["Location"]


def test_a_long_list_comes_in_sheets(client: Client, shelved: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.choosing._A_SHEET", 25)
    seen = [
        value
        for sheet in (1, 2, 3)
        for value in listed(client, f"/cari/pilihan/topik/?q=naskah&lembar={sheet}")
    ]
    assert len(seen) == len(set(seen)) == TOPICS + 1
    for odd in ("0", "-1", "x", "9999999", "%00", "²"):
        assert listed(client, f"/cari/pilihan/topik/?q=naskah&lembar={odd}")


def test_fixed_lists_and_unknown_ones_have_no_such_page(client: Client, library: None) -> None:
    for name in ("jenis", "bahasa", "tiada", "q", "topik-"):
        assert client.get(f"/cari/pilihan/{name}/").status_code == 404, name


@pytest.mark.parametrize(
    "odd",
    ["%00", "%ED%A0%80", "<script>alert(1)</script>", "'", "%25", "_", "\\", "a" * 9_000, "²", "..", "%FF"],
)
def test_anything_may_be_sought(client: Client, library: None, odd: str) -> None:
    for address in (f"q=naskah&isi={odd}", f"isi={odd}&topik={odd}", f"q={odd}&lembar={odd}&setelah={odd}"):
        answer = client.get(f"/cari/pilihan/topik/?{address}")
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


def test_while_the_engine_is_away_it_is_said(client: Client, library: None, settings) -> None:
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    engine.cache_clear()
    answer = client.get("/cari/pilihan/topik/?q=naskah")
    assert answer.status_code == 503
    assert "Mesin pencari" in answer.content.decode()


# What an address may name


def test_a_periodical_is_named_by_issn_or_by_the_permanent_id_of_a_part(
    client: Client, library: None
) -> None:
    serial = periodical(issn_print="0000-006X", issn_electronic="8765-4326")
    codes = [
        work.permanent.code for work in Publication.objects.filter(title__in=["Edisi satu", "Sebuah artikel"])
    ]
    assert len(codes) == 2
    for value in (serial.slug, "0000-006X", "0000006x", "8765-4326", *codes):
        found = client.get(f"/cari/?terbitan={value}")
        assert {each["publication"].title for each in found.context["findings"]} == {
            "Edisi satu",
            "Sebuah artikel",
        }
        assert [chip["label"] for chip in found.context["chips"]] == ["Jurnal Contoh"]
        assert found.context["notes"] == []
    serial.unpublish()
    drain_all()
    for value in ("0000-006X", codes[0]):
        page = client.get(f"/cari/?terbitan={value}").content.decode()
        assert "Jurnal Contoh" not in page
        assert "Tidak dikenal di sini" in page


def test_what_cannot_be_read_in_an_address_is_said_in_a_sentence(client: Client, library: None) -> None:
    shelve("Naskah.", title="Satu", issued="2004")
    drain_all()
    answer = client.get("/cari/?q=naskah&terbitan=%3C%3E&tahun=dulu&urut=acak&halaman=nol")
    assert answer.context["notes"] == [
        "Bagian alamat ini tidak terbaca, jadi tidak dipakai: terbitan, tahun, urut, halaman."
    ]
    assert len(answer.context["findings"]) == 1
    answer = client.get("/cari/?q=naskah&topik=tiada")
    assert answer.context["notes"] == ["Tidak dikenal di sini, jadi tidak ada yang cocok dengannya: tiada."]
    for address in (
        "q=naskah",
        "q=naskah&tahun=2004&jenis=buku&urut=judul&halaman=1",
        "q=naskah&tahun=-2010",
    ):
        assert client.get(f"/cari/?{address}").context["notes"] == []
