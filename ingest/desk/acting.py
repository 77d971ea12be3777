"""What an editor does in the table: keeps what was typed, publishes what was chosen, takes a draft back."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from ingest import placing, removal
from ingest.desk.mending import CannotMend, CannotPublish, draft_of, mend, publish, published_words, why_not
from ingest.desk.rows import Row, fingerprint
from ingest.models import Ingestion


@dataclass(slots=True)
class Done:
    """What came of it: how many drafts were `saved` and `published`, and a sentence for each that took others `along`; by
    row, what went wrong (by field, "" for the row) and what had been typed there, so that it stands there again."""

    saved: int = 0
    published: int = 0
    along: list[str] = field(default_factory=list)
    troubles: dict[int, dict[str, str]] = field(default_factory=dict)
    typed: dict[int, dict[str, str]] = field(default_factory=dict)

    def shown_in(self, rows: Iterable[Row]) -> list[Row]:
        """The rows with what went wrong in them."""
        return [
            replace(row, troubles=self.troubles[row.pk], typed=self.typed.get(row.pk, {}))
            if row.pk in self.troubles
            else row
            for row in rows
        ]


def save_typed(ingestions: Iterable[Ingestion], sent: QueryDict, user: Any) -> Done:
    """Keep the titles and dates that were changed in the form, `title-<key>` and `issued-<key>`. `was-<key>` says what stood
    there before: what somebody else changed meanwhile is not written over unseen."""
    done = Done()
    for row in ingestions:
        was = sent.get(f"was-{row.pk}")
        if was is None or row.target is None:
            continue
        draft = draft_of(row.target, user)
        now = fingerprint(draft.title, draft.issued).split("-")
        typed = {name: sent[f"{name}-{row.pk}"] for name in ("title", "issued") if f"{name}-{row.pk}" in sent}
        before = dict(zip(("title", "issued"), was.split("-"), strict=False))
        here = dict(zip(("title", "issued"), now, strict=False))
        touched = {
            name: text
            for name, text in typed.items()
            if _print(text.strip()) not in {before.get(name), here[name]}
        }
        if not touched:
            continue
        if late := {name for name in touched if before.get(name) != here[name]}:
            stands = {"title": draft.title, "issued": draft.issued}
            sentence = _("Sementara itu diubah menjadi “%(now)s”. Simpan lagi bila tetap ingin mengubahnya.")
            done.troubles[row.pk] = {name: sentence % {"now": stands[name]} for name in late}
            done.typed[row.pk] = touched
            continue
        try:
            done.saved += mend(row.target, user, **touched)
        except CannotMend as error:
            done.troubles[row.pk] = error.troubles
            done.typed[row.pk] = touched
    return done


def publish_chosen(ingestions: Iterable[Ingestion], user: Any, done: Done) -> None:
    """Publish these, each for itself; where what was typed could not be kept, nothing is published."""
    for row in ingestions:
        if row.pk in done.troubles:
            continue
        row.refresh_from_db()
        draft = draft_of(row.target, user) if row.target else None
        if draft and draft.work.live and not draft.waits:  # along with the issue that was chosen with it
            done.published += 1
            continue
        if reason := why_not(row, draft, unplaced=bool(placing.unplaced([row]))):
            done.troubles[row.pk] = {"": reason}
            continue
        try:
            along = publish(row.target, user)
        except CannotPublish as error:
            done.troubles[row.pk] = {"": error.sentence}
            continue
        done.published += 1
        if along:
            done.along.append(published_words(row.target, along))


def can_discard(row: Ingestion, user: Any) -> bool:
    """Whether its draft may go together with the file: it was made from it, nobody has ever seen it, and this editor may
    delete it."""
    work = row.target
    return (
        row.state == Ingestion.State.DONE
        and work is not None
        and not row.matched
        and not work.live
        and work.first_published_at is None
        and user.has_perm("ingest.delete_ingestion")
        and work.permissions_for_user(user).can_delete()
    )


def _was_here_before(row: Ingestion) -> bool:
    """Whether the file was brought for a draft that stood already. Asked of one row only: it costs a question each."""
    return bool(row.target.revisions.filter(created_at__lt=row.added).exists())


def discard(row: Ingestion, user: Any) -> bool:
    """Take back a file, with the draft that was made of it where nobody has seen that. False when it must stay."""
    with transaction.atomic():
        if can_discard(row, user) and not _was_here_before(row):
            row.target.specific.delete(user=user)
            row.refresh_from_db()
        if not removal.remove(row):
            transaction.set_rollback(True)
            return False
    return True


def _print(text: str) -> str:
    return fingerprint(text, "").split("-")[0]
