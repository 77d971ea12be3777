"""References: equal to those of citeproc-js, readable in Indonesian, safe in a page, and never an error."""

import json
import re
import shutil
import subprocess
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.citations import STYLES, in_text, reference
from library.citations.styles import FILES, FOLDER, LOCALES
from tests.library.citeproc.cases import items
from tests.requirements import missing

CITEPROC = Path(__file__).parent / "citeproc"
LANGUAGES = {tag: language for language, tag in LOCALES.items()}

BOOK: dict[str, Any] = {
    "type": "book",
    "title": "Kekerasan di rumah: cara menemani korban",
    "author": [{"literal": "Sapa Institut"}],
    "issued": {"date-parts": [[2015]]},
    "publisher": "Sapa Institut",
    "publisher-place": "Bandung",
    "URL": "https://pustaka.example.org/p/k3m9/",
    "language": "id",
}
ARTICLE: dict[str, Any] = {
    "type": "article-journal",
    "title": 'Apa arti "adil" bagi perempuan desa?',
    "author": [
        {"family": "Simatupang", "given": "Tahi Bonar"},
        {"literal": "Pramoedya Ananta Toer"},
        {"family": "Katjasungkana", "given": "Nursyahbani"},
    ],
    "issued": {"date-parts": [[2014, 3]]},
    "container-title": "Jurnal Perempuan dan Desa",
    "volume": "3",
    "issue": "2",
    "page": "105-109",
    "DOI": "10.1234/sapa.2014.3",
    "language": "id",
}
BULLETIN: dict[str, Any] = {
    "type": "article-magazine",
    "title": "Bale Istri berbagi",
    "author": [{"literal": "Sukarno"}],
    "issued": {"date-parts": [[2015, 1], [2015, 2]]},
    "container-title": "Buletin Sapa",
    "issue": "12",
    "page": "5-9",
    "language": "id",
}
REPORT: dict[str, Any] = {
    "type": "report",
    "title": "Child marriage in West Java",
    "author": [
        {"family": "Smith", "given": "Jane"},
        {"family": "Ali", "given": "M. T."},
        {"literal": "Sukarno"},
        {"family": "Toer", "given": "P."},
    ],
    "issued": {"date-parts": [[2012]], "circa": True},
    "genre": "laporan penelitian",
    "number": "07/2012",
    "publisher": "Sapa Institut",
    "publisher-place": "Bandung",
    "language": "en",
}
LAW: dict[str, Any] = {
    "type": "legislation",
    "title": "Undang-Undang Nomor 23 Tahun 2004 tentang Penghapusan Kekerasan dalam Rumah Tangga",
    "title-short": "UU PKDRT",
    "authority": "Republik Indonesia",
    "number": "23",
    "genre": "Undang-Undang",
    "issued": {"date-parts": [[2004, 9, 22]]},
    "container-title": "Lembaran Negara Republik Indonesia Tahun 2004 Nomor 95",
    "language": "id",
}
EDITED: dict[str, Any] = {
    "type": "book",
    "title": "Suara dari desa",
    "editor": [{"literal": "Komnas Perempuan"}, {"family": "Hadiz", "given": "Liza"}],
    "edition": "2",
    "volume": "1",
    "collection-title": "Seri Pengetahuan Perempuan",
    "collection-number": "4",
    "publisher": "Yayasan Obor",
    "publisher-place": "Jakarta",
    "language": "id",
}
BOOKLET: dict[str, Any] = {
    "type": "pamphlet",
    "title": "Kami bisa!",
    "issued": {"date-parts": [[2010]]},
    "publisher": "Sapa Institut",
    "publisher-place": "Bandung",
    "language": "id",
}


# The reference processor


def by_the_reference_processor(cases: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What citeproc-js prints for these, from the very files that we read."""
    if not (CITEPROC / "node_modules" / "citeproc").is_dir() or not shutil.which("node"):
        missing("citeproc-js is not here: npm ci --prefix tests/library/citeproc (with Node.js 18 or newer)")
    question = {
        "styles": {slug: (FOLDER / f"{name}.csl").read_text("utf-8") for slug, name in FILES.items()},
        "locales": {tag: (FOLDER / f"locales-{tag}.xml").read_text("utf-8") for tag in LANGUAGES},
        "cases": cases,
    }
    ran = subprocess.run(
        ["node", CITEPROC / "render.js"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ran.returncode, ran.stderr
    return json.loads(ran.stdout)


def as_ours(html: str) -> str:
    """Its HTML in our spelling: without the boxes around an entry, classes for styles, named entities."""
    html = re.sub(r'^<div class="csl-entry">(.*)</div>$', r"\1", html.strip(), flags=re.DOTALL).strip()
    html = re.sub(r'<div class="csl-left-margin">(.*?)</div>', r"\1 ", html)
    html = re.sub(r'<div class="csl-right-inline">(.*)</div>', r"\1", html, flags=re.DOTALL).strip()
    for style, name in {
        "font-variant:small-caps": "small-caps",
        "font-variant:normal": "full-caps",
        "font-style:normal": "upright",
        "font-weight:normal": "light",
    }.items():
        html = html.replace(f'<span style="{style};">', f'<span class="{name}">')
    return "".join(
        part if part.startswith("<") else escape(unescape(part)) for part in re.split(r"(<[^>]+>)", html)
    )


@pytest.mark.parametrize("style", STYLES)
def test_every_reference_equals_the_reference_processor(style):
    matrix = [(what, item, place, tag) for what, item, place in items() for tag in LANGUAGES]
    answers = by_the_reference_processor(
        [{"item": item, "style": style, "locale": tag, **place} for _what, item, place, tag in matrix]
    )
    differences = []
    for (what, item, place, tag), answer in zip(matrix, answers, strict=True):
        entry = reference(item, style, LANGUAGES[tag]).html
        citation = in_text(item, style, LANGUAGES[tag], **place).html
        for ours, theirs in ((entry, answer["bibliography"]), (citation, answer["citation"])):
            if ours != as_ours(theirs):
                differences.append(f"{what} ({tag})\n  ours:   {ours}\n  theirs: {as_ours(theirs)}")
    assert not differences, f"{len(differences)} differ:\n" + "\n".join(differences[:10])


# Examples to read


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            BOOK,
            (
                "Sapa Institut. 2015. <i>Kekerasan di rumah: cara menemani korban</i>. Bandung: Sapa Institut. "
                "Diakses dari https://pustaka.example.org/p/k3m9/ pada 7 Maret 2026."
            ),
        ),
        (
            ARTICLE,
            (
                "Simatupang, Tahi Bonar, Pramoedya Ananta Toer, dan Nursyahbani Katjasungkana. 2014. “Apa arti ‘adil’ "
                "bagi perempuan desa?” <i>Jurnal Perempuan dan Desa</i>, 3(2), hlm. 105–109. "
                "https://doi.org/10.1234/sapa.2014.3."
            ),
        ),
        (
            BULLETIN,
            "Sukarno. 2015. “Bale Istri berbagi.” <i>Buletin Sapa</i>, No. 12, Januari–Februari 2015, hlm. 5–9.",
        ),
        (
            REPORT,
            (
                "Smith, Jane dkk. sekitar 2012. <i>Child marriage in West Java</i>. Laporan penelitian No. 07/2012. "
                "Bandung: Sapa Institut."
            ),
        ),
        (
            LAW,
            (
                "Republik Indonesia. 2004. <i>Undang-Undang Nomor 23 Tahun 2004 tentang Penghapusan Kekerasan dalam "
                "Rumah Tangga</i>. Lembaran Negara Republik Indonesia Tahun 2004 Nomor 95."
            ),
        ),
        (
            EDITED,
            (
                "Komnas Perempuan dan Liza Hadiz (Ed.). t.t. <i>Suara dari desa</i>. Edisi 2, Vol. 1. Seri Pengetahuan "
                "Perempuan 4. Jakarta: Yayasan Obor."
            ),
        ),
        (BOOKLET, "<i>Kami bisa!</i> 2010. Bandung: Sapa Institut."),
    ],
    ids=["book", "article", "bulletin", "report", "law", "edited", "booklet"],
)
def test_a_daftar_pustaka_reads_as_indonesians_write_it(item, expected):
    assert reference(item, "pustaka", "id", accessed=date(2026, 3, 7)).html == expected


@pytest.mark.parametrize(
    ("item", "language", "expected"),
    [
        (
            BOOK,
            "id",
            (
                "Sapa Institut. (2015). <i>Kekerasan di rumah: cara menemani korban</i>. Sapa Institut. "
                "https://pustaka.example.org/p/k3m9/"
            ),
        ),
        (
            ARTICLE,
            "id",
            (
                "Simatupang, T. B., Pramoedya Ananta Toer, &amp; Katjasungkana, N. (2014). Apa arti “adil” bagi "
                "perempuan desa? <i>Jurnal Perempuan dan Desa</i>, <i>3</i>(2), 105–109. "
                "https://doi.org/10.1234/sapa.2014.3"
            ),
        ),
        (
            BULLETIN,
            "en",
            "Sukarno. (2015, January–February). Bale Istri berbagi. <i>Buletin Sapa</i>, (12), 5–9.",
        ),
        (
            EDITED,
            "en",
            (
                "Komnas Perempuan, &amp; Hadiz, L. (Eds.). (n.d.). <i>Suara dari desa</i> (2nd ed., Vol. 1). "
                "Yayasan Obor."
            ),
        ),
        (BOOKLET, "id", "<i>Kami bisa!</i> (2010). Sapa Institut."),
    ],
    ids=["book", "article", "bulletin", "edited", "booklet"],
)
def test_apa_reads_as_its_manual_has_it(item, language, expected):
    assert reference(item, "apa", language).html == expected


@pytest.mark.parametrize(
    ("style", "language", "expected"),
    [
        ("pustaka", "id", "(Sapa Institut, 2015, hlm. 37)"),
        ("apa", "id", "(Sapa Institut, 2015, hlm. 37)"),
        ("apa", "en", "(Sapa Institut, 2015, p. 37)"),
        ("chicago", "id", "(Sapa Institut 2015, 37)"),
        ("harvard", "en", "(Sapa Institut, 2015, p. 37)"),
        ("ieee", "id", "[1, hlm. 37]"),
        ("ieee", "en", "[1, p. 37]"),
    ],
)
def test_one_page_is_cited_in_the_run_of_a_text(style, language, expected):
    assert in_text(BOOK, style, language, locator="37").text == expected


def test_the_place_cited_may_be_something_else_than_a_page():
    assert (
        in_text(LAW, "pustaka", "id", locator="44", label="section").text
        == "(Republik Indonesia, 2004, bag. 44)"
    )
    assert (
        in_text(BOOK, "apa", "id", locator="00:12:30", label="timestamp").text
        == "(Sapa Institut, 2015, 00:12:30)"
    )


FILM: dict[str, Any] = {
    "type": "motion_picture",
    "title": "Rumah yang aman",
    "director": [{"family": "Katjasungkana", "given": "Nursyahbani"}],
    "producer": [{"literal": "Komnas Perempuan"}],
    "issued": {"date-parts": [[2024, 3, 8]]},
    "genre": "Film",
    "dimensions": "12:30",
    "publisher": "Sapa Institut",
    "publisher-place": "Bandung",
    "URL": "https://pustaka.example.org/p/fi10/3/",
    "language": "id",
}
DATA: dict[str, Any] = {
    "type": "dataset",
    "title": "Perkara di Jawa Barat",
    "author": [{"literal": "Sapa Institut"}],
    "issued": {"date-parts": [[2025, 2]]},
    "version": "2",
    "publisher": "Sapa Institut",
    "publisher-place": "Bandung",
    "DOI": "10.1234/sapa.data.1",
    "language": "id",
}


@pytest.mark.parametrize(
    ("style", "language", "whole", "at_second"),
    [
        (
            "pustaka",
            "id",
            (
                "Katjasungkana, Nursyahbani (sutradara). 2024. <i>Rumah yang aman</i>. Film, 12:30. Bandung: Sapa "
                "Institut. Diakses dari https://pustaka.example.org/p/fi10/3/."
            ),
            "(Katjasungkana, 2024, 0:42)",
        ),
        (
            "apa",
            "id",
            (
                "Katjasungkana, N. (Sutradara). (2024, Maret 8). <i>Rumah yang aman</i> [Film]. Sapa Institut. "
                "https://pustaka.example.org/p/fi10/3/"
            ),
            "(Katjasungkana, 2024, 0:42)",
        ),
        (
            "apa",
            "en",
            (
                "Katjasungkana, N. (Director). (2024, March 8). <i>Rumah yang aman</i> [Film]. Sapa Institut. "
                "https://pustaka.example.org/p/fi10/3/"
            ),
            "(Katjasungkana, 2024, 0:42)",
        ),
        (
            "chicago",
            "en",
            (
                "Katjasungkana, Nursyahbani, dir. 2024. <i>Rumah yang aman</i>. Film. Produced by Komnas Perempuan. "
                "Sapa Institut. 12:30. https://pustaka.example.org/p/fi10/3/."
            ),
            "(Katjasungkana 2024, at 0:42)",
        ),
        (
            "harvard",
            "en",
            (
                "<i>Rumah yang aman</i> (2024). Directed by Nursyahbani Katjasungkana. Bandung: Sapa Institut. "
                "Available at: https://pustaka.example.org/p/fi10/3/."
            ),
            "(Rumah yang aman, 2024, 0:42)",
        ),
        (
            "ieee",
            "en",
            (
                "[1] N. Katjasungkana, Bandung. <i>Rumah yang aman</i>, (Mar. 08, 2024). [Online Video]. Available: "
                "https://pustaka.example.org/p/fi10/3/"
            ),
            "[1, 0:42]",
        ),
    ],
)
def test_a_film_is_cited_by_who_directed_it_and_at_its_second(style, language, whole, at_second):
    assert reference(FILM, style, language).html == whole
    assert in_text(FILM, style, language, locator="0:42", label="timestamp").text == at_second


@pytest.mark.parametrize(
    ("style", "language", "whole", "at_row"),
    [
        (
            "pustaka",
            "id",
            (
                "Sapa Institut. 2025. <i>Perkara di Jawa Barat</i>. Dataset, versi 2. Bandung: Sapa Institut. "
                "https://doi.org/10.1234/sapa.data.1."
            ),
            "(Sapa Institut, 2025, baris 12)",
        ),
        (
            "apa",
            "id",
            (
                "Sapa Institut. (2025). <i>Perkara di Jawa Barat</i> (Versi 2) [Dataset]. Sapa Institut. "
                "https://doi.org/10.1234/sapa.data.1"
            ),
            "(Sapa Institut, 2025, Baris 12)",
        ),
        (
            "apa",
            "en",
            (
                "Sapa Institut. (2025). <i>Perkara di Jawa Barat</i> (Version 2) [Dataset]. Sapa Institut. "
                "https://doi.org/10.1234/sapa.data.1"
            ),
            "(Sapa Institut, 2025, Row 12)",
        ),
        (
            "chicago",
            "en",
            (
                "Sapa Institut. 2025. “Perkara di Jawa Barat.” Version 2. Sapa Institut, February. "
                "https://doi.org/10.1234/sapa.data.1."
            ),
            "(Sapa Institut 2025, row 12)",
        ),
        (
            "harvard",
            "id",
            (
                "Sapa Institut (2025) “Perkara di Jawa Barat.” Bandung: Sapa Institut. Tersedia pada: "
                "https://doi.org/10.1234/sapa.data.1."
            ),
            "(Sapa Institut, 2025, baris 12)",
        ),
        ("ieee", "id", None, "[1, Baris 12]"),
    ],
)
def test_data_are_cited_with_their_version_and_at_a_row(style, language, whole, at_row):
    if whole is not None:
        assert reference(DATA, style, language).html == whole
    assert in_text(DATA, style, language, locator="12", label="row").text == at_row


def test_rows_are_many_where_there_are_many():
    assert (
        in_text(DATA, "harvard", "en", locator="12-15", label="row").text
        == "(Sapa Institut, 2025, rows 12–15)"
    )


def test_a_name_in_one_piece_is_never_taken_apart():
    for style in STYLES:
        for language in LOCALES:
            made = reference(BULLETIN, style, language).text
            assert "Sukarno" in made
            assert "Sukarno, " not in made.removeprefix("[1] Sukarno, ")


def test_the_day_on_which_it_was_seen_is_the_readers():
    assert "(Diakses: 7 Maret 2026)" in reference(BOOK, "harvard", "id", accessed=date(2026, 3, 7)).text
    assert "Maret" not in reference(BOOK, "harvard", "id").text


def test_plain_text_for_the_clipboard_has_no_marks():
    assert reference(BOOKLET, "apa", "id").text == "Kami bisa! (2010). Sapa Institut."
    assert reference({**BOOK, "title": "A & B < C"}, "apa", "id").text.startswith(
        "Sapa Institut. (2015). A & B < C."
    )


def test_numbers_may_be_numbers():
    spoken = reference({**ARTICLE, "volume": 3, "issue": 2, "page": 105}, "apa", "id")
    assert spoken == reference({**ARTICLE, "volume": "3", "issue": "2", "page": "105"}, "apa", "id")


def test_a_line_break_in_a_title_is_a_space():
    broken = {**BOOK, "title": " Kekerasan di rumah:\n  cara  menemani korban "}
    assert reference(broken, "apa", "id") == reference(BOOK, "apa", "id")


def test_a_given_name_in_small_letters_gets_one_space():
    small = {**BOOK, "author": [{"family": "Nasution", "given": "abdul rahman"}]}
    assert reference(small, "apa", "id").text.startswith("Nasution, abdul rahman. (2015).")


def test_an_unknown_style_or_language_is_an_error():
    with pytest.raises(KeyError):
        reference(BOOK, "mla", "id")
    with pytest.raises(KeyError):
        reference(BOOK, "apa", "su")


# Safety

ALLOWED = re.compile(r'</?(?:i|b|sup|sub)>|<span class="(?:small-caps|full-caps|upright|light)">|</span>')


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<span style="font-variant:small-caps" onclick="alert(1)">x</span>',
        "<i onmouseover=alert(1)>x</i>",
        "&lt;b&gt; & <b",
        "\"'><svg/onload=alert(1)>",
    ],
)
def test_markup_in_the_data_comes_out_as_words(style, nasty):
    item = {
        **ARTICLE,
        "title": nasty,
        "author": [{"literal": nasty}],
        "container-title": nasty,
        "volume": nasty,
    }
    for made in (reference(item, style, "id"), in_text(item, style, "id", locator=nasty)):
        left = ALLOWED.sub("", made.html)
        assert "<" not in left
        assert ">" not in left
        assert not re.search(r"&(?!(?:amp|lt|gt|quot|#x27);)", left)
    assert "<script" not in reference(item, style, "id").html


def test_italics_inside_italics_stand_upright():
    novel = {**BOOK, "title": "Membaca <i>Bumi Manusia</i> di desa"}
    assert (
        '<i>Membaca <span class="upright">Bumi Manusia</span> di desa</i>'
        in reference(novel, "apa", "id").html
    )


def test_small_capitals_have_a_class():
    century = {**BOOK, "title": 'Abad <span style="font-variant:small-caps">xx</span>'}
    assert '<span class="small-caps">xx</span>' in reference(century, "apa", "id").html


# Odd items

_KEYS = (
    "type title title-short author editor translator issued accessed original-date language container-title volume "
    "issue page DOI URL publisher publisher-place number authority collection-title collection-number edition genre "
    "note status number-of-volumes section medium"
)
_PARTS = "family given literal suffix date-parts circa season non-dropping-particle x"
KEYS = st.sampled_from(_KEYS.split()) | st.text(max_size=8)
TYPES = st.sampled_from(sorted({item["type"] for _what, item, _place in items()}))
MARKED = st.lists(
    st.sampled_from(
        [*"aZ9 .,;:!?-–—…\"'“”‘’()[]&<>²", "<i>", "</i>", "<sc>", "</sc>", "</span>", "dan", "the", " & "]
    ),
    max_size=14,
).map("".join)
VALUES = st.recursive(
    MARKED | st.text(max_size=12) | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(_PARTS.split()),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    item=st.builds(
        lambda kind, more: {"type": kind, **more}, TYPES, st.dictionaries(KEYS, VALUES, max_size=9)
    ),
    style=st.sampled_from(list(STYLES)),
    language=st.sampled_from(list(LOCALES)),
    locator=MARKED,
)
def test_no_item_is_too_odd(item, style, language, locator):
    for made in (reference(item, style, language), in_text(item, style, language, locator=locator)):
        assert "<" not in ALLOWED.sub("", made.html)
        assert normalize("NFKC", unescape(ALLOWED.sub("", made.html))) == normalize("NFKC", made.text)
    assert reference(item, style, language) == reference(item, style, language)
