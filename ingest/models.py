"""What we know of files that were given to us: how far each came, what was made of it, and what editors decided.

Rows of work (`Work`) are the queue too: whoever works claims the oldest one that nobody holds (`ingest.queue`).
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ingest.errors import AlreadyHere, by_code
from ingest.holding import held_by
from library.models import File, Publication
from library.models.files import opaque


class Work(models.Model):
    """Something to be done in the background. `error` is a code of `ingest.errors`, `detail` is for the operator;
    `holder` and `lease` say who works on it, and until when we believe that."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        RUNNING = "running", _("Sedang dibaca")
        DONE = "done", _("Selesai")
        REFUSED = "refused", _("Perlu ditangani")

    #: What a row forgets of the attempt before when it is claimed anew.
    ANEW: ClassVar[dict[str, Any]] = {}
    #: What is written whenever the row is.
    TOLD: ClassVar[tuple[str, ...]] = ()

    state = models.CharField(
        _("keadaan"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    error = models.CharField(max_length=30, blank=True)
    detail = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=100, blank=True)
    lease = models.DateTimeField(null=True, blank=True)
    added = models.DateTimeField(_("diterima"), auto_now_add=True)
    finished = models.DateTimeField(_("selesai"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language; empty where nothing is."""
        return str(by_code(self.error).sentence) if self.error else ""


class Batch(models.Model):
    """Files that came together, to be put in order together. `code` is its address."""

    code = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    name = models.CharField(_("nama kiriman"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    added = models.DateTimeField(_("diterima"), auto_now_add=True)

    class Meta:
        verbose_name = _("kiriman")
        verbose_name_plural = _("kiriman")
        ordering = ["-added", "-pk"]

    def __str__(self) -> str:
        return self.name or self.code


class Upload(models.Model):
    """A file on its way to us in pieces: `received` of `size` bytes have come. `code` is its address, and names the
    pieces on the disk. It is gone once the whole has been taken in."""

    code = models.CharField(max_length=20, unique=True, editable=False)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.CASCADE, related_name="uploads")
    target = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("nama berkas"), max_length=250)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("pengiriman")
        verbose_name_plural = _("pengiriman")

    def __str__(self) -> str:
        return self.name


class Ingestion(Work):
    """One run over one file, with its outcome.

    `sha256` is of what was given; of what was refused by its beginning or its size, of as much as was read. `record` is the row of metadata that came with it,
    `target` the publication that it is for; without either a draft is made, unless one waits for this very file: then
    `matched` says by what it was known. `settled`: somebody said what it is, whatever its front page looks like.
    """

    class Stage(models.TextChoices):
        ACCEPT = "accept", _("diterima")
        EXTRACT = "extract", _("teks dibaca")
        COPY = "copy", _("salinan dan sampul dibuat")
        KEEP = "keep", _("disimpan")

    class Matched(models.TextChoices):
        """By what a file was found to belong to a draft that was here before it."""

        FILE = "file", _("nama berkas di tabelnya")
        ISBN = "isbn", _("ISBN")
        DOI = "doi", _("DOI")
        LAW = "law", _("nomor peraturannya")
        TITLE = "title", _("judul dan tahunnya")
        NAME = "name", _("nama berkasnya")
        ISSUE = "issue", _("nomor edisinya")
        CHOSEN = "chosen", _("pilihan penyunting")

    ANEW: ClassVar[dict[str, Any]] = {"stage": Stage.ACCEPT, "pages_done": 0}
    TOLD: ClassVar[tuple[str, ...]] = ("stage", "pages_done", "pages_total", "tools")

    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="ingestions"
    )
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
    matched = models.CharField(_("dikenali dari"), max_length=10, choices=Matched.choices, blank=True)
    settled = models.BooleanField(default=False, editable=False)
    record = models.JSONField(default=dict, blank=True)
    publish = models.BooleanField(_("langsung terbit"), default=False)
    stage = models.CharField(_("tahap"), max_length=10, choices=Stage.choices, default=Stage.ACCEPT)
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(default=0)
    tools = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("pemasukan")
        verbose_name_plural = _("pemasukan")
        ordering = ["-added", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def sentence(self) -> str:
        """Of a file that is here already also where."""
        work = held_by(self.file) if self.error == AlreadyHere.code and self.file is not None else None
        if work is None:
            return super().sentence
        title = work.get_admin_display_title()
        return str(_("Berkas ini sudah pernah diunggah untuk “%(title)s”.") % {"title": title})

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


class Recognition(Work):
    """A page that is to be read by recognition (OCR), in a queue of its own: one costs as much as a whole book.

    `number` counts from 1 in the file. `wanted` says that an editor asked for it, whatever the page's own text.
    `seconds` is how long it took, `tools` with what it was done (name → version).
    """

    ANEW: ClassVar[dict[str, Any]] = {}
    TOLD: ClassVar[tuple[str, ...]] = ("seconds", "tools")

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="recognitions")
    number = models.PositiveIntegerField()
    wanted = models.BooleanField(default=False)
    seconds = models.FloatField(default=0.0)
    tools = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("pengenalan teks")
        verbose_name_plural = _("pengenalan teks")
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="one_recognition_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.number}"


class StageRun(models.Model):
    """That a stage was done for a file, with what: as long as `fingerprint` (`ingest.stages`) stays, it need not be
    done again. `seconds` is how long it took."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(_("tahap"), max_length=10, choices=Ingestion.Stage.choices)
    fingerprint = models.CharField(max_length=64)
    tools = models.JSONField(default=dict, blank=True)
    seconds = models.FloatField(default=0.0)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("tahap")
        verbose_name_plural = _("tahap")
        constraints = [models.UniqueConstraint(fields=["file", "stage"], name="one_run_a_stage")]

    def __str__(self) -> str:
        return f"{self.file} {self.stage}"


class Correction(models.Model):
    """What an editor decided about one page of a file; it holds also when the file is read again.

    `text` is the text as mended, None where the machine's stands; `reader` the one that is to be believed here, ""
    for the best; `printed` the number that is printed on this page and runs on from here ("1", "iv"; "-" for pages
    without numbers), "" where nothing was said.
    """

    class Reader(models.TextChoices):
        PDFMINER = "pdfminer", _("pembaca pertama")
        PDFIUM = "pdfium", _("pembaca kedua")
        TESSERACT = "tesseract", _("pengenalan teks (OCR)")

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="corrections")
    number = models.PositiveIntegerField()
    text = models.TextField(_("teks"), null=True, blank=True)
    reader = models.CharField(_("pembaca"), max_length=20, choices=Reader.choices, blank=True)
    printed = models.CharField(_("nomor tercetak"), max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("koreksi")
        verbose_name_plural = _("koreksi")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_correction_a_page")]

    def __str__(self) -> str:
        return f"{self.file} {self.number}"


class Description(models.Model):
    """What a file seems to be: proposals with their sources (`ingest.describe`), for an editor to take or leave."""

    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="description")
    proposals = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("usulan")
        verbose_name_plural = _("usulan")

    def __str__(self) -> str:
        return str(self.file)


class AwaitedFile(models.Model):
    """The name of the file that a draft waits for, where a table told it that came before the files. `name` is as
    `ingest.placing.file_key` writes it."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="awaited_files")
    name = models.CharField(_("nama berkas"), max_length=250, db_index=True)

    class Meta:
        verbose_name = _("berkas yang ditunggu")
        verbose_name_plural = _("berkas yang ditunggu")
        constraints = [
            models.UniqueConstraint(fields=["publication", "name"], name="one_awaited_file_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
