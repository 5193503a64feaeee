"""Sections added, removed and moved: nothing happens without a decision."""

import pytest
from flask import Flask

from consult.consolidation.models import AttributionRun
from consult.consolidation.services import decide_structure
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.narratives.models import Revision
from consult.narratives.services import Place, add_revision
from tests.desk import Desk
from tests.factories import make_consultation, make_narrative, place_of


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


def numbered(*outline: tuple[str, int, str]) -> Desk:
    """Make a desk on a version whose sections have these keys, depths and printed labels."""
    places = [Place(key, depth, label, key.title(), f"On {key}.") for key, depth, label in outline]
    revision = add_revision(
        make_narrative(), places, number=(1, 0), parent=None, change_note="", actor=None, at=now()
    )
    return Desk(make_consultation(revision, state="closed"))


def outline_of(revision: Revision) -> list[tuple[str, int, str]]:
    return [(place.section.key, place.depth, place.label) for place in revision.places]


def test_a_section_between_others_gets_the_next_free_number_and_they_keep_theirs(app: Flask) -> None:
    desk = numbered(("water", 1, "1."), ("wells", 2, "1.1"), ("health", 1, "2."))
    for heading, after, depth in (("Rain", "wells", 2), ("Energy", "wells", 1), ("Land", "health", 1)):
        structural(
            desk, "add", {"heading": heading, "body": "New."}, after_section=section(desk, after), depth=depth
        )
    decide_all(desk)
    desk.answer_all("accepted")
    assert outline_of(desk.publish()) == [
        ("water", 1, "1."),
        ("wells", 2, "1.1"),
        ("energy", 1, "1a."),
        ("rain", 2, "1a.1"),
        ("health", 1, "2."),
        ("land", 1, "3."),
    ]


@pytest.mark.parametrize("label", ["4.", ""])
def test_the_facilitator_gives_another_number_or_none_but_not_a_taken_one(app: Flask, label: str) -> None:
    desk = numbered(("water", 1, "1."), ("health", 1, "2."))
    structural(
        desk, "add", {"heading": "Land", "body": "New."}, after_section=section(desk, "health"), depth=1
    )
    (group,) = desk.whole().structure.groups
    given = {"facilitator": desk.facilitator, "counter": 0, "at": now()}
    for refused in ("2", "9" * 41):
        with pytest.raises(InvalidInput) as refusal:
            decide_structure(desk.row, group.key, "accept", label=refused, **given)
        assert refusal.value.details["field"] == "label"
    decide_structure(desk.row, group.key, "accept", label=label, **given)
    desk.answer_all("accepted")
    assert outline_of(desk.publish())[-1] == ("land", 1, label)


def test_what_stood_in_a_section_that_goes_rises_with_its_number(app: Flask) -> None:
    desk = numbered(("water", 1, "1."), ("wells", 2, "1.1"), ("dug", 3, "(a)"), ("drilled", 3, "(b)"))
    structural(desk, "remove", section=section(desk, "wells"))
    decide_all(desk)
    desk.answer_all("accepted")
    assert outline_of(desk.publish()) == [("water", 1, "1."), ("dug", 2, "(a)"), ("drilled", 2, "(b)")]
