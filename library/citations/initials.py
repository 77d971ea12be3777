"""Given names as initials ("Tahi Bonar" → "T. B.").

Pure.
"""

import re

_LATIN = re.compile(r"[-0-9a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u052f\u0590-\u06ff\u1f00-\u1fff]")
_LATIN_START = re.compile(r"[&a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u052f\u0590-\u06ff\u1f00-\u1fff]")
_INITIAL = re.compile(r"([A-ZÀ-ÖØ-ÞА-Я\u0600-\u06ff])([^\W\d_]*)(\.?)")


def initials(given: str, after: str, *, whole_names: bool = False) -> str:
    """Given names as initials, each followed by `after` ("Tahi Bonar" → "T. B."; "Mary-Jane" → "M.-J."); with
    `whole_names` only what is an initial already gets its mark ("Lodewijk W C" → "Lodewijk W. C.")."""
    if not _LATIN_START.match(re.sub(r"^(<[^>]+>)*", "", given)):
        return given
    given = re.sub(r"\s*-\s*", "-", given)
    given = re.sub(r"-(?=[a-z])", "–", given)  # a hyphen before a small letter parts no names
    given = re.sub(r"\.(?=[^ ])", ". ", given)
    cut = re.split(r"([-\s]+)", given)
    set_ = _abbreviated(cut, after) if whole_names else _initialled(cut, after)
    set_ = re.sub(r"\s*-\s*", "-", set_.rstrip(" \t\ufeff\u00a0"))
    return re.sub(r"–(?=[a-z])", "-", re.sub(r"[ \t]+", " ", set_))


def _initialled(cut: list[str], after: str) -> str:
    said = []
    for index in range(0, len(cut), 2):
        word = cut[index]
        following = cut[index + 1] if index + 1 < len(cut) else ""
        found = _INITIAL.match(word)
        if not word:
            said.append(following)
        elif found:
            letters, rest = found[1], found[2]
            if rest and found[3]:
                letters, rest = letters + rest, ""  # "Moh." stays an abbreviation
            said.append(letters + _small_capitals(rest) + after + ("-" if "-" in following else ""))
        else:
            said.append((" " if _LATIN.search(word) else "") + word + following)
    return "".join(said)


def _small_capitals(rest: str) -> str:
    """ "ThD" begins with capitals that belong together; a name all in capitals does not."""
    run = re.match(r"[^\W\d_a-z]*", rest)
    capitals = "".join(letter for letter in (run[0] if run else "") if letter == letter.upper())
    return capitals.lower() if len(capitals) < len(rest) else ""


def _abbreviated(cut: list[str], after: str) -> str:
    plain = cut[0::2]
    short = [_is_abbreviation(word) for word in plain]
    said = []
    for index, word in enumerate(plain):
        following = cut[2 * index + 1] if 2 * index + 1 < len(cut) else ""
        if not short[index]:
            said.append(word + following)
            continue
        said.append(re.sub(r"\.(?=[^.]*$)", "", word) + after)
        if following and not short[index + 1]:
            said.append(" ")
    return "".join(said)


def _is_abbreviation(word: str) -> bool:
    if len(word) > 1 and word.endswith("."):
        return True
    return len(word) == 1 and word == word.upper()
