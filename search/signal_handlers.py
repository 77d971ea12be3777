"""What changes the words that questions are read with. Plain functions, wired by `connect`."""

from django.db.models.signals import m2m_changed, post_delete, post_save

from library.models import AmbiguousLabel, Concept, Law, Place
from search.models import WordPair, WordsChanged


def words_changed(sender, **kwargs) -> None:
    if not kwargs.get("raw"):
        WordsChanged.tell()


def connect() -> None:
    """Called once by the app."""
    for model in (Concept, Law, Place, AmbiguousLabel, WordPair):
        for moment in (post_save, post_delete):
            moment.connect(words_changed, sender=model, dispatch_uid=f"words_changed_{model.__name__}")
    for relation in (Concept.broader, AmbiguousLabel.candidates):
        m2m_changed.connect(words_changed, sender=relation.through, dispatch_uid="words_changed_relation")
