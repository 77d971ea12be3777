"""The addresses of `/api/v1/`. Whoever asks, the answer is the one for everybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from ninja import Field, NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from library.access import Rule, public
from library.models import Publication
from library.models.described import absolute
from portal.api import told
from portal.api.promise import Changes, Findings, Passages, Trouble, Work
from portal.models import Institute
from portal.oai import harvest
from portal.oai.tokens import FIRST, LAST, Onward, Selection
from search import forms, shown
from search.engines import EngineError
from search.rates import fair, spent
from search.research import Query as Asking
from search.research import find

WORKS_A_PART, PASSAGES_A_PART = 50, 50
_MOST_NUMBER = 999_999
_AWAY_SECONDS = 60
#: In questions (`search.rates`): what reads many rows costs as much as some searches.
_WORKS_COST = _PASSAGES_COST = 5.0


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
        return _open(answer)

    def get_openapi_schema(self, **named: Any) -> OpenAPISchema:
        """Under the name of the house."""
        schema = super().get_openapi_schema(**named)
        name = Institute.objects.values_list("library_name", flat=True).first()
        schema["info"]["title"] = name or settings.WAGTAIL_SITE_NAME
        return schema


def _open(answer: HttpResponse) -> HttpResponse:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "Retry-After"
    answer.headers.setdefault("Cache-Control", "no-cache")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _document(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is promised may be asked for as the rest is: it costs as much as a search."""

    @require_safe
    @fair()
    def document(request: HttpRequest, **named: Any) -> HttpResponse:
        return _open(view(request, **named))

    return document


api = _Open(
    title="Pustaka Sapa",
    version="1",
    description="Everything public that the library holds: found, listed and read. Nothing is written here, and nobody signs in.",
    docs_url=None,  # a page of others' scripts
    docs_decorator=_document,
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
    topik: list[str] = Field([], max_length=50, description="Slugs of concepts.")
    tempat: list[str] = Field([], max_length=50, description="Slugs of places.")
    hukum: list[str] = Field([], max_length=50, description="Slugs of laws.")
    bahasa: list[str] = Field([], max_length=50, description="id, en, su, jv, mul.")
    oleh: list[str] = Field([], max_length=50, description="Slugs of people and organisations.")
    terbitan: list[str] = Field([], max_length=50, description="Slugs of periodicals.")
    akses: list[str] = Field([], max_length=50)
    pembaca: list[str] = Field([], max_length=50)
    tepat: Literal["", "0", "1"] = Field(
        "", description="1: words as they are written, without their families."
    )
    tanpa: list[str] = Field([], max_length=12, description="Readings to leave out.")
    maksud: list[str] = Field([], max_length=12, description="Concepts that a doubtful word means.")
    urut: Literal["", "cocok", "terbaru", "terlama", "judul"] = ""
    halaman: int = Field(
        1, ge=1, le=_MOST_NUMBER, description="Beyond 100 only with setelah, as `next` gives both."
    )
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
    operation_id="search",
    summary="Works that answer a question",
)
def search(request: HttpRequest, question: Query[Question]) -> Findings:
    _spend(request, 1.0)
    rule = public()
    query = _readable(request, question)
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


def _readable(request: HttpRequest, question: Question) -> Asking:
    """The query that is asked; raises `_Refused` for what a page of results would say it left out."""
    unread = forms.unread(request.GET)
    query = forms.query(request.GET)
    if question.setelah and not query.places:
        unread.append("setelah")
    if question.halaman != query.page:
        unread.append("halaman")
    if unread:
        raise _Refused(422, f"Tidak terbaca / cannot be read: {', '.join(unread)}")
    return query


@api.get(
    "/works",
    response={200: Changes, **_TROUBLES},
    url_name="api_works",
    operation_id="works",
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


@api.get(
    "/works/{slug:code}",
    response={200: Work, **_TROUBLES},
    url_name="api_work",
    operation_id="work",
    summary="One work",
)
def work(request: HttpRequest, code: Path[str]) -> Work:
    _spend(request, 1.0)
    rule = public()
    publication = _publication(code, rule)
    record = publication.record(files=publication.read_by(rule))
    return told.work(code, record, publication.permanent.changed)


@api.get(
    "/works/{slug:code}/passages",
    response={200: Passages, **_TROUBLES},
    url_name="api_passages",
    operation_id="passages",
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
    """A time without a zone is meant so; one of other centuries is asked of the first and the last day that we know."""
    if when is None:
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max(aware, FIRST), LAST).astimezone(UTC)


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


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _closed(request: HttpRequest, error: Exception) -> HttpResponse:
    return _told(
        request,
        _Refused(503, "Pangkalan data tidak menjawab. / The database does not answer.", _AWAY_SECONDS),
    )


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
