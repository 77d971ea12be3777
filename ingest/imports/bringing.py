"""What becomes of the entries of a file: new drafts, works that are here already, or a sentence.

Looking and doing are the same road: whoever looks sees what would be done. Each entry is done for itself, in a
transaction; a bad one never stops the good ones. Done again, nothing is doubled.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ingest import records
from ingest.catalogue import describe, shelf_for
from ingest.errors import NoShelf
from ingest.imports.held import Held, Work, work_of
from ingest.imports.reading import Entry
from ingest.periodicals import describe_periodical
from ingest.records.columns import TITLES
from ingest.records.filling import fill_silence
from library.models import Publication, Shelf

log = logging.getLogger(__name__)


class Fate(TextChoices):
    """What becomes of an entry."""

    NEW = "new", gettext_lazy("Draf baru")
    HERE = "here", gettext_lazy("Sudah ada")
    REFUSED = "refused", gettext_lazy("Tidak dapat dipakai")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry, or will. `page` is the key of the page that it is or that was made, 0 where there is none
    yet; `proposed` are the columns that were put into a draft of a work that is here."""

    fate: Fate
    place: str
    title: str
    kind: str = ""
    sentence: str = ""
    page: int = 0
    proposed: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where an editor finds it."""
        return reverse("wagtailadmin_pages:edit", args=[self.page]) if self.page else ""


def foresee(entries: Iterable[Entry], *, by: Any = None) -> Iterator[Outcome]:
    """What `bring_in` would do. Nothing is written."""
    held, refusal = Held.now(), _refusal(by)
    places: dict[int, str] = {}  # of the entries that are new, by their works
    for entry in entries:
        wanted = None if entry.sentence else work_of(entry.fields)
        found = held.find(wanted) if wanted else None
        if wanted is None:
            yield _refused(entry, entry.sentence)
        elif found is not None:
            yield _here(entry, found, places.get(id(found), ""))
        elif sentence := refusal(entry):
            yield _refused(entry, sentence)
        else:
            held.add(wanted)
            places[id(wanted)] = entry.place
            yield _outcome(entry, Fate.NEW)


def bring_in(entries: Iterable[Entry], *, by: Any = None, propose: bool = False) -> Iterator[Outcome]:
    """Make drafts of those that are new. Of those that are here nothing changes; with `propose`, what they do not say is
    put into a new draft of them, which an editor publishes or throws away. `by` is whoever imports; None may all."""
    held, refusal = Held.now(), _refusal(by)
    for entry in entries:
        found = None if entry.sentence else held.find(work_of(entry.fields))
        if entry.sentence:
            yield _refused(entry, entry.sentence)
        elif found is not None and not propose:
            yield _here(entry, found)
        elif found is None and (sentence := refusal(entry)):
            yield _refused(entry, sentence)
        else:
            yield _one(entry, held, by=by, propose=propose)


def _one(entry: Entry, held: Held, *, by: Any, propose: bool) -> Outcome:
    """One entry, wholly or not at all."""
    try:
        with transaction.atomic():
            return _bring(entry, held, by=by, propose=propose)
    except NoShelf as error:
        return _refused(entry, str(error.sentence))
    except ValidationError as error:
        return _refused(entry, " ".join(error.messages))
    except Exception:  # the one broad catch: a surprise in one entry must not stop those behind it
        log.exception("An entry could not be imported: %s", _title(entry))
        return _refused(entry, _("Ada gangguan di pustaka ini sendiri; beri tahu pengelola."))


def _bring(entry: Entry, held: Held, *, by: Any, propose: bool) -> Outcome:
    shelf = shelf_for(records.kind_slug(entry.fields))
    held.refresh()  # now that the shelves are ours, nobody else brings the same
    found = held.find(work_of(entry.fields))
    if found is not None:
        outcome = _here(entry, found)
        return replace(outcome, proposed=_propose(found.page, entry, by)) if propose else outcome
    if entry.fields["kind"] in TITLES:
        page: Any = describe_periodical(shelf, entry.fields, publish=False, by=by)
    else:
        page = describe(entry.fields, by=by, makers=entry.makers)
    return replace(_outcome(entry, Fate.NEW), page=page.pk)


def _propose(page: int, entry: Entry, by: Any) -> tuple[str, ...]:
    """Put what a work does not say into a new draft of it; gives the columns. Not where somebody locked it, waits for an
    answer to it, or chose the hour at which it appears."""
    work = Publication.objects.filter(pk=page).first()
    if work is None or (by is not None and not work.permissions_for_user(by).can_edit()):
        return ()
    work = work.specific
    if work.locked or work.current_workflow_state is not None or work.approved_schedule:
        return ()
    latest = work.get_latest_revision_as_object()
    used = fill_silence(latest, entry.fields, makers=entry.makers)
    if used:
        latest.save_revision(user=by)
    return tuple(used)


def _refusal(by: Any) -> Callable[[Entry], str]:
    """Asked for an entry, why it may not be put on its shelf by that person; "" where it may."""
    known: dict[str, str] = {}

    def refusal(entry: Entry) -> str:
        kind = records.kind_slug(entry.fields)
        if kind not in known:
            shelf = Shelf.objects.filter(kind_slug=kind).order_by("path").first()
            if shelf is None:
                known[kind] = str(NoShelf.sentence)
            elif by is not None and not shelf.permissions_for_user(by).can_add_subpage():
                known[kind] = _("Anda tidak berwenang menambah di rak %(shelf)s.") % {"shelf": shelf.title}
            else:
                known[kind] = ""
        return known[kind]

    return refusal


def _here(entry: Entry, found: Work, place: str = "") -> Outcome:
    """`place` is where its like stands in the same file."""
    sentence = "" if found.page else _("Sama dengan entri sebelumnya di berkas ini.")
    if place:
        sentence = _("Sama dengan %(place)s di berkas ini.") % {"place": f"{place[:1].lower()}{place[1:]}"}
    return replace(_outcome(entry, Fate.HERE), page=found.page, sentence=sentence)


def _refused(entry: Entry, sentence: str) -> Outcome:
    return replace(_outcome(entry, Fate.REFUSED), sentence=sentence)


def _outcome(entry: Entry, fate: Fate) -> Outcome:
    return Outcome(fate, entry.place, _title(entry), entry.fields.get("kind", ""))


def _title(entry: Entry) -> str:
    """What the entry is called, also where it is no more than an issue of something."""
    fields = entry.fields
    numbers = [fields.get(name, "") for name in ("periodical", "numbering", "volume", "number")]
    return fields.get("title") or " ".join(filter(None, numbers))
