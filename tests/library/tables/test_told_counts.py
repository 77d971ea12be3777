"""Counts among the words of a table of villages: what stops it, and what does not because it surely counts nobody."""

import pytest

from library.tables.reading import check, table_of
from library.tables.told_counts import tells_count
from library.tables.values import Cell, Column, Level, Role, Table, Type

COUNTS = """
2 L / 3 P | 2L/3P | 1L 3P | L2 P3 | L: 2, P: 3 | L2P3 | 1 P dewasa | 2 di antaranya anak | KDRT: 3, KS: 1 | KDRT 3
1 hamil | 2 kss | 2kasus | Ada (2) | termasuk 2 anak | 12 orang, 1 di antaranya hamil | 3 per bulan | 1-4 | 0–4 kasus
3 | 03 | 3* | ± 3 orang | tiga kasus | 3 (25%) | 3 dari 12 | 3/12 | 3.0 | 12 | 25 orang | tujuh kasus | 0
dua anak | satu (1) orang | 1 (satu) orang | kedua korban | seorang ibu | korban tiga, pelaku satu | bertiga | empat
satu-satunya korban | RT 03: 2 | RW 05, 2 hamil | Desa 2: 3 | Pasal 3 (2 orang) | kelas 3: 2 | 2 Januari: 3 | usia 15 (2)
SD 3, SMP 2 | Puskesmas 2 | Korban 2. Dirujuk | KDRT 3 tahun 2020 | Melati 3 | ３ orang | kurang dari 3 | two girls | 2 M / 1 F
(KDRT 1) | 3,1 | < 3 | 2 kali dirujuk | anak 2 | 2–3 | (2) hamil
dua keluarga | tiga KK | dua pelajar | tiga terluka | satu nikah siri | dua KDRT | keduanya perempuan | III orang | II kasus
2. kasus | 2. orang | 2. anak | se-orang ibu | dua belas | dua puluh tiga korban | empat dirujuk ke P2TP2A | Satu melapor
"""
NO_COUNTS = """
2 Januari 2024 | 2–3 Mar | 3/4/2024 | 02-03-24 | 2024-03-02 | Tanggal 2 dan 3 Januari | March 2, 2024 | 2019–2021 | 2015
RT 03 | RT 03/RW 04 | RT 03/04 | RW 1, 2 dan 3 | Desa 2 | Dusun Tiga | Blok C3 | kampung 4 | SMPN 2 | SD Negeri 3 | kelas 3
Pasal 3 | Pasal 3 ayat (2) | UU No. 1 Tahun 1974 | UU 1/1974 | Perda 4/2016 | UU 12 | No. 3 | Tabel 2 | Lampiran 1
5 km | 2,5 km dari kantor | 2 jam | 3 tahun | 3–4 bulan | 1 x 24 jam | Rp 3.000 | 3 juta | 3% | 2,5 persen | 10.30 WIB | pukul 2.30
ke-2 | anak ke-3 | 2nd | kunjungan ke 4 | umur 3 | usia 2–4 | semester 2 | Tahap 1 | triwulan 3
1. KDRT | 1. KDRT; 2. KS | 2) pacaran | 1. Laki-laki | P2TP2A | DP3AKB | S1 | kelas 2A | 1.234 | 3.2.1 | KDRT 1) | KDRT¹
dua minggu | tiga bulan | satu sampai dua tahun | layanan satu pintu | SMP Satu Atap | roda empat | satu RT | Melati III
Rutan Kelas II Perempuan | termasuk dua belas anak | lebih dari dua puluh dua anak | kelas X2 | dua arah | kelas tiga
salah satu korban | satu atap | satu desa dengan pelaku | kedua orang tua | bersatu | termasuk 12 anak | KDRT | tidak | banyak
"""


def said(of: str) -> list[str]:
    return [text.strip() for line in of.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", said(COUNTS))
def test_a_count_among_words_is_known(text: str) -> None:
    assert tells_count(text)


@pytest.mark.parametrize("text", said(NO_COUNTS))
def test_what_counts_nobody_is_let_through(text: str) -> None:
    assert not tells_count(text)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("3", False),
        ("0-4", False),
        ("Sukamaju 2", False),
        ("RW 05", False),
        ("2024", False),
        ("Sukamaju (2)", True),
        ("Sukamaju: 2", True),
        ("Sukamaju – 2", True),
        ("Sukamaju 2 kasus", True),
        ("15 (2 hamil)", True),
        ("2 (0-5)", True),
        ("2: 0-5", True),
        ("15 x2", True),
        ("15 2", True),
        ("15 tahun 2", True),
        ("Mekar / 2", True),
        ("Tanjung, 3", True),
        ("Babakan [2]", True),
        ("Tanjung dua keluarga", True),
        ("Mekar (dua)", True),
        ("Mekar: tiga", True),
        ("Mekar -> 2", True),
        ("2, 0-5", True),
        ("Tiga, Raksa", False),
        ("Tanjung III orang", True),
        ("Tiga Dewi", False),
        ("Dua Belas", False),
        ("Melati III", False),
        ("RW 1, 2 dan 3", False),
        ("Desa A, RT 03/RW 04", False),
        ("> 60", False),
        ("usia < 3", False),
        ("3/12", False),
        ("3-5 tahun", False),
        ("X2", False),
    ],
)
def test_where_numbers_are_names_only_those_of_somebody_are_counts(text: str, *, counts: bool) -> None:
    assert tells_count(text, numbered=True) == counts


VILLAGE = Column("Desa", type=Type.PLACE, level=Level.VILLAGE)
CASES = Column("Kasus", type=Type.INTEGER, role=Role.MEASURE)


def stopping(
    heading: str, cell: str, *, place: str = "Sukamaju", cases: str = "12", at: Column = VILLAGE
) -> list[str]:
    columns = [at, Column(heading), CASES]
    table, faults = table_of([each.name for each in columns], [[place, cell, cases]], columns)
    return [str(fault) for fault in [*faults, *check(table)] if fault.stops]


@pytest.mark.parametrize("cell", ["2 L / 3 P", "Ada (2)", "1 hamil", "KDRT: 3, KS: 1"])
def test_a_table_of_villages_with_a_count_among_words_is_stopped_by_row_and_column(cell: str) -> None:
    (fault,) = stopping("Keterangan", cell)
    assert fault.startswith(f"Baris 2, kolom “Keterangan”: “{cell}” tampak seperti hitungan")
    assert not stopping("Keterangan", cell, at=Column("Kecamatan", type=Type.PLACE, level=Level.SUBDISTRICT))


@pytest.mark.parametrize(
    ("heading", "cell", "stops"),
    [
        ("Usia korban", "3", False),
        ("Kelompok umur", "0-4", False),
        ("Kelas", "2", False),
        ("Bulan", "3", False),
        ("Tanggal", "3/12", False),
        ("No.", "3", False),
        ("Usia korban", "15 (2 hamil)", True),
        ("No.", "3 kasus", True),
        ("Kasus per bulan", "3", True),
        ("Kelompok umur 0-12", "3", True),
        ("Korban umur 0-12", "3", True),
    ],
)
def test_the_heading_says_whether_numbers_by_themselves_count(
    heading: str, cell: str, *, stops: bool
) -> None:
    assert bool(stopping(heading, cell)) == stops


def test_a_count_behind_the_name_of_a_village_or_behind_a_figure_stops_too() -> None:
    assert stopping("Jenis", "KDRT", place="Sukamaju (3 kasus)")[0].startswith("Baris 2, kolom “Desa”")
    assert stopping("Jenis", "KDRT", cases="12 (3)")[0].startswith("Baris 2, kolom “Kasus”")
    assert not stopping("Jenis", "KDRT", place="RW 03", cases="12 3)")


def test_counts_of_an_age_group_that_are_said_to_tell_rows_apart_stop_a_table_of_villages() -> None:
    group = Column("Kelompok umur 0-12", type=Type.INTEGER, role=Role.DIMENSION)
    named = Column("Usia saat menikah < 19", type=Type.INTEGER, role=Role.DIMENSION)
    assert check(Table((VILLAGE, named, CASES), ((Cell("A"), Cell(2), Cell(12)),), (2,)))[0].stops
    for columns, stops in (([VILLAGE, group, CASES], True), ([group, CASES], False)):
        table, _faults = table_of([each.name for each in columns], [["5"] * len(columns)], columns)
        said = [str(fault) for fault in check(table) if fault.stops]
        assert [each.startswith("Kolom “Kelompok umur 0-12”: judul kolom ini") for each in said] == [
            True
        ] * stops


def test_a_table_whose_cells_say_that_its_places_are_villages_is_looked_at_too() -> None:
    columns = [Column("Tingkat"), Column("Wilayah", type=Type.PLACE), Column("Keterangan"), CASES]
    for kind, stops in (("Desa", True), ("Kecamatan", False)):
        table, _faults = table_of(
            [each.name for each in columns], [[kind, "Sukamaju", "2 hamil", "12"]], columns
        )
        assert any(fault.stops for fault in check(table)) == stops
