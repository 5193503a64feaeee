"""The main navigation and the lists of the start page: who sees what, how many, in which order."""

from datetime import timedelta
from typing import Any

import pytest

from consult.consolidation.models import Consolidation
from consult.core.clock import now
from consult.reading.navigation import is_at, short
from tests.factories import keep, make_consultation, make_narrative, make_network, make_person, make_revision
from tests.page import PageClient


def _main(client: PageClient, language: str = "en") -> str:
    page: str = client.get(f"/{language}/").text
    return page[page.index("<main") :]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("x" * 32, "x" * 32),  # the longest that is left alone
        ("Water: " + "x" * 26, "Water"),
        ("x" * 32 + ": more of it", "x" * 32),
        ("Of all that we share: " + "x" * 20, "Of all that we share"),
        ("one two three four five six seven eight", "one two three four five six …"),
        ("one two three four five six seven eight: nine", "one two three four five six …"),
        ("x" * 33, "…"),
        ("الماء حق: " + "س" * 30, "الماء حق"),
    ],
)
def test_a_long_title_is_cut_at_its_colon_or_between_words(title: str, expected: str) -> None:
    assert short(title).strip() == expected
    assert len(short(title)) <= 32


def test_a_place_of_the_navigation_is_current_on_its_page_and_below() -> None:
    assert [
        is_at(here, "/en/search") for here in ("/en/search", "/en/search/x", "/en/searching", "/en/")
    ] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("path", ["/", "/search", "/narratives/future", "/narratives/future/history"])
def test_one_place_is_current_and_the_start_on_its_own_page_alone(client: PageClient, path: str) -> None:
    make_network()
    make_revision(make_narrative(slug="future"))
    make_revision(make_narrative(slug="future-two"))
    page = client.get(f"/ar{path}").text
    nav = page.split('class="main-nav"')[1].split("</nav>")[0]
    wanted = "/narratives/future" if "narratives" in path else path
    assert nav.count("aria-current") == 1
    assert f'href="/ar{wanted}" aria-current="page"' in nav


@pytest.mark.parametrize(
    ("role", "state", "is_there"),
    [
        ("facilitator", "open", True),
        ("secretariat", "open", True),
        ("facilitator", "published", False),
        ("facilitator", "abandoned", False),
        (None, "open", False),
    ],
)
def test_the_desk_is_offered_to_those_who_work_at_an_open_one(
    client: PageClient, role: str | None, state: str, is_there: bool
) -> None:
    make_network()
    revision = make_revision()
    work = Consolidation(
        narrative_id=revision.narrative_id,
        base_revision_id=revision.id,
        facilitator_id=make_person().id,
        state=state,
        revision_id=revision.id if state == "published" else None,
    )
    work.consultations.append(make_consultation(revision, state="closed"))
    keep(work)
    page = client.sign_in(make_person(role)).get("/en/").text
    header = page[: page.index("<main")]
    assert (f"/en/consolidations/{work.public_id}" in header) == is_there


def test_the_navigation_names_three_narratives_and_no_secret_one(client: PageClient) -> None:
    make_network()
    make_narrative(title="Inner", slug="inner", read_audience="members")
    for number in range(4):
        make_revision(make_narrative(title=f"Line {number}", slug=f"line-{number}"))
    page = client.get("/en/").text
    header = page[: page.index("<main")]
    assert [f"/en/narratives/line-{n}" in header for n in range(4)] == [True, True, True, False]
    assert "Inner" not in header


def test_of_the_closed_consultations_the_last_five_are_listed_newest_first(client: PageClient) -> None:
    make_network()
    revision = make_revision()
    for days in range(1, 8):
        closes = now() - timedelta(days=days)
        make_consultation(
            revision, title=f"Closed {days}", opens_at=closes - timedelta(days=3), closes_at=closes
        )
    main = _main(client)
    assert [f"Closed {days}<" in main for days in range(1, 8)] == [True] * 5 + [False] * 2
    places = [main.index(f"Closed {days}<") for days in range(1, 6)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("opens", "closes", "group"),
    [
        (-1, 1, "Open now"),
        (0, 1, "Open now"),  # the very second in which it opens
        (1, 2, "Opening soon"),
        (-2, 0, "Closed"),  # the very second in which it closes
        (-2, -1, "Closed"),
    ],
)
def test_a_consultation_stands_under_the_state_of_this_second(
    client: PageClient, opens: int, closes: int, group: str
) -> None:
    make_network()
    at = now()
    make_consultation(
        title="This one", opens_at=at + timedelta(seconds=opens), closes_at=at + timedelta(seconds=closes)
    )
    main = _main(client)
    headings = {words: main.find(f">{words}<") for words in ("Open now", "Opening soon", "Closed")}
    last = main.rindex("This one")
    before = {words: place for words, place in headings.items() if 0 <= place < last}
    assert max(before, key=lambda words: before[words]) == group
    assert ('class="next-step"' in main) == (group == "Open now")


def test_of_several_open_consultations_none_is_the_next_step_and_the_first_to_close_leads(
    client: PageClient,
) -> None:
    make_network()
    revision = make_revision()
    make_consultation(revision, title="Later one", closes_at=now() + timedelta(days=9))
    make_consultation(revision, title="Sooner one", closes_at=now() + timedelta(days=2))
    main = _main(client)
    assert 'class="next-step"' not in main
    assert main.index("Sooner one") < main.index("Later one")


def test_a_consultation_stays_in_sight_when_a_newer_version_is_published(client: PageClient) -> None:
    make_network()
    first = make_revision(make_narrative(slug="future"))
    make_consultation(first, title="Still open")
    newer = make_revision(first.narrative, parent=first, number=(1, 1))
    make_consultation(newer, title="On the new one")
    step = '<p class="next-title">{}</p>'.format
    newest, older = (client.get(f"/en/narratives/future{rest}").text for rest in ("", "/1.0"))
    assert (step("Still open (on version 1.0)") in newest, step("On the new one") in newest) == (True, True)
    assert (step("Still open") in older, "On the new one" in older) == (True, False)


@pytest.mark.parametrize(
    "path", ["/", "/narratives/future", "/narratives/future/1.0", "/narratives/future/1.0/sections/water"]
)
def test_the_pages_for_reading_turn_round_in_arabic_and_keep_the_texts_language(
    client: PageClient, path: str
) -> None:
    make_network()
    make_revision(make_narrative(slug="future"))
    answer: Any = client.get(f"/ar{path}")
    assert answer.status_code == 200
    assert 'dir="rtl"' in answer.text.split("<body")[0]
    assert 'lang="en"' in answer.text[answer.text.index("<main") :]
