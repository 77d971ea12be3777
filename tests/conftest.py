"""What many tests stand on: static files as they are served, an empty library, works in it, the embedded engine."""

import gc
import signal
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from ingest.accept import take_in
from ingest.models import Ingestion
from ingest.work import work_off
from library.models import Book, Publication, Shelf
from portal.models import Home
from portal.prepare import give_rights, make_pages, name_in_indonesian
from search.engine import engine
from search.indexing import rebuild
from search.rates import A_SECOND, AT_ONCE, Rates
from tests import pdfs


def pytest_configure() -> None:
    """A shell hands down to what it runs in the background that Ctrl-C is ignored; tests interrupt programs."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    """A request leaves its language to what runs after it in the same thread; each test begins in ours."""
    translation.activate("id")
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def a_reader_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests of a process ask from one address with one browser; none pays for what those before it asked."""
    monkeypatch.setattr("search.rates.rates", Rates(AT_ONCE, A_SECOND))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The pages of an empty library are made once, not for each test: that takes longer than most tests do. A test that
    ends its transactions would take them from all that follow; there is none."""
    with django_db_blocker.unblock():
        if Home._meta.db_table in connection.introspection.table_names():  # else no test asks for a database
            name_in_indonesian()
            make_pages()
            give_rights()
    # What is there by now stays to the end: it need not be looked through again and again for what can go.
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def static_files(django_db_setup) -> Iterator[None]:
    """The manifest that pages name their static files by; and the files themselves, which each client would list anew."""
    call_command("collectstatic", interactive=False, verbosity=0)
    listed = WhiteNoiseMiddleware(lambda request: HttpResponse()).files
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            WhiteNoiseMiddleware, "add_files", lambda self, *place, **below: self.files.update(listed)
        )
        yield


@pytest.fixture
def library(db) -> Iterator[None]:
    """An index as empty as the shelves are."""
    rebuild()
    yield
    engine.cache_clear()


@pytest.fixture
def make_book(library):
    """Makes a book from the texts of its pages, published unless told otherwise; returns it as it stands then."""

    def make(*texts: str, title: str = "Jalan Panjang", publish: bool = True, **fields: object) -> Book:
        row = take_in(BytesIO(pdfs.pages(*texts, title=title)), f"{title}.pdf")
        work_off()
        row.refresh_from_db()
        assert row.state == Ingestion.State.DONE, row.detail
        draft = row.target.specific
        draft.title = draft.draft_title = title
        for name, value in fields.items():
            setattr(draft, name, value)
        revision = draft.save_revision()
        if publish:
            revision.publish()
        return Publication.objects.get(pk=draft.pk).specific

    return make


@pytest.fixture
def shelf(library) -> Shelf:
    return Shelf.objects.get(kind_slug="buku")


@pytest.fixture
def editor(client: Client, django_user_model) -> Client:
    """A browser in which an editor is signed in. Without a password, whose hashing costs more than most tests."""
    client.force_login(
        django_user_model.objects.create(username="penyunting", is_superuser=True, is_staff=True)
    )
    return client
