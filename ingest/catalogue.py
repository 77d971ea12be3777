"""From a file with its text to a publication on a shelf: drafts, and further files for works that exist."""

from typing import Any

from django.utils.text import slugify

from ingest import records
from ingest.describe import Proposal
from ingest.errors import NoShelf
from library.models import File, Publication, Regulation, Shelf, Span


def draft(file: File, proposal: Proposal, record: dict[str, Any], *, publish: bool, by: Any) -> Publication:
    """A new publication that reads the whole file, described by the record where there is one, else by the proposal.

    Stays a draft unless `publish` is set and a person described it. Raises `NoShelf` where no shelf holds its kind.
    Called in a transaction, in which the shelf is ours alone: two pages made side by side would take one place.
    """
    kind = records.kind_slug(record) if record else proposal.kind
    shelf = Shelf.objects.select_for_update().filter(kind_slug=kind).order_by("path").first()
    if shelf is None:
        raise NoShelf(kind)
    publication = shelf.kind_class(live=False, owner=by)
    if record:
        records.fill(publication, record)
    else:
        _fill_from(publication, proposal)
    publication.draft_title = publication.title
    publication.slug = _slug(shelf, publication)
    publication.spans.add(Span(file=file, sort_order=0))
    shelf.add_child(instance=publication)
    revision = publication.save_revision(user=by)
    if publish and record:
        revision.publish(user=by)
    return publication


def attach(publication: Publication, file: File) -> None:
    """The file as a further span of a publication that exists: as a new draft of it, for an editor to publish."""
    latest = publication.specific.get_latest_revision_as_object()
    if any(span.file_id == file.pk for span in latest.spans.all()):
        return
    latest.spans.add(Span(file=file, sort_order=latest.spans.count()))
    latest.save_revision()


def _fill_from(publication: Publication, proposal: Proposal) -> None:
    publication.title, publication.issued = proposal.title, proposal.date
    if isinstance(publication, Regulation) and proposal.law_number:
        # UU 28/2014 Pasal 42: statutes have no copyright
        publication.licence = Publication.Licence.PUBLIC_DOMAIN
        publication.law = records.named_law(
            proposal.law_kind,
            proposal.law_number,
            proposal.law_year,
            about=proposal.law_about,
            name=proposal.law_name,
        )


def _slug(shelf: Shelf, publication: Publication) -> str:
    """Short and plain: `uu-23-2004` for a law, else from the title; free on its shelf."""
    law = publication.law if isinstance(publication, Regulation) else None
    named = law.citation.replace("/", "-") if law else publication.title
    base = slugify(named)[:80].strip("-") or "tanpa-judul"
    slug, number = base, 1
    while not publication._slug_is_available(slug, shelf):
        number += 1
        slug = f"{base}-{number}"
    return slug
