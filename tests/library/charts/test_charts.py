"""Charts are drawn for everybody: in words, without colour, without a script, on a phone and on a slide."""

import html
import re
from io import BytesIO
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.utils.translation import override
from PIL import Image

from library.charts.drawing import TEXT, Pen
from library.charts.from_tables import chart_of
from library.charts.pictures import png
from library.charts.scales import lines_of, scale, width
from library.charts.told import noted, told
from library.charts.values import Chart, Form, Point, Series
from library.charts.whole import SLIM, alone, inline, svg
from library.tables.notes import About, codes, signs, spoken
from library.tables.reading import table_of
from library.tables.small_counts import public
from library.tables.values import Column, Level, Role, Type
from library.tables.written import csv

NASTY = "<script>alert('“&”')</script>"


def series(name: str, **figures: float | str | None) -> Series:
    points = (
        Point(label.lstrip("y"), None, figure)
        if isinstance(figure, str)
        else Point(label.lstrip("y"), figure)
        for label, figure in figures.items()
    )
    return Series(name, tuple(points))


def drawn(chart: Chart, form: Form, wide: float = 720) -> Element:
    return fromstring(
        svg(chart, form, "c", wide).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    )


def parts(root: Element, kind: str) -> list[Element]:
    return [each for each in root.iter() if kind in each.get("class", "").split()]


def texts(root: Element, kind: str = "") -> list[str]:
    return [
        each.text or "" for each in root.iter() if each.tag.endswith("text") and kind in each.get("class", "")
    ]


TWO = Chart(
    "Kasus & putusan",
    (
        series("Kasus", y2015=40, y2016=None, y2017=62, y2019=80),
        series("Putusan", y2015=20, y2016="< 5", y2019="x"),
    ),
    "kasus",
    "Catatan Bale",
)
PLACES = Chart(
    "Menurut desa", (Series("Kasus", (Point("Desa A", 12), Point("Desa B", None, "< 5"), Point("Desa C"))),)
)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("wide", [350, 720])
def test_every_chart_says_what_it_is_and_asks_for_nothing(form: Form, wide: int) -> None:
    chart = Chart(
        NASTY, (series(NASTY, **{NASTY: 5, "b": 7}), series("dua", **{NASTY: 3})), NASTY, NASTY, NASTY
    )
    for text in (svg(chart, form, "c", wide), alone(chart, form)):
        root = fromstring(text)
        assert root.get("role") == "img"
        said = {each.get("id"): each.text for each in root if each.tag.endswith(("title", "desc"))}
        assert list(said) == (root.get("aria-labelledby") or "").split()
        assert said["c-t"] == NASTY
        assert all(said.values())
        assert "<script" not in text and "<style" not in text and "style=" not in text
        assert not re.search(r"(?:href|src|url\()[=(]?[\"']?(?!#|http://www\.w3\.org/2000/svg)\w", text)
        assert root.get("viewBox")


@pytest.mark.parametrize("form", list(Form))
def test_nothing_is_written_beyond_the_edge_of_a_phone(form: Form) -> None:
    for chart in (TWO, PLACES):
        root = drawn(chart, form, 350)
        for each in root.iter():
            if each.tag.endswith("text"):
                wide, x = width(each.text or "", float(each.get("font-size", 0))), float(each.get("x", 0))
                begin = x - {"middle": wide / 2, "end": wide}.get(each.get("text-anchor", ""), 0)
                assert begin >= -2 and begin + wide <= 352, each.text
                assert float(each.get("font-size", 0)) >= 12


def test_bars_begin_at_zero_and_are_as_long_as_their_figures() -> None:
    root = drawn(Chart("t", (series("a", a=50, b=100),)), Form.BARS)
    short, long = (float(each.get("width", 0)) for each in parts(root, "chart-bar"))
    assert long == pytest.approx(2 * short, rel=0.01)


def test_a_line_is_broken_where_a_year_is_missing_also_one_that_is_not_in_the_table() -> None:
    root = drawn(TWO, Form.LINES)
    lines = [each for each in parts(root, "chart-line") if each.get("class") == "chart-line chart-s1"]
    assert lines == []  # 2015, 2017 and 2019 stand alone: 2016 has no figure, and 2018 no row
    assert len([each for each in parts(root, "chart-mark") if "chart-s1" in each.get("class", "")]) == 3
    assert "2018" in texts(root, "chart-label")


def test_small_counts_are_written_and_other_withheld_figures_are_not_drawn_as_small() -> None:
    root = drawn(TWO, Form.LINES)
    assert {"< 5", "x"} <= set(texts(root, "chart-value"))
    assert len(parts(root, "chart-hollow")) == 1
    bars = drawn(PLACES, Form.BARS)
    assert texts(bars, "chart-value") == ["12", "< 5", "–"]
    assert len(parts(bars, "chart-withheld")) == 1


def test_series_differ_without_colour() -> None:
    chart = Chart("t", tuple(series(f"s{at}", y2015=at + 1, y2016=at + 2, y2017=at) for at in range(6)))
    lines = parts(drawn(chart, Form.LINES), "chart-line")
    assert len({each.get("stroke-dasharray") for each in lines}) == 6
    signs = {}
    for each in parts(drawn(chart, Form.LINES), "chart-mark"):
        signs.setdefault(each.get("class"), set()).add(re.sub(r"^M[\d. -]+", "", each.get("d", "")))
    shapes = [min(shape) for shape in signs.values()]
    assert len(set(shapes)) == len(shapes) == 6
    fills = {each.get("fill") for each in parts(drawn(chart, Form.BARS), "chart-bar")}
    assert len(fills) == 6


def test_names_at_the_ends_of_lines_do_not_lie_on_one_another() -> None:
    chart = Chart("t", tuple(series(f"Nama {at}", y2015=10, y2016=10 + at / 10) for at in range(6)))
    root = drawn(chart, Form.LINES)
    places = sorted(float(each.get("y", 0)) for each in root.iter() if (each.text or "").startswith("Nama"))
    assert all(after - before >= 14 for before, after in pairwise(places))


@pytest.mark.parametrize(("panels", "across"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (6, 3), (7, 3)])
def test_rows_of_small_multiples_are_about_as_full_as_one_another(panels: int, across: int) -> None:
    chart = Chart("t", tuple(series(f"Tempat {each}", y2015=1, y2016=2) for each in range(panels)))
    names = parts(drawn(chart, Form.MULTIPLES), "chart-name")
    assert (len(names), len({each.get("x") for each in names})) == (panels, across)


def test_long_names_of_small_multiples_stand_in_two_lines_on_a_phone() -> None:
    places = ["Kabupaten Bandung Barat", "Garut", "Kabupaten Kepulauan Siau Tagulandang Biaro"]
    chart = Chart("t", tuple(series(place, y2015=1, y2016=2) for place in places))
    root = drawn(chart, Form.MULTIPLES, SLIM)
    names: dict[str, list[str]] = {}
    for each in sorted(parts(root, "chart-name"), key=lambda each: float(each.get("y", 0))):
        names.setdefault(each.get("x", ""), []).append(each.text or "")
    left, right = names["0"], names["184"]
    assert left[:2] == ["Kabupaten Bandung", "Barat"] and right == ["Garut"]
    assert left[2] == "Kabupaten Kepulauan" and left[3].startswith("Siau Tagulandang") and len(left) == 4
    assert all(
        1.07 * width(text, TEXT) <= (SLIM - 18) / 2 for text in left
    )  # measured in a browser: they are bold


def test_small_multiples_have_one_scale() -> None:
    chart = Chart("t", (series("Garut", y2015=10, y2016=100), series("Cimahi", y2015=1, y2016=10)))
    root = drawn(chart, Form.MULTIPLES)
    heights = [
        abs(float(a) - float(b))
        for a, b in (
            re.findall(r"[ML][\d.]+ ([\d.]+)", each.get("d", "")) for each in parts(root, "chart-line")
        )
    ]
    assert heights[0] == pytest.approx(10 * heights[1], rel=0.01)


@pytest.mark.parametrize(
    ("lowest", "highest", "ticks"),
    [
        (0, 0, (0, 1)),
        (3, 97, (0, 20, 40, 60, 80, 100)),
        (0, 3, (0, 1, 2, 3)),
        (-4, 9, (-5, 0, 5, 10)),
        (0, 1_234_567, (0, 250_000, 500_000, 750_000, 1_000_000, 1_250_000)),
    ],
)
def test_axes_hold_zero_and_have_round_steps(lowest, highest, ticks) -> None:
    assert scale(lowest, highest, whole=True).ticks == ticks


def test_long_texts_are_laid_in_lines() -> None:
    lines = lines_of("satu dua tiga empat lima", 10, 60)
    assert " ".join(lines) == "satu dua tiga empat lima"
    assert all(width(line, 10) <= 60 for line in lines)


def test_a_chart_without_figures_says_so() -> None:
    assert any("Tidak ada angka" in text for text in texts(drawn(Chart("t", ()), Form.BARS)))


def test_a_page_gets_two_widths_with_ids_of_their_own() -> None:
    both = inline(TWO, Form.BARS, "grafik 1")
    ids = re.findall(r'id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) >= 6
    assert re.findall(r"url\(#([^)]+)\)", both) and set(re.findall(r"url\(#([^)]+)\)", both)) <= set(ids)
    assert "chart-wide" in both and "chart-slim" in both
    assert not re.search(r"#[0-9a-f]{6}\b", both.replace("#fff", ""))


def test_figures_follow_the_language() -> None:
    chart = Chart("t", (series("a", a=1234.5, b=2),))
    assert "1.234,5" in texts(drawn(chart, Form.BARS))
    with override("en"):
        assert "1,234.5" in texts(drawn(chart, Form.BARS))


def test_a_picture_for_slides_has_its_title_and_its_source() -> None:
    file = alone(TWO, Form.LINES)
    assert "Sumber: Catatan Bale" in file and "berarti satu sampai empat" in file
    picture = Image.open(BytesIO(png(file)))
    assert picture.format == "PNG" and picture.width == 1800
    without = Image.open(BytesIO(png(re.sub(r"<text[^>]*>.*?</text>", "", file))))
    assert picture.size == without.size
    dark = [sum(image.convert("L").histogram()[:100]) for image in (picture, without)]
    assert dark[0] > dark[1] + 5000  # letters are there, on a machine without faces too


def test_a_pen_escapes_what_it_writes() -> None:
    pen = Pen("c")
    pen.text(0, 0, NASTY)
    assert "&lt;script&gt;" in pen.shapes[0]


def test_a_table_is_put_together_for_a_chart() -> None:
    place = Column("desa", type=Type.PLACE, level=Level.VILLAGE)
    year = Column("tahun", type=Type.YEAR)
    cases = Column("kasus", "Kasus", type=Type.INTEGER, role=Role.MEASURE, unit_id="kasus")
    rows = [
        ["A", "2015*", "10"],
        ["B", "2015*", "20"],
        ["A", "2016", "3"],
        ["B", "2016", "30"],
        ["A", "2017", ".."],
        ["B", "2017", "9"],
        ["A", "2018", "2"],
        ["B", "2018", "12"],
        ["C", "2018", "9"],
        ["Jumlah", "2018", "23"],
    ]
    table = public(table_of(["desa", "tahun", "kasus"], rows, [place, year, cases])[0])
    whole = chart_of(table, "t", "tahun", ["kasus"])
    assert whole.series[0].points == (
        Point("2015", 30.0, "", "*"),
        Point("2016", None, "x"),
        Point("2017"),
        Point("2018", 23.0),
    )
    assert whole.unit == "kasus"
    by_village = chart_of(table, "t", "tahun", ["kasus"], "desa")
    assert [each.name for each in by_village.series] == ["A", "B", "C"]
    assert [point.withheld for point in by_village.series[0].points] == [
        "",
        "<\N{NO-BREAK SPACE}5",
        "",
        "<\N{NO-BREAK SPACE}5",
    ]
    with pytest.raises(KeyError):
        chart_of(table, "t", "nihil", ["kasus"])


def test_small_multiples_show_the_mark_of_a_year_between() -> None:
    points = tuple(Point(str(year), 9, mark="*" if year == 2019 else "") for year in range(2015, 2025))
    chart = Chart("Kasus", tuple(Series(name, points) for name in ("Garut", "Bandung", "Cimahi")))
    for wide in (720, 350):
        assert texts(drawn(chart, Form.MULTIPLES, wide)).count("2019*") == 3


def test_a_mark_alone_is_told_with_its_year() -> None:
    """On a phone two neighbours have no room for both years."""
    points = tuple(
        Point(str(year), 9, mark="*" if year in {2019, 2020} else "") for year in range(2015, 2025)
    )
    chart = Chart("Kasus", (Series("Garut", points), Series("Cimahi", points)))
    assert "*" in texts(drawn(chart, Form.MULTIPLES, 350))
    assert noted(chart, Form.MULTIPLES) == [
        "Garisnya terputus sebelum 2019*, 2020*: ada catatan cara menghitung, jadi tidak dibandingkan dengan tahun sebelumnya."
    ]


@pytest.mark.parametrize("form", [Form.LINES, Form.MULTIPLES])
def test_no_line_goes_over_a_year_that_was_counted_in_another_way(form: Form) -> None:
    points = tuple(Point(str(year), 9, mark="*" if year == 2019 else "") for year in range(2015, 2025))
    chart = Chart("Kasus", (Series("Garut", points),))
    root = drawn(chart, form)
    steps = [each.get("d", "").count("L") + 1 for each in parts(root, "chart-line")]
    assert steps == [4, 6]  # 2015–2018 and 2019*–2024
    said = next(each.text or "" for each in root if each.tag.endswith("desc"))
    assert "terputus sebelum 2019*" in said
    file = fromstring(alone(chart, form))
    assert "terputus sebelum 2019*" in " ".join(texts(file))
    assert noted(chart, Form.BARS) == ["Ada catatan untuk 2019*: lihat cara menghitungnya."]


def test_a_mark_at_the_first_year_breaks_nothing_and_is_told() -> None:
    chart = Chart("Kasus", (Series("Garut", (Point("2015", 3, mark="*"), Point("2016", 4))),))
    assert len(parts(drawn(chart, Form.LINES), "chart-line")) == 1
    assert noted(chart, Form.LINES) == ["Ada catatan untuk 2015*: lihat cara menghitungnya."]
    assert noted(Chart("t", (series("a", y2015=1, y2016=2),)), Form.LINES) == []


def test_the_sign_of_small_counts_is_one_everywhere_and_no_line_is_broken_in_it() -> None:
    sign = "<\N{NO-BREAK SPACE}5"
    village = Column("desa", type=Type.PLACE, level=Level.VILLAGE)
    cases = Column("kasus", type=Type.INTEGER, role=Role.MEASURE)
    table = public(table_of(["desa", "kasus"], [["A", "3"], ["B", "40"]], [village, cases])[0])
    chart = chart_of(table, "Kasus", "desa", ["kasus"])
    for language in ("id", "en"):
        with override(language):
            assert signs(table)[0][0] == spoken(table.rows[0][1], "") == sign
            for text in (alone(chart, Form.BARS), told(chart, Form.BARS)):
                assert html.unescape(text).count(sign) >= 1 and "< 5" not in html.unescape(text)
    assert (
        codes(table)[0][0] in csv(table, About("data", "Kasus")).decode()
    )  # what programs read has no such space
    assert lines_of(f"aaa {sign}", 10, width("aaa", 10)) == ["aaa", sign]
