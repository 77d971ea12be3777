"""Other people's catalogue data become drafts, once: through the command, from real files of every format."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from ingest.imports.reading import UnreadableFile, entries
from library.metadata import bibtex, csl, marcxml, mods, ris
from library.models import Agent, Article, Book, Concept, Issue, Periodical, Publication, Regulation, Study
from library.record import RecordKind
from tests.library.metadata import records as known
from tests.works import shelve

RIS = """\
TY  - BOOK
AU  - Toer, Pramoedya Ananta
A2  - {Hasta Mitra}
TI  - Bumi Manusia
PY  - 1980
PB  - Hasta Mitra
CY  - Jakarta
SN  - 978-602-1234-56-3
KW  - KDRT
KW  - sastra
ER  -

TY  - JOUR
AU  - Aminah, Siti
TI  - Pendampingan korban
T2  - Jurnal Perempuan
VL  - 12
IS  - 3
SP  - 4
EP  - 19
PY  - 2007
DO  - 10.1234/jp.2007.3
ER  -
"""


@pytest.fixture
def told(library, tmp_path):
    """Imports a file with that content as an operator would; gives what is said of each entry."""

    def tell(content: str | bytes, name: str = "data.ris", *options: str) -> list[dict[str, Any]]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        out = StringIO()
        try:
            call_command("import_records", str(path), *options, "--json", stdout=out)
        except SystemExit as ended:
            assert ended.code == 1
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return tell


def fates(outcomes: list[dict[str, Any]]) -> list[str]:
    return [outcome["fate"] for outcome in outcomes]


def test_a_book_becomes_a_draft_with_all_that_was_told(told):
    kdrt = Concept.objects.create(label_id="Kekerasan dalam rumah tangga", alternatives_id="KDRT")
    outcome = told(RIS)[0]
    book = Book.objects.get()
    assert (outcome["fate"], outcome["page"]) == ("new", book.pk)
    assert outcome["url"] == f"/admin/pages/{book.pk}/edit/"
    assert not book.live
    assert (book.title, book.year, book.publisher, book.published_in) == (
        "Bumi Manusia",
        1980,
        "Hasta Mitra",
        "Jakarta",
    )
    assert book.isbn == "978-602-1234-56-3"
    author = book.contributions.get(role="author").agent
    assert (author.name, author.family, author.given) == ("Pramoedya Ananta Toer", "Toer", "Pramoedya Ananta")
    assert [subject.concept for subject in book.subjects.all()] == [kdrt]
    assert [tag.name for tag in book.tags.all()] == ["sastra"]


def test_an_article_from_elsewhere_stands_in_an_issue_that_is_made_for_it(told):
    assert fates(told(RIS)) == ["new", "new"]
    article = Article.objects.get()
    issue, serial = article.host, article.serial
    assert (serial.title, serial.kind_slug, serial.live) == ("Jurnal Perempuan", "jurnal", False)
    assert (issue.volume, issue.number, issue.year, issue.live) == ("12", "3", 2007, False)
    assert (article.first_page, article.last_page, article.doi) == ("4", "19", "10.1234/jp.2007.3")
    more = RIS.replace("Pendampingan korban", "Artikel lain").replace("jp.2007.3", "jp.2007.4")
    assert fates(told(more)) == ["here", "new"]
    assert (Issue.objects.count(), Periodical.objects.count(), Article.objects.count()) == (1, 1, 2)


def test_a_bulletins_article_goes_to_the_shelf_of_bulletins(told):
    told("TY  - MGZN\nTI  - Kabar\nT2  - Warta Desa\nIS  - 4\nPY  - 2015\nER  -\n")
    assert Article.objects.get().serial.kind_slug == "buletin"


def test_the_same_file_again_makes_nothing_new(told):
    told(RIS)
    before = list(Publication.objects.values_list("pk", "latest_revision"))
    again = told(RIS)
    assert fates(again) == ["here", "here"]
    assert [outcome["page"] for outcome in again] == [Book.objects.get().pk, Article.objects.get().pk]
    assert list(Publication.objects.values_list("pk", "latest_revision")) == before
    assert Agent.objects.count() == len(set(Agent.objects.values_list("name", flat=True)))


def test_looking_writes_nothing(told):
    assert fates(told(RIS, "data.ris", "--dry-run")) == ["new", "new"]
    assert not Publication.objects.exists() and not Agent.objects.exists() and not Periodical.objects.exists()


@pytest.mark.parametrize("dry", [["--dry-run"], []])
def test_what_a_file_says_twice_is_taken_once(told, dry):
    assert fates(told(RIS + "\n" + RIS, "data.ris", *dry)).count("new") == 2


@pytest.mark.parametrize(
    ("held", "wanted", "same"),
    [
        ({"title": "Lain", "doi": "10.1234/AB"}, "TI  - X\nDO  - 10.1234/ab\nPY  - 1999", True),
        ({"title": "Lain", "isbn": "978-602-1234-56-3"}, "TI  - X\nSN  - 9786021234563", True),
        ({"title": "Lain", "isbn": "0-306-40615-2"}, "TI  - X\nSN  - 978-0-306-40615-7", True),
        ({"title": "Jalan Panjang", "issued": "2014"}, "TI  - JALAN  PANJANG!\nPY  - 2014", True),
        ({"title": "Jalan Panjang", "issued": "2014"}, "TI  - Jalan Panjang\nPY  - 2015", False),
        ({"title": "Jalan Panjang", "issued": "2014"}, "TI  - Jalan Panjang", False),
        ({"title": "Jalan Panjang", "issued": "2014"}, "TI  - Jalan Panjang Sekali\nPY  - 2014", False),
        ({"title": "Résumé", "issued": "2014"}, "TI  - resume\nPY  - 2014", True),
        (
            {"title": "Jalan", "subtitle": "Kisah panjang", "issued": "2014"},
            "TI  - Jalan: Kisah panjang\nPY  - 2014",
            True,
        ),
        ({"title": "Jalan", "subtitle": "Satu", "issued": "2014"}, "TI  - Jalan\nPY  - 2014", True),
        (
            {"title": "Jalan", "issued": "2014", "doi": "10.1234/a"},
            "TI  - Jalan\nPY  - 2014\nDO  - 10.1234/b",
            False,
        ),
        ({"title": "Jalan", "issued": "2014", "volume": "1"}, "TI  - Jalan\nPY  - 2014\nVL  - 2", False),
    ],
)
def test_a_work_is_the_same_by_doi_or_isbn_or_by_title_and_year(told, held, wanted, same):
    kept = shelve(**held)
    entry = f"TY  - BOOK\n{wanted}\nER  -\n"
    assert fates(told(entry)) == ["here" if same else "new"]
    assert told(entry)[0]["page"] == (kept.pk if same else Book.objects.latest("pk").pk)


def test_editorials_that_are_called_alike_are_told_apart_by_their_issues(told):
    entry = "TY  - JOUR\nTI  - Pengantar\nT2  - Sapa\nVL  - 3\nIS  - {}\nPY  - 2022\nER  -\n"
    assert fates(told(entry.format(1) + entry.format(2) + entry.format(1))) == ["new", "new", "here"]


def test_what_an_editor_wrote_into_a_draft_is_matched_too(told):
    book = shelve(title="Judul kerja", publish=False)
    book.title, book.issued = "Bumi Manusia", "1980"
    book.save_revision()
    assert fates(told(RIS))[0] == "here"


def test_a_match_changes_nothing(told):
    book = shelve(title="Bumi Manusia", issued="1980", publisher="Penerbit lain")
    told(RIS)
    book.refresh_from_db()
    assert (book.publisher, book.published_in, book.has_unpublished_changes) == ("Penerbit lain", "", False)


def test_what_a_work_does_not_say_is_proposed_as_a_draft_when_asked(told):
    book = shelve(title="Bumi Manusia", issued="1980", publisher="Penerbit lain")
    outcome = told(RIS, "data.ris", "--propose")[0]
    assert (outcome["fate"], outcome["proposed"]) == ("here", ["place", "isbn", "creators", "tags"])
    book.refresh_from_db()
    assert (book.published_in, book.live, book.has_unpublished_changes) == ("", True, True)
    latest = book.get_latest_revision_as_object()
    assert (latest.publisher, latest.published_in) == ("Penerbit lain", "Jakarta")
    assert told(RIS, "data.ris", "--propose")[0]["proposed"] == []


def test_nothing_is_proposed_to_a_work_that_somebody_locked(told):
    book = shelve(title="Bumi Manusia", issued="1980")
    book.locked = True
    book.save()
    assert told(RIS, "data.ris", "--propose")[0]["proposed"] == []


def test_a_bad_entry_never_stops_the_good_ones(told):
    long = "panjang " * 60
    entries_ = (
        "TY  - GEN\nTI  - Film\nER  -\n"
        f"TY  - BOOK\nTI  - {long}\nER  -\n"
        "TY  - JOUR\nTI  - Tanpa jurnal\nPY  - 2007\nER  -\n"
        "TY  - BOOK\nTI  - Baik\nER  -\n"
    )
    outcomes = {outcome["title"][:5]: outcome for outcome in told(entries_)}
    assert outcomes["Baik"]["fate"] == "new"
    assert "255" in outcomes["panja"]["sentence"]
    assert "jurnal atau buletin" in outcomes["Tanpa"]["sentence"].lower()
    assert outcomes[""]["fate"] == "refused" and outcomes[""]["sentence"]
    assert [book.title for book in Book.objects.all()] == ["Baik"]


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (lambda every: "\n".join(ris.write(csl.item(record)) for record in every), "data.ris"),
        (lambda every: "\n".join(bibtex.write(csl.item(record)) for record in every), "data.bib"),
        (lambda every: json.dumps([csl.item(record) for record in every]), "data.json"),
        (marcxml.write, "data.xml"),
        (mods.write, "data.xml"),
    ],
    ids=["ris", "bibtex", "csl", "marcxml", "mods"],
)
def test_every_kind_that_we_write_comes_back_as_a_draft_of_its_kind(told, write, name):
    outcomes = told(write(known.KINDS), name)
    assert set(fates(outcomes)) == {"new"}
    assert {outcome["kind"] for outcome in outcomes} == {record.kind.value for record in known.KINDS}
    assert Regulation.objects.get().law.citation == "UU 23/2004"
    assert Study.objects.exists()
    assert set(fates(told(write(known.KINDS), name))) == {"here"}


def test_a_table_without_files_becomes_drafts_journals_first(told, tmp_path):
    book = Workbook()
    for row in [
        ["kind", "title", "periodical", "numbering", "frequency", "date", "concepts"],
        ["journal-article", "Artikel", "Sapa", "Vol. 1 No. 2", None, None, None],
        ["journal-issue", None, "Sapa", "Vol. 1 No. 2, Juni 2015", None, None, None],
        ["journal", "Sapa", None, None, "quarterly", None, None],
        ["study", "Studi", None, None, None, 2014, "tidak-ada"],
    ]:
        book.active.append(row)
    book.save(tmp_path / "sumber.xlsx")
    outcomes = told((tmp_path / "sumber.xlsx").read_bytes(), "data.xlsx")
    assert [(each["place"], each["kind"], each["fate"]) for each in outcomes] == [
        ("Baris 4", "journal", "new"),
        ("Baris 3", "journal-issue", "new"),
        ("Baris 2", "journal-article", "new"),
        ("Baris 5", "study", "refused"),
    ]
    assert "“tidak-ada”" in outcomes[3]["sentence"]
    assert Periodical.objects.get().frequency == "quarterly"
    assert (Issue.objects.get().issued, Article.objects.get().year) == ("2015-06", 2015)


def test_a_row_that_names_a_pdf_is_sent_to_ingest(told):
    outcomes = told("file,kind,title\nx.pdf,book,X\n,book,Y\n", "data.csv")
    assert fates(outcomes) == ["refused", "new"]
    assert "manage ingest" in outcomes[0]["sentence"]


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        (b"", "data.ris", "kosong"),
        (b" \n ", "data.csv", "kosong"),
        (b"%PDF-1.7", "data.ris", "PDF"),
        (b"PK\x03\x04rusak", "data.xlsx", "rusak"),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "data.xls", "Office lama"),
        (b"00714cam a2200205 a 4500\x1e\x1d", "data.mrc", "MARCXML"),
        (b"<html><body>x</body></html>", "data.xml", "bukan MARCXML atau MODS"),
        (b"halo dunia", "data.docx", "tidak dikenali"),
        (b"satu,dua\n1,2", "data.csv", "“kind”"),
        (b"x" * 20_000_001, "data.ris", "20 MB"),
        (b"[" + b'{"type":"book","title":"X"},' * 10_000 + b"{}]", "data.json", "10.000"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_gives_no_entries_is_said_in_a_sentence(db, content, name, part):
    with pytest.raises(UnreadableFile) as caught:
        entries(content, name)
    assert part in caught.value.sentence


def test_the_content_decides_what_a_file_is_and_not_its_name(db):
    for content, name in (
        (RIS.encode(), "data.txt.bak"),
        (b"@book{a, title={Satu}, year=2014}", "data"),
        (b'[{"type":"book","title":"Satu"}]', "data.bib"),
        (b"kind,title\nbook,Satu", "data.tabel"),
        (b'\xef\xbb\xbf"kind";"title"\nbook;Satu', "data"),
    ):
        assert entries(content, name)[0].fields["kind"] == RecordKind.BOOK, name


def test_a_file_that_is_not_there_is_said_and_the_others_are_read(library, tmp_path, capsys):
    good = tmp_path / "baik.ris"
    good.write_text(RIS)
    with pytest.raises(SystemExit) as ended:
        call_command("import_records", str(tmp_path / "hilang.ris"), str(good))
    said = capsys.readouterr()
    assert ended.value.code == 1 and "hilang.ris" in said.err
    assert said.out.endswith("2 draf baru, 0 sudah ada, 0 tidak dapat dipakai.\n")
    assert Path(good).exists()
