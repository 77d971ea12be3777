"""How a publication is shown among others: its kind, its cover, the words on a cover that the site draws."""

from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of publication: `slug` in addresses and facets, its name and the name of many."""

    slug: str
    name: str
    plural: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover's picture; sizes in pixels."""

    url: str
    width: int
    height: int


class ShownAsCard(models.Model):
    """The part of a publication that cards, covers and lists ask."""

    KIND = Kind("terbitan", _("Terbitan"), pgettext_lazy("jamak", "Terbitan"))
    #: What a card of this kind reads beyond its own fields.
    card_relations: tuple[str, ...] = ()
    #: Whether the first page of its file serves as cover where no picture was chosen.
    first_page_is_cover = True

    class Meta:
        abstract = True

    @property
    def kind(self) -> Kind:
        return self.specific_class.KIND

    @property
    def own(self) -> "ShownAsCard":
        """Itself as its own kind; without a query where it was found `for_cards`."""
        kind = self.specific_class
        return self if type(self) is kind else getattr(self, kind._meta.model_name)

    def cover_words(self) -> tuple[str, str]:
        """What stands on a cover that we draw: a title that fits, and a note below it."""
        return self.title, self.subtitle

    @property
    def short_title(self) -> str:
        return self.own.cover_words()[0]

    @property
    def cover_note(self) -> str:
        return self.own.cover_words()[1]

    @property
    def shown_cover(self) -> Cover | None:
        """The picture that an editor chose, else the first page; None where the site draws one."""
        if self.cover is not None:
            rendition = self.cover.get_rendition("width-400|format-webp")
            return Cover(rendition.url, rendition.width, rendition.height)
        file = next((file for file in self.files if file.cover), None)
        if file is None or not self.specific_class.first_page_is_cover:
            return None
        return Cover(reverse("cover", args=[file.code]), file.cover_width, file.cover_height)
