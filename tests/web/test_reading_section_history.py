"""One section over all versions of a narrative."""

from typing import Any

from consult.reading.section_history import history_of_section
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    place_of,
)
from tests.page import PageClient
from tests.web.test_reading_budget import MOST, counted
from tests.web.test_reading_compare import versions
from tests.web.test_reading_contribution import judge, publish

A, B = ("a", "Air", "Air is clean."), ("b", "Bread", "Bread for all.")
CLEANER = ("a", "Air", "Air is clean everywhere.")


def _page(client: PageClient, slug: str, key: str, status: int = 200) -> str:
    answer = client.get(f"/en/narratives/{slug}/sections/{key}/history")
    assert answer.status_code == status
    return answer.text


def test_versions_in_which_it_came_changed_or_went_are_told_and_no_others(app: Any) -> None:
    made = versions([B], [A, B], [A], [CLEANER, B], [B], [B, CLEANER])
    told = {
        key: [
            (entry.revision.minor, entry.change.kind)
            for entry in history_of_section(place_of(made[1], key).section)
        ]
        for key in ("a", "b")
    }
    assert told == {
        "a": [(5, "added"), (4, "removed"), (3, "changed"), (1, "added")],
        "b": [(3, "added"), (2, "removed"), (0, "added")],
    }


def test_the_page_shows_each_change_with_its_note_and_its_version(client: PageClient) -> None:
    made = versions([A], [CLEANER, B], [B])
    gone, changed, first = _page(client, "future", "a").split('id="version-')[1:]
    assert "removed" in gone
    assert "/narratives/future/1.2" in gone
    assert "everywhere</ins>" in changed.replace(" everywhere", "everywhere")
    assert "What version 1.1 changed altogether" in changed
    assert "What changed" in changed
    assert "/narratives/future/1.1/sections/a" in changed
    assert "first version" in first
    assert "Bread" not in gone + first
    assert "/narratives/future/sections/a/history" in client.get("/en/narratives/future/1.1/sections/a").text
    assert made[2].number == "1.2"
    for key in ("nowhere", "A"):
        _page(client, "future", key, 404)


def test_whose_words_came_in_is_told_as_far_as_they_chose(client: PageClient) -> None:
    one = make_consultation()
    author = make_person(display_name="Ama Oduya", organisation=make_organisation())
    row = make_amendment(one, author)
    silent = make_amendment(one, visibility="facilitators")
    revision = publish(row, "a human right")
    judge(silent, revision)
    page = _page(client, one.narrative.slug, "water")
    newest, first = page.split('id="version-')[1:]
    assert f"/en/contributions/{row.public_id}" in newest
    assert "Ama Oduya" in newest
    assert "1 contribution not shown" in newest
    assert silent.public_id not in page
    assert "Whose words came in" not in first


def test_words_that_stay_are_credited_once_where_they_came_in(client: PageClient) -> None:
    row = make_amendment(make_consultation())
    publish(row, "a human right")
    publish(row, "a human right, always", number=(1, 2))
    entries = history_of_section(row.section)
    assert [(entry.revision.number, len(entry.sources)) for entry in entries] == [
        ("1.2", 0),
        ("1.1", 1),
        ("1.0", 0),
    ]


def test_the_discussion_leads_there_where_the_narrative_may_be_read(client: PageClient) -> None:
    for audience, leads in (("public", True), ("invited", False)):
        one = make_consultation(read_audience="public")
        one.narrative.read_audience = audience
        page = client.get(f"/en/consultations/{one.public_id}/sections/water").text
        link = f"/en/narratives/{one.narrative.slug}/sections/water/history"
        assert (link in page) == leads
        _page(client, one.narrative.slug, "water", 200 if leads else 404)


def test_the_number_of_versions_asks_no_more_questions(client: PageClient) -> None:
    made = versions(*[[("a", "Air", f"Air is clean {number} times.")] for number in range(9)])
    make_comment(make_consultation(made[-1]))
    with counted() as asked:
        page = _page(client, "future", "a")
    assert page.count('id="version-') == 9
    assert len(asked) <= MOST
