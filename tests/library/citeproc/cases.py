"""The matrix on which our references must equal those of the reference processor: CSL-JSON items, each with a name.

Every type meets every shape of names, every date and every language; every title, number, page and locator meets the
kinds in which it is set differently; and a drawn sample of everything with everything, always the same.

Left out, because the reference processor is at fault there or does more than one reference needs: given names in
small letters (it sets two spaces), a title that begins with full stops, volumes like "A3-A7" (it loses the letters),
two people of one family name within one item (it tells them apart as if they were two works).
"""

import random
from collections.abc import Iterator
from typing import Any

Item = dict[str, Any]

DOI = {"DOI": "10.1234/sapa.2015.3"}
URL = {"URL": "https://pustaka.example.org/p/k3m9/?a=1&b=2"}
PUBLISHED = {"publisher": "Sapa Institut", "publisher-place": "Bandung"}

KINDS: dict[str, Item] = {
    "book": {"type": "book", **PUBLISHED, **URL, "ISBN": "978-602-1234-56-7"},
    "book of a series": {
        "type": "book",
        **PUBLISHED,
        "collection-title": "Seri Pengetahuan Perempuan",
        "collection-number": "4",
        "edition": "2",
        "volume": "1",
        "number-of-pages": "212",
    },
    "book without a publisher": {"type": "book", "edition": "Cetakan kedua", **URL},
    "pamphlet": {"type": "pamphlet", **PUBLISHED, **URL},
    "report": {"type": "report", **PUBLISHED, **URL, "genre": "Laporan penelitian", "number": "07/2015"},
    "report with nothing": {"type": "report", "publisher": "Sapa Institut"},
    "journal article": {
        "type": "article-journal",
        "container-title": "Jurnal Perempuan dan Desa",
        "volume": "3",
        "issue": "2",
        "page": "105-109",
        "ISSN": "2088-1234",
        **DOI,
    },
    "journal article online": {
        "type": "article-journal",
        "container-title": "Jurnal Sapa",
        "issue": "12",
        **URL,
    },
    "bulletin article": {
        "type": "article-magazine",
        "container-title": "Buletin Sapa",
        "issue": "12",
        "page": "5-9",
        **URL,
    },
    "bulletin article in a volume": {
        "type": "article-magazine",
        "container-title": "Buletin Sapa",
        "volume": "IV",
        "issue": "2-3",
        "page": "7",
        **PUBLISHED,
    },
    "law": {
        "type": "legislation",
        "number": "23",
        "authority": "Presiden Republik Indonesia",
        "container-title": "Lembaran Negara Republik Indonesia Tahun 2004 Nomor 95",
        "genre": "Undang-Undang",
        **URL,
    },
    "law by its title": {
        "type": "legislation",
        "title-short": "UU PKDRT",
        "authority": "Presiden Republik Indonesia",
        "container-title": "Lembaran Negara Republik Indonesia Tahun 2004 Nomor 95",
        **PUBLISHED,
        **URL,
    },
    "issue": {"type": "periodical", **PUBLISHED, **URL, "volume": "3", "issue": "2", "ISSN": "2088-1234"},
    "issue with a theme": {
        "type": "periodical",
        **PUBLISHED,
        **URL,
        "container-title": "Jurnal Perempuan dan Desa",
        "volume": "3",
        "issue": "2",
    },
    "bulletin issue": {"type": "periodical", "genre": "Buletin", "issue": "12", **PUBLISHED},
    "film": {"type": "motion_picture", "genre": "Film", "dimensions": "12:30", **PUBLISHED, **URL},
    "film without a genre": {
        "type": "motion_picture",
        "edition": "2",
        "publisher": "Sapa Institut",
        "medium": "MP4",
    },
    "dataset": {"type": "dataset", "version": "2", **PUBLISHED, **DOI},
    "dataset without a version": {"type": "dataset", "medium": "CSV, XLSX", **PUBLISHED, **URL},
    "pocket book": {"type": "book", "genre": "Buku saku", **PUBLISHED, "number-of-pages": "48", **URL},
}


def person(family: str, given: str) -> Item:
    return {"family": family, "given": given}


LITERAL = {"literal": "Sukarno"}
HOUSE = {"literal": "Sapa Institut"}
PEOPLE = [
    person("Simatupang", "Tahi Bonar"),
    person("Katjasungkana", "Nursyahbani"),
    person("Toer", "Pramoedya Ananta"),
    {"literal": "Pramoedya Ananta Toer"},
    HOUSE,
    person("O'Brien", "Mary-Jane K."),
    person("Hadiz", "Liza"),
    person("Smith & Sons", "A. <x>"),
]
CROWD = [person(f"Keluarga{chr(65 + number)}", f"Nama{chr(65 + number)} M.") for number in range(25)]

NAMES: dict[str, Item] = {
    "no author": {},
    "mononym": {"author": [LITERAL]},
    "organisation": {"author": [HOUSE]},
    "family and given": {"author": [PEOPLE[0]]},
    "family alone": {"author": [{"family": "Sukarno"}]},
    "given alone": {"author": [{"given": "Sukarno"}]},
    "particle in the family name": {
        "author": [person("van den Berg", "L.W.C."), person("bin Abdullah", "Siti")]
    },
    "abbreviated": {
        "author": [person("Nasution", "Moh. Ali"), person("HAMKA", "H"), person("Sapa", "Ratna S")]
    },
    "particle": {
        "author": [{"family": "Berg", "given": "Lodewijk W. C.", "non-dropping-particle": "van den"}]
    },
    "dropping particle": {
        "author": [{"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}]
    },
    "suffix": {"author": [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]},
    "initials with hyphen": {"author": [person("O'Brien", "Mary-Jane K."), person("Ali", "M. T.")]},
    "two": {"author": PEOPLE[:2]},
    "two, the first a mononym": {"author": [LITERAL, PEOPLE[1]]},
    "two houses": {"author": [HOUSE, {"literal": "Komnas Perempuan"}]},
    "three": {"author": PEOPLE[:3]},
    "four": {"author": PEOPLE[:4]},
    "six": {"author": CROWD[:6]},
    "seven": {"author": CROWD[:7]},
    "eight": {"author": PEOPLE},
    "twenty": {"author": CROWD[:20]},
    "twenty-one": {"author": CROWD[:21]},
    "twenty-five": {"author": CROWD},
    "an editor alone": {"editor": [PEOPLE[1]]},
    "a house as editor": {"editor": [HOUSE]},
    "two editors": {"editor": PEOPLE[:2]},
    "author and editor": {"author": [PEOPLE[0]], "editor": [PEOPLE[1], LITERAL]},
    "author and translator": {"author": [PEOPLE[0]], "translator": [PEOPLE[1]]},
    "author and two translators": {"author": [HOUSE], "translator": PEOPLE[1:3]},
    "author, editor and translator": {
        "author": [PEOPLE[2]],
        "editor": [PEOPLE[0]],
        "translator": [PEOPLE[1]],
    },
    "the same editor and translator": {
        "author": [PEOPLE[2]],
        "editor": [PEOPLE[0]],
        "translator": [PEOPLE[0]],
    },
    "director": {"director": [PEOPLE[0]]},
    "a house as director": {"director": [HOUSE]},
    "two directors and a producer": {"director": PEOPLE[:2], "producer": [HOUSE]},
    "four directors": {"director": PEOPLE[:4]},
    "writer and director": {"author": [PEOPLE[2]], "director": [PEOPLE[1]]},
    "a producer alone": {"producer": [HOUSE]},
    "illustrator": {"author": [HOUSE], "illustrator": [PEOPLE[6]]},
    "a translator alone": {"translator": [PEOPLE[1]]},
    "four editors": {"editor": PEOPLE[:4], "author": []},
    "marks in a name": {"author": [{"literal": 'A & B <script> "Tim" d\'Sapa'}]},
    "a house ending in a full stop": {"author": [{"literal": "Sapa Inc."}]},
}


def parts(*dates: list[int], **more: Any) -> Item:
    return {"issued": {"date-parts": list(dates), **more}}


DATES: dict[str, Item] = {
    "no date": {},
    "year": parts([2015]),
    "month": parts([2015, 3]),
    "day": parts([2004, 9, 22]),
    "about a year": parts([2004], circa=True),
    "about a month": parts([1998, 5], circa=True),
    "range of months": parts([2015, 1], [2015, 2]),
    "range over new year": parts([2014, 12], [2015, 1]),
    "range of years": parts([2012], [2013]),
    "range of days": parts([2012, 6, 3], [2012, 6, 5]),
    "range of days over months": parts([2012, 6, 30], [2012, 7, 1]),
    "about a range": parts([2012], [2013], circa=True),
    "season": parts([2012], season=2),
    "words": {"issued": {"literal": "tanpa tahun"}},
    "year in words": {"issued": {"date-parts": [["2015", "3"]]}},
}

TITLES = {
    "plain": "Menyusun kebijakan desa yang adil",
    "subtitle": "Kekerasan di rumah: cara menemani korban",
    "headline": "Perempuan, Desa, dan Undang-Undang",
    "english": "Community responses to domestic violence in West Java: a study of the village",
    "question": "Ke mana korban pergi?",
    "exclamation": "Berani bicara!",
    "full stop": "Catatan 2015.",
    "quotes": 'Makna "adil" bagi perempuan',
    "all quoted": '"Bale Istri"',
    "curly quotes": "Makna “adil” bagi ‘perempuan’",
    "ends in quotes": 'Perempuan bicara "cukup"',
    "inner quotes": "Makna \"adil 'gender'\" di desa",
    "apostrophe": "Al-Qur'an dan women's rights",
    "single quoted": "Apa arti 'adil' itu",
    "question in quotes": 'Siapa bilang "kenapa?"',
    "quoted question then more": 'Apa itu "adil?" dan mengapa',
    "script": "<script>alert(1)</script> & <b>tebal</b>",
    "less than": "Anak < 18 tahun & orang > 60 tahun",
    "italic inside": "Membaca <i>Bumi Manusia</i> di desa",
    "superscript": "Luas 10 km<sup>2</sup> dan H<sub>2</sub>O",
    "small caps": 'Abad <span style="font-variant:small-caps">xx</span> di Jawa',
    "no case": '<span class="nocase">sapa</span> institut and the village',
    "abbreviations": "UU No. 23 Tahun 2004 tentang PKDRT",
    "dash": "Laporan 2012–2013 — Jawa Barat",
    "comma at end": "Catatan,",
    "ellipsis": "Dan kemudian…",
    "three dots": "Dan kemudian...",
    "arabic": "Kitab قانون dan hak",
    "hyphens": "A study of e-learning and self-help in schools",
    "leading apostrophe": '\'Aisyiyah dan "setara" di desa',
    "leading single quotes": "'Adil' itu apa, dan (\"siapa\") yang bicara",
    "contractions": "What they're for: women's rights and/or duties of the state",
    "raised letters": "Sapa™ pada 10 m² dan 1ª",
    "square brackets": "[Draf] undang-undang",
    "last word small": "The rights to hold on to",
    "spaced mark": "Apa kabar ? Baik !",
    "colon question": "Apa kabar?: sebuah laporan",
}

PAGES: dict[str, Item] = {
    "5-9": {"page": "5-9"},
    "105–109": {"page": "105–109"},
    "321-328": {"page": "321-328"},
    "100-104": {"page": "100-104"},
    "1100-1113": {"page": "1100-1113"},
    "42-57": {"page": "42-57"},
    "one": {"page": "37"},
    "roman": {"page": "iv-xii"},
    "one roman": {"page": "xii"},
    "two stretches": {"page": "5-9, 12"},
    "and": {"page": "5 & 9"},
    "letters": {"page": "A3-A7"},
    "shortened": {"page": "105-9"},
    "none": {"page": ""},
    "reversed": {"page": "9-5"},
}

NUMBERS: dict[str, Item] = {
    "first edition": {"edition": "1"},
    "third edition": {"edition": "3"},
    "eleventh edition": {"edition": "11"},
    "twenty-second edition": {"edition": "22"},
    "edition in words": {"edition": "Edisi revisi"},
    "edition with ordinal": {"edition": "2nd"},
    "roman volume": {"volume": "IV"},
    "volume with words": {"volume": "Jilid 2"},
    "volume range": {"volume": "1-3"},
    "issue pair": {"issue": "1-2"},
    "issue with slash": {"issue": "12/IV/2015"},
    "special issue": {"issue": "Edisi khusus"},
    "all three": {"number": "7", "volume": "4", "issue": "2"},
    "two numbers": {"issue": "1 & 2", "volume": "3, 4"},
    "letters": {"number": "PER-12", "volume": "2A"},
    "volumes": {"number-of-volumes": "3"},
}

LOCATORS: dict[str, Item] = {
    "no locator": {},
    "page": {"locator": "37", "label": "page"},
    "pages": {"locator": "37-39", "label": "page"},
    "many pages": {"locator": "105–109", "label": "page"},
    "roman page": {"locator": "iv", "label": "page"},
    "roman pages": {"locator": "iv-xii", "label": "page"},
    "page of a part": {"locator": "A-3", "label": "page"},
    "two pages": {"locator": "5, 9", "label": "page"},
    "and": {"locator": "5 & 9", "label": "page"},
    "chapter": {"locator": "3", "label": "chapter"},
    "paragraph": {"locator": "3", "label": "paragraph"},
    "section": {"locator": "44", "label": "section"},
    "timestamp": {"locator": "00:12:30", "label": "timestamp"},
    "second": {"locator": "0:42", "label": "timestamp"},
    "row": {"locator": "12", "label": "row"},
    "rows": {"locator": "12-15", "label": "row"},
    "marks": {"locator": "<b>&", "label": "page"},
}

LANGUAGES: dict[str, Item] = {
    "": {},
    "id": {"language": "id"},
    "en": {"language": "en"},
    "en-GB": {"language": "en-GB"},
    "su": {"language": "su"},
    "mul": {"language": "mul"},
}

ACCESSED = {"accessed": {"date-parts": [[2026, 3, 7]]}}
EXTRAS: dict[str, Item] = {
    "nothing": {},
    "accessed": ACCESSED,
    "URL": {**URL, **ACCESSED},
    "DOI": DOI,
    "no door": {"URL": "", "DOI": ""},
    "marks": {"publisher": "Lembaga <b>A</b> & B", "publisher-place": "Yogyakarta"},
    "publisher ending in a full stop": {"publisher": "Sapa Inc.", "publisher-place": "Bandung, Jawa Barat"},
    "the publisher is the author": {"publisher": "Sapa Institut", "author": [HOUSE]},
    "no publisher": {"publisher": "", "publisher-place": "Bandung"},
    "short title": {"title-short": "Menyusun kebijakan", **ACCESSED},
    "note": {"note": "Terbit juga dalam bahasa Sunda"},
    "genre": {"genre": "Buku saku"},
    "medium": {"medium": "PDF"},
    "status": {"status": "dicabut"},
    "container ends in a mark": {"container-title": "Apa kabar?"},
    "container in quotes": {"container-title": 'Buletin "Sapa"'},
    "series": {"collection-title": "Seri Sapa: buku saku", "collection-number": "12"},
    "event": {"event-title": "Temu Perempuan Desa", "event-place": "Garut"},
    "number": {"number": "12"},
    "section": {"section": "44"},
}


def _item(*layers: Item, title: str = TITLES["subtitle"]) -> Item:
    made: Item = {"id": "cited", "title": title}
    for layer in layers:
        made |= layer
    return {key: value for key, value in made.items() if value != ""}


# One kind for each type of CSL, for what every type must meet.
TYPES = (
    "book",
    "pamphlet",
    "report",
    "journal article",
    "bulletin article",
    "law",
    "issue",
    "film",
    "dataset",
)


def items() -> Iterator[tuple[str, Item, Item]]:
    """(what is tried, item, locator): in the same order always."""
    year, one = DATES["year"], NAMES["family and given"]
    for kind, base in KINDS.items():
        for name in (
            NAMES if kind in TYPES else ("no author", "organisation", "author, editor and translator")
        ):
            yield f"{kind}; {name}", _item(base, NAMES[name], year, LANGUAGES["id"]), LOCATORS["page"]
        yield f"{kind}; title alone", {"id": "cited", "type": base["type"], "title": "Judul"}, {}
    for kind in TYPES:
        for name, date in DATES.items():
            yield f"{kind}; date: {name}", _item(KINDS[kind], NAMES["organisation"], date, ACCESSED), {}
    for name, title in TITLES.items():
        for kind, language in (
            ("book", "id"),
            ("book", "en"),
            ("journal article", "id"),
            ("bulletin article", "en"),
        ):
            made = _item(KINDS[kind], one, year, LANGUAGES[language], ACCESSED, title=title)
            yield f"{kind}; title: {name} ({language})", made, {}
        yield f"law; title alone: {name}", _item(KINDS["law"], year, LANGUAGES["en"], title=title), {}
    for language, tongue in LANGUAGES.items():
        for kind in TYPES:
            yield f"{kind}; ({language})", _item(KINDS[kind], one, year, tongue, title=TITLES["english"]), {}
    for name, more in (PAGES | NUMBERS).items():
        for kind in ("book of a series", "journal article", "bulletin article"):
            yield f"{kind}; {name}", _item(KINDS[kind], one, year, more), {}
    for name, more in EXTRAS.items():
        for kind in ("book", "report", "journal article", "law", "film", "dataset"):
            yield f"{kind}; {name}", _item(KINDS[kind], one, year, more), {}
    for name, place in LOCATORS.items():
        for kind in ("book", "law", "film", "dataset"):
            yield f"{kind}; at: {name}", _item(KINDS[kind], NAMES["three"], year), place
    yield "no title", {"id": "cited", "type": "book"}, {}
    yield from drawn(random.Random(4), 100)  # noqa: S311


def drawn(chance: random.Random, count: int) -> Iterator[tuple[str, Item, Item]]:
    """Everything with everything, by chance."""
    tables = (NAMES, DATES, PAGES | NUMBERS | {"": {}}, EXTRAS, LANGUAGES)
    for number in range(count):
        layers = [chance.choice(list(table.values())) for table in tables]
        made = _item(chance.choice(list(KINDS.values())), *layers, title=chance.choice(list(TITLES.values())))
        yield f"drawn {number}", made, chance.choice(list(LOCATORS.values()))
