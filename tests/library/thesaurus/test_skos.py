"""The thesaurus as SKOS: ours without loss, another's as far as it goes, and nothing fetched or blown up."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given, settings
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from library.thesaurus import skos, table
from library.thesaurus.graphs import Form
from library.thesaurus.values import Entry, Group, Labels, LawFacts, Reading, Thesaurus
from tests.library.thesaurus.thesauri import thesauri

ADDRESS = "https://pustaka.example/topik/"
PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix t: <http://thesaurus.example/concept/> .
"""


def read_again(thesaurus: Thesaurus, form: Form) -> Reading:
    return skos.read(skos.write(thesaurus, form, ADDRESS).encode(), form)


def foreign(turtle: str) -> Reading:
    return skos.read((PREFIXES + turtle).encode(), Form.TURTLE)


def sentences(reading: Reading) -> str:
    return " ".join(str(trouble.sentence) for trouble in reading.troubles)


@pytest.mark.parametrize("form", Form)
def test_our_own_thesaurus_comes_back_as_it_was(form: Form) -> None:
    assert read_again(table.ours(), form) == Reading(table.ours(), [])


@pytest.mark.parametrize("form", [Form.TURTLE, Form.JSON_LD])
@settings(max_examples=40, deadline=None)
@given(thesauri())
def test_any_thesaurus_comes_back_as_it_was(form: Form, thesaurus: Thesaurus) -> None:
    if thesaurus.entries:
        assert read_again(thesaurus, form).thesaurus == thesaurus


@pytest.mark.parametrize("form", [Form.TURTLE, Form.JSON_LD])
def test_the_same_thesaurus_is_written_the_same(form: Form) -> None:
    again = skos.read(skos.write(table.ours(), Form.N_TRIPLES, ADDRESS).encode(), Form.N_TRIPLES).thesaurus
    assert skos.write(again, form, ADDRESS) == skos.write(table.ours(), form, ADDRESS)


def test_others_find_what_skos_promises() -> None:
    graph = Graph().parse(
        data=skos.write(table.ours(), Form.TURTLE, ADDRESS, {"id": "Tesaurus"}), format="turtle"
    )
    kdrt, kti, scheme = (URIRef(ADDRESS + slug) for slug in ("kdrt", "kti", ""))
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert (kti, SKOS.broader, kdrt) in graph
    assert (kdrt, SKOS.narrower, kti) in graph
    assert (kti, SKOS.related, URIRef(ADDRESS + "istri")) in graph
    assert (URIRef(ADDRESS + "ktpa"), SKOS.topConceptOf, scheme) in graph
    assert (URIRef(ADDRESS + "#bentuk-kekerasan"), SKOS.member, kdrt) in graph
    assert {(str(label), label.language) for label in graph.objects(kdrt, SKOS.prefLabel)} == {
        ("Kekerasan dalam rumah tangga", "id"),
        ("Domestic violence", "en"),
    }
    assert ("pernikahan dini", "id") in {
        (str(label), label.language)
        for label in graph.objects(URIRef(ADDRESS + "perkawinan-anak"), SKOS.hiddenLabel)
    }
    (notation,) = graph.objects(URIRef(ADDRESS + "kab-bandung"), SKOS.notation)
    assert (str(notation), str(notation.datatype)) == ("3204", "urn:x-pustaka-sapa:RegionCode")


def test_a_label_is_never_both_shown_and_hidden_in_skos() -> None:
    graph = Graph().parse(data=skos.write(table.ours(), Form.TURTLE, ADDRESS), format="turtle")
    shown = set(graph.subject_objects(SKOS.prefLabel)) | set(graph.subject_objects(SKOS.altLabel))
    assert not shown & set(graph.subject_objects(SKOS.hiddenLabel))


def test_json_ld_needs_no_other_file() -> None:
    document = json.loads(skos.write(table.ours(), Form.JSON_LD, ADDRESS))
    assert isinstance(document["@context"], dict)


def test_an_address_in_another_thesaurus_that_is_badly_written_does_no_harm() -> None:
    entry = Entry("a", Labels("A"), group="g", matches=('http://x.example/a b"><',))
    read = read_again(Thesaurus((entry,), (Group("g", "G"),)), Form.TURTLE)
    assert read.thesaurus.entries[0].matches == ("http://x.example/a%20b%22%3E%3C",)


FOREIGN = """
<http://thesaurus.example/> a skos:ConceptScheme ; dct:title "Gender Thesaurus"@en, "Thésaurus du genre"@fr ;
    skos:hasTopConcept t:100 .
t:100 a skos:Concept ; skos:prefLabel "Violence"@en, "Violence"@fr, "Kekerasan"@id ; skos:notation "01" ;
    skos:inScheme <http://thesaurus.example/> ; skos:narrower t:101, t:102 .
t:101 a skos:Concept ; xl:prefLabel [ a xl:Label ; xl:literalForm "domestic violence"@en-GB ] ;
    xl:altLabel [ xl:literalForm "family violence"@en ] ; skos:altLabel "violence familiale"@fr ;
    skos:broader t:100, t:103 ; skos:related t:102 ;
    skos:definition "Violence at home."@en ; skos:changeNote "Moved in 2001."@en ;
    skos:exactMatch <http://other.example/7> .
t:102 a skos:Concept ; skos:prefLabel "Shelters"@en ; skos:hiddenLabel "Sheltres"@en ;
    skos:scopeNote [ rdf:value "Places to stay."@en ] ; skos:broader <http://elsewhere.example/9> .
t:103 a skos:Concept ; skos:prefLabel "Famille"@fr .
"""


def test_another_thesaurus_comes_in_sensibly() -> None:
    read = foreign(FOREIGN)
    by_slug = {entry.slug: entry for entry in read.thesaurus.entries}
    assert read.thesaurus.check() == []
    assert set(by_slug) == {"kekerasan", "domestic-violence", "shelters", "famille"}
    domestic = by_slug["domestic-violence"]
    assert domestic.labels_en == Labels("domestic violence", ("family violence",))
    assert domestic.labels_id.pref == "domestic violence"
    assert domestic.broader == ("famille", "kekerasan")
    assert domestic.related == ("shelters",)
    assert by_slug["shelters"].related == ("domestic-violence",)
    assert by_slug["shelters"].broader == ("kekerasan",)
    assert by_slug["shelters"].labels_en.hidden == ("Sheltres",)
    assert by_slug["shelters"].scope_note_en == "Places to stay."
    assert domestic.scope_note_en == "Violence at home."
    assert domestic.matches == ("http://other.example/7", "http://thesaurus.example/concept/101")
    assert by_slug["kekerasan"].notation == "01"
    assert read.thesaurus.groups == (Group("gender-thesaurus", "Gender Thesaurus", "Gender Thesaurus"),)


def test_what_of_another_thesaurus_is_not_kept_is_said() -> None:
    said = sentences(foreign(FOREIGN))
    for loss in ("bahasa “fr” tidak disimpan", "skos:changeNote", "di luar berkas ini", "tanpa nama utama"):
        assert loss in said
    assert "Masih ada 2 lagi" in said


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        ('t:a a skos:Concept ; skos:prefLabel "A"@id, "B"@id .', "lebih dari satu nama utama"),
        ('t:a a skos:Concept ; skos:prefLabel "A" .', "tanpa keterangan bahasa"),
        ('t:a a skos:Concept ; skos:prefLabel "A"@id ; skos:notation "1", "2" .', "beberapa notasi"),
        (
            't:a a skos:Concept ; skos:prefLabel "A"@id ; skos:scopeNote "x"@fr .',
            "Penjelasan dalam bahasa “fr”",
        ),
        (
            't:a a skos:Concept ; skos:prefLabel "A"@id ; skos:scopeNote "x"@id ; skos:definition "y"@id .',
            "Definisi tidak disimpan",
        ),
        (
            (
                't:a a skos:Concept ; skos:prefLabel "A"@id ; skos:broader t:b . '
                't:b a skos:Concept ; skos:prefLabel "B"@id ; skos:broader t:a .'
            ),
            "berputar",
        ),
        (
            (
                't:a a skos:Concept ; skos:prefLabel "A"@id ; skos:broader t:b ; skos:related t:b . '
                't:b a skos:Concept ; skos:prefLabel "B"@id .'
            ),
            "di atas atau di bawahnya",
        ),
        (
            (
                't:a a skos:Concept ; skos:prefLabel "A"@id . t:g a skos:Collection ; skos:prefLabel "G"@id ; '
                'skos:member t:a, t:h . t:h a skos:Collection ; skos:prefLabel "H"@id ; skos:member t:a .'
            ),
            "Kelompok di dalam kelompok",
        ),
        (
            (
                't:a a skos:Concept ; skos:prefLabel "A"@id . t:g a skos:Collection ; skos:prefLabel "G"@id ; '
                'skos:member t:a . t:h a skos:Collection ; skos:prefLabel "H"@id ; skos:member t:a .'
            ),
            "beberapa kelompok",
        ),
        (
            (
                't:a a skos:Concept ; skos:prefLabel "A"@id . t:g a skos:OrderedCollection ; skos:prefLabel "G"@id ; '
                "skos:memberList t:l . t:l rdf:first t:a ; rdf:rest t:l ."
            ),
            "berputar kembali ke awalnya",
        ),
        (
            't:a a skos:Concept ; skos:prefLabel "A"@id . t:1 a skos:ConceptScheme . t:2 a skos:ConceptScheme .',
            "beberapa tesaurus",
        ),
        ("t:a rdf:value 1 .", "tidak memuat satu pun konsep"),
    ],
)
def test_each_sort_of_loss_has_its_sentence(turtle: str, said: str) -> None:
    read = foreign(turtle)
    assert said in sentences(read)
    assert read.thesaurus.check() == []


def test_concepts_of_one_name_get_slugs_of_their_own_and_keep_their_addresses() -> None:
    read = foreign(
        't:x a skos:Concept ; skos:prefLabel "Sama"@id . t:y a skos:Concept ; skos:prefLabel "Sama"@id .'
    )
    assert [(entry.slug, entry.matches) for entry in read.thesaurus.entries] == [
        ("sama", ("http://thesaurus.example/concept/x",)),
        ("sama-2", ("http://thesaurus.example/concept/y",)),
    ]


def test_a_name_in_other_letters_takes_its_slug_from_its_address() -> None:
    read = foreign('t:C_12 a skos:Concept ; skos:prefLabel "عنف"@ar .')
    assert [(entry.slug, entry.labels_id.pref) for entry in read.thesaurus.entries] == [("c-12", "عنف")]


def test_an_ordered_collection_is_a_group() -> None:
    read = foreign(
        't:a a skos:Concept ; skos:prefLabel "A"@id . '
        't:g a skos:OrderedCollection ; skos:prefLabel "Kelompok"@id ; skos:memberList ( t:a ) .'
    )
    assert read == Reading(
        Thesaurus(
            (Entry("a", Labels("A"), group="kelompok", matches=("http://thesaurus.example/concept/a",)),),
            (Group("kelompok", "Kelompok"),),
        ),
        [],
    )


def test_a_law_outside_the_file_that_repeals_one_is_said() -> None:
    laws = (
        Entry("lama", Labels("Lama"), group="g", law=LawFacts("1", 1990, "UU", repealed_by=("baru",))),
        Entry("baru", Labels("Baru"), group="g", law=LawFacts("2", 2020, "UU")),
    )
    text = skos.write(Thesaurus(laws, (Group("g", "G"),)), Form.N_TRIPLES, ADDRESS)
    without = "\n".join(line for line in text.splitlines() if not line.startswith(f"<{ADDRESS}baru>"))
    read = skos.read(without.encode(), Form.N_TRIPLES)
    assert read.thesaurus.entries[0].law == LawFacts("1", 1990, "UU")
    assert "peraturan di luar berkas ini" in sentences(read)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server of contexts, and what it has been asked for."""
    paths: list[str] = []

    class Contexts(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"@context": {"skos": "http://www.w3.org/2004/02/skos/core#"}}')

        def log_message(self, *_arguments: object) -> None:
            """Nothing is logged."""

    with HTTPServer(("127.0.0.1", 0), Contexts) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/context.jsonld", paths
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "place",
    [
        lambda address: {"@context": address, "@id": "http://x.example/a"},
        lambda address: {"@context": [{"a": "http://x.example/"}, address]},
        lambda address: {"@context": {"@import": address}},
        lambda address: {"@context": {"term": {"@id": "http://x.example/t", "@context": address}}},
        lambda address: {"@graph": [{"@id": "http://x.example/a", "@context": address}]},
        lambda address: [{"@context": address}],
    ],
)
def test_a_remote_context_is_refused_and_never_fetched(place, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    read = skos.read(json.dumps(place(address)).encode(), Form.JSON_LD)
    assert read.thesaurus == Thesaurus()
    assert address in sentences(read)
    assert paths == []


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/r.dtd">',
    ],
)
def test_xml_that_declares_entities_is_refused(declaration: str) -> None:
    read = skos.read(f"<?xml version='1.0'?>{declaration}<r/>".encode(), Form.RDF_XML)
    assert "DOCTYPE" in sentences(read)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("data", [b"\x00\x01{{{<", b"", b"\xff\xfe", b'{"@context": 3}', b"<a><b>"])
def test_a_file_that_is_none_is_refused_in_one_sentence(form: Form, data: bytes) -> None:
    read = skos.read(data, form)
    assert read.thesaurus == Thesaurus()
    assert len(read.troubles) == 1


def test_a_file_too_large_is_not_read() -> None:
    assert "10 MB" in sentences(skos.read(b" " * 10_000_001, Form.TURTLE))


def test_a_thesaurus_of_too_many_concepts_is_not_read() -> None:
    many = "".join(f"<http://x.example/{n}> <{RDF.type}> <{SKOS.Concept}> .\n" for n in range(20_001))
    assert "20.000" in sentences(skos.read(many.encode(), Form.N_TRIPLES))


@pytest.mark.parametrize(
    ("form", "deep"),
    [
        (Form.JSON_LD, b'{"@graph":[' * 50_000 + b"]}" * 50_000),
        (Form.TURTLE, b"<a> <b> " + b"[ <b> " * 50_000),
    ],
)
def test_a_file_nested_too_deep_is_refused(form: Form, deep: bytes) -> None:
    assert skos.read(deep, form).thesaurus == Thesaurus()


def test_each_form_knows_its_media_type_and_suffix() -> None:
    assert [(form.media_type, form.suffix) for form in Form] == [
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/rdf+xml", ".rdf"),
        ("application/n-triples", ".nt"),
    ]
