"""Notes of a call are one act: one step takes them back, but for what others have taken up since."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.services import Sending
from consult.contributions.services.entry import Entry
from consult.contributions.services.notes import Entered, Said, enter_notes, take_notes_back
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import NotFound, WrongState
from consult.core.logs import Event
from consult.people.guests import GuestFacts
from consult.people.models import Person
from tests.factories import make_comment, make_consultation, make_network, make_person
from tests.page import PageClient
from tests.web.test_contributions_notes import split

SAID = Entry(
    "The well was closed.",
    "remark",
    Sending("region"),
    "meeting",
    "Asked in the call.",
    GuestFacts("Ife", "en"),
)


@pytest.fixture
def call(app) -> Consultation:  # type: ignore[no-untyped-def]
    make_network()
    return make_consultation()


def enter(call: Consultation, actor: Person, once: str) -> list[Entered]:
    section = call.base_revision.places[0].section
    said = [Said(section, replace(SAID, body=f"Word {number}.")) for number in range(3)]
    return enter_notes(call, actor, now(), said, once)


def state(call: Consultation) -> dict[str, str]:
    return {row.public_id: row.status for row in db.session.query(Contribution).filter_by(consultation=call)}


def test_all_that_was_entered_in_one_act_goes_and_nothing_else(call: Consultation) -> None:
    actor, other = make_person("facilitator", call), make_person("facilitator", call)
    mine = enter(call, actor, "one")
    with freeze(now() + timedelta(minutes=1)):
        later, theirs, sent = enter(call, actor, "two"), enter(call, other, "three"), make_comment(call)
    key = mine[1].row.public_id
    for asks, of in ((other, key), (actor, theirs[0].row.public_id), (actor, sent.public_id), (actor, "")):
        with pytest.raises(NotFound):
            take_notes_back(call, of, asks, now())
    with pytest.raises(NotFound):
        take_notes_back(make_consultation(), key, actor, now())
    assert set(state(call).values()) == {"submitted"}
    assert take_notes_back(call, key, actor, now()) == 0
    gone = {one.row.public_id for one in mine}
    assert {key for key, status in state(call).items() if status == "withdrawn"} == gone
    assert len(state(call)) == 3 + len(later) + len(theirs) + 1
    events = db.session.query(Event).filter_by(kind="contribution-withdrawn").all()
    assert [(one.actor_id, one.before, one.after) for one in events] == [
        (actor.id, "submitted", "withdrawn")
    ] * 3
    with pytest.raises(WrongState):
        take_notes_back(call, key, actor, now())


@pytest.mark.parametrize("what", ["claimed", "answered", "changed", "withdrawn"])
def test_what_others_took_up_since_stays(call: Consultation, what: str) -> None:
    actor = make_person("facilitator", call)
    first, second, third = (one.row for one in enter(call, actor, "one"))
    if what == "claimed":
        second.claimed_by_id = make_person().id
    elif what == "answered":
        second.disposition, second.disposed_at = "noted", now()
    elif what == "changed":
        second.text_number = 2
    else:
        second.status, second.withdrawn_at = "withdrawn", now()
    assert take_notes_back(call, second.public_id, actor, now()) == (what != "withdrawn")
    assert [first.status, third.status] == ["withdrawn"] * 2
    assert second.status == ("withdrawn" if what == "withdrawn" else "submitted")


def test_the_button_stands_on_the_page_after_sending_which_leads_late_ones_on(
    app, client: PageClient
) -> None:  # type: ignore[no-untyped-def]
    make_network()
    call = make_consultation(state="closed")
    client.sign_in(make_person("facilitator", call))
    notes = f"/en/consultations/{call.public_id}/notes"
    data = split(client, f"/en/consultations/{call.public_id}")
    data |= {"name": "Ife", "consent": "Asked in the call.", "visibility": "region"}
    sent = client.post(f"{notes}/send", data=data)
    assert sent.status_code == 200
    assert "contributions were sent." in sent.text
    assert f"/en/consultations/{call.public_id}/late" in sent.text
    key = sent.text.split('name="entered" value="')[1].split('"')[0]
    undone = client.post(f"{notes}/undo", data={"entered": key})
    assert undone.location.endswith(notes)
    assert "All of it was taken back." in client.get(notes).text
    db.session.expire_all()
    assert set(state(call).values()) == {"withdrawn"}
    assert client.post(f"{notes}/undo", data={"entered": key}).status_code == 409
