"""Captions as editors upload them: read whatever they are written in, and said what is wrong with them.

Pure; `read` never raises: an upload that is no captions comes back without cues and with the sentence that says why.
The upload itself stays with who called. The modules read only leftwards in this order: `faults`, `decoding`, `blocks`,
`reading`, `checking`; `transcripts` stands alone.
"""

from ingest.captions.checking import check
from ingest.captions.decoding import decoded
from ingest.captions.faults import Fault, Severity
from ingest.captions.reading import MOST_BYTES, MOST_CUES, MOST_TEXT, Reading, read
from ingest.captions.transcripts import paragraphs

__all__ = [
    "MOST_BYTES",
    "MOST_CUES",
    "MOST_TEXT",
    "Fault",
    "Reading",
    "Severity",
    "check",
    "decoded",
    "paragraphs",
    "read",
]
