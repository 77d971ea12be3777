"""Joining two entries for the same person or organisation, without losing a link.

The entry that goes keeps its row and its address, which leads to the one that stays; its name becomes a variant.
Drafts and earlier versions are rewritten too, or publishing one would bring the old entry back.
"""

from typing import Any

from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import Revision

from library.changes import touch_all
from library.models import Agent, Contribution, Publication

#: What the entry that stays takes over where it says nothing itself.
_NAME_PARTS = ("family", "given", "filing")
_TAKEN_OVER = ("titles", "about_id", "about_en", "website", "orcid")


class CannotJoin(ValueError):
    """The two are the same entry, or one of them was joined before."""


def merge(kept: Agent, gone: Agent) -> int:
    """Let `kept` stand for `gone` as well; gives how many works changed hands. Raises `CannotJoin`."""
    if kept.pk == gone.pk or kept.merged_into_id or gone.merged_into_id:
        raise CannotJoin(f"{kept.pk} {gone.pk}")
    with transaction.atomic():
        works = list(
            Contribution.objects.filter(agent=gone).values_list("publication_id", flat=True).distinct()
        )
        _rewrite_rows(kept, gone)
        _rewrite_revisions(kept, gone)
        Agent.objects.filter(merged_into=gone).update(merged_into=kept)
        Agent.objects.filter(pk=gone.pk).update(merged_into=kept)
        may_have_parts = kept.kind in {Agent.Kind.UNKNOWN, Agent.Kind.FAMILY_NAME}
        if may_have_parts and not any(getattr(kept, name) for name in _NAME_PARTS):  # together, or not at all
            for name in _NAME_PARTS:
                setattr(kept, name, getattr(gone, name))
        for name in _TAKEN_OVER:
            if not getattr(kept, name):
                setattr(kept, name, getattr(gone, name))
        if kept.kind == Agent.Kind.UNKNOWN:
            kept.kind = gone.kind
        names = [*kept.as_name.variants, gone.name, *gone.as_name.variants]
        kept.variants = "\n".join(dict.fromkeys(name for name in names if name != kept.name))
        kept.save()
        touch_all(works)
    return len(works)


def _rewrite_rows(kept: Agent, gone: Agent) -> None:
    """Who is named twice in one role by now is named once."""
    theirs = set(Contribution.objects.filter(agent=kept).values_list("publication_id", "role"))
    for row in Contribution.objects.filter(agent=gone):
        if (row.publication_id, row.role) in theirs:
            row.delete()
        else:
            Contribution.objects.filter(pk=row.pk).update(agent=kept)
            theirs.add((row.publication_id, row.role))


def _rewrite_revisions(kept: Agent, gone: Agent) -> None:
    keys = Publication.objects.annotate(key=Cast("pk", CharField())).values("key")
    for revision in Revision.objects.page_revisions().filter(object_id__in=keys).iterator():
        named = revision.content.get("contributions") or ()
        if any(each.get("agent") == gone.pk for each in named):
            revision.content["contributions"] = _joined(named, kept.pk, gone.pk)
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _joined(named: Any, kept: int, gone: int) -> list[dict[str, Any]]:
    seen, found = set(), []
    for each in named:
        told = {**each, "agent": kept} if each.get("agent") == gone else each
        if (told["agent"], told.get("role")) not in seen:
            found.append(told)
        seen.add((told["agent"], told.get("role")))
    return found
