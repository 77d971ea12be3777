"""What may go wrong between a file and its text: one small tree, each class with its sentence for the editor.

    IngestError
    ├── Refused           the file is not taken in
    │   ├── NotAPdf
    │   ├── EmptyFile
    │   ├── TooLarge
    │   └── AlreadyHere   (carries the id of the file we have)
    ├── NoShelf           the text is there, but nowhere to put the publication
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
        └── ReaderCrashed (transient: worth another try)

`code` is what is stored and travels between processes, `sentence` what a person reads, `transient` whether trying
again by itself makes sense. The leaves are what is raised; `by_code` finds one.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class IngestError(Exception):
    """Any of them. `detail` is for the operator's log, in the words of whoever failed; readers never see it."""

    code: ClassVar[str] = ""
    sentence: ClassVar[Promise | str] = ""
    transient: ClassVar[bool] = False

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Refused(IngestError):
    """The file is not taken in."""


class NotAPdf(Refused):
    code = "not-a-pdf"
    sentence = _("Berkas ini bukan PDF. Simpan naskahnya sebagai PDF, lalu unggah lagi.")


class EmptyFile(Refused):
    code = "empty"
    sentence = _("Berkas ini kosong (0 bita). Mungkin pengirimannya terputus: salin ulang, lalu unggah lagi.")


class TooLarge(Refused):
    code = "too-large"
    sentence = _("Berkas ini lebih besar dari 200 MB. Perkecil gambarnya atau bagi menjadi beberapa berkas.")


class AlreadyHere(Refused):
    """The very same bytes are held already, as the file with this id."""

    code = "already-here"
    sentence = _("Berkas yang sama persis sudah ada di pustaka. Pakai yang sudah ada itu.")

    def __init__(self, file_id: int | str) -> None:
        super().__init__(str(file_id))
        self.file_id = file_id


class NoShelf(IngestError):
    """No shelf holds publications of this kind (the detail)."""

    code = "no-shelf"
    sentence = _("Belum ada rak untuk jenis terbitan ini. Buat raknya di bawah Koleksi, lalu coba lagi.")


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
        "Halaman ini hanya gambar, dan program pengenal teksnya belum terpasang di server. "
        "Minta pengelola menjalankan: sudo apt install tesseract-ocr tesseract-ocr-ind."
    )
    transient = True


class TooMuchMemory(Unreadable):
    code = "too-much-memory"
    sentence = _(
        "PDF ini membutuhkan terlalu banyak memori, jadi pembacaannya dihentikan. "
        "Simpan ulang dengan program lain atau bagi menjadi beberapa berkas."
    )


class ReaderCrashed(Unreadable):
    code = "reader-crashed"
    sentence = _(
        "Pembaca PDF berhenti tiba-tiba. Pembacaan akan dicoba lagi; bila tetap gagal, simpan ulang PDF-nya."
    )
    transient = True


_LEAVES: tuple[type[IngestError], ...] = (
    NotAPdf, EmptyFile, TooLarge, AlreadyHere, NoShelf, Cancelled, Unexpected, Damaged, Encrypted, NoPages, TooManyPages, TookTooLong,
    RecognitionTooLong, NoTesseract, TooMuchMemory, ReaderCrashed,
)  # fmt: skip
_BY_CODE = {leaf.code: leaf for leaf in _LEAVES}


def by_code(code: str) -> type[IngestError]:
    """The class of that code; a code that nobody knows is a reader that went wrong."""
    return _BY_CODE.get(code, ReaderCrashed)
