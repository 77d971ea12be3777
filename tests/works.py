"""Works for tests that need them many and at once: rows as ingest would leave them, without reading any file."""

from collections.abc import Sequence

from django.test import Client

from library.boxes import pack
from library.changes import touch
from library.models import Book, File, Passage, Publication, Shelf, Span, User


def shelve(
    *texts: str,
    title: str = "Jalan Panjang",
    labels: Sequence[str] = (),
    publish: bool = True,
    **fields: object,
) -> Book:
    """A book whose pages have these texts (each word with a box of its own), on the shelf of books."""
    book = Book(title=title, draft_title=title, live=False, **fields)
    book.spans.add(Span(file=stored(*texts, labels=labels), sort_order=0))
    Shelf.objects.get(slug="buku").add_child(instance=book)
    revision = book.save_revision()
    if publish:
        revision.publish()
    return again(book)


def shelve_quickly(*texts: str, title: str) -> None:
    """A published book without a history: for those who need a hundred."""
    book = Book(title=title, draft_title=title)
    book.spans.add(Span(file=stored(*texts), sort_order=0))
    Shelf.objects.get(slug="buku").add_child(instance=book)


def stored(*texts: str, labels: Sequence[str] = ()) -> File:
    """A file with these pages."""
    file = File.objects.create(
        sha256=f"{File.objects.count() + 1:064x}",
        name="buku.pdf",
        size=1000,
        original="tiada.pdf",
        pages=len(texts),
    )
    write(file, *texts, labels=labels)
    return file


def write(file: File, *texts: str, labels: Sequence[str] = ()) -> None:
    """New texts for a file that is there, as a second reading of it brings them."""
    file.passages.all().delete()
    Passage.objects.bulk_create(
        Passage(
            file=file,
            number=number,
            label=labels[number - 1] if labels else "",
            text=text,
            search_text=text,
            boxes=pack([box(place) for place, _ in enumerate(text.split())], 600, 800)
            if text.strip()
            else None,
        )
        for number, text in enumerate(texts, start=1)
    )
    file.pages = len(texts)
    file.save()
    touch(*Publication.objects.reading(file))


def box(place: int) -> tuple[float, float, float, float]:
    """Where the n-th word of a page stands: ten in a line, each 50 points wide and 10 high."""
    x, y = 50.0 + 50 * (place % 10), 50.0 + 20 * (place // 10)
    return (x, y, x + 40, y + 10)


def signed_in() -> Client:
    """A browser of an editor who may do everything. Without a password, whose hashing costs more than most tests."""
    client = Client()
    client.force_login(User.objects.create(username="penyunting", is_superuser=True))
    return client


def again(work: Publication) -> Book:
    """The work as it stands in the database now."""
    return Publication.objects.get(pk=work.pk).specific
