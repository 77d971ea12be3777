"""Datasets for tests: a small table of cases by district and year, and one that counts in villages."""

import io
import uuid

from ingest.accept import take_in
from ingest.work import work_off
from library.models import Chart, DataColumn, Dataset

CASES = "Kabupaten,Tahun,Kasus KDRT,Kasus kekerasan seksual\nBandung,2015,34,12\nBandung,2016,41,15\nGarut,2015,22,9\nGarut,2016,25,\n"
VILLAGES = "Desa,Tahun,Kasus\nRancamanah,2020,3\nCikoneng,2020,12\nSukamaju,2020,7\nJumlah,2020,22\n"


def tabled(
    text: str = CASES,
    title: str = "Kasus yang Didampingi",
    *,
    columns: dict[str, dict[str, str]] | None = None,
    charts: tuple[Chart, ...] = (),
    **fields: object,
) -> Dataset:
    """A published dataset on its shelf; `columns` says more of some of its columns, by their heading."""
    record = {"file": "data.csv", "kind": "dataset", "title": title, "language": "id"}
    unlike_others = f"{text}\n\nCatatan {uuid.uuid4()}\n"
    row = take_in(io.BytesIO(unlike_others.encode()), "data.csv", record=record)
    work_off()
    row.refresh_from_db()
    assert row.target is not None, (row.error, row.detail)
    dataset = row.target.specific
    for name, value in fields.items():
        setattr(dataset, name, value)
    described = list(dataset.columns.all())
    for column in described:
        for name, value in (columns or {}).get(column.name, {}).items():
            setattr(column, name, value)
    dataset.columns.set(described)  # asked again, they come anew from the database
    for chart in charts:
        dataset.charts.add(chart)
    dataset.save_revision().publish()
    return Dataset.objects.get(pk=dataset.pk)


__all__ = ["CASES", "VILLAGES", "DataColumn", "tabled"]
