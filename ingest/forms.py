"""The form with which editors bring PDFs, one by one or as a folder, and the table that tells of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ingest.desk.bringing import is_table


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is judged for itself by `ingest.accept`, so nothing is refused here."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [each for each in given if each]


class UploadForm(forms.Form):
    """Afterwards `pdfs` are the files to take in, `table` the one that tells of them, `others` the names of what a folder
    holds beside them."""

    files = FilesField(
        label=_("Berkas PDF"),
        help_text=_("Boleh beberapa sekaligus, masing-masing paling besar 200 MB."),
        required=False,
        widget=SeveralFiles(attrs={"accept": ".pdf,.csv,.xlsx"}),
    )
    folder = FilesField(
        label=_("Atau satu folder"),
        help_text=_("Semua PDF di dalamnya; berkas lain dilewati."),
        required=False,
        widget=SeveralFiles(attrs={"webkitdirectory": True}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        chosen, inside = given.get("files", []), given.get("folder", [])
        tables = [each for each in (*chosen, *inside) if is_table(each.name)]
        self.table = tables[0] if tables else None
        self.pdfs = [each for each in chosen if not is_table(each.name)]
        self.pdfs += [each for each in inside if each.name.lower().endswith(".pdf")]
        self.others = [
            each.name for each in inside if not is_table(each.name) and not each.name.lower().endswith(".pdf")
        ]
        if len(tables) > 1:
            raise forms.ValidationError(_("Hanya satu tabel (CSV atau XLSX) dapat menyertai satu kiriman."))
        if not self.pdfs:
            self.add_error("files", _("Pilih sedikitnya satu berkas."))
        return given


class RecordingsForm(UploadForm):
    """The same for the recordings of a film."""

    files = FilesField(
        label=_("Berkas film"),
        help_text=_("MP4 (H.264 dan AAC), paling besar 2 GB. Boleh beberapa mutu sekaligus."),
        required=False,
        widget=SeveralFiles(attrs={"accept": ".mp4,video/mp4"}),
    )
    folder = None
