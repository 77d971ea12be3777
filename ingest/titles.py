"""How a title is written: capitals as Indonesian titles have them, and a title out of a file's name. Pure."""

import re
import unicodedata
from pathlib import PurePath

LONGEST = 255  # characters, as many as a page's title may have

#: PUEBI: prepositions and conjunctions stay small; and so do those in the English names of treaties.
_LITTLE = (
    "dan atau yang di ke dari dalam untuk pada dengan atas oleh terhadap tentang bagi secara sebagai mengenai antara "
    "serta guna a an and by for in of on or the to under with"
)
_SHOUTED = (
    "AIDS APBD APBN ASEAN BPJS CEDAW DIY DKI DPD DPR DPRD HAM HIV ILO KBGO KDRT KTPA KUHAP KUHP LBH LSM MPR NGO NKRI NTB "
    "NTT P2TP2A PBB PKDRT PKK PPA RI RT RW SMA SMK SMP TKI TKW TNI TPKS TPPO UNESCO UNICEF UPTD UU UUD WCC"
)
_LOWER, _ACRONYMS = frozenset(_LITTLE.split()), frozenset(_SHOUTED.split())
_ROMAN = re.compile(r"[ivx]+")
_DOTTED = re.compile(r"(?:[a-z]\.){2,}")
_LETTER = re.compile(r"[^\W\d_]")
_SPACED = re.compile(r"(?<!\S)(?:[A-Z] ){3,}[A-Z](?!\S)")
_SEPARATORS = re.compile(r"[_+\s]+|(?<!\d)\.|\.(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DOUBLED = re.compile(r"(?<![^\W_])([^\W\d_]+)-\1(?![^\W_])", re.IGNORECASE)


def title_case(text: str) -> str:
    """Capitals as Indonesian titles have them (PUEBI): every word but the little ones, both halves of a double.

    Where the text is not all in capitals, those that it has are kept: they may be an abbreviation's.
    """
    text = _SPACED.sub(lambda word: word[0].replace(" ", ""), " ".join(text.split()))
    text = re.sub(r"(?<=[(“]) | (?=[)”,;])", "", text)
    shouted = sum(letter.isupper() for letter in text) > 0.7 * sum(letter.isalpha() for letter in text)
    words = text.split(" ")
    return " ".join(_word(word, shouted, first=not place) for place, word in enumerate(words))


def title_from_name(name: str) -> str:
    """A title that can be read, from a file's name."""
    stem = unicodedata.normalize("NFC", re.sub(r"\.pdf$", "", PurePath(name).name, flags=re.IGNORECASE))
    if not re.search(r"[_+\s]", stem):
        # Names made for addresses: "hak-anak-2010". The hyphen of a doubled word stays.
        stem = _DOUBLED.sub("\\1\0\\1", stem).replace("-", " ").replace("\0", "-")
    stem = " ".join(_SEPARATORS.sub(" ", stem).split()).strip(" -–,;")
    return shortened(stem[:1].upper() + stem[1:]) or "Tanpa judul"


def year_in_name(name: str) -> str:
    """The year in a file's name; "" where it has none, or several."""
    found = _YEAR.findall(PurePath(name).stem)
    return found[0] if len(set(found)) == 1 else ""


def shortened(title: str, longest: int = LONGEST) -> str:
    """The title itself, or as many whole words of it as fit, and an ellipsis."""
    if len(title) <= longest:
        return title
    return title[: longest - 1].rpartition(" ")[0].rstrip(" ,;:-") + "…" if " " in title else title[:longest]


def _word(word: str, shouted: bool, *, first: bool) -> str:
    low = word.lower()
    bare = low.strip("()[]“”\"'.,;:")
    if bare.upper() in _ACRONYMS or _ROMAN.fullmatch(bare) or _DOTTED.fullmatch(low.strip("()")):
        return word.upper()
    if not first and all(part in _LOWER for part in low.split("/")):
        return low
    return "/".join(_halves(part, shouted) for part in word.split("/"))


def _halves(word: str, shouted: bool) -> str:
    parts = (word.lower() if shouted else word).split("-")
    # "Hak-Hak" and "Bea-Masuk", but "Perundang-undangan": an affixed double is one word.
    small = [place and _affixed_double(parts[place - 1].lower(), part) for place, part in enumerate(parts)]
    return "-".join(part if low else _capital(part) for part, low in zip(parts, small, strict=True))


def _affixed_double(before: str, part: str) -> bool:
    bare = before.strip("()“”")
    return len(part) > 3 and part.lower() != bare and part[:4].lower() in bare


def _capital(word: str) -> str:
    return _LETTER.sub(lambda letter: letter[0].upper(), word, count=1)
