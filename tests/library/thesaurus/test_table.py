"""The thesaurus as CSV: read and written without loss, and every row that is in trouble said."""

import pytest
from hypothesis import given

from library.thesaurus import table
from library.thesaurus.values import Entry, FaultKind, Group, Labels, Reading, Thesaurus
from tests.library.thesaurus.thesauri import thesauri

HEAD = "id,pref_label_id,facet,broader,related"


def read_again(thesaurus: Thesaurus) -> Reading:
    tables = table.write(thesaurus)
    return table.read(tables.entries.encode(), tables.groups.encode(), tables.ambiguous.encode())


def test_our_own_thesaurus_comes_back_as_it_was() -> None:
    assert read_again(table.ours()) == Reading(table.ours(), [])


def test_a_file_with_the_eleven_first_columns_alone_is_enough() -> None:
    read = table.read(
        "id,pref_label_id,pref_label_en,alt_labels_id,alt_labels_en,broader,related,scope_note_id,facet,alt_labels_su,notation\n"
        "kti,Kekerasan terhadap istri,Violence against wives,KTI|kekerasan suami,wife abuse,,,Oleh suami.,bentuk,,\n"
    )
    (entry,) = read.thesaurus.entries
    assert read.troubles == []
    assert entry.labels_id == Labels("Kekerasan terhadap istri", ("kekerasan suami", "KTI"))
    assert read.thesaurus.groups == (Group("bentuk", "Bentuk"),)


def test_a_bar_or_a_comma_within_a_label_is_kept() -> None:
    labels = Labels("Laki-laki", ("a|b", "c, d", 'kata "orang"', "garis \\ miring", "\\|"))
    thesaurus = Thesaurus((Entry("laki-laki", labels, group="g"),), (Group("g", "G"),))
    assert read_again(thesaurus) == Reading(thesaurus, [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_write_is_read(delimiter: str, encoding: str) -> None:
    rows = [
        ["id", "pref_label_id", "facet", "alt_labels_su"],
        ["perempuan", "Perempuan", "populasi", "awéwé"],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    read = table.read(text.encode(encoding))
    assert read.troubles == []
    assert read.thesaurus.entries[0].labels_su.alternatives == ("awéwé",)


def test_a_file_in_an_old_encoding_is_read_and_the_reader_warned() -> None:
    read = table.read("id,pref_label_id,facet\nkafe,Kafé,g\n".encode("cp1252"))
    assert read.thesaurus.entries[0].labels_id.pref == "Kafé"
    assert "UTF-8" in str(read.troubles[0].sentence)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("kdrt,KDRT", "2 sel"),
        ("kdrt,KDRT,g,,,lebih", "6 sel"),
        ("K D R T,KDRT,g,,", "bukan id yang sah"),
        (",KDRT,g,,", "bukan id yang sah"),
        ("kdrt,,g,,", "pref_label_id"),
        ("satu,Dua,g,,", "sudah dipakai di baris 2"),
        ('kdrt,"KD"RT,g,,', "tanda kutip"),
    ],
)
def test_a_row_that_cannot_be_kept_is_reported_with_its_number_and_its_cells(row: str, said: str) -> None:
    read = table.read(f"{HEAD}\nsatu,Satu,g,,\n{row}\ntiga,Tiga,g,,\n")
    assert [entry.slug for entry in read.thesaurus.entries] == ["satu", "tiga"]
    (trouble,) = read.troubles
    assert trouble.place == 3
    assert said in str(trouble.sentence)
    assert ",".join(trouble.cells).strip() == row


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("law_year", "MMXX", "tahun"),
        ("law_status", "mati", "status"),
        ("place_level", "planet", "jenis tempat"),
    ],
)
def test_a_fact_of_a_law_or_place_that_cannot_be_is_reported(column: str, value: str, said: str) -> None:
    read = table.read(f"id,pref_label_id,facet,{column}\nsatu,Satu,g,{value}\n")
    assert read.thesaurus.entries == ()
    assert [(trouble.place, said in str(trouble.sentence)) for trouble in read.troubles] == [(2, True)]


def test_every_row_in_trouble_is_reported_not_only_the_first() -> None:
    read = table.read(f"{HEAD}\nA,A,g,,\nb\nc,,g,,\n\nd,D,g,,\n")
    assert [trouble.place for trouble in read.troubles] == [2, 3, 4]
    assert [entry.slug for entry in read.thesaurus.entries] == ["d"]


def test_ids_that_no_row_has_are_reported_and_stay_in_the_entry() -> None:
    read = table.read(f"{HEAD}\nsatu,Satu,g,hilang,juga-hilang\n")
    assert [trouble.place for trouble in read.troubles] == [2, 2]
    assert read.thesaurus.entries[0].broader == ("hilang",)
    assert {fault.kind for fault in read.thesaurus.check()} == {
        FaultKind.DANGLING_BROADER,
        FaultKind.DANGLING_RELATED,
    }


def test_an_unknown_column_is_reported_with_all_that_stood_in_it() -> None:
    read = table.read("id,pref_label_id,facet,warna\nsatu,Satu,g,merah\ndua,Dua,g,biru\n")
    assert len(read.thesaurus.entries) == 2
    (trouble,) = read.troubles
    assert trouble.place == 1
    assert "warna" in str(trouble.sentence)
    assert trouble.cells == ("merah", "biru")


def test_without_a_needed_column_nothing_is_read() -> None:
    read = table.read("id,nama\nsatu,Satu\n")
    assert read.thesaurus == Thesaurus()
    assert "pref_label_id, facet" in str(read.troubles[0].sentence)


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert "kosong" in str(table.read(b"").troubles[0].sentence)


def test_a_file_too_large_is_not_read() -> None:
    assert "20 MB" in str(table.read(b"x" * 20_000_001).troubles[0].sentence)


def test_rows_past_the_last_that_we_take_are_announced() -> None:
    read = table.read("id,pref_label_id,facet\n" + "".join(f"k{n},K{n},g\n" for n in range(20_001)))
    assert len(read.thesaurus.entries) == 19_999
    assert read.troubles[-1].place == 20_001


def test_a_quote_that_is_never_closed_loses_no_text() -> None:
    read = table.read(f'{HEAD}\nsatu,"Satu,g,,\ndua,Dua,g,,\n')
    assert "dua,Dua" in read.troubles[0].cells[0]


def test_troubles_in_the_other_files_tell_which_file() -> None:
    read = table.read(f"{HEAD}\nsatu,Satu,g,,\n", "id,label_id\ng,G\ng,H\n", "label,candidate_ids\n,satu\n")
    assert [trouble.place for trouble in read.troubles] == ["groups:3", "ambiguous:2"]


@given(thesauri())
def test_any_thesaurus_comes_back_as_it_was(thesaurus: Thesaurus) -> None:
    assert read_again(thesaurus).thesaurus == thesaurus
