"""Every figure leads to the contributions behind it; a choice in the address narrows all figures alike."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_revision,
    person_from,
    place_of,
)
from tests.page import PageClient, words_of

FIGURE = re.compile(r'<a class="figure" href="([^"]+)">(\d+)</a>')


@pytest.fixture
def consultation(client: PageClient) -> Any:
    """Contributions of every kind, from two regions and none, on three days, some answered, one reply, one hidden."""
    made = make_consultation()
    health = place_of(made.base_revision, "health").section
    start = make_comment(made, person_from("africa"), "Start.", disposition="noted", disposed_at=NOON)
    make_comment(made, person_from("asia"), "Reply.", thread_id=start.id, reply_to_id=start.id)
    make_amendment(made, person_from("asia"), disposition="accepted", disposed_at=NOON)
    make_amendment(made, person_from(None), section=health, find="free", replace="open")
    make_answer(make_question(made), person_from("africa"), submitted_at=NOON - timedelta(days=2))
    make_comment(made, person_from("africa"), "Gone.", hidden_at=NOON, hidden_reason="A name")
    make_comment(made, person_from("africa"), "Secret.", visibility="facilitators")
    return made


def summary(consultation: Any, query: str = "", path: str = "") -> str:
    return f"/en/consultations/{consultation.public_id}/summary{path}{query}"


@pytest.mark.parametrize("query", ["", "?region=africa", "?kind=amendment", "?section=water&kind=comment"])
@pytest.mark.parametrize("role", [None, "facilitator"])
def test_a_figure_leads_to_as_many_contributions_as_it_says(
    client: PageClient, consultation: Any, query: str, role: str | None
) -> None:
    client.sign_in(make_person(role, consultation if role else None))
    figures = set(FIGURE.findall(client.get(summary(consultation, query)).text))
    assert len(figures) >= 5
    for address, number in figures:
        page = client.get(unescape(address)).text
        assert page.count('<article class="card"') == int(number), address
        assert "Gone." not in page
        assert "Secret." not in page
        file = client.get(unescape(re.findall(r'href="([^"]+contributions\.csv[^"]*)"', page)[0]))
        rows = list(csv.DictReader(io.StringIO(file.get_data().decode("utf-8-sig"))))
        assert len(rows) == int(number), "the file of the rows has as many"


def test_all_figures_but_those_of_people_and_organisations_lead_somewhere(
    client: PageClient, consultation: Any
) -> None:
    page = client.get(summary(consultation)).text
    for table in ("sections", "days", "dispositions"):
        part = page.split(f'id="table-{table}"')[1].split("</section>")[0]
        cells = re.findall(r'<td class="number">(.*?)</td>', part)
        assert cells
        assert all("figure" in cell or cell == "0" for cell in cells)


def test_the_page_names_what_was_asked_for(client: PageClient, consultation: Any) -> None:
    page = words_of(
        client.get(summary(consultation, "?section=-&region=-&kind=answer", "/contributions")).text
    )
    assert "Section The text as a whole Region No region given Kind Answer 0 contributions" in page
    assert "Nothing here." in page
    query = "?section=water&disposition=noted&day=2026-03-10&region=africa"
    page = words_of(client.get(summary(consultation, query, "/contributions")).text)
    assert "Section 1. Water Region Africa Day 2026-03-10 Answer noted 1 contribution" in page
    assert "Start." in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 5),
        ("?region=asia", 2),
        ("?region=nowhere", 0),
        ("?kind=amendment&region=-", 1),
        ("?section=-", 1),
        ("?section=health", 1),
        ("?starts=1", 4),
        ("?disposition=open", 2),
        ("?disposition=noted", 1),
        ("?day=2026-03-08", 1),
        ("?day=2026-03-09", 0),
        # What cannot be is left aside.
        ("?kind=poem&disposition=lost&day=yesterday&page=x", 5),
        ("?day=0001-01-01", 5),
        ("?day=9999-12-31", 5),
        ("?region=%00africa", 2),
        ("?page=99", 5),
        ("?page=-1", 5),
        ("?section=" + "x" * 500, 0),
    ],
)
def test_an_address_asks_for_some_of_it(
    client: PageClient, consultation: Any, query: str, number: int
) -> None:
    page = client.get(summary(consultation, query, "/contributions")).text
    assert page.count('<article class="card"') == number


def test_a_choice_says_which_tables_are_of_the_whole_alone(client: PageClient, consultation: Any) -> None:
    said = "are told of the whole alone."
    assert said not in client.get(summary(consultation)).text
    chosen = client.get(summary(consultation, "?region=africa")).text
    assert said in chosen
    assert 'id="table-asked"' not in chosen
    assert 'id="table-places"' not in chosen, "one region is no heat map"
    heat = client.get(summary(consultation, "?kind=comment")).text.split('id="table-places"')[1]
    assert "region=asia&amp;kind=comment" in heat.split("</table>")[0]


def test_a_day_is_one_of_the_consultations_zone(client: PageClient) -> None:
    consultation = make_consultation(zone="Pacific/Kiritimati", opens_at=datetime(2026, 1, 1, tzinfo=UTC))
    make_comment(consultation, submitted_at=datetime(2026, 3, 9, 9, 59, 59, tzinfo=UTC))
    make_comment(consultation, submitted_at=datetime(2026, 3, 9, 10, 0, tzinfo=UTC))
    for day in ("2026-03-09", "2026-03-10"):
        page = client.get(summary(consultation, f"?day={day}", "/contributions")).text
        assert page.count('<article class="card"') == 1
    figures = FIGURE.findall(client.get(summary(consultation)).text.split('id="table-days"')[1])
    assert [address.split("?")[1] for address, _number in figures[:2]] == [
        "kind=comment&amp;day=2026-03-09",
        "day=2026-03-09",
    ]


def test_people_are_not_counted_where_that_could_tell_whose_hand_it_is(client: PageClient) -> None:
    consultation = make_consultation()
    one = person_from("africa")
    for _ in range(2):
        make_comment(consultation, one, visibility="region")
    whole = client.get(summary(consultation)).text
    assert "1 person for themselves" in words_of(whole)
    for query in ("?section=water", "?kind=comment", "?section=water&region=africa"):
        page = client.get(summary(consultation, query)).text
        assert "2 contributions." in words_of(page)
        assert "for themselves" not in page.split("<h2")[0].split("lead")[-1]
        assert "1 person" not in page
        header = client.get(summary(consultation, query, "/regions.csv")).get_data(as_text=True)
        assert header.splitlines()[0].endswith("Region,Contributions")
    assert "1 person for themselves" in words_of(client.get(summary(consultation, "?region=africa")).text)


def test_a_choice_stands_in_every_table_and_file_and_leaves_out_what_is_of_the_whole(
    client: PageClient, consultation: Any
) -> None:
    client.sign_in(make_person("facilitator", consultation))
    page = client.get(summary(consultation, "?region=asia")).text
    assert "Section by section" not in page
    assert "Not heard yet" not in page
    assert 'value="asia" selected' in page
    assert f'{summary(consultation)}/sections.csv?region=asia"' in page
    rows = client.get(summary(consultation, "?region=asia", "/sections.csv")).get_data(as_text=True)
    assert rows.splitlines()[1:3] == ["1. Water,1,1,2", "2. Health,0,0,0"]
    assert "Show everything" in page


def test_a_version_counts_all_its_consultations_that_may_be_read(client: PageClient) -> None:
    revision = make_revision()
    make_comment(make_consultation(revision), person_from("africa"))
    hidden = make_consultation(revision, read_audience="invited", contribute_audience="invited")
    make_comment(hidden, person_from("asia"), "Among us.")
    here = f"/en/narratives/{revision.narrative.slug}/1.0/summary"
    page = client.get(here).text
    assert "1 contribution, 1 person" in words_of(page)
    assert "Asia" not in page
    assert "Among us." not in client.get(f"{here}/contributions").text
    client.sign_in(make_person("facilitator", hidden))
    page = client.get(here).text
    assert "2 contributions, 2 people" in words_of(page)
    for address, number in set(FIGURE.findall(page)):
        assert client.get(unescape(address)).text.count('<article class="card"') == int(number)
    assert "Among us." in client.get(f"{here}/contributions?region=asia").text
    assert client.get(f"{here}/regions.csv?region=asia").get_data(as_text=True).splitlines()[1:] == [
        "Asia,1,1,0"
    ]
    assert client.get(here.replace("1.0", "7.7")).status_code == 404
    assert here in client.get(f"/en/narratives/{revision.narrative.slug}/summary").text


def test_a_version_that_nobody_was_asked_about_says_so(client: PageClient) -> None:
    revision = make_revision()
    here = f"/en/narratives/{revision.narrative.slug}/1.0/summary"
    assert "Nothing has been sent yet" in client.get(here).text
    assert client.get(f"{here}/contributions").status_code == 200
    assert client.get(f"{here}/days.csv").status_code == 200
    assert client.get(f"{here}/people.csv").status_code == 404


def test_many_contributions_stand_on_pages(client: PageClient) -> None:
    consultation = make_consultation()
    author = person_from("africa")
    for number in range(52):
        make_comment(consultation, author, f"Number {number}.", submitted_at=NOON + timedelta(minutes=number))
    first = client.get(summary(consultation, "?kind=comment", "/contributions")).text
    assert first.count('<article class="card"') == 50
    assert "Page 1 of 2" in words_of(first)
    second = client.get(summary(consultation, "?kind=comment&page=2", "/contributions")).text
    assert re.findall(r"Number \d+\.", second) == ["Number 50.", "Number 51."]


def test_what_an_organisation_sent_and_its_people_leads_to_what_is_named_with_it(client: PageClient) -> None:
    made, house = make_consultation(), make_organisation(name="Harbour House")
    people = [make_person(organisation=house) for _ in range(3)]
    make_comment(made, people[0], "For all of us.", voice="organisation", visibility="organisation")
    make_comment(made, people[1], "My own.", visibility="name")
    make_comment(made, people[1], "My own again.", visibility="organisation")
    make_comment(made, people[2], "From somewhere.", visibility="region")
    make_comment(made, make_person(organisation=make_organisation()), "Others.", visibility="name")
    base = f"?organisation={house.public_id}&voice="
    found = [address for address, _number in FIGURE.findall(client.get(summary(made)).text)]
    assert {f"{base}{voice}" in unescape(" ".join(found)) for voice in ("organisation", "self")} == {True}
    for voice, words in (("organisation", ["For all of us."]), ("self", ["My own.", "My own again."])):
        page = client.get(summary(made, f"{base}{voice}", "/contributions")).text
        assert [one for one in ("For all of us.", "My own.", "My own again.") if one in page] == words
        assert page.count('<article class="card"') == len(words)
        assert "Harbour House" in page
        assert "From somewhere." not in page
        assert "Others." not in page
    for wrong in ("nobodyatallx", "x" * 300):
        page = client.get(summary(made, f"?organisation={wrong}&voice=both", "/contributions"))
        assert (page.status_code, page.text.count('<article class="card"')) == (200, 0)
