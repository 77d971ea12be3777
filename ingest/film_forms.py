"""The forms of a film's desk: captions as a file, and a transcript as text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ingest import captions
from library.models import Publication

_MOST_LETTERS = 400_000
_MOST_SAID = 10


def placed(fault: captions.Fault, reading: captions.Reading | None = None) -> str:
    """What is wrong, with where it stands in the upload."""
    line = fault.line
    if line is None and fault.cue is not None and reading is not None:
        line = reading.lines[fault.cue - 1]
    if line is None:
        return fault.sentence
    return _("Baris %(line)d: %(sentence)s") % {"line": line, "sentence": fault.sentence}


class _OfLanguage(forms.Form):
    """Several of them stand on one page: `act`, which is what the desk calls the form, begins the ids of its fields."""

    act = ""
    language = forms.ChoiceField(
        label=_("Bahasa"),
        choices=[each for each in Publication.Language.choices if each[0] != Publication.Language.OTHER],
        initial=Publication.Language.INDONESIAN,
    )
    data_given: bytes = b""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{self.act}-%s", **kwargs)


class CaptionsForm(_OfLanguage):
    """Afterwards `reading` is what the file says, `name_given` its name."""

    act = "captions"
    file = forms.FileField(
        label=_("Berkas takarir"),
        help_text=_("WebVTT atau SRT, paling besar 2 MB. Takarir lama dalam bahasa yang sama diganti."),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )

    def __init__(self, *args: Any, seconds: float = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seconds = seconds

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > captions.MOST_BYTES:
            raise forms.ValidationError(_("Berkas takarir ini lebih besar dari 2 MB."))
        self.data_given, self.name_given = given.read(), given.name[-200:]
        self.reading = captions.read(self.data_given)
        faults = [*self.reading.faults, *captions.check(self.reading.cues, self.seconds or None)]
        stopping = [fault for fault in faults if fault.stops]
        if stopping or not self.reading.cues:
            raise forms.ValidationError(
                [placed(fault, self.reading) for fault in stopping[:_MOST_SAID]]
                or [_("Tidak ada bagian yang terbaca dari berkas ini.")]
            )
        return given


class TranscriptForm(_OfLanguage):
    """Afterwards `paragraphs` are its paragraphs."""

    act = "transcript"
    text = forms.CharField(
        label=_("Transkrip"),
        max_length=_MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Baris kosong di antara paragraf. Tanpa waktu: setiap paragraf dapat ditemukan, tetapi filmnya dibuka dari awal."
        ),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        self.data_given = text.encode()
        self.paragraphs = captions.paragraphs(text)
        if not self.paragraphs:
            raise forms.ValidationError(_("Tulislah transkripnya."))
        return text
