"""The bilingual list: what is in it, and what it says of a question."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from library.thesaurus.table import ours
from search import bilingual
from search.analysis import is_stop, streams, tokens
from search.bilingual import (
    COLUMNS,
    LONGEST_HEAD,
    MOST_EQUIVALENTS,
    PARTS,
    Entry,
    Misread,
    Translation,
    WordList,
    bases,
    edited,
    entries,
    shipped,
    translations,
)

SAMPLE = [
    line.split("\t")
    for line in Path(__file__).with_name("bilingual_sample.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
ENTRIES = shipped().entries
HEADS = {streams(entry.english)[1]: entry for entry in ENTRIES}

# (words, equivalents that must be among them) of the English questions that people asked us.
ASKED_IN_ENGLISH = [
    (
        "community response domestic violence west java",
        {"community": "masyarakat", "response": "tanggapan", "violence": "kekerasan", "west": "barat"},
    ),
    (
        "child marriage Indonesia report",
        {"child": "anak", "marriage": "perkawinan", "report": "laporan"},
    ),
    ("women crisis center jabar", {"women": "perempuan", "crisis center": "pusat krisis"}),
    ("revenge porn hukum", {"revenge porn": "penyebaran konten intim"}),
]


def said(question: str) -> list[tuple[str, str, list[str]]]:
    """Every translation of a question: the words, the language they are put into, the equivalents."""
    words = question.split()
    return [
        (" ".join(words[one.start : one.end]), one.into, [each.words for each in one.equivalents])
        for one in translations(words)
    ]


def equivalents(question: str) -> dict[str, list[str]]:
    return {words: offered for words, _, offered in said(question)}


def listed(*lines: str) -> str:
    return "\n".join(["# head comment", "\t".join(COLUMNS), *lines]) + "\n"


# The list


def test_the_list_is_as_large_as_promised() -> None:
    assert len(ENTRIES) >= 2200


def test_no_head_stands_twice() -> None:
    assert len(HEADS) == len(ENTRIES)


def test_heads_are_in_the_order_of_the_alphabet() -> None:
    heads = [entry.english for entry in ENTRIES]
    assert heads == sorted(heads)


def test_every_line_is_written_as_the_head_comment_says() -> None:
    for entry in ENTRIES:
        assert entry.english == entry.english.lower(), entry
        assert 1 <= len(tokens(entry.english)) <= LONGEST_HEAD, entry
        assert 1 <= len(entry.indonesian) <= MOST_EQUIVALENTS, entry
        assert len(set(entry.indonesian)) == len(entry.indonesian), entry
        assert entry.parts and set(entry.parts) <= set(PARTS), entry
        assert ("phrase" in entry.parts) <= (len(tokens(entry.english)) > 1), entry
        assert entry.hidden <= {entry.english, *entry.indonesian}, entry
        for words in (entry.english, *entry.indonesian, entry.note):
            assert words == " ".join(words.split()), entry


def test_no_head_and_no_equivalent_consists_of_function_words() -> None:
    for entry in ENTRIES:
        for words in (entry.english, *entry.indonesian):
            assert not all(is_stop(token.exact) for token in tokens(words)), entry


def test_heads_are_plain_forms_not_american_spellings_of_other_heads() -> None:
    for head, entry in HEADS.items():
        if " " not in head and head.endswith(("ize", "yze", "izer", "ization")):
            assert {base for base in bases(head) if base in HEADS} == {head}, entry


def test_what_the_thesaurus_names_is_not_repeated() -> None:
    labels = {streams(label)[1] for each in ours().entries for label in each.labels_en}
    assert not labels & HEADS.keys()


def test_a_head_of_which_a_thesaurus_label_is_a_form_means_the_same() -> None:
    for concept in ours().entries:
        indonesian = {
            stem for label in concept.labels_id for stem in streams(label)[0].split() if not is_stop(stem)
        }
        for label in concept.labels_en:
            *before, last = streams(label)[1].split()
            for base in bases(last):
                if entry := HEADS.get(" ".join([*before, base])):
                    offered = {stem for words in entry.indonesian for stem in streams(words)[0].split()}
                    assert offered & indonesian, (label, entry)


def test_what_the_thesaurus_hides_is_hidden_here() -> None:
    concepts = ours().entries
    for all_labels, words_of in (
        ([each.labels_en for each in concepts], lambda entry: (entry.english,)),
        ([each.labels_id for each in concepts], lambda entry: entry.indonesian),
    ):
        hidden = {streams(label)[1] for labels in all_labels for label in labels.hidden}
        shown = {streams(label)[1] for labels in all_labels for label in labels.shown}
        for entry in ENTRIES:
            for words in words_of(entry):
                assert streams(words)[1] not in hidden - shown or words in entry.hidden, entry


# Both directions


def test_english_is_put_into_indonesian() -> None:
    assert said("violence") == [("violence", "id", ["kekerasan"])]
    assert equivalents("accompany")["accompany"] == ["mendampingi", "pendampingan"]


def test_indonesian_is_put_into_english() -> None:
    assert said("kekerasan") == [("kekerasan", "en", ["violence", "abuse"])]
    assert equivalents("laki-laki")["laki-laki"] == ["man", "male"]


def test_every_head_is_found_by_its_own_words() -> None:
    for entry in ENTRIES:
        words = entry.english.split()
        found = [one for one in translations(words) if (one.start, one.end) == (0, len(words))]
        same = {streams(each)[0] for each in entry.indonesian} == {streams(entry.english)[0]}
        assert same or any(one.into == "id" for one in found), entry


@pytest.mark.parametrize(
    ("form", "head"),
    [
        ("women", "woman"), ("women's", "woman"), ("WOMEN’S", "woman"), ("wives", "wife"), ("wives'", "wife"),
        ("lives", "life"), ("leaves", "leave"), ("families", "family"), ("witnesses", "witness"),
        ("children's", "child"), ("crises", "crisis"), ("marries", "marry"), ("married", "married"),
        ("marrying", "marry"), ("dying", "die"), ("fled", "flee"), ("stolen", "steal"), ("stopped", "stop"),
        ("hoped", "hope"), ("killing", "killing"), ("hitting", "hit"), ("developed", "develop"),
        ("trafficked", "traffic"), ("labor", "labour"), ("behaviors", "behaviour"), ("center", "centre"),
        ("organizing", "organise"), ("neighborhoods", "neighbourhood"),
        ("counselor", "counsellor"), ("judgments", "judgement"), ("poorest", "poor"),
    ],
)  # fmt: skip
def test_english_forms_reach_their_head(form: str, head: str) -> None:
    assert equivalents(form)[form] == list(HEADS[head].indonesian)


@pytest.mark.parametrize("form", ["didampingi", "mendampingi", "pendampingan", "Mendampinginya"])
def test_indonesian_forms_reach_their_family(form: str) -> None:
    assert "accompany" in equivalents(form)[form]


@pytest.mark.parametrize("word", ["for", "of", "yang", "Diego", "xyzzy", "", "🙂", "'", "-"])
def test_what_means_nothing_here_is_left_out(word: str) -> None:
    assert said(word) == []


# Spans


def test_the_longest_head_is_read_first() -> None:
    assert said("supreme court judge")[0] == ("supreme court", "id", ["mahkamah agung"])
    assert (
        "pendidikan anak usia dini" in equivalents("early childhood education")["early childhood education"]
    )


def test_a_longer_head_further_on_goes_before_a_shorter_one() -> None:
    lines = ("aunt bride\tsatu\tphrase\t\t", "bride of court\tdua\tphrase\t\t", "aunt\ttiga\tn\t\t")
    read = WordList(entries(listed(*lines))).translations(["aunt", "bride", "of", "court"])
    assert [(one.start, one.end, one.equivalents[0].words) for one in read] == [(0, 1, "tiga"), (1, 4, "dua")]


def test_words_that_a_phrase_has_taken_are_not_read_again() -> None:
    taken: list[int] = []
    for one in translations(["public", "health", "workers", "in", "rural", "health", "centres"]):
        taken.extend(range(one.start, one.end))
    assert len(taken) == len(set(taken))


def test_a_hyphen_does_not_keep_words_apart() -> None:
    assert "anak perempuan yang dikawinkan" in equivalents("child-brides")["child-brides"]
    assert said("perempuan-perempuan")[0][0] == "perempuan-perempuan"
    assert len(said("perempuan-perempuan")) == 1


def test_whole_words_only() -> None:
    assert said("wifeless") == []


# Words of both languages


def test_a_word_of_both_languages_alone_is_read_both_ways() -> None:
    assert said("air") == [("air", "id", ["udara"]), ("air", "en", ["water"])]


def test_the_other_words_tell_which_language_is_meant() -> None:
    assert ("air", "id", ["udara"]) in said("air and noise in factories")
    assert ("air", "en", ["water"]) in said("air untuk sawah warga")


def test_what_is_the_same_in_both_languages_is_not_offered() -> None:
    assert equivalents("internet") == {}
    assert equivalents("viruses") == {}


# Hidden words


def test_a_word_that_hurts_is_searched_and_not_shown() -> None:
    [widow] = translations(["widow"])
    assert {each.words: each.hidden for each in widow.equivalents}["janda"] is True


def test_a_slur_is_understood_and_never_offered() -> None:
    assert "pekerja seks" in equivalents("prostitutes")["prostitutes"]
    slurs = {entry.english for entry in ENTRIES if entry.english in entry.hidden}
    assert slurs
    for entry in ENTRIES:
        for words in entry.indonesian:
            for one in translations(words.split()):
                assert one.into == "id" or not slurs & {each.words for each in one.equivalents}


# Questions


@pytest.mark.parametrize(
    ("question", "expected"), ASKED_IN_ENGLISH, ids=[each[0] for each in ASKED_IN_ENGLISH]
)
def test_the_english_questions_people_asked_reach_indonesian_words(
    question: str, expected: dict[str, str]
) -> None:
    found = equivalents(question)
    for words, equivalent in expected.items():
        assert equivalent in found[words]


def families(texts: Iterable[str]) -> list[list[str]]:
    return [streams(text)[0].split() for text in texts]


@pytest.mark.parametrize(("question", "expected"), SAMPLE, ids=[line[0] for line in SAMPLE])
def test_an_english_question_of_the_field_reaches_the_indonesian_words(question: str, expected: str) -> None:
    offered = [each for _, into, found in said(question) if into == "id" for each in found]
    reached = families([question, *offered])  # "data" is typed already, and not offered again
    for family in families(expected.split("|")):
        assert any(family == words[at : at + len(family)] for words in reached for at in range(len(words))), (
            family
        )


def test_the_sample_is_as_large_as_promised() -> None:
    assert len({question for question, _ in SAMPLE}) == 60


TYPED = st.lists(
    st.one_of(
        st.text(),
        st.sampled_from([word for entry in ENTRIES for word in (entry.english, *entry.indonesian)]),
        st.text(st.sampled_from("aeinrs'-’é ́²"), max_size=12),
    ),
    max_size=12,
)


@given(TYPED)
@example(["\ud800", "a\x00b", "", "women’s", "ﷺ"])
@example(["laki-laki"] * 3)
def test_any_words_are_answered_with_spans_of_them_that_do_not_overlap(words: list[str]) -> None:
    spans: dict[tuple[int, int], list[Translation]] = {}
    for one in translations(words):
        assert 0 <= one.start < one.end <= len(words)
        assert 1 <= len(one.equivalents) <= MOST_EQUIVALENTS
        spans.setdefault((one.start, one.end), []).append(one)
    assert list(spans) == sorted(spans)


@given(st.lists(st.sampled_from([entry.english for entry in ENTRIES]), min_size=1, max_size=4))
def test_case_and_place_in_the_question_change_nothing_for_one_word(heads: list[str]) -> None:
    for head in heads:
        words = head.split()
        plain = translations(words)
        assert translations([word.upper() for word in words]) == plain
        moved = translations(["the", *words, "of"])
        assert [(one.start - 1, one.end - 1, one.into, one.equivalents) for one in moved] == [
            (one.start, one.end, one.into, one.equivalents) for one in plain
        ]


# Lists that cannot be read


@pytest.mark.parametrize(
    "line",
    [
        "wife\tistri\tn\t",
        "wife\tistri\tn\t\tcatatan\tlebih",
        "\tistri\tn\t\t",
        "a b c d\tistri\tn\t\t",
        "wife\t\tn\t\t",
        "wife\tistri|\tn\t\t",
        "wife\ta|b|c|d|e\tn\t\t",
        "wife\tistri\tnoun\t\t",
        "wife\tistri\t\t\t",
        "wife\tistri\tn\tbini\t",
        "Wife’s\tistri\tn\t\t\nwifes\tistri\tn\t\t",
    ],
)
def test_a_line_that_cannot_be_kept_is_named_by_its_number(line: str) -> None:
    with pytest.raises(Misread) as trouble:
        list(entries(listed("husband\tsuami\tn\t\t", line)))
    assert trouble.value.number == 3 + len(line.splitlines())
    assert str(trouble.value.number) in str(trouble.value)


@pytest.mark.parametrize("text", ["", "# nothing\n", "wife\tistri\tn\t\t\n"])
def test_a_list_without_its_columns_is_refused(text: str) -> None:
    with pytest.raises(Misread):
        list(entries(text))


@given(st.text())
def test_any_text_is_a_list_or_a_misread_one(text: str) -> None:
    try:
        WordList(entries(listed(text)))
    except Misread as trouble:
        assert trouble.number > 0


# Questions of which a part is explained, and lists with an editor's own lines


def test_what_is_explained_tells_the_language_and_is_not_translated() -> None:
    words = ["air", "and", "noise", "in", "factories"]
    found = shipped().translations(words, explained={2, 4})
    assert [(one.start, one.into) for one in found] == [(0, "id")]
    assert [(one.into) for one in shipped().translations(["air"], leaning="id")] == ["en"]


def test_no_span_reaches_across_what_is_explained() -> None:
    assert [(one.start, one.end) for one in shipped().translations(["supreme", "court"], explained={1})] == [
        (one.start, one.end) for one in shipped().translations(["supreme"])
    ]


def test_every_line_that_is_shipped_can_be_kept() -> None:
    written = Path(bilingual.__file__).with_name("bilingual.tsv").read_text("utf-8")
    assert tuple(entries(written)) == shipped().entries


def test_an_editors_line_stands_for_the_one_with_the_same_head() -> None:
    mine = edited(
        [Entry("wife", ("istri",), ("n",)), Entry("law", ("hukum",), ("n",))],
        [Entry("Wife", ("bini",), ("n",)), Entry("law", (), ("n",)), Entry("bride", ("mempelai",), ("n",))],
    )
    assert [(entry.english, entry.indonesian) for entry in mine.entries] == [
        ("Wife", ("bini",)),
        ("bride", ("mempelai",)),
    ]
    assert mine.translations(["law"]) == []


def test_words_of_either_language_are_known() -> None:
    assert shipped().knows("wives") and shipped().knows("kekerasan")
    assert not shipped().knows("kdrt")
