"""Charts from top to bottom: nothing lies on anything else or outside, and words stand where their figure does."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from consult.summaries import charts
from consult.summaries.charts import ABOVE, BAR, BELOW, LABEL, PLOT, Bar, Title

TITLE = Title("regions", "By region", "Most for Africa, 40.")
PAIRS = [
    Bar("Africa", [40, 20], ["40", "20"]),
    Bar("Asia", [5, 10], ["5", "10"]),
    Bar("Europe", [0, 1], ["0", "1"]),
]
SHARES = [
    Bar("Comments", [3, 1], ["3", "1"]),
    Bar("Changes", [0, 0], ["0", "0"]),
    Bar("All", [3, 1], ["3", "1"]),
]


def svg_of(markup: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(markup).find("svg")  # type: ignore[return-value]


def number(element: ElementTree.Element, name: str) -> float:
    return float((element.get(name) or "0").removesuffix("%"))


def stretch(rect: ElementTree.Element) -> tuple[float, float]:
    return number(rect, "y"), number(rect, "y") + number(rect, "height")


@pytest.fixture(params=[False, True], ids=["from the left", "from the right"])
def right_to_left(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.mark.parametrize(("draw", "rows"), [(charts.bars, PAIRS), (charts.stacked, SHARES)])
@pytest.mark.parametrize("length", [1, 2, 3])
def test_every_bar_and_word_stands_within_the_drawing(draw, rows, length: int, right_to_left: bool) -> None:  # type: ignore[no-untyped-def]
    svg = svg_of(draw(TITLE, rows[:length], right_to_left=right_to_left))
    height = number(svg, "height")
    for rect in svg.iter("rect"):
        top, bottom = stretch(rect)
        assert 0 <= top < bottom <= height
        assert 0 <= number(rect, "x") <= number(rect, "x") + number(rect, "width") <= 100
    for text in svg.iter("text"):
        assert 0 < number(text, "y") < height
        assert 0 <= number(text, "x") <= 100


def test_bars_lie_below_one_another_each_row_under_its_label() -> None:
    svg = svg_of(charts.bars(TITLE, PAIRS))
    stretches = [stretch(rect) for rect in svg.iter("rect")]
    assert all(above[1] < below[0] for above, below in pairwise(stretches))
    assert all(bottom - top == BAR for top, bottom in stretches)
    lines = {text.text: number(text, "y") for text in svg.iter("text") if not text.get("dx")}
    for place, row in enumerate(PAIRS):
        (first, _), (_, last) = stretches[2 * place : 2 * place + 2]
        assert lines[row.label] < first
        if place + 1 < len(PAIRS):
            assert last < lines[PAIRS[place + 1].label] - 10, "a line of words needs room above it"


def test_figures_stand_behind_the_end_of_their_own_bar(right_to_left: bool) -> None:
    svg = svg_of(charts.bars(TITLE, PAIRS, right_to_left=right_to_left))
    figures = [text for text in svg.iter("text") if text.get("dx")]
    assert [text.text for text in figures] == ["40", "20", "5", "10", "0", "1"]
    for rect, text in zip(svg.iter("rect"), figures, strict=True):
        top, bottom = stretch(rect)
        assert top < number(text, "y") <= bottom
        end = number(rect, "x") + (0 if right_to_left else number(rect, "width"))
        assert number(text, "x") == pytest.approx(end, abs=0.011)
        assert text.get("dx") == ("-6" if right_to_left else "6")


def test_figures_stand_in_the_middle_of_their_own_part(right_to_left: bool) -> None:
    svg = svg_of(charts.stacked(TITLE, SHARES, right_to_left=right_to_left))
    inside = [text for text in svg.iter("text") if text.get("class")]
    assert [(text.text, text.get("class")) for text in inside] == [("3", "in-part-0"), ("1", "in-part-1")] * 2
    for rect, text in zip(svg.iter("rect"), inside, strict=True):
        top, bottom = stretch(rect)
        assert top < number(text, "y") < bottom
        assert number(text, "x") == number(rect, "x") + number(rect, "width") / 2
        assert text.get("text-anchor") == "middle"


@pytest.mark.parametrize(
    ("share", "has_words"), [(6, False), (7, True), (8, True), (92, True), (93, True), (94, True)]
)
def test_a_part_has_words_from_seven_in_a_hundred_on(share: int, has_words: bool) -> None:
    rest = Bar("All", [share, 100 - share], ["some", "others"])
    words = [text.text for text in svg_of(charts.stacked(TITLE, [rest])).iter("text")]
    assert ("some" in words) is has_words
    assert ("others" in words) is (100 - share >= 7)


def test_the_line_lies_between_its_highest_words_and_its_days(right_to_left: bool) -> None:
    markup = charts.line(TITLE, [2, 8, 0, 4], ("1 May", "4 May"), "2 May: 8", right_to_left=right_to_left)
    svg = svg_of(markup)
    lines = {text.text: number(text, "y") for text in svg.iter("text")}
    plot = svg.find("svg")
    assert plot is not None
    assert (number(plot, "y"), number(plot, "height")) == (ABOVE, PLOT)
    assert plot.get("viewBox") == "0 0 3 8"
    base = next(svg.iter("line"))
    assert base.get("y1") == base.get("y2") == str(ABOVE + PLOT)
    assert lines["2 May: 8"] < number(next(svg.iter("circle")), "cy") == ABOVE
    assert ABOVE + PLOT < lines["1 May"] == lines["4 May"] < number(svg, "height") == ABOVE + PLOT + BELOW
    points = (next(svg.iter("polyline")).get("points") or "").split()
    corners = (next(svg.iter("polygon")).get("points") or "").split()
    assert corners[1:-1] == points, "the area is what lies under the line"
    assert [corners[0], corners[-1]] == (["3,8", "0,8"] if right_to_left else ["0,8", "3,8"])


@pytest.mark.parametrize(
    ("highest", "anchor", "at"),
    [
        (0, "start", "0%"),
        (1, "middle", "25%"),
        (2, "middle", "50%"),
        (3, "middle", "75%"),
        (4, "end", "100%"),
    ],
)
def test_the_highest_is_marked_at_its_day(highest: int, anchor: str, at: str, right_to_left: bool) -> None:
    values = [float(place == highest) for place in range(5)]
    svg = svg_of(charts.line(TITLE, values, ("a", "b"), "most", right_to_left=right_to_left))
    (text,) = [text for text in svg.iter("text") if text.text == "most"]
    place = f"{100 - int(at[:-1])}%" if right_to_left else at
    assert (text.get("x"), text.get("text-anchor")) == (place, anchor)
    assert next(svg.iter("circle")).get("cx") == place


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("x" * LABEL, "x" * LABEL),
        ("x" * (LABEL + 1), "x" * (LABEL - 1) + "…"),
        ("x" * (LABEL - 2) + " yy", "x" * (LABEL - 2) + "…"),  # no space before the sign that it was cut
        ("", None),
    ],
)
def test_a_label_is_cut_from_one_sign_too_many_on(label: str, shown: str | None) -> None:
    for draw in (charts.bars, charts.stacked):
        first = next(svg_of(draw(TITLE, [Bar(label, [1], ["1"])])).iter("text"))
        assert first.text == shown


def test_without_names_for_its_shades_a_chart_has_no_legend() -> None:
    assert "figcaption" not in charts.bars(TITLE, PAIRS)
    assert "swatch part-1" in charts.stacked(Title("a", "b", "c", ["x", "y"]), SHARES)
