"""Whether the rows of a table can be used: row by row, and where several rows speak of one file or one issue.

Every sentence stands behind "Baris 3: ", so it begins small.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from ingest.records.columns import ARTICLES, COLUMNS, ISSUES, KINDS, LAWS, TITLES
from ingest.records.errors import Trouble, WrongValue
from ingest.records.issues import issue_key, issue_number, periodical_key
from ingest.records.labels import CHOICES
from ingest.records.values import file_page, parts, shown
from library.access import Access
from library.forms import page_order
from library.models import Concept

Fields = Mapping[str, str]
_THE_END = 10**9


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands: `fields` by column, without the empty ones."""

    line: int
    fields: dict[str, str]

    @property
    def kind(self) -> str:
        return self.fields.get("kind", "")


def row_troubles(row: Row) -> list[Trouble]:
    """All that is wrong with a row by itself. Of a row whose kind is not known, what is wrong whatever it is."""
    said = [*_of_kind(row), *_missing(row), *_cells(row)]
    said += _together(row.fields, {column for column, _sentence in said})
    return [Trouble(row.line, sentence, column) for column, sentence in said]


#: A column, and what is wrong with its cell.
_Said = tuple[str, str]


def _of_kind(row: Row) -> Iterator[_Said]:
    if not row.kind:
        yield "kind", _empty("kind")
    elif row.kind not in KINDS:
        sentence = _("jenis “%(kind)s” tidak dikenal; pilih %(known)s.")
        known = ", ".join(f"{CHOICES['kind'][kind]} ({kind})" for kind in KINDS)
        yield "kind", sentence % {"kind": shown(row.kind), "known": known}


def _missing(row: Row) -> Iterator[_Said]:
    fields = row.fields
    named = (row.kind in ISSUES or row.kind not in KINDS) and any(
        fields.get(each) for each in ("numbering", "volume", "number")
    )
    if not fields.get("title") and not named:
        yield "title", _empty("title")
    if row.kind in ISSUES and not fields.get("periodical"):
        yield "periodical", _empty("periodical")
    if row.kind in ISSUES and not issue_number(fields):
        yield "numbering", _("nomor edisinya tidak disebut; isi kolom “numbering”.")
    if "embargo_until" not in fields and fields.get("access") == str(Access.EMBARGO):
        yield "embargo_until", _("akses “embargo” memerlukan kolom “embargo_until”.")
    if row.kind in LAWS and "law_number" not in fields and any(each.startswith("law_") for each in fields):
        yield "law_number", _("isi juga kolom “law_number”, atau kosongkan kolom hukum yang lain.")


def _cells(row: Row) -> Iterator[_Said]:
    """Each cell by itself."""
    for name, text in row.fields.items():
        column = COLUMNS[name]
        if row.kind in KINDS and row.kind not in column.kinds:
            sentence = _("kolom “%(column)s” tidak berlaku untuk jenis %(kind)s; kosongkan.")
            yield name, sentence % {"column": name, "kind": row.kind}
            continue
        if name == "kind":
            continue  # said before
        try:
            column.read(text, row.kind)
        except WrongValue as error:
            of_column = _("kolom “%(column)s”: %(trouble)s") % {"column": name, "trouble": error.sentence}
            yield name, error.sentence if error.plain else of_column


def _together(fields: Fields, wrong: Collection[str]) -> Iterator[_Said]:
    """Cells that must fit each other, where none of them is among those that are `wrong` by themselves."""
    if not {"first_page", "last_page"} & set(wrong):
        yield from _printed_pages(fields)
    if not {"file_from", "file_to"} & set(wrong):
        yield from _file_pages(fields)


def _printed_pages(fields: Fields) -> Iterator[_Said]:
    first, last = fields.get("first_page", ""), fields.get("last_page", "")
    if last and not first:
        yield "first_page", _("isi juga halaman pertamanya (“first_page”).")
    elif last and page_order(last) < page_order(first):
        sentence = _("halaman terakhir %(last)s mendahului halaman pertama %(first)s.")
        yield "last_page", sentence % {"first": shown(first), "last": shown(last)}


def _file_pages(fields: Fields) -> Iterator[_Said]:
    from_, to = _page(fields.get("file_from", "")), _page(fields.get("file_to", ""))
    if to and not from_:
        yield "file_from", _("isi juga halaman berkas yang pertama (“file_from”).")
    elif to and to < from_:
        yield "file_to", _("halaman berkas %(last)d mendahului %(first)d.") % {"first": from_, "last": to}


def unknown_concepts(rows: Iterable[Row]) -> list[Trouble]:
    """The slugs that no entry of the thesaurus has, row by row, in one query."""
    wanted: dict[int, list[str]] = {}
    for row in rows:
        with suppress(WrongValue):  # said of the cell by itself
            wanted[row.line] = parts(row.fields.get("concepts", ""))
    slugs = {slug for named in wanted.values() for slug in named}
    known = set(Concept.objects.filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
    sentence = _("konsep “%(slug)s” tidak ada di tesaurus; lihat kolom alamatnya di sana.")
    return [
        Trouble(line, sentence % {"slug": shown(slug)}, "concepts")
        for line, named in wanted.items()
        for slug in named
        if slug not in known
    ]


def troubles_between(rows: Sequence[Row]) -> list[Trouble]:
    """What is wrong between rows: a file that two describe, a page in two articles, one issue told twice."""
    rows = [row for row in rows if row.kind in KINDS]
    by_file: dict[str, list[Row]] = {}
    for row in rows:
        if name := row.fields.get("file"):
            by_file.setdefault(name, []).append(row)
    found = [trouble for name, sharing in by_file.items() for trouble in _sharing(name, sharing)]
    return [*found, *_homeless(by_file, rows), *_told_twice(rows), *_of_two_kinds(rows)]


def in_issue(article: Fields, issue: Fields) -> dict[str, str]:
    """An article's row in the file of an issue's: where it does not name the issue, it is in that one."""
    names = ("periodical", "numbering", "volume", "number")
    inherited = {name: issue[name] for name in names if name in issue}
    if any(article.get(name) for name in names[1:]):
        inherited = {name: text for name, text in inherited.items() if name == "periodical"}
    elif not any(name in inherited for name in names[1:]) and "date" in issue and "date" not in article:
        inherited["date"] = issue["date"]
    return inherited | dict(article)


def _sharing(name: str, rows: Sequence[Row]) -> Iterator[Trouble]:
    """Rows of one file: one for the whole, articles in stretches that do not meet."""
    whole: Row | None = None
    stretches: list[tuple[int, int, Row]] = []
    for row in rows:
        if row.kind in ARTICLES and "file_from" in row.fields:
            stretches.append((*_stretch(row), row))
        elif whole is None:
            whole = row
        else:
            sentence = _("berkas %(file)s sudah ada di baris %(line)d.")
            told = {"file": shown(name), "line": whole.line}
            if row.kind in ARTICLES:
                sentence = _(
                    "berkas %(file)s sudah ada di baris %(line)d; isi “file_from” dan “file_to” untuk artikel di dalamnya."
                )
            yield Trouble(row.line, sentence % told)
    stretches.sort(key=lambda each: each[0])
    for before, after in pairwise(stretches):
        if after[0] <= before[1]:
            sentence = _(
                "halaman %(page)d berkas %(file)s sudah milik artikel di baris %(line)d. Satu halaman hanya milik satu artikel."
            )
            told = {"page": after[0], "file": shown(name), "line": before[2].line}
            yield Trouble(after[2].line, sentence % told)
    if stretches and whole is not None:
        yield from (trouble for *_page, part in stretches for trouble in _within(whole, part))


def _stretch(row: Row) -> tuple[int, int]:
    """The file pages of an article, to the file's end where its last is not told; what is no number is said elsewhere."""
    first, last = (_page(row.fields.get(name, "")) for name in ("file_from", "file_to"))
    return first, last or (first if "file_to" in row.fields else _THE_END)


def _page(text: str) -> int:
    try:
        return file_page(text)
    except WrongValue:
        return 0


def _within(whole: Row, part: Row) -> Iterator[Trouble]:
    """An article in an issue's file is an article of that issue, and open where the issue is."""
    if whole.kind not in ISSUES:
        sentence = _("berkas ini milik %(kind)s di baris %(line)d; artikel hanya ada di dalam edisi.")
        yield Trouble(part.line, sentence % {"kind": whole.kind, "line": whole.line})
        return
    fields = in_issue(part.fields, whole.fields)
    same = periodical_key(fields.get("periodical", "")) == periodical_key(whole.fields.get("periodical", ""))
    same = same and issue_number(fields).same_as(issue_number(whole.fields))
    if not same or KINDS[whole.kind].shelf != KINDS[part.kind].shelf:
        sentence = _("berkas ini milik edisi di baris %(line)d; artikel ini menyebut edisi yang lain.")
        yield Trouble(part.line, sentence % {"line": whole.line})
    opened = whole.fields.get("access", Access.OPEN) in {Access.OPEN, Access.EMBARGO}
    if opened and part.fields.get("access", Access.OPEN) != Access.OPEN:
        sentence = _(
            "halaman artikel ini terbuka lewat edisinya di baris %(line)d, jadi aksesnya harus open."
        )
        yield Trouble(part.line, sentence % {"line": whole.line})


def _homeless(by_file: Mapping[str, Sequence[Row]], rows: Iterable[Row]) -> Iterator[Trouble]:
    """Articles that name no issue, and lie in the file of none."""
    for row in rows:
        if row.kind not in ARTICLES:
            continue
        beside = by_file.get(row.fields.get("file", ""), ())
        host = next((each for each in beside if each.kind in ISSUES), None)
        fields = in_issue(row.fields, host.fields) if host else row.fields
        if not fields.get("periodical"):
            sentence = _("jurnal atau buletin yang memuatnya tidak disebut; isi kolom “periodical”.")
            yield Trouble(row.line, sentence, "periodical")
        elif not issue_number(fields):
            sentence = _("edisi yang memuatnya tidak disebut; isi kolom “numbering”.")
            yield Trouble(row.line, sentence, "numbering")


def _told_twice(rows: Iterable[Row]) -> Iterator[Trouble]:
    """One periodical or issue that two rows describe."""
    seen: dict[object, int] = {}
    for row in rows:
        if row.kind not in TITLES | ISSUES:
            continue
        key: object = periodical_key(row.fields["title"]) if row.kind in TITLES else issue_key(row.fields)
        key = (row.kind, key)
        if key in seen:
            sentence = _("terbitan ini sudah dijelaskan di baris %(line)d.")
            yield Trouble(row.line, sentence % {"line": seen[key]})
        seen.setdefault(key, row.line)


def _of_two_kinds(rows: Iterable[Row]) -> Iterator[Trouble]:
    """One title that is a journal in one row and a bulletin in another would become two."""
    seen: dict[str, tuple[str, int]] = {}
    for row in rows:
        title = row.fields.get("title" if row.kind in TITLES else "periodical", "")
        if row.kind not in TITLES | ISSUES | ARTICLES or not title:
            continue
        shelf, line = seen.setdefault(periodical_key(title), (KINDS[row.kind].shelf, row.line))
        if shelf != KINDS[row.kind].shelf:
            sentence = _("“%(title)s” jurnal atau buletin? Baris %(line)d menyebut yang lain.")
            yield Trouble(row.line, sentence % {"title": shown(title), "line": line})


def _empty(column: str) -> str:
    return str(_("kolom “%(column)s” kosong.") % {"column": column})
