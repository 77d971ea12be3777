"""Whatever readers could notice leaves a change, in the same transaction; what they could not leaves none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, PageViewRestriction

from ingest.models import Ingestion
from ingest.work import work_off
from library.access import Access
from library.changes import pending, release_embargoes, tell_again, touch
from library.merging import merge
from library.models import (
    Agent,
    AmbiguousLabel,
    Article,
    Book,
    Change,
    Concept,
    Contribution,
    Issue,
    Law,
    Passage,
    Periodical,
    PermanentId,
    Picture,
    Place,
    Publication,
    Regulation,
    Relation,
    Shelf,
    Span,
    Subject,
)
from search.indexing import drain_all, sweep
from tests.works import again, shelve, signed_in, stored, write


@dataclass
class Stage:
    """A library in small: a published book by one author about one concept and one place, a law with its text and one
    that amends it, a draft; a journal with an issue whose pages an article holds."""

    book: Book
    draft: Book
    text: Regulation
    law: Law
    amending: Law
    concept: Concept
    place: Place
    journal: Periodical
    issue: Issue
    article: Article

    @property
    def other_agent(self) -> Agent:
        return Agent.objects.get(name="Sri M.")

    @property
    def other_journal(self) -> Periodical:
        return Periodical.objects.get(slug="jurnal-lain")

    @cached_property
    def editor(self) -> Client:
        return signed_in()

    @property
    def shelf(self) -> Shelf:
        return Shelf.objects.exclude(slug="rak-lain").get(kind_slug="buku")

    @property
    def other_shelf(self) -> Shelf:
        return Shelf.objects.get(slug="rak-lain")

    def bulk(self, action: str, *pages: Page, **given: object) -> None:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        chosen = "&".join(f"id={page.pk}" for page in pages)
        answer = self.editor.post(f"{address}?{chosen}", given)
        assert answer.status_code == 302, answer.content.decode()

    def privacy(self, page: Page, kind: str) -> None:
        answer = self.editor.post(
            reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), {"restriction_type": kind}
        )
        assert b"set_privacy_done" in answer.content


@pytest.fixture
def stage(shelf: Shelf) -> Stage:
    shelf.add_sibling(instance=Shelf(title="Rak Lain", slug="rak-lain", kind_slug="buku"))
    agent = Agent.objects.create(name="Sri Mulyati")
    book = shelve("Halaman satu.", "Halaman dua.", contributions=[Contribution(agent=agent)])
    book.title = "Jalan Panjang, edisi kedua"
    book.cover = Picture.objects.create(title="Sampul", file=ImageFile(_drawn(), name="sampul.png"))
    concept = Concept.objects.create(label_id="Kekerasan dalam rumah tangga")
    place = Place.objects.create(label_id="Kabupaten Garut")
    book.subjects = [Subject(concept=concept), Subject(concept=place)]
    book.save_revision().publish()
    law = Law.objects.create(kind="UU", number="23", year=2002, label_id="UU 23/2002")
    amending = Law.objects.create(kind="UU", number="35", year=2014, label_id="UU 35/2014")
    law.amended_by.add(amending)
    text = Regulation(title="Perlindungan Anak", law=law, spans=[Span(file=stored("Pasal 1"))])
    Shelf.objects.get(kind_slug="peraturan").add_child(instance=text)
    draft = shelve("Belum terbit.", title="Naskah", publish=False)
    Agent.objects.create(name="Sri M.")
    journals = Shelf.objects.get(kind_slug="jurnal")
    journals.add_child(instance=Periodical(title="Jurnal Lain", slug="jurnal-lain"))
    journal = journals.add_child(instance=Periodical(title="Jurnal", slug="jurnal-s"))
    shared = stored("Sampul.", "Artikel.")
    issue = journal.add_child(instance=Issue(title="Edisi 1", numbering="Edisi 1", spans=[Span(file=shared)]))
    article = Article(title="Dispensasi", spans=[Span(file=shared, first=2)])
    issue.add_child(instance=article)
    drain_all()
    return Stage(again(book), draft, text, law, amending, concept, place, journal, issue, article)


def _drawn() -> BytesIO:
    drawn = BytesIO()
    Image.new("RGB", (4, 6), "white").save(drawn, "PNG")
    drawn.seek(0)
    return drawn


def republished(work: Publication, **fields: object) -> None:
    work = again(work)
    for name, value in fields.items():
        setattr(work, name, value)
    work.save_revision().publish()


def saved(row: object, **fields: object) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def related(work: Publication, other: Publication, *, publish: bool = True) -> None:
    """The work says that it reviews the other."""
    work = again(work)
    work.relations = [Relation(kind="review", other=other)]
    revision = work.save_revision()
    if publish:
        revision.publish()


def hour_comes(stage: Stage) -> None:
    call_command("publish_scheduled", verbosity=0)


Act = Callable[[Stage], object]
ACTS: dict[str, tuple[Act, set[str]]] = {
    "a draft is published": (lambda s: again(s.draft).get_latest_revision().publish(), {"draft"}),
    "a new title is published": (lambda s: republished(s.book, title="Judul Baru"), {"book"}),
    "it is unpublished": (lambda s: again(s.book).unpublish(), {"book"}),
    "it is unpublished as a bare page": (lambda s: Page.objects.get(pk=s.book.pk).unpublish(), {"book"}),
    "all of a query are unpublished": (lambda s: Book.objects.filter(pk=s.book.pk).unpublish(), {"book"}),
    "a revision is restored": (lambda s: s.book.revisions.order_by("pk").first().publish(), {"book"}),
    "the access is changed and published": (lambda s: republished(s.book, access=Access.SUMMARY), {"book"}),
    "a script saves it": (lambda s: saved(again(s.book), abstract_id="Baru."), {"book"}),
    "its address changes": (lambda s: republished(s.book, slug="jalan-lain"), {"book"}),
    "its shelf's address changes": (lambda s: saved(s.shelf, slug="buku-buku"), {"book"}),
    "it is moved": (lambda s: again(s.book).move(s.other_shelf, pos="last-child"), {"book"}),
    "it is deleted": (lambda s: again(s.book).delete(), {"book"}),
    "it is deleted as a bare page": (lambda s: Page.objects.get(pk=s.book.pk).delete(), {"book"}),
    "its shelf is deleted": (lambda s: s.shelf.delete(), {"book"}),
    "all of a query are deleted": (lambda s: Publication.objects.filter(pk=s.book.pk).delete(), {"book"}),
    "all books of a query are deleted": (lambda s: Book.objects.filter(pk=s.book.pk).delete(), {"book"}),
    "the hour of its publication comes": (hour_comes, {"draft"}),
    "the hour of its withdrawal comes": (hour_comes, {"book"}),
    "many are published at once": (lambda s: s.bulk("publish", s.draft), {"draft"}),
    "many are unpublished at once": (lambda s: s.bulk("unpublish", s.book, s.text), {"book", "text"}),
    "many are moved at once": (lambda s: s.bulk("move", s.book, chooser=s.other_shelf.pk), {"book"}),
    "many are deleted at once": (lambda s: s.bulk("delete", s.book, s.text), {"book", "text"}),
    "it is made private": (lambda s: s.privacy(s.book, "login"), {"book"}),
    "its shelf is made private": (lambda s: s.privacy(s.shelf, "login"), {"book"}),
    "it is made public again": (lambda s: s.privacy(s.book, "none"), {"book"}),
    "the day comes on which its embargo ends": (lambda s: release_embargoes(), {"book"}),
    "its author is renamed": (lambda s: saved(s.book.creators[0], name="Sri Mulyati Yusuf"), {"book"}),
    "its cover is exchanged": (lambda s: saved(Picture.objects.get(), title="Lain"), {"book"}),
    "its cover is deleted": (lambda s: Picture.objects.get().delete(), {"book"}),
    "the law's fields change": (lambda s: saved(s.law, short_name="UU Perlindungan Anak"), {"text"}),
    "the law is saved as a concept": (
        lambda s: saved(Concept.objects.get(pk=s.law.pk), label_en="Act"),
        {"text"},
    ),
    "the law that amends it is renumbered": (lambda s: saved(s.amending, number="36"), {"text"}),
    "another law repeals it": (lambda s: s.law.repealed_by.add(s.amending), {"text"}),
    "another law repeals it, said there": (lambda s: s.amending.repeals.add(s.law), {"text"}),
    "it repeals another law": (lambda s: s.law.repeals.set([s.amending]), {"text"}),
    "an amendment is taken back": (lambda s: s.law.amended_by.remove(s.amending), {"text"}),
    "all amendments are taken back": (lambda s: s.law.amended_by.clear(), {"text"}),
    "all amendments are taken back, said there": (lambda s: s.amending.amends.clear(), {"text"}),
    "the law that amends it is deleted": (lambda s: s.amending.delete(), {"text"}),
    "it is about something else": (
        lambda s: republished(s.book, subjects=[Subject(concept=s.law)]),
        {"book"},
    ),
    "its concept gets another label": (lambda s: saved(s.concept, alternatives_id="KDRT"), {"book"}),
    "its concept is put under another": (
        lambda s: s.concept.broader.add(Concept.objects.create(label_id="Atas")),
        {"book"},
    ),
    "what its concept is under goes": (
        lambda s: s.concept.broader.get(label_id="Bentuk").delete(),
        {"book"},
    ),
    "its place is renamed": (lambda s: saved(s.place, label_id="Garut"), {"book"}),
    "its place is renamed as a concept": (
        lambda s: saved(Concept.objects.get(pk=s.place.pk), label_en="Garut Regency"),
        {"book"},
    ),
    "its author is joined to another entry": (
        lambda s: merge(s.other_agent, s.book.creators[0]),
        {"book"},
    ),
    "another entry is joined to its author": (
        lambda s: merge(s.book.creators[0], s.other_agent),
        {"book"},
    ),
    "it gets a tag": (lambda s: republished(s.book, tags=["anak"]), {"book"}),
    "its notices change": (lambda s: republished(s.book, content_notices=["testimony"]), {"book"}),
    "a mistake in it is told": (lambda s: republished(s.book, errata="Halaman 2: 2014."), {"book"}),
    "it is withdrawn": (
        lambda s: republished(s.book, access=Access.WITHDRAWN, withdrawal="Atas permintaan."),
        {"book"},
    ),
    "another work says how it stands to it": (lambda s: related(s.text, s.book), {"book", "text"}),
    "that is taken back": (lambda s: republished(s.text, relations=[]), {"book", "text"}),
    "a work that names it gets another title": (lambda s: republished(s.text, title="UU"), {"book", "text"}),
    "a work that it names gets another title": (
        lambda s: republished(s.book, title="Baru"),
        {"book", "text"},
    ),
    "a work that names it is deleted": (lambda s: again(s.text).delete(), {"book", "text"}),
    "a work that it names is deleted": (lambda s: again(s.book).delete(), {"book", "text"}),
    "an article is published anew": (lambda s: republished(s.article, rubric="Sosok"), {"article", "issue"}),
    "an article is unpublished": (lambda s: again(s.article).unpublish(), {"article", "issue"}),
    "an article is deleted": (lambda s: again(s.article).delete(), {"article", "issue"}),
    "an issue gets another number": (lambda s: republished(s.issue, number="2"), {"article", "issue"}),
    "an issue is unpublished alone": (lambda s: again(s.issue).unpublish(), {"article", "issue"}),
    "an issue is deleted with its articles": (lambda s: again(s.issue).delete(), {"article", "issue"}),
    "an issue is moved to another journal": (
        lambda s: again(s.issue).move(s.other_journal, pos="last-child"),
        {"article", "issue"},
    ),
    "its journal is renamed": (lambda s: saved(s.journal, title="Jurnal Sapa"), {"article", "issue"}),
    "its journal is published anew": (lambda s: republished_journal(s), {"article", "issue"}),
}


def republished_journal(stage: Stage) -> None:
    journal = Periodical.objects.get(pk=stage.journal.pk)
    journal.publisher = "Sapa Institut"
    journal.save_revision().publish()


def planned(stage: Stage) -> None:
    """The draft's hour of publication has come."""
    hour = timezone.now() - timedelta(minutes=1)
    draft = again(stage.draft)
    draft.go_live_at = hour
    draft.save_revision(approved_go_live_at=hour)


def expiring(stage: Stage) -> None:
    Page.objects.filter(pk=stage.book.pk).update(expire_at=timezone.now() - timedelta(minutes=1))


def under_embargo_until_today(stage: Stage) -> None:
    republished(stage.book, access=Access.EMBARGO, embargo_until=timezone.localdate())
    drain_all()
    PermanentId.objects.filter(publication=stage.book).update(changed=timezone.now() - timedelta(days=2))


def private(stage: Stage) -> None:
    PageViewRestriction.objects.create(page=stage.book, restriction_type="login")
    drain_all()


def naming_the_book(stage: Stage) -> None:
    related(stage.text, stage.book)
    drain_all()


def put_under_another(s: Stage) -> None:
    s.concept.broader.add(Concept.objects.create(label_id="Bentuk"))
    drain_all()


#: What must be so before some of the acts.
BEFORE: dict[str, Act] = {
    "what its concept is under goes": put_under_another,
    "the hour of its publication comes": planned,
    "the hour of its withdrawal comes": expiring,
    "the day comes on which its embargo ends": under_embargo_until_today,
    "it is made public again": private,
    "that is taken back": naming_the_book,
    "a work that names it gets another title": naming_the_book,
    "a work that it names gets another title": naming_the_book,
    "a work that names it is deleted": naming_the_book,
    "a work that it names is deleted": naming_the_book,
}


@pytest.mark.parametrize("act", ACTS)
def test_readers_could_notice_when(stage: Stage, act: str) -> None:
    perform, concerned = ACTS[act]
    BEFORE.get(act, lambda _: None)(stage)
    assert set(pending()) == set()
    assert stage.editor
    with changes_refused():
        before = everything()
        with pytest.raises(IntegrityError):
            perform(stage)
        # Either it is undone already, or the transaction is marked to be.
        assert connection.needs_rollback or everything() == before, "it happened without its change"
    perform(stage)
    assert set(pending()) == {getattr(stage, name).pk for name in concerned}
    drain_all()
    assert sweep().total == 0


@contextmanager
def changes_refused() -> Iterator[None]:
    """No change can be written; all that is done meanwhile is undone at the end."""
    mark = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON library_change BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    try:
        yield
    finally:
        connection.needs_rollback = False
        transaction.savepoint_rollback(mark)


def everything() -> list[object]:
    """All that the acts touch."""
    rows = (Page, Publication, Regulation, Periodical, Issue, Article, Agent, Concept, Law, Place, Picture)
    rows += (PageViewRestriction, Passage, Contribution, Subject, Relation)
    relations = (Law.amended_by.through, Law.repealed_by.through)
    unseen = {"latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title"}
    kept = []
    for model in (*rows, *relations):
        fields = [field.attname for field in model._meta.concrete_fields if field.name not in unseen]
        kept.append(sorted(map(repr, model._default_manager.values_list(*fields))))
    return kept


def test_readers_could_notice_when_its_file_is_read_again(make_book) -> None:
    book = make_book("Halaman satu.")
    drain_all()
    Passage.objects.update(
        text="Dibaca lain.", search_text="Dibaca lain."
    )  # as an older reader would have it
    Ingestion.objects.update(state=Ingestion.State.WAITING, finished=None)
    with changes_refused():
        before = list(Passage.objects.values_list("pk", flat=True))
        work_off()
        assert list(Passage.objects.values_list("pk", flat=True)) == before
    work_off()
    assert set(pending()) == {book.pk}
    drain_all()
    assert sweep().total == 0


def test_nobody_is_told_of_a_file_that_reads_the_same_again(make_book) -> None:
    make_book("Halaman satu.")
    drain_all()
    before = list(Passage.objects.values_list("pk", flat=True))
    Ingestion.objects.update(state=Ingestion.State.WAITING, finished=None)
    work_off()
    assert not pending() and list(Passage.objects.values_list("pk", flat=True)) == before


def test_readers_could_notice_a_copy_that_is_public_at_once(stage: Stage) -> None:
    copied = again(stage.book).copy(update_attrs={"slug": "salinan", "title": "Salinan"}, keep_live=True)
    assert set(pending()) == {copied.pk}


QUIET: dict[str, Act] = {
    "a draft of a published work is saved": lambda s: again(s.book).save_revision(),
    "a page is locked": lambda s: s.editor.post(reverse("wagtailadmin_pages:lock", args=[s.book.pk])),
    "a shelf says something else of itself": lambda s: saved(s.shelf, intro_id="Kata baru."),
    "a shelf is moved among its neighbours": lambda s: s.shelf.move(s.other_shelf, pos="right"),
    "a draft is altered": lambda s: saved(again(s.draft), abstract_id="Lain."),
    "a draft gets another text": lambda s: write(s.draft.files[0], "Lain."),
    "a draft is deleted": lambda s: again(s.draft).delete(),
    "an author without works is renamed": lambda s: saved(
        Agent.objects.create(name="Seseorang"), name="Orang"
    ),
    "a law without a text is written down": lambda s: Law.objects.create(label_id="UU 1/2000"),
    "a concept without works gets another label": lambda s: saved(
        Concept.objects.create(label_id="Inses"), label_id="Hubungan sedarah"
    ),
    "a word of several meanings is noted": lambda s: AmbiguousLabel.objects.create(label="PPA"),
    "two entries without works are joined": lambda s: merge(
        Agent.objects.create(name="Seseorang"), Agent.objects.create(name="Orang")
    ),
    "a draft says how it stands to a published work": lambda s: related(s.draft, s.book, publish=False),
    "such a draft is saved": lambda s: saved(
        again(s.draft), relations=[Relation(kind="review", other=s.book)]
    ),
    "an internal work says how it stands to a published one": lambda s: republished(
        s.draft, access=Access.INTERNAL, relations=[Relation(kind="review", other=s.book)]
    ),
    "an article is drafted": lambda s: again(s.issue).add_child(instance=Article(title="Naskah", live=False)),
    "a draft of an article is saved": lambda s: again(s.article).save_revision(),
    "a draft of an issue is saved": lambda s: again(s.issue).save_revision(),
    "a journal without issues is renamed": lambda s: saved(s.other_journal, title="Lain lagi"),
    "a publication is planned for later": lambda s: republished(
        s.draft, go_live_at=timezone.now() + timedelta(days=1)
    ),
}


@pytest.mark.parametrize("act", QUIET)
def test_readers_notice_nothing_when(stage: Stage, act: str) -> None:
    before = PermanentId.objects.get(publication=stage.book).changed
    QUIET[act](stage)
    assert set(pending()) == set()
    assert PermanentId.objects.get(publication=stage.book).changed == before


def test_a_change_is_numbered_and_its_permanent_id_follows(stage: Stage) -> None:
    before = PermanentId.objects.get(publication=stage.book)
    touch(stage.book)
    touch(stage.book)
    last = Change.objects.latest("pk")
    after = PermanentId.objects.get(publication=stage.book)
    assert after.revision == last.pk > before.revision
    assert after.changed > before.changed
    assert list(pending()) == [stage.book.pk]


def test_a_number_of_a_change_is_never_given_again(stage: Stage) -> None:
    touch(stage.book)
    last = Change.objects.latest("pk").pk
    Change.objects.all().delete()
    touch(stage.book)
    assert Change.objects.get().pk > last


def test_a_thousand_works_are_touched_in_a_few_queries(stage: Stage, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(40):
        touch(*range(10_000, 11_200))
    assert Change.objects.count() == 1_200


def test_what_the_sweep_mends_is_no_news(stage: Stage) -> None:
    before = PermanentId.objects.get(publication=stage.book)
    tell_again([stage.book.pk])
    after = PermanentId.objects.get(publication=stage.book)
    assert after.changed == before.changed
    assert after.revision > before.revision


def test_a_withdrawn_work_keeps_the_day_on_which_it_was_withdrawn(stage: Stage) -> None:
    code = stage.book.permanent.code
    again(stage.book).delete()
    tombstone = PermanentId.objects.get(pk=code)
    assert (tombstone.was_public, tombstone.title) == (True, "Jalan Panjang, edisi kedua")
    assert timezone.localdate(tombstone.withdrawn) == timezone.localdate()


def test_a_work_that_comes_back_has_no_tombstone(stage: Stage) -> None:
    again(stage.book).unpublish()
    assert PermanentId.objects.get(publication=stage.book).withdrawn
    republished(stage.book)
    assert PermanentId.objects.get(publication=stage.book).withdrawn is None


def test_what_nobody_ever_saw_leaves_no_tombstone_when_it_is_deleted(stage: Stage) -> None:
    PageViewRestriction.objects.create(page=stage.other_shelf, restriction_type="login")
    secret = again(shelve("Rahasia.", title="Sangat Rahasia", publish=False))
    secret.move(stage.other_shelf, pos="last-child")
    again(secret).get_latest_revision().publish()
    code = again(secret).permanent.code
    PageViewRestriction.objects.create(page=again(secret), restriction_type="login")
    stage.other_shelf.delete()
    tombstone = PermanentId.objects.get(pk=code)
    assert not tombstone.was_public
    assert Client().get(f"/p/{code}/").status_code == 404
