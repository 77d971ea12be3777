"""What a file seems to be, kept for editors: proposals from its text and from our own thesaurus, and its contents."""

from collections.abc import Iterator, Sequence

from ingest.clean import CleanPage
from ingest.describe import Proposals, as_json, propose
from ingest.extract import Outline, PageText
from ingest.models import Description
from library.models import AmbiguousLabel, Concept, File

#: Pages on which a file says what it is.
FIRST = 3
_LANGUAGES = ("id", "en", "su")


def describe_file(
    file: File, outline: Outline, first: Sequence[PageText], pages: Sequence[CleanPage], name: str
) -> Proposals:
    """Propose what an editor could say of a file, and keep that with its table of contents. `first` are its first pages
    as they were read, which still know the sizes of type; `pages` all of them as they are kept; `name` the file's."""
    ambiguous = AmbiguousLabel.objects.values_list("label", flat=True)
    found = propose(pages, outline, name, first=first, labels=_labels(), ambiguous=list(ambiguous))
    Description.objects.update_or_create(file=file, defaults={"proposals": as_json(found)})
    labels = {page.number: page.label for page in pages}
    file.contents = [
        [entry.depth, entry.title, entry.page, labels.get(entry.page, "")] for entry in found.contents
    ]
    File.objects.filter(pk=file.pk).update(contents=file.contents)
    return found


def _labels() -> Iterator[tuple[str, str, str, bool]]:
    """Every name of every concept: its address, the name, the language ("" for a law's short form), whether hidden."""
    for concept in Concept.objects.select_related("law"):
        law = getattr(concept, "law", None)
        if law is not None and law.notation:
            yield concept.slug, law.notation, "", False
        for language in _LANGUAGES:
            if label := getattr(concept, f"label_{language}"):
                yield concept.slug, label, language, False
            for field, hidden in (("alternatives", False), ("hidden", True)):
                for label in getattr(concept, f"{field}_{language}").splitlines():
                    if label.strip():
                        yield concept.slug, label.strip(), language, hidden
