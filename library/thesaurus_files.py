"""The thesaurus as files that anybody may take home: `/topik/tesaurus.ttl` and its sisters."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from library import terms
from library.models.described import absolute
from library.thesaurus import skos, table
from library.thesaurus.graphs import Form
from library.thesaurus.values import Thesaurus

#: How the tables of a CSV thesaurus are called in their ZIP.
TABLES = {"entries": "entries.csv", "groups": "groups.csv", "ambiguous": "ambiguous.csv"}
_TITLES = {"id": "Tesaurus", "en": "Thesaurus"}


@dataclass(frozen=True, slots=True)
class ThesaurusFile:
    name: str
    media_type: str
    write: Callable[[Thesaurus], bytes]


def _as(form: Form, called: str) -> ThesaurusFile:
    def write(thesaurus: Thesaurus) -> bytes:
        return skos.write(thesaurus, form, absolute("/topik/"), _TITLES).encode()

    return ThesaurusFile(f"SKOS ({called})", form.media_type, write)


def _csv(thesaurus: Thesaurus) -> bytes:
    """The three tables in one ZIP."""
    tables, packed = table.write(thesaurus), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in TABLES.items():
            archive.writestr(file, getattr(tables, name))
    return packed.getvalue()


FILES: dict[str, ThesaurusFile] = {
    "ttl": _as(Form.TURTLE, "Turtle"),
    "jsonld": _as(Form.JSON_LD, "JSON-LD"),
    "zip": ThesaurusFile("CSV", "application/zip", _csv),
}


@require_safe
def thesaurus_file(request: HttpRequest, ending: str) -> HttpResponse:
    """`/topik/tesaurus.<ending>`: the whole vocabulary, hidden labels too: it is for machines that help people search."""
    chosen = FILES[ending]
    answer = HttpResponse(chosen.write(terms.held()), content_type=chosen.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="tesaurus.{ending}"'
    return answer
