"""Recognition as an editor steers it from the table of a batch, with and without scripts: stopped, and asked for again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ingest import queue, recognise, recognising
from ingest.models import Batch, Ingestion, Recognition
from ingest.work import work_off
from library.models import File
from tests import pdfs

QUARANTINE = "/admin/unggah/karantina/"
State = Recognition.State


@pytest.fixture
def row(library, editor, monkeypatch) -> Ingestion:
    """A file whose three pages wait for recognition; one of them was recognised, and one is in hand."""
    monkeypatch.setattr(recognise, "available", lambda: "5.3.0")
    editor.post(
        "/admin/unggah/",
        {"files": [SimpleUploadedFile("pindaian.pdf", pdfs.picture_only(), "application/pdf")]},
    )
    work_off()
    row = Ingestion.objects.get()
    Recognition.objects.update(state=State.DONE)
    for number in (2, 3):
        Recognition.objects.create(file=row.file, number=number)
    assert queue.claim(Recognition.objects.filter(number=2))
    return row


def table(editor: Client) -> str:
    return editor.get(f"/admin/unggah/{Batch.objects.get().code}/").content.decode()


def pressed(editor: Client, row: Ingestion, door: str) -> str:
    answer = editor.post(f"/admin/unggah/{row.pk}/{door}/?ocr=1", follow=True)
    assert answer.redirect_chain[-1][0] == f"/admin/unggah/{row.batch.code}/"
    return answer.content.decode()


def states() -> list[str]:
    return list(Recognition.objects.order_by("number").values_list("state", flat=True))


def test_the_pages_that_wait_are_taken_out_of_the_queue_and_asked_for_again(editor, row):
    page = table(editor)
    assert f'formaction="/admin/unggah/{row.pk}/batal/?ocr=1"' in page and "Minta OCR lagi" not in page
    page = pressed(editor, row, "batal")
    assert "OCR 2 halaman pindaian.pdf dihentikan." in page and states() == ["done", "refused", "refused"]
    assert "Hentikan OCR" not in page and "data-busy" not in page
    assert "OCR-nya dihentikan." in page and "gagal dibaca dengan OCR" not in page
    page = pressed(editor, row, "lagi")
    assert "2 halaman pindaian.pdf menunggu OCR lagi." in page and states() == ["done", "waiting", "waiting"]
    assert "Hentikan OCR" in page and "Minta OCR lagi" not in page


def test_what_an_editor_stopped_needs_nobodys_hand_and_stays_stopped(editor, row, monkeypatch):
    pressed(editor, row, "batal")
    assert "Karantina kosong" in editor.get(QUARANTINE).content.decode()
    assert "perlu ditangani" not in editor.get("/admin/").content.decode()
    monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
    assert recognising.recognise_all() == 0
    Ingestion.objects.update(state=Ingestion.State.WAITING)  # read anew, as a newer reader would
    work_off()
    assert states()[1:] == ["refused", "refused"]


def test_whoever_recognises_a_page_that_was_stopped_keeps_nothing_in_its_row(editor, row):
    in_hand = Recognition.objects.get(number=2)
    pressed(editor, row, "batal")
    assert not queue.finish(in_hand)
    assert states() == ["done", "refused", "refused"]


def test_a_single_page_that_was_stopped_is_recognised_when_an_editor_asks_for_it(editor, row):
    Recognition.objects.filter(number__gt=1).delete()
    Recognition.objects.update(state=State.WAITING)
    pressed(editor, row, "batal")
    address = f"/admin/berkas/{row.file_id}/halaman/1/"
    assert "OCR dihentikan penyunting." in editor.get(address).content.decode()
    editor.post(address, {"action": "recognise"})
    assert states() == ["waiting"]


def test_where_nothing_waits_that_is_said_and_reading_goes_on(editor, row):
    Recognition.objects.all().delete()
    Ingestion.objects.update(state=Ingestion.State.WAITING)
    page = pressed(editor, row, "batal")
    assert "Tidak ada halaman pindaian.pdf yang masih menunggu OCR." in page
    assert Ingestion.objects.get().state == Ingestion.State.WAITING


def test_only_who_may_bring_files_stops_recognition(row, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("tamu", password="rahasia-sekali"))
    client.post(f"/admin/unggah/{row.pk}/batal/?ocr=1")
    assert "refused" not in states()


def test_files_that_are_damaged_on_the_disk_are_told_in_the_admin_with_the_remedy(editor, row):
    assert "rusak di disk" not in editor.get("/admin/").content.decode()
    File.objects.update(fault=File.Fault.MISSING)
    home = editor.get("/admin/").content.decode()
    assert "1 berkas rusak di disk" in home and "dari cadangan" in home
    page = editor.get(QUARANTINE).content.decode()
    assert "Karantina kosong" not in page and "pindaian.pdf" in page
    assert "tidak ada lagi di disk" in page and "./run manage check_files" in page
