"""What may be wrong with captions: a sentence each, and whether they can be shown all the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    """`STOPS`: not shown to readers before it is mended. `LOOK`: an editor should look at it."""

    STOPS = "stops"
    LOOK = "look"


_STOPS: dict[str, Promise | str] = {
    "empty": _("Berkas ini kosong. Mungkin pengirimannya terputus: simpan ulang, lalu unggah lagi."),
    "too-large": _(
        "Berkas ini lebih besar dari %(most)s MB, terlalu besar untuk takarir. "
        "Pastikan yang diunggah memang berkas .vtt atau .srt."
    ),
    "not-text": _(
        "Berkas ini bukan teks, jadi bukan takarir. Ekspor takarirnya sebagai WebVTT (.vtt) atau SRT (.srt)."
    ),
    "other-format": _(
        "Berkas ini takarir berformat %(name)s. Simpan sebagai WebVTT (.vtt) atau SRT (.srt) dengan program "
        "takarir, lalu unggah lagi."
    ),
    "no-times": _(
        "Tidak ada penanda waktu di berkas ini. Bila isinya transkrip biasa, masukkan sebagai transkrip; "
        "bila takarir, ekspor ulang sebagai WebVTT atau SRT."
    ),
    "no-words": _("Ada penanda waktu di berkas ini, tetapi tidak ada kata-katanya."),
    "too-many": _(
        "Takarir ini berisi lebih dari %(most)s bagian, jadi tidak diterima. Bagi menjadi beberapa berkas."
    ),
    "bad-times": _(
        "Waktu di baris ini tidak terbaca: “%(written)s”. "
        "Tulis seperti 00:01:05.000 --> 00:01:08.500. Betulkan, lalu unggah lagi."
    ),
    "too-much-text": _(
        "Bagian ini memuat %(count)s karakter, terlalu banyak untuk satu layar. Mungkin waktu sesudahnya hilang."
    ),
    "negative": _("Bagian ini dimulai sebelum filmnya mulai (%(start)s). Geser waktunya."),
    "reversed": _(
        "Bagian ini berakhir (%(end)s) sebelum atau tepat saat dimulai (%(start)s). Betulkan waktunya."
    ),
    "other-film": _(
        "Bagian ini berakhir pada %(end)s, padahal filmnya hanya %(film)s. Mungkin takarir ini untuk film lain."
    ),
}
_LOOK: dict[str, Promise | str] = {
    "not-utf8": _(
        "Berkas ini tersimpan dalam sandi huruf %(encoding)s, bukan UTF-8. "
        "Sudah diubah; periksa huruf seperti é dan tanda kutipnya."
    ),
    "broken-letters": _(
        "Ada %(count)s huruf rusak yang tidak dapat dibaca, mulai dari baris ini; tempatnya ditandai �."
    ),
    "no-header": _("Baris pertamanya bukan WEBVTT. Tetap dibaca, dan ditambahkan saat disimpan."),
    "styles": _(
        "Gaya tampilan (STYLE atau REGION) mulai baris ini tidak dipakai; takarir tampil dengan gaya pustaka ini."
    ),
    "blank-inside": _(
        "Ada baris kosong di tengah bagian ini. Kata-kata sesudahnya tetap digabungkan; periksa apakah ada "
        "waktu yang hilang."
    ),
    "stray": _("Kata-kata di baris ini tidak punya waktu, jadi tidak ikut: “%(written)s”."),
    "no-text": _("Bagian pada %(start)s tidak berisi kata-kata, jadi dilewati."),
    "out-of-order": _(
        "Bagian ini (%(start)s) tertulis sesudah bagian yang mulai lebih akhir. Urutannya diperbaiki saat disimpan."
    ),
    "overlap": _(
        "Bagian ini (%(start)s) mulai sebelum bagian %(other)s selesai (%(end)s), jadi keduanya tampil bersamaan."
    ),
    "flicker": _(
        "Jarak dari bagian sebelumnya hanya %(gap)s milidetik, sehingga layar berkedip. "
        "Sambungkan, atau beri jarak sedikitnya %(least)s milidetik."
    ),
    "silence": _(
        "Tidak ada takarir antara %(start)s dan %(end)s. Bila ada suara, tuliskan; bila ada musik atau hening "
        "yang berarti, sebutkan."
    ),
    "past-end": _("Bagian ini berakhir pada %(end)s, sesudah filmnya selesai (%(film)s)."),
    "covers-little": _(
        "Takarir berakhir pada %(end)s, padahal filmnya %(film)s. Mungkin terpotong, atau untuk film lain."
    ),
    "long-line": _(
        "Ada baris sepanjang %(count)s karakter; paling panjang sebaiknya %(most)s. Bagi barisnya."
    ),
    "many-lines": _(
        "Ada %(count)s baris sekaligus; sebaiknya paling banyak %(most)s. Bagi menjadi dua bagian."
    ),
    "too-fast": _(
        "Terlalu cepat dibaca: %(speed)s karakter per detik, sebaiknya paling banyak %(most)s. "
        "Ringkas kata-katanya atau perpanjang waktunya."
    ),
    "too-short": _("Hanya %(seconds)s detik di layar; sebaiknya sedikitnya %(least)s detik."),
    "too-long": _("Tampil %(seconds)s detik; sebaiknya paling lama %(most)s detik. Bagi menjadi dua bagian."),
}
CODES = frozenset(_STOPS) | frozenset(_LOOK)


@dataclass(frozen=True, slots=True)
class Fault:
    """`cue` is the number of the cue, from 1 as `Reading.cues` has them, and `line` of the line in the upload, from 1;
    each is None where the fault has none. `values` are what the sentence says: text, or numbers as they are."""

    code: str
    cue: int | None = None
    line: int | None = None
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return Severity.STOPS if self.code in _STOPS else Severity.LOOK

    @property
    def stops(self) -> bool:
        return self.code in _STOPS

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the language and with the numbers of whoever reads."""
        sentence = _STOPS.get(self.code) or _LOOK[self.code]
        return str(sentence) % {name: _shown(value) for name, value in self.values.items()}


def _shown(value: str | int | float) -> str:
    if isinstance(value, str):
        return value
    return number_format(value, 1 if isinstance(value, float) else 0, force_grouping=isinstance(value, int))
