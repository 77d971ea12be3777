"""The cards of findings are kept between questions, and never older than the works."""

from datetime import timedelta

import pytest
from django.utils import timezone

from library.access import public
from library.models import Agent, Book, Contribution, Publication
from search import cards as kept
from search.cards import cards


@pytest.fixture
def book(make_book) -> Book:
    return make_book("Pendampingan di desa.")


def shown(book: Book) -> Publication:
    return cards([book.pk], public())[book.pk].work


def test_a_card_that_nothing_changed_is_the_same_and_costs_one_small_query(
    book: Book, django_assert_num_queries
) -> None:
    first = shown(book)
    rule = public()
    with django_assert_num_queries(1):
        assert cards([book.pk], rule)[book.pk].work is first


def test_a_new_title_is_there_at_once(book: Book) -> None:
    assert shown(book).title == "Jalan Panjang"
    book.title = "Jalan Pulang"
    book.save_revision().publish()
    assert shown(book).title == "Jalan Pulang"


def test_so_is_the_new_name_of_who_wrote_it(book: Book) -> None:
    agent = Agent.objects.create(name="Sari")
    book.contributions.add(Contribution(agent=agent, role=Contribution.Role.AUTHOR))
    book.save_revision().publish()
    assert [each.name for each in shown(book).creators] == ["Sari"]
    agent.name = "Sari Dewi"
    agent.save()
    assert [each.name for each in shown(book).creators] == ["Sari Dewi"]


def test_what_may_not_be_seen_any_more_is_not_shown_however_it_was_hidden(book: Book) -> None:
    assert shown(book)
    Publication.objects.filter(pk=book.pk).update(live=False)  # without a word to anybody
    assert cards([book.pk], public()) == {}


def test_another_work_with_the_same_number_is_no_known_one(book: Book) -> None:
    """As after a database was restored, where numbers are given a second time."""
    first = shown(book)
    permanent = book.permanent
    permanent.changed = timezone.now() + timedelta(seconds=1)
    permanent.save()
    assert shown(book) is not first


def test_only_so_many_are_kept(make_book, monkeypatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    books = [make_book("Desa.", title=title) for title in ("Satu", "Dua", "Tiga")]
    assert len(cards([each.pk for each in books], public())) == 3
    assert len(kept._kept) == 2


def test_none_is_kept_longer_than_said(book: Book, monkeypatch) -> None:
    first = shown(book)
    monkeypatch.setattr(kept, "KEPT_SECONDS", 0.0)
    kept._kept.clear()
    assert shown(book) is not first
    assert shown(book) is not shown(book)
