"""The doors by which findings are taken home: a list of works, and the passages that answer many questions."""

import csv
from collections.abc import Sequence
from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from library.access import rule_for
from library.tables.written import CSV_TYPE
from library.templatetags.catalogue import grouped
from search import exports, forms, shown
from search.engines import EngineError
from search.query import LONGEST_QUESTION
from search.rates import fair, spent, wait
from search.research import Query, find, listed

MOST_QUESTIONS = 50
_MOST_BYTES = 100_000
_EXPORT_COSTS = 20.0
_HEADS = frozenset({"question", "pertanyaan"})


@require_safe
@fair(_EXPORT_COSTS)
def export(request: HttpRequest) -> HttpResponse:
    """`/cari/ekspor/?format=csv|ris|bibtex|csljson&…`: the works that hold all that is asked (where none does, some of
    it), in the order of the page, the first thousand at most; 503 with words while the engine is away."""
    form = exports.FORMATS.get(request.GET.get("format", ""))
    if form is None:
        raise Http404
    query = forms.query(request.GET)
    query = replace(query, chosen=shown.followed(query, rule_for(request)))
    if not (query.question.strip() or query.chosen or query.years):
        raise Http404
    try:
        _total, keys = listed(query, exports.MOST_WORKS)
    except EngineError as error:
        context = {"question": query.question, "exact": query.exact, "asked": True, "trouble": error.sentence}
        return render(request, "search/results.html", context, status=503)
    return _file(form.write(exports.records(keys)), form.media_type, f"temuan.{form.file_ending}")


@csrf_exempt  # nothing is kept or changed here, and readers have no cookie that could be misused
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """`/cari/banyak/`: many questions at once, typed or as a CSV; answered by a CSV of their passages. Nothing is kept."""
    if request.method != "POST":
        return _asked_many(request)
    if seconds := spent(request, 1.0):
        return wait(request, seconds)
    if (
        not 0 < int(request.META.get("CONTENT_LENGTH") or 0) <= 2 * _MOST_BYTES
    ):  # before anything of it is read
        return _asked_many(request, _too_large(), status=413)
    try:
        questions = _questions(_typed(request))
    except ValueError as error:
        return _asked_many(request, str(error), typed=request.POST.get("pertanyaan", ""), status=400)
    if seconds := spent(request, len(questions) - 1.0):
        return wait(request, seconds)
    rows: list[Sequence[object]] = [exports.PASSAGE_COLUMNS]
    answered = False
    for question in questions:
        try:
            rows += exports.rows_of(question, find(Query(question)))
            answered = True
        except EngineError as error:
            if not answered:
                typed = "\n".join(questions)
                return _asked_many(request, str(error.sentence), typed=typed, status=503)
            rows.append(exports.row_without(question, str(error.sentence)))
    return _file(exports.table(rows), CSV_TYPE, "temuan-banyak.csv")


def _asked_many(
    request: HttpRequest, trouble: str = "", *, typed: str = "", status: int = 200
) -> HttpResponse:
    context = {"trouble": trouble, "typed": typed[:_MOST_BYTES], "most": MOST_QUESTIONS}
    answer = render(request, "search/many.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _too_large() -> str:
    return _("Berkas itu terlalu besar. Daftar pertanyaan hanya beberapa kilobita.")


def _typed(request: HttpRequest) -> str:
    """What was sent: the file where there is one, else what was typed. Raises ValueError with a sentence."""
    sent = request.FILES.get("berkas")
    if not isinstance(sent, UploadedFile):
        return request.POST.get("pertanyaan", "")
    if (sent.size or 0) > _MOST_BYTES:
        raise ValueError(_too_large())
    data = sent.read()
    if b"\0" in data:
        raise ValueError(_("Berkas itu bukan teks. Simpan daftarnya sebagai CSV, lalu kirim lagi."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _questions(text: str) -> list[str]:
    """A question a line; or, where the first line names a column so, that column of a CSV. Each once. Raises ValueError
    with a sentence."""
    lines = text.splitlines()
    found = _column(lines) if lines else None
    asked = (" ".join(question.split())[: LONGEST_QUESTION + 100] for question in found or lines)
    questions = list(dict.fromkeys(filter(None, asked)))
    if not questions:
        raise ValueError(_("Tulislah paling sedikit satu pertanyaan, satu per baris."))
    if len(questions) > MOST_QUESTIONS:
        sentence = ngettext(
            "Paling banyak %(most)s pertanyaan sekaligus; di sini ada %(count)s. Bagilah daftarnya.",
            "Paling banyak %(most)s pertanyaan sekaligus; di sini ada %(count)s. Bagilah daftarnya.",
            len(questions),
        )
        raise ValueError(sentence % {"most": MOST_QUESTIONS, "count": grouped(len(questions))})
    return questions


def _column(lines: Sequence[str]) -> list[str] | None:
    """The questions of a CSV whose head names their column; None where no column is called so. Of a file with that column
    alone no sign parts anything: a comma belongs to the question."""
    for sign in (",", ";", "\t"):
        rows = csv.reader(lines, delimiter=sign)
        try:
            head = [cell.strip().casefold() for cell in next(rows, [])]
            place = next((at for at, cell in enumerate(head) if cell in _HEADS), None)
            if place is not None and (len(head) > 1 or sign == "\t"):
                return [row[place] for row in rows if len(row) > place]
        except csv.Error:
            continue
    return None


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
