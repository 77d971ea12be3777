"""How a publication is shown among others: its kind, its cover, the words on a cover that the site draws."""

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.images.models import SourceImageIOError

from library.models.pictures import COVER, PictureRendition


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of publication: `slug` in addresses and facets, its name and the name of many."""

    slug: str
    name: str
    plural: str


BOOK = Kind("buku", _("Buku"), pgettext_lazy("jamak", "Buku"))
POCKET_BOOK = Kind("buku-saku", _("Buku saku"), pgettext_lazy("jamak", "Buku saku"))
STUDY = Kind("studi", _("Studi"), pgettext_lazy("jamak", "Studi"))
JOURNAL = Kind("jurnal", _("Jurnal"), pgettext_lazy("jamak", "Jurnal"))
BULLETIN = Kind("buletin", _("Buletin"), pgettext_lazy("jamak", "Buletin"))
FILM = Kind("film", _("Film"), pgettext_lazy("jamak", "Film"))
DATASET = Kind("data", _("Data"), pgettext_lazy("jamak", "Data"))
REGULATION = Kind("peraturan", _("Peraturan"), pgettext_lazy("jamak", "Peraturan"))

#: All kinds, in the order in which readers meet them: a shelf and a value of the search's facet each.
KINDS: tuple[Kind, ...] = (BOOK, POCKET_BOOK, STUDY, JOURNAL, BULLETIN, FILM, DATASET, REGULATION)
#: The kinds that come in issues.
PERIODICAL_KINDS: tuple[Kind, ...] = (JOURNAL, BULLETIN)


LONGEST_COLLECTION = 280


def collection(kind: str, title: str = "") -> str:
    """Where works stand, as harvesters name it: the slug of a kind, and that of a journal's or bulletin's title. Of both only
    what the protocol takes in the name of a set; pages may have any letters in their addresses."""
    spelled = ":".join(quote(slug, safe="").replace("%", "~") for slug in (kind, title) if slug)
    if len(spelled) <= LONGEST_COLLECTION:
        return spelled
    mark = sha256(spelled.encode()).hexdigest()[:16]  # most letters of other scripts take nine places
    return f"{spelled[: LONGEST_COLLECTION - 17]}~{mark}"


#: What the common part of a publication and its own kind have in common, and is fetched for the common part.
_SHARED = frozenset({"cover", "permanent", "content_type", "owner"})


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover's picture; sizes in pixels."""

    url: str
    width: int
    height: int


class ShownAsCard(models.Model):
    """The part of a publication that cards, covers and lists ask."""

    KIND = Kind("terbitan", _("Terbitan"), pgettext_lazy("jamak", "Terbitan"))
    #: What a card of this kind reads beyond its own fields: relations of its model.
    card_relations: tuple[str, ...] = ()
    #: What its record reads beyond that, of many rows: fetched along in a query each.
    record_relations: tuple[str, ...] = ()
    #: Of a work found `for_page`: the picture that an editor chose as its cover, as it was made to be shown.
    chosen_cover: dict | None = None
    #: Whether the first page of its file serves as cover where no picture was chosen.
    first_page_is_cover = True

    class Meta:
        abstract = True

    @classmethod
    def recorded_along(cls, way: str) -> list[str | models.Prefetch]:
        """What `record_relations` name, and what only a question of its own finds; `way` leads to works of this kind."""
        return [f"{way}__{relation}" for relation in cls.record_relations]

    @property
    def kind(self) -> Kind:
        return self.own.own_kind

    @property
    def own_kind(self) -> Kind:
        """What a publication in hand as its own kind is; issues and articles ask their periodical."""
        return self.KIND

    @property
    def own(self) -> "ShownAsCard":
        """Itself as its own kind, with all that was fetched along; without a query where it was found `for_cards`."""
        kind = self.specific_class or type(self)
        if type(self) is kind:
            return self
        found: ShownAsCard = getattr(self, kind._meta.model_name)
        for name, value in self._state.fields_cache.items():
            if name in _SHARED:
                found._state.fields_cache.setdefault(name, value)
        if fetched := getattr(self, "_prefetched_objects_cache", None):
            found._prefetched_objects_cache = {**getattr(found, "_prefetched_objects_cache", {}), **fetched}
        found.chosen_cover = found.chosen_cover or self.chosen_cover
        return found

    @property
    def amount(self) -> str:
        """How much there is of it, where that is not counted in pages."""
        return ""

    def cover_words(self) -> tuple[str, str]:
        """What stands on a cover that we draw: a title that fits, and a note below it."""
        return self.title, self.subtitle

    @property
    def short_title(self) -> str:
        return self.own.cover_words()[0]

    @property
    def cover_note(self) -> str:
        return self.own.cover_words()[1]

    @cached_property
    def shown_cover(self) -> Cover | None:
        """The picture that an editor chose, else the first page; None where the site draws one."""
        if self.cover_id is not None and (chosen := self._chosen()):
            return chosen
        begun = (
            span.file for span in self.spans.all() if span.first == 1
        )  # the cover is the file's first page
        file = next((file for file in begun if file.cover), None)
        if file is None or not self.specific_class.first_page_is_cover:
            return None
        return Cover(reverse("cover", args=[file.code]), file.cover_width, file.cover_height)

    def _chosen(self) -> Cover | None:
        """None where the disk has lost the picture."""
        if made := self.chosen_cover:
            storage = PictureRendition._meta.get_field("file").storage
            return Cover(storage.url(made["file"]), made["width"], made["height"])
        try:
            rendition = self.cover.get_rendition(COVER)
        except SourceImageIOError:
            return None
        return Cover(rendition.url, rendition.width, rendition.height)
