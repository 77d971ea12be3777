"""What is not public shows through no door: a table with a row for every address of the project.

In each state of a work, every door is asked as nobody and as an editor, in both languages. Words that stand nowhere
else tell apart what shows: its title, its record, its text. Where a door has nothing of a work to show, it must answer
byte for byte as it did before the work was there: so counts and facets give nothing away either.

A new address without a row fails; a door that shows more in some state than its row says fails too.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.admindocs.views import simplify_regex
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from library.access import Access
from library.exports import EXPORTS
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
    Picture,
    Place,
    Publication,
    Relation,
    Shelf,
    Span,
    Subject,
)
from search.engine import engine
from search.indexing import drain_all, rebuild
from search.rates import Rates
from tests import pdfs
from tests.pictures import tiny
from tests.works import signed_in, stored

pytestmark = pytest.mark.django_db

# What is looked for

#: What only the title, only the rest of the record, and only the text have.
TITLE = "kudanila"
RECORD = (
    "zebrajingga",
    "anakjudulunta",
    "sejajarlama",
    "ringkaskancil",
    "sederhanarusa",
    "kuncibadak",
    "sampulgajah",
)
TEXT = "tapirbiru"
#: What is asked for; it stands beside what is looked for, which no answer can echo.
ASK_TITLE, ASK_RECORD, ASK_TEXT = "catatanuji", "ringkasuji", "halamanuji"

Seen = frozenset[str]
NOTHING: Seen = frozenset()
ITS_TITLE: Seen = frozenset({"title"})
ITS_RECORD: Seen = frozenset({"title", "record"})
ITS_TEXT: Seen = frozenset({"title", "text"})
ALL: Seen = frozenset({"title", "record", "text"})


def counted(seen: Seen) -> Seen:
    """Also: the page is another one than it was before the work was there."""
    return seen | {"counted"}


@dataclass(frozen=True)
class Answer:
    """A status and what is seen with it."""

    status: int
    seen: Seen = NOTHING


@dataclass(frozen=True)
class Scene:
    """What the addresses of a work need."""

    code: str
    file: File
    picture: str
    address: str


@dataclass(frozen=True)
class State:
    """How a work comes into a state; what its doors answer then (a field of `Door`), whether it is `live`, and still
    `there`."""

    steps: list[Callable[[Publication], object]]
    level: str
    live: bool = True
    there: bool = True


@dataclass(frozen=True)
class Door:
    """One address, and its answers: `open` where text and files may be opened, `record` where the record alone is
    seen, `closed` where nothing is, `tomb` once what was public is gone; `to_editor` says what an editor gets. `always`:
    it is there before the work is. `alone`: it has nothing to do with works, and is asked in two states only. `outlives`: its tombstone is there when even the
    row of the work is gone."""

    address: Callable[[Scene], str]
    open: Answer
    record: Answer
    closed: Answer = Answer(404)
    tomb: Answer = Answer(404)
    to_editor: Callable[["Door", State], Answer] = lambda door, state: while_there(door, state)
    always: bool = False
    alone: bool = False
    outlives: bool = False


def as_everybody(door: Door, state: State) -> Answer:
    if state.level == "gone":
        return door.tomb if door.outlives else door.closed
    answer: Answer = getattr(door, state.level)
    return answer


def while_there(door: Door, state: State) -> Answer:
    return door.open if state.there else as_everybody(door, state)


def while_live(door: Door, state: State) -> Answer:
    return door.open if state.live else as_everybody(door, state)


def plain(address: str, status: int = 200) -> Door:
    """A door that has nothing to do with works."""
    told = Answer(status)
    return Door(lambda scene: address, told, told, told, told, as_everybody, always=True, alone=True)


def listed(address: str, shows: Seen = NOTHING) -> Door:
    """A list on which a work stands once its record is seen, and which is unaltered otherwise."""
    there, empty = Answer(200, counted(shows)), Answer(200)
    return Door(lambda scene: address, there, there, empty, empty, while_live, always=True)


def search(query: str, shows: Seen, *, of_text: bool = False) -> Door:
    """A search that finds a work by its record, or `of_text` by its text; an editor finds what everybody finds."""
    return found_at(f"/cari/?{query}", shows, of_text=of_text)


def found_at(address: str, shows: Seen, *, of_text: bool = False) -> Door:
    """What says the same to everybody: an editor finds there what all find."""
    there, empty = Answer(200, counted(shows)), Answer(200)
    record = empty if of_text else there
    return Door(lambda scene: address, there, record, empty, empty, as_everybody, always=True)


def harvested(address: str, shows: Seen) -> Door:
    """A list on which a work stays once everybody could see it, as a header alone when nobody can any more; an editor gets what
    everybody gets."""
    told = Answer(200, counted(shows)), Answer(200, counted(shows - {"files"})), Answer(200)
    left = Answer(200, counted(NOTHING))
    return Door(lambda scene: address, *told, left, as_everybody, always=True, outlives=True)


def catalogued(address: str, shows: Seen = NOTHING, *, of_text: bool = False, dated: bool = False) -> Door:
    """A feed for reading apps, in which a work stands with its files where these are open, and without them where its
    record alone is seen. `dated`: it also tells when what everybody sees last changed, and a work that was public has
    changed those that it names."""
    empty, trace = Answer(200), Answer(200, counted(NOTHING))
    return Door(
        lambda scene: address,
        Answer(200, counted(shows and shows | {"files"})),
        empty if of_text else Answer(200, counted(shows)),
        empty,
        trace if dated else empty,
        as_everybody,
        always=True,
        outlives=dated,
    )


def catalogues_of(root: str, asks_by: str) -> dict[str, list[Door]]:
    """The doors of a catalogue for reading apps, by the names of their patterns."""
    topic = Door(
        lambda scene: f"/{root}/topik/topik-uji/",
        Answer(200, ITS_RECORD | {"files"}),
        Answer(200, ITS_RECORD),
        to_editor=as_everybody,
    )
    return {
        root: [catalogued(f"/{root}/", dated=True)],
        f"{root}_newest": [catalogued(f"/{root}/terbaru/", ITS_RECORD, dated=True)],
        f"{root}_shelf": [catalogued(f"/{root}/rak/buku/", ITS_RECORD, dated=True)],
        f"{root}_topics": [catalogued(f"/{root}/topik/", dated=True)],
        f"{root}_topic": [topic],
        f"{root}_search": [
            catalogued(f"/{root}/cari/?{asks_by}={ASK_TEXT}", ITS_RECORD, of_text=True),
            catalogued(f"/{root}/cari/?{asks_by}={ASK_TITLE}", ITS_RECORD),
            plain(f"/{root}/cari/", 404),
        ],
    }


def of_work(below: str, seen: Seen, status: int = 200) -> Door:
    """A door below the address of a work, which opens where the text does."""
    return Door(lambda scene: scene.address + below, Answer(status, seen), Answer(404))


def of_record(below: str, seen: Seen) -> Door:
    """A door below the address of a work, which opens where the record is seen."""
    return Door(
        lambda scene: scene.address + below, Answer(200, seen), Answer(200, seen), to_editor=while_live
    )


def of_nothing(below: str) -> Door:
    """A door below the address of a work that only other kinds have."""
    return Door(
        lambda scene: f"{scene.address}{below}", Answer(404), Answer(404), to_editor=lambda *_: Answer(404)
    )


def permanent(below: str) -> Door:
    """Leads to the work, or for an editor to its form; for everybody to its tombstone."""
    return Door(
        lambda scene: f"/p/{scene.code}/{below}",
        Answer(302),
        Answer(302),
        tomb=Answer(410, ITS_TITLE),
        outlives=True,
    )


def of_file(address: Callable[[Scene], str], seen: Seen, *, with_record: bool) -> Door:
    return Door(address, Answer(200, seen), Answer(200, seen) if with_record else Answer(404))


def file_address(name: str, /, **more: object) -> Callable[[Scene], str]:
    return lambda scene: reverse(name, kwargs={"code": scene.file.code, **more})


# The table: every pattern of the project by its name (or its route, where it has none)

TABLE: Mapping[str, list[Door]] = {
    "alive": [plain("/sehat")],
    "ready": [plain("/sehat/siap", 503)],
    "leave": [plain("/keluar/", 302)],
    "robots": [plain("/robots.txt")],
    "oai": [
        *(
            harvested(f"/oai?verb=ListRecords&metadataPrefix={prefix}", ITS_RECORD | {"files"})
            for prefix in ("oai_dc", "mods", "marc21")
        ),
        harvested("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=buku", NOTHING),
        Door(
            lambda scene: f"/oai?verb=GetRecord&metadataPrefix=mods&identifier=oai:localhost:{scene.code}",
            Answer(200, ITS_RECORD | {"files"}),
            Answer(200, ITS_RECORD),
            closed=Answer(200),
            tomb=Answer(200),
            to_editor=as_everybody,
        ),
        plain("/oai?verb=ListSets"),
    ],
    "openapi-json": [plain("/api/v1/openapi.json")],
    "api-root": [plain("/api/v1/", 404)],
    "api_search": [
        found_at(f"/api/v1/search?q={ASK_TEXT}", ITS_TITLE | {"text"}, of_text=True),
        found_at(f"/api/v1/search?q={ASK_TITLE}", ITS_TITLE),
        found_at("/api/v1/search?jenis=buku", ITS_TITLE),
    ],
    "api_works": [harvested("/api/v1/works", ITS_RECORD | {"files"})],
    "api_work": [
        Door(
            lambda scene: f"/api/v1/works/{scene.code}",
            Answer(200, ITS_RECORD | {"files"}),
            Answer(200, ITS_RECORD),
            to_editor=as_everybody,
        )
    ],
    "api_passages": [
        Door(
            lambda scene: f"/api/v1/works/{scene.code}/passages",
            Answer(200, frozenset({"text"})),
            Answer(404),
            to_editor=as_everybody,
        )
    ],
    "favicon.ico": [plain("/favicon.ico", 302)],
    "help": [plain("/bantuan/")],
    "picture": [
        Door(
            lambda scene: scene.picture,
            Answer(200, frozenset({"record"})),
            Answer(200, frozenset({"record"})),
            to_editor=lambda door, state: door.open,  # it is in the chooser of pictures
        )
    ],
    "permanent": [permanent("")],
    "permanent_passage": [permanent("1/")],
    "permanent_moment": [permanent("t1/"), permanent("t1.5/en/")],
    "cover": [of_file(file_address("cover"), frozenset({"record"}), with_record=True)],
    "page_picture": [of_file(file_address("page_picture", number=1, width=480), NOTHING, with_record=False)],
    "file": [of_file(file_address("file", name="apa-saja.pdf"), frozenset({"text"}), with_record=False)],
    "search": [
        search(f"q={ASK_TEXT}", ALL, of_text=True),
        search(f"q={ASK_TITLE}", ITS_RECORD),
        search(f"q={ASK_RECORD}", ITS_RECORD),
        search("jenis=buku", ITS_RECORD),
        search("tahun=2013", ITS_RECORD),
        plain("/cari/"),
    ],
    "search_export": [
        *(
            found_at(f"/cari/ekspor/?q={asked}&format={form}", ITS_RECORD, of_text=asked == ASK_TEXT)
            for asked in (ASK_TEXT, ASK_TITLE)
            for form in ("csv", "ris", "bibtex", "csljson")
        ),
        plain("/cari/ekspor/", 404),
    ],
    "search_feed": [
        found_at(f"/cari/umpan/?q={ASK_TEXT}", ITS_RECORD, of_text=True),
        found_at("/cari/umpan/?jenis=buku", ITS_RECORD),
        plain("/cari/umpan/", 404),
    ],
    "search_many": [plain("/cari/banyak/")],
    # Not offered here, where no mail is sent; `tests/search/test_alerts.py` looks at what they say where it is.
    "search_alert": [plain(f"/cari/kabar/?q={ASK_TITLE}")],
    "search_alert_kept": [plain("/cari/kabar/kunci-yang-tidak-ada/", 404)],
    "search_alert_stop": [plain("/cari/kabar/kunci-yang-tidak-ada/berhenti/", 404)],
    "sitemap_index": [plain("/sitemap.xml")],
    "sitemap": [
        found_at("/sitemap-karya.xml", NOTHING),
        plain("/sitemap-rak.xml"),
        found_at("/sitemap-pengetahuan.xml", NOTHING),
    ],
    "opensearch": [plain("/opensearch.xml")],
    **catalogues_of("opds", "q"),
    **catalogues_of("opds2", "query"),
    "opds_description": [plain("/opds/opensearch.xml")],
    "search_choices": [
        Door(
            lambda scene: f"/cari/pilihan/oleh/?q={ASK_TITLE}",
            Answer(200, counted(frozenset({"record"}))),
            Answer(200, counted(frozenset({"record"}))),
            Answer(200),
            Answer(200),
            as_everybody,
            always=True,
        )
    ],
    "search_suggestions": [
        Door(
            lambda scene: f"/cari/saran/?q={ASK_TITLE}",
            Answer(200, counted(ITS_TITLE)),
            Answer(200, counted(ITS_TITLE)),
            Answer(200),
            Answer(200),
            as_everybody,
            always=True,
        ),
        Door(
            lambda scene: "/cari/saran/?q=ratu",
            Answer(200, counted(frozenset({"record"}))),
            Answer(200, counted(frozenset({"record"}))),
            Answer(200),
            Answer(200),
            as_everybody,
            always=True,
        ),
    ],
    "search_inside": [
        Door(
            lambda scene: f"{scene.address}cari/?q={ASK_TEXT}",
            Answer(200, ITS_TEXT),
            Answer(404),
            # The index holds nothing of what is not public, so an editor searches there in vain.
            to_editor=lambda door, state: (
                Answer(200, ITS_TITLE) if state.there and state.level != "open" else as_everybody(door, state)
            ),
        )
    ],
    "feed": [found_at("/umpan/", ITS_RECORD)],
    "feed_shelf": [found_at("/umpan/koleksi/buku/", ITS_RECORD)],
    "feed_periodical": [plain("/umpan/koleksi/jurnal/tidak-ada/", 404)],
    "feed_topic": [found_at(f"/umpan/topik/{topic}/", ITS_RECORD) for topic in ("topik-uji", "topik-luas")],
    "feed_place": [found_at("/umpan/tempat/tempat-uji/", ITS_RECORD)],
    "feed_law": [found_at("/umpan/hukum/hukum-uji/", ITS_RECORD)],
    "feed_agent": [
        Door(
            lambda scene, slug=slug: f"/umpan/orang/{slug}/",  # type: ignore[misc]
            Answer(status, seen),
            Answer(status, seen),
            to_editor=as_everybody,
        )
        for slug, status, seen in (("orang-uji", 200, ITS_RECORD), ("nama-lama", 302, NOTHING))
    ],
    "topics": [listed("/topik/")],
    "topic": [listed("/topik/topik-uji/", ITS_RECORD), listed("/topik/topik-luas/?jenis=buku", ITS_RECORD)],
    "places": [listed("/tempat/")],
    "place": [listed("/tempat/tempat-uji/", ITS_RECORD)],
    "laws": [listed("/hukum/")],
    "law": [listed("/hukum/hukum-uji/", ITS_RECORD)],
    "people": [listed("/orang/", frozenset({"record"})), listed("/orang/?huruf=R", frozenset({"record"}))],
    "agent": [
        Door(
            lambda scene: "/orang/orang-uji/",
            Answer(200, ITS_RECORD),
            Answer(200, ITS_RECORD),
            to_editor=lambda door, state: door.open if state.live else Answer(200, frozenset({"record"})),
        ),
        Door(
            lambda scene: "/orang/nama-lama/",
            Answer(302),
            Answer(302),
            to_editor=lambda door, state: door.open,
        ),
    ],
    "thesaurus_file": [plain(f"/topik/tesaurus.{ending}") for ending in ("ttl", "jsonld", "zip")],
    "citation": [of_record("sitasi/", ITS_RECORD), of_record("sitasi/?gaya=apa&halaman=xvii", ITS_RECORD)],
    "export": [of_record(f"sitasi.{ending}", ITS_RECORD) for ending in EXPORTS],
    # A book has no figures; what datasets and films show in each state stands in test_leaks_of_media.
    "figures": [of_nothing("data.csv")],
    "chart": [of_nothing("grafik/1.png")],
    "goto": [of_work("baca/?halaman=xvii", NOTHING, 302)],
    "read": [
        of_work("baca/1/", ITS_TEXT),
        of_work("baca/1/?tampilan=teks", ITS_TEXT),
        of_work(f"baca/1/?q={ASK_TEXT}", ITS_TEXT),
    ],
    "read_moment": [of_nothing("baca/t1/")],
    "below_holdings": [
        Door(
            lambda scene: scene.address,
            Answer(200, ITS_RECORD | {"files"}),
            Answer(200, ITS_RECORD),
            tomb=Answer(410, ITS_TITLE),
            to_editor=while_live,
        ),
        listed("/koleksi/", ITS_RECORD),
        listed("/koleksi/buku/", ITS_RECORD),
        listed("/koleksi/buku/?urut=judul", ITS_RECORD),
        listed("/koleksi/buku/tetangga/", ITS_TITLE),
    ],
    "wagtail_serve": [listed("/", ITS_RECORD)],
    "wagtailcore_login": [plain("/_util/login/")],
    "wagtailcore_authenticate_with_password": [plain("/_util/authenticate_with_password/999999/1/", 404)],
    "wagtaildocs_serve": [plain("/documents/1/apa.pdf", 404)],
    "wagtaildocs_authenticate_with_password": [plain("/documents/authenticate_with_password/1/", 404)],
}


# Every pattern has a row


def patterns(
    resolver: URLResolver, before: str = "", *, translated: bool = False
) -> Iterator[tuple[str, str, bool]]:
    """(route, name, whether it is there in both languages) of every pattern, with its namespaces left out."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, each.name or route, translated
        else:
            both = translated or isinstance(each.pattern, LocalePrefixPattern)
            yield from patterns(each, route, translated=both)


PATTERNS = list(patterns(get_resolver()))
OURS = {name: translated for route, name, translated in PATTERNS if not route.startswith("admin/")}
ADMIN = [route for route, _name, _translated in PATTERNS if route.startswith("admin/")]


def test_every_address_of_the_project_has_a_row_and_every_row_an_address() -> None:
    assert set(TABLE) == set(OURS)
    assert len(ADMIN) > 200


# A work in each state


@dataclass(frozen=True)
class Before:
    """A library with words and one work of no concern; `answers` are those of the doors that are there already."""

    shelf: Shelf
    pdf: str
    nobody: Client
    editor: Client
    answers: Mapping[tuple[bool, str], bytes]


#: Every door in every state is more than any reader may ask.
TIRELESS = Rates(at_once=1_000_000, a_second=1)


@pytest.fixture(autouse=True)
def a_reader_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.rates.rates", TIRELESS)


@pytest.fixture(scope="module")
def before(static_files: None, django_db_blocker) -> Iterator[Before]:
    """Made once; each scene is taken back after its test."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override("id"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("search.rates.rates", TIRELESS)
        rebuild()
        top = Concept.objects.create(slug="topik-luas", label_id="Topik luas")
        Concept.objects.create(slug="topik-uji", label_id="Topik uji").broader.add(top)
        Place.objects.create(slug="tempat-uji", label_id="Tempat uji")
        Law.objects.create(slug="hukum-uji", label_id="UU Uji", kind="UU", number="9", year=2009)
        shelf = Shelf.objects.get(kind_slug="buku")
        neighbour = Book(title="Buku tetangga", slug="tetangga", issued="2001")
        neighbour.clean()
        neighbour.spans.add(Span(file=stored("Halaman tetangga."), sort_order=0))
        shelf.add_child(instance=neighbour)
        neighbour.save_revision().publish()
        drain_all()
        # One PDF for all scenes, so that its page is drawn once; the word stands behind its end, where bytes are bytes.
        whole = pdfs.pages("Satu.", "Dua.") + f"\n%{TEXT}\n".encode()
        pdf = storages["files"].save("uji/salinan.pdf", ContentFile(whole))
        nobody, editor = Client(), signed_in()
        answers = {
            (is_editor, address): body_of(asked(viewer, address)[1])
            for viewer, is_editor in ((nobody, False), (editor, True))
            for name, doors in TABLE.items()
            for place, door in enumerate(doors)
            if door.always
            for address in addresses(name, door, place, None, editor=is_editor)
        }
        yield Before(shelf, pdf, nobody, editor, answers)
        transaction.set_rollback(True)
    engine.cache_clear()
    cache.clear()  # which knows pictures by numbers that are free again


@pytest.fixture
def taken_back(before: Before) -> Before:
    """The library as it was before, in index and cache too: what a test does in the database is taken back after it."""
    rebuild()
    cache.clear()
    return before


def make(shelf: Shelf, kept_file: str, **fields: object) -> Book:
    """The work of the scene, as a draft."""
    made = Agent.objects.create(name=f"Ratu {RECORD[0].title()}", slug="orang-uji")
    Agent.objects.create(name="Nama lama", slug="nama-lama", merged_into=made)
    file = stored(f"{ASK_TEXT} {TEXT}.", "Halaman kedua.", labels=("xvii", "xviii"))
    file.copy = file.original = kept_file
    file.copy_sha256, file.copy_size = "ab" * 32, 1000
    file.cover.save("cover.webp", ContentFile(f"RIFF {RECORD[6]}".encode()), save=False)
    file.cover_width, file.cover_height = 3, 4
    file.save()
    picture = Picture.objects.create(title="Sampul", file=ContentFile(tiny(), "gambar.png"))
    picture.renditions.create(
        filter_spec="width-400|format-webp",
        focal_point_key="",
        width=3,
        height=4,
        file=ContentFile(tiny() + RECORD[6].encode(), "gambar.webp"),
    )
    work = Book(
        title=f"{ASK_TITLE.title()} {TITLE}",
        slug="karya-uji",
        subtitle=f"Anak {RECORD[1]}",
        parallel_title=f"Notes {RECORD[2]}",
        issued="2013",
        abstract_id=f"{ASK_RECORD} {RECORD[3]}.",
        summary_id=f"Kata {RECORD[4]}.",
        cover=picture,
        live=False,
        **fields,
    )
    work.clean()
    work.spans.add(Span(file=file, sort_order=0))
    work.contributions.add(Contribution(agent=made, role=Contribution.Role.AUTHOR))
    for slug in ("topik-uji", "tempat-uji", "hukum-uji"):
        work.subjects.add(Subject(concept=Concept.objects.get(slug=slug)))
    work.tags.add(RECORD[5])
    work.relations.add(
        Relation(kind=Relation.Kind.TRANSLATION, other=Publication.objects.get(slug="tetangga"), sort_order=0)
    )
    shelf.add_child(instance=work)
    work.save_revision()
    return work


def publish(work: Publication, **fields: object) -> None:
    own = Publication.objects.get(pk=work.pk).specific.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(own, name, value)
    own.save_revision().publish()


def in_private(work: Publication) -> None:
    PageViewRestriction.objects.create(page=Publication.objects.get(pk=work.pk), restriction_type="login")


def _day(days: int) -> object:
    return timezone.localdate() + timedelta(days=days)


STATES: Mapping[str, State] = {
    "draft": State([], "closed", live=False),
    "open": State([publish], "open"),
    "summary only": State([lambda work: publish(work, access=Access.SUMMARY)], "record"),
    "internal": State([lambda work: publish(work, access=Access.INTERNAL)], "closed"),
    "under embargo": State(
        [lambda work: publish(work, access=Access.EMBARGO, embargo_until=_day(1))], "record"
    ),
    "embargo ended": State(
        [lambda work: publish(work, access=Access.EMBARGO, embargo_until=_day(0))], "open"
    ),
    "private from the first": State([in_private, publish], "closed"),
    "opened, then withdrawn": State([publish, lambda work: publish(work, access=Access.WITHDRAWN)], "tomb"),
    "opened, then internal": State([publish, lambda work: publish(work, access=Access.INTERNAL)], "tomb"),
    "opened, then private": State([publish, in_private], "tomb"),
    "opened, then unpublished": State(
        [publish, lambda work: Publication.objects.get(pk=work.pk).unpublish()], "tomb", live=False
    ),
    "opened, then deleted": State(
        [publish, lambda work: Publication.objects.get(pk=work.pk).delete()], "gone", live=False, there=False
    ),
}


def asked(client: Client, address: str) -> tuple[int, bytes]:
    """The status of an answer, and all that it carries: headers and body, archives unpacked."""
    answer = client.get(address)
    try:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    finally:
        answer.close()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(archive.read(name) for name in archive.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
    return answer.status_code, headers.encode() + b"\n\n" + body


def seen_in(told: bytes, file_code: str) -> Seen:
    """What of the work stands in an answer. Where its files lie is part of what only an open work shows."""
    words = {"title": [TITLE], "record": RECORD, "text": [TEXT]}
    if file_code:
        words["files"] = [f"/berkas/{file_code}/halaman/", f"/berkas/{file_code}/karya-uji.pdf"]
    lower = told.decode(errors="replace").casefold()
    return frozenset(what for what, those in words.items() if any(word in lower for word in those))


def body_of(told: bytes) -> bytes:
    """Without what changes from one answer to the next."""
    body = told.partition(b"\n\n")[2]
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"|<responseDate>[^<]+', b"", body)


def addresses(name: str, door: Door, place: int, scene: Scene | None, *, editor: bool) -> list[str]:
    """The addresses at which a viewer asks: everybody in both languages, an editor (who may see everything) in one, each
    at another door."""
    address = door.address(scene)  # type: ignore[arg-type]
    both = [address, f"/en{address}"] if OURS[name] else [address]
    return both[place % len(both) :][:1] if editor else both


@pytest.mark.parametrize("state", STATES)
def test_in_each_state_every_door_shows_what_the_table_says(state: str, taken_back: Before) -> None:
    now = STATES[state]
    work = make(taken_back.shelf, taken_back.pdf)
    file = work.spans.first().file
    picture = work.cover.renditions.get().file.url
    scene = Scene(work.permanent.code, file, picture, "/koleksi/buku/karya-uji/")
    for step in now.steps:
        step(work)
    drain_all()
    wrong = []
    for name, doors in TABLE.items():
        for place, door in enumerate(doors):
            if door.alone and state not in {"draft", "open"}:
                continue
            for viewer, editor in ((taken_back.nobody, False), (taken_back.editor, True)):
                answer = door.to_editor(door, now) if editor else as_everybody(door, now)
                for address in addresses(name, door, place, scene, editor=editor):
                    status, told = asked(viewer, address)
                    seen = seen_in(told, file.code)
                    if door.always and body_of(told) != taken_back.answers[editor, address]:
                        seen |= {"counted"}
                    if answer == door.open:
                        seen -= {"files"} - answer.seen  # may be told there, and need not
                    if Answer(status, seen) != answer:
                        wrong.append((editor, address, status, sorted(seen), "not", answer))
    assert not wrong, "\n".join(map(str, wrong))


# The rooms of editors


def filled(route: str, key: int) -> str:
    """An address of a pattern, with the key of a work where a number stands and words that exist where words do."""
    words = {
        "app_label": "library",
        "model_name": "book",
        "app_name": "library",
        "content_type_app_name": "library",
    }
    shown = simplify_regex(route)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: words.get(found[1], str(key)), shown)


def test_the_rooms_of_editors_show_nothing_of_a_work_to_nobody(taken_back: Before) -> None:
    work = make(taken_back.shelf, taken_back.pdf)
    file = work.spans.first().file
    answered, wrong = set(), []
    for route in ADMIN:
        address = filled(route, work.pk)
        status, told = asked(taken_back.nobody, address)
        if status == 200:
            answered.add(address)
        if seen_in(told, file.code) or status >= 500:
            wrong.append((address, status))
    assert not wrong
    # What opens to everybody is the door itself: signing in, a lost password, icons and words for its scripts.
    assert all(re.match(r"/admin/(login|password_reset|jsi18n|sprite)", address) for address in answered), (
        answered
    )
    listing = reverse("wagtailadmin_explore", args=[taken_back.shelf.pk])
    assert "title" in seen_in(asked(taken_back.editor, listing)[1], "")  # to an editor they do


# Articles that are a stretch of their issue's file

I_TITLE, A_TITLE, A_MAKER, I_TEXT, A_TEXT = (
    "edisikancil",
    "artikelrusa",
    "pengarangunta",
    "pengantarbadak",
    "isigajah",
)

KIN_STATES: Mapping[str, tuple[dict[str, object] | None, Seen]] = {
    "draft": (None, NOTHING),
    "open": ({}, frozenset({"record", "text"})),
    "summary only": ({"access": Access.SUMMARY}, frozenset({"record"})),
    "withdrawn": ({"access": Access.WITHDRAWN}, NOTHING),
}


def make_kin() -> tuple[Issue, Article]:
    """A bulletin with an issue of three pages, of which the last two are an article's."""
    bulletin = Shelf.objects.get(kind_slug="buletin")
    serial = Periodical(title="Buletin Uji", slug="buletin-uji")
    bulletin.add_child(instance=serial)
    file = stored(f"{ASK_TEXT} {I_TEXT}.", f"{ASK_TEXT} {A_TEXT}.", "Penutup artikel.")
    issue = Issue(
        title=f"Edisi {I_TITLE}", slug="edisi", numbering="Edisi 12, Maret 2015", theme=I_TITLE, live=False
    )
    issue.spans.add(Span(file=file, sort_order=0))
    serial.add_child(instance=issue)
    issue.save_revision()
    article = Article(title=f"Tentang {A_TITLE}", slug="artikel", first_page="2", last_page="3", live=False)
    article.spans.add(Span(file=file, first=2, last=3, sort_order=0))
    article.contributions.add(
        Contribution(agent=Agent.objects.create(name=A_MAKER.title(), slug="orang-uji"))
    )
    issue.add_child(instance=article)
    article.save_revision()
    return issue, article


def kin_addresses(issue: Issue, article: Article) -> list[str]:
    whole, part = "/koleksi/buletin/buletin-uji/edisi/", "/koleksi/buletin/buletin-uji/edisi/artikel/"
    return [
        "/",
        "/koleksi/",
        "/koleksi/buletin/",
        "/koleksi/buletin/buletin-uji/",
        whole,
        f"{whole}baca/1/",
        f"{whole}baca/2/",
        f"{whole}cari/?q={ASK_TEXT}",
        f"{whole}sitasi.ris",
        part,
        f"/en{part}",
        f"{part}baca/1/",
        f"{part}cari/?q={ASK_TEXT}",
        f"{part}sitasi/",
        f"{part}sitasi.ris",
        f"{part}sitasi.marcxml",
        f"/p/{issue.permanent.code}/2/",
        f"/p/{article.permanent.code}/1/",
        f"/cari/?q={ASK_TEXT}",
        "/cari/?jenis=buletin",
        "/orang/",
        "/orang/orang-uji/",
        "/umpan/",
        "/umpan/koleksi/buletin/",
        "/umpan/koleksi/buletin/buletin-uji/",
        "/umpan/orang/orang-uji/",
    ]


def kin_cases() -> Iterator[object]:
    """Each state of an article with each of its issue."""
    for of_article in KIN_STATES:
        for of_issue in KIN_STATES:
            yield pytest.param(of_article, of_issue, id=f"{of_article} in {of_issue}")


def closes_pages(of_article: str, of_issue: str) -> bool:
    """Whether an article that is published and closed has its pages in an issue that is open."""
    (fields, article_level), (_fields, issue_level) = KIN_STATES[of_article], KIN_STATES[of_issue]
    return fields is not None and "text" in issue_level and "text" not in article_level


@pytest.mark.parametrize(("of_article", "of_issue"), list(kin_cases()))
def test_an_issue_and_its_article_show_what_each_may(
    of_article: str, of_issue: str, taken_back: Before
) -> None:
    issue, article = make_kin()
    (article_fields, article_level), (issue_fields, issue_level) = (
        KIN_STATES[of_article],
        KIN_STATES[of_issue],
    )
    if article_fields is not None:
        publish(article, **article_fields)
    if closes_pages(of_article, of_issue):
        with pytest.raises(ValidationError):
            publish(issue)
        return
    if issue_fields is not None:
        publish(issue, **issue_fields)
    drain_all()
    told = b"".join(asked(taken_back.nobody, address)[1] for address in kin_addresses(issue, article))
    text = told.decode(errors="replace").casefold()
    may = set()
    if not issue_level:  # an article is seen only while its issue is
        article_level = frozenset()
    if "record" in issue_level:
        may |= {I_TITLE}
    if "record" in article_level:
        may |= {A_TITLE, A_MAKER}
    if "text" in issue_level:
        may |= {I_TEXT, A_TEXT}
    if "text" in article_level:
        may |= {A_TEXT}
    assert {word for word in (I_TITLE, A_TITLE, A_MAKER, I_TEXT, A_TEXT) if word in text} == may
