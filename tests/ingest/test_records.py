"""Metadata in CSV: every bad row is said with its line, and a good one becomes a publication's fields."""

import csv
import io
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import records
from ingest.records import RecordError, naming, parted, read_csv
from ingest.records.columns import COLUMNS, ISSUES, KINDS
from ingest.records.tables import checked, read_rows
from library.models import Agent, Book, Concept, Law, Publication, Regulation
from library.thesaurus.table import ours

HEAD = "file,kind,title"
#: What a table may hold that nobody checked: the words of our columns, values that are nearly right, and anything.
CELLS = st.one_of(
    st.sampled_from([*COLUMNS, *KINDS]),
    st.sampled_from(
        ["2004", "20115", "2015-01/2015-02", "No. 2", "Vol. 3", "Ani; Budi", "UU 35/2014", "9" * 5000]
    ),
    st.sampled_from(
        ["3", "12", "iv", "978-602-1234-56-7", "10.1234/a", "open", "id", " ", "{Sapa Institut}"]
    ),
    st.text(max_size=20),
)


ROWS = st.tuples(st.sampled_from([*KINDS]), st.dictionaries(st.sampled_from([*COLUMNS]), CELLS, max_size=6))


def as_csv(rows: list[tuple[str, dict[str, str]]]) -> str:
    """The rows under a head that our tables know."""
    text = io.StringIO()
    table = csv.DictWriter(text, [*COLUMNS])
    table.writeheader()
    for kind, cells in rows:
        table.writerow({"title": "Jalan Panjang", **cells, "kind": kind})
    return text.getvalue()


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


ARTICLE = "file,kind,title,periodical,numbering,file_from,file_to,first_page,last_page,access"
ISSUE_ROW = 'e.pdf,bulletin-issue,,Bale,"Edisi 12, Maret 2015",,,,,'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["data.csv", "“kind”"]),
        ("nama,judul\nx.pdf,X", ["data.csv", "“kind”"]),
        ("file,kind\nx.pdf,book", ["data.csv", "“title”"]),
        ("kind,title\nbook,X", ["Baris 2", "“file”"]),
        ("file,kind,title,titel\nx.pdf,book,X,Y", ["“titel”"]),
        ("file,kind,title,title\nx.pdf,book,X,Y", ["“title”", "dua kali"]),
        (f"{HEAD}\nx.pdf,book,X\n,book,Y", ["Baris 3", "“file”"]),
        (f"{HEAD}\nx.pdf,book,", ["Baris 2", "“title”"]),
        (f"{HEAD}\nx.pdf,,X", ["Baris 2", "“kind”"]),
        (f"{HEAD}\nx.pdf,book,???", ["Baris 2", "???", "tidak berisi huruf"]),
        (f"{HEAD}\nx.pdf,majalah,X", ["Baris 2", "“majalah”", "pocket-book", "bulletin-article"]),
        (f"{HEAD},date\nx.pdf,book,X,2004-13", ["Baris 2", "“2004-13”"]),
        (f"{HEAD},date\nx.pdf,book,X,20115", ["Baris 2", "“20115”"]),
        (f"{HEAD},language\nx.pdf,book,X,klingon", ["Baris 2", "“klingon”", "“language”"]),
        (f"{HEAD},access\nx.pdf,book,X,embargo", ["Baris 2", "“embargo”", "“embargo_until”"]),
        (f"{HEAD},access\nx.pdf,book,X,withdrawn", ["Baris 2", "“withdrawn”"]),
        (f"{HEAD},embargo_until\nx.pdf,book,X,Mei 2027", ["Baris 2", "“Mei 2027” bukan hari"]),
        (f"{HEAD},law_year\nx.pdf,regulation,X,04", ["Baris 2", "empat angka"]),
        (f"{HEAD},law_year\nx.pdf,regulation,X,2004", ["Baris 2", "“law_number”"]),
        (f"{HEAD},law_amended_by\nx.pdf,regulation,X,UU tahun 2014", ["Baris 2", "“UU tahun 2014”"]),
        (f"{HEAD}\nx.pdf,book,X\ny.pdf,book,Y\nx.pdf,book,Z", ["Baris 4", "x.pdf", "baris 2"]),
        (f"{HEAD}\nx.pdf,book,Judul, dengan koma", ["Baris 2", "lebih banyak"]),
        (f'{HEAD}\nx.pdf,book,"tak ditutup\ny.pdf,book,Y', ["tanda kutip"]),
        (f"{HEAD}\nx.pdf,book,{'panjang ' * 40}", ["Baris 2", "“title”", "255"]),
        (f"{HEAD},creators\nx.pdf,book,X,{'Ani ' * 80}", ["Baris 2", "“creators”", "terlalu panjang"]),
        (f"{HEAD},creators\nx.pdf,book,X,Ani;   ; Budi", ["Baris 2", "“creators”", "bukan nama"]),
        (f"{HEAD},creators\nx.pdf,book,X,\u200b", ["Baris 2", "“creators”", "bukan nama"]),
        (f"{HEAD},creators\nx.pdf,book,X,Dr.", ["Baris 2", "“Dr.”", "bukan nama"]),
        (f"{HEAD},isbn\nx.pdf,book,X,978-602-1234-56-0", ["Baris 2", "978-602-1234-56-0", "angka pemeriksa"]),
        (f"{HEAD},doi\nx.pdf,book,X,sepuluh", ["Baris 2", "“sepuluh” bukan DOI"]),
        (f"{HEAD},isbn\nx.pdf,study,X,978-602-1234-56-7", ["Baris 2", "“isbn”", "study"]),
        (f"{HEAD},audience\nx.pdf,book,X,general; semua", ["Baris 2", "“semua”", "“audience”"]),
        (f"{HEAD},tags\nx.pdf,book,X,{'tag' * 50}", ["Baris 2", "“tags”", "terlalu panjang"]),
        (f"{HEAD},subtitle\nx.pdf,book,X,a\x00b", ["Baris 2", "U+0000"]),
        (f"{HEAD},issn\n,journal,X,1234-5678", ["Baris 2", "ISSN “1234-5678”"]),
        (f"{HEAD},periodical\n,journal-issue,Edisi,Sapa", ["Baris 2", "“numbering”"]),
        (f"{ARTICLE}\nx.pdf,journal-article,X,,,,,,,", ["Baris 2", "“periodical”"]),
        (f"{ARTICLE}\nx.pdf,journal-article,X,Sapa,,,,,,", ["Baris 2", "“numbering”"]),
        (f"{ARTICLE}\nx.pdf,journal-article,X,Sapa,kedua,,,,,", ["Baris 2", "“kedua”"]),
        (f"{ARTICLE}\nx.pdf,journal-article,X,Sapa,No. 2,,,19,4,", ["Baris 2", "19", "mendahului"]),
        (
            f"{ARTICLE}\nx.pdf,journal-article,X,Sapa,No. 2,9,4,,,",
            ["Baris 2", "halaman berkas 4 mendahului 9"],
        ),
        (f"{ARTICLE}\nx.pdf,journal-article,X,Sapa,No. 2,,4,,,", ["Baris 2", "“file_from”"]),
        (f"{ARTICLE}\nx.pdf,journal-article,X,Sapa,No. 2,0,4,,,", ["Baris 2", "“0”"]),
        (
            f"{ARTICLE}\n{ISSUE_ROW}\ne.pdf,bulletin-article,X,,,1,4,,,\ne.pdf,bulletin-article,Y,,,4,6,,,",
            ["Baris 4", "halaman 4", "baris 3"],
        ),
        (
            f"{ARTICLE}\n{ISSUE_ROW}\ne.pdf,bulletin-article,X,,,2,,,,\ne.pdf,bulletin-article,Y,,,9,9,,,",
            ["Baris 4", "halaman 9", "baris 3"],
        ),
        (f"{ARTICLE}\n{ISSUE_ROW}\ne.pdf,bulletin-article,X,,,,,,,", ["Baris 3", "“file_from”", "baris 2"]),
        (
            f"{ARTICLE}\n{ISSUE_ROW}\ne.pdf,bulletin-article,X,,Edisi 13,3,4,,,",
            ["Baris 3", "edisi yang lain"],
        ),
        (f"{ARTICLE}\n{ISSUE_ROW}\ne.pdf,bulletin-article,X,,,3,4,,,internal", ["Baris 3", "harus open"]),
        (f"{ARTICLE}\n{ISSUE_ROW}\nf{ISSUE_ROW}", ["Baris 3", "baris 2"]),
        (
            f"{ARTICLE}\n{ISSUE_ROW}\nx.pdf,journal-article,X,BALE,No. 1,,,,,",
            ["Baris 3", "Baris 2", "jurnal atau buletin"],
        ),
        (
            f"{ARTICLE}\nx.pdf,book,X,,,,,,,\nx.pdf,journal-article,Y,Sapa,No. 1,2,3,,,",
            ["Baris 3", "baris 2"],
        ),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence_with_its_line(written, text, parts):
    sentence = refused(written(text))
    assert all(part in sentence for part in parts), sentence
    assert "\n" not in sentence


def test_a_row_with_several_faults_says_all_of_them(written):
    sentence = refused(written(f"{HEAD},date,isbn,language\nx.pdf,book,X,kemarin,123,xx"))
    assert all(part in sentence for part in ("“kemarin”", "“123”", "“xx”")) and "\n" not in sentence


def test_a_wrong_kind_hides_no_other_fault_of_its_row(written):
    head = f"{HEAD},date,language,isbn,file_from,file_to"
    for kind, said in [("zine", "jenis “zine” tidak dikenal"), ("", "kolom “kind” kosong")]:
        sentence = refused(written(f"{head}\nx.pdf,{kind},???,2020-13,xx,123,9,4"))
        parts = (said, "???", "“2020-13”", "“xx”", "“123”", "halaman berkas 4 mendahului 9")
        assert all(part in sentence for part in parts) and "\n" not in sentence, sentence
    assert "“title”" in refused(written(f"{HEAD}\nx.pdf,zine,"))
    sound = refused(written(f"{head}\nx.pdf,zine,Judul,2020,id,978-602-1234-56-3,,"))
    assert (
        sound.startswith("Baris 2: jenis “zine” tidak dikenal; pilih Buku (book),") and sound.count(".") == 1
    )


def test_a_fault_of_one_cell_hides_no_cells_that_do_not_fit_each_other(written):
    sentence = refused(written(f"{ARTICLE},date\nx.pdf,journal-article,X,Sapa,No. 2,9,4,19,4,,2020-13"))
    assert all(
        part in sentence for part in ("“2020-13”", "halaman terakhir 4", "halaman berkas 4 mendahului 9")
    )
    sentence = refused(written(f"{ARTICLE}\nx.pdf,journal-article,X,Sapa,No. 2,nol,4,,,"))
    assert "“nol” bukan nomor halaman" in sentence and "halaman berkas yang pertama" not in sentence


def test_a_refused_table_still_tells_which_files_it_names(written, tmp_path):
    path = written(f"{HEAD}\nx.pdf,zine,X\nsub/y.pdf,book,Y\n,book,Z")
    with pytest.raises(RecordError) as caught:
        read_csv(path)
    named = naming(path, caught.value.files)
    assert named.without([tmp_path / "x.pdf"]) == ["sub/y.pdf"]
    assert named.of(tmp_path / "sub" / "y.pdf") is not None


def test_of_many_bad_rows_the_first_ten_are_said_and_the_others_counted(written):
    bad = "\n".join(f"{number}.pdf,zine,X" for number in range(13))
    sentences = refused(written(f"{HEAD}\n{bad}")).splitlines()
    assert [line.split(":")[0] for line in sentences[:10]] == [f"Baris {number}" for number in range(2, 12)]
    assert sentences[10:] == ["Dan 3 kesalahan lagi."]


def test_a_ragged_row_does_not_hide_the_faults_of_others(written):
    sentences = refused(written(f"{HEAD}\nx.pdf,book,X,lebih\ny.pdf,zine,Y\nz.pdf,book")).splitlines()
    assert [sentence.split(":")[0] for sentence in sentences] == ["Baris 2", "Baris 3", "Baris 4"]


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


@pytest.mark.django_db
def test_the_metadata_of_the_demo_can_be_used():
    Concept.objects.bulk_create(Concept(slug=entry.slug, label_id=entry.slug) for entry in ours().entries)
    found = read_csv(DEMO / "metadata.csv")
    films_and_tables = [path for path in DEMO.iterdir() if path.suffix in {".mp4", ".csv"} and found.of(path)]
    files = sorted([*DEMO.glob("*.pdf"), *films_and_tables])
    assert len(found) == len(files) and not found.without(files)
    assert [record.fields["kind"] for record in found.without_file] == ["bulletin", "journal"]


@pytest.mark.django_db
def test_a_concept_that_the_thesaurus_does_not_have_is_said(written):
    Concept.objects.create(label_id="KDRT")
    path = written(f"{HEAD},concepts\nx.pdf,book,X,kdrt\ny.pdf,book,Y,kdrt; rumah-tangga")
    assert refused(path).startswith("Baris 3: konsep “rumah-tangga” tidak ada")


def test_the_articles_in_an_issues_file_stand_under_it_and_know_their_issue(written):
    path = written(
        f"{ARTICLE}\ne.pdf,bulletin-article,Satu,,,3,4,3,4,\n{ISSUE_ROW}\ne.pdf,bulletin-article,Dua,,,5,,5,,"
    )
    record = read_csv(path).of(path.parent / "e.pdf")
    assert (record.line, record.fields["kind"]) == (3, "bulletin-issue")
    assert [part.fields["title"] for part in record.parts] == ["Satu", "Dua"]
    assert {part.fields["numbering"] for part in record.parts} == {"Edisi 12, Maret 2015"}
    whole, parts = parted(record.told)
    assert (whole, parts) == (record.fields, [part.fields for part in record.parts])


@given(st.text(max_size=300) | st.lists(ROWS, max_size=4).map(as_csv))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_or_refused_with_sentences(db, text):
    """Also a text that reads well is put into a work without a complaint."""
    rows = []
    with suppress(RecordError):
        rows, troubles = read_rows(text.encode("utf-8", errors="surrogatepass"), "data.csv")
        told = [str(trouble) for trouble in [*troubles, *checked(rows)]]
        assert all(told)
        rows = [] if told else rows
    for row in rows:
        work = KINDS[row.kind].model()
        if isinstance(work, Publication):
            records.fill(work, row.fields)
            assert work.title or row.kind in ISSUES


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
        ("Ani Rahma", Agent.Kind.UNKNOWN),
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
