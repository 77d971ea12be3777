"""What we hold. Each module imports only from those before it in this order:

slugs, users, pictures, agents, vocabulary, files, addresses, two_languages, cards, contributions, subjects, likeness, relations,
spans, querysets, described, publications, films, sheets, charts, datasets, kinds, periodicals, changes, shelves.

Fields describe; questions to the database are named methods of querysets; rules about who may see live in
`library.access`, and every write that readers could notice goes through `library.changes`.
"""

from library.models.agents import Agent
from library.models.changes import Change, PermanentId
from library.models.charts import Chart
from library.models.contributions import Contribution
from library.models.datasets import DataColumn, Dataset
from library.models.files import File, Passage
from library.models.films import Film, Recording
from library.models.kinds import SHELVED, Book, PocketBook, Regulation, Study
from library.models.periodicals import Article, Issue, Periodical
from library.models.pictures import Picture, PictureRendition
from library.models.publications import Publication
from library.models.relations import Relation
from library.models.sheets import Sheet
from library.models.shelves import Holdings, Shelf
from library.models.spans import Span
from library.models.subjects import Subject
from library.models.users import User
from library.models.vocabulary import AmbiguousLabel, Concept, ConceptGroup, Law, Place

__all__ = [
    "SHELVED",
    "Agent",
    "AmbiguousLabel",
    "Article",
    "Book",
    "Change",
    "Chart",
    "Concept",
    "ConceptGroup",
    "Contribution",
    "DataColumn",
    "Dataset",
    "File",
    "Film",
    "Holdings",
    "Issue",
    "Law",
    "Passage",
    "Periodical",
    "PermanentId",
    "Picture",
    "PictureRendition",
    "Place",
    "PocketBook",
    "Publication",
    "Recording",
    "Regulation",
    "Relation",
    "Sheet",
    "Shelf",
    "Span",
    "Study",
    "Subject",
    "User",
]
