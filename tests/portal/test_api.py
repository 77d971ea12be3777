"""The library for programs: what is found, listed and read, always as it was promised, and nothing that is not public."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from wagtail.models import Site

from library.access import Access
from library.models import (
    Agent,
    Article,
    Contribution,
    File,
    Issue,
    Periodical,
    Publication,
    Shelf,
    Span,
)
from portal.models import Institute
from search.engines import EngineAway
from search.indexing import drain_all
from search.rates import Rates
from tests.works import again, shelve, signed_in, stored

pytestmark = pytest.mark.django_db

PROMISE: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def promise() -> None:
    """What `/api/v1/openapi.json` says."""
    if not PROMISE:
        PROMISE.update(Client().get("/api/v1/openapi.json").json())


def ask(address: str, status: int = 200, client: Client | None = None) -> Any:
    """The answer, which is as promised."""
    answer = (client or Client()).get(address)
    told = json.loads(answer.content)
    assert answer.status_code == status, told
    route = urlsplit(address).path
    known = [path for path in PROMISE["paths"] if _fits(path, route)]
    said = PROMISE["paths"][known[0]]["get"]["responses"][str(status)]["content"]["application/json"][
        "schema"
    ]
    Draft202012Validator({**said, "components": PROMISE["components"]}).validate(told)
    return told


def _fits(path: str, route: str) -> bool:
    ours, theirs = path.split("/"), route.split("/")
    return len(ours) == len(theirs) and all(
        one == other or one.startswith("{") for one, other in zip(ours, theirs, strict=True)
    )


def code(work: Publication) -> str:
    return str(work.permanent.code)


def withdraw(work: Publication) -> None:
    work = again(work)
    work.access = Access.WITHDRAWN
    work.save_revision().publish()


# The promise


def test_what_programs_are_promised_is_written_right() -> None:
    validate(PROMISE)
    assert PROMISE["openapi"].startswith("3.1")
    assert set(PROMISE["paths"]) == {
        "/api/v1/search",
        "/api/v1/works",
        "/api/v1/works/{code}",
        "/api/v1/works/{code}/passages",
    }
    assert PROMISE["servers"] == [{"url": settings.BASE_URL}]


def test_programs_are_named_by_names_that_stay() -> None:
    told = {way: each["get"]["operationId"] for way, each in PROMISE["paths"].items()}
    assert list(told.values()) == ["search", "works", "work", "passages"]


def test_the_promise_bears_the_name_of_the_house(few_questions: None) -> None:
    Institute.objects.update_or_create(site=Site.objects.get(), defaults={"library_name": "Pustaka Lain"})
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json()["info"]["title"] == "Pustaka Lain"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert Client().post("/api/v1/openapi.json").status_code == 405


def test_nothing_that_was_promised_is_taken_away() -> None:
    """Names are only added."""
    work = PROMISE["components"]["schemas"]["Work"]["properties"]
    assert set(work) >= {
        "code", "permanent", "address", "kind", "title", "subtitle", "parallel_title", "language", "issued",
        "publisher", "place", "makers", "subjects", "tags", "abstract_id", "abstract_en", "identifiers", "serial",
        "licence", "access", "notices", "passages", "files", "cover", "exports", "changed",
    }  # fmt: skip
    found = PROMISE["components"]["schemas"]["Findings"]["properties"]
    assert set(found) >= {"total", "others", "interpretation", "findings", "facets", "page", "next"}


# Found


def test_a_question_is_answered_with_its_passages(library: None) -> None:
    work = shelve(
        "Rumah aman di Garut.", "Halaman lain.", title="Perlindungan", issued="2015", labels=("xi", "1")
    )
    drain_all()
    told = ask("/api/v1/search?q=rumah aman&jenis=buku")
    assert (told["total"], told["page"], told["next"]) == (1, 1, None)
    (found,) = told["findings"]
    assert found["code"] == code(work)
    assert (found["title"], found["shelf"], found["year"], found["whole"]) == (
        "Perlindungan",
        "buku",
        2015,
        True,
    )
    (passage,) = found["passages"]
    assert passage["label"] == "xi"
    assert passage["snippet"].startswith("<mark>Rumah</mark> <mark>aman</mark>")
    assert passage["address"] == f"{settings.BASE_URL}/p/{code(work)}/1/"
    assert told["facets"]["kind"] == {"buku": 1}


def test_a_list_goes_on_to_its_end(library: None) -> None:
    made = {code(shelve("Desa.", title=f"Buku {number}")) for number in range(22)}
    drain_all()
    told = ask("/api/v1/search?q=desa")
    behind = ask(told["next"].removeprefix(settings.BASE_URL))
    assert behind["next"] is None
    assert {each["code"] for page in (told, behind) for each in page["findings"]} == made


@pytest.mark.parametrize(
    "said",
    [
        "oleh=Siti%20Aminah",
        "jenis=buku,studi",
        f"topik={'a' * 251}",
        "setelah=xxx",
        "halaman=1_0",
        "halaman=%202",
        "&".join(["oleh=a"] * 51),
        "tahun=kemarin", "halaman=0", "halaman=101", "halaman=x", "urut=acak", "tepat=ya", f"q={'a' * 1001}",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(library: None, said: str) -> None:
    told = ask(f"/api/v1/search?{said}", 422)
    assert told["error"].startswith(f"Tidak terbaca / cannot be read: {said.partition('=')[0]}")
    assert "kemarin" not in told["error"]


def test_an_engine_that_is_away_is_no_empty_list(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*given: object, **named: object) -> None:
        raise EngineAway

    monkeypatch.setattr("portal.api.operations.find", away)
    told = ask("/api/v1/search?q=desa", 503)
    assert " / " in told["error"]


def test_a_list_goes_on_behind_the_numbered_pages(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {code(shelve("Desa.", title=f"Buku {number}")) for number in range(5)}
    drain_all()
    monkeypatch.setattr("search.research.FINDINGS_A_PAGE", 1)
    for module in ("research", "forms"):
        monkeypatch.setattr(f"search.{module}.NUMBERED_PAGES", 2)
    found, address = [], "/api/v1/search?q=desa&urut=terbaru"
    while address:
        told = ask(address)
        found += [each["code"] for each in told["findings"]]
        address = (told["next"] or "").removeprefix(settings.BASE_URL)
    assert len(found) == len(made)
    assert set(found) == made


# Listed


def test_works_in_the_order_of_their_last_change() -> None:
    works = [shelve("Satu.", title=f"Buku {number}") for number in range(3)]
    withdraw(works[0])
    told = ask("/api/v1/works")
    assert [each["code"] for each in told["changes"]] == [code(works[1]), code(works[2]), code(works[0])]
    gone = told["changes"][-1]
    assert (gone["withdrawn"], gone["work"]) == (True, None)
    assert told["changes"][0]["work"]["title"] == "Buku 1"
    assert (told["total"], told["next"]) == (3, None)


def test_a_copy_is_kept_up_to_date_by_what_changed_since() -> None:
    shelve("Satu.", title="Buku lama")
    told = ask("/api/v1/works")
    since = told["changes"][-1]["changed"].replace("+", "%2B")
    new = shelve("Dua.", title="Buku baru")
    assert [each["code"] for each in ask(f"/api/v1/works?since={since}")["changes"]][-1] == code(new)
    assert ask("/api/v1/works?since=2999-01-01")["changes"] == []
    assert ask("/api/v1/works?since=0001-01-01")["total"] == 2
    assert ask("/api/v1/works?set=jurnal")["total"] == 0


@pytest.mark.parametrize(
    "since", ["0001-01-01T00:00:00%2B14:00", "1800-01-01", "1900-01-01", "2020-01-01T00:00:00-11:00"]
)
def test_since_ever(monkeypatch: pytest.MonkeyPatch, since: str) -> None:
    monkeypatch.setattr("portal.api.operations.WORKS_A_PART", 1)
    made = [code(shelve("Satu.", title=f"Buku {number}")) for number in range(2)]
    told = ask(f"/api/v1/works?since={since}")
    behind = ask(told["next"].removeprefix(settings.BASE_URL))
    assert [each["code"] for each in told["changes"] + behind["changes"]] == made
    assert ask("/api/v1/works?since=9999-12-31T23:59:59-14:00")["total"] == 0


def test_works_come_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.api.operations.WORKS_A_PART", 2)
    made = [code(shelve("Satu.", title=f"Buku {number}")) for number in range(5)]
    found, address = [], "/api/v1/works?set=buku"
    while address:
        told = ask(address)
        found += [each["code"] for each in told["changes"]]
        address = (told["next"] or "").removeprefix(settings.BASE_URL)
    assert found == made
    assert ask("/api/v1/works?after=bukan", 422)["error"]


def test_works_cost_a_fixed_number_of_questions() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ask("/api/v1/works")
        return len(queries)

    shelve("Satu.", title="Buku 0")
    asked()
    few = asked()
    for number in range(1, 5):
        shelve("Satu.", title=f"Buku {number}")
    assert asked() == few


# Read


def test_one_work_as_its_page_tells_it() -> None:
    maker = Agent.objects.create(name="Siti Aminah")
    work = shelve(
        "Satu.",
        title="Rumah & <Aman>",
        issued="2004-09",
        isbn="978-602-8519-93-9",
        content_notices=["physical-violence"],
        contributions=[Contribution(agent=maker)],
    )
    File.objects.update(copy="salinan.pdf", copy_sha256="ab" * 32, copy_size=1_000)
    told = ask(f"/api/v1/works/{code(work)}")
    assert (told["title"], told["issued"], told["kind"]) == ("Rumah & <Aman>", "2004-09", "book")
    assert told["makers"][0]["name"] == "Siti Aminah"
    assert told["identifiers"]["isbn"] == "978-602-8519-93-9"
    (file,) = told["files"]
    assert (file["media_type"], file["size"], file["pages"]) == ("application/pdf", 1_000, 1)
    assert told["serial"] is None
    assert told["notices"] == ["physical-violence"]
    assert {each["name"] for each in told["exports"]} >= {"RIS", "BibTeX", "MARCXML"}


def test_an_issue_warns_of_what_its_articles_warn_of() -> None:
    shelf = Shelf.objects.get(kind_slug="jurnal")
    journal = shelf.add_child(instance=Periodical(title="Jurnal", slug="jurnal-s"))
    issue = journal.add_child(
        instance=Issue(title="Edisi 1", numbering="Edisi 1", spans=[Span(file=stored("Isi."))])
    )
    article = Article(title="Artikel", spans=[Span(file=stored("Isi."))], content_notices=["testimony"])
    issue.add_child(instance=article)
    assert ask(f"/api/v1/works/{code(issue)}")["notices"] == ["testimony"]
    told = {each["code"]: each["work"]["notices"] for each in ask("/api/v1/works")["changes"]}
    assert told == {code(issue): ["testimony"], code(article): ["testimony"]}


def test_what_is_no_code_is_no_work() -> None:
    for wrong in ("%00", "a%20b", "é"):
        assert Client().get(f"/api/v1/works/{wrong}", follow=True).status_code == 404


def test_its_text_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.api.operations.PASSAGES_A_PART", 2)
    work = shelve("Satu.", "Dua.", "Tiga.", labels=("i", "1", "2"))
    told = ask(f"/api/v1/works/{code(work)}/passages")
    assert [(each["number"], each["label"], each["text"]) for each in told["passages"]] == [
        (1, "i", "Satu."),
        (2, "1", "Dua."),
    ]
    behind = ask(told["next"].removeprefix(settings.BASE_URL))
    assert ([each["text"] for each in behind["passages"]], behind["next"]) == (["Tiga."], None)
    assert Client().get(urlsplit(behind["passages"][0]["address"]).path).status_code == 302
    assert ask(f"/api/v1/works/{code(work)}/passages?first=999999")["passages"] == []


@pytest.mark.parametrize("access", [Access.SUMMARY, Access.INTERNAL, Access.WITHDRAWN])
def test_what_may_not_be_read_is_not_read_by_an_editor_either(access: Access) -> None:
    work = shelve("Rahasia.", title="Tertutup", access=access)
    File.objects.update(copy="salinan.pdf", copy_sha256="ab" * 32, copy_size=1_000)
    seen = access == Access.SUMMARY
    for client in (Client(), signed_in()):
        ask(f"/api/v1/works/{code(work)}/passages", 404, client)
        told = ask(f"/api/v1/works/{code(work)}", 200 if seen else 404, client)
        assert not told.get("files")
        assert ask("/api/v1/works", client=client)["total"] == seen


# As programs ask


@pytest.fixture
def few_questions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("search.rates.rates", Rates(6, 0.5))
    yield


def test_who_asks_too_much_is_told_when_to_come_again(few_questions: None) -> None:
    ask("/api/v1/works")
    answer = Client().get("/api/v1/works")
    assert answer.status_code == 429
    assert answer.json()["error"].startswith("Tunggu ")
    assert int(answer.headers["Retry-After"]) > 0


def test_pages_of_any_origin_may_read_and_nobody_gets_a_cookie() -> None:
    for address in ("/api/v1/works", "/api/v1/works/tiada"):
        answer = Client().get(address)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert not answer.cookies


@pytest.mark.parametrize("address", ["/api/v1/works", "/api/v1/works/tiada"])
def test_head_tells_what_get_would(address: str) -> None:
    told, whole = Client().head(address), Client().get(address)
    assert (told.status_code, told.content) == (whole.status_code, b"")
    assert told.headers["Content-Length"] == str(len(whole.content))
    assert told.headers["Content-Type"] == whole.headers["Content-Type"]


@pytest.mark.parametrize("address", ["/api/v1/works", "/api/v1/search?q=a"])
def test_nothing_can_be_written(address: str) -> None:
    for ask_for in ("post", "put", "patch", "delete"):
        assert getattr(Client(), ask_for)(address).status_code == 405


@hypothesis_settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["search", "works", "works/x", "works/x/passages"]),
    st.dictionaries(
        st.sampled_from(
            ["q", "jenis", "tahun", "oleh", "halaman", "setelah", "since", "set", "after", "first"]
        ),
        st.one_of(st.text(max_size=40), st.integers().map(str), st.sampled_from(["2010-2020", "0001-01-01"])),
    ),
)
def test_whatever_is_asked_is_answered(library: None, route: str, said: dict[str, str]) -> None:
    answer = Client().get(f"/api/v1/{route}", said)
    assert answer.status_code in {200, 404, 422}, answer.content
    json.loads(answer.content)
