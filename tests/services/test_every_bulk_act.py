"""Whatever is done to many at once at the desk is one act: one step leaves all as it was, until publication."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.bulk import KINDS, Wish
from consult.consolidation.desk_models import ACT_KINDS, DeskAct
from consult.consolidation.services import (
    confirm_proposals,
    do_act,
    edit_section,
    plan_act,
    undo_act,
)
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import WrongState
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import make_amendment, make_comment, make_organisation, make_person, make_region
from tests.page import PageClient


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Changes of two regions, a clash, two comments, a section to be removed; one decision and one answer stand."""
    desk = Desk()
    for region in ("africa", "asia"):
        person = make_person(organisation=make_organisation(region=make_region(region)))
        make_amendment(desk.consultation, person, "a right", "a human right")
        make_amendment(desk.consultation, person, "every day", "each day")
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    health = next(
        one.section for one in desk.consultation.base_revision.places if one.section.key == "health"
    )
    desk.leaving = make_amendment(desk.consultation, find="", replace="", operation="remove", section=health)
    desk.comments = [make_comment(desk.consultation, body=body) for body in ("Well said.", "Say who pays.")]
    desk.decide("commodity", "accept", "It is the usual word.")
    desk.answer(desk.comments[0], "noted", "Thank you.")
    return desk


def state(desk: Desk) -> tuple[Any, ...]:
    """Return all that a facilitator sees: decisions, answers, the text."""
    whole = desk.whole()
    decisions = {
        (row.section_id, row.group_key, row.outcome, row.text, row.reason) for row in whole.material.decisions
    }
    answers = {key: (row.disposition, row.reason) for key, row in whole.material.answers.items()}
    return decisions, answers, [work.merged.text for work in whole.sections]


def bulk(desk: Desk, kind: str, **values: Any) -> None:
    wish = Wish(kind, "For all of them.", **values)
    do_act(desk.row, wish, plan_act(desk.row, wish).token, facilitator=desk.facilitator, at=now())


def decline(desk: Desk) -> None:
    bulk(desk, "decline", chosen=frozenset(desk.group(new).key for new in ("human", "each")))


def edit(desk: Desk) -> None:
    heading, _, body = desk.work().merged.text.partition("\n\n")
    words = body.replace("a commodity", "a thing").replace("Everyone", "Everybody").replace("each", "every")
    given = {"reason": "Why.", "facilitator": desk.facilitator, "counter": desk.work().counter, "at": now()}
    edit_section(desk.row, desk.section(), heading, words, **given)


def confirm(desk: Desk, *, section: bool = True) -> None:
    place = desk.section() if section else None
    assert confirm_proposals(desk.row, place, "As decided.", facilitator=desk.facilitator, at=now())


ACTS: dict[str, tuple[str, Callable[[Desk], None]]] = {
    "what regions want": ("accept", lambda desk: bulk(desk, "accept", regions=2)),
    "several with one reason": ("decline", decline),
    "similar contributions": (
        "answer",
        lambda desk: bulk(
            desk, "answer", chosen=frozenset({desk.comments[1].public_id}), disposition="not-accepted"
        ),
    ),
    "what is decided in a section": ("answer", confirm),
    "what is decided everywhere": ("answer", lambda desk: confirm(desk, section=False)),
    "a section by hand": ("edit", edit),
}


def test_each_kind_of_act_is_tried() -> None:
    assert {kind for kind, _act in ACTS.values()} == set(ACT_KINDS)
    assert set(KINDS) < set(ACT_KINDS)


@pytest.mark.parametrize("name", ACTS)
def test_one_step_leaves_everything_as_it_was(desk: Desk, name: str) -> None:
    kind, act = ACTS[name]
    before = state(desk)
    act(desk)
    row = db.session.query(DeskAct).one()
    assert (row.kind, row.by_id) == (kind, desk.facilitator.id)
    assert row.size >= 1
    after = state(desk)
    assert after != before
    assert undo_act(desk.row, row, facilitator=desk.facilitator, at=now()) == 0
    assert state(desk) == before
    with pytest.raises(WrongState):
        undo_act(desk.row, row, facilitator=desk.facilitator, at=now())
    act(desk)  # and it can be done again
    assert state(desk) == after


@pytest.mark.parametrize("name", ACTS)
def test_after_publication_no_act_is_taken_back(desk: Desk, name: str) -> None:
    ACTS[name][1](desk)
    row = db.session.query(DeskAct).one()
    desk.row.state = "published"
    with pytest.raises(WrongState):
        undo_act(desk.row, row, facilitator=desk.facilitator, at=now())


def test_confirming_where_nothing_is_decided_is_no_act(desk: Desk) -> None:
    confirm(desk)
    given = {"facilitator": desk.facilitator, "at": now()}
    assert confirm_proposals(desk.row, desk.section(), "As decided.", **given) == []
    assert db.session.query(DeskAct).one().size == 6


@pytest.mark.parametrize(
    ("page", "back", "seen"),
    [
        ("/sections/water", {"section": "water"}, "/sections/water"),
        ("/structure", {"back": "structure"}, "/structure"),
        ("/bulk", {"back": "bulk"}, "/bulk"),
        (None, {"back": "https://elsewhere.example"}, ""),
        (None, {}, ""),
    ],
)
def test_the_way_back_stands_on_the_page_of_the_act_and_leads_there(
    desk: Desk, client: PageClient, page: str | None, back: dict[str, str], seen: str
) -> None:
    work = desk.whole().structure
    group = work.groups[0]
    client.sign_in(desk.facilitator)
    data = {"outcome": "decline", "counter": desk.whole().material.counter(group.section_id)}
    data |= {f"f-{group.key[:12]}-reason": "It stays."}
    assert client.post(url(desk, f"/structure/{group.key}"), data=data).status_code == 303
    db.session.expire_all()
    confirm(desk, section=False)
    row = db.session.query(DeskAct).one()
    if page:
        text = client.get(url(desk, page)).text
        assert f"/acts/{row.public_id}/undo" in text
        assert "7 contributions answered together" in text
        assert all(f'name="{name}" value="{value}"' in text for name, value in back.items())
    undone = client.post(url(desk, f"/acts/{row.public_id}/undo"), data=back)
    assert undone.location == url(desk, seen)
    db.session.expire_all()
    assert len(desk.whole().material.answers) == 1
    missing = client.post(url(desk, f"/acts/{row.public_id}/undo"), data={"section": "moon"})
    assert missing.status_code == 404


def test_answering_as_decided_says_before_how_many_get_which_answer(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/sections/water")).text
    form = page.split('id="at-confirm"')[1].split("<form")[1].split("</form>")[0]
    assert re.findall(r'<span class="pill[^"]*">([\w ]+)</span>\s*(\d+)', form) == [
        ("accepted", "5"),
        ("not accepted", "1"),
    ]
    desk.decide("human", "decline")
    db.session.commit()
    group = desk.group("each")
    data = {"outcome": "accept", "counter": desk.work().counter}
    path = url(desk, f"/sections/water/groups/{group.key}")
    saved = client.post(path, data=data, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    form = saved.text.split('id="at-confirm"')[1].split("</form>")[0]
    assert re.findall(r">([\w ]+)</span>\s*(\d+)", form) == [("accepted", "3"), ("not accepted", "3")]
