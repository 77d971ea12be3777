"""A draft put right in the table and published from it: title, date, and the reasons why not."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from ingest import errors
from ingest.models import Ingestion
from library import dates
from library.models import Article, Issue, Publication
from library.spoken import spoken

_LONGEST_TITLE = 255


class CannotMend(Exception):
    """What was typed cannot be kept: a sentence for each field ("title", "issued", or "" for the whole)."""

    def __init__(self, troubles: dict[str, str]) -> None:
        super().__init__(" ".join(troubles.values()))
        self.troubles = troubles


class CannotPublish(Exception):
    """It cannot be published; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """A publication as its last draft has it, and what an editor may do with it. `issued` is its date as somebody would
    write it, `stored_date` as it is kept (EDTF); `locked` says who closed it."""

    work: Publication
    title: str
    issued: str
    stored_date: str
    language: str
    kind: str
    edit_url: str
    can_edit: bool
    can_publish: bool
    locked: str = ""

    @property
    def waits(self) -> bool:
        """Whether there is anything that readers do not see yet."""
        return not self.work.live or self.work.has_unpublished_changes


def draft_of(work: Publication, user: Any) -> Draft:
    """What the table shows, from the last revision as it is stored: nothing is built for it."""
    content = work.latest_revision.content if work.latest_revision else {}
    language = content.get("language", work.language)
    may = work.permissions_for_user(user)
    planned = work.latest_revision is not None and work.latest_revision.approved_go_live_at
    locked = may.page_locked() if work.locked or planned else None
    return Draft(
        work,
        str(content.get("title", work.title)),
        shown_date(content.get("issued", work.issued)),
        content.get("issued", work.issued),
        str(dict(Publication.Language.choices).get(language, language)),
        str(work.cached_content_type.model_class()._meta.verbose_name),
        reverse("wagtailadmin_pages:edit", args=[work.pk]),
        can_edit=bool(may.can_edit() and not locked),
        can_publish=bool(may.can_publish()),
        locked=(str(work.locked_by) if work.locked_by else _("jadwal terbitnya")) if locked else "",
    )


def why_not(ingestion: Ingestion, work: Draft | None, *, unplaced: bool) -> str:
    """Why it cannot be published now; "" where it can. `unplaced`: see `ingest.placing.unplaced`."""
    if work is None:
        if ingestion.state in (Ingestion.State.WAITING, Ingestion.State.RUNNING):
            return _("Masih dibaca; sesudah itu dapat diterbitkan.")
        if ingestion.error == errors.AlreadyHere.code:
            return _("Berkas ini sudah ada di pustaka.")
        if ingestion.state == Ingestion.State.REFUSED:
            return _("Berkas ini belum dapat dibaca.")
        return _("Drafnya sudah dihapus.")
    if not any(letter.isalnum() for letter in work.title):
        return _("Judulnya belum diisi.")
    if not work.waits:
        return _("Sudah terbit.")
    if not work.can_publish:
        return _("Anda belum berhak menerbitkan di rak ini; mintalah seorang pemeriksa.")
    if work.locked:
        return _("Dikunci oleh %(who)s.") % {"who": work.locked}
    if unplaced:
        return _("Seperti bagian dari terbitan berkala. Pilih dulu tempatnya, atau nyatakan bahwa ini buku.")
    return ""


def mend(work: Publication, user: Any, *, title: str | None = None, issued: str | None = None) -> bool:
    """Keep a title, a date (as somebody writes it), or both, as a new draft; gives whether anything changed. Raises
    `CannotMend`; nothing changes then."""
    draft = draft_of(work, user)
    if not draft.can_edit:
        sentence = _("Dikunci oleh %(who)s.") % {"who": draft.locked} if draft.locked else ""
        raise CannotMend({"": sentence or _("Anda tidak berhak mengubah terbitan ini.")})
    latest = work.specific.get_latest_revision_as_object()
    before = (latest.title, latest.issued)
    if title is not None:
        latest.title = " ".join(title.split())
    if issued is not None:
        latest.issued = " ".join(issued.split())
    if troubles := _troubles(latest):
        raise CannotMend(troubles)
    if (latest.title, latest.issued) == before:
        return False
    if not latest.first_published_at:
        follow_the_title(latest, before[0])
    latest.draft_title = latest.title
    latest.save_revision(user=user, log_action=True, changed=True)
    return True


def publish(work: Publication, user: Any) -> list[Page]:
    """Publish the last draft, with what it needs above it and, of an issue, its articles; gives all that were published
    along with it. Raises `CannotPublish`; nothing is published then."""
    along: list[Page] = []
    try:
        with transaction.atomic():
            for above in work.get_ancestors().filter(live=False).specific():
                if above.first_published_at or not above.permissions_for_user(user).can_publish():
                    sentence = _("“%(title)s”, tempat terbitan ini berada, belum terbit.")
                    raise CannotPublish(sentence % {"title": above.get_admin_display_title()})
                _publish(above, user)
                along.append(above)
            _publish(work, user)
            for article in _articles(work):
                _publish(article, user)
                along.append(article)
    except ValidationError as error:
        raise CannotPublish(" ".join(error.messages)) from error
    return along


def published_words(work: Publication, along: list[Page]) -> str:
    """What was published together, in a sentence."""
    title = work.get_admin_display_title()
    sentence = ngettext(
        "“%(title)s” terbit, bersama %(count)d terbitan yang berkaitan: %(others)s.",
        "“%(title)s” terbit, bersama %(count)d terbitan yang berkaitan: %(others)s.",
        len(along),
    )
    others = ", ".join(f"“{each.get_admin_display_title()}”" for each in along)
    return sentence % {"title": title, "count": len(along), "others": others}


def _publish(page: Page, user: Any) -> None:
    revision = page.latest_revision or page.specific.save_revision(user=user)
    revision.publish(user=user)


def _articles(work: Publication) -> list[Article]:
    """The articles of an issue that nobody has seen yet."""
    if not Issue.objects.filter(pk=work.pk).exists():
        return []
    articles = Article.objects.child_of(work).filter(live=False, first_published_at=None)
    return list(articles.select_related("latest_revision"))


def _troubles(latest: Publication) -> dict[str, str]:
    if len(latest.title) > _LONGEST_TITLE:
        sentence = _("Judul paling panjang %(most)d huruf; yang ini %(count)d.")
        return {"title": sentence % {"most": _LONGEST_TITLE, "count": len(latest.title)}}
    try:
        latest.clean()
    except ValidationError as error:
        said = {name: " ".join(sentences) for name, sentences in error.message_dict.items()}
        # What is wrong elsewhere is not this table's to judge; the form of the work says it.
        return {name: said[name] for name in ("title", "issued") if name in said}
    return {}


def follow_the_title(latest: Publication, before: str) -> None:
    """A work that nobody has seen is not called by the name of its file for ever: its address goes along, where it was
    made from the title."""
    made = re.escape(slugify(before)[:80].strip("-") or "tanpa-judul")
    if re.fullmatch(rf"{made}(?:-\d+)?", latest.slug) and (base := slugify(latest.title)[:80].strip("-")):
        latest.slug = latest._get_autogenerated_slug(base)


def shown_date(issued: str) -> str:
    """A stored date as somebody would write it."""
    try:
        return spoken(dates.read(issued))
    except dates.UnreadableDate:
        return issued
