"""What is read into a question, from a small lexicon: which words name a concept, what is added, and what is left alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.bilingual import Entry, WordList, shipped
from search.interpretation import (
    MOST_ADDED,
    NARROWER,
    SAME,
    TRANSLATED,
    Choices,
    Interpretation,
    interpret,
    names_of,
)
from search.interpretation.lexicon import Ambiguous, Kind, Label, Lexicon, Sense
from search.query import parse
from search.tree import And, Meant, Node, Not, Or, Phrase, Term, wanted


def sense(
    slug: str,
    name_id: str,
    name_en: str = "",
    *others: str,
    hidden: tuple[str, ...] = (),
    narrower: tuple[str, ...] = (),
    kind: Kind = "concept",
) -> Sense:
    """`others` are Indonesian; those that begin with "en:" are English."""
    labels = [Label.of(name_id, "id", preferred=True), Label.of(name_en, "en", preferred=True)]
    labels += [
        Label.of(other.removeprefix("en:"), "en" if other.startswith("en:") else "id") for other in others
    ]
    labels += [Label.of(each, "id", hidden=True) for each in hidden]
    return Sense(slug, kind, name_id, name_en, tuple(filter(None, labels)), narrower)


LEXICON = Lexicon(
    [
        sense(
            "kdrt",
            "Kekerasan dalam rumah tangga",
            "Domestic violence",
            "KDRT",
            "kekerasan domestik",
            narrower=("kti",),
        ),
        sense("kti", "Kekerasan terhadap istri", "Violence against wives", "KTI"),
        sense("kta", "Kekerasan terhadap anak", "Violence against children", "kekerasan anak", "KtA"),
        sense("ktp", "Kekerasan terhadap perempuan", "Violence against women", "KtP"),
        sense(
            "perkosaan",
            "Perkosaan",
            "Rape",
            "pemerkosaan",
            "perkosaan oleh suami",
            hidden=("rudapaksa",),
        ),
        sense("perkawinan-anak", "Perkawinan anak", "Child marriage", "pernikahan dini"),
        sense("pelaporan", "Pelaporan kasus", "Reporting"),
        sense("analisis-gender", "Analisis gender", "Gender analysis", "en:GAP"),
        sense("anak-perempuan", "Anak perempuan", "Girls"),
        sense("kab-bandung", "Kabupaten Bandung", "Bandung Regency", "Majalaya", "Soreang", kind="place"),
        sense("kota-bandung", "Kota Bandung", "Bandung City", kind="place"),
        sense(
            "uu-pkdrt",
            "UU Penghapusan Kekerasan dalam Rumah Tangga",
            "",
            "UU PKDRT",
            "UU 23/2004",
            kind="law",
        ),
        sense("payung", "Bentuk kekerasan", "", narrower=tuple(f"bawah-{each}" for each in range(20))),
        *(sense(f"bawah-{each}", f"Macam {each}") for each in range(20)),
    ],
    [
        Ambiguous("Bandung", ("kab-bandung", "kota-bandung")),
        Ambiguous("KTP", ("ktp",)),
        Ambiguous("GAP", ("analisis-gender",)),
    ],
)
WORDS = WordList(
    [
        Entry("abuse", ("kekerasan", "penyalahgunaan"), ("n",)),
        Entry("air", ("udara",), ("n",)),
        Entry("water", ("air",), ("n",)),
        Entry("gap", ("kesenjangan",), ("n",)),
        Entry("widow", ("perempuan kepala keluarga", "janda"), ("n",), frozenset({"janda"})),
        Entry("school", ("sekolah",), ("n",)),
        Entry("health centre", ("pusat kesehatan",), ("phrase",)),
        Entry("centre", ("pusat",), ("n",)),
    ]
)


def read(question: str, choices: Choices | None = None, *, exact: bool = False) -> Interpretation:
    return interpret(parse(question, exact=exact), LEXICON, WORDS, choices or Choices())


def added(question: str, choices: Choices | None = None) -> dict[str, list[str]]:
    found = read(question, choices)
    return {each.key: [*each.labels, *each.narrower] for each in found.added}


def searched(tree: Node | None) -> set[str]:
    """The words and phrases of a tree, by their stems or as written."""
    return {
        leaf.stem or leaf.exact
        if isinstance(leaf, Term)
        else " ".join(term.stem or term.exact for term in leaf.terms)
        for leaf in wanted(tree)
        if isinstance(leaf, Term | Phrase)
    }


def stems(words: str) -> str:
    found = Label.of(words, "id")
    assert found is not None
    return " ".join(found.meaning)


# The long name of a law


def test_what_a_law_speaks_of_is_searched_by_its_other_names_within_the_name_of_the_law() -> None:
    law = "UU penghapusan kekerasan dalam rumah tangga"
    assert {"uu-pkdrt", "kdrt"} == set(added(law))
    assert "KDRT" in added(law)["kdrt"]
    assert "Kekerasan terhadap istri" not in added(law)["kdrt"]
    tree = read(law).question.tree
    assert isinstance(tree, Meant)
    assert stems("KDRT") not in {leaf.stem for leaf in tree.also if isinstance(leaf, Term)}
    typed = tree.typed if isinstance(tree.typed, Or) else Or((tree.typed,))
    within = [part for way in typed.parts if isinstance(way, And) for part in way.parts]
    assert any(isinstance(part, Meant) for part in within)


def test_a_law_and_what_it_speaks_of_are_taken_away_one_by_one() -> None:
    law = "UU penghapusan kekerasan dalam rumah tangga"
    assert set(added(law, Choices(without=("kdrt",)))) == {"uu-pkdrt"}
    assert set(added(law, Choices(without=("uu-pkdrt",)))) == {"kdrt"}


def test_the_name_of_a_topic_is_not_taken_apart() -> None:
    assert set(added("perkosaan oleh suami")) == {"perkosaan"}
    assert set(added("kekerasan terhadap anak perempuan")) <= {"kta", "anak-perempuan"}


# Concepts


@pytest.mark.parametrize(
    ("question", "concepts"),
    [
        ("KDRT", ["kdrt"]),
        ("kdrt", ["kdrt"]),
        ("domestic violence", ["kdrt"]),
        ("kekerasan di rumah tangga", ["kdrt"]),
        ("Kekerasan dlm Rumah Tangga", ["kdrt"]),
        ("kekerasan thd istri", ["kti"]),
        ("pemerkosaan oleh ayah", ["perkosaan"]),
        ("kasus rudapaksa", ["perkosaan"]),
        ("child marriages", ["perkawinan-anak"]),
        ("UU PKDRT", ["uu-pkdrt"]),
        ("UU No.23 th 2004", ["uu-pkdrt"]),
        ("Undang-Undang Nomor 23 Tahun 2004 tentang apa", ["uu-pkdrt"]),
        ("kekerasan terhadap anak-anak", ["kta"]),
        ("kekerasan anak dan kekerasan istri", ["kta", "kti"]),
        ("kasus (kdrt OR perkosaan) di desa", ["kdrt", "perkosaan"]),
    ],
)
def test_a_concept_is_known_by_any_of_its_names(question: str, concepts: list[str]) -> None:
    assert list(read(question).concepts) == concepts


@pytest.mark.parametrize(
    "question",
    [
        "istri yang kena kekerasan",
        "anak dan perempuan",
        "anak, perempuan",
        "perkawinan ATAU anak",
        "perkawinan (anak)",
        "perkawinan -anak",
        "kekerasan* anak",
        "report",
        "kta",
        "zebra",
    ],
)
def test_words_that_are_not_a_name_side_by_side_name_nothing(question: str) -> None:
    assert read(question).concepts == ()


def test_the_longest_name_is_read_and_its_words_are_not_read_again() -> None:
    assert set(added("kekerasan dalam rumah tangga")) == {"kdrt"}
    assert set(added("violence against wives")) == {"kti"}


def test_both_languages_and_what_is_narrower_are_added() -> None:
    assert added("domestic violence")["kdrt"] == [
        "Kekerasan dalam rumah tangga",
        "KDRT",
        "kekerasan domestik",
        "Kekerasan terhadap istri",
        "Violence against wives",
    ]


def test_what_was_typed_weighs_most_and_what_is_narrower_least() -> None:
    tree = read("kdrt").question.tree
    assert isinstance(tree, Meant) and tree.weight == NARROWER
    assert isinstance(tree.typed, Meant) and tree.typed.weight == SAME
    assert tree.typed.typed == parse("kdrt").tree


def test_an_indonesian_name_counts_nearly_as_much_as_the_english_one_that_was_typed() -> None:
    def weights(question: str) -> dict[str, float]:
        found: dict[str, float] = {}
        tree = read(question).question.tree
        while isinstance(tree, Meant):
            found |= {name: tree.weight for also in tree.also for name in searched(also)}
            tree = tree.typed
        return found

    assert weights("rape")[stems("perkosaan")] == TRANSLATED
    assert weights("perkosaan")[stems("rape")] == SAME
    assert weights("school")["sekolah"] == TRANSLATED
    assert weights("sekolah")[stems("school")] == SAME


def test_names_that_hold_the_typed_word_are_found_already_and_not_added() -> None:
    assert "perkosaan oleh suami" not in added("perkosaan")["perkosaan"]


def test_a_hidden_name_is_searched_and_not_shown() -> None:
    found = read("rape")
    assert stems("rudapaksa") in searched(found.question.tree)
    assert "rudapaksa" not in " ".join(found.also)


def test_a_name_of_several_words_is_worth_more_side_by_side() -> None:
    tree = read("kekerasan anak").question.tree
    assert isinstance(tree, Meant) and isinstance(tree.typed, Or)
    together, side_by_side = tree.typed.parts
    assert together == parse("kekerasan anak").tree
    assert isinstance(side_by_side, Phrase) and not side_by_side.exact


def test_an_umbrella_does_not_bring_all_that_is_under_it() -> None:
    assert "payung" in read("bentuk kekerasan").concepts
    assert "payung" not in added("bentuk kekerasan")


def test_a_law_is_searched_by_its_number_however_it_is_named() -> None:
    assert "uu23th2004" in searched(read("UU PKDRT").question.tree)
    assert "UU PKDRT" in added("uu 23 tahun 2004")["uu-pkdrt"]
    assert "UU 23/2004" not in added("uu 23 tahun 2004")["uu-pkdrt"]


def test_a_part_of_a_place_brings_the_place_and_no_other_part() -> None:
    assert added("majalaya")["kab-bandung"] == ["Kabupaten Bandung", "Bandung Regency"]
    assert "Soreang" in added("kabupaten bandung")["kab-bandung"]


# What is meant as written


@pytest.mark.parametrize(
    "question",
    ['"kdrt"', '"domestic violence"', '"UU 23/2004"', "desa -kdrt", "desa BUKAN kdrt", "desa -(kdrt zebra)", "judul:kdrt", "kdrt*"],
)  # fmt: skip
def test_quoted_refused_and_fielded_words_are_left_alone(question: str) -> None:
    asked = parse(question)
    assert interpret(asked, LEXICON, WORDS).question == asked


def test_the_exact_switch_reads_nothing_into_a_question() -> None:
    found = read("kdrt", exact=True)
    assert (found.added, found.doubts, found.question) == ((), (), parse("kdrt", exact=True))


def test_a_refused_word_stays_refused_beside_what_is_added() -> None:
    tree = read("kdrt -anak").question.tree
    assert isinstance(tree, And)
    assert [part for part in tree.parts if isinstance(part, Not)] == [Not(parse("anak").tree)]


# Doubtful words


def test_a_doubtful_word_is_offered_and_not_assumed() -> None:
    found = read("perkosaan bandung")
    assert [(doubt.typed, [each.slug for each in doubt.options]) for doubt in found.doubts] == [
        ("bandung", ["kab-bandung", "kota-bandung"])
    ]
    assert found.doubtful == ["kab-bandung", "kota-bandung"]
    assert found.concepts == ("perkosaan",)


def test_nothing_is_read_into_a_doubtful_word_in_any_other_way() -> None:
    """Not by the list of words, nor by a shorter name inside it."""
    found = read("GAP")
    assert (found.added, found.question) == ((), parse("GAP"))
    inner = Lexicon(
        [sense("satu", "Satu"), sense("dua", "Dua"), sense("sekolah", "Sekolah")],
        [Ambiguous("ibu sekolah", ("satu", "dua"))],
    )
    found = interpret(parse("ibu sekolah"), inner, WORDS)
    assert found.doubtful == ["satu", "dua"]
    assert (found.added, found.concepts, found.question) == ((), (), parse("ibu sekolah"))


def test_what_was_chosen_for_a_doubtful_word_is_all_that_is_read_into_it() -> None:
    found = read("GAP", Choices(meant=("analisis-gender",)))
    assert [each.key for each in found.added] == ["analisis-gender"]
    assert "kesenjangan" not in searched(found.question.tree)


def test_a_longer_name_leaves_no_doubt() -> None:
    assert read("kota bandung").doubts == ()


def test_the_meaning_that_was_chosen_is_read() -> None:
    found = read("perkosaan bandung", Choices(meant=("kota-bandung",)))
    assert found.doubts == ()
    assert [(each.key, each.chosen) for each in found.added if each.key != "perkosaan"] == []
    assert "kota-bandung" in found.concepts


def test_a_short_form_is_taken_only_in_its_letter_case() -> None:
    assert read("KtP").concepts == ("ktp",)
    assert read("KTP").concepts == ()
    assert read("KTP").doubtful == ["ktp"]
    assert stems("KTP") not in searched(read("violence against women").question.tree)


def test_an_everyday_word_is_no_abbreviation_unless_in_capitals() -> None:
    assert read("gap").doubts == ()
    assert added("gap") == {"gap": ["kesenjangan"]}
    assert read("GAP").doubtful == ["analisis-gender"]


def test_two_concepts_of_one_name_are_a_choice() -> None:
    both = Lexicon([sense("satu", "Pendamping", "", "damping"), sense("dua", "Wali", "", "damping")])
    found = interpret(parse("damping"), both, WORDS)
    assert found.doubtful == ["satu", "dua"]
    assert found.added == ()


def test_of_names_with_one_stem_the_one_as_typed_is_meant() -> None:
    both = Lexicon([sense("orang", "Pendamping korban"), sense("kerja", "Pendampingan korban")])
    assert interpret(parse("pendampingan korban"), both, WORDS).concepts == ("kerja",)
    assert interpret(parse("pendamping korban"), both, WORDS).concepts == ("orang",)


# Words that no concept explains


def test_other_words_are_translated() -> None:
    assert added("domestic violence school")["school"] == ["sekolah"]
    assert added("sekolah") == {"sekolah": ["school"]}
    assert added("health centre") == {"health centre": ["pusat kesehatan"]}


def test_what_a_concept_explains_is_not_translated_too() -> None:
    assert set(added("child marriage abuse")) == {"perkawinan-anak", "abuse"}


def test_a_word_of_either_language_finds_both_and_is_one_reading() -> None:
    found = read("air")
    assert [(each.key, each.labels) for each in found.added] == [("air", ("udara", "water"))]
    assert searched(found.question.tree) >= {"udara", stems("water")}
    assert not isinstance(found.question.tree, And)


def test_a_translation_that_hurts_is_searched_and_not_shown() -> None:
    found = read("widow")
    assert found.also == ["perempuan kepala keluarga"]
    assert stems("janda") in searched(found.question.tree)


def test_the_language_of_a_question_is_told_by_its_words() -> None:
    assert read("water abuse").language == "en"
    assert read("sekolah").language == "id"
    assert read("kdrt").language is None


# Taking away


def test_a_reading_that_was_taken_away_adds_nothing() -> None:
    found = read("kdrt school", Choices(without=("kdrt",)))
    assert [each.key for each in found.added] == ["school"]
    assert searched(found.question.tree) == {"kdrt", stems("school"), "sekolah"}
    assert searched(read("kdrt school", Choices(without=("kdrt", "school"))).question.tree) == searched(
        parse("kdrt school").tree
    )


def test_the_words_of_a_reading_that_was_taken_away_are_not_read_in_another_way() -> None:
    assert added("kekerasan anak", Choices(without=("kta",))) == {}


def test_nothing_is_added_to_a_plain_search() -> None:
    assert read("kdrt bandung school", Choices(plain=True)).question == parse("kdrt bandung school")


# All questions


QUESTIONS = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [label.text for each in LEXICON.senses.values() for label in each.labels]
            + ["bandung", "KTP", "air", "widow", "dan", "OR", "-", '"', "(", ")", "judul:", "*", "tahun:2010"]
        ),
    ),
    max_size=14,
).map(" ".join)


@given(QUESTIONS)
@example("KDRT " * 30)
@example("kekerasan anak istri perempuan " * 5)
@example("anak-anak anak-anak ATAU bayi")
@example("dan dan dan")
def test_every_word_that_was_typed_is_still_asked_for_and_the_rest_is_bounded(question: str) -> None:
    asked = parse(question)
    found = read(question)
    before, after = set(wanted(asked.tree)), set(wanted(found.question.tree))
    assert before <= after
    spelled_out = sum(
        isinstance(leaf, Phrase) and not leaf.exact for leaf in after - before
    )  # typed side by side, not new
    assert len(after - before) <= MOST_ADDED + spelled_out
    assert len(found.also) <= MOST_ADDED
    assert found.question.said == asked.said


@given(QUESTIONS)
def test_taking_every_reading_away_leaves_what_was_typed(question: str) -> None:
    keys = tuple(each.key for each in read(question).added)
    again = read(question, Choices(without=keys))
    assert again.added == ()


def test_a_question_of_many_concepts_shares_what_may_be_added() -> None:
    found = read("kdrt perkosaan kekerasan anak perkawinan anak UU PKDRT kabupaten bandung school widow")
    assert len(found.added) >= 6
    assert sum(len(each.labels) + len(each.narrower) for each in found.added) <= MOST_ADDED


# Concepts' own pages


def test_the_names_of_a_concept_find_what_speaks_of_it() -> None:
    assert searched(names_of("ktp", LEXICON)) == {
        stems("Kekerasan terhadap perempuan"),
        stems("Violence against women"),
    }
    assert names_of("tiada", LEXICON) is None


def test_the_list_that_is_shipped_is_a_word_list_for_questions() -> None:
    found = interpret(parse("community response"), Lexicon(), shipped())
    assert {"masyarakat", "komunitas"} <= set(found.also)


def test_the_number_of_a_law_has_no_other_language() -> None:
    words = WordList([Entry("year", ("tahun",), ("n",)), Entry("law", ("hukum", "peraturan"), ("n",))])
    for question in ("uu no 7 tahun 2021", "law no 7 of 2021", "peraturan bupati nomor 5 tahun 2018"):
        asked = parse(question)
        assert interpret(asked, LEXICON, words).question == asked, question
    assert "hukum" in str(interpret(parse("law"), LEXICON, words).question.tree)
