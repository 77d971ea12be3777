"""One way in for a table that somebody brings: `read`."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ingest.records.grids import is_workbook
from ingest.tables import texts, workbooks
from ingest.tables.shaping import shaped
from ingest.tables.sheets import MOST_BYTES, Sheet, Unreadable


def read(source: Path | bytes, name: str, *, sheet: str = "") -> Sheet:
    """The table in a file or its bytes; `name` is what the file is called, `sheet` one of the sheets of a workbook.

    Nothing is raised for what stands in the file: a sheet that cannot be used has a fault that stops, and whatever could
    be read of it.
    """
    try:
        data = _bytes(source)
        found = workbooks.read_lines(data, sheet) if is_workbook(data) else texts.read_lines(data, name)
        return shaped(found)
    except Unreadable as error:
        return Sheet(faults=(error.fault,))


def _bytes(source: Path | bytes) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(
            _("Berkas ini lebih besar dari 5 MB. Ringkas tabelnya, atau bagi menjadi beberapa data.")
        )
    data = source if isinstance(source, bytes) else source.read_bytes()
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Unreadable(_("Berkas ini kosong."))
    if data.startswith(b"%PDF"):
        raise Unreadable(_("Ini PDF. Data dibaca dari tabel: simpan sebagai CSV atau XLSX."))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _(
                "Ini berkas Excel lama, atau berkas yang dikunci dengan sandi. Simpan sebagai XLSX tanpa sandi."
            )
        )
    if data.startswith(b"PK") and not is_workbook(data):
        raise Unreadable(
            _("Ini bukan tabel XLSX, atau berkasnya rusak. Simpan ulang sebagai XLSX atau “CSV UTF-8”.")
        )
    return data
