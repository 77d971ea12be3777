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
    ├── Unmovable      something that is to be replaced cannot be moved
    ├── NoteLost       a restore that was cut off cannot go on
    ├── CutOff         while things changed places; the same command goes on
    ├── OtherPlace     a restore that was cut off was into another database
    ├── OthersTables   the database is not ours alone
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
            % {"why": f"{error.strerror} ({error.filename})" if error.filename else error.strerror or error}
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


class Unmovable(BackupError):
    """What is at `place` cannot change places with another."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            _(
                "%(place)s adalah tautan, disk tersendiri, atau bukan milik kita, jadi tidak dapat ditukar. Bereskan dulu, atau pulihkan ke PUSTAKA_DATA yang lain."
            )
            % {"place": place}
        )


class NoteLost(BackupError):
    """What a restore that was cut off noted down cannot be read, or what it names is gone."""

    def __init__(self, note: Path) -> None:
        super().__init__(
            _(
                "Pemulihan yang terputus tidak dapat diteruskan: catatannya (%(note)s) atau isinya hilang. Yang lama ada di folder replaced-…; pindahkan kembali isinya, lalu hapus catatan itu."
            )
            % {"note": note}
        )


class CutOff(BackupError):
    """The one case in which something has changed already."""

    sentence = _(
        "Pemulihan terputus sebelum selesai: disk menolak. Periksa ruang dan izinnya, lalu jalankan perintah yang sama sekali lagi; ia meneruskan."
    )


class OtherPlace(BackupError):
    """A restore that was cut off was into another database; `there` is where, without a password."""

    def __init__(self, there: str) -> None:
        super().__init__(
            _(
                "Pemulihan yang terputus itu untuk pangkalan data lain (%(there)s). Atur DATABASE_URL seperti waktu itu, lalu jalankan lagi."
            )
            % {"there": there}
        )


class OthersTables(BackupError):
    """A database on a server that holds more than this library: `names` of tables."""

    def __init__(self, names: str) -> None:
        super().__init__(
            _(
                "Di pangkalan data itu ada tabel lain (%(names)s), yang akan ikut terhapus. Pakai pangkalan data tersendiri yang kosong, lalu pulihkan lagi."
            )
            % {"names": names}
        )


class DatabaseFault(BackupError):
    sentence = _("Pangkalan data tidak dapat dibaca utuh. Periksa dengan: ./run doctor")
