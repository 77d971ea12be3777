"""The thesaurus as a value and as files: the words of the field, in Indonesian, English and Sundanese.

    values   what it consists of, and `check()`, which finds what is wrong in it
    table    CSV files, and `ours()`, the thesaurus that comes with the library
    skos     Turtle, JSON-LD and the other forms of RDF (W3C SKOS)

Pure: nothing here knows a database, and nothing is ever fetched. Where a file says something we cannot keep, the
reading says so in a sentence, with its place. README.md beside this file tells where our own words come from.
"""
