"""Finds passages: the language of questions, the analysis, the engines, and what keeps the index true."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Pencarian")

    def ready(self) -> None:
        from search import signal_handlers

        signal_handlers.connect()
