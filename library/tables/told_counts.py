"""Which texts tell a count of people or cases, so that in a table of villages a small one is not published among words. Pure.

A number from 1 to 4 before a word for people or cases tells a count whatever else is said. Of any other text, what is surely
none is taken away first (dates, names with a number, measures, ordinals); a number from 1 to 4 that is left, in figures or in
words, is taken for a count. So what nobody has thought of ("Melati 3", "tiga terluka") stops a table rather than getting
through: an editor can write it otherwise, a reader cannot forget.

In columns of places, ages, days and classes (`numbered`) numbers are names: there only known words for people or cases
("Tanjung dua keluarga") and ways of setting a number apart ("Mekar / 2", "2 (0-5)") tell a count. What is open: "Babakan 2", "Tiga
Dewi" and "15, 2" or "15/2" there; in any column counts in other words ("sekeluarga", "III terluka") and a number behind a word that
makes it a name ("RT 3").
"""

import re
import unicodedata
from functools import lru_cache

_WORDS = r"satu|dua|tiga|empat|one|two|three|four"
_LARGER = r"lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas"
_SMALL = r"(?<!\d)0*[1-4](?:[.,]0+)?(?!\d)"
_COUNTED = (
    r"(?:orang|org|kasus|kss|korban|penyintas|pelaku|terlapor|pelapor|klien|pasien|santri|siswa|siswi|warga|jiwa|kali|perkara"
    r"|permohonan|laporan|anak|bayi|balita|remaja|gadis|janda|istri|isteri|suami|ibu|ayah|bapak|perempuan|wanita|pria"
    r"|laki|laki[ -]laki|lk|pr|l|p|m|f|dewasa|lansia|hamil|difabel|disabilitas|meninggal|tewas|people|persons?|cases?|victims?"
    r"|survivors?|wom[ae]n|m[ae]n|girls?|boys?|child(?:ren)?|females?|males?|times|keluarga|kk|rumah\s+tangga|pelajar"
    r"|mahasiswa|mahasiswi|murid|pekerja|buruh|pasangan|pasutri|saksi|peserta|terluka|luka|nikah|kawin|cerai|kdrt"
    r"|famil(?:y|ies)|households?|students?)(?:nya)?(?![^\W_])"
)
#: Of these also where the number looks like that of a list: "2. kasus".
_COUNTERS = (
    r"(?:(?:orang|org|kasus|kss|jiwa|kali|perkara|korban|penyintas|people|persons?|cases?|victims?|keluarga|kk)(?![^\W_])"
    rf"|(?-i:(?=[a-z])){_COUNTED})"
)
_ROMAN = r"(?-i:(?<![^\W_])(?:I{1,3}|IV)(?![^\W_]))"
_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|juni?|june|juli?|july|agu(?:st|stus)?|aug(?:ust)?"
    r"|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|des(?:ember)?|dec(?:ember)?)(?![^\W_])"
)
_UNIT = (
    r"(?:%|‰|(?:persen|percent|km|cm|meter|kilometer|ha|hektare?|kg|kilogram|liter|menit|jam|hari|malam|minggu|pekan|rupiah|ribu"
    rf"|rb|juta|jt|miliar|minutes?|hours?|days?|weeks?|months?|years?|(?:bulan|bln)(?!\s*{_MONTH})"
    r"|(?:tahun|thn|th)(?!\s*(?:19|20)\d\d))(?![^\W_]))"
)
#: Words before a number that make it a name, never how many people there are. No word for what people are counted by
#: ("SD 3, SMP 2", "Puskesmas 2", "korban 3").
_NAMED = (
    r"(?:rt|rw|desa|ds|kelurahan|kel|kampung|kp|dusun|dsn|dukuh|lingkungan|banjar|jorong|kecamatan|kec|blok|block|gang|gg|jalan"
    r"|jl|zona|wilayah|sektor|dapil|tps|klaster|cluster|(?:sd|smp|sma|smk|mts|ma)n|negeri|kelas|class|tingkat|level|kategori"
    r"|tipe|kls|lantai|lt|km|tw|tahap|fase|siklus|sesi|putaran|gelombang|angkatan|triwulan|semester|kuartal|minggu|bulan|tanggal|tgl|pukul|jam"
    r"|umur|usia|age|pasal|ayat|angka|butir|poin|bab|lampiran|tabel|gambar|halaman|hlm|hal|edisi|volume|vol|jilid|uu|pp|perda"
    r"|perdes|perma|permen|perpres|nomor|no|nmr|rp|idr)"
)

#: What surely tells a count, wherever it stands.
_SURE = tuple(
    re.compile(rule, re.IGNORECASE)
    for rule in (
        # 2 L / 3 P; 1 (satu) anak; 2 orang; 1,0 kasus
        rf"(?<!ke-)(?<!ke ){_SMALL}\s*(?:\([^()]{{1,12}}\)\s*)?{_COUNTED}",
        # 2. kasus; III orang, but not "Kelas II Anak"
        rf"{_SMALL}\.\s*{_COUNTERS}",
        rf"(?<!kelas )(?<!tipe )(?<!rt )(?<!rw )(?<!golongan )(?<!tahap ){_ROMAN}\s+{_COUNTED}",
        # dua anak; satu-satunya korban; keduanya
        r"(?<!\w)ke(?:dua|tiga|empat)nya(?!\w)",
        rf"(?<!\w)(?<!salah )(?<!puluh )(?<!ratus )(?:{_WORDS})(?:-satunya)?\s+(?:\(\s*\d\s*\)\s*)?{_COUNTED}",
        # kedua korban, bertiga, seorang ibu
        rf"(?<!\w)ke(?:dua|tiga|empat)\s+(?!orang\s+tua){_COUNTED}",
        r"(?<!\w)(?<!salah )(?:se[- ]?orang|sepasang|ber(?:dua|tiga|empat))(?!\w)",
        # 2 di antaranya, tiga dari mereka
        rf"(?:{_SMALL}|(?<!\w)(?<!salah )(?:{_WORDS}))\s+(?:di\s?antara|dari\s|of\s|among\s)",
    )
)
#: What is surely none; taken away in this order.
_NO_COUNTS = tuple(
    re.compile(rule, re.IGNORECASE)
    for rule in (
        # 2 Januari 2024; 2–3 Mar; March 2, 2024
        rf"(?<!\d)\d{{1,2}}(?:\s*(?:-|–|s\.?d\.?|sampai)\s*\d{{1,2}})?[\s/-]*{_MONTH}",
        rf"(?<!\w){_MONTH}\s+\d{{1,2}},?\s+(?:19|20)\d\d(?!\d)",
        # 3/4/2024; 02-03-24; 2024-03-02; 2024-03
        r"(?<!\d)(?:\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d\d|\d\d([-/.])\d\d\2\d\d|(?:19|20)\d\d([-/.])\d\d?(?:\3\d\d?)?)(?!\d)",
        # 4/2016 (a law, a month); 1.234; 3.2.1
        r"(?<![\d/])\d{1,3}/(?:19|20)\d\d(?!\d)|(?<![\d.,])(?:\d{1,3}(?:[.,]\d{3})+|\d+(?:\.\d+){2,})(?!\d)",
        # 10.30 WIB; 1 x 24 jam; Rp 3.000; 5 km; 3–4 tahun; 2,5 %
        r"(?<!\d)\d{1,2}[.:]\d\d\s*wi(?:b|t|ta)(?!\w)",
        rf"(?<![\d.,])(?:\d+\s*x\s*)?\d+(?:[.,]\d+)?(?:\s*(?:-|–|s\.?d\.?|sampai|hingga)\s*\d+(?:[.,]\d+)?)?\s*{_UNIT}",
        # RT 03/04; Pasal 3 ayat (2); Desa 2; RW 1, 2 dan 3; pukul 2.30; kelas tiga
        (
            rf"(?<!\w){_NAMED}[\s.:#-]*\(?(?:\d+(?:\.\d\d(?!\d))?|(?:{_WORDS})(?!\w))\)?"
            rf"(?:\s*(?:,|/|&|-|–|dan|atau|s\.?d\.?|sampai)\s*\d+(?!\d)(?=\s*(?:$|[,;.)/&–-]|dan\s|atau\s|{_NAMED}(?!\w))))*"
        ),
        # ke-2; 2nd; salah satu
        r"(?<!\w)ke\s*-?\s*\d+|\d(?:st|nd|rd|th)(?!\w)|(?<!\w)salah\s+satu(?!\w)",
        # dua puluh tiga; empat belas; dua minggu; tiga sampai empat bulan
        rf"(?<!\w)(?:{_WORDS}|{_LARGER})\s+(?:belas|puluh|ratus|ribu|juta)(?:\s+(?:{_WORDS})(?!\w))?(?!\w)",
        rf"(?<!\w)(?:(?:{_WORDS})\s+(?:sampai|hingga|atau|to|or)\s+)?(?:{_WORDS})\s+{_UNIT}",
        # satu atap, satu desa dengan pelaku; roda dua; dua arah
        (
            r"(?<!\w)(?:satu\s+(?:atap|pintu|rumah|desa|kampung|dusun|rt|rw|kecamatan|kabupaten|kota|sekolah|kelas|kantor|kamar"
            r"|sama\s+lain|per\s*satu|data)|(?:satu|dua)\s+arah|dua\s+sisi|roda\s+(?:dua|tiga|empat)|one[ -]stop|no\s+one"
            r"|one\s+another)(?!\w)"
        ),
        # KDRT 1)
        r"^[^(\d]*[^\W\d_]\s*\d\)$",
        # 1. KDRT; 2. KS
        r"(?:^|;\s*)\d{1,2}[.)]\s+(?=[^\W\d_])",
        # C3; S1; 2A; P2TP2A; DP3AKB, but not L2, 3P, L2P3
        r"(?<!\w)(?:[a-eg-kn-oq-wyz]|(?<!\d )x)\d{1,2}(?!\w)|(?<![\w])\d{1,2}[a-eg-k](?!\w)",
        r"(?<!\w)(?!(?:(?:l|p|lk|pr|m|f)\d+)+(?!\w))[^\W\d_]+\d+[^\W\d_]\w*",
    )
)
#: A number that is left, in figures or in words.
_LEFT = re.compile(rf"{_SMALL}|(?<!\w)(?:{_WORDS})(?!\w)", re.IGNORECASE)
#: A number set apart where numbers are names by themselves.
_LEFT_APART = re.compile(
    # Sukamaju (2), Sukamaju: 2, Sukamaju – 2, Sukamaju [2]
    rf"(?:[:=(\[{{]|\s[–—-])\s*{_SMALL}"
    # Mekar (dua); Mekar: tiga
    rf"|[:=(\[{{/,;|]\s*(?:{_WORDS})\s*(?:[)\]}}]|$)"
    # Mekar / 2; Tanjung, 3; Mekar -> 2
    rf"|(?:[-–=]>|→)\s*{_SMALL}"
    rf"|[^\W\d_]\s*[^\w\s.#'’<>≤≥–—-]+\s*{_SMALL}"
    # 15 x2; 15 2; 15 tahun 2
    rf"|(?:[\d·]\s*[x×*]|[\d·]\s)\s*{_SMALL}\s*[x×]?\s*$"
    # 2 (0-5); 2: 0-5; 2x 15; 2, 0-5
    rf"|^{_SMALL}[\s,;]+\d+\s*[-–]\s*\d"
    rf"|^{_SMALL}\s*(?:[(\[{{]\s*[<>≤≥]?\s*\d|[:=]|[x×]\s*\d)",
    re.IGNORECASE,
)
#: A cell that is nothing but a count, however large: "12", "± 30 orang", "tujuh kasus", "25 (30%)", "7 dari 12".
_WHOLE = re.compile(
    r"(?:±|~|\+/-|ada|sekitar|kira-kira|hanya)?\s*"
    rf"(?:\d{{1,3}}(?:[.,]0+)?|(?:{_WORDS}|{_LARGER})(?:\s+(?:belas|puluh(?:\s+(?:{_WORDS}|{_LARGER}))?))?)"
    r"\s*(?:\*+|\(\s*\d{1,3}(?:[.,]\d+)?\s*%?\s*\)|(?:dari|of|/)\s*\d{1,3}"
    rf"|{_COUNTED}.*)?",
    re.IGNORECASE,
)


#: Without any of these no rule is worth trying.
_MAY_TELL = re.compile(rf"\d|se[- ]?orang|sepasang|{_WORDS}|{_LARGER}|{_ROMAN}", re.IGNORECASE)
#: The number of a note behind a word.
_RAISED = re.compile(r"(?<=[^\W\d_])[¹²³⁴]")


@lru_cache(maxsize=4096)
def tells_count(text: str, *, numbered: bool = False) -> bool:
    """Whether a text of a table of villages tells how many people or cases there are: from 1 to 4 of them in any words, or
    any number where it says nothing else. `numbered`: in its column numbers by themselves are names, ages or days, so that
    only a number of somebody ("2 anak"), or one set apart from a name ("Sukamaju (2)"), is a count."""
    text = unicodedata.normalize("NFKC", _RAISED.sub("", text)).replace("\N{SOFT HYPHEN}", "")
    if not _MAY_TELL.search(text):
        return False
    text = " ".join(text.split())
    if any(rule.search(text) for rule in _SURE):
        return True
    if not numbered and _WHOLE.fullmatch(text):
        return True
    for rule in _NO_COUNTS:
        text = rule.sub(" · ", text)
    return bool((_LEFT_APART if numbered else _LEFT).search(text))
