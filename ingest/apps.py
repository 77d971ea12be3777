"""Brings the text in: from a PDF to passages, through the pipeline."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    name = "ingest"
    verbose_name = _("Pemasukan berkas")
