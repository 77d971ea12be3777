"""What a publication reads: an ordered list of stretches of files, and the passages counted through it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from library.access import Rule
from library.models.files import File, Passage


@dataclass(frozen=True, slots=True)
class Place:
    """Where a publication's n-th passage lies: a file, and the number of the passage in it."""

    file: File
    number: int


@dataclass(frozen=True, slots=True)
class Download:
    """The file that the public may take home; `size` in bytes."""

    url: str
    name: str
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of a work's table of contents: `depth` from 0, the passage that it leads to, the number printed there."""

    depth: int
    title: str
    number: int
    label: str


class Span(Orderable):
    """The stretch of a file's passages that a publication reads; without `last`, to the file's end."""

    publication = ParentalKey("library.Publication", on_delete=models.CASCADE, related_name="spans")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="spans", verbose_name=_("berkas"))
    first = models.PositiveIntegerField(_("dari halaman berkas"), default=1)
    last = models.PositiveIntegerField(_("sampai halaman berkas"), null=True, blank=True)

    panels = [
        FieldPanel("file"),
        FieldPanel("first"),
        FieldPanel("last", help_text=_("Kosongkan untuk membaca sampai akhir berkas.")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("bagian berkas")

    def clean(self) -> None:
        if self.first < 1 or (self.last is not None and self.last < self.first):
            raise ValidationError({"last": _("Halaman akhir tidak boleh mendahului halaman awal.")})
        if self.file_id is not None and self.first > self.file.pages > 0:
            sentence = _("Berkas ini hanya memiliki %(pages)d halaman.")
            raise ValidationError({"first": sentence % {"pages": self.file.pages}})

    @property
    def end(self) -> int:
        """The last passage's number in the file; before the first while the text has not been read."""
        return self.file.pages if self.last is None else min(self.last, self.file.pages)

    @property
    def length(self) -> int:
        return max(0, self.end - self.first + 1)

    @property
    def whole(self) -> bool:
        return self.first == 1 and self.last is None

    def meets(self, other: "Span") -> bool:
        """Whether some page lies in both."""
        return self.file_id == other.file_id and self.first <= other.end and other.first <= self.end


class ReadsSpans(models.Model):
    """The part of a publication that reads: `spans` in their order, passages numbered through all of them."""

    class Meta:
        abstract = True

    @property
    def files(self) -> list[File]:
        return [span.file for span in self.spans.all()]

    @property
    def size(self) -> int:
        """Bytes of what can be downloaded."""
        return sum(file.copy_size or file.size for file in self.files)

    @property
    def opens(self) -> bool:
        """Whether there is something to read, to play or to look at."""
        return self.pages > 0

    @property
    def pages(self) -> int:
        """How many passages it reads."""
        return sum(span.length for span in self.spans.all())

    def places(self) -> Iterator[Place]:
        """Where each of its passages lies, in reading order."""
        for span in self.spans.all():
            for number in range(span.first, span.end + 1):
                yield Place(span.file, number)

    def table_of_contents(self) -> Iterator[ContentsEntry]:
        """The entries of its files' tables of contents that lie in what it reads."""
        before = 0
        for span in self.spans.all():
            for depth, title, page, label in span.file.contents:
                if span.first <= page <= span.end:
                    yield ContentsEntry(depth, title, before + page - span.first + 1, label)
            before += span.length

    def place(self, number: int) -> Place | None:
        """Where its n-th passage (from 1) lies; None beyond the last."""
        return self.places_of([number]).get(number)

    def places_of(self, numbers: Iterable[int]) -> dict[int, Place]:
        """Where its passages with these numbers (from 1) lie; nothing for those beyond the last."""
        wanted = list(numbers)
        places: dict[int, Place] = {}
        before = 0
        for span in self.spans.all():
            for number in wanted:
                if 0 < number - before <= span.length:
                    places[number] = Place(span.file, span.first + number - before - 1)
            before += span.length
        return places

    def passages(self) -> Iterator[tuple[int, Passage]]:
        """Its passages in reading order, each with its number in this publication."""
        before = 0
        for span in self.spans.all():
            for passage in span.file.passages.filter(number__gte=span.first, number__lte=span.end).order_by(
                "number"
            ):
                yield before + passage.number - span.first + 1, passage
            before += span.length

    def passages_to_find(self, viewer: Rule) -> Iterator[tuple[int, Passage]]:
        """Those of its passages that are found as its own; a work that shares pages with others says which."""
        return self.passages()

    def holders(self, viewer: Rule) -> Sequence["ReadsSpans"]:
        """The works under which its passages are found: itself, and those that hold some of them for it."""
        return [self]

    def passages_numbered(self, numbers: list[int]) -> dict[int, Passage]:
        """Some of its passages by their number in this publication, without the words' places."""
        found: dict[int, Passage] = {}
        before = 0
        for span in self.spans.all():
            wanted = [
                number - before + span.first - 1 for number in numbers if 0 < number - before <= span.length
            ]
            if wanted:
                for passage in span.file.passages.filter(number__in=wanted).defer("boxes"):
                    found[before + passage.number - span.first + 1] = passage
            before += span.length
        return found

    def number_of(self, label: str) -> int | None:
        """The passage on which `label` is printed, else the one of that number."""
        printed = self.number_printed(label)
        return printed or (int(label) if label.isdecimal() and self.place(int(label)) else None)

    def number_printed(self, label: str) -> int | None:
        """The passage on which `label` is printed."""
        before = 0
        for span in self.spans.all():
            found = span.file.passages.filter(
                number__gte=span.first, number__lte=span.end, label__iexact=label
            ).first()
            if found:
                return before + found.number - span.first + 1
            before += span.length
        return None

    def whole_file(self) -> File | None:
        """The file that it reads from the first page to the last, which alone may be downloaded."""
        return next((span.file for span in self.spans.all() if span.whole), None)

    @property
    def download(self) -> Download | None:
        file = self.whole_file()
        if file is None or not file.copy:
            return None
        name = f"{self.slug}.pdf"
        return Download(reverse("file", args=[file.code, name]), name, file.copy_size, file.pages)
