"""What the columns of a table of works are called where people choose among them: a name, a line that explains it, and
the group in which it is looked for. The words that a column takes come from the columns themselves.

Columns about PDFs are not among them, since a table that comes without files has none; but for their name (`FILE_LABEL`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from ingest.records.columns import KINDS
from library.access import Access
from library.models import Film, Law, Periodical, Publication, Study
from library.notices import Audience, Notice
from library.record import RecordKind

#: The column that names the PDF of a row.
FILE = "file"
#: Columns that only rows with a file have.
OF_FILES = frozenset({"file", "file_from", "file_to", "beside", "uses_data"})


@dataclass(frozen=True, slots=True)
class Label:
    """How one column is shown. `name` and `help` are translated when they are shown."""

    group: str
    name: str
    help: str


_GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        _("Yang paling penting"),
        (
            ("title", _("Judul"), _("judul lengkap seperti tercetak")),
            ("kind", _("Jenis"), _("buku, buku saku, studi, artikel …")),
            ("creators", _("Pengarang"), _("beberapa nama dipisah titik koma")),
            ("date", _("Tanggal atau tahun terbit"), _("2004, 2004-09 atau 22 September 2004")),
            ("language", _("Bahasa"), _("id, en, su, jv, atau mul")),
            ("publisher", _("Penerbit"), _("lembaga yang menerbitkan")),
            ("place", _("Tempat terbit"), _("kota; untuk peraturan: kota pengesahan")),
        ),
    ),
    (
        _("Judul lain dan seri"),
        (
            ("subtitle", _("Anak judul"), _("yang tercetak di bawah judul")),
            ("parallel_title", _("Judul dalam bahasa lain"), _("biasanya bahasa Inggris")),
            ("title_en", _("Nama Inggris jurnal atau buletin"), _("hanya untuk jurnal dan buletin")),
            ("series", _("Seri"), _("nama serinya")),
            ("series_number", _("Nomor dalam seri"), _("misalnya 3")),
        ),
    ),
    (
        _("Yang ikut membuat"),
        (
            ("editors", _("Penyunting"), _("dipisah titik koma")),
            ("translators", _("Penerjemah"), _("dipisah titik koma")),
            ("illustrators", _("Ilustrator"), _("dipisah titik koma")),
            ("researchers", _("Peneliti"), _("dipisah titik koma")),
            ("directors", _("Sutradara"), _("dipisah titik koma; boleh nama kelompok")),
            ("producers", _("Produser"), _("dipisah titik koma")),
            ("contributors", _("Kontributor"), _("dipisah titik koma")),
        ),
    ),
    (
        _("Isi dan pembaca"),
        (
            ("abstract_id", _("Abstrak Indonesia"), _("ringkasan resmi dari terbitannya")),
            ("abstract_en", _("Abstrak Inggris"), _("ringkasan resmi dari terbitannya")),
            ("summary_id", _("Ringkasan sederhana"), _("untuk siapa saja, bahasa Indonesia")),
            ("summary_en", _("Ringkasan sederhana, Inggris"), _("untuk siapa saja")),
            ("intro_id", _("Pengantar jurnal atau buletin"), _("bahasa Indonesia")),
            ("intro_en", _("Pengantar jurnal atau buletin, Inggris"), _("bahasa Inggris")),
            ("audience", _("Untuk siapa"), _("general, children, teenagers …")),
            ("concepts", _("Konsep tesaurus"), _("alamatnya: kdrt; kab-bandung")),
            ("tags", _("Kata kunci (tag)"), _("kata bebas, dipisah titik koma")),
            ("notices", _("Peringatan isi"), _("sexual-violence, testimony …")),
            ("errata", _("Ralat"), _("kesalahan yang sudah diketahui")),
        ),
    ),
    (
        _("Hak dan akses"),
        (
            ("access", _("Akses"), _("open, summary, internal, embargo")),
            ("embargo_until", _("Dibuka pada"), _("hari dibukanya: 2027-01-31")),
            ("licence", _("Lisensi"), _("cc-by-4.0, public-domain …")),
            ("rights_holder", _("Pemegang hak"), _("orang atau lembaga")),
            ("funder", _("Pendana"), _("yang membiayai")),
            ("source", _("Sumber"), _("dari mana didapat, dengan kata-kata")),
        ),
    ),
    (
        _("Nomor pengenal"),
        (
            ("isbn", _("ISBN"), _("untuk buku dan buku saku")),
            ("isbn_electronic", _("ISBN elektronik"), _("untuk buku dan buku saku")),
            ("doi", _("DOI"), _("10.1234/abcd")),
            ("issn", _("ISSN"), _("untuk jurnal dan buletin")),
            ("issn_electronic", _("ISSN elektronik"), _("untuk jurnal dan buletin")),
        ),
    ),
    (
        _("Buku dan buku saku"),
        (
            ("edition", _("Edisi cetakan"), _("misalnya cetakan kedua")),
            ("extent", _("Jumlah halaman"), _("xii + 96")),
            ("dimensions", _("Ukuran"), _("14 × 21 cm")),
            ("ddc", _("Nomor klasifikasi"), _("DDC, misalnya 362.83")),
            ("call_number", _("Nomor panggil"), _("seperti di punggung buku")),
        ),
    ),
    (
        _("Studi"),
        (
            ("genre", _("Ragam studi"), _("studi, riset, kajian, pembelajaran")),
            ("report_number", _("Nomor laporan"), _("seperti tercetak")),
            ("commissioned_by", _("Atas permintaan"), _("lembaga yang meminta")),
            ("method", _("Metode"), _("cara meneliti")),
            ("fieldwork", _("Masa pengumpulan data"), _("misalnya Januari–Juni 2020")),
            ("location", _("Lokasi"), _("tempat meneliti")),
            ("sample", _("Sampel atau narasumber"), _("siapa dan berapa banyak")),
            ("ethics", _("Catatan etik"), _("persetujuan dan perlindungan")),
            ("data_availability", _("Ketersediaan data"), _("di mana datanya")),
        ),
    ),
    (
        _("Jurnal, buletin, edisi, artikel"),
        (
            ("periodical", _("Judul jurnal atau buletin"), _("yang memuat edisi atau artikel")),
            ("numbering", _("Nomor edisi seperti tercetak"), _("Vol. 3 No. 2, atau Edisi 12, Maret 2015")),
            ("volume", _("Jilid atau volume"), _("buku berjilid juga")),
            ("number", _("Nomor"), _("nomor edisi")),
            ("theme", _("Tema edisi"), _("hanya untuk edisi")),
            ("rubric", _("Rubrik"), _("hanya untuk artikel")),
            ("first_page", _("Halaman pertama"), _("seperti tercetak: 12, iv")),
            ("last_page", _("Halaman terakhir"), _("seperti tercetak: 20")),
            ("received", _("Naskah diterima"), _("hari: 2022-01-11")),
            ("accepted", _("Naskah disetujui"), _("hari: 2022-03-02")),
            ("frequency", _("Kekerapan terbit"), _("monthly, quarterly, yearly …")),
            ("sinta", _("Peringkat SINTA"), _("1 sampai 6")),
        ),
    ),
    (
        _("Film"),
        (
            ("duration", _("Lama putar"), _("12:30 atau 1:02:30")),
            ("age_class", _("Golongan usia"), _("SU, 13+, 17+, 21+")),
            ("spoken", _("Bahasa yang diucapkan"), _("id; su")),
            ("consent", _("Persetujuan orang yang tampak"), _("nobody, given, disguised")),
        ),
    ),
    (
        _("Data"),
        (
            ("covers_from", _("Tahun data pertama"), _("empat angka")),
            ("covers_to", _("Tahun data terakhir"), _("empat angka")),
            ("counted_by", _("Sumber angka"), _("siapa yang mencatat, dan dari mana")),
            ("counted_by_en", _("Sumber angka, Inggris"), _("bahasa Inggris")),
            ("counting_id", _("Catatan cara menghitung"), _("bahasa Indonesia")),
            ("counting_en", _("Catatan cara menghitung, Inggris"), _("bahasa Inggris")),
        ),
    ),
    (
        _("Peraturan"),
        (
            ("law_kind", _("Bentuk peraturan"), _("UU, PP, Perpres, Permen, Perda …")),
            ("law_number", _("Nomor peraturan"), _("misalnya 23")),
            ("law_year", _("Tahun peraturan"), _("empat angka")),
            ("law_about", _("Tentang"), _("kata-kata sesudah “tentang”")),
            ("law_short_name", _("Sebutan umum"), _("UU PKDRT")),
            ("law_issuer", _("Yang menerbitkan"), _("kementerian atau daerah")),
            ("law_status", _("Status berlaku"), _("in_force, amended, repealed")),
            ("law_gazette", _("Lembaran negara"), _("LNRI 2004/95")),
            ("law_amended_by", _("Diubah oleh"), _("UU 35/2014")),
            ("law_repealed_by", _("Dicabut oleh"), _("UU 35/2014")),
        ),
    ),
)

LABELS: Mapping[str, Label] = MappingProxyType(
    {column: Label(group, name, help_) for group, columns in _GROUPS for column, name, help_ in columns}
)

#: Of the columns about PDFs this one can be chosen where a table comes without them: by it they find their drafts later.
FILE_LABEL = Label(_GROUPS[0][0], _("Nama berkas PDF"), _("PDF-nya menyusul lewat Unggah PDF"))

#: Each kind of a row as people call it.
KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {
        RecordKind.BOOK.value: _("Buku"),
        RecordKind.POCKET_BOOK.value: _("Buku saku"),
        RecordKind.STUDY.value: _("Studi"),
        "journal": _("Jurnal (judulnya)"),
        RecordKind.JOURNAL_ISSUE.value: _("Edisi jurnal"),
        RecordKind.JOURNAL_ARTICLE.value: _("Artikel jurnal"),
        "bulletin": _("Buletin (judulnya)"),
        RecordKind.BULLETIN_ISSUE.value: _("Edisi buletin"),
        RecordKind.BULLETIN_ARTICLE.value: _("Artikel buletin"),
        RecordKind.FILM.value: _("Film"),
        RecordKind.DATASET.value: _("Data"),
        RecordKind.REGULATION.value: _("Peraturan"),
    }
)

_ACCESS = [(word, label) for word, label in Access.choices if word != Access.WITHDRAWN]
#: The fixed words that a column takes, each as people call it, in the order in which they are offered.
CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "kind": {kind: KIND_NAMES[kind] for kind in KINDS},
        "language": dict(Publication.Language.choices),
        "access": dict(_ACCESS),
        "licence": {word: label for word, label in Publication.Licence.choices if word},
        "audience": dict(Audience.choices),
        "notices": dict(Notice.choices),
        "genre": dict(Study.Genre.choices),
        "age_class": {word: label for word, label in Film.AgeClass.choices if word},
        "spoken": dict(Publication.Language.choices),
        "consent": {word: label for word, label in Film.Consent.choices if word},
        "frequency": {word: label for word, label in Periodical.Frequency.choices if word},
        "law_kind": dict(Law.Kind.choices),
        "law_status": {word: label for word, label in Law.Status.choices if word},
    }
)


def grouped() -> list[tuple[str, list[tuple[str, Label]]]]:
    """The columns as they are offered: group by group."""
    return [(group, [(column, LABELS[column]) for column, *_rest in columns]) for group, columns in _GROUPS]
