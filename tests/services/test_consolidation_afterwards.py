"""After publication: reservations, adoption, taking a version back."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.consolidation.adoption_models import Adoption
from consult.consolidation.attribution import runs_of
from consult.consolidation.reservation_models import Reservation
from consult.consolidation.services import free_consultations
from consult.consolidation.services.adoption import (
    adopt_revision,
    last_look,
    mark_look,
    object_to_adoption,
    withdraw_adoption_objection,
)
from consult.consolidation.services.reservations import withdraw_reservation
from consult.consolidation.services.reverting import revert_revision
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, NotAllowed, NotFound, StaleBase, WrongState
from consult.narratives.integrity import verify_chain
from consult.narratives.models import Revision
from consult.reading.after import reservations_on
from tests.desk import Desk
from tests.factories import keep, make_amendment, make_comment, make_person, make_revision, make_stance

DAY = timedelta(days=1)


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    desk.amendment = make_amendment(desk.consultation)
    return desk


@pytest.mark.parametrize(
    ("disposition", "values", "stands"),
    [
        ("accepted", {}, True),
        ("accepted-in-part", {}, True),
        ("not-accepted", {}, False),
        ("carried-forward", {}, False),
        ("accepted", {"reason": ""}, False),
        ("accepted", {"withdrawn_at": now()}, False),
        ("accepted", {"position": "support"}, False),
    ],
)
def test_an_objection_to_what_is_taken_in_is_published_as_a_reservation(
    desk: Desk, disposition: str, values: dict[str, object], stands: bool
) -> None:
    make_stance(desk.amendment, **{"position": "objection", "reason": "Not in our name.", **values})
    desk.answer(desk.amendment, disposition, "It says what it is.")
    desk.publish()
    found = [(row.reason, row.answer) for row in db.session.query(Reservation)]
    assert found == ([("Not in our name.", "It says what it is.")] if stands else [])


def test_a_reservation_stands_in_later_versions_until_its_author_withdraws_it(app: Flask, desk: Desk) -> None:
    stance = make_stance(desk.amendment, None, "objection", reason="No.", visibility="organisation")
    desk.answer(desk.amendment, "accepted")
    first = desk.publish()
    (row,) = db.session.query(Reservation)
    with app.test_request_context("/en/"):
        later = make_revision(desk.narrative, number=(1, 2), parent=first)
        for revision in (first, later):
            assert [one.author for one in reservations_on(revision)] == [
                f"A person of {stance.organisation.name}"
            ]
        assert reservations_on(first.parent) == []
        stance.visibility = "facilitators"
        assert reservations_on(later) == []
        stance.visibility = "name"
        stance.consultation.read_audience = "invited"
        assert [(one.reason, one.author) for one in reservations_on(later)] == [("", "Africa")]
        with pytest.raises(NotAllowed):
            withdraw_reservation(row, desk.facilitator, now())
        withdraw_reservation(row, stance.person, now())
        assert reservations_on(later) == []
        with pytest.raises(WrongState):
            withdraw_reservation(row, stance.person, now())


def test_a_wrong_version_is_taken_back_with_its_record_and_nothing_is_lost(app: Flask, desk: Desk) -> None:
    make_stance(desk.amendment, None, "objection", reason="No.")
    desk.answer(desk.amendment, "accepted")
    wrong = desk.publish()
    before = [(place.section.key, place.text, place.label) for place in wrong.parent.places]
    revision = revert_revision(wrong, desk.facilitator, "It was the wrong draft.", now())
    assert [(place.section.key, place.text, place.label) for place in revision.places] == before
    assert (revision.number, revision.parent, revision.change_note) == (
        "1.2",
        wrong,
        "It was the wrong draft.",
    )
    assert verify_chain(desk.narrative) == []
    assert db.session.query(Revision).count() == 3
    with app.test_request_context("/en/"):
        assert (len(reservations_on(wrong)), len(reservations_on(revision))) == (1, 0)
    assert desk.amendment.disposition == "accepted"
    assert free_consultations(desk.narrative, now()) == [desk.consultation]
    desk._row = None
    desk.answer(desk.amendment, "accepted", "Now rightly.")
    again = desk.publish()
    assert again.parent is revision
    assert [place.text for place in again.places] == [place.text for place in wrong.places]
    runs = runs_of([again.places[0].text])[again.places[0].section_text_id]
    assert {name for run in runs for name in run.origins} == {desk.amendment.public_id}


def test_only_the_newest_version_is_taken_back_and_only_with_a_reason(desk: Desk) -> None:
    first = desk.consultation.base_revision
    with pytest.raises(WrongState):
        revert_revision(first, desk.facilitator, "Why not.", now())
    second = make_revision(desk.narrative, number=(1, 1), parent=first)
    with pytest.raises(InvalidInput):
        revert_revision(second, desk.facilitator, " ", now())
    third = revert_revision(second, desk.facilitator, "Wrong.", now())
    with pytest.raises(StaleBase):
        revert_revision(second, desk.facilitator, "Again.", now())
    assert revert_revision(third, desk.facilitator, "It was right after all.", now()).number == "3.0"


def written(revision: Revision) -> Adoption:
    member = make_person("working-group-member", revision.narrative)
    return adopt_revision(revision, "written", member, now(), until=now() + DAY)


def test_adoption_in_writing_follows_the_clock_and_the_objections(app: Flask) -> None:
    row = written(make_revision())
    assert [row.state(now() + after) for after in (0 * DAY, DAY, 2 * DAY)] == ["open", "adopted", "adopted"]
    member = make_person("working-group-member")
    object_to_adoption(row, member, "Too soon.", now())
    object_to_adoption(row, member, "Much too soon.", now())
    assert [one.reason for one in row.objections] == ["Much too soon."]
    assert [row.state(now() + after) for after in (0 * DAY, DAY)] == ["open", "objected"]
    withdraw_adoption_objection(row, member, now())
    assert row.state(now() + DAY) == "adopted"
    with pytest.raises(NotFound):
        withdraw_adoption_objection(row, member, now())
    for verb in (object_to_adoption, withdraw_adoption_objection):
        with pytest.raises(WrongState):
            verb(row, member, *(["Late."] if verb is object_to_adoption else []), now() + DAY)
    with pytest.raises(InvalidInput):
        object_to_adoption(row, member, " ", now())


@pytest.mark.parametrize(
    ("kind", "until", "error"),
    [
        ("written", None, InvalidInput),
        ("written", -DAY, InvalidInput),
        ("shouting", None, InvalidInput),
        ("meeting", None, None),
        ("written", DAY, None),
    ],
)
def test_how_an_adoption_begins(
    app: Flask, kind: str, until: timedelta | None, error: type[ConsultError] | None
) -> None:
    revision, member = make_revision(), make_person()
    moment = now() + until if until else None
    if error:
        with pytest.raises(error):
            adopt_revision(revision, kind, member, now(), until=moment)
        return
    adopt_revision(revision, kind, member, now(), until=moment)
    with pytest.raises(WrongState):
        adopt_revision(revision, "meeting", member, now())


def test_after_objections_a_meeting_can_adopt(app: Flask) -> None:
    row = written(make_revision())
    object_to_adoption(row, make_person(), "No.", now())
    again = adopt_revision(row.revision, "meeting", make_person(), now() + 2 * DAY)
    assert again.state(now()) == "adopted"


def test_a_look_is_the_persons_own_and_moves_on(app: Flask) -> None:
    first, person = make_revision(), make_person()
    assert last_look(first.narrative, person) is last_look(first.narrative, None) is None
    mark_look(first, person, now())
    second = make_revision(first.narrative, number=(1, 1), parent=first)
    mark_look(second, person, now())
    look = last_look(first.narrative, person)
    assert look is not None
    assert look.revision is second
    assert last_look(first.narrative, keep(make_person())) is None


def test_an_objection_to_a_comment_for_facilitators_only_is_shown_to_nobody_else(
    app: Flask, desk: Desk
) -> None:
    comment = make_comment(desk.consultation, visibility="facilitators")
    make_stance(comment, None, "objection", reason="No.", visibility="facilitators")
    desk.answer(comment, "accepted")
    desk.answer(desk.amendment, "accepted")
    revision = desk.publish()
    with app.test_request_context("/en/"):
        assert reservations_on(revision) == []
