"""Which tables count people in villages: by a column of villages, by headings that name villages ("Desa Sukamaju"), and
by what is said of the table as a whole ("Kasus di Desa Sukamaju"). Pure.

A measure with the level of villages is one of a village: an editor may say so, and `placed` does where the words of a
dataset do. Villages are known by the word before their name; a name alone ("Sukamaju") is not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from library.tables.values import Column, Level

_VILLAGE = re.compile(
    r"(?<![\w])(?P<said>(?:desa|ds|kelurahan|kel|kalurahan|kampung|kp|dusun|dsn|nagari|jorong|gampong|pekon"
    r"|village(?:\s+of)?|hamlet(?:\s+of)?)\b\.?)\s*(?P<name>[^\W\d_][\w'’-]*|\d{1,3}\b)(?:\s+(?P<next>[^\W\d_][\w'’-]*))?",
    re.IGNORECASE,
)
_NEIGHBOURHOOD = re.compile(
    r"(?<!\w)(?:rt|rw)\b[\s./]*(?:rw\b[\s./]*)?(?:\d{1,3}|[ivx]+)(?!\w)", re.IGNORECASE
)
_ENGLISH = re.compile(r"(?P<name>\b[A-Z][\w'’-]*)\s+(?:[Vv]illage|[Hh]amlet)\b")
_NOT_ONE = re.compile(
    r"(?<!\w)(?:per|tiap|setiap|antar|each|every|by|per-|(?<!\d)\d{1,3})\s*$", re.IGNORECASE
)


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


#: What follows the word where no village is named.
_NO_NAME = _words(
    "ada adat adalah anak antar asal atau bagi bahwa bebas binaan cerdas contoh dalam dampingan dan dari data dengan di dua",
    "empat enam fokus hingga ini inklusi inklusif intervensi itu juga jumlah kab kabupaten kasus kb kec kecamatan kita kota",
    "ke kelurahan desa dusun rt rw keluarga lain lainnya layak lima lokasi maka masing masih memiliki menurut mereka miskin",
    "oleh pada para pedalaman peduli pendampingan penelitian per percontohan perdesaan perempuan perkotaan pesisir pinggiran",
    "prov provinsi prioritas program propinsi ramah responsif rentan sadar saja sampai sampel sasaran satu se sebagai secara",
    "sehat sekitar selama seluruh semua serta setempat setiap siaga studi tahun tangguh tani target tempat tentang terhadap",
    "tetangga tiap tidak tiga tujuan umur untuk usia wilayah wisata yang terdekat terpencil terluar tersebut",
    "and are at by count counts district for from has have in is level of on or per profile subdistrict the to total were",
    "where with women children",
)
#: What a village may be called, and what kinds of villages are too: with another name behind it, it is a name.
_MAYBE_NAME = _words("berkembang baru besar kecil lama maju makmur mandiri sejahtera tertinggal aman damai")
#: In small letters these begin verbs and other words oftener than names.
_NO_NAME_BEGINS = ("ter", "ber", "di", "men", "mem", "meng")
_OTHERS = ("a", "the", "each", "every", "per", "by", "this", "in", "one", "no", "all", "any")


def counts_villages(columns: Iterable[Column]) -> bool:
    """Whether a table of these columns counts in villages, so that its small counts are hidden."""
    return any(column.level is Level.VILLAGE or (column.measured and _headed(column)) for column in columns)


def names_village(text: str) -> bool:
    """Whether a text names a village, or a smaller place: "Kasus di Desa Sukamaju", "RW 05", "kel_cimahi.csv"; "per desa"
    and "desa dampingan" name none."""
    words = " ".join(re.sub(r"_+|(?<=[a-z0-9])-(?=[a-z0-9])", " ", text).split())
    if _NEIGHBOURHOOD.search(words):
        return True
    if any(found["name"].casefold() not in _OTHERS for found in _ENGLISH.finditer(words)):
        return True
    return any(_names(found, words) for found in _VILLAGE.finditer(words))


def placed(columns: Sequence[Column], said: Iterable[str], *, in_village: bool = False) -> tuple[Column, ...]:
    """The columns, with the measures said to be of a village where a text that is said of the table names one, or where it
    is known to be about one."""
    if not (in_village or any(names_village(text) for text in said)):
        return tuple(columns)
    return tuple(
        replace(column, level=Level.VILLAGE) if column.measured and column.level is Level.NONE else column
        for column in columns
    )


def _headed(column: Column) -> bool:
    return any(names_village(text) for text in (column.name, column.title_id, column.title_en) if text)


def _names(found: re.Match[str], words: str) -> bool:
    if _NOT_ONE.search(words[: found.start()]):
        return False
    name, follows = found["name"], found["next"] or ""
    if name.isdigit():  # "kel. 15-17" are ages
        return not found["said"].casefold().startswith("kel")
    if name.casefold() in _MAYBE_NAME:
        return follows[:1].isupper() and follows.casefold() not in _NO_NAME
    if name.casefold() in _NO_NAME:
        return False
    return not (name.islower() and name.startswith(_NO_NAME_BEGINS))
