"""What is wanted on a section: in three clicks to the words, over all regions, and never more than may be read."""

import re
from datetime import timedelta
from typing import Any

import pytest

from consult.consolidation.desk_models import ObjectionAnswer
from consult.consolidation.models import Consolidation
from consult.contributions.models import ContributionText
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_person,
    make_region,
    make_revision,
    make_stance,
    place_of,
)
from tests.page import PageClient
from tests.web.section_summary_steps import (
    REGIONS,
    person_from,
    rows_of,
    section_page,
    section_stance,
    wanted,
    words_of,
)


def test_what_unites_five_regions_is_three_clicks_away_with_its_words(client: PageClient) -> None:
    revision = make_revision()
    rounds = {code: make_consultation(revision, region=make_region(code)) for code in REGIONS}
    for code, consultation in rounds.items():
        make_amendment(consultation, person_from(code))
    make_amendment(rounds["asia"], person_from("asia"), "for sale", "a ware")
    page = client.get(f"/en/consultations/{rounds['asia'].public_id}/summary").text
    assert "2 different changes are proposed." in words_of(page)
    for pattern in (r"summary/sections/water", r"/1\.0/summary/sections/water"):
        (address,) = set(re.findall(rf'href="([^"]*{pattern})"', page))
        page = client.get(address).text
    first = words_of(page.split('<article class="card">')[1])
    assert "from 5 regions: Africa, Arab-States, Asia, Europe, Latin-America" in first
    assert "proposed in 5 contributions" in first
    assert "<ins" in page.split('<article class="card">')[1]
    assert "human" in first
    contribution = re.findall(r'href="(/en/contributions/\w+)"', page)[0]
    assert client.get(contribution).status_code == 200
    assert "One of them is wanted from 5 regions." in words_of(page)
    passages = page.split('id="table-passages"')[1]
    assert '<a class="figure" href="#wanted">' in passages, "figures of a passage lead to the words above"
    assert '<h2 id="wanted">' in page


def test_the_same_figures_lead_the_narratives_own_table(client: PageClient) -> None:
    revision = make_revision()
    for code in REGIONS[:2]:
        make_amendment(make_consultation(revision), person_from(code))
    section = place_of(revision, "health").section
    make_amendment(
        make_consultation(revision), person_from("asia"), section=section, find="free", replace="open"
    )
    rows = rows_of(client, f"/narratives/{revision.narrative.slug}/summary/wanted.csv")
    assert [list(row.values()) for row in rows] == [
        ["1. Water", "0", "2", "1", "2", "0"],
        ["2. Health", "0", "1", "1", "1", "0"],
    ]
    page = client.get(f"/en/narratives/{revision.narrative.slug}/summary").text
    assert f"/en/narratives/{revision.narrative.slug}/1.0/summary/sections/water" in page


def test_the_sentence_says_all_that_is_known_and_nothing_else(client: PageClient) -> None:
    consultation = make_consultation()
    assert "Nothing has been sent yet" in section_page(client, consultation)
    make_comment(consultation, disposition="noted", disposed_at=NOON)
    make_comment(consultation)
    for _ in range(5):
        section_stance(consultation, "africa", "can-live-with")
        section_stance(consultation, "asia", "objection")
    section_stance(consultation, "europe", "objection", reason="Water is for the ditch.")
    said = section_page(client, consultation)
    assert (
        "1 of 2 are answered. 1 region accepts it. 1 region objects to it. In 1 region too few spoke. "
        "1 objection with a reason is not answered yet." in said
    )
    assert "proposed" not in said.split("How the regions stand")[0]
    rows = rows_of(client, f"/consultations/{consultation.public_id}/summary/sections/water/regions.csv")
    assert [list(row.values()) for row in rows] == [
        ["Africa", "accepts", "5", "0", "64.9", "100.0"],
        ["Asia", "objects", "0", "5", "0.0", "35.1"],
        ["Europe", "Too few to tell", "0", "1", "", ""],
    ]


@pytest.mark.parametrize(("state", "text", "open_"), [
    ("open", "We heard it.", True),
    ("published", "We heard it.", False),
    ("abandoned", "We heard it.", True),
])  # fmt: skip
def test_an_objection_is_answered_once_the_answer_is_published(
    client: PageClient, state: str, text: str, open_: bool
) -> None:
    consultation = make_consultation(state="closed")
    stance = section_stance(consultation, "africa", "objection", reason="Not like this.")
    by = make_person("facilitator", consultation)
    desk = keep(
        Consolidation(
            narrative_id=consultation.narrative_id,
            base_revision_id=consultation.base_revision_id,
            state=state,
            facilitator_id=by.id,
        )
    )
    keep(
        ObjectionAnswer(
            narrative_id=desk.narrative_id,
            consolidation_id=desk.id,
            stance_id=stance.id,
            text=text,
            by_id=by.id,
        )
    )
    assert ("1 objection with a reason is not answered yet." in section_page(client, consultation)) is open_


NOT_COUNTED: list[dict[str, Any]] = [
    {"visibility": "facilitators"},
    {"hidden_at": NOON, "hidden_reason": "A name"},
    {"is_late": True},
    {"status": "withdrawn", "withdrawn_at": NOON},
    {"status": "draft", "submitted_at": None},
]


@pytest.mark.parametrize("values", NOT_COUNTED, ids=lambda values: next(iter(values)))
@pytest.mark.parametrize("role", [None, "facilitator"])
def test_what_not_everybody_may_read_is_wanted_by_nobody(
    client: PageClient, values: dict[str, Any], role: str | None
) -> None:
    consultation = make_consultation()
    hidden = make_amendment(consultation, person_from("asia"), "for sale", "a ware", **values)
    make_stance(hidden, person_from("europe"))
    client.sign_in(make_person(role, consultation if role else None))
    assert wanted(client, consultation) == []
    page = section_page(client, consultation)
    assert "a ware" not in page
    assert "Asia" not in page
    assert "Europe" not in page


@pytest.mark.parametrize("values", [{"visibility": "facilitators"}, {"withdrawn_at": NOON}])
def test_a_stance_that_not_everybody_may_read_adds_no_region(
    client: PageClient, values: dict[str, Any]
) -> None:
    consultation = make_consultation()
    amendment = make_amendment(consultation, person_from("africa"))
    make_stance(amendment, person_from("europe"), **values)
    section_stance(consultation, "asia", "objection", reason="No.", **values)
    (row,) = wanted(client, consultation)
    assert row["Regions"] == "Africa"
    assert row["Support"] == "0"
    page = section_page(client, consultation)
    assert "not answered yet" not in page
    assert "How the regions stand" not in page


def test_of_consultations_that_may_not_be_read_nothing_is_counted(client: PageClient) -> None:
    revision = make_revision()
    make_amendment(make_consultation(revision, title="Open to all"), person_from("africa"))
    closed = make_consultation(
        revision, title="Only us", read_audience="invited", contribute_audience="invited"
    )
    make_amendment(closed, person_from("asia"))
    address = f"/narratives/{revision.narrative.slug}/1.0/summary/sections/water"
    assert [row["Regions"] for row in rows_of(client, f"{address}/changes.csv")] == ["Africa"]
    page = client.get(f"/en{address}").text
    assert "Only us" not in page
    assert client.get(f"/en/consultations/{closed.public_id}/summary/sections/water").status_code == 404
    client.sign_in(make_person("facilitator", closed))
    (row,) = rows_of(client, f"{address}/changes.csv")
    assert row["Regions"] == "Africa, Asia"
    assert "Only us" in client.get(f"/en{address}").text


def test_a_change_that_was_carried_forward_still_belongs_to_the_version_on_which_it_was_sent(
    client: PageClient,
) -> None:
    consultation = make_consultation()
    amendment = make_amendment(consultation, person_from("africa"))
    later = make_revision(
        consultation.narrative,
        [("water", "Water", "Another text.")],
        number=(1, 1),
        parent=consultation.base_revision,
    )
    keep(
        ContributionText(
            contribution_id=amendment.id,
            number=2,
            heading="Water",
            body="Another human text.",
            base_text=later.places[0].text,
            revision_id=later.id,
            made_by="carry",
        )
    )
    amendment.text_number = 2
    (row,) = wanted(client, consultation)
    assert (row["Words now"].strip(), row["Words proposed"].strip()) in {
        ("", "human"),
        ("a right", "a human right"),
    }


def test_questions_without_an_answer_stand_with_their_words_the_oldest_first(client: PageClient) -> None:
    consultation = make_consultation()
    section = consultation.base_revision.places[0].section
    for number, values in enumerate(
        ({}, {}, {"disposition": "noted", "disposed_at": NOON}, {"visibility": "facilitators"})
    ):
        make_comment(
            consultation,
            body=f"Who pays, asked {number}?",
            comment_kind="query",
            section=section,
            submitted_at=NOON - timedelta(days=number),
            **values,
        )
    make_comment(consultation, body="Not a question", section=section)
    page = section_page(client, consultation)
    assert "2 questions on this section have no answer yet." in page
    assert page.index("Who pays, asked 1?") < page.index("Who pays, asked 0?")
    assert "asked 2" not in page
    assert "asked 3" not in page
