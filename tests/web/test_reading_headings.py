"""A section's heading is said once: above its text, and within it only where the heading itself changed."""

import pytest

from tests.factories import WATER, make_narrative, make_revision
from tests.page import PageClient


def _compared(client: PageClient, heading: str, view: str) -> str:
    first = make_revision(make_narrative(slug="future"), [("water", "Clean water", WATER)])
    sections = [("water", heading, WATER.replace("a right", "a human right"))]
    make_revision(first.narrative, sections, number=(1, 1), parent=first)
    page = client.get(f"/en/narratives/future/compare?from=1.0&to=1.1&view={view}").text
    return page.split('class="compared"')[1]


@pytest.mark.parametrize("view", ["inline", "side"])
def test_an_unchanged_heading_stands_above_the_comparison_only(client: PageClient, view: str) -> None:
    assert _compared(client, "Clean water", view).count("Clean water") == 1


def test_a_changed_heading_is_marked_within_the_comparison(client: PageClient) -> None:
    shown = _compared(client, "Clean water for all", "inline")
    assert "<p>Clean water<ins>" in shown


def test_both_headings_stand_side_by_side_where_they_differ(client: PageClient) -> None:
    shown = _compared(client, "Water for all", "side")
    assert "<strong>Clean water</strong>" in shown
    assert "<strong>Water for all</strong>" in shown


def test_the_page_of_passages_says_the_heading_once(client: PageClient) -> None:
    make_revision(make_narrative(slug="future"), [("water", "Clean water", WATER)])
    page = client.get("/en/narratives/future/1.0/sections/water/passages").text
    assert "<p>Clean water</p>" not in page
    assert "Water is a right." in page
