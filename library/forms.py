"""Forms in the admin that know more than their fields: works name others and not themselves, issues find their own
title, articles share no page, concepts make no circles."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from library import dates, numbering
from library.spoken import spoken


class ConceptForm(WagtailAdminModelForm):
    """A concept is no neighbour of itself, stands under nothing that stands under it, and is not related to what it
    stands under: such a thesaurus could be taken out but not brought in again."""

    NEIGHBOURS = ("broader", "related", "amended_by", "repealed_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.NEIGHBOURS:
            if name in self.fields:
                self.fields[name].queryset = self.fields[name].queryset.exclude(pk=self.instance.pk)

    def add_prefix(self, field_name: str) -> str:
        # A field called "matches" hides the form's own method of that name, which Wagtail's scripts call.
        return super().add_prefix("exact_matches" if field_name == "matches" else field_name)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        broader, related = list(given.get("broader") or ()), list(given.get("related") or ())
        below = self._reached("broader", [self.instance.pk]) if self.instance.pk else set()
        if circle := next((each for each in broader if each.pk in below), None):
            sentence = _("“%(other)s” sudah berada di bawah konsep ini.")
            self.add_error("broader", sentence % {"other": circle})
        above = self._reached("narrower", [each.pk for each in broader])
        if doubled := next((each for each in related if each.pk in above | below), None):
            sentence = _(
                "“%(other)s” sudah berada di atas atau di bawah konsep ini, jadi tidak perlu dikaitkan."
            )
            self.add_error("related", sentence % {"other": doubled})
        return given

    def _reached(self, relation: str, start: list[int]) -> set[int]:
        """The keys of `start` and of all from which one comes there over `relation`, step by step."""
        concepts = self.fields["broader"].queryset.model.objects
        found: set[int] = set(start)
        fresh = found
        while fresh:
            fresh = set(concepts.filter(**{f"{relation}__in": fresh}).values_list("pk", flat=True)) - found
            found |= fresh
        return found


class TitledForm(WagtailAdminPageForm):
    """A page whose address is made from its title where none was typed. Scripts fill it in while one types; without them
    the field would be one more thing to know about."""

    #: What the address is where the title has no letters for one.
    nameless = "terbitan"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        # Before Wagtail looks at the slug.
        title = (self.cleaned_data.get("title") or "").strip()
        if (
            title
            and "slug" in self.fields
            and not self.cleaned_data.get("slug")
            and "slug" not in self.errors
        ):
            self.cleaned_data["slug"] = self._free_slug(title)
        given: dict[str, Any] = super().clean()
        return given

    def _free_slug(self, title: str) -> str:
        base = slugify(title)[:80].strip("-") or self.nameless
        parent = self.parent_page or self.instance.get_parent()
        slug, number = base, 1
        while not type(self.instance)._slug_is_available(slug, parent, self.instance):
            number += 1
            slug = f"{base}-{number}"
        return slug


class PublicationForm(TitledForm):
    """A work stands in no relation to itself. Its rows do not know yet whose they are."""

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        for form in self.formsets["relations"].forms if "relations" in self.formsets else ():
            given = getattr(form, "cleaned_data", None) or {}
            other = None if given.get("DELETE") else given.get("other")
            if other is not None and other.pk == self.instance.pk:
                form.add_error("other", _("Terbitan tidak dapat berhubungan dengan dirinya sendiri."))
                valid = False
        return valid


class _InIssuesForm(PublicationForm):
    """What issues and articles share: they know from the first what they stand in, and a page that is closed in one
    stands not open in the other."""

    #: The instance's own name for what it stands in.
    above = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            setattr(self.instance, self.above, self.parent_page)

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if valid and "spans" in self.formsets:
            valid = self._spans_are_right([form for form in self.formsets["spans"].forms if _stays(form)])
        return valid

    def _spans_are_right(self, forms: list[Any]) -> bool:
        try:
            self.instance.check_closed_pages([form.instance for form in forms])
        except ValidationError as error:
            self.add_error("access", error.message_dict["access"])
            return False
        return True


class IssueForm(_InIssuesForm):
    """An issue without a title is called by its number as printed."""

    above = "serial"
    nameless = "edisi"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "slug"):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = _("Boleh kosong: dibuat dari nomor seperti tercetak.")

    def clean(self) -> dict[str, Any]:
        self._follow_the_number()
        title = (self.cleaned_data.get("title") or "").strip() or self._name()
        if title:
            self.cleaned_data["title"] = title
        return super().clean()

    def _follow_the_number(self) -> None:
        """What was filled from a number that is mended now is filled anew; what somebody typed stays."""
        before = " ".join((self.initial.get("numbering") or "").split())
        if not before or "numbering" not in self.changed_data:
            return
        read = numbering.read(before)
        filled = {"title": before, "volume": read.volume, "number": read.number, "issued": read.issued.edtf}
        for name, value in filled.items():
            if name not in self.changed_data and self.cleaned_data.get(name) == value:
                self.cleaned_data[name] = ""

    def _name(self) -> str:
        given = self.cleaned_data
        if (given.get("numbering") or "").strip():
            return " ".join(given["numbering"].split())
        return issue_name(given.get("volume") or "", given.get("number") or "", given.get("issued") or "")


class ArticleForm(_InIssuesForm):
    """One printed page belongs to one article: two whose spans meet would both be found by it."""

    above = "host"

    def _spans_are_right(self, forms: list[Any]) -> bool:
        right = super()._spans_are_right(forms)
        for form in forms:
            given = form.cleaned_data
            if taken := self._taken(given["file"], given.get("first") or 1, given.get("last")):
                form.add_error("first", taken)
                right = False
        return right

    def _taken(self, file: Any, first: int, last: int | None) -> str:
        """The sentence for a page of this stretch that a sibling has already; "" where there is none."""
        parent = self.parent_page or self.instance.get_parent()
        end = last or max(file.pages, first)
        for sibling in type(self.instance).objects.child_of(parent).exclude(pk=self.instance.pk):
            for span in sibling.get_latest_revision_as_object().spans.all():
                if span.file_id == file.pk and span.first <= end and first <= span.end:
                    sentence = _(
                        "Halaman %(page)d berkas ini sudah milik artikel “%(title)s”. Satu halaman hanya milik satu artikel."
                    )
                    return sentence % {"page": max(first, span.first), "title": sibling.title}
        return ""


def _stays(form: Any) -> bool:
    """Whether the row of an inline panel says something and is not taken out."""
    given = getattr(form, "cleaned_data", None) or {}
    return bool(given.get("file")) and not given.get("DELETE")


def issue_name(volume: str, number: str, issued: str) -> str:
    """What an issue is called that has no other name: "Vol. 3 No. 2 (Juli–Desember 2022)"."""
    try:
        when = spoken(dates.read(issued))
    except dates.UnreadableDate:
        when = ""
    said = " ".join(filter(None, [f"Vol. {volume}" if volume else "", f"No. {number}" if number else ""]))
    return f"{said} ({when})" if said and when else said or when


def page_order(label: str) -> int:
    """Where a printed page number stands among others: Roman ones before Arabic ones; unknown ones last."""
    text = label.strip().lower()
    if text.isdecimal():
        return 1_000 + min(int(text), 90_000)
    value = numbering.count(text)
    return value if 0 < value < 1_000 else 100_000
