"""Why a file is no film that we can show: one small tree, each class with its sentence for the editor.

FilmError
├── NoFfmpeg         nobody can look into films here (worth another try once it is installed)
├── EmptyFilm
├── FilmTooLarge
├── NotAFilm         another kind of file, whatever its name says
├── Playlist         a list of addresses of films
├── SoundOnly
├── Truncated        the end of the file is missing
├── DamagedFilm
├── PictureTooLarge
├── NoPoster         no frame of it could be drawn
└── LookedTooLong    stopped by the limits of time or memory
"""

from typing import ClassVar

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FilmError(Exception):
    """Any of them. `code` may be stored; `detail` is for the operator's log; `sentence` for the editor."""

    code: ClassVar[str] = ""
    text: ClassVar[Promise | str] = ""

    def __init__(self, detail: str = "", **values: int | float) -> None:
        super().__init__(detail)
        self.detail = detail
        self.values = values

    @property
    def sentence(self) -> str:
        return str(self.text) % {
            name: number_format(value, 1 if isinstance(value, float) else 0)
            for name, value in self.values.items()
        }


class NoFfmpeg(FilmError):
    code = "no-ffmpeg"
    text = _(
        "Program pembaca film belum terpasang, jadi gambar diamnya tidak dibuat. "
        "Unggah gambar sampul, atau minta pengelola menjalankan: sudo apt install ffmpeg."
    )


class EmptyFilm(FilmError):
    code = "empty-film"
    text = _(
        "Berkas film ini kosong (0 bita). Mungkin pengirimannya terputus: salin ulang, lalu unggah lagi."
    )


class FilmTooLarge(FilmError):
    code = "film-too-large"
    text = _(
        "Berkas film ini %(size)s GB; paling besar %(most)s GB. "
        "Simpan ulang dengan mutu lebih kecil, misalnya 720p, atau bagi menjadi beberapa film."
    )


class NotAFilm(FilmError):
    code = "not-a-film"
    text = _("Isi berkas ini bukan film, apa pun namanya. Simpan filmnya sebagai MP4 (H.264 dan AAC).")


class Playlist(FilmError):
    code = "playlist"
    text = _(
        "Berkas ini hanya daftar alamat film, bukan filmnya. Unggah berkas filmnya sendiri, misalnya MP4."
    )


class SoundOnly(FilmError):
    code = "sound-only"
    text = _("Berkas ini hanya berisi suara, tanpa gambar bergerak. Unggah berkas filmnya.")


class Truncated(FilmError):
    code = "truncated-film"
    text = _(
        "Berkas film ini terpotong: bagian akhirnya tidak ada. Salin ulang dari aslinya, lalu unggah lagi."
    )


class DamagedFilm(FilmError):
    code = "damaged-film"
    text = _("Berkas film ini rusak sehingga tidak dapat dibaca. Simpan ulang dari aslinya sebagai MP4.")


class PictureTooLarge(FilmError):
    code = "film-picture-too-large"
    text = _(
        "Gambar film ini %(width)s × %(height)s titik, terlalu besar. Simpan ulang sebagai 1080p atau 720p."
    )


class NoPoster(FilmError):
    code = "no-poster"
    text = _("Gambar diam tidak dapat diambil dari film ini. Unggah gambar sampulnya sendiri.")


class LookedTooLong(FilmError):
    code = "looked-too-long"
    text = _(
        "Film ini terlalu berat untuk diperiksa, jadi dihentikan. Simpan ulang sebagai MP4 720p, lalu coba lagi."
    )
