"""The nasty shelf: files that are broken, lie, or mean harm. Each ends in text or in one sentence, within its limits."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import errors
from ingest.clean import clean
from ingest.extract import Limits, PageText
from ingest.extract.bounded import extract
from ingest.passages import as_passage
from library.boxes import unpack
from library.models import File
from tests import pdfs

#: Much less than the library's own, so that what would reach those reaches these sooner.
LIMITS = Limits(memory=700_000_000, cpu=8, cpu_a_page=0.1, wall=4, stream=4_000_000, characters=150_000)

BOX = b"[0 0 595 842]"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
HELLO = b"BT /F1 11 Tf 72 700 Td (Tetap terbaca) Tj ET"


def raw(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A file of these objects, numbered from 1, with a right table of where they are."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def one_page(
    contents: bytes = HELLO,
    *more: bytes,
    page: bytes = b"",
    catalog: bytes = b"",
    box: bytes = BOX,
    font: bytes = FONT,
    resources: bytes = b"",
    entries: bytes = b"",
) -> bytes:
    """One page: 1 is the catalogue, 2 the tree, 3 the page, 4 its contents, 5 the font; `more` from 6 on."""
    return raw(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> %s >>"
        % (box, resources, page),
        stream(contents, entries),
        font,
        *more,
    )


def tree(pages: bytes, *more: bytes) -> bytes:
    """A page tree as it is given; 3 is a good page, with its contents in 4 and its font in 5; `more` from 6 on."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    return raw(b"<< /Type /Catalog /Pages 2 0 R >>", pages, page % BOX, stream(HELLO), FONT, *more)


def bomb(size: int, times: int = 1) -> bytes:
    data = b"BT /F1 11 Tf 72 700 Td (Tetap terbaca) Tj ET " + b" " * size
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def forms(many: int, calls: int) -> bytes:
    """Forms that each call the next one so many times; the first writes the text."""
    below = [
        stream(
            (HELLO if not number else b"") + b" /X Do" * calls,
            b"/Type /XObject /Subtype /Form /BBox %s /Resources << /Font << /F1 5 0 R >> /XObject << /X %d 0 R >> >>"
            % (BOX, 7 + number),
        )
        for number in range(many)
    ]
    return one_page(b"/X Do", *below, FONT, resources=b"/XObject << /X 6 0 R >>")


def composite(cmap: bytes | None, encoding: bytes = b"/Identity-H") -> bytes:
    """A font of two-byte codes, with that ToUnicode map (or none), on a page that shows twelve codes."""
    to_unicode = b"/ToUnicode 7 0 R" if cmap is not None else b""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Contoh /Encoding %s /DescendantFonts [6 0 R] %s >>"
    below = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Contoh /CIDSystemInfo << /Registry (Adobe) /Ordering "
        b"(Identity) /Supplement 0 >> /DW 500 >>"
    )
    shown = b"BT /F1 11 Tf 72 700 Td <000100020003000400050006000700080009000A000B000C> Tj ET"
    return one_page(shown, below, stream(cmap or b""), font=font % (encoding, to_unicode))


def truncated(tenths: int, whole: bytes) -> bytes:
    return whole[: len(whole) * tenths // 10]


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("naskah.txt", "bukan PDF")
    return file.getvalue()


def with_javascript() -> bytes:
    return one_page(
        HELLO,
        b"<< /Type /Action /S /JavaScript /JS (while \\(true\\) { app.alert\\('x'\\); }) >>",
        b"<< /Type /Filespec /F (virus.exe) /EF << /F 8 0 R >> >>",
        stream(b"MZ" + bytes(2_000), b"/Type /EmbeddedFile"),
        catalog=b"/OpenAction 6 0 R /AA << /WC 6 0 R >> /Names << /EmbeddedFiles << /Names [(virus.exe) 7 0 R] >> "
        b"/JavaScript << /Names [(x) 6 0 R] >> >>",
        page=b"/AA << /O 6 0 R >>",
    )


def many_boxes() -> bytes:
    drawn = b"".join(
        b"BT /F1 4 Tf %d %d Td (yang k%d) Tj ET\n" % (20 + 25 * (n % 22), 20 + n // 22, n)
        for n in range(12_000)
    )
    return one_page(drawn)


READ = "Tetap terbaca"
DAMAGED = (errors.Damaged,)
#: Name, the file, and what it ends in: this text somewhere on its pages ("" for pages without), or one of these errors.
SHELF: list[tuple[str, Callable[[], bytes], str | tuple[type[errors.IngestError], ...]]] = [
    # What is no PDF
    ("zero bytes", lambda: b"", (errors.EmptyFile,)),
    ("a ZIP", zipped, (errors.NotAPdf,)),
    ("a head and nothing", lambda: b"%PDF-1.7\n", DAMAGED),
    ("a head and noise", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, DAMAGED),
    ("a head and an endless line", lambda: b"%PDF-1.7" + b"a" * 3_000_000, DAMAGED),
    # Locked
    ("a password", lambda: pdfs.encrypted("Rahasia"), (errors.Encrypted,)),
    ("an empty password", lambda: pdfs.encrypted(READ, password=""), READ),
    ("a lock of an unknown kind", lambda: one_page().replace(b"/Root", b"/Encrypt << /Filter /Aneh /V 9 >> /Root"), (errors.Encrypted, errors.Damaged)),
    ("a lock that is not there", lambda: one_page().replace(b"/Root", b"/Encrypt 99 0 R /Root"), READ),
    # Tables of objects
    ("no table", lambda: re.sub(rb"xref\n.*?trailer", b"trailer", one_page(), flags=re.DOTALL), READ),
    ("no place of the table", lambda: pdfs.without_startxref(one_page()), READ),
    ("a place beyond the end", lambda: re.sub(rb"startxref\n\d+", b"startxref\n99999999", one_page()), READ),
    ("a table that comes before itself", lambda: pdfs.with_endless_trailer(READ), READ),
    ("no root", lambda: one_page().replace(b"/Root 1 0 R", b""), READ),
    ("a size that lies", lambda: re.sub(rb"/Size \d+", b"/Size 99999999", one_page()), READ),
    ("objects that are each other", lambda: raw(b"2 0 R", b"1 0 R"), DAMAGED),
    ("a length that lies", lambda: one_page().replace(b"/Length 44", b"/Length 9999999"), READ),
    ("a length that is itself", lambda: one_page().replace(b"/Length 44", b"/Length 4 0 R"), READ),
    # The page tree
    ("a tree in a circle", lambda: tree(b"<< /Type /Pages /Kids [2 0 R 6 0 R 3 0 R] /Count 3 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"), READ),
    ("a million pages claimed", lambda: tree(b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>"), READ),
    ("fewer than no pages", lambda: tree(b"<< /Type /Pages /Kids [3 0 R] /Count -7 >>"), READ),
    ("a tree that is a number", lambda: tree(b"42"), READ),
    ("children that are not there", lambda: tree(b"<< /Type /Pages /Kids [77 0 R 3 0 R null (x)] /Count 4 >>"), READ),
    ("one page six thousand times", lambda: tree(b"<< /Type /Pages /Kids [" + b"3 0 R " * 6_000 + b"] /Count 6000 >>"), READ),
    ("six thousand nameless pages", lambda: tree(b"<< /Type /Pages /Kids [" + b"<</Type/Page>> " * 6_000 + b"] >>"), (errors.TooManyPages,)),
    ("a tree 3,000 deep", lambda: tree(b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>", *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (7 + n if n < 2_999 else 3) for n in range(3_000))), READ),
    # Nesting
    ("arrays 50,000 deep", lambda: one_page(page=b"/Aneh " + b"[" * 50_000 + b"]" * 50_000), READ),
    ("dictionaries 5,000 deep", lambda: one_page(page=b"/Aneh " + b"<</A " * 5_000 + b"1" + b">>" * 5_000), READ),
    ("forms 200 deep", lambda: forms(200, 1), READ),
    ("forms that call two each", lambda: forms(40, 2), READ),
    ("a form in itself", lambda: pdfs.with_endless_form(READ), READ),
    # Bombs
    ("a bomb", lambda: one_page(bomb(1 << 26), entries=b"/Filter /FlateDecode"), ""),
    ("a bomb in a bomb", lambda: one_page(bomb(1 << 26, 2), entries=b"/Filter [/FlateDecode /FlateDecode]"), ""),
    ("a bomb of runs", lambda: one_page(b"\x81 " * 40_000, entries=b"/Filter /RunLengthDecode"), ""),
    ("forty filters", lambda: one_page(bomb(100, 40), entries=b"/Filter [" + b"/FlateDecode " * 40 + b"]"), READ),
    ("a bomb for a map of letters", lambda: one_page(HELLO, stream(zlib.compress(b" " * (1 << 26), 9), b"/Filter /FlateDecode"), font=FONT[:-2] + b"/ToUnicode 6 0 R >>"), READ),
    # Boxes and numbers
    ("a box that is no number", lambda: one_page(box=b"[nan nan nan nan]"), READ),
    ("a box of words", lambda: one_page(box=b"[(a) /b null true]"), READ),
    ("a box upside down", lambda: one_page(box=b"[595 842 0 0]"), READ),
    ("a giant box", lambda: one_page(box=b"[0 0 99999999999 99999999999]"), READ),
    ("a box without an extent", lambda: one_page(box=b"[0 0 0 0]"), READ),
    ("a box of endless digits", lambda: one_page(box=b"[0 0 " + b"9" * 5_000 + b" 842]"), READ),
    ("words at infinity", lambda: one_page(b"BT /F1 1" + b"0" * 300 + b" Tf 1" + b"0" * 200 + b" 0 0 1 0 0 Tm (jauh) Tj ET " + HELLO), READ),
    # Fonts
    ("no map of letters", lambda: composite(None), ""),
    ("a map that is noise", lambda: composite(bytes(range(256)) * 50), ""),
    ("a map of half a line", lambda: composite(b"1 beginbfrange\n<0001> <00"), ""),
    ("a range of four thousand million", lambda: composite(b"1 beginbfrange\n<00000000> <FFFFFFFF> <0041>\nendbfrange"), "BCDEFGHIJKLM"),
    ("ten thousand huge ranges", lambda: composite(b"beginbfrange\n" + b"<0000> <FFFF> <0041>\n" * 10_000 + b"endbfrange"), "BCDEFGHIJKLM"),
    ("a map to surrogates", lambda: composite(b"1 beginbfrange\n<0000> <00FF> <D800>\nendbfrange"), ""),
    ("an encoding that is not there", lambda: composite(b"1 beginbfrange\n<0000> <00FF> <0041>\nendbfrange", b"/Tidak-Ada-H"), "BCDEFGHIJKLM"),
    ("a font that is its own child", lambda: one_page(font=b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [5 0 R] >>"), ""),
    ("a font that is a number", lambda: one_page(font=b"12"), READ),
    ("widths without end", lambda: one_page(font=FONT[:-2].replace(b"Helvetica", b"Contoh") + b"/FirstChar 0 /LastChar 99999999999 /Widths [1 2 3] /FontDescriptor 99 0 R >>"), READ),
    # Contents
    ("brackets without end", lambda: one_page(HELLO + b" " + b"(" * 300_000), READ),
    ("arrays without end", lambda: one_page(HELLO + b" " + b"[" * 300_000), READ),
    ("dictionaries without end", lambda: one_page(HELLO + b" /A " + b"<<" * 300_000), READ),
    ("digits without end", lambda: one_page(HELLO + b" " + b"1" * 1_000_000 + b" Td"), READ),
    ("numbers that lead nowhere", lambda: one_page(HELLO + b" " + b"1 " * 1_500_000), READ),
    ("nothing but blanks", lambda: one_page(HELLO + b" " * 3_900_000), READ),
    ("a picture without end", lambda: one_page(HELLO + b" BI /W 1 ID " + b"x" * 1_000_000), READ),
    ("states without end", lambda: one_page(b"q " * 300_000 + HELLO), READ),
    ("marks without end", lambda: one_page(b"/Span BMC " * 100_000 + HELLO), READ),
    ("twelve thousand boxes of text", many_boxes, "k11999"),
    ("contents in a circle", lambda: one_page().replace(b"/Contents 4 0 R", b"/Contents [3 0 R 4 0 R 2 0 R]"), READ),
    # What acts
    ("JavaScript and embedded files", with_javascript, READ),
    ("labels in a circle", lambda: one_page(HELLO, b"<< /Kids [6 0 R 6 0 R] >>", catalog=b"/PageLabels 6 0 R"), READ),
    ("labels that cannot be", lambda: one_page(catalog=b"/PageLabels << /Nums [0 << /S /R /St -99999999999 >> (x) 7] >>"), READ),
]  # fmt: skip


def read(path: Path, limits: Limits = LIMITS) -> tuple[list[PageText], errors.IngestError | None]:
    pages: list[PageText] = []
    try:
        pages.extend(message for message in extract(path, limits) if isinstance(message, PageText))
    except errors.IngestError as error:
        return pages, error
    return pages, None


def is_sound(pages: list[PageText], error: errors.IngestError | None) -> bool:
    """Whether what came out can be kept: clean text with a box or none for every word, and one sentence at most."""
    kept = clean(pages)
    whole = all(len(page.boxes) == len(page.text.split()) and "\0" not in page.text for page in kept)
    return whole and (error is None or len(str(error.sentence)) > 20)


@pytest.mark.parametrize(("build", "ending"), [pytest.param(*rest, id=name) for name, *rest in SHELF])
def test_a_nasty_file_ends_in_text_or_in_one_sentence(tmp_path, build, ending):
    path = tmp_path / "naskah.pdf"
    path.write_bytes(build())
    pages, error = read(path)
    assert is_sound(pages, error)
    if isinstance(ending, str):
        assert error is None
        assert ending in "\n".join(page.text for page in pages)
        assert pages
        for page in clean(pages):  # as it is kept
            assert len(unpack(as_passage(File(pk=1), page).boxes)[2]) == len(page.boxes)
    else:
        assert type(error) in ending


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "objects in streams"])
@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_file_cut_off_anywhere_ends_in_text_or_is_damaged(tmp_path, tenths, packed):
    whole = pdfs.counted(6)
    path = tmp_path / "naskah.pdf"
    path.write_bytes(truncated(tenths, pdfs.in_object_streams(whole) if packed else whole))
    pages, error = read(path)
    assert is_sound(pages, error)
    assert any(page.lines for page in pages) or type(error) is errors.Damaged
    assert error is None or type(error) is errors.Damaged


@pytest.mark.parametrize(
    "name", ["baris\nbaru.pdf", "\u202efdp.naskah.pdf", "-rf.pdf", "sp asi'\"$(x).pdf", "é" * 80 + ".pdf"]
)
def test_a_nasty_name_is_a_name(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(one_page())
    pages, error = read(path)
    assert (error, [page.text for page in pages]) == (None, [READ])


def test_the_file_after_a_nasty_one_is_not_disturbed(tmp_path):
    nasty, good = tmp_path / "a.pdf", tmp_path / "b.pdf"
    nasty.write_bytes(forms(40, 2))
    good.write_bytes(pdfs.counted(2))
    alone = read(good)
    read(nasty)
    assert read(good) == alone
