"""Whether what a reader found is text, and which of two readings is the better one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract import Line, PageText
from ingest.quality import FEW_WORDS, better, completed, judge

PROSE = (
    "Setiap orang yang mendengar, melihat, atau mengetahui terjadinya kekerasan dalam rumah tangga wajib melakukan "
    "upaya sesuai dengan batas kemampuannya untuk mencegah berlangsungnya tindak pidana, memberikan perlindungan "
    "kepada korban, memberikan pertolongan darurat, dan membantu proses pengajuan permohonan penetapan perlindungan. "
    "Korban berhak mendapatkan perlindungan dari pihak keluarga, kepolisian, kejaksaan, pengadilan, advokat, lembaga "
    "sosial, atau pihak lainnya baik sementara maupun berdasarkan penetapan perintah perlindungan dari pengadilan."
)
ENGLISH = (
    "Most of those who come do not want to go to the police. They want the blows to stop, the children to sleep, and "
    "a road to somewhere that is not their mother's house. The women who walk with them have learned to ask one "
    "question at a time and to wait for the answer, for there is always a reason why it has not been given before."
)
SUNDANESE = (
    "Nu pangheulana datang ka bale téh indung budak nu keur ngandung. Manéhna teu nyarita nanaon, ngan diuk dina "
    "samak bari ngusapan beuteungna. Ku kami dibéré cai, tuluy diantep nepi ka manéhna siap nyarita. Peuting éta "
    "taya nu nanya kunaon. Isukna manéhna datang deui jeung adina, sarta ti dinya kami apal yén imahna teu aman pikeun "
    "cicing. Ieu carita téh lain ngan hiji, sabab di unggal lembur aya nu kitu kénéh."
)
NAMES = "\n".join(
    f"{number}. {name} Kecamatan {place}"
    for number, (name, place) in enumerate(
        [("Siti Rahayu", "Pangalengan"), ("Neneng Komala", "Ciwidey"), ("Euis Sumarni", "Majalaya")] * 12, 1
    )
)
CONTENTS = "\n".join(
    f"{chapter} {title} {'.' * 60} {chapter * 7}"
    for chapter, title in enumerate(["Pendahuluan", "Kerangka hukum", "Temuan lapangan", "Penutup"] * 6, 1)
)
SHIFTED = "".join(chr(ord(letter) - 29) if letter > " " else letter for letter in PROSE)
SPACED = " ".join(letter for letter in PROSE if letter != " ")
#: What Direktori Putusan prints on every page of a judgment, scanned or not.
FOOTER = (
    "Mahkamah Agung Republik Indonesia\n" * 5 + "Direktori Putusan Mahkamah Agung Republik Indonesia\n"
    "putusan.mahkamahagung.go.id\nDisclaimer\n"
    "Kepaniteraan Mahkamah Agung Republik Indonesia berusaha untuk selalu mencantumkan informasi paling kini dan akurat "
    "sebagai bentuk komitmen Mahkamah Agung untuk pelayanan publik, transparansi dan akuntabilitas\n"
    "pelaksanaan fungsi peradilan. Namun dalam hal-hal tertentu masih dimungkinkan terjadi permasalahan teknis terkait "
    "dengan akurasi dan keterkinian informasi yang kami sajikan, hal mana akan terus kami perbaiki dari waktu kewaktu.\n"
    "Dalam hal Anda menemukan inakurasi informasi yang termuat pada situs ini atau informasi yang seharusnya ada, namun "
    "belum tersedia, maka harap segera hubungi Kepaniteraan Mahkamah Agung RI melalui :\n"
    "Email : kepaniteraan@mahkamahagung.go.id Telp : 021-384 3348 (ext.318) Halaman 1"
)
CONSONANTS = PROSE.translate(str.maketrans("aeiou", "xqzvk"))


def page(text: str, **more) -> PageText:
    return PageText(1, None, tuple(Line(line) for line in text.split("\n") if line), "x", **more)


@pytest.mark.parametrize("text", [PROSE, ENGLISH, SUNDANESE])
def test_prose_of_our_languages_is_text_beyond_doubt(text):
    verdict = judge(page(text))
    assert verdict.flags == frozenset()
    assert verdict.confidence > 0.8


@pytest.mark.parametrize("text", [NAMES, CONTENTS, "Pasal 5", "- 12 -", "1 2 3 4 5 6 7 8 9 10,5 20,3 98%"])
def test_lists_contents_and_figures_are_text(text):
    assert judge(page(text)).is_real_text


@pytest.mark.parametrize("text", [SHIFTED, CONSONANTS, "\ufffd" * 80 + " dan \ufffd\ufffd yang"])
def test_wrong_letters_are_garbage_and_are_no_text(text):
    verdict = judge(page(text))
    assert "garbage" in verdict.flags
    assert verdict.confidence < 0.5
    assert not verdict.is_real_text


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        (PROSE + "\ufffd" * 20, "unknown-letters"),
        (PROSE + "\ue012" * 20, "unknown-letters"),
        (NAMES, "few-function-words"),
        ("§§ %% ## && 12 ** ++", "few-letters"),
        (SPACED, "broken-words"),
    ],
)
def test_what_is_doubtful_has_its_reason(text, flag):
    assert flag in judge(page(text)).flags


def test_a_doubtful_page_is_less_sure_than_a_good_one():
    assert judge(page(PROSE + "\ufffd" * 20)).confidence < judge(page(PROSE)).confidence


def test_lines_of_dots_are_no_signs_instead_of_letters():
    assert "few-letters" not in judge(page(CONTENTS)).flags


def test_a_page_that_is_a_picture_needs_recognition_and_an_empty_one_does_not():
    assert judge(page("", picture=0.9)).flags == {"empty", "needs-ocr"}
    assert judge(page("", picture=0.2)).flags == {"empty"}
    assert judge(page("· — ·", picture=0.9)).flags == {"empty", "needs-ocr"}


@pytest.mark.parametrize("picture", [0.0, 0.9])
@pytest.mark.parametrize("text", [SHIFTED, " ".join(["qwrt pllk"] * 60), "\ufffd" * 400])
def test_garbage_needs_recognition_with_a_picture_and_without(text, picture):
    assert {"garbage", "needs-ocr"} <= judge(page(text, picture=picture)).flags


@pytest.mark.parametrize("text", ["Scanned with CamScanner", FOOTER])
def test_a_stamp_on_a_scan_does_not_hide_that_it_is_one(text):
    assert judge(page(text, picture=0.9)).flags == {"needs-ocr"}
    assert judge(page(text, picture=0.4)).flags == frozenset()
    assert judge(page(text, picture=0.9, hidden=0.9)).flags == {"hidden"}


def test_a_page_full_of_words_on_a_picture_is_text():
    many = " ".join([PROSE] * 3)
    assert len(many.split()) > FEW_WORDS
    assert judge(page(many, picture=1.0)).flags == frozenset()


def test_recognition_takes_the_place_of_a_stamp_and_not_of_a_caption():
    stamp, scan = page("Scanned with CamScanner"), page(PROSE + "\nScanned with CamScanner")
    assert completed(stamp, scan) is scan
    long = page(FOOTER)
    assert completed(long, page(FOOTER + "\n" + PROSE)).text.endswith("pengadilan.")
    assert completed(long, page(FOOTER.replace("i", "l"))) is long
    assert completed(long, page("")) is long
    assert completed(page("BAB I"), page(SHIFTED)).text == "BAB I"
    assert completed(page(""), page("")).text == ""
    assert completed(page(SHIFTED), page("Pasal 5")).text == "Pasal 5"


def test_garbage_is_better_than_nothing_for_it_asks_for_recognition():
    bad, nothing = page(SHIFTED), page("")
    assert better(bad, nothing) is bad
    assert better(nothing, bad) is bad


def test_recognised_text_of_the_publisher_is_said_to_be_hidden():
    assert judge(page(PROSE, hidden=1.0)).flags == {"hidden"}


def test_the_better_reading_is_the_surer_one_and_the_first_where_both_are_alike():
    good, bad, alike = page(PROSE), page(PROSE + "\ufffd" * 30), page(PROSE + " Selesai.")
    assert better(bad, good) is good
    assert better(good, bad) is good
    assert better(good, alike) is good


def test_a_reading_with_hardly_anything_in_it_is_not_better():
    whole, rest = page(PROSE + "\ufffd" * 8), page("Pasal 5")
    assert better(whole, rest) is whole
    assert better(rest, whole) is whole
    assert better(page(SHIFTED), rest) is rest


@given(st.text(max_size=300), st.floats(0, 1), st.floats(0, 1))
def test_whatever_comes_the_verdict_is_between_nothing_and_certain(text, picture, hidden):
    verdict = judge(page(text, picture=picture, hidden=hidden))
    assert 0 <= verdict.confidence <= 1
    assert not verdict.is_real_text or any(letter.isalnum() or letter == "\ufffd" for letter in text)
    assert "garbage" not in verdict.flags or "needs-ocr" in verdict.flags
