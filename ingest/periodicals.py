"""Journals and bulletins as rows tell of them: the title and the issue found, or made where they are not there yet.

Rows come in any order, and side by side: an article's file may be read before its issue's. Whoever finds nothing makes
the page; whoever finds it tells it what it does not say. Called in a transaction that holds the shelves
(`ingest.catalogue`).
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from ingest.records.filling import fill_model
from ingest.records.issues import IssueNumber, issue_number, periodical_key
from library import dates
from library.forms import issue_name
from library.models import Issue, Periodical, Shelf

Fields = Mapping[str, str]


def periodical(
    shelf: Shelf, title: str, *, issn: str = "", publish: bool = False, by: Any = None
) -> Periodical:
    """The periodical of that title on the shelf, or with that ISSN; made where there is none."""
    found = _periodical_on(shelf, title, issn)
    if found is None:
        found = Periodical(title=title, live=False, owner=by, kind_slug=shelf.kind_slug)
        place(found, shelf, title)
        published(found, publish=publish, by=by)
    elif publish and not found.live and untouched(found):
        found.get_latest_revision_as_object().save_revision(user=by).publish(user=by)
    return found


def describe_periodical(shelf: Shelf, fields: Fields, *, publish: bool, by: Any = None) -> Periodical:
    """The periodical that a row tells of, made or told what the row knows. What an editor wrote stays."""
    found = _periodical_on(shelf, fields["title"], fields.get("issn", ""))
    if found is None:
        found = Periodical(live=False, owner=by, kind_slug=shelf.kind_slug)
        fill_model(found, fields, over=True)
        place(found, shelf, found.title)
        published(found, publish=publish, by=by)
        return found
    latest = found.get_latest_revision_as_object()
    mine = untouched(found)
    if fill_model(latest, fields, over=mine):
        latest.draft_title = latest.title
        revision = latest.save_revision(user=by)
        if publish and (mine or not found.live):
            revision.publish(user=by)
    return found


def _periodical_on(shelf: Shelf, title: str, issn: str) -> Periodical | None:
    held = list(Periodical.objects.child_of(shelf).order_by("path"))
    wanted = periodical_key(title)
    found = next((each for each in held if periodical_key(each.title) == wanted), None)
    if found is None and issn:
        found = next((each for each in held if issn in {each.issn_print, each.issn_electronic}), None)
    return found


def issue_in(serial: Periodical, number: IssueNumber) -> Issue | None:
    """The issue of that number, where the periodical has it."""
    held = Issue.objects.child_of(serial).order_by("path")
    return next((each for each in held if number.same_as(number_of(each))), None)


def number_of(issue: Issue) -> IssueNumber:
    """The number of an issue that is here."""
    return IssueNumber(issue.volume, issue.number, dates.read(issue.issued), issue.numbering)


def issue_for(serial: Periodical, fields: Fields, *, publish: bool = False, by: Any = None) -> Issue:
    """The issue in which an article of that row stands; made, with no more than its number, where there is none."""
    number = issue_number(fields)
    found = issue_in(serial, number)
    if found is None:
        found = make_bare_issue(serial, number, fields, publish=publish, by=by)
    elif publish and not found.live and untouched(found):
        found.get_latest_revision_as_object().save_revision(user=by).publish(user=by)
    return found


def make_bare_issue(
    serial: Periodical, number: IssueNumber, fields: Fields, *, publish: bool = False, by: Any = None
) -> Issue:
    """An issue with no more than its number, below its periodical; of an article's date (in `fields`) it takes the year."""
    made = bare_issue(number, fields)
    made.owner = by
    place(made, serial, numbered(made))
    published(made, publish=publish, by=by)
    return made


def bare_issue(number: IssueNumber, fields: Fields) -> Issue:
    """An issue of which its number alone is known; of an article's date, the year."""
    issued = number.issued.edtf
    if not issued and (year := dates.read(fields.get("date", "")).year):
        issued = str(year)
    issue = Issue(
        live=False, numbering=number.called, volume=number.volume, number=number.number, issued=issued
    )
    issue.title = called(issue)
    return issue


def called(issue: Issue) -> str:
    """How an issue is called that has no title of its own."""
    return (issue.numbering or issue_name(issue.volume, issue.number, issue.issued) or issue.title)[:255]


def numbered(issue: Issue) -> str:
    """What an issue's address is made from: its numbers alone, which do not depend on what was read first."""
    if issue.volume:
        return f"vol {issue.volume}" + (f" no {issue.number}" if issue.number else "")
    if issue.number:
        return f"edisi {issue.number}"
    return issue.issued.replace("/", " ") or called(issue)


def place(page: Page, above: Page, name: str) -> None:
    """Put a new page below another, at a free address made from `name`."""
    page.draft_title = page.title
    base = slugify(re.sub("[–—]", "-", name))[:80].strip("-") or "tanpa-judul"
    slug, number = base, 1
    while not page._slug_is_available(slug, above):
        number += 1
        slug = f"{base}-{number}"
    page.slug = slug
    page._cached_parent_obj = above
    page.clean()  # which Wagtail leaves out for drafts: years, orders and numbers are worked out there
    above.add_child(instance=page)


def published(page: Page, *, publish: bool, by: Any) -> None:
    """Its first revision, public with `publish`."""
    revision = page.save_revision(user=by)
    if publish:
        revision.publish(user=by)


def untouched(page: Page) -> bool:
    """Whether no person ever wrote in it: what machines made from a row, rows may mend."""
    return page.owner_id is None and not page.revisions.exclude(user=None).exists()
