"""PDFs for tests, built in code. Every function gives the bytes of one file; what is odd about it is its name.

Pages are A4, set in Helvetica 11 on 14 points, from 72 points below the top and right of the left edge. In a page's
text every line is a line as printed, and an empty one a paragraph's distance.
"""

import io
import zlib
from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
TOP, LEFT, SIZE, LEADING = HEIGHT - 72, 72.0, 11, 14
PASSWORD = "rahasia"

SENTENCES = (
    "Setiap orang dilarang melakukan kekerasan dalam rumah tangga.",
    "Korban berhak mendapatkan perlindungan dari pihak keluarga.",
    "Pelayanan kesehatan sesuai dengan kebutuhan medis.",
    "Penanganan secara khusus berkaitan dengan kerahasiaan korban.",
    "Pendampingan oleh pekerja sosial dan bantuan hukum.",
)


def pages(*texts: str, title: str = "", author: str = "") -> bytes:
    """A page for each text."""
    return _drawn([_writer(text) for text in texts], title=title, author=author)


def counted(many: int) -> bytes:
    """So many pages: a running head, the printed number ("- 2 -", on the first page none), and three sentences of the
    law that differ from page to page."""
    texts = []
    for number in range(1, many + 1):
        head = f"PRESIDEN\nREPUBLIK INDONESIA\n- {number} -" if number > 1 else "PRESIDEN\nREPUBLIK INDONESIA"
        body = "\n".join(SENTENCES[(number + step) % len(SENTENCES)] for step in range(3))
        texts.append(f"{head}\n\nPasal {3 * number}\n{body}")
    return pages(*texts)


def two_columns(left: Sequence[str], right: Sequence[str]) -> bytes:
    """One page: the left column's lines, then the right one's, as a typesetter writes them."""

    def draw(canvas: Canvas) -> None:
        for x, lines in ((LEFT, left), (WIDTH / 2 + 18, right)):
            for row, line in enumerate(lines):
                canvas.drawString(x, TOP - row * LEADING, line)

    return _drawn([draw])


def placed(*pieces: tuple[float, float, float, str]) -> bytes:
    """One page of pieces (x, points from the top, size, text), written in their order."""

    def draw(canvas: Canvas) -> None:
        for x, down, size, text in pieces:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, HEIGHT - down, text)

    return _drawn([draw])


def with_table(
    lefts: Sequence[float], rows: Sequence[Sequence[str]], before: str = "", after: str = ""
) -> bytes:
    """One page with a table whose cells begin at `lefts`, written cell by cell, in type of 8 on 10 points; in a cell a
    line break is where it wraps. A paragraph in 11 on 14 points stands before and after it."""
    pieces: list[tuple[float, float, float, str]] = []
    down = 72.0

    def write(text: str) -> None:
        nonlocal down
        for line in text.split("\n") if text else ():
            pieces.append((LEFT, down, SIZE, line))
            down += LEADING

    write(before)
    down += LEADING
    for row in rows:
        for left, cell in zip(lefts, row, strict=True):
            pieces += [(left, down + 10 * step, 8, line) for step, line in enumerate(cell.split("\n"))]
        down += 10 * max(cell.count("\n") + 1 for cell in row) + 2
    down += LEADING
    write(after)
    return placed(*pieces)


def with_small_figures(*words: str) -> bytes:
    """One page of words on one line, in a font whose lower case letters a to j, called so in the words, are small
    figures 0 to 9: narrower than the others and with their own codes, as typesetters draw the marks of notes."""
    drawn = " ".join(words).encode().hex().encode()
    with _opened(with_contents(b"BT /F1 11 Tf 72 700 Td <" + drawn + b"> Tj ET")) as pdf:
        font = pdf.pages[0].Resources.Font.F1
        font.BaseFont = Name.Contoh
        widths = [556] * 224
        entries = []
        for code in range(32, 127):
            letter = ord("0") + code - ord("a") if ord("a") <= code <= ord("j") else code
            widths[code - 32] = 330 if letter != code else 556
            entries.append(f"<{code:02x}> <{letter:04x}>")
        font.FirstChar, font.LastChar, font.Widths = 32, 255, Array(widths)
        font.FontDescriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name.Contoh, Flags=32, Ascent=718, Descent=-207
        )
        font.ToUnicode = pdf.make_stream(
            f"{len(entries)} beginbfchar\n{chr(10).join(entries)}\nendbfchar".encode()
        )
        return _saved(pdf)


def with_watermark(*texts: str, mark: str = "SALINAN RESMI") -> bytes:
    """Pages with a turned line across each."""

    def marked(text: str) -> Callable[[Canvas], None]:
        write = _writer(text)

        def draw(canvas: Canvas) -> None:
            write(canvas)
            canvas.saveState()
            canvas.translate(WIDTH / 2, HEIGHT / 2)
            canvas.rotate(45)
            canvas.drawCentredString(0, 0, mark)
            canvas.restoreState()

        return draw

    return _drawn([marked(text) for text in texts])


def in_a_form(text: str) -> bytes:
    """One page whose text stands in a Form XObject, as 10 % of Indonesian pages have it."""

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("isi")
        _writer(text)(canvas)
        canvas.endForm()
        canvas.doForm("isi")

    return _drawn([draw])


def picture_only() -> bytes:
    """One page that is a picture and nothing else."""

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)

    return _drawn([draw])


def in_pieces(across: int, down: int, *stamp: str, part: float = 1.0) -> bytes:
    """One page that is a scan, stored in so many tiles across and strips down, with a small print under it. `part` is
    how much of the page's height they reach."""
    wide, high = WIDTH / across, HEIGHT * part / down

    def draw(canvas: Canvas) -> None:
        for row in range(down):
            for column in range(across):
                grey = Image.new("L", (30, 20), 100 + (row * across + column) % 100)
                canvas.drawImage(ImageReader(grey), column * wide, HEIGHT - (row + 1) * high, wide, high)
        canvas.setFont("Helvetica", 6)
        for step, line in enumerate(stamp):
            canvas.drawString(20, 40 - 7 * step, line)

    return _drawn([draw])


#: Content for `with_pictures`, and the share of the page that it covers.
PICTURES = (
    (b"q 400 0 0 400 50 50 cm /P Do /P Do Q q 400 0 0 400 52 52 cm /P Do Q", 0.322),  # twice
    (b"q 300 0 0 842 0 0 cm /P Do Q q 300 0 0 842 150 0 cm /P Do Q", 0.756),  # one half on another
    (b"q 2000 0 0 2000 -1400 -1500 cm /P Do Q", 0.599),  # beyond the page
    (b"q 0 421 -595 0 595 0 cm /P Do Q", 0.5),  # lying on its side
    (b"q 900 0 0 900 700 0 cm /P Do Q", 0.0),  # beside the page
    (b"q 2 0 0 2 0 0 cm /Half Do Q", 0.319),  # in a form
    (b"q 0 0 0 0 0 0 cm /P Do Q", 0.0),  # of no size
)


def with_pictures(*contents: bytes) -> bytes:
    """A page for each content stream; /P is a grey picture, /Half a form of matrix .5 that draws one of 400 × 400."""
    with _opened(with_contents(*contents)) as pdf:
        grey = pdf.make_stream(
            b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )  # fmt: skip
        half = pdf.make_stream(
            b"q 400 0 0 400 0 0 cm /P Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 400, 400]),
            Matrix=Array([0.5, 0, 0, 0.5, 0, 0]), Resources=Dictionary(XObject=Dictionary(P=grey)),
        )  # fmt: skip
        for page in pdf.pages:
            page.Resources.XObject = Dictionary(P=grey, Half=half)
        return _saved(pdf)


def turned(text: str, degrees: int) -> bytes:
    """One page that is shown turned clockwise."""
    with _opened(pages(text)) as pdf:
        pdf.pages[0].Rotate = degrees
        return _saved(pdf)


def labelled(texts: Sequence[str], labels: Sequence[tuple[int, dict[str, object]]]) -> bytes:
    """Pages with page labels: (index of the first page, {"S": "/r", "P": "A-", "St": 3}) for each range."""
    with _opened(pages(*texts)) as pdf:
        numbers = Array()
        for first, style in labels:
            entries = {f"/{key}": Name(value) if key == "S" else value for key, value in style.items()}
            numbers.extend([first, Dictionary(entries)])
        pdf.Root.PageLabels = Dictionary(Nums=numbers)
        return _saved(pdf)


def encrypted(text: str, password: str = PASSWORD) -> bytes:
    """Encrypted (AES-256); with an empty password anybody may read it."""
    with _opened(pages(text)) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(owner="pemilik", user=password))


def without_pages() -> bytes:
    with pikepdf.new() as pdf:
        return _saved(pdf)


def truncated(whole: bytes | None = None) -> bytes:
    """The first half of a file."""
    whole = whole or counted(4)
    return whole[: len(whole) // 2]


def without_startxref(whole: bytes | None = None) -> bytes:
    """A file that does not say where its table of objects is."""
    return (whole or counted(4)).replace(b"startxref", b"startnull")


def with_lost_lock(*texts: str) -> bytes:
    """A file that says it is encrypted, but the lock is not there, and nothing is."""
    return pages(*texts).replace(b"/Root", b"/Encrypt 999 0 R /Root")


def with_endless_trailer(*texts: str) -> bytes:
    """A file whose table of objects says that the one before it is itself."""
    whole = pages(*texts)
    return whole.replace(b"/Root", b"/Prev %d /Root" % whole.rfind(b"xref", 0, whole.rfind(b"startxref")))


def in_object_streams(whole: bytes) -> bytes:
    """The same file with its objects packed into streams, as programs write since 2003."""
    with _opened(whole) as pdf:
        file = io.BytesIO()
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
        return file.getvalue()


def with_wrong_letters(many: int) -> bytes:
    """One page of so many words, printed rightly and mapped wrongly: what every reader gets is "zwvb qtrsgn"."""
    letters = dict(zip("aeioubdghjklmnprstwy", "zxcvbnmlkjhgfdsqwrtp", strict=True))
    words = [word for sentence in SENTENCES * (many // 30 + 1) for word in sentence.lower().split()][:many]
    return with_letters_mapped(" ".join(words), letters)


def with_lost_tree(*texts: str) -> bytes:
    """Pages whose tree has lost them; the page objects are still there."""
    return pages(*texts).replace(b"/Kids", b"/Kind")


def with_lost_pages() -> bytes:
    """A page tree that counts two pages, and neither is there."""
    return with_lost_tree("satu", "dua").replace(b"/Type /Page\n", b"/Type /Pass\n")


def many_pages(many: int) -> bytes:
    """Many empty pages."""
    with pikepdf.new() as pdf:
        for _ in range(many):
            pdf.add_blank_page()
        return _saved(pdf)


def with_contents(*contents: bytes) -> bytes:
    """A page for each content stream, written as it is; the font F1 is Helvetica."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for content in contents:
            page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = pdf.make_stream(content)
        return _saved(pdf)


def stream_bomb(size: int, *after: str) -> bytes:
    """Pages of which the first has a content stream of a few kilobytes that inflates to `size` bytes."""
    machine = zlib.compressobj(9)
    packed = machine.compress(b"BT /F1 11 Tf 72 700 Td (Awal) Tj ET\n") + b"".join(
        machine.compress(bytes(1 << 20).replace(b"\0", b" ")) for _ in range(size >> 20)
    )
    packed += machine.flush()
    with _opened(pages("x", *after)) as pdf:
        stream = pdf.make_stream(b"")
        stream.write(packed, filter=Name.FlateDecode)
        pdf.pages[0].Contents = stream
        return _saved(pdf)


def packed_contents(packed: bytes, name: str) -> bytes:
    """One page whose content is packed that way ("LZWDecode"), and stays so."""
    with _opened(pages("x")) as pdf:
        stream = pdf.make_stream(b"")
        stream.write(packed, filter=Name(f"/{name}"))
        pdf.pages[0].Contents = stream
        file = io.BytesIO()
        level = pikepdf.StreamDecodeLevel.none
        pdf.save(file, static_id=True, stream_decode_level=level, compress_streams=False)
        return file.getvalue()


def with_unreadable_page(*texts: str, number: int) -> bytes:
    """Pages of which one (counted from 1) is packed in a way that no reader knows."""
    with _opened(pages(*texts)) as pdf:
        stream = pdf.make_stream(b"")
        stream.write(b"BT (?) Tj ET", filter=Name.Rahasia)
        pdf.pages[number - 1].Contents = stream
        return _saved(pdf)


def with_stumbling_block(text: str) -> bytes:
    """One page that draws the text and a form that nobody can decode; pdfminer.six's own interpreter passes over it, for
    it has no box."""
    with _opened(with_contents(b"BT /F1 11 Tf 72 700 Td (" + text.encode() + b") Tj ET /X Do")) as pdf:
        form = pdf.make_stream(b"?", Type=Name.XObject, Subtype=Name.Form)
        form.write(b"?", filter=Name.Rahasia)
        pdf.pages[0].Resources.XObject = Dictionary(X=form)
        return _saved(pdf)


def with_endless_form(text: str) -> bytes:
    """One page with a Form XObject that draws the text, and then itself."""
    with _opened(with_contents(b"/X Do")) as pdf:
        page = pdf.pages[0]
        content = b"BT /F1 11 Tf 72 700 Td (" + text.encode() + b") Tj ET /X Do"
        form = pdf.make_stream(
            content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, WIDTH, HEIGHT])
        )
        form.Resources = Dictionary(Font=page.Resources.Font, XObject=Dictionary(X=form))
        page.Resources.XObject = Dictionary(X=form)
        return _saved(pdf)


def with_letters_mapped(text: str, letters: dict[str, str]) -> bytes:
    """One page whose font says by a ToUnicode map what its codes stand for."""
    with _opened(with_contents(b"BT /F1 11 Tf 72 700 Td (" + text.encode() + b") Tj ET")) as pdf:
        entries = "\n".join(f"<{ord(code):02x}> <{ord(letter):04x}>" for code, letter in letters.items())
        cmap = f"{len(letters)} beginbfchar\n{entries}\nendbfchar"
        pdf.pages[0].Resources.Font.F1.ToUnicode = pdf.make_stream(cmap.encode())
        return _saved(pdf)


def _writer(text: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for row, line in enumerate(text.split("\n")):
            if line:
                canvas.drawString(LEFT, TOP - row * LEADING, line)

    return draw


def _drawn(draws: Sequence[Callable[[Canvas], None]], title: str = "", author: str = "") -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for draw in draws:
        canvas.setFont("Helvetica", SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _opened(data: bytes) -> Pdf:
    return Pdf.open(io.BytesIO(data))


def _saved(pdf: Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    file = io.BytesIO()
    pdf.save(file, static_id=encryption is None, **({"encryption": encryption} if encryption else {}))
    return file.getvalue()
