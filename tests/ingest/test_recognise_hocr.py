"""What tesseract says of a picture becomes words: in points, without those it is not sure of."""

import pytest

from ingest.extract.hocr import read
from ingest.extract.lines import lines


def line(*words: tuple[str, int], top: int = 100, size: float = 30, more: str = "") -> str:
    """A line of words (text, confidence), each 100 pixels wide and 20 apart."""
    inside = "".join(
        f"<span class='ocrx_word' title='bbox {120 * at} {top} {120 * at + 100} {top + 30}; x_wconf {sure}'>{text}</span>"
        for at, (text, sure) in enumerate(words)
    )
    place = f"bbox 0 {top} {120 * len(words)} {top + 30}; baseline 0 -6; x_size {size}{more}"
    return f"<span class='ocr_line' title='{place}'>{inside}</span>"


def page(*parts: str) -> str:
    return f'<html><body><div class="ocr_page" title="bbox 0 0 9 9">{"".join(parts)}</div></body></html>'


def texts(hocr: str) -> list[str]:
    return [word.text for word in read(hocr, 200).words]


def test_words_come_in_points_in_the_order_in_which_they_were_read():
    found = read(page(line(("Setiap", 96), ("orang", 94))), 200)
    first, second = found.words
    assert (first.text, second.text, first.first, second.first) == ("Setiap", "orang", True, False)
    assert (second.left, second.right) == pytest.approx((43.2, 79.2))
    assert first.base == pytest.approx(124 * 72 / 200)
    assert (found.sure, found.letters) == (pytest.approx(0.951, abs=0.001), 11)


def test_words_that_tesseract_is_not_sure_of_are_left_out():
    assert texts(page(line(("Setiap", 96), ("xq", 20), ("orang", 94), ("&amp;", 50), ("-", 90)))) == [
        "Setiap",
        "orang",
        "-",
    ]


def test_a_line_that_is_mostly_doubtful_is_left_out_and_still_counts():
    found = read(page(line(("Setiap", 96)), line(("wve", 40), ("iol", 44), top=300)), 200)
    assert [word.text for word in found.words] == ["Setiap"]
    assert found.sure < found.sure_of_words == 0.96


def test_sizes_that_hardly_differ_are_one_and_a_heading_stays_larger():
    hocr = page(
        line(("BAB", 96), top=20, size=52),
        line(("Setiap", 96), ("orang", 96), top=100, size=30),
        line(("berhak", 96), top=140, size=32.5),
        line(("atas", 96), top=180, size=28),
    )
    sizes = [line.size for line in lines(read(hocr, 200).words)]
    assert sizes[1] == sizes[2] == sizes[3] < sizes[0]


def test_a_line_up_the_margin_runs_another_way():
    margin = line(("Lampiran", 96), top=500).replace("baseline 0 -6; x_size 30", "textangle 90; x_size 30")
    found = lines(read(page(line(("Setiap", 96), ("orang", 96)), margin), 200).words)
    assert [(each.text, each.turned) for each in found] == [("Setiap orang", False), ("Lampiran", True)]


@pytest.mark.parametrize("sign", ["\u00ac", "\u00ad", "\u2010", "\u2011"])
def test_whatever_a_hyphen_is_taken_for_it_is_one(sign):
    assert texts(page(line((f"Undang{sign}", 96)))) == ["Undang-"]


def test_a_picture_in_which_nothing_was_seen_leaves_no_doubt():
    found = read(page(), 200)
    assert (found.words, found.sure, found.letters) == ([], 1.0, 0)


@pytest.mark.parametrize("said", ["", "Segmentation fault", "<html><body>", page("<span class='ocr_line' title='bbox 1; x_size 2'>x</span>")])  # fmt: skip
def test_what_is_no_hocr_is_said_to_be_none(said):
    with pytest.raises(ValueError):
        read(said, 200)
