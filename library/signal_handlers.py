"""What Wagtail and Django do to publications, turned into changes. Plain functions, wired by `connect`.

All are called inside the transaction of what they tell of: Wagtail saves and deletes pages, Django changes relations,
and our own models save (see their `save`) in one. Only a privacy setting is saved outside of any.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from library.access import public
from library.changes import touch_all, withdraw
from library.models import (
    Agent,
    Article,
    Concept,
    Issue,
    Law,
    Periodical,
    PermanentId,
    Picture,
    Place,
    Publication,
    Regulation,
    Relation,
    Subject,
)
from library.neighbours import edges, narrower_than

#: Fields of a page that only editors see: writing them alone, as saving a draft does, is no change.
_EDITORS_ONLY = frozenset(
    [
        "alias_of_id",
        "comments",
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locale",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "translation_key",
        "wagtail_admin_comments",
    ]
)


def page_to_be_saved(sender, instance, raw=False, **kwargs) -> None:
    """Notes whether its address changes, which it shares with all below it."""
    if isinstance(instance, Page) and not raw:
        before = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()
        instance.address_changes = before is not None and before != instance.url_path


def page_saved(sender, instance, created=False, raw=False, update_fields=None, **kwargs) -> None:
    """Published, unpublished, altered, moved. Every publication has its permanent address from its first draft on.

    A shelf speaks for nothing but its own address: its works would be left out of search for a word of its own.
    """
    if raw or not isinstance(instance, Page):
        return
    if created and isinstance(instance, Publication):
        PermanentId.objects.get_or_create(
            publication_id=instance.pk, defaults={"title": instance.title[:500]}
        )
    if update_fields is not None and _EDITORS_ONLY.issuperset(update_fields):
        return
    if isinstance(instance, Issue) or type(instance) is Page:
        _tell_articles(Issue.objects.filter(pk=instance.pk))
    if instance.address_changes or isinstance(instance, Periodical):
        touch_all(_with_kin(_publications_below(instance)))
    elif isinstance(instance, Publication) or type(instance) is Page:  # Wagtail saves works as bare pages too
        touch_all(_with_kin(Publication.objects.filter(pk=instance.pk).values_list("pk", flat=True)))


def page_moved(sender, instance, url_path_before="", url_path_after="", **kwargs) -> None:
    """Issues and articles know what they stand in; Wagtail moves them without saving them. Among its neighbours a page
    may be moved without a difference to its readers."""
    if url_path_before == url_path_after:
        return
    for issue in Issue.objects.descendant_of(instance, inclusive=True):
        above = issue.get_parent()
        Issue.objects.filter(pk=issue.pk).update(serial=Periodical.objects.filter(pk=above.pk).first())
    for article in Article.objects.descendant_of(instance, inclusive=True):
        above = article.get_parent()
        Article.objects.filter(pk=article.pk).update(host=Issue.objects.filter(pk=above.pk).first())
    _tell_articles(
        Issue.objects.descendant_of(instance, inclusive=True) | Issue.objects.ancestor_of(instance)
    )
    touch_all(_with_kin(_publications_below(instance)))


def publication_to_be_deleted(sender, instance, **kwargs) -> None:
    """The tombstone stays; the index is told. An issue finds the pages again that a deleted article held."""
    withdraw([instance.pk])
    kin = _with_kin([instance.pk]) - {instance.pk}
    # Others may be on their way out with it: told of already, and still there for a moment.
    there = PermanentId.objects.filter(publication_id__in=kin, withdrawn=None)
    touch_all(there.values_list("publication_id", flat=True))


def relation_changed(sender, instance, **kwargs) -> None:
    """Said on one side, shown on both, once readers have seen that side."""
    if Publication.objects.filter(_seen_till_now(), pk=instance.publication_id).exists():
        touch_all(Publication.objects.filter(pk=instance.other_id).values_list("pk", flat=True))


def privacy_changed(sender, instance, origin=None, **kwargs) -> None:
    """Wagtail's page privacy covers all the pages below. Told before and after it is saved: whoever dies between has
    told once too often.

    Where it goes because its page is deleted, the pages are told of already, and are not public for a moment.
    """
    if origin is None or getattr(origin, "model", type(origin)) is PageViewRestriction:
        touch_all(_with_kin(_publications_below(instance.page)))


def agent_changed(sender, instance, created=False, **kwargs) -> None:
    if not created:
        touch_all(instance.contributions.values_list("publication_id", flat=True))


def concept_changed(sender, instance, created=False, **kwargs) -> None:
    """A law is a concept too, and may be saved or deleted as either. Works about it are found by its names."""
    if not created:
        about = Subject.objects.filter(concept=instance.pk).values_list("publication_id", flat=True)
        touch_all([*_texts_of([instance.pk], with_neighbours=True), *about])


def concept_to_be_saved(sender, instance, raw=False, **kwargs) -> None:
    """Works about narrower concepts are found under its slug, which a law takes from the thesaurus it comes with."""
    before = Concept.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if not raw and before is not None and before != instance.slug:
        touch_all(_about_below([instance.pk]))


def concept_to_be_deleted(sender, instance, **kwargs) -> None:
    touch_all(_about_below([instance.pk]))


def broader_changed(sender, instance, action, pk_set, reverse, **kwargs) -> None:
    """What is broader than a concept is a subject of the works about it, and of those about all below it."""
    if action in {"post_add", "pre_remove"}:
        touch_all(_about_below(pk_set if reverse else [instance.pk]))
    elif action == "pre_clear":
        touch_all(_about_below([instance.pk]))


def law_relations_changed(sender, instance, action, pk_set, **kwargs) -> None:
    """Both laws show it. Before relations are cleared, as only then it is known which."""
    if action in {"post_add", "pre_remove"}:
        touch_all(_texts_of([instance.pk, *pk_set]))
    elif action == "pre_clear":
        touch_all(_texts_of([instance.pk], with_neighbours=True))


def picture_changed(sender, instance, created=False, **kwargs) -> None:
    if not created:
        touch_all(Publication.objects.filter(cover=instance).values_list("pk", flat=True))


def connect() -> None:
    """Called once by the app."""
    pre_save.connect(page_to_be_saved, dispatch_uid="page_to_be_saved")
    post_save.connect(page_saved, dispatch_uid="page_saved")
    pre_delete.connect(
        publication_to_be_deleted, sender=Publication, dispatch_uid="publication_to_be_deleted"
    )
    for moment in (pre_save, post_save, post_delete):
        moment.connect(privacy_changed, sender=PageViewRestriction, dispatch_uid="privacy_changed")
    post_save.connect(agent_changed, sender=Agent, dispatch_uid="agent_changed")
    for concept in (Concept, Law, Place):
        post_save.connect(concept_changed, sender=concept, dispatch_uid="concept_changed")
        pre_save.connect(concept_to_be_saved, sender=concept, dispatch_uid="concept_to_be_saved")
    pre_delete.connect(concept_changed, sender=Law, dispatch_uid="law_to_be_deleted")
    pre_delete.connect(concept_to_be_deleted, sender=Concept, dispatch_uid="concept_to_be_deleted")
    m2m_changed.connect(broader_changed, sender=Concept.broader.through, dispatch_uid="broader_changed")
    for relation in (Law.amended_by, Law.repealed_by):
        m2m_changed.connect(
            law_relations_changed, sender=relation.through, dispatch_uid="law_relations_changed"
        )
    post_page_move.connect(page_moved, dispatch_uid="page_moved")
    for moment in (post_save, post_delete):
        moment.connect(relation_changed, sender=Relation, dispatch_uid="relation_changed")
    for moment in (post_save, pre_delete):
        moment.connect(picture_changed, sender=Picture, dispatch_uid="picture_changed")


def _publications_below(page: Page) -> list[int]:
    return list(Publication.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))


def _seen_till_now() -> Q:
    """What readers see now, or saw before this change. Of anything else no other work may show even the day on which it was
    changed."""
    return public().seen() | Q(permanent__was_public=True, permanent__withdrawn=None)


def _with_kin(keys: Iterable[int]) -> set[int]:
    """With the issues of articles, the articles of issues, and the works that are said to stand in some way to these or to
    those articles: each shows on the other's page. What nobody sees shows on none."""
    keys = set(keys)
    those = Publication.objects.filter(_seen_till_now(), pk__in=keys).values("pk")
    hosts = Article.objects.filter(pk__in=those).exclude(host=None).values_list("host_id", flat=True)
    articles = Article.objects.filter(host__in=those).values_list("pk", flat=True)
    shown = {*those.values_list("pk", flat=True), *articles}
    named = (
        Relation.objects.filter(publication__in=shown).exclude(other=None).values_list("other_id", flat=True)
    )
    naming = Relation.objects.filter(other__in=shown).values_list("publication_id", flat=True)
    return keys.union(hosts, articles, named, naming)


def _about_below(concepts: Iterable[int]) -> list[int]:
    """The publications about these concepts or anything below them, and the texts of such laws."""
    links = edges()
    keys = set().union(*(narrower_than(each, links) for each in concepts))
    about = Subject.objects.filter(concept__in=keys).order_by().values_list("publication_id", flat=True)
    return [*_texts_of(keys), *about]


def _tell_articles(issues: Iterable[Issue]) -> None:
    """Articles are seen only while their issue is; those without a date of their own stand at its date."""
    for issue in issues:
        articles = Article.objects.filter(host=issue)
        articles.update(in_hidden_issue=issue.hidden)
        articles.filter(issued="").update(issued_sort=issue.issued_sort, year=issue.year)


def _texts_of(laws: Iterable[int], *, with_neighbours: bool = False) -> list[int]:
    """The publications that print these laws, and on wish those of the laws that name them on their pages."""
    laws = list(laws)
    concerned = Q(law__in=laws)
    if with_neighbours:
        for relation in ("amended_by", "repealed_by", "amends", "repeals"):
            concerned |= Q(**{f"law__{relation}__in": laws})
    return list(Regulation.objects.filter(concerned).order_by("pk").values_list("pk", flat=True).distinct())
