"""What editors say of pages, laid over what was read: `ingest.corrections`, pure."""

from dataclasses import dataclass

import pytest

from ingest import corrections
from ingest.clean import CleanPage
from ingest.corrections import ImpossibleNumber, TextTooLong, apply, choices, numbering, tidy

HEAD = "PRESIDEN REPUBLIK INDONESIA"


@dataclass
class Said:
    number: int
    text: str | None = None
    reader: str = ""
    printed: str = ""


def box(place: int) -> tuple[float, float, float, float]:
    return (10.0 * place, 5.0, 10.0 * place + 8, 15.0)


def page(number: int = 1, text: str = "", search: str | None = None, **more: object) -> CleanPage:
    words = text.split()
    told = {
        "label": "",
        "label_source": "none",
        "text": text,
        "search_text": text if search is None else search,
        "boxes": tuple(box(place) for place, _ in enumerate(words)),
        "reader": "pdfminer",
        "confidence": 0.4,
    }
    return CleanPage(number=number, **(told | more))  # type: ignore[arg-type]


def corrected(before: CleanPage, text: str) -> CleanPage:
    return apply([before], [Said(before.number, text=text)])[0]


def labels(many: int, *said: Said, given: str = "") -> list[str]:
    pages = [page(number, label=given, label_source="inferred") for number in range(1, many + 1)]
    return [each.label for each in apply(pages, said)]


def test_a_corrected_text_replaces_the_machines_and_is_sure():
    machine = page(2, "Setlap orang", flags=frozenset({"few-letters", "needs-ocr"}))
    kept = apply([page(1, "Tetap."), machine], [Said(2, text="Setiap orang")])
    assert kept[0] == page(1, "Tetap.")
    assert (kept[1].text, kept[1].search_text) == ("Setiap orang", "Setiap orang")
    assert (kept[1].flags, kept[1].confidence, kept[1].reader) == ({"corrected"}, 1.0, "pdfminer")


def test_without_a_text_only_the_rest_of_a_decision_counts():
    assert apply([page(1, "Tetap.")], [Said(1, reader="pdfium")]) == [page(1, "Tetap.")]


def test_a_page_may_be_said_to_have_no_text():
    kept = corrected(page(1, "xq%# zz"), "")
    assert (kept.text, kept.search_text, kept.boxes) == ("", "", ())
    assert kept.flags == {"corrected", "empty"}


def test_words_that_stand_keep_their_boxes_and_new_ones_have_none():
    kept = corrected(
        page(text="Setiap orang dilarang melakukan"), "Setiap orang tidak pernah boleh dilarang melakukan"
    )
    assert kept.boxes == (box(0), box(1), None, None, None, box(2), box(3))


def test_a_word_in_which_letters_were_mended_keeps_its_box():
    kept = corrected(
        page(text="korban kekerasnn herhak atas xx"), "korban kekerasan berhak atas perlindungan"
    )
    assert kept.boxes == (box(0), box(1), box(2), box(3), None)


def test_boxes_go_with_words_wherever_lines_end_now():
    kept = corrected(page(text="satu dua\ntiga empat"), "satu\ndua tiga\n\nempat")
    assert kept.boxes == tuple(box(place) for place in range(4))


def test_a_page_whose_boxes_are_not_there_gets_none():
    kept = corrected(page(text="satu dua", boxes=()), "satu dua tiga")
    assert kept.boxes == (None, None, None)


def test_running_heads_stay_out_of_what_is_searched():
    before = page(text=f"{HEAD}\n\nSetlap orang\ndilarang\n\n- 12 -", search="Setlap orang\ndilarang")
    kept = corrected(before, f"{HEAD}\n\nSetiap orang\ndilarang keras\n\n- 12 -")
    assert kept.search_text == "Setiap orang\ndilarang keras"
    assert HEAD in kept.text and "- 12 -" in kept.text


def test_a_running_head_that_was_mended_stays_one_and_one_that_was_taken_out_takes_nothing_along():
    before = page(text="PRESIDEN REPUBLIK INDONESLA\n\nSetiap orang", search="Setiap orang")
    assert corrected(before, f"{HEAD}\n\nSetiap orang").search_text == "Setiap orang"
    assert corrected(before, "Setiap orang").search_text == "Setiap orang"
    assert corrected(before, "Judul lain\n\nSetiap orang").search_text == "Judul lain\n\nSetiap orang"


def test_a_line_of_the_text_that_reads_like_the_head_is_searched():
    before = page(text=f"{HEAD}\n\nSetiap orang\n{HEAD}", search=f"Setiap orang\n{HEAD}")
    kept = corrected(before, f"{HEAD}\n\nSetiap anak\n{HEAD}")
    assert kept.search_text == f"Setiap anak\n{HEAD}"


def test_long_pages_of_few_words_are_corrected_without_long_work():
    words = ["ya", "tidak"] * 20_000
    before = page(text=" ".join(words))
    kept = corrected(before, " ".join(["baru", *words[1:-1], "lain"]))
    assert kept.boxes[0] is None and kept.boxes[-1] is None
    assert kept.boxes[1:-1] == tuple(box(place) for place in range(1, len(words) - 1))


def test_printed_numbers_run_on_from_where_an_editor_says_one():
    assert labels(4, Said(2, printed="1")) == ["", "1", "2", "3"]
    assert labels(6, Said(1, printed="iii"), Said(4, printed="1")) == ["iii", "iv", "v", "1", "2", "3"]
    assert labels(3, Said(1, printed="IX")) == ["IX", "X", "XI"]
    assert labels(3, Said(1, printed="A-9")) == ["A-9", "A-10", "A-11"]
    assert labels(2, Said(1, printed="II-3")) == ["II-3", "II-4"]


def test_pages_without_numbers_have_none_until_they_begin_again():
    said = (Said(2, printed="-"), Said(4, printed="7"))
    assert labels(5, *said, given="9") == ["9", "", "", "7", "8"]


def test_the_editor_is_named_as_the_source_of_what_an_editor_said():
    pages = [page(number, label="5", label_source="inferred") for number in (1, 2, 3)]
    kept = apply(pages, [Said(2, printed="-")])
    assert [each.label_source for each in kept] == ["inferred", "editor", "editor"]


@pytest.mark.parametrize(
    "odd", ["", "0", "abc", "-1", "1-", "iiii", "12a", "A-", "ivx", "1 2", "²", "999999", "1/2/3", "MMMM"]
)
def test_an_impossible_number_is_refused_with_a_sentence(odd):
    with pytest.raises(ImpossibleNumber) as refused:
        numbering(odd)
    assert "1, iv, IV, atau A-1" in str(refused.value.sentence)
    assert isinstance(refused.value, ValueError)


def test_a_row_that_no_editor_could_have_written_keeps_no_file_from_being_read():
    assert labels(3, Said(1, printed="1"), Said(2, printed="???")) == ["1", "2", "3"]
    assert labels(2, Said(1, printed="???"), given="4") == ["4", "4"]


def test_a_text_is_put_in_the_form_of_those_that_are_read():
    sent = "  Setiap   orang \r\n\r\n\r\n\r\nﬁ\u200bnal\x00 \u00ad\r\n\r\n"
    assert tidy(sent) == "Setiap orang\n\nfinal -"
    assert tidy(" \r\n ") == ""


def test_a_text_too_long_for_a_page_is_refused():
    assert tidy("a" * corrections.MOST_LETTERS)
    with pytest.raises(TextTooLong) as refused:
        tidy("a" * (corrections.MOST_LETTERS + 1))
    assert "200.000 huruf" in str(refused.value.sentence)


def test_the_readers_that_editors_chose_by_page():
    rows = [Said(1, text="x"), Said(2, reader="pdfium"), Said(7, reader="tesseract", printed="1")]
    assert choices(rows) == {2: "pdfium", 7: "tesseract"}
