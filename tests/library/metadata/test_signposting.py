"""The `Link` header of a work's page, read back by a client of others."""

from dataclasses import replace

import pytest
from httplink import parse_link_header
from hypothesis import given
from hypothesis import strategies as st
from signposting import find_signposting_http_link

from library.metadata import signposting
from library.names import Name
from library.record import HeldFile, Maker, Record, RecordKind, Serial

SITE = "https://pustaka.example.org"
FILE = HeldFile(f"{SITE}/berkas/k4x/luka.pdf", "application/pdf", 12, 96)
BOOK = Record(
    RecordKind.BOOK,
    "Luka\r\nSet-Cookie: a=b",
    makers=(
        Maker(Name("Siti"), orcid="0000-0002-1825-0097", address=f"{SITE}/orang/siti/"),
        Maker(Name("Ani"), address=f"{SITE}/orang/ani/"),
        Maker(Name("Tanpa Alamat")),
    ),
    licence="cc-by-4.0",
    address=f"{SITE}/koleksi/luka/",
    permanent=f"{SITE}/p/k4x/",
    files=(FILE,),
)
EXPORTS = [
    (f"{SITE}/koleksi/luka/sitasi/luka.ris", "application/x-research-info-systems"),
    (f"{SITE}/koleksi/luka/sitasi/luka.json", "application/vnd.citationstyles.csl+json"),
]
JOURNAL = Serial("Jurnal Sapa", address=f"{SITE}/jurnal/", issue_address=f"{SITE}/jurnal/3-2/")


def read(value: str) -> list[tuple[str, str, str]]:
    """(relation, target, media type) of every link, in their order, as a parser of RFC 8288 reads them."""
    return [
        (" ".join(link.rel), link.target, link["type"] if "type" in link else "")  # noqa: SIM401 (no mapping)
        for link in parse_link_header(value).links
    ]


def test_a_book_points_to_all_its_parts() -> None:
    assert signposting.links(BOOK, alternates=EXPORTS) == ", ".join(
        [
            '<https://pustaka.example.org/p/k4x/>; rel="cite-as"',
            '<https://schema.org/AboutPage>; rel="type"',
            '<https://schema.org/Book>; rel="type"',
            '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
            (
                "<https://pustaka.example.org/koleksi/luka/sitasi/luka.ris>; "
                'rel="describedby"; type="application/x-research-info-systems"'
            ),
            (
                "<https://pustaka.example.org/koleksi/luka/sitasi/luka.json>; "
                'rel="describedby"; type="application/vnd.citationstyles.csl+json"'
            ),
            '<https://pustaka.example.org/berkas/k4x/luka.pdf>; rel="item"; type="application/pdf"',
            '<https://orcid.org/0000-0002-1825-0097>; rel="author"',
            '<https://pustaka.example.org/orang/ani/>; rel="author"',
        ]
    )


def test_a_client_of_signposting_finds_its_way() -> None:
    found = find_signposting_http_link([signposting.links(BOOK, alternates=EXPORTS)], baseurl=BOOK.address)
    assert found.citeAs.target == BOOK.permanent
    assert {(item.target, str(item.type)) for item in found.items} == {(FILE.address, "application/pdf")}
    assert {(each.target, str(each.type)) for each in found.describedBy} == set(EXPORTS)
    assert {kind.target for kind in found.types} == {
        "https://schema.org/AboutPage",
        "https://schema.org/Book",
    }
    assert found.license.target == "https://creativecommons.org/licenses/by/4.0/"
    assert len(found.authors) == 2


@pytest.mark.parametrize(
    ("kind", "type_name", "collection"),
    [
        (RecordKind.BOOK, "Book", []),
        (RecordKind.POCKET_BOOK, "Book", []),
        (RecordKind.STUDY, "Report", []),
        (RecordKind.JOURNAL_ARTICLE, "ScholarlyArticle", [JOURNAL.issue_address]),
        (RecordKind.BULLETIN_ARTICLE, "Article", [JOURNAL.issue_address]),
        (RecordKind.JOURNAL_ISSUE, "PublicationIssue", [JOURNAL.address]),
        (RecordKind.BULLETIN_ISSUE, "PublicationIssue", [JOURNAL.address]),
        (RecordKind.REGULATION, "Legislation", []),
    ],
)
def test_every_kind_names_its_type_and_what_it_is_collected_in(
    kind: RecordKind, type_name: str, collection: list[str]
) -> None:
    links = read(signposting.links(replace(BOOK, kind=kind, serial=JOURNAL), alternates=[]))
    assert ("type", f"https://schema.org/{type_name}", "") in links
    assert [target for relation, target, _ in links if relation == "collection"] == collection


@pytest.mark.parametrize("access", ["summary", "embargo", "internal", "anything else"])
def test_a_work_that_is_not_open_names_no_file(access: str) -> None:
    value = signposting.links(replace(BOOK, access=access), alternates=EXPORTS)
    assert "item" not in {relation for relation, _, _ in read(value)}
    assert "berkas" not in value


def test_of_nothing_known_the_type_alone_is_said() -> None:
    bare = signposting.links(Record(RecordKind.STUDY, "Kajian"), alternates=[])
    assert read(bare) == [
        ("type", "https://schema.org/AboutPage", ""),
        ("type", "https://schema.org/Report", ""),
    ]


def test_a_crowd_of_authors_and_files_is_cut() -> None:
    crowd = tuple(Maker(Name(f"Penulis {n}"), address=f"{SITE}/orang/{n}/") for n in range(50))
    files = tuple(replace(FILE, address=f"{SITE}/berkas/{n}.pdf") for n in range(50))
    relations = [
        relation
        for relation, _, _ in read(signposting.links(replace(BOOK, makers=crowd, files=files), alternates=[]))
    ]
    assert relations.count("author") == signposting.MOST_AUTHORS
    assert relations.count("item") == signposting.MOST_ITEMS


def test_the_header_never_grows_past_what_proxies_take() -> None:
    long = tuple(replace(FILE, address=f"{SITE}/berkas/{'x' * 400}{n}.pdf") for n in range(10))
    value = signposting.links(replace(BOOK, files=long), alternates=EXPORTS)
    assert len(value) <= signposting.LONGEST
    links = read(value)
    assert links[0] == ("cite-as", BOOK.permanent, "")  # what matters most is there
    assert links[-1][0] == "author"  # and what still fits after the files that did not
    assert 0 < len([link for link in links if link[0] == "item"]) < 10


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (f"{SITE}/a b", f"{SITE}/a%20b"),
        (
            f'{SITE}/a>; rel="item", <http://evil.example/',
            f"{SITE}/a%3E;%20rel=%22item%22,%20%3Chttp://evil.example/",
        ),
        (f"{SITE}/kaji%E2%80%93an/", f"{SITE}/kaji%E2%80%93an/"),
        (f"{SITE}/100%/é", f"{SITE}/100%25/%C3%A9"),
        (f"{SITE}/a[1]?q=[x]#y#z", f"{SITE}/a%5B1%5D?q=%5Bx%5D#y%23z"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_an_odd_address_is_written_so_that_it_stays_one_address(address: str, written: str) -> None:
    value = signposting.links(replace(BOOK, permanent=address), alternates=[])
    assert read(value)[0] == ("cite-as", written, "")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "/p/k4x/",
        "https://",
        "https://[",
        "https://a[b]c/",
        "https://a:b/",
        "https://user:word@a.example/",
        "mailto:a@b.example",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_left_out(address: str) -> None:
    value = signposting.links(replace(BOOK, permanent=address), alternates=[])
    assert "cite-as" not in value


def test_a_media_type_that_is_none_is_not_said() -> None:
    odd_type = replace(FILE, media_type='a/b"; rel="license')
    value = signposting.links(replace(BOOK, files=(odd_type,)), alternates=[(f"{SITE}/x", "text\r\n/x")])
    assert ("item", FILE.address, "") in read(value)
    assert ("describedby", f"{SITE}/x", "") in read(value)


@given(
    st.text(max_size=40).map(lambda text: f"{SITE}/{text}") | st.text(max_size=40),
    st.text(max_size=20),
)
def test_any_text_leaves_one_sound_header(address: str, media_type: str) -> None:
    file = replace(FILE, address=address, media_type=media_type)
    plain = replace(BOOK, permanent=f"{SITE}/p/k4x/", files=())
    odd = signposting.links(replace(plain, files=(file,)), alternates=[(address, media_type)])
    assert odd.isascii()
    assert odd.isprintable()
    known = read(signposting.links(plain, alternates=[]))
    added = [link for link in read(odd) if link not in known]
    assert [relation for relation, _, _ in added] in ([], ["describedby", "item"])
    find_signposting_http_link([odd], baseurl=SITE)  # which refuses what is no URI
