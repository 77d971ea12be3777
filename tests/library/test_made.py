"""What is made from a file goes with the last work that needs it, and is made anew when the work comes back."""

import gc
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from ingest.accept import take_in
from ingest.work import work_off
from library import fixity, made, pictures, public_files
from library.models import Book, File, PictureRendition, PocketBook, Publication, Shelf, Span
from tests import pdfs
from tests.library.test_editors import republish, signed_in
from tests.works import again


@pytest.fixture
def reviewer(library: None) -> Client:
    return signed_in("Pemeriksa")


@pytest.fixture
def book(make_book) -> Book:
    book = make_book("Halaman satu.", "Halaman dua.")
    file = book.files[0]
    assert served(file) == {200}
    assert all(path.exists() for path in made_from(file))
    return book


def served(file: File) -> set[int]:
    """How the doors of what was made answer: the copy, the cover, a page."""
    doors = {"file": ["buku.pdf"], "cover": [], "page_picture": [1, 480]}
    answers = [Client().get(reverse(name, args=[file.code, *more])) for name, more in doors.items()]
    for answer in answers:
        answer.close()
    return {answer.status_code for answer in answers}


def made_from(file: File) -> list[Path]:
    """The clean copy, the cover and the pictures of pages; their folder for those that are not drawn yet."""
    file = File.objects.get(pk=file.pk)
    kept = Path(file.original.path).parent
    return [kept / "copy.pdf", kept / "cover.webp", Path(settings.PICTURE_CACHE) / file.sha256]


def cover() -> object:
    drawn = BytesIO()
    Image.new("RGB", (600, 800), "white").save(drawn, "PNG")
    drawn.seek(0)
    return get_image_model().objects.create(title="Sampul", file=ImageFile(drawn, name="sampul.png"))


def withdraw(client: Client, work: Publication, run: object) -> None:
    with run(execute=True):
        republish(client, work, access="withdrawn")


def test_a_withdrawn_work_leaves_nothing_that_was_made_from_it(
    reviewer: Client, book: Book, django_capture_on_commit_callbacks
) -> None:
    file = book.files[0]
    book = republish(reviewer, book, cover=cover().pk)
    assert Client().get(book.address).status_code == 200
    rendition = Path(PictureRendition.objects.get(filter_spec="width-400|format-webp").file.path)
    assert rendition.exists()
    withdraw(reviewer, book, django_capture_on_commit_callbacks)
    assert not any(path.exists() for path in made_from(file))
    assert not rendition.exists()
    assert Path(file.original.path).exists()
    file.refresh_from_db()
    assert (file.taken_away, bool(file.copy), bool(file.cover), file.copy_size) == (True, False, False, 0)
    assert served(file) == {404}
    gc.collect()


@pytest.mark.parametrize("act", ["unpublish", "delete", "access"])
def test_it_goes_whichever_way_the_work_goes(
    reviewer: Client, book: Book, act: str, django_capture_on_commit_callbacks
) -> None:
    file = book.files[0]
    with django_capture_on_commit_callbacks(execute=True):
        if act == "access":
            republish(reviewer, book, access="internal")
        else:
            getattr(again(book), act)()
    expected = act == "access"  # the institute still reads it
    assert [path.exists() for path in made_from(file)] == [expected] * 3


def test_it_is_made_anew_when_the_work_comes_back(
    reviewer: Client, book: Book, django_capture_on_commit_callbacks
) -> None:
    file, before = book.files[0], File.objects.get()
    withdraw(reviewer, book, django_capture_on_commit_callbacks)
    assert made.make_again() == 0
    republish(reviewer, book, access="open")
    assert made.make_again() == 1
    assert made.make_again() == 0
    after = File.objects.get()
    assert after.taken_away is False
    assert (after.cover_width, after.cover_height) == (before.cover_width, before.cover_height)
    assert after.copy_size > 0
    assert served(file) == {200}


def test_a_record_without_its_original_keeps_nobody_waiting(book: Book) -> None:
    bare = File.objects.create(sha256="0" * 64, name="hilang.pdf", size=1, taken_away=True)
    book.spans.add(Span(file=bare))
    book.save()
    assert made.make_again() == 0
    assert fixity.check_due() and [each.pk for each in fixity.faulty()] == [bare.pk]


def test_of_an_original_that_is_no_longer_sound_nothing_is_made_when_the_work_comes_back(
    reviewer: Client, book: Book, django_capture_on_commit_callbacks
) -> None:
    file = book.files[0]
    original = Path(file.original.path)
    kept = original.read_bytes()
    withdraw(reviewer, book, django_capture_on_commit_callbacks)
    original.write_bytes(pdfs.pages("Lain"))
    republish(reviewer, book, access="open")
    assert made.make_again() == 0
    assert not File.objects.get(pk=file.pk).copy
    original.write_bytes(kept)
    assert made.make_again() == 1
    assert served(file) == {200}


def test_what_another_published_work_reads_stays(
    reviewer: Client, book: Book, django_capture_on_commit_callbacks
) -> None:
    file = book.files[0]
    other = Book(title="Cetakan kedua", slug="cetakan-kedua")
    other.spans.add(Span(file=file))
    Shelf.objects.get(kind_slug="buku").add_child(instance=other)
    withdraw(reviewer, book, django_capture_on_commit_callbacks)
    assert all(path.exists() for path in made_from(file))
    withdraw(reviewer, other, django_capture_on_commit_callbacks)
    assert not any(path.exists() for path in made_from(file))


def test_a_draft_keeps_nothing(reviewer: Client, book: Book, django_capture_on_commit_callbacks) -> None:
    other = Book(title="Rancangan", slug="rancangan", live=False)
    other.spans.add(Span(file=book.files[0]))
    Shelf.objects.get(kind_slug="buku").add_child(instance=other)
    withdraw(reviewer, book, django_capture_on_commit_callbacks)
    assert not any(path.exists() for path in made_from(book.files[0]))


def test_what_is_undone_takes_nothing_away(
    reviewer: Client, book: Book, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        republish(reviewer, book, access="withdrawn")
        assert all(path.exists() for path in made_from(book.files[0]))
    assert waiting


def test_a_file_for_the_printer_goes_with_its_pocket_book_and_stays_with_another(
    reviewer: Client, book: Book, django_capture_on_commit_callbacks
) -> None:
    row = take_in(BytesIO(pdfs.pages("Siap cetak.", title="Cetak")), "cetak.pdf")
    work_off()
    row.refresh_from_db()
    print_file = row.target.specific.files[0]
    row.target.specific.delete()
    pocket = PocketBook(title="Buku saku", slug="buku-saku-kdrt", print_file=print_file)
    pocket.spans.add(Span(file=book.files[0], first=1, last=1))
    Shelf.objects.get(kind_slug="buku-saku").add_child(instance=pocket)
    made.make_again()
    assert made_from(print_file)[0].exists()
    withdraw(reviewer, pocket, django_capture_on_commit_callbacks)
    assert not made_from(print_file)[0].exists()
    assert all(path.exists() for path in made_from(book.files[0]))
    republish(reviewer, pocket, access="open")
    assert made.make_again() == 1
    assert made_from(print_file)[0].exists()


def test_a_picture_on_another_cover_keeps_its_renditions(
    reviewer: Client, book: Book, make_book, django_capture_on_commit_callbacks
) -> None:
    picture = cover()
    book = republish(reviewer, book, cover=picture.pk)
    republish(reviewer, make_book("Lain.", title="Lain"), cover=picture.pk)
    Client().get(book.address)
    withdraw(reviewer, book, django_capture_on_commit_callbacks)
    assert PictureRendition.objects.filter(image=picture).exists()
    gc.collect()


@pytest.fixture
def withdrawn_while_made(
    reviewer: Client, book: Book, django_capture_on_commit_callbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever a copy is made from now on, its work is withdrawn meanwhile."""
    whole = public_files.make

    def late(*places: Path) -> object:
        withdraw(reviewer, book, django_capture_on_commit_callbacks)
        return whole(*places)

    monkeypatch.setattr(public_files, "make", late)


def test_what_is_finished_when_its_work_was_just_withdrawn_is_not_kept(
    book: Book, withdrawn_while_made: None
) -> None:
    file = book.files[0]
    Path(file.copy.path).unlink()
    assert fixity.check_due() == 1
    assert not any(path.exists() for path in made_from(file))
    file.refresh_from_db()
    assert (file.taken_away, bool(file.copy), bool(file.cover), file.copy_size) == (True, False, False, 0)


def test_what_is_made_again_of_a_work_withdrawn_once_more_is_not_kept(
    reviewer: Client, book: Book, django_capture_on_commit_callbacks, withdrawn_while_made: None
) -> None:
    file = book.files[0]
    withdraw(reviewer, book, django_capture_on_commit_callbacks)
    republish(reviewer, book, access="open")
    assert made.make_again() == 0
    assert not any(path.exists() for path in made_from(file))
    assert File.objects.get(pk=file.pk).taken_away


def test_a_picture_of_a_page_drawn_while_its_work_is_withdrawn_is_not_kept(
    reviewer: Client, book: Book, django_capture_on_commit_callbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = book.files[0]
    whole = pictures._draw

    def late(pdf: Path, number: int, width: int, target: Path, wall: float) -> None:
        whole(pdf, number, width, target, wall)
        kept = target.read_bytes()
        withdraw(reviewer, book, django_capture_on_commit_callbacks)
        target.parent.mkdir(parents=True)  # as of a child that wrote while the folder was being emptied
        target.write_bytes(kept)

    monkeypatch.setattr(pictures, "_draw", late)
    answer = Client().get(reverse("page_picture", args=[file.code, 2, 480]))
    assert answer.status_code == 404
    assert not any(path.exists() for path in made_from(file))
