"""The hyphen at the end of a line: in Indonesian 89 in 100 belong to the word (undang-undang). Pure."""

import re
from collections.abc import Iterable

_LINKED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BEFORE = re.compile(r"((?:[^\W\d_]+-)*([^\W\d_]+))-$")
_AFTER = re.compile(r"([^\W\d_]+)(?:-[^\W\d_]+)*")
#: Halves that are only a prefix share it with any word: "ter-tera" is no doubled word.
_PREFIXES = frozenset(
    {
        "me",
        "mem",
        "men",
        "meng",
        "menge",
        "meny",
        "pe",
        "pem",
        "pen",
        "peng",
        "peny",
        "per",
        "ber",
        "be",
        "ter",
        "te",
    }
    | {"di", "ke", "se"}
)
_ROOT = 3


def forms(words: Iterable[str]) -> frozenset[str]:
    """The forms in which words occur inside lines, folded, against which `mended` asks."""
    return frozenset(form for word in words for form in _LINKED.findall(word.casefold()))


def is_broken(left: str, right: str) -> bool:
    """Whether the last word of a line and the first of the next are two halves of one."""
    return left.endswith("-") and bool(_BEFORE.search(left) and _AFTER.match(right))


def mended(left: str, right: str, known: frozenset[str], *, soft: bool = False) -> str:
    """The two halves as one word: with its hyphen if that form is known or the halves share a root; without it only
    if the joined form is known, or where the file itself says that the hyphen is soft; else with it, for it was
    printed."""
    before, after = _BEFORE.search(left), _AFTER.match(right)
    if not before or not after:
        return left + right
    if soft and (after[1][0].islower() or before[2].isupper()):
        return left[:-1] + right
    whole, last, first = before[1].casefold(), before[2].casefold(), after[1].casefold()
    if f"{whole}-{after[0].casefold()}" in known or share_a_root(last, first):
        return left + right
    return left[:-1] + right if whole + after[0].casefold() in known else left + right


def share_a_root(left: str, right: str) -> bool:
    """Whether two halves are a doubled word, with or without affixes (tolong-menolong, perundang-undangan): they have
    most of the shorter one in common."""
    if left in _PREFIXES:
        return False
    shorter, longer = sorted((left, right), key=len)
    needed = max(_ROOT, -(-len(shorter) * 2 // 3))
    return any(shorter[start : start + needed] in longer for start in range(len(shorter) - needed + 1))
