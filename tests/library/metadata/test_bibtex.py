"""References as BibTeX: read back by others and by ourselves, and other people's files."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.metadata import bibtex, csl
from library.metadata.dublin_core import whole_title
from library.metadata.latex import escaped, unescaped
from library.record import Record, RecordKind, Role
from tests.library.metadata import records
from tests.requirements import missing

TYPES = {
    RecordKind.BOOK: "book",
    RecordKind.POCKET_BOOK: "book",
    RecordKind.STUDY: "techreport",
    RecordKind.JOURNAL_ISSUE: "periodical",
    RecordKind.JOURNAL_ARTICLE: "article",
    RecordKind.BULLETIN_ISSUE: "periodical",
    RecordKind.BULLETIN_ARTICLE: "article",
    RecordKind.REGULATION: "legislation",
    RecordKind.FILM: "video",
    RecordKind.DATASET: "dataset",
}
#: Every record under a key of its own, as one file must have them.
LIST = tuple(
    replace(kept, permanent=f"https://pustaka.example.org/p/n{number}/")
    for number, kept in enumerate(records.EVERY)
)


def written(*kept: Record) -> str:
    return "\n".join(bibtex.write(csl.item(each)) for each in kept)


def key(kept: Record) -> str:
    return bibtex.key(csl.item(kept))


# Out


@pytest.mark.parametrize("kept", records.EVERY)
def test_an_entry_is_one_field_a_line_with_balanced_braces(kept: Record) -> None:
    text = written(kept)
    first, *fields, last = text.splitlines()
    assert first == f"@{TYPES[kept.kind]}{{{key(kept)},"
    assert last == "}"
    for line in fields:
        assert re.fullmatch(r"  [a-z]+ = (\{.*\}|[a-z]{3}),", line)
        assert line.count("{") == line.count("}")  # BibTeX counts the escaped ones too
    assert text.isprintable() or "\n" in text


@pytest.mark.parametrize("kept", records.EVERY)
def test_bibtexparser_reads_what_we_wrote(kept: Record) -> None:
    library = bibtexparser.parse_string(written(kept))
    assert not library.failed_blocks
    (entry,) = library.entries
    said = {each.key: each.value for each in entry.fields}
    item = csl.item(kept)
    assert said.get("issuetitle", said["title"]) == f"{{{escaped(item['title'])}}}"
    assert said.get("year", "") == (str(kept.issued.year) if kept.issued.year else "")
    assert said.get("pages", "") == item.get("page", "").replace("-", "--")
    assert said.get("doi", "") == kept.doi
    assert len(bibtexparser.middlewares.names.split_multiple_persons_names(said.get("author", ""))) == len(
        item.get("author", [])
    )


def test_pandoc_reads_what_we_wrote() -> None:
    if not shutil.which("pandoc"):
        missing("pandoc is not installed: apt-get install pandoc")
    command = ["pandoc", "--from", "biblatex", "--to", "csljson"]
    ran = subprocess.run(command, input=written(*LIST), capture_output=True, text=True, check=True)
    items: list[dict[str, Any]] = json.loads(ran.stdout)
    assert [item["id"] for item in items] == [key(kept) for kept in LIST]
    for kept, read in zip(LIST, items, strict=True):
        ours = csl.item(kept)
        assert _as_set(read["title"]) == _as_set(ours["title"])
        for role in ("author", "director"):
            assert [_whole(name) for name in read.get(role, [])] == [
                _whole(name) for name in ours.get(role, [])
            ]
        if kept.kind in {RecordKind.FILM, RecordKind.DATASET}:
            same = ("type", "genre", "publisher", "publisher-place", "version")
            assert [read.get(name) for name in same] == [ours.get(name) for name in same]
        assert read.get("issued") == ours.get("issued")
        assert read.get("page", "") == ours.get("page", "")
        assert read.get("DOI", "") == ours.get("DOI", "")
        assert read.get("URL", "") == ours.get("URL", "")


def test_biber_finds_nothing_to_mend(tmp_path: Path) -> None:
    """Its data model has no fields for laws and films at all, and wants an editor of every issue and an author of all
    data: these we leave as they are."""
    if not shutil.which("biber"):
        missing("biber is not installed: apt-get install --no-install-recommends biber")
    (tmp_path / "list.bib").write_text(written(*LIST), encoding="utf-8")
    command = ["biber", "--tool", "--validate-datamodel", "--nolog", "--output-file", "out.bib", "list.bib"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    found = [line for line in ran.stdout.splitlines() if line.startswith(("WARN", "ERROR"))]
    expected = re.compile(
        r"for entrytype '(?:legislation|video)'|Missing mandatory field|^WARN - Entry .* is missing"
    )
    assert [line for line in found if not expected.search(line)] == []
    back = bibtex.read((tmp_path / "out.bib").read_text(encoding="utf-8"))
    assert not back.troubles
    assert sorted(whole_title(read) for read in back.records) == sorted(
        csl.item(kept)["title"] for kept in LIST
    )


def test_names_in_one_piece_stand_in_braces() -> None:
    assert "author = {{Sri Wahyuni Lestari} and {Pramoedya Ananta Toer}}" in written(records.STUDY)
    assert "author = {Katjasungkana, Nursyahbani and Simatupang, Tahi Bonar}" in written(records.BOOK)
    assert "{{Kementerian Pemberdayaan Perempuan, Anak, and Keluarga} and {Sapa Institut}}" in written(
        records.NAMES[-1]
    )


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (records.BOOK, "katjasungkana-2015-bk01"),
        (records.POCKET_BOOK, "sapa-institut-2012-bs02"),
        (records.JOURNAL_ISSUE, "katjasungkana-2015-ji07"),
        (records.REGULATION, "2004-pr09"),
        (records.FILM, "katjasungkana-2024-fi10"),
        (records.DATASET, "sapa-institut-2025-da11"),
        (Record(RecordKind.BOOK, "Judul"), "pustaka"),
    ],
)
def test_the_key_is_plain_and_the_same_always(kept: Record, said: str) -> None:
    assert key(kept) == said


def test_the_directors_of_a_film_are_editors_who_direct() -> None:
    text = written(records.FILM)
    assert "  editor = {Katjasungkana, Nursyahbani and {Pramoedya Ananta Toer}},\n" in text
    assert "  editortype = {director},\n" in text
    assert "  editorb = {{Sapa Institut}},\n  editorbtype = {producer},\n" in text
    assert "  note = {12:30},\n" in text
    (back,) = bibtex.read(text).records
    assert [maker.role for maker in back.makers] == [Role.DIRECTOR, Role.DIRECTOR, Role.PRODUCER]
    assert (back.footage.seconds, back.genre) == (750, "")


def test_the_author_of_another_programs_film_directed_it() -> None:
    (film,) = bibtex.read("@movie{x, title = {Film}, author = {Aminah, Siti}, year = 2020}").records
    assert film.kind is RecordKind.FILM
    assert [(maker.role, maker.name.printed) for maker in film.makers] == [(Role.DIRECTOR, "Siti Aminah")]


def test_data_come_back_with_their_version_and_how_they_were_counted() -> None:
    assert "  version = {2},\n" in written(records.DATASET)
    (back,) = bibtex.read(written(records.DATASET)).records
    assert (back.kind, back.edition) == (RecordKind.DATASET, "2")
    assert back.figures.counting_id == records.DATASET.figures.counting_id
    assert back.abstract_id == records.DATASET.abstract_id


def test_a_title_keeps_its_capitals() -> None:
    assert "title = {{Community responses to domestic violence in West Java}}" in written(
        records.SECOND_JOURNAL_ARTICLE
    )


def test_a_month_is_a_macro_and_a_stretch_is_a_date_of_biblatex() -> None:
    assert "  month = sep,\n  day = {22},\n" in written(records.REGULATION)
    assert "  year = {2015},\n  date = {2015-01/2015-02},\n" in written(records.BULLETIN_ARTICLE)
    assert "  year = {1999},\n  date = {1999~},\n" in written(records.DATES[1])


def test_languages_go_by_the_names_that_babel_knows() -> None:
    assert "langid = {indonesian}" in written(records.BOOK)
    assert "langid = {english}" in written(records.SECOND_JOURNAL_ARTICLE)
    assert "langid" not in written(replace(records.BOOK, language="mul"))


def test_the_page_that_is_cited_stands_where_latex_looks_for_it() -> None:
    assert "  pages = {37},\n" in bibtex.write(csl.item(records.BOOK, page="37"))


@pytest.mark.parametrize(
    "field",
    ["title", "subtitle", "publisher", "place", "series", "abstract_id", "edition", "permanent", "doi"],
)
@pytest.mark.parametrize(
    "nasty",
    ["},\n  author = {Penyusup", "x}\n}\n@book{y, title = {z}}", '"}, x = "', "% \\", "\\input{x}", "}}{{"],
)
def test_no_field_can_close_its_own_group(field: str, nasty: str) -> None:
    library = bibtexparser.parse_string(written(replace(records.BOOK, **{field: nasty})))
    assert not library.failed_blocks
    (entry,) = library.entries
    names = [each.key for each in entry.fields]
    assert len(names) == len(set(names))
    assert "x" not in names
    assert entry["author"] == "Katjasungkana, Nursyahbani and Simatupang, Tahi Bonar"
    assert not re.search(r"(?<!\\)\\input", written(replace(records.BOOK, **{field: nasty})))


# Back again


@pytest.mark.parametrize("kept", [*records.KINDS, *records.ODD, *records.NAMES, *records.DATES])
def test_a_record_comes_back(kept: Record) -> None:
    reading = bibtex.read(written(kept))
    assert not reading.troubles
    (back,) = reading.records
    assert back.kind is kept.kind
    if kept != records.BULLETIN_ISSUE:  # its title only counts
        assert whole_title(back) == whole_title(kept)
    assert back.issued == kept.issued
    expected = [
        (maker.name.printed, maker.name.family)
        for role in (Role.AUTHOR, Role.RESEARCHER, Role.DIRECTOR, Role.PRODUCER, Role.EDITOR, Role.TRANSLATOR)
        for maker in kept.by(role)
    ]
    assert [(maker.name.printed, maker.name.family) for maker in back.makers] == expected
    assert (back.first_page, back.last_page) == (kept.first_page, kept.last_page)
    assert (back.isbn, back.doi, back.language) == (kept.isbn, kept.doi, kept.language)
    assert back.serial.issn_print == kept.serial.issn_print
    assert (back.serial.volume, back.serial.number) == (kept.serial.volume, kept.serial.number)
    assert (back.series, back.series_number, back.edition) == (kept.series, kept.series_number, kept.edition)
    assert (back.genre, back.report_number) == (kept.genre, kept.report_number)
    assert back.parallel_title == kept.parallel_title


@given(st.text(max_size=80).filter(lambda text: any(letter.isalnum() for letter in text)))
def test_any_title_comes_back(title: str) -> None:
    text = written(Record(RecordKind.BOOK, title))
    assert whole_title(bibtex.read(text).records[0]) == whole_title(Record(RecordKind.BOOK, title))


@given(st.text(alphabet="ab \\{}$&%#_~^'`\"-!?,<>|()[]=@", max_size=30))
def test_latex_s_own_marks_come_back(text: str) -> None:
    assert unescaped(escaped(text)) == " ".join(text.split())


# Other people's

ZOTERO = r"""
@article{aminah_perempuan_2019,
	title = {Perempuan \& desa: {UU} {PKDRT} di {Jawa} {Barat}},
	volume = {4},
	issn = {2088-1231},
	url = {https://example.org/a\_b?x=1&y=2},
	doi = {10.1234/contoh_1},
	abstract = {Ringkasan.},
	language = {id-ID},
	number = {1},
	journal = {Jurnal Contoh},
	author = {Aminah, Siti and {Komnas Perempuan}},
	month = dec,
	year = {2019},
	keywords = {desa, perempuan},
	pages = {1--20},
	file = {Full Text:files/12/contoh.pdf:application/pdf},
}
"""
MENDELEY = r"""@book{Simatupang2004,
abstract = {Satu.},
author = {Simatupang, T B and M{\"{u}}ller, J{\'{o}}zef},
edition = {2nd},
isbn = {9786021234563},
publisher = {Penerbit},
title = {{Buku Contoh: Kaf{\'{e}} dan M{\"{u}}nchen}},
year = {2004}
}
"""
SCHOLAR = """@article{wulandari2018kekerasan,
  title={Kekerasan terhadap istri},
  author={Wulandari, Dewi and Sari, Ratna and others},
  journal={Jurnal Hukum},
  volume={12},
  number={3},
  pages={45--60},
  year={2018},
  publisher={Universitas Contoh}
}
"""
OJS = r"""
@article{Rahmawati_2020, place={Jakarta, Indonesia}, title={Nikah siri: hak istri dan anak}, volume={25}, url={https://jurnal.example.org/article/view/9}, DOI={10.1234/jp.v25i2.9}, abstractNote={&lt;p&gt;Ringkasan.&lt;/p&gt;}, number={2}, journal={Jurnal Perempuan}, author={Rahmawati, Rina}, year={2020}, month={Jun.}, pages={99–112} }
"""
CROSSREF = (
    " @article{Doe_2021, title={A title}, volume={7}, ISSN={2088-1231}, url={http://dx.doi.org/10.1234/xr}, "
    "DOI={10.1234/xr}, number={3}, journal={Journal}, publisher={Publisher}, author={Doe, Jane and Roe, Jr., Richard}, "
    "year={2021}, month=mar, pages={e123} }\n"
)
JABREF = r"""% Encoding: UTF-8
@STRING{ui = "Universitas " # {Indonesia}}
@COMMENT{jabref-meta: databaseType:bibtex;}
@PhdThesis{Lestari2015,
  author = "Sri Wahyuni Lestari",
  title  = "Dispensasi " # {kawin},
  school = ui,
  year   = 2015,
  month  = mar # "~12",
}
"""


@pytest.mark.parametrize(
    ("text", "kind", "title", "makers", "edtf", "pages"),
    [
        (
            ZOTERO,
            "journal-article",
            "Perempuan & desa: UU PKDRT di Jawa Barat",
            ["Siti Aminah", "Komnas Perempuan"],
            "2019-12",
            "1-20",
        ),
        (MENDELEY, "book", "Buku Contoh: Kafé dan München", ["T B Simatupang", "Józef Müller"], "2004", "-"),
        (
            SCHOLAR,
            "journal-article",
            "Kekerasan terhadap istri",
            ["Dewi Wulandari", "Ratna Sari"],
            "2018",
            "45-60",
        ),
        (OJS, "journal-article", "Nikah siri: hak istri dan anak", ["Rina Rahmawati"], "2020-06", "99-112"),
        (CROSSREF, "journal-article", "A title", ["Jane Doe", "Richard Roe, Jr."], "2021-03", "e123-e123"),
        (JABREF, "study", "Dispensasi kawin", ["Sri Wahyuni Lestari"], "2015", "-"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_files_of_other_programs_are_read(
    text: str, kind: str, title: str, makers: list[str], edtf: str, pages: str, line_end: str
) -> None:
    reading = bibtex.read("\ufeff" + text.replace("\n", line_end))
    assert not reading.troubles
    (read,) = reading.records
    assert (read.kind, read.title, read.issued.edtf) == (kind, title, edtf)
    assert [maker.name.printed for maker in read.makers] == makers
    assert f"{read.first_page}-{read.last_page}" == pages


def test_what_their_files_say_besides_is_kept() -> None:
    (zotero,) = bibtex.read(ZOTERO).records
    assert (zotero.source, zotero.doi) == ("https://example.org/a_b?x=1&y=2", "10.1234/contoh_1")
    assert (zotero.tags, zotero.language) == (("desa", "perempuan"), "id")
    assert zotero.makers[0].name.family == "Aminah"
    (jabref,) = bibtex.read(JABREF).records
    assert (jabref.publisher, jabref.genre) == ("Universitas Indonesia", "Disertasi")
    assert jabref.makers[0].name.family == ""  # BibTeX alone would say that Lestari is one
    (mendeley,) = bibtex.read(MENDELEY).records
    assert (mendeley.isbn, mendeley.edition) == ("9786021234563", "2nd")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (r"\'e \`a \^o \"{u} {\'\i} \~n \c{c} \v{s} \o{} \ss", "é à ô ü í ñ ç š ø ß"),
        (r"{\"{o}}ffentlich \textit{Bumi Manusia} dan \emph{desa}", "öffentlich Bumi Manusia dan desa"),
        (r"1945--1950 --- ``kutip''", "1945–1950 — “kutip”"),
        (r"H$_2$O dan $x$", "H_2O dan x"),
        (r"50% dan 60\% \#1", "50% dan 60% #1"),
        (r"A~B\ C", "A B C"),
        ("{" * 500 + "x", "x"),
        ("}{", ""),
    ],
)
def test_latex_is_read_as_it_prints(said: str, text: str) -> None:
    assert unescaped(said) == text


@pytest.mark.parametrize(
    ("fields", "edtf"),
    [
        ("date = {2015-01/2015-02}", "2015-01/2015-02"),
        ("date = {2004~}", "2004~"),
        ("date = {2004-09-22}, year = {2003}", "2004-09-22"),
        ("year = 2004, month = {September}", "2004-09"),
        ("year = 2004, month = {09}, day = 22", "2004-09-22"),
        ("year = 2015, month = {Januari--Februari}", "2015-01/2015-02"),
        ("year = {2015/2016}", "2015/2016"),
        ("year = {c2015}", "2015"),
        ("year = {in press}", ""),
    ],
)
def test_a_date_is_read_however_it_is_written(fields: str, edtf: str) -> None:
    (read,) = bibtex.read(f"@book{{x, title = {{Judul}}, {fields}}}").records
    assert read.issued.edtf == edtf


def test_a_bad_entry_does_not_cost_the_good_ones() -> None:
    reading = bibtex.read(
        "@online{a, title={Beranda}}\n@book{b, title={Tak tertutup\n" + SCHOLAR + "@book{c}\n"
    )
    assert [read.title for read in reading.records] == ["Kekerasan terhadap istri"]
    assert [trouble.place for trouble in reading.troubles] == [1, 2, 13]


def test_a_file_that_is_cut_off_gives_what_is_whole() -> None:
    reading = bibtex.read(MENDELEY + ZOTERO[: ZOTERO.index("journal")])
    assert [read.title for read in reading.records] == ["Buku Contoh: Kafé dan München"]
    (trouble,) = reading.troubles
    assert trouble.place == MENDELEY.count("\n") + 2


def test_a_key_or_a_field_that_comes_twice_is_no_fault() -> None:
    reading = bibtex.read("@book{a, title={Satu}, note={x}, note={y}}\n@book{a, title={Dua}}\n")
    assert [read.title for read in reading.records] == ["Satu", "Dua"]
    assert not reading.troubles


@pytest.mark.parametrize("text", ["", "halo", "TY  - BOOK\nTI  - x\nER  -", "% @book", "@comment{x}"])
def test_a_file_without_entries_becomes_a_sentence(text: str) -> None:
    reading = bibtex.read(text)
    assert not reading.records
    assert len(reading.troubles) == 1


def test_latin_1_is_read() -> None:
    data = SCHOLAR.replace("Kekerasan", "Kafé").encode("latin-1")
    assert (
        bibtex.read(data.decode("utf-8", errors="surrogateescape")).records[0].title == "Kafé terhadap istri"
    )


@given(st.text(alphabet='@book{},="#\\ \nxtitle%()', max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    reading = bibtex.read(text)
    assert reading.records or reading.troubles


def _as_set(text: str) -> str:
    """As LaTeX sets it: quotation marks turn; a brace without its fellow, which pandoc does not know, is gone."""
    straight = text.translate(str.maketrans("’‘“”", '\'`""'))
    return " ".join(re.sub(r"[{}]", "", straight).split())


def _whole(name: dict[str, str]) -> str:
    parts = ("dropping-particle", "non-dropping-particle", "family", "given", "literal")
    return " ".join(name[part] for part in parts if part in name)
