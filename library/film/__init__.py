"""What a film's file is: how long, how large, whether a browser plays it, and a still picture of it.

The file comes from a stranger and its name says nothing. `boxes` and `containers` read its first bytes in Python;
`ffmpeg` is the one door to ffprobe and ffmpeg, each run within limits; nobody needs them installed for the rest of the
library to work. The modules read only leftwards in this order: `errors`, `boxes`, `containers`, `ffmpeg`, `probed`,
`posters`.
"""

from library.film.errors import FilmError
from library.film.ffmpeg import REMEDY, Limits, available
from library.film.posters import poster
from library.film.probed import MOST_BYTES, WORRIES, Probed, probe

__all__ = ["MOST_BYTES", "REMEDY", "WORRIES", "FilmError", "Limits", "Probed", "available", "poster", "probe"]
