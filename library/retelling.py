"""Rows of tables that were told by older rules of ours, told anew. The worker's tick calls it, so that nobody has to
after an upgrade."""

import logging

from django.db import transaction

from library.changes import touch
from library.models import Dataset, Sheet
from library.models.sheets import RULES

log = logging.getLogger(__name__)
_AT_ONCE = 20


def tell_anew() -> int:
    """Bring the passages of published tables up to our present rules; gives how many tables were looked at.

    A table that these rules refuse tells nothing any more until its editor has mended it; the log says which and why.
    """
    outdated = list(Sheet.objects.exclude(rules=RULES).values_list("pk", flat=True)[:_AT_ONCE])
    for key in outdated:
        with transaction.atomic():
            sheet = Sheet.objects.select_for_update(of=("self",)).select_related("file").get(pk=key)
            readers = Dataset.objects.filter(live=True, spans__file=key).order_by("first_published_at", "pk")
            dataset = readers.first()
            if dataset is not None:
                _tell(dataset, sheet)
                touch(*readers)
            Sheet.objects.filter(pk=key).update(rules=RULES)
    return len(outdated)


def _tell(dataset: Dataset, sheet: Sheet) -> None:
    columns = dataset.described_columns()
    if stopping := sheet.stopping(columns):
        log.warning("%s: its table is closed to readers: %s", dataset, " ".join(stopping[:3]))
        sheet.tell_nothing()
    else:
        sheet.tell_rows(columns, figures=not dataset.notice_words())
