"""Where each file of a batch stands, as one value per row of the table: a few questions to the database for all of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from hashlib import blake2s
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from ingest import errors, page_words, placing, recognise, removal
from ingest.describe import Proposals
from ingest.describe.values import NotProposals, Told, from_json
from ingest.desk import proposed
from ingest.desk.mending import Draft, draft_of, why_not
from ingest.models import Correction, Description, Ingestion, Recognition
from ingest.quality import NO_TEXT
from ingest.titles import shortened, title_from_name
from library.models import Article, Issue, Passage, Publication

_State = Ingestion.State
#: Of what is less sure than this the editor is asked to look again.
_UNSURE = 0.7
_LONGEST_NOTE = 80  # letters of a title in a note
BUSY = (_State.WAITING, _State.RUNNING)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of a row in a word, and in a summary: `tone` is "good", "busy", "bad" or "" (nothing to see to)."""

    key: str
    tone: str = ""


WAITING, RUNNING = Kind("waiting", "busy"), Kind("running", "busy")
READY, LIVE, RECOGNISING, NEEDS_OCR = (
    Kind("ready", "good"),
    Kind("live", "good"),
    Kind("recognising", "busy"),
    Kind("needs-ocr", "bad"),
)
UNPLACED = Kind("unplaced", "bad")
HERE, CANCELLED, ATTACHED, GONE = Kind("here"), Kind("cancelled"), Kind("attached", "good"), Kind("gone")
DAMAGED, LOCKED, NO_PDF, ASIDE = (
    Kind("damaged", "bad"),
    Kind("locked", "bad"),
    Kind("no-pdf", "bad"),
    Kind("aside", "bad"),
)
#: In the order in which a summary tells them.
KINDS = (
    WAITING,
    RUNNING,
    READY,
    UNPLACED,
    ATTACHED,
    LIVE,
    RECOGNISING,
    NEEDS_OCR,
    DAMAGED,
    LOCKED,
    NO_PDF,
    ASIDE,
    CANCELLED,
    HERE,
    GONE,
)
_REFUSED = {
    errors.AlreadyHere.code: HERE,
    errors.Cancelled.code: CANCELLED,
    errors.Damaged.code: DAMAGED,
    errors.Encrypted.code: LOCKED,
    errors.NotAPdf.code: NO_PDF,
}


def word(kind: Kind) -> str:
    """The kind as it stands in the table."""
    words = {
        "waiting": _("Menunggu giliran"),
        "running": _("Sedang dibaca"),
        "ready": _("Siap diterbitkan"),
        "unplaced": _("Perlu dipilih tempatnya"),
        "attached": _("Ada perubahan yang belum terbit"),
        "live": _("Terbit"),
        "recognising": _("Menunggu OCR"),
        "needs-ocr": _("Perlu OCR"),
        "damaged": _("Rusak"),
        "locked": _("Terkunci"),
        "no-pdf": _("Bukan PDF"),
        "aside": _("Perlu ditangani"),
        "cancelled": _("Dibatalkan"),
        "here": _("Sudah ada"),
        "gone": _("Drafnya sudah dihapus"),
    }
    return words[kind.key]


@dataclass(frozen=True, slots=True)
class Pages:
    """How the text of a file stands: pages in all, those of which text is missing until they are recognised, those that
    have none, what became of their recognition, and those whose text an editor should look at."""

    total: int = 0
    need_ocr: int = 0
    without: int = 0
    waiting: int = 0
    recognised: int = 0
    failed: int = 0
    doubtful: int = 0

    @property
    def has_text(self) -> bool:
        """Whether there is any text of which a language can be told."""
        return self.total > self.need_ocr + self.without

    @property
    def asked(self) -> int:
        """How many pages were to be recognised."""
        return self.waiting + self.recognised + self.failed


@dataclass(frozen=True, slots=True)
class Row:
    """One file in the table. `work` is the draft or the publication that reads it, None where there is none;
    `why_not` the reason why it cannot be published now, "" where it can. `offers` counts what the file says of itself
    and the draft does not; `serial` is the periodical that it is an issue of, `place_note` a word on where it was put,
    or should be."""

    ingestion: Ingestion
    kind: Kind
    pages: Pages
    work: Draft | None = None
    title_from: str = ""
    issued_from: str = ""
    twin: str = ""
    twin_url: str = ""
    twin_trouble: str = ""
    pages_url: str = ""
    offers: int = 0
    has_offers: bool = False
    serial: str = ""
    place_note: str = ""
    can_place: bool = False
    why_not: str = ""
    can_edit: bool = False
    can_remove: bool = False
    troubles: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        return int(self.ingestion.pk)

    @property
    def word(self) -> str:
        return word(self.kind)

    @property
    def can_cancel(self) -> bool:
        return self.ingestion.state in BUSY

    @property
    def title(self) -> str:
        """What stands in the field: what was typed and could not be kept, else the title."""
        return self.typed.get("title", self.work.title if self.work else "")

    @property
    def issued(self) -> str:
        return self.typed.get("issued", self.work.issued if self.work else "")

    @property
    def other_troubles(self) -> str:
        """What went wrong with the row as such."""
        return self.troubles.get("", "")

    @property
    def explains(self) -> bool:
        """Whether its state alone does not tell why it cannot be published."""
        return self.work is not None and self.work.waits

    @property
    def was(self) -> str:
        return fingerprint(self.work.title, self.work.issued) if self.work else ""

    @property
    def busy(self) -> bool:
        return self.ingestion.state in BUSY or self.kind is RECOGNISING


def fingerprint(title: str, issued: str) -> str:
    """What a form carries along to tell whether a field was touched, and whether somebody else touched it too."""
    return "-".join(blake2s(each.encode(), digest_size=6).hexdigest() for each in (title, issued))


def ordered(ingestions: QuerySet[Ingestion]) -> QuerySet[Ingestion]:
    """With all that a row tells, in the order in which they came."""
    return ingestions.select_related("file", "target__latest_revision", "target__locked_by").order_by("pk")


def rows_of(ingestions: Iterable[Ingestion], user: Any) -> list[Row]:
    """A row for each, as this editor may see and change it."""
    found = list(ingestions)
    files = {each.file_id for each in found if each.file_id}
    pages = pages_of(files)
    kept = removal.kept(files)
    proposals = dict(Description.objects.filter(file__in=files).values_list("file", "proposals"))
    twins = _twins([each for each in found if each.error == errors.AlreadyHere.code])
    said = {file: _read(kept) for file, kept in proposals.items()}
    serials = _serials(each.target_id for each in found if each.target_id)
    articles = _articles(each.target_id for each in found if each.target_id)
    unplaced = placing.unplaced(found)
    known = _known(found, said)
    may_look = user.has_perm("ingest.change_ingestion")
    may_remove = user.has_perm("ingest.delete_ingestion")
    with_ocr = bool(recognise.available())
    rows = []
    for each in found:
        file = each.file_id or 0
        work = draft_of(each.target, user) if each.target else None
        kind = kind_of(each, pages.get(file, Pages()), with_ocr=with_ocr, unplaced=each.pk in unplaced)
        told = said.get(file, Proposals())
        serial = serials.get(each.target_id or 0, "")
        place_note = _place_note(each, told, serial, articles.get(each.target_id or 0, ""))
        rows.append(
            Row(
                each,
                kind,
                pages.get(file, Pages(each.file.pages if each.file else 0)),
                work=work,
                title_from=_title_source(each, told, work.title if work else ""),
                issued_from=_source(each, told.date, "date", work.stored_date if work else ""),
                twin=twins.get(each.pk, ("", "", ""))[0],
                twin_url=twins.get(each.pk, ("", "", ""))[1],
                twin_trouble=twins.get(each.pk, ("", "", ""))[2],
                pages_url=reverse("ingest_pages", args=[file])
                if may_look and each.file and each.file.pages
                else "",
                offers=proposed.fresh(told, proposed.content_of(each.target), known) if each.target else 0,
                has_offers=bool(each.target and file in said),
                serial=serial,
                place_note=place_note,
                can_place=bool(
                    (place_note or serial)
                    and work
                    and work.can_edit
                    and not each.record
                    and not work.work.live
                ),
                why_not=why_not(each, work, unplaced=each.pk in unplaced),
                can_edit=bool(work and work.can_edit),
                can_remove=may_remove and (each.is_only_said or file not in kept),
            )
        )
    return rows


def kind_of(ingestion: Ingestion, pages: Pages, *, with_ocr: bool, unplaced: bool = False) -> Kind:
    """The one thing that is to be said first of this file. `unplaced`: see `ingest.placing.unplaced`."""
    if ingestion.state == _State.WAITING:
        return WAITING
    if ingestion.state == _State.RUNNING:
        return RUNNING
    if ingestion.state == _State.REFUSED:
        return _REFUSED.get(ingestion.error, ASIDE)
    if ingestion.target is None:
        return GONE
    if ingestion.target.live:
        return ATTACHED if ingestion.target.has_unpublished_changes else LIVE
    if pages.need_ocr and pages.waiting and with_ocr:
        return RECOGNISING
    if unplaced:
        return UNPLACED
    return NEEDS_OCR if pages.need_ocr else READY


def pages_of(files: Iterable[int]) -> dict[int, Pages]:
    """How the text of each file stands."""
    wanted = set(files)
    passages = Passage.objects.filter(file__in=wanted)
    total = _counted(passages)
    flagged = passages.annotate(said=Cast("flags", TextField()))
    need_ocr = Q(said__contains='"needs-ocr"')
    empty = _any_of(NO_TEXT)
    unread = _counted(flagged.filter(need_ocr))
    without = _counted(flagged.filter(empty).exclude(need_ocr))
    unsure = Q(confidence__lt=page_words.UNSURE) & ~empty
    doubtful = _counted(
        flagged.filter(_any_of(page_words.WORRYING) | unsure)
        .exclude(need_ocr | _any_of({"corrected"}))
        .exclude(Exists(_READER_CHOSEN))
    )
    states: dict[int, Counter[str]] = defaultdict(Counter)
    asked = Recognition.objects.filter(file__in=wanted).exclude(error=errors.Cancelled.code)
    counted = asked.values_list("file", "state")
    for file, state, count in counted.annotate(Count("pk")).order_by():
        states[file][state] += count
    return {
        file: Pages(
            total.get(file, 0),
            unread.get(file, 0),
            without.get(file, 0),
            states[file][_State.WAITING.value] + states[file][_State.RUNNING.value],
            states[file][_State.DONE.value],
            states[file][_State.REFUSED.value],
            doubtful.get(file, 0),
        )
        for file in total
    }


_READER_CHOSEN = Correction.objects.filter(file=OuterRef("file"), number=OuterRef("number")).exclude(
    reader=""
)


def _any_of(flags: Iterable[str]) -> Q:
    """Passages that have one of these flags, where `said` is what their flags look like as text."""
    return reduce(or_, (Q(said__contains=f'"{flag}"') for flag in sorted(flags)))


def _counted(passages: QuerySet[Passage]) -> dict[int, int]:
    return dict(passages.values_list("file").annotate(Count("pk")).order_by())


def _twins(repeated: Sequence[Ingestion]) -> dict[int, tuple[str, str, str]]:
    """What a file that came before is called there, where that is, and why it could not be read ("" where it could), by
    the row that repeats it."""
    files = {each.file_id for each in repeated if each.file_id}
    works: dict[int, Publication] = {}
    for work in Publication.objects.filter(spans__file__in=files).distinct().prefetch_related("spans"):
        for span in work.spans.all():
            works.setdefault(span.file_id, work)
    firsts: dict[int, Ingestion] = {}
    there = Ingestion.objects.filter(file__in=files).exclude(error=errors.AlreadyHere.code)
    for each in there.select_related("batch", "target").order_by("-pk"):
        firsts[each.file_id or 0] = each
    twins = {}
    for row in repeated:
        work = works.get(row.file_id or 0)
        first = firsts.get(row.file_id or 0)
        if work is None and first is not None:
            work = first.target
        if work is not None:
            twins[row.pk] = (
                work.get_admin_display_title(),
                reverse("wagtailadmin_pages:edit", args=[work.pk]),
                "",
            )
        elif first is not None:
            place = (
                reverse("ingest_batch", args=[first.batch.code]) if first.batch else reverse("ingest_uploads")
            )
            why = first.sentence if first.state == _State.REFUSED else ""
            twins[row.pk] = (first.name, f"{place}#berkas-{first.pk}", why)
    return twins


def _read(kept: Any) -> Proposals:
    try:
        return from_json(kept)
    except NotProposals:
        return Proposals()


def _known(found: Iterable[Ingestion], said: Mapping[int, Proposals]) -> proposed.Known:
    contents = [proposed.content_of(each.target) for each in found if each.target and each.file_id in said]
    return proposed.Known.of(said.values(), contents)


def _serials(works: Iterable[int]) -> dict[int, str]:
    """By the issues among these works, what their periodicals are called."""
    issues = Issue.objects.filter(pk__in=list(works)).values_list("pk", "serial__title")
    return {issue: title or "" for issue, title in issues}


def _articles(works: Iterable[int]) -> dict[int, str]:
    """By the articles among these works, a sentence that says in which issue they are."""
    found = Article.objects.filter(pk__in=list(works)).select_related("host__serial")
    sentence = _("Artikel dari “%(serial)s”, %(issue)s.")
    return {
        each.pk: sentence % {"serial": each.serial.title, "issue": each.host.number_text}
        for each in found
        if each.host is not None and each.serial is not None
    }


def _place_note(ingestion: Ingestion, told: Proposals, serial: str, article: str) -> str:
    """Where the file was put, or what the machine could not decide. `serial` and `article` say where an issue and an
    article are."""
    if ingestion.target is None or ingestion.record:
        return ""
    if ingestion.matched == Ingestion.Matched.CHOSEN:
        return _("Draf ini pilihan penyunting.")
    if ingestion.matched:
        title = ingestion.target.get_admin_display_title()
        sentence = _("Cocok dengan draf “%(title)s” yang sudah ada, dikenali dari %(by)s.")
        return sentence % {"title": title, "by": ingestion.get_matched_display()}
    part = placing.part(told)
    if serial or article or not part:
        return article
    if ingestion.settled:
        return _("Halaman depannya seperti terbitan berkala, tetapi tempatnya sudah dipilih penyunting.")
    called = told.periodical.value if told.periodical else ""
    number = told.numbering.value if told.numbering else ""
    if part == "article":
        pages = _("hlm. %(pages)s") % {"pages": told.span.value} if told.span else ""
        where = ", ".join(filter(None, [number, pages]))
        if not called:
            return _("Seperti artikel dari terbitan berkala: %(where)s. Pilih edisinya.") % {"where": where}
        sentence = _("Seperti artikel dari “%(called)s”, %(where)s. Pilih edisinya.")
        return sentence % {"called": called, "where": where}
    if not called:
        return _("Seperti nomor terbitan berkala: %(number)s.") % {"number": number}
    sentence = _("Seperti nomor terbitan berkala: “%(called)s”, %(number)s.")
    return sentence % {"called": called, "number": number}


def _title_source(ingestion: Ingestion, told: Proposals, now: str) -> str:
    """As `_source`; an issue is called by its number, and a scan by its file until its text was recognised."""
    if told.numbering is not None and told.numbering.value == now:
        return str(told.numbering.sentence)
    if told.title is not None and told.title.value != now and now == title_from_name(ingestion.name):
        sentence = _("Diambil dari nama berkas. Di teksnya tercetak “%(title)s”; pakai lewat usulannya.")
        return sentence % {"title": shortened(told.title.value, _LONGEST_NOTE)}
    return _source(ingestion, told.title, "title", now)


def _source(ingestion: Ingestion, told: Told | None, name: str, now: str) -> str:
    """Where the value that stands there comes from, in a few words; "" where somebody changed it since."""
    if not now:
        return ""
    if ingestion.record.get(name) == now:
        return _("Dari tabel.")
    if told is None or told.value != now:
        return ""
    return f"{told.sentence} {_('Periksa lagi.')}" if told.sure < _UNSURE else str(told.sentence)
