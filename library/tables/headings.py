"""What the heading of a column of figures says of them: that they are sums, rates, differences, changes. Pure.

A heading decides only what is looked at and hidden more readily; figures are believed whatever they are called."""

import re

from library.tables.values import Column, Type

_TOTAL = (
    r"jumlah|jml|jlh|total|subtotal|grand|sub|semua(?:nya)?|seluruh(?:nya)?|keseluruhan|rekap(?:itulasi)?|gabungan"
    r"|all|sum|overall|altogether|Σ|∑"
)
_SAYS_TOTAL = re.compile(rf"(?<!\w)(?:{_TOTAL})(?!\w)", re.IGNORECASE)
#: What may stand beside these words without naming something else that is counted: "Jumlah (L+P)", "Total semua".
_BOTH = (frozenset({"l", "lk", "laki", "m", "male"}), frozenset({"p", "pr", "perempuan", "f", "female"}))
_BESIDE_BOTH = frozenset({"dan", "and"}).union(*_BOTH)
_RATE = re.compile(
    r"%|‰|(?<!\w)(?:persen(?:tase)?|prosentase|percent(?:age)?|proporsi|proportion|porsi|share|pangsa|bagian|rasio|ratio"
    r"|rates?|tingkat|angka kejadian|prevalen(?:si|ce)|insiden(?:si)?|incidence|indeks|index|kepadatan|density|peluang"
    r"|rata rata|rerata|mean|average|median|skor|score|crude"
    r"|(?:per|tiap|setiap) ?(?:\d[\d., ]*(?:k|rb|ribu|juta)?|seribu|sepuluh ribu|seratus(?: ribu)?|sejuta|mil(?:le|lion)"
    r"|thousand|kapita|capita|penduduk|jiwa|orang|kepala keluarga|kk)"
    # not "per Desember", "per desa": those are counts
    r"|(?:per|tiap|setiap) (?!\d|jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des|kec|kab|kel|prov|wilayah|tanggal)[^\W\d_]+"
    r"|kali lipat|masing masing)(?!\w)",
    re.IGNORECASE,
)
#: Figures that count nobody, however small. "Korban per 2020" and "korban tingkat SD" are counts.
_NO_COUNT = re.compile(
    r"(?<!\w)(?:rasio|ratio|peringkat|rangking|ranking|ranked|rank|kali lipat"
    r"|(?:per|tiap|setiap) ?(?:1(?:00|0{0,2}[., ]?000(?:[., ]?000)?)(?: ?(?:ribu|rb|k|juta))?(?!\d)|seribu|sepuluh ribu"
    r"|seratus(?: ribu)?|sejuta|kapita|capita|penduduk|jiwa|orang|kepala keluarga|kk))(?!\w)",
    re.IGNORECASE,
)
#: "Layanan per kasus" is none either; "jumlah korban per kasus" may be one, where each row is a case.
_OF_A_CASE = re.compile(r"(?<!\w)(?:per|tiap|setiap) (?:kasus|korban|case|victim)(?!\w)")
_CUMULATIVE = re.compile(r"(?<!\w)(?:kumulatif|kum|akumulasi|akumulatif|cumulative|cum|running)(?!\w)")
_DIFFERENCE = re.compile(
    r"[Δ∆]|\+/-|±|(?<!\w)(?:selisih(?:nya)?|beda|perbedaan|kesenjangan|defisit|surplus|difference|diff|gap|delta)(?!\w)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"(?<!\w)(?:perubahan|berubah|kenaikan|penurunan|naik|turun|tambahan|pertambahan|penambahan|pengurangan|berkurang"
    r"|bertambah|peningkatan|pertumbuhan|tumbuh|tren|trend|dibanding(?:kan)?|terhadap tahun|tahun lalu|sebelumnya"
    r"|tahun sebelum|change|growth|increase|decrease|previous|last year|yoy)(?!\w)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?<!\w)(?:sejak|semenjak|since|dari tahun|tahun dasar|base year|(?:dibanding(?:kan)?|terhadap)(?: tahun)? \d{4})(?!\w)",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"(?<!\w)(?:kumulatif|akumulasi|akumulatif|sampai dengan|s d|sd|cumulative|running|to date)(?!\w)",
    re.IGNORECASE,
)
_PER = re.compile(r"(?<!\w)(?:per|tiap|setiap) ?(\d[\d., ]*|seribu|sepuluh ribu|seratus ribu|seratus|sejuta)")
_WORDS = {
    "seratus": 100,
    "seribu": 1000,
    "sepuluh ribu": 10_000,
    "seratus ribu": 100_000,
    "sejuta": 1_000_000,
}
_PARTS_OF_ONE = re.compile(r"(?<!\w)(?:proporsi|proportion|rasio|ratio|bagian|pecahan|share|fraksi)(?!\w)")


def says_total(column: Column) -> bool:
    """Whether the heading says that the figures are sums of something: "Jumlah", "total kasus", "korban (semua)"."""
    return any(_SAYS_TOTAL.search(text) for text in _texts(column))


def says_total_only(column: Column) -> bool:
    """Whether it says nothing else: "Jumlah", "Jumlah (L+P)", "Σ"; "jumlah kasus" may be a count like any other."""
    for text in _texts(column):
        others = set(re.findall(r"[^\W\d_]+", _SAYS_TOTAL.sub(" ", text)))
        of_both = others <= _BESIDE_BOTH and all(others & each for each in _BOTH)
        if _SAYS_TOTAL.search(text) and (not others or of_both):
            return True
    return False


def says_rate(column: Column) -> bool:
    return any(_RATE.search(text) for text in _texts(column))


def says_no_count(column: Column) -> bool:
    """Whether the heading surely says that figures count nobody: rates, ratios, ranks."""
    of_a_case = any(_OF_A_CASE.search(text) for text in _texts(column)) and not says_total(column)
    return of_a_case or any(_NO_COUNT.search(text) for text in _texts(column))


def says_difference(column: Column) -> bool:
    """Whether the figures are differences, between columns or from one row to the next."""
    return any(_DIFFERENCE.search(text) or _CHANGE.search(text) for text in _texts(column))


def says_since(column: Column) -> bool:
    """Whether the figures compare each row with one that stays the same: "perubahan sejak 2015"."""
    return any(_SINCE.search(text) for text in _texts(column))


def says_running(column: Column) -> bool:
    return any(_RUNNING.search(text) for text in _texts(column))


def says_cumulative_share(column: Column) -> bool:
    """Whether the figures are shares that add up from row to row: "persen kumulatif"."""
    told = any(_CUMULATIVE.search(text) for text in _texts(column))
    return told and (column.type is Type.PERCENT or says_rate(column))


def whole(column: Column) -> int | None:
    """Of how many the figures of a rate give a part, by its heading: 100 for per cent, 10.000 for "per 10.000", 1 for
    "proporsi"; None where it does not say."""
    for text in _texts(column):
        if found := _PER.search(text):
            said = found[1].strip()
            return _WORDS.get(said) or int(re.sub(r"\D", "", said) or 0) or None
        if "%" in text or re.search(r"\b(?:persen|prosen|percent)", text):
            return 100
        if _PARTS_OF_ONE.search(text):
            return 1
    return None


def _texts(column: Column) -> list[str]:
    """The heading and its names, in small letters, without the signs between words."""
    found = [column.name, column.title_id, column.title_en]
    return [" ".join(re.sub(r"[_\-/.]+(?!\d)|_", " ", text).casefold().split()) for text in found if text]
