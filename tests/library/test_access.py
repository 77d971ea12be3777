"""What is not public shows through no door: the leak table."""

import gc
from datetime import timedelta
from io import BytesIO
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction

from library.access import Access, public, rule
from library.changes import release_embargoes
from library.models import Picture, Publication, User
from search.indexing import drain_all
from search.research import Query, find
from tests.works import shelve_quickly

SECRET = "jerapahungu"


def doors(book: Publication) -> dict[str, str]:
    """Every address at which something of a book shows, by name."""
    file = book.spans.first().file
    return {
        "work": book.address,
        "reader": book.passage_url(1),
        "text": book.passage_url(1) + "?tampilan=teks",
        "inside": book.search_url + f"?q={SECRET}",
        "english work": f"/en{book.address}",
        "english reader": f"/en{book.passage_url(1)}",
        "any page": f"{book.address}baca/",
        "file": reverse("file", args=[file.code, "buku.pdf"]),
        "cover": reverse("cover", args=[file.code]),
        "picture": reverse("page_picture", args=[file.code, 1, 480]),
        "permanent": reverse("permanent", args=[book.permanent.code]),
        "passage": reverse("permanent_passage", args=[book.permanent.code, 1]),
        "search": reverse("search") + f"?q={SECRET}",
        "holdings": "/koleksi/",
        "shelf": "/koleksi/buku/",
        "home": "/",
    }


def shown(client: Client, book: Publication) -> set[str]:
    """The doors at which the book, or its text, can be seen."""
    drain_all()
    seen = set()
    for name, address in doors(book).items():
        answer = client.get(address)
        answer.close()
        if name in {"search", "holdings", "shelf", "home"}:
            if book.title.encode() in answer.content:
                seen.add(name)
        elif answer.status_code in {200, 206, 302}:
            seen.add(name)
    return seen


EVERYWHERE = {
    "work",
    "reader",
    "text",
    "inside",
    "english work",
    "english reader",
    "any page",
    "file",
    "cover",
    "picture",
    "permanent",
    "passage",
    "search",
    "holdings",
    "shelf",
    "home",
}
RECORD = {
    "work",
    "english work",
    "cover",
    "permanent",
    "passage",
    "holdings",
    "shelf",
    "home",
}  # "passage" leads to the record


@pytest.fixture
def book(make_book) -> Publication:
    return make_book(f"Halaman tentang {SECRET}.", title="Buku Ujian Kebocoran")


def published_with(book: Publication, **fields: object) -> Publication:
    for name, value in fields.items():
        setattr(book, name, value)
    book.save_revision().publish()
    return Publication.objects.get(pk=book.pk).specific


def test_an_open_work_shows_at_every_door(client, book) -> None:
    assert shown(client, book) == EVERYWHERE


def test_a_draft_shows_nowhere(client, make_book) -> None:
    draft = make_book(f"Halaman tentang {SECRET}.", title="Buku Ujian Kebocoran", publish=False)
    assert shown(client, draft) == set()


def test_an_unpublished_work_shows_nowhere_and_leaves_a_tombstone(client, book) -> None:
    book.unpublish()
    assert shown(client, book) == set()
    assert client.get(reverse("permanent", args=[book.permanent.code])).status_code == 410


def test_an_internal_work_shows_nowhere(client, book) -> None:
    assert shown(client, published_with(book, access=Access.INTERNAL)) == set()


def test_of_a_summary_only_work_the_record_shows_and_nothing_of_its_text(client, book) -> None:
    assert shown(client, published_with(book, access=Access.SUMMARY)) == RECORD


def test_of_a_work_under_embargo_the_record_shows_until_its_day(client, book) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert shown(client, published_with(book, access=Access.EMBARGO, embargo_until=tomorrow)) == RECORD


def test_when_the_embargo_has_ended_everything_shows(client, book) -> None:
    today = timezone.localdate()
    assert shown(client, published_with(book, access=Access.EMBARGO, embargo_until=today)) == EVERYWHERE


def test_the_day_on_which_an_embargo_ends_is_a_change(client, book) -> None:
    today = timezone.localdate()
    published_with(book, access=Access.EMBARGO, embargo_until=today)
    drain_all()
    assert release_embargoes() == 0
    book.permanent.changed = timezone.now() - timedelta(days=2)
    book.permanent.save()
    assert release_embargoes() == 1
    assert release_embargoes() == 0


def test_a_work_behind_a_password_shows_nowhere(client, book) -> None:
    PageViewRestriction.objects.create(page=book, restriction_type="password", password="rahasia")
    # Wagtail asks for the password at the work's own page, and shows nothing of the work there.
    assert shown(client, book) - {"work", "english work"} == set()
    assert book.title.encode() not in client.get(book.address).content


def test_a_shelf_behind_a_password_hides_its_works(client, book) -> None:
    PageViewRestriction.objects.create(page=book.get_parent(), restriction_type="login")
    assert shown(client, book) - {"work", "english work"} == set()


def test_a_deleted_work_leaves_a_tombstone_and_nothing_else(client, book) -> None:
    code, addresses = book.permanent.code, doors(book)
    book.delete()
    drain_all()
    assert client.get(reverse("permanent", args=[code])).status_code == 410
    assert [name for name, address in addresses.items() if client.get(address).status_code == 200 and name not in
            {"search", "holdings", "shelf", "home"}] == []  # fmt: skip
    assert find(Query(SECRET)).total == 0


def test_an_editor_reads_a_draft(editor, make_book) -> None:
    draft = make_book(f"Halaman tentang {SECRET}.", title="Buku Ujian Kebocoran", publish=False)
    assert editor.get(draft.passage_url(1)).status_code == 200


def test_the_rule_says_the_same_of_a_row_and_of_a_publication_in_hand(shelf) -> None:
    today = timezone.localdate()
    days = [None, today - timedelta(days=1), today, today + timedelta(days=1)]
    for access, until, live in product(Access, days, (True, False)):
        shelve_quickly("Satu.", title="Satu")
        last = Publication.objects.latest("pk")
        Publication.objects.filter(pk=last.pk).update(access=access, embargo_until=until, live=live)
    hidden = Publication.objects.filter(live=True, access=Access.OPEN).first()
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert not public().sees(hidden)
    editor = rule(User(is_superuser=True))
    for viewer in (public(), public(today + timedelta(days=1)), public(today - timedelta(days=1)), editor):
        rows = list(Publication.objects.order_by("pk"))
        assert list(Publication.objects.seen(viewer).order_by("pk")) == [
            row for row in rows if row.seen_by(viewer)
        ]
        assert list(Publication.objects.read(viewer).order_by("pk")) == [
            row for row in rows if row.read_by(viewer)
        ]
    assert public().sees(Publication.objects.filter(access=Access.SUMMARY, live=True).first())
    PageViewRestriction.objects.create(page=shelf, restriction_type="login")
    assert not Publication.objects.seen(public()).exists()
    assert not any(row.seen_by(public()) for row in rows)


def test_a_privacy_setting_of_one_work_does_not_reach_its_neighbours(shelf) -> None:
    for _ in range(2):
        shelve_quickly("Satu.", title="Satu")
    first, second = Publication.objects.order_by("pk")
    PageViewRestriction.objects.create(page=first, restriction_type="login")
    assert list(Publication.objects.seen(public())) == [second]


def test_editors_cannot_choose_a_password_which_would_open_a_page_without_its_files(editor, book) -> None:
    form = editor.get(reverse("wagtailadmin_pages:set_privacy", args=[book.pk])).json()["html"]
    assert 'value="login"' in form
    assert 'value="password"' not in form


def test_the_rule_is_a_value(db) -> None:
    assert rule(AnonymousUser()) == rule(None) == public()


def test_a_file_that_a_work_reads_in_part_is_not_given_whole(client, make_book) -> None:
    book = make_book("Satu.", "Dua.", "Tiga.", title="Terbitan Sebagian")
    span = book.spans.first()
    span.first = 2
    book.spans.add(span)
    book.save_revision().publish()
    file = span.file
    assert client.get(reverse("file", args=[file.code, "x.pdf"])).status_code == 404
    assert client.get(reverse("page_picture", args=[file.code, 1, 480])).status_code == 404
    answer = client.get(reverse("page_picture", args=[file.code, 2, 480]))
    answer.close()
    assert answer.status_code == 200


# Wagtail leaves the temporary file of a rendition to the collector of garbage, which is called here.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_chosen_cover_shows_with_its_record_and_not_longer(client, book) -> None:
    drawn = BytesIO()
    Image.new("RGB", (600, 800), "plum").save(drawn, "PNG")
    picture = Picture.objects.create(title="Sampul", file=ContentFile(drawn.getvalue(), "sampul.png"))
    address = published_with(book, cover=picture).shown_cover.url
    assert status(client, address) == 200
    published_with(book, access=Access.INTERNAL)
    assert status(client, address) == 404
    assert status(client, picture.file.url) == 404
    gc.collect()


def status(client: Client, address: str) -> int:
    answer = client.get(address)
    answer.close()
    return answer.status_code
