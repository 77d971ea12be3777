"""Whether an original is still what was given to us: its hash is taken again. Nothing is made from one that is not."""

import hashlib
from functools import lru_cache
from pathlib import Path

from library.models import File

_REMEMBERED = 64


def fault(file: File) -> str:
    """What is wrong with the original now (a `File.Fault`), "" where it is sound. Reads it whole; saves nothing."""
    if not file.original:
        return str(File.Fault.MISSING)
    found = sha256_of(Path(file.original.path), file.salt)
    if found == file.sha256:
        return ""
    return str(File.Fault.CHANGED if found else File.Fault.MISSING)


def fault_of_many_pages(file: File) -> str:
    """As `fault`, for who comes back for page after page: read anew only where the file on the disk is another one, as far as
    its date and size tell."""
    try:
        stands = Path(file.original.path).stat()
    except (OSError, ValueError):
        return fault(file)
    return _remembered(file.pk, file.sha256, stands.st_ino, stands.st_mtime_ns, stands.st_size)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(key: int, _sha256: str, *_stands: int) -> str:
    return fault(File.objects.get(pk=key))


def sha256_of(path: Path, salt: str = "") -> str:
    """The SHA-256 of the salt and a file, "" where it cannot be read."""
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, lambda: hashlib.sha256(salt.encode())).hexdigest()
    except OSError:
        return ""
