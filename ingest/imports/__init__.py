"""Other people's catalogue data become drafts: RIS, BibTeX, CSL-JSON, MARCXML, MODS, and our own tables without files.

`reading` finds out what a file is and gives its entries, `as_fields` puts a record into the words of our tables, `held`
knows what is here already, `bringing` tells what becomes of each entry and does it.

Tables of others go in three steps (`steps`, in the `room`): the file and its choices wait (`kept`), `tables` reads it,
`headings` and `words` know how other houses call things, `matching` puts its columns into ours, `checking` says what will
become of each row, and `going_out` gives the bad ones back.
"""
