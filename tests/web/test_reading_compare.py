"""Any two versions of a narrative compared: each kind of change, each choice, each refusal."""

from datetime import timedelta
from typing import Any

import pytest

from consult.core.clock import now
from consult.narratives.models import Revision
from consult.reading.changes import _moved, changes_between
from tests.factories import (
    make_narrative,
    make_organisation,
    make_person,
    make_revision,
)
from tests.page import PageClient

A, B, C = ("a", "Air", "Air is clean."), ("b", "Bread", "Bread for all."), ("c", "Care", "Care is work.")
Parts = list[tuple[str, str, str]]


def versions(*parts: Parts, **values: Any) -> list[Revision]:
    """Make one revision after another, each a day after the one before."""
    narrative = make_narrative(**{"slug": "future", **values})
    made: list[Revision] = []
    for number, sections in enumerate(parts):
        parent = made[-1] if made else None
        at = now() - timedelta(days=30 - number)
        made.append(make_revision(narrative, sections, number=(1, number), parent=parent, at=at))
    return made


def _compared(client: PageClient, query: str = "", language: str = "en", **kwargs: Any) -> str:
    answer = client.get(f"/{language}/narratives/future/compare{query}", **kwargs)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ([A, B], [A, B], [("a", "same"), ("b", "same")]),
        ([A, B], [A, B, C], [("a", "same"), ("b", "same"), ("c", "added")]),
        # What is gone is shown where it stood: first, between, last.
        ([A, B, C], [B, C], [("a", "removed"), ("b", "same"), ("c", "same")]),
        ([A, B, C], [A, C], [("a", "same"), ("b", "removed"), ("c", "same")]),
        ([A, B, C], [A, B], [("a", "same"), ("b", "same"), ("c", "removed")]),
        ([A, B, C], [C], [("a", "removed"), ("b", "removed"), ("c", "same")]),
        ([A], [B], [("a", "removed"), ("b", "added")]),
        # New words, and a new heading alone.
        ([A, B], [A, ("b", "Bread", "Bread for everyone.")], [("a", "same"), ("b", "changed")]),
        ([A, B], [A, ("b", "Loaf", "Bread for all.")], [("a", "same"), ("b", "changed")]),
        # Of an exchange the fewest have moved; what moves and changes is changed.
        ([A, B, C], [C, A, B], [("c", "moved"), ("a", "same"), ("b", "same")]),
        ([A, B, C], [B, C, A], [("b", "same"), ("c", "same"), ("a", "moved")]),
        ([A, B], [("b", "Bread", "Bread now."), A], [("b", "changed"), ("a", "moved")]),
    ],
)
def test_each_section_is_added_removed_changed_moved_or_the_same(
    app: Any, before: Parts, after: Parts, kinds: list[tuple[str, str]]
) -> None:
    older, newer = versions(before, after)
    assert [(change.key, change.kind) for change in changes_between(older, newer)] == kinds


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ([], [], set()),
        ([1, 2, 3], [1, 2, 3], set()),
        ([1, 2, 3, 4], [2, 3, 4, 1], {1}),
        ([1, 2, 3, 4], [4, 1, 2, 3], {4}),
        ([1, 2, 3], [3, 9, 8], set()),  # new neighbours alone move nothing
        ([1, 2, 3, 4], [1, 3, 4, 2], {2}),
    ],
)
def test_as_few_sections_as_can_be_count_as_moved(
    before: list[int], after: list[int], moved: set[int]
) -> None:
    assert _moved(before, after) == moved


@pytest.mark.parametrize(
    ("query", "older", "newer"),
    [
        ("", "1.1", "1.2"),  # the newest and its parent
        ("?to=1.1", "1.0", "1.1"),
        ("?from=1.0", "1.0", "1.2"),
        ("?from=1.0&to=1.2", "1.0", "1.2"),
        ("?from=1.2&to=1.0", "1.2", "1.0"),  # backwards as well
        ("?from=1.1&to=1.1", "1.1", "1.1"),
        ("?to=1.0", "1.0", "1.0"),  # the first has no parent
        ("?from=&to=", "1.1", "1.2"),  # an emptied form
    ],
)
def test_any_two_versions_are_compared(client: PageClient, query: str, older: str, newer: str) -> None:
    versions([A], [A, B], [A, B, C])
    page = _compared(client, query)
    assert f"Versions {older} and {newer}" in page.split("<h1")[1].split("</h1>")[0]
    chosen = [part.split("<")[0] for part in page.split("<option selected>")[1:]]
    assert chosen == [older, newer]


@pytest.mark.parametrize(
    "query", ["?from=7.7", "?to=7.7", "?to=one", "?from=1", "?from=1.0%20", "?to=%D9%A1.0"]
)
def test_a_version_that_there_is_not_is_not_found(client: PageClient, query: str) -> None:
    versions([A], [A, B])
    assert client.get(f"/en/narratives/future/compare{query}").status_code == 404


def test_versions_of_another_narrative_are_not_compared_with(client: PageClient) -> None:
    versions([A], [A, B])
    make_revision(make_narrative(slug="other"), [A], number=(3, 0))
    assert client.get("/en/narratives/future/compare?from=3.0").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["b", "c"]),
        ("?section=a", ["a"]),  # asked for by name, what did not change is shown too
        ("?section=b", ["b"]),
        ("?section=z", []),
        ("?section=", ["b", "c"]),
    ],
)
def test_all_that_changed_or_one_section_is_shown(client: PageClient, query: str, shown: list[str]) -> None:
    versions([A, B], [A, ("b", "Bread", "Bread for everyone."), C])
    page = _compared(client, query)
    assert [part.split('"')[0] for part in page.split('id="section-')[1:]] == shown
    assert ("1 section did not change." in page) == (query in ("", "?section="))
    assert ("Nothing differs between these two versions." in page) == (not shown)


@pytest.mark.parametrize(
    ("view", "is_side"),
    [("", False), ("inline", False), ("side", True), ("diagonal", False), ("SIDE", False)],
)
def test_an_unknown_way_of_showing_is_the_usual_one(client: PageClient, view: str, is_side: bool) -> None:
    versions([B], [("b", "Bread", "Bread for everyone.")])
    page = _compared(client, f"?view={view}")
    assert ('class="compare"' in page) == is_side
    assert f'<option value="{"side" if is_side else "inline"}" selected>' in page


@pytest.mark.parametrize("view", ["inline", "side"])
def test_a_new_heading_is_shown_with_the_old_one(client: PageClient, view: str) -> None:
    versions([B], [("b", "Loaf", "Bread for all.")])
    body = _compared(client, f"?view={view}").split('id="section-b"')[1].split("</h2>")[1]
    assert "Bread" in body
    assert "Loaf" in body


def test_a_heading_that_stays_is_not_said_again(client: PageClient) -> None:
    versions([("b", "Nourishment", "Bread for all.")], [("b", "Nourishment", "Bread for everyone.")])
    body = _compared(client).split('id="section-b"')[1].split("</h2>")[1].split("</section>")[0]
    assert "Nourishment" not in body


def test_markup_within_the_texts_is_shown_and_not_obeyed(client: PageClient) -> None:
    versions([B], [("b", "<b>Bread</b>", "Bread <script>alert(1)</script> for all.")])
    for view in ("inline", "side"):
        page = _compared(client, f"?view={view}")
        assert "<script>alert" not in page
        assert "<b>Bread" not in page


def test_the_choice_alone_brings_the_comparison_alone(client: PageClient) -> None:
    versions([A], [A, B])
    part = _compared(client, headers={"HX-Request": "true"})
    assert 'id="comparison"' in part
    assert "<h1" not in part
    assert "<html" not in part


@pytest.mark.parametrize("page", ["history", "compare"])
def test_the_pages_are_read_from_right_to_left_in_arabic(client: PageClient, page: str) -> None:
    versions([A], [A, B])
    answer = client.get(f"/ar/narratives/future/{page}")
    assert answer.status_code == 200
    assert 'dir="rtl"' in answer.text.split("<body")[0]
    assert "/ar/narratives/future" in answer.text


@pytest.mark.parametrize("page", ["history", "compare"])
def test_a_narrative_for_members_keeps_its_versions_to_them(client: PageClient, page: str) -> None:
    versions([A], [A, B], read_audience="members")
    address = f"/en/narratives/future/{page}"
    assert client.get(address).status_code == 404
    assert client.sign_in(make_person(organisation=make_organisation())).get(address).status_code == 200


def test_a_narrative_without_versions_says_so_and_compares_nothing(client: PageClient) -> None:
    make_narrative(slug="future")
    assert "No version has been published yet." in client.get("/en/narratives/future/history").text
    for page in ("", "/compare", "/1.0"):
        assert client.get(f"/en/narratives/future{page}").status_code == 404
