"""Every post of the merge desk as it is sent when all is well: who may, on a closed desk, and its undoing."""

from typing import Any

import pytest
from flask import Flask

from consult.consolidation.material import load_material
from consult.consolidation.models import Decision, DecisionChange, DispositionChange
from consult.consolidation.structure import structure_work
from consult.contributions.models import Amendment
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Revision
from tests.desk import Desk
from tests.desk_forms import answer_data, prefix, url
from tests.factories import (
    _contribution,
    grant_role,
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_person,
    place_of,
)
from tests.page import PageClient

HTMX = {"HX-Request": "true"}
WHY = "Typed with care: اكتب."


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A desk with a clash, a free change, a comment and a section to be removed."""
    desk = Desk()
    for words in ("a commodity", "to be sold"):
        make_amendment(desk.consultation, find="for sale", replace=words)
    make_amendment(desk.consultation, find="a right", replace="a human right")
    desk.comment = make_comment(desk.consultation)
    values = {"operation": "remove", "section": place_of(desk.consultation.base_revision, "health").section}
    _contribution(Amendment, desk.consultation, None, {"rationale": "Said twice."}, values)
    assert desk.row.is_open
    return desk


def base_of(desk: Desk) -> str:
    return place_of(desk.consultation.base_revision).text.full


def structural_key(desk: Desk) -> str:
    db.session.flush()
    (group,) = structure_work(load_material(desk.row)).groups
    return group.key


def passage_of(desk: Desk) -> str:
    start = base_of(desk).index("for sale")
    return f"{start}-{start + len('for sale')}"


def sent(desk: Desk, verb: str, **values: Any) -> tuple[str, dict[str, Any]]:
    """Return the address and the fields of a post that is in order."""
    own = prefix("own")
    if verb in ("accept", "adapt", "decline"):
        key = desk.group("human").key
        fields = {"outcome": verb, prefix(key) + "reason": WHY, prefix(key) + "words": "a living right"}
        rest = f"/sections/water/groups/{key}"
    elif verb in ("own passage", "keep"):
        name = passage_of(desk)
        fields = {prefix(name) + "reason": WHY, prefix(name) + "words": "a ware", "outcome": verb}
        rest = f"/sections/water/passages/{name}"
    elif verb == "own words":
        fields = {own + "passage": "every day", own + "words": "each day", own + "reason": WHY}
        rest = "/sections/water/own-words"
    elif verb == "structure":
        key = structural_key(desk)
        rest, fields = f"/structure/{key}", {"outcome": "decline", prefix(key) + "reason": WHY}
    elif verb == "answer":
        rest, fields = f"/contributions/{desk.comment.public_id}", answer_data(desk.comment)
    elif verb == "confirm":
        rest, fields = "/sections/water/confirm", {prefix("confirm") + "reason": WHY}
    else:
        rest, fields = f"/{verb}", {"change_note": WHY, "kind": "minor"}
    return url(desk, rest), {"counter": 0, **fields, **values}


VERBS = (
    "accept",
    "adapt",
    "decline",
    "own passage",
    "keep",
    "own words",
    "structure",
    "answer",
    "confirm",
    "abandon",
    "update",
)


def written() -> tuple[int, ...]:
    """Return how many rows there are of what the desk writes."""
    return tuple(
        db.session.query(kind).count() for kind in (Decision, DecisionChange, DispositionChange, Revision)
    )


@pytest.mark.parametrize("verb", [*VERBS, "publish"])
def test_nobody_but_its_facilitators_works_at_a_desk(desk: Desk, client: PageClient, verb: str) -> None:
    address, data = sent(desk, verb)
    turned_away = [
        # who tries, status: staff may look at the desk; for the others it does not exist
        (make_person(), 404),
        (make_person("participant", desk.consultation), 404),
        (make_person("facilitator", make_narrative()), 404),
        (make_person("facilitator", make_consultation()), 404),
        (make_person("working-group-member", desk.narrative), 403),
        (make_person("secretariat"), 403),
    ]
    before = written()
    assert client.post(address, data=data).status_code == 404, "nobody is signed in"
    for person, status in turned_away:
        assert client.sign_in(person).post(address, data=data).status_code == status
    assert written() == before
    db.session.refresh(desk.row)
    assert desk.row.is_open


@pytest.mark.parametrize("verb", VERBS)
def test_who_facilitates_the_consultation_alone_does_every_step(
    desk: Desk, client: PageClient, verb: str
) -> None:
    client.sign_in(make_person("facilitator", desk.consultation))
    address, data = sent(desk, verb)
    assert client.post(address, data=data).status_code == 303


@pytest.mark.parametrize("verb", ["accept", "answer", "abandon"])
def test_whose_role_has_ended_works_no_more(desk: Desk, client: PageClient, verb: str) -> None:
    person = make_person()
    grant_role(person, "facilitator", desk.narrative).ended_at = now()
    address, data = sent(desk, verb)
    assert client.sign_in(person).post(address, data=data).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_a_desk_that_was_given_up_takes_nothing_more(desk: Desk, client: PageClient, verb: str) -> None:
    address, data = sent(desk, verb)
    desk.row.state, desk.row.ended_at = "abandoned", now()
    before = written()
    answer = client.sign_in(desk.facilitator).post(address, data=data)
    assert answer.status_code == 409
    assert "This merge desk is closed" in answer.text
    assert written() == before


@pytest.mark.parametrize("rest", ["", "/sections/water", "/structure"])
def test_a_desk_that_was_given_up_is_shown_without_a_button(
    desk: Desk, client: PageClient, rest: str
) -> None:
    address = url(desk, rest)
    client.sign_in(desk.facilitator)
    assert "/consolidations/" in forms_in(client.get(address).text)
    desk.row.state, desk.row.ended_at = "abandoned", now()
    assert "/consolidations/" not in forms_in(client.get(address).text)


def forms_in(page: str) -> str:
    """Return the opening tags of the forms of a page."""
    return " ".join(part.split(">")[0] for part in page.split("<form")[1:])


UNDONE = ["accept", "adapt", "decline", "own passage", "own words", "structure"]


@pytest.mark.parametrize("verb", UNDONE)
def test_every_kind_of_decision_is_undone_once(desk: Desk, client: PageClient, verb: str) -> None:
    client.sign_in(desk.facilitator)
    before, order = desk.work().merged.text, desk.whole().structure.order()
    address, data = sent(desk, verb)
    assert client.post(address, data=data).status_code == 303
    key = db.session.query(Decision).one().group_key
    back = url(desk, f"/structure/{key}" if verb == "structure" else f"/sections/water/groups/{key}/undo")
    answer = client.post(back, data={"counter": 1, "outcome": "undo"}, headers=HTMX)
    assert (answer.status_code, "Saved." in answer.text) == (200, True)
    db.session.expire_all()
    assert db.session.query(Decision).count() == 0
    assert (desk.work().merged.text, desk.whole().structure.order()) == (before, order)
    again = [client.post(back, data={"counter": number, "outcome": "undo"}).status_code for number in (1, 2)]
    assert again == [409, 404]
    assert db.session.query(DecisionChange).count() == 2


def test_keeping_a_passage_is_undone_wording_by_wording(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = sent(desk, "keep")
    assert client.post(address, data=data).status_code == 303
    keys = [row.group_key for row in db.session.query(Decision)]
    for counter, key in enumerate(keys, len(keys)):
        back = url(desk, f"/sections/water/groups/{key}/undo")
        assert client.post(back, data={"counter": counter}).status_code == 303
    db.session.expire_all()
    assert len(desk.work().undecided) == 2


def test_an_answer_is_taken_back_once(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = sent(desk, "answer")
    assert client.post(address, data=data).status_code == 303
    assert [client.post(address, data={"undo": "1"}).status_code for _ in range(2)] == [303, 404]
    kept = db.session.query(DispositionChange).order_by(DispositionChange.id)
    assert [row.disposition for row in kept] == ["noted", None]


LIMITS = [
    # field, what is typed, status, what the page says
    ("words", "w" * 20_000, 303, ""),
    ("words", "w" * 20_001, 422, "This is too long"),
    ("words", "ماء" * 2_000, 303, ""),
    # no words instead: the passage is taken out
    ("words", "", 303, ""),
    ("words", " \n ", 303, ""),
    ("passage", "", 422, "Please fill this in."),
    ("passage", "p" * 20_001, 422, "This is too long"),
    ("passage", "no such words", 422, "This passage is not in the text as it stood."),
    ("passage", "EVERY DAY", 422, "This passage is not in the text as it stood."),
    ("passage", "is", 422, "This passage stands there more than once."),
    # what another proposes is not the text as it stood
    ("passage", "a human right", 422, "This passage is not in the text as it stood."),
    ("reason", "", 422, "Give a short reason"),
]


@pytest.mark.parametrize(("field", "typed", "status", "says"), LIMITS)
def test_own_words_have_their_limits_and_come_back_as_typed(
    desk: Desk, client: PageClient, field: str, typed: str, status: int, says: str
) -> None:
    client.sign_in(desk.facilitator)
    address, data = sent(desk, "own words", **{prefix("own") + field: typed})
    answer = client.post(address, data=data)
    assert answer.status_code == status
    if status == 303:
        row = db.session.query(Decision).one()
        assert (row.text or "").strip() == typed.strip()
        return
    assert says in answer.text
    for value in (typed, *(data[prefix("own") + name] for name in ("passage", "words") if name != field)):
        assert value in answer.text
    assert db.session.query(Decision).count() == 0


@pytest.mark.parametrize(("length", "status"), [(20_000, 303), (20_001, 422)])
@pytest.mark.parametrize("verb", ["adapt", "own passage"])
def test_own_words_for_a_change_have_the_same_limit(
    desk: Desk, client: PageClient, verb: str, length: int, status: int
) -> None:
    client.sign_in(desk.facilitator)
    address, data = sent(desk, verb)
    (name,) = [name for name in data if name.endswith("words")]
    answer = client.post(address, data={**data, name: "ض" * length})
    assert answer.status_code == status
    assert db.session.query(Decision).count() == (status == 303)
