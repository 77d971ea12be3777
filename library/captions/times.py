"""Moments of a film, in whole milliseconds, as people and as the caption formats write them. Pure.

Milliseconds, since WebVTT and SRT both write exactly three decimals: a whole number holds every time that either can
say, compares without rounding, and is a plain integer column.
"""


def timecode(ms: int) -> str:
    """The moment as a label for people, whole seconds begun: `0:42`, `12:05`, `1:02:07`; before the start, `-0:01`."""
    minus, seconds = ("-", -ms // 1000) if ms < 0 else ("", ms // 1000)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{minus}{hours}:{minutes:02}:{seconds:02}" if hours else f"{minus}{minutes}:{seconds:02}"


def fragment(ms: int) -> str:
    """The moment as a media fragment wants it after `#t=` (W3C Media Fragments 1.0, normal play time): `62.9`, `7`.

    Not rounded to the second: what begins at 62.9 would open on the cue before it.
    """
    seconds, thousandths = divmod(max(ms, 0), 1000)
    return f"{seconds}.{thousandths:03}".rstrip("0").rstrip(".")


def from_fragment(seconds: str) -> int:
    """The moment that `fragment` wrote, in milliseconds: `62.9` is 62900. Digits with at most three decimals."""
    whole, _point, decimals = seconds.partition(".")
    return int(whole) * 1000 + int(decimals.ljust(3, "0"))


def vtt_stamp(ms: int) -> str:
    """`00:01:02.300`, as WebVTT writes it (hours may always be there). Raises ValueError for a negative time."""
    return _stamp(ms, ".")


def srt_stamp(ms: int) -> str:
    """`00:01:02,300`, as SRT writes it. Raises ValueError for a negative time."""
    return _stamp(ms, ",")


def _stamp(ms: int, point: str) -> str:
    if ms < 0:
        raise ValueError(f"no caption format writes the time {ms} ms")
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"
