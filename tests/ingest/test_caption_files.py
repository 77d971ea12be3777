"""Uploaded captions: read as they come, and said what is wrong with them."""

from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.captions import MOST_BYTES, MOST_CUES, Fault, Severity, check, paragraphs, read
from ingest.captions.faults import CODES
from library.captions import Cue, as_srt, as_vtt

VTT = """WEBVTT - Bale Istri
Kind: captions
Language: id

NOTE Diperiksa Ibu É.
dan teman-teman

STYLE
::cue { color: red }

pembuka
00:01.000 --> 00:02.500 align:start line:0 region:kiri
<v Ibu Aminah>Selamat <c.kuning>pagi</c></v>

01:00:03.000 --> 01:00:04.000
Kopi &amp; teh
dua baris
01:00:05.000 --> 01:00:06.000
Tanpa baris kosong

NOTE penutup
"""
SRT = "1\n00:00:01,000 --> 00:00:02,500\nBu Éem\n\n2\n00:00:03,000 --> 00:00:04,000\n“Baik”\n"


def codes(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.code for fault in faults]


def test_webvtt_is_read_with_its_notes_styles_names_and_settings() -> None:
    reading = read(VTT.encode())
    assert reading.cues == (
        Cue(1_000, 2_500, "Selamat pagi", "Ibu Aminah", "line:0 align:start"),
        Cue(3_603_000, 3_604_000, "Kopi &amp; teh\ndua baris"),
        Cue(3_605_000, 3_606_000, "Tanpa baris kosong"),
    )
    assert (reading.format, reading.encoding, reading.lines) == ("vtt", "UTF-8", (12, 15, 18))
    assert [(fault.code, fault.line) for fault in reading.faults] == [("styles", 8)]
    assert not reading.stops


@pytest.mark.parametrize(
    ("data", "encoding", "faults"),
    [
        (SRT.encode(), "UTF-8", []),
        (SRT.encode("utf-8-sig"), "UTF-8", []),
        (SRT.encode("utf-16"), "UTF-16", []),
        (SRT.encode("utf-16-be"), "UTF-16", []),
        (SRT.encode("utf-16-le"), "UTF-16", []),
        (SRT.encode("utf-32"), "UTF-32", []),
        (SRT.encode("cp1252"), "Windows-1252", ["not-utf8"]),
        (SRT.replace("\n", "\r\n").encode(), "UTF-8", []),
        (SRT.replace("\n", "\r").encode(), "UTF-8", []),
    ],
)
def test_srt_is_read_in_any_encoding_and_with_any_line_ends(
    data: bytes, encoding: str, faults: list[str]
) -> None:
    reading = read(data)
    assert reading.cues == (Cue(1_000, 2_500, "Bu Éem"), Cue(3_000, 4_000, "“Baik”"))
    assert (reading.format, reading.encoding, reading.lines, codes(reading.faults)) == (
        "srt",
        encoding,
        (2, 6),
        faults,
    )


def test_latin_1_is_said_in_a_sentence() -> None:
    (fault,) = read(SRT.encode("cp1252")).faults
    assert "Windows-1252 (Latin-1), bukan UTF-8" in fault.sentence
    assert fault.severity is Severity.LOOK


def test_a_few_broken_bytes_do_not_make_another_encoding_of_the_file() -> None:
    data = (SRT + "\n3\n00:00:05,000 --> 00:00:06,000\nrus").encode() + b"\xff\xfeak\n"
    reading = read(data)
    assert reading.cues[0].text == "Bu Éem"
    assert reading.cues[2].text == "rus\ufffd\ufffdak"
    assert [(fault.code, fault.line) for fault in reading.faults] == [("broken-letters", 11)]
    assert "Ada 2 huruf rusak" in reading.faults[0].sentence


@pytest.mark.parametrize(
    "times",
    [
        "00:00:01,000 --> 00:00:02,500", "00:00:01.000 --> 00:00:02.500", "0:01,000 --> 0:02,500", "00:01,0 -> 00:02,5",
        "00:00:01,000-->00:00:02,500", "  00:00:01 , 000 –> 00:00:02,500 ", "00:00:01 --> 00:00:02,50", "00:00:01,000 → 00:00:02,500",
        "00:00:01,000 --> 00:00:02,500 X1:100 X2:200 Y1:1 Y2:2",
    ],
)  # fmt: skip
def test_times_are_read_as_people_and_tools_write_them(times: str) -> None:
    reading = read(f"1\n{times}\nHalo\n".encode())
    assert reading.cues == (Cue(1_000, 2_500, "Halo"),)
    assert (reading.format, reading.faults) == ("srt", ())


def test_srt_from_the_wild() -> None:
    reading = read(
        b'1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color="#fff">Atas</font>\n'
        b"2\n00:00:03,000 --> 00:00:04,000\n1998\n\n"
        b"3\n00:00:05,000 --> 00:00:06,000\nsatu\n\ndua\n4\n00:00:07,000 --> 00:00:08,000\n\n\n"
        b"5\n00:00:0x,000 --> 00:00:10,000\nhilang\n\n6\n00:00:11,000 --> 00:00:12,000\n1998 -> 2004, dulu --> kini\n"
    )
    assert reading.cues == (
        Cue(1_000, 2_000, "Atas", "", "line:0"),
        Cue(3_000, 4_000, "1998"),
        Cue(5_000, 6_000, "satu\ndua"),
        Cue(11_000, 12_000, "1998 -&gt; 2004, dulu --&gt; kini"),
    )
    assert [(fault.code, fault.cue, fault.line) for fault in reading.faults] == [
        ("blank-inside", 3, 9),
        ("no-text", None, 14),
        ("bad-times", None, 18),
    ]
    assert reading.stops
    assert "“00:00:0x,000 --> 00:00:10,000”" in reading.faults[2].sentence


def test_arrows_between_hours_in_somebodys_words_are_no_times() -> None:
    assert read(b"WEBVTT\n\n00:01.000 --> 00:04.000\nBuka\n10:30 -> 11:00\n").cues == (
        Cue(1_000, 4_000, "Buka\n10:30 -&gt; 11:00"),
    )


def test_webvtt_without_its_first_line_is_told_by_its_times() -> None:
    reading = read(b"00:01.000 --> 00:02.000\nHalo\n")
    assert (reading.format, reading.cues, codes(reading.faults)) == (
        "vtt",
        (Cue(1_000, 2_000, "Halo"),),
        ["no-header"],
    )


def test_words_without_times_before_the_first_cue_are_said() -> None:
    reading = read(b"WEBVTT\n\nKata pengantar yang panjang sekali\n\n00:01.000 --> 00:02.000\nHalo\n")
    assert [(fault.code, fault.line) for fault in reading.faults] == [("stray", 3)]
    assert "Kata pengantar yang panjang sekali" in reading.faults[0].sentence


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"x" * (MOST_BYTES + 1), "too-large"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, "not-text"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(64)) * 8, "not-text"),
        (b"[Script Info]\nTitle: x\n", "other-format"),
        (b"<?xml version='1.0'?>\n<tt xmlns='http://www.w3.org/ns/ttml'>", "other-format"),
        (b"{0}{25}Halo\n", "other-format"),
        (b"0:00:01.000,0:00:02.000\nHalo\n", "other-format"),
        (b"Selamat pagi, ibu-ibu.\n", "no-times"),
        (b"WEBVTT\n\n", "no-times"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "no-words"),
    ],
)
def test_what_is_no_captions_is_said_in_one_sentence(data: bytes, code: str) -> None:
    reading = read(data)
    assert reading.cues == ()
    assert reading.stops
    assert reading.faults[-1].code == code
    assert reading.faults[-1].sentence.endswith((".", "-katanya."))


def test_more_cues_than_any_film_has_are_not_read_to_the_end() -> None:
    many = "WEBVTT\n\n" + "\n".join(
        f"{n // 60:02}:{n % 60:02}.000 --> {n // 60:02}:{n % 60:02}.900\na\n" for n in range(MOST_CUES + 5)
    )
    reading = read(many.encode())
    assert len(reading.cues) == MOST_CUES
    assert codes(reading.faults) == ["too-many"]
    assert "10.000" in reading.faults[0].sentence
    assert check(reading.cues)  # and a check of all of them ends


def test_a_file_whose_times_are_lost_is_one_cue_too_long() -> None:
    reading = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"kata-kata\n" * 5_000)
    assert codes(reading.faults) == ["too-much-text"]
    assert reading.stops


HOSTILE = [
    b"<" * MOST_BYTES, b"{\\" * (MOST_BYTES // 2), b"WEBVTT\n\n0:01 --> 0:02\n" + b"<v a>x\n" * 200_000,
    b"0:01 --> 0:02\n" + b"\xc2\xa0" * 900_000, b"1:1 -->1:1\n" * 180_000, b"1:01 " + b" " * 1_900_000 + b"-->",
    b"WEBVTT\n\n1:01 -->" + b"\xc2\xa0" * 900_000 + b"x", b"\xc2\xa0" * 900_000 + b"x",
]  # fmt: skip


@pytest.mark.parametrize(
    "data", HOSTILE, ids=["tags", "overrides", "voices", "blanks", "arrows", "gap", "late gap", "early gap"]
)
def test_what_is_made_to_be_slow_is_not(data: bytes) -> None:
    reading = read(data)  # what is quadratic would take hours
    assert len(reading.cues) <= 1
    assert reading.faults


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_reading(data: bytes) -> None:
    for start in (b"", b"WEBVTT\n\n", b"WEBVTT\n\n00:01.000 --> 00:02.000\n"):
        reading = read(start + data)
        assert reading.cues or reading.stops
        assert len(reading.cues) == len(reading.lines)
        assert all(fault.sentence for fault in reading.faults + check(reading.cues, 60, lines=reading.lines))


def test_good_captions_have_no_faults() -> None:
    cues = (Cue(500, 3_500, "Bale Istri adalah tempat berkumpul."), Cue(3_600, 6_000, "Semua boleh datang."))
    assert check(cues, 9) == ()
    assert read(as_srt(cues).encode()).faults == read(as_vtt(cues).encode()).faults == ()


@pytest.mark.parametrize(
    ("cues", "film", "code", "said"),
    [
        ([Cue(-1_500, 1_000, "a")], None, "negative", "(-0:01.500)"),
        (
            [Cue(5_000, 4_250, "a")],
            None,
            "reversed",
            "berakhir (0:04.250) sebelum atau tepat saat dimulai (0:05)",
        ),
        ([Cue(5_000, 5_000, "a")], None, "reversed", "(0:05)"),
        (
            [Cue(0, 3_000, "a"), Cue(2_000, 4_000, "b")],
            None,
            "overlap",
            "(0:02) mulai sebelum bagian 1 selesai (0:03)",
        ),
        ([Cue(4_000, 6_000, "a"), Cue(0, 2_000, "b")], None, "out-of-order", "(0:00)"),
        ([Cue(0, 2_000, "a"), Cue(2_040, 4_000, "b")], None, "flicker", "40 milidetik"),
        ([Cue(0, 2_000, "a"), Cue(90_000, 92_000, "b")], None, "silence", "antara 0:02 dan 1:30"),
        (
            [Cue(0, 2_000, "a"), Cue(58_000, 61_000, "b")],
            60.0,
            "past-end",
            "1:01, sesudah filmnya selesai (1:00)",
        ),
        (
            [Cue(0, 2_000, "a"), Cue(50_000, 75_000, "b")],
            60.0,
            "other-film",
            "1:15, padahal filmnya hanya 1:00",
        ),
        ([Cue(0, 2_000, "a")], 60.0, "covers-little", "0:02, padahal filmnya 1:00"),
        ([Cue(0, 5_000, "x" * 43)], None, "long-line", "43 karakter"),
        ([Cue(0, 5_000, "a\nb\nc")], None, "many-lines", "3 baris"),
        ([Cue(0, 2_000, "<i>" + "x" * 42 + "</i>")], None, "too-fast", "21,0 karakter per detik"),
        ([Cue(0, 400, "a")], None, "too-short", "0,4 detik"),
        ([Cue(0, 7_500, "a")], None, "too-long", "7,5 detik"),
    ],
)
def test_each_fault_is_found_and_said(cues: list[Cue], film: float | None, code: str, said: str) -> None:
    lines = list(range(10, 10 + len(cues)))
    with translation.override("id"):
        found = {fault.code: fault for fault in check(cues, film, lines=lines)}
        assert said in found[code].sentence
    assert found[code].stops == (code in {"negative", "reversed", "other-film"})
    if code != "covers-little":
        assert found[code].cue is not None
        assert found[code].line == lines[found[code].cue - 1]


def test_every_fault_is_reached_by_a_test_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [code for code in sorted(CODES) if f'"{code}"' not in text] == []


def test_bounds_themselves_are_no_faults() -> None:
    cues = [Cue(0, 1_000, "x" * 17), Cue(1_080, 8_080, f"{'x' * 42}\n{'y' * 42}"), Cue(8_080, 10_000, "z")]
    assert check(cues, 9.98) == ()
    assert codes(check(cues[:1], speed=13)) == ["too-fast"]


def test_a_transcript_is_cut_at_its_blank_lines_or_at_its_lines() -> None:
    assert paragraphs("Satu\r\ndua  tiga\r\n\r\n \r\nEmpat\n") == ["Satu dua tiga", "Empat"]
    assert paragraphs("\ufeffNarator: Satu.\nIbu: Dua.\n") == ["Narator: Satu.", "Ibu: Dua."]
    assert paragraphs(" \n") == []
