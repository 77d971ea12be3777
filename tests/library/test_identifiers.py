"""ISBN, ISSN, DOI and ORCID: what is given must be right, and nothing has to be given."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.identifiers import WrongIdentifier, doi, isbn, isbn_key, issn, orcid


@pytest.mark.parametrize(
    ("read", "typed", "kept"),
    [
        (isbn, "978-0-306-40615-7", "978-0-306-40615-7"),
        (isbn, "ISBN 978 0 306 40615 7", "978-0-306-40615-7"),
        (isbn, "0-306-40615-2", "0-306-40615-2"),
        (isbn, "080442957x", "080442957X"),
        (isbn, "978–0–306–40615–7", "978-0-306-40615-7"),
        (issn, "0378-5955", "0378-5955"),
        (issn, "ISSN: 03785955", "0378-5955"),
        (issn, "2434-561x", "2434-561X"),
        (doi, "https://doi.org/10.1000/182", "10.1000/182"),
        (doi, "doi: 10.1000/xyz(1)", "10.1000/xyz(1)"),
        (orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (orcid, "0000000218250097", "0000-0002-1825-0097"),
        (isbn, "", ""),
        (issn, "  ", ""),
        (doi, "", ""),
        (orcid, "", ""),
    ],
)
def test_an_identifier_is_kept_in_its_written_form(read, typed: str, kept: str) -> None:
    assert read(typed) == kept


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (isbn, "978-0-306-40615-8"),
        (isbn, "0-306-40615-3"),
        (isbn, "979-12345"),
        (isbn, "buku"),
        (issn, "0378-5954"),
        (issn, "0378-595"),
        (doi, "10.12/x"),
        (doi, "doi.org"),
        (doi, "10.1000/dua kata"),
        (orcid, "0000-0002-1825-0098"),
        (orcid, "0000"),
    ],
)
def test_a_wrong_check_digit_or_shape_is_refused(read, typed: str) -> None:
    with pytest.raises(WrongIdentifier):
        read(typed)


def test_two_writings_of_one_isbn_have_one_key() -> None:
    assert isbn_key("0-306-40615-2") == isbn_key("978 0306406157") == "9780306406157"
    assert isbn_key("bukan isbn") == ""


@pytest.mark.parametrize("read", [isbn, issn, doi, orcid])
@given(text=st.text(max_size=40))
def test_what_is_kept_is_kept_again(read, text: str) -> None:
    with suppress(WrongIdentifier):
        kept = read(text)
        assert read(kept) == kept
