"""Why a backup is not made, or not brought back; each says it in one sentence and what to do."""

from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class BackupError(Exception):
    """Nothing was changed, and nothing half done is left, except by `CutOff`. `sentence` says what to do.

    BackupError
    ├── Unwritable     the disk refuses: full, read-only, no right
    ├── TargetThere    a file of that name is there already
    ├── NoBackup       the file is none of ours
    ├── Damaged        it was cut off or changed since it was made
    ├── TooNew         a later version of the library made it
    ├── OtherDatabase  it holds the database of another system
    ├── LibraryThere   there is a library already, and nobody said to replace it
    ├── LibraryOpen    somebody works with the database at this moment
    ├── DiskThere      a folder that is to be replaced is a disk of its own
    ├── CutOff         while things changed places; the same command goes on
    └── DatabaseFault  the database cannot be read, or refuses what it is given
    """

    sentence: Promise | str = ""

    def __init__(self, sentence: Promise | str = "") -> None:
        super().__init__(str(sentence or self.sentence))
        self.sentence = sentence or self.sentence


class Unwritable(BackupError):
    @classmethod
    def because(cls, error: OSError) -> "Unwritable":
        return cls(
            _("Disk menolak: %(why)s. Tidak ada yang berubah; coba lagi di tempat lain.")
            % {"why": f"{error.strerror or error} ({error.filename})" if error.filename else error.strerror}
        )


class TargetThere(BackupError):
    sentence = _("Berkas dengan nama itu sudah ada dan tidak ditimpa. Pilih nama lain, atau sebuah folder.")


class NoBackup(BackupError):
    sentence = _("Berkas itu bukan cadangan dari ./run backup.")


class Damaged(BackupError):
    sentence = _("Cadangan itu terpotong atau rusak, jadi tidak dipulihkan. Pakai salinan yang lain.")


class TooNew(BackupError):
    sentence = _(
        "Cadangan itu dari versi Pustaka Sapa yang lebih baru. Pasang dulu versi itu, lalu pulihkan lagi."
    )


class OtherDatabase(BackupError):
    """`theirs` and `ours` are names of database systems."""

    def __init__(self, theirs: str, ours: str) -> None:
        super().__init__(
            _(
                "Cadangan itu berisi pangkalan data %(theirs)s, sedangkan di sini %(ours)s. Atur DATABASE_URL seperti di tempat asalnya, lalu pulihkan lagi."
            )
            % {"theirs": theirs, "ours": ours}
        )


class LibraryThere(BackupError):
    sentence = _(
        "Di sini sudah ada pustaka. Untuk menggantinya, tambahkan --replace; yang lama disimpan di folder tersendiri."
    )


class LibraryOpen(BackupError):
    sentence = _("Pustaka sedang dipakai. Hentikan dulu ./run (situs dan pekerja), lalu pulihkan lagi.")


class DiskThere(BackupError):
    """`folder` cannot change places with another."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "Folder %(folder)s adalah disk tersendiri, jadi isinya tidak dapat ditukar. Lepaskan dulu disk itu, atau pulihkan ke PUSTAKA_DATA yang lain."
            )
            % {"folder": folder}
        )


class CutOff(BackupError):
    """The one case in which something has changed already."""

    sentence = _(
        "Pemulihan terputus sebelum selesai: disk menolak. Periksa ruang dan izinnya, lalu jalankan perintah yang sama sekali lagi; ia meneruskan."
    )


class DatabaseFault(BackupError):
    sentence = _("Pangkalan data tidak dapat dibaca utuh. Periksa dengan: ./run doctor")
