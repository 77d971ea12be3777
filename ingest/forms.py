"""The form with which editors bring PDFs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is judged for itself by `ingest.accept`, so nothing is refused here."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        if not any(given):
            raise forms.ValidationError(_("Pilih sedikitnya satu berkas PDF."))
        return [each for each in given if each]


class UploadForm(forms.Form):
    files = FilesField(
        label=_("Berkas PDF"), help_text=_("Boleh beberapa sekaligus, masing-masing paling besar 200 MB.")
    )
