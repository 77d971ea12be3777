"""The copy of a PDF that the public downloads: pikepdf's one door. No models; called once a file, by ingest.

The original stays as it was given to us. The copy says nothing of the people who made it: who typed it, on which
computer, who commented, where a photograph was taken; and it does nothing but show its pages.

    CopyError           the copy cannot be made
    └── LockedError     the file opens with a password only
"""

import os
import re
import secrets
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
from django.utils.translation import gettext_lazy as _

from library.jpx import without_boxes

# qpdf unpacks object streams in this process; without these a few kilobytes can become all the memory there is. They
# hold for the whole process, and no honest file comes near them: pictures packed with Flate are not unpacked at all.
DECODED = 512_000_000  # bytes
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=DECODED, png_max_memory=DECODED, run_length_max_memory=DECODED
)

_INFLATED_AT_ONCE = 1 << 20  # bytes
_FLATE = ("/FlateDecode", "/Fl")

# Wherever they stand: XMP, private data of editing programs with its date, thumbnails (which show a page as it was
# before the last change), the makers of layers.
PERSONAL = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/CreatorInfo")
# The short names may as well be those of a font or a picture, so these go only where all that they hold is known:
# actions that run on events, attached files, paths to a print shop's pictures.
PERSONAL_BY_CONTENT = {
    "/AA": frozenset(
        [
            "/E",
            "/X",
            "/D",
            "/U",
            "/Fo",
            "/Bl",
            "/PO",
            "/PC",
            "/PV",
            "/PI",
            "/O",
            "/C",
            "/K",
            "/F",
            "/V",
            "/WC",
            "/WS",
            "/DS",
            "/WP",
            "/DP",
        ]
    ),
    "/EF": frozenset(["/F", "/UF", "/DOS", "/Mac", "/Unix"]),
    "/OPI": frozenset(("/1.3", "/2.0")),
}
OF_THE_CATALOGUE = ("/AF", "/Collection", "/Legal", "/Perms", "/SpiderInfo")
OF_AN_ANNOTATION = ("/T", "/M", "/CreationDate")
OF_AN_ATTACHED_FILE = ("/F", "/UF", "/DOS", "/Mac", "/Unix", "/Desc", "/RF")

# What a link may do. All else runs something, sends something, or names a path on somebody's computer.
HARMLESS_ACTIONS = frozenset({"/GoTo", "/Named", "/URI", "/SetOCGState", "/Hide", "/Thread", "/Trans"})
HARMLESS_ADDRESS = re.compile(rb"(?!file:|javascript:|data:)", re.IGNORECASE)


class CopyError(Exception):
    """The copy cannot be made. `sentence` is for people; the argument says to operators what happened."""

    sentence = _(
        "Salinan untuk pembaca tidak dapat dibuat dari PDF ini. Simpan ulang PDF-nya, lalu unggah lagi."
    )


class LockedError(CopyError):
    sentence = _("PDF ini terkunci dengan kata sandi. Hapus kata sandinya, lalu unggah lagi.")


def public_copy(original: Path, target: Path, *, title: str = "", language: str = "") -> None:
    """Write the copy of `original` for the public to `target`, which appears whole or not at all.

    Document information and XMP go; `title` and `language` (BCP 47), where given, are all that the copy says of
    itself. Written with object streams and not linearized, so a reader that jumps to one page of a scanned book asks
    a dozen times and not a hundred. The same input gives the same bytes. A signature does not survive, its picture
    does. Raises LockedError, CopyError, and OSError as the disk gives it.
    """
    temporary = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        with pikepdf.open(original) as pdf:
            pages = len(pdf.pages)
            if not pages:
                raise CopyError("the file has no pages")
            _clean(pdf)
            _describe(pdf, title, language)
            _write(pdf, temporary)
        with pikepdf.open(temporary) as copy:
            if len(copy.pages) != pages:
                raise CopyError(f"{len(copy.pages)} of {pages} pages are in the copy")
        temporary.replace(target)
    except (CopyError, OSError):
        raise
    except pikepdf.PasswordError as error:
        raise LockedError(str(error)) from error
    except Exception as error:
        # The one place: broken files reach every corner of qpdf, and it answers with any of a dozen classes.
        raise CopyError(f"{type(error).__name__}: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _write(pdf: pikepdf.Pdf, path: Path) -> None:
    with path.open("xb") as file:
        pdf.save(
            file,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            encryption=False,
            fix_metadata_version=False,
        )
        file.flush()
        os.fsync(file.fileno())  # a name that outlives a power cut must not stand on an empty file


def _describe(pdf: pikepdf.Pdf, title: str, language: str) -> None:
    if language:
        pdf.Root.Lang = pikepdf.String(language)  # Indonesian text says en-US as a rule
    if title or language:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as record:
            if title:
                record["dc:title"] = title
            if language:
                record["dc:language"] = [language]
    if title:
        pdf.docinfo["/Title"] = pikepdf.String(title)


def _clean(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo
    if "/ID" in pdf.trailer:
        del pdf.trailer.ID
    _remove(pdf.Root, OF_THE_CATALOGUE)
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and not _is_harmless(opening):
        del pdf.Root["/OpenAction"]
    names = pdf.Root.get("/Names")
    if isinstance(
        names, pikepdf.Dictionary
    ):  # attached files, scripts, captured web pages; destinations stay
        _remove(names, [key for key, _value in names.items() if key != "/Dests"])
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):  # XFA carries what was typed, and scripts
        _remove(form, ("/XFA", "/SigFlags"))
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            _strip_photograph(pdf, thing)
            _end_well(thing)
        for dictionary in _dictionaries(thing):
            _clean_dictionary(dictionary)


def _dictionaries(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The dictionaries inside one indirect object, itself included; other indirect objects get their own turn."""
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        if isinstance(current, pikepdf.Array):
            inside = list(current)
        elif isinstance(current, pikepdf.Dictionary | pikepdf.Stream):
            yield current
            inside = [value for _key, value in current.items()]
        else:
            continue
        waiting += [each for each in inside if isinstance(each, pikepdf.Object) and not each.is_indirect]


def _clean_dictionary(dictionary: pikepdf.Object) -> None:
    _remove(dictionary, PERSONAL)
    for key, known in PERSONAL_BY_CONTENT.items():
        held = dictionary.get(key)
        if isinstance(held, pikepdf.Dictionary) and known.issuperset(name for name, _value in held.items()):
            del dictionary[key]
            if key == "/EF":
                _remove(dictionary, OF_AN_ATTACHED_FILE)
    subtype = dictionary.get("/Subtype")
    if "/Rect" in dictionary and subtype != "/Widget" and "/FT" not in dictionary:
        _remove(dictionary, OF_AN_ANNOTATION)  # of a form's field /T is the name, not a person's
    if subtype == "/FileAttachment":
        _remove(dictionary, ("/FS", "/Contents"))
    value = dictionary.get("/V")
    if isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value:
        del dictionary["/V"]  # a signature's certificate names its holder, and rewriting breaks it anyhow
    for key in ("/A", "/PA"):
        action = dictionary.get(key)
        if isinstance(action, pikepdf.Dictionary) and "/S" in action:
            if _is_harmless(action):
                _remove(action, ("/Next",))
            else:
                del dictionary[key]


def _is_harmless(action: pikepdf.Object) -> bool:
    if "/S" not in action:  # a destination written as a dictionary
        return True
    address = action.get("/URI")
    return str(action.get("/S")) in HARMLESS_ACTIONS and (
        not isinstance(address, pikepdf.String) or HARMLESS_ADDRESS.match(bytes(address).lstrip()) is not None
    )


def _remove(dictionary: pikepdf.Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in dictionary:
            del dictionary[key]


def _end_well(stream: pikepdf.Object) -> None:
    """Pack a stream anew whose Flate data have no end, or a false one: viewers show what there is, others refuse it."""
    filters, parameters = stream.get("/Filter"), stream.get("/DecodeParms")
    if _filters(stream)[0] not in _FLATE or not isinstance(filters, pikepdf.Name | pikepdf.Array):
        return
    packed = stream.read_raw_bytes()
    if packed and not _ends_well(packed):
        known = parameters if isinstance(parameters, pikepdf.Dictionary | pikepdf.Array) else None
        stream.write(_packed_anew(packed), filter=filters, decode_parms=known)


def _ends_well(packed: bytes) -> bool:
    """Whether the data come to the end that they promise, and their sum is right (RFC 1950); nothing of them is kept."""
    machine, size = zlib.decompressobj(), 0
    try:
        while packed and not machine.eof and size <= DECODED:
            piece = machine.decompress(packed, _INFLATED_AT_ONCE)
            size += len(piece)
            packed = machine.unconsumed_tail
            if not piece:
                break
    except zlib.error:
        return False
    return machine.eof or size > DECODED


def _packed_anew(packed: bytes) -> bytes:
    """All that can be had of such data, up to the first fault in them and about `DECODED` bytes, with an end and a sum. No
    more than a piece of them is unpacked at a time."""
    parts: list[bytes] = []
    machine, size = zlib.decompressobj(-zlib.MAX_WBITS), 0  # without the head, and so without the sum
    packer = zlib.compressobj()
    try:
        for at in range(2, len(packed)):  # byte by byte: where it fails, all of the piece is lost
            piece = machine.decompress(packed[at : at + 1])
            size += len(piece)
            if piece and (packed_piece := packer.compress(piece)):
                parts.append(packed_piece)
            if machine.eof or size > DECODED:
                break
    except zlib.error:
        pass
    return b"".join([*parts, packer.flush()])


def _filters(stream: pikepdf.Object) -> list[str]:
    """The names of a stream's filters, the outermost first; where it has none, one that no filter has."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    return names or [""]


def _strip_photograph(pdf: pikepdf.Pdf, stream: pikepdf.Object) -> None:
    names = _filters(stream)
    if names[-1] not in ("/DCTDecode", "/JPXDecode"):
        return
    photograph = stream.read_raw_bytes()
    if names[
        :-1
    ]:  # wrapped, in Flate as a rule; qpdf takes the wrapping off, and the photograph stays as it is
        parameters = stream.get("/DecodeParms")
        outer = pikepdf.Stream(pdf, photograph)
        outer.Filter = pikepdf.Array([pikepdf.Name(name) for name in names[:-1]])
        if isinstance(parameters, pikepdf.Array):
            outer.DecodeParms = pikepdf.Array(list(parameters)[:-1])
        photograph = outer.read_bytes()
    stripped = without_metadata(photograph) if names[-1] == "/DCTDecode" else without_boxes(photograph)
    if stripped == photograph:
        return
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, pikepdf.Array):
        parameters = parameters[-1] if len(parameters) == len(names) else None
    known = parameters if isinstance(parameters, pikepdf.Dictionary) else None
    stream.write(stripped, filter=pikepdf.Name(names[-1]), decode_parms=known)


# What the colours need: JFIF, ICC profile, Adobe's colour transform. EXIF and XMP are APP1, Photoshop's record APP13.
KEPT_SEGMENTS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
APPLICATION_SEGMENTS = frozenset((*range(0xE0, 0xF0), 0xFE))  # with comments
ALONE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without a length
MARKER = re.compile(
    rb"\xff[^\x00\xff\xd0-\xd7]"
)  # in compressed data, FF 00 is a byte and FF D0-D7 a restart


def without_metadata(jpeg: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC, comments, thumbnails and what stands after its end, not encoded anew.

    What is no JPEG is given back as it came. Of one that is cut off, all that viewers could show is left (ITU-T
    T.81, annex B).
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept = [jpeg[:2]]
    at = 2
    while at + 4 <= len(jpeg):
        if jpeg[at] != 0xFF:  # stray bytes, which viewers skip
            following = MARKER.search(jpeg, at)
            if following is None:
                break
            at = following.start()
        kind = jpeg[at + 1]
        if kind == 0xFF:  # fill bytes may stand before a marker
            at += 1
            continue
        if kind == 0xD9:
            break
        end = at + 2 if kind in ALONE else at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if kind == 0xDA:  # the scan follows its header
            following = MARKER.search(jpeg, end)
            end = following.start() if following else len(jpeg)
        if kind not in APPLICATION_SEGMENTS or jpeg.startswith(
            KEPT_SEGMENTS.get(kind, b"\xff\xff\xff"), at + 4
        ):
            kept.append(jpeg[at:end])
        at = end
    if jpeg.startswith(b"\xff\xd9", at):
        kept.append(b"\xff\xd9")
    return b"".join(kept)
