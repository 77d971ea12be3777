"""How far a backup is, on a terminal."""

from ingest.management.saying import Output
from portal.backup import Progress


def percent(output: Output) -> Progress:
    """Says each new percent once."""
    told = -1

    def tell(done: int, of: int) -> None:
        nonlocal told
        now = min(100, 100 * done // of) if of else 100
        if now != told:
            told = now
            output.progress(f"{now} %")

    return tell
