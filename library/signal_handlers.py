"""What Wagtail and Django do to publications, turned into changes. Plain functions, wired by `connect`."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from library.changes import touch, touch_all
from library.models import Agent, Holdings, Law, PermanentId, Publication, Shelf


def give_permanent_id(sender, instance, created, raw=False, **kwargs) -> None:
    """Every publication has its permanent address from its first draft on."""
    if created and not raw and isinstance(instance, Publication):
        PermanentId.objects.get_or_create(publication_id=instance.pk, defaults={"title": instance.title[:500]})


def page_changed(sender, instance, **kwargs) -> None:
    """Published or unpublished; a shelf speaks for nothing but its own address, which its works share."""
    touch_all(_publications_below(instance) if isinstance(instance, Shelf | Holdings) else _itself(instance))


def page_moved(sender, instance, **kwargs) -> None:
    touch_all(_publications_below(instance))


def publication_deleted(sender, instance, **kwargs) -> None:
    """The tombstone stays; the index is told. Before the deletion, while the row can still be named."""
    if isinstance(instance, Publication):
        PermanentId.objects.filter(publication_id=instance.pk, was_public=True, withdrawn=None).update(
            withdrawn=timezone.now()
        )
        touch(instance.pk)


def privacy_changed(sender, instance, **kwargs) -> None:
    """Wagtail's page privacy covers all the pages below."""
    touch_all(_publications_below(instance.page))


def agent_changed(sender, instance, created=False, **kwargs) -> None:
    if not created:
        touch_all(instance.contributions.values_list("publication_id", flat=True))


def law_changed(sender, instance, **kwargs) -> None:
    if isinstance(instance, Law):
        touch_all(instance.texts.values_list("pk", flat=True))


def connect() -> None:
    """Called once by the app."""
    post_save.connect(give_permanent_id, dispatch_uid="give_permanent_id")
    page_published.connect(page_changed, dispatch_uid="page_published")
    page_unpublished.connect(page_changed, dispatch_uid="page_unpublished")
    post_page_move.connect(page_moved, dispatch_uid="page_moved")
    pre_delete.connect(publication_deleted, dispatch_uid="publication_deleted")
    post_save.connect(privacy_changed, sender=PageViewRestriction, dispatch_uid="privacy_set")
    post_delete.connect(privacy_changed, sender=PageViewRestriction, dispatch_uid="privacy_taken")
    post_save.connect(agent_changed, sender=Agent, dispatch_uid="agent_changed")
    post_save.connect(law_changed, sender=Law, dispatch_uid="law_changed")
    for relation in (Law.amended_by, Law.repealed_by):
        m2m_changed.connect(law_changed, sender=relation.through, dispatch_uid=f"law_{relation.field.name}")


def _itself(page) -> list[int]:
    return [page.pk] if isinstance(page, Publication) else []


def _publications_below(page) -> list[int]:
    return list(Publication.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))
