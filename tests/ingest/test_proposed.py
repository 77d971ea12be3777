"""What a file says of itself, taken over into its draft: `/admin/berkas/<pk>/usulan/`."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ingest.describe import (
    FoundConcept,
    FoundLaw,
    Identifier,
    LawHead,
    Named,
    Proposals,
    Told,
    as_json,
)
from ingest.desk.proposed import sign
from ingest.models import Description, Ingestion
from ingest.work import work_off
from library.models import Agent, Concept, Law, Publication
from tests import pdfs

BOOK = Path(__file__).parents[2] / "demo" / "contoh-buku-bale-istri.pdf"
DOOR = "/admin/unggah/"


def brought(editor: Client, content: bytes, name: str = "satu.pdf") -> Ingestion:
    editor.post(DOOR, {"files": SimpleUploadedFile(name, content)})
    work_off()
    return Ingestion.objects.get(name=name)


def says(row: Ingestion, **told: object) -> None:
    Description.objects.update_or_create(file=row.file, defaults={"proposals": as_json(Proposals(**told))})


def offers_of(row: Ingestion) -> str:
    return reverse("ingest_proposals", args=[row.file_id])


def latest(row: Ingestion):
    return Publication.objects.get(pk=row.target_id).specific.get_latest_revision_as_object()


def told(value: str, page: int = 2, sure: float = 0.9, source: str = "imprint") -> Told:
    return Told(value, source, sure, page)


@pytest.fixture
def row(library, editor) -> Ingestion:
    return brought(editor, pdfs.pages("Satu", "Dua", "Tiga"))


def test_what_a_real_book_says_is_shown_with_its_source_and_taken_over_at_once(library, editor):
    row = brought(editor, BOOK.read_bytes())
    page = editor.get(offers_of(row)).content.decode()
    for words in (
        "Cerita perempuan desa membangun ruang aman",
        "Tercetak tepat di bawah judul.",
        "Titi Rumsari",
    ):
        assert words in page
    assert f"/admin/berkas/{row.file_id}/halaman/3/" in page
    chosen = ["subtitle", "publisher", "place", "maker:0"]
    form = {"chosen": chosen} | {f"seen-{key}": sign("") for key in chosen}
    page = editor.post(offers_of(row), form, follow=True).content.decode()
    assert (
        "4 usulan masuk ke draf: Anak judul, Penerbit, Tempat terbit, Pengarang." in page
        and "Sudah di draf" in page
    )
    draft = latest(row)
    assert (draft.subtitle, draft.published_in) == ("Cerita perempuan desa membangun ruang aman", "Bandung")
    assert [(each.agent.name, each.role) for each in draft.contributions.all()] == [
        ("Titi Rumsari", "author")
    ]
    assert not draft.live and not Publication.objects.live().exists()
    assert draft.latest_revision.user.username == "penyunting"


def test_the_batch_counts_what_is_left_and_leads_there(row, editor):
    says(row, publisher=told("Sapa"), place=told("Bandung"))
    table = f"{DOOR}{row.batch.code}/"
    page = editor.get(table).content.decode()
    assert "2 usulan lagi" in page and f"{offers_of(row)}?terbitan={row.target_id}" in page
    editor.post(offers_of(row), {"one": "publisher", "seen-publisher": sign("")})
    assert "1 usulan lagi" in editor.get(table).content.decode()
    assert latest(row).publisher == "Sapa" and latest(row).published_in == ""


def test_numbers_say_beside_which_label_they_stand(row, editor):
    says(
        row,
        identifiers=(
            Identifier("isbn", "978-3-16-148410-0", 2, 0.95),
            Identifier("issn", "0378-5955", 3, 0.95),
        ),
    )
    page = editor.get(offers_of(row)).content.decode()
    assert "Tercetak di samping tulisan “ISBN”" in page and "ISSN milik judul berkalanya" in page
    editor.post(offers_of(row), {"chosen": ["isbn", "issn"], "seen-isbn": sign("")})
    assert latest(row).isbn == "978-3-16-148410-0"


def test_concepts_and_laws_are_told_with_counts_and_become_subjects(row, editor):
    concept = Concept.objects.create(label_id="Kekerasan dalam rumah tangga", slug="kdrt")
    law = Law.objects.create(kind="UU", number="23", year=2004, label_id="UU 23/2004", slug="uu-23-2004")
    says(
        row,
        concepts=(FoundConcept("kdrt", "KDRT", 34, 12, (1, 3)), FoundConcept("hilang", "x", 3, 1, (1,))),
        laws=(
            FoundLaw("uu23th2004", "UU 23/2004", 5, (2,), law.slug),
            FoundLaw("uu1th1974", "UU 1/1974", 1, (3,)),
            FoundLaw("undang23th2004", "Undang-Undang 23/2004", 2, (2,), law.slug),
        ),
    )
    page = editor.get(offers_of(row)).content.decode()
    assert "Ditemukan 34 kali, di 12 halaman." in page and "Dikutip 5 kali." in page
    assert "Belum ada di tesaurus." in page and "hilang" not in page
    form = {
        "chosen": ["concept:kdrt", "law:0", "law:1"],
        "seen-concept:kdrt": sign(""),
        "seen-law:0": sign(""),
    }
    editor.post(offers_of(row), form)
    assert {each.concept_id for each in latest(row).subjects.all()} == {concept.pk, law.pk}
    editor.post(offers_of(row), form)
    assert latest(row).subjects.count() == 2
    latest(row).latest_revision.publish()
    assert Publication.objects.get(pk=row.target_id).subjects.count() == 2


def test_what_the_draft_says_already_is_kept_until_the_editor_saw_both(row, editor):
    draft = latest(row)
    draft.publisher = "Penerbit Lain"
    draft.save_revision()
    says(row, publisher=told("Sapa"))
    page = editor.get(offers_of(row)).content.decode()
    assert "Di draf sekarang:" in page and "Penerbit Lain" in page and "Ganti" in page
    seen = {"seen-publisher": sign("Penerbit Lain")}
    page = editor.post(offers_of(row), {"one": "publisher"} | seen, follow=True).content.decode()
    assert (
        "draf sudah berisi “Penerbit Lain”, usulannya “Sapa”" in page
        and latest(row).publisher == "Penerbit Lain"
    )
    editor.post(offers_of(row), {"over": "publisher"} | seen)
    assert latest(row).publisher == "Sapa"


def test_a_draft_that_changed_meanwhile_is_not_written_over(row, editor):
    says(row, publisher=told("Sapa"))
    draft = latest(row)
    draft.publisher = "Ditulis orang lain"
    draft.save_revision()
    for act in ("one", "over"):
        form = {act: "publisher", "seen-publisher": sign("")}
        page = editor.post(offers_of(row), form, follow=True).content.decode()
        assert (
            "drafnya berubah sejak halaman ini dibuka. Sekarang “Ditulis orang lain”, usulannya “Sapa”."
            in page
        )
    assert latest(row).publisher == "Ditulis orang lain"


def test_one_that_cannot_be_kept_does_not_hold_up_the_others(row, editor):
    long = "Kata " * 60
    says(row, title=told("Judul"), publisher=told(long), place=told("Bandung"), subtitle=told("Anak"))
    chosen = ["publisher", "place"]
    form = {"chosen": chosen} | {f"seen-{key}": sign("") for key in chosen}
    page = editor.post(offers_of(row), form, follow=True).content.decode()
    assert "paling banyak 250 huruf" in page
    assert (latest(row).published_in, latest(row).publisher) == ("Bandung", "")


def test_another_title_takes_the_address_along_while_nobody_saw_the_work(row, editor):
    says(row, title=told(latest(row).title), other_titles=(told("Jalan Panjang", source="largest-type"),))
    now = latest(row).title
    editor.post(offers_of(row), {"over": "title:0", "seen-title:0": sign(now)})
    assert (latest(row).title, latest(row).slug) == ("Jalan Panjang", "jalan-panjang")


def test_a_published_work_gets_a_draft_and_readers_see_nothing_of_it(row, editor):
    latest(row).save_revision().publish()
    says(row, publisher=told("Sapa"))
    editor.post(offers_of(row), {"one": "publisher", "seen-publisher": sign("")})
    work = Publication.objects.get(pk=row.target_id)
    assert latest(row).publisher == "Sapa" and work.publisher == "" and work.has_unpublished_changes


def test_nothing_chosen_and_a_locked_draft_are_said(row, editor, client, django_user_model):
    says(row, publisher=told("Sapa"), law=LawHead("UU", "1", 1974, "", "UU 1/1974"))
    assert "Pilih dulu usulannya" in editor.post(offers_of(row), {}, follow=True).content.decode()
    other = django_user_model.objects.create_user("lain")
    Publication.objects.update(locked=True, locked_by=other)
    writer = django_user_model.objects.create_user("penulis", password="rahasia-sekali")
    writer.groups.add(Group.objects.get(name="Penyunting"))
    client.force_login(writer)
    page = client.post(
        offers_of(row), {"one": "publisher", "seen-publisher": sign("")}, follow=True
    ).content.decode()
    assert "Dikunci oleh lain." in page and latest(row).publisher == ""


def test_people_who_are_known_are_not_made_again(row, editor):
    Agent.objects.create(name="Ratna Sari")
    says(row, makers=(Named("Ratna Sari", "author", 2),))
    editor.post(offers_of(row), {"one": "maker:0", "seen-maker:0": sign("")})
    assert Agent.objects.count() == 1 and latest(row).contributions.count() == 1


def test_a_file_without_a_draft_or_proposals_is_told_so(row, editor):
    Description.objects.all().delete()
    assert "Tidak ada usulan" in editor.get(offers_of(row)).content.decode()
    Publication.objects.get(pk=row.target_id).delete()
    assert "belum mempunyai draf" in editor.get(offers_of(row)).content.decode()
    assert editor.post(offers_of(row), {"one": "publisher"}).status_code == 404
