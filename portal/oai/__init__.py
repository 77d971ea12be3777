"""`/oai`: other libraries take our records along, and hear what changed and what was withdrawn (OAI-PMH 2.0).

`arguments` says what was asked, `tokens` where a list goes on, `harvest` finds the `items` in the database, `formats` says how
each is written, `answers` makes the XML. All but `harvest` and `views` are pure.
"""
