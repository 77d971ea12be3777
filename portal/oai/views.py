"""`/oai`, by GET and by POST as the protocol wants both."""

import re

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from library.models.described import absolute
from portal.models import Institute
from portal.oai import answers, harvest
from portal.oai.answers import Repository
from portal.oai.arguments import Asked, Refused, asked
from portal.oai.formats import FORMATS
from portal.oai.items import Item
from search.rates import spent

RECORDS_A_PART, HEADERS_A_PART = 100, 500
#: In questions (`search.rates`): a part of a list of records costs as much as some searches.
_COSTS = {"ListRecords": 2.0}
_FORM = "application/x-www-form-urlencoded"


@csrf_exempt  # nothing is changed
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and request.content_type != _FORM:
        return HttpResponse(f"{_FORM}\n", status=415, content_type="text/plain; charset=utf-8")
    given = request.POST if request.method == "POST" else request.GET
    if seconds := spent(request, _COSTS.get(given.get("verb", ""), 1.0)):
        # Not 429: to wait is what 503 tells a harvester (section 3.1.2.2).
        answer = HttpResponse("Wait.\n", status=503, content_type="text/plain; charset=utf-8")
        answer.headers["Retry-After"] = str(seconds)
        answer._has_been_logged = True  # it is no fault of ours
        return answer
    repository = _repository(request)
    arguments = [(name, value) for name, values in given.lists() for value in values]
    try:
        body = _answered(repository, asked(arguments, list(FORMATS)))
    except Refused as refused:
        body = answers.refusal(repository, refused, dict(arguments))
    answer = HttpResponse(body, content_type="text/xml; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"  # what is withdrawn stands in nobody's store
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _answered(repository: Repository, asked: Asked) -> str:
    """Raises `Refused`."""
    match asked.verb:
        case "Identify":
            return answers.identify(repository, asked, _SAMPLE)
        case "ListMetadataFormats":
            if asked.identifier:
                _item(repository, asked.identifier)
            return answers.formats(repository, asked, FORMATS.values())
        case "ListSets":
            return answers.sets(repository, asked, harvest.sets())
        case "GetRecord":
            item = _item(repository, asked.identifier)
            return answers.record(repository, asked, item, FORMATS[asked.prefix])
    if asked.prefix not in FORMATS:
        raise Refused("badResumptionToken", "This resumptionToken names a format that is not here.")
    whole = asked.verb == "ListRecords"
    size = RECORDS_A_PART if whole else HEADERS_A_PART
    window = harvest.window(asked.selection, asked.place, size, records=whole)
    if not window.items:
        raise Refused("noRecordsMatch", "Nothing changed there in that time.")
    return answers.records(repository, asked, window, FORMATS[asked.prefix])


def _item(repository: Repository, identifier: str) -> Item:
    code = repository.code(identifier)
    found = harvest.item(code) if code else None
    if found is None:
        raise Refused("idDoesNotExist", "There is no record with this identifier.")
    return found


#: Where the institute has told no address. Harvesters demand one, and below this name (RFC 2606) nobody ever is.
_NOBODY = "belum-diisi@pustaka.invalid"
#: By the schema of the protocol: with a dot in the domain.
_IS_ADDRESS = re.compile(r"\S+@(?:\S+\.)+\S+")
#: Codes look so; it is nobody's.
_SAMPLE = "karya"


def _repository(request: HttpRequest) -> Repository:
    house = Institute.here(request)
    return Repository(
        absolute(reverse("oai")),
        house.library_name,
        house.contact_email if _IS_ADDRESS.fullmatch(house.contact_email) else _NOBODY,
        harvest.first_change(),
    )
