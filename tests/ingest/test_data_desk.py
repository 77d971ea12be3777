"""The desk of a dataset: a table comes in, what is wrong with it is said row by row, and small counts are named."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from library.models import Dataset, Shelf
from tests.data import CASES, VILLAGES

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def data() -> Dataset:
    draft = Dataset(title="Kasus", draft_title="Kasus", live=False)
    Shelf.objects.get(slug="data").add_child(instance=draft)
    draft.save_revision()
    return draft


def draft_of(data: Dataset) -> Dataset:
    return Dataset.objects.get(pk=data.pk).get_latest_revision_as_object()


def give(editor, data: Dataset, text: bytes, name: str = "kasus.csv", **also):
    address = reverse("ingest_data", args=[data.pk])
    return editor.post(address, {"act": "table", "file": SimpleUploadedFile(name, text)} | also, follow=True)


def test_a_table_comes_in_and_its_columns_are_proposed(editor, data):
    page = give(editor, data, CASES.encode()).content.decode()
    assert "4 baris diterima." in page
    draft = draft_of(data)
    assert [(column.name, column.type, column.role) for column in draft.columns.all()] == [
        ("Kabupaten", "place", "dimension"),
        ("Tahun", "year", "dimension"),
        ("Kasus KDRT", "integer", "measure"),
        ("Kasus kekerasan seksual", "integer", "measure"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(b"", "kosong", id="empty"),
        pytest.param(b"%PDF-1.7", "PDF", id="a PDF"),
        pytest.param(b"Tahun,Kasus\n" + b"2015,1\n" * 10_001, "10.000", id="too many rows"),
        pytest.param(
            (",".join(f"k{n}" for n in range(200)) + "\n" + ",".join("1" * 200)).encode(),
            "60",
            id="200 columns",
        ),
        pytest.param(b"PK\x03\x04rusak", "rusak", id="no workbook"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence_and_nothing_is_kept(editor, data, text, words):
    page = give(editor, data, text).content.decode()
    assert words in page
    assert not draft_of(data).spans.all()


def test_what_is_wrong_is_said_by_row_and_column(editor, data):
    page = give(
        editor, data, b"Kabupaten,Tahun,Kasus\nBandung,2015*,12\nGarut,2016,=1+1\nCianjur,2017,8\n"
    ).content.decode()
    assert "Baris 3, kolom “Kasus”" in page


def test_rows_are_told_by_their_number_in_the_file(editor, data):
    text = b"Kasus menurut kabupaten\n\n\n\nKabupaten,Tahun,Kasus\nBandung,2015,12\n\nGarut,2016,dua\nCianjur,2017,8\n"
    page = give(editor, data, text).content.decode()
    assert "Baris 8, kolom “Kasus”" in page


def posted(editor, data: Dataset, **also: str):
    draft = draft_of(data)
    address = reverse("wagtailadmin_pages:edit", args=[data.pk])
    page = BeautifulSoup(editor.get(address).content, "html.parser")
    form = page.select_one("form#page-edit-form") or page.select_one("form[data-edit-form]")
    given = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            given[field["name"]] = chosen.get("value", "") if chosen else ""
        elif field.get("type") not in {"checkbox", "radio", "submit", "button", "file"} or field.has_attr(
            "checked"
        ):
            given[field["name"]] = field.get("value", "") if field.name == "input" else field.text
    assert draft.title
    return editor.post(address, given | also, follow=True)


def test_a_table_with_faults_may_be_kept_as_a_draft_and_is_not_published(editor, data):
    give(editor, data, b"Desa,Tahun,Kasus\nRancamanah,2020,3\nCikoneng,2020,dua\nSukamaju,2020,7\n")
    kept = posted(editor, data).content.decode()
    assert "belum dapat diterbitkan" not in kept
    refused = posted(editor, data, **{"action-publish": "action-publish"}).content.decode()
    assert "belum dapat diterbitkan" in refused and "Baris 3, kolom “Kasus”" in refused
    assert not Dataset.objects.get(pk=data.pk).live
    with pytest.raises(ValidationError, match="belum dapat diterbitkan"):
        draft_of(data).get_latest_revision().publish()
    give(
        editor, data, b"Desa,Tahun,Kasus\nRancamanah,2020,3\nCikoneng,2020,12\nSukamaju,2020,7\n", "baik.csv"
    )
    posted(editor, data, **{"action-publish": "action-publish"})
    assert Dataset.objects.get(pk=data.pk).live


def test_small_counts_are_named_to_the_editor_and_hidden_in_what_readers_see(editor, data):
    give(editor, data, VILLAGES.encode())
    draft = draft_of(data)
    for column in draft.columns.all():
        if column.name == "Desa":
            column.type, column.level = "place", "village"
    draft.save_revision()
    page = editor.get(reverse("ingest_data", args=[data.pk])).content.decode()
    assert (
        "kurang dari lima orang" in page
        and page.count("&lt;\N{NO-BREAK SPACE}5") == 2
        and "&lt; 5" not in page
    )


def test_columns_are_told_by_a_table_of_their_own(editor, data):
    give(editor, data, CASES.encode())
    told = b"name,title_en,unit_id,level\nKabupaten,District,,district\nKasus KDRT,Domestic violence,kasus,\n"
    address = reverse("ingest_data", args=[data.pk])
    editor.post(address, {"act": "columns", "columns": SimpleUploadedFile("kolom.csv", told)})
    columns = {each.name: each for each in draft_of(data).columns.all()}
    assert (columns["Kabupaten"].title_en, columns["Kabupaten"].level) == ("District", "district")
    assert columns["Kasus KDRT"].unit_id == "kasus"
    wrong = SimpleUploadedFile("kolom.csv", b"name,type\nKabupaten,angka ajaib\n")
    page = editor.post(address, {"act": "columns", "columns": wrong}, follow=True).content.decode()
    assert "angka ajaib" in page


def test_a_new_table_takes_the_place_of_the_old(editor, data):
    give(editor, data, CASES.encode())
    give(editor, data, (CASES + "Cianjur,2016,4,1\n").encode(), "baru.csv")
    draft = draft_of(data)
    assert [span.file.name for span in draft.spans.all()] == ["baru.csv"]
    assert len(draft.columns.all()) == 4


def test_a_dataset_without_a_table_says_so_where_it_is_edited(editor, data):
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[data.pk])).content.decode()
    assert "belum mempunyai tabel" in page and reverse("ingest_data", args=[data.pk]) in page


def test_small_counts_of_a_column_are_named_together(editor, data):
    rows = "".join(f"Desa {each},3\n" for each in range(2, 50))
    give(editor, data, f"Desa,Kasus,Dirujuk\n{rows.replace(chr(10), ',40' + chr(10))}Desa X,9,2\n".encode())
    page = editor.get(reverse("ingest_data", args=[data.pk])).content
    said = [each.get_text() for each in BeautifulSoup(page, "html.parser").select(".film-worry")]
    [many] = [each for each in said if "“Kasus”" in each]
    assert many.startswith("Kolom “Kasus”, baris 2, 3, 4,") and "41, dan 8 baris lain: kurang dari" in many
    assert any(each.startswith("Kolom “Dirujuk”, baris 50: kurang dari") for each in said)


def test_a_hidden_column_of_a_workbook_is_named_and_none_of_it_is_kept(editor, data):
    book, target = Workbook(), BytesIO()
    for row in (["Kecamatan", "Nama korban", "Kasus"], ["Pacet", "Mawar", 12], ["Ibun", "Melati", 9]):
        book.active.append(row)
    book.active.column_dimensions["B"].hidden = True
    book.save(target)
    page = give(editor, data, target.getvalue(), "kasus.xlsx").content.decode()
    assert "tidak dibaca: “Nama korban” (B)." in page
    assert "Mawar" not in page and "Melati" not in page
    draft = draft_of(data)
    assert [column.name for column in draft.columns.all()] == ["Kecamatan", "Kasus"]
    assert draft.sheet_file.sheet.cells() == [["Kecamatan", "Kasus"], ["Pacet", "12"], ["Ibun", "9"]]


def test_the_desk_is_for_those_who_look_after_files(client, data):
    assert client.get(reverse("ingest_data", args=[data.pk])).status_code == 302
