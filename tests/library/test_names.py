"""How names are read, filed, cited, inverted and recognised: the table `names.tsv`, and what holds of any text.

The table's columns: as typed (`\\uXXXX` for what is not seen), printed, titles, the kind that is guessed, the filing
form, the filing form once an editor accepts the guess, the CSL-JSON variable, the inverted form, what the row decides.
"""

import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.names import (
    Name,
    NameKind,
    NoName,
    cited,
    filing_form,
    guess_kind,
    inverted,
    looks_like_organisation,
    read_name,
    same_bearer,
    sort_key,
    split_titles,
    written_forms,
)

TABLE = [
    line.split("\t")
    for line in Path(__file__).with_name("names.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
WORDS = """Siti Aminah Nasution binti bin alias Dr. dr. Prof. Hj. H. K.H. KH Raden R. R.A. Ny. Nyai Ibu Bapak Ma MA M.A.
    S.H. SH S. Sos. M.Si. S.Sos Ph.D. (Hons) ( ) , , . ; - ' Ma'ruf T.B. Institut Yayasan Tim PT Center dkk. Jr. { }
    1925-2006 ‚ al-Habsyi Lumban Tobing van der Dr.Siti H.Agus Sp.OG(K) Kombes Pol. Kwik Kian Gie"""
PIECES = st.sampled_from([*WORDS.split(), "\u200b", "\u00a0"])
TEXTS = (
    st.text(max_size=40)
    | st.lists(PIECES, max_size=8).map(" ".join)
    | st.lists(PIECES, max_size=5).map("".join)
)
TOER = Name("Pramoedya Ananta Toer", family="Toer", given="Pramoedya Ananta")


def seen(typed: str) -> str:
    """The text of a cell with its unseen characters."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), typed)


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_a_name_is_read_filed_cited_and_inverted_as_the_table_says(row: list[str]) -> None:
    typed, printed, titles, guess, filed, accepted, variable, turned, _note = row
    name = read_name(seen(typed))
    assert (name.printed, name.titles) == (printed, titles)
    assert guess_kind(name.printed) == guess
    assert filing_form(name) == filed
    assert filing_form(replace(name, kind=NameKind(guess))) == accepted
    assert cited(name) == json.loads(variable)
    assert inverted(name) == turned


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "\u200b", ",", "., ;", "Dr.", "Prof. Dr.", "S.H., M.H.", "M.A.", "Hj.", "{}", "2015", "—"],
)
def test_a_text_that_names_nobody_is_refused(typed: str) -> None:
    with pytest.raises(NoName):
        read_name(typed)


@pytest.mark.parametrize("typed", ["Ma", "Raden", "Haji", "Sri", "SH", "MA", "王"])
def test_a_word_that_may_be_a_name_is_never_lost_as_a_title(typed: str) -> None:
    assert split_titles(typed) == (typed, "")


def test_titles_stand_in_their_order_those_behind_parted_by_commas() -> None:
    assert split_titles("Prof. Dr. dr. Hj. Ani Lestari SpOG, M.Kes.,Ph.D") == (
        "Ani Lestari",
        "Prof. Dr. dr. Hj., SpOG, M.Kes., Ph.D",
    )


def test_titles_of_a_body_that_is_named_after_somebody_stay() -> None:
    assert split_titles("Universitas Prof. Dr. Hazairin, S.H.") == (
        "Universitas Prof. Dr. Hazairin, S.H.",
        "",
    )


def test_the_place_where_somebody_works_makes_no_body_of_them_and_no_given_name() -> None:
    assert not looks_like_organisation("Dr. Siti Aminah, Universitas Padjadjaran")
    for typed in ("Dr. Siti Aminah, Universitas Padjadjaran", "Siti Aminah, Universitas Padjadjaran"):
        name = read_name(typed)
        assert name.kind is NameKind.UNKNOWN
        assert cited(name) == {"literal": "Siti Aminah, Universitas Padjadjaran"}


def test_the_source_has_the_last_word_on_what_is_a_body() -> None:
    assert read_name("Rahima", organisation=True) == Name("Rahima", NameKind.ORGANISATION)
    assert read_name("Kelompok, Budi", organisation=False) == Name(
        "Budi Kelompok", family="Kelompok", given="Budi"
    )
    assert read_name("UNICEF", organisation=False).kind is NameKind.MONONYM


def test_only_a_name_of_one_word_and_a_clan_that_the_source_inverts_are_settled_by_reading() -> None:
    assert read_name("Sukarno").kind is NameKind.MONONYM
    assert read_name("Simatupang, T.B.").kind is NameKind.FAMILY_NAME
    assert read_name("Toer, Pramoedya Ananta").kind is NameKind.UNKNOWN
    assert read_name("T.B. Simatupang").kind is NameKind.UNKNOWN


def test_a_decided_filing_form_wins_over_every_rule() -> None:
    assert filing_form(replace(TOER, filing="Toer, Pramoedya Ananta")) == "Toer, Pramoedya Ananta"
    assert filing_form(Name("R.A. Kartini", filing="Kartini, R.A.")) == "Kartini, R.A."


def test_a_family_name_that_nobody_parted_is_filed_by_its_last_element_but_never_cited_so() -> None:
    name = Name("Tahi Bonar Simatupang", NameKind.FAMILY_NAME)
    assert filing_form(name) == "Simatupang, Tahi Bonar"
    assert cited(name) == {"literal": "Tahi Bonar Simatupang"}
    assert inverted(name) == "Tahi Bonar Simatupang"


@pytest.mark.parametrize(
    ("printed", "filed"),
    [
        ("Justus M. van der Kroef", "Kroef, Justus M. van der"),
        ("Ruth Lumban Tobing", "Lumban Tobing, Ruth"),
        ("Fatimah al Habsyi", "al Habsyi, Fatimah"),
        ("Kwik Kian Gie", "Kwik Kian Gie"),
        ("Siti binti Ahmad", "Siti binti Ahmad"),
        ("Martin Luther King, Jr.", "Martin Luther King, Jr."),
        ("Budi Siregar Jr.", "Budi Siregar Jr."),
        ("Simatupang", "Simatupang"),
        ("Lumban Tobing", "Lumban Tobing"),
    ],
)
def test_with_a_family_name_the_last_element_comes_first_unless_it_is_bound(printed: str, filed: str) -> None:
    assert filing_form(Name(printed, NameKind.FAMILY_NAME)) == filed


@pytest.mark.parametrize("kind", [NameKind.MONONYM, NameKind.ORGANISATION])
def test_parts_filled_by_mistake_take_no_mononym_or_body_apart(kind: NameKind) -> None:
    name = Name("Sukarno", kind, family="Sukarno", given="S.")
    assert cited(name) == {"literal": "Sukarno"}
    assert inverted(name) == filing_form(name) == "Sukarno"


def test_without_a_given_name_nothing_is_decided() -> None:
    assert cited(Name("Sukarno", family="Sukarno")) == {"literal": "Sukarno"}


def test_parts_that_cut_at_binti_are_not_used_but_a_family_name_behind_is() -> None:
    assert inverted(Name("Siti binti Ahmad", family="Ahmad", given="Siti binti")) == "Siti binti Ahmad"
    assert inverted(Name("Siti binti Ahmad", family="binti Ahmad", given="Siti")) == "Siti binti Ahmad"
    decided = Name("Siti binti Ali Assegaf", NameKind.FAMILY_NAME, family="Assegaf", given="Siti binti Ali")
    assert filing_form(decided) == inverted(decided) == "Assegaf, Siti binti Ali"


def test_no_reader_can_cut_a_bodys_name_at_its_commas_and_reading_it_back_restores_them() -> None:
    printed = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, dan Keluarga Berencana"
    body = read_name(printed)
    assert "," not in inverted(body)
    assert read_name(inverted(body)) == body


def test_a_list_runs_word_by_word_without_case_accents_and_marks() -> None:
    names = [
        "T.B. Simatupang",
        "José Ramos-Horta",
        "Ma’ruf Amin",
        "siti aminah",
        "The Asia Foundation",
        "Ma Tji",
    ]
    assert [sort_key(Name(each)) for each in names] == [
        "t b simatupang",
        "jose ramos horta",
        "maruf amin",
        "siti aminah",
        "the asia foundation",
        "ma tji",
    ]
    assert sort_key(Name("T. B. Simatupang", NameKind.FAMILY_NAME)) == "simatupang t b"
    assert sort_key(Name("☆")) == "☆"


def test_search_finds_a_bearer_under_every_form_without_titles_and_once() -> None:
    name = replace(TOER, variants=("Dr. Pramudya Ananta Tur", "Pram", "Pramoedya Ananta Toer"))
    assert written_forms(name) == (
        "Pramoedya Ananta Toer",
        "Toer, Pramoedya Ananta",
        "Pramudya Ananta Tur",
        "Pram",
    )
    body = Name("Kementerian A, B", NameKind.ORGANISATION, variants=("KemenAB", "Ir. Juanda Center"))
    assert written_forms(body) == ("Kementerian A, B", "KemenAB", "Ir. Juanda Center")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("T.B. Simatupang", "Simatupang, T. B."),
        ("T.B. Simatupang", "TB SIMATUPANG"),
        ("Dr. Siti Aminah, M.Si.", "siti aminah"),
        ("Ma'ruf Amin", "Maruf Amin"),
        ("José Ramos-Horta", "Jose Ramos Horta"),
        ("Pramoedya Ananta Toer", "Toer, Pramoedya Ananta"),
        ("Kwik Kian Gie", "Kwik, Kian Gie"),
        ("SAPA Institut", "Sapa Institut"),
        ("Kementerian A, B, dan C", "KEMENTERIAN A B DAN C"),
    ],
)
def test_two_writings_of_one_name_are_proposed_as_one_bearer(one: str, other: str) -> None:
    assert same_bearer(read_name(one), read_name(other))
    assert same_bearer(read_name(other), read_name(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siti Aminah", "Aminah Siti"),
        ("Sukarno", "Soekarno"),
        ("Nyai Ahmad Dahlan", "Ahmad Dahlan"),
        ("Ny. Suharto", "Suharto"),
        ("Multatuli", "Eduard Douwes Dekker"),
    ],
)
def test_what_only_an_editor_can_know_to_be_one_is_not_proposed(one: str, other: str) -> None:
    assert not same_bearer(read_name(one), read_name(other))


def test_an_editors_variant_joins_a_pen_name_to_a_legal_one() -> None:
    multatuli = Name("Multatuli", NameKind.MONONYM, variants=("Eduard Douwes Dekker",))
    for legal in (Name("Eduard Douwes Dekker"), Name("Douwes Dekker, Eduard")):
        assert same_bearer(multatuli, legal)
        assert same_bearer(legal, multatuli)
        assert not same_bearer(replace(multatuli, variants=()), legal)


def test_a_person_and_a_body_are_never_proposed_as_one() -> None:
    assert not same_bearer(Name("Rahima"), Name("Rahima", NameKind.ORGANISATION))


def test_names_without_a_letter_resemble_nothing() -> None:
    assert not same_bearer(Name(""), Name(""))


@given(TEXTS)
def test_any_text_is_refused_or_gives_a_name_that_every_form_can_be_made_of(text: str) -> None:
    try:
        name = read_name(text)
    except NoName:
        return
    assert name.printed == name.printed.strip() != ""
    for kind in (name.kind, *NameKind):
        form = replace(name, kind=kind, variants=(text,))
        assert filing_form(form)
        assert sort_key(form)
        assert all(cited(form).values())
        assert inverted(form)
        assert written_forms(form)[0]
        assert same_bearer(form, form)
    assert guess_kind(name.printed) in NameKind


@given(TEXTS)
def test_splitting_titles_twice_changes_nothing(text: str) -> None:
    name, _titles = split_titles(text)
    assert split_titles(name) == (name, "")


@given(TEXTS)
def test_no_letter_of_a_name_is_lost_with_its_titles(text: str) -> None:
    shown = unicodedata.normalize("NFC", "".join(each for each in text if unicodedata.category(each) != "Cf"))
    assert sorted(filter(str.isalnum, "".join(split_titles(text)))) == sorted(filter(str.isalnum, shown))


@given(TEXTS, TEXTS)
def test_resemblance_does_not_depend_on_who_is_asked_first(one: str, other: str) -> None:
    first, second = Name(one, variants=(other,)), Name(other)
    assert same_bearer(first, second) == same_bearer(second, first)


@given(TEXTS)
def test_only_a_body_a_comma_or_braces_make_more_of_a_text_than_one_undivided_name(text: str) -> None:
    if not set(text) & set(",{}‚"):
        try:
            name = read_name(text)
        except NoName:
            return
        assert not name.family
        assert not name.given
