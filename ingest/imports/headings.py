"""Headings of other people's tables, and which of our columns each is most likely to mean.

Sources: our own names in both languages; Dublin Core elements and terms (dublincore.org); the CSV of SLiMS 9
(`title, gmd_name, edition, isbn_issn, …, authors, topics`); the fields of INLISLite 3's catalogue and their Indonesian
names; the CSV of OJS (`articleTitle, issueVolume, …`) and its report of articles.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils.translation import override

from ingest.records.columns import COLUMNS
from ingest.records.issues import folded
from ingest.records.labels import FILE, LABELS, OF_FILES

#: What a file of bad rows says of each in a column of its own: it is no part of a work.
COMPLAINTS = "kesalahan"

_MEANT: Mapping[str, str] = {
    "title": "judul utama; judul buku; judul artikel; judul terbitan; judul karya; nama buku; main title; article title; dc title; dcterms title; articletitle; title proper",
    "kind": "jenis terbitan; jenis karya; tipe; type; document type; dc type; dcterms type; jenis dokumen",
    "creators": "penulis; pengarang; nama pengarang; nama penulis; pengarang utama; penulis utama; author; authors; main author; creator; dc creator; dc contributor author; dcterms creator; tajuk pengarang; oleh",
    "date": "tahun; tanggal; tahun terbit; tanggal terbit; year; date; publication year; publish year; publication date; date published; datepublished; date issued; dc date; dc date issued; dcterms issued; issued; thn terbit; th terbit; thn; waktu terbit; publishyear; publish_year",
    "language": "kode bahasa; languages; language name; bahasa utama; dc language; dc language iso; dcterms language; language_name; locale; lang",
    "publisher": "nama penerbit; publisher name; dc publisher; dcterms publisher; publisher_name",
    "place": "kota terbit; kota; tempat; place of publication; publish location; publishlocation; publication place; place name; place_name; city",
    "subtitle": "subjudul; sub judul; judul tambahan; articlesubtitle; article subtitle; other title information; anak judul",
    "parallel_title": "judul paralel; judul inggris; judul bahasa inggris; english title; parallel title; dcterms alternative; dc title alternative; alternative title; translated title",
    "series": "judul seri; series title; series_title; seri; ispartofseries; dc relation ispartofseries; series statement",
    "series_number": "nomor seri; no seri; series number",
    "editors": "editor; editors; penyunting; dc contributor editor; nama editor",
    "translators": "penerjemah; translator; translators; alih bahasa",
    "illustrators": "illustrator; illustrators; ilustrasi",
    "researchers": "peneliti; researcher; researchers; tim peneliti",
    "contributors": "kontributor; contributor; contributors; dc contributor; dcterms contributor; pengarang tambahan; added author",
    "abstract_id": "abstrak; abstract; ringkasan; dc description abstract; dcterms abstract; articleabstract; deskripsi; description; dc description; sinopsis; intisari; abstrak indonesia",
    "abstract_en": "abstrak inggris; english abstract; abstract english; abstract en; abstrak bahasa inggris",
    "concepts": "konsep; konsep tesaurus; thesaurus; descriptors; deskriptor",
    "tags": "tag; kata kunci; keyword; keywords; subjek; subject; subjects; topik; topics; topic; dc subject; dcterms subject; tajuk subjek; tajuk subyek; subyek",
    "audience": "pembaca; sasaran; sasaran pembaca; dcterms audience; target audience",
    "licence": "lisensi; license; dcterms license; cc license; license url",
    "rights_holder": "pemegang hak cipta; hak cipta; copyright holder; copyrightholder; dcterms rightsholder; rights holder; rightsholder",
    "funder": "sponsor; sponsors; supporting agencies; agencies; pemberi dana; dc contributor sponsor; funding",
    "access": "hak akses; akses; access rights; dcterms accessrights; accessrights; dc rights accessrights",
    "embargo_until": "embargo; embargo sampai; embargo until; dcterms available; dc date available",
    "source": "sumber; asal; sumber perolehan; provenance",
    "isbn": "isbn issn; isbn_issn; nomor isbn; no isbn; isbn cetak; dc identifier isbn",
    "isbn_electronic": "e isbn; eisbn; isbn elektronik; isbn e book",
    "doi": "nomor doi; dc identifier doi; articledoi; doi url",
    "issn": "p issn; pissn; issn cetak; print issn; dc identifier issn; nomor issn",
    "issn_electronic": "e issn; eissn; issn elektronik; issn online; online issn; electronic issn",
    "edition": "edisi; cetakan; edisi cetakan; pernyataan edisi; edition statement",
    "extent": "kolasi; collation; deskripsi fisik; physical description; physicaldescription; jumlah halaman; jml halaman; halaman; jml hal; jumlah hal; pages; page count; dcterms extent; dc format extent; extent",
    "dimensions": "ukuran; dimensi; tinggi; tinggi buku; size; dimension",
    "ddc": "klasifikasi; classification; no klas; no klasifikasi; nomor klas; nomor klasifikasi; kelas; kelas ddc; nomor ddc; deweyno; dewey; dewey no",
    "call_number": "nomor panggil; no panggil; callnumber; call number; call_number; no rak",
    "genre": "ragam; ragam studi; jenis studi; jenis penelitian",
    "report_number": "nomor laporan; no laporan; report number",
    "method": "metode; metode penelitian; metodologi; methodology",
    "location": "lokasi; lokasi penelitian; lokasi studi; study location",
    "fieldwork": "waktu penelitian; masa penelitian; fieldwork dates",
    "sample": "sampel; responden; narasumber; jumlah responden",
    "periodical": "jurnal; nama jurnal; judul jurnal; nama buletin; judul buletin; buletin; journal; journal title; journal name; publication title; source title; container title; majalah; nama majalah; dc source; dcterms ispartof; ispartof",
    "numbering": "nomor edisi; edisi terbitan; penomoran; issue; issue title; issuetitle; edisi jurnal; edisi buletin",
    "volume": "vol; jilid; issuevolume; issue volume; volume jurnal; dc citation volume",
    "number": "no; nomor; issuenumber; issue number; nomor terbitan; issue no; dc citation issue",
    "theme": "tema; tema edisi; tema utama; issuedescription",
    "rubric": "rubrik; section; section title; sectiontitle; bagian",
    "first_page": "halaman awal; hlm awal; startpage; start page; first page; halaman mulai; dc citation spage; page start; spage",
    "last_page": "halaman akhir; hlm akhir; endpage; end page; last page; dc citation epage; page end; epage",
    "received": "tanggal diterima; diterima; date submitted; datesubmitted; date received; dcterms datesubmitted",
    "accepted": "tanggal disetujui; disetujui; date accepted; dcterms dateaccepted",
    "frequency": "frekuensi; kala terbit; kekerapan; publication frequency; dcterms accrualperiodicity",
    "sinta": "sinta; peringkat sinta; akreditasi sinta; sinta rank",
    "law_kind": "jenis peraturan; bentuk peraturan; jenis hukum",
    "law_number": "nomor peraturan; no peraturan; nomor uu; nomor undang undang",
    "law_year": "tahun peraturan; tahun uu; tahun undang undang",
    "law_about": "tentang; perihal",
    "law_issuer": "instansi; pemrakarsa; instansi penerbit",
    "law_status": "status peraturan; status hukum; keberlakuan; status berlaku",
    "law_gazette": "lembaran negara; lembaran daerah; ln; sumber lembaran negara",
}
_ASIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)")


def guess(headings: Sequence[str]) -> dict[int, str]:
    """By place, the column that each heading means: each column once, for the heading that is surest of it."""
    known = _known()
    found: dict[int, str] = {}
    for key in (_exactly, _plainly):
        for place, heading in enumerate(headings):
            column = known[key is _plainly].get(key(heading), "")
            if column and place not in found and column not in found.values():
                found[place] = column
    of_pdfs = (place for place, heading in enumerate(headings) if place not in found and names_a_pdf(heading))
    if (place := next(of_pdfs, None)) is not None:
        found[place] = FILE
    return found


def is_complaints(heading: str) -> bool:
    return _plainly(heading) == COMPLAINTS


def names_a_file(heading: str) -> bool:
    """Whether it is one of the columns that speak of PDFs, which do not come with a table."""
    return _exactly(heading) in OF_FILES or _plainly(heading) in {"berkas", "namaberkas", "pdf", "filename"}


def names_a_pdf(heading: str) -> bool:
    """Whether its cells are the names of PDFs."""
    return _plainly(heading) in {"file", "berkas", "namaberkas", "pdf", "filename"}


def _exactly(heading: str) -> str:
    return heading.strip().casefold()


def _plainly(heading: str) -> str:
    """The letters of a heading, however its words are joined: `dc.title[id]`, `publishYear`, `publish_year`, `Judul*`."""
    return folded(_ASIDE.sub(" ", heading)).replace(" ", "")


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """The names of the columns themselves, and all other words for them."""
    own = {name: name for name in COLUMNS if name not in OF_FILES}
    words: dict[str, str] = {_plainly(name): name for name in own}
    for language in ("id", "en"):
        with override(language):
            for column, label in LABELS.items():
                words.setdefault(_plainly(str(label.name)), column)
    for column, written in _MEANT.items():
        for word in written.split(";"):
            words.setdefault(_plainly(word), column)
    return own, words
