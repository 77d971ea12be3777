"""A table as a Data Package tells a program what its signs are."""

import io
import json
import zipfile

from library.tables.notes import About
from library.tables.packages import package
from library.tables.reading import table_of
from library.tables.small_counts import public
from library.tables.values import Column, Level, Role, Type

ABOUT = About("kasus-desa", "Kasus (contoh)", counting="Satu orang satu kasus.")
CASES = Column("kasus", type=Type.INTEGER, role=Role.MEASURE)


def test_a_data_package_says_that_the_signs_of_hidden_figures_are_missing_values() -> None:
    villages = Column("desa", type=Type.PLACE, level=Level.VILLAGE)
    rows = [["A", "2015", "3"], ["B", "2015", "777"], ["C", "2015", "888"], ["Jumlah", "2015", "1668"]]
    columns = [villages, Column("tahun", type=Type.YEAR), CASES]
    found = public(table_of(["desa", "tahun", "kasus"], rows, columns)[0])
    with zipfile.ZipFile(io.BytesIO(package(found, ABOUT))) as archive:
        described, figures = (archive.read(name).decode() for name in archive.namelist())
    schema = json.loads(described)["resources"][0]["schema"]
    written = [line.split(",") for line in figures.splitlines()[1:]]
    assert {row[2] for row in written} == {"<5", "x", "888", "1668"}
    assert set(schema["missingValues"]) == {"", "<5", "x"}
    for at, field in enumerate(schema["fields"]):
        if field["type"] == "integer":
            assert all(row[at] in schema["missingValues"] or int(row[at]) for row in written)
    nothing_hidden = public(
        table_of(["kabupaten", "kasus"], [["Garut", "3"]], [Column("kabupaten"), CASES])[0]
    )
    with zipfile.ZipFile(io.BytesIO(package(nothing_hidden, ABOUT))) as archive:
        schema = json.loads(archive.read("datapackage.json"))["resources"][0]["schema"]
    assert schema["missingValues"] == [""]
