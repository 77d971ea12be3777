"""The addresses of `/api/v1/`. Whoever asks, the answer is the one for everybody."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from ninja import Field, NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError

from library.access import Rule, public
from library.models import Publication
from library.models.described import absolute
from portal.api import told
from portal.api.promise import Changes, Findings, Passages, Trouble, Work
from portal.oai import harvest
from portal.oai.tokens import Onward, Selection
from search import forms, shown
from search.engines import EngineError
from search.rates import spent
from search.research import find

WORKS_A_PART, PASSAGES_A_PART = 50, 50
_AWAY_SECONDS = 60
#: In questions (`search.rates`): what reads many rows costs as much as some searches.
_WORKS_COST = _PASSAGES_COST = 5.0
_MOST_NUMBER = 999_999


class _Refused(Exception):
    """What is answered instead: a `status`, a sentence in both languages, and the seconds after which to come again."""

    def __init__(self, status: int, sentence: str, wait: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.wait = status, wait


class _Open(NinjaAPI):
    """Pages of any origin may read the answers: they are the same for everybody. Nobody keeps them longer than what they tell
    is true."""

    def create_response(self, request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        answer = super().create_response(request, *given, **named)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers.setdefault("Cache-Control", "no-cache")
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer


api = _Open(
    title="Pustaka Sapa",
    version="1",
    description="Everything public that the library holds: found, listed and read. Nothing is written here, and nobody signs in.",
    docs_url=None,  # a page of others' scripts
    servers=[{"url": settings.BASE_URL}],
)
_TROUBLES: dict[int, Any] = {404: Trouble, 422: Trouble, 429: Trouble, 503: Trouble}


class Question(Schema):
    """What is asked, by the names that an address of results has: what stands behind `/cari/?` can stand here."""

    q: str = Field("", max_length=1_000, description="Words, in the language of questions (docs).")
    jenis: list[str] = Field(
        [], description="Kinds: buku, buku-saku, studi, jurnal, buletin, film, data, peraturan."
    )
    tahun: str = Field(
        "", pattern=r"^(\d{4}|\d{4}-\d{4}|\d{4}-|-\d{4})?$", description="2015, 2010-2020, 2010-, -2020."
    )
    topik: list[str] = Field([], description="Slugs of concepts.")
    tempat: list[str] = Field([], description="Slugs of places.")
    hukum: list[str] = Field([], description="Slugs of laws.")
    bahasa: list[str] = Field([], description="id, en, su, jv, mul.")
    oleh: list[str] = Field([], description="Slugs of people and organisations.")
    terbitan: list[str] = Field([], description="Slugs of periodicals.")
    akses: list[str] = []
    pembaca: list[str] = []
    tepat: Literal["", "0", "1"] = Field(
        "", description="1: words as they are written, without their families."
    )
    tanpa: list[str] = Field([], description="Readings to leave out.")
    maksud: list[str] = Field([], description="Concepts that a doubtful word means.")
    urut: Literal["", "cocok", "terbaru", "terlama", "judul"] = ""
    halaman: int = Field(1, ge=1, le=100)
    setelah: str = Field("", max_length=2_000, description="As `next` gives it, behind page 100.")


class Since(Schema):
    """Which works."""

    since: datetime | None = Field(None, description="Only those that changed from then on.")
    set: str = Field("", max_length=300, description="A kind, or a periodical: buku, jurnal:jurnal-sapa.")
    after: str = Field("", max_length=1_000, description="As `next` gives it; since and set are in it.")


class Stretch(Schema):
    """Which passages."""

    first: int = Field(1, ge=1, le=_MOST_NUMBER)


@api.get(
    "/search",
    response={200: Findings, **_TROUBLES},
    url_name="api_search",
    summary="Works that answer a question",
)
def search(request: HttpRequest, question: Query[Question]) -> Findings:
    _spend(request, 1.0)
    rule = public()
    query = forms.query(request.GET)
    query = replace(query, chosen=shown.followed(query, rule))
    found = find(query)
    query = replace(query, page=found.page)
    onward = forms.onward(query, found)
    return Findings(
        total=found.total,
        others=found.others,
        interpretation=told.interpretation(found),
        findings=[told.found(each) for each in found.findings],
        facets={name: dict(values) for name, values in found.facets.items()},
        page=found.page,
        next=absolute(reverse("api-1:api_search")) + onward if onward else None,
    )


@api.get(
    "/works",
    response={200: Changes, **_TROUBLES},
    url_name="api_works",
    summary="All works, by their last change",
)
def works(request: HttpRequest, asked: Query[Since]) -> Changes:
    _spend(request, _WORKS_COST)
    selection, place = Selection(_in_utc(asked.since), set=asked.set), None
    if asked.after:
        try:
            onward = Onward.read(asked.after)
        except ValueError as error:
            raise _Refused(422, "after: tidak dikenali. / not one of ours.") from error
        selection, place = onward.selection, onward.place
    window = harvest.window(selection, place, WORKS_A_PART, records=True)
    behind = window.place and str(Onward("", selection, window.place))
    return Changes(
        total=window.total,
        changes=[told.change(item) for item in window.items],
        next=_address("api_works", after=behind) if behind else None,
    )


@api.get("/works/{code}", response={200: Work, **_TROUBLES}, url_name="api_work", summary="One work")
def work(request: HttpRequest, code: Path[str]) -> Work:
    _spend(request, 1.0)
    rule = public()
    publication = _publication(code, rule)
    record = publication.record(files=publication.read_by(rule))
    return told.work(code, record, publication.permanent.changed)


@api.get(
    "/works/{code}/passages",
    response={200: Passages, **_TROUBLES},
    url_name="api_passages",
    summary="The text of one work, page by page, where everybody may read it",
)
def passages(request: HttpRequest, code: Path[str], asked: Query[Stretch]) -> Passages:
    _spend(request, _PASSAGES_COST)
    rule = public()
    publication = _publication(code, rule)
    if not publication.read_by(rule):
        raise Http404
    behind = asked.first + PASSAGES_A_PART
    rows = publication.passages_numbered(list(range(asked.first, behind)))
    more = behind <= publication.pages
    return Passages(
        code=code,
        total=publication.pages,
        notices=publication.notice_words(),
        passages=told.passages(publication, sorted(rows.items())),
        next=_address("api_passages", {"code": code}, first=behind) if more else None,
    )


def _publication(code: str, rule: Rule) -> Any:
    """Raises `Http404` where the public may not see it."""
    seen = Publication.objects.seen(rule).filter(permanent__pk=code)
    work = seen.for_cards().prefetch_related(*Publication.recorded_with()).first()
    if work is None:
        raise Http404
    return work.own


def _address(name: str, parts: dict[str, str] | None = None, /, **said: object) -> str:
    return absolute(reverse(f"api-1:{name}", kwargs=parts)) + "?" + urlencode(said)


def _in_utc(when: datetime | None) -> datetime | None:
    """A time without a zone is meant so."""
    return when.replace(tzinfo=UTC) if when and when.tzinfo is None else when


# What is wrong


def _spend(request: HttpRequest, cost: float) -> None:
    if wait := spent(request, cost):
        raise _Refused(429, f"Tunggu {wait} detik. / Wait {wait} s.", wait)


@api.exception_handler(_Refused)
def _told(request: HttpRequest, refused: _Refused) -> HttpResponse:
    answer = api.create_response(request, {"error": str(refused)}, status=refused.status)
    if refused.wait:
        answer.headers["Retry-After"] = str(refused.wait)
        answer.headers["Cache-Control"] = "no-store"
        answer._has_been_logged = True  # it is no fault of ours
    return answer


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    sentence = "Tidak ada yang terbuka untuk umum di sini. / There is nothing public here."
    return _told(request, _Refused(404, sentence))


@api.exception_handler(ValidationError)
def _unsound(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which parts of the address cannot be read, and why; what was said there is not repeated."""
    said = {str(each["loc"][-1]): each["msg"] for each in error.errors}
    listed = "; ".join(f"{name}: {message}" for name, message in said.items())
    return _told(request, _Refused(422, f"Tidak terbaca / cannot be read: {listed}"))


@api.exception_handler(EngineError)
def _disturbed(request: HttpRequest, error: EngineError) -> HttpResponse:
    both = []
    for language in ("id", "en"):
        with override(language):
            both.append(str(error.sentence))
    return _told(request, _Refused(503, " / ".join(both), _AWAY_SECONDS))
