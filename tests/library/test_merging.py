"""People and organisations in the admin: their names, and two entries joined into one without losing a link."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from library.changes import pending
from library.merging import CannotJoin, merge
from library.models import Agent, Book, Contribution
from search.indexing import drain_all
from search.research import Query, find
from tests.library.test_editors import edit, filled_snippet, sentences, signed_in
from tests.works import again, shelve


@pytest.fixture
def writer(library: None) -> Client:
    return signed_in("Penyunting")


def by(*people: tuple[Agent, str], title: str = "Jalan Panjang", publish: bool = True) -> Book:
    told = [
        Contribution(agent=agent, role=role, sort_order=place) for place, (agent, role) in enumerate(people)
    ]
    return shelve("Isi.", title=title, contributions=told, publish=publish)


def named(work: Book) -> list[tuple[str, str]]:
    return [(each.agent.name, each.role) for each in again(work).contributions.all()]


def join(client: Client, gone: Agent, kept: Any) -> HttpResponse:
    return client.post(reverse("merge_agents", args=[gone.pk]), {"kept": kept})


# The form of an entry


def add(client: Client, **given: Any) -> HttpResponse:
    address = reverse(Agent.snippet_viewset.get_url_name("add"))
    return client.post(address, filled_snippet(client.get(address), **given))


def test_an_editor_writes_down_a_person_with_all_forms_of_the_name(writer: Client) -> None:
    typed = {
        "name": "T.B. Simatupang",
        "titles": "Letjen.",
        "kind": "family-name",
        "family": "Simatupang",
        "given": "T.B.",
        "filing": "",
        "variants": "Tahi Bonar Simatupang\nSimatupang, T. B.",
        "about_id": "Penulis.",
        "about_en": "A writer.",
        "website": "https://example.org/tb",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
    }
    kinds = set(Agent.Kind.values)
    typed["kind"] = next(kind for kind in kinds if kind == Agent.Kind.FAMILY_NAME)
    answer = add(writer, **typed)
    assert answer.status_code == 302, sentences(answer)
    agent = Agent.objects.get()
    kept = typed | {"orcid": "0000-0002-1825-0097"}
    assert {name: getattr(agent, name) for name in typed} == kept
    assert agent.filing_form == "Simatupang, T.B."
    shown = filled_snippet(writer.get(reverse(Agent.snippet_viewset.get_url_name("edit"), args=[agent.pk])))
    assert {name: shown[name] for name in typed} == kept


def test_the_listing_shows_under_what_a_name_is_filed(writer: Client) -> None:
    Agent.objects.create(
        name="Ihromi Simatupang", kind=Agent.Kind.FAMILY_NAME, family="Simatupang", given="Ihromi"
    )
    gone = Agent.objects.create(name="Sudah Digabung")
    gone.merged_into = Agent.objects.create(name="Sukarno", kind=Agent.Kind.MONONYM)
    gone.save()
    page = BeautifulSoup(
        writer.get(reverse(Agent.snippet_viewset.get_url_name("list"))).content, "html.parser"
    )
    words = page.find("main").get_text(" ")
    assert "Bentuk tajuk" in words
    assert "Simatupang, Ihromi" in words
    assert "orang dengan satu nama" in words
    assert "Sudah Digabung" not in words


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": "   "}, "name", "harus diisi"),
        ({"name": "—"}, "name", "Tulislah nama"),
        ({"orcid": "0000-0002-1825-0098"}, "orcid", "ORCID"),
        ({"orcid": "saya"}, "orcid", "ORCID"),
        ({"website": "javascript:alert(1)"}, "website", "URL"),
        ({"website": "ftp://example.org"}, "website", "https://"),
        ({"kind": Agent.Kind.MONONYM, "family": "Sukarno"}, "family", "bagian keluarga"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    writer: Client, typed: dict[str, str], field: str, words: str
) -> None:
    answer = add(writer, **{"name": "Sukarno", "about_id": "Tentang.", **typed})
    said = sentences(answer)
    assert list(said) == [field]
    assert words in said[field]
    shown = filled_snippet(answer)
    assert {name: shown[name] for name in typed} == typed
    assert shown["about_id"] == "Tentang."
    assert not Agent.objects.exists()


# The room where two entries are joined


def test_the_room_offers_those_who_may_be_the_same_first(writer: Client) -> None:
    gone = Agent.objects.create(name="Sri Mulyati")
    Agent.objects.create(name="Aan Anwar")
    same = Agent.objects.create(name="Mulyati, Sri", orcid="0000-0002-1825-0097")
    by((same, "author"))
    page = BeautifulSoup(writer.get(reverse("merge_agents", args=[gone.pk])).content, "html.parser")
    groups = {
        each["label"]: [option.get_text() for option in each.find_all("option")]
        for each in page.find_all("optgroup")
    }
    assert list(groups) == ["Mungkin yang sama", "Entri lain"]
    assert groups["Mungkin yang sama"] == ["Mulyati, Sri (1 terbitan, ORCID 0000-0002-1825-0097)"]
    assert groups["Entri lain"] == ["Aan Anwar (0 terbitan)"]
    listing = writer.get(reverse(Agent.snippet_viewset.get_url_name("list"))).content.decode()
    assert reverse("merge_agents", args=[gone.pk]) in listing


def test_all_works_of_one_become_works_of_the_other(writer: Client) -> None:
    gone = Agent.objects.create(
        name="S. Mulyati", variants="Mulyati S.", about_id="Peneliti.", orcid="0000-0002-1825-0097"
    )
    kept = Agent.objects.create(name="Sri Mulyati", about_id="Penulis.")
    book, draft = by((gone, "author"), title="Terbit"), by((gone, "editor"), title="Naskah", publish=False)
    old = book.revisions.order_by("pk").first()
    again(book).save_revision()
    drain_all()

    answer = join(writer, gone, kept.pk)
    assert answer.headers["Location"] == reverse(Agent.snippet_viewset.get_url_name("list"))
    assert "2 terbitan kini menunjuk ke sana" in writer.get(answer.headers["Location"]).content.decode()
    assert named(book) == [("Sri Mulyati", "author")]
    assert named(draft) == [("Sri Mulyati", "editor")]
    kept.refresh_from_db()
    assert kept.variants.splitlines() == ["S. Mulyati", "Mulyati S."]
    assert (kept.about_id, kept.orcid) == ("Penulis.", "0000-0002-1825-0097")

    # Drafts and old versions do not bring the old entry back.
    again(draft).get_latest_revision().publish()
    assert named(draft) == [("Sri Mulyati", "editor")]
    old.refresh_from_db()
    old.publish()
    assert named(book) == [("Sri Mulyati", "author")]
    assert not Contribution.objects.filter(agent=gone).exists()
    assert filled_names(writer, book) == [str(kept.pk)]

    # The old address leads to the one that stays, and its name still finds the work.
    assert Client().get(gone.get_absolute_url()).headers["Location"] == kept.get_absolute_url()
    assert "S. Mulyati" not in Client().get(reverse("people")).content.decode()
    drain_all()
    assert "Terbit" in [finding.publication.title for finding in find(Query('"mulyati s"')).findings]


def filled_names(client: Client, work: Book) -> list[str]:
    form = client.get(edit(work)).context["form"]
    return [str(each.instance.agent_id) for each in form.formsets["contributions"].forms]


def test_who_is_named_twice_in_one_role_is_named_once(writer: Client) -> None:
    gone, kept, third = (Agent.objects.create(name=name) for name in ("S. Mulyati", "Sri Mulyati", "Neni"))
    people = [(gone, "author"), (third, "author"), (kept, "author"), (gone, "editor")]
    book = by(*people)
    again(book).save_revision()
    join(writer, gone, kept.pk)
    once = {("Sri Mulyati", "author"), ("Neni", "author"), ("Sri Mulyati", "editor")}
    assert set(named(book)) == once
    assert len(named(book)) == 3
    again(book).get_latest_revision().publish()
    assert set(named(book)) == once
    assert len(named(book)) == 3


def test_entries_that_were_joined_before_go_along(writer: Client) -> None:
    first, second, third = (
        Agent.objects.create(name=name) for name in ("Satu Nama", "Dua Nama", "Tiga Nama")
    )
    by((first, "author"))
    join(writer, first, second.pk)
    join(writer, second, third.pk)
    for agent in (first, second):
        assert Client().get(agent.get_absolute_url()).headers["Location"] == third.get_absolute_url()
    assert third.contributions.count() == 1


def test_an_entry_is_not_joined_to_itself_nor_to_one_that_is_gone_nor_to_nobody(writer: Client) -> None:
    one, other = Agent.objects.create(name="Satu Nama"), Agent.objects.create(name="Dua Nama")
    for kept in (one.pk, "", 99_999, "x"):
        answer = join(writer, one, kept)
        assert "kept" in sentences(answer)
    merge(other, one)
    third = Agent.objects.create(name="Tiga Nama")
    assert "kept" in sentences(join(writer, third, one.pk))
    assert join(writer, one, third.pk).status_code == 404
    for kept, gone in ((third, third), (one, third), (third, one)):
        with pytest.raises(CannotJoin):
            merge(Agent.objects.get(pk=kept.pk), Agent.objects.get(pk=gone.pk))


def test_who_is_gone_is_offered_nowhere(writer: Client) -> None:
    kept, gone = Agent.objects.create(name="Sri Mulyati"), Agent.objects.create(name="S. Mulyati")
    merge(kept, gone)
    chooser = Agent.snippet_viewset.chooser_viewset.url_namespace
    for view in ("choose", "choose_results"):
        offered = writer.get(reverse(f"{chooser}:{view}")).content.decode()
        assert "Sri Mulyati" in offered
        assert ">S. Mulyati<" not in offered.replace("\\n", "")


def test_joining_is_for_those_who_may_change_entries(library: None) -> None:
    kept, gone = Agent.objects.create(name="Sri Mulyati"), Agent.objects.create(name="S. Mulyati")
    address = reverse("merge_agents", args=[gone.pk])
    assert Client().post(address, {"kept": kept.pk}).status_code == 302
    stranger = signed_in("Penyunting")
    Group.objects.get(name="Penyunting").permissions.filter(codename="change_agent").delete()
    assert stranger.post(address, {"kept": kept.pk}).status_code in {302, 403}
    gone.refresh_from_db()
    assert gone.merged_into is None


def test_joining_is_a_change_of_the_works(writer: Client) -> None:
    gone, kept = Agent.objects.create(name="S. Mulyati"), Agent.objects.create(name="Sri Mulyati")
    book, draft = by((gone, "author")), by((gone, "author"), title="Naskah", publish=False)
    other = by((kept, "author"), title="Lain")
    drain_all()
    merge(kept, gone)
    assert set(pending()) == {book.pk, other.pk}
    assert draft.pk not in set(pending())
