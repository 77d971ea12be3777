"""Files in the admin: listed and offered once their text is read."""

import pytest
from django.urls import reverse

from library.models import File


@pytest.fixture
def unread(library) -> File:
    """A file that is kept and could not be read."""
    return File.objects.create(sha256="0" * 64, name="rusak.pdf", size=10)


@pytest.mark.parametrize("view", ["list", "list_results"])
def test_a_file_that_was_never_read_is_not_listed(make_book, unread, editor, view):
    make_book("Halaman")
    page = editor.get(reverse(File.snippet_viewset.get_url_name(view))).content.decode()
    assert "Jalan Panjang.pdf" in page and "rusak.pdf" not in page


@pytest.mark.parametrize("view", ["choose", "choose_results"])
def test_a_file_that_was_never_read_cannot_be_chosen_for_a_work(make_book, unread, editor, view):
    make_book("Halaman")
    door = reverse(File.snippet_viewset.chooser_viewset.get_url_name(view))
    page = editor.get(door).content.decode()
    assert "Jalan Panjang.pdf" in page and "rusak.pdf" not in page
