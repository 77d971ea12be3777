"""The three steps in which a table is imported: choose, match the columns, check. Works without scripts.

Each step is an address of its own, which can be loaded again and gone back to; what was chosen waits with the file.
"""

from contextlib import suppress
from time import monotonic
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from ingest.imports.awaited import awaited, wait_for
from ingest.imports.bringing import Fate, bring_in
from ingest.imports.checking import CheckedRow, Lot, check, counts, without_faults
from ingest.imports.errors import UnreadableFile
from ingest.imports.going_out import bad_rows, template
from ingest.imports.headings import names_a_file, names_a_pdf
from ingest.imports.kept import Choices, Kept
from ingest.imports.matching import (
    CONSTANTS,
    Match,
    Objection,
    guessed,
    objections,
    remember,
    remembered,
)
from ingest.imports.reading import rank
from ingest.imports.room import ROWS_A_PAGE, check_right, context, kept_or_404
from ingest.imports.tables import Table, read_table
from ingest.records.labels import CHOICES, FILE, FILE_LABEL, LABELS, Label, grouped
from ingest.records.spelling import ENCODINGS, SEPARATORS

#: For so long one request makes drafts, one at least. The rest follows when the editor goes on.
SECONDS_AT_ONCE = 10
_ALL_DONE = 4  # behind the three steps: none of them is where the editor is
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def choose(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The first step again, with the file that was chosen: how it was read, and which of its sheets."""
    choices = kept.choices()
    if request.method == "POST":
        before = _headings(kept, choices)
        choices.sheet = request.POST.get("sheet", "")
        choices.separator = _one_of(request.POST.get("separator", ""), SEPARATORS)
        choices.encoding = _one_of(request.POST.get("encoding", ""), ENCODINGS)
        if before != _headings(kept, choices):
            choices.match, choices.done = None, {}
        kept.choose(choices)
        return redirect("ingest_import_columns", token=kept.token)
    try:
        table = _table(kept, choices)
        trouble = ""
    except UnreadableFile as error:
        table, trouble = None, error.sentence
    return _page(
        request,
        kept,
        choices,
        1,
        table=table,
        trouble=trouble,
        size=filesizeformat(kept.path.stat().st_size),
        separators=_separators(),
        encodings=_encodings(),
    )


def match_columns(request: HttpRequest, token: str) -> HttpResponse:
    """`/admin/impor/<token>/kolom/`: each column of the file beside the fields of ours."""
    kept = kept_or_404(request, token)
    choices = kept.choices()
    try:
        table = _table(kept, choices)
    except UnreadableFile as error:
        return _back_to_the_file(request, kept, error)
    if request.method == "POST":
        chosen = Match.chosen(table, request.POST)
        choices.match, choices.done = chosen.as_json(), {}
        kept.choose(choices)
        if objections(chosen, table):
            return redirect("ingest_import_columns", token=token)
        remember(request.session, table, chosen)
        return redirect("ingest_import_check", token=token)
    known = remembered(request.session, table)
    match = Match.of_json(choices.match) if choices.match is not None else known or guessed(table)
    said = objections(match, table) if choices.match is not None else []
    return _page(
        request,
        kept,
        choices,
        2,
        table=table,
        read=_read_as(table),
        columns=[_column(column, match, said) for column in table.columns],
        constants=[_constant(name, match, said) for name in CONSTANTS],
        groups=_groups(),
        words=CHOICES,
        known=choices.match is None and known is not None,
        objections=said,
    )


def look_at_rows(request: HttpRequest, token: str) -> HttpResponse:
    """`/admin/impor/<token>/periksa/`: what will become of each row; sent by POST, the good ones are imported."""
    kept = kept_or_404(request, token)
    choices = kept.choices()
    try:
        table, match = _matched(kept, choices)
    except UnreadableFile as error:
        return _back_to_the_file(request, kept, error)
    if match is None:
        return redirect("ingest_import_columns", token=token)
    rows = check(table, match, by=request.user)
    if request.method == "POST":
        files = awaited(table, match)
        _import(rows, choices, files, by=request.user, propose=bool(request.POST.get("propose")))
        kept.choose(choices)
        return redirect("ingest_import_done", token=token)
    counted = counts(rows)
    lot = _one_of(request.GET.get("tampil", ""), list(map(str, Lot))) or _first_lot(counted)
    shown = Paginator([row for row in rows if row.lot == lot], ROWS_A_PAGE).get_page(request.GET.get("p"))
    return _page(
        request,
        kept,
        choices,
        3,
        table=table,
        shown=shown,
        lot=lot,
        lots=_lots(counted),
        summary=_summary(counted),
        counts=counted,
        all=len(rows),
    )


def done(request: HttpRequest, token: str) -> HttpResponse:
    """`/admin/impor/<token>/hasil/`: what was imported, with links to the drafts, and what still waits."""
    kept = kept_or_404(request, token)
    choices = kept.choices()
    became = choices.became()
    if not became:
        return redirect("ingest_import_check", token=token)
    try:
        table, match = _matched(kept, choices)
    except UnreadableFile as error:
        return _back_to_the_file(request, kept, error)
    if match is None:
        return redirect("ingest_import_columns", token=token)
    rows = check(table, match, by=request.user)
    bad = sum(row.lot is Lot.BAD and row.line not in became for row in rows)
    left = sum(row.lot is not Lot.BAD and row.line not in became for row in rows)
    made = {fate: [each for each in became.items() if each[1].fate is fate] for fate in Fate}
    titles = {row.line: row.outcome.title for row in rows}
    order = [*made[Fate.REFUSED], *made[Fate.NEW], *made[Fate.HERE]]
    shown = Paginator(order, ROWS_A_PAGE).get_page(request.GET.get("p"))
    return _page(
        request,
        kept,
        choices,
        _ALL_DONE,
        table=table,
        outcomes=_outcomes(shown, titles),
        shown=shown,
        made=len(made[Fate.NEW]),
        here=len(made[Fate.HERE]),
        refused=made[Fate.REFUSED],
        left=left,
        counted=len(became),
        all=len(became) + left,
        propose=choices.propose,
        bad=bad,
        imported=True,
    )


def mend(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """`/admin/impor/<token>/salah.csv`: the bad rows with what is wrong with each, to be mended and brought again."""
    kept = kept_or_404(request, token)
    choices = kept.choices()
    if form not in _TYPES:
        raise Http404
    try:
        table, match = _matched(kept, choices)
    except UnreadableFile as error:
        return _back_to_the_file(request, kept, error)
    if match is None:
        return redirect("ingest_import_columns", token=token)
    content = bad_rows(table, check(table, match, by=request.user), form)
    return _download(content, _("baris-salah"), form)


def empty_table(request: HttpRequest, form: str) -> HttpResponse:
    """`/admin/impor/templat.xlsx`: an empty table in which the columns are explained."""
    check_right(request)
    if form not in _TYPES:
        raise Http404
    return _download(template(form), _("templat-katalog"), form)


def _import(
    rows: list[CheckedRow], choices: Choices, files: dict[int, str], *, by: Any, propose: bool
) -> None:
    """So many rows as one request has time for; what became of each is noted, and by which of `files` it waits."""
    choices.propose = propose
    waiting = [row for row in rows if row.lot is not Lot.BAD and str(row.line) not in choices.done]
    waiting.sort(key=lambda row: rank(row.entry))
    outcomes = bring_in((without_faults(row) for row in waiting), by=by, propose=propose)
    until = monotonic() + SECONDS_AT_ONCE
    for row, outcome in zip(waiting, outcomes, strict=True):
        choices.note(row.line, outcome)
        if outcome.page and row.line in files:
            wait_for(outcome.page, files[row.line])
        if monotonic() > until:
            return


def _table(kept: Kept, choices: Choices) -> Table:
    return read_table(
        kept.data,
        choices.name or kept.token,
        sheet=choices.sheet,
        separator=choices.separator,
        encoding=choices.encoding,
    )


def _headings(kept: Kept, choices: Choices) -> tuple[str, list[str]]:
    """What tells one table of a file from another; nothing where it cannot be read so."""
    with suppress(UnreadableFile):
        table = _table(kept, choices)
        return table.sheet, table.headings
    return "", []


def _matched(kept: Kept, choices: Choices) -> tuple[Table, Match | None]:
    """The table, and its match where one was chosen that can be used."""
    table = _table(kept, choices)
    match = Match.of_json(choices.match) if choices.match is not None else None
    return table, None if match is None or objections(match, table) else match


def _back_to_the_file(request: HttpRequest, kept: Kept, error: UnreadableFile) -> HttpResponse:
    messages.error(request, error.sentence)
    return redirect("ingest_import_look", token=kept.token)


def _page(request: HttpRequest, kept: Kept, choices: Choices, step: int, **more: Any) -> HttpResponse:
    names = {1: "ingest_import_look", 2: "ingest_import_columns", 3: "ingest_import_check"}
    words = {1: _("Pilih berkas"), 2: _("Cocokkan kolom"), 3: _("Periksa")}
    ready = (
        1
        if more.get("table") is None
        else 3
        if choices.match is not None and not more.get("objections")
        else 2
    )
    steps = [
        (number, words[number], reverse(name, args=[kept.token]) if number <= ready else "")
        for number, name in names.items()
    ]
    templates = {1: "ingest/import_file.html", 2: "ingest/import_columns.html", 3: "ingest/import_check.html"}
    shown = "ingest/import_done.html" if more.get("imported") else templates[step]
    return render(
        request, shown, context(step=step, steps=steps, token=kept.token, file_name=choices.name, **more)
    )


def _read_as(table: Table) -> str:
    """How the file was read, in a sentence."""
    if table.spelling is None:
        if len(table.sheets) > 1:
            return _("Lembar “%(sheet)s” dari %(all)d lembar.") % {
                "sheet": table.sheet,
                "all": len(table.sheets),
            }
        return _("Lembar “%(sheet)s”.") % {"sheet": table.sheet}
    told = {
        "separator": dict(_separators())[table.spelling.separator].lower(),
        "encoding": dict(_encodings())[table.spelling.encoding],
    }
    if table.spelling.encoding == "cp1252":
        sentence = _("Dipisah %(separator)s, huruf %(encoding)s: periksa huruf beraksen di contohnya.")
    else:
        sentence = _("Dipisah %(separator)s, huruf %(encoding)s.")
    return sentence % told


def _separators() -> list[tuple[str, str]]:
    return [(",", _("Koma")), (";", _("Titik koma")), ("\t", _("Tab"))]


def _encodings() -> list[tuple[str, str]]:
    return [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")]


def _groups() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The fields as they are offered: group by group, each with its name and a line of help."""
    return [
        (group, [(name, str(label.name), str(label.help)) for name, label in columns])
        for group, columns in _offered()
    ]


def _offered() -> list[tuple[str, list[tuple[str, Label]]]]:
    """The fields of a row, and at the end of its group the name of the PDF."""
    return [
        (group, [*columns, *([(FILE, FILE_LABEL)] if group == FILE_LABEL.group else [])])
        for group, columns in grouped()
    ]


def _column(column: Any, match: Match, said: list[Objection]) -> dict[str, Any]:
    chosen = match.fields.get(column.place, "")
    note = ""
    if chosen == FILE:
        note = _(
            "PDF-nya boleh menyusul: unggah lewat Unggah PDF, dan setiap berkas masuk ke draf yang menyebut namanya."
        )
    elif not chosen and names_a_file(column.heading) and not names_a_pdf(column.heading):
        note = _("PDF tidak ikut lewat impor ini. Bawa tabel ini bersama PDF-nya di Unggah PDF.")
    return {
        "column": column,
        "chosen": chosen,
        "note": note,
        "wrong": [each.sentence for each in said if each.place == column.place],
    }


def _constant(name: str, match: Match, said: list[Objection]) -> dict[str, Any]:
    return {
        "name": name,
        "label": LABELS[name].name,
        "choices": list(CHOICES[name].items()),
        "chosen": match.constants.get(name, ""),
        "wrong": [each.sentence for each in said if each.constant == name],
    }


def _first_lot(counted: dict[str, int]) -> str:
    return next((str(lot) for lot in Lot if counted[lot]), str(Lot.NEW))


def _lots(counted: dict[str, int]) -> list[tuple[str, str, int]]:
    words = {
        Lot.BAD: _("Perlu dibetulkan"),
        Lot.NEW: _("Draf baru"),
        Lot.HERE: _("Sudah ada"),
        Lot.TWIN: _("Kembar di berkas ini"),
    }
    return [(str(lot), words[lot], counted[lot]) for lot in Lot if counted[lot]]


def _summary(counted: dict[str, int]) -> list[str]:
    """What will become of the rows, in words."""
    new, here, twin, bad = (counted[lot] for lot in (Lot.NEW, Lot.HERE, Lot.TWIN, Lot.BAD))
    sentences = [
        ngettext("%(n)d baris akan menjadi draf baru.", "%(n)d baris akan menjadi draf baru.", new)
        % {"n": new}
    ]
    if here:
        sentence = ngettext("%(n)d baris sudah ada di pustaka.", "%(n)d baris sudah ada di pustaka.", here)
        sentences.append(sentence % {"n": here})
    if twin:
        sentence = ngettext(
            "%(n)d baris kembar dengan baris lain di berkas ini.",
            "%(n)d baris kembar dengan baris lain di berkas ini.",
            twin,
        )
        sentences.append(sentence % {"n": twin})
    if bad:
        sentence = ngettext("%(n)d baris perlu dibetulkan.", "%(n)d baris perlu dibetulkan.", bad)
        sentences.append(sentence % {"n": bad})
    return sentences


def _outcomes(shown: Any, titles: dict[int, str]) -> list[dict[str, Any]]:
    """Those of one page, as they are called now."""
    pages = [outcome.page for _line, outcome in shown if outcome.page]
    names: dict[int, str] = dict(Page.objects.filter(pk__in=pages).values_list("pk", "draft_title"))
    return [
        {
            "line": line,
            "outcome": outcome,
            "title": names.get(outcome.page) or titles.get(line, ""),
            "url": outcome.url if outcome.page in names else "",
            "gone": bool(outcome.page) and outcome.page not in names,
        }
        for line, outcome in shown
    ]


def _download(content: bytes, name: str, form: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=_TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{form}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _one_of(word: str, words: Any) -> str:
    return word if word and word in tuple(words) else ""
