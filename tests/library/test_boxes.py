"""Boxes of words in few bytes, and back."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.boxes import pack, unpack

A4 = (595.3, 841.9)


def test_boxes_come_back_to_a_tenth_of_a_point():
    boxes = [(72.0, 64.1, 128.2, 74.3), (130.5, 64.1, 150.0, 74.3), (72.0, 78.1, 90.4, 88.3)]
    width, height, found = unpack(pack(boxes, *A4))
    assert (width, height) == pytest.approx(A4, abs=0.01)
    assert found == boxes


def test_a_word_without_a_box_has_none_and_does_not_move_the_next():
    boxes = [None, (72.0, 64.1, 128.2, 74.3), None, None, (130.5, 64.1, 150.0, 74.3)]
    assert unpack(pack(boxes, *A4))[2] == boxes


def test_a_page_without_words_is_possible():
    assert unpack(pack([], *A4))[2] == []


def test_what_of_a_box_is_off_the_page_is_cut_off():
    assert unpack(pack([(-5.0, 10.0, 40.0, 20.0), (580.0, 830.0, 700.0, 900.0)], 595.0, 842.0))[2] == [
        (0.0, 10.0, 40.0, 20.0),
        (580.0, 830.0, 595.0, 842.0),
    ]


def test_on_a_poster_boxes_are_as_exact_as_the_form_allows():
    box = (10_000.0, 12_000.0, 11_000.0, 12_100.0)
    [found] = unpack(pack([box], 14_400, 14_400))[2]
    assert found == pytest.approx(box, abs=0.5)


def test_a_printed_page_takes_few_bytes():
    words = [
        (72 + 41.7 * (n % 10), 72 + 14 * (n // 10), 109 + 41.7 * (n % 10), 82 + 14 * (n // 10))
        for n in range(400)
    ]
    assert len(pack(words, *A4)) < 700


@pytest.mark.parametrize("size", [(float("nan"), 1.0), (1.0, float("inf")), (-1.0, 5.0)])
def test_a_page_of_no_size_is_refused(size):
    with pytest.raises(ValueError, match="width and height"):
        pack([], *size)


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\x01",
        b"\x02" + bytes(12) + zlib.compress(b""),
        b"\x01" + bytes(12) + zlib.compress(b"odd"),
        bytes(40),
    ],
)
def test_other_bytes_are_refused(packed):
    with pytest.raises(ValueError, match="not boxes"):
        unpack(packed)


_POINTS = st.floats(0, 1_000, width=32)


@given(st.lists(st.none() | st.tuples(_POINTS, _POINTS, _POINTS, _POINTS), max_size=30))
def test_whatever_is_packed_comes_back_in_the_same_number(boxes):
    boxes = [box and (min(box[0::2]), min(box[1::2]), max(box[0::2]), max(box[1::2])) for box in boxes]
    found = unpack(pack(boxes, 1_000, 1_000))[2]
    assert [box is None for box in found] == [box is None for box in boxes]
    for before, after in zip(boxes, found, strict=True):
        assert before is None or after == pytest.approx(before, abs=0.06)
