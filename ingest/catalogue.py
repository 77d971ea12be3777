"""From a file with its text, or from a row of a table, to publications at their place: on a shelf, below their
periodical, in their issue.

Everything here is called in a transaction, in which the shelves are ours alone: two pages made side by side would take
one place, and two rows of one issue would make two.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from ingest import media, recordings, records, sheets
from ingest.describe import Proposal
from ingest.errors import NoShelf
from ingest.periodicals import (
    called,
    describe_periodical,
    issue_for,
    issue_in,
    numbered,
    periodical,
    place,
    published,
    untouched,
)
from ingest.records.columns import ARTICLES, ISSUES, KINDS, TITLES
from ingest.records.filling import fill_over, fill_silence
from ingest.records.issues import issue_number
from library.models import (
    Dataset,
    File,
    Film,
    Issue,
    Periodical,
    Publication,
    Recording,
    Regulation,
    Shelf,
    Span,
)
from library.record import Maker

log = logging.getLogger(__name__)
Fields = Mapping[str, str]


def draft(file: File, proposal: Proposal, record: dict[str, Any], *, publish: bool, by: Any) -> Publication:
    """The publication that reads the whole file, with the articles in stretches of it; described by the record that came
    with the file where there is one, else by the proposal. Gives the first.

    Stays a draft unless `publish` is set and a person described it. Raises `NoShelf` where no shelf holds its kind.
    """
    if not record:
        return _proposed(file, proposal, by=by)
    whole, parts = records.parted(record)
    works = []
    if whole:
        works.append(describe(whole, [_stretch(file, whole)], publish=publish, by=by))
    for part in parts:
        works.append(describe(part, [_stretch(file, part)], publish=publish, by=by))
    return works[0]


def describe(
    fields: Fields,
    spans: Sequence[Span] = (),
    *,
    publish: bool = False,
    by: Any = None,
    makers: Iterable[Maker] | None = None,
) -> Publication:
    """The publication that a row tells of, at its place; periodicals and issues above it are made where they are missing.

    An issue that is here already, because an article was read before it, is told what it does not say. `makers`: see
    `records.fill`. Raises `NoShelf`.
    """
    shelf = shelf_for(records.kind_slug(fields))
    if fields["kind"] in ISSUES:
        return _issue(shelf, fields, spans, publish=publish, by=by, makers=makers)
    above: Shelf | Issue = shelf
    if fields["kind"] in ARTICLES:
        issn = fields.get("issn", "")
        serial = periodical(shelf, fields["periodical"], issn=issn, publish=publish, by=by)
        above = issue_for(serial, fields, publish=publish, by=by)
    work = KINDS[fields["kind"]].model(live=False, owner=by)
    records.fill(work, fields, makers=makers)
    _read_through(work, spans)
    place(work, above, _name(work))
    if any(span.length == 0 for span in spans) and not isinstance(work, Film):
        log.warning("%s: its pages lie beyond the end of the file; it stays a draft", work)
        publish = False
    if publish and isinstance(work, Dataset) and (stopping := work.stopping()):
        log.warning("%s: it stays a draft: %s", work, " ".join(stopping[:3]))
        publish = False
    published(work, publish=publish, by=by)
    return work


def describe_without_file(rows: Iterable[records.Record], *, publish: bool, by: Any = None) -> None:
    """The journals, bulletins and issues that a table tells of without a file of their own. Told again, nothing changes.
    Raises `NoShelf`."""
    ordered = sorted(rows, key=lambda row: row.fields["kind"] not in TITLES)
    with transaction.atomic():
        for row in ordered:
            if row.fields["kind"] in TITLES:
                shelf = shelf_for(records.kind_slug(row.fields))
                describe_periodical(shelf, row.fields, publish=publish, by=by)
            else:
                describe(row.fields, publish=publish, by=by)


def shelf_for(kind: str) -> Shelf:
    """The first shelf of that kind; until the transaction ends all shelves are ours. Raises `NoShelf`."""
    shelves = list(Shelf.objects.select_for_update().order_by("path"))
    shelf = next((each for each in shelves if each.kind_slug == kind), None)
    if shelf is None:
        raise NoShelf(kind)
    return shelf


def attach(publication: Publication, file: File) -> None:
    """The file as a further span of a publication that exists, or a recording of a film: as a new draft of it, for an
    editor to publish."""
    latest = publication.specific.get_latest_revision_as_object()
    held = [*latest.spans.all(), *(latest.recordings.all() if isinstance(latest, Film) else ())]
    if any(each.file_id == file.pk for each in held):
        return
    _read_through(latest, [Span(file=file)])
    latest.save_revision()


def _issue(
    shelf: Shelf,
    fields: Fields,
    spans: Sequence[Span],
    *,
    publish: bool,
    by: Any,
    makers: Iterable[Maker] | None,
) -> Issue:
    serial: Periodical = periodical(
        shelf, fields["periodical"], issn=fields.get("issn", ""), publish=publish, by=by
    )
    found = issue_in(serial, issue_number(fields))
    if found is not None:
        _tell(found, fields, spans, publish=publish, by=by, makers=makers)
        return found
    issue = Issue(live=False, owner=by)
    records.fill(issue, fields, makers=makers)
    number = issue_number(fields)
    issue.volume, issue.number = issue.volume or number.volume, issue.number or number.number
    issue.issued = issue.issued or number.issued.edtf
    issue.title = issue.title or called(issue)
    _read_through(issue, spans)
    place(issue, serial, numbered(issue))
    published(issue, publish=publish, by=by)
    return issue


def _tell(
    issue: Issue,
    fields: Fields,
    spans: Sequence[Span],
    *,
    publish: bool,
    by: Any,
    makers: Iterable[Maker] | None,
) -> None:
    """A row for an issue that is here. One that has a file already gets further ones as a draft, for an editor to judge."""
    mine = untouched(issue)
    waits = issue.live and issue.has_unpublished_changes
    latest = issue.get_latest_revision_as_object()
    before = latest.serializable_data()
    has_file = bool(latest.spans.all())
    if mine:
        fill_over(latest, fields)
        latest.title = fields.get("title") or called(latest)
        latest.draft_title = latest.title
    fill_silence(latest, fields, makers=makers)
    theirs = {span.file_id for span in latest.spans.all()}
    _read_through(latest, [span for span in spans if span.file_id not in theirs])
    if latest.serializable_data() == before:
        return
    revision = latest.save_revision(user=by)
    if publish and not waits and not (has_file and spans):
        revision.publish(user=by)


def _proposed(file: File, proposal: Proposal, *, by: Any) -> Publication:
    shelf = shelf_for(proposal.kind)
    work = shelf.kind_class(live=False, owner=by)
    work.title, work.issued = proposal.title, proposal.date
    if proposal.language:
        known = proposal.language in Publication.Language.values
        work.language = proposal.language if known else Publication.Language.OTHER
    if isinstance(work, Regulation) and proposal.law_number:
        # UU 28/2014 Pasal 42: statutes have no copyright
        work.licence = Publication.Licence.PUBLIC_DOMAIN
        work.law = records.named_law(
            proposal.law_kind,
            proposal.law_number,
            proposal.law_year,
            about=proposal.law_about,
            name=proposal.law_name,
        )
    _read_through(work, [Span(file=file)])
    place(work, shelf, _name(work))
    published(work, publish=False, by=by)
    return work


def _stretch(file: File, fields: Fields) -> Span:
    """What a row reads of its file: all, or an article from one page to another."""
    last = fields.get("file_to")
    return Span(file=file, first=int(fields.get("file_from", 1)), last=int(last) if last else None)


def _read_through(work: Publication, spans: Iterable[Span]) -> None:
    for span in spans:
        if isinstance(work, Film) and span.file.media_type == media.FILM.type:
            work.recordings.add(Recording(file=span.file, sort_order=work.recordings.count()))
            recordings.give_cover(work, span.file)
            continue
        if isinstance(work, Dataset):  # which is one table: a new one takes the place of the old
            sheets.propose_columns(work, span.file)
            for older in list(work.spans.all()):
                work.spans.remove(older)
        span.sort_order = work.spans.count()
        work.spans.add(span)


def _name(work: Publication) -> str:
    """What its address is made from, short and plain: `uu-23-2004` for a law, else its title."""
    law = work.law if isinstance(work, Regulation) else None
    return law.citation.replace("/", "-") if law else work.title
