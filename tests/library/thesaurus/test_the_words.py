"""The words that come with the library, and the check that any thesaurus must pass."""

import re

import pytest
from django.utils import translation

from library.thesaurus.table import ours
from library.thesaurus.values import (
    Ambiguous,
    Entry,
    Fault,
    FaultKind,
    Group,
    Labels,
    LawFacts,
    PlaceLevel,
    Thesaurus,
    fold,
)

#: What a reader must never meet as a word of ours (README.md beside the files gives the reasons).
NEVER_SHOWN = re.compile(
    r"rudapaksa|janda|revenge porn|porno\b|traf+i[ck]+ing|sexual\b|pelacur(?!an$)|(?<!uu )\bpsk\b|\btkw\b|bocah|begal|predator"
    r"|pembantu|\baib\b|dini\b|isteri|jender|bulying|marry-your|prostitusi anak|ilegal|waria|kebiri|resiko",
    re.IGNORECASE,
)


def test_the_thesaurus_that_comes_with_the_library_is_sound() -> None:
    assert ours().check() == []


def test_it_has_the_concepts_and_labels_that_its_readme_promises() -> None:
    assert len(ours().entries) == 297
    assert (
        len({fold(label) for entry in ours().entries for labels in entry.labels for label in labels}) > 2000
    )
    assert len(ours().groups) == 14


def test_every_concept_and_group_is_named_and_explained_in_both_languages() -> None:
    for entry in ours().entries:
        assert entry.labels_id.pref, entry.slug
        assert entry.labels_en.pref, entry.slug
        assert entry.scope_note_id.endswith("."), entry.slug
        assert entry.scope_note_en.endswith("."), entry.slug
    assert all(group.label_id and group.label_en for group in ours().groups)
    assert all(word.note_id and word.note_en for word in ours().ambiguous)


def test_a_concept_is_under_others_of_its_own_group() -> None:
    group_of = {entry.slug: entry.group for entry in ours().entries}
    assert [
        entry.slug for entry in ours().entries if any(group_of[slug] != entry.group for slug in entry.broader)
    ] == []


def test_words_that_hurt_and_misspellings_are_hidden() -> None:
    shown = [
        label for entry in ours().entries for label in entry.labels_id.shown if NEVER_SHOWN.search(label)
    ]
    assert shown == []


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("rudapaksa", "perkosaan"),
        ("pernikahan dini", "perkawinan-anak"),
        ("traficking", "perdagangan-orang"),
        ("revenge porn", "penyebaran-konten-intim"),
        ("PSK", "pekerja-seks"),
        ("janda", "perempuan-kepala-keluarga"),
        ("luruh duit", "perdagangan-anak"),
        ("TKW", "pekerja-migran-perempuan"),
        ("isteri", "istri"),
    ],
)
def test_hidden_words_are_still_there_to_be_found(typed: str, slug: str) -> None:
    found = [e.slug for e in ours().entries if fold(typed) in {fold(label) for label in e.labels_id.hidden}]
    assert found == [slug]


def test_a_hidden_word_is_not_also_shown() -> None:
    for entry in ours().entries:
        for labels in entry.labels:
            assert not {fold(label) for label in labels.shown} & {fold(label) for label in labels.hidden}, (
                entry.slug
            )


def test_the_27_regencies_and_cities_of_west_java_carry_their_codes() -> None:
    codes = {e.notation: e.place for e in ours().entries if e.place in {PlaceLevel.REGENCY, PlaceLevel.CITY}}
    assert sorted(codes) == [
        *(str(code) for code in range(3201, 3219)),
        *(str(code) for code in range(3271, 3280)),
    ]
    assert all((place is PlaceLevel.CITY) == (code > "3270") for code, place in codes.items())


def test_every_place_knows_what_sort_of_place_it_is() -> None:
    assert {entry.group for entry in ours().entries if entry.place} == {"tempat"}
    assert all(entry.place for entry in ours().entries if entry.group == "tempat")


def test_a_laws_facts_agree_with_its_notation() -> None:
    laws = {entry.notation: entry.law for entry in ours().entries if entry.law}
    assert len(laws) == 38
    for notation, law in laws.items():
        assert law.about, notation
        if "/" in notation:
            assert notation.endswith(f"{law.number}/{law.year}")
        if law.kind in {"UU", "PP", "Perpres", "Keppres"}:
            assert notation == f"{law.kind} {law.number}/{law.year}"


def test_a_repealed_law_names_what_repealed_it() -> None:
    repealed = {e.slug: e.law.repealed_by for e in ours().entries if e.law and e.law.status == "repealed"}
    assert repealed == {
        "permendikbud-30-2021": ("permendikbud-55-2024",),
        "permendikbud-46-2023": ("permendikdasmen-6-2026",),
    }


G = (Group("g", "G"),)


def entry(slug: str, **more: object) -> Entry:
    return Entry(slug, **{"labels_id": Labels(slug.upper()), "group": "g", **more})


@pytest.mark.parametrize(
    ("thesaurus", "fault"),
    [
        (Thesaurus((entry("Salah Ejaan"),), G), Fault(FaultKind.BAD_SLUG, "Salah Ejaan")),
        (Thesaurus((entry("a" * 251),), G), Fault(FaultKind.BAD_SLUG, "a" * 251)),
        (Thesaurus((entry("a"), entry("a")), G), Fault(FaultKind.DUPLICATE, "a")),
        (Thesaurus((), (*G, *G)), Fault(FaultKind.DUPLICATE, "g")),
        (Thesaurus((entry("a", labels_id=Labels()),), G), Fault(FaultKind.NO_LABEL, "a")),
        (Thesaurus((), (Group("h", ""),)), Fault(FaultKind.NO_LABEL, "h")),
        (Thesaurus((entry("a", group="x"),), G), Fault(FaultKind.UNKNOWN_GROUP, "a", "x")),
        (Thesaurus((entry("a", broader=("x",)),), G), Fault(FaultKind.DANGLING_BROADER, "a", "x")),
        (Thesaurus((entry("a", related=("x",)),), G), Fault(FaultKind.DANGLING_RELATED, "a", "x")),
        (
            Thesaurus((entry("a", law=LawFacts("1", repealed_by=("x",))),), G),
            Fault(FaultKind.DANGLING_LAW, "a", "x"),
        ),
        (Thesaurus((), (), (Ambiguous("kata", ("x",)),)), Fault(FaultKind.DANGLING_CANDIDATE, "kata", "x")),
        (Thesaurus((entry("a", related=("a",)),), G), Fault(FaultKind.RELATED_TO_ITSELF, "a")),
        (
            Thesaurus((entry("a", law=LawFacts("1", status="mati")),), G),
            Fault(FaultKind.UNKNOWN_STATUS, "a", "mati"),
        ),
        (Thesaurus((entry("a", related=("b",)), entry("b")), G), Fault(FaultKind.NOT_MUTUAL, "a", "b")),
        (
            Thesaurus((entry("a"), entry("b", labels_en=Labels("x", ("A",)))), G),
            Fault(FaultKind.SHARED_LABEL, "a", "b", "A"),
        ),
    ],
)
def test_each_thing_that_is_wrong_is_found_alone(thesaurus: Thesaurus, fault: Fault) -> None:
    assert thesaurus.check() == [fault]
    assert fault.slug in str(fault.sentence)
    assert fault.other in str(fault.sentence)


def test_every_entry_of_a_circle_is_found() -> None:
    circle = Thesaurus(
        (
            entry("a", broader=("b",)),
            entry("b", broader=("c",)),
            entry("c", broader=("a",)),
            entry("d", broader=("a",)),
        ),
        G,
    )
    assert circle.check() == [Fault(FaultKind.CYCLE, slug) for slug in "abc"]


def test_what_stands_above_is_not_also_beside() -> None:
    thesaurus = Thesaurus(
        (entry("a", related=("c",)), entry("b", broader=("a",)), entry("c", broader=("b",), related=("a",))),
        G,
    )
    assert thesaurus.check() == [Fault(FaultKind.RELATED_TO_ANCESTOR, "c", "a")]


def test_a_shared_label_may_be_declared_ambiguous() -> None:
    entries = (
        entry("kab-bandung", labels_su=Labels("", ("Bandung",))),
        entry("kota-bandung", labels_en=Labels("BANDUNG")),
    )
    assert [fault.kind for fault in Thesaurus(entries, G).check()] == [FaultKind.SHARED_LABEL]
    assert Thesaurus(entries, G, (Ambiguous("Bandung", ("kab-bandung", "kota-bandung")),)).check() == []
    assert Thesaurus(entries, G, (Ambiguous("Bandung", ("kab-bandung",)),)).check() != []


def test_a_faults_sentence_waits_for_the_readers_language() -> None:
    sentence = Fault(FaultKind.CYCLE, "kdrt").sentence
    with translation.override("id"):
        assert str(sentence) == "Istilah “kdrt” berada di bawah dirinya sendiri."


def test_labels_are_a_set_in_one_order_however_they_were_written() -> None:
    assert Labels("A ", ("b", " a  c", "b", "")) == Labels("A", ("a c", "b"))
    assert list(Labels("x", ("b", "a"), ("c",))) == ["x", "a", "b", "c"]
    assert Labels("x", ("b", "a"), ("c",)).shown == ("x", "a", "b")
