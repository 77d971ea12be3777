"""Articles and issues that came without a word: no book is published of them before somebody says where they belong."""

from pathlib import Path

from ingest import placing
from ingest.accept import take_in
from ingest.catalogue import describe, shelf_for
from ingest.desk.summary import summary_of
from ingest.models import Correction, Description, Ingestion, Recognition
from ingest.periodicals import describe_periodical
from ingest.work import work_off
from library.models import (
    Agent,
    Article,
    Book,
    Concept,
    Contribution,
    Issue,
    Passage,
    Periodical,
    Publication,
    Subject,
)

DEMO = Path(__file__).parents[2] / "demo"
ARTICLE = DEMO / "contoh-jurnal-sapa-3-1-2-dispensasi.pdf"
BULLETIN = DEMO / "contoh-buletin-bale-wicara-12.pdf"
DOOR = "/admin/unggah/"
TITLE = "Perkawinan Anak setelah Batas Umur Sembilan Belas"
NOTE = (
    "Seperti artikel dari “Jurnal Sapa: Kajian Perempuan dan Anak”, Vol. 3 No. 1, Januari–Juni 2022, hlm. 3–14. "
    "Pilih edisinya."
)


def brought(path: Path, name: str = "", **more: object) -> Ingestion:
    with path.open("rb") as source:
        row = take_in(source, name or path.name, **more)
    work_off()
    row.refresh_from_db()
    assert row.state == Ingestion.State.DONE, row.detail
    return row


def serial(title: str = "Jurnal Sapa", kind: str = "journal") -> Periodical:
    shelf = shelf_for("jurnal" if kind == "journal" else "buletin")
    return describe_periodical(shelf, {"kind": kind, "title": title}, publish=False)


def place(row: Ingestion) -> str:
    return f"{DOOR}{row.pk}/tempat/"


def where(held: Periodical, **more: str) -> dict[str, str]:
    told = {
        "ke": "artikel", "berkala": str(held.pk), "jilid": "3", "nomor-edisi": "1", "terbit": "Januari–Juni 2022",
        "dari-halaman": "3", "sampai-halaman": "14",
    }  # fmt: skip
    return told | {name.replace("_", "-"): value for name, value in more.items()}


def table(editor) -> str:
    return editor.get(f"{DOOR}lepas/").content.decode()


def tick(row: Ingestion) -> str:
    return f'id="pilih-{row.pk}"'


def publish(editor, row: Ingestion) -> str:
    sent = {"act": "publish", "chosen": [str(row.pk)]}
    return editor.post(f"{DOOR}lepas/", sent, follow=True).content.decode()


def test_neither_article_nor_issue_is_published_before_its_place_is_chosen(library, editor):
    rows = [brought(ARTICLE), brought(BULLETIN)]
    page = table(editor)
    assert NOTE in page and "Seperti nomor terbitan berkala: “Bale Wicara”, Edisi 12, Maret 2015." in page
    assert page.count("Perlu dipilih tempatnya") == 2 and "Siap diterbitkan" not in page
    assert str(summary_of(Ingestion.objects.all())) == "2 berkas: 2 perlu dipilih tempatnya."
    every = editor.get(f"{DOOR}lepas/?pilih=semua").content.decode()
    for row in rows:
        assert f'href="{place(row)}"' in page and tick(row) not in page and tick(row) not in every
        assert "Pilih dulu tempatnya, atau nyatakan bahwa ini buku." in publish(editor, row)
    assert not Publication.objects.filter(live=True).exists()


def test_a_book_has_its_tick_and_no_note(library, editor):
    row = brought(DEMO / "contoh-buku-saku-kdrt.pdf")
    page = table(editor)
    assert tick(row) in page and "Siap diterbitkan" in page and place(row) not in page


def test_an_editor_who_says_that_it_is_a_book_settles_it(library, editor):
    row = brought(BULLETIN)
    book = Book.objects.get()
    assert "Buku, bukan terbitan berkala" in editor.get(place(row)).content.decode()
    editor.post(place(row), {"ke": "buku"})
    assert Book.objects.get().pk == book.pk
    page = table(editor)
    assert tick(row) in page and "tempatnya sudah dipilih penyunting" in page and place(row) in page
    publish(editor, row)
    assert Book.objects.get().live


def test_a_file_that_was_given_to_a_book_is_that_books_whatever_its_front_page_says(library, editor):
    given = describe({"kind": "book", "title": "Bunga rampai"})
    row = brought(ARTICLE, target=given)
    assert row.target_id == given.pk and tick(row) in table(editor)
    answer = editor.post(place(row), where(serial()))
    assert answer.status_code == 409 and "sudah ada sebelum berkasnya dikirim" in answer.content.decode()
    assert Publication.objects.filter(pk=given.pk).exists()


def test_the_page_of_places_proposes_where_the_article_stands(library, editor):
    held = serial()
    page = editor.get(place(brought(ARTICLE))).content.decode()
    assert 'value="artikel" id="ke-artikel" checked' in page
    assert f'<option value="{held.pk}" selected>Jurnal Sapa</option>' in page.partition('id="berkala"')[2]
    for name, value in where(held).items():
        assert name in ("ke", "berkala") or f'name="{name}" id="{name}" value="{value}"' in page, name


def test_an_article_goes_into_an_issue_that_is_made_for_it(library, editor):
    held, row = serial(), brought(ARTICLE)
    proposals = Description.objects.get(file=row.file).proposals
    passages = list(Passage.objects.filter(file=row.file).values_list("pk", "text"))
    Correction.objects.create(file=row.file, number=2, text="Yang dibetulkan")
    page = editor.post(place(row), where(held), follow=True).content.decode()
    issue, article = Issue.objects.get(), Article.objects.get()
    assert (issue.volume, issue.number, issue.issued, issue.live) == ("3", "1", "2022-01/2022-06", False)
    assert issue.numbering == "Vol. 3 No. 1, Januari–Juni 2022" and issue.get_parent().pk == held.pk
    assert article.get_parent().pk == issue.pk and article.title.startswith(TITLE) and not article.live
    assert (article.first_page, article.last_page, article.language) == ("3", "14", "id")
    assert [span.file_id for span in article.spans.all()] == [row.file_id] and not Book.objects.exists()
    row.refresh_from_db()
    assert row.target_id == article.pk
    assert "Artikel dari “Jurnal Sapa”, Vol. 3 No. 1, Januari–Juni 2022." in page and tick(row) in page
    assert Description.objects.get(file=row.file).proposals == proposals
    assert list(Passage.objects.filter(file=row.file).values_list("pk", "text")) == passages
    assert Correction.objects.get(file=row.file).text == "Yang dibetulkan"
    publish(editor, row)
    assert all(each.objects.get().live for each in (Periodical, Issue, Article))


def test_an_article_that_was_published_along_with_its_issue_counts_as_published(library, editor):
    held, article = serial(), brought(ARTICLE)
    issue = brought(DEMO / "contoh-jurnal-sapa-3-1-0-bagian-depan.pdf")
    printed = "Vol. 3 No. 1, Januari–Juni 2022"
    editor.post(place(issue), {"ke": "edisi", "judul": str(held.pk), "nomor": printed})
    editor.post(place(article), where(held))
    assert Article.objects.get().get_parent().specific == Issue.objects.get()
    sent = {"act": "publish", "chosen": [str(issue.pk), str(article.pk)]}
    in_place = {"X-Requested-With": "XMLHttpRequest"}
    page = editor.post(f"{DOOR}lepas/", sent, headers=in_place).content.decode()
    assert 'data-published="2"' in page and 'data-troubles="0"' in page


def test_an_article_goes_into_the_issue_that_is_here_but_not_into_that_of_another_year(library, editor):
    held = serial()
    told = {"kind": "journal-issue", "periodical": "Jurnal Sapa"}
    describe(told | {"numbering": "Vol. 3 No. 1, Juni 2012"})
    here = describe(told | {"numbering": "Vol. 3 No. 1, Januari–Juni 2022"})
    editor.post(place(brought(ARTICLE)), where(held, terbit="2022"))
    assert Article.objects.get().get_parent().pk == here.pk and Issue.objects.count() == 2


def test_a_draft_of_the_article_that_waits_in_the_issue_gets_the_file(library, editor):
    held, row = serial(), brought(ARTICLE)
    told = {"kind": "journal-article", "periodical": "Jurnal Sapa", "numbering": "Vol. 3 No. 1"}
    waits = describe(told | {"title": row.target.title, "creators": "Ratna Dewi"})
    editor.post(place(row), where(held))
    row.refresh_from_db()
    assert (row.target_id, row.matched) == (waits.pk, "chosen") and Article.objects.count() == 1


def test_what_an_editor_wrote_goes_along_to_the_article_and_back(library, editor):
    held, row = serial(), brought(ARTICLE)
    draft = row.target.specific.get_latest_revision_as_object()
    draft.title = draft.draft_title = "Dispensasi Kawin"
    draft.abstract_id, draft.access = "Ringkasan penyunting", "internal"
    draft.contributions.add(Contribution(agent=Agent.objects.create(name="Ratna Dewi")))
    draft.subjects.add(
        Subject(concept=Concept.objects.create(label_id="Dispensasi kawin", slug="dispensasi"))
    )
    draft.tags.add("pengadilan")
    draft.save_revision()

    def said(work: Publication) -> tuple[object, ...]:
        latest = work.specific.get_latest_revision_as_object()
        people = [each.agent.name for each in latest.contributions.all()]
        concepts = [each.concept.slug for each in latest.subjects.all()]
        tags = [each.name for each in latest.tags.all()]
        return latest.title, latest.abstract_id, latest.access, people, concepts, tags

    written = (
        "Dispensasi Kawin",
        "Ringkasan penyunting",
        "internal",
        ["Ratna Dewi"],
        ["dispensasi"],
        ["pengadilan"],
    )
    editor.post(place(row), where(held))
    assert said(Article.objects.get()) == written
    editor.post(place(row), {"ke": "buku"})
    assert said(Book.objects.get()) == written and not Article.objects.exists()
    row.refresh_from_db()
    assert tick(row) in table(editor) and row.target_id == Book.objects.get().pk


def test_an_issue_by_mistake_becomes_an_article_in_an_issue_of_that_number(library, editor):
    held = serial("Bale Wicara", "bulletin")
    row = brought(BULLETIN)
    assert row.target_id == Issue.objects.get().pk
    editor.post(place(row), where(held, jilid="", nomor_edisi="12", terbit="Maret 2015"))
    issue, article = Issue.objects.get(), Article.objects.get()
    assert (
        article.get_parent().pk == issue.pk
        and not issue.spans.exists()
        and issue.numbering == "Edisi 12, Maret 2015"
    )


def test_what_cannot_be_kept_is_said_and_nothing_moves(library, editor):
    held, row = serial(), brought(ARTICLE)
    for typed, sentence in (
        ({"berkala": ""}, "Pilih dulu jurnal atau buletinnya."),
        ({"berkala": "999999"}, "Jurnal atau buletin itu sudah dihapus."),
        ({"jilid": "", "nomor_edisi": "", "terbit": ""}, "Isi jilid, nomor, atau waktu terbit edisinya."),
        ({"terbit": "entah"}, "Waktu terbit edisinya tidak terbaca."),
        ({"nomor_edisi": "1" * 21}, "masing-masing paling banyak 20 huruf."),
        ({"dari_halaman": "20"}, "Halaman terakhir tidak boleh mendahului halaman pertama."),
        ({"dari_halaman": ""}, "Isi juga halaman pertamanya."),
    ):
        answer = editor.post(place(row), where(held, **typed))
        page = answer.content.decode()
        assert answer.status_code == 409 and sentence in page and 'id="ke-artikel" checked' in page, typed
        assert 'id="sampai-halaman" value="14"' in page
        row.refresh_from_db()
        assert row.target_id == Book.objects.get().pk and not Issue.objects.exists()


def test_a_match_that_is_undone_says_nothing_yet_of_what_the_file_is(library, editor):
    describe({"kind": "book", "title": "Contoh jurnal sapa 3 1 2 dispensasi"})
    row = brought(ARTICLE)
    assert row.matched == "name" and tick(row) in table(editor)
    editor.post(place(row), {"ke": "sendiri"})
    page = table(editor)
    assert NOTE in page and tick(row) not in page


def test_asking_for_many_rows_is_one_question(library, django_assert_num_queries):
    _book, one, two = map(brought, (DEMO / "contoh-buku-bale-istri.pdf", ARTICLE, BULLETIN))
    rows = list(Ingestion.objects.select_related("target"))
    with django_assert_num_queries(1):
        assert placing.unplaced(rows) == {one.pk, two.pk}


def test_it_is_not_offered_for_publishing_while_its_pages_wait_for_recognition(library, editor):
    row, book = brought(ARTICLE), brought(DEMO / "contoh-buku-bale-istri.pdf")
    for file in (row.file_id, book.file_id):
        Passage.objects.filter(file=file, number=1).update(flags=["needs-ocr"])
        Recognition.objects.create(file_id=file, number=1)
    page = table(editor)
    assert page.lower().count("boleh diterbitkan sekarang") == 1
    assert page.count("Pilih dulu tempatnya") == 1
