"""The values that programs get. A name here is a promise: add, never rename or take away before `/api/v2/`."""

from datetime import datetime

from ninja import Field, Schema


class Maker(Schema):
    """Somebody who made it."""

    name: str = Field(description="As printed.")
    role: str = Field(
        description="author, editor, translator, illustrator, researcher, director, producer, contributor"
    )
    address: str = Field(description="Their page here.")
    orcid: str = ""


class Subject(Schema):
    """What it is about."""

    kind: str = Field(description="concept, place, law")
    label_id: str
    label_en: str = ""
    notation: str = ""
    address: str = Field(description="Its page here, with all works about it.")


class File(Schema):
    """A file that everybody may take. Of a work with notices there are some only on its page, behind the notice."""

    address: str
    media_type: str
    size: int = Field(description="Bytes; 0 where it is made when asked for.")
    pages: int = Field(description="0 where it has none.")
    name: str


class Identifiers(Schema):
    """Others' numbers for it, "" where it has none."""

    doi: str = ""
    isbn: str = ""
    isbn_electronic: str = ""
    issn: str = ""
    report_number: str = ""


class Serial(Schema):
    """The journal or bulletin that it is an issue or an article of."""

    title: str
    volume: str = ""
    number: str = ""
    address: str = ""
    issue_address: str = ""
    first_page: str = ""
    last_page: str = ""


class Export(Schema):
    """The record in a format of others."""

    name: str
    media_type: str
    address: str


class Work(Schema):
    """One publication. `code` never changes and is never given to another."""

    code: str
    permanent: str = Field(description="The address to cite: it stays.")
    address: str = Field(description="Its page.")
    kind: str = Field(
        description="book, pocket-book, study, journal-issue, journal-article, bulletin-issue, bulletin-article, film, dataset, "
        "regulation"
    )
    title: str
    subtitle: str = ""
    parallel_title: str = ""
    language: str = Field(description="id, en, su, jv, mul")
    issued: str = Field(description="EDTF: 2015, 2015-03, 2015~, 2013/2016; empty where it is not known.")
    publisher: str = ""
    place: str = ""
    makers: list[Maker]
    subjects: list[Subject]
    tags: list[str]
    abstract_id: str = ""
    abstract_en: str = ""
    identifiers: Identifiers
    serial: Serial | None = None
    licence: str = Field("", description="SPDX, or a word of the house; empty where nobody said.")
    access: str = Field(description="open, summary, embargo")
    notices: list[str] = Field(description="What readers are warned of before its text or picture opens.")
    passages: int = Field(description="Printed pages, or cues of a film, that it has.")
    files: list[File]
    cover: str = ""
    exports: list[Export]
    changed: datetime = Field(description="The last change that readers could see.")


class Change(Schema):
    """A work that changed, or that is no longer here: then `work` is null, and whoever keeps a copy throws it away."""

    code: str
    changed: datetime
    withdrawn: bool
    work: Work | None = None


class Changes(Schema):
    """Works in the order in which they last changed; `next` goes on, null at the end."""

    total: int
    changes: list[Change]
    next: str | None = None


class Passage(Schema):
    """A printed page, or a cue of a film."""

    number: int = Field(description="From 1, in the order of reading.")
    label: str = Field(description="The printed number of the page, empty where none is known.")
    text: str
    address: str = Field(
        description="Where it is read. That of a page stays; the cues of a film come and go."
    )


class Passages(Schema):
    """Some passages of a work; `next` goes on, null at the end."""

    code: str
    total: int
    notices: list[str]
    passages: list[Passage]
    next: str | None = None


class Evidence(Schema):
    """A passage that answers."""

    number: int
    label: str
    snippet: str = Field(description="HTML in one line; what was looked for is in <mark>, the only element.")
    address: str


class Found(Schema):
    """A work that answers, with its best passages and how many more there are."""

    code: str
    permanent: str
    address: str
    title: str
    shelf: str = Field(description="buku, buku-saku, studi, jurnal, buletin, film, data, peraturan")
    year: int | None = None
    whole: bool = Field(description="Whether it holds all that was asked.")
    passages: list[Evidence]
    more: int


class Interpretation(Schema):
    """How the question was read."""

    words: str
    concepts: list[str] = Field(description="Concepts of the thesaurus that it names.")
    also: list[str] = Field(description="Other names and translations that were searched, too.")
    doubtful: list[str] = Field(description="Concepts that it may mean: ask again with maksud=.")
    said: str | None = Field(description="What could not be read, in a sentence.")


class Findings(Schema):
    """A page of what answers: `total` works hold all that was asked, `others` some of it; facets count whichever comes
    first."""

    total: int
    others: int
    interpretation: Interpretation
    findings: list[Found]
    facets: dict[str, dict[str, int]] = Field(
        description="kind, year, topic, place, law, language, person, periodical, access, audience: each with its most frequent "
        "values, which are asked for by jenis, tahun, topik, tempat, hukum, bahasa, oleh, terbitan, akses, pembaca."
    )
    page: int
    next: str | None = None


class Trouble(Schema):
    """What is wrong, in a sentence."""

    error: str
