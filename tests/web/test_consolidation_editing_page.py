"""Editing a section by hand, and answering objections to it, in a browser."""

import pytest

from consult.consolidation.desk_models import ObjectionAnswer
from consult.consolidation.models import Decision
from consult.consolidation.services import answer_objection
from consult.contributions.models import Stance
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import WrongState
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import keep, make_amendment, make_organisation, make_person
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    desk = Desk()
    desk.free = make_amendment(desk.consultation)
    return desk


def objection(desk: Desk, **values: object) -> Stance:
    person = make_person(organisation=make_organisation(), display_name="Ndeye")
    given = {
        "narrative_id": desk.narrative.id,
        "consultation_id": desk.consultation.id,
        "section_id": desk.section().id,
        "person": person,
        "position": "objection",
        "reason": "It forgets the rivers.",
        "voice": "self",
        "visibility": "name",
        **values,
    }
    return keep(Stance(**given))


def test_a_section_is_edited_after_a_look_at_what_changes_and_the_whole_is_taken_back(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    place = url(desk, "/sections/water/edit")
    assert "Water is a human right." in client.get(place).text
    body = desk.work().merged.text.partition("\n\n")[2].replace("for sale", "a commodity")
    data = {"heading": "Water", "body": body, "reason": "Shorter.", "counter": 0}
    shown = client.post(place, data={**data, "step": "preview"})
    assert shown.status_code == 200
    assert "<ins>" in shown.text
    assert "a commodity" in shown.text
    assert db.session.query(Decision).count() == 0
    assert client.post(place, data={**data, "step": "save", "reason": ""}).status_code == 422
    late = client.post(place, data={**data, "step": "save", "counter": 7})
    assert (late.status_code, "Shorter." in late.text) == (409, True)
    saved = client.post(place, data={**data, "step": "save"})
    assert saved.status_code == 303
    page = client.get(saved.location).text
    assert "The facilitator’s own change" in page
    assert "Section edited: 1 change" in page
    act = page.split("/acts/")[1].split("/undo")[0]
    for _twice in range(2):
        assert client.post(url(desk, f"/acts/{act}/undo"), data={}).status_code == 303
    assert "not for sale" in desk.work().merged.text
    assert db.session.query(Decision).count() == 0


def test_a_reasoned_objection_to_a_section_needs_an_answer_before_publication(
    desk: Desk, client: PageClient
) -> None:
    stance = objection(desk)
    objection(desk, reason="")
    objection(desk, position="support", reason="Well said.")
    objection(desk, withdrawn_at=now(), reason="No more.")
    hidden = objection(desk, visibility="facilitators", reason="Between us.")
    desk.answer(desk.free, "accepted")
    assert desk.whole().unanswered_objections == 2
    with pytest.raises(WrongState):
        desk.publish()
    client.sign_in(make_person("working-group-member", desk.narrative))
    page = client.get(url(desk, "/sections/water")).text
    assert ("It forgets the rivers." in page, "Between us." in page) == (True, False)
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/sections/water")).text
    assert "Between us." in page
    assert page.count("needs an answer") == 2
    assert "2 to answer" in client.get(url(desk, "/publish")).text
    for one in (stance, hidden):
        place = url(desk, f"/sections/water/objections/{one.public_id}")
        field = f"o-{one.public_id}-text"
        assert client.post(place, data={field: " ", "seen": 0}).status_code == 422
        assert client.post(place, data={field: "The rivers are in section 2.", "seen": 0}).status_code == 303
        assert client.post(place, data={field: "Other.", "seen": 0}).status_code == 409
    given = db.session.query(ObjectionAnswer).filter_by(stance_id=hidden.id).one()
    back = {f"o-{hidden.public_id}-text": "", "undo": "1", "seen": given.id}
    assert client.post(place, data=back, headers={"HX-Request": "true"}).status_code == 200
    assert desk.whole().unanswered_objections == 1
    answer_objection(desk.row, hidden, "Yes.", facilitator=desk.facilitator, seen=0, at=now())
    assert desk.publish().number == "1.1"
