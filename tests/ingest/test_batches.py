"""A batch on the editor's desk: `/admin/unggah/<code>/`, and quarantine, `/admin/unggah/karantina/`."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ingest import errors, queue, recognise
from ingest.accept import take_in
from ingest.desk.rows import fingerprint
from ingest.models import Batch, Description, Ingestion, Recognition, Upload
from ingest.work import work_off
from library.models import Article, File, Issue, Periodical, Publication
from portal.models import Beat
from tests import pdfs

DOOR = "/admin/unggah/"
QUARANTINE = f"{DOOR}karantina/"
IN_PLACE = {"X-Requested-With": "XMLHttpRequest"}


def sent(editor: Client, *files: tuple[str, bytes]) -> str:
    """Bring files in one batch and read them; gives its address."""
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    address = str(editor.post(DOOR, {"files": uploads}).headers["Location"])
    work_off()
    return address


def shown(editor: Client, address: str, **more: str) -> str:
    answer = editor.get(address, more)
    assert answer.status_code == 200
    return str(answer.content.decode())


def fields(row: Ingestion, *, title: str | None = None, issued: str | None = None) -> dict[str, str]:
    """What the form of the table sends for a row in which somebody typed."""
    work = Publication.objects.get(pk=row.target_id)
    content = work.latest_revision.content
    before = {"title": content["title"], "issued": content["issued"]}
    return {
        f"was-{row.pk}": fingerprint(before["title"], before["issued"]),
        f"title-{row.pk}": before["title"] if title is None else title,
        f"issued-{row.pk}": before["issued"] if issued is None else issued,
    }


def draft(row: Ingestion) -> Publication:
    """The publication of a row, as its last draft has it."""
    return Publication.objects.get(pk=row.target_id).specific.get_latest_revision_as_object()


def row_named(name: str) -> Ingestion:
    return Ingestion.objects.filter(name=name).latest("pk")


@pytest.fixture
def contributor(library, client, django_user_model):
    """A browser of somebody who may bring files and write drafts, but publish nothing."""
    user = django_user_model.objects.create_user("penulis", password="rahasia-sekali")
    user.groups.add(Group.objects.get(name="Penyunting"))
    client.force_login(user)
    return client


def test_a_batch_is_summed_up_in_words(library, editor):
    address = sent(
        editor,
        ("satu.pdf", pdfs.pages("Satu")),
        ("rusak.pdf", pdfs.truncated()),
        ("terkunci.pdf", pdfs.encrypted("Rahasia")),
        ("arsip.pdf", b"PK\x03\x04" + b"x" * 100),
    )
    assert "4 berkas: 1 siap, 1 rusak, 1 terkunci, 1 bukan PDF." in shown(editor, address)
    assert "4 berkas: 1 siap, 1 rusak, 1 terkunci, 1 bukan PDF." in shown(editor, DOOR)


def test_each_row_says_what_it_is_and_leads_on(library, editor):
    address = sent(editor, ("laporan-2019.pdf", pdfs.pages("Satu", "Dua", "Tiga")))
    row, page = Ingestion.objects.get(), shown(editor, address)
    assert "3 halaman, Indonesia" in page and "laporan-2019.pdf" in page
    assert f"/admin/pages/{row.target_id}/edit/" in page and f"/admin/berkas/{row.file_id}/halaman/" in page
    assert 'value="2019"' in page


def test_a_title_and_a_year_are_corrected_in_the_table(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")))
    row = Ingestion.objects.get()
    form = fields(row, title="  Jalan   Panjang ", issued="Maret 2019")
    page = editor.post(address, form, follow=True).content.decode()
    assert "1 draf disimpan." in page and ">Jalan Panjang</textarea>" in page and 'value="Maret 2019"' in page
    work = draft(row)
    assert (work.title, work.issued, work.slug) == ("Jalan Panjang", "2019-03", "jalan-panjang")
    assert not work.live and work.latest_revision.user.username == "penyunting"


def test_the_address_of_a_work_that_was_seen_stays(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")))
    row = Ingestion.objects.get()
    Publication.objects.get().specific.get_latest_revision_as_object().save_revision().publish()
    slug = Publication.objects.get().slug
    editor.post(address, fields(row, title="Judul lain"))
    assert (draft(row).title, draft(row).slug) == ("Judul lain", slug)
    assert Publication.objects.get().title != "Judul lain"  # readers see it when it is published


def test_what_cannot_be_kept_stands_there_again_with_its_reason(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")), ("dua.pdf", pdfs.pages("Dua")))
    one, two = row_named("satu.pdf"), row_named("dua.pdf")
    form = fields(one, title="", issued="kemarin") | fields(two, title="Yang benar")
    page = editor.post(address, form).content.decode()
    assert "Tulislah judulnya." in page or "Tanggal ini tidak terbaca." in page
    assert 'value="kemarin"' in page and "1 baris perlu diperbaiki" in page
    assert draft(two).title == "Yang benar" and draft(one).title != ""


def test_what_somebody_else_changed_meanwhile_is_not_written_over_unseen(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")))
    row = Ingestion.objects.get()
    mine = fields(row, title="Judul saya")
    other = draft(row)
    other.title = other.draft_title = "Judul orang lain"
    other.save_revision()
    page = editor.post(address, mine).content.decode()
    assert "Sementara itu diubah menjadi “Judul orang lain”." in page and ">Judul saya</textarea>" in page
    assert draft(row).title == "Judul orang lain"
    editor.post(address, fields(row, title="Judul saya"))  # seen, and wanted all the same
    assert draft(row).title == "Judul saya"


def test_a_field_that_was_not_touched_is_left_alone(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")))
    row = Ingestion.objects.get()
    mine = fields(row)
    other = draft(row)
    other.title = other.draft_title = "Judul orang lain"
    other.save_revision()
    editor.post(address, mine)
    assert draft(row).title == "Judul orang lain"


def test_what_is_chosen_is_published_with_what_was_typed(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")), ("dua.pdf", pdfs.pages("Dua")))
    one, two = row_named("satu.pdf"), row_named("dua.pdf")
    form = fields(one, title="Yang terbit") | fields(two) | {"act": "publish", "chosen": [str(one.pk)]}
    page = editor.post(address, form, follow=True).content.decode()
    assert "1 terbitan terbit." in page and "2 berkas: 1 siap, 1 terbit." in page
    assert [work.title for work in Publication.objects.live()] == ["Yang terbit"]


def test_nothing_chosen_is_said(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")))
    page = editor.post(address, {"act": "publish"}, follow=True).content.decode()
    assert "Pilih dulu yang akan diterbitkan" in page
    assert not Publication.objects.live().exists()


def test_only_what_can_be_published_can_be_chosen_and_all_of_it_at_once(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")), ("rusak.pdf", pdfs.truncated()))
    page = shown(editor, address, pilih="semua")
    assert page.count('name="chosen"') == page.count("checked>") == 1


def test_what_cannot_be_published_says_why(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")), ("rusak.pdf", pdfs.truncated()))
    one, broken = row_named("satu.pdf"), row_named("rusak.pdf")
    work = draft(one)
    work.title = "…"
    work.save_revision(clean=False)
    form = {"act": "publish", "chosen": [str(one.pk), str(broken.pk)]}
    page = editor.post(address, form).content.decode()
    assert "Judulnya belum diisi." in page and "Berkas ini belum dapat dibaca." in page
    assert not Publication.objects.live().exists()


def test_what_is_still_being_read_cannot_be_published_and_can_be_cancelled(library, editor):
    address = str(
        editor.post(DOOR, {"files": SimpleUploadedFile("satu.pdf", pdfs.pages("Satu"))})["Location"]
    )
    row = Ingestion.objects.get()
    page = editor.post(address, {"act": "publish", "chosen": [str(row.pk)]}).content.decode()
    assert "Masih dibaca" in page and 'name="chosen"' not in page
    page = editor.post(f"{DOOR}{row.pk}/batal/", follow=True).content.decode()
    assert "Pembacaan satu.pdf dibatalkan." in page and str(errors.Cancelled.sentence) in page
    assert work_off() == 0
    editor.post(f"{DOOR}{row.pk}/lagi/")
    assert work_off() == 1
    assert "tidak sedang dibaca lagi" in editor.post(f"{DOOR}{row.pk}/batal/", follow=True).content.decode()


def test_while_no_worker_runs_nobody_is_left_waiting_without_a_word(library, editor):
    address = sent(editor, ("a.pdf", pdfs.pages("Teks")))
    Ingestion.objects.update(state=Ingestion.State.WAITING, target=None)
    html = shown(editor, address)
    assert "pekerja latar tidak berjalan" in html and "<code>./run worker</code>" in html
    Beat.objects.create(name="satu:1", at=timezone.now())
    html = shown(editor, address)
    assert "pekerja latar tidak berjalan" not in html and "Daftar ini memperbarui diri." in html


def test_who_may_not_publish_is_told_so(contributor):
    address = sent(contributor, ("satu.pdf", pdfs.pages("Satu")))
    row = Ingestion.objects.get()
    page = shown(contributor, address)
    assert "Anda belum berhak menerbitkan" in page and 'name="chosen"' not in page
    page = contributor.post(address, {"act": "publish", "chosen": [str(row.pk)]}).content.decode()
    assert not Publication.objects.live().exists()
    contributor.post(address, fields(row, title="Usul saya"))
    assert draft(row).title == "Usul saya"


def test_a_locked_draft_is_left_alone(contributor, django_user_model):
    address = sent(contributor, ("satu.pdf", pdfs.pages("Satu")))
    row = Ingestion.objects.get()
    boss = django_user_model.objects.create_superuser("pengelola", password="rahasia-sekali")
    form = fields(row, title="Lain")
    Publication.objects.update(locked=True, locked_by=boss, locked_at=timezone.now())
    page = contributor.post(address, form).content.decode()
    assert "Dikunci oleh pengelola." in page
    assert draft(row).title != "Lain"


BULLETIN = """file,kind,title,periodical,numbering,file_from,file_to
,bulletin,Bale Wicara,,,,
buletin.pdf,bulletin-issue,,Bale Wicara,"Edisi 12, Maret 2015",,
buletin.pdf,bulletin-article,Kabar dari desa,Bale Wicara,"Edisi 12, Maret 2015",1,1
"""


def test_an_issue_is_published_with_its_bulletin_and_its_articles(library, editor):
    files = [
        SimpleUploadedFile("buletin.pdf", pdfs.pages("Kabar", "Lain")),
        SimpleUploadedFile("metadata.csv", BULLETIN.encode()),
    ]
    answer = editor.post(DOOR, {"files": files})
    address = answer["Location"]
    work_off()
    row = Ingestion.objects.get()
    page = editor.post(address, {"act": "publish", "chosen": [str(row.pk)]}, follow=True).content.decode()
    assert "bersama 2 terbitan yang berkaitan" in page
    assert Periodical.objects.get().live and Issue.objects.get().live and Article.objects.get().live


def test_a_table_names_what_did_not_come(library, editor):
    told = SimpleUploadedFile(
        "metadata.csv", b"kind,file,title\nbook,satu.pdf,Dari tabel\nbook,hilang.pdf,Tidak datang\n"
    )
    pdf = SimpleUploadedFile("satu.pdf", pdfs.pages("Satu"))
    page = editor.post(DOOR, {"files": [pdf, told]}, follow=True).content.decode()
    assert "belum dikirim: hilang.pdf" in " ".join(page.split())
    work_off()
    page = shown(editor, f"{DOOR}{Batch.objects.get().code}/")
    assert ">Dari tabel</textarea>" in page and "Dari tabel." in page


def test_a_table_that_cannot_be_used_takes_nothing_in(library, editor):
    told = SimpleUploadedFile("metadata.csv", b"kind,file,title\nroman,satu.pdf,Judul\n")
    pdf = SimpleUploadedFile("satu.pdf", pdfs.pages("Satu"))
    page = editor.post(DOOR, {"files": [pdf, told]}).content.decode()
    assert "Baris 2" in page
    assert not Ingestion.objects.exists() and not Batch.objects.exists()


def test_of_a_folder_only_its_pdfs_are_taken(library, editor):
    inside = [
        SimpleUploadedFile("satu.pdf", pdfs.pages("Satu")),
        SimpleUploadedFile(".DS_Store", b"x"),
        SimpleUploadedFile("catatan.docx", b"PK"),
    ]
    page = editor.post(DOOR, {"folder": inside}, follow=True).content.decode()
    assert "2 berkas lain di folder itu bukan PDF dan dilewati." in page
    assert [row.name for row in Ingestion.objects.all()] == ["satu.pdf"]


def test_a_file_that_came_before_has_a_row_that_leads_to_it(library, editor):
    sent(editor, ("satu.pdf", pdfs.pages("Satu")), ("rusak.pdf", pdfs.truncated()))
    first = Batch.objects.get()
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")), ("rusak.pdf", pdfs.truncated()))
    page = shown(editor, address)
    assert "2 berkas: 2 sudah ada." in page
    assert f"/admin/pages/{row_named('satu.pdf').file.spans.get().publication_id}/edit/" in page
    assert f"{DOOR}{first.code}/#berkas-" in page
    assert File.objects.count() == 2


def scanned(editor: Client) -> tuple[str, Ingestion]:
    """A batch with a file of one page that is a picture."""
    address = sent(editor, ("pindaian.pdf", pdfs.picture_only()))
    return address, Ingestion.objects.get()


def test_pages_without_text_are_told_with_the_one_command_where_the_tool_is_missing(
    library, editor, monkeypatch
):
    monkeypatch.setattr(recognise, "available", lambda: "")
    address, row = scanned(editor)
    page = shown(editor, address)
    assert "1 berkas: 1 perlu OCR." in page and str(recognise.REMEDY) in page
    assert "1 halaman perlu OCR" in page and "data-busy" not in page
    editor.post(address, {"act": "publish", "chosen": [str(row.pk)]})
    assert Publication.objects.live().count() == 1  # the record is public before its text


def test_pages_that_wait_for_recognition_are_followed(library, editor, monkeypatch):
    monkeypatch.setattr(recognise, "available", lambda: "5.3.0")
    address, row = scanned(editor)
    Recognition.objects.get_or_create(file=row.file, number=1)
    page = shown(editor, address)
    assert "1 berkas: 1 menunggu OCR." in page and "0 dari 1 halaman" in page and "data-busy" in page
    assert str(recognise.REMEDY) not in page
    Recognition.objects.update(state=Recognition.State.REFUSED)
    page = shown(editor, address)
    assert "1 halaman gagal dibaca dengan OCR" in page and "data-busy" not in page
    assert "1 berkas perlu ditangani" in shown(editor, "/admin/") and "1 berkas" in shown(editor, DOOR)


def test_pages_without_text_are_counted_and_lead_to_themselves(library, editor):
    address = sent(editor, ("a.pdf", pdfs.pages("Teks halaman pertama", "", "")))
    file = row_named("a.pdf").file
    html = shown(editor, address)
    assert "2 halaman tanpa teks" in html
    assert f'href="{reverse("ingest_pages", args=[file.pk])}?lihat=kosong"' in html
    assert "3 halaman, Indonesia" in html


def test_of_a_file_without_any_text_no_language_is_told(library, editor):
    html = shown(editor, sent(editor, ("a.pdf", pdfs.pages("", ""))))
    assert "2 halaman tanpa teks" in html
    assert "2 halaman, " not in " ".join(html.split())


def test_where_a_title_comes_from_stands_beside_it_until_it_is_changed(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")))
    row = Ingestion.objects.get()
    told = {"value": draft(row).title, "source": "file-name", "sure": 0.3, "page": 0}
    Description.objects.update_or_create(file=row.file, defaults={"proposals": {"title": told}})
    assert "Diambil dari nama berkas. Periksa lagi." in shown(editor, address)
    editor.post(address, fields(row, title="Lain"))
    assert "Diambil dari nama berkas." not in shown(editor, address)


def test_the_rows_alone_are_given_to_what_follows_them(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")))
    row = Ingestion.objects.get()
    fragment = editor.get(address, headers=IN_PLACE).content.decode()
    assert "<html" not in fragment and f'data-row="{row.pk}"' in fragment
    answer = editor.post(address, fields(row, title="Di tempat") | {"act": "save"}, headers=IN_PLACE)
    assert answer.status_code == 200 and ">Di tempat</textarea>" in answer.content.decode()
    form = {"act": "publish", "chosen": [str(row.pk)]}
    assert 'data-published="1"' in editor.post(address, form, headers=IN_PLACE).content.decode()


def test_a_button_in_a_row_keeps_what_was_typed_in_the_others(library, editor):
    sent(editor, ("satu.pdf", pdfs.pages("Satu")), ("rusak.pdf", pdfs.truncated()))
    one, broken = row_named("satu.pdf"), row_named("rusak.pdf")
    editor.post(f"{DOOR}{broken.pk}/lagi/", fields(one, title="Sudah diketik"))
    assert draft(one).title == "Sudah diketik"


def test_a_draft_that_nobody_saw_goes_with_its_file(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")), ("dua.pdf", pdfs.pages("Dua")))
    one, two = row_named("satu.pdf"), row_named("dua.pdf")
    editor.post(address, {"act": "publish", "chosen": [str(two.pk)]})
    page = editor.post(f"{DOOR}{one.pk}/hapus/", follow=True).content.decode()
    assert "satu.pdf dihapus." in page
    page = editor.post(f"{DOOR}{two.pk}/hapus/", follow=True).content.decode()
    assert "dua.pdf dipakai terbitan" in page
    assert Publication.objects.count() == File.objects.count() == 1


def test_quarantine_lists_what_was_put_aside_with_its_remedy(library, editor):
    sent(editor, ("satu.pdf", pdfs.pages("Satu")), ("rusak.pdf", pdfs.truncated()), ("bukan.pdf", b"bukan"))
    shown(editor, sent(editor, ("lain.pdf", pdfs.pages("Satu"))))
    page = shown(editor, QUARANTINE)
    assert str(errors.Damaged.sentence) in page and str(errors.NotAPdf.sentence) in page
    assert "lain.pdf" not in page and "satu.pdf" not in page
    assert "2 berkas perlu ditangani" in shown(editor, DOOR)


def test_all_in_quarantine_are_tried_again_or_one_is_removed(library, editor):
    sent(editor, ("rusak.pdf", pdfs.truncated()), ("terkunci.pdf", pdfs.encrypted("R")), ("bukan.pdf", b"x"))
    page = editor.post(QUARANTINE, follow=True).content.decode()
    assert "2 berkas dicoba lagi." in page
    assert Ingestion.objects.filter(state=Ingestion.State.WAITING).count() == 2
    row = row_named("bukan.pdf")
    answer = editor.post(f"{DOOR}{row.pk}/hapus/?dari=karantina", follow=True)
    assert answer.redirect_chain[-1][0] == QUARANTINE
    assert "Karantina kosong" in answer.content.decode()


def test_files_that_came_by_command_have_a_table_of_their_own(library, editor, tmp_path):
    path = tmp_path / "perintah.pdf"
    path.write_bytes(pdfs.pages("Satu"))
    with path.open("rb") as source:
        take_in(source, path.name)
    work_off()
    assert f"{DOOR}lepas/" in shown(editor, DOOR)
    row = Ingestion.objects.get()
    page = editor.post(f"{DOOR}lepas/", fields(row, title="Dari perintah"), follow=True).content.decode()
    assert ">Dari perintah</textarea>" in page
    assert f"{DOOR}lepas/" in editor.post(f"{DOOR}{row.pk}/lagi/")["Location"]


def test_what_did_not_arrive_whole_is_named_to_its_sender(library, editor, django_user_model):
    user = django_user_model.objects.get(username="penyunting")
    batch = Batch.objects.create(by=user)
    Upload.objects.create(code="abc", batch=batch, name="separuh.pdf", size=10, received=5, by=user)
    for address in (DOOR, f"{DOOR}{batch.code}/"):
        page = shown(editor, address)
        assert "separuh.pdf" in page and "1 belum sampai seluruhnya" in page


def test_a_batch_whose_files_were_all_taken_back_is_not_listed(library, editor):
    batch = Batch.objects.create()
    assert batch.code not in shown(editor, DOOR)
    Ingestion.objects.create(name="satu.pdf", batch=batch)
    assert batch.code in shown(editor, DOOR)


def test_more_may_be_added_to_a_batch(library, editor):
    address = sent(editor, ("satu.pdf", pdfs.pages("Satu")))
    code = Batch.objects.get().code
    more = SimpleUploadedFile("dua.pdf", pdfs.pages("Dua"))
    answer = editor.post(f"{DOOR}?kiriman={code}", {"files": [more]})
    assert answer["Location"] == address
    assert Batch.objects.get().ingestions.count() == 2


@pytest.mark.parametrize("address", [f"{DOOR}tidakada/", f"{DOOR}0/lagi/", f"{DOOR}?kiriman=tidakada"])
def test_a_batch_that_does_not_exist_is_not_found(library, editor, address):
    assert editor.post(address, {"files": SimpleUploadedFile("x.pdf", pdfs.pages("X"))}).status_code == 404


def test_a_stranger_sees_no_batch(library, client):
    batch = Batch.objects.create()
    for address in (f"{DOOR}{batch.code}/", QUARANTINE, f"{DOOR}lepas/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url.startswith("/admin/login/")) == (302, True)


def test_a_table_of_many_files_asks_no_more_questions(library, editor, django_assert_max_num_queries):
    few = sent(editor, *((f"a{n}.pdf", pdfs.pages(f"Nomor {n}")) for n in range(2)))
    many = sent(editor, *((f"b{n}.pdf", pdfs.pages(f"Lain {n}")) for n in range(7)))
    shown(editor, few)
    with django_assert_max_num_queries(100) as asked:
        shown(editor, few)
    with django_assert_max_num_queries(len(asked.captured_queries)):
        shown(editor, many)


def test_a_running_file_is_shown_with_its_pages(library, editor):
    address = str(
        editor.post(DOOR, {"files": SimpleUploadedFile("satu.pdf", pdfs.pages("Satu"))})["Location"]
    )
    row = queue.claim(Ingestion.objects.all())
    row.stage, row.pages_done, row.pages_total = Ingestion.Stage.EXTRACT, 3, 12
    queue.beat(row)
    page = shown(editor, address)
    assert "3 dari 12 halaman" in page and "1 berkas: 1 sedang dibaca." in page and "data-busy" in page
    assert "refresh" not in shown(editor, address, diam="1")


def test_pages_that_recognition_gave_up_on_are_listed_with_the_reason_and_tried_again(
    library, editor, monkeypatch
):
    monkeypatch.setattr(recognise, "available", lambda: "5.3.0")
    _address, row = scanned(editor)
    assert "gagal dikenali" not in shown(editor, QUARANTINE)
    Recognition.objects.update_or_create(
        file=row.file,
        number=1,
        defaults={
            "state": Recognition.State.REFUSED,
            "error": errors.RecognitionTooLong.code,
            "detail": "60 s",
        },
    )
    page = shown(editor, QUARANTINE)
    assert (
        "Halaman yang gagal dikenali dengan OCR" in page and str(errors.RecognitionTooLong.sentence) in page
    )
    assert f"/admin/berkas/{row.file_id}/halaman/1/" in page and "Karantina kosong" not in page
    assert "1 berkas perlu ditangani" in shown(editor, DOOR)
    key = f"{row.file_id}:{errors.RecognitionTooLong.code}"
    page = editor.post(QUARANTINE, {"ocr": key}, follow=True).content.decode()
    assert "1 halaman dicoba lagi." in page and "Karantina kosong" in page
    assert Recognition.objects.get().state == Recognition.State.WAITING


def test_what_was_taken_back_after_all_were_chosen_stays_so(library, editor):
    address = sent(editor, ("a.pdf", pdfs.pages("Alfa")), ("b.pdf", pdfs.pages("Beta")))
    Ingestion.objects.create(batch=Batch.objects.get(), name="c.pdf")  # still to be read
    one, two = row_named("a.pdf"), row_named("b.pdf")
    page = shown(editor, address, pilih="semua")
    assert page.count(" checked") == 2
    assert 'http-equiv="refresh"' not in page and 'http-equiv="refresh"' in shown(editor, address)
    typed = fields(one, issued="bukan tanggal") | {"act": "publish", "chosen": [str(one.pk)]}
    page = editor.post(f"{address}?pilih=semua&diam=1", typed).content.decode()
    assert page.count(" checked") == 1
    assert f'value="{two.pk}" checked' not in page
    answer = editor.post(f"{address}?pilih=semua&diam=1", fields(one, title="Alfa Dua"))
    assert answer.headers["Location"] == f"{address}?diam=1"


def test_a_file_that_could_not_be_read_says_so_again_when_it_comes_again(library, editor):
    sent(editor, ("rusak.pdf", pdfs.truncated()))
    page = shown(editor, sent(editor, ("rusak.pdf", pdfs.truncated())))
    assert "Sudah ada" in page and str(errors.Damaged.sentence) in page


def test_a_button_with_a_key_that_no_database_holds_does_its_act(library, editor):
    sent(editor, ("rusak.pdf", pdfs.truncated()))
    row = row_named("rusak.pdf")
    answer = editor.post(f"{DOOR}{row.pk}/lagi/", {f"was-{'9' * 20}": "x"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == Ingestion.State.WAITING


def test_a_table_may_say_kinds_in_the_words_of_the_site(library, editor):
    table = SimpleUploadedFile("metadata.csv", b"file,kind,title\na.pdf,Buku saku,Hak Anda\n")
    editor.post(DOOR, {"files": [table, SimpleUploadedFile("a.pdf", pdfs.pages("Alfa"))]})
    work_off()
    assert draft(row_named("a.pdf")).title == "Hak Anda"
    wrong = SimpleUploadedFile("metadata.csv", b"file,kind,title\nb.pdf,kitab,Hak\n")
    files = [wrong, SimpleUploadedFile("b.pdf", pdfs.pages("Beta"))]
    page = editor.post(DOOR, {"files": files}, follow=True).content.decode()
    assert "jenis “kitab” tidak dikenal" in page and "Buku saku (pocket-book)" in page
