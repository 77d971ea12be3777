"""The language of questions, from what is typed to the tree that engines compile."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from library.models import Publication
from library.models.cards import KINDS
from library.notices import Audience
from search import query
from search.analysis import tokens
from search.facets import READABLE, RECORD_ALONE
from search.forms import PARAMETERS
from search.query import And, Node, Not, Or, Phrase, Term, fields, loosen, parse, refused, sentences, wanted
from search.tree import Chosen, Field, Fuzzy, Meant, Prefix, Within, Years


def word(typed: str) -> Term:
    [token] = tokens(typed)
    return Term(token.word, token.stem, token.exact)


def as_written(typed: str) -> Term:
    [token] = tokens(typed)
    return Term(token.word, "", token.exact)


def quoted(typed: str, slop: int = 0) -> Phrase:
    return Phrase(tuple(map(as_written, typed.split())), slop)


def both(*parts: Node) -> And:
    return And(parts)


def either(*parts: Node) -> Or:
    return Or(parts)


def titled(part: Term | Phrase | Prefix | Fuzzy, field: Field = "names") -> Within:
    return Within(field, part)


def about(facet: str, slug: str, part: Term | Phrase) -> Or:
    return either(Chosen(facet, (slug,)), Within("about", part))


AYAH, IBU, PAMAN, KORBAN, BERITA = map(word, ["ayah", "ibu", "paman", "korban", "berita"])


def test_one_word_is_a_term_with_both_forms() -> None:
    assert parse("dilindungi").tree == Term("dilindungi", "lindung", "dilindungi")


def test_all_words_are_wanted() -> None:
    assert parse("korban ayah").tree == both(KORBAN, AYAH)


def test_function_words_are_dropped_from_the_question() -> None:
    assert parse("korban dari ayah yang").tree == both(KORBAN, AYAH)


def test_a_question_of_function_words_alone_keeps_them() -> None:
    assert parse("yang mana").tree == both(word("yang"), word("mana"))


def test_an_acronym_that_looks_like_a_function_word_is_kept() -> None:
    assert parse("laporan WHO").tree == both(word("laporan"), word("WHO"))
    assert parse("WHO 2010").tree == both(word("WHO"), word("2010"))


def test_a_question_typed_in_capitals_drops_its_function_words() -> None:
    assert parse("KORBAN DARI AYAH").tree == both(KORBAN, AYAH)


def test_the_same_word_twice_is_asked_once() -> None:
    assert parse("korban Korban KORBAN").tree == KORBAN


def test_what_was_typed_makes_no_difference_between_terms() -> None:
    assert parse("KORBAN").tree == parse("korban").tree


def test_quoted_words_are_a_phrase_as_written_with_its_function_words() -> None:
    assert parse('"dalam rumah tangga"').tree == quoted("dalam rumah tangga")


def test_one_quoted_word_is_meant_as_written() -> None:
    assert parse('"dilindungi"').tree == as_written("dilindungi")


@pytest.mark.parametrize(
    "question", ["“rumah tangga”", "„rumah tangga“", "«rumah tangga»", "”rumah tangga”", '"rumah-tangga"']
)
def test_quotes_of_every_shape_make_a_phrase(question: str) -> None:
    assert parse(question).tree == quoted("rumah tangga")


def test_a_phrase_may_leave_room_between_its_words() -> None:
    assert parse('"nikah anak"~3').tree == quoted("nikah anak", slop=3)


def test_room_in_a_phrase_has_an_end() -> None:
    assert parse('"nikah anak"~99999999999').tree == quoted("nikah anak", slop=query.WIDEST_SLOP)


@pytest.mark.parametrize(
    "question", ["ayah OR ibu", "ayah ATAU ibu", "ayah | ibu", "ayah|ibu", "ayah || ibu"]
)
def test_either_word_is_enough(question: str) -> None:
    assert parse(question).tree == either(AYAH, IBU)


def test_small_atau_is_a_function_word() -> None:
    assert parse("ayah atau ibu").tree == both(AYAH, IBU)


def test_or_binds_closer_than_a_space() -> None:
    assert parse("korban ayah OR paman").tree == both(KORBAN, either(AYAH, PAMAN))


@pytest.mark.parametrize("operator", ["AND", "DAN", "&", "&&"])
def test_a_written_and_binds_closer_than_or(operator: str) -> None:
    assert parse(f"korban {operator} ayah OR paman").tree == either(both(KORBAN, AYAH), PAMAN)


@pytest.mark.parametrize(
    "question",
    ["korban -berita", "-berita korban", "korban NOT berita", "korban BUKAN berita", "korban −berita"],
)
def test_a_minus_refuses(question: str) -> None:
    assert parse(question).tree == both(KORBAN, Not(BERITA))


def test_a_phrase_can_be_refused() -> None:
    assert parse('korban -"rumah tangga"').tree == both(KORBAN, Not(quoted("rumah tangga")))


def test_a_minus_after_or_holds_for_the_whole_question() -> None:
    assert parse("ayah OR ibu -berita").tree == both(either(AYAH, IBU), Not(BERITA))
    assert parse("ayah OR -berita").tree == both(AYAH, Not(BERITA))


def test_a_refused_group_refuses_any_of_it() -> None:
    assert parse("korban -(ayah OR ibu)").tree == both(KORBAN, Not(either(AYAH, IBU)))


def test_refusing_a_refusal_asks_for_it() -> None:
    assert parse("korban NOT NOT ayah").tree == both(KORBAN, AYAH)
    assert parse("korban -(-ayah)").tree == both(KORBAN, AYAH)


def test_a_dash_between_words_is_no_minus() -> None:
    assert parse("korban - ayah").tree == both(KORBAN, AYAH)
    assert parse("korban -- ayah").tree == both(KORBAN, AYAH)


def test_a_minus_before_a_function_word_refuses_nothing() -> None:
    assert parse("korban -yang").tree == KORBAN


def test_brackets_group() -> None:
    assert parse("(korban DAN ayah) ATAU paman").tree == either(both(KORBAN, AYAH), PAMAN)
    assert parse("korban (ayah OR ibu)").tree == both(KORBAN, either(AYAH, IBU))
    assert parse("(korban -berita) OR ayah").tree == either(both(KORBAN, Not(BERITA)), AYAH)


def test_brackets_that_change_nothing_leave_no_trace() -> None:
    assert parse("((korban) (ayah (ibu)))").tree == both(KORBAN, AYAH, IBU)


@pytest.mark.parametrize("typed", ["COVID-19", "23/2004", "sapa.or.id", "12.500", "1,5", "TPKS/TPPO"])
def test_a_word_of_several_tokens_is_a_phrase_on_stems(typed: str) -> None:
    assert parse(typed).tree == Phrase(
        tuple(Term(t.word, t.stem, t.exact) for t in tokens(typed)), exact=False
    )


def test_a_doubled_word_also_finds_the_single_one() -> None:
    assert parse("anak-anak").tree == either(
        Phrase((word("anak"), word("anak")), exact=False), as_written("anak")
    )


def test_a_doubled_word_in_quotes_is_found_doubled() -> None:
    assert parse('"anak-anak"').tree == quoted("anak anak")


def test_commas_and_colons_divide_words() -> None:
    assert parse("ayah,ibu;paman:korban").tree == both(AYAH, IBU, PAMAN, KORBAN)


def test_apostrophes_do_not_divide() -> None:
    assert parse("Jum’at").tree == parse("jumat").tree


def test_the_exact_switch_takes_every_word_as_written() -> None:
    question = parse("dilindungi COVID-19 anak-anak", exact=True)
    assert question.exact
    assert question.tree == both(as_written("dilindungi"), quoted("covid 19"), quoted("anak anak"))


def test_the_question_is_kept_as_read_on_one_line() -> None:
    assert parse("  ayah\n\tkandung\x00 ").text == "ayah kandung"


@pytest.mark.parametrize(
    "question", ["korban", 'korban "rumah tangga" -berita (ayah OR ibu)', "", " ", "anak-anak, COVID-19!"]
)
def test_a_question_without_mistakes_says_nothing(question: str) -> None:
    assert parse(question).said is None


@pytest.mark.parametrize(
    ("question", "tree", "said"),
    [
        ('"korban ayah', both(KORBAN, AYAH), sentences.OPEN_QUOTE),
        ('korban "', KORBAN, sentences.OPEN_QUOTE),
        ("(korban ayah", both(KORBAN, AYAH), sentences.OPEN_BRACKET),
        ("korban) ayah", both(KORBAN, AYAH), sentences.OPEN_BRACKET),
        (")(korban", KORBAN, sentences.OPEN_BRACKET),
        ("korban OR", KORBAN, sentences.LONE_OPERATOR),
        ("ATAU korban", KORBAN, sentences.LONE_OPERATOR),
        ("korban OR OR ayah", either(KORBAN, AYAH), sentences.LONE_OPERATOR),
        ("korban OR NOT", KORBAN, sentences.LONE_OPERATOR),
        ("(korban AND) ayah", both(KORBAN, AYAH), sentences.LONE_OPERATOR),
        ("BUKAN", word("bukan"), sentences.LONE_OPERATOR),
        ("OR", word("or"), sentences.LONE_OPERATOR),
        ("-korban", KORBAN, sentences.ONLY_REFUSED),
        ("-korban -ayah", both(KORBAN, AYAH), sentences.ONLY_REFUSED),
        ("NOT (korban OR ayah)", either(KORBAN, AYAH), sentences.ONLY_REFUSED),
        ("-korban OR -ayah", both(KORBAN, AYAH), sentences.ONLY_REFUSED),
        ("---", None, sentences.NOTHING_TO_SEARCH),
        ('""', None, sentences.NOTHING_TO_SEARCH),
        ("()", None, sentences.NOTHING_TO_SEARCH),
        ("😀", None, sentences.NOTHING_TO_SEARCH),
    ],
)
def test_a_mistake_is_repaired_and_said(question: str, tree: Node | None, said: object) -> None:
    read = parse(question)
    assert (read.tree, read.said) == (tree, said)


PKDRT_LAW = Term("", "uu23th2004", "uu23th2004")


@pytest.mark.parametrize(
    "law",
    [
        "UU 23/2004",
        "UU No.23 th 2004",
        "undang-undang nomor 23 tahun 2004",
        "UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 23 TAHUN 2004",
        '"UU No. 23 Tahun 2004"',
        '"uu 23/2004"~3',
        "(UU 23/2004)",
    ],
)
def test_a_law_is_one_word_however_its_number_is_written(law: str) -> None:
    assert parse(law).tree == PKDRT_LAW
    assert parse(f"{law} korban").tree == both(PKDRT_LAW, KORBAN)
    assert parse(f"korban -{law}").tree == both(KORBAN, Not(PKDRT_LAW))
    assert parse(f"{law} OR korban").tree == either(PKDRT_LAW, KORBAN)
    assert parse(f"tentang:{law}, korban").tree == both(PKDRT_LAW, KORBAN)


def test_a_law_by_its_short_name_is_as_typed() -> None:
    assert parse("UU PKDRT").tree == both(word("UU"), word("PKDRT"))
    assert parse("UU (23) 2004").tree == both(word("UU"), word("23"), word("2004"))


def test_a_law_among_quoted_words_is_as_it_is_written() -> None:
    tree = parse('"menurut UU 23/2004"').tree
    assert isinstance(tree, Phrase)
    assert [term.exact for term in tree.terms] == ["menurut", "uu", "23", "2004"]


def test_laws_are_written_in_either_stream_with_the_exact_switch() -> None:
    assert parse("UU 23/2004", exact=True).tree == Term("", "", "uu23th2004")


PEREMPUAN, ANAK, DESA, BUKU = map(word, ["perempuan", "anak", "desa", "buku"])


@pytest.mark.parametrize(
    ("question", "tree", "said"),
    [
        ("perempu*", Prefix("", "perempu"), None),
        ("Pérempu*", Prefix("", "perempu"), None),
        ("perempu* korban", both(Prefix("", "perempu"), KORBAN), None),
        ("korban -perempu*", both(KORBAN, Not(Prefix("", "perempu"))), None),
        ("anak,perempu**", both(ANAK, Prefix("", "perempu")), None),
        ("pe*", word("pe"), sentences.MISPLACED_STAR),
        ("*puan", word("puan"), sentences.MISPLACED_STAR),
        ("*", None, sentences.NOTHING_TO_SEARCH),
        ("korban *", KORBAN, None),
        ("covid-19*", Phrase(tuple(map(word, ["covid", "19"])), exact=False), sentences.MISPLACED_STAR),
        ("pelecehan~1", Fuzzy("", "pelecehan", 1), None),
        ("pelecehan~", Fuzzy("", "pelecehan", 1), None),
        ("pelecehan~2", Fuzzy("", "pelecehan", 2), None),
        ("pelecehan~7", Fuzzy("", "pelecehan", 2), sentences.TOO_FAR),
        ("pelecehan~99999999999", Fuzzy("", "pelecehan", 2), sentences.TOO_FAR),
        ("pelecehan~0", word("pelecehan"), sentences.MISPLACED_TILDE),
        ("pelecehan~x", Phrase((word("pelecehan"), word("x")), exact=False), sentences.MISPLACED_TILDE),
        ("pelecehan~1.", Fuzzy("", "pelecehan", 1), None),
        ("ibu~anak", Phrase((IBU, ANAK), exact=False), None),
        ("korban^5", KORBAN, sentences.BOOST),
        ("korban^2.5 anak", both(KORBAN, ANAK), sentences.BOOST),
        ("korban ^2", KORBAN, sentences.BOOST),
        ("korban^2^3", KORBAN, sentences.BOOST),
        ('"ibu anak"^2', quoted("ibu anak"), sentences.BOOST),
        ("(ibu anak)^2 desa", both(IBU, ANAK, DESA), sentences.BOOST),
        ("perempu*^2", Prefix("", "perempu"), sentences.BOOST),
        ("pelecehan~1^2", Fuzzy("", "pelecehan", 1), sentences.BOOST),
        ("judul:perempuan^2", titled(PEREMPUAN), sentences.BOOST),
        ("UU 23/2004^2", PKDRT_LAW, sentences.BOOST),
        ("-korban^2 anak", both(ANAK, Not(KORBAN)), sentences.BOOST),
        ("10^6", Phrase((word("10"), word("6")), exact=False), None),
        ("m^2 desa", both(Phrase((word("m"), word("2")), exact=False), DESA), None),
        ("tahun:2015 tahun:2016", both(Years(2015, 2015), Years(2016, 2016)), sentences.APART_IN_TIME),
        ("anak tahun:2015.. tahun:..2014", both(ANAK, Years(2015, None), Years(None, 2014)), sentences.APART_IN_TIME),
        ("tahun:2015.. tahun:..2015", both(Years(2015, None), Years(None, 2015)), None),
        ("tahun:2015 ATAU tahun:2016", either(Years(2015, 2015), Years(2016, 2016)), None),
        ("ibu~1 korban", both(IBU, KORBAN), sentences.MISPLACED_TILDE),
        ("judul:perempuan", titled(PEREMPUAN), None),
        ("TITLE:perempuan", titled(PEREMPUAN), None),
        ("judul:perempuan desa", both(titled(PEREMPUAN), DESA), None),
        ("judul:(perempuan desa)", both(titled(PEREMPUAN), titled(DESA)), None),
        ("judul:(perempuan OR anak) desa", both(either(titled(PEREMPUAN), titled(ANAK)), DESA), None),
        ("judul:(perempuan (anak OR desa)) ibu",
         both(titled(PEREMPUAN), either(titled(ANAK), titled(DESA)), IBU), None),
        ("judul:(perempuan -anak)", both(titled(PEREMPUAN), Not(titled(ANAK))), None),
        ("judul:(perempuan penulis:anak desa)",
         both(titled(PEREMPUAN), titled(ANAK, "makers"), titled(DESA)), None),
        ('judul:"rumah tangga"', titled(quoted("rumah tangga")), None),
        ('judul:"rumah tangga"~2', titled(quoted("rumah tangga", 2)), None),
        ("judul:perempu*", titled(Prefix("", "perempu")), None),
        ("judul:pelecehan~1", titled(Fuzzy("", "pelecehan")), None),
        ("judul:yang", titled(word("yang")), None),
        ("judul:OR", titled(word("or")), None),
        ("judul:UU 23/2004", titled(PKDRT_LAW), None),
        ("judul:anak,ibu", both(titled(ANAK), titled(IBU)), None),
        ("ibu -judul:anak,desa", both(IBU, Not(both(titled(ANAK), titled(DESA)))), None),
        ("penulis:perempuan author:anak", both(titled(PEREMPUAN, "makers"), titled(ANAK, "makers")), None),
        ("tahun:2015", Years(2015, 2015), None),
        ("year:2010..2020", Years(2010, 2020), None),
        ("tahun:2010-2020", Years(2010, 2020), None),
        ("tahun:2010…2020", Years(2010, 2020), None),
        ("tahun:2020..2010", Years(2010, 2020), None),
        ("tahun:2010..", Years(2010, None), None),
        ("tahun:..2020", Years(None, 2020), None),
        ("ibu tahun:2010..2020", both(IBU, Years(2010, 2020)), None),
        ("ibu -tahun:2015", both(IBU, Not(Years(2015, 2015))), None),
        ("tahun:(2015 OR 2018)", either(Years(2015, 2015), Years(2018, 2018)), None),
        ("tahun:..", word("tahun"), sentences.UNREADABLE_YEARS),
        ("tahun:lalu", word("lalu"), sentences.UNREADABLE_YEARS),
        ("tahun:20155", word("20155"), sentences.UNREADABLE_YEARS),
        ("jenis:buku", Chosen("kind", ("buku",)), None),
        ("kind:book", Chosen("kind", ("buku",)), None),
        ("jenis:buku,studi,BUKU", Chosen("kind", ("buku", "studi")), None),
        ('jenis:"buku saku"', Chosen("kind", ("buku-saku",)), None),
        ("ibu -jenis:(buku OR film)",
         both(IBU, Not(either(Chosen("kind", ("buku",)), Chosen("kind", ("film",))))), None),
        ("jenis:sepeda", word("sepeda"), sentences.UNKNOWN_KIND),
        ("bahasa:inggris", Chosen("language", ("en",)), None),
        ("language:Sundanese", Chosen("language", ("su",)), None),
        ("bahasa:klingon", word("klingon"), sentences.UNKNOWN_LANGUAGE),
        ("topik:perempuan", about("topic", "perempuan", PEREMPUAN), None),
        ('topik:"anak perempuan"',
         about("topic", "anak-perempuan", Phrase((ANAK, PEREMPUAN), exact=False)), None),
        ("tempat:(desa OR anak)", either(*about("place", "desa", DESA).parts, *about("place", "anak", ANAK).parts), None),
        ("hukum:UU 23/2004", about("law", "uu-23-2004", PKDRT_LAW), None),
        ('law:"UU 23/2004"', about("law", "uu-23-2004", PKDRT_LAW), None),
        ("law:23/2004", parse("hukum:23/2004").tree, None),
        ("hukum:23/2004", about("law", "23-2004", Phrase((word("23"), word("2004")), exact=False)), None),
        ("Law 23/2004", PKDRT_LAW, None),
        ("Law: 23/2004", PKDRT_LAW, None),
        ("undang-undang law:23/2004", both(parse("undang-undang").tree, parse("hukum:23/2004").tree), None),
        ('judul:"" anak', ANAK, sentences.EMPTY_FIELD),
        ("judul: perempuan", both(word("judul"), PEREMPUAN), sentences.LONE_FIELD),
        ("perempuan judul:", both(PEREMPUAN, word("judul")), sentences.LONE_FIELD),
        ("judul:(perempuan anak", both(titled(PEREMPUAN), ANAK), sentences.OPEN_BRACKET),
        ('judul:"perempuan anak', both(titled(PEREMPUAN), ANAK), sentences.OPEN_QUOTE),
        ("judul:()", word("judul"), None),
        ("sampul:perempuan", both(word("sampul"), PEREMPUAN), sentences.UNKNOWN_FIELD),
        ("sejudul:perempuan", both(word("sejudul"), PEREMPUAN), sentences.UNKNOWN_FIELD),
        ("tanggal:2010", both(word("tanggal"), word("2010")), sentences.UNKNOWN_FIELD),
        ("ibu -sampul:anak", both(IBU, Not(word("sampul")), Not(ANAK)), sentences.UNKNOWN_FIELD),
        ("OR:anak", both(word("OR"), ANAK), sentences.UNKNOWN_FIELD),
        ("perempuan: anak desa", both(PEREMPUAN, ANAK, DESA), None),
        ("anak https://desa", both(ANAK, word("https"), DESA), None),
        ("oleh:perempuan", titled(PEREMPUAN, "makers"), None),
        ("terbitan:desa", either(Chosen("periodical", ("desa",)), titled(DESA)), None),
        ("akses:terbuka", Chosen("access", ("terbuka",)), None),
        ("access:summary", Chosen("access", ("ringkasan",)), None),
        ("akses:desa", DESA, sentences.UNKNOWN_ACCESS),
        ("pembaca:remaja,orang-tua", Chosen("audience", ("teenagers", "parents")), None),
        ("ibu -pembaca:guru", both(IBU, Not(Chosen("audience", ("teachers",)))), None),
        ("pembaca:desa", DESA, sentences.UNKNOWN_AUDIENCE),
        ('"perempu* desa"', quoted("perempu desa"), sentences.SIGN_IN_QUOTES),
        ('"pelecehan~1 desa"', Phrase((*map(as_written, ["pelecehan", "1", "desa"]),)), sentences.SIGN_IN_QUOTES),
        ('"anak desa" *', quoted("anak desa"), None),
        ('"anak desa"~20', quoted("anak desa", 20), None),
        ('"anak desa"~21', quoted("anak desa", 20), sentences.TOO_WIDE),
        ('"anak desa"~', quoted("anak desa"), sentences.LONE_TILDE),
        ('"anak desa"~ibu', both(quoted("anak desa"), IBU), sentences.LONE_TILDE),
        ('"anak desa"~5, ibu', both(quoted("anak desa", 5), IBU), None),
        ('"anak desa"~5.', quoted("anak desa", 5), None),
        ('ibu "anak desa"~99999999', both(IBU, quoted("anak desa", 20)), sentences.TOO_WIDE),
        ("ibu NOT NOT anak", both(IBU, ANAK), sentences.TWICE_REFUSED),
        ("ibu NOT -anak", both(IBU, ANAK), sentences.TWICE_REFUSED),
        ("ibu - anak", both(IBU, ANAK), sentences.LONE_MINUS),
        ("ibu -", IBU, sentences.LONE_MINUS),
        ("ibu – anak", both(IBU, ANAK), None),
    ],
)  # fmt: skip
def test_prefixes_spellings_and_fields(question: str, tree: Node | None, said: object) -> None:
    read = parse(question)
    assert read.tree == tree
    assert read.said is said


def test_every_kind_and_language_of_the_library_has_its_word() -> None:
    assert {kind.slug for kind in KINDS} <= set(fields.KINDS.values())
    assert set(Publication.Language.values) == set(fields.LANGUAGES.values())
    assert set(Audience.values) == set(fields.AUDIENCES.values())
    assert {READABLE, RECORD_ALONE} == set(fields.ACCESS.values())


def test_every_name_of_the_sites_own_addresses_is_a_field() -> None:
    assert {*PARAMETERS.values(), "tahun"} <= set(fields.NAMES)
    with override("id"):
        said = str(sentences.UNKNOWN_FIELD)
    told = said.partition("ada: ")[2].rstrip(".").replace(" dan ", " ").split(", ")
    assert {fields.NAMES[name] for name in told} == set(fields.NAMES.values())


def test_what_names_a_field_stays_when_the_words_are_loosened() -> None:
    tree = parse("korban ayah judul:desa tahun:2015 -berita").tree
    assert tree is not None
    assert loosen(tree) == both(either(KORBAN, AYAH), titled(DESA), Years(2015, 2015), Not(BERITA))
    for question in (
        "korban tahun:2015",
        "tahun:2015 korban",
        "judul:(korban ayah)",
        "topik:desa tempat:desa",
    ):
        alone = parse(question).tree
        assert alone is not None
        assert loosen(alone) == alone


def test_only_what_is_looked_for_in_the_text_is_marked() -> None:
    tree = parse("korban judul:desa perempu* pelecehan~1 topik:anak").tree
    assert wanted(tree) == (KORBAN, Prefix("", "perempu"), Fuzzy("", "pelecehan"))


def test_what_is_also_meant_is_one_wish_and_refuses_nothing() -> None:
    meant = Meant(both(KORBAN, AYAH), (IBU,))
    assert loosen(meant) == Meant(either(KORBAN, AYAH), (IBU,))
    assert loosen(both(meant, PAMAN)) == either(Meant(either(KORBAN, AYAH), (IBU,)), PAMAN)
    assert loosen(both(meant, Not(BERITA))) == both(Meant(either(KORBAN, AYAH), (IBU,)), Not(BERITA))
    assert wanted(both(meant, PAMAN)) == (KORBAN, AYAH, IBU, PAMAN)
    assert refused(both(PAMAN, Not(meant))) == (both(KORBAN, AYAH),)
    assert refused(Not(both(meant, PAMAN))) == (both(both(KORBAN, AYAH), PAMAN),)


def test_a_question_without_words_has_no_tree() -> None:
    assert parse("").tree is None
    assert parse(" \n ").tree is None


def test_a_long_question_is_cut_between_words_and_says_so() -> None:
    read = parse("kata " * 78 + "kekerasan korban")
    assert read.text == ("kata " * 78 + "kekerasan")
    assert read.said == sentences.TOO_LONG


def test_a_long_word_is_cut_where_the_question_ends() -> None:
    assert len(parse("x" * 10_000).text) == query.LONGEST_QUESTION


def test_a_question_of_many_words_keeps_the_first_twenty_and_says_so() -> None:
    read = parse(" ".join(f"kata{n:02}" for n in range(30)))
    assert wanted(read.tree) == tuple(word(f"kata{n:02}") for n in range(query.MOST_CLAUSES))
    assert read.said == sentences.TOO_LONG


def test_refusals_count_among_the_twenty() -> None:
    read = parse(" ".join(f"kata{n:02}" for n in range(19)) + " -ayah -ibu")
    assert refused(read.tree) == (AYAH,)


def test_a_mountain_of_brackets_is_no_danger() -> None:
    assert parse("(" * 199 + "korban" + ")" * 199).tree == KORBAN
    assert parse("-(" * 150 + "korban").tree is not None
    assert parse("NOT " * 99 + "korban").tree is not None


def test_sentences_are_in_the_language_of_the_reader() -> None:
    with override("id"):
        assert (
            str(parse('"korban').said) == "Tanda kutip belum ditutup; kata-katanya dicari sebagai kata biasa."
        )


def test_loosened_any_word_is_enough() -> None:
    assert loosen(both(KORBAN, AYAH)) == either(KORBAN, AYAH)
    assert loosen(both(KORBAN, either(AYAH, PAMAN))) == either(KORBAN, AYAH, PAMAN)


def test_loosened_refusals_still_refuse() -> None:
    assert loosen(both(KORBAN, AYAH, Not(BERITA))) == both(either(KORBAN, AYAH), Not(BERITA))
    assert loosen(both(KORBAN, Not(BERITA))) == both(KORBAN, Not(BERITA))


def test_a_refusal_inside_an_alternative_stays_there() -> None:
    tree = either(both(KORBAN, AYAH, Not(BERITA)), PAMAN)
    assert loosen(tree) == either(both(either(KORBAN, AYAH), Not(BERITA)), PAMAN)


def test_one_word_cannot_be_loosened() -> None:
    assert loosen(KORBAN) == KORBAN
    assert loosen(quoted("rumah tangga")) == quoted("rumah tangga")
    assert loosen(Not(KORBAN)) == Not(KORBAN)


def test_wanted_are_the_words_to_mark_and_refused_those_to_check() -> None:
    tree = parse('korban ayah OR paman "rumah tangga" -berita -"nikah siri"').tree
    assert wanted(tree) == (KORBAN, AYAH, PAMAN, quoted("rumah tangga"))
    assert refused(tree) == (BERITA, quoted("nikah siri"))


def test_nothing_asked_is_nothing_wanted_or_refused() -> None:
    assert wanted(None) == ()
    assert refused(None) == ()
    assert refused(Not(KORBAN)) == (KORBAN,)
    assert wanted(Not(KORBAN)) == ()


# Properties. A question is made of what such questions are made of, and of any text.

PIECES = st.sampled_from(
    ["ayah", "ibu", "korban", "dilindungi", "anak-anak", "COVID-19", "yang", '"ayah ibu"', '"', "“", "(", ")", "()", "-", "-(",
     "OR", "ATAU", "AND", "DAN", "NOT", "BUKAN", "|", "~2", ",", " ", "  ", "\x00", "UU 23/2004", "UU No.23", "th 2004",
     "*", "ayah*", "*ibu", "korban~1", "~", "judul:", "penulis:", "tahun:", "2010..2020", "tahun:2015", "jenis:", "buku",
     "topik:", "hukum:", "bahasa:", ":"]
)  # fmt: skip
QUESTIONS = st.one_of(
    st.text(), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)


def nodes(tree: Node) -> Iterator[Node]:
    yield tree
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                yield from nodes(part)
        case Not(part):
            yield from nodes(part)


def matches(tree: Node, text: str) -> bool:
    """The meaning of a tree for a text without names, makers and values, without an engine."""
    words = tokens(text)
    match tree:
        case And(parts):
            return all(matches(part, text) for part in parts)
        case Or(parts):
            return any(matches(part, text) for part in parts)
        case Not(part):
            return not matches(part, text)
        case Term(stem=stem, exact=exact):
            return any(token.stem == stem if stem else token.exact == exact for token in words)
        case Phrase(terms=terms, exact=exact):
            asked = [term.exact if exact else term.stem for term in terms]
            held = [token.exact if exact else token.stem for token in words]
            return any(held[place : place + len(asked)] == asked for place in range(len(held)))
        case Prefix(exact=start):
            return any(token.exact.startswith(start) for token in words)
    return False


@settings(deadline=None)
@given(QUESTIONS, st.booleans())
@example("\ud800", False)
def test_any_text_is_a_question_and_its_tree_keeps_the_contract(question: str, exact: bool) -> None:
    read = parse(question, exact=exact)
    assert len(read.text) <= query.LONGEST_QUESTION
    read.text.encode()
    if read.tree is None:
        assert (read.said is None) == (not read.text)
        return
    assert not isinstance(read.tree, Not)
    for node in nodes(read.tree):
        match node:
            case And(parts):
                assert len(parts) > 1
                assert not isinstance(parts[0], Not)
                assert not any(isinstance(part, And) for part in parts)
            case Or(parts):
                assert len(parts) > 1
                assert not any(isinstance(part, Not | Or) for part in parts)
            case Not(part):
                assert not isinstance(part, Not)
            case Phrase(terms):
                assert len(terms) > 1
                assert 0 <= node.slop <= query.WIDEST_SLOP
            case Term():
                assert node.exact
                assert node.stem or exact or any(mark in question for mark in '"“-')
            case Prefix(exact=start):
                assert len(start) >= 3
            case Fuzzy(exact=near):
                assert len(near) >= 4
                assert 1 <= node.edits <= 2
            case Within(part=part):
                assert isinstance(part, Term | Phrase | Prefix | Fuzzy)
            case Chosen(values=values):
                assert all(values)
            case Years(first, last):
                assert (first, last) != (None, None)
    assert len(wanted(read.tree)) <= 2 * query.MOST_CLAUSES
    assert len(list(nodes(read.tree))) < 12 * query.MOST_CLAUSES


@settings(deadline=None)
@given(QUESTIONS)
def test_a_question_read_again_from_what_was_kept_means_the_same(question: str) -> None:
    read = parse(question)
    assert parse(read.text).tree == read.tree


TEXTS = st.lists(
    st.sampled_from(["ayah", "ibu", "anak", "korban", "perlindungan", "covid 19", "yang"]), max_size=8
).map(" ".join)


@settings(deadline=None)
@given(QUESTIONS, TEXTS)
def test_what_holds_all_the_words_holds_any_of_them(question: str, text: str) -> None:
    tree = parse(question).tree
    if tree is not None and matches(tree, text):
        assert matches(loosen(tree), text)


@settings(deadline=None)
@given(QUESTIONS, TEXTS)
def test_what_is_refused_is_refused_loosened_too(question: str, text: str) -> None:
    tree = parse(question).tree
    if tree is not None and any(matches(part, text) for part in refused(tree)):
        assert not matches(tree, text)
        assert not matches(loosen(tree), text)


@settings(deadline=None)
@given(st.sampled_from(["ayah", '"ayah ibu"', "anak-anak"]), st.sampled_from(["ibu", "COVID-19"]), TEXTS)
def test_two_words_find_less_and_either_finds_more_than_one(one: str, other: str, text: str) -> None:
    trees = [parse(question).tree for question in (f"{one} {other}", one, f"{one} OR {other}")]
    narrow, single, wide = (tree is not None and matches(tree, text) for tree in trees)
    assert narrow <= single <= wide
