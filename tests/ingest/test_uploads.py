"""The editor's door: `/admin/unggah/`, as it works without scripts."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ingest import errors, queue
from ingest.models import Batch, Correction, Ingestion
from ingest.work import work_off
from library import fixity
from library.models import File, Publication, Span
from tests import pdfs

DOOR = "/admin/unggah/"
MENU_ENTRY = '"name": "unggah"'


def stands(editor: Client) -> str:
    """The page of the newest batch."""
    return editor.get(f"{DOOR}{Batch.objects.first().code}/").content.decode()


def brought(editor: Client, *files: tuple[str, bytes], query: str = "") -> str:
    """The page that an editor sees after bringing files."""
    uploads = [SimpleUploadedFile(name, content, "application/pdf") for name, content in files]
    answer = editor.post(DOOR + query, {"files": uploads}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def someone(library, client, django_user_model):
    """A browser in which somebody of that group is signed in."""

    def sign_in(group: str) -> Client:
        user = django_user_model.objects.create_user("seseorang", password="rahasia-sekali")
        user.groups.add(Group.objects.get_or_create(name=group)[0])
        client.force_login(user)
        return client

    return sign_in


def test_several_files_are_brought_at_once_and_each_says_where_it_stands(library, editor):
    page = brought(
        editor, ("satu.pdf", pdfs.pages("Satu")), ("dua.pdf", pdfs.truncated()), ("tiga.pdf", b"bukan")
    )
    assert "satu.pdf diterima" in page and "dua.pdf diterima" in page
    assert f"tiga.pdf: {errors.NotAPdf.sentence}" in page
    assert page.count("Menunggu giliran") == 2
    work_off()
    page = stands(editor)
    assert str(errors.Damaged.sentence) in page
    assert "Siap diterbitkan" in page
    draft = Publication.objects.get()
    assert f"/admin/pages/{draft.pk}/edit/" in page
    assert not draft.live


def test_the_page_says_that_files_are_read_only_while_they_are(library, editor):
    assert "refresh" not in editor.get(DOOR).content.decode()
    assert 'http-equiv="refresh"' in brought(editor, ("satu.pdf", pdfs.pages("Satu")))
    work_off()
    assert "refresh" not in stands(editor)


def test_a_file_that_is_here_already_leads_to_its_publication(library, editor):
    brought(editor, ("satu.pdf", pdfs.pages("Satu")))
    work_off()
    page = brought(editor, ("lain.pdf", pdfs.pages("Satu")))
    assert f"lain.pdf: Berkas ini sudah pernah diunggah untuk “{Publication.objects.get().title}”." in page
    assert page.count(f"/admin/pages/{Publication.objects.get().pk}/edit/") == 1
    assert "1 berkas: 1 sudah ada." in page


def test_a_file_that_was_brought_before_is_said_to_be_here(library, editor):
    brought(editor, ("satu.pdf", pdfs.pages("Satu")))
    assert "satu.pdf sudah diterima sebelumnya." in brought(editor, ("satu.pdf", pdfs.pages("Satu")))


def test_nothing_brought_is_said_in_a_sentence(library, editor):
    answer = editor.post(DOOR, {})
    assert "Pilih sedikitnya satu berkas." in answer.content.decode()


def test_a_name_cannot_smuggle_anything_onto_the_page(library, editor):
    page = brought(editor, ("<script>alert(1)<_script>.pdf", b"bukan"))
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_how_far_a_file_is_and_when_it_is_tried_again_stand_there(library, editor):
    brought(editor, ("satu.pdf", pdfs.pages("Satu")))
    row = queue.claim(Ingestion.objects.all())
    row.stage, row.pages_done, row.pages_total = Ingestion.Stage.EXTRACT, 3, 12
    queue.beat(row)
    page = stands(editor)
    assert "3 dari 12 halaman" in page and 'value="3"' in page and str(Ingestion.Stage.EXTRACT.label) in page
    queue.fail(row, errors.ReaderCrashed())
    Ingestion.objects.update(not_before=timezone.localtime().replace(hour=13, minute=37) + timedelta(days=1))
    page = stands(editor)
    assert "dicoba lagi pukul 13.37" in page and str(errors.ReaderCrashed.sentence) in page


def test_how_far_a_file_was_read_that_was_stopped_at_a_limit_stands_there(library, editor):
    brought(editor, ("satu.pdf", pdfs.pages("Satu")))
    Ingestion.objects.update(
        state=Ingestion.State.REFUSED, error=errors.TookTooLong.code, pages_total=30, pages_done=12
    )
    for page in (stands(editor), editor.get(f"{DOOR}karantina/").content.decode()):
        assert "Dibaca sampai halaman 12 dari 30" in page


def test_of_a_file_that_breaks_off_how_many_pages_were_read_stands_there(library, editor):
    whole = pdfs.counted(6)
    brought(editor, ("putus.pdf", whole[: whole.rindex(b"endstream") - 20]))
    work_off()
    row = Ingestion.objects.get()
    assert row.error == errors.Damaged.code and 0 < row.pages_done == row.pages_total
    for page in (stands(editor), editor.get(f"{DOOR}karantina/").content.decode()):
        assert f"Terbaca {row.pages_done} halaman; teksnya tidak dipakai" in page


def test_pages_to_look_at_are_counted_and_one_step_away(library, editor):
    brought(editor, ("besar.pdf", pdfs.stream_bomb(80 << 20, "Halaman kedua tentang pendampingan.")))
    work_off()
    page = stands(editor)
    (file,) = File.objects.all()
    door = f"/admin/berkas/{file.pk}/halaman/?lihat=perlu"
    assert "1 halaman perlu dilihat" in page and door in page
    assert "terpotong" in editor.get(door).content.decode()
    chosen = Correction.objects.create(file=file, number=1, printed="5")
    assert "1 halaman perlu dilihat" in stands(editor)
    chosen.reader = Correction.Reader.PDFMINER
    chosen.save()
    assert "perlu dilihat" not in stands(editor)


def test_a_file_damaged_on_the_disk_is_told_where_files_are_brought(library, editor):
    brought(editor, ("satu.pdf", pdfs.pages("Satu")))
    work_off()
    assert "lihat karantina" not in editor.get(DOOR).content.decode()
    (file,) = File.objects.all()
    Path(file.original.path).write_bytes(b"%PDF-1.7 lain")
    fixity.check(file)
    assert "1 berkas perlu ditangani: lihat karantina" in editor.get(DOOR).content.decode()


def test_what_was_put_aside_can_be_tried_again(library, editor):
    brought(editor, ("rusak.pdf", pdfs.truncated()))
    work_off()
    row = Ingestion.objects.get()
    assert f"{DOOR}{row.pk}/lagi/" in stands(editor)
    answer = editor.post(f"{DOOR}{row.pk}/lagi/", follow=True)
    assert "rusak.pdf dicoba lagi." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == Ingestion.State.WAITING


def test_trying_again_is_asked_for_with_a_button_not_with_a_link(library, editor):
    brought(editor, ("rusak.pdf", pdfs.truncated()))
    work_off()
    row = Ingestion.objects.get()
    assert editor.get(f"{DOOR}{row.pk}/lagi/").status_code == 405
    assert editor.post(f"{DOOR}{row.pk + 1}/lagi/").status_code == 404


def test_what_must_be_seen_to_is_counted_and_what_is_here_already_is_not(library, editor):
    brought(editor, ("satu.pdf", pdfs.pages("Satu")))
    work_off()
    assert "perlu ditangani" not in editor.get(DOOR).content.decode()
    brought(editor, ("lain.pdf", pdfs.pages("Satu")))
    page = editor.get(DOOR).content.decode()
    assert "perlu ditangani" not in page and "1 berkas: 1 siap." in page and "1 berkas: 1 sudah ada." in page
    brought(editor, ("rusak.pdf", pdfs.truncated()), ("bukan.pdf", b"bukan"))
    work_off()
    page = editor.get(DOOR).content.decode()
    assert "2 berkas perlu ditangani" in page and "2 berkas: 1 rusak, 1 bukan PDF." in page


def test_a_file_brought_by_mistake_is_removed_with_all_that_came_of_it(
    library, editor, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.PICTURE_CACHE = tmp_path
    brought(editor, ("keliru.pdf", pdfs.pages("Keliru")))
    work_off()
    row = Ingestion.objects.get()
    folder, pictures = Path(row.file.original.path).parent, tmp_path / row.file.sha256
    pictures.mkdir()
    assert "Hapus draf dan berkas" in stands(editor)
    row.target.delete()
    assert "Hapus berkas" in stands(editor)
    with django_capture_on_commit_callbacks() as after_the_commit:
        answer = editor.post(f"{DOOR}{row.pk}/hapus/", follow=True)
    assert "keliru.pdf dihapus." in answer.content.decode()
    assert not File.objects.exists() and not Ingestion.objects.exists()
    assert (folder / "original.pdf").exists()
    for callback in after_the_commit:
        callback()
    assert not folder.exists() and not pictures.exists()
    assert "keliru.pdf diterima" in brought(editor, ("keliru.pdf", pdfs.pages("Keliru")))


def test_a_file_that_cannot_be_read_is_kept_until_somebody_removes_it(library, editor):
    brought(editor, ("rusak.pdf", pdfs.truncated()))
    work_off()
    row = Ingestion.objects.get()
    assert Path(row.file.original.path).read_bytes() == pdfs.truncated()
    page = stands(editor)
    assert str(errors.Damaged.sentence) in page
    assert f"{DOOR}{row.pk}/lagi/" in page and f"{DOOR}{row.pk}/hapus/" in page
    editor.post(f"{DOOR}{row.pk}/hapus/")
    assert not File.objects.exists() and not Ingestion.objects.exists()


def test_a_file_that_a_work_a_draft_or_the_worker_reads_stays(make_book, editor):
    book = make_book("Bagian satu")
    brought(editor, ("dua.pdf", pdfs.pages("Bagian dua")), query=f"?terbitan={book.pk}")
    claimed = queue.claim(Ingestion.objects.all())
    assert claimed.name == "dua.pdf"
    assert "tidak dihapus" in editor.post(f"{DOOR}{claimed.pk}/hapus/", follow=True).content.decode()
    queue.give_back(claimed)
    work_off()
    in_a_draft_alone = Ingestion.objects.get(name="dua.pdf")
    assert not Span.objects.filter(file=in_a_draft_alone.file).exists()
    for row in Ingestion.objects.all():
        answer = editor.post(f"{DOOR}{row.pk}/hapus/", follow=True).content.decode()
        assert "tidak dihapus" in answer and f"{DOOR}{row.pk}/hapus/" not in answer
    assert File.objects.count() == Ingestion.objects.count() == 2


def test_a_row_that_stands_for_no_file_leaves_the_list_and_no_file_goes_with_it(library, editor):
    brought(editor, ("satu.pdf", pdfs.pages("Satu")))
    work_off()
    brought(editor, ("lain.pdf", pdfs.pages("Satu")), ("bukan.pdf", b"bukan"))
    for name in ("lain.pdf", "bukan.pdf"):
        row = Ingestion.objects.get(name=name)
        assert "Hapus dari daftar" in stands(editor)
        editor.post(f"{DOOR}{row.pk}/hapus/")
    assert [row.name for row in Ingestion.objects.all()] == ["satu.pdf"]
    assert File.objects.get().pages == 1


def test_only_who_may_remove_files_removes_one(someone):
    group = Group.objects.get_or_create(name="Pengirim")[0]
    browser = someone("Pengirim")
    may_bring = ("access_admin", "add_ingestion")
    group.permissions.add(*Permission.objects.filter(codename__in=may_bring))
    brought(browser, ("rusak.pdf", pdfs.truncated()))
    row = Ingestion.objects.get()
    door = f"{DOOR}{row.pk}/hapus/"
    assert door not in stands(browser)
    assert browser.get(door).status_code == 405
    browser.post(door)
    assert Ingestion.objects.exists()
    group.permissions.add(Permission.objects.get(codename="delete_ingestion"))
    browser.post(door)
    assert not Ingestion.objects.exists()


def test_a_file_may_be_brought_for_a_work_that_exists(make_book, editor):
    book = make_book("Bagian satu")
    page = editor.get(f"{DOOR}?terbitan={book.pk}").content.decode()
    assert "Berkas ini untuk terbitan “Jalan Panjang”." in page
    brought(editor, ("dua.pdf", pdfs.pages("Bagian dua")), query=f"?terbitan={book.pk}")
    assert Ingestion.objects.get(name="dua.pdf").target_id == book.pk
    assert "dua.pdf" in editor.get(f"/admin/pages/{book.pk}/edit/").content.decode()


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 30, "²"])
def test_a_work_that_does_not_exist_is_no_error(library, editor, odd):
    assert editor.get(DOOR, {"terbitan": odd}).status_code == 200


def test_a_stranger_is_asked_to_sign_in(library, client):
    answer = client.get(DOOR)
    assert (answer.status_code, answer.url.startswith("/admin/login/")) == (302, True)
    assert client.post(DOOR, {"files": SimpleUploadedFile("x.pdf", b"x")}).status_code == 302
    assert not Ingestion.objects.exists()


def test_who_may_not_bring_files_is_told_so_and_brings_none(someone):
    browser = someone("Tamu")
    Group.objects.get(name="Tamu").permissions.add(Permission.objects.get(codename="access_admin"))
    answer = browser.post(DOOR, {"files": SimpleUploadedFile("x.pdf", b"x")})
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert not Ingestion.objects.exists()
    assert MENU_ENTRY not in browser.get("/admin/").content.decode()


def test_editors_may_bring_files(someone):
    browser = someone("Penyunting")
    assert MENU_ENTRY in browser.get("/admin/").content.decode()
    brought(browser, ("satu.pdf", pdfs.pages("Satu")))
    assert Ingestion.objects.get().by.username == "seseorang"


def test_more_files_than_a_batch_takes_are_refused_in_a_sentence(library, editor):
    many = [SimpleUploadedFile(f"{number}.pdf", b"x") for number in range(203)]
    for files in (many, many[:201]):
        answer = editor.post(DOOR, {"files": files})
        assert answer.status_code == 413
        assert (
            "Satu kiriman paling banyak 200 berkas, jadi belum ada yang diterima." in answer.content.decode()
        )
    assert not Ingestion.objects.exists()


def test_so_many_files_from_another_site_bring_nothing_either(library, django_user_model):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(django_user_model.objects.create_superuser("penyunting", password="rahasia-sekali"))
    many = [SimpleUploadedFile(f"{number}.pdf", b"x") for number in range(203)]
    assert browser.post(DOOR, {"files": many}).status_code == 413
    assert not Ingestion.objects.exists()


def test_a_form_of_another_site_brings_nothing(library, django_user_model):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(django_user_model.objects.create_superuser("penyunting", password="rahasia-sekali"))
    answer = browser.post(DOOR, {"files": SimpleUploadedFile("x.pdf", b"x")})
    assert answer.status_code == 403
    assert not Ingestion.objects.exists()
