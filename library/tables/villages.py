"""Which tables count people in villages: by a column of villages, by headings that name villages ("Desa Sukamaju"), and
by what is said of the table as a whole ("Kasus di Desa Sukamaju"). Pure.

A measure with the level of villages is one of a village: an editor may say so, and `placed` does where the words of a
dataset do. Villages are known by the word before their name; a name alone ("Sukamaju") is not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from library.tables.values import Column, Level, Row, Type

_VILLAGE = re.compile(
    r"(?<![\w])(?P<said>(?:desa|ds|kelurahan|kel|kalurahan|kampung|kp|dusun|dsn|dukuh|banjar|nagari|jorong"
    r"|gampong|pekon|village(?:\s+of)?|hamlet(?:\s+of)?)\b\.?)[\s:=\"“”„'‘’«]*(?P<name>[^\W\d_][\w'’-]*|\d{1,3}\b)(?:\s+(?P<next>[^\W\d_][\w'’-]*))?",
    re.IGNORECASE,
)
_NEIGHBOURHOOD = re.compile(
    r"(?<!\w)(?:(?:rt|rw)[\s./:-]*(?:rw[\s./:-]*)?(?:\d{1,3}|(?<=[\s./:-])[ivx]+)"
    r"|lingkungan[\s.:-]+(?:\d{1,3}|[ivx]+))(?!\w)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"(?P<name>\b[A-Z][\w'’-]*)\s+(?:[Vv]illage|[Hh]amlet)\b")
_SMALL = r"desa|ds|kelurahan|kel|kalurahan|kampung|kp|dusun|dsn|nagari|jorong|gampong|pekon|rt|rw|lingkungan|village"
_SMALL_KINDS = re.compile(rf"(?:tingkat )?(?:{_SMALL})(?: ?/ ?(?:{_SMALL}))*")
_KINDS = re.compile(
    rf"{_SMALL_KINDS.pattern}|(?:tingkat )?(?:kecamatan|kec|subdistrict|kabupaten|kab|kota|kabupaten ?/ ?kota|kab ?/ ?kota"
    r"|district|regency|provinsi|propinsi|prov|province)"
)
_NOT_ONE = re.compile(r"(?<!\w)(?:per|tiap|setiap|antar|each|every|by|per-)\s*$", re.IGNORECASE)
_SO_MANY = re.compile(r"(?<!\d)\d{1,3}\s*$")
_HOW_MANY = re.compile(r"(?<!\w)(?:jumlah|jml|banyaknya|total|daftar)\s*$", re.IGNORECASE)
_LARGER_BEFORE = re.compile(r"(?<!\w)(?:kota|kab|kabupaten)\b\.?\s*$", re.IGNORECASE)


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
    "where with women children halaman laki laki-laki pria wanita nomor no lapor indonesia",
    "law act fund funds head heads chief chiefs midwife midwives council government office officials leaders cadres level",
)
#: What a village may be called, and what kinds of villages are too: with another name behind it, it is a name.
_MAYBE_NAME = _words("berkembang maju mandiri sejahtera tertinggal")
#: The same, but written as a name ("Desa Baru") it is one by itself.
_OFTEN_NAME = _words("baru besar kecil lama makmur aman damai")
#: "Kel." stands for "kelompok" before these.
_OF_GROUPS = _words(
    "pendidikan pekerjaan umur usia jenis sosial ekonomi agama status rentan minoritas disabilitas difabel penghasilan",
    "pendapatan suku profesi kerja",
)
#: "Kelurahan Kota Baru" is one, "kelurahan Kota Bandung" are many.
_AFTER_TOWN = _words("baru lama tengah agung batu raja dalam kulon wetan kaler kidul karang pinang")
#: Larger places and who works in villages: "desa Jawa Barat", "kader desa Sapa Institut".
_REGIONS = _words("jawa sumatera sumatra sulawesi kalimantan papua maluku nusa")
_DIRECTIONS = _words("barat timur tengah utara selatan tenggara")
_NOT_BEHIND = _words("institut institute foundation")
#: In small letters these begin verbs and other words oftener than names.
_NO_NAME_BEGINS = ("ter", "ber", "di", "men", "mem", "meng")
#: "Satgas Desa PPA".
_INITIALS = _words("PPA KDRT TPPO KTP KTPA BPD PKK PATBM IDM SDGS KB KIA DRPPA LKD ADD")
_OTHERS = ("under", "new", "a", "the", "each", "every", "per", "by", "this", "in", "one", "no", "all", "any")


def counts_villages(columns: Iterable[Column]) -> bool:
    """Whether a table of these columns counts in villages, so that its small counts are hidden. One heading that names a
    village is enough, also where rows are districts: a name that only sounds like one ("Desa Tunas") hides too much there,
    and the desk says what is hidden."""
    return any(column.level is Level.VILLAGE or (column.measured and _headed(column)) for column in columns)


def leveled(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns with the level of villages where their cells say so themselves: "Desa" in a column "Tingkat" beside the names of
    places, and "Ds. Sukamaju" among names of larger places."""
    kinds = {at for at, column in enumerate(columns) if not column.measured and _holds_kinds(at, rows)}
    return tuple(
        replace(column, level=Level.VILLAGE)
        if at in kinds
        or (
            column.type is Type.PLACE
            and ((kinds and column.level is Level.NONE) or _holds_villages(at, rows))
        )
        else column
        for at, column in enumerate(columns)
    )


def _holds_kinds(at: int, rows: Sequence[Row]) -> bool:
    """Whether the cells of a column are kinds of places, villages among them."""
    said = {
        " ".join(str(row[at].value).casefold().replace(".", " ").split()) for row in rows if row[at].value
    }
    places = {each for each in said if _KINDS.fullmatch(each)}
    return any(_SMALL_KINDS.fullmatch(each) for each in places) and 2 * len(places) > len(said)


def _holds_villages(at: int, rows: Sequence[Row]) -> bool:
    texts = (str(row[at].value or "").strip() for row in rows)
    return any(_VILLAGE.match(text) and names_village(text) for text in texts)


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
    before, said = words[: found.start()], found["said"]
    # a number before a name is that of a list: "20 Desa Sukamaju"
    if _NOT_ONE.search(before) or (said[0].islower() and _SO_MANY.search(before)):
        return False
    name, follows = found["name"], found["next"] or ""
    if name.isdigit():  # "kel. 15-17" are ages
        return not said.casefold().startswith("kel")
    one, two = name.casefold(), follows.casefold()
    if one in _MAYBE_NAME or one in _OFTEN_NAME:
        alone = one in _OFTEN_NAME and name[0].isupper() and said[0].isupper() and not follows
        if alone:
            return not _HOW_MANY.search(before)
        return follows[:1].isupper() and two not in _NO_NAME
    if one == "kota" and two in _AFTER_TOWN:
        return name[0].isupper() and follows[0].isupper()
    if one in _NO_NAME or two in _NOT_BEHIND or (one in _REGIONS and two in _DIRECTIONS):
        return False
    if said.casefold().startswith(("dukuh", "banjar")):  # names and kinds of larger places too
        return name[0].isupper() and not _LARGER_BEFORE.search(before)
    if said.casefold().rstrip(".") == "kel" and one in _OF_GROUPS:
        return False
    if name in _INITIALS and not words.isupper():
        return False
    return not (name.islower() and name.startswith(_NO_NAME_BEGINS))
