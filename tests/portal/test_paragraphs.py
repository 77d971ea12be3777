"""Printed lines become paragraphs that can be read on a phone."""

from hypothesis import given
from hypothesis import strategies as st

from portal.reader.paragraphs import paragraphs

LAW = """\
Pasal 29
Permohonan untuk memperoleh surat perintah perlindungan dapat diajukan oleh:
a. korban atau keluarga korban;
b. teman korban;
(1) Permohonan perintah perlindungan disampaikan dalam bentuk lisan atau tulisan yang
dapat diajukan kepada ketua pengadilan.

Pasal 30
Akhir."""


def test_lines_of_a_paragraph_run_on_and_points_begin_anew() -> None:
    assert paragraphs(LAW) == [
        "Pasal 29",
        "Permohonan untuk memperoleh surat perintah perlindungan dapat diajukan oleh:",
        "a. korban atau keluarga korban;",
        "b. teman korban;",
        (
            "(1) Permohonan perintah perlindungan disampaikan dalam bentuk lisan atau tulisan yang "
            "dapat diajukan kepada ketua pengadilan."
        ),
        "Pasal 30",
        "Akhir.",
    ]


def test_a_page_without_words_has_no_paragraphs() -> None:
    assert paragraphs("\n \n") == []


@given(st.text())
def test_no_word_is_lost_or_moved(text: str) -> None:
    assert " ".join(paragraphs(text)).split() == text.split()
