"""Times in a film as people write them: 0:42, 12:30, 1:02:07, 0:42.5. Pure; milliseconds in and out.

How they are shown is in `library.captions.times`.
"""

import re

_WRITTEN = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?")
_MOST = 60


def read(text: str) -> int | None:
    """The moment that a timecode means, in milliseconds; None where it is none, or names 60 seconds."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.group(1, 2, 3))
    if seconds >= _MOST or (found[1] is not None and minutes >= _MOST):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "").ljust(3, "0"))
