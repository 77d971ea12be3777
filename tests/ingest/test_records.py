"""Metadata in CSV: every bad row is said with its line, and a good one becomes a publication's fields."""

import csv
import unicodedata
from pathlib import Path

import pytest

from ingest import records
from ingest.records import RecordError, read_csv
from library.models import Agent, Book, Law, Regulation

HEAD = "file,kind,title"
DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture
def written(tmp_path):
    """Writes a CSV and gives its path."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "data.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def refused(path: Path) -> str:
    with pytest.raises(RecordError) as caught:
        read_csv(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["data.csv", "“file”"]),
        ("nama,judul\nx.pdf,X", ["data.csv", "“file”"]),
        ("file,kind\nx.pdf,book", ["data.csv", "“title”"]),
        ("file,kind,title,titel\nx.pdf,book,X,Y", ["“titel”"]),
        ("file,kind,title,title\nx.pdf,book,X,Y", ["“title”", "dua kali"]),
        (f"{HEAD}\nx.pdf,book,X\n,book,Y", ["Baris 3", "“file”"]),
        (f"{HEAD}\nx.pdf,book,", ["Baris 2", "“title”"]),
        (f"{HEAD}\nx.pdf,majalah,X", ["Baris 2", "“majalah”", "book, regulation"]),
        (f"{HEAD},date\nx.pdf,book,X,2004-13", ["Baris 2", "“2004-13”"]),
        (f"{HEAD},language\nx.pdf,book,X,indonesia", ["Baris 2", "“indonesia”", "“language”"]),
        (f"{HEAD},access\nx.pdf,book,X,embargo", ["Baris 2", "“embargo”"]),
        (f"{HEAD},law_year\nx.pdf,regulation,X,04", ["Baris 2", "empat angka"]),
        (f"{HEAD},law_amended_by\nx.pdf,regulation,X,UU tahun 2014", ["Baris 2", "“UU tahun 2014”"]),
        (f"{HEAD}\nx.pdf,book,X\ny.pdf,book,Y\nx.pdf,book,Z", ["Baris 4", "x.pdf", "baris 2"]),
        (f"{HEAD}\nx.pdf,book,Judul, dengan koma", ["Baris 2", "lebih banyak"]),
        (f'{HEAD}\nx.pdf,book,"tak ditutup\ny.pdf,book,Y', ["tanda kutip"]),
        (f"{HEAD}\nx.pdf,book,{'panjang ' * 40}", ["Baris 2", "“title”", "255"]),
        (f"{HEAD},creators\nx.pdf,book,X,{'Ani ' * 80}", ["Baris 2", "pengarang"]),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence_with_its_line(written, text, parts):
    sentence = refused(written(text))
    assert all(part in sentence for part in parts), sentence
    assert "\n" not in sentence


def test_every_bad_row_is_said_on_a_line_of_its_own(written):
    sentences = refused(written(f"{HEAD}\n,book,X\nx.pdf,zine,X\ny.pdf,book,Y")).splitlines()
    assert [sentence.split(":")[0] for sentence in sentences] == ["Baris 2", "Baris 3"]


def test_a_file_in_another_encoding_is_told_how_to_save_it(written):
    assert "UTF-8" in refused(written(f"{HEAD}\nx.pdf,book,Pérempuan", "latin-1"))


def test_a_csv_that_is_not_there_is_said(tmp_path):
    assert "hilang.csv" in refused(tmp_path / "hilang.csv")


def test_a_line_is_counted_where_its_row_begins(written):
    assert refused(written(f'{HEAD},abstract_id\nx.pdf,book,X,"dua\nbaris"\ny.pdf,zine,Y,')).startswith(
        "Baris 4:"
    )


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheet_may_separate_cells_in_its_own_way(written, separator):
    rows = [["file", "kind", "title", "creators"], ["x.pdf", "book", "Satu, dua", "Ani; Budi"]]
    path = written("")
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    record = read_csv(path).of(path.parent / "x.pdf")
    assert (record.fields["title"], record.fields["creators"]) == ("Satu, dua", "Ani; Budi")


def test_a_row_is_found_by_its_path_from_the_csv_or_by_the_bare_name(written, tmp_path):
    found = read_csv(written(f"{HEAD}\nstudi/x.pdf,book,Studi\nx.pdf,book,Buku"))
    (tmp_path / "studi").mkdir()
    assert found.of(tmp_path / "studi" / "x.pdf").fields["title"] == "Studi"
    assert found.of(tmp_path / "lain" / "x.pdf").fields["title"] == "Buku"
    assert found.of(tmp_path / "y.pdf") is None
    assert found.without([tmp_path / "x.pdf"]) == ["studi/x.pdf"]


def test_a_name_is_the_same_composed_and_decomposed(written, tmp_path):
    found = read_csv(written(f"{HEAD}\nr\u00e9sum\u00e9.pdf,book,X"))
    assert found.of(tmp_path / unicodedata.normalize("NFD", "résumé.pdf"))


def test_the_metadata_of_the_demo_can_be_used():
    found = read_csv(DEMO / "metadata.csv")
    files = sorted(DEMO.glob("*.pdf"))
    assert len(found) == len(files) and not found.without(files)


@pytest.mark.django_db
def test_a_record_fills_a_book():
    book = Book()
    fields = {
        "kind": "book",
        "title": "Jalan Panjang",
        "place": "Bandung",
        "creators": "Ani Rahma; Yayasan Sapa; Ani Rahma",
        "language": "su",
    }
    records.fill(book, fields)
    assert (book.title, book.published_in, book.language, book.access) == (
        "Jalan Panjang",
        "Bandung",
        "su",
        "open",
    )
    named = [contribution.agent for contribution in book.contributions.all()]
    assert [(agent.name, agent.kind) for agent in named] == [
        ("Ani Rahma", Agent.Kind.PERSON),
        ("Yayasan Sapa", Agent.Kind.ORGANISATION),
    ]


@pytest.mark.django_db
def test_a_record_fills_a_regulation_and_its_law_with_the_laws_around_it():
    fields = {
        "kind": "regulation",
        "title": "Undang-Undang Nomor 23 Tahun 2002",
        "law_kind": "UU",
        "law_number": "23",
        "law_year": "2002",
        "law_about": "Perlindungan Anak",
        "law_status": "amended",
        "law_amended_by": "UU 35/2014; UU 17/2016",
    }
    first, second = Regulation(), Regulation()
    records.fill(first, fields)
    records.fill(second, {**fields, "law_about": ""})
    assert first.law == second.law
    assert (second.law.about, second.law.status) == ("Perlindungan Anak", "amended")
    assert sorted(law.citation for law in first.law.amended_by.all()) == ["UU 17/2016", "UU 35/2014"]
    assert Law.objects.count() == 3
