"""Harvesting by OAI-PMH 2.0: what others take along, what they hear of what is withdrawn, and what they are told when they
ask for nonsense."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree
from oaipmh_scythe import Scythe
from wagtail.models import Site

from library.access import Access
from library.models import (
    Agent,
    Article,
    Book,
    Contribution,
    File,
    Issue,
    Periodical,
    PermanentId,
    Picture,
    Publication,
    Relation,
    Shelf,
    Span,
)
from library.models.cards import LONGEST_COLLECTION
from portal.models import Institute
from search.rates import Rates
from tests.data import tabled
from tests.pictures import tiny
from tests.screened import screened
from tests.works import again, shelve, stored

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
SCHEMAS = Path(__file__).parents[1] / "samples" / "oai"
#: What `xml:lang` is, for the schema of Dublin Core fetches that from the web.
XML = b"""<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<attribute name="lang" type="string"/></schema>"""

pytestmark = pytest.mark.django_db


class Local(etree.Resolver):
    def resolve(self, url: str, public_id: str, context: object) -> object:
        name = url.rpartition("/")[2]
        if name == "xml.xsd":
            return self.resolve_string(XML, context)
        return self.resolve_filename(str(SCHEMAS / name), context)


def schema(name: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(SCHEMAS / name, parser))


ENVELOPE, DUBLIN_CORE = schema("OAI-PMH.xsd"), schema("oai_dc.xsd")


def ask(**said: str) -> etree._Element:
    """The answer, which is valid whatever was asked."""
    answer = Client().get("/oai", {name.rstrip("_"): value for name, value in said.items()})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    ENVELOPE.assertValid(root)
    for each in root.iter("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"):
        DUBLIN_CORE.assertValid(each)
    return root


def error(**said: str) -> str | None:
    found = ask(**said).find(f"{OAI}error")
    return None if found is None else found.get("code")


def records(**said: str) -> list[etree._Element]:
    return list(ask(**{"verb": "ListRecords", "metadataPrefix": "oai_dc"} | said).iter(f"{OAI}record"))


def codes(root: Any) -> list[str]:
    return [(each.text or "").rpartition(":")[2] for each in root.iter(f"{OAI}identifier")]


def listed(**said: str) -> list[str]:
    return codes(ask(**{"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"} | said))


def walked(verb: str, while_there: Any = lambda part: None) -> list[str]:
    """The codes of a whole list, part by part."""
    root, found = ask(verb=verb, metadataPrefix="oai_dc"), []
    for part in range(99):
        found += codes(root)
        onward = root.findtext(f".//{OAI}resumptionToken")
        if not onward:
            return found
        while_there(part)
        root = ask(verb=verb, resumptionToken=onward)
    raise AssertionError("a list without an end")


def code(work: Publication) -> str:
    return str(work.permanent.code)


def changed(work: Publication, when: datetime) -> None:
    PermanentId.objects.filter(publication=work).update(changed=when)


def withdraw(work: Publication) -> None:
    work = again(work)
    work.access = Access.WITHDRAWN
    work.save_revision().publish()


# What a library says of itself


def test_a_library_says_who_it_is() -> None:
    Institute.objects.update_or_create(
        site=Site.objects.get(),
        defaults={"library_name": "Pustaka & Rumah", "contact_email": "pustaka@sapa.or.id"},
    )
    told = ask(verb="Identify").find(f"{OAI}Identify")
    said = {each.tag.removeprefix(OAI): each.text for each in told}
    assert said["repositoryName"] == "Pustaka & Rumah"
    assert said["baseURL"] == f"{settings.BASE_URL}/oai"
    assert said["adminEmail"] == "pustaka@sapa.or.id"
    assert (said["deletedRecord"], said["granularity"]) == ("persistent", "YYYY-MM-DDThh:mm:ssZ")


def test_nothing_changed_before_the_first_date() -> None:
    old, new = shelve("Satu."), shelve("Dua.")
    changed(old, datetime(2014, 5, 6, 7, 8, 9, 10, UTC))
    assert ask(verb="Identify").findtext(f".//{OAI}earliestDatestamp") == "2014-05-06T07:08:09Z"
    assert listed(from_="2014-05-06T07:08:09Z") == [code(old), code(new)]


def test_a_domain_that_is_one_stands_in_the_description(settings: Any) -> None:
    settings.BASE_URL = "https://pustaka.sapa.or.id"
    told = ask(verb="Identify")
    assert told.findtext(".//{*}repositoryIdentifier") == "pustaka.sapa.or.id"
    assert told.findtext(".//{*}sampleIdentifier") == "oai:pustaka.sapa.or.id:karya"


def test_its_formats() -> None:
    prefixes = [each.text for each in ask(verb="ListMetadataFormats").iter(f"{OAI}metadataPrefix")]
    assert prefixes == ["oai_dc", "mods", "marc21"]
    work = shelve("Satu.")
    assert error(verb="ListMetadataFormats", identifier=identifier(work)) is None


def test_its_sets_are_kinds_and_the_titles_of_periodicals(issue: Issue) -> None:
    told = {
        each.findtext(f"{OAI}setSpec"): each.findtext(f"{OAI}setName")
        for each in ask(verb="ListSets").iter(f"{OAI}set")
    }
    assert told["buku"] == "Buku / Books"
    assert told["jurnal:jurnal-s"] == "Jurnal Sapa"
    assert set(told) == {
        "buku", "buku-saku", "studi", "jurnal", "jurnal:jurnal-s", "buletin", "film", "data", "peraturan",
    }  # fmt: skip


# Records


@pytest.fixture
def journal() -> Periodical:
    shelf = Shelf.objects.get(kind_slug="jurnal")
    return shelf.add_child(instance=Periodical(title="Jurnal Sapa", slug="jurnal-s"))


@pytest.fixture
def issue(journal: Periodical) -> Issue:
    made = Issue(title="Edisi 1", numbering="Edisi 1", spans=[Span(file=stored("Sampul."))])
    return journal.add_child(instance=made)


def identifier(work: Publication) -> str:
    return f"oai:{settings.BASE_URL.partition('://')[2].partition(':')[0]}:{code(work)}"


def test_a_record_in_dublin_core() -> None:
    work = shelve("Satu.", title="Rumah & <Aman>", issued="2004-09", language="id")
    root = ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier(work))
    assert root.findtext(f".//{OAI}setSpec") == "buku"
    assert root.findtext(f".//{OAI}datestamp") == f"{work.permanent.changed:%Y-%m-%dT%H:%M:%SZ}"
    said = {name: root.findtext(f".//{DC}{name}") for name in ("title", "date", "language", "identifier")}
    assert said == {
        "title": "Rumah & <Aman>",
        "date": "2004-09",
        "language": "id",
        "identifier": f"{settings.BASE_URL}/p/{code(work)}/",
    }


@pytest.mark.parametrize(
    ("prefix", "title"),
    [
        ("mods", ".//{http://www.loc.gov/mods/v3}title"),
        ("marc21", ".//{http://www.loc.gov/MARC21/slim}datafield[@tag='245']/*[@code='a']"),
    ],
)
def test_a_record_in_richer_formats(prefix: str, title: str) -> None:
    shelve("Satu.", title="Rumah Aman")
    (record,) = records(metadataPrefix=prefix)
    assert (record.findtext(title) or "").startswith("Rumah")
    (written,) = record.find(f"{OAI}metadata")
    namespace, schema_ = written.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation").split()
    assert etree.QName(written).namespace == namespace
    told = ask(verb="ListMetadataFormats")
    assert schema_ in [each.text for each in told.iter(f"{OAI}schema")]


def test_a_summary_names_no_file_and_an_open_work_names_its_own() -> None:
    shelve("Satu.", title="Terbuka")
    shelve("Dua.", title="Ringkasan", access=Access.SUMMARY)
    File.objects.update(copy="salinan.pdf", copy_sha256="ab" * 32, copy_size=1_000)
    opened, closed = records()
    assert "application/pdf" in [each.text for each in opened.iter(f"{DC}format")]
    assert not list(closed.iter(f"{DC}format"))
    assert "info:eu-repo/semantics/restrictedAccess" in [each.text for each in closed.iter(f"{DC}rights")]


@pytest.mark.parametrize("access", [Access.INTERNAL, Access.WITHDRAWN])
def test_what_nobody_ever_saw_is_not_there(access: Access) -> None:
    work = shelve("Satu.", access=access)
    assert error(verb="ListRecords", metadataPrefix="oai_dc") == "noRecordsMatch"
    assert error(verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier(work)) == "idDoesNotExist"


def test_what_is_withdrawn_is_told_for_ever() -> None:
    work = shelve("Satu.", title="Rahasia")
    known, name = code(work), identifier(work)
    before = work.permanent.changed
    withdraw(work)
    for _ in range(2):
        (record,) = records()
        header = record.find(f"{OAI}header")
        assert header.get("status") == "deleted"
        assert record.find(f"{OAI}metadata") is None
        assert header.findtext(f"{OAI}setSpec") == "buku"
        assert "Rahasia" not in etree.tostring(record, encoding="unicode")
        assert PermanentId.objects.get(pk=known).changed > before
        assert error(verb="GetRecord", metadataPrefix="mods", identifier=name) is None
        Book.objects.all().delete()  # the second time its row is gone, too


def test_two_works_that_name_each_other_and_go_together_keep_their_day() -> None:
    first, second = shelve("Satu.", title="Satu"), shelve("Dua.", title="Dua")
    named = again(first)
    named.relations = [Relation(kind="based_on", other=second)]
    named.save_revision().publish()
    first.get_parent().specific.delete()
    assert not PermanentId.objects.filter(was_public=True, withdrawn=None).exists()


def test_what_happens_to_a_hidden_work_is_nobodys_to_know() -> None:
    maker = Agent.objects.create(name="Siti Aminah")
    work, other = (
        shelve("Satu.", title=title, contributions=[Contribution(agent=maker)]) for title in ("Satu", "Dua")
    )
    withdraw(work)
    gone = PermanentId.objects.get(publication=work)
    hidden = again(work)
    hidden.title = "Judul yang lain"
    hidden.save_revision().publish()
    before = other.permanent.changed
    maker.name = "Siti Aminah Rahayu"
    maker.save()
    still = PermanentId.objects.get(publication=work)
    assert still.changed == gone.changed
    assert still.revision > gone.revision  # the index is told all the same
    assert PermanentId.objects.get(publication=other).changed > before


def test_an_article_that_is_hidden_does_not_move_the_date_of_its_issue(issue: Issue) -> None:
    article = issue.add_child(instance=Article(title="Dispensasi", spans=[Span(file=stored("Isi."))]))
    withdraw(article)
    before = PermanentId.objects.get(publication=issue).changed
    hidden = again(article)
    hidden.title = "Judul yang lain"
    hidden.save_revision().publish()
    assert PermanentId.objects.get(publication=issue).changed == before


def test_a_change_is_dated_when_others_can_see_it(django_capture_on_commit_callbacks: Any) -> None:
    """A harvester that asks while a long transaction is under way asks the next time for what changed since."""
    with django_capture_on_commit_callbacks(execute=True):
        work = shelve("Satu.")
        asked_meanwhile = timezone.now()
    assert PermanentId.objects.get(publication=work).changed > asked_meanwhile


def test_what_comes_back_is_there_again() -> None:
    work = shelve("Satu.")
    withdraw(work)
    work = again(work)
    work.access = Access.OPEN
    work.save_revision().publish()
    (record,) = records()
    assert record.find(f"{OAI}header").get("status") is None
    assert record.find(f"{OAI}metadata") is not None


def test_a_set_holds_what_stands_there_and_what_stood_there(issue: Issue) -> None:
    book = shelve("Satu.")
    assert listed(set="jurnal") == listed(set="jurnal:jurnal-s") == [code(issue)]
    assert listed(set="buku") == [code(book)]
    issue.delete()
    (header,) = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="jurnal:jurnal-s").iter(
        f"{OAI}header"
    )
    assert header.get("status") == "deleted"
    assert error(verb="ListIdentifiers", metadataPrefix="oai_dc", set="jur") == "noRecordsMatch"


def test_a_periodical_under_another_address_takes_its_issues_along(journal: Periodical, issue: Issue) -> None:
    journal.slug = "jurnal-baru"
    journal.save()
    assert listed(set="jurnal:jurnal-baru") == [code(issue)]
    assert error(verb="ListIdentifiers", metadataPrefix="oai_dc", set="jurnal:jurnal-s") == "noRecordsMatch"


def test_letters_are_not_told_apart_by_nothing() -> None:
    shelve("Satu.")
    assert error(verb="ListIdentifiers", metadataPrefix="oai_dc", set="BUKU") == "noRecordsMatch"


def test_every_set_of_a_header_is_in_the_list(journal: Periodical, issue: Issue) -> None:
    journal.unpublish()
    told = {each.text for each in ask(verb="ListSets").iter(f"{OAI}setSpec")}
    headers = ask(verb="ListIdentifiers", metadataPrefix="oai_dc")
    assert {each.text for each in headers.iter(f"{OAI}setSpec")} <= told


def test_a_long_slug_in_other_letters_has_room(journal: Periodical, issue: Issue) -> None:
    journal.slug = "é" * 200
    journal.full_clean()
    journal.save()
    ((spec,),) = [PermanentId.objects.filter(publication=issue).values_list("collection")[0]]
    assert len(spec) == LONGEST_COLLECTION
    assert listed(set=spec) == [code(issue)]


@pytest.mark.parametrize("slug", ["jurnal-é", "é" * 200])
def test_works_of_before_stand_where_they_would_now(journal: Periodical, issue: Issue, slug: str) -> None:
    journal.slug = slug
    journal.save()
    book = shelve("Satu.")
    now = dict(PermanentId.objects.values_list("pk", "collection"))
    PermanentId.objects.update(collection="")
    import_module("library.migrations.0019_collections_of_works").fill(apps, None)
    assert dict(PermanentId.objects.values_list("pk", "collection")) == now
    assert now[code(book)] == "buku"


def test_of_what_is_hidden_nobody_hears_where_it_stands_now(journal: Periodical, issue: Issue) -> None:
    withdraw(issue)
    PermanentId.objects.update(collection="")
    import_module("library.migrations.0019_collections_of_works").fill(apps, None)
    assert PermanentId.objects.get(publication=issue).collection == "jurnal"


def test_a_slug_in_letters_that_no_set_may_have_is_spelled(journal: Periodical, issue: Issue) -> None:
    journal.slug = "jurnal-é"
    journal.save()
    assert listed(set="jurnal:jurnal-~C3~A9") == [code(issue)]
    assert "jurnal:jurnal-~C3~A9" in [each.text for each in ask(verb="ListSets").iter(f"{OAI}setSpec")]


# In time


@pytest.fixture
def dated() -> list[str]:
    """Codes of three works, of 1, 2 and 3 March 2020, in the middle of a second."""
    made = [shelve("Satu.", title=f"Buku {day}") for day in (1, 2, 3)]
    for day, work in enumerate(made, 1):
        changed(work, datetime(2020, 3, day, 12, 30, 15, 500_000, UTC))
    return [code(work) for work in made]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2020-03-02", None, [1, 2]),
        (None, "2020-03-02", [0, 1]),
        ("2020-03-02", "2020-03-02", [1]),
        ("2020-03-02T12:30:15Z", None, [1, 2]),
        ("2020-03-02T12:30:16Z", None, [2]),
        (None, "2020-03-02T12:30:15Z", [0, 1]),
        (None, "2020-03-02T12:30:14Z", [0]),
    ],
)
def test_both_ends_of_a_stretch_belong_to_it(
    dated: list[str], since: str | None, until: str | None, found: list[int]
) -> None:
    said = {"from": since, "until": until}
    assert listed(**{name: day for name, day in said.items() if day}) == [dated[each] for each in found]


@pytest.mark.parametrize("since", ["0001-01-01", "1899-12-31", "1900-01-01", "0001-01-01T00:00:00Z"])
@pytest.mark.parametrize("until", ["9999-12-31", "2899-12-31", "9999-12-31T23:59:59Z"])
def test_since_ever_and_for_ever(small_parts: None, dated: list[str], since: str, until: str) -> None:
    assert listed(from_=since) == listed(until=until) == dated[:2]
    root = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", until=until)
    onward = root.findtext(f".//{OAI}resumptionToken") or ""
    assert codes(ask(verb="ListIdentifiers", resumptionToken=onward)) == dated[2:]


def test_what_changed_later_is_told_later(dated: list[str]) -> None:
    assert error(verb="ListRecords", metadataPrefix="oai_dc", from_="2020-03-04") == "noRecordsMatch"
    assert error(verb="ListRecords", metadataPrefix="oai_dc", until="2020-02-29") == "noRecordsMatch"


# Part by part


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.oai.views.RECORDS_A_PART", 2)
    monkeypatch.setattr("portal.oai.views.HEADERS_A_PART", 2)


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
@pytest.mark.parametrize("many", [1, 2, 3, 4, 5])
def test_a_list_in_parts_tells_each_once(small_parts: None, verb: str, many: int) -> None:
    made = [code(shelve("Satu.", title=f"Buku {number}")) for number in range(many)]
    assert walked(verb) == made


def test_works_of_one_moment_are_told_each_once(small_parts: None) -> None:
    made = sorted(code(shelve("Satu.", title=f"Buku {number}")) for number in range(5))
    PermanentId.objects.update(changed=datetime(2020, 1, 1, tzinfo=UTC))
    assert walked("ListRecords") == made


def test_a_work_that_changes_meanwhile_hides_no_other(small_parts: None) -> None:
    works = [shelve("Satu.", title=f"Buku {number}") for number in range(5)]
    first, *others = map(code, works)

    def first_changes(part: int) -> None:
        if part == 0:
            changed(works[0], works[-1].permanent.changed + timedelta(seconds=1))

    assert walked("ListRecords", first_changes) == [first, *others, first]


def test_a_list_ends_well_when_what_was_left_changes_meanwhile(small_parts: None, dated: list[str]) -> None:
    root = ask(verb="ListRecords", metadataPrefix="oai_dc", until="2020-04-01")
    PermanentId.objects.filter(pk=dated[2]).update(changed=datetime(2020, 5, 1, tzinfo=UTC))
    root = ask(verb="ListRecords", resumptionToken=root.findtext(f".//{OAI}resumptionToken") or "")
    assert codes(root) == [dated[1]]  # once more, for a part must hold something
    assert not root.findtext(f".//{OAI}resumptionToken")


def test_parts_count_what_they_told_and_the_last_one_says_so(small_parts: None) -> None:
    for number in range(3):
        shelve("Satu.", title=f"Buku {number}")
    token = ask(verb="ListRecords", metadataPrefix="oai_dc").find(f".//{OAI}resumptionToken")
    assert (token.get("cursor"), token.get("completeListSize")) == ("0", "3")
    token = ask(verb="ListRecords", resumptionToken=token.text).find(f".//{OAI}resumptionToken")
    assert (token.get("cursor"), token.get("completeListSize"), token.text) == ("2", "3", None)


def test_a_list_goes_on_in_its_own_set_time_and_format(small_parts: None, issue: Issue) -> None:
    works = [shelve("Satu.", title=f"Buku {number}") for number in range(4)]
    changed(works[3], datetime(2030, 1, 1, tzinfo=UTC))
    root = ask(verb="ListRecords", metadataPrefix="mods", set="buku", until="2029-01-01")
    root = ask(verb="ListRecords", resumptionToken=root.findtext(f".//{OAI}resumptionToken") or "")
    assert codes(root) == [code(works[2])]
    assert root.find(".//{http://www.loc.gov/mods/v3}mods") is not None


@pytest.mark.parametrize("kind", ["book", "film", "dataset", "article"])
def test_records_cost_a_fixed_number_of_questions(kind: str, journal: Periodical) -> None:
    def add(number: int) -> None:
        if kind == "film":
            screened(f"Film {number}")
        elif kind == "dataset":
            tabled(title=f"Data {number}")
        elif kind == "article":
            issue = Issue(
                title=f"Edisi {number}", numbering=f"Edisi {number}", spans=[Span(file=stored("Isi."))]
            )
            article = Article(title=f"Artikel {number}", spans=[Span(file=stored("Isi."))])
            journal.add_child(instance=issue).add_child(instance=article)
        else:
            shelve("Satu.", title=f"Buku {number}")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            records(metadataPrefix="mods")
        return len(queries)

    add(0)
    asked()
    few = asked()
    for number in range(1, 4):
        add(number)
    asked()  # which has a picture's cover made that nobody looked at yet
    assert asked() == few


def test_a_cover_that_the_disk_lost_stops_no_harvest() -> None:
    picture = Picture.objects.create(title="Sampul", file=ContentFile(tiny(), "gambar.png"))
    work = shelve("Satu.", cover=picture)
    picture.renditions.all().delete()
    Path(picture.file.path).unlink()
    assert len(records()) == 1
    assert Client().get(again(work).address).status_code == 200


# Nonsense


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "badVerb"),
        ({"verb": "Hapus"}, "badVerb"),
        ({"verb": "identify"}, "badVerb"),
        ({"verb": "Identify", "set": "buku"}, "badArgument"),
        ({"verb": "GetRecord"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:lain:x"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "a b"}, "badArgument"),
        ({"verb": "ListMetadataFormats", "identifier": "urn:x"}, "idDoesNotExist"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ""}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "xml"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "a/b"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020-13-01"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020-01-01T00:00:00"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "٢٠٢٠-٠١-٠١"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "a:b"}, "badArgument"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2021-01-02", "until": "2021-01-01"},
            "badArgument",
        ),
        (
            {
                "verb": "ListRecords",
                "metadataPrefix": "oai_dc",
                "from": "2020-01-01",
                "until": "2021-01-01T00:00:00Z",
            },
            "badArgument",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "bu ku"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "halaman": "2"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": ""}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "W10"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "W10"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "x", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "Identify", "resumptionToken": "x"}, "badArgument"),
    ],
)
def test_what_is_no_request_is_said_in_the_words_of_the_protocol(said: dict[str, str], expected: str) -> None:
    assert error(**said) == expected


def test_an_argument_is_said_once() -> None:
    twice = Client().get("/oai?verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=mods")
    assert b'code="badArgument"' in twice.content
    assert b'code="badVerb"' in Client().get("/oai?verb=Identify&verb=ListSets").content


def test_only_sound_arguments_are_repeated() -> None:
    assert dict(ask(verb="ListRecords", metadataPrefix="xml").find(f"{OAI}request").attrib) == {
        "verb": "ListRecords",
        "metadataPrefix": "xml",
    }
    assert not ask(verb="ListRecords", from_="kemarin").find(f"{OAI}request").attrib


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(
            ["verb", "metadataPrefix", "identifier", "from", "until", "set", "resumptionToken", "x"]
        ),
        st.one_of(
            st.sampled_from(["ListRecords", "GetRecord", "oai_dc", "2020-01-01", "buku", "W10", "oai:a:b"]),
            st.text(max_size=60),
        ),
    )
)
def test_whatever_is_asked_is_answered(said: dict[str, str]) -> None:
    ask(**said)


@pytest.mark.parametrize(
    "inside",
    [
        "[]",
        '["oai_dc","","","","2020-01-01","x",0]',
        '["oai_dc",1,2,3,4,5,6]',
        "1e999",
        '["oai_dc","","","\\ud800","2020-01-01T00:00:00+00:00","x",0]',
        '["oai_dc","","","","2020-01-01T00:00:00+00:00","\\u0000",0]',
        '["oai_dc","","","x y","2020-01-01T00:00:00+00:00","x",0]',
    ],
)
def test_a_token_of_somebody_else_is_none(inside: str) -> None:
    token = base64.urlsafe_b64encode(inside.encode()).decode().rstrip("=")
    assert error(verb="ListRecords", resumptionToken=token) == "badResumptionToken"


def test_a_thousand_arguments_are_too_many() -> None:
    assert Client(raise_request_exception=False).get("/oai?" + "&" * 1_100).status_code == 400
    many = "&".join(f"a{number}=1" for number in range(1_100))
    answer = Client(raise_request_exception=False).post(
        "/oai", many, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400


# As programs ask


def test_a_form_asks_as_an_address_does() -> None:
    work = shelve("Satu.")
    client = Client(enforce_csrf_checks=True)
    said = "verb=ListIdentifiers&metadataPrefix=oai_dc"
    answer = client.post("/oai", said, content_type="application/x-www-form-urlencoded")
    assert codes(etree.fromstring(answer.content)) == [code(work)]
    assert client.post("/oai", {"verb": "Identify"}).status_code == 415  # with files, perhaps


def test_nobody_stores_an_answer_and_nobody_gets_a_cookie() -> None:
    answer = Client().get("/oai?verb=Identify")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert not answer.cookies


def test_who_asks_too_much_is_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.rates.rates", Rates(3, 0.5))
    asked = [Client().get("/oai?verb=ListRecords&metadataPrefix=oai_dc") for _ in range(2)]
    assert [each.status_code for each in asked] == [200, 503]
    assert int(asked[1].headers["Retry-After"]) > 0


@pytest.fixture
def harvester() -> Iterator[Scythe]:
    """A harvester that others use; what it would fetch from the web it fetches from us."""
    with Scythe(f"{settings.BASE_URL}/oai") as scythe:
        scythe._client = httpx2.Client(transport=httpx2.WSGITransport(app=get_wsgi_application()))
        yield scythe


def test_a_harvester_takes_all_of_it_along(small_parts: None, harvester: Scythe) -> None:
    works = [shelve("Satu.", title=f"Buku {number}") for number in range(5)]
    withdraw(works[2])
    taken = list(harvester.list_records(metadata_prefix="oai_dc", ignore_deleted=False))
    staying = [works[0], works[1], works[3], works[4]]
    assert [(each.header.identifier, each.deleted) for each in taken] == [
        *((identifier(work), False) for work in staying),
        (identifier(works[2]), True),
    ]
    assert taken[0].metadata["title"] == ["Buku 0"]
    assert [each.setSpec for each in harvester.list_sets()][:2] == ["buku", "buku-saku"]
    assert harvester.identify().deletedRecord == "persistent"
