"""The dashboards of a region and of a working group: over all narratives, and only what the reader may read."""

import csv
import io
from typing import Any

import pytest

from consult.people.models import WorkingGroup
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_narrative,
    make_person,
    make_region,
    make_revision,
    person_from,
)
from tests.page import PageClient

INVITED = {"read_audience": "invited", "contribute_audience": "invited"}


def rows_of(client: PageClient, path: str) -> list[list[str]]:
    answer = client.get(f"/en{path}/summary.csv")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))[1:]


def narrative_with(title: str, *regions: str, **values: Any) -> Any:
    """A version that was put to one consultation, with a contribution from each of the regions."""
    revision = make_revision(make_narrative(title=title))
    consultation = make_consultation(revision, region=None, theme="Debt", **values)
    for region in regions:
        make_comment(consultation, person_from(region))
    return consultation


def test_a_region_is_counted_over_all_narratives(client: PageClient) -> None:
    narrative_with("Water", "africa", "africa", "asia")
    narrative_with("Land", "africa")
    narrative_with("Debt", "asia")
    asked = make_consultation(make_revision(make_narrative(title="Silence")), region=make_region("africa"))
    make_comment(asked, person_from("asia"), disposition="noted", disposed_at=NOON)
    assert rows_of(client, "/regions/africa") == [
        ["Land, version 1.0", "1", "1", "1", "0", "0", "1"],
        ["Silence, version 1.0", "1", "0", "0", "0", "0", "0"],
        ["Water, version 1.0", "1", "2", "2", "0", "0", "2"],
    ]
    page = client.get("/en/regions/africa/summary").text
    assert "summary?region=africa" in page
    assert "summary/contributions?region=africa" in page
    assert "<figure" in page
    assert "Debt, version" not in page


@pytest.mark.parametrize("values", [INVITED, {"read_audience": "members", "contribute_audience": "members"}])
def test_what_the_reader_may_not_read_is_not_there(client: PageClient, values: dict[str, str]) -> None:
    consultation = narrative_with("Among us", "africa", **values)
    assert rows_of(client, "/regions/africa") == []
    page = client.get("/en/regions/africa/summary").text
    assert "Nothing has been sent yet" in page
    assert "Among us, version" not in page
    client.sign_in(make_person("facilitator", consultation))
    assert [row[:3] for row in rows_of(client, "/regions/africa")] == [["Among us, version 1.0", "1", "1"]]


def test_what_not_everybody_may_read_is_in_no_figure(client: PageClient) -> None:
    consultation = narrative_with("Water", "africa")
    make_comment(consultation, person_from("africa"), visibility="facilitators")
    make_comment(consultation, person_from("africa"), hidden_at=NOON, hidden_reason="A name")
    client.sign_in(make_person("facilitator", consultation))
    assert [row[2] for row in rows_of(client, "/regions/africa")] == ["1"]


def test_a_working_group_sees_its_narratives_version_by_version(client: PageClient) -> None:
    consultation = narrative_with("Water", "africa", "asia")
    group = consultation.narrative.working_group
    revision = make_revision(consultation.narrative, number=(2, 0), parent=consultation.base_revision)
    later = make_consultation(revision)
    make_comment(later, person_from("asia"))
    make_comment(make_consultation(revision, **INVITED), person_from("asia"))
    narrative_with("Somebody else's", "africa")
    here = f"/working-groups/{group.public_id}"
    rows = {row[0]: row[1:4] for row in rows_of(client, here)}
    assert rows == {"Water, version 2.0": ["1", "1", "1"], "Water, version 1.0": ["1", "2", "2"]}
    page = client.get(f"/en{here}/summary").text
    assert group.name in page
    assert f"/en{here}/summary.csv" in page
    assert f"/en{here}/summary" in client.get(f"/en/narratives/{consultation.narrative.slug}/summary").text


def test_a_group_of_which_nothing_may_be_read_is_not_there(client: PageClient) -> None:
    consultation = narrative_with("Hidden", "africa", **INVITED)
    consultation.narrative.read_audience = "invited"
    here = f"/en/working-groups/{consultation.narrative.working_group.public_id}/summary"
    assert client.get(here).status_code == client.get(f"{here}.csv").status_code == 404
    client.sign_in(make_person("facilitator", consultation))
    assert client.get(here).status_code == 200


def test_a_group_without_figures_leads_members_of_the_network_to_its_people_and_back(
    client: PageClient,
) -> None:
    group = keep(WorkingGroup(name="Just begun"))
    client.sign_in(person_from("africa"))
    page = client.get(f"/en/working-groups/{group.public_id}/summary")
    assert (page.status_code, "Nothing has been sent yet" in page.text) == (200, True)
    assert f'href="/en/working-groups/{group.public_id}"' in page.text
    assert (
        f'href="/en/working-groups/{group.public_id}/summary"'
        in client.get(f"/en/working-groups/{group.public_id}").text
    )


@pytest.mark.parametrize(
    "path",
    ["regions/nowhere", "regions/%00", "working-groups/nowhere", "working-groups/%00", "working-groups/1"],
)
def test_what_is_not_there_is_not_found(client: PageClient, path: str) -> None:
    narrative_with("Water", "africa")
    assert client.get(f"/en/{path}/summary").status_code == 404
    assert client.get(f"/en/{path}/summary.csv").status_code == 404
