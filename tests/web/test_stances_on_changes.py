"""What the regions accept of proposed changes is reckoned again from the file of stances, and nothing hidden is."""

from collections import defaultdict
from statistics import geometric_mean
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NOON
from tests.factories import make_amendment, make_consultation, make_stance, person_from
from tests.page import PageClient
from tests.web.section_summary_steps import rows_of

TAKEN = [
    ("africa", "support", 5),
    ("africa", "objection", 1),
    ("europe", "support", 3),
    ("europe", "can-live-with", 3),
    ("asia", "support", 2),
]


@pytest.fixture
def change(app: Flask) -> Any:
    row = make_amendment(make_consultation())
    for region, position, number in TAKEN:
        for _one in range(number):
            make_stance(row, person_from(region), position)
    make_stance(row, person_from("asia"), "objection", visibility="facilitators")
    make_stance(row, person_from("asia"), "objection", withdrawn_at=NOON)
    return row


def test_the_tables_of_acceptance_are_reckoned_from_the_file(client: PageClient, change: Any) -> None:
    base = f"/consultations/{change.consultation.public_id}/summary"
    rows = rows_of(client, f"{base}/stances.csv")
    told = {(row["region"], row["position"], int(row["number"])) for row in rows}
    assert told == set(TAKEN)
    assert {row["contribution"] for row in rows} == {change.public_id}

    sides: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for region, position, number in told:
        sides[region][position == "objection"] += number
    large = {region: (yes, yes + no) for region, (yes, no) in sides.items() if yes + no >= 5}
    (best,) = rows_of(client, f"{base}/changes.csv")
    score = geometric_mean([(yes + 1) / (everybody + 2) for yes, everybody in large.values()])
    assert best["Regions with 5 stances or more"] == str(len(large)) == "2"
    assert best["Acceptance over these regions (per cent)"] == str(round(100 * score, 1))
    (section,) = rows_of(client, f"{base}/regions-on-changes.csv")
    for region, (yes, everybody) in large.items():
        assert section[region.title()] == str(round(100 * yes / everybody, 1))
    assert "Asia" not in section, "of two stances no share is told"


def test_the_page_offers_the_file_and_high_protection_empties_it(client: PageClient, change: Any) -> None:
    base = f"/consultations/{change.consultation.public_id}/summary"
    assert f"/en{base}/stances.csv" in client.get(f"/en{base}").text
    change.consultation.protection = "high"
    assert rows_of(client, f"{base}/stances.csv") == []


def test_a_change_that_is_not_for_everybody_has_no_stances_in_the_file(
    client: PageClient, change: Any
) -> None:
    change.hidden_at, change.hidden_reason = NOON, "off-topic"
    assert rows_of(client, f"/consultations/{change.consultation.public_id}/summary/stances.csv") == []
