"""Sections added, removed and moved: nothing happens without a decision."""

import pytest
from flask import Flask

from consult.consolidation.models import AttributionRun
from consult.consolidation.services import decide_structure
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.narratives.models import Revision
from tests.desk import Desk
from tests.factories import (
    place_of,
)


def runs(text) -> list[AttributionRun]:  # type: ignore[no-untyped-def]
    rows = db.session.query(AttributionRun).filter_by(section_text_id=text.id)
    return rows.order_by(AttributionRun.position).all()


def structural(desk: Desk, operation: str, words: dict[str, str] | None = None, **values):  # type: ignore[no-untyped-def]
    from consult.contributions.models import Amendment
    from tests.factories import _contribution

    return _contribution(
        Amendment,
        desk.consultation,
        None,
        {"rationale": "Why.", **(words or {})},
        {"operation": operation, **values},
    )


def decide_all(desk: Desk, outcome: str = "accept") -> None:
    for group in desk.whole().structure.groups:
        decide_structure(
            desk.row,
            group.key,
            outcome,
            reason="So.",
            facilitator=desk.facilitator,
            counter=desk.whole().material.counter(group.section_id),
            at=now(),
        )


def keys(revision: Revision) -> list[str]:
    return [place.section.key for place in revision.places]


def section(desk: Desk, key: str):  # type: ignore[no-untyped-def]
    return place_of(desk.consultation.base_revision, key).section


def test_no_section_comes_or_goes_without_a_decision(app: Flask) -> None:
    desk = Desk()
    row = structural(desk, "remove", section=section(desk, "health"))
    assert len(desk.whole().structure.undecided) == 1
    assert desk.whole().proposal(row) is None
    assert desk.whole().structure.order() == ["water", "health"]


def test_an_accepted_section_is_added_with_its_authors(app: Flask) -> None:
    desk = Desk()
    words = {"heading": "Energy is shared", "body": "Power lines belong to everybody."}
    rows = [
        structural(desk, "add", words, section=None, after_section=section(desk, "water"), depth=2)
        for _ in range(2)
    ]
    assert len(desk.whole().structure.groups) == 1
    decide_all(desk)
    assert desk.whole().proposal(rows[0]) == "accepted"
    desk.answer_all("accepted")
    revision = desk.publish()
    assert keys(revision) == ["water", "energy-is-shared", "health"]
    place = place_of(revision, "energy-is-shared")
    assert (place.depth, place.text.body) == (2, words["body"])
    (run,) = runs(place.text)
    assert (run.start, run.end) == (0, len(place.text.full))
    assert {row.id for row in run.contributions} == {row.id for row in rows}


@pytest.mark.parametrize(
    ("operation", "values", "order"),
    [("remove", {}, ["water"]), ("move", {"after_section": None, "depth": 1}, ["health", "water"])],
)
def test_an_accepted_removal_or_move_changes_the_order(
    app: Flask, operation: str, values: dict[str, object], order: list[str]
) -> None:
    desk = Desk()
    structural(desk, operation, section=section(desk, "health"), **values)
    decide_all(desk)
    desk.answer_all("accepted")
    assert keys(desk.publish()) == order


def test_a_declined_proposal_changes_nothing(app: Flask) -> None:
    desk = Desk()
    row = structural(desk, "remove", section=section(desk, "health"))
    decide_all(desk, "decline")
    assert desk.whole().proposal(row) == "not-accepted"
    desk.answer_all("not-accepted")
    assert keys(desk.publish()) == ["water", "health"]


def test_a_section_is_not_both_moved_and_removed(app: Flask) -> None:
    desk = Desk()
    structural(desk, "remove", section=section(desk, "health"))
    structural(desk, "move", section=section(desk, "health"), after_section=None, depth=1)
    with pytest.raises(InvalidInput):
        decide_all(desk)


def test_the_last_section_stays(app: Flask) -> None:
    desk = Desk()
    for key in ("water", "health"):
        structural(desk, "remove", section=section(desk, key))
    with pytest.raises(InvalidInput):
        decide_all(desk)


def test_an_unknown_structural_proposal_is_not_found(app: Flask) -> None:
    desk = Desk()
    with pytest.raises(NotFound):
        decide_structure(desk.row, "none", "accept", facilitator=desk.facilitator, counter=0, at=now())
