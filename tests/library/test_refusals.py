"""A dataset whose table is unfit for readers says so by every way of publishing it; nothing that was written is lost."""

import io
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageLogEntry,
    Revision,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from ingest.accept import take_in
from ingest.work import work_off
from library.models import Book, Dataset, PermanentId, Shelf
from tests.data import tabled
from tests.forms import filled

pytestmark = pytest.mark.usefixtures("library")
FAULTY = "Desa,Tahun,Kasus\nRancamanah,2020,3\nCikoneng,2020,dua\nSukamaju,2020,7\n"
WHY = "Baris 3, kolom “Kasus”"


@pytest.fixture
def faulty() -> Dataset:
    """A draft with a table in which a cell does not fit."""
    row = take_in(
        io.BytesIO(FAULTY.encode()), "data.csv", record={"kind": "dataset", "title": "Kasus <i>Desa</i>"}
    )
    work_off()
    row.refresh_from_db()
    assert row.target is not None, row.detail
    return row.target.specific


@pytest.fixture
def good() -> Book:
    """A draft of a book without a fault."""
    book = Book(title="Buku Baik", draft_title="Buku Baik", live=False)
    Shelf.objects.get(slug="buku").add_child(instance=book)
    book.save_revision()
    return book


def said(answer) -> str:
    """What the page that the editor is led to tells."""
    return " ".join(str(each) for each in get_messages(answer.wsgi_request)) + answer.content.decode()


def published_together(editor: Client, *pages: Page, **given: str):
    """The bulk action of Wagtail's listing."""
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    asked = "&".join(f"id={page.pk}" for page in pages)
    return editor.post(f"{address}?{asked}&next={reverse('wagtailadmin_explore_root')}", given, follow=True)


def with_a_column_that_is_not_there(data: Dataset) -> Revision:
    """A draft of it that speaks of a column which its file has not."""
    draft = data.get_latest_revision_as_object()
    columns = list(draft.columns.all())
    columns[-1].name = "Perkara"
    draft.columns.set(columns)
    return draft.save_revision()


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def posted(editor: Client):
    """Sends the edit form of a page, some of its fields changed; from an older version of it, where one is given."""

    def send(page: Page, *, revision: int | None = None, **given: str):
        shown = edit_address(page)
        if revision is not None:
            shown = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision])
        return editor.post(edit_address(page), filled(editor.get(shown), **given), follow=True)

    return send


def approval_of(data: Dataset, *, asked_by) -> object:
    """The data waits for approval by moderators."""
    task = GroupApprovalTask.objects.create(name="Periksa")
    workflow = Workflow.objects.create(name="Alur data")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.filter(page=data.get_parent()).delete()
    WorkflowPage.objects.create(workflow=workflow, page=data)
    return workflow.start(data, asked_by).current_task_state


def test_an_approval_is_taken_back_with_a_sentence(
    editor: Client, faulty: Dataset, django_user_model
) -> None:
    state = approval_of(faulty, asked_by=django_user_model.objects.get())
    address = reverse("wagtailadmin_pages:workflow_action", args=[faulty.pk, "approve", state.pk])
    answer = editor.post(address, {"comment": ""}, follow=True)
    assert answer.redirect_chain[-1][0] == edit_address(faulty)
    assert WHY in said(answer)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    assert not Dataset.objects.get(pk=faulty.pk).live


def test_the_window_of_approval_is_told_where_to_go(
    editor: Client, faulty: Dataset, django_user_model
) -> None:
    state = approval_of(faulty, asked_by=django_user_model.objects.get())
    address = reverse("wagtailadmin_pages:workflow_action", args=[faulty.pk, "approve", state.pk])
    answer = editor.post(address, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.json() == {"step": "success", "redirect": edit_address(faulty)}
    assert WHY in said(editor.get(edit_address(faulty)))


def test_an_approval_in_the_form_keeps_what_was_typed(
    editor: Client, faulty: Dataset, django_user_model, posted
) -> None:
    approval_of(faulty, asked_by=django_user_model.objects.get())
    answer = posted(
        faulty,
        counted_by="Catatan Bale Istri",
        **{"action-workflow-action": "true", "workflow-action-name": "approve"},
    )
    assert "belum dapat diterbitkan" in said(answer) and WHY in said(answer)
    assert "Catatan Bale Istri" in answer.content.decode()
    page = Dataset.objects.get(pk=faulty.pk)
    assert page.workflow_in_progress and not page.live


def test_of_many_pages_those_that_are_fit_are_published(editor: Client, faulty: Dataset, good: Book) -> None:
    answer = published_together(editor, faulty, good)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_explore_root")
    assert (
        WHY in said(answer) and "Kasus &lt;i&gt;Desa" in said(answer) and edit_address(faulty) in said(answer)
    )
    assert Book.objects.get(pk=good.pk).live and not Dataset.objects.get(pk=faulty.pk).live


def test_the_pages_below_are_published_too_but_for_one(editor: Client, faulty: Dataset) -> None:
    shelf = faulty.get_parent().specific
    other = Dataset(title="Tanpa Tabel", draft_title="Tanpa Tabel", live=False)
    shelf.add_child(instance=other)
    other.save_revision()
    answer = published_together(editor, shelf, include_descendants="on")
    assert answer.status_code == 200 and WHY in said(answer)
    assert Dataset.objects.get(pk=other.pk).live and not Dataset.objects.get(pk=faulty.pk).live


def test_what_is_due_is_published_though_another_work_refuses(
    editor: Client, faulty: Dataset, good: Book, capsys
) -> None:
    for minutes, page in ((20, faulty), (10, good)):
        draft = page.get_latest_revision_as_object()
        draft.go_live_at = timezone.now() - timedelta(minutes=minutes)
        revision = draft.save_revision()
        revision.approved_go_live_at = draft.go_live_at
        revision.save()
    call_command("publish_scheduled")
    told = capsys.readouterr().err
    assert "Kasus <i>Desa</i>" in told and WHY in told
    assert Book.objects.get(pk=good.pk).live and not Dataset.objects.get(pk=faulty.pk).live
    call_command("publish_scheduled")
    assert capsys.readouterr().err == ""
    entry = PageLogEntry.objects.get(page=faulty.pk, action="library.publish.refused")
    assert WHY in entry.message
    assert WHY in said(editor.get(edit_address(faulty)))
    assert WHY in editor.get(reverse("wagtailadmin_pages:history", args=[faulty.pk])).content.decode()
    faulty.get_latest_revision_as_object().save_revision()
    assert "Tidak terbit pada waktunya" not in said(editor.get(edit_address(faulty)))


def test_a_dry_run_publishes_nothing(good: Book, capsys) -> None:
    revision = good.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled", dryrun=True)
    assert "buku-baik" in capsys.readouterr().out
    assert not Book.objects.get(pk=good.pk).live


def copied(editor: Client, page: Page, **also: str):
    """The copy form, sent for a new address beside the original."""
    given = {"new_title": "Salinan", "new_slug": "salinan", "new_parent_page": page.get_parent().pk}
    return editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), given | also, follow=True)


@pytest.mark.parametrize("how", ["publish_copies", "alias"])
def test_a_published_copy_reads_no_table_that_is_read_already(editor: Client, how: str) -> None:
    data = tabled()
    children, ids = data.get_parent().numchild, PermanentId.objects.count()
    answer = copied(editor, data, **{how: "on"})
    assert answer.redirect_chain[-1][0] == edit_address(data)
    assert "sudah dibaca oleh data" in said(answer)
    parent = Page.objects.get(pk=data.get_parent().pk)
    assert parent.numchild == parent.get_children().count() == children
    assert PermanentId.objects.count() == ids


def test_a_copy_that_stays_a_draft_is_made(editor: Client) -> None:
    data = tabled()
    assert copied(editor, data).status_code == 200
    copy = Dataset.objects.get(slug="salinan")
    assert not copy.live
    answer = published_together(editor, copy)
    assert "Kasus yang Didampingi" in said(answer) and "sudah dibaca" in said(answer)
    data.unpublish()
    published_together(editor, copy)
    assert Dataset.objects.get(pk=copy.pk).live


def test_an_older_version_that_is_unfit_is_refused_in_its_form(editor: Client, posted) -> None:
    data = tabled("Desa,Tahun,Kasus\nRancamanah,2020,3\nCikoneng,2020,12\n")
    older = with_a_column_that_is_not_there(data)
    good = Dataset.objects.get(pk=data.pk)
    good.title = "Judul Baru"
    good.save_revision()
    answer = posted(data, revision=older.pk, **{"action-publish": "action-publish"})
    assert "belum dapat diterbitkan" in said(answer) and "Perkara" in said(answer)
    assert [each.name for each in Dataset.objects.get(pk=data.pk).columns.all()] == ["Desa", "Tahun", "Kasus"]


def test_taken_back_and_published_again_from_the_listing(editor: Client) -> None:
    data = tabled()
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[data.pk]), follow=True)
    assert not Dataset.objects.get(pk=data.pk).live
    with_a_column_that_is_not_there(Dataset.objects.get(pk=data.pk))
    answer = published_together(editor, data)
    assert answer.status_code == 200 and "“Perkara”: kolom ini tidak ada" in said(answer)
    assert not Dataset.objects.get(pk=data.pk).live


def test_a_table_is_read_by_one_published_dataset(editor: Client, posted) -> None:
    """By the form, and by whoever publishes without one."""
    data = tabled()
    copied(editor, data)
    copy = Dataset.objects.get(slug="salinan")
    answer = posted(copy, **{"action-publish": "action-publish"})
    assert "sudah dibaca oleh data “Kasus yang Didampingi”" in said(answer)
    with pytest.raises(ValidationError, match="sudah dibaca"):
        copy.get_latest_revision().publish()
    assert not Dataset.objects.get(pk=copy.pk).live


def test_other_errors_of_the_admin_stay_errors(editor: Client, good: Book, monkeypatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr(Book, "save_revision", broken)
    Page.objects.filter(pk=good.pk).update(latest_revision=None)
    with pytest.raises(RuntimeError):
        published_together(editor, good)
