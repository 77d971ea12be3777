"""The tables of the analysis: which words are found together, and which never."""

import csv
import shutil
from itertools import combinations
from pathlib import Path

import pytest

import library.thesaurus
from search import analysis
from search.analysis import families, fold, is_stop, spellings, tokens
from search.analysis.families import Family, WrongFamily, derived, family_of, hosts
from search.analysis.spellings import WrongSpelling, modern

TABLES = Path(analysis.__file__).parents[1]
FAMILIES = list(families.read(TABLES / "families.tsv"))
ROOTS = {form: family.root for family in FAMILIES for form in family.forms}
MEANT = spellings.read(TABLES / "spellings.tsv")
PROTECTED = {
    name
    for line in (TABLES / "protected.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for name in line.split()
}

WHOLE_PARADIGM = (
    "V S ber- ber-an ber-kan per-an per- memper-kan memper-i pe- pe-an ter- se- ke- ke-an keter-an ketidak-an "
    "member-kan pember-an"
)


def lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


LOOK_ALIKES = [line.split("\t") for line in lines("look_alikes.tsv")]
HELD_OUT = [line.split() for line in lines("held_out_families.tsv")]


def stems(word: str) -> set[str]:
    """More than one where a word is read as two (nonfisik: non, fisik)."""
    return {token.stem for token in tokens(word)}


# The table of families


def test_the_table_holds_the_words_of_the_field() -> None:
    assert len(FAMILIES) >= 700


def test_no_family_is_split() -> None:
    split = {form: stems(form) for form, root in ROOTS.items() if stems(form) != {root}}
    assert split == {}


@pytest.mark.parametrize("enclitic", ["nya", "ku", "mu", "lah", "kah", "pun", "nyalah", "mukah"])
def test_an_enclitic_parts_no_word_from_its_family(enclitic: str) -> None:
    words = [root + enclitic for root in ROOTS.values() if len(root) > 2]
    apart = {word: stems(word) for word in words if stems(word) != {ROOTS[word.removesuffix(enclitic)]}}
    assert {word for word in apart if word not in PROTECTED | ROOTS.keys() and not is_stop(word)} == set()


def test_no_form_is_in_two_families() -> None:
    assert sum(len(family.forms) for family in FAMILIES) == len(ROOTS)


def test_no_root_has_two_lines() -> None:
    assert len({family.root for family in FAMILIES}) == len(FAMILIES)


def test_forms_are_folded_words() -> None:
    assert {form for form in ROOTS if fold(form) != form or not form.isalpha()} == set()


def test_a_family_that_leaves_another_says_why() -> None:
    whole = {family.root: set(derived(family.root, WHOLE_PARADIGM.split())) for family in FAMILIES}
    made = {form for root, forms in whole.items() for form in forms - {root}}
    assert {family.root for family in FAMILIES if family.root in made and not family.reason} == set()


def test_a_family_without_one_of_its_regular_forms_says_why() -> None:
    unexplained = set()
    for line in (TABLES / "families.tsv").read_text("utf-8").splitlines():
        root, _, more, reason = [*line.split("\t"), "", "", ""][:4]
        if not line.startswith("#") and any(form.startswith("-") for form in more.split()) and not reason:
            unexplained.add(root)
    assert unexplained == set()


def test_every_word_of_a_concepts_label_was_decided_on() -> None:
    path = Path(library.thesaurus.__file__).with_name("ktpa-thesaurus.csv")
    with path.open(encoding="utf-8", newline="") as rows:
        labels = [row["pref_label_id"] for row in csv.DictReader(rows)]
    words = {token.exact for label in labels for token in tokens(label) if token.exact.isalpha()}
    left_to_stemmers = {
        word
        for word in words
        if not family_of(spellings.meaning(word, MEANT), ROOTS)
        and word not in PROTECTED
        and not is_stop(word)
    }
    assert left_to_stemmers == set()


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES, ids=["/".join(pair) for pair in LOOK_ALIKES])
def test_look_alikes_stay_apart(one: str, other: str) -> None:
    assert not stems(one) & stems(other)


def test_there_are_enough_look_alikes() -> None:
    assert len({frozenset(pair) for pair in LOOK_ALIKES}) >= 160


def test_families_of_running_text_are_found_together(capsys: pytest.CaptureFixture[str]) -> None:
    pairs = [pair for family in HELD_OUT for pair in combinations(family, 2)]
    joined = sum(bool(stems(one) & stems(other)) for one, other in pairs)
    with capsys.disabled():
        print(
            f"\n{len(HELD_OUT)} held-out families: {joined} of {len(pairs)} pairs joined ({joined / len(pairs):.1%})"
        )
    assert len(HELD_OUT) >= 150
    assert joined / len(pairs) >= 0.98


@pytest.mark.parametrize("pair", ["program/programs", "model/models", "analysis/analyses", "survey/surveys"])
def test_the_english_plural_of_a_word_of_both_languages_is_joined(pair: str) -> None:
    one, other = pair.split("/")
    assert stems(one) == stems(other)


@pytest.mark.parametrize("word", ["kelas", "batas", "artis", "puas", "stress"])
def test_an_s_that_belongs_to_the_word_is_no_plural(word: str) -> None:
    assert stems(word) != stems(word.removesuffix("s"))


# The rules that make forms


@pytest.mark.parametrize(
    ("root", "affix", "forms"),
    [
        ("ajar", "meN-", "mengajar diajar ngajar terajar kuajar kauajar"),
        ("baca", "meN-", "membaca dibaca"),
        ("cari", "peN-an", "pencarian"),
        ("didik", "peN-", "pendidik"),
        ("ganti", "peN-an", "penggantian"),
        ("hukum", "meN-", "menghukum"),
        ("kawin", "meN-kan", "mengawinkan mengkawinkan dikawinkan kawinkan ngawinkan"),
        ("lindung", "meN-i", "melindungi dilindungi terlindungi lindungi"),
        ("nikah", "meN-i", "menikahi dinikahi"),
        ("pukul", "meN-", "memukul mukul"),
        ("rusak", "meN-", "merusak"),
        ("siksa", "peN-an", "penyiksaan"),
        ("tuntut", "peN-", "penuntut"),
        ("waris", "meN-kan", "mewariskan"),
        ("sah", "peN-an", "pengesahan"),
        ("bom", "meN-", "mengebom membom"),
        ("proses", "meN-", "memproses"),
        ("kritik", "meN-", "mengkritik"),
        ("rasa", "ber-", "berasa"),
        ("rasa", "per-an", "perasaan"),
        ("kerja", "ber-", "bekerja"),
        ("kerja", "memper-kan", "mempekerjakan dipekerjakan"),
        ("daya", "member-kan", "memberdayakan diberdayakan"),
        ("daya", "pember-an", "pemberdayaan"),
        ("libat", "keter-an", "keterlibatan"),
        ("adil", "ketidak-an", "ketidakadilan"),
        ("wajib", "ke-an", "kewajiban berkewajiban"),
        ("takut", "meN-i", "menakuti menakut nakuti"),
        ("besar", "meN-kan", "membesarkan dibesar dibesarkan"),
        ("tani", "pe-", "petani"),
        ("pengadilan", "adil:per-an", "peradilan"),
        ("tangani", "tangan:V", "menangani penanganan"),
    ],
)
def test_affixes_meet_roots_by_the_rules(root: str, affix: str, forms: str) -> None:
    assert set(forms.split()) <= set(derived(root, [affix]))


@pytest.mark.parametrize(
    ("root", "affix", "wrong"),
    [
        ("proses", "meN-", "memroses"),
        ("nikah", "meN-", "mengnikah"),
        ("ajar", "peN-", "peajar"),
        ("rasa", "ber-", "berrasa"),
        ("tangan", "ke-an", "menangan"),
    ],
)
def test_what_nobody_writes_is_not_made(root: str, affix: str, wrong: str) -> None:
    assert wrong not in set(derived(root, [affix]))


def test_enclitics_come_off_in_their_order() -> None:
    assert list(hosts("anaknyalah")) == [("anaknyalah", ""), ("anaknya", "lah"), ("anak", "nyalah")]
    assert list(hosts("buku")) == [("buku", "")]
    assert family_of("anaknyalah", {"anak": "anak"}) == "anak"
    assert family_of("anakan", {"anak": "anak"}) is None


def test_a_table_is_read_with_forms_more_and_less(tmp_path: Path) -> None:
    path = tmp_path / "families.tsv"
    path.write_text("# judul\n\nkasih\tpeN-\tkasihi -pekasih -pengkasih\tsebab\n", "utf-8")
    assert list(families.read(path)) == [Family("kasih", frozenset({"kasih", "pengasih", "kasihi"}), "sebab")]


@pytest.mark.parametrize("line", ["kasih\tpeN", "kasih\tke", "kasih\txyz-an", "\tpeN-", "a\t\t\t\tlebih"])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "families.tsv"
    path.write_text(f"# judul\n{line}\n", "utf-8")
    with pytest.raises(WrongFamily, match=r"families\.tsv:2"):
        list(families.read(path))


# Names


def test_names_and_acronyms_are_left_as_they_are() -> None:
    assert {name: stems(name) for name in PROTECTED} == {name: {name} for name in PROTECTED}


def test_capitals_do_not_make_a_name() -> None:
    assert stems("BEKASI") == stems("bekasi") == {"bekasi"}
    assert stems("KEKERASAN") == stems("kekerasan")
    assert stems("Bandungnya") == {"bandung"}


def test_names_are_no_words_of_a_family() -> None:
    assert PROTECTED & ROOTS.keys() == set()
    assert PROTECTED & MEANT.keys() == set()


def test_names_are_written_as_they_are_folded() -> None:
    assert {token.exact for name in PROTECTED for token in tokens(name)} == PROTECTED


# Spellings


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("isteri", "istri"),
        ("isterinya", "istrinya"),
        ("beresiko", "berisiko"),
        ("jender", "gender"),
        ("analisa", "analisis"),
        ("yg", "yang"),
        ("dgn", "dengan"),
        ("perdjandjian", "perjanjian"),
        ("oendang", "undang"),
        ("rakjat", "rakyat"),
    ],
)
def test_another_spelling_finds_the_word_but_stays_as_written(written: str, meant: str) -> None:
    [one], [other] = tokens(written), tokens(meant)
    assert one.stem == other.stem
    assert one.exact == written


@pytest.mark.parametrize(
    ("together", "apart"),
    [
        ("orangtuanya", "orang tuanya"),
        ("kerjasama", "kerja sama"),
        ("laki2", "laki-laki"),
        ("anak2nya", "anak-anaknya"),
        ("nonfisik", "non fisik"),
        ("pascabencana", "pasca bencana"),
        ("antaranggota", "antar anggota"),
        ("th2004", "th 2004"),
        ("Pasal5", "Pasal 5"),
    ],
)
def test_what_is_written_together_is_read_apart(together: str, apart: str) -> None:
    assert analysis.streams(together) == analysis.streams(apart)


@pytest.mark.parametrize(
    "word", ["prasangka", "pramuka", "antara", "antarkan", "nonton", "P2TP2A", "H2O", "praktik"]
)
def test_what_only_begins_or_ends_like_that_is_one_word(word: str) -> None:
    assert len(tokens(word)) == 1


def test_the_pieces_of_a_word_stand_where_they_are_written() -> None:
    assert [(t.word, t.start, t.end) for t in tokens("Órang\u00adtua2nya")] == [("Órang\u00adtua2nya", 0, 13)]
    assert [(t.word, t.start) for t in tokens("O\u0301rang\u00adtuanya")] == [
        ("O\u0301rang", 0),
        ("\u00adtuanya", 6),
    ]
    assert [(t.word, t.start) for t in tokens("ke anak2nya")] == [("ke", 0), ("anak", 3), ("2nya", 7)]


def test_an_abbreviated_function_word_is_one() -> None:
    assert is_stop("yg")
    assert is_stop("dgn")
    assert not is_stop("isteri")


def test_today_s_letters_are_put_only_where_they_make_a_known_word() -> None:
    assert modern("djandji", ROOTS) == "janji"
    assert modern("janji", ROOTS) == "janji"
    assert modern("soeharto", ROOTS) == "soeharto"


def test_spellings_lead_to_words_that_need_no_other() -> None:
    assert {meaning for meaning in MEANT.values() for word in meaning.split() if word in MEANT} == set()
    assert MEANT.keys() & ROOTS.keys() == set()


@pytest.mark.parametrize("line", ["isteri", "isteri\t", "a\tb c d", "orangtua\torang tuwa"])
def test_a_spelling_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "spellings.tsv"
    path.write_text(f"{line}\n", "utf-8")
    with pytest.raises(WrongSpelling, match=r"spellings\.tsv:1"):
        spellings.read(path)


# The version


def test_an_edited_table_makes_another_version(tmp_path: Path) -> None:
    for name in ("families.tsv", "protected.txt", "spellings.tsv", "stop_words.txt"):
        shutil.copy(TABLES / name, tmp_path)
    before = analysis.digest(tmp_path)
    assert before in analysis.VERSION
    with (tmp_path / "protected.txt").open("a", encoding="utf-8") as table:
        table.write("cikalong\n")
    assert analysis.digest(tmp_path) != before
