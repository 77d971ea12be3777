"""Catalogues for reading apps, by the Open Publication Distribution System: OPDS 1.2 (Atom) and 2.0 (JSON).

`feeds` are the plain values of a catalogue, `shelves` makes them from the database, `opds1` and `opds2` write them, each
by its standard, and `views` are the doors. The two catalogues say the same.
"""
