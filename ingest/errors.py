"""What may go wrong between a file and its text: one small tree, each class with its sentence for the editor.

    IngestError
    ├── Refused           the file is not taken in
    │   ├── NoFile
    │   ├── NotAPdf
    │   ├── EmptyFile
    │   ├── TooLarge
    │   ├── NotAFilm, TooLargeFilm
    │   ├── NotATable, TooLargeTable
    │   └── AlreadyHere   (carries the id of the file we have)
    ├── NoShelf           the text is there, but nowhere to put the publication
    ├── NoRoom            the disk is full, and the file was not taken in
    ├── DiskFull          the disk is full, and the work waits until it is not (transient)
    ├── OriginalLost      the file that we keep is gone, or no longer what was given to us (transient: a disk may be away)
    ├── Cancelled         an editor wanted it so
    ├── Unexpected        our own fault, not the file's (transient: worth another try)
    └── Unreadable        the file is kept, its text could not be read to the end
        ├── Damaged
        ├── Encrypted
        ├── NoPages
        ├── TooManyPages
        ├── TookTooLong
        ├── RecognitionTooLong
        ├── NoTesseract   (transient: it may be installed meanwhile)
        ├── TooMuchMemory
        ├── NoReader      (transient: the machine may have room for it later)
        ├── BrokenFilm, FilmWithoutPicture, FilmPictureTooLarge, FilmTooHeavy, FilmWithHiddenTrack
        ├── BadTable
        └── ReaderCrashed (transient: worth another try)

`code` is what is stored and travels between processes, `sentence` what a person reads, `transient` whether trying
again by itself makes sense, `waits` whether that is no attempt of the file's own and goes on for as long as it must. The leaves are what is raised; `by_code` finds one.
"""

from collections.abc import Iterator
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from library.film.errors import LookedTooLong, SoundOnly


class IngestError(Exception):
    """Any of them. `detail` is for the operator's log, in the words of whoever failed; readers never see it."""

    code: ClassVar[str] = ""
    sentence: ClassVar[Promise | str] = ""
    transient: ClassVar[bool] = False
    waits: ClassVar[bool] = False

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Refused(IngestError):
    """The file is not taken in."""


class NoFile(Refused):
    """Nothing lies at that path that could be opened: no file, a folder, or one that we may not read."""

    code = "no-file"
    sentence = _("Di lokasi itu tidak ada berkas yang dapat dibuka. Periksa nama, folder, dan izin bacanya.")


class NotAPdf(Refused):
    code = "not-a-pdf"
    sentence = _("Berkas ini bukan PDF. Simpan naskahnya sebagai PDF, lalu unggah lagi.")


class EmptyFile(Refused):
    code = "empty"
    sentence = _("Berkas ini kosong (0 bita). Mungkin pengirimannya terputus: salin ulang, lalu unggah lagi.")


class TooLarge(Refused):
    code = "too-large"
    sentence = _("Berkas ini lebih besar dari 200 MB. Perkecil gambarnya atau bagi menjadi beberapa berkas.")


class NotAFilm(Refused):
    code = "not-a-film"
    sentence = _(
        "Berkas ini bukan film MP4, apa pun namanya. Simpan filmnya sebagai MP4 (H.264 dan AAC), lalu unggah lagi."
    )


class TooLargeFilm(Refused):
    code = "too-large-film"
    sentence = _("Film ini lebih besar dari 2 GB. Simpan dengan gambar yang lebih kecil, lalu unggah lagi.")


class NotATable(Refused):
    code = "not-a-table"
    sentence = _("Berkas ini bukan CSV atau XLSX. Simpan tabelnya sebagai CSV atau XLSX, lalu unggah lagi.")


class TooLargeTable(Refused):
    code = "too-large-table"
    sentence = _("Tabel ini lebih besar dari 5 MB. Bagi menjadi beberapa tabel, lalu unggah lagi.")


class AlreadyHere(Refused):
    """The very same bytes are held already, as the file with this id."""

    code = "already-here"
    sentence = _("Berkas yang sama persis sudah ada di pustaka. Pakai yang sudah ada itu.")

    def __init__(self, file_id: int | str) -> None:
        super().__init__(str(file_id))
        self.file_id = file_id


class OriginalLost(IngestError):
    """The original on our disk is gone or changed (`library.fixity`): nothing is made from it. The detail says which."""

    code = "original-lost"
    transient = True
    sentence = _(
        "Berkas asli di penyimpanan hilang atau berubah sejak diterima, jadi tidak dibaca ulang. Kembalikan dari cadangan, atau unggah lagi berkas yang sama persis: ia dikenali dan dipasang kembali."
    )


class NoShelf(IngestError):
    """No shelf holds publications of this kind (the detail)."""

    code = "no-shelf"
    sentence = _("Belum ada rak untuk jenis terbitan ini. Buat raknya di bawah Koleksi, lalu coba lagi.")


class NoRoom(IngestError):
    """There is no room for the file, and nothing of it was kept."""

    code = "no-room"
    sentence = _(
        "Ruang di disk pustaka habis, jadi berkas ini belum diterima. "
        "Minta pengelola mengosongkan ruang, lalu kirim lagi."
    )


class DiskFull(IngestError):
    """The file is kept; for what is made of it there is no room at the moment."""

    code = "disk-full"
    sentence = _(
        "Ruang di disk pustaka habis. Berkas ini tersimpan dan menunggu; pembacaannya diteruskan sendiri "
        "begitu pengelola mengosongkan ruang."
    )
    transient = True
    waits = True


class Cancelled(IngestError):
    """An editor stopped it."""

    code = "cancelled"
    sentence = _("Pembacaannya dibatalkan. Berkasnya tersimpan; pilih “Coba lagi” bila tetap ingin dibaca.")


class Unexpected(IngestError):
    """Something of ours went wrong: the disk, the database, or a mistake in this house."""

    code = "unexpected"
    sentence = _(
        "Ada gangguan di pustaka ini sendiri, bukan pada berkas Anda. Pembacaan akan dicoba lagi; "
        "bila tetap gagal, beri tahu pengelola."
    )
    transient = True


class Unreadable(IngestError):
    """The file is a PDF and is kept, but its text could not be read, or not to the end."""


class Damaged(Unreadable):
    code = "damaged"
    sentence = _(
        "PDF ini rusak atau terpotong sehingga tidak dapat dibaca. "
        "Buka dan simpan ulang dengan program lain, atau mintalah salinan yang utuh."
    )


class Encrypted(Unreadable):
    code = "encrypted"
    sentence = _(
        "PDF ini dikunci dengan kata sandi. Simpan salinan tanpa kata sandi, lalu unggah salinan itu."
    )


class NoPages(Unreadable):
    code = "no-pages"
    sentence = _("PDF ini tidak memiliki satu halaman pun. Buat ulang PDF-nya dari naskah asli.")


class TooManyPages(Unreadable):
    code = "too-many-pages"
    sentence = _("PDF ini lebih dari 5.000 halaman. Bagi menjadi beberapa jilid, lalu unggah satu per satu.")


class TookTooLong(Unreadable):
    code = "took-too-long"
    sentence = _(
        "PDF ini terlalu lama dibaca, jadi pembacaannya dihentikan. Simpan ulang dengan program lain, lalu coba lagi."
    )


class RecognitionTooLong(Unreadable):
    code = "recognition-too-long"
    sentence = _(
        "Gambar halaman ini terlalu lama dikenali, jadi pengenalannya dihentikan. "
        "Pindai ulang halamannya dengan 200–300 dpi, lalu unggah lagi."
    )


class NoTesseract(Unreadable):
    code = "no-tesseract"
    sentence = _(
        "Halaman ini perlu OCR, dan program pengenal teksnya belum terpasang di server. "
        "Minta pengelola menjalankan: sudo apt install tesseract-ocr tesseract-ocr-ind."
    )
    transient = True


class TooMuchMemory(Unreadable):
    code = "too-much-memory"
    sentence = _(
        "PDF ini membutuhkan terlalu banyak memori, jadi pembacaannya dihentikan. "
        "Simpan ulang dengan program lain atau bagi menjadi beberapa berkas."
    )


class NoReader(Unreadable):
    """No process could be started that reads the file."""

    code = "no-reader"
    sentence = _(
        "Pembaca PDF tidak dapat dijalankan di komputer ini, mungkin karena memori atau jumlah prosesnya habis. "
        "Coba lagi nanti; bila tetap gagal, beri tahu pengelola."
    )
    transient = True


class ReaderCrashed(Unreadable):
    code = "reader-crashed"
    sentence = _(
        "Pembaca PDF berhenti tiba-tiba. Bila itu terjadi lagi pada berkas ini, simpan ulang PDF-nya."
    )
    transient = True


class BrokenFilm(Unreadable):
    code = "broken-film"
    sentence = _(
        "Film ini terpotong atau rusak sehingga tidak dapat diputar. Salin ulang dari perekamnya, lalu unggah lagi."
    )


class FilmWithoutPicture(Unreadable):
    code = "sound-only"
    sentence = SoundOnly.text


class FilmPictureTooLarge(Unreadable):
    code = "film-picture-too-large"
    sentence = _("Gambar film ini terlalu besar. Simpan ulang sebagai 1080p atau 720p, lalu unggah lagi.")


class FilmTooHeavy(Unreadable):
    code = "looked-too-long"
    sentence = LookedTooLong.text


class FilmWithHiddenTrack(Unreadable):
    """Beside picture and sound it holds something that might say where it was recorded, and that cannot be cut out."""

    code = "hidden-track"
    sentence = _(
        "Film ini memuat data lain di samping gambar dan suara, mungkin tempat perekamannya, yang tidak dapat dibuang. "
        "Ekspor ulang sebagai MP4 biasa, hanya dengan gambar dan suara."
    )


class BadTable(Unreadable):
    code = "bad-table"
    sentence = _("Tabel ini belum dapat dipakai. Perbaiki baris yang disebut, lalu unggah lagi.")


def _below(error: type[IngestError]) -> Iterator[type[IngestError]]:
    for each in error.__subclasses__():
        yield each
        yield from _below(each)


_BY_CODE = {each.code: each for each in _below(IngestError) if each.code}


def by_code(code: str) -> type[IngestError]:
    """The class of that code; a code that nobody knows is a reader that went wrong."""
    return _BY_CODE.get(code, ReaderCrashed)
