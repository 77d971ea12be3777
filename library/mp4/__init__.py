"""MP4 files, as far as a library must look into them: what a recording says of itself, and a copy that says nothing of who
made it, where and when. Pure Python, so that it also works where no ffmpeg is.

The modules read only leftwards in this order: `boxes`, `tracks`, `user_data`, `reading`, `starting`,
`cleaning`.

    NotAnMp4                 it does not begin as one, or its boxes do not fit into each other
    ├── CutOffError          a box wants more bytes than there are
    └── HiddenTrackError     what one of its tracks holds cannot be left out
"""

from library.mp4.boxes import Box, CutOffError, HiddenTrackError, NotAnMp4, box_at, is_mp4
from library.mp4.cleaning import VERSION, clean_copy
from library.mp4.reading import Told, read
from library.mp4.starting import begins_at_once

__all__ = [
    "VERSION",
    "Box",
    "CutOffError",
    "HiddenTrackError",
    "NotAnMp4",
    "Told",
    "begins_at_once",
    "box_at",
    "clean_copy",
    "is_mp4",
    "read",
]
