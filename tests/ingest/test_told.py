"""What a file tells of itself: its own table of contents, and title, language, date, producer and identifier."""

import io
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from ingest.extract import Heading, Limits, Outline
from ingest.extract.messages import Frames, Garbled, send
from ingest.extract.pdfminer import read
from ingest.extract.plain import LONGEST, MOST_HEADINGS, iso_date, one_line
from ingest.extract.second import Second
from ingest.extract.told import DEEPEST, MOST_NAMES, MOST_XMP
from tests import pdfs


@pytest.fixture
def outline(tmp_path):
    def first(pdf: Pdf) -> Outline:
        message = next(read(saved(tmp_path, pdf), Limits()))
        assert isinstance(message, Outline)
        return message

    return first


def saved(folder: Path, pdf: Pdf) -> Path:
    path = folder / "naskah.pdf"
    pdf.save(path, fix_metadata_version=False)  # XMP as it was given
    return path


def book(many: int = 6) -> Pdf:
    return Pdf.open(io.BytesIO(pdfs.counted(many)))


def with_entries(*entries: Dictionary, pdf: Pdf | None = None) -> Pdf:
    """A book whose outline has these entries one after the other, `below` an entry's own."""
    pdf = pdf or book()

    def chained(entries: list[Dictionary]) -> tuple[pikepdf.Object, pikepdf.Object]:
        made = [pdf.make_indirect(entry) for entry in entries]
        for one, following in pairwise(made):
            one.Next = following
        return made[0], made[-1]

    first, last = chained(list(entries))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=first, Last=last))
    return pdf


def test_the_outline_becomes_headings_with_depth_and_page(outline):
    pdf = book()
    with pdf.open_outline() as tree:
        chapter = OutlineItem("Bab I  Pendahuluan", 1)
        chapter.children.append(OutlineItem("Latar belakang", 2))
        tree.root += [chapter, OutlineItem("Bab II", 4)]
    assert outline(pdf).contents == (
        Heading(0, "Bab I Pendahuluan", 2),
        Heading(1, "Latar belakang", 3),
        Heading(0, "Bab II", 5),
    )


def test_places_by_name_by_action_and_by_number_are_found(outline):
    pdf = book()
    place = Array([pdf.pages[3].obj, Name.Fit])
    pdf.Root.Dests = Dictionary(lama=Array([pdf.pages[1].obj, Name.Fit]))
    leaf = pdf.make_indirect(Dictionary(Names=Array([String("bab"), Dictionary(D=place)])))
    pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([leaf])))
    entries = [
        Dictionary(Title=String("nama baru"), Dest=String("bab")),
        Dictionary(Title=String("nama lama"), Dest=Name.lama),
        Dictionary(Title=String("tindakan"), A=Dictionary(S=Name.GoTo, D=place)),
        Dictionary(Title=String("tindakan bernama"), A=Dictionary(S=Name.GoTo, D=String("bab"))),
        Dictionary(Title=String("nomor"), Dest=Array([5, Name.Fit])),
        Dictionary(Title=String("situs"), A=Dictionary(S=Name.URI, URI=String("https://contoh.id"))),
        Dictionary(Title=String("nama hilang"), Dest=String("tidak ada")),
        Dictionary(Title=String("di luar"), Dest=Array([99, Name.Fit])),
    ]
    assert [
        (heading.title, heading.page) for heading in outline(with_entries(*entries, pdf=pdf)).contents
    ] == [
        ("nama baru", 4),
        ("nama lama", 2),
        ("tindakan", 4),
        ("tindakan bernama", 4),
        ("nomor", 6),
    ]


def test_an_outline_in_a_circle_ends(outline):
    pdf = with_entries(
        Dictionary(Title=String("satu"), Dest=Array([0])), Dictionary(Title=String("dua"), Dest=Array([1]))
    )
    first = pdf.Root.Outlines.First
    first.First = pdf.Root.Outlines.First
    first.Next.Next = first
    assert [heading.title for heading in outline(pdf).contents] == ["satu", "dua"]


def test_names_in_a_circle_end(outline):
    pdf = with_entries(Dictionary(Title=String("satu"), Dest=String("x")))
    node = pdf.make_indirect(Dictionary())
    node.Kids = Array([node, node])
    pdf.Root.Names = Dictionary(Dests=node)
    assert outline(pdf).contents == ()


def test_an_outline_is_read_up_to_its_limits(outline):
    many = [Dictionary(Title=String(str(number)), Dest=Array([0])) for number in range(MOST_HEADINGS + 50)]
    assert len(outline(with_entries(*many)).contents) == MOST_HEADINGS
    pdf = book()
    below = None
    for depth in range(DEEPEST + 10, -1, -1):
        entry = Dictionary(Title=String(str(depth)), Dest=Array([0]))
        if below is not None:
            entry.First = below
        below = pdf.make_indirect(entry)
    pdf.Root.Outlines = Dictionary(First=below)
    assert max(heading.depth for heading in outline(pdf).contents) == DEEPEST


@pytest.mark.parametrize(
    "broken", [Array([1, 2]), String("x"), Dictionary(First=String("x")), Dictionary(First=7)]
)
def test_a_broken_outline_costs_no_page(tmp_path, broken):
    pdf = book()
    pdf.Root.Outlines = broken
    first, *pages = read(saved(tmp_path, pdf), Limits())
    assert (first.contents, len(pages)) == ((), 6)


def test_what_a_file_says_of_itself_is_told_and_never_who_wrote_it(outline):
    pdf = book()
    pdf.docinfo = pdf.make_indirect(
        Dictionary(
            Title="Perempuan & Hukum",
            Author="Siti Juru Ketik",
            Creator="Microsoft Word",
            Producer="Word 2013",
            CreationDate="D:20150308101500+07'00'",
        )
    )
    pdf.Root.Lang = String("id-ID")
    told = outline(pdf).told
    assert told == {
        "title": "Perempuan & Hukum",
        "language": "id-ID",
        "created": "2015-03-08T10:15:00+07:00",
        "producer": "Word 2013",
    }


def test_xmp_is_believed_first_and_gives_the_identifier(outline):
    pdf = book()
    pdf.docinfo["/Title"] = "naskah_final2.doc"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:title"] = "Jalan Pulang"
        xmp["dc:creator"] = ["Siti Juru Ketik"]
        xmp["dc:identifier"] = "10.1234/jalan"
        xmp["dc:language"] = ["id"]
        xmp["xmp:CreateDate"] = "2019-05"
        xmp["pdf:Producer"] = "InDesign"
    told = outline(pdf).told
    assert told["title"] == "Jalan Pulang"
    assert told["identifier"] == "10.1234/jalan"
    assert told["language"] == "id"
    assert "Siti" not in str(told)


@pytest.mark.parametrize(
    "xmp",
    [
        pytest.param(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', id="entities"),
        pytest.param("<x/>".encode("utf-16"), id="UTF-16"),
        pytest.param(b"<x" * 100, id="no XML"),
        pytest.param(b"<x>" * 50_000, id="deep"),
    ],
)  # fmt: skip
def test_xmp_that_is_odd_tells_nothing_and_costs_nothing(tmp_path, xmp):
    pdf = book()
    pdf.docinfo["/Title"] = "Judul"
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    first, *pages = read(saved(tmp_path, pdf), Limits())
    assert (first.told["title"], len(pages)) == ("Judul", 6)


@pytest.mark.parametrize(("size", "title"), [(MOST_XMP, "Jalan Pulang"), (MOST_XMP + 1, "Judul")])
def test_xmp_is_read_up_to_its_limit_and_not_beyond(outline, size, title):
    pdf = book()
    pdf.docinfo["/Title"] = "Judul"
    begins = (
        b'<x><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description'
        b' xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>Jalan Pulang</d:title></r:Description></r:RDF>'
    )
    ends = b"</x>"
    xmp = begins + b" " * (size - len(begins) - len(ends)) + ends
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    assert outline(pdf).told["title"] == title


def many_names() -> list[str]:
    """More names of places than are looked at."""
    return [f"n{number:06}" for number in range(MOST_NAMES + 10)]


def test_names_of_places_are_looked_at_up_to_their_limit(outline):
    first, *_others, last = many_names()
    pdf = book()
    place = pdf.make_indirect(Array([2, Name.Fit]))
    pdf.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([each for name in many_names() for each in (String(name), place)]))
    )
    entries = [Dictionary(Title=String(name), Dest=String(name)) for name in (first, last)]
    assert [heading.title for heading in outline(with_entries(*entries, pdf=pdf)).contents] == [first]


def test_nodes_of_the_tree_of_names_are_looked_at_up_to_their_limit(outline):
    pdf = book()
    kids = [pdf.make_indirect(Dictionary()) for _ in range(MOST_NAMES + 10)]
    for kid, name in ((kids[0], "awal"), (kids[-1], "akhir")):
        kid.Names = Array([String(name), Array([2, Name.Fit])])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array(kids)))
    entries = [Dictionary(Title=String(name), Dest=String(name)) for name in ("awal", "akhir")]
    assert [heading.title for heading in outline(with_entries(*entries, pdf=pdf)).contents] == ["awal"]


def test_names_of_old_files_are_looked_at_up_to_their_limit(outline):
    first, *_others, last = many_names()
    pdf = book()
    place = pdf.make_indirect(Array([2, Name.Fit]))
    pdf.Root.Dests = Dictionary({f"/{name}": place for name in many_names()})
    entries = [Dictionary(Title=String(name), Dest=Name(f"/{name}")) for name in (first, last)]
    assert [heading.title for heading in outline(with_entries(*entries, pdf=pdf)).contents] == [first]


def test_titles_are_read_in_every_alphabet_that_they_are_written_in(outline):
    pdf = book()
    for written, title in (
        (b"\xef\xbb\xbfK\xc3\xa9luarga", "Kéluarga"),
        (b"\xfe\xff\x00A\x00\n\x00B", "A B"),
        (b"\xff\xfeA\x00B\x00", "AB"),
        (b"Anak\x92s", "Anak™s"),
    ):
        pdf.docinfo["/Title"] = String(written)
        assert outline(pdf).told["title"] == title


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("D:20240103165425+07'00'", "2024-01-03T16:54:25+07:00"),
        ("D:20240103165425Z", "2024-01-03T16:54:25Z"),
        ("D:20240103165425", "2024-01-03T16:54:25"),
        ("D:20240103", "2024-01-03"),
        ("D:2024", "2024"),
        ("2019-05-01T10:00:00+07:00", "2019-05-01T10:00:00+07:00"),
        ("2019-05", "2019-05"),
        ("D:20241345", ""),
        ("D:0000", ""),
        ("Rabu, 3 Januari", ""),
        ("", ""),
    ],
)
def test_dates_are_as_exact_as_they_were_given(written, date):
    assert iso_date(written) == date


def test_a_value_is_one_line_and_not_too_long():
    assert one_line(" Jalan\n\tPulang\x00 ") == "Jalan Pulang"
    assert len(one_line("x" * 10_000)) == LONGEST


def test_the_second_reader_tells_the_same(tmp_path):
    pdf = book()
    pdf.docinfo["/Title"], pdf.docinfo["/Author"] = "Perempuan & Hukum", "Siti Juru Ketik"
    pdf.docinfo["/CreationDate"] = "D:20150308101500+07'00'"
    with pdf.open_outline() as tree:
        tree.root.append(OutlineItem("Bab I", 1))
    path = saved(tmp_path, pdf)
    first = next(read(path, Limits()))
    with Second(path, Limits()) as second:
        other = second.outline()
    assert isinstance(other, Outline)
    assert other.contents == first.contents == (Heading(0, "Bab I", 2),)
    assert other.told["title"] == first.told["title"]
    assert other.told["created"] == first.told["created"]
    assert "Siti" not in str(other.told)


def test_contents_and_what_is_told_arrive_as_they_were_sent():
    sent = Outline(3, False, {"x": "1"}, (Heading(1, "Bab “I”", 2),), {"title": "Judul"})
    out = io.BytesIO()
    send(out, sent)
    assert list(Frames().feed(out.getvalue())) == [sent]
    broken = b'["outline",3,false,{},[[1,"x"]],{}]'
    with pytest.raises(Garbled):
        list(Frames().feed(len(broken).to_bytes(4, "big") + broken))
