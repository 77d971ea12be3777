"""Films: the recordings that are played, and the captions that are read and searched.

What a film reads (its spans) are caption files: their cues are its passages. What it plays are its recordings.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from library import moments, timecodes
from library.captions import fragment, timecode
from library.fields import ChoiceList
from library.models import cards
from library.models.described import Detail, absolute
from library.models.files import File, Passage
from library.models.publications import Publication, form
from library.record import Captions, Footage, HeldFile, Record, RecordKind

_MINUTE = 60
#: Of several recordings the largest with no more lines than this plays first: it is kind to those who pay by the megabyte.
_PLAYS_FIRST = 480
#: Two qualities of one film differ by less: encoders round to pictures and to packets of sound.
_UNEVEN = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Quality:
    """One recording as a viewer chooses it: its `number` among them (from 1), `name` ("480p"), the `note` an editor gave
    it, `size` in bytes, its picture in pixels."""

    number: int
    name: str
    note: str
    url: str
    media_type: str
    size: int
    width: int
    height: int

    @property
    def lines(self) -> int:
        """Of its shorter side, as people name qualities: a film held upright has as many as one that lies."""
        return min(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Track:
    """One file of captions: its `language` and what that is called, whether it is `timed` or a plain transcript, and its address as WebVTT
    ("" where it claims no time). `file` is its key, `first` and `last` are the numbers of its passages in the film."""

    language: str
    name: str
    timed: bool
    url: str
    file: int
    first: int
    last: int

    def holds(self, number: int) -> bool:
        """Whether the film's passage of that number is one of its cues."""
        return self.first <= number <= self.last


@dataclass(frozen=True, slots=True)
class Player:
    """What the player shows: the recording that was `chosen` among the `qualities`, the tracks that can be switched on,
    the language of the one that is on from the start, the poster, and the second at which it begins ("" at the
    beginning)."""

    chosen: Quality
    qualities: list[Quality]
    tracks: list[Track]
    on: str
    poster: cards.Cover | None
    begins: str = ""

    @property
    def source(self) -> str:
        """The address of the recording, with the moment at which it begins."""
        return f"{self.chosen.url}#t={self.begins}" if self.begins else self.chosen.url


class Film(Publication):
    """A film."""

    class AgeClass(models.TextChoices):
        """The classes of the Indonesian film censorship board (UU 33/2009, Pasal 7); few community films have one."""

        UNCLASSIFIED = "", _("Belum diklasifikasi")
        ALL = "SU", _("Semua umur (SU)")
        THIRTEEN = "13+", _("13 tahun ke atas (13+)")
        SEVENTEEN = "17+", _("17 tahun ke atas (17+)")
        TWENTY_ONE = "21+", _("21 tahun ke atas (21+)")

    class Consent(models.TextChoices):
        UNKNOWN = "", _("Belum dicatat")
        NOBODY = "nobody", _("Tidak ada orang yang dapat dikenali")
        GIVEN = "given", _("Semua yang tampak setuju filmnya ada di internet")
        DISGUISED = "disguised", _("Yang tidak setuju disamarkan wajah dan suaranya")

    stated_duration = models.CharField(
        _("lama putar"),
        max_length=12,
        blank=True,
        help_text=_("Misalnya 12:30. Diisi hanya bila tidak terbaca dari berkas filmnya."),
    )
    age_class = models.CharField(_("golongan usia"), max_length=4, choices=AgeClass.choices, blank=True)
    spoken = ChoiceList(_("bahasa yang diucapkan"), options=Publication.Language.choices)
    consent = models.CharField(
        _("persetujuan orang yang tampak"),
        max_length=10,
        choices=Consent.choices,
        blank=True,
        help_text=_("Persetujuan untuk internet terpisah dari persetujuan untuk direkam, dan boleh ditarik."),
    )
    consent_checked = models.DateField(_("persetujuan diperiksa pada"), null=True, blank=True)
    consent_checked_by = models.CharField(_("diperiksa oleh"), max_length=250, blank=True)

    seconds = models.FloatField(default=0, editable=False)

    own_fields = ("stated_duration", "age_class", "spoken")
    edit_handler = form(
        MultiFieldPanel(
            [
                *(FieldPanel(name) for name in own_fields),
                FieldPanel("consent"),
                FieldPanel("consent_checked"),
                FieldPanel("consent_checked_by"),
            ],
            heading=_("Film"),
        ),
        InlinePanel(
            "recordings",
            heading=_("Rekaman"),
            label=_("rekaman"),
            help_text=_("Satu baris untuk setiap mutu gambar, yang terbaik lebih dahulu."),
        ),
    )

    is_creatable = True
    template = "library/film.html"
    KIND = cards.FILM
    record_relations = ("recordings__file",)
    record_kind = RecordKind.FILM

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("film")

    first_page_is_cover = False  # what it reads are captions; its poster is kept as a chosen cover

    def clean(self) -> None:
        super().clean()
        if self.stated_duration and timecodes.read(self.stated_duration) is None:
            sentence = _("Tulislah lama putar seperti 12:30 atau 1:02:30.")
            raise ValidationError({"stated_duration": sentence})
        if self.consent_checked_by and not self.consent_checked:
            raise ValidationError({"consent_checked": _("Isi tanggal pemeriksaannya.")})

    # What it plays and reads

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.seconds = self.playing_time()
        super().save(*args, **kwargs)

    def playing_time(self) -> float:
        """Seconds: as its recordings say, else as an editor does; 0 where nobody knows."""
        known = [each.file.seconds for each in self.recordings.all() if each.file.seconds]
        stated = timecodes.read(self.stated_duration) if self.stated_duration else None
        return max(known, default=(stated or 0) / 1000)

    @property
    def uneven(self) -> list[tuple[str, str]]:
        """Its recordings, by quality and length, where they are not equally long: then a second is not the same moment
        in each, and captions suit one of them. Empty where they are."""
        files = [each.file for each in self.recordings.all() if each.file.seconds]
        lengths = [file.seconds for file in files]
        if max(lengths, default=0) - min(lengths, default=0) <= _UNEVEN:
            return []
        return [(quality_name(file) or file.name, timecode(round(file.seconds * 1000))) for file in files]

    @property
    def amount(self) -> str:
        if not self.seconds:
            return ""
        if self.seconds < _MINUTE:
            return ngettext("%(count)d detik", "%(count)d detik", round(self.seconds)) % {
                "count": round(self.seconds)
            }
        minutes = round(self.seconds / _MINUTE)
        return ngettext("%(count)d menit", "%(count)d menit", minutes) % {"count": minutes}

    @property
    def duration(self) -> str:
        """How long it plays, as a timecode; "" where nobody knows."""
        return timecode(round(self.seconds * 1000)) if self.seconds else ""

    @property
    def qualities(self) -> list[Quality]:
        """What can be played, in the editor's order."""
        found: list[Quality] = []
        for each in self.recordings.all():
            file = each.file
            if file.copy:
                name = recording_name(self.slug, file)
                found.append(
                    Quality(
                        len(found) + 1,
                        quality_name(file),
                        each.note,
                        reverse("file", args=[file.code, name]),
                        file.media_type,
                        file.copy_size,
                        file.width,
                        file.height,
                    )
                )
        return found

    @property
    def tracks(self) -> list[Track]:
        """Its captions and transcripts, in the order in which they are read."""
        names = dict(Publication.Language.choices)
        found, before = [], 0
        for span in self.spans.all():
            file = span.file
            timed = file.media_type == "text/vtt"
            url = reverse("file", args=[file.code, f"{self.slug}.vtt"]) if timed and file.copy else ""
            language = file.language or self.language
            found.append(
                Track(
                    language,
                    str(names.get(language, language)),
                    timed,
                    url,
                    file.pk,
                    before + 1,
                    before + span.length,
                )
            )
            before += span.length
        return found

    def player(self, quality: str = "", begins: str = "") -> Player | None:
        """The player with the recording of that number, else the one that plays first; None where nothing plays."""
        qualities = self.qualities
        if not qualities:
            return None
        kind = [each for each in qualities if each.lines <= _PLAYS_FIRST] or qualities[-1:]
        first = max(kind, key=lambda each: each.lines)
        chosen = next((each for each in qualities if str(each.number) == quality), first)
        tracks = [track for track in self.tracks if track.url]
        languages = [track.language for track in tracks]
        on = next((each for each in (get_language(), self.language) if each in languages), "")
        return Player(chosen, qualities, tracks, on or next(iter(languages), ""), self._poster, begins)

    @property
    def _poster(self) -> cards.Cover | None:
        """A picture out of its best recording."""
        file = next((each.file for each in self.recordings.all() if each.file.cover), None)
        if file is None:
            return None
        return cards.Cover(reverse("cover", args=[file.code]), file.cover_width, file.cover_height)

    def passage_url(self, number: int) -> str:
        """The player at that cue, by its moment; of what claims no time by its number, which is no promise."""
        passage = self.passages_numbered([number]).get(number)
        if passage is None or passage.start is None:
            return super().passage_url(number)
        return self.moment_url(passage.start, self.language_in_address(passage.file.language))

    def moment_url(self, milliseconds: int, language: str = "") -> str:
        """The player at that moment, with what is said then in that language ("": the film's own)."""
        place = moments.in_address(milliseconds, language)
        return f"{self.address}baca/{place}#t={fragment(milliseconds)}"

    def permanent_moment(self, milliseconds: int, language: str = "") -> str:
        """The permanent address of that moment: however its cues are counted by then, it leads there."""
        return self.permanent_path + moments.in_address(milliseconds, language)

    def language_in_address(self, language: str) -> str:
        """The language of captions as an address names it: "" where it is the film's own."""
        return "" if language in ("", self.language) else language

    def track_in(self, language: str = "") -> Track | None:
        """Its captions in that language, else in its own, else the first that have times, else the first of all."""
        return min(
            self.tracks,
            key=lambda track: (track.language != language, track.language != self.language, not track.timed),
            default=None,
        )

    @property
    def download(self) -> None:
        """Nothing that is one file: its recordings are offered by their quality."""
        return

    @property
    def opens(self) -> bool:
        return bool(self.qualities) or super().opens

    @property
    def files(self) -> list[File]:
        return [*(each.file for each in self.recordings.all()), *super().files]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # What may distress is said before anything plays: then the player stands behind the notice.
        if self.readable and not self.notice_words():
            context["player"] = self.player(request.GET.get("mutu", ""))
        return context

    def own_details(self) -> list[Detail]:
        spoken = self._meta.get_field("spoken").labels(self.spoken)
        tracks = dict.fromkeys(track.name for track in self.tracks)
        return [
            Detail(gettext("Lama putar"), self.duration),
            Detail(gettext("Golongan usia"), str(self.get_age_class_display())),
            Detail(gettext("Bahasa yang diucapkan"), ", ".join(spoken)),
            Detail(gettext("Takarir"), ", ".join(tracks)),
            Detail(gettext("Orang yang tampak"), str(self.get_consent_display()) if self.consent else ""),
        ]

    def whole_record(self, *, files: bool) -> Record:
        """With all that is said in it, where that is open and no notice stands before it."""
        record = self.record(files=files)
        if not files or self.notice_words():
            return record
        captions = tuple(
            replace(each, text=self._said(track))
            for each, track in zip(record.footage.captions, self.tracks, strict=True)
        )
        return replace(record, footage=replace(record.footage, captions=captions))

    def _said(self, track: Track) -> str:
        passages = Passage.objects.filter(file=track.file).order_by("number")
        return " ".join(text for text in passages.values_list("search_text", flat=True) if text)

    def own_record(self) -> dict[str, Any]:
        captions = tuple(
            Captions(track.language, absolute(track.url) if track.url else "") for track in self.tracks
        )
        shown = self.first_published_at.date().isoformat() if self.first_published_at else ""
        spoken = tuple(self.spoken) or (self.language,)
        footage = Footage(self.seconds, self.age_class, spoken, captions, shown)
        return {"footage": footage, "notices": tuple(self.notice_words())}

    def _held(self) -> tuple[HeldFile, ...]:
        return tuple(
            HeldFile(
                absolute(each.url),
                each.media_type,
                each.size,
                0,
                each.url.rpartition("/")[2],
                each.width,
                each.height,
            )
            for each in self.qualities
        )


class Recording(Orderable):
    """One recording of a film, in one quality of picture."""

    film = ParentalKey(Film, on_delete=models.CASCADE, related_name="recordings")
    file = models.ForeignKey(
        File, on_delete=models.PROTECT, related_name="recordings", verbose_name=_("berkas film")
    )
    note = models.CharField(
        _("keterangan mutu"),
        max_length=100,
        blank=True,
        help_text=_("Misalnya hemat data. Ukuran gambar dan berkasnya tampil dengan sendirinya."),
    )

    panels = [FieldPanel("file"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("rekaman")

    def __str__(self) -> str:
        return str(self.file)


def quality_name(file: File) -> str:
    """As people name it, by the shorter side: "360p"; "" where its size is not known."""
    return f"{min(file.width, file.height)}p" if file.width and file.height else ""


def recording_name(slug: str, file: File) -> str:
    """What a recording of the film is called when it is taken along, in each quality otherwise."""
    return "-".join(filter(None, (slug, quality_name(file)))) + _ending(file)


def _ending(file: File) -> str:
    return {"video/mp4": ".mp4", "video/webm": ".webm"}.get(file.media_type, "")
