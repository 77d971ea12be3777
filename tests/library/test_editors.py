"""What an editor does with the catalogue, through the forms of the admin: each kind from nothing to its withdrawal."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from library.access import Access
from library.models import (
    Agent,
    Article,
    Book,
    Concept,
    Contribution,
    File,
    Issue,
    Law,
    Periodical,
    Place,
    PocketBook,
    Publication,
    Regulation,
    Relation,
    Shelf,
    Study,
    User,
)
from search.indexing import drain_all
from tests.forms import filled, rows
from tests.works import again, shelve, stored

WORD = "jerapahungu"

#: What every kind's form asks, as typed, and as it is kept where that differs.
COMMON: dict[str, Any] = {
    "title": "Jalan Panjang Menuju Aman",
    "subtitle": "Catatan sepuluh tahun",
    "parallel_title": "The Long Road to Safety",
    "language": "su",
    "issued": "22 September 2014",
    "publisher": "Sapa Institut",
    "published_in": "Kabupaten Bandung",
    "series": "Seri Bale Istri",
    "series_number": "4",
    "doi": "https://doi.org/10.1234/sapa.2014",
    "abstract_id": "Ringkasan dalam bahasa Indonesia.",
    "abstract_en": "The summary in English.",
    "summary_id": "Dengan kata yang sederhana.",
    "summary_en": "In plain words.",
    "tags": "bale istri, pendampingan",
    "audience": ["teenagers", "companions"],
    "access": "embargo",
    "embargo_until": "2099-12-31",
    "withdrawal": "",
    "licence": "cc-by-sa-4.0",
    "rights_holder": "Sapa Institut",
    "funder": "Dana Desa",
    "content_notices": ["physical-violence", "testimony"],
    "anonymity_checked": "2014-08-17",
    "anonymity_checked_by": "Neni",
    "errata": "Halaman 12: bacalah 2013.",
    "source": "Arsip Sapa, map 7",
    "slug": "jalan-panjang-menuju-aman",
}
WAGTAILS = {"go_live_at", "expire_at", "comment_notifications"}
KEPT = {"issued": "2014-09-22", "doi": "10.1234/sapa.2014"}
MONOGRAPH = {
    "isbn": "978-602-8208-09-3",
    "isbn_electronic": "9786028208109",
    "edition": "Edisi kedua",
    "volume": "2",
    "extent": "xii + 96",
    "dimensions": "14 × 21 cm",
    "ddc": "362.8292",
    "call_number": "362.8 SAP j",
}


@dataclass(frozen=True)
class Made:
    """One kind: where its form opens, its own fields as typed, and the form's fields that only it has."""

    model: type[Publication]
    parent: Callable[[], Page]
    own: dict[str, Any] = field(default_factory=dict)
    chosen: dict[str, Callable[[], Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.model._meta.model_name

    def add(self) -> str:
        return reverse("wagtailadmin_pages:add", args=["library", self.name, self.parent().pk])

    def typed(self) -> dict[str, Any]:
        return COMMON | self.own | {name: make() for name, make in self.chosen.items()}


def shelf_of(kind: str) -> Callable[[], Shelf]:
    return lambda: Shelf.objects.get(kind_slug=kind)


def journal() -> Periodical:
    found = Periodical.objects.filter(slug="jurnal-sapa").first()
    return found or shelf_of("jurnal")().add_child(
        instance=Periodical(title="Jurnal Sapa", slug="jurnal-sapa")
    )


def an_issue() -> Issue:
    found = Issue.objects.filter(slug="vol-3-no-2").first()
    if found is None:
        found = journal().add_child(
            instance=Issue(title="Vol. 3 No. 2", slug="vol-3-no-2", numbering="Vol. 3 No. 2, 2014")
        )
        found.save_revision().publish()
    return Issue.objects.get(pk=found.pk)


def a_law() -> int:
    return Law.objects.get_or_create(kind="UU", number="23", year=2004, label_id="UU PKDRT")[0].pk


KINDS = {
    "buku": Made(Book, shelf_of("buku"), MONOGRAPH),
    "buku saku": Made(
        PocketBook, shelf_of("buku-saku"), MONOGRAPH, {"print_file": lambda: stored("Siap cetak.").pk}
    ),
    "studi": Made(
        Study,
        shelf_of("studi"),
        {
            "genre": "kajian",
            "report_number": "LP-07/2014",
            "commissioned_by": "Komnas Perempuan",
            "method": "Wawancara mendalam.",
            "fieldwork": "Maret–Agustus 2013",
            "location": "Majalaya",
            "sample": "24 perempuan.",
            "ethics": "Semua nama disamarkan.",
            "data_availability": "Tidak dibuka.",
        },
    ),
    "edisi": Made(
        Issue,
        journal,
        {"numbering": "Vol. 4 No. 1", "volume": "4", "number": "1", "theme": "Dispensasi kawin"},
    ),
    "artikel": Made(
        Article,
        an_issue,
        {
            "rubric": "Laporan Utama",
            "first_page": "12",
            "last_page": "19",
            "received": "2014-01-02",
            "accepted": "2014-03-04",
        },
    ),
    "peraturan": Made(Regulation, shelf_of("peraturan"), {}, {"law": a_law}),
}


def signed_in(group: str) -> Client:
    """A browser of somebody who is in this group of the institute and no more."""
    user = User.objects.create_user(f"seorang-{group.lower()}")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reviewer(library: None) -> Client:
    return signed_in("Pemeriksa")


@pytest.fixture
def writer(library: None) -> Client:
    return signed_in("Penyunting")


def edit(work: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[work.pk])


def sentences(answer: HttpResponse) -> dict[str, str]:
    """What the form says beside its fields, inline panels too; each must be printed on the page."""
    assert answer.status_code == 200
    form = answer.context["form"]
    found = {name: str(errors[0]) for name, errors in form.errors.items()}
    for panel, formset in getattr(form, "formsets", {}).items():
        for place, errors in enumerate(formset.errors):
            found |= {f"{panel}-{place}-{name}": str(said[0]) for name, said in errors.items()}
    shown = BeautifulSoup(answer.content, "html.parser").get_text(" ")
    assert all(" ".join(sentence.split()) in " ".join(shown.split()) for sentence in found.values())
    return found


def republish(client: Client, work: Publication, **given: Any) -> Publication:
    """Open the form of a work, change some fields, and publish."""
    answer = client.post(edit(work), filled(client.get(edit(work)), **given) | {"action-publish": "1"})
    assert answer.status_code == 302, sentences(answer)
    return again(work)


# The forms


@pytest.mark.parametrize("slug", ["buku", "buku-saku", "studi", "jurnal", "buletin", "peraturan"])
def test_a_shelf_offers_its_own_kind_and_no_other(reviewer: Client, slug: str) -> None:
    shelf = shelf_of(slug)()
    models = {made.name for made in KINDS.values()} | {"periodical", "publication", "holdings", "shelf"}
    opened = set()
    for model in models:
        address = reverse("wagtailadmin_pages:add", args=["library", model, shelf.pk])
        answer = reviewer.get(address)
        if answer.status_code == 200:
            opened.add(model)
        else:
            before = Page.objects.count()
            reviewer.post(address, {"title": "Salah rak", "slug": "salah-rak", "action-publish": "1"})
            assert Page.objects.count() == before
    own = {"buku": "book", "buku-saku": "pocketbook", "studi": "study", "peraturan": "regulation"}
    assert opened == {own.get(slug, "periodical")}
    offered = reviewer.get(reverse("wagtailadmin_pages:add_subpage", args=[shelf.pk]))
    assert offered.headers["Location"].startswith(
        reverse("wagtailadmin_pages:add", args=["library", own.get(slug, "periodical"), shelf.pk])
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_has_the_common_fields_and_those_of_its_kind_alone(reviewer: Client, kind: str) -> None:
    made = KINDS[kind]
    answer = reviewer.get(made.add())
    form = answer.context["form"]
    own = set(made.own) | set(made.chosen)
    assert set(form.fields) == {*COMMON, *own, "cover", *WAGTAILS}
    assert set(form.formsets) == {"contributions", "spans", "subjects", "relations", "comments"}
    page = BeautifulSoup(answer.content, "html.parser").find("form", id="page-edit-form")
    ticked = {str(label) for name in ("audience", "content_notices") for _, label in Publication._meta.get_field(name).options}  # fmt: skip
    said = {each.get_text(" ", strip=True) for each in page.select("label, h2, h3")} - ticked
    assert len(said) > len(COMMON)
    assert [words for words in said if words[:1].islower()] == []


# From nothing to its withdrawal


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_alone_makes_a_draft(writer: Client, kind: str) -> None:
    made = KINDS[kind]
    answer = writer.post(made.add(), filled(writer.get(made.add()), title="Hanya Judul", slug="hanya-judul"))
    assert answer.status_code == 302, sentences(answer)
    draft = made.model.objects.get(slug="hanya-judul")
    assert (draft.title, draft.live) == ("Hanya Judul", False)
    assert Client().get(f"{made.parent().get_url()}hanya-judul/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_form_is_kept(writer: Client, kind: str) -> None:
    made = KINDS[kind]
    typed = made.typed()
    answer = writer.post(made.add(), filled(writer.get(made.add()), **typed))
    assert answer.status_code == 302, sentences(answer)
    draft = made.model.objects.get(slug=COMMON["slug"]).get_latest_revision_as_object()
    for name, value in (typed | KEPT).items():
        if name == "tags":
            assert sorted(draft.tags.names()) == ["bale istri", "pendampingan"]
        elif name in made.chosen:
            assert getattr(draft, f"{name}_id") == value
        else:
            kept = getattr(draft, name)
            assert (kept if isinstance(kept, list) else str(kept)) == value, name
    # And the form shows them again as they were typed.
    shown = filled(writer.get(edit(draft)))
    expected = typed | KEPT | {name: str(typed[name]) for name in made.chosen}
    assert {name: shown[name] for name in typed if name != "tags"} == {
        name: value for name, value in expected.items() if name != "tags"
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_work_is_made_previewed_published_found_read_cited_taken_home_and_withdrawn(
    reviewer: Client, kind: str
) -> None:
    made, reader = KINDS[kind], Client()
    concept = Concept.objects.create(label_id="Pendampingan korban")
    agent = Agent.objects.create(name="Sri Mulyati")
    file = stored(f"Halaman pertama menyebut {WORD}.", "Halaman kedua.")
    given = filled(
        reviewer.get(made.add()),
        **made.typed() | {"access": "open", "content_notices": []},
        **rows("contributions", {"agent": agent.pk, "role": "author"}),
        **rows("spans", {"file": file.pk, "first": 1, "last": ""}),
        **rows("subjects", {"concept": concept.pk}),
    )

    preview = reverse("wagtailadmin_pages:preview_on_add", args=["library", made.name, made.parent().pk])
    assert json.loads(reviewer.post(preview, given).content)["is_valid"]
    shown = reviewer.get(preview)
    assert shown.status_code == 200
    assert COMMON["title"] in shown.content.decode()
    assert made.model.objects.filter(slug=COMMON["slug"]).count() == 0

    assert reviewer.post(made.add(), given | {"action-publish": "1"}).status_code == 302
    drain_all()
    work = made.model.objects.get(slug=COMMON["slug"])
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[work.pk])
    changed = filled(reviewer.get(edit(work)), subtitle="Belum disimpan")
    assert json.loads(reviewer.post(preview, changed).content)["is_valid"]
    assert "Belum disimpan" in reviewer.get(preview).content.decode()
    assert "Belum disimpan" not in reader.get(work.address).content.decode()

    everywhere = {
        "page": work.address,
        "search": f"{reverse('search')}?q={WORD}",
        "shelf or issue": work.get_parent().get_url(),
        "topic": concept.get_absolute_url(),
        "person": agent.get_absolute_url(),
    }
    for name, address in everywhere.items():
        assert COMMON["title"] in reader.get(address).content.decode(), name
    page = reader.get(f"{work.address}baca/1/").content.decode()
    assert WORD in page
    assert reader.get(f"{work.address}sitasi/").status_code == 200
    for ending, beginning in {"ris": "TY  - ", "bib": "@", "json": "["}.items():
        export = reader.get(f"{work.address}sitasi.{ending}").content.decode()
        assert export.startswith(beginning)
        assert COMMON["title"] in export.replace("{", "").replace("}", "")

    republish(reviewer, work, access="withdrawn", withdrawal="Ditarik atas permintaan narasumber.")
    for state in ("before it is indexed", "after"):
        for name, address in everywhere.items():
            answer = reader.get(address)
            if name == "page":
                assert answer.status_code == 410
                assert "Ditarik atas permintaan narasumber." in answer.content.decode()
            else:
                assert f'href="{work.address}' not in answer.content.decode(), (name, state)
        for below in ("baca/1/", "sitasi/", "sitasi.ris", "sitasi.bib", "sitasi.json", "cari/"):
            assert reader.get(f"{work.address}{below}").status_code in {404, 410}, below
        assert reader.get(work.permanent_path).status_code == 410
        drain_all()

    republish(reviewer, work, access="open", withdrawal="")
    drain_all()
    for name, address in everywhere.items():
        assert COMMON["title"] in reader.get(address).content.decode(), name


def test_a_periodical_is_made_with_its_form(reviewer: Client) -> None:
    shelf = shelf_of("buletin")()
    address = reverse("wagtailadmin_pages:add", args=["library", "periodical", shelf.pk])
    typed = {
        "title": "Buletin Bale Wicara",
        "title_en": "Bale Wicara Bulletin",
        "intro_id": "Kabar dari desa.",
        "intro_en": "News from the villages.",
        "publisher": "Sapa Institut",
        "published_in": "Bandung",
        "frequency": "quarterly",
        "language": "su",
        "issn_print": "2085-8868",
        "issn_electronic": "24156329",
        "sinta": "4",
        "slug": "bale-wicara",
    }
    form = reviewer.get(address)
    assert set(form.context["form"].fields) == {*typed, *WAGTAILS}
    assert reviewer.post(address, filled(form, **typed) | {"action-publish": "1"}).status_code == 302
    made = Periodical.objects.get(slug="bale-wicara")
    kept = typed | {"issn_electronic": "2415-6329"}
    assert {name: str(getattr(made, name)) for name in typed} == kept
    assert made.kind_slug == "buletin"
    page = Client().get(made.get_url()).content.decode()
    assert "2085-8868" in page
    assert "Buletin Bale Wicara" in Client().get(shelf.get_url()).content.decode()


def test_an_address_is_made_from_the_title_where_none_was_typed(reviewer: Client) -> None:
    shelf = shelf_of("buletin")()
    address = reverse("wagtailadmin_pages:add", args=["library", "periodical", shelf.pk])
    for title in ("Warta Desa", "Warta Desa", "ꦮꦂꦠ"):
        given = filled(reviewer.get(address), title=title, slug="")
        assert reviewer.post(address, given).status_code == 302
    slugs = set(Periodical.objects.child_of(shelf).values_list("slug", flat=True))
    assert {"warta-desa", "warta-desa-2", "terbitan"} <= slugs
    made = KINDS["buku"]
    given = filled(reviewer.get(made.add()), title="Naskah Kami", slug="")
    assert reviewer.post(made.add(), given).status_code == 302
    assert Book.objects.get(slug="naskah-kami")
    assert reviewer.post(made.add(), filled(reviewer.get(made.add()), title="", slug="")).status_code == 200


def test_an_editor_who_may_not_publish_sends_a_draft_and_no_more(writer: Client) -> None:
    made = KINDS["buku"]
    given = filled(writer.get(made.add()), title="Naskah Saya", slug="naskah-saya")
    assert writer.post(made.add(), given | {"action-publish": "1"}).status_code == 302
    assert not Book.objects.get(slug="naskah-saya").live


# Who made it, what it is about


def test_contributors_stand_in_their_order_and_with_their_roles(reviewer: Client) -> None:
    people = [Agent.objects.create(name=name) for name in ("Sri Mulyati", "Dindin Syarief", "Neni")]
    made = KINDS["studi"]
    told = rows(
        "contributions",
        *(
            {"agent": agent.pk, "role": role}
            for agent, role in zip(people, ("researcher", "editor", "researcher"), strict=True)
        ),
    )
    told |= {"contributions-0-ORDER": 3, "contributions-2-ORDER": 1}
    given = filled(reviewer.get(made.add()), title="Bersama", slug="bersama", **told)
    assert reviewer.post(made.add(), given | {"action-publish": "1"}).status_code == 302
    study = Study.objects.get(slug="bersama")
    assert [(each.agent.name, each.role) for each in study.contributions.all()] == [
        ("Neni", "researcher"),
        ("Dindin Syarief", "editor"),
        ("Sri Mulyati", "researcher"),
    ]
    assert [agent.name for agent in study.creators] == ["Neni", "Sri Mulyati"]
    page = BeautifulSoup(Client().get(study.address).content, "html.parser")
    assert [each.get_text() for each in page.select(".work-by a")] == ["Neni", "Sri Mulyati"]


def test_topics_places_and_laws_are_chosen_from_one_list(reviewer: Client) -> None:
    chosen = [
        Concept.objects.create(label_id="Kekerasan dalam rumah tangga"),
        Place.objects.create(label_id="Kabupaten Garut", notation="3205"),
        Law.objects.create(kind="UU", number="23", year=2004, label_id="UU PKDRT"),
    ]
    offers = reviewer.get(reverse(f"{Concept.snippet_viewset.chooser_viewset.url_namespace}:choose"))
    for concept in chosen:
        assert concept.label_id in json.loads(offers.content)["html"]
    made = KINDS["buku"]
    told = rows("subjects", *({"concept": concept.pk} for concept in chosen))
    given = filled(reviewer.get(made.add()), title="Tentang Garut", slug="tentang-garut", **told)
    assert reviewer.post(made.add(), given | {"action-publish": "1"}).status_code == 302
    page = BeautifulSoup(Client().get(Book.objects.get(slug="tentang-garut").address).content, "html.parser")
    assert [each["href"] for each in page.select(".subjects a")] == [
        concept.get_absolute_url() for concept in chosen
    ]


def test_the_same_subject_twice_is_said_beside_it(reviewer: Client) -> None:
    concept = Concept.objects.create(label_id="Kekerasan dalam rumah tangga")
    made = KINDS["buku"]
    told = rows("subjects", {"concept": concept.pk}, {"concept": concept.pk})
    answer = reviewer.post(
        made.add(), filled(reviewer.get(made.add()), title="Dua Kali", slug="dua-kali", **told)
    )
    assert answer.status_code == 200
    assert not Book.objects.filter(slug="dua-kali").exists()


def test_notices_and_audience_are_ticked_and_shown(reviewer: Client) -> None:
    book = shelve("Kesaksian.", title="Suara")
    book = republish(
        reviewer, book, content_notices=["testimony", "self-harm"], audience=["parents"], errata=""
    )
    page = Client().get(book.address).content.decode()
    assert "kesaksian nyata" in page
    assert "orang tua dan pengasuh" in page
    assert "Kesaksian." not in Client().get(f"{book.address}baca/1/").content.decode()
    shown = reviewer.get(edit(book))
    assert filled(shown)["content_notices"] == ["self-harm", "testimony"]
    book = republish(reviewer, book, content_notices=[], audience=[])
    assert (book.content_notices, book.audience) == ([], [])
    assert "kesaksian nyata" not in Client().get(book.address).content.decode()


def test_an_erratum_stands_first(reviewer: Client) -> None:
    book = republish(
        reviewer, shelve("Isi.", title="Angka"), errata="Halaman 3: 2014, bukan 2015.\n\nHalaman 9: 12."
    )
    page = Client().get(book.address).content.decode()
    assert page.index("Halaman 3: 2014, bukan 2015.") < page.index("<h1")


def test_a_work_under_embargo_shows_its_record_until_the_day(reviewer: Client) -> None:
    book = shelve(f"Isi {WORD}.", title="Nanti")
    republish(reviewer, book, access="embargo", embargo_until="2099-01-02")
    drain_all()
    page = Client().get(book.address).content.decode()
    assert "2 Januari 2099" in page
    assert Client().get(f"{book.address}baca/1/").status_code == 404
    assert "Nanti" not in Client().get(f"{reverse('search')}?q={WORD}").content.decode()


# How works stand to each other


def test_a_relation_shows_on_both_sides_in_the_words_of_each_and_never_for_drafts(reviewer: Client) -> None:
    first, second = shelve("Satu.", title="Buku Pertama"), shelve("Dua.", title="Buku Kedua")
    republish(reviewer, second, **rows("relations", {"kind": "review", "other": first.pk}))
    relation = Relation.objects.get()
    first_of_all = {"new_version": "Ada versi yang lebih baru", "erratum": "Ralatnya terbit sendiri"}
    for kind in Relation.Kind:
        relation.kind = kind
        relation.save()
        here, there = (
            BeautifulSoup(Client().get(work.address).content, "html.parser") for work in (second, first)
        )
        assert here.find("a", href=first.address)
        assert str(kind.label).casefold() in here.get_text(" ").casefold()
        assert there.find("a", href=second.address)
        words = first_of_all.get(kind) or str(Relation.SEEN_FROM_THERE[kind])
        assert words.casefold() in there.get_text(" ").casefold()
    for away, here in ((second, first), (first, second)):
        again(away).unpublish()
        assert away.title not in Client().get(here.address).content.decode()
        again(away).get_latest_revision().publish()
        assert away.title in Client().get(here.address).content.decode()


def test_a_relation_of_a_draft_shows_on_no_side(reviewer: Client) -> None:
    first = shelve("Satu.", title="Buku Pertama")
    draft = shelve("Dua.", title="Buku Rahasia", publish=False)
    given = filled(reviewer.get(edit(draft)), **rows("relations", {"kind": "review", "other": first.pk}))
    assert reviewer.post(edit(draft), given).status_code == 302
    assert "Buku Rahasia" not in Client().get(first.address).content.decode()


def test_a_new_version_is_shown_first_on_the_old_one(reviewer: Client) -> None:
    old, new = shelve("Satu.", title="Panduan 2010"), shelve("Dua.", title="Panduan 2020")
    republish(reviewer, new, **rows("relations", {"kind": "new_version", "other": old.pk}))
    page = Client().get(old.address).content.decode()
    assert 0 < page.index("Panduan 2020") < page.index("<h1")
    page = Client().get(new.address).content.decode()
    assert page.index("<h1") < page.index("Panduan 2010")


def test_a_work_that_is_not_held_is_named_in_words(reviewer: Client) -> None:
    book = shelve("Satu.", title="Terjemahan")
    told = rows(
        "relations",
        {"kind": "translation", "elsewhere": "Our Bodies (1971)", "elsewhere_url": "https://example.org/"},
    )
    republish(reviewer, book, **told)
    page = Client().get(book.address).content.decode()
    assert "Our Bodies (1971)" in page
    assert 'href="https://example.org/"' in page


# What is typed wrong

WRONG: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "a wrong ISBN": ("buku", {"isbn": "978-602-8208-09-4"}, "isbn", "Angka pemeriksa ISBN"),
    "letters for an ISBN": ("buku saku", {"isbn_electronic": "tidak ada"}, "isbn_electronic", "ISBN"),
    "a DOI that is none": ("studi", {"doi": "sapa/2014"}, "doi", "Ini bukan DOI"),
    "the year 20115": ("studi", {"issued": "20115"}, "issued", "Tanggal ini tidak terbaca"),
    "a date that is none": ("buku", {"issued": "31 Februari 2014"}, "issued", "Tanggal ini tidak terbaca"),
    "a title of signs": ("buku", {"title": "—"}, "title", "Tulislah judulnya"),
    "an embargo without a day": ("studi", {"access": "embargo", "embargo_until": ""}, "embargo_until", "Isi tanggal"),
    "a check without its day": (
        "studi",
        {"anonymity_checked": "", "anonymity_checked_by": "Neni"},
        "anonymity_checked",
        "Isi tanggal pemeriksaannya",
    ),
    "a day that is none": ("studi", {"embargo_until": "kelak"}, "embargo_until", "tanggal"),
    "one of our own addresses": ("buku", {"slug": "baca"}, "slug", "dipakai oleh situs"),
    "an unknown audience": ("buku", {"audience": ["kucing"]}, "audience", "kucing"),
}  # fmt: skip


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(reviewer: Client) -> None:
    for mistake, (kind, wrong, name, words) in WRONG.items():
        made = KINDS[kind]
        typed = made.typed() | {"access": "open"} | wrong
        form = filled(reviewer.get(made.add()), **typed)
        answer = reviewer.post(made.add(), form | {"action-publish": "1"})
        said = sentences(answer)
        assert list(said) == [name], mistake
        assert words in said[name], mistake
        shown = filled(answer)
        kept = {each for each, value in typed.items() if shown.get(each) in (value, str(value))}
        assert set(typed) - kept - {"tags"} <= ({"audience"} if wrong.get("audience") else set()), mistake
        assert "pendampingan" in shown["tags"], mistake
    assert not Publication.objects.filter(slug=COMMON["slug"]).exists()


def test_a_title_of_spaces_is_no_title(reviewer: Client) -> None:
    made = KINDS["buku"]
    answer = reviewer.post(made.add(), filled(reviewer.get(made.add()), title="   ", subtitle="Anak judul"))
    assert "title" in sentences(answer)
    assert filled(answer)["subtitle"] == "Anak judul"


def test_a_file_that_ends_before_it_begins_is_said_beside_it(reviewer: Client) -> None:
    made, file = KINDS["buku"], stored("Satu.", "Dua.")
    told = rows("spans", {"file": file.pk, "first": 2, "last": 1})
    answer = reviewer.post(
        made.add(), filled(reviewer.get(made.add()), title="Terbalik", slug="terbalik", **told)
    )
    assert sentences(answer) == {"spans-0-last": "Halaman akhir tidak boleh mendahului halaman awal."}
    assert filled(answer)["spans-0-last"] == "1"


def test_a_work_is_not_related_to_itself_nor_to_nothing(reviewer: Client) -> None:
    book = shelve("Satu.", title="Sendiri")
    for told, words in (
        ({"other": book.pk}, "dirinya sendiri"),
        ({"elsewhere": "   "}, "tulis judulnya bila di luar koleksi"),
    ):
        given = filled(reviewer.get(edit(book)), **rows("relations", {"kind": "review", **told}))
        answer = reviewer.post(edit(book), given | {"action-publish": "1"})
        assert words in sentences(answer)["relations-0-other"]
    assert not Relation.objects.exists()


def test_a_wrong_issn_is_said_beside_it(reviewer: Client) -> None:
    address = reverse("wagtailadmin_pages:add", args=["library", "periodical", shelf_of("jurnal")().pk])
    given = filled(reviewer.get(address), title="Jurnal", slug="jurnal-baru", issn_print="2085-8869")
    assert "ISSN" in sentences(reviewer.post(address, given))["issn_print"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_script_in_a_title_is_words_everywhere(reviewer: Client, kind: str) -> None:
    made = KINDS[kind]
    title = "<script>alert(1)</script> & {\\LaTeX} \"kutip\" 'satu'"
    given = filled(
        reviewer.get(made.add()),
        title=title,
        subtitle="</script><img src=x onerror=alert(2)>",
        slug="berbahaya",
        **rows(
            "contributions",
            {"agent": Agent.objects.create(name="<script>alert(3)</script>").pk, "role": "author"},
        ),
    )
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["library", made.name, made.parent().pk])
    assert json.loads(reviewer.post(preview, given).content)["is_valid"]
    assert "<script>alert" not in reviewer.get(preview).content.decode()
    assert reviewer.post(made.add(), given | {"action-publish": "1"}).status_code == 302
    work = made.model.objects.get(slug="berbahaya")
    assert work.title == title
    drain_all()
    listing = reverse("wagtailadmin_explore", args=[made.parent().pk])
    for client, address in (
        (Client(), work.address),
        (Client(), f"{work.address}sitasi/"),
        (Client(), made.parent().get_url()),
        (Client(), f"{reverse('search')}?q=alert"),
        (reviewer, listing),
        (reviewer, edit(work)),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, address
    page = BeautifulSoup(Client().get(work.address).content, "html.parser")
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert title in json.dumps(data, ensure_ascii=False).replace('\\"', '"').replace("\\\\", "\\")
    ris = Client().get(f"{work.address}sitasi.ris").content.decode()
    assert title in ris
    assert title in json.loads(Client().get(f"{work.address}sitasi.json").content)[0]["title"]
    bib = Client().get(f"{work.address}sitasi.bib").content.decode()
    assert "\\LaTeX" not in bib
    assert r"\&" in bib


# People, places and laws


def test_a_law_needs_a_year_of_four_digits(writer: Client) -> None:
    address = reverse(Law.snippet_viewset.get_url_name("add"))
    given = filled_snippet(
        writer.get(address), label_id="UU PKDRT", number="23", year="99", about="Penghapusan"
    )
    answer = writer.post(address, given)
    assert "empat angka" in sentences(answer)["year"]
    assert filled_snippet(answer)["about"] == "Penghapusan"
    assert writer.post(address, given | {"year": "2004"}).status_code == 302
    law = Law.objects.get()
    assert (law.citation, law.slug, law.get_absolute_url()) == ("UU 23/2004", "uu-pkdrt", "/hukum/uu-pkdrt/")


def filled_snippet(answer: HttpResponse, **given: Any) -> dict[str, Any]:
    """The form of a snippet, which bears no id."""
    forms = BeautifulSoup(answer.content, "html.parser").find_all("form", method="POST")
    form = next(each for each in forms if each.find(attrs={"name": ["label_id", "name", "label"]}))
    form["id"] = "formulir"
    answer = HttpResponse(str(form))
    return filled(answer, "formulir", **given)


def test_files_are_chosen_but_not_made_here(reviewer: Client) -> None:
    stored("Satu.")
    unread = File.objects.create(sha256="f" * 64, name="belum-dibaca.pdf", size=1, original="x.pdf")
    offers = reviewer.get(reverse(f"{File.snippet_viewset.chooser_viewset.url_namespace}:choose"))
    html = json.loads(offers.content)["html"]
    assert "buku.pdf" in html
    assert unread.name not in html


def test_access_is_asked_in_words(reviewer: Client) -> None:
    form = BeautifulSoup(reviewer.get(KINDS["buku"].add()).content, "html.parser")
    offered = [option["value"] for option in form.select("select[name=access] option")]
    assert offered == list(Access.values)


def test_the_roles_are_those_of_the_record(reviewer: Client) -> None:
    html = reviewer.get(KINDS["buku"].add()).content.decode()
    for role in Contribution.Role:
        assert str(role.label) in html
