"""Database and index stay equal: draining, sweeping, rebuilding, and what a crash or an outage leaves behind."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.models.signals import post_init, pre_delete
from django.utils import timezone

from library.access import Access, public
from library.changes import pending, touch
from library.models import Agent, Book, Change, Contribution, PermanentId, Publication
from search.documents import document, documents
from search.engine import engine
from search.engines import EngineAway, EngineError, IndexBusy, IndexClosed, WritingRefused
from search.indexing import Drift, drain, drain_all, rebuild, sweep
from search.research import Query, find
from tests.search.engine_cases import hold, work
from tests.works import again, shelve


@pytest.fixture
def book(library: None) -> Book:
    made = shelve("Kekerasan terhadap anak.", title="Laporan Tahunan")
    drain_all()
    return made


def total(question: str) -> int:
    return find(Query(question)).total


def held() -> dict[int, int]:
    """publication → revision, as the index has it."""
    return dict(engine().revisions(0, 5_000))


@contextmanager
def before_a_change_is_cleared(act: Callable[[], object]) -> Iterator[None]:
    """The moment in which the index is written and the database does not know it yet."""

    def receive(sender: object, **kwargs: object) -> None:
        pre_delete.disconnect(receive, sender=Change)
        act()

    pre_delete.connect(receive, sender=Change)
    try:
        yield
    finally:
        pre_delete.disconnect(receive, sender=Change)


# Draining


def test_what_is_published_is_found_once_it_is_drained(library: None) -> None:
    shelve("Kekerasan terhadap anak.", title="Laporan Tahunan")
    assert total("kekerasan") == 0
    assert drain() == 1
    assert total("kekerasan") == 1
    assert not pending()


def test_many_changes_of_one_work_are_one_for_the_index(book: Book) -> None:
    for _ in range(3):
        touch(book)
    assert drain() == 1
    assert held() == {book.pk: PermanentId.objects.get(publication=book).revision}


def test_the_oldest_changes_go_first(library: None) -> None:
    first, second = shelve("Satu.", title="Satu"), shelve("Dua.", title="Dua")
    assert drain(at_most=1) == 1
    assert list(pending()) == [second.pk]
    touch(first)
    assert drain(at_most=1) == 1
    assert list(pending()) == [first.pk]


def test_what_changes_while_the_index_is_written_stays_to_be_done(book: Book) -> None:
    def alter() -> None:
        later = again(book)
        later.title = "Laporan Kedua"
        later.save_revision().publish()

    touch(book)
    with before_a_change_is_cleared(alter):
        drain()
    assert list(pending()) == [book.pk]
    drain_all()
    assert total("judulkah") == 0
    assert [finding.publication.title for finding in find(Query("kedua")).findings] == ["Laporan Kedua"]


def test_a_crash_between_writing_and_clearing_only_repeats_the_work(book: Book) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    touch(book)
    with before_a_change_is_cleared(die), pytest.raises(KeyboardInterrupt):
        drain()
    assert list(pending()) == [book.pk]
    assert drain_all() == 1
    assert sweep() == Drift()
    assert total("kekerasan") == 1


def test_while_somebody_else_writes_nothing_is_lost(book: Book) -> None:
    touch(book)
    with engine().writer(), pytest.raises(IndexBusy):
        drain()
    assert list(pending()) == [book.pk]
    assert drain_all() == 1


def test_a_late_writer_loses(book: Book) -> None:
    old = document(book, PermanentId.objects.get(publication=book).revision, public())
    assert old is not None
    later = again(book)
    later.title = "Laporan Kedua"
    later.save_revision().publish()
    drain_all()
    hold(engine(), old)
    assert (total("tahunan"), total("kedua")) == (0, 1)
    later.unpublish()
    drain_all()
    hold(engine(), old)
    assert total("laporan") == 0


def test_what_is_withdrawn_leaves_the_index(book: Book) -> None:
    book.unpublish()
    drain_all()
    assert held() == {}
    book.get_latest_revision().publish()
    drain_all()
    assert held().keys() == {book.pk}
    again(book).delete()
    drain_all()
    assert held() == {}


@pytest.mark.parametrize("access", [Access.SUMMARY, Access.EMBARGO])
def test_text_that_may_not_be_read_is_not_in_the_index(book: Book, access: str) -> None:
    book.access, book.embargo_until = access, timezone.localdate() + timedelta(days=1)
    book.save_revision().publish()
    drain_all()
    assert (total("tahunan"), total("kekerasan")) == (1, 0)
    assert engine().health().passages == 0


def test_a_change_that_waits_leaves_its_work_out_of_all_counts(book: Book) -> None:
    shelve("Kekerasan lain.", title="Yang Lain")
    drain_all()
    touch(book)
    found = find(Query("kekerasan"))
    assert (found.total, found.facets["kind"]) == (1, {"buku": 1})
    assert [finding.publication.title for finding in found.findings] == ["Yang Lain"]


@contextmanager
def cannot_be_read(bad: Publication, error: type[Exception]) -> Iterator[None]:
    """A work whose row breaks whoever reads it."""

    def receive(sender: object, instance: Publication, **kwargs: object) -> None:
        if instance.pk == bad.pk:
            raise error

    post_init.connect(receive, sender=Publication)
    try:
        yield
    finally:
        post_init.disconnect(receive, sender=Publication)


@pytest.mark.parametrize("error", [ValueError, EngineError])
def test_a_work_that_cannot_be_indexed_does_not_stop_the_others(
    library: None, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    bad = shelve("Rusak.", title="Rusak")
    shelve("Kekerasan.", title="Satu")
    shelve("Kekerasan.", title="Dua")
    with cannot_be_read(bad, error), caplog.at_level(logging.ERROR, "search.indexing"):
        assert drain_all() == 2
        shelve("Kekerasan.", title="Tiga")
        assert drain(at_most=1) == 1
        assert drain() == 0
    assert caplog.messages == [f"Publication {bad.pk} cannot be indexed: {error.__name__}"]
    assert list(pending()) == [bad.pk]
    assert total("kekerasan") == 3
    assert drain() == 0  # left alone for a while
    touch(bad)  # somebody mended it
    assert drain() == 1
    assert total("rusak") == 1


def test_when_all_of_a_batch_cannot_be_indexed_the_next_is_taken(library: None) -> None:
    bad = shelve("Rusak.", title="Rusak")
    shelve("Kekerasan.", title="Satu")
    with cannot_be_read(bad, ValueError):
        assert drain(at_most=1) == 1
    assert list(pending()) == [bad.pk]
    touch(bad)
    assert drain_all() == 1


@pytest.mark.parametrize("error", [OperationalError, EngineAway, IndexClosed, WritingRefused])
def test_what_is_no_fault_of_the_works_puts_none_of_them_behind(
    library: None, error: type[Exception]
) -> None:
    bad = shelve("Kekerasan.", title="Satu")
    with cannot_be_read(bad, error), pytest.raises(error):
        drain()
    assert drain() == 1


# Sweeping


def test_nothing_to_mend_where_both_are_equal(book: Book) -> None:
    assert sweep() == Drift(0, 0, 0)
    assert not pending()


def test_the_sweep_finds_and_mends_what_is_missing_stale_and_left_over(book: Book) -> None:
    stale = shelve("Kekerasan lama.", title="Lama")
    hidden = shelve("Kekerasan tersembunyi.", title="Tersembunyi")
    drain_all()
    with engine().writer() as writer:
        writer.remove(book.pk, held()[book.pk])
        writer.put([work(9_999, "kekerasan", revision=1)])
        writer.commit()
    PermanentId.objects.filter(publication=stale).update(
        revision=PermanentId.objects.get(publication=stale).revision + 1
    )
    Publication.objects.filter(pk=hidden.pk).update(live=False)  # behind everybody's back
    drift = sweep()
    assert drift == Drift(missing=1, stale=1, ghosts=2)
    assert drift.total == 4
    drain_all()
    assert sweep() == Drift()
    assert held().keys() == {book.pk, stale.pk}
    assert total("kekerasan") == 2


def test_the_sweep_leaves_alone_what_is_to_be_done_anyway(book: Book) -> None:
    touch(book)
    shelve("Baru.", title="Baru")
    assert sweep() == Drift()


def test_the_sweep_goes_on_from_one_stretch_to_the_next_and_from_where_it_is_told(book: Book) -> None:
    for number in range(4):
        shelve("Kekerasan.", title=f"Buku {number}")
    drain_all()
    hold(engine(), *(work(number, "hantu", revision=1) for number in range(10_000, 10_006)))
    with engine().writer() as writer:
        for key in list(held())[1:3]:
            writer.remove(key, held()[key])
        writer.commit()
    assert sweep(after=10_001, at_once=2) == Drift(ghosts=4)
    assert sweep(at_once=2) == Drift(missing=2, ghosts=2)  # the four are to be done already
    drain_all()
    assert sweep(at_once=3) == Drift()
    assert len(held()) == 5


# Rebuilding


def test_while_a_new_index_is_built_the_old_one_answers(book: Book) -> None:
    shelve("Kekerasan lain.", title="Yang Lain")
    drain_all()
    answers = []
    assert rebuild(progress=lambda done, of: answers.append((done, of, total("kekerasan")))) == 2
    assert answers == [(1, 2, 2), (2, 2, 2)]
    assert total("kekerasan") == 2
    assert sweep() == Drift()


def test_works_are_read_together(book: Book, django_assert_max_num_queries) -> None:
    agents = [Agent.objects.create(name=f"Penulis {number}", slug=f"penulis-{number}") for number in range(4)]
    for number in range(12):
        made = shelve("Kekerasan.", title=f"Buku {number}")
        Contribution.objects.bulk_create(
            Contribution(publication=made, agent=agent, sort_order=place)
            for place, agent in enumerate(agents)
        )
    revisions = dict.fromkeys(Publication.objects.values_list("pk", flat=True), 1)
    with django_assert_max_num_queries(8 + len(revisions)):  # each has its pages read for itself
        made_of = dict(documents(revisions, public()))
    assert [len(each.passages) for each in made_of.values() if each] == [1] * 13
    assert all(each.makers_exact.split().count("penulis") == 4 for each in list(made_of.values())[1:] if each)


def test_what_is_gone_or_hidden_has_no_document(book: Book) -> None:
    hidden = shelve("Kekerasan.", publish=False)
    revisions = {hidden.pk: 3, book.pk: 2, 10**9: 1}
    found = dict(documents(revisions, public()))
    assert list(found) == list(revisions)
    assert found[hidden.pk] is None
    assert found[10**9] is None
    assert found[book.pk].revision == 2


def test_a_failed_rebuild_leaves_the_old_index(book: Book) -> None:
    def fail(done: int, of: int) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        rebuild(progress=fail)
    assert total("kekerasan") == 1
    assert rebuild() == 1


def test_what_changes_during_a_rebuild_is_in_the_new_index(book: Book) -> None:
    other = shelve("Kekerasan lain.", title="Yang Lain")
    drain_all()

    def alter(done: int, of: int) -> None:
        if done == 1:
            again(book).unpublish()
            changed = again(other)
            changed.title = "Yang Baru"
            changed.save_revision().publish()

    rebuild(progress=alter)
    drain_all()
    assert sweep() == Drift()
    assert [finding.publication.title for finding in find(Query("kekerasan")).findings] == ["Yang Baru"]


def test_a_lost_index_is_made_from_the_rows(book: Book) -> None:
    settings.INDEX_FOLDER.rename(away := settings.INDEX_FOLDER.with_name("hilang"))
    try:
        with pytest.raises(EngineError):
            find(Query("kekerasan"))
        assert rebuild() == 1
        assert total("kekerasan") == 1
    finally:
        shutil.rmtree(away)
