"""The thesaurus between its rows and its files: nothing is lost on the way, and nothing that works are about goes."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group as Rights
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from library.models import AmbiguousLabel, Concept, ConceptGroup, Law, Place, Subject
from library.terms import BroughtIn, bring_in, held
from library.thesaurus.table import ours
from library.thesaurus.values import (
    Ambiguous,
    Entry,
    Group,
    Labels,
    LawFacts,
    PlaceLevel,
    Thesaurus,
)
from tests.library.test_editors import filled_snippet, sentences, signed_in
from tests.works import shelve

GROUP = Group("kekerasan", "Bentuk kekerasan", "Forms of violence")


def entry(slug: str, label: str, **fields: object) -> Entry:
    return Entry(slug, Labels(label), group="kekerasan", **fields)


def small(*entries: Entry, ambiguous: tuple[Ambiguous, ...] = ()) -> Thesaurus:
    return Thesaurus(entries, (GROUP,), ambiguous)


# Rows


def test_our_concepts_go_in_and_come_out_as_they_were(library: None) -> None:
    told = ours()
    assert bring_in(told) == BroughtIn(added=297)
    assert Concept.objects.count() == 297
    out = held()
    assert {each.slug: each for each in out.entries} == {each.slug: each for each in told.entries}
    assert out.groups == told.groups
    assert out.ambiguous == told.ambiguous
    assert out.entries == told.entries


def test_twice_is_the_same_as_once(library: None) -> None:
    bring_in(ours())
    before = held()
    rows = set(Concept.objects.values_list("pk", "slug"))
    assert bring_in(ours()) == BroughtIn(same=297)
    assert bring_in(before) == BroughtIn(same=297)
    assert held() == before
    assert set(Concept.objects.values_list("pk", "slug")) == rows


def test_what_is_altered_is_counted_and_what_is_not_named_stays(library: None) -> None:
    bring_in(small(entry("kdrt", "KDRT"), entry("inses", "Inses", broader=("kdrt",))))
    told = small(entry("kdrt", "Kekerasan dalam rumah tangga"), entry("femisida", "Femisida"))
    assert bring_in(told) == BroughtIn(added=1, altered=1)
    labels = dict(Concept.objects.values_list("slug", "label_id"))
    assert labels == {"kdrt": "Kekerasan dalam rumah tangga", "inses": "Inses", "femisida": "Femisida"}
    assert [each.slug for each in Concept.objects.get(slug="inses").broader.all()] == ["kdrt"]


def test_neighbours_may_be_named_before_they_come(library: None) -> None:
    told = small(
        entry("inses", "Inses", broader=("kdrt",), related=("femisida",)),
        entry("kdrt", "KDRT"),
        entry("femisida", "Femisida", related=("inses",)),
    )
    bring_in(told)
    assert held().entries == told.entries
    bring_in(small(entry("inses", "Inses"), entry("kdrt", "KDRT"), entry("femisida", "Femisida")))
    assert not Concept.objects.get(slug="inses").broader.exists()
    assert not Concept.objects.get(slug="femisida").related.exists()


def test_a_law_that_came_with_its_text_takes_the_slug_of_the_thesaurus(library: None) -> None:
    law = Law.objects.create(
        kind="UU", number="23", year=2004, label_id="UU 23/2004", gazette="LN 95", about="PKDRT"
    )
    Subject.objects.create(publication=shelve("Isi.", title="Tentang"), concept=law)
    told = entry(
        "uu-pkdrt",
        "UU Penghapusan KDRT",
        law=LawFacts("23", 2004, "UU", status="in_force"),
        notation="UU 23/2004",
    )
    assert bring_in(small(told)) == BroughtIn(altered=1)
    same = Law.objects.get()
    assert (same.pk, same.slug, same.label_id) == (law.pk, "uu-pkdrt", "UU Penghapusan KDRT")
    # What the text told of it is not forgotten because the file is silent.
    assert (same.gazette, same.about, same.status) == ("LN 95", "PKDRT", "in_force")
    assert same.subjects.count() == 1
    assert bring_in(small(told)) == BroughtIn(same=1)


def test_what_amended_a_law_stays_known_when_both_take_the_slugs_of_the_thesaurus(library: None) -> None:
    law = Law.objects.create(kind="UU", number="23", year=2002, label_id="UU 23/2002")
    law.amended_by.add(Law.objects.create(kind="UU", number="35", year=2014, label_id="UU 35/2014"))
    told = small(
        entry("perlindungan-anak", "UU Perlindungan Anak", law=LawFacts("23", 2002, "UU")),
        entry("perubahan", "UU Perubahan", law=LawFacts("35", 2014, "UU")),
    )
    assert bring_in(told) == BroughtIn(altered=2)
    law.refresh_from_db()
    assert (law.slug, [each.slug for each in law.amended_by.all()]) == ("perlindungan-anak", ["perubahan"])
    assert bring_in(told) == BroughtIn(same=2)


def test_a_number_that_two_bodies_gave_joins_nothing(library: None) -> None:
    Law.objects.create(kind="Perda", number="5", year=2018, label_id="Perda Garut", issuer="Kabupaten Garut")
    told = entry(
        "perda-bandung", "Perda Bandung", law=LawFacts("5", 2018, "Perda", issuer="Kabupaten Bandung")
    )
    assert bring_in(small(told)) == BroughtIn(added=1)
    assert set(Law.objects.values_list("issuer", flat=True)) == {"Kabupaten Garut", "Kabupaten Bandung"}


@pytest.mark.parametrize(
    ("grown", "kind"), [({"law": LawFacts("12", 2022, "UU")}, Law), ({"place": PlaceLevel.REGENCY}, Place)]
)
def test_a_concept_that_turns_out_to_be_more_keeps_its_works(
    library: None, grown: dict[str, object], kind: type[Concept]
) -> None:
    bring_in(small(entry("sesuatu", "Sesuatu"), entry("lain", "Lain", broader=("sesuatu",))))
    concept = Concept.objects.get(slug="sesuatu")
    book = shelve("Isi.", title="Tentang")
    Subject.objects.create(publication=book, concept=concept)
    assert bring_in(
        small(entry("sesuatu", "Sesuatu", **grown), entry("lain", "Lain", broader=("sesuatu",)))
    ) == BroughtIn(altered=1, same=1)
    more = kind.objects.get(slug="sesuatu")
    assert more.pk == concept.pk
    assert [each.publication_id for each in more.subjects.all()] == [book.pk]
    assert [each.slug for each in more.narrower.all()] == ["lain"]


def test_fields_of_a_law_about_which_a_file_is_silent_stay(library: None) -> None:
    facts = LawFacts(
        "1", 1974, "UU", "Perkawinan", "UU Perkawinan", "amended", ("uu-16-2019",), (), "", "LN 1974/1"
    )
    newer = entry("uu-16-2019", "UU 16/2019", law=LawFacts("16", 2019, "UU"))
    told = small(entry("uu-1-1974", "UU 1/1974", law=facts), newer)
    bring_in(told)
    before = held()
    silent = small(entry("uu-1-1974", "UU 1/1974", law=LawFacts("1", 1974, "UU")), newer)
    assert bring_in(silent) == BroughtIn(same=2)
    assert held() == before
    spoken = small(entry("uu-1-1974", "UU 1/1974", law=replace(facts, status="repealed", gazette="")), newer)
    assert bring_in(spoken) == BroughtIn(altered=1, same=1)
    law = Law.objects.get(slug="uu-1-1974")
    assert (law.status, law.gazette) == ("repealed", "LN 1974/1")
    assert [each.slug for each in law.amended_by.all()] == ["uu-16-2019"]


def test_a_word_of_several_meanings_keeps_the_order_of_what_it_may_mean(library: None) -> None:
    word = Ambiguous("PPA", ("zeta", "alfa"), "Unit atau kementerian?", "The unit or the ministry?")
    told = small(entry("alfa", "Alfa"), entry("zeta", "Zeta"), ambiguous=(word,))
    bring_in(told)
    bring_in(told)
    assert held().ambiguous == (word,)
    assert AmbiguousLabel.objects.count() == 1


# The room of the admin


@pytest.fixture
def writer(library: None) -> Client:
    return signed_in("Penyunting")


def upload(client: Client, name: str, data: bytes, **more: object) -> HttpResponse:
    return client.post(reverse("thesaurus"), {"entries": SimpleUploadedFile(name, data), **more})


def words(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").find("main").get_text(" ").split())


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "zip"])
def test_a_file_that_went_out_comes_back_without_loss(writer: Client, ending: str) -> None:
    bring_in(ours())
    told = Law.objects.create(kind="UU", number="9", year=2099, label_id="Belum berkelompok | dengan garis")
    concept = Concept.objects.get(slug="kdrt")
    concept.scope_note_en, concept.matches = "Two lines,\nand more.", "http://example.org/kdrt"
    concept.save()
    before = held()
    data = Client().get(reverse("thesaurus_file", args=[ending])).content

    assert upload(writer, f"tesaurus.{ending}", data).status_code == 302
    assert held() == before
    page = writer.get(reverse("thesaurus")).content.decode()
    assert "0 konsep baru, 0 berubah, 298 tetap" in page

    AmbiguousLabel.objects.all().delete()
    told.delete()
    Concept.objects.all().delete()
    ConceptGroup.objects.all().delete()
    answer = upload(writer, f"tesaurus.{ending}", data)
    assert answer.status_code == 302, words(answer)
    assert held() == before


def test_three_tables_come_in_as_they_are(writer: Client) -> None:
    bring_in(ours())
    before = held()
    packed = zipfile.ZipFile(io.BytesIO(Client().get(reverse("thesaurus_file", args=["zip"])).content))
    AmbiguousLabel.objects.all().delete()
    Concept.objects.all().delete()
    ConceptGroup.objects.all().delete()
    more = {
        name: SimpleUploadedFile(f"{name}.csv", packed.read(f"{name}.csv"))
        for name in ("groups", "ambiguous")
    }
    assert upload(writer, "entries.csv", packed.read("entries.csv"), **more).status_code == 302
    assert held() == before


def test_a_file_with_faults_changes_nothing_and_says_why(writer: Client) -> None:
    bring_in(small(entry("kdrt", "KDRT")))
    before = held()
    circle = b"id,pref_label_id,facet,broader\nkdrt,Lain,kekerasan,inses\ninses,Inses,kekerasan,kdrt\n"
    said = words(upload(writer, "a.csv", circle))
    assert "Belum ada yang diubah" in said
    assert "“kdrt” berada di bawah dirinya sendiri" in said
    ragged = b"id,pref_label_id,facet\nkdrt,Lain,kekerasan\ninses\nA B,Spasi,kekerasan\n"
    said = words(upload(writer, "a.csv", ragged))
    assert "Baris ini memiliki 1 sel, padahal ada 3 kolom" in said
    assert "bukan id yang sah" in said
    assert held() == before
    # On wish, what can be read is kept all the same; faults never are.
    assert "dirinya sendiri" in words(upload(writer, "a.csv", circle, partly="on"))
    assert held() == before
    assert upload(writer, "a.csv", ragged, partly="on").status_code == 302
    assert Concept.objects.get().label_id == "Lain"


def _zip(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


FOREIGN: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a PDF": ("tesaurus.csv", lambda: b"%PDF-1.7\n\x00\xff\xfe", "tidak ada, padahal harus ada"),
    "a picture called Turtle": ("tesaurus.ttl", lambda: b"\x89PNG\r\n\x1a\n\x00", "Turtle"),
    "a page of the web": ("tesaurus.jsonld", lambda: b"<!doctype html><p>", "JSON-LD"),
    "XML that opens other files": (
        "tesaurus.rdf",
        lambda: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "",
    ),
    "no ZIP": ("tesaurus.zip", lambda: b"PK\x03\x04rusak", "rusak atau terkunci"),
    "a ZIP of something else": ("tesaurus.zip", lambda: _zip("foto.jpg", b"x"), "tidak memuat entries.csv"),
    "a ZIP that swells": ("tesaurus.zip", lambda: _zip("entries.csv", b"a" * 20_000_002), "terlalu besar"),
    "too much": ("tesaurus.csv", lambda: b"a" * 20_000_001, "terlalu besar"),
    "nothing": ("tesaurus.csv", lambda: b"id,pref_label_id,facet\n", "tidak memuat satu konsep pun"),
}


@pytest.mark.parametrize("file", FOREIGN)
def test_a_huge_or_foreign_file_is_refused_in_a_sentence(writer: Client, file: str) -> None:
    name, data, sentence = FOREIGN[file]
    said = words(upload(writer, name, data()))
    assert sentence in said
    assert "root:" not in said
    assert not Concept.objects.exists()


def test_no_file_is_said_beside_the_field(writer: Client) -> None:
    assert "entries" in sentences(writer.post(reverse("thesaurus"), {}))


def test_the_room_is_for_those_who_may(library: None) -> None:
    bring_in(small(entry("kdrt", "KDRT")))
    data = b"id,pref_label_id,facet\nkdrt,Lain,kekerasan\n"
    assert upload(Client(), "a.csv", data).status_code == 302
    looks = signed_in("Penyunting")
    rights = Rights.objects.get(name="Penyunting").permissions
    rights.remove(*rights.filter(codename="change_concept"))
    page = looks.get(reverse("thesaurus"))
    assert b"tesaurus.ttl" in page.content
    assert b'type="file"' not in page.content
    upload(looks, "a.csv", data)
    rights.remove(*rights.filter(codename="view_concept"))
    assert looks.get(reverse("thesaurus")).status_code == 302
    assert Concept.objects.get().label_id == "KDRT"


# One concept, in its form


def concept_form(client: Client, concept: Concept, **given: object) -> HttpResponse:
    address = reverse(type(concept).snippet_viewset.get_url_name("edit"), args=[concept.pk])
    return client.post(address, filled_snippet(client.get(address), **given))


def test_a_concept_is_edited_with_all_that_it_has(writer: Client) -> None:
    bring_in(small(entry("kdrt", "KDRT"), entry("inses", "Inses"), entry("femisida", "Femisida")))
    kdrt, inses, femisida = (Concept.objects.get(slug=slug) for slug in ("kdrt", "inses", "femisida"))
    typed = {
        "label_id": "Kekerasan dalam rumah tangga",
        "label_en": "Domestic violence",
        "label_su": "Kakerasan",
        "scope_note_id": "Penjelasan.",
        "scope_note_en": "A note.",
        "alternatives_id": "KDRT\nkekerasan domestik",
        "alternatives_en": "DV",
        "alternatives_su": "kakerasan dina rumah tangga",
        "hidden_id": "KDRTT",
        "hidden_en": "domestic violance",
        "hidden_su": "x",
        "notation": "K1",
        "exact_matches": "http://example.org/kdrt",
    }
    answer = concept_form(writer, kdrt, **typed, broader=[femisida.pk], related=[inses.pk])
    assert answer.status_code == 302, sentences(answer)
    kept = next(each for each in held().entries if each.slug == "kdrt")
    assert kept == replace(
        entry("kdrt", "x"),
        labels_id=Labels(typed["label_id"], ("KDRT", "kekerasan domestik"), ("KDRTT",)),
        labels_en=Labels("Domestic violence", ("DV",), ("domestic violance",)),
        labels_su=Labels("Kakerasan", ("kakerasan dina rumah tangga",), ("x",)),
        broader=("femisida",),
        related=("inses",),
        scope_note_id="Penjelasan.",
        scope_note_en="A note.",
        notation="K1",
        matches=("http://example.org/kdrt",),
    )
    address = reverse(Concept.snippet_viewset.get_url_name("edit"), args=[kdrt.pk])
    shown = filled_snippet(writer.get(address))
    assert {name: shown[name] for name in typed} == typed
    assert (shown["broader"], shown["related"]) == (str(femisida.pk), str(inses.pk))
    assert not held().check()


def test_a_concept_stands_neither_under_itself_nor_beside_what_is_above_it(writer: Client) -> None:
    bring_in(
        small(
            entry("atas", "Atas"),
            entry("tengah", "Tengah", broader=("atas",)),
            entry("bawah", "Bawah", broader=("tengah",)),
        )
    )
    top, middle, bottom = (Concept.objects.get(slug=slug) for slug in ("atas", "tengah", "bawah"))
    assert (
        "“Bawah” sudah berada di bawah"
        in sentences(concept_form(writer, top, broader=[bottom.pk]))["broader"]
    )
    assert "broader" in sentences(concept_form(writer, middle, broader=[middle.pk]))
    assert (
        "“Atas” sudah berada di atas" in sentences(concept_form(writer, bottom, related=[top.pk]))["related"]
    )
    assert "related" in sentences(concept_form(writer, top, related=[bottom.pk]))
    assert not held().check()


def test_labels_of_spaces_and_doubles_go(writer: Client) -> None:
    bring_in(small(entry("kdrt", "KDRT")))
    concept = Concept.objects.get()
    assert "label_id" in sentences(concept_form(writer, concept, label_id="   "))
    assert concept_form(writer, concept, alternatives_id=" a  b \n\n a b\n c ").status_code == 302
    assert Concept.objects.get().lines("alternatives_id") == ["a b", "c"]


def test_a_law_is_not_written_down_twice(writer: Client) -> None:
    Law.objects.create(kind="UU", number="23", year=2004, label_id="UU PKDRT")
    address = reverse(Law.snippet_viewset.get_url_name("add"))
    again = filled_snippet(writer.get(address), label_id="Lain", kind="UU", number="23", year="2004")
    assert "“UU PKDRT”" in sentences(writer.post(address, again))["number"]
    assert writer.post(address, again | {"kind": "PP"}).status_code == 302
