"""To which work a file belongs, where the machine chose wrongly or could not choose: another draft, an issue, or a draft of
its own. Only while nobody outside has seen what is changed.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ingest import catalogue, placing
from ingest.describe import Proposals, Told, proposal
from ingest.describe.values import NotProposals, from_json
from ingest.desk.mending import draft_of
from ingest.errors import NoShelf
from ingest.models import Description, Ingestion
from ingest.periodicals import issue_in
from ingest.records.issues import issue_number
from ingest.titles import title_from_name
from library import numbering
from library.models import File, Periodical, Publication

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
        if now.is_ours and now.work.get_parent().specific_class is not Periodical:
            raise CannotMove(_("Berkas ini sudah mempunyai drafnya sendiri."))
        found = proposals_of(row.file)
        _leave(row, now, user)
        try:
            made = catalogue.draft(_file(row), _as_book(found, row), {}, publish=False, by=user)
        except NoShelf as error:
            raise CannotMove(str(error.sentence)) from error
        return _belongs(row, made, "")


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
        serial = Periodical.objects.filter(pk=key).first()
        if serial is None:
            raise CannotMove(_("Jurnal atau buletin itu sudah dihapus. Pilih yang lain."))
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
        _leave(row, now, user)
        try:
            made = placing.make_issue(_file(row), serial, found, by=user, also=also)
        except (NoShelf, ValidationError) as error:
            raise CannotMove(
                str(error.sentence) if isinstance(error, NoShelf) else " ".join(error.messages)
            ) from error
        return _belongs(row, made, "")


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
    is_ours = not row.matched and not others and not work.get_children().exists()
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


def _belongs(row: Ingestion, work: Publication, matched: str) -> Publication:
    row.target, row.matched = work, str(matched)
    Ingestion.objects.filter(pk=row.pk).update(target=work, matched=row.matched)
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
