"""Cues, how they are written, and the transcript made of them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.captions import read
from library.captions import Cue, as_srt, as_vtt, fragment, paragraphs, plain, timecode
from library.captions.cues import valid_settings
from library.captions.markup import marked


@pytest.mark.parametrize(
    ("ms", "label"),
    [(0, "0:00"), (42_999, "0:42"), (725_000, "12:05"), (3_727_000, "1:02:07"), (36_000_000, "10:00:00"), (-1, "-0:00"), (-1_000, "-0:01")],
)  # fmt: skip
def test_a_moment_has_a_label_for_people(ms: int, label: str) -> None:
    assert timecode(ms) == label


@pytest.mark.parametrize(
    ("ms", "after"), [(0, "0"), (7_000, "7"), (62_900, "62.9"), (3_600_001, "3600.001"), (-5, "0")]
)
def test_a_moment_is_an_address_that_does_not_round_back_to_the_cue_before(ms: int, after: str) -> None:
    assert fragment(ms) == after


def test_webvtt_is_what_the_standard_asks_for() -> None:
    written = as_vtt([
        Cue(62_300, 3_600_000, "kopi &amp; <i>teh</i>", "Ibu & Bapak <b>", "line:0 align:start"),
        Cue(0, 999, "lebih dulu"),
    ])  # fmt: skip
    assert written == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:00.999\nlebih dulu\n\n"
        "00:01:02.300 --> 01:00:00.000 line:0 align:start\n<v Ibu &amp; Bapak &lt;b&gt;>kopi &amp; <i>teh</i>\n"
    )


def test_srt_is_numbered_with_commas_names_and_bare_words() -> None:
    written = as_srt([
        Cue(1_000, 2_000, "AT&amp;T &lt; 3", "Ibu Aminah", "line:0"),
        Cue(2_000, 3_000, "tulis &lt;i&gt; dan &amp;amp; --&gt;"),
    ])  # fmt: skip
    assert written == (
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}Ibu Aminah: AT&T < 3\n\n"
        "2\n00:00:02,000 --> 00:00:03,000\ntulis &lt;i> dan &amp;amp; --&gt;\n"
    )


@pytest.mark.parametrize("write", [as_vtt, as_srt])
@pytest.mark.parametrize(("start", "end"), [(-1, 1_000), (5, 5), (9, 5)])
def test_times_that_cannot_be_are_not_written(write, start: int, end: int) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        write([Cue(start, end, "a")])


WORDS = st.text(
    st.one_of(st.sampled_from("<>&;/-{}\\ \n\u00a0ibuvac.01,:→'\"é"), st.characters(exclude_categories=["Cs"])), max_size=60
)  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 9_000), WORDS), max_size=6))
def test_what_is_written_is_read_back_the_same(said: list[tuple[int, int, str]]) -> None:
    cues = []
    for start, lasts, words in sorted(said):
        text = marked(words)
        if text.text:
            cues.append(Cue(start, start + lasts, text.text, text.speaker))
    cues.sort(key=lambda cue: cue.start)
    again = read(as_vtt(cues).encode())
    assert list(again.cues) == cues
    silent = [
        Cue(cue.start, cue.end, cue.text)
        for cue in cues
        if not re.search(r"\d\s*:|\{\\|(?m:^\d+$)", cue.text)
    ]  # SRT escapes none of these
    assert [plain(cue) for cue in read(as_srt(silent).encode()).cues] == [plain(cue) for cue in silent]


@settings(deadline=None)  # the machine may be busy
@given(WORDS)
def test_marking_twice_changes_nothing_and_lets_no_markup_through(words: str) -> None:
    once = marked(words).text
    assert marked(once).text == once
    assert "<" not in re.sub(r"</?[ibu]>", "", once)
    assert once.count("<i>") == once.count("</i>")


@pytest.mark.parametrize(
    ("written", "text", "speaker"),
    [
        ("<v Ibu Aminah>Selamat pagi</v>", "Selamat pagi", "Ibu Aminah"),
        ("<v.loud Ibu &amp; Anak>Hai", "Hai", "Ibu & Anak"),
        ("<v Ani>Siapa?\n<v Budi>Saya.", "Ani: Siapa?\nBudi: Saya.", ""),
        ('<font color="#ff0">kuning</font> {\\an8}{\\i1}miring', "kuning miring", ""),
        ("<c.merah><00:00:01.000>satu <00:01.500>dua</c>", "satu dua", ""),
        ("<EM>a</EM><br/><strong>b</strong>", "<i>a</i>\n<b>b</b>", ""),
        ("<i>tidak ditutup", "<i>tidak ditutup</i>", ""),
        ("<i><b>silang</i></b>", "<i><b>silang</b></i>", ""),
        ("ditutup saja</i>", "ditutup saja", ""),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", ""),
        ("aku <3 kamu, <tertawa>", "aku &lt;3 kamu, &lt;tertawa&gt;", ""),
        ("&lt;i&gt; &amp;amp; &eacute; &#39;", "&lt;i&gt; &amp;amp; é '", ""),
        ("a\x00b\x1b[1m\ufeffc\u2028d", "ab[1mc\nd", ""),
        ("  <i> </i>\n\n x  y ", "x y", ""),
    ],
)
def test_of_markup_only_the_plainest_is_kept(written: str, text: str, speaker: str) -> None:
    found = marked(written)
    assert (found.text, found.speaker) == (text, speaker)


def test_the_words_of_a_cue_have_no_markup() -> None:
    assert plain(Cue(0, 1, "<i>a</i> &amp; b\n&lt;c&gt;")) == "a & b\n<c>"


def test_settings_that_webvtt_does_not_know_are_left_out() -> None:
    assert valid_settings("align:start line:90%,end region:x size:120% line:1 position:50% <b>") == (
        "line:90%,end position:50% align:start"
    )


def test_a_transcript_parts_at_speakers_pauses_and_ends_of_sentences() -> None:
    long = "Kalimat yang cukup panjang untuk mengisi sebuah paragraf sampai orang ingin berhenti sebentar dan menarik napas lagi"
    cues = [
        Cue(0, 2_000, "Selamat\n<i>pagi</i>,", "Ani"),
        Cue(2_100, 3_000, "semua.", "Ani"),
        Cue(3_000, 4_000, "Pagi!", "Budi"),
        Cue(6_500, 7_000, "Ada yang datang?", "Budi"),
        Cue(7_000, 8_000, ""),
        *(Cue(8_000 + at, 8_900 + at, f"{long}{dot}") for at, dot in ((0, ""), (1_000, ""), (2_000, ","), (3_000, "."), (4_000, ""))),
    ]  # fmt: skip
    found = paragraphs(cues)
    assert [(each.speaker, each.start, [part.number for part in each.parts]) for each in found] == [
        ("Ani", 0, [1, 2]),
        ("Budi", 3_000, [3]),
        ("Budi", 6_500, [4]),
        ("", 8_000, [6, 7, 8, 9]),
        ("", 12_000, [10]),
    ]
    assert found[0].text == "Selamat pagi, semua."


def test_a_transcript_without_full_stops_still_has_paragraphs() -> None:
    cues = [Cue(at * 1_000, at * 1_000 + 900, "kata " * 8) for at in range(100)]
    found = paragraphs(cues)
    assert max(len(each.text) for each in found) < 1_000
    assert sum(len(each.parts) for each in found) == 100
