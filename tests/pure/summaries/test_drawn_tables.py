"""Which tables are drawn, from their cells alone: in the reader's language and direction, where it tells more."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g
from flask_babel import Babel

from consult.summaries.charts import LABEL, ROOM
from consult.summaries.drawn import with_bars, with_columns_stacked, with_line
from consult.summaries.shown_table import ShownTable
from consult.web.locale import current_language

HEADER = ("Region", "Sent", "Taken up")


@pytest.fixture(scope="module")
def bare() -> Flask:
    """An application that knows nothing but languages."""
    made = Flask(__name__)
    Babel(made, locale_selector=lambda: current_language().replace("-", "_"))
    return made


@pytest.fixture
def language(bare: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    """The reader's language: English unless a test says another."""
    with bare.test_request_context():
        g.lang = getattr(request, "param", "en")
        yield g.lang


def table(*cells: tuple[Any, ...], header: tuple[str, ...] = HEADER) -> ShownTable:
    return ShownTable("regions", "By region", header, cells, "As sent.")


def words(drawn: ShownTable) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawn.chart)


def widths(drawn: ShownTable) -> list[float]:
    return [
        float(found)
        for found in re.findall(r'<rect class="[^"]+" x="[^"]+" y="[^"]+" width="([^"]+)%"', drawn.chart)
    ]


def about(drawn: ShownTable) -> str:
    return re.findall(r"<desc[^>]*>([^<]*)</desc>", drawn.chart)[0]


AFRICA, ASIA = ("Africa", 4, 1), ("Asia", 1, 2)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    ("cells", "columns", "is_drawn"),
    [
        ([], [1], False),
        ([AFRICA], [1], False),  # one bar tells nothing that its figure does not
        ([AFRICA, ASIA], [1], True),
        ([AFRICA, ("Asia", "", 2)], [1], False),  # a row without its figure is no bar
        ([AFRICA, ("Asia", "", 2)], [2], True),
        ([AFRICA, ("Asia", "", 2)], [1, 2], False),  # nor where one of two is missing
        ([AFRICA, ("Asia", None, 2), ("Europe", 3, 3)], [1, 2], True),
        ([("Africa", 0, 0), ("Asia", 0, 0)], [1], True),
    ],
)
def test_bars_are_drawn_where_two_rows_have_all_their_figures(
    cells: list[tuple[Any, ...]], columns: list[int], is_drawn: bool
) -> None:
    given = table(*cells)
    drawn = with_bars(given, columns)
    assert bool(drawn.chart) is is_drawn
    assert not given.chart
    assert (drawn.cells, drawn.header, drawn.method) == (given.cells, given.header, given.method)


@pytest.mark.usefixtures("language")
def test_bars_hold_the_figures_of_their_columns_and_no_others() -> None:
    drawn = with_bars(table(AFRICA, ("Nowhere", "", 9), ASIA), [1, 2], ("Sent", "Taken up"))
    assert words(drawn) == ["Africa", "4", "1", "Asia", "1", "2"], "the row without its figure is left out"
    assert widths(drawn) == [ROOM, ROOM / 4, ROOM / 4, ROOM / 2]
    assert about(drawn) == "Sent: most for Africa, 4. The table beside it has all figures."
    assert re.findall(r"</span> ([^<]+)</li>", drawn.chart) == ["Sent", "Taken up"]


@pytest.mark.usefixtures("language")
def test_the_description_is_of_the_first_column_and_of_the_first_of_equals() -> None:
    assert about(with_bars(table(AFRICA, ASIA), [2, 1])).startswith("Taken up: most for Asia, 2.")
    assert about(with_bars(table(("B", 3, 0), ("A", 3, 0)), [1])).startswith("Sent: most for B, 3.")


@pytest.mark.usefixtures("language")
def test_names_of_rows_are_words_and_long_ones_are_cut_in_the_drawing_alone() -> None:
    drawn = with_bars(table(("<b>&", 1, 0), ("x" * 60, 2, 0)), [1])
    assert "<b>" not in drawn.chart
    assert words(drawn) == ["&lt;b&gt;&amp;", "1", "x" * (LABEL - 1) + "…", "2"]
    assert "x" * 60 in about(drawn)


FIGURES = [
    # language, figure, in words
    ("en", 999, "999"),
    ("en", 1000, "1,000"),
    ("en", 1234567, "1,234,567"),
    ("en", 2.0, "2.0"),
    ("en", 1234.56, "1,234.6"),
    ("fr", 1000, "1\u202f000"),
    ("fr", 0.25, "0,2"),
    ("es", 12.5, "12,5"),
]


@pytest.mark.parametrize(("language", "value", "wanted"), FIGURES, indirect=["language"])
def test_figures_are_written_as_the_language_writes_them(language: str, value: float, wanted: str) -> None:
    drawn = with_bars(table(("Africa", value, 0), ("Asia", 0, 0)), [1])
    assert words(drawn)[1] == wanted
    assert f"Africa, {wanted}." in about(drawn)


@pytest.mark.parametrize(
    ("language", "way"), [("en", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("fr", "ltr")], indirect=["language"]
)
def test_every_drawing_runs_as_the_language_does(language: str, way: str) -> None:
    days = table(("2026-03-01", 1), ("2026-03-02", 4), header=("Day", "Sent"))
    for drawn in (
        with_bars(table(AFRICA, ASIA), [1]),
        with_columns_stacked(table(AFRICA, ASIA)),
        with_line(days),
    ):
        assert f'direction="{way}"' in drawn.chart
    first = re.findall(r'<text x="(\d+)%"', with_bars(table(AFRICA, ASIA), [1]).chart)[0]
    assert first == ("100" if way == "rtl" else "0")


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    ("cells", "is_drawn"),
    [
        ([], False),
        ([("noted", 3, 1)], False),
        ([("noted", 3, 1), ("open", 0, 0)], False),  # one outcome for all is no division
        ([("noted", 3, 0), ("open", 0, 1)], True),
        ([("noted", 0, 0), ("open", 0, 0)], False),
    ],
)
def test_columns_are_stacked_where_two_rows_share_them(cells: list[tuple[Any, ...]], is_drawn: bool) -> None:
    assert bool(with_columns_stacked(table(*cells)).chart) is is_drawn


@pytest.mark.usefixtures("language")
def test_each_column_is_one_bar_cut_by_the_rows() -> None:
    header = ("Answer", "Comments", "Changes", "All")
    drawn = with_columns_stacked(table(("noted", 3, 0, 3), ("open", 1, 5, 6), header=header))
    assert words(drawn) == ["Comments", "3", "1", "Changes", "5", "All", "3", "6"]
    assert widths(drawn) == [75, 25, 100, 33.33, 66.67]
    assert about(drawn).startswith("All: most for open, 6."), "by the last column"
    assert re.findall(r"</span> ([^<]+)</li>", drawn.chart) == ["noted", "open"]


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    ("figures", "is_drawn"), [([], False), ([3], False), ([0, 0], False), ([0, 1], True), ([2, 0, 0], True)]
)
def test_a_line_needs_two_days_and_somebody_who_sent(figures: list[int], is_drawn: bool) -> None:
    cells = [(f"2026-03-{day:02}", number) for day, number in enumerate(figures, 1)]
    assert bool(with_line(table(*cells, header=("Day", "Sent"))).chart) is is_drawn


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ["3 March 2026: 12,000", "1 March 2026", "4 March 2026"]),
        ("es", ["3 de marzo de 2026: 12.000", "1 de marzo de 2026", "4 de marzo de 2026"]),
    ],
    indirect=["language"],
)
def test_a_line_names_its_ends_and_its_first_highest_day(language: str, shown: list[str]) -> None:
    days = [("2026-03-01", 5, 5), ("2026-03-02", 9, 9), ("2026-03-03", 0, 12_000), ("2026-03-04", 0, 12_000)]
    drawn = with_line(table(*days, header=("Day", "Comments", "All")))
    assert words(drawn) == shown
    assert about(drawn).startswith(f"All: most for {shown[0].split(':')[0]}, ")
