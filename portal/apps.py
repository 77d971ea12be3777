"""The site itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Situs")

    def ready(self) -> None:
        from portal import sqlite  # noqa: F401  (it listens for new connections)
