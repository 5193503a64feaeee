"""What is wanted on a section: in three clicks to the words, over all regions, and never more than may be read."""

import csv
import io
import re
from typing import Any

import pytest

from consult.consolidation.desk_models import ObjectionAnswer
from consult.consolidation.models import Consolidation
from consult.contributions.hunks import store_hunks
from consult.contributions.models import ContributionText
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_region,
    make_revision,
    make_stance,
    place_of,
)
from tests.page import PageClient

REGIONS = ("africa", "arab-states", "asia", "europe", "latin-america")


def person_from(region: str) -> Any:
    """Make somebody of an organisation in a region."""
    return make_person(organisation=make_organisation(region=make_region(region)))


def section_stance(consultation: Any, region: str, position: str = "support", **values: Any) -> Any:
    """Make a stance on the first section."""
    comment = make_comment(consultation, person_from(region), status="draft", submitted_at=None)
    section = consultation.base_revision.places[0].section
    person = person_from(region)
    return make_stance(comment, person, position, contribution_id=None, section_id=section.id, **values)


def rows_of(client: PageClient, path: str) -> list[dict[str, str]]:
    """Return the rows of a file by the headings of its columns."""
    answer = client.get(f"/en{path}")
    assert answer.status_code == 200, path
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def words_of(page: str) -> str:
    """Return the text of a page in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def section_page(client: PageClient, consultation: Any, key: str = "water", language: str = "en") -> str:
    answer = client.get(f"/{language}/consultations/{consultation.public_id}/summary/sections/{key}")
    assert answer.status_code == 200
    return words_of(answer.text)


def wanted(client: PageClient, consultation: Any, key: str = "water") -> list[dict[str, str]]:
    return rows_of(client, f"/consultations/{consultation.public_id}/summary/sections/{key}/changes.csv")


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
        ["Africa", "accepts", "5", "0"],
        ["Asia", "objects", "0", "5"],
        ["Europe", "Too few to tell", "0", "1"],
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


def test_an_edited_change_is_wanted_in_its_last_words_only(client: PageClient) -> None:
    consultation = make_consultation()
    amendment = make_amendment(consultation, person_from("africa"))
    base = consultation.base_revision.places[0].text
    body = base.body.replace("for sale", "a ware")
    text = ContributionText(
        number=2, heading=base.heading, body=body, base_text=base, revision_id=consultation.base_revision_id
    )
    amendment.texts.append(text)
    amendment.text_number = 2
    store_hunks(keep(amendment), text)
    assert [row["Words proposed"].strip() for row in wanted(client, consultation)] == ["a ware"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_sections_of_the_same_words_are_kept_apart(client: PageClient, language: str) -> None:
    revision = make_revision(sections=[(key, "Same", "Water is a right.") for key in ("one", "two")])
    consultation = make_consultation(revision)
    make_amendment(consultation, person_from("africa"), section=place_of(revision, "two").section)
    assert len(wanted(client, consultation, "two")) == 1
    assert wanted(client, consultation, "one") == []
    assert "human" in section_page(client, consultation, "two", language)


def test_where_a_section_is_contested_names_its_passages(client: PageClient) -> None:
    consultation = make_consultation()
    make_amendment(consultation, person_from("africa"))
    make_amendment(consultation, person_from("africa"), "not for sale", "no ware")
    make_amendment(consultation, person_from("asia"), "every day", "each day")
    rows = rows_of(client, f"/consultations/{consultation.public_id}/summary/sections/water/passages.csv")
    assert [list(row.values()) for row in rows] == [
        ["It is not for sale. Everyone must have it, every day.", "2", "2", "Africa, Asia"],
        ["Water is a right.", "1", "1", "Africa"],
    ]


def test_more_changes_than_a_page_holds_are_in_the_file(client: PageClient) -> None:
    consultation = make_consultation()
    for number in range(23):
        make_amendment(consultation, find="Water is", replace=f"Water{number} is")
    text = client.get(f"/en/consultations/{consultation.public_id}/summary/sections/water").text
    assert text.count('<article class="card">') == 20
    assert "3 more changes are in the file." in words_of(text)
    assert len(wanted(client, consultation)) == 23


def test_words_that_look_like_a_formula_or_like_code_are_words(client: PageClient) -> None:
    consultation = make_consultation()
    make_amendment(consultation, replace="=HYPERLINK(1)<script>alert(1)</script>")
    (row,) = wanted(client, consultation)
    assert row["Words proposed"].startswith("'=")
    text = client.get(f"/en/consultations/{consultation.public_id}/summary/sections/water").text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/consultations/{id}/summary/sections/nowhere",
        "/consultations/{id}/summary/sections/water/people.csv",
        "/consultations/unknown/summary/sections/water",
        "/narratives/{slug}/9.9/summary/sections/water",
        "/narratives/{slug}/x/summary/sections/water",
        "/narratives/{slug}/1.0/summary/sections/%00",
        "/narratives/nowhere/1.0/summary/sections/water",
        "/narratives/{slug}/1.0/summary/sections/water/unheard.csv",
    ],
)
def test_what_is_not_there_is_not_found(client: PageClient, path: str) -> None:
    consultation = make_consultation()
    address = path.format(id=consultation.public_id, slug=consultation.narrative.slug)
    assert client.get(f"/en{address}").status_code == 404
