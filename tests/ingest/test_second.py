"""The second reader: what it reads that the first does not, and what it costs when it fails."""

import io
from pathlib import Path

import pikepdf
import pytest

from ingest.extract import Limits, Outline, PageText, chosen
from ingest.extract.chosen import read
from ingest.extract.messages import Failure
from ingest.extract.pdfminer import read as read_first
from ingest.extract.second import Second
from tests import pdfs


@pytest.fixture
def path(tmp_path):
    def saved(data: bytes) -> Path:
        path = tmp_path / "naskah.pdf"
        path.write_bytes(data)
        return path

    return saved


def by_both(path: Path, limits: Limits | None = None) -> tuple[Outline, list[PageText]]:
    outline, *pages = read(path, limits or Limits())
    assert isinstance(outline, Outline)
    return outline, [page for page in pages if isinstance(page, PageText)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(pdfs.without_startxref(), id="no place of the table"),
        pytest.param(
            pdfs.without_startxref(pdfs.in_object_streams(pdfs.counted(4))), id="objects in streams"
        ),
        pytest.param(pdfs.with_lost_lock(*["Pasal 3"] * 4), id="a lock that is not there"),
        pytest.param(pdfs.with_endless_trailer(*["Pasal 3"] * 4), id="an endless table"),
    ],
)
def test_a_file_that_the_first_reader_cannot_open_is_read_all_the_same(path, data):
    with pytest.raises(Exception):  # noqa: B017
        list(read_first(path(data), Limits()))
    outline, pages = by_both(path(data))
    assert outline.pages == 4
    assert "Pasal 3" in pages[0].text
    assert {page.reader for page in pages} <= {"pdfium", "pdfminer-mended"}


def test_what_not_even_its_objects_open_is_read_by_the_second(path):
    _, pages = by_both(path(pdfs.with_lost_lock("Pasal 3")))
    assert [(page.text, page.reader) for page in pages] == [("Pasal 3", "pdfium")]


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes_and_said_to_be_damaged(path):
    cut = pdfs.truncated(pdfs.counted(9))
    found: list[PageText] = []
    with pytest.raises(Failure) as raised:
        found.extend(page for page in read(path(cut), Limits()) if isinstance(page, PageText))
    assert (raised.value.code, raised.value.detail) == ("damaged", "it breaks off")
    assert "Pasal 3" in "".join(page.text for page in found)
    assert {page.reader for page in found} == {"pdfminer-mended"}


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda whole: whole.replace(b"endobj", b""), id="no ends"),
        pytest.param(lambda whole: whole.replace(b"/Root", b"/Rood"), id="no root"),
        pytest.param(lambda whole: whole.replace(b"/Kids", b"/Kidz"), id="no children"),
        pytest.param(lambda whole: whole.replace(b"/Catalog", b"/Katalog").replace(b"/Root", b"/Rood"), id="no catalogue"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "objects in streams"])
def test_a_file_is_read_from_its_objects_where_what_leads_to_them_is_lost(path, spoil, packed):
    whole = pdfs.counted(4)
    _, pages = by_both(path(spoil(pdfs.in_object_streams(whole) if packed else whole)))
    assert [f"Pasal {3 * number}" in page.text for number, page in enumerate(pages, 1)] == [True] * 4


def test_what_an_older_version_of_a_file_said_is_not_read(path):
    whole = pdfs.pages("lama").replace(b"/Root", b"/Rood")
    newer = pdfs.pages("baru").replace(b"/Root", b"/Rood")
    _, (page,) = by_both(path(whole + newer))
    assert page.text == "baru"


def test_a_locked_file_without_its_tables_is_read_with_the_empty_password(path):
    locked = pdfs.encrypted("Terbuka untuk umum", password="").replace(b"startxref", b"startnull")
    outline, *pages = read_first(path(locked), Limits(), mend=True)
    assert outline.encrypted
    assert [page.text for page in pages] == ["Terbuka untuk umum"]


def test_a_file_without_any_object_ends_with_the_first_readers_error(path):
    with pytest.raises(Exception, match=r"Root|EOF"):
        list(read(path(b"%PDF-1.7\n" + bytes(2_000)), Limits()))


def test_a_file_of_which_nothing_is_left_is_no_empty_book(path):
    lost = pdfs.without_startxref(pdfs.pages("satu", "dua").replace(b"/Contents", b"/Kontents"))
    with pytest.raises(Exception, match="Root"):
        list(read(path(lost), Limits()))


def test_too_many_pages_are_too_many_for_both(path):
    with pytest.raises(Failure) as raised:
        list(read(path(pdfs.without_startxref()), Limits(pages=3)))
    assert raised.value.code == "too-many-pages"


def test_text_in_a_font_that_is_not_there_is_read_by_the_second(path):
    data = pdfs.with_contents(
        b"BT /F9 11 Tf 72 700 Td (Tanpa fon) Tj ET", b"BT /F1 11 Tf 72 700 Td (Biasa) Tj ET"
    )
    _, (lost, usual) = by_both(path(data))
    assert (lost.text, lost.reader) == ("Tanpa fon", "pdfium")
    assert (usual.text, usual.reader) == ("Biasa", "pdfminer")


def test_a_page_that_nobody_reads_better_stays_with_the_first(path):
    _, (page,) = by_both(path(pdfs.with_stumbling_block("Tetap terbaca juga")))
    assert (page.text, page.reader) == ("Tetap terbaca juga", "pdfminer-stock")


def test_wrong_letters_are_never_kept(path):
    _, (page,) = by_both(path(pdfs.with_wrong_letters(80)))
    assert page.lines == ()
    assert "garbage" in page.flags


def test_a_good_page_knows_how_sure_it_is(path):
    _, pages = by_both(path(pdfs.counted(3)))
    assert all(page.confidence > 0.7 for page in pages)


def test_both_readers_find_the_same_words_in_the_same_places(path):
    file = path(pdfs.counted(2))
    with Second(file, Limits()) as second:
        outline, *firsts = read_first(file, Limits())
        assert isinstance(outline, Outline)
        for first in firsts:
            other = second.page(first.number)
            assert other.text == first.text
            assert (other.width, other.height) == (first.width, first.height)
            for one, two in zip(first.lines, other.lines, strict=True):
                for a, b in zip(one.words, two.words, strict=True):
                    assert (a.x0, a.x1) == pytest.approx((b.x0, b.x1), abs=1)
                    assert (a.y0, a.y1) == pytest.approx((b.y0, b.y1), abs=4)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_the_second_reader_reads_turned_pages_in_order(path, degrees):
    with Second(path(pdfs.turned("Baris satu\nbaris dua\nbaris tiga", degrees)), Limits()) as second:
        page = second.page(1)
    assert page.text == "Baris satu\nbaris dua\nbaris tiga"
    assert (page.width > page.height) == (degrees != 180)
    assert all(0 <= word.x0 < word.x1 <= page.width for line in page.lines for word in line.words)
    assert all(0 <= word.y0 < word.y1 <= page.height for line in page.lines for word in line.words)


def test_the_second_reader_measures_pictures_and_hidden_text(path):
    with Second(path(pdfs.picture_only()), Limits()) as second:
        assert second.page(1).picture == pytest.approx(1.0, abs=0.01)
    hidden = pdfs.with_contents(b"BT 3 Tr /F1 11 Tf 72 700 Td (Hasil pengenalan) Tj ET")
    with Second(path(hidden), Limits()) as second:
        assert second.page(1).hidden == 1
    labelled = pdfs.labelled(["a", "b"], [(0, {"S": "/r"})])
    with Second(path(labelled), Limits()) as second:
        assert [second.page(number).label for number in (1, 2)] == ["i", "ii"]


@pytest.mark.parametrize(("across", "down"), [(1, 2), (1, 3), (1, 8), (20, 20)])
def test_a_scan_in_pieces_is_one_picture_for_the_second_reader_too(path, across, down):
    with Second(path(pdfs.in_pieces(across, down)), Limits()) as second:
        assert second.page(1).picture == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(("content", "share"), pdfs.PICTURES)
def test_only_what_pictures_cover_of_the_page_counts_for_the_second_reader_too(path, content, share):
    with Second(path(pdfs.with_pictures(content)), Limits()) as second:
        assert second.page(1).picture == pytest.approx(share, abs=0.01)


def test_control_characters_are_no_letters_for_the_second_reader_either(path):
    data = pdfs.with_contents(b"BT /F1 11 Tf 72 700 Td (Pasal\\0115\\r\\n) Tj ET")
    with Second(path(data), Limits()) as second:
        assert second.page(1).text == "Pasal 5"
    with Second(path(pdfs.with_letters_mapped("berxhak", {"x": "\x01"})), Limits()) as second:
        assert second.page(1).text == "berhak"


@pytest.mark.parametrize("strips", [1, 2, 8])
def test_a_scan_needs_recognition_in_however_many_strips_it_lies(path, strips):
    _, (page,) = by_both(path(pdfs.in_pieces(1, strips)))
    assert (page.text, page.flags) == ("", {"empty", "needs-ocr"})


@pytest.mark.parametrize("second_opens", [True, False])
def test_a_scan_over_which_our_reading_stumbles_needs_recognition_all_the_same(
    path, monkeypatch, second_opens
):
    block = pdfs.with_stumbling_block("x")
    with pikepdf.open(io.BytesIO(block)) as pdf, pikepdf.open(io.BytesIO(pdfs.picture_only())) as scan:
        page = pdf.pages[0]
        picture = next(iter(scan.pages[0].Resources.XObject.values()))
        page.Resources.XObject.P = pdf.copy_foreign(picture)
        page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /P Do Q /X Do")
        out = io.BytesIO()
        pdf.save(out)
    if not second_opens:
        monkeypatch.setattr(Second, "page", lambda *_: None)
    _, (page,) = by_both(path(out.getvalue()))
    assert page.flags == {"fallback", "empty", "needs-ocr"}


SCAN = PageText(1, None, (), "pdfium", 595.0, 842.0, picture=0.9)


@pytest.mark.parametrize("flag", ["fallback", "unread"])
def test_a_picture_that_only_the_second_reader_sees_is_not_lost(flag):
    class Other:
        def page(self, number: int) -> PageText:
            return SCAN

    first = PageText(1, "i", (), "pdfminer", flags=frozenset({flag}))
    page = chosen._best(first, Other())
    assert "needs-ocr" in page.flags and "unread" not in page.flags
    assert (page.picture, page.label, page.confidence) == (0.9, "i", 0.0)


def test_letters_that_nobody_can_read_need_recognition_also_without_a_picture(path):
    _, (page,) = by_both(path(pdfs.with_wrong_letters(120)))
    assert page.lines == () and {"garbage", "needs-ocr"} <= page.flags


def test_a_page_of_the_second_reader_is_cut_at_its_limit(path):
    with Second(path(pdfs.pages("panjang " * 10)), Limits(characters=20)) as second:
        page = second.page(1)
    assert page.flags == {"cut"}
    assert len(page.text) <= 20


def test_a_locked_file_is_locked_for_the_second_reader_too(path):
    with Second(path(pdfs.encrypted("Rahasia")), Limits()) as second:
        assert second.outline().code == "encrypted"
        assert second.page(1) is None


def test_pages_that_are_not_there_are_not_asked_for(path):
    with Second(path(pdfs.counted(2)), Limits()) as second:
        assert second.page(3) is None
        assert second.page(2) is not None


@pytest.mark.parametrize(
    ("module", "limits"),
    [("antigravity_yang_tidak_ada", Limits()), ("this", Limits()), ("asyncio", Limits(cpu=2))],
    ids=["not there", "talks nonsense", "never answers"],
)
@pytest.mark.parametrize("fork", [False, True], ids=["a program", "a fork"])
def test_a_second_reader_that_fails_costs_no_page(path, module, limits, fork):
    with Second(path(pdfs.counted(2)), limits, module, fork=fork) as second:
        assert isinstance(second.outline(), Failure)
        assert second.page(1) is None


def test_a_fork_reads_as_the_program_does(path):
    file = path(pdfs.counted(3))
    with Second(file, Limits()) as program, Second(file, Limits(), fork=True) as fork:
        assert fork.outline() == program.outline()
        assert [fork.page(number) for number in (3, 1)] == [program.page(number) for number in (3, 1)]


def test_the_second_reader_bounds_itself(path):
    bomb = path(pdfs.stream_bomb(96 << 20, "Sesudahnya"))
    with Second(bomb, Limits(memory=90_000_000)) as second:
        assert isinstance(second.outline(), Outline)
        assert second.page(1) is None
