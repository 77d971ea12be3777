"""Where a file belongs that came without a word: issues below their periodical, and drafts that wait for a file."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ingest.accept import take_in
from ingest.catalogue import describe, shelf_for
from ingest.models import AwaitedFile, Ingestion
from ingest.periodicals import describe_periodical
from ingest.placing import file_key
from ingest.work import work_off
from library.models import Book, Issue, Periodical, Publication
from tests import pdfs

DEMO = Path(__file__).parents[2] / "demo"
BULLETIN = DEMO / "contoh-buletin-bale-wicara-12.pdf"
DOOR = "/admin/unggah/"


def brought(content: bytes, name: str) -> Ingestion:
    row = take_in(BytesIO(content), name)
    work_off()
    row.refresh_from_db()
    assert row.state == Ingestion.State.DONE, row.detail
    return row


def serial(title: str = "Bale Wicara", kind: str = "bulletin", **more: str) -> Periodical:
    fields = {"kind": kind, "title": title, **more}
    return describe_periodical(
        shelf_for("buletin" if kind == "bulletin" else "jurnal"), fields, publish=False
    )


def book(title: str, **more: str) -> Publication:
    """A draft as a table without files makes it."""
    return describe({"kind": "book", "title": title, **more})


def files_of(work: Publication) -> list[str]:
    latest = Publication.objects.get(pk=work.pk).specific.get_latest_revision_as_object()
    return [span.file.name for span in latest.spans.all()]


@pytest.mark.parametrize(
    "title", ["Bale Wicara", "BALE WICARA", "Buletin Bale Wicara", "Bale Wicara: kabar dari kampung"]
)
def test_a_file_with_the_front_page_of_an_issue_becomes_one_below_its_periodical(library, title):
    held = serial(title)
    row = brought(BULLETIN.read_bytes(), "edisi.pdf")
    issue = Issue.objects.get()
    assert row.target_id == issue.pk and issue.get_parent().pk == held.pk and not issue.live
    assert (issue.number, issue.numbering, issue.issued) == ("12", "Edisi 12, Maret 2015", "2015-03")
    assert Periodical.objects.count() == 1 and not Book.objects.exists() and files_of(issue) == ["edisi.pdf"]


def test_an_issue_of_a_periodical_that_is_not_here_stays_a_book_and_makes_none(library):
    serial("Suara Ibu")
    row = brought(BULLETIN.read_bytes(), "edisi.pdf")
    assert row.target_id == Book.objects.get().pk and not Issue.objects.exists()
    assert Periodical.objects.count() == 1


def test_a_periodical_is_known_by_its_issn_whatever_its_title(library):
    held = serial("Nama Lama", issn="0378-5955")
    cover = pdfs.pages("Buletin Nama Baru\nEdisi 4, Mei 2019\nISSN 0378-5955\n")
    brought(cover, "edisi.pdf")
    assert Issue.objects.get().get_parent().pk == held.pk


def test_an_issue_that_a_table_told_of_gets_the_file(library):
    serial()
    told = describe(
        {"kind": "bulletin-issue", "periodical": "Bale Wicara", "numbering": "Edisi 12, Maret 2015"}
    )
    row = brought(BULLETIN.read_bytes(), "edisi.pdf")
    assert row.target_id == told.pk and row.matched == "issue" and files_of(told) == ["edisi.pdf"]


def test_a_second_file_for_an_issue_that_has_one_is_not_put_into_it(library):
    serial()
    brought(BULLETIN.read_bytes(), "edisi.pdf")
    row = brought(BULLETIN.read_bytes() + b"\n% lain", "edisi-lagi.pdf")
    assert files_of(Issue.objects.get()) == ["edisi.pdf"] and row.target_id == Book.objects.get().pk


def test_a_draft_of_a_table_gets_the_file_that_is_called_like_it(library):
    waits = book("Jalan Panjang Perempuan Desa", date="2019", publisher="Sapa")
    row = brought(pdfs.pages("Satu"), "jalan_panjang-perempuan desa (2019).pdf")
    assert (row.target_id, row.matched) == (waits.pk, "name")
    assert files_of(waits) == ["jalan_panjang-perempuan desa (2019).pdf"] and Publication.objects.count() == 1
    assert not Publication.objects.get().live


def test_by_isbn_and_another_isbn_speaks_against_it(library):
    waits = book("Judul di katalog saja", isbn="978-602-8519-93-9")
    row = brought(pdfs.pages("Judul yang lain sama sekali\nISBN 978-602-8519-93-9"), "pindaian0001.pdf")
    assert (row.target_id, row.matched) == (waits.pk, "isbn")
    other = book("Perempuan dan Desa Kita", isbn="978-0-306-40615-7")
    row = brought(pdfs.pages("Lain\nISBN 978-3-16-148410-0"), "perempuan dan desa kita.pdf")
    assert row.matched == "" and files_of(other) == []


def test_by_title_and_year_but_not_by_a_title_of_another_year(library):
    book("Kekerasan di Rumah", date="2001")
    waits = book("Kekerasan di Rumah", date="2019")
    cover = pdfs.pages(
        "Kekerasan di Rumah\n\nPenerbit: Sapa\nTahun terbit: 2019\nISBN:", title="Kekerasan di Rumah"
    )
    row = brought(cover, "x1.pdf")
    assert (row.target_id, row.matched) == (waits.pk, "title")


def test_by_the_name_that_a_table_gave_it(library):
    waits = book("Judul di katalog")
    AwaitedFile.objects.create(publication=waits, name=file_key("folder/KTP-07.PDF"))
    row = brought(pdfs.pages("Isi"), "ktp 07.pdf")
    assert (row.target_id, row.matched) == (waits.pk, "file")


def test_of_two_that_could_be_meant_none_is(library):
    works = [book("Jalan Panjang Perempuan"), book("Jalan Panjang Perempuan")]
    row = brought(pdfs.pages("Satu"), "jalan panjang perempuan.pdf")
    assert row.matched == "" and row.target_id not in {work.pk for work in works}


def test_what_readers_saw_has_a_file_or_is_locked_gets_none(library, make_book):
    make_book("Satu", title="Jalan Panjang Perempuan")
    seen = book("Suara dari Desa Kita")
    seen.get_latest_revision().publish()
    locked = book("Catatan Harian Pendamping")
    Publication.objects.filter(pk=locked.pk).update(locked=True)
    for name in ("jalan panjang perempuan.pdf", "suara dari desa kita.pdf", "catatan harian pendamping.pdf"):
        assert brought(pdfs.pages(name), name).matched == ""


def test_a_short_name_is_no_sign(library):
    book("Laporan")
    assert brought(pdfs.pages("Satu"), "laporan.pdf").matched == ""


# On the desk


def sent(editor, content: bytes, name: str) -> tuple[str, Ingestion]:
    address = str(editor.post(DOOR, {"files": SimpleUploadedFile(name, content)}).headers["Location"])
    work_off()
    return address, Ingestion.objects.get(name=name)


def test_the_table_says_which_draft_it_was_matched_with_and_the_way_to_another(library, editor):
    book("Jalan Panjang Perempuan Desa")
    address, row = sent(editor, pdfs.pages("Satu"), "jalan panjang perempuan desa.pdf")
    page = editor.get(address).content.decode()
    assert (
        "Cocok dengan draf “Jalan Panjang Perempuan Desa” yang sudah ada, dikenali dari nama berkasnya."
        in page
    )
    assert f"{DOOR}{row.pk}/tempat/" in page and "Hapus draf dan berkas" not in page


def test_a_match_is_undone_and_the_draft_that_was_here_stays_as_it_was(library, editor):
    waits = book("Jalan Panjang Perempuan Desa", publisher="Sapa")
    _address, row = sent(editor, pdfs.pages("Satu"), "jalan panjang perempuan desa.pdf")
    page = editor.post(f"{DOOR}{row.pk}/tempat/", {"ke": "sendiri"}, follow=True).content.decode()
    assert "sekarang berkas dari" in page and "Cocok dengan draf" not in page
    row.refresh_from_db()
    assert row.target_id != waits.pk and row.matched == "" and files_of(row.target) == [row.name]
    assert files_of(waits) == [] and Publication.objects.get(pk=waits.pk).specific.publisher == "Sapa"


def test_another_draft_is_chosen_instead(library, editor):
    one, two = book("Jalan Panjang Perempuan Desa"), book("Yang Benar")
    _address, row = sent(editor, pdfs.pages("Satu"), "jalan panjang perempuan desa.pdf")
    shown = editor.get(f"{DOOR}{row.pk}/tempat/").content.decode()
    assert "Yang Benar" in shown
    editor.post(f"{DOOR}{row.pk}/tempat/", {"ke": "draf", "draf": str(two.pk)})
    row.refresh_from_db()
    assert (
        (row.target_id, row.matched) == (two.pk, "chosen")
        and files_of(two) == [row.name]
        and files_of(one) == []
    )
    again = editor.post(f"{DOOR}{row.pk}/tempat/", {"ke": "draf", "draf": str(two.pk)})
    assert again.status_code == 409 and "Draf itu sudah mempunyai berkas" in again.content.decode()


def test_an_issue_of_an_unknown_periodical_is_offered_those_that_are_here(library, editor):
    held = serial("Kabar Sapa")
    address, row = sent(editor, BULLETIN.read_bytes(), "edisi.pdf")
    page = editor.get(address).content.decode()
    assert "Seperti nomor terbitan berkala: “Bale Wicara”, Edisi 12, Maret 2015." in page
    place = f"{DOOR}{row.pk}/tempat/"
    shown = editor.get(place).content.decode()
    assert "Kabar Sapa" in shown and 'value="Edisi 12, Maret 2015"' in shown
    assert (
        "Pilih dulu tempatnya." in editor.post(place, {"ke": "edisi", "nomor": "Edisi 12"}).content.decode()
    )
    bad = editor.post(place, {"ke": "edisi", "judul": str(held.pk), "nomor": "entah"}).content.decode()
    assert "Nomor ini tidak terbaca." in bad and Book.objects.exists()
    page = editor.post(
        place, {"ke": "edisi", "judul": str(held.pk), "nomor": "Edisi 12, Maret 2015"}, follow=True
    ).content.decode()
    assert "Edisi dari “Kabar Sapa”." in page
    issue = Issue.objects.get()
    row.refresh_from_db()
    assert row.target_id == issue.pk and not Book.objects.exists() and files_of(issue) == ["edisi.pdf"]
    editor.post(place, {"ke": "sendiri"})
    assert Book.objects.count() == 1 and not Issue.objects.exists() and Periodical.objects.count() == 1


def test_a_published_file_is_not_moved_from_the_table(library, editor):
    held = serial()
    _address, row = sent(editor, BULLETIN.read_bytes(), "edisi.pdf")
    held.get_latest_revision().publish()
    Issue.objects.get().get_latest_revision().publish()
    answer = editor.post(f"{DOOR}{row.pk}/tempat/", {"ke": "sendiri"})
    assert answer.status_code == 409 and "sudah terbit" in answer.content.decode()
    assert Issue.objects.get().live


def test_a_stranger_moves_nothing(library, client, editor):
    _address, row = sent(editor, BULLETIN.read_bytes(), "edisi.pdf")
    client.logout()
    assert client.post(f"{DOOR}{row.pk}/tempat/", {"ke": "sendiri"}).status_code == 302
    assert client.get(f"/admin/berkas/{row.file_id}/usulan/").status_code == 302
