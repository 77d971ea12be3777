"""The errors of ingest: each has a code, a sentence for people, and a place in the tree."""

import pytest

from ingest import errors
from ingest.extract import Limits

LEAVES = [
    each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, errors.IngestError) and not each.__subclasses__()
]


@pytest.mark.parametrize("leaf", LEAVES)
def test_every_error_has_a_code_by_which_it_is_found_and_a_sentence(leaf):
    assert errors.by_code(leaf.code) is leaf
    assert str(leaf.sentence).endswith(".")
    assert leaf.__name__ in (errors.__doc__ or "")


def test_codes_are_given_once():
    assert len({leaf.code for leaf in LEAVES}) == len(LEAVES)


def test_a_code_that_nobody_knows_is_a_reader_that_went_wrong():
    assert errors.by_code("apa-ini") is errors.ReaderCrashed


def test_the_file_that_is_here_already_is_named():
    assert errors.AlreadyHere(42).file_id == 42


def test_the_detail_is_for_the_log_and_not_in_the_sentence():
    error = errors.Damaged("PSEOF at 17")
    assert "PSEOF" in str(error)
    assert "PSEOF" not in str(error.sentence)


def test_the_sentences_say_the_limits_as_they_are():
    assert f"{Limits().pages:,}".replace(",", ".") in str(errors.TooManyPages.sentence)
    assert f"{Limits().size // 1_000_000} MB" in str(errors.TooLarge.sentence)
