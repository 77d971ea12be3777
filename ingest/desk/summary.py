"""A batch in words: "20 berkas: 16 siap, 2 perlu OCR, 1 rusak, 1 sudah ada."."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ingest import placing, recognise
from ingest.desk.rows import KINDS, Kind, Pages, kind_of, pages_of
from ingest.models import Batch, Ingestion


@dataclass(frozen=True, slots=True)
class Summary:
    """How many files, of which kinds, and how many are still on their way."""

    counts: Counter[Kind]
    coming: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def busy(self) -> bool:
        return any(self.counts[kind] for kind in KINDS if kind.tone == "busy")

    @property
    def bad(self) -> int:
        return sum(self.counts[kind] for kind in KINDS if kind.tone == "bad")

    def __str__(self) -> str:
        files = ngettext("%(count)d berkas", "%(count)d berkas", self.total) % {"count": self.total}
        told = [_said(kind) % {"count": self.counts[kind]} for kind in KINDS if self.counts[kind]]
        if self.coming:
            told.append(_("%(count)d belum sampai seluruhnya") % {"count": self.coming})
        return f"{files}: {', '.join(told)}." if told else f"{files}."


def summary_of(ingestions: Iterable[Ingestion], coming: int = 0) -> Summary:
    """Of these files; `coming` are those that have not arrived whole."""
    return Summary(Counter(kind for _row, kind in _with_kinds(ingestions)), coming)


def summaries(batches: Iterable[Batch]) -> dict[int, Summary]:
    """Of each batch (by its key), with a handful of questions for all."""
    keys = [batch.pk for batch in batches]
    came = Batch.objects.filter(pk__in=keys).annotate(coming=Count("uploads"))
    coming = dict(came.order_by().values_list("pk", "coming"))
    counts: dict[int, Counter[Kind]] = {key: Counter() for key in keys}
    for row, kind in _with_kinds(Ingestion.objects.filter(batch__in=keys).select_related("target")):
        counts[row.batch_id or 0][kind] += 1
    return {key: Summary(counts[key], coming.get(key, 0)) for key in keys}


def _with_kinds(ingestions: Iterable[Ingestion]) -> Iterator[tuple[Ingestion, Kind]]:
    rows = list(ingestions)
    pages = pages_of(row.file_id for row in rows if row.file_id)
    unplaced = placing.unplaced(rows)
    with_ocr = bool(recognise.available())
    for row in rows:
        kind = kind_of(
            row, pages.get(row.file_id or 0, Pages()), with_ocr=with_ocr, unplaced=row.pk in unplaced
        )
        yield row, kind


def _said(kind: Kind) -> str:
    said = {
        "waiting": _("%(count)d menunggu"),
        "running": _("%(count)d sedang dibaca"),
        "ready": _("%(count)d siap"),
        "unplaced": _("%(count)d perlu dipilih tempatnya"),
        "attached": _("%(count)d dengan perubahan yang belum terbit"),
        "live": _("%(count)d terbit"),
        "recognising": _("%(count)d menunggu OCR"),
        "needs-ocr": _("%(count)d perlu OCR"),
        "damaged": _("%(count)d rusak"),
        "locked": _("%(count)d terkunci"),
        "no-pdf": _("%(count)d bukan PDF"),
        "aside": _("%(count)d perlu ditangani"),
        "cancelled": _("%(count)d dibatalkan"),
        "here": _("%(count)d sudah ada"),
        "gone": _("%(count)d drafnya sudah dihapus"),
    }
    return said[kind.key]
