"""What readers found on the pages of a file, kept beside the original: cleaning it anew costs no reading.

One file holds the best reading of every page, as the child sent it (`extract.messages`), compressed; single files hold
what another reader made of one page. All of it can be made again; what cannot be read back is as if it were not there.
Of a file that was removed nothing is kept: its folder is gone, and is not made anew here (`library.folders`).
"""

import io
import zlib
from contextlib import suppress
from pathlib import Path

from ingest.extract import Outline, PageText
from ingest.extract.messages import Failure, Frames, Garbled, send
from library.models import File

_FORM = b"sapa-reading 1 "


def keep(file: File, fingerprint: str, outline: Outline, pages: list[PageText]) -> None:
    """Keep the reading of a whole file under the fingerprint of the stage that made it. Raises OSError, FileNotFoundError
    where the file is gone."""
    packer = zlib.compressobj(6)
    parts = [_FORM + fingerprint.encode() + b"\n"]
    for message in (outline, *pages, None):
        out = io.BytesIO()
        send(out, message)
        parts.append(packer.compress(out.getvalue()))
    _write(_folder(file) / "reading", b"".join([*parts, packer.flush()]))


def held(file: File, fingerprint: str = "") -> tuple[Outline, list[PageText]] | None:
    """The reading that is kept; None where there is none, or none under that fingerprint (any, without one)."""
    with suppress(OSError, zlib.error, Garbled, Failure):
        head, _, packed = (_folder(file) / "reading").read_bytes().partition(b"\n")
        if not head.startswith(_FORM) or (fingerprint and head != _FORM + fingerprint.encode()):
            return None
        frames = Frames()
        outline, *pages = frames.feed(zlib.decompress(packed))
        if frames.ended and isinstance(outline, Outline):
            return outline, [page for page in pages if isinstance(page, PageText)]
    return None


def keep_page(file: File, page: PageText) -> None:
    """Keep what one reader made of one page, beside what the others did. Raises OSError,
    FileNotFoundError where the file is gone."""
    out = io.BytesIO()
    send(out, page)
    (_folder(file) / "pages").mkdir(exist_ok=True)
    _write(_page(file, page.number, page.reader), zlib.compress(out.getvalue()))


def page(file: File, number: int, reader: str) -> PageText | None:
    """What that reader made of the page of that number (from 1), where it was kept on its own."""
    with suppress(OSError, zlib.error, Garbled, Failure):
        for message in Frames().feed(zlib.decompress(_page(file, number, reader).read_bytes())):
            return message if isinstance(message, PageText) else None
    return None


def _page(file: File, number: int, reader: str) -> Path:
    return _folder(file) / "pages" / f"{number}-{reader}"


def _folder(file: File) -> Path:
    return Path(file.original.path).parent


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, whoever is killed meanwhile."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)
