"""Stored files and their passages. A file is not a Wagtail document: it goes out only through our own view."""

import secrets
from pathlib import Path

from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

#: Digits and consonants that are not mistaken for each other; without vowels no word comes out by chance.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def opaque(length: int = 6) -> str:
    """A short address that says nothing: 27⁶ are 387 million."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def _storage():
    return storages["files"]


def _original(file: "File", name: str) -> str:
    return f"{file.sha256[:2]}/{file.sha256}/original{Path(name).suffix.lower()}"


def _copy(file: "File", name: str) -> str:
    return f"{file.sha256[:2]}/{file.sha256}/copy{Path(name).suffix.lower()}"


def _cover(file: "File", name: str) -> str:
    return f"{file.sha256[:2]}/{file.sha256}/cover{Path(name).suffix.lower()}"


class File(models.Model):
    """A file as it was given to us, never altered, and the copy of it that the public may download.

    `sha256` is of the original. `pages` is 0 until the text is read. Sizes are bytes. `taken_away`: what was
    made from it is gone, because every work that read it was withdrawn. `contents` is its table of contents: lists of
    depth (from 0), title, page (from 1) and the number printed there. A recording has `seconds`, and its picture `width`
    and `height` in pixels, and `worries` of its editor (codes of `library.film.WORRIES`; None before it was looked at);
    captions and tables know their `language` ("" otherwise). Captions belong to one film: `salt` stands before their bytes
    in the hash. `checked` is when the original was last compared with its hash, `fault` what was wrong with it then.
    """

    class Fault(models.TextChoices):
        MISSING = "missing", _("tidak ada lagi di disk")
        CHANGED = "changed", _("berubah sejak diterima")

    code = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    sha256 = models.CharField(_("sidik (SHA-256)"), max_length=64, unique=True, editable=False)
    name = models.CharField(_("nama berkas"), max_length=250)
    media_type = models.CharField(
        _("jenis berkas"), max_length=100, default="application/pdf", editable=False
    )
    size = models.PositiveBigIntegerField(_("ukuran"), editable=False)
    original = models.FileField(storage=_storage, upload_to=_original, max_length=250, editable=False)
    copy = models.FileField(storage=_storage, upload_to=_copy, max_length=250, blank=True, editable=False)
    copy_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    copy_size = models.PositiveBigIntegerField(default=0, editable=False)
    cover = models.FileField(storage=_storage, upload_to=_cover, max_length=250, blank=True, editable=False)
    cover_width = models.PositiveSmallIntegerField(default=0, editable=False)
    cover_height = models.PositiveSmallIntegerField(default=0, editable=False)
    taken_away = models.BooleanField(default=False, editable=False)
    pages = models.PositiveIntegerField(_("jumlah halaman"), default=0, editable=False)
    contents = models.JSONField(_("daftar isi"), default=list, blank=True)
    seconds = models.FloatField(_("lama (detik)"), default=0, editable=False)
    width = models.PositiveIntegerField(_("lebar gambar"), default=0, editable=False)
    height = models.PositiveIntegerField(_("tinggi gambar"), default=0, editable=False)
    language = models.CharField(_("bahasa isi"), max_length=3, blank=True, editable=False)
    worries = models.JSONField(null=True, blank=True, editable=False)
    salt = models.CharField(max_length=60, blank=True, editable=False)
    checked = models.DateTimeField(_("diperiksa"), null=True, blank=True, editable=False)
    fault = models.CharField(_("kerusakan"), max_length=10, choices=Fault.choices, blank=True, editable=False)
    added = models.DateTimeField(_("diterima"), auto_now_add=True)

    class Meta:
        verbose_name = _("berkas")
        verbose_name_plural = _("berkas")
        ordering = ["-added"]

    def __str__(self) -> str:
        return self.name


class Passage(models.Model):
    """What a reader can be sent to: one printed page of a file, one cue of a film's captions, one row of a table.
    Belongs to the file, not to a publication.

    `number` counts from 1; `label` is the number printed on the page, or the timecode; `label_source` says who told us;
    `text` is what is shown, `search_text` what is indexed (without running headers); `boxes` are the words' places on
    the page (`library.boxes`), aligned with the words of `text`; `confidence` (0–1) is how sure the text is. A cue is
    heard from `start` to `end`, in milliseconds; what claims no time has neither. `cue` holds the rest of a cue as it was
    written: `text` with its markup, `speaker`, `settings` (`library.captions.Cue`).
    """

    class LabelSource(models.TextChoices):
        LABEL = "label", _("dari berkas")
        INFERRED = "inferred", _("dibaca dari halaman")
        EDITOR = "editor", _("ditetapkan penyunting")
        NONE = "none", _("tidak diketahui")

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=40, blank=True)
    label_source = models.CharField(max_length=10, choices=LabelSource.choices, default=LabelSource.NONE)
    text = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    boxes = models.BinaryField(null=True, blank=True)
    reader = models.CharField(max_length=20, blank=True)
    flags = models.JSONField(default=list, blank=True)
    confidence = models.FloatField(_("keyakinan"), default=1.0)
    start = models.PositiveIntegerField(_("mulai"), null=True, blank=True)
    end = models.PositiveIntegerField(_("selesai"), null=True, blank=True)
    cue = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_passage_a_number")]

    def __str__(self) -> str:
        return f"{self.file} {self.number}"
