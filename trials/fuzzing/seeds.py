"""What the fuzzers begin with: pieces of the demo collection, and of files built here. Everything is bytes."""

import io
import struct
from collections.abc import Iterator
from pathlib import Path

import pikepdf

DEMO = Path(__file__).resolve().parents[2] / "demo"
#: A book, a pocket book, a bulletin, an article in English, and two laws: typeset, scanned, old and new.
FILES = (
    "contoh-buku-saku-kdrt.pdf",
    "contoh-buletin-bale-wicara-12.pdf",
    "contoh-jurnal-sapa-3-1-3-accompaniment.pdf",
    "uu-68-1958-hak-politik-kaum-wanita.pdf",
    "uu-16-2019-perubahan-perkawinan.pdf",
)
_LONGEST = 6_000
#: Between the objects of a small file.
NEXT = b"\nendobj\n"
SIMPLE_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def small_file(catalogue: bytes, font: bytes = SIMPLE_FONT, *more: bytes) -> bytes:
    """A file of one page with these entries in its catalogue and this font (its fifth object); `more` from the sixth
    object on."""
    shown = b"BT /F1 11 Tf 72 700 Td (Tetap terbaca) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(shown),
        font,
        *more,
    )
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def contents() -> list[bytes]:
    """Content streams of real pages, and of what they hardly ever have."""
    found = []
    for page in _pages():
        for each in page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]:
            found.append(each.read_bytes()[:_LONGEST])
    odd = (
        b"q 2 0 0 2 10 10 cm BT /F2 9 Tf 3 Tr 1 0 0 1 72 700 Tm [(Ru)-20(mah) 300 <00480049>] TJ T* (a) ' 1 2 (b) \" ET Q",
        b"/Span << /ActualText (kekerasan) >> BDC BT /F1 11 Tf 10 10 Td (x) Tj ET EMC /X Do /I Do /P /MC0 BDC (y) Tj EMC",
        (
            b"BT /F1 12 Tf 0.8 Tc 2 Tw 110 Tz 14 TL 3 Ts 0 1 -1 0 300 300 Tm (tegak dan m) Tj 6 Ts (2) Tj ET "
            b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI BT 1 -1 Td (akhir-) Tj ET"
        ),
    )
    return [*found, *odd]


def maps() -> list[bytes]:
    """ToUnicode maps of real fonts, and one with every way to write a range."""
    found = []
    for font in _fonts():
        if isinstance(below := font.get("/ToUnicode"), pikepdf.Stream):
            found.append(below.read_bytes()[:_LONGEST])
    odd = (
        b"1 begincodespacerange <00> <FFFF> endcodespacerange 2 beginbfrange <0001> <0003> [<0041> <00420043> <D83DDE00>] "
        b"<10> <1f> <FFF0> endbfrange 1 beginbfchar <20><0020> <00FF> <FDD0> endbfchar"
    )
    return [*dict.fromkeys(found), odd]


def fonts() -> list[bytes]:
    """Font dictionaries with what they point at: a simple one, one of two-byte codes, one with widths and differences."""
    cmap = stream(maps()[-1])
    return [
        NEXT.join(
            (
                (
                    b"<< /Type /Font /Subtype /TrueType /BaseFont /Contoh /FirstChar 32 /LastChar 40 /Widths [250 300 400 500 600 1 "
                    b"2 3 4] /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [32 /space /A /uni0042 /g12 40 /fi] >> "
                    b"/FontDescriptor 6 0 R /ToUnicode 7 0 R >>"
                ),
                (
                    b"<< /Type /FontDescriptor /FontName /Contoh /Flags 32 /FontBBox [-10 -200 1000 900] /Ascent 700 /Descent -200 "
                    b"/MissingWidth 500 /ItalicAngle 0 /FontFile 8 0 R >>"
                ),
                cmap,
                stream(b"%!PS-AdobeFont-1.0: Contoh\n/Encoding 256 array dup 65 /A put readonly def eexec"),
            )
        ),
        NEXT.join(
            (
                (
                    b"<< /Type /Font /Subtype /Type0 /BaseFont /Contoh /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 "
                    b"0 R >>"
                ),
                (
                    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Contoh /CIDSystemInfo << /Registry (Adobe) /Ordering "
                    b"(Identity) /Supplement 0 >> /DW 500 /W [1 [500 600] 10 20 700] /DW2 [880 -1000] /W2 [1 [1 2 3]] "
                    b"/FontDescriptor << /FontName /Contoh /Flags 4 /FontBBox [0 0 1 1] /Ascent 800 /Descent -200 >> >>"
                ),
                cmap,
            )
        ),
        NEXT.join(
            (
                (
                    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 10 10] /FontMatrix [.001 0 0 .001 0 0] /CharProcs << /a 6 0 R >> "
                    b"/Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [500] >>"
                ),
                stream(b"0 0 10 10 re f"),
            )
        ),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /MacRomanEncoding >>",
    ]


def tellings() -> list[bytes]:
    """Entries of a catalogue with the objects they point at, the information dictionary first."""
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        b'xmp:CreateDate="2019-03-08T10:00:00+07:00"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Judul</rdf:li></rdf:Alt>'
        b"</dc:title><dc:language>id</dc:language></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    info = (
        b"<< /Title (Judul \\(sementara\\)) /Producer <FEFF0057> /CreationDate (D:20190308101530+07'00') >>"
    )
    return [
        NEXT.join(
            (
                b"/Lang (id-ID) /PageLabels << /Nums [0 << /S /r /St 3 >> 2 << /S /D /P (A-) >> 5 << /S /a >>] >> /Metadata 7 0 R",
                info,
                stream(xmp, b"/Type /Metadata /Subtype /XML"),
            )
        ),
        NEXT.join(
            (
                b"/Outlines 7 0 R /Names << /Dests 9 0 R >> /Dests << /satu [3 0 R /Fit] >>",
                info,
                b"<< /Type /Outlines /First 8 0 R /Last 10 0 R /Count 2 >>",
                b"<< /Title (Bab I) /Parent 7 0 R /Dest (dua) /Next 10 0 R /First 10 0 R >>",
                b"<< /Names [(dua) << /D [3 0 R /XYZ 0 0 0] >> (tiga) [0 /Fit]] /Kids [9 0 R] /Limits [(a) (z)] >>",
                b"<< /Title <FEFF00420061> /Parent 7 0 R /A << /S /GoTo /D /satu >> /Prev 8 0 R >>",
            )
        ),
    ]


def texts() -> list[bytes]:
    """Pages of lines, as `targets.pages_of` reads them."""
    lines = (
        "PRESIDEN\nREPUBLIK INDONESIA\n- 2 -\nPasal 3\nSetiap orang berhak atas perlin-\ndungan, undang-\nundang dan "
        "peraturan perundang-\nundangan.\fSAPA INSTITUT 12\niv\nﬁnal Eﬀek\u00ad\nKe\u0301kerasan 1⁶\u200b\n14\f\n\fHalaman 4 dari 9\nviii"
    )
    return [lines.encode(), b"\x07" + lines.replace("\n", "\n\x19").encode()]


def placed(form: struct.Struct) -> list[bytes]:
    """Words as `targets.lines` reads them: two columns, and a table."""
    columns = [
        form.pack(72.0 + 260 * column, 40.0, 80.0 + 14 * row, 11.0, row, 0)
        for column in (0, 1)
        for row in range(20)
    ]
    table = [
        form.pack(72.0 + 90 * cell, 60.0, 80.0 + 12 * row, 8.0, cell, 128 * (not cell))
        for row in range(9)
        for cell in range(4)
    ]
    return [b"".join(columns), b"".join(table), b"".join(columns + table[::-1])]


def files() -> list[bytes]:
    """The first two pages of real files, with their streams unpacked: so that a change changes what is said."""
    found = []
    for name in FILES:
        with pikepdf.open(DEMO / name) as whole, pikepdf.new() as part:
            for page in list(whole.pages)[:2]:
                part.pages.append(page)
            for packed in (False, True):
                out = io.BytesIO()
                level = pikepdf.StreamDecodeLevel.none if packed else pikepdf.StreamDecodeLevel.generalized
                kind = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
                part.save(out, stream_decode_level=level, compress_streams=packed, object_stream_mode=kind)
                found.append(out.getvalue())
    return found


def _pages() -> Iterator[pikepdf.Page]:
    for name in FILES:
        with pikepdf.open(DEMO / name) as whole:
            yield from list(whole.pages)[:2]


def _fonts() -> Iterator[pikepdf.Object]:
    for page in _pages():
        yield from (page.get("/Resources") or {}).get("/Font", {}).values()


#: What is put in: the words of content streams, of files, and of what they tell.
CONTENT_WORDS = tuple(
    b" %s " % word
    for word in b"BT ET Tj TJ T* Tf Td TD Tm Tc Tw Tz TL Ts Tr cm q Q Do BDC BMC EMC BI ID EI ' \" [ ] ( ) << >> < > \\ % "
    b"/F1 /F2 /X /I /P /ActualText <FEFF00AD> (\\255) 1e400 re f".split(b" ")
)
FILE_WORDS = tuple(
    b" %s " % word
    for word in b"obj endobj stream endstream xref trailer startxref null true [ ] << >> ( ) < > % /Kids /Count /Parent /Type "
    b"/Length /Filter /FlateDecode /LZWDecode /ASCII85Decode /ASCIIHexDecode /RunLengthDecode /DecodeParms /Predictor /First "
    b"/Next /Title /Dest /Names /Nums /S /St /P /A /D /MediaBox /Rotate /Contents /Resources /Font /ToUnicode /Encoding "
    b"/Widths /W /DW /FirstChar /Differences /Encrypt /W2 /FontDescriptor /Length1".split(b" ")
) + tuple(b" %d 0 R " % number for number in range(1, 14))
MAP_WORDS = (
    b"beginbfchar", b"endbfchar", b"beginbfrange", b"endbfrange", b"<", b">", b"[", b"]", b"<0000>", b"<FFFF>", b"<D800>",
    b"<DC00>", b"<FFFFFFFF>", b"<>", b"<F>", b"<00AD>", b"<FDD3>", b"<0A>",
)  # fmt: skip
TEXT_WORDS = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        "-\n", "\f", "\n", "\u00ad\n", "\ufffe", "\u200d", "\ufb01", "\u0301", "i", "iv", "mmmm", "9999", "- 3 -", "²",
        "٣", "①", "İ", "ß", "\ud800", "\uf0b7", "\u2028", "\x85", "\0", "Pasal", "hal.", "undang-", "undang",
    )
)  # fmt: skip
