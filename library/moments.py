"""A moment of a film in an address: `t31.5/`, and `t31.5/en/` for what is said then in another language than the film's. Pure.

Cues are counted anew whenever an editor adds one or throws one away; what is said at 0:31 stays there.
"""

from library.captions import fragment
from library.captions.times import from_fragment

#: The end of an address, for patterns of addresses.
PATTERN = r"t(?P<seconds>[0-9]{1,6}(?:\.[0-9]{1,3})?)/(?:(?P<language>[a-z]{2,3})/)?"


def in_address(milliseconds: int, language: str = "") -> str:
    """The end of an address, as `PATTERN` reads it; `language` is "" for the film's own."""
    return f"t{fragment(milliseconds)}/" + (f"{language}/" if language else "")


def read(seconds: str) -> int:
    """Milliseconds, of the seconds that `PATTERN` found."""
    return from_fragment(seconds)
