"""Charts on the summaries: drawn where they tell something, beside the table with the same figures."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    person_from,
)
from tests.page import PageClient


def page_of(client: PageClient, consultation: Any, language: str = "en") -> str:
    return client.get(f"/{language}/consultations/{consultation.public_id}/summary").text


def chart(page: str, table: str) -> str:
    """Return the drawing beside a table; nothing where there is none."""
    part = page.split(f'id="table-{table}"')[1].split("<table")[0]
    found = re.search(r'<figure class="chart">.*</figure>', part, re.S)
    return found[0] if found else ""


def words(drawing: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing)


@pytest.fixture
def consultation(client: PageClient) -> Any:
    """Three contributions from two regions on two days, one of them answered."""
    made = make_consultation()
    make_comment(made, person_from("africa"), disposition="noted", disposed_at=NOON)
    make_comment(made, person_from("africa"), submitted_at=NOON - timedelta(days=2))
    make_amendment(made, person_from("asia"))
    return made


def test_one_region_one_day_and_nothing_answered_draw_nothing(client: PageClient) -> None:
    consultation = make_consultation()
    assert "<figure" not in page_of(client, consultation), "nothing was sent"
    make_comment(consultation)
    page = page_of(client, consultation)
    assert "<figure" not in page
    assert page.count("<table") == 7


def test_each_chart_says_what_its_table_says(client: PageClient, consultation: Any) -> None:
    page = page_of(client, consultation)
    assert words(chart(page, "regions")) == ["Africa", "2", "Asia", "1"]
    assert words(chart(page, "days")) == ["10 March 2026: 2", "8 March 2026", "10 March 2026"]
    assert words(chart(page, "dispositions")) == [
        "Comment",
        "1",
        "1",
        "Proposed change",
        "1",
        "All",
        "1",
        "2",
    ]
    assert "Contributions: most for Africa, 2." in chart(page, "regions")
    assert "All: most for 10 March 2026, 2." in chart(page, "days")
    assert "no answer yet</li>" in chart(page, "dispositions")
    assert chart(page, "sections") == "", "a table of many rows is its own chart"


def test_charts_of_a_page_are_told_apart_by_their_ids(client: PageClient, consultation: Any) -> None:
    ids = re.findall(r' id="(chart-[^"]+)"', page_of(client, consultation))
    assert len(ids) == len(set(ids)) == 6


def test_charts_run_as_the_page_does(client: PageClient, consultation: Any) -> None:
    assert 'direction="ltr"' in chart(page_of(client, consultation), "regions")
    drawn = chart(page_of(client, consultation, "ar"), "regions")
    assert 'direction="rtl"' in drawn
    assert '<rect class="series-0" x="18%"' in drawn, "the longest bar begins at the right"


def test_the_balance_sets_what_was_sent_beside_what_stands_in_the_text(
    client: PageClient, consultation: Any
) -> None:
    page = client.get(f"/en/narratives/{consultation.narrative.slug}/summary").text
    drawn = chart(page, "regions")
    assert words(drawn) == ["Africa", "66.7", "0.0", "Asia", "33.3", "0.0"]
    assert "Share of the contributions (per cent)" in drawn
    assert "Share of the words (per cent)" in drawn
