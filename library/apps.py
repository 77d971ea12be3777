"""What we hold: publications, their files and passages, and the words that describe them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Pustaka")

    def ready(self) -> None:
        from library import signal_handlers

        signal_handlers.connect()
