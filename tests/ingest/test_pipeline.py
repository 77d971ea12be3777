"""The whole recipe, with real files, real child processes and a real database."""

import logging
import threading
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.db import DatabaseError, connection
from PIL import Image

from ingest import errors, queue
from ingest.accept import take_in
from ingest.models import Ingestion
from ingest.pipeline import Stopped, ingest
from ingest.work import run, work_off
from library.changes import pending
from library.models import Book, File, Passage, Publication, Regulation, Shelf
from tests import pdfs

STATUTE = (
    "UNDANG-UNDANG REPUBLIK INDONESIA\nNOMOR 23 TAHUN 2004\nTENTANG\nPENGHAPUSAN KEKERASAN DALAM RUMAH TANGGA\n\n"
    "DENGAN RAHMAT TUHAN YANG MAHA ESA\n\nPRESIDEN REPUBLIK INDONESIA,"
)
RECORD = {
    "file": "buku.pdf",
    "kind": "book",
    "title": "Jalan Panjang",
    "date": "2014-05",
    "creators": "Ani; Budi",
}


def given(content: bytes, name: str = "berkas.pdf", **more) -> Ingestion:
    """The row of a file that went through the whole recipe."""
    row = take_in(BytesIO(content), name, **more)
    work_off()
    row.refresh_from_db()
    return row


def folder(file: File) -> Path:
    return Path(file.original.path).parent


def test_a_file_becomes_passages_a_copy_a_cover_and_a_draft(library):
    row = given(pdfs.counted(12), "Buku Saku Pendamping 2019.pdf")
    assert (row.state, row.stage, row.error, row.holder) == ("done", "keep", "", "")
    assert (row.pages_done, row.pages_total) == (12, 12)
    file = row.file
    assert file.pages == file.passages.count() == 12
    assert "Pasal 6" in file.passages.get(number=2).search_text
    assert [passage.label for passage in file.passages.filter(number__in=[2, 12])] == ["2", "12"]
    assert {path.name for path in folder(file).iterdir()} == {
        "original.pdf",
        "copy.pdf",
        "cover.webp",
        "reading",
    }
    with pikepdf.open(file.copy.path) as copy:
        assert len(copy.pages) == 12 and not copy.docinfo
    assert file.copy_size == Path(file.copy.path).stat().st_size
    with Image.open(file.cover.path) as cover:
        assert cover.size == (file.cover_width, file.cover_height)
    draft = row.target.specific
    assert isinstance(draft, Book) and not draft.live
    assert (draft.title, draft.issued) == ("Buku Saku Pendamping 2019", "2019")
    assert draft.pages == 12


def test_a_statute_becomes_a_regulation_and_its_law_is_known(library):
    draft = given(pdfs.pages(STATUTE, "Pasal 1"), "x.pdf").target.specific
    assert isinstance(draft, Regulation) and not draft.live
    assert (draft.law.citation, draft.slug) == ("UU 23/2004", "uu-23-2004")
    assert draft.law.about == "Penghapusan Kekerasan dalam Rumah Tangga"


def test_statutes_that_two_bodies_numbered_alike_are_two_laws(library):
    heads = [
        f"PERATURAN MENTERI {body} REPUBLIK INDONESIA\nNOMOR 5 TAHUN 2014\nTENTANG\n{about}\n"
        f"DENGAN RAHMAT TUHAN YANG MAHA ESA\nMENTERI {body},"
        for body, about in (("KESEHATAN", "RUMAH SAKIT"), ("SOSIAL", "RUMAH AMAN"))
    ]
    drafts = [given(pdfs.pages(head), f"{count}.pdf").target.specific for count, head in enumerate(heads)]
    assert drafts[0].law != drafts[1].law
    assert drafts[1].title == "Peraturan Menteri Sosial Nomor 5 Tahun 2014 tentang Rumah Aman"
    assert drafts[1].slug == "peraturan-menteri-sosial-5-2014"


def test_without_a_record_nothing_is_published(library):
    row = given(pdfs.pages("Draf"), publish=True)
    assert not row.target.live
    assert not pending()


def test_with_a_record_it_is_published_and_the_index_is_told(library):
    row = given(pdfs.pages("Terbit"), record=RECORD, publish=True)
    book = Publication.objects.get(pk=row.target_id).specific
    assert book.live
    assert (book.title, book.issued, book.year) == ("Jalan Panjang", "2014-05", 2014)
    assert [agent.name for agent in book.creators] == ["Ani", "Budi"]
    assert list(pending()) == [book.pk]


def test_a_file_for_a_work_that_exists_waits_in_its_draft(make_book):
    book = make_book("Bagian pertama")
    row = given(pdfs.pages("Bagian kedua"), "kedua.pdf", target=book)
    assert row.state == Ingestion.State.DONE
    assert book.spans.count() == 1
    latest = Publication.objects.get(pk=book.pk).specific.get_latest_revision_as_object()
    assert [span.file for span in latest.spans.all()] == [book.spans.get().file, row.file]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (pdfs.truncated(), errors.Damaged),
        (pdfs.encrypted("terkunci"), errors.Encrypted),
        (pdfs.without_pages(), errors.NoPages),
        (b"%PDF-1.7 dan sesudah itu bukan apa-apa", errors.Damaged),
    ],
    ids=["truncated", "encrypted", "no-pages", "head-only"],
)
def test_a_file_that_cannot_be_read_is_kept_with_a_sentence_and_nothing_else(library, content, error):
    row = given(content)
    assert (row.state, row.error, row.file.pages) == (Ingestion.State.REFUSED, error.code, 0)
    assert row.sentence and row.can_try_again
    assert Path(row.file.original.path).read_bytes() == content
    assert [path.name for path in folder(row.file).iterdir()] == ["original.pdf"]
    assert not Passage.objects.exists() and not Publication.objects.exists()


def test_an_empty_password_keeps_nobody_out(library):
    row = given(pdfs.encrypted("Terbuka juga", password=""))
    assert (row.state, row.file.passages.get().text) == ("done", "Terbuka juga")
    with pikepdf.open(row.file.copy.path) as copy:
        assert not copy.is_encrypted


def test_a_shelf_that_is_missing_is_said_and_nothing_is_half_kept(library, shelf):
    shelf.delete()
    row = given(pdfs.pages("Tanpa rak"))
    assert (row.state, row.error) == (Ingestion.State.REFUSED, errors.NoShelf.code)
    assert not Passage.objects.exists() and not Publication.objects.exists()
    above = Shelf.objects.first().get_parent()
    above.add_child(instance=Shelf(title="Buku", slug="buku", kind_slug="buku"))
    queue.try_again(row)
    work_off()
    row.refresh_from_db()
    assert (row.state, row.file.passages.count()) == ("done", 1)


def test_reading_it_again_doubles_nothing(library):
    row = given(pdfs.pages("Satu", "Dua"))
    Ingestion.objects.update(state=Ingestion.State.WAITING)
    work_off()
    assert Passage.objects.count() == 2
    assert Publication.objects.get().pk == row.target_id


def test_a_worker_whose_row_was_taken_over_gives_up_without_writing(library, caplog):
    row = take_in(BytesIO(pdfs.pages("Diambil alih")), "alih.pdf")

    def taken_over_at_the_last_moment(ingestion: Ingestion) -> None:
        if ingestion.stage == Ingestion.Stage.KEEP:
            Ingestion.objects.filter(pk=row.pk).update(holder="mesin-lain:1", attempts=2)

    ingest(queue.claim(Ingestion.objects.all()), taken_over_at_the_last_moment)
    row.refresh_from_db()
    assert (row.state, row.holder) == (Ingestion.State.RUNNING, "mesin-lain:1")
    assert not Passage.objects.exists() and not Publication.objects.exists()
    assert File.objects.get().pages == 0
    assert "taken over" in caplog.text


def test_a_mistake_of_ours_is_not_blamed_on_the_file(library, caplog):
    row = take_in(BytesIO(pdfs.pages("Tidak bersalah")), "baik.pdf")

    def broken(ingestion: Ingestion) -> None:
        raise DatabaseError("disk full")

    with caplog.at_level(logging.CRITICAL):
        ingest(queue.claim(Ingestion.objects.all()), broken)
    row.refresh_from_db()
    assert (row.state, row.error) == (Ingestion.State.WAITING, errors.Unexpected.code)
    assert "disk full" in row.detail and "disk full" not in row.sentence


def test_a_file_that_is_gone_from_the_disk_is_tried_again_later(library):
    row = take_in(BytesIO(pdfs.pages("Hilang")), "hilang.pdf")
    Path(row.file.original.path).unlink()
    work_off()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Ingestion.State.WAITING, 1)
    assert row.sentence and row.not_before


def test_who_is_told_to_stop_gives_the_file_back(library):
    row = take_in(BytesIO(pdfs.pages("Berhenti")), "henti.pdf")

    def stop(ingestion: Ingestion) -> None:
        raise Stopped

    ingest(queue.claim(Ingestion.objects.all()), stop)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.holder) == (Ingestion.State.WAITING, 0, "")


def test_an_interrupted_reading_is_given_back_and_the_interruption_goes_on(library):
    row = take_in(BytesIO(pdfs.pages("Terputus")), "putus.pdf")

    def interrupt(ingestion: Ingestion) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_off(report=interrupt)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Ingestion.State.WAITING, 0)
    work_off()
    row.refresh_from_db()
    assert row.state == Ingestion.State.DONE


def test_a_bad_file_does_not_stop_those_behind_it(library):
    bad = take_in(BytesIO(pdfs.truncated()), "rusak.pdf")
    good = take_in(BytesIO(pdfs.pages("Baik")), "baik.pdf")
    assert work_off() == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (Ingestion.State.REFUSED, Ingestion.State.DONE)


def test_the_worker_frees_what_its_thread_held_when_it_died(library):
    row = take_in(BytesIO(pdfs.pages("Tertinggal")), "tinggal.pdf")
    queue.claim(Ingestion.objects.all())
    stopping = threading.Event()
    stopping.set()
    connection_closed = connection.close
    connection.close = lambda: None  # the test's own connection, with its transaction, is the worker's too
    try:
        run(stopping)
    finally:
        connection.close = connection_closed
    row.refresh_from_db()
    assert row.state == Ingestion.State.WAITING
