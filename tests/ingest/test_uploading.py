"""Files that come in pieces, by the tus protocol: `/admin/unggah/potongan/`."""

import base64
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import UnreadablePostError
from django.test import Client
from django.utils import timezone

from ingest import errors, uploading
from ingest.accept import LARGEST, clear_left_over
from ingest.desk.bringing import opened
from ingest.models import Batch, Ingestion, Upload
from ingest.work import work_off
from library.models import Publication
from tests import pdfs

DOOR = "/admin/unggah/potongan/"
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def nothing_on_its_way() -> None:
    """The disk is shared by all tests."""
    for path in (Path(storages["files"].location) / "received").glob("*-*"):
        path.unlink()


def begun(editor: Client, name: str, size: int, **said: str):
    """The answer to the creation of a file."""
    metadata = {"filename": name, **said}
    coded = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())
    return editor.post(DOOR, headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": coded})


def sent(editor: Client, place: str, offset: int, piece: bytes):
    """The answer to a piece."""
    return editor.patch(
        place,
        piece,
        content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": str(offset)},
    )


def arrived(editor: Client, place: str) -> int:
    return int(editor.head(place, headers=TUS)["Upload-Offset"])


def pieces_on_disk() -> list[Path]:
    return list((Path(storages["files"].location) / "received").glob("unggah-*"))


def reader(*blocks: bytes | Exception) -> Callable[[int], bytes]:
    """A line that brings these blocks, and then no more, or breaks."""
    left = list(blocks)

    def read(most: int) -> bytes:
        block = left.pop(0) if left else b""
        if isinstance(block, Exception):
            raise block
        assert len(block) <= most
        return block

    return read


def test_a_file_in_three_pieces_is_taken_in_like_any_other(library, editor):
    whole = pdfs.pages("Satu", "Dua")
    answer = begun(editor, "satu.pdf", len(whole))
    assert (answer.status_code, answer["Tus-Resumable"]) == (201, "1.0.0")
    place, third = answer["Location"], len(whole) // 3
    for start, end in ((0, third), (third, 2 * third), (2 * third, len(whole))):
        assert arrived(editor, place) == start
        answer = sent(editor, place, start, whole[start:end])
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(end))
    row = Ingestion.objects.get()
    assert (row.name, row.state, row.by.username) == ("satu.pdf", Ingestion.State.WAITING, "penyunting")
    assert row.batch.code == answer["Pustaka-Kiriman"]
    assert Path(row.file.original.path).read_bytes() == whole
    assert editor.head(place, headers=TUS).status_code == 404
    assert not Upload.objects.exists() and pieces_on_disk() == []


def test_several_files_come_into_one_batch(library, editor):
    code = editor.post("/admin/unggah/kiriman/").json()["code"]
    for name in ("satu.pdf", "dua.pdf"):
        whole = pdfs.pages(name)
        sent(editor, begun(editor, name, len(whole), batch=code)["Location"], 0, whole)
    assert set(Batch.objects.get().ingestions.values_list("name", flat=True)) == {"satu.pdf", "dua.pdf"}
    assert begun(editor, "tiga.pdf", 10, batch="tidakada").status_code == 404


def test_a_piece_that_does_not_follow_the_last_is_refused_and_nothing_is_lost(library, editor):
    whole = pdfs.pages("Satu")
    place = begun(editor, "satu.pdf", len(whole))["Location"]
    sent(editor, place, 0, whole[:100])
    for wrong in (0, 99, 101):
        assert sent(editor, place, wrong, whole[100:]).status_code == 409
    assert arrived(editor, place) == 100
    assert sent(editor, place, 100, whole[100:]).status_code == 204
    assert Path(Ingestion.objects.get().file.original.path).read_bytes() == whole


def test_a_line_that_breaks_within_a_piece_keeps_what_came(library, editor, django_user_model):
    whole = pdfs.pages("Satu")
    begun(editor, "satu.pdf", len(whole))
    upload = Upload.objects.get()
    uploading.add(upload, 0, reader(whole[:50], whole[50:70], UnreadablePostError("cut")))
    upload.refresh_from_db()
    assert upload.received == 70
    uploading.add(upload, 70, reader(whole[70:]))
    assert Path(uploading.take(upload).file.original.path).read_bytes() == whole


def test_of_two_that_send_the_same_piece_one_is_believed(library, editor):
    whole = pdfs.pages("Satu")
    place = begun(editor, "satu.pdf", len(whole))["Location"]
    late = Upload.objects.get()
    sent(editor, place, 0, whole[:80])
    with pytest.raises(uploading.WrongOffset):
        uploading.add(late, 0, reader(whole[:60]))
    assert arrived(editor, place) == 80
    sent(editor, place, 80, whole[80:])
    assert Path(Ingestion.objects.get().file.original.path).read_bytes() == whole


def test_more_than_was_announced_is_refused(library, editor):
    place = begun(editor, "satu.pdf", 10)["Location"]
    assert sent(editor, place, 0, b"x" * 11).status_code == 400
    upload = Upload.objects.get()
    with pytest.raises(uploading.TooMuch):  # also where nobody said how long the piece is
        uploading.add(upload, 0, reader(b"x" * 11))
    assert arrived(editor, place) == 0


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [("bukan.pdf", b"PK\x03\x04 zip", errors.NotAPdf), ("kosong.pdf", b"", errors.EmptyFile)],
)
def test_what_is_no_pdf_is_in_the_batch_with_its_sentence(library, editor, name, content, refusal):
    answer = begun(editor, name, len(content))
    if content:
        sent(editor, answer["Location"], 0, content)
    row = Ingestion.objects.get()
    assert (row.error, row.batch.code) == (refusal.code, answer["Pustaka-Kiriman"])
    assert not Upload.objects.exists()


def test_limits_are_told_before_anything_is_sent(library, editor, monkeypatch):
    answer = begun(editor, "besar.pdf", LARGEST + 1)
    assert (answer.status_code, answer.content.decode()) == (413, str(errors.TooLarge.sentence))
    code = editor.post("/admin/unggah/kiriman/").json()["code"]
    batch = Batch.objects.get(code=code)
    Ingestion.objects.bulk_create(
        [Ingestion(name=f"{n}.pdf", batch=batch) for n in range(uploading.MOST_FILES)]
    )
    answer = begun(editor, "lagi.pdf", 10, batch=code)
    assert (answer.status_code, answer.content.decode()) == (403, str(uploading.TooManyFiles.sentence))
    assert not Upload.objects.exists()


def test_a_disk_that_is_nearly_full_takes_no_file(library, editor, monkeypatch):
    usage = uploading.shutil.disk_usage("/")
    free = 200_000_000 + 3 * 1000
    monkeypatch.setattr(uploading.shutil, "disk_usage", lambda path: usage._replace(free=free))
    assert begun(editor, "satu.pdf", 1000).status_code == 201
    answer = begun(editor, "dua.pdf", 1000)  # what was announced is counted
    assert (answer.status_code, answer.content.decode()) == (507, str(uploading.NoRoom.sentence))


def test_a_file_that_is_not_to_come_is_forgotten(library, editor):
    place = begun(editor, "satu.pdf", 100)["Location"]
    sent(editor, place, 0, b"%PDF")
    assert len(pieces_on_disk()) == 1
    assert editor.delete(place, headers=TUS).status_code == 204
    assert editor.head(place, headers=TUS).status_code == 404
    assert not Upload.objects.exists() and pieces_on_disk() == []


def test_what_nobody_went_on_with_for_a_day_is_removed(library, editor):
    begun(editor, "lama.pdf", 100)
    Upload.objects.update(changed=timezone.now() - timedelta(hours=25))
    begun(editor, "baru.pdf", 100)
    assert [upload.name for upload in Upload.objects.all()] == ["baru.pdf"]
    assert len(pieces_on_disk()) == 1


def came_whole(user, name: str, text: str) -> Upload:
    """A file all of which came the day before yesterday, and which nobody took in."""
    content = pdfs.pages(text)
    upload = uploading.begin(Batch.objects.create(by=user), name, len(content), by=user)
    uploading.add(upload, 0, reader(content))
    long_ago = timezone.now() - timedelta(days=2)
    Upload.objects.filter(pk=upload.pk).update(changed=long_ago)
    os.utime(uploading._pieces(upload), (long_ago.timestamp(),) * 2)
    upload.refresh_from_db()
    return upload


def test_what_came_whole_is_kept_however_long_the_disk_is_full(library, django_user_model):
    user = django_user_model.objects.create_superuser("p@sapa.test", "p@sapa.test", "x")
    came_whole(user, "utuh.pdf", "Semuanya sampai")
    assert uploading.clear_abandoned() == 0
    clear_left_over()
    assert uploading.take_whole() == 1
    assert Ingestion.objects.get().name == "utuh.pdf"
    assert not Upload.objects.exists() and pieces_on_disk() == []


def test_the_table_that_tells_of_what_came_whole_is_kept_with_it(library, django_user_model):
    user = django_user_model.objects.create_superuser("p@sapa.test", "p@sapa.test", "x")
    batch = opened(by=user, table=table("book,satu.pdf,Judul dari tabel,2019"))
    upload = came_whole(user, "satu.pdf", "Semuanya sampai")
    Upload.objects.filter(pk=upload.pk).update(batch=batch)
    for path in (Path(storages["files"].location) / "received").glob("kiriman-*"):
        os.utime(path, (upload.changed.timestamp(),) * 2)
    clear_left_over()
    uploading.take_whole()
    assert Ingestion.objects.get().record["title"] == "Judul dari tabel"


@pytest.mark.parametrize("trouble", [errors.NoRoom("full"), RuntimeError("odd")])
def test_one_that_cannot_be_taken_in_keeps_no_other_waiting(library, django_user_model, monkeypatch, trouble):
    user = django_user_model.objects.create_superuser("p@sapa.test", "p@sapa.test", "x")
    came_whole(user, "besar.pdf", "Tidak muat")
    came_whole(user, "kecil.pdf", "Muat")
    bring = uploading.bring

    def bring_small(source, name, **more):
        if name == "besar.pdf":
            raise trouble
        return bring(source, name, **more)

    monkeypatch.setattr(uploading, "bring", bring_small)
    assert uploading.take_whole() == 1
    assert [row.name for row in Ingestion.objects.all()] == ["kecil.pdf"]
    assert [upload.name for upload in Upload.objects.all()] == ["besar.pdf"]


def test_pieces_that_the_disk_lost_are_said_to_be_gone(library, editor):
    place = begun(editor, "satu.pdf", 100)["Location"]
    pieces_on_disk()[0].unlink()
    answer = sent(editor, place, 0, b"%PDF")
    assert (answer.status_code, answer.content.decode()) == (404, str(uploading.UploadGone.sentence))
    assert not Upload.objects.exists()


def test_what_one_editor_sends_is_there_for_no_other(library, editor, django_user_model):
    place = begun(editor, "satu.pdf", 100)["Location"]
    other = Client()
    other.force_login(django_user_model.objects.create(username="lain", is_superuser=True))
    assert other.head(place, headers=TUS).status_code == 404
    assert sent(other, place, 0, b"%PDF").status_code == 404
    assert other.delete(place, headers=TUS).status_code == 404
    assert Upload.objects.get().received == 0


def test_a_stranger_and_a_form_of_another_site_send_nothing(library, client, django_user_model):
    assert begun(client, "satu.pdf", 100).status_code == 302
    assert client.post("/admin/unggah/kiriman/").status_code == 302
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(django_user_model.objects.create_superuser("penyunting", password="rahasia-sekali"))
    assert begun(browser, "satu.pdf", 100).status_code == 403
    assert browser.post("/admin/unggah/kiriman/").status_code == 403
    assert not Upload.objects.exists() and not Batch.objects.exists()


def test_the_protocol_is_named_and_kept_to(library, editor):
    answer = editor.options(DOOR)
    assert (answer.status_code, answer["Tus-Version"], answer["Tus-Extension"]) == (
        204,
        "1.0.0",
        "creation,termination",
    )
    assert answer["Tus-Max-Size"] == str(LARGEST)
    assert editor.post(DOOR).status_code == 412
    assert editor.post(DOOR, headers={**TUS, "Upload-Length": "x"}).status_code == 400
    assert begun(editor, "", 10).status_code == 400
    place = begun(editor, "satu.pdf", 100)["Location"]
    answer = editor.head(place, headers=TUS)
    assert answer["Upload-Length"] == "100" and "no-store" in answer["Cache-Control"]
    assert editor.patch(place, b"%PDF", content_type="application/pdf", headers=TUS).status_code == 415
    odd = editor.patch(place, b"%PDF", content_type="application/offset+octet-stream", headers=TUS)
    assert odd.status_code == 400


def test_names_below_folders_are_shown_without_them_and_cannot_leave_ours(library, editor):
    for name in ("map/../../../etc/satu.pdf", "a\\b\\dua.pdf", "tiga\n\u202e.pdf"):
        whole = pdfs.pages(name)
        sent(editor, begun(editor, name, len(whole))["Location"], 0, whole)
    assert [row.name for row in Ingestion.objects.order_by("pk")] == ["satu.pdf", "dua.pdf", "tiga__.pdf"]


def test_a_draft_that_was_here_before_stays_when_a_file_brought_for_it_is_taken_back(make_book, editor):
    book, whole = make_book("Bagian satu", publish=False), pdfs.pages("Bagian dua")
    sent(editor, begun(editor, "dua.pdf", len(whole), target=str(book.pk))["Location"], 0, whole)
    work_off()
    row = Ingestion.objects.get(name="dua.pdf")
    assert row.target_id == book.pk
    editor.post(f"/admin/unggah/{row.pk}/hapus/")
    assert Publication.objects.filter(pk=book.pk).exists()


def test_a_file_may_be_sent_for_a_work_that_exists(make_book, editor):
    book, whole = make_book("Bagian satu"), pdfs.pages("Bagian dua")
    sent(editor, begun(editor, "dua.pdf", len(whole), target=str(book.pk))["Location"], 0, whole)
    assert Ingestion.objects.get(name="dua.pdf").target_id == book.pk
    for odd in ("0", "x", "9" * 30):
        assert begun(editor, "tiga.pdf", 10, target=odd).status_code == 404


def table(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("metadata.csv", "\n".join(["kind,file,title,date", *rows]).encode(), "text/csv")


def test_the_table_that_came_along_tells_of_the_files(library, editor):
    rows = table("book,map/satu.pdf,Judul dari tabel,2019", "book,dua.pdf,Yang lain,2020")
    code = editor.post("/admin/unggah/kiriman/", {"table": rows}).json()["code"]
    for name in ("kirim/map/satu.pdf", "kirim/dua.pdf", "kirim/tiga.pdf"):
        whole = pdfs.pages(name)
        sent(editor, begun(editor, name, len(whole), batch=code)["Location"], 0, whole)
    records = dict(Ingestion.objects.values_list("name", "record"))
    assert records["satu.pdf"]["title"] == "Judul dari tabel"
    assert records["dua.pdf"]["date"] == "2020"
    assert records["tiga.pdf"] == {}


def test_a_table_that_cannot_be_used_says_why_and_nothing_is_begun(library, editor):
    answer = editor.post("/admin/unggah/kiriman/", {"table": table("roman,satu.pdf,Judul,2019")})
    assert answer.status_code == 422 and "Baris 2" in answer.content.decode()
    assert not Batch.objects.exists()
    assert list((Path(storages["files"].location) / "received").glob("kiriman-*")) == []


def test_a_table_may_come_after_files_that_still_wait(library, editor):
    code = editor.post("/admin/unggah/kiriman/").json()["code"]
    whole = pdfs.pages("Satu")
    sent(editor, begun(editor, "satu.pdf", len(whole), batch=code)["Location"], 0, whole)
    editor.post("/admin/unggah/kiriman/", {"batch": code, "table": table("book,satu.pdf,Menyusul,2019")})
    assert Ingestion.objects.get().record["title"] == "Menyusul"
    assert Batch.objects.count() == 1
