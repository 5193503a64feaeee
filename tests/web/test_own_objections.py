"""What somebody objected to and what was answered: on their own page, and one letter at publication."""

from datetime import timedelta

import pytest

from consult.consolidation.services import answer_objection
from consult.contributions.models import Stance
from consult.core.clock import now
from consult.core.database import db
from tests.desk import Desk, letters_of_the_day
from tests.factories import (
    keep,
    make_comment,
    make_organisation,
    make_person,
    make_stance,
)
from tests.page import PageClient
from tests.web.test_reading_budget import counted

MINE = "/en/me/contributions"


def objection(desk: Desk, **values: object) -> Stance:
    given = {
        "narrative_id": desk.narrative.id,
        "consultation_id": desk.consultation.id,
        "section_id": desk.consultation.base_revision.places[0].section_id,
        "person": make_person(organisation=make_organisation()),
        "position": "objection",
        "reason": "It forgets the rivers.",
        "voice": "self",
        "visibility": "facilitators",
        **values,
    }
    return keep(Stance(**given))


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    return Desk()


def say(desk: Desk, stance: Stance, text: str, seen: int = 0) -> int:
    given = {"facilitator": desk.facilitator, "seen": seen, "at": now()}
    return answer_objection(desk.row, stance, text, **given).id


def test_who_objected_to_a_section_reads_the_answer_from_publication_on_and_gets_one_letter(
    desk: Desk, client: PageClient
) -> None:
    stance = objection(desk)
    quiet = objection(desk, position="can-live-with", reason="Nearly.")
    gone = objection(desk, withdrawn_at=now())
    both = objection(desk)
    make_comment(desk.consultation, both.person)
    client.sign_in(stance.person)
    before = client.get(MINE).text
    assert "Your objections" in before
    assert "You have not sent anything yet." not in before
    assert ">Water<" in before
    assert "It forgets the rivers." in before
    first = say(desk, stance, "They stand in section 9.")
    say(desk, stance, "They stand in section 2.", first)
    say(desk, both, "Yes, they do.")
    assert "They stand in" not in client.get(MINE).text  # nobody reads an answer before all are given
    assert "not answered yet" in client.get(MINE).text
    desk.answer_all()
    number = desk.publish().number
    after = client.get(MINE).text
    assert "They stand in section 2." in after
    assert "section 9" not in after
    assert "not answered yet" not in after
    assert f"/en/narratives/{desk.narrative.slug}/{number}#reservations" in after
    letters = [row.address for row in letters_of_the_day()]
    assert sorted(letters) == sorted(str(one.person.account.email) for one in (stance, both))
    for other in (quiet, gone):
        page = client.sign_in(other.person).get(MINE).text
        assert "Your objections" not in page
        assert "You have not sent anything yet." in page


def test_an_answer_that_was_taken_back_is_not_shown(desk: Desk, client: PageClient) -> None:
    stance = objection(desk)
    first = say(desk, stance, "They stand in section 2.")
    say(desk, stance, "", first)
    say(desk, stance, "They are in the annex.")
    desk.publish()
    page = client.sign_in(stance.person).get(MINE).text
    assert "in the annex" in page
    assert "section 2" not in page


def test_who_objected_to_a_contribution_reads_what_became_of_it(desk: Desk, client: PageClient) -> None:
    comment = make_comment(desk.consultation)
    reply = make_comment(desk.consultation, thread_id=comment.id, reply_to_id=comment.id)
    stance = make_stance(reply, position="objection", reason="Not so.", visibility="facilitators")
    alone = make_stance(comment, position="objection", reason="No.", taken_at=now() - timedelta(days=1))
    hidden = make_comment(desk.consultation)
    lost = make_stance(hidden, alone.person, "objection", reason="Never.")
    client.sign_in(stance.person)
    assert "not answered yet" in client.get(MINE).text
    desk.answer_all("not-accepted")
    desk.publish()
    hidden.visibility = "facilitators"
    page = client.get(MINE).text
    assert "Objection to a contribution" in page
    assert f"/en/contributions/{comment.public_id}" in page
    assert "Answered together with the contribution:" in page
    assert "Thank you." in page
    assert {alone.person.account.email, stance.person.account.email} <= {
        row.address for row in letters_of_the_day()
    }
    page = client.sign_in(alone.person).get(MINE).text
    assert page.index("Never.") < page.index("No.")  # the newest first
    assert hidden.public_id not in page  # its author lowered it: who may not read it learns nothing of it
    assert lost.public_id in page
    assert page.count("Answered together with the contribution:") == 1


def test_objections_ask_no_more_questions_when_there_are_more(desk: Desk, client: PageClient) -> None:
    person = make_person(organisation=make_organisation())
    objection(desk, person=person)
    for _number in range(2):
        make_stance(make_comment(desk.consultation), person, "objection", reason="No.")
    client.sign_in(person)

    def asked() -> int:
        db.session.commit()
        with counted() as statements:
            assert client.get(MINE).status_code == 200
        return len(statements)

    before = asked()
    for _number in range(5):
        make_stance(make_comment(desk.consultation), person, "objection", reason="No.")
    assert asked() == before
