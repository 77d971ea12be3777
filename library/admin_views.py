"""Rooms of the admin that belong to the catalogue: joining two entries for one person, and the thesaurus as files."""

import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.menu import MenuItem

from library import terms
from library.merging import merge
from library.models import Agent
from library.names import same_bearer
from library.thesaurus import skos, table
from library.thesaurus.graphs import Form
from library.thesaurus.values import Fault, FaultKind, Reading, Thesaurus, Trouble
from library.thesaurus_files import FILES, TABLES

_SHOWN = 50
_LARGEST = 20_000_000  # bytes
#: What Python says of a file that is no ZIP, is cut short, asks for a password, or is packed in a way it does not know.
_NO_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class ThesaurusMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("library.view_concept"))


class JoinForm(forms.Form):
    """Which entry stays; the other goes into it. Those whose name may be the same come first, each with what tells
    people of one name apart."""

    kept = forms.ModelChoiceField(
        Agent.objects.none(),
        label=gettext_lazy("Entri yang tetap"),
        empty_label=gettext_lazy("pilih entri"),
        error_messages={"required": gettext_lazy("Pilih entri yang tetap.")},
    )

    def __init__(self, gone: Agent, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agent.objects.current().exclude(pk=gone.pk).order_by("sort_name", "pk")
        counted = list(others.annotate(works=Count("contributions__publication", distinct=True)))
        likely = [each for each in counted if same_bearer(each.as_name, gone.as_name)]
        rest = [each for each in counted if each not in likely]
        field = self.fields["kept"]
        field.queryset = others
        field.choices = [
            ("", field.empty_label),
            *_group(_("Mungkin yang sama"), likely),
            *_group(_("Entri lain") if likely else _("Semua entri"), rest),
        ]


def _group(heading: str, agents: Sequence[Agent]) -> list[tuple[str, list[tuple[int, str]]]]:
    return [(heading, [(each.pk, _told(each)) for each in agents])] if agents else []


def _told(agent: Any) -> str:
    """ "Sri Mulyati; S. Mulyati (3 terbitan, ORCID 0000-0002-1825-0097)"."""
    works = ngettext("%(count)d terbitan", "%(count)d terbitan", agent.works) % {"count": agent.works}
    known = ", ".join(filter(None, [works, f"ORCID {agent.orcid}" if agent.orcid else ""]))
    return f"{'; '.join([agent.name, *agent.as_name.variants[:2]])} ({known})"


class ThesaurusForm(forms.Form):
    """A thesaurus to bring in: one file, or the three tables of a CSV thesaurus."""

    entries = forms.FileField(
        label=gettext_lazy("Tesaurus (CSV, ZIP, Turtle, JSON-LD, RDF/XML atau N-Triples)")
    )
    groups = forms.FileField(label=gettext_lazy("Kelompok (CSV, boleh kosong)"), required=False)
    ambiguous = forms.FileField(label=gettext_lazy("Kata bermakna ganda (CSV, boleh kosong)"), required=False)
    partly = forms.BooleanField(
        label=gettext_lazy("Terapkan yang dapat dibaca, walaupun ada baris yang ditolak"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("entries", "groups", "ambiguous"):
            if cleaned.get(name) and cleaned[name].size > _LARGEST:
                self.add_error(name, _("Berkas ini terlalu besar untuk sebuah tesaurus."))
        return cleaned


def merge_agents(request: HttpRequest, pk: int) -> HttpResponse:
    """Join the entry `pk` into another, which the editor chooses."""
    if not request.user.has_perm("library.change_agent"):
        raise PermissionDenied
    gone = get_object_or_404(Agent.objects.current(), pk=pk)
    form = JoinForm(gone, request.POST if request.method == "POST" else None)
    listing = reverse(Agent.snippet_viewset.get_url_name("list"))
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data["kept"]
        works = merge(kept, gone)
        sentence = _("“%(gone)s” digabung ke “%(kept)s”; %(works)d terbitan kini menunjuk ke sana.")
        messages.success(request, sentence % {"gone": gone.name, "kept": kept.name, "works": works})
        return HttpResponseRedirect(listing)
    context = {
        "gone": gone,
        "works": gone.contributions.values("publication").distinct().count(),
        "form": form,
        "header_title": _("Gabungkan"),
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": listing, "label": _("Orang dan lembaga")},
            {"url": "", "label": gone.name},
        ],
    }
    return render(request, "library/admin/merge.html", context)


def thesaurus(request: HttpRequest) -> HttpResponse:
    """The thesaurus as files: out in three forms, in from any of them. A file with faults changes nothing."""
    if not request.user.has_perm("library.view_concept"):
        raise PermissionDenied
    may_change = request.user.has_perm("library.change_concept")
    sent = request.method == "POST" and may_change
    form = ThesaurusForm(request.POST, request.FILES) if sent else ThesaurusForm()
    context: dict[str, Any] = {"form": form, "troubles": [], "faults": [], "may_change": may_change}
    if sent and form.is_valid():
        reading = read_thesaurus(
            **{name: form.cleaned_data[name] for name in ("entries", "groups", "ambiguous")}
        )
        faults = _faults(reading.thesaurus)
        refused = not reading.thesaurus.entries or faults
        if not refused and (form.cleaned_data["partly"] or not reading.troubles):
            done = terms.bring_in(reading.thesaurus)
            sentence = _("Tesaurus diterapkan: %(added)d konsep baru, %(altered)d berubah, %(same)d tetap.")
            told = {"added": done.added, "altered": done.altered, "same": done.same}
            messages.success(request, sentence % told)
            return HttpResponseRedirect(reverse("thesaurus"))
        context |= {
            "troubles": reading.troubles[:_SHOWN],
            "more_troubles": max(0, len(reading.troubles) - _SHOWN),
            "faults": faults[:_SHOWN],
            "more_faults": max(0, len(faults) - _SHOWN),
            "unchanged": True,
        }
    context |= {
        "files": [(each.name, reverse("thesaurus_file", args=[ending])) for ending, each in FILES.items()],
        "header_title": _("Tesaurus"),
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
            {"url": "", "label": _("Tesaurus")},
        ],
    }
    return render(request, "library/admin/thesaurus.html", context)


def read_thesaurus(entries: Any, groups: Any = None, ambiguous: Any = None) -> Reading:
    """What uploaded files say, by their names' endings: SKOS, a ZIP of our three tables, or CSV where the ending says
    nothing."""
    ending = entries.name.rpartition(".")[2].lower()
    form = next((form for form in Form if form.suffix == f".{ending}"), None)
    if form is None and ending in {"json", "xml"}:
        form = Form.JSON_LD if ending == "json" else Form.RDF_XML
    if form is not None:
        return skos.read(entries.read(), form)
    if ending == "zip":
        return _packed(entries)
    read = table.read(entries.read(), *(each.read() if each else b"" for each in (groups, ambiguous)))
    if not read.thesaurus.entries and not read.troubles:
        return Reading(troubles=[Trouble(0, _("Berkas ini tidak memuat satu konsep pun."))])
    return read


def _packed(archive: Any) -> Reading:
    """The three tables in one ZIP, as they go out; of each no more than may be read."""
    try:
        with zipfile.ZipFile(archive) as opened:
            there = set(opened.namelist())
            tables = [
                opened.open(name).read(_LARGEST + 1) if name in there else b"" for name in TABLES.values()
            ]
    except _NO_ZIP:
        return Reading(troubles=[Trouble(0, _("Berkas ZIP ini rusak atau terkunci."))])
    if not tables[0]:
        sentence = _("Berkas ZIP ini tidak memuat %(name)s.")
        return Reading(troubles=[Trouble(0, sentence % {"name": TABLES["entries"]})])
    return table.read(*tables)


def _faults(thesaurus: Thesaurus) -> list[Fault]:
    """What would do harm; a concept without a group is none here: a law that came with its text has no other place."""
    return [fault for fault in thesaurus.check() if fault.other or fault.kind is not FaultKind.UNKNOWN_GROUP]
