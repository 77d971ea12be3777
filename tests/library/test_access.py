"""The rule that says who may see what; that every door asks it is told by `tests/test_leaks.py`."""

import gc
from datetime import timedelta
from io import BytesIO
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction

from library.access import Access, public, rule
from library.changes import release_embargoes
from library.models import PermanentId, Picture, Publication, User
from search.indexing import drain_all
from tests.works import shelve_quickly, signed_in


@pytest.fixture
def book(make_book) -> Publication:
    return make_book("Halaman.", title="Buku Ujian")


def published_with(book: Publication, **fields: object) -> Publication:
    for name, value in fields.items():
        setattr(book, name, value)
    book.save_revision().publish()
    return Publication.objects.get(pk=book.pk).specific


def test_the_day_on_which_an_embargo_ends_is_a_change(client, book) -> None:
    today = timezone.localdate()
    published_with(book, access=Access.EMBARGO, embargo_until=today)
    drain_all()
    assert release_embargoes() == 0
    book.permanent.changed = timezone.now() - timedelta(days=2)
    book.permanent.save()
    assert release_embargoes() == 1
    assert release_embargoes() == 0


def test_an_embargo_of_a_work_behind_a_privacy_setting_ends_without_a_change(client, book) -> None:
    published_with(book, access=Access.EMBARGO, embargo_until=timezone.localdate())
    PageViewRestriction.objects.create(page=book.get_parent(), restriction_type="login")
    PermanentId.objects.update(changed=timezone.now() - timedelta(days=2))
    drain_all()
    assert release_embargoes() == 0  # or it would end anew with every tick of the worker


def test_a_private_shelf_hides_its_works_from_everybody_and_from_no_editor(client, book) -> None:
    addresses = [book.address, book.passage_url(1), f"{book.address}sitasi/"]
    PageViewRestriction.objects.create(page=book.get_parent(), restriction_type="login")
    assert [status(client, address) for address in addresses] == [410, 404, 404]
    assert book.title not in client.get("/").content.decode()
    editor = signed_in()
    assert [status(editor, address) for address in addresses] == [200, 200, 200]


def test_of_a_work_that_nobody_saw_there_is_no_tombstone(client, make_book) -> None:
    draft = make_book("Naskah.", title="Naskah", publish=False)
    address = reverse("permanent", args=[draft.permanent.code])
    draft.delete()
    assert status(client, address) == 404


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


def test_what_is_private_is_found_without_going_through_all_pages(shelf) -> None:
    """Each question and each page asks this."""
    PageViewRestriction.objects.create(page=shelf, restriction_type="login")
    with CaptureQueriesContext(connection) as asked:
        assert public().hidden == (shelf.path,)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        steps = [step for *_, step in cursor.fetchall()]
    assert any(step.startswith("SEARCH wagtailcore_page ") for step in steps), steps


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
