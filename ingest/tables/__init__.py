"""Tables of figures that an editor brings, CSV and XLSX: read as they stand, values only, every trouble said.

`texts` finds out how a CSV is written, `workbooks` opens an XLSX, `hidden` tells what it does not show, `shaping` finds the head among the lines and what is
wrong with the rows. What the cells mean is told afterwards (`library.tables`).
"""

from ingest.tables.reading import read
from ingest.tables.sheets import MOST_BYTES, Sheet

__all__ = ["MOST_BYTES", "Sheet", "read"]
