"""Taking a version back: who may, what is refused, what is restored; and with which versions reservations stand."""

import pytest

from consult.consolidation.adoption_models import Revert
from consult.consolidation.reservation_models import Reservation
from consult.consolidation.services.reverting import revert_revision
from consult.core.clock import now
from consult.core.database import db
from consult.core.logs import Event
from consult.narratives.models import Revision
from consult.reading.after import reservations_on
from tests.desk import Desk
from tests.factories import make_amendment, make_narrative, make_person, make_stance
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:
    """A desk that has published 1.1, with one objection that stands."""
    desk = Desk()
    amendment = make_amendment(desk.consultation)
    desk.stance = make_stance(amendment, None, "objection", reason="Not in *our* name.")
    desk.answer(amendment, "accepted", "It says what it is.")
    desk.revision = desk.publish()
    desk.reservation = db.session.query(Reservation).one()
    return desk


def page_of(desk: Desk, rest: str = "1.1") -> str:
    return f"/en/narratives/{desk.narrative.slug}/{rest}"


def take_back(desk: Desk, revision: Revision) -> Revision:
    return revert_revision(revision, desk.facilitator, "Wrong.", now())


@pytest.mark.parametrize(
    ("role", "where", "shown", "done"),
    [
        ("facilitator", "narrative", 200, 303),
        ("facilitator", "consultation", 200, 303),
        ("secretariat", "network", 200, 303),
        ("working-group-member", "narrative", 403, 403),
        ("participant", "consultation", 403, 403),
        ("facilitator", "elsewhere", 403, 403),
        (None, "network", 403, 403),
    ],
)
def test_who_may_take_a_version_back(
    client: PageClient, desk: Desk, role: str | None, where: str, shown: int, done: int
) -> None:
    places = {"narrative": desk.narrative, "consultation": desk.consultation, "network": None}
    scope = make_narrative() if where == "elsewhere" else places[where]
    client.sign_in(make_person(role, scope))
    assert client.get(page_of(desk, "1.1/revert")).status_code == shown
    sent = client.post(page_of(desk, "1.1/revert"), data={"reason": "The wrong draft."})
    assert sent.status_code == done
    assert db.session.query(Revert).count() == (done == 303)


@pytest.mark.parametrize(
    ("number", "reason", "status", "told"),
    [
        ("1.1", "x" * 4000, 303, ""),
        ("1.1", "x" * 4001, 422, "x" * 4001),
        ("1.1", " ", 422, "Please fill this in."),
        # Before the first there is nothing; the one that is not the newest stays.
        ("1.0", "Why not.", 409, "there is nothing before it"),
        ("7.0", "Why not.", 404, ""),
        ("one", "Why not.", 404, ""),
    ],
)
def test_what_is_answered_to_taking_a_version_back(
    client: PageClient, desk: Desk, number: str, reason: str, status: int, told: str
) -> None:
    client.sign_in(make_person("secretariat"))
    sent = client.post(page_of(desk, f"{number}/revert"), data={"reason": reason})
    assert sent.status_code == status
    assert told in sent.text
    assert db.session.query(Revision).count() == (3 if status == 303 else 2)


def test_a_second_press_takes_nothing_more_back_and_what_was_typed_is_there(
    client: PageClient, desk: Desk
) -> None:
    client.sign_in(desk.facilitator)
    data = {"reason": "The *wrong* draft."}
    first = client.post(page_of(desk, "1.1/revert"), data=data)
    assert first.location.endswith(page_of(desk, "1.2"))
    assert "Version 1.2 takes it back." in client.get(page_of(desk, "1.2")).text
    second = client.post(page_of(desk, "1.1/revert"), data=data)
    assert (second.status_code, "only the newest can be taken back" in second.text) == (409, True)
    assert "The *wrong* draft." in second.text
    told = db.session.query(Event).filter_by(kind="revision-reverted").one()
    assert (told.subject_id, told.actor_id, told.before, told.after) == (
        desk.revision.id,
        desk.facilitator.id,
        "1.1",
        "1.2",
    )


def test_a_reservation_goes_with_its_version_and_comes_back_with_it(app, desk: Desk) -> None:
    second = take_back(desk, desk.revision)
    third = take_back(desk, second)
    fourth = take_back(desk, third)
    assert [("human" in one.places[0].text.body) for one in (desk.revision, second, third, fourth)] == [
        True,
        False,
        True,
        False,
    ]
    with app.test_request_context("/en/"):
        shown = [len(reservations_on(one)) for one in (desk.revision, second, third, fourth)]
        assert shown == [1, 0, 1, 0]  # it stands wherever the words stand to which somebody objects
        assert reservations_on(desk.revision.parent) == []


@pytest.mark.parametrize(
    ("visibility", "author"),
    [
        ("name", "name"),
        ("organisation", "A person of"),
        ("region", "A participant, Africa"),
        ("facilitators", None),
    ],
)
def test_a_reservation_names_its_author_as_far_as_they_chose(
    client: PageClient, desk: Desk, visibility: str, author: str | None
) -> None:
    desk.stance.visibility = visibility
    name = desk.stance.person.display_name = "Zawadi"
    organisation = desk.stance.organisation.name = "Ushirika"
    for path in ("1.1", "1.1/sections/water"):
        text = client.get(page_of(desk, path)).text
        assert ("name." in text.split("<main")[1]) is (author is not None)
        assert author is None or (name if author == "name" else author) in text
        assert (name in text) is (visibility == "name")
        assert (organisation in text) is (visibility in ("name", "organisation"))
    own = client.application.test_client().sign_in(desk.stance.person)
    assert "It says what it is." in own.get(page_of(desk)).text


@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 403), ("other", 403), ("facilitator", 403), ("own", 303)]
)
def test_only_its_author_withdraws_a_reservation_once(
    client: PageClient, desk: Desk, who: str, status: int
) -> None:
    people = {"other": make_person(), "facilitator": desk.facilitator, "own": desk.stance.person}
    if who in people:
        client.sign_in(people[who])
    path = f"/en/reservations/{desk.reservation.public_id}/withdraw"
    assert ("/withdraw" in client.get(page_of(desk)).text) is (who == "own")
    assert client.post(path).status_code == status
    db.session.expire_all()
    assert desk.reservation.stands is (who != "own")
    if who == "own":
        assert "Your reservation is withdrawn." in client.get(page_of(desk)).text
        again = client.post(path)
        assert (again.status_code, "withdrawn already" in again.text) == (409, True)
        kinds = [row.actor_id for row in db.session.query(Event).filter_by(kind="reservation-withdrawn")]
        assert kinds == [desk.stance.person_id]
    assert client.post("/en/reservations/nobody/withdraw").status_code == 404


def test_a_stance_that_is_withdrawn_takes_its_reservation_along(client: PageClient, desk: Desk) -> None:
    assert "in <em>our</em> name" in client.get(page_of(desk)).text.replace("*our*", "<em>our</em>")
    desk.stance.withdrawn_at = now()
    assert "name." not in client.get(page_of(desk)).text.split("<main")[1]
