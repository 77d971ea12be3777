"""What we hold. Each module imports only from those before it in this order:

users, pictures, vocabulary, files, addresses, cards, contributions, spans, publications, kinds, changes, shelves.

Fields describe; questions to the database are named methods of querysets; rules about who may see live in
`library.access`, and every write that readers could notice goes through `library.changes`.
"""

from library.models.changes import Change, PermanentId
from library.models.contributions import Contribution
from library.models.files import File, Passage
from library.models.kinds import Book, Regulation
from library.models.pictures import Picture, PictureRendition
from library.models.publications import Publication
from library.models.shelves import Holdings, Shelf
from library.models.spans import Span
from library.models.users import User
from library.models.vocabulary import Agent, Concept, Law, Place

__all__ = [
    "Agent",
    "Book",
    "Change",
    "Concept",
    "Contribution",
    "File",
    "Holdings",
    "Law",
    "Passage",
    "PermanentId",
    "Picture",
    "PictureRendition",
    "Place",
    "Publication",
    "Regulation",
    "Shelf",
    "Span",
    "User",
]
