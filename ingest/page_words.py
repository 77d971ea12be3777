"""How sure a page's text is, and what was noticed about it, in the words of people. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: What each flag (of `extract`, `quality`, `clean`, `corrections`) is called, and what it means.
FLAGS: dict[str, tuple[Promise, Promise]] = {
    "needs-ocr": (
        _("perlu OCR"),
        _("Teks halaman ini baru lengkap setelah gambarnya dikenali dengan OCR."),
    ),
    "nothing-recognised": (
        _("OCR tidak menemukan huruf"),
        _(
            "Di gambarnya tampak baris tulisan, tetapi OCR tidak dapat membacanya. Mungkin terlalu kabur atau terbalik; "
            "bandingkan dengan gambarnya, lalu ketik teksnya bila perlu."
        ),
    ),
    "unread": (_("tidak terbaca"), _("Tidak ada pembaca yang dapat membuka halaman ini.")),
    "garbage": (
        _("huruf kacau dibuang"),
        _("Yang terbaca hanya huruf kacau, jadi tidak disimpan sebagai teks."),
    ),
    "unknown-letters": (
        _("huruf tak dikenal"),
        _("Sebagian huruf tidak dapat dikenali karena fon PDF ini tidak menyebutkannya."),
    ),
    "few-function-words": (
        _("kata tidak lazim"),
        _("Hampir tidak ada kata umum seperti “yang” dan “dan”. Mungkin daftar nama, mungkin salah baca."),
    ),
    "few-letters": (
        _("banyak tanda"),
        _("Lebih banyak angka dan tanda daripada huruf. Mungkin tabel, mungkin salah baca."),
    ),
    "broken-words": (_("kata terpecah"), _("Banyak kata terpotong atau tercampur angka.")),
    "lost-font": (_("fon hilang"), _("Sebagian teks memakai fon yang tidak ada dalam PDF ini.")),
    "cut": (_("terpotong"), _("Halaman ini terlalu besar; hanya sebagian yang dibaca.")),
    "fallback": (
        _("cara cadangan"),
        _("Cara baca yang biasa gagal di halaman ini, jadi dibaca dengan cara cadangan."),
    ),
    "reordered": (
        _("urutan baris dirapikan"),
        _(
            "Di dalam PDF baris-barisnya tersimpan tidak berurutan, jadi disusun ulang menurut letaknya di halaman. "
            "Bandingkan urutannya dengan gambar."
        ),
    ),
    "hidden": (
        _("teks tersembunyi"),
        _("Halaman ini gambar dengan teks tersembunyi, hasil pengenalan mesin dari penerbitnya."),
    ),
    "watermark": (_("tanda air dilewati"), _("Tanda air di halaman ini tidak ikut menjadi teks.")),
    "empty": (_("tanpa teks"), _("Tidak ada teks di halaman ini.")),
    "corrected": (_("diperbaiki"), _("Teks halaman ini ditulis penyunting, bukan mesin.")),
}
#: Readers that came to a page otherwise than usual (`ingest.extract.chosen`), in the words of `FLAGS`.
WAYS: dict[str, tuple[Promise, Promise]] = {
    "pdfminer-mended": (
        _("berkas diperbaiki dulu"),
        _(
            "Daftar isi teknis di dalam PDF ini rusak. Halamannya dicari satu per satu lalu dibaca; "
            "periksa apakah ada halaman yang hilang atau tertukar."
        ),
    ),
}
#: Flags that say that an editor should look at the page.
WORRYING = frozenset(
    {
        "needs-ocr",
        "nothing-recognised",
        "unread",
        "garbage",
        "unknown-letters",
        "few-function-words",
        "few-letters",
        "broken-words",
        "lost-font",
        "cut",
    }
)
#: Flags that say better than "empty" why there is no text, or that there is.
_TELLS_MORE = frozenset({"needs-ocr", "nothing-recognised", "corrected"})
#: Below this a text is to be looked at, whatever its flags.
UNSURE = 0.7
_LEVELS = (
    (0.9, "high", _("yakin")),
    (UNSURE, "fair", _("cukup yakin")),
    (0.4, "low", _("ragu")),
    (-1.0, "none", _("tidak dapat dipercaya")),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A flag in words; `worrying`: the page should be looked at."""

    name: str
    sentence: str
    worrying: bool


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure a text is: a `level` ("high", "fair", "low", "none"), its `word`, and percent."""

    level: str
    word: str
    percent: int


def said(flags: Collection[str], reader: str = "") -> list[Said]:
    """The flags in words, the worrying first, and how the reader came to the page, where that is told; a flag that has no
    words yet is shown as it is."""
    known = [name for name in FLAGS if name in flags]
    if not _TELLS_MORE.isdisjoint(flags):
        known = [name for name in known if name != "empty"]
    words = [Said(str(FLAGS[name][0]), str(FLAGS[name][1]), name in WORRYING) for name in known]
    if reader in WAYS and "corrected" not in flags:
        words.append(Said(str(WAYS[reader][0]), str(WAYS[reader][1]), worrying=False))
    return words + [Said(name, "", worrying=False) for name in sorted(set(flags) - FLAGS.keys())]


def sureness(confidence: float, flags: Collection[str]) -> Sureness | None:
    """How sure the text is; None of a page that has none and should have none."""
    if "empty" in flags:
        missing = "needs-ocr" in flags or "nothing-recognised" in flags
        return Sureness("none", str(_("belum ada teks")), 0) if missing else None
    level, word = next((level, word) for least, level, word in _LEVELS if confidence >= least)
    return Sureness(level, str(word), round(100 * min(max(confidence, 0.0), 1.0)))


def is_worrying(confidence: float, flags: Collection[str]) -> bool:
    """Whether an editor should look at a page with this text."""
    if "corrected" in flags:
        return False
    unsure = confidence < UNSURE and sureness(confidence, flags) is not None
    return unsure or not WORRYING.isdisjoint(flags)
