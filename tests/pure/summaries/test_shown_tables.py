"""A table as pages and files have it: which columns are figures, what leads where, and that names are only words."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g
from flask_babel import Babel

from consult.summaries.shown_table import ShownTable
from consult.web.locale import current_language


@pytest.fixture(scope="module")
def bare() -> Flask:
    """An application that knows nothing but languages."""
    made = Flask(__name__)
    Babel(made, locale_selector=current_language)
    return made


@pytest.fixture
def french(bare: Flask) -> Iterator[None]:
    """A reader of the French pages."""
    with bare.test_request_context():
        g.lang = "fr"
        yield


def table(*cells: tuple[Any, ...], **more: Any) -> ShownTable:
    return ShownTable("regions", "By region", ("Region", "Sent", "Share"), cells, "As sent.", **more)


@pytest.mark.parametrize(
    ("cells", "numeric"),
    [
        ([], [1, 2]),  # nothing says otherwise
        ([("Africa", 1, 2.5)], [1, 2]),
        ([("Africa", "water", 2.5)], [2]),
        ([("Africa", "", 2.5)], [1, 2]),  # a figure that is not known stands under its column
        ([("Africa", None, 0)], [1, 2]),
        ([("Africa", "water", "agree")], []),
    ],
)
def test_columns_that_do_not_begin_with_words_hold_figures(
    cells: list[tuple[Any, ...]], numeric: list[int]
) -> None:
    assert table(*cells).numeric == numeric


@pytest.mark.usefixtures("french")
def test_files_hold_figures_as_the_language_writes_them_and_no_links() -> None:
    made = table(
        ("<b>", 1200, 33.333), ("Asia", 0, 1234.5), leads=("", "/asia"), addresses=(("/a", ""), ("", ""))
    )
    assert made.plain == [["<b>", 1200, "33,3"], ["Asia", 0, "1\u202f234,5"]]


@pytest.mark.usefixtures("french")
def test_names_lead_to_what_they_name_where_there_is_a_page() -> None:
    made = table(("A & <b>", 1, 0.5), ("Asia", 2, 1.0), leads=('/a?b="1"&c', ""))
    assert made.linked == [
        ['<a href="/a?b=&#34;1&#34;&amp;c">A &amp; &lt;b&gt;</a>', 1, "0,5"],
        ["Asia", 2, "1,0"],
    ]


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("value", "address", "shade", "shown"),
    [
        (3, "/x?a&b", None, '<a class="figure" href="/x?a&amp;b">3</a>'),
        (1500, "/x", None, '<a class="figure" href="/x">1\u202f500</a>'),
        (0.5, "/x", None, '<a class="figure" href="/x">0,5</a>'),
        (0, "/x", None, 0),  # there is nothing behind nothing
        (3, "", None, 3),
        (3, "/x", 5, '<span class="heat heat-5"><a class="figure" href="/x">3</a></span>'),
        (0, "/x", 0, '<span class="heat heat-0">0</span>'),
        (3, None, 2, '<span class="heat heat-2">3</span>'),
        ("<i>", None, 1, '<span class="heat heat-1"><bdi>&lt;i&gt;</bdi></span>'),
        ("5: tout à fait", None, None, "<bdi>5: tout à fait</bdi>"),
    ],
)
def test_a_figure_leads_to_its_rows_and_is_as_dark_as_it_says(
    value: object, address: str | None, shade: int | None, shown: object
) -> None:
    made = table(
        ("Asia", 7, 7),
        ("Africa", 7, value),
        addresses=() if address is None else (("", ""), ("", address)),
        shades=() if shade is None else ((4, 4), (4, shade)),
    )
    assert made.linked[1][2] == shown
    assert made.linked[0][0] == "Asia"
