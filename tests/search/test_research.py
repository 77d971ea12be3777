"""Findings: what is counted, what is shown, in which order, and what falls out."""

import pytest

from library.access import Access
from library.changes import touch
from library.models import Passage, Publication
from search.engine import engine
from search.engines import Filters
from search.findings import hits
from search.indexing import drain_all
from search.inside import search_inside
from search.query import parse
from search.research import FINDINGS_A_PAGE, WINDOW, Findings, Query, find
from tests.works import shelve, shelve_quickly


@pytest.fixture
def shelved(library: None) -> None:
    shelve(
        "Pendahuluan.",
        "Kekerasan terhadap anak di desa. Anak adalah amanah.",
        "Penutup <b>tentang</b> kekerasan & anak.",
        title="Buku Merah",
        labels=["i", "1", "2"],
        issued="2004",
    )
    shelve("Kekerasan.", "Anak.", title="Buku Kuning", issued="2010", language="su")
    shelve("Kekerasan saja.", title="Buku Hijau", issued="2010")
    shelve("Tentang padi.", title="Buku Biru")
    drain_all()


def titles(found: Findings) -> list[str]:
    return [finding.publication.title for finding in found.findings]


def test_those_with_all_the_words_come_first_then_those_with_some(shelved: None) -> None:
    found = find(Query("kekerasan anak"))
    assert (found.total, found.others) == (2, 1)
    assert titles(found) == ["Buku Merah", "Buku Kuning", "Buku Hijau"]
    assert [finding.whole for finding in found.findings] == [True, True, False]


def test_what_is_searched_beside_the_text_is_shown_where_it_alone_holds_the_words(library: None) -> None:
    """The rows of a table are found in two languages and read in one."""
    shelve("Perkara dikabulkan: 12", title="Data perkara")
    passage = Passage.objects.get()
    passage.search_text = f"{passage.text}\nCases granted: 12"
    passage.save()
    touch(Publication.objects.get(title="Data perkara"))
    drain_all()
    for question, shown in (
        ('"cases granted"', "<mark>Cases granted</mark>: 12"),
        ("dikabulkan", "Perkara <mark>dikabulkan</mark>: 12"),
    ):
        (finding,) = find(Query(question)).findings
        inside = hits(finding.publication, [1], parse(question))
        assert [hit.snippet for hit in (*finding.hits, *inside)] == [shown, shown]


def test_facets_count_publications_and_do_not_hide_their_own_siblings(shelved: None) -> None:
    found = find(Query("kekerasan", chosen={"language": ("su",)}))
    assert (found.total, titles(found)) == (1, ["Buku Kuning"])
    assert found.facets["language"] == {"id": 2, "su": 1}
    assert found.facets["kind"] == {"buku": 1}
    assert find(Query("kekerasan")).facets["year"] == {"2004": 1, "2010": 2}


def test_years_narrow(shelved: None) -> None:
    assert titles(find(Query("kekerasan", years=(None, 2005)))) == ["Buku Merah"]
    assert find(Query("kekerasan", years=(2005, 2010))).total == 2


def test_a_hit_carries_its_printed_label_and_its_words_marked(shelved: None) -> None:
    merah = find(Query("kekerasan anak")).findings[0]
    by_number = {hit.number: hit for hit in merah.hits}
    assert {number: hit.label for number, hit in by_number.items()} == {2: "1", 3: "2"}
    assert "<mark>Kekerasan</mark> terhadap <mark>anak</mark>" in by_number[2].snippet
    assert "&lt;b&gt;tentang&lt;/b&gt;" in by_number[3].snippet
    assert merah.more == 0


def test_three_passages_are_shown_and_the_others_are_counted(library: None) -> None:
    shelve(*["Kekerasan lagi."] * 7, title="Tujuh")
    drain_all()
    (finding,) = find(Query("kekerasan")).findings
    assert (len(finding.hits), finding.more) == (3, 4)


def test_an_article_narrowed_to_nothing_is_nothing_found(shelved: None) -> None:
    assert find(Query("zebra")).total == 0
    assert find(Query("kekerasan", chosen={"kind": ("peraturan",)})).facets["kind"] == {
        "buku": 3,
        "peraturan": 0,
    }


def test_a_question_without_words_is_said_and_finds_nothing(shelved: None) -> None:
    found = find(Query("?!"))
    assert (found.total, found.findings) == (0, ())
    assert found.said


def test_without_a_question_everything_is_listed_newest_first(shelved: None) -> None:
    assert find(Query()).total == 4
    assert titles(find(Query(years=(2004, 2010))))[-1] == "Buku Merah"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", ["Buku Kuning", "Buku Merah", "Buku Hijau"]),
        ("oldest", ["Buku Merah", "Buku Kuning", "Buku Hijau"]),
        ("title", ["Buku Kuning", "Buku Merah", "Buku Hijau"]),
    ],
)
def test_sorted_lists_keep_all_words_first(shelved: None, sort: str, order: list[str]) -> None:
    assert titles(find(Query("kekerasan anak", sort=sort))) == order


def test_what_the_database_does_not_confirm_falls_out(shelved: None) -> None:
    Publication.objects.filter(title="Buku Merah").update(live=False)  # behind the index's back
    assert titles(find(Query("kekerasan anak"))) == ["Buku Kuning", "Buku Hijau"]


def test_text_that_may_no_longer_be_read_is_not_shown_even_if_the_index_has_it(shelved: None) -> None:
    Publication.objects.filter(title="Buku Merah").update(access=Access.SUMMARY)
    merah = find(Query("kekerasan anak")).findings[0]
    assert (merah.publication.title, merah.hits, merah.more) == ("Buku Merah", (), 0)


def test_a_refused_word_is_refused_for_the_whole_publication(shelved: None) -> None:
    assert titles(find(Query("kekerasan -padi -desa"))) == ["Buku Kuning", "Buku Hijau"]


def test_words_as_written_find_no_family(library: None) -> None:
    shelve("Korban dilindungi.", title="Satu")
    drain_all()
    assert find(Query("melindungi")).total == 1
    assert find(Query("melindungi", exact=True)).total == 0


def shelve_more_than_the_window() -> None:
    """More works than are put in order by their passages: 110 that hold both words on different pages, ten thick ones
    that hold them together on one page and so come forward from behind, and eight that hold only one of them."""
    for number in range(110):
        shelve_quickly("Kekerasan.", "Anak.", title=f"Tipis {number}")
    for number in range(10):
        filling = [f"Halaman tentang sawah, padi dan air nomor {page}." * 4 for page in range(12)]
        shelve_quickly(*filling, "Kekerasan anak.", title=f"Tebal {number}")
    for number in range(8):
        shelve_quickly("Kekerasan saja.", title=f"Sebagian {number}")
    drain_all()


def test_no_page_repeats_or_leaves_out_a_finding(library: None) -> None:
    shelve_more_than_the_window()
    first = find(Query("kekerasan anak"))
    assert (first.total, first.others, first.pages) == (120, 8, 7)
    assert all(title.startswith("Tebal") for title in titles(first)[:10])
    candidates = engine().candidates(parse("kekerasan anak").tree, Filters(), size=WINDOW)
    assert len(candidates.ranked) > WINDOW, "the thick ones were not brought forward: this tests nothing"
    pages = [find(Query("kekerasan anak", page=page)) for page in range(1, 9)]
    shown = [finding for page in pages for finding in page.findings]
    assert [len(page.findings) for page in pages] == [FINDINGS_A_PAGE] * 6 + [8, 0]
    assert len({finding.publication.pk for finding in shown}) == 128
    assert [finding.whole for finding in shown] == [True] * 120 + [False] * 8
    assert {(page.total, page.others) for page in pages} == {(120, 8)}


# Inside one work


def test_inside_a_work_the_pages_with_all_words_come_first(library: None) -> None:
    book = shelve("Anak.", "Kekerasan anak.", "Padi.", "Kekerasan.", "Anak dan kekerasan.", title="Satu")
    drain_all()
    found = search_inside(book, "kekerasan anak")
    assert found.numbers == (2, 5, 1, 4)
    assert found.whole == 2
    assert found.steps == (2, 5)


def test_inside_a_work_without_a_page_that_has_them_all_some_will_do(library: None) -> None:
    book = shelve("Anak.", "Kekerasan.", title="Satu")
    drain_all()
    found = search_inside(book, "kekerasan anak")
    assert (found.numbers, found.whole, found.steps) == ((1, 2), 0, (1, 2))


def test_what_is_inside_is_as_much_as_the_results_promise(shelved: None) -> None:
    for finding in find(Query("kekerasan anak")).findings:
        promised = len(finding.hits) + finding.more
        assert len(search_inside(finding.publication, "kekerasan anak").numbers) == promised


def test_inside_a_work_nothing_is_asked_and_nothing_found(shelved: None) -> None:
    book = Publication.objects.get(title="Buku Merah")
    assert search_inside(book, "").numbers == ()
    assert search_inside(book, "zebra").numbers == ()


def test_hits_of_pages_that_are_not_there_are_left_out(shelved: None) -> None:
    book = Publication.objects.get(title="Buku Merah")
    assert [hit.number for hit in hits(book, [3, 99, 2], parse("anak"))] == [3, 2]
