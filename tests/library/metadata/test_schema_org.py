"""A record as JSON-LD in the vocabulary of schema.org, each term checked against the vocabulary itself."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from extruct.jsonld import JsonLdExtractor
from hypothesis import given
from hypothesis import strategies as st

from library.dates import read
from library.metadata import schema_org
from library.names import Name, NameKind
from library.record import HeldFile, Maker, Record, RecordKind, Role, Serial, Statute, Subject
from tests.library.metadata import records

TERMS = json.loads(Path(__file__).with_name("schema_org_terms.json").read_text(encoding="utf-8"))
SITE = "https://pustaka.example.org"
CRUMBS = [("Koleksi", f"{SITE}/koleksi/"), ("Karya", f"{SITE}/koleksi/karya/")]
WAY = {
    "@type": "BreadcrumbList",
    "itemListElement": [
        {"@type": "ListItem", "position": 1, "name": "Koleksi", "item": {"@id": f"{SITE}/koleksi/"}},
        {"@type": "ListItem", "position": 2, "name": "Karya", "item": {"@id": f"{SITE}/koleksi/karya/"}},
    ],
}
DESCRIBED_BY = {"@type": "Organization", "name": "Pustaka Sapa", "url": f"{SITE}/"}
SITI = Maker(
    Name("Siti Nurjanah", NameKind.FAMILY_NAME, "Dr.", "Nurjanah", "Siti", variants=("S. Nurjanah",)),
    address=f"{SITE}/orang/siti/",
    orcid="0000-0002-1825-0097",
)
SAPA = Name("Sapa Institut", NameKind.ORGANISATION)
PDF = HeldFile(f"{SITE}/berkas/k4x/karya.pdf", "application/pdf", 812_345, 96, "karya.pdf")
WHERE = {"address": f"{SITE}/koleksi/karya/", "permanent": f"{SITE}/p/k4x/"}
SERIAL = Serial(
    "Jurnal Sapa",
    "2088-6403",
    "2502-1117",
    "3",
    "2",
    "Perkawinan Anak",
    f"{SITE}/jurnal/",
    f"{SITE}/jurnal/3-2/",
)
BOOK = Record(
    RecordKind.BOOK,
    "Luka yang Diam",
    subtitle="Kekerasan di Rumah",
    parallel_title="Silent Wounds",
    makers=(
        SITI,
        Maker(Name("Ani", NameKind.MONONYM), Role.EDITOR),
        Maker(SAPA, Role.EDITOR),
        Maker(Name("Budi", NameKind.MONONYM), Role.TRANSLATOR),
        Maker(Name("Citra", NameKind.MONONYM), Role.ILLUSTRATOR),
    ),
    issued=read("September 2004"),
    publisher="Sapa Institut",
    place="Bandung",
    abstract_id="Ringkasan.",
    abstract_en="Abstract.",
    summary_id="Singkatnya.",
    subjects=(
        Subject("KDRT", "domestic violence", "concept", "3204", f"{SITE}/topik/kdrt/"),
        Subject("Majalaya", kind="place", notation="32.04.33"),
        Subject("UU PKDRT", kind="law", notation="UU 23/2004"),
    ),
    tags=("istri",),
    audience=("pendamping",),
    licence="cc-by-4.0",
    rights_holder="Siti Nurjanah",
    funder="Yayasan Tifa",
    series="Seri Bale",
    series_number="4",
    edition="Cetakan 2",
    isbn="978-602-1234-56-3",
    isbn_electronic="978-602-1234-57-0",
    genre="panduan",
    pages=96,
    cover=f"{SITE}/gambar/luka.webp",
    files=(PDF,),
    modified=datetime(2025, 1, 1, tzinfo=UTC),
    **WHERE,
)
STUDY = Record(
    RecordKind.STUDY,
    "Kawin Kontrak",
    subtitle="Di Puncak",
    makers=(Maker(SAPA, Role.RESEARCHER), Maker(Name("Citra"), Role.ILLUSTRATOR)),
    issued=read("2012–2013"),
    access="summary",
    licence="all-rights-reserved",
    commissioned_by="Komnas Perempuan",
    report_number="LP-7",
    isbn="978-602-1234-56-3",
    files=(PDF,),
    pages=96,
    **WHERE,
)
ARTICLE = Record(
    RecordKind.JOURNAL_ARTICLE,
    "Dispensasi Kawin",
    makers=(Maker(Name("Sukarno", NameKind.MONONYM)),),
    language="en",
    abstract_en="Abstract.",
    doi="10.1234/sapa.3",
    first_page="12",
    last_page="30",
    serial=SERIAL,
    **WHERE,
)
BULLETIN_ARTICLE = replace(
    ARTICLE,
    kind=RecordKind.BULLETIN_ARTICLE,
    doi="",
    rubric="Kabar Bale",
    serial=Serial("Buletin Bale", number="12"),
)
ISSUE = Record(
    RecordKind.JOURNAL_ISSUE, "Jurnal Sapa 3(2)", serial=SERIAL, issued=read("Jan–Feb 2015"), **WHERE
)
REGULATION = Record(
    RecordKind.REGULATION,
    "Penghapusan Kekerasan dalam Rumah Tangga",
    issued=read("22 September 2004"),
    licence="public-domain",
    statute=Statute(
        "UU", "23", 2004, "Penghapusan KDRT", "UU PKDRT", "DPR RI", "LN 2004/95", "in_force", "UU 23/2004"
    ),
    **WHERE,
)
POCKET_BOOK = Record(RecordKind.POCKET_BOOK, "Bila Disakiti", **WHERE)
ALL = [
    BOOK,
    POCKET_BOOK,
    STUDY,
    ARTICLE,
    BULLETIN_ARTICLE,
    ISSUE,
    replace(ISSUE, kind=RecordKind.BULLETIN_ISSUE),
    REGULATION,
    *(
        replace(BOOK, kind=kind, serial=SERIAL, statute=REGULATION.statute, doi="10.1/x")
        for kind in RecordKind
    ),
    *(replace(BOOK, kind=kind, access="embargo", report_number="1", rubric="R") for kind in RecordKind),
    *(replace(records.FILM, kind=kind, figures=records.DATASET.figures) for kind in RecordKind),
    *records.EVERY,
]


def page(record: Record, language: str = "id") -> schema_org.Node:
    return schema_org.document(
        record, crumbs=CRUMBS, site_name="Pustaka Sapa", site_address=f"{SITE}/", language=language
    )


def work(record: Record, language: str = "id") -> schema_org.Node:
    return page(record, language)["@graph"][0]


# What is said of each kind


def test_a_book_is_said_with_all_that_is_known_of_it() -> None:
    siti = {
        "@type": "Person",
        "@id": f"{SITE}/orang/siti/",
        "name": "Siti Nurjanah",
        "alternateName": "S. Nurjanah",
        "familyName": "Nurjanah",
        "givenName": "Siti",
        "url": f"{SITE}/orang/siti/",
        "identifier": "https://orcid.org/0000-0002-1825-0097",
        "sameAs": "https://orcid.org/0000-0002-1825-0097",
    }
    assert page(BOOK) == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Book",
                "@id": f"{SITE}/p/k4x/",
                "name": "Luka yang Diam: Kekerasan di Rumah",
                "alternateName": "Silent Wounds",
                "url": f"{SITE}/koleksi/karya/",
                "mainEntityOfPage": f"{SITE}/koleksi/karya/",
                "inLanguage": "id",
                "datePublished": "2004-09",
                "author": [siti],
                "editor": [{"@type": "Person", "name": "Ani"}],
                "translator": [{"@type": "Person", "name": "Budi"}],
                "illustrator": [{"@type": "Person", "name": "Citra"}],
                "contributor": [{"@type": "Organization", "name": "Sapa Institut"}],
                "publisher": {
                    "@type": "Organization",
                    "name": "Sapa Institut",
                    "location": {"@type": "Place", "name": "Bandung"},
                },
                "funder": {"@type": "Organization", "name": "Yayasan Tifa"},
                "abstract": [
                    {"@language": "id", "@value": "Ringkasan."},
                    {"@language": "en", "@value": "Abstract."},
                ],
                "description": "Singkatnya.",
                "about": [
                    {
                        "@type": "DefinedTerm",
                        "@id": f"{SITE}/topik/kdrt/",
                        "name": "KDRT",
                        "alternateName": "domestic violence",
                        "termCode": "3204",
                        "url": f"{SITE}/topik/kdrt/",
                    },
                    {"@type": "Place", "name": "Majalaya", "identifier": "32.04.33"},
                    {"@type": "Legislation", "name": "UU PKDRT", "legislationIdentifier": "UU 23/2004"},
                ],
                "keywords": ["istri"],
                "audience": [{"@type": "Audience", "audienceType": "pendamping"}],
                "genre": "panduan",
                "license": "https://creativecommons.org/licenses/by/4.0/",
                "copyrightHolder": siti,
                "isAccessibleForFree": True,
                "isbn": ["978-602-1234-56-3", "978-602-1234-57-0"],
                "bookEdition": "Cetakan 2",
                "numberOfPages": 96,
                "position": "4",
                "image": f"{SITE}/gambar/luka.webp",
                "encoding": [
                    {
                        "@type": "MediaObject",
                        "name": "karya.pdf",
                        "contentUrl": f"{SITE}/berkas/k4x/karya.pdf",
                        "encodingFormat": "application/pdf",
                        "contentSize": "812345 B",
                    }
                ],
                "isPartOf": {"@type": "BookSeries", "name": "Seri Bale"},
                "sdPublisher": DESCRIBED_BY,
            },
            WAY,
        ],
    }


def test_a_pocket_book_is_a_book_and_says_that_it_is_small() -> None:
    assert page(POCKET_BOOK)["@graph"][0] == {
        "@type": "Book",
        "@id": f"{SITE}/p/k4x/",
        "name": "Bila Disakiti",
        "url": f"{SITE}/koleksi/karya/",
        "mainEntityOfPage": f"{SITE}/koleksi/karya/",
        "inLanguage": "id",
        "genre": "Buku saku",
        "sdPublisher": DESCRIBED_BY,
    }


def test_a_study_that_is_not_open_says_so_and_names_no_file() -> None:
    assert work(STUDY) == {
        "@type": "Report",
        "@id": f"{SITE}/p/k4x/",
        "name": "Kawin Kontrak: Di Puncak",
        "url": f"{SITE}/koleksi/karya/",
        "mainEntityOfPage": f"{SITE}/koleksi/karya/",
        "inLanguage": "id",
        "datePublished": "2012",
        "author": [{"@type": "Organization", "name": "Sapa Institut"}],
        "contributor": [{"@type": "Person", "name": "Citra"}],
        "sourceOrganization": {"@type": "Organization", "name": "Komnas Perempuan"},
        "copyrightNotice": "Hak cipta dilindungi",
        "isAccessibleForFree": False,
        "conditionsOfAccess": "Hanya ringkasannya yang terbuka untuk umum.",
        "headline": "Kawin Kontrak",
        "alternativeHeadline": "Di Puncak",
        "reportNumber": "LP-7",
        "identifier": [{"@type": "PropertyValue", "propertyID": "ISBN", "value": "978-602-1234-56-3"}],
        "sdPublisher": DESCRIBED_BY,
    }


def test_a_journal_article_stands_in_its_issue_its_volume_and_its_journal() -> None:
    assert work(ARTICLE) == {
        "@type": "ScholarlyArticle",
        "@id": f"{SITE}/p/k4x/",
        "name": "Dispensasi Kawin",
        "url": f"{SITE}/koleksi/karya/",
        "mainEntityOfPage": f"{SITE}/koleksi/karya/",
        "inLanguage": "en",
        "author": [{"@type": "Person", "name": "Sukarno"}],
        "abstract": "Abstract.",
        "headline": "Dispensasi Kawin",
        "pageStart": "12",
        "pageEnd": "30",
        "identifier": [
            {
                "@type": "PropertyValue",
                "propertyID": "DOI",
                "value": "10.1234/sapa.3",
                "url": "https://doi.org/10.1234/sapa.3",
            }
        ],
        "sameAs": "https://doi.org/10.1234/sapa.3",
        "isPartOf": {
            "@type": "PublicationIssue",
            "@id": f"{SITE}/jurnal/3-2/",
            "name": "Perkawinan Anak",
            "issueNumber": "2",
            "url": f"{SITE}/jurnal/3-2/",
            "isPartOf": {
                "@type": "PublicationVolume",
                "volumeNumber": "3",
                "isPartOf": {
                    "@type": "Periodical",
                    "@id": f"{SITE}/jurnal/",
                    "name": "Jurnal Sapa",
                    "issn": ["2088-6403", "2502-1117"],
                    "url": f"{SITE}/jurnal/",
                },
            },
        },
        "sdPublisher": DESCRIBED_BY,
    }


def test_a_bulletin_without_volumes_has_none() -> None:
    said = work(BULLETIN_ARTICLE)
    assert said["@type"] == "Article"
    assert said["articleSection"] == "Kabar Bale"
    assert said["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "12",
        "isPartOf": {"@type": "Periodical", "name": "Buletin Bale"},
    }


def test_an_issue_is_part_of_its_periodical() -> None:
    said = work(ISSUE)
    assert (said["@type"], said["issueNumber"], said["datePublished"]) == ("PublicationIssue", "2", "2015-01")
    assert said["isPartOf"]["@type"] == "PublicationVolume"
    assert said["isPartOf"]["isPartOf"]["name"] == "Jurnal Sapa"


def test_a_law_says_whether_it_is_in_force() -> None:
    assert work(REGULATION) == {
        "@type": "Legislation",
        "@id": f"{SITE}/p/k4x/",
        "name": "Penghapusan Kekerasan dalam Rumah Tangga",
        "alternateName": "UU PKDRT",
        "url": f"{SITE}/koleksi/karya/",
        "mainEntityOfPage": f"{SITE}/koleksi/karya/",
        "inLanguage": "id",
        "datePublished": "2004-09-22",
        "license": "https://creativecommons.org/publicdomain/mark/1.0/",
        "legislationIdentifier": "UU 23/2004",
        "legislationType": "UU",
        "legislationDate": "2004-09-22",
        "legislationPassedBy": {"@type": "Organization", "name": "DPR RI"},
        "legislationLegalForce": "https://schema.org/InForce",
        "identifier": [{"@type": "PropertyValue", "propertyID": "Lembaran Negara", "value": "LN 2004/95"}],
        "sdPublisher": DESCRIBED_BY,
    }


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("in_force", "https://schema.org/InForce"),
        ("amended", "https://schema.org/InForce"),
        ("repealed", "https://schema.org/NotInForce"),
        ("", None),
    ],
)
def test_of_a_law_whose_status_is_unknown_none_is_said(status: str, said: str | None) -> None:
    law = replace(REGULATION, statute=replace(REGULATION.statute, status=status))
    assert work(law).get("legislationLegalForce") == said


def test_a_film_says_all_that_a_player_and_a_search_engine_ask() -> None:
    said, film = work(records.FILM), records.FILM
    asked = {"name", "description", "thumbnailUrl", "uploadDate", "duration", "contentUrl"}  # by Google
    assert asked <= said.keys()
    assert (said["@type"], said["uploadDate"], said["duration"]) == ("VideoObject", "2024-03-10", "PT12M30S")
    assert said["description"] == film.abstract_id
    assert work(film, "en")["description"] == film.abstract_en
    assert said["thumbnailUrl"] == said["image"] == film.cover
    assert said["inLanguage"] == ["id", "su"]
    # The best recording speaks for the film; all of them are its encodings.
    assert (said["contentUrl"], said["encodingFormat"]) == (film.files[0].address, "video/mp4")
    assert said["width"] == {"@type": "QuantitativeValue", "value": 1280, "unitCode": "E37"}
    assert [each["contentUrl"] for each in said["encoding"]] == [file.address for file in film.files]
    assert [person["name"] for person in said["director"]] == [
        "Nursyahbani Katjasungkana",
        "Pramoedya Ananta Toer",
    ]
    assert said["producer"] == [{"@type": "Organization", "name": "Sapa Institut"}]
    assert "author" not in said


def test_a_film_names_its_captions_and_what_is_said() -> None:
    said = work(records.FILM)
    assert [(track["inLanguage"], track["encodingFormat"]) for track in said["caption"]] == [
        ("id", "text/vtt"),
        ("en", "text/vtt"),
    ]
    assert said["transcript"] == "Kami mulai dari dapur."
    assert work(records.FILM, "en")["transcript"] == "We began in the kitchen."


def test_a_film_is_opened_at_a_second_on_its_own_page() -> None:
    assert work(records.FILM)["potentialAction"] == {
        "@type": "SeekToAction",
        "target": f"{records.FILM.address}#t={{seek_to_second_number}}",
        "startOffset-input": "required name=seek_to_second_number",
    }
    assert "potentialAction" not in work(replace(records.FILM, files=()))


@pytest.mark.parametrize(
    ("age_class", "ages", "for_families"),
    [
        ("SU", "0-", True),
        ("13+", "13-", None),
        ("17+", "17-", False),
        ("21+", "21-", False),
        ("", None, None),
    ],
)
def test_the_class_of_a_film_is_said_only_where_there_is_one(
    age_class: str, ages: str | None, for_families: bool | None
) -> None:
    said = work(replace(records.FILM, footage=replace(records.FILM.footage, age_class=age_class)))
    assert said.get("contentRating", "") == age_class
    assert said.get("typicalAgeRange") == ages
    assert said.get("isFamilyFriendly") is for_families


def test_a_film_that_a_body_directed_has_it_as_its_creator() -> None:
    said = work(replace(records.FILM, makers=(Maker(SAPA, Role.DIRECTOR),)))
    assert said["creator"] == [{"@type": "Organization", "name": "Sapa Institut"}]
    assert "director" not in said


@pytest.mark.parametrize("access", ["summary", "embargo", "internal"])
def test_a_film_that_is_not_open_names_no_recording_and_no_captions(access: str) -> None:
    said = work(replace(records.FILM, access=access))
    assert not said.keys() & {"contentUrl", "encoding", "caption", "transcript", "potentialAction", "width"}
    assert (said["duration"], said["isAccessibleForFree"]) == ("PT12M30S", False)


def test_a_film_behind_a_notice_offers_no_recording_and_nothing_that_is_said_in_it() -> None:
    said = work(replace(records.FILM, notices=("testimony",)))
    assert not said.keys() & {"contentUrl", "encoding", "caption", "transcript", "potentialAction", "width"}
    assert (said["duration"], said["isAccessibleForFree"]) == ("PT12M30S", True)


def test_data_say_what_was_measured_how_when_and_where() -> None:
    said, figures = work(records.DATASET), records.DATASET.figures
    assert (said["@type"], said["temporalCoverage"]) == ("Dataset", "2015/2024")
    assert len(said["description"]) >= 50  # Google takes no shorter one
    assert said["measurementTechnique"] == figures.counting_id
    assert work(records.DATASET, "en")["measurementTechnique"] == figures.counting_en
    assert [place["name"] for place in said["spatialCoverage"]] == ["Kabupaten Bandung"]
    assert said["variableMeasured"][2] == {
        "@type": "PropertyValue",
        "name": "Perkara",
        "alternateName": ["Cases", "n"],
        "description": "Perkara baru",
        "unitText": "perkara",
    }
    assert said["variableMeasured"][3] == {"@type": "PropertyValue", "name": "catatan"}
    assert [who["name"] for who in said["creator"]] == ["Sapa Institut", "Sri Wahyuni Lestari"]
    assert said["isBasedOn"] == {"@type": "CreativeWork", "name": figures.counted_by}
    assert said["includedInDataCatalog"] == {
        "@type": "DataCatalog",
        "name": "Pustaka Sapa",
        "url": f"{SITE}/",
    }
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert said["isAccessibleForFree"] is True


def test_data_are_had_as_downloads_whose_size_is_told_only_where_it_is_known() -> None:
    said = work(records.DATASET)
    csv, xlsx = said["distribution"]
    assert (csv["@type"], csv["encodingFormat"]) == ("DataDownload", "text/csv")
    assert xlsx["@type"] == "DataDownload"
    assert all("contentSize" not in each for each in said["distribution"])
    assert not said.keys() & {"encoding", "author"}
    assert "distribution" not in work(replace(records.DATASET, access="embargo"))
    behind = work(replace(records.DATASET, notices=("testimony",)))
    assert "distribution" not in behind and behind["variableMeasured"] == said["variableMeasured"]


@pytest.mark.parametrize("access", ["summary", "embargo", "internal", "anything else"])
@pytest.mark.parametrize("kind", RecordKind)
def test_a_work_that_is_not_open_names_no_file(kind: RecordKind, access: str) -> None:
    said = work(replace(BOOK, kind=kind, access=access))
    assert "encoding" not in said
    assert "berkas" not in json.dumps(said)
    assert said["isAccessibleForFree"] is False
    assert said["conditionsOfAccess"]


def test_what_a_book_costs_that_we_only_describe_is_not_said() -> None:
    assert "isAccessibleForFree" not in work(replace(BOOK, files=(), pages=0))


# The pages around the works


def test_a_shelf_lists_the_works_of_this_page() -> None:
    assert schema_org.collection(
        name="Buku",
        address=f"{SITE}/koleksi/buku/?halaman=2",
        works=[("Luka", f"{SITE}/koleksi/buku/luka/"), ("Diam", f"{SITE}/koleksi/buku/diam/")],
        total=26,
        first=25,
        crumbs=CRUMBS,
    ) == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "CollectionPage",
                "@id": f"{SITE}/koleksi/buku/?halaman=2",
                "name": "Buku",
                "url": f"{SITE}/koleksi/buku/?halaman=2",
                "inLanguage": "id",
                "mainEntity": {
                    "@type": "ItemList",
                    "numberOfItems": 26,
                    "itemListElement": [
                        {
                            "@type": "ListItem",
                            "position": 25,
                            "name": "Luka",
                            "url": f"{SITE}/koleksi/buku/luka/",
                        },
                        {
                            "@type": "ListItem",
                            "position": 26,
                            "name": "Diam",
                            "url": f"{SITE}/koleksi/buku/diam/",
                        },
                    ],
                },
            },
            WAY,
        ],
    }


def test_a_persons_page_joins_all_that_she_is_known_by() -> None:
    assert schema_org.person(
        name=SITI.name,
        address=SITI.address,
        orcid=SITI.orcid,
        description="Peneliti.",
        same_as=["https://viaf.org/viaf/1"],
    )["@graph"] == [
        {
            "@type": "Person",
            "@id": f"{SITE}/orang/siti/",
            "name": "Siti Nurjanah",
            "alternateName": "S. Nurjanah",
            "familyName": "Nurjanah",
            "givenName": "Siti",
            "url": f"{SITE}/orang/siti/",
            "identifier": "https://orcid.org/0000-0002-1825-0097",
            "description": "Peneliti.",
            "mainEntityOfPage": f"{SITE}/orang/siti/",
            "sameAs": ["https://orcid.org/0000-0002-1825-0097", "https://viaf.org/viaf/1"],
        }
    ]


def test_an_organisation_has_no_family_name() -> None:
    [said] = schema_org.person(
        name=replace(SAPA, family="Institut", given="Sapa"), address=f"{SITE}/orang/sapa/"
    )["@graph"]
    assert said["@type"] == "Organization"
    assert "familyName" not in said


def test_a_concept_is_a_term_of_the_thesaurus_and_a_place_is_a_place() -> None:
    term = Subject("KDRT", "domestic violence", "concept", "3204", f"{SITE}/topik/kdrt/")
    thesaurus = {"set_name": "Tesaurus Sapa", "set_address": f"{SITE}/topik/"}
    [said] = schema_org.concept(subject=term, alternatives=["kekerasan domestik"], **thesaurus)["@graph"]
    assert said == {
        "@type": "DefinedTerm",
        "@id": f"{SITE}/topik/kdrt/",
        "name": "KDRT",
        "alternateName": ["domestic violence", "kekerasan domestik"],
        "termCode": "3204",
        "url": f"{SITE}/topik/kdrt/",
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": f"{SITE}/topik/",
            "name": "Tesaurus Sapa",
            "url": f"{SITE}/topik/",
        },
        "mainEntityOfPage": f"{SITE}/topik/kdrt/",
    }
    [said] = schema_org.concept(subject=replace(term, kind="place"), **thesaurus)["@graph"]
    assert said["@type"] == "Place"
    assert "inDefinedTermSet" not in said


HOME = {
    "name": "Pustaka Sapa",
    "address": f"{SITE}/",
    "search_address": f"{SITE}/cari/?q={{search_term_string}}",
    "publisher": schema_org.organisation("Sapa Institut", f"{SITE}/tentang/", logo=f"{SITE}/logo.svg"),
}


def test_the_home_page_offers_its_search() -> None:
    [said] = schema_org.website(**HOME)["@graph"]
    assert said["potentialAction"] == {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{SITE}/cari/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    assert said["publisher"] == {
        "@type": "Organization",
        "name": "Sapa Institut",
        "url": f"{SITE}/tentang/",
        "logo": f"{SITE}/logo.svg",
    }


# The vocabulary


def nodes(value: Any) -> Iterator[dict]:
    """Every node of a document, its own and those inside, but not mere references to nodes."""
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)
    elif isinstance(value, dict) and "@value" not in value:
        if "@graph" not in value and value.keys() != {"@id"}:
            yield value
        for each in value.values():
            yield from nodes(each)


def fits(value: Any, allowed: list[str]) -> bool:
    """Whether a value is of one of the types that a property may have."""
    if isinstance(value, dict):
        if "@value" in value:
            return "Text" in allowed and isinstance(value["@value"], str)
        return value.keys() == {"@id"} or not set(allowed).isdisjoint(TERMS["types"][value["@type"]])
    if isinstance(value, bool):
        return "Boolean" in allowed
    if isinstance(value, int):
        return not {"Integer", "Number"}.isdisjoint(allowed)
    assert isinstance(value, str)
    if value.startswith("https://schema.org/"):
        return TERMS["members"][value.removeprefix("https://schema.org/")] in allowed
    if "Text" in allowed:
        return bool(value)
    if "URL" in allowed:
        return value.startswith("https://")
    if "Duration" in allowed:
        return bool(re.fullmatch(r"PT(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?", value))
    return "Date" in allowed and bool(value) and read(value).edtf == value


def faults(document: schema_org.Node) -> list[str]:
    """What the vocabulary does not allow: unknown types, properties outside their domain, values outside their range."""
    found = []
    for node in nodes(document):
        kind = node["@type"]
        for name, value in node.items():
            if name in {"@type", "@id"}:
                continue
            # `query-input` tells how `query` is to be filled (schema.org/docs/actions.html).
            rule = TERMS["properties"][name.removesuffix("-input")]
            if set(rule["domain"]).isdisjoint(TERMS["types"][kind]):
                found.append(f"{kind} has no {name}")
            ranges = ["Text"] if name.endswith("-input") else rule["range"]
            values = value if isinstance(value, list) else [value]
            found += [f"{kind}.{name} is no {each!r}" for each in values if not fits(each, ranges)]
    return found


@pytest.mark.parametrize("record", ALL, ids=lambda record: record.kind)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_term_of_a_work_is_where_the_vocabulary_has_it(record: Record, language: str) -> None:
    assert faults(page(record, language)) == []


@pytest.mark.parametrize(
    "document",
    [
        schema_org.collection(
            name="Buku", address=f"{SITE}/b/", works=[("L", f"{SITE}/l/")], total=1, description="D"
        ),
        schema_org.person(
            name=SITI.name, address=SITI.address, orcid=SITI.orcid, same_as=["https://viaf.org/1"]
        ),
        schema_org.person(name=SAPA, address=f"{SITE}/orang/sapa/", description="D", crumbs=CRUMBS),
        *(
            schema_org.concept(
                subject=Subject("K", "C", kind, "3204", f"{SITE}/topik/k/"),
                set_name="Tesaurus",
                set_address=f"{SITE}/topik/",
                description="D",
                alternatives=["L"],
                same_as=["https://www.wikidata.org/entity/Q1"],
            )
            for kind in ("concept", "place", "law")
        ),
        schema_org.website(**HOME, description="D"),
    ],
)
def test_every_term_of_the_other_pages_is_where_the_vocabulary_has_it(document: schema_org.Node) -> None:
    assert faults(document) == []


def test_the_check_finds_what_is_wrong() -> None:
    wrong = {"@type": "Report", "isbn": "1", "author": {"@type": "Place"}, "license": "CC BY", "name": 4}
    assert faults(wrong) == [
        "Report has no isbn",
        "Report.author is no {'@type': 'Place'}",
        "Report.license is no 'CC BY'",
        "Report.name is no 4",
    ]


def test_nothing_empty_is_said() -> None:
    for record in ALL:
        for node in nodes(page(record)):
            assert all(value not in ("", [], {}, None) for value in node.values())


# Inside a page

odd = st.text(max_size=60) | st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        "<!--",
        "]]>",
        '"\\',
        "\u2028\u2029",
        "a\r\nb\x00",
        "&lt;/script&gt;",
    ]
)


@given(odd, odd, odd)
def test_odd_words_stay_inside_the_script(title: str, name: str, abstract: str) -> None:
    record = replace(BOOK, title=title, makers=(Maker(Name(name)),), abstract_id=abstract, tags=(title,))
    document = page(record)
    written = schema_org.script(document)
    assert not set(written) & set("<>&\u2028\u2029\r\n")
    assert json.loads(written) == document
    html = f'<!doctype html><script type="application/ld+json">{written}</script><p>after'
    assert JsonLdExtractor().extract(html) == [document]


def test_a_crawler_reads_what_we_wrote() -> None:
    html = f'<!doctype html><script type="application/ld+json">{schema_org.script(page(BOOK))}</script>'
    [document] = JsonLdExtractor().extract(html)
    assert document["@graph"][0]["name"] == "Luka yang Diam: Kekerasan di Rumah"
    assert document["@graph"][1]["@type"] == "BreadcrumbList"
