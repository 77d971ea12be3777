"""Ingestions: one row for each file that somebody gave us, with how far it came and what became of it.

The row is the queue too: whoever works claims the oldest one that nobody holds (`ingest.queue`).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ingest.errors import AlreadyHere, by_code
from library.models import File, Publication


class Ingestion(models.Model):
    """One run over one file, with its outcome.

    `sha256` is of what was given, also where it was not taken in. `record` is the row of metadata that came with it,
    `target` the publication that it is for; without either a draft is made. `error` is a code of `ingest.errors`,
    `detail` is for the operator. `holder` and `lease` say who works on it, and until when we believe that.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        RUNNING = "running", _("Sedang dibaca")
        DONE = "done", _("Selesai")
        REFUSED = "refused", _("Perlu ditangani")

    class Stage(models.TextChoices):
        ACCEPT = "accept", _("diterima")
        EXTRACT = "extract", _("teks dibaca")
        COPY = "copy", _("salinan dan sampul dibuat")
        KEEP = "keep", _("disimpan")

    name = models.CharField(_("nama berkas"), max_length=250)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    file = models.ForeignKey(
        File,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="ingestions",
        verbose_name=_("berkas"),
    )
    target = models.ForeignKey(
        Publication,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="ingestions",
        verbose_name=_("terbitan"),
    )
    record = models.JSONField(default=dict, blank=True)
    publish = models.BooleanField(_("langsung terbit"), default=False)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    stage = models.CharField(_("tahap"), max_length=10, choices=Stage.choices, default=Stage.ACCEPT)
    error = models.CharField(max_length=30, blank=True)
    detail = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=100, blank=True)
    lease = models.DateTimeField(null=True, blank=True)
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(default=0)
    tools = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    added = models.DateTimeField(_("diterima"), auto_now_add=True)
    finished = models.DateTimeField(_("selesai"), null=True, blank=True)

    class Meta:
        verbose_name = _("pemasukan")
        verbose_name_plural = _("pemasukan")
        ordering = ["-added", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language; empty where nothing is."""
        return str(by_code(self.error).sentence) if self.error else ""

    @property
    def shown_state(self) -> str:
        """Where it stands, in a word; of what is here already there is nothing to see to."""
        return str(_("Sudah ada")) if self.error == AlreadyHere.code else self.get_state_display()

    @property
    def shown_target(self) -> Publication | None:
        """The publication that came of it, or the one that reads the file already."""
        if self.target is not None:
            return self.target
        spans = self.file.spans.all() if self.file is not None else ()
        return next((span.publication for span in spans), None)

    @property
    def can_try_again(self) -> bool:
        return (
            self.state == self.State.REFUSED and self.file_id is not None and self.error != AlreadyHere.code
        )

    @property
    def is_only_said(self) -> bool:
        """Whether it is a word in the list and no more: the file was not taken in, or stands under another row."""
        return self.file_id is None or self.error == AlreadyHere.code

    @property
    def progress(self) -> int:
        """Percent of the pages read."""
        return round(100 * self.pages_done / self.pages_total) if self.pages_total else 0
