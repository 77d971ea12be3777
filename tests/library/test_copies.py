"""The copy for the public: nothing of the people who made the file, everything of what it says."""

import io
import shutil
import subprocess
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from library.copies import DECODED, CopyError, LockedError, public_copy, without_metadata
from library.jpx import without_boxes

TYPIST = "Siti Aminah Pengetik"


def photograph(**options) -> bytes:
    """A JPEG with the place it was taken in EXIF, an ICC profile, a comment, and a trailer after its end."""
    exif = Image.Exif()
    exif[0x013B] = TYPIST
    exif.get_ifd(0x8825)[2] = (7.0, 2.0, 13.0)
    written = io.BytesIO()
    Image.radial_gradient("L").resize((64, 48)).convert("RGB").save(
        written, "JPEG", exif=exif, icc_profile=b"profile" * 20, comment=TYPIST.encode(), **options
    )
    jpeg = written.getvalue()
    iptc = b"\xff\xed" + (2 + len(TYPIST) + 14).to_bytes(2, "big") + b"Photoshop 3.0\0" + TYPIST.encode()
    return jpeg[:2] + iptc + jpeg[2:] + TYPIST.encode()


@pytest.fixture
def telling(tmp_path) -> Path:
    """A PDF that tells of its typist in every place where one can."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    jpeg = photograph()
    plain = Stream(pdf, jpeg)
    wrapped = Stream(pdf, b"")
    for image in (plain, wrapped):
        image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceRGB
        image.Width, image.Height, image.BitsPerComponent = 64, 48, 8
        image.Metadata = Stream(pdf, TYPIST.encode())
    plain.Filter = Name.DCTDecode
    wrapped.write(zlib.compress(jpeg), filter=Array([Name.FlateDecode, Name.DCTDecode]))
    wrapped.DecodeParms = Array([Dictionary(), Dictionary(ColorTransform=1)])
    page.Contents = pdf.make_stream(
        b"BT /AA 12 Tf 72 700 Td (Kajian) Tj ET q 64 0 0 48 72 600 cm /EF Do Q /Im Do"
    )
    page.Resources = Dictionary(Font=Dictionary(AA=font), XObject=Dictionary(EF=plain, Im=wrapped))
    page.PieceInfo = Dictionary(Word=Dictionary(LastModified=String("D:2020"), Private=String(TYPIST)))
    page.LastModified = String("D:20200101")
    page.Thumb = Stream(pdf, TYPIST.encode())
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String(f"alert('{TYPIST}')")))
    script = Dictionary(S=Name.JavaScript, JS=String(TYPIST))
    attached = Dictionary(Type=Name.Filespec, F=String(TYPIST), EF=Dictionary(F=Stream(pdf, TYPIST.encode())))

    def link(**action) -> Dictionary:
        return Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(**action)
        )

    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Highlight,
                Rect=Array([0, 0, 9, 9]),
                QuadPoints=Array([0, 9, 9, 9, 0, 0, 9, 0]),
                T=String(TYPIST),
                M=String("D:2020"),
                Contents=String("catatan"),
            ),
            link(S=Name.URI, URI=String("https://contoh.id/"), Next=script),
            link(S=Name.URI, URI=String(f"file:///C:/Users/{TYPIST}/kajian.doc")),
            link(S=Name.Launch, F=String(TYPIST)),
            link(S=Name.GoToR, F=String(TYPIST), D=Array([0, Name.Fit])),
            link(S=Name.GoTo, D=Array([page.obj, Name.Fit])),
            Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=attached),
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Widget,
                    FT=Name.Tx,
                    T=String("nama-isian"),
                    Rect=Array([0, 0, 9, 9]),
                )
            ),
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Widget,
                    FT=Name.Sig,
                    T=String("tanda-tangan"),
                    Rect=Array([0, 0, 9, 9]),
                    V=Dictionary(
                        Type=Name.Sig,
                        Name=String(TYPIST),
                        ByteRange=Array([0, 1, 2, 3]),
                        Contents=String(TYPIST),
                        Filter=Name("/Adobe.PPKLite"),
                    ),
                )
            ),
        ]
    )
    root = pdf.Root
    root.AcroForm = Dictionary(Fields=Array(list(page.Annots)[-2:]), XFA=Stream(pdf, TYPIST.encode()))
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("mulai"), script])),
        EmbeddedFiles=Dictionary(Names=Array([String(TYPIST), attached])),
        Dests=Dictionary(Names=Array([String("bab1"), Array([page.obj, Name.Fit])])),
    )
    root.OpenAction = script
    root.AF = Array([attached])
    root.Lang = String("en-US")
    pdf.docinfo = pdf.make_indirect(
        Dictionary(
            Author=String(TYPIST),
            Creator=String(f"Word, {TYPIST}"),
            Producer=String(TYPIST),
            Company=String(TYPIST),
        )
    )
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as record:
        record["dc:creator"] = [TYPIST]
    path = tmp_path / "asli.pdf"
    pdf.save(path)
    return path


def everything(path: Path) -> bytes:
    """All that the file says, unpacked: every object, and every stream as far as it can be decoded."""
    said = []
    with pikepdf.open(path) as pdf:
        said.append(pdf.trailer.unparse())
        for thing in pdf.objects:
            said.append(thing.unparse(resolved=False) if not isinstance(thing, Stream) else b"")
            if isinstance(thing, Stream):
                said += [repr(dict(thing.items())).encode(), thing.read_raw_bytes()]
    return b"\n".join(said)


def assert_sound(path: Path) -> None:
    if shutil.which("qpdf"):
        told = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
        assert told.returncode == 0, told.stdout + told.stderr
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_the_copy_says_nothing_of_who_typed_it(telling, tmp_path):
    copy = tmp_path / "salinan.pdf"
    assert TYPIST.encode() in everything(telling)
    before = telling.read_bytes()
    public_copy(telling, copy)
    assert telling.read_bytes() == before  # the original is never altered
    assert TYPIST.encode() not in everything(copy)
    assert TYPIST.encode() not in copy.read_bytes()
    with pikepdf.open(copy) as pdf:
        assert "/Info" not in pdf.trailer and "/Metadata" not in pdf.Root
    assert_sound(copy)


def test_the_copy_runs_nothing_and_carries_no_files(telling, tmp_path):
    public_copy(telling, tmp_path / "salinan.pdf")
    with pikepdf.open(tmp_path / "salinan.pdf") as pdf:
        assert list(pdf.Root.Names.keys()) == ["/Dests"]
        assert not {"/OpenAction", "/AF", "/AA"} & set(pdf.Root.keys())
        assert not {"/AA", "/PieceInfo", "/LastModified", "/Thumb"} & set(pdf.pages[0].obj.keys())
        assert not pdf.attachments
        links = [note for note in pdf.pages[0].Annots if note.Subtype == Name.Link]
        assert [str(note.A.S) if "/A" in note else None for note in links] == [
            "/URI",
            None,
            None,
            None,
            "/GoTo",
        ]
        assert "/Next" not in links[0].A and str(links[0].A.URI) == "https://contoh.id/"


def test_what_readers_came_for_is_still_there(telling, tmp_path):
    public_copy(telling, tmp_path / "salinan.pdf")
    with pikepdf.open(telling) as original, pikepdf.open(tmp_path / "salinan.pdf") as pdf:
        page = pdf.pages[0]
        assert page.Contents.read_bytes() == original.pages[0].Contents.read_bytes()
        # Fonts and pictures may have the very names that elsewhere mean scripts and attached files.
        assert page.Resources.Font.AA.BaseFont == Name.Helvetica
        for name in ("/EF", "/Im"):
            before = pikepdf.PdfImage(original.pages[0].Resources.XObject[name])
            after = pikepdf.PdfImage(page.Resources.XObject[name])
            assert after.as_pil_image().tobytes() == before.as_pil_image().tobytes()
            assert after.as_pil_image().info["icc_profile"] == b"profile" * 20
        assert page.Resources.XObject.Im.DecodeParms.ColorTransform == 1
        assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == ["nama-isian", "tanda-tangan"]
        assert str(page.Annots[0].Contents) == "catatan" and "/T" not in page.Annots[0]


def test_the_same_file_gives_the_same_bytes(telling, tmp_path):
    for name in ("satu.pdf", "dua.pdf"):
        public_copy(telling, tmp_path / name, title="Kajian", language="id")
    assert (tmp_path / "satu.pdf").read_bytes() == (tmp_path / "dua.pdf").read_bytes()


def test_title_and_language_are_all_that_the_copy_says_of_itself(telling, tmp_path):
    copy = tmp_path / "salinan.pdf"
    public_copy(telling, copy, title="Kekerasan & pemulihan – kajian", language="id")
    with pikepdf.open(copy) as pdf:
        assert dict(pdf.docinfo.items()) == {"/Title": String("Kekerasan & pemulihan – kajian")}
        assert pdf.Root.Lang == "id"
        record = pdf.open_metadata()
        assert record["dc:title"] == "Kekerasan & pemulihan – kajian"
        assert record["dc:language"] in (["id"], {"id"})
        assert set(record) == {
            "{http://purl.org/dc/elements/1.1/}title",
            "{http://purl.org/dc/elements/1.1/}language",
        }
    assert_sound(copy)


def test_the_copy_is_written_with_object_streams_and_not_linearized(telling, tmp_path):
    public_copy(telling, tmp_path / "salinan.pdf")
    assert b"/ObjStm" in (tmp_path / "salinan.pdf").read_bytes()
    with pikepdf.open(tmp_path / "salinan.pdf") as pdf:
        assert not pdf.is_linearized


def test_a_file_that_opens_without_a_password_is_copied_without_encryption(telling, tmp_path):
    locked = tmp_path / "terenkripsi.pdf"
    with pikepdf.open(telling) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="rahasia", user="", R=6))
    public_copy(locked, tmp_path / "salinan.pdf")
    with pikepdf.open(tmp_path / "salinan.pdf") as pdf:
        assert not pdf.is_encrypted
    assert TYPIST.encode() not in everything(tmp_path / "salinan.pdf")
    assert_sound(tmp_path / "salinan.pdf")


def test_a_file_locked_with_a_password_is_answered_with_a_sentence(telling, tmp_path):
    locked = tmp_path / "terkunci.pdf"
    with pikepdf.open(telling) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="rahasia", user="rahasia", R=6))
    with pytest.raises(LockedError) as caught:
        public_copy(locked, tmp_path / "salinan.pdf")
    assert "kata sandi" in str(caught.value.sentence)
    assert not list(tmp_path.glob("salinan*"))


@pytest.mark.parametrize("content", [b"", b"bukan PDF", b"%PDF-1.7\nrusak", b"%PDF-1.7\n%%EOF"])
def test_a_broken_file_is_answered_with_a_sentence_and_leaves_nothing(tmp_path, content):
    broken = tmp_path / "rusak.pdf"
    broken.write_bytes(content)
    (tmp_path / "salinan.pdf").write_bytes(b"yang lama")
    with pytest.raises(CopyError) as caught:
        public_copy(broken, tmp_path / "salinan.pdf")
    assert "unggah lagi" in str(caught.value.sentence)
    assert {path.name for path in tmp_path.iterdir()} == {"rusak.pdf", "salinan.pdf"}
    assert (tmp_path / "salinan.pdf").read_bytes() == b"yang lama"


def test_a_file_without_pages_is_refused(tmp_path):
    Pdf.new().save(tmp_path / "kosong.pdf")
    with pytest.raises(CopyError, match="no pages"):
        public_copy(tmp_path / "kosong.pdf", tmp_path / "salinan.pdf")


def test_a_file_that_is_not_there_is_the_disks_trouble_and_not_the_files(tmp_path):
    with pytest.raises(FileNotFoundError):
        public_copy(tmp_path / "hilang.pdf", tmp_path / "salinan.pdf")


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}, {"quality": 100}])
def test_a_photograph_loses_its_story_and_not_one_pixel(options):
    before = photograph(**options)
    after = without_metadata(before)
    assert TYPIST.encode() not in after and b"Exif" not in after
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert not new.getexif() and new.info["icc_profile"] == old.info["icc_profile"]
        assert new.tobytes() == old.tobytes()
    assert without_metadata(after) == after


def test_a_photograph_in_printing_colours_keeps_the_mark_that_says_so():
    written = io.BytesIO()
    Image.new("CMYK", (8, 8), (10, 20, 30, 40)).save(written, "JPEG")
    assert b"Adobe" in written.getvalue()
    assert without_metadata(written.getvalue()) == written.getvalue()


def test_a_broken_photograph_is_stripped_as_far_as_it_can_be_read():
    whole = without_metadata(photograph())
    assert without_metadata(b"GIF89a") == b"GIF89a"
    assert without_metadata(b"") == b""
    assert without_metadata(b"\xff\xd8") == b"\xff\xd8"
    before = photograph()
    for end in range(len(before)):
        assert TYPIST.encode() not in without_metadata(before[:end])
    for end in range(whole.index(b"\xff\xda") + 14, len(whole)):
        assert without_metadata(whole[:end]) == whole[:end]
    assert without_metadata(before[:2] + b"\x00\x00" + before[2:]) == whole  # viewers skip what is no marker


def with_streams(path: Path, *streams: tuple[bytes, dict[str, pikepdf.Object]]) -> Path:
    """A PDF with a page for each content as it lies in the file, packed with Flate."""
    pdf = Pdf.new()
    for packed, more in streams:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = Stream(pdf, b"")
        page.Contents.write(packed, filter=Name.FlateDecode, **more)
        page.Resources = Dictionary(
            Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        )
    pdf.save(path)
    return path


def is_clean(path: Path) -> bool:
    return subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf")
def test_a_stream_without_its_end_is_packed_anew_and_all_others_stay_as_they_are(tmp_path):
    text = b"BT /F 12 Tf 72 700 Td (Pasal 5) Tj ET 0.5 w " * 20
    whole = zlib.compress(text, 1)
    rows = zlib.compress(b"".join(b"\0" + text[at : at + 10] for at in range(0, len(text) // 10 * 10, 10)))
    predicted = {"decode_parms": Dictionary(Predictor=15, Columns=10)}
    original = with_streams(
        tmp_path / "asli.pdf",
        (whole, {}),
        (whole[:-4], {}),  # without its sum
        (whole[:-4] + b"salah"[:4], {}),
        (rows[:-4], predicted),
    )
    assert not is_clean(original)
    public_copy(original, tmp_path / "salinan.pdf")
    assert is_clean(tmp_path / "salinan.pdf")
    with pikepdf.open(tmp_path / "salinan.pdf") as copy:
        first, *others, last = (page.Contents for page in copy.pages)
        assert first.read_raw_bytes() == whole
        assert [each.read_bytes() for each in others] == [text, text]
        assert last.DecodeParms.Predictor == 15 and last.read_bytes() == text[: len(text) // 10 * 10]


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf")
def test_of_a_stream_that_breaks_off_all_is_kept_that_can_be_had(tmp_path):
    text = b"".join(b"%d w " % (at * 7919) for at in range(200))
    packed = zlib.compress(text)
    half = packed[: len(packed) // 2]
    public_copy(with_streams(tmp_path / "asli.pdf", (half, {})), tmp_path / "salinan.pdf")
    assert is_clean(tmp_path / "salinan.pdf")
    with pikepdf.open(tmp_path / "salinan.pdf") as copy:
        kept = copy.pages[0].Contents.read_bytes()
    assert kept == zlib.decompressobj().decompress(half) and len(kept) > len(text) // 3


def swollen(begins: bytes, size: int) -> bytes:
    """`begins` and so many blanks packed with Flate, without ever having all of them."""
    packer, blanks = zlib.compressobj(9), b" " * (1 << 20)
    parts = [packer.compress(begins), *(packer.compress(blanks) for _ in range(size // len(blanks) + 1))]
    return b"".join([*parts, packer.flush()])


PACKED_PAGE = b"3 0 <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


@pytest.fixture(scope="module")
def swelling() -> bytes:
    """Half a million bytes that become more than are unpacked of any stream; a page, as object streams hold it."""
    return swollen(PACKED_PAGE, DECODED)


def test_a_stream_that_swells_beyond_all_measure_is_not_unpacked_to_its_end(swelling, tmp_path):
    wrong_sum = swelling[:-4] + b"\0\0\0\0"  # whoever comes to the end sees that, and packs it anew
    public_copy(with_streams(tmp_path / "asli.pdf", (wrong_sum, {})), tmp_path / "salinan.pdf")
    with pikepdf.open(tmp_path / "salinan.pdf") as copy:
        assert copy.pages[0].Contents.read_raw_bytes() == wrong_sum


def test_a_broken_stream_that_swells_beyond_all_measure_is_packed_anew_up_to_the_limit(swelling, tmp_path):
    wrong_head = b"\0\0" + swelling[2:]
    public_copy(with_streams(tmp_path / "asli.pdf", (wrong_head, {})), tmp_path / "salinan.pdf")
    with pikepdf.open(tmp_path / "salinan.pdf") as copy:
        packed = copy.pages[0].Contents.read_raw_bytes()
    machine, size = zlib.decompressobj(), 0
    while packed and (piece := machine.decompress(packed, 1 << 20)):
        size, packed = size + len(piece), machine.unconsumed_tail
    assert machine.eof and DECODED < size < DECODED + 100_000


def with_packed_page(path: Path, packed: bytes, parameters: bytes = b"") -> Path:
    """A PDF whose only page lies in an object stream that is packed so."""
    parts, places = [b"%PDF-1.5\n"], {}

    def put(number: int, content: bytes) -> None:
        places[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, content))

    def stream(head: bytes, content: bytes) -> bytes:
        return b"<<%b/Length %d>>stream\n%b\nendstream" % (head, len(content), content)

    put(1, b"<</Type/Catalog/Pages 2 0 R>>")
    put(2, b"<</Type/Pages/Count 1/Kids[3 0 R]>>")
    put(4, stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode" + parameters, packed))
    end = sum(map(len, parts))
    rows = [(0, 0, 0), (1, places[1], 0), (1, places[2], 0), (2, 4, 0), (1, places[4], 0), (1, end, 0)]
    table = b"".join(bytes([kind]) + where.to_bytes(4, "big") + bytes([last]) for kind, where, last in rows)
    put(5, stream(b"/Type/XRef/Size 6/W[1 4 1]/Root 1 0 R", table))
    path.write_bytes(b"".join([*parts, b"startxref\n%d\n%%%%EOF" % end]))
    return path


def test_objects_packed_beyond_all_measure_are_not_unpacked(swelling, tmp_path):
    target = tmp_path / "salinan.pdf"
    public_copy(with_packed_page(tmp_path / "asli.pdf", swollen(PACKED_PAGE, 1_000)), target)
    with pikepdf.open(target) as copy:
        assert copy.pages[0].MediaBox[2] == 595
    target.unlink()
    with pytest.raises(CopyError):
        public_copy(with_packed_page(tmp_path / "asli.pdf", swelling), target)
    assert not target.exists()


def test_a_predictor_that_wants_more_memory_than_there_is_gets_none(tmp_path):
    packed = zlib.compress(b"\0" + PACKED_PAGE)
    target = tmp_path / "salinan.pdf"
    wide = b"/DecodeParms<</Predictor 15/Columns %d>>"
    public_copy(with_packed_page(tmp_path / "asli.pdf", packed, wide % len(PACKED_PAGE)), target)
    target.unlink()
    with pytest.raises(CopyError):
        public_copy(with_packed_page(tmp_path / "asli.pdf", packed, wide % (DECODED + 1)), target)


CAMERA = bytes.fromhex(
    "4a706754696666457869662d3e4a5032"
)  # the UUID under which EXIF is kept ("JpgTiffExif->JP2")


def box(kind: bytes, content: bytes, *, long: bool = False, to_the_end: bool = False) -> bytes:
    """A box of JPEG 2000 (ISO/IEC 15444-1, I.4), with its length in any of the ways to write it."""
    if to_the_end:
        return b"\0\0\0\0" + kind + content
    if long:
        return b"\0\0\0\1" + kind + (16 + len(content)).to_bytes(8, "big") + content
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def jp2() -> bytes:
    """A JPEG 2000 picture in its file format, which says nothing of anybody."""
    written = io.BytesIO()
    picture = Image.radial_gradient("L").resize((64, 48)).convert("RGB")
    picture.save(written, "JPEG2000", irreversible=False, no_jp2=False)
    return written.getvalue()


def told_in_boxes(plain: bytes) -> bytes:
    """The same picture with the typist in boxes before the picture and after it."""
    at = plain.index(b"jp2c") - 4
    name = TYPIST.encode()
    before = box(b"uuid", CAMERA + name) + box(b"xml ", b"<x>" + name + b"</x>", long=True)
    codestream = box(b"jp2c", plain[at + 8 :])
    after = box(b"uinf", box(b"url ", name)) + box(b"asoc", box(b"lbl ", name) + box(b"xml ", name))
    return plain[:at] + before + codestream + after + box(b"uuid", CAMERA + name, to_the_end=True)


def pixels(picture: bytes) -> bytes:
    with Image.open(io.BytesIO(picture)) as opened:
        return opened.tobytes()


def test_a_jpeg_2000_picture_loses_its_story_and_not_one_pixel():
    plain = jp2()
    telling = told_in_boxes(plain)
    assert TYPIST.encode() in telling and pixels(telling) == pixels(plain)
    after = without_boxes(telling)
    at = plain.index(b"jp2c") - 4
    assert after == plain[:at] + box(b"jp2c", plain[at + 8 :])
    assert pixels(after) == pixels(plain)
    assert without_boxes(after) == after and without_boxes(plain) == plain


def test_where_a_jpeg_2000_picture_counts_its_bytes_none_of_them_moves():
    telling = told_in_boxes(jp2())
    at = telling.index(b"jp2c") - 4
    counting = telling[:at] + box(b"ftbl", b"") + telling[at:]
    after = without_boxes(counting)
    assert TYPIST.encode() not in after and len(after) == len(counting)
    assert after.index(b"jp2c") == counting.index(b"jp2c") and pixels(after) == pixels(jp2())


def test_a_broken_jpeg_2000_picture_is_stripped_as_far_as_it_can_be_read():
    plain = jp2()
    bare = plain[plain.index(b"jp2c") + 4 :]
    assert bare.startswith(b"\xff\x4f")
    for other in (b"", b"GIF89a", bare, plain[:12]):
        assert without_boxes(other) == other
    telling = told_in_boxes(plain)
    for end in range(12, len(telling)):
        assert TYPIST.encode() not in without_boxes(telling[:end])


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_copy_says_nothing_that_its_jpeg_2000_pictures_say(tmp_path, wrapped):
    plain = jp2()
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    image = Stream(pdf, b"")
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = 64, 48
    if wrapped:
        packed = zlib.compress(told_in_boxes(plain))
        image.write(packed, filter=Array([Name.FlateDecode, Name.JPXDecode]))
    else:
        image.write(told_in_boxes(plain), filter=Name.JPXDecode)
    page.Resources = Dictionary(XObject=Dictionary(Im=image))
    pdf.save(tmp_path / "asli.pdf")
    public_copy(tmp_path / "asli.pdf", tmp_path / "salinan.pdf")
    with pikepdf.open(tmp_path / "salinan.pdf") as copy:
        kept = copy.pages[0].Resources.XObject.Im
        assert kept.Filter == Name.JPXDecode
        assert TYPIST.encode() not in kept.read_raw_bytes()
        assert pixels(kept.read_raw_bytes()) == pixels(plain)
