"""Charts: the same figures as their table, mirrored from right to left, small, and safe whatever the labels say."""

import re
import zlib
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from consult.summaries import charts
from consult.summaries.charts import Bar, Title

TITLE = Title("regions", "By region", "Most for Africa, 40.")
ROWS = [Bar("Africa", [40], ["40"]), Bar("Asia", [10], ["10"]), Bar("Europe", [0], ["0"])]


def drawing(markup: Markup) -> ElementTree.Element:
    """Return the drawing as a reader of XML sees it; it raises where a tag or a sign is not in order."""
    return ElementTree.fromstring(markup).find("svg")  # type: ignore[return-value]


def rects(markup: Markup) -> list[tuple[str, float, float]]:
    """Return kind, place and width of each bar or part, in per cent."""
    return [
        (rect.get("class", ""), float(rect.get("x", "")[:-1] or 0), float(rect.get("width", "")[:-1]))
        for rect in drawing(markup).iter("rect")
    ]


def words(markup: Markup) -> list[str]:
    return [text.text or "" for text in drawing(markup).iter("text")]


@pytest.fixture(params=[False, True], ids=["from the left", "from the right"])
def right_to_left(request: pytest.FixtureRequest) -> bool:
    return request.param


ALL = {
    "bars": lambda **values: charts.bars(TITLE, ROWS, **values),
    "stacked": lambda **values: charts.stacked(TITLE, [Bar("All", [3, 1], ["3", "1"])], **values),
    "line": lambda **values: charts.line(TITLE, [1, 5, 2], ("1 May", "3 May"), "2 May: 5", **values),
}


@pytest.mark.parametrize("chart", ALL)
def test_a_chart_is_an_image_with_a_title_and_a_description(chart: str, right_to_left: bool) -> None:
    svg = drawing(ALL[chart](right_to_left=right_to_left))
    assert svg.get("role") == "img"
    ids = (svg.get("aria-labelledby") or "").split()
    named = {element.get("id"): element.text for element in svg if element.get("id")}
    assert [named[one] for one in ids] == ["By region", "Most for Africa, 40."]
    assert svg.get("direction") == ("rtl" if right_to_left else "ltr")


@pytest.mark.parametrize("chart", ALL)
def test_a_chart_has_no_style_of_its_own_and_asks_for_nothing(chart: str) -> None:
    markup = ALL[chart]()
    assert not re.search(r"style=|<style|<script|href=|url\(|on\w+=", markup)


def test_bars_are_as_long_as_their_figures(right_to_left: bool) -> None:
    found = rects(charts.bars(TITLE, ROWS, right_to_left=right_to_left))
    assert [width for _kind, _x, width in found] == [82, 20.5, 0]
    assert [x for _kind, x, _width in found] == ([18, 79.5, 100] if right_to_left else [0, 0, 0])
    assert words(charts.bars(TITLE, ROWS)) == ["Africa", "40", "Asia", "10", "Europe", "0"]


def test_several_bars_of_a_row_have_one_scale_and_shades_that_the_legend_names() -> None:
    title = Title("balance", "Balance", "…", ["Sent", "Taken up"])
    markup = charts.bars(title, [Bar("Africa", [40, 20], ["40", "20"]), Bar("Asia", [5, 10], ["5", "10"])])
    assert rects(markup) == [
        ("series-0", 0, 82),
        ("series-1", 0, 41),
        ("series-0", 0, 10.25),
        ("series-1", 0, 20.5),
    ]
    assert re.findall(r'swatch (series-\d)"></span> ([^<]+)', markup) == [
        ("series-0", "Sent"),
        ("series-1", "Taken up"),
    ]


def test_parts_fill_their_bar_and_follow_one_another(right_to_left: bool) -> None:
    rows = [Bar("All", [3, 0, 1], ["3", "0", "1"])]
    found = rects(charts.stacked(TITLE, rows, right_to_left=right_to_left))
    expected = (
        [("part-0", 25, 75), ("part-2", 0, 25)] if right_to_left else [("part-0", 0, 75), ("part-2", 75, 25)]
    )
    assert found == expected
    assert sum(width for _kind, _x, width in found) == 100


def test_a_part_that_is_too_narrow_keeps_its_figure_to_the_table() -> None:
    assert words(charts.stacked(TITLE, [Bar("All", [97, 3], ["97", "3"])])) == ["All", "97"]


def test_a_row_of_zeros_has_its_label_and_no_bar() -> None:
    markup = charts.stacked(TITLE, [Bar("None", [0, 0], ["0", "0"])])
    assert rects(markup) == []
    assert words(markup) == ["None"]


@pytest.mark.parametrize("values", [[0], [0, 0, 0], [], [7]])
def test_a_line_needs_two_days_and_something_in_them(values: list[int]) -> None:
    assert charts.line(TITLE, values, ("", ""), "") == ""


def test_a_line_goes_through_its_figures_with_its_words_at_the_highest(right_to_left: bool) -> None:
    markup = charts.line(TITLE, [1, 5, 2], ("1 May", "3 May"), "2 May: 5", right_to_left=right_to_left)
    svg = drawing(markup)
    points = next(svg.iter("polyline")).get("points")
    assert points == ("2,4 1,0 0,3" if right_to_left else "0,4 1,0 2,3")
    assert next(svg.iter("circle")).get("cx") == "50%"
    texts = {text.text: (text.get("x"), text.get("text-anchor")) for text in svg.iter("text")}
    first, last = ("100%", "0%") if right_to_left else ("0%", "100%")
    assert texts == {"2 May: 5": ("50%", "middle"), "1 May": (first, "start"), "3 May": (last, "end")}


@pytest.mark.parametrize(("place", "anchor"), [(0, "start"), (5, "middle"), (9, "end")])
def test_the_words_at_the_highest_stay_within_the_drawing(place: int, anchor: str) -> None:
    values = [1] * 10
    values[place] = 4
    svg = drawing(charts.line(TITLE, values, ("a", "b"), "most"))
    assert [text.get("text-anchor") for text in svg.iter("text") if text.text == "most"] == [anchor]


def test_labels_that_are_code_are_words(right_to_left: bool) -> None:
    code = '"><script>alert(1)</script>'
    title = Title("x", code, code, [code])
    for markup in (
        charts.bars(title, [Bar(code, [1], [code])], right_to_left=right_to_left),
        charts.stacked(title, [Bar(code, [1], [code])], right_to_left=right_to_left),
        charts.line(title, [1, 2], (code, code), code, right_to_left=right_to_left),
    ):
        assert "<script" not in markup
        assert drawing(markup).find("title").text == code  # type: ignore[union-attr]


def test_a_long_label_is_cut_and_says_so() -> None:
    (label, _figure) = words(charts.bars(TITLE, [Bar("A" * 60, [1], ["1"])]))
    assert len(label) == charts.LABEL
    assert label.endswith("…")


def test_no_rows_make_an_empty_drawing() -> None:
    assert rects(charts.bars(TITLE, [])) == []
    assert rects(charts.stacked(TITLE, [])) == []
    assert [width for _kind, _x, width in rects(charts.bars(TITLE, [Bar("Zero", [0], ["0"])]))] == [0]


def test_charts_of_a_large_consultation_are_small() -> None:
    regions = [Bar(f"Region {n}", [n * 1000, 900 - n], [str(n * 1000), str(900 - n)]) for n in range(1, 7)]
    days = [(n * 37) % 101 for n in range(120)]
    drawn = charts.bars(TITLE, regions) + charts.line(TITLE, days, ("1 May", "28 August"), "7 May: 100")
    assert len(zlib.compress(drawn.encode())) < 2_500
