"""What a heading says of ages: that its cells are ages or groups of them, or that its figures count one such group. Pure."""

import re
from typing import Literal

_PERSON = (
    r"korban|penyintas|pelaku|pelapor|terlapor|pemohon|termohon|mempelai|pengantin|responden|informan|peserta|klien|pasien"
    r"|istri|isteri|suami|ibu|ayah|orang\s+tua|perempuan|laki\s+laki|wanita|pria|penduduk|victims?|survivors?|perpetrators?"
)
#: A word for one group: "Kelompok umur dewasa". Whose ages they are ("Kelompok umur korban") names none.
_ONE = re.compile(
    r"\b(?:anak|dewasa|remaja|lansia|manula|lanjut|produktif|pemuda|muda|(?<!orang )tua|balita|batita|baduta|bayi|sekolah|paud|tk|sd|smp|sma"
    r"|perempuan|laki|wanita|pria|gadis|lk|pr|l|p|child(?:ren)?|adults?|elderly|older|youth|teen\w*|infants?|toddlers?"
    r"|wom[ae]n|m[ae]n|girls?|boys?|females?|males?)\b|\b(?:[ivx]+|[a-h])$",
    re.IGNORECASE,
)
#: Limits of one group; the year of a survey and which child it is ("anak ke-1") are none.
_LIMITS = re.compile(
    r"[<>≤≥]|\d|\b(?:bawah|kurang|lebih|under|over|below|above)\b|\b(?:dini|remaja|dewasa|lansia)$|[:(,]\s*(?:anak|dini|remaja|dewasa)\b",
    re.IGNORECASE,
)
_NO_LIMITS = re.compile(r"\b(?:19|20)\d\d\b|\bke \d\b", re.IGNORECASE)
_GROUPS = re.compile(
    r"(?:(?:kelompok|golongan|rentang|kategori|kel|gol)\s+(?:umur|usia)|age\s+(?:groups?|range|band))\b(?P<of>.*)",
    re.IGNORECASE,
)
#: What is reckoned of ages ("rata-rata usia", "usia harapan hidup") and what is counted of people of an age ("perkawinan
#: usia anak", "usia 0-17") says so with other words, and is read off.
_AGES = re.compile(
    rf"(?:umur|usia|age)\b(?:\s+(?:{_PERSON}|(?:saat|ketika|waktu|at)\b.+))*"
    r"\s*(?:[(,]?\s*(?:dalam\s+)?(?:tahun|thn|th|bulan|bln|years?|months?)\s*\)?)?",
    re.IGNORECASE,
)


def of_ages(heading: str) -> Literal["", "ages", "groups", "one group"]:
    """What the cells below a heading are: "ages" ("Usia korban"), "groups" of them ("Kelompok umur"), counts of "one group"
    where it names one ("Kelompok umur 0-12", "Gol. umur > 60", "Kelompok usia anak", "Usia saat menikah < 19"), or "" where
    it speaks of something else."""
    words = " ".join(re.sub(r"[_\-.]+", " ", heading).split())
    if found := _GROUPS.fullmatch(words):
        return "one group" if _LIMITS.search(found["of"]) or _ONE.search(found["of"]) else "groups"
    if not _AGES.fullmatch(words):
        return ""
    return "one group" if _LIMITS.search(_NO_LIMITS.sub("", words)) else "ages"
