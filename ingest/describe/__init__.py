"""Guesses what a file is from its pages and its name: proposals for an editor, never published by themselves.

Pure. `propose` is the one entry; `values` says what it gives, and keeps it as JSON; `proposal` and `fields` are what a
draft is made from. `proposing` has the recipe: `statutes` reads the heads of laws; `headline` the largest type, `junk`
tells a title inside a file from the name of a template; `issues`, `kinds`, `imprint` and `identifying` read what the
first pages say; `contents`, `printed` and `concepts` the whole file.
"""

from ingest.describe.drafting import Proposal, fields, proposal
from ingest.describe.proposing import propose
from ingest.describe.values import (
    SENTENCES,
    FoundConcept,
    FoundLaw,
    Identifier,
    LawHead,
    Named,
    NotProposals,
    Numbers,
    Proposals,
    Source,
    Told,
    as_json,
    from_json,
)

__all__ = [
    "SENTENCES",
    "FoundConcept",
    "FoundLaw",
    "Identifier",
    "LawHead",
    "Named",
    "NotProposals",
    "Numbers",
    "Proposal",
    "Proposals",
    "Source",
    "Told",
    "as_json",
    "fields",
    "from_json",
    "proposal",
    "propose",
]
