"""XML that other libraries give us, read without risk: no declarations of entities, bounded, mended where it is common.

Called by `marcxml` and `mods`. Programs in Indonesian libraries write XML by hand: bare ampersands, entities of HTML,
bytes of MARC-8 or Windows-1252 under a declaration of UTF-8.
"""

import html
import re
import unicodedata
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_lazy as _
from pymarc import marc8_to_unicode

from library.metadata.errors import UnreadableRecord
from library.metadata.reading import decoded

SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_LARGEST = 50_000_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARC8_LEADER = re.compile(rb"<(?:\w+:)?leader>[^<]{9} ")
_MULTIBYTE_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONE_BRACKET = re.compile(r"<(?![A-Za-z_/!?])")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+;)?")


def root(data: bytes) -> Element:
    """The document's root; raises `UnreadableRecord` where it is too large, declares a document type, or is no XML."""
    if len(data) > _LARGEST:
        raise UnreadableRecord(_("Berkas ini lebih besar dari 50 MB. Bagi menjadi beberapa berkas."))
    text = _NOT_IN_XML.sub(" ", _DECLARATION.sub("", _text(data).lstrip("\ufeff"), count=1))
    for attempt in (text, _mended(text)):
        try:
            document: Element = fromstring(attempt.encode("utf-8", errors="replace"), forbid_dtd=True)
            return document
        except DefusedXmlException as error:
            sentence = _("Berkas XML dengan deklarasi DOCTYPE tidak kami terima. Simpan tanpa deklarasi itu.")
            raise UnreadableRecord(sentence) from error
        except ParseError:
            continue
    raise UnreadableRecord(_("Berkas ini bukan XML yang utuh: mungkin terpotong saat disimpan atau dikirim."))


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def xml_text(element: Element, *, lines: bool = False) -> str:
    """All text within the element, composed (NFC), in one line or, with `lines`, in paragraphs."""
    whole = unicodedata.normalize("NFC", "".join(element.itertext()))
    if lines:
        return re.sub(
            r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in whole.strip().splitlines())
        )
    return " ".join(whole.split())


def _text(data: bytes) -> str:
    if not data.startswith(_MULTIBYTE_MARKS) and _MARC8_LEADER.search(data):
        try:
            return data.decode("utf-8")  # most say MARC-8 in the leader and write UTF-8
        except UnicodeDecodeError:
            return str(marc8_to_unicode(data, hide_utf8_warnings=True))
    return decoded(data)


def _mended(text: str) -> str:
    """Outside CDATA, ampersands and brackets that begin nothing are text, and HTML's names for letters the letters."""
    pieces, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        pieces += [_mended_piece(text[at:start]), text[start : end + 3]]
        at = end + 3
    return "".join([*pieces, _mended_piece(text[at:])])


def _mended_piece(text: str) -> str:
    return _LONE_BRACKET.sub("&lt;", _ENTITY.sub(lambda found: _letter(found[1] or ""), text))


def _letter(name: str) -> str:
    letter = html.unescape(f"&{name}") if name else ""
    return letter if letter and not letter.startswith("&") and letter not in "<>&" else f"&amp;{name}"
