"""The form of a dataset in the admin: a table with faults may stand in a draft, and may not be published."""

from django.utils.translation import gettext as _

from library.forms import PublicationForm
from library.models.sheets import Sheet

#: So many faults are said at once; the desk of the table has them all.
MOST_SAID = 10


def unfit() -> str:
    """The sentence above the faults of a table that cannot be published."""
    return _("Tabelnya belum dapat diterbitkan. Perbaiki dulu yang berikut, atau simpan sebagai draf.")


class DatasetForm(PublicationForm):
    """Looks at the whole table, by its columns as they are given here, before readers may see it."""

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if valid and not self.is_deferred_validation and {"spans", "columns"} <= self.formsets.keys():
            valid = self._table_is_right()
        return valid

    def _table_is_right(self) -> bool:
        spans, columns = (
            [form.instance for form in self.formsets[name].ordered_forms] for name in ("spans", "columns")
        )
        sheet = Sheet.objects.filter(file__in=[span.file_id for span in spans[:1]]).first()
        stopping: list[str] = []
        if sheet is not None:
            described = self.instance.placed(tuple(each.described() for each in columns))
            stopping = [*self.instance.told_elsewhere(sheet), *sheet.stopping(described)]
        if stopping:
            self.add_error(None, [unfit(), *stopping[:MOST_SAID]])
        return not stopping
