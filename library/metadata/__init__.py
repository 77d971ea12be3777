"""How a record leaves the house, and how others' records come in: one pure module per standard.

Each takes a `library.record.Record` (the citing formats, the CSL-JSON item made of it) and gives text or a plain
value; none knows the database or a request.
"""
