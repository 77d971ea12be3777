"""From rows and files to works at their place: issues and articles in any order, drafts and published, never doubled."""

from io import BytesIO
from itertools import permutations
from pathlib import Path

import pytest
from django.db import transaction

from ingest.accept import take_in
from ingest.catalogue import describe, describe_without_file, draft
from ingest.describe import Proposal
from ingest.errors import NoShelf
from ingest.models import Ingestion
from ingest.records import read_csv
from ingest.work import work_off
from library.models import Agent, Article, Book, Concept, File, Issue, Periodical, Publication, Shelf, Study
from tests import pdfs
from tests.works import stored

TABLE = """\
file,kind,title,periodical,numbering,creators,first_page,last_page,file_from,file_to,date,issn,frequency,theme,rubric
,bulletin,Bale Wicara,,,,,,,,,2088-1231,quarterly,,
e12.pdf,bulletin-issue,,Bale Wicara,"Edisi 12, Maret 2015",,,,,,,,,Panen,
e12.pdf,bulletin-article,Kabar satu,,,Ani; Budi Santoso,1,2,1,2,,,,,Kabar
e12.pdf,bulletin-article,Kabar dua,,,"Dr. Siti Aminah, M.Si.",3,4,3,4,,,,,Kabar
a1.pdf,journal-article,Artikel satu,Jurnal Sapa,Vol. 3 No. 1,"Toer, Pramoedya Ananta",3,9,,,,,,,
a2.pdf,journal-article,Artikel dua,JURNAL SAPA,"Volume 3, No. 1",Ani,10,12,,,,,,,
depan.pdf,journal-issue,,Jurnal Sapa,Vol. 3 No. 1,,,,,,2022-01/2022-06,,,Tema,
"""
NOTHING = Proposal(kind="buku", title="tidak dipakai")
JOURNAL_ISSUE = ("Vol. 3 No. 1", True, "3", "1", "2022-01/2022-06", "Tema", 20220100030001, "depan.pdf")
JOURNAL_ARTICLES = [
    ("Artikel dua", True, 2022, "", "10–12", ("a2.pdf", 1, None)),
    ("Artikel satu", True, 2022, "", "3–9", ("a1.pdf", 1, None)),
]
FILES = {"e12.pdf": 4, "a1.pdf": 3, "a2.pdf": 2, "depan.pdf": 1}


def table(folder: Path, text: str = TABLE) -> Path:
    path = folder / "metadata.csv"
    path.write_text(text)
    return path


def shelved(path: Path, *names: str, publish: bool = True) -> None:
    """What becomes of these files once they are read, in this order."""
    found = read_csv(path)
    describe_without_file(found.without_file, publish=publish)
    for name in names:
        file = stored(*(f"{name} halaman {number}" for number in range(FILES[name])))
        File.objects.filter(pk=file.pk).update(name=name)
        file.refresh_from_db()
        with transaction.atomic():
            draft(file, NOTHING, found.of(path.parent / name).told, publish=publish, by=None)


def ingested(path: Path, *names: str) -> None:
    """The same with real files, through the whole recipe."""
    found = read_csv(path)
    describe_without_file(found.without_file, publish=True)
    for name in names:
        content = pdfs.pages(*(f"{name} halaman {number}" for number in range(FILES[name])))
        row = take_in(BytesIO(content), name, record=found.of(path.parent / name).told, publish=True)
        work_off()
        row.refresh_from_db()
        assert row.state == Ingestion.State.DONE, row.detail


def told() -> dict[str, object]:
    """The catalogue, as readers meet it."""
    return {
        "periodicals": [
            (each.title, each.slug, each.live, each.issn_print, each.frequency)
            for each in Periodical.objects.order_by("slug")
        ],
        "issues": [
            (
                each.title,
                each.url_path,
                each.live,
                each.volume,
                each.number,
                each.issued,
                each.theme,
                each.position,
                *(span.file.name for span in each.spans.all()),
            )
            for each in Issue.objects.order_by("slug")
        ],
        "articles": [
            (
                each.title,
                each.url_path,
                each.live,
                each.year,
                each.rubric,
                each.pages_text,
                *((span.file.name, span.first, span.last) for span in each.spans.all()),
            )
            for each in Article.objects.order_by("slug")
        ],
        "agents": sorted(Agent.objects.values_list("name", "titles", "kind", "family")),
    }


def test_an_issue_and_its_articles_are_published_with_their_pages(library, tmp_path):
    path = table(tmp_path)
    ingested(path, "e12.pdf", "depan.pdf", "a1.pdf", "a2.pdf")
    expected = told()
    assert expected["periodicals"] == [
        ("Bale Wicara", "bale-wicara", True, "2088-1231", "quarterly"),
        ("Jurnal Sapa", "jurnal-sapa", True, "", ""),
    ]
    assert [issue[0:1] + issue[2:] for issue in expected["issues"]] == [
        ("Edisi 12, Maret 2015", True, "", "12", "2015-03", "Panen", 20150300000012, "e12.pdf"),
        JOURNAL_ISSUE,
    ]
    assert [article[:1] + article[2:] for article in expected["articles"]] == [
        *JOURNAL_ARTICLES,
        ("Kabar dua", True, 2015, "Kabar", "3–4", ("e12.pdf", 3, 4)),
        ("Kabar satu", True, 2015, "Kabar", "1–2", ("e12.pdf", 1, 2)),
    ]
    assert expected["agents"] == [
        ("Ani", "", "mononym", ""),
        ("Budi Santoso", "", "unknown", ""),
        ("Pramoedya Ananta Toer", "", "unknown", "Toer"),
        ("Siti Aminah", "Dr., M.Si.", "unknown", ""),
    ]


@pytest.mark.parametrize("order", list(permutations(["depan.pdf", "a1.pdf", "a2.pdf"])))
def test_whatever_is_read_first_the_journal_comes_out_the_same(library, tmp_path, order):
    shelved(table(tmp_path), *order)
    assert told()["periodicals"][1] == ("Jurnal Sapa", "jurnal-sapa", True, "", "")
    assert [issue[0:1] + issue[2:] for issue in told()["issues"]] == [JOURNAL_ISSUE]
    assert [article[:1] + article[2:] for article in told()["articles"]] == JOURNAL_ARTICLES


def test_the_same_again_changes_nothing(library, tmp_path):
    path = table(tmp_path)
    ingested(path, *FILES)
    before = told(), [page.revisions.count() for page in Publication.objects.order_by("pk")]
    ingested(path, *FILES)
    assert (told(), [page.revisions.count() for page in Publication.objects.order_by("pk")]) == before


def test_without_publish_all_of_it_stays_a_draft(library, tmp_path):
    shelved(table(tmp_path), *FILES, publish=False)
    assert not Publication.objects.live().exists() and not Periodical.objects.live().exists()
    assert Publication.objects.count() == 6


def test_an_issue_without_a_file_of_its_own_is_told_of_in_the_table_alone(library, tmp_path):
    text = (
        'file,kind,title,periodical,numbering,theme\n,bulletin-issue,,Bale,"Edisi 3, 2014",Air\n'
        "a1.pdf,bulletin-article,Kabar,Bale,Edisi 3,\n"
    )
    shelved(table(tmp_path, text), "a1.pdf")
    issue = Issue.objects.get()
    assert (issue.live, issue.theme, issue.year, issue.spans.count()) == (True, "Air", 2014, 0)
    assert Article.objects.get().host == issue


def test_what_an_editor_wrote_in_an_issue_stays(library, tmp_path, django_user_model):
    path = table(tmp_path)
    shelved(path, "a1.pdf")
    issue = Issue.objects.get(serial__title="Jurnal Sapa")
    issue.theme, issue.title = "Tema penyunting", "Nomor perdana"
    issue.save_revision(user=django_user_model.objects.create(username="penyunting")).publish()
    shelved(path, "depan.pdf")
    issue.refresh_from_db()
    assert (issue.theme, issue.title) == ("Tema penyunting", "Nomor perdana")
    assert issue.issued == "2022-01/2022-06"  # which nobody had written
    assert [span.file.name for span in issue.spans.all()] == ["depan.pdf"]


def test_an_issue_that_has_a_file_gets_another_one_as_a_draft(library, tmp_path):
    shelved(table(tmp_path), "depan.pdf")
    rows = [line for line in TABLE.splitlines() if line.startswith(("file", "depan"))]
    shelved(table(tmp_path, "\n".join(rows).replace("depan.pdf", "e12.pdf")), "e12.pdf")
    issue = Issue.objects.get()
    assert [span.file.name for span in issue.spans.all()] == ["depan.pdf"]
    latest = issue.get_latest_revision_as_object()
    assert [span.file.name for span in latest.spans.all()] == ["depan.pdf", "e12.pdf"]


def test_an_article_whose_pages_lie_beyond_its_file_stays_a_draft(library, tmp_path):
    text = (
        "file,kind,title,periodical,numbering,file_from,file_to\n"
        "depan.pdf,journal-issue,,Sapa,No. 1,,\ndepan.pdf,journal-article,Jauh,,,5,6\n"
    )
    shelved(table(tmp_path, text), "depan.pdf")
    assert Issue.objects.get().live and not Article.objects.get().live


def test_a_study_is_filled_with_all_its_columns(library):
    concepts = [Concept.objects.create(label_id=label) for label in ("KDRT", "Kabupaten Bandung")]
    fields = {
        "kind": "study",
        "title": "Berjalan Bersama",
        "creators": "Ratna",
        "editors": "Nining; Asep",
        "researchers": "Sapa Institut",
        "genre": "riset",
        "method": "Wawancara\ndan diskusi",
        "doi": "https://doi.org/10.1234/ABC",
        "audience": "researchers; officials",
        "notices": "physical-violence",
        "tags": "contoh; angka contoh",
        "concepts": "kdrt; kabupaten-bandung",
        "access": "embargo",
        "embargo_until": "1 Januari 2030",
        "date": "Maret 2024",
    }
    study = describe(fields)
    assert isinstance(study, Study) and not study.live
    assert (study.doi, study.issued, study.year, study.genre) == ("10.1234/ABC", "2024-03", 2024, "riset")
    assert (study.method, study.access) == ("Wawancara\ndan diskusi", "embargo")
    assert study.embargo_until.isoformat() == "2030-01-01"
    assert (study.audience, study.content_notices) == (["researchers", "officials"], ["physical-violence"])
    assert sorted(tag.name for tag in study.tags.all()) == ["angka contoh", "contoh"]
    assert [subject.concept for subject in study.subjects.all()] == concepts
    assert [(each.agent.name, each.role) for each in study.contributions.all()] == [
        ("Ratna", "author"),
        ("Nining", "editor"),
        ("Asep", "editor"),
        ("Sapa Institut", "researcher"),
    ]


def test_a_known_person_is_found_by_name_or_variant_and_never_by_likeness(library):
    known = Agent.objects.create(name="Pramoedya Ananta Toer", variants="Pram\nP.A. Toer")
    describe({"kind": "book", "title": "Satu", "creators": "Pram; pramoedya ananta toer"})
    named = [each.agent for each in Book.objects.get().contributions.all()]
    assert named[0] == known and named[1] != known
    assert Agent.objects.count() == 2


def test_a_kind_without_a_shelf_is_said(library):
    Shelf.objects.filter(kind_slug="buletin").delete()
    row = {"kind": "bulletin-article", "title": "X", "periodical": "Bale", "numbering": "No. 1"}
    with pytest.raises(NoShelf):
        describe(row)
    assert not Periodical.objects.exists()


def test_the_record_of_a_waiting_file_from_before_is_still_understood(library):
    """Rows were kept with their empty cells once."""
    row = take_in(BytesIO(pdfs.pages("Lama")), "x.pdf", record={"kind": "book", "title": "Lama", "date": ""})
    work_off()
    row.refresh_from_db()
    assert (row.state, row.target.title) == ("done", "Lama")
