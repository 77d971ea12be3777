"""To which work a file belongs, where the machine chose wrongly or could not choose: another draft, an issue, an article in
one, a book, or a draft of its own. Only while nobody outside has seen what is changed. What an editor wrote in a draft
that was made from the file alone goes along into the next one that is.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations

from ingest import catalogue, placing
from ingest.describe import Proposals, Told, proposal
from ingest.describe.values import NotProposals, from_json
from ingest.desk.mending import draft_of, follow_the_title
from ingest.errors import NoShelf
from ingest.models import Description, Ingestion
from ingest.periodicals import issue_in, make_bare_issue
from ingest.records.issues import IssueNumber, folded, issue_number
from ingest.titles import title_from_name
from library import dates, numbering
from library.models import Article, File, Issue, Periodical, Publication

Matched = Ingestion.Matched
_LONGEST_NUMBER = 20


class CannotMove(Exception):
    """It stays where it is; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class _Now:
    """What the row's work is now: its draft, whether it was made from this file alone, and what an editor typed there."""

    work: Publication
    is_ours: bool
    title: str
    issued: str

    @property
    def is_part(self) -> bool:
        """Whether it is an issue, or an article in one."""
        return self.is_issue or self.work.cached_content_type.model_class() is Article

    @property
    def is_issue(self) -> bool:
        return self.work.cached_content_type.model_class() is Issue


@dataclass(frozen=True, slots=True)
class InIssue:
    """Where an article stands, as somebody types it: the numbers and the date of its issue, and its printed pages."""

    volume: str = ""
    number: str = ""
    issued: str = ""
    first_page: str = ""
    last_page: str = ""


def proposals_of(file: File | None) -> Proposals:
    """What the file says of itself, as it was kept; nothing where that is not here or cannot be read."""
    kept = Description.objects.filter(file=file).first() if file is not None else None
    try:
        return from_json(kept.proposals) if kept else Proposals()
    except NotProposals:
        return Proposals()


def can_move(row: Ingestion, user: Any) -> bool:
    """Whether this editor may say where the file belongs."""
    try:
        _now(row, user)
    except CannotMove:
        return False
    return True


def to_own_draft(row: Ingestion, user: Any) -> Publication:
    """A new draft for the file, from what it says of itself. Raises `CannotMove`."""
    with transaction.atomic():
        now = _now(row, user)
        if now.is_ours and not now.is_part:
            raise CannotMove(_("Berkas ini sudah mempunyai drafnya sendiri."))
        return _belongs(row, _own_draft(row, now, user), "", settled=False)


def to_book(row: Ingestion, user: Any) -> Publication:
    """A draft of its own, which is a book because an editor says so, whatever its front page looks like. Raises
    `CannotMove`."""
    with transaction.atomic():
        now = _now(row, user)
        work = now.work if now.is_ours and not now.is_part else _own_draft(row, now, user)
        return _belongs(row, work, "")


def to_draft(row: Ingestion, key: int, user: Any) -> Publication:
    """The file of a draft that reads none yet. Raises `CannotMove`."""
    with transaction.atomic():
        now = _now(row, user)
        if key not in {each.page for each in placing.waiting_drafts()}:
            raise CannotMove(
                _("Draf itu sudah mempunyai berkas, sudah terbit, atau sudah dihapus. Pilih yang lain.")
            )
        work = Publication.objects.select_related("latest_revision").get(pk=key)
        _may_change(work, user)
        _leave(row, now, user)
        catalogue.attach(work, _file(row))
        return _belongs(row, work, Matched.CHOSEN)


def to_issue(row: Ingestion, key: int, number: str, user: Any) -> Publication:
    """An issue of the periodical with that number as printed: the one that is here, where it reads no file yet, else a new
    one. Raises `CannotMove`."""
    number = " ".join(number.split())
    read = numbering.read(number)
    if not read or max(len(read.volume), len(read.number)) > _LONGEST_NUMBER or len(number) > 100:
        sentence = _("Nomor ini tidak terbaca. Tulislah misalnya Edisi 12, Maret 2015, atau Vol. 3 No. 2.")
        raise CannotMove(sentence)
    with transaction.atomic():
        now = _now(row, user)
        serial = _serial(key)
        if not serial.permissions_for_user(user).can_add_subpage():
            raise CannotMove(
                _("Anda tidak berwenang menambah edisi pada “%(title)s”.") % {"title": serial.title}
            )
        found = proposals_of(row.file)
        told = issue_number({"kind": "bulletin-issue", "numbering": number, "date": now.issued})
        there = issue_in(serial, told)
        if there is not None and there.pk != now.work.pk:
            if _reads(there):
                sentence = _("“%(serial)s” sudah mempunyai “%(issue)s” dengan berkas lain. Periksa nomornya.")
                raise CannotMove(
                    sentence % {"serial": serial.title, "issue": there.get_admin_display_title()}
                )
            _may_change(there, user)
            _leave(row, now, user)
            catalogue.attach(there, _file(row))
            return _belongs(row, there, Matched.CHOSEN)
        also = {"numbering": number, "date": now.issued or (found.date.value if found.date else "")}
        if now.is_ours and now.title and now.title not in _machines_titles(found, row):
            also["title"] = now.title
        written = _written(now)
        _leave(row, now, user)
        try:
            made = placing.make_issue(_file(row), serial, found, by=user, also=also)
        except (NoShelf, ValidationError) as error:
            raise CannotMove(_sentence(error)) from error
        _write(made, written, user)
        return _belongs(row, made, "")


def to_article(row: Ingestion, key: int, typed: InIssue, user: Any) -> Publication:
    """An article in the issue of the periodical with these numbers, which is made as a draft where it is not here; a draft of
    the same title that waits there for a file gets it. Raises `CannotMove`."""
    found = proposals_of(row.file)
    number = _number(typed, found)
    with transaction.atomic():
        now = _now(row, user)
        title, issued = _of_article(found, row, now)
        written = _written(now)
        _leave(row, now, user)  # first: it may be the very issue that the article is put into
        try:
            issue = _issue(_serial(key), number, user)
            if (waits := _waiting_in(issue, title)) is not None:
                _may_change(waits, user)
                catalogue.attach(waits, _file(row))
                return _belongs(row, waits, Matched.CHOSEN)
            also = {
                "title": title,
                "date": issued,
                "first_page": typed.first_page,
                "last_page": typed.last_page,
            }
            made = placing.make_article(_file(row), issue, found, by=user, also=also)
        except (NoShelf, ValidationError) as error:
            raise CannotMove(_sentence(error)) from error
        _write(made, written, user)
        return _belongs(row, made, "")


def _serial(key: int) -> Periodical:
    serial = Periodical.objects.filter(pk=key).first()
    if serial is None:
        raise CannotMove(
            _("Jurnal atau buletin itu sudah dihapus. Pilih yang lain.")
            if key
            else _("Pilih dulu jurnal atau buletinnya.")
        )
    return serial


def _number(typed: InIssue, found: Proposals) -> IssueNumber:
    """The issue that was typed; as it is printed, where nothing of that was changed. Raises `CannotMove`."""
    if max(map(len, (typed.volume, typed.number, typed.first_page, typed.last_page))) > _LONGEST_NUMBER:
        sentence = _("Jilid, nomor, dan halaman masing-masing paling banyak %(most)d huruf.")
        raise CannotMove(sentence % {"most": _LONGEST_NUMBER})
    try:
        issued = dates.read(typed.issued)
    except dates.UnreadableDate as error:
        sentence = _("Waktu terbit edisinya tidak terbaca. Tulislah misalnya 2015 atau Maret 2015.")
        raise CannotMove(sentence) from error
    number = IssueNumber(typed.volume, typed.number, issued)
    if not number:
        raise CannotMove(_("Isi jilid, nomor, atau waktu terbit edisinya."))
    printed = placing.number_in(found)
    unchanged = number == IssueNumber(printed.volume, printed.number, printed.issued)
    return printed if unchanged else number


def _issue(serial: Periodical, number: IssueNumber, user: Any) -> Issue:
    """The issue of that number, here already or made; where this editor may put an article."""
    issue = issue_in(serial, number)
    above = serial if issue is None else issue
    if not above.permissions_for_user(user).can_add_subpage():
        sentence = _("Anda tidak berwenang menambah artikel pada “%(title)s”.")
        raise CannotMove(sentence % {"title": above.title})
    return issue if issue is not None else make_bare_issue(serial, number, {}, by=user)


def _waiting_in(issue: Issue, title: str) -> Publication | None:
    """The one article in the issue that is called so and waits for a file."""
    waiting = {
        each.page for each in placing.waiting_drafts() if folded(title) in (each.title, each.whole_title)
    }
    found = list(Article.objects.child_of(issue).filter(pk__in=waiting)[:2])
    return (
        Publication.objects.select_related("latest_revision").get(pk=found[0].pk) if len(found) == 1 else None
    )


def _of_article(found: Proposals, row: Ingestion, now: _Now) -> tuple[str, str]:
    """Its title and, where an editor typed one, its own date. What a draft of the file says counts, but an issue's title
    is not an article's."""
    told = [each for each in found.other_titles if each.page] if placing.part(found) == "issue" else []
    told = told or ([found.title] if found.title else [])
    title = told[0].value if told else title_from_name(row.name)
    if not now.is_ours or now.is_issue:
        return title, ""
    machines = _machines_titles(found, row) if placing.part(found) == "issue" else set()
    typed = now.issued not in {found.date.value if found.date else "", placing.number_in(found).issued.edtf}
    return (now.title if now.title not in machines | {""} else title), now.issued if typed else ""


def _own_draft(row: Ingestion, now: _Now, user: Any) -> Publication:
    """A draft from what the file says of itself, in the place of what it is now."""
    found = proposals_of(row.file)
    written = _written(now)
    _leave(row, now, user)
    try:
        made = catalogue.draft(_file(row), _as_book(found, row), {}, publish=False, by=user)
    except NoShelf as error:
        raise CannotMove(str(error.sentence)) from error
    _write(made, written, user, title="" if now.is_issue else now.title)
    return made


def _written(now: _Now) -> Publication | None:
    """The draft that is about to go, as it was last written; None where it stays."""
    return now.work.specific.get_latest_revision_as_object() if now.is_ours else None


def _write(made: Publication, written: Publication | None, user: Any, *, title: str = "") -> None:
    """Into a new draft, what somebody wrote or took over in the one before it: all that a publication of any kind has, but
    its title (but where one is given), date and files, which are decided with its place."""
    if written is None:
        return
    latest: Any = made.get_latest_revision_as_object()
    before = latest.serializable_data()
    if title and title != latest.title:
        machines = latest.title
        latest.title = latest.draft_title = title
        follow_the_title(latest, machines)
    for field in Publication._meta.local_fields:
        if field.primary_key or not field.editable or field.name == "issued":
            continue
        value = getattr(written, field.attname)
        if value not in ("", None, [], field.get_default()):
            setattr(latest, field.attname, value)
    for relation in get_all_child_relations(Publication):
        name = relation.get_accessor_name()
        if name == "spans" or relation.model is not Publication:  # comments are the page's
            continue
        children = list(getattr(written, name).all())
        for child in children:
            child.pk = None
        if children:
            getattr(latest, name).set(children)
    if latest.serializable_data() != before:
        latest.save_revision(user=user)


def _sentence(error: NoShelf | ValidationError) -> str:
    return str(error.sentence) if isinstance(error, NoShelf) else " ".join(error.messages)


def _now(row: Ingestion, user: Any) -> _Now:
    """Raises `CannotMove` where the work is not this editor's to change, or readers have seen it with this file."""
    work = row.target
    if row.state != Ingestion.State.DONE or work is None or row.file is None or row.record:
        raise CannotMove(_("Berkas ini belum selesai dibaca, atau tempatnya ditentukan oleh tabelnya."))
    work = Publication.objects.select_related("latest_revision").get(pk=work.pk)
    _may_change(work, user)
    if work.spans.filter(file=row.file).exists() and (work.live or work.first_published_at):
        raise CannotMove(
            _("Berkas ini sudah terbit bersama terbitannya. Pindahkan lewat formulir terbitan itu.")
        )
    content = work.latest_revision.content if work.latest_revision else {}
    others = [span for span in content.get("spans") or () if span.get("file") != row.file_id]
    was_here = work.revisions.filter(created_at__lt=row.added).exists()
    is_ours = not (row.matched or others or was_here or work.get_children().exists())
    if not row.matched and was_here:
        raise CannotMove(_("Terbitan ini sudah ada sebelum berkasnya dikirim. Pindahkan lewat formulirnya."))
    if not row.matched and not is_ours:
        raise CannotMove(_("Terbitan ini memuat berkas atau artikel lain. Pindahkan lewat formulirnya."))
    if is_ours and not work.permissions_for_user(user).can_delete():
        raise CannotMove(_("Anda tidak berhak mengganti draf ini."))
    return _Now(work, is_ours, str(content.get("title", work.title)), str(content.get("issued", work.issued)))


def _may_change(work: Publication, user: Any) -> None:
    draft = draft_of(work, user)
    if not draft.can_edit:
        locked = _("Dikunci oleh %(who)s.") % {"who": draft.locked} if draft.locked else ""
        raise CannotMove(locked or _("Anda tidak berhak mengubah terbitan ini."))


def _leave(row: Ingestion, now: _Now, user: Any) -> None:
    """Take the file from the work that reads it: a draft that was made from it goes, one that was here before stays."""
    if now.is_ours:
        now.work.specific.delete(user=user)
        return
    latest: Any = now.work.specific.get_latest_revision_as_object()
    latest.spans.remove(*[span for span in latest.spans.all() if span.file_id == row.file_id])
    latest.save_revision(user=user, log_action=True, changed=True)
    if not now.work.live:  # the form of a draft writes its rows too
        now.work.spans.filter(file=row.file).delete()


def _belongs(row: Ingestion, work: Publication, matched: str, *, settled: bool = True) -> Publication:
    row.target, row.matched, row.settled = work, str(matched), settled
    Ingestion.objects.filter(pk=row.pk).update(target=work, matched=row.matched, settled=settled)
    return work


def _file(row: Ingestion) -> File:
    assert row.file is not None  # noqa: S101
    return row.file


def _reads(work: Publication) -> bool:
    content = work.latest_revision.content if work.latest_revision else {}
    return bool(content.get("spans")) or work.spans.exists()


def _as_book(found: Proposals, row: Ingestion) -> Any:
    """What a draft of its own is made from; a file that says nothing is called by its name."""
    from_name = Told(title_from_name(row.name), "file-name", 0.2)
    return proposal(found if found.title else Proposals(title=from_name, language=found.language))


def _machines_titles(found: Proposals, row: Ingestion) -> set[str]:
    """The titles that nobody typed."""
    told = {each.value for each in found.other_titles} | {_as_book(found, row).title}
    return told | ({found.title.value} if found.title else set())
