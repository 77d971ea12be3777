"""Works that are alike: by what is rare, without what may not be seen, and without a query more."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from library.access import Access
from library.models import Agent, Concept, Contribution, Publication, Relation, Subject
from tests.works import again, shelve


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def book(title: str, about: str = "", by: str = "", **fields: object) -> Publication:
    work = shelve("Isi.", title=title, publish=False, **fields)
    for name in filter(None, about.split(", ")):
        concept = Concept.objects.filter(label_id=name).first() or Concept.objects.create(label_id=name)
        work.subjects.add(Subject(concept=concept))
    for name in filter(None, by.split(", ")):
        agent = Agent.objects.filter(name=name).first() or Agent.objects.create(name=name)
        work.contributions.add(Contribution(agent=agent))
    work.save_revision().publish()
    return again(work)


def alike(work: Publication) -> list[str]:
    page = BeautifulSoup(Client().get(work.address).content, "html.parser")
    return [each.a.string for each in page.select("section[aria-labelledby=serupa] li")]


def test_what_few_share_weighs_more_than_what_many_share(library: None) -> None:
    here = book("Di sini", about="umum, langka", by="Sri")
    book("Dekat", about="langka")
    for number in range(6):
        book(f"Jauh {number}", about="umum")
    book("Lain", about="asing")
    cache.clear()
    found = alike(here)
    assert found[0] == "Dekat"
    assert "Lain" not in found
    assert len(found) == 4


def test_people_and_series_make_works_alike_too(library: None) -> None:
    here = book("Di sini", by="Sri", series="Seri Bale")
    book("Sama orangnya", by="Sri")
    book("Sama serinya", series="Seri Bale")
    book("Yang lain", by="Ratna")
    cache.clear()
    assert set(alike(here)) == {"Sama orangnya", "Sama serinya"}


def test_what_is_not_public_is_like_nothing(library: None) -> None:
    here = book("Di sini", about="langka")
    secret, draft = book("Rahasia", about="langka", access=Access.INTERNAL), book("Konsep", about="langka")
    draft.unpublish()
    assert secret.live
    assert alike(here) == []


def test_what_an_editor_said_stands_before_and_is_not_said_again(library: None) -> None:
    here, there = book("Di sini", about="langka"), book("Di sana", about="langka")
    here.relations.add(Relation(kind="based_on", other=Publication.objects.get(pk=there.pk)))
    here.save_revision().publish()
    assert alike(again(here)) == []
    page = Client().get(here.address).content.decode()
    assert page.count(">Di sana</a>") == 1
    assert ">Di sini</a>" in Client().get(there.address).content.decode()


def test_it_costs_no_query_more(library: None) -> None:
    def queries(work: Publication) -> int:
        Client().get(work.address)
        with CaptureQueriesContext(connection) as asked:
            Client().get(work.address)
        return len(asked)

    alone, here = book("Sendiri"), book("Di sini", about="langka", by="Sri")
    book("Di sana", about="langka", by="Sri")
    assert queries(here) == queries(alone)
    assert alike(here) == ["Di sana"]
