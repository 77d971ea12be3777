"""What editors add to the words that questions are read with, when any of those words last changed, and the searches that
readers keep to be told of new works."""

import secrets
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from library.prepared import prepared
from search.analysis import tokens
from search.bilingual import Entry, wrong


class WordPair(models.Model):
    """An editor's own line of the bilingual word list: it stands in the place of the shipped line with the same English
    word, or is added to the list; without an Indonesian word it takes that line away."""

    english = models.CharField(
        _("kata Inggris"),
        max_length=100,
        help_text=_("Satu sampai tiga kata, dalam bentuk dasarnya: wife, bukan wives."),
    )
    head = models.CharField(max_length=200, unique=True, editable=False)
    indonesian = models.TextField(
        _("padanan Indonesia"),
        blank=True,
        help_text=_(
            "Satu tiap baris, paling banyak empat, yang paling tepat lebih dulu. "
            "Bila dikosongkan, kata Inggris ini tidak lagi dicari padanannya."
        ),
    )
    hidden = models.TextField(
        _("kata tersembunyi"),
        blank=True,
        help_text=_("Kata dari baris di atas yang ikut dicari tetapi tidak ditampilkan. Satu tiap baris."),
    )
    note = models.CharField(_("catatan"), max_length=250, blank=True)

    panels = [FieldPanel("english"), FieldPanel("indonesian"), FieldPanel("hidden"), FieldPanel("note")]

    class Meta:
        verbose_name = _("padanan kata")
        verbose_name_plural = pgettext_lazy("jamak", "padanan kata")
        ordering = ["english"]

    def __str__(self) -> str:
        return self.english

    def save(self, *args, **kwargs) -> None:
        self.head = _head(self.english)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.english = " ".join(self.english.lower().split())
        self.indonesian, self.hidden = ("\n".join(_lines(text)) for text in (self.indonesian, self.hidden))
        entry = self.entry
        said = wrong(entry if entry.indonesian else Entry(entry.english, (entry.english,), entry.parts))
        if said:
            raise ValidationError(capfirst(str(said)))
        if WordPair.objects.filter(head=_head(self.english)).exclude(pk=self.pk).exists():
            raise ValidationError({"english": capfirst(str(_("kata Inggris ini sudah ada.")))})

    @property
    def entry(self) -> Entry:
        """The line as the list has it."""
        part = "phrase" if " " in self.english else "n"
        return Entry(
            self.english,
            tuple(_lines(self.indonesian)),
            (part,),
            frozenset(_lines(self.hidden)),
            self.note,
        )


class Alert(models.Model):
    """A search that somebody is told of new works for by e-mail (`search.alerts`): who, what, and until when, nothing else.

    A row that is not `confirmed` is a letter that asks whether the address is its owner's: it is told nothing, and gone
    two days later. Where the owner said no, address and search are taken out of it at once; `box`, a number that only this
    library can make of the address, stays so long, so that nobody is asked again and again. Editors see none of them.
    """

    address = models.EmailField(max_length=254, db_index=True, blank=True)
    box = models.CharField(max_length=64, db_index=True)
    asked = models.CharField(max_length=2000)  # a query string, as `search.forms` writes it
    language = models.CharField(max_length=2)
    token = models.CharField(max_length=64, unique=True, default=secrets.token_urlsafe)
    made = models.DateTimeField(default=timezone.now)
    confirmed = models.DateTimeField(null=True)
    looked = models.DateTimeField(null=True, db_index=True)  # works that came in until then were told
    tried = models.DateTimeField(null=True, db_index=True)  # whether told or not: who waited longest is next
    claimed = models.DateTimeField(null=True)  # by the worker that is handing over a letter
    refused_since = models.DateTimeField(null=True)  # by the mail server, each time since then

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "asked"],
                condition=models.Q(confirmed__isnull=False),
                name="one_alert_for_a_search",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)  # whatever prints it tells nobody who it is


class WordsChanged(models.Model):
    """One row, whose stamp is another one after every change to concepts, doubtful words or word pairs. Never the same
    twice, so a change that is taken back leaves no process with words that were not kept."""

    stamp_now = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp_now

    @classmethod
    def stamp(cls) -> str:
        return "".join(stamp for (stamp,) in _stamps())

    @classmethod
    def tell(cls) -> None:
        """Say that something changed, in the transaction in which it does."""
        fresh = uuid.uuid4().hex
        if not cls.objects.filter(pk=1).update(stamp_now=fresh):
            cls.objects.update_or_create(pk=1, defaults={"stamp_now": fresh})


_stamps = prepared(lambda: WordsChanged.objects.filter(pk=1).values_list("stamp_now"))


def _head(english: str) -> str:
    """What makes two writings of an English word one."""
    return " ".join(token.exact for token in tokens(english))


def _lines(text: str) -> Iterable[str]:
    return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in text.splitlines()))))
