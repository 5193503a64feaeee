"""The rows behind what is wanted: which changes, stances and objections count, and which are of another place."""

from typing import Any

import pytest
from flask import Flask

from consult.consolidation.desk_models import ObjectionAnswer
from consult.consolidation.models import Consolidation
from consult.summaries import wanted_rows
from consult.summaries.wanted_rows import open_objections, opinions, proposals
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
    person_from,
    place_of,
)


def texts_of(*consultations: Any) -> set[int]:
    return {place.section_text_id for row in consultations for place in row.base_revision.places}


def objection(consultation: Any, key: str = "water", reason: str = "Not like this.", **values: Any) -> Any:
    """Make an objection to a section."""
    target = make_comment(consultation, status="draft", submitted_at=None)
    section = place_of(consultation.base_revision, key).section
    return make_stance(
        target,
        person_from("africa"),
        "objection",
        contribution_id=None,
        section_id=section.id,
        reason=reason,
        **values,
    )


def answer_to(stance: Any, state: str, text: str = "We heard it.") -> None:
    """Let a desk in some state answer an objection."""
    consultation = stance.consultation
    by = make_person("facilitator", consultation)
    of = {"narrative_id": consultation.narrative_id}
    desk = keep(
        Consolidation(**of, base_revision_id=consultation.base_revision_id, state=state, facilitator_id=by.id)
    )
    keep(ObjectionAnswer(**of, consolidation_id=desk.id, stance_id=stance.id, text=text, by_id=by.id))


def test_every_change_of_an_amendment_is_a_proposal_in_order_of_the_text(app: Flask) -> None:
    consultation = make_consultation()
    full = consultation.base_revision.places[0].text.full
    row = make_amendment(consultation, person_from("asia"), "a right.\n\nIt", "a human right.\n\nWater")
    found = proposals([consultation.id], texts_of(consultation))
    assert [(one.amendment, one.section, one.region) for one in found] == [(row.id, "water", "asia")] * 2
    assert [(full[one.start : one.end].strip(), one.new.strip()) for one in found] == [
        ("", "human"),
        ("It", "Water"),
    ]


def test_of_another_text_consultation_or_way_of_reckoning_nothing_is_proposed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = make_revision()
    here, beside = make_consultation(revision), make_consultation(revision)
    make_amendment(here, person_from("asia"))
    other = make_amendment(beside, person_from("africa"))
    texts = texts_of(here)
    assert [one.region for one in proposals([here.id], texts)] == ["asia"]
    assert [one.amendment for one in proposals([beside.id], texts)] == [other.id]
    assert len(proposals([here.id, beside.id], texts)) == 2
    water = {place_of(revision, "water").section_text_id}
    assert len(proposals([here.id], water)) == 1
    assert proposals([here.id], texts - water) == []
    assert proposals([here.id], set()) == proposals([], texts) == []
    monkeypatch.setattr(wanted_rows, "ENGINE_VERSION", wanted_rows.ENGINE_VERSION + 1)
    assert proposals([here.id, beside.id], texts) == [], "offsets of an older engine are not counted"


def test_who_gave_no_region_proposes_from_none(app: Flask) -> None:
    consultation = make_consultation()
    make_amendment(consultation, person_from(None))
    (found,) = proposals([consultation.id], texts_of(consultation))
    assert found.region == ""


def test_an_organisation_has_one_opinion_of_a_position_whoever_speaks_for_it(app: Flask) -> None:
    consultation = make_consultation()
    row = make_amendment(consultation)
    home = make_organisation(region=make_region("asia"))
    for voice in ("organisation", "organisation", "self", "self"):
        make_stance(row, make_person(organisation=home), voice=voice)
    make_stance(row, make_person(organisation=home), "objection", voice="organisation")
    found = sorted((one.position, one.region, one.number) for one in opinions([consultation.id]))
    assert found == [("objection", "asia", 1), ("support", "asia", 3)]
    place = place_of(consultation.base_revision, "health")
    assert opinions([consultation.id], place.section_id) == []
    assert len(opinions([consultation.id], row.section_id)) == 2


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, True),
        ({"visibility": "region"}, True),
        ({"visibility": "facilitators"}, False),
        ({"withdrawn_at": NOON}, False),
    ],
)
def test_a_stance_counts_where_it_stands_and_may_be_read(
    app: Flask, values: dict[str, Any], counts: bool
) -> None:
    consultation = make_consultation()
    make_stance(make_amendment(consultation), person_from("asia"), **values)
    objection(consultation, **values)
    assert len(opinions([consultation.id])) == counts
    assert open_objections([consultation.id])["water"] == counts


def test_opinions_are_on_changes_that_may_be_read_and_of_these_consultations(app: Flask) -> None:
    consultation, other = make_consultation(), make_consultation()
    make_stance(make_comment(consultation))
    make_stance(make_amendment(consultation, visibility="facilitators"))
    make_stance(make_amendment(consultation, hidden_at=NOON, hidden_reason="A name"))
    make_stance(make_amendment(other))
    assert opinions([consultation.id]) == opinions([]) == []
    assert len(opinions([consultation.id, other.id])) == 1


@pytest.mark.parametrize(
    ("state", "text", "is_open"),
    [
        ("open", "We heard it.", True),
        ("abandoned", "We heard it.", True),
        ("published", "", True),
        ("published", "We heard it.", False),
    ],
)
def test_an_objection_is_open_until_words_to_it_are_published(
    app: Flask, state: str, text: str, is_open: bool
) -> None:
    consultation = make_consultation(state="closed")
    answer_to(objection(consultation), state, text)
    objection(consultation, "health")
    assert open_objections([consultation.id]) == {"health": 1, **({"water": 1} if is_open else {})}


def test_objections_count_by_section_with_a_reason_and_of_these_consultations(app: Flask) -> None:
    consultation, other = make_consultation(), make_consultation()
    for key in ("water", "water", "health"):
        objection(consultation, key)
    objection(consultation, reason="")
    objection(other)
    make_stance(make_amendment(consultation), position="objection", reason="On the change, not the section.")
    assert open_objections([consultation.id]) == {"water": 2, "health": 1}
    assert open_objections([consultation.id])["nowhere"] == 0
    assert open_objections([]) == {}
