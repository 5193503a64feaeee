"""Who leaves is forgotten at the merge desk too: replies, objections, reservations, notes, and what waits for them."""

from datetime import datetime

import pytest
from flask import Flask

from consult.consolidation.adoption_models import Adoption, AdoptionObjection, LastLook
from consult.consolidation.desk_models import InternalNote, SavedFilter, SectionAssignment
from consult.consolidation.models import Consolidation, DispositionChange
from consult.consolidation.release_models import ReleasedAnswer
from consult.consolidation.reservation_models import Reservation
from consult.consolidation.review_models import Reviewer
from consult.contributions.services.personal import erase_everything, what_is_known
from consult.core.database import db
from consult.people.models import Person
from tests.factories import keep, make_comment, make_consultation, make_network, make_person, make_stance

SECRET = "Because of what they did to my brother."


@pytest.fixture
def author(app: Flask, now: datetime) -> Person:
    """Somebody who left a word at each place of the desk; and somebody else who did, too."""
    make_network()
    author, other = make_person(), make_person()
    for person, words in ((author, SECRET), (other, "Somebody else’s.")):
        _leave_words(person, words, now)
    return author


def _leave_words(person: Person, words: str, now: datetime) -> None:
    consultation = make_consultation()
    revision, facilitator = consultation.base_revision, make_person("facilitator", consultation)
    at = {"narrative_id": consultation.narrative_id}
    desk = keep(Consolidation(**at, base_revision_id=revision.id, facilitator_id=facilitator.id))
    here = {**at, "consolidation_id": desk.id}
    comment = make_comment(consultation, person)
    change = keep(
        DispositionChange(**here, contribution_id=comment.id, disposition="noted", by_id=facilitator.id)
    )
    answer = {"contribution_id": comment.id, "change_id": change.id, "released_by_id": facilitator.id}
    keep(ReleasedAnswer(**here, **answer, reply="objects", words=words, replied_at=now))
    stance = make_stance(make_comment(consultation), person, position="objection", reason=words)
    keep(Reservation(**here, revision_id=revision.id, stance_id=stance.id, reason=words, answer="We heard."))
    adoption = keep(Adoption(**at, revision_id=revision.id, kind="meeting", by_id=facilitator.id))
    keep(AdoptionObjection(adoption_id=adoption.id, person_id=person.id, reason=words))
    keep(InternalNote(**here, body=words, by_id=person.id))
    section = {"consolidation_id": desk.id, "section_id": revision.places[0].section_id}
    keep(SectionAssignment(**section, person_id=person.id, by_id=facilitator.id))
    keep(SavedFilter(consolidation_id=desk.id, person_id=person.id, name=words, query="kind=comment"))
    keep(Reviewer(consolidation_id=desk.id, person_id=person.id, named_by_id=facilitator.id))
    keep(LastLook(person_id=person.id, narrative_id=consultation.narrative_id, revision_id=revision.id))


def test_ones_words_at_the_desk_are_in_ones_own_file(author: Person) -> None:
    known = what_is_known(author)
    assert known["replies_to_answers"] == [{"reply": "objects", "words": SECRET}]
    assert [row["reason"] for row in known["objections_to_adoptions"]] == [SECRET]
    assert known["reservations"] == [{"reason": SECRET, "answer": "We heard."}]
    assert [row["body"] for row in known["notes"]] == [SECRET]
    assert known["saved_filters"] == [{"name": SECRET, "query": "kind=comment"}]
    assert "Somebody else" not in str(known)


def test_who_leaves_leaves_no_word_at_the_desk_and_nobody_waits_for_them(
    author: Person, now: datetime
) -> None:
    erase_everything(author, actor=author, at=now)
    db.session.expire_all()
    [reply, others] = db.session.query(ReleasedAnswer).order_by(ReleasedAnswer.id)
    assert (reply.words, reply.reply, others.words) == ("", "objects", "Somebody else’s.")
    for model, name in ((Reservation, "reason"), (AdoptionObjection, "reason"), (InternalNote, "body")):
        assert [getattr(row, name) for row in db.session.query(model).order_by(model.id)] == [
            "",
            "Somebody else’s.",
        ], model
    assert [row.stands for row in db.session.query(Reservation).order_by(Reservation.id)] == [False, True]
    assert [bool(row.released_at) for row in db.session.query(Reviewer).order_by(Reviewer.person_id)] == [
        True,
        False,
    ]
    for model in (LastLook, SectionAssignment, SavedFilter):
        assert author.id not in [row.person_id for row in db.session.query(model)]
        assert db.session.query(model).count() == 1
