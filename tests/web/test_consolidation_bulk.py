"""Many at once: the preview shows exactly what is done, nothing else is ever done, one step takes it back."""

import re

import pytest

from consult.consolidation.bulk import Wish, alike_sets
from consult.consolidation.desk_models import DeskAct
from consult.consolidation.models import Decision, DispositionChange
from consult.consolidation.services import abandon_consolidation, do_act, plan_act, undo_act
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, StaleBase, WrongState
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import (
    make_amendment,
    make_comment,
    make_organisation,
    make_person,
    make_region,
    make_stance,
)
from tests.page import PageClient

SAME = "Please say who pays for the pipes and the wells in every village of the coast."


def somebody(region: str):  # type: ignore[no-untyped-def]
    return make_person(organisation=make_organisation(region=make_region(region)))


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """One change of two regions, one of one region, one with an objection, a clash; and comments."""
    desk = Desk()
    desk.wide = make_amendment(desk.consultation, somebody("africa"), "a right", "a human right")
    make_amendment(desk.consultation, somebody("asia"), "a right", "a human right")
    make_amendment(desk.consultation, somebody("africa"), "every day", "each day")
    against = make_amendment(desk.consultation, somebody("asia"), "Everyone", "Everybody")
    make_stance(against, somebody("africa"), "support")
    make_stance(against, somebody("africa"), "objection", reason="No.")
    for words in ("a commodity", "to be sold"):
        make_stance(make_amendment(desk.consultation, None, "for sale", words), somebody("asia"), "support")
    desk.same = [
        make_comment(desk.consultation, body=body) for body in (SAME, SAME.upper(), SAME + " Thanks!")
    ]
    desk.other = make_comment(desk.consultation, body="Well said, all of it, and not a word too much.")
    desk.wide_key = desk.group("human").key
    return desk


def send(client: PageClient, desk: Desk, **data: object):  # type: ignore[no-untyped-def]
    return client.post(url(desk, "/bulk"), data={"kind": "accept", "regions": 2, **data})


def token_of(page: str) -> str:
    return re.findall(r'name="token" value="(\w+)"', page)[0]


def test_what_many_regions_want_is_accepted_after_a_look_and_taken_back_in_one_step(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/bulk")).text
    assert "support from 2 regions or more: 1" in page
    assert "support from 1 region or more: 2" in page
    shown = send(client, desk, step="preview")
    assert shown.status_code == 200
    assert "1 change is accepted" in shown.text
    assert db.session.query(Decision).count() == db.session.query(DeskAct).count() == 0
    done = send(client, desk, step="do", token=token_of(shown.text))
    assert done.status_code == 303
    assert [(row.group_key, row.outcome) for row in db.session.query(Decision)] == [(desk.wide_key, "accept")]
    assert send(client, desk, step="do", token=token_of(shown.text)).status_code == 422, "twice is once"
    act = db.session.query(DeskAct).one()
    page = client.get(done.location).text
    assert "1 change accepted at once" in page
    client.post(url(desk, f"/acts/{act.public_id}/undo"), data={"back": "bulk"})
    assert db.session.query(Decision).count() == 0
    with pytest.raises(WrongState):
        undo_act(desk.row, act, facilitator=desk.facilitator, at=now())


def test_what_changed_after_the_preview_is_shown_again_and_not_done(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    token = token_of(send(client, desk, step="preview", regions=1).text)
    make_stance(desk.wide, somebody("asia"), "objection", reason="Stop.")
    late = send(client, desk, step="do", token=token, regions=1)
    assert late.status_code == 409
    assert "Something has changed meanwhile" in late.text
    assert "1 change is accepted" in late.text
    assert db.session.query(Decision).count() == 0
    again = send(client, desk, step="do", token=token_of(late.text), regions=1)
    assert again.status_code == 303


def test_several_are_declined_with_one_reason_and_the_rest_stays(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    keys = [desk.group("each").key, desk.group("Everybody").key, "0" * 64]
    data = {"kind": "decline", "chosen": keys, "reason": ""}
    assert send(client, desk, **data).status_code == 422
    data["reason"] = "Both stand in section 2."
    token = token_of(send(client, desk, **data, step="preview").text)
    assert send(client, desk, **data, step="do", token=token).status_code == 303
    assert {(row.group_key, row.outcome, row.reason) for row in db.session.query(Decision)} == {
        (key, "decline", "Both stand in section 2.") for key in keys[:2]
    }


def test_similar_contributions_are_one_set_counted_both_ways_and_answered_together(
    desk: Desk, client: PageClient
) -> None:
    (found,) = alike_sets(desk.whole())
    assert (set(found.contributions), found.texts) == (set(desk.same), 2)
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/bulk")).text
    assert re.search(r"3 contributions,\s+2 texts", page)
    wish = {
        "kind": "answer",
        "chosen": [row.public_id for row in desk.same[:2]],
        "disposition": "noted",
        "reason": "It is in section 2.",
    }
    shown = send(client, desk, **wish, step="preview").text
    assert "2 contributions are answered" in shown
    assert send(client, desk, **wish, step="do", token=token_of(shown)).status_code == 303
    answered = desk.whole().material.answers
    assert set(answered) == {row.id for row in desk.same[:2]}
    desk.answer(desk.same[0], "accepted", "I looked again.")
    act = db.session.query(DeskAct).one()
    assert undo_act(desk.row, act, facilitator=desk.facilitator, at=now()) == 1
    kept = desk.whole().material.answers
    assert {row_id: answer.reason for row_id, answer in kept.items()} == {desk.same[0].id: "I looked again."}


def test_comments_on_one_passage_are_a_set_too(desk: Desk) -> None:
    words = ("Who owns the sources?", "This is too weak for the islands.")
    rows = [make_comment(desk.consultation, body=body, quote_start=0, quote_end=5) for body in words]
    (found,) = [one for one in alike_sets(desk.whole()) if one.is_same_quote]
    assert (list(found.contributions), found.texts) == (rows, 2)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("publish"), "chosen"),
        (Wish("accept", regions=0), "regions"),
        (Wish("accept", regions=9), "chosen"),
        (Wish("decline", "Why."), "chosen"),
        (Wish("answer", "Why.", chosen=frozenset("x")), "disposition"),
    ],
)
def test_what_a_wish_needs(desk: Desk, wish: Wish, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        plan_act(desk.row, wish)
    assert refusal.value.details["field"] == field


def test_no_act_without_the_preview_and_none_at_a_closed_desk(desk: Desk) -> None:
    given = {"facilitator": desk.facilitator, "at": now()}
    with pytest.raises(StaleBase):
        do_act(desk.row, Wish("accept", regions=1), "guessed", **given)
    plan = plan_act(desk.row, Wish("accept", regions=1))
    act = do_act(desk.row, plan.wish, plan.token, **given)
    abandon_consolidation(desk.row, desk.facilitator, now())
    with pytest.raises(WrongState):
        do_act(desk.row, plan.wish, plan.token, **given)
    with pytest.raises(WrongState):
        undo_act(desk.row, act, **given)
    assert db.session.query(DispositionChange).count() == 0
