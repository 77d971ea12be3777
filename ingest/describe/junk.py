"""Tells a title that somebody gave from what tools and templates leave in its place. Pure.

Of 1,852 Indonesian PDFs a quarter had no title inside, and more than half had the name of a file, of a template or of
the first line of a letterhead. A real title that is thrown away costs an editor a line of typing; junk that is shown
costs trust, so what is doubtful is junk.
"""

import re

from ingest.rows import letters
from ingest.titles import shortened, title_case

_TOOL = re.compile(
    r"^\W*(?:microsoft\s+(?:office\s+)?(?:word|powerpoint|excel|publisher)|adobe\s+\w+|corel\s?draw\S*|powerpoint|word"
    r"|wps\s+\w+|libreoffice\s+\w+|google\s+(?:docs|slides|dokumen))\s*[-–—:]+\s*",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"\.(?:docx?|pdf|rtf|odt|indd|cdr|pmd?|p65|pub|pptx?|xlsx?|txt|html?|php|aspx?|tiff?|jpe?g|png|psd|ai|eps|tmp|tex|dvi|qxd|wpd"
    r"|pages|key|zip)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"https?:|www\.|localhost|\w[?&]\w+=|^[a-z]:[\\/]|[\\/]{2}|\w\\\w|^file:|@\w+\.", re.IGNORECASE
)
#: What a scanner, a camera, a printer or a program calls what it makes.
_MADE_WORDS = (
    "a4 a5 a6 acrobat adobe archive arsip artikel b5 buletin jurnal majalah bab bahan baru belakang berkas blank book buku camscanner "
    "canon canva ccf cetak cetakan chapter coba combined compressed copy coreldraw cover dalam dan data "
    "default depan digital doc document dok dokumen draf draft dsc dummy edit epson excel f4 fax file "
    "final fix for foto full gabungan gambar graphic graphics hal halaman hasil hp illustrator image img "
    "indesign ini isi jadi job judul kertas kop kosong lama lampiran laporan laserjet layout luar master "
    "materi memo merged microsoft mmt my naskah new no noname normal ocr of office ok oke output page pdf "
    "pembuka penutup photo photoshop powerpoint presentasi presentation preview print project proof "
    "proyek publisher report resize resmi resni rev revisi salinan sampul scan scanned sheet siap slide "
    "split surat tabel table tanpa teks temp template terbaru tes test text the title tmp to ukuran "
    "unnamed untitled untuk utama utk v versi version word wps yang"
)
_MADE = frozenset(_MADE_WORDS.split())
#: Lines that stand at the head of very many documents: whose they are, or which part of them comes first.
_HEADS = re.compile(
    r"daftar\s+(?:isi|pustaka|tabel|gambar|lampiran|singkatan|inventarisasi\s+masalah.*)|(?:table\s+of\s+)?contents?"
    r"|kata\s+(?:pengantar|sambutan)|foreword|preface|pengantar|sambutan|pendahuluan|introduction|abstrak|abstract"
    r"|ringkasan(?:\s+eksekutif)?|executive\s+summary|bab\s+[ivx\d]+\b.*|chapter\s+\d+\b.*|lampiran\b.{0,12}"
    r"|halaman\s+(?:judul|sampul|depan|pengesahan)|lembar\s+pengesahan|tentang|judul\s+(?:buku|laporan|dokumen|artikel)"
    r"|nama\s+(?:buku|lembaga|dokumen)|(?:(?:type|enter|insert)\s+)?(?:the\s+)?(?:document|your|paper)?\s*title(?:\s+here)?"
    r"|(?:ketik|isi)\s+judul.*|kerangka\s+acuan(?:\s+kegiatan)?|terms?\s+of\s+reference|curriculum\s+vitae|cv|kop\s+surat"
    r"|bismillah\w*|assalam\w*.*|dengan\s+rahmat\s+.*|(?:negara\s+)?republik\s+indonesia|no\s+slide\s+title|isbn\b.*"
    r"|(?:hasil|bahan|draft)\s+(?:timus|timsin|panja|pansus|rapat)\b.*|issn\b.*|issue\s+\d+|vol\b.*",
    re.IGNORECASE,
)
#: Whose letter it is; in capitals, or with the republic, and without what it is about.
_LETTERHEAD = re.compile(
    r"(?:salinan\s+)?(?:presiden|menteri|kementerian|pemerintah|gubernur|bupati|wali\s?kota|kepala|undang[\s-]*undang"
    r"|peraturan|keputusan|direktur|sekretaris|mahkamah|dewan|lembaran|berita|tambahan)\b"
    r"(?:(?!\b(?:nomor|no|tentang|tahun)\b)[\w\s.,()/-])*",
    re.IGNORECASE,
)
#: The name of a law's file: "uu no 40 th 2004", "LN266-2014_5599_uu028-2014", "Inpres0031993", "58uu068".
_LAW_FILE = re.compile(
    r"(?:ln|tln|bn)?[\d_\s-]*(?:uu|perppu|perpu|pp|perpres|keppres|inpres|permen\w*|perda|perma|pojk|perka|perba)"
    r"[\s_.-]*(?:no|nomor|num)?[\s_.-]*\d*[\s_.-]*(?:(?:th|thn|tahun)?[\s_.-]*\d*)?\W*",
    re.IGNORECASE,
)
_WORDS_FOR_VERSIONS = re.compile(
    r"[\s_(-]+(?:final|fix(?:ed)?|rev(?:isi)?|edit(?:ed)?|draft|ok|print|cetak|copy|v)[\s_.-]*\d*\)?\s*$",
    re.IGNORECASE,
)
_HEX = re.compile(r"[{(]?[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}[)}]?", re.IGNORECASE)
_MISREAD = re.compile(r"þÿ|ÿþ|ï»¿|\ufffd|Ã.|\?{3,}|(?:#|%)[\dA-F]{2}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FEWEST_LETTERS, _LONGEST = 4, 1000


def usable(title: str) -> str:
    """The title that a file tells of itself, as it would be written; "" where it is junk."""
    text = " ".join(letters(title[:_LONGEST]).split())
    bare = _TOOL.sub("", text)
    if bare != text and (not bare or " " not in bare or _is_named_like_a_file(bare)):
        return ""
    bare = bare.strip(" \"'“”‘’.,;:-–—_*|")
    if is_junk(bare):
        return ""
    return shortened(title_case(bare) if bare.isupper() else bare[:1].upper() + bare[1:])


def is_junk(text: str) -> bool:
    """Whether the text is the name of a file, a tool or a template, a head that stands on every letter, or no words."""
    alphabetic = sum(map(str.isalpha, text))
    if alphabetic < _FEWEST_LETTERS or alphabetic * 2 < len(text) - text.count(" ") or _MISREAD.search(text):
        return True
    if _ADDRESS.search(text) or _EXTENSION.search(text) or _HEX.search(text) or _is_named_like_a_file(text):
        return True
    shouted = text.isupper() or "republik indonesia" in text.lower()
    if shouted and _LETTERHEAD.fullmatch(text):
        return True
    if _is_made(text) or _HEADS.fullmatch(text) or _LAW_FILE.fullmatch(text):
        return True
    return bool(_WORDS_FOR_VERSIONS.search(text)) or _is_noise(text)


def _is_made(text: str) -> bool:
    """Whether no word is left without those of tools and versions, numbers and single letters."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return all(word in _MADE or len(word) == 1 or not set(word) - set("ivxlc") for word in words)


def _is_named_like_a_file(text: str) -> bool:
    """Words joined by signs instead of blanks, letters and digits in one, small letters throughout."""
    if "_" in text or re.search(r"\+\w+\+|%20|~\d", text):
        return True
    if " " not in text:
        joined = re.search(r"[-.]\w+[-.]|\d", text) and not re.fullmatch(r"[A-Z][a-z]+(?:-[a-z]+)?", text)
        return (
            bool(joined)
            or text.islower()
            or bool(re.search(r"[a-z][A-Z].*[a-z][A-Z]|[a-z][A-Z]+[a-z]+\d*$", text))
        )
    return text.islower() and len(text.split()) < 3


def _is_noise(text: str) -> bool:
    """Keys struck at random: words that no tongue could say."""
    words = _LETTERS.findall(text)
    if not words:
        return True
    unsaid = [
        word
        for word in words
        if len(word) > 3 and not word.isupper() and not re.search("[aeiouyAEIOUY]", word)
    ]
    return len(unsaid) * 2 > len(words) or bool(
        re.fullmatch(r"(\w)\1+|(?:asdf|qwer|zxcv|jkl)\w*", text, re.IGNORECASE)
    )
