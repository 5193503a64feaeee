"""Many at once, refused: the words, the status, what was typed comes back in its own form; who may; what is logged."""

import re
from types import SimpleNamespace

import pytest

from consult.consolidation.bulk import Wish, acceptable, open_to_decline
from consult.consolidation.desk_models import DeskAct
from consult.consolidation.material import load_material
from consult.consolidation.models import Decision, DecisionChange
from consult.consolidation.overview import DeskWork, desk_work
from consult.consolidation.places import Spot
from consult.consolidation.services import abandon_consolidation, do_act, plan_act
from consult.consolidation.views import bulk as page_of_many
from consult.core.clock import now
from consult.core.database import db
from consult.core.logs import Event
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import make_amendment, make_comment, make_person, make_stance
from tests.page import PageClient

SAME = "Please say who pays for the pipes and the wells in every village of the coast."


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """Two changes that stand alone, two comments that say the same."""
    desk = Desk()
    desk.human = make_amendment(desk.consultation)
    make_amendment(desk.consultation, find="every day", replace="each day")
    desk.same = [make_comment(desk.consultation, body=SAME) for _twice in range(2)]
    return desk


def send(client: PageClient, desk: Desk, section: str = "", **data: object):  # type: ignore[no-untyped-def]
    return client.post(url(desk, f"/bulk{section}"), data=data)


def chosen(desk: Desk, kind: str) -> list[str]:
    if kind == "answer":
        return [row.public_id for row in desk.same]
    return [desk.group("human").key]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"kind": "accept", "regions": 0}, "At least one region."),
        ({"kind": "accept", "regions": -3}, "At least one region."),
        ({"kind": "accept", "regions": 12}, "Nothing fits this now."),
        ({"kind": "accept", "regions": "many"}, "Not a valid integer value"),
        ({"kind": "decline", "reason": "No room."}, "Choose at least one."),
        ({"kind": "decline", "reason": " ", "chosen": ""}, "Give a short reason"),
        ({"kind": "decline", "reason": "No room.", "chosen": ["0" * 64, "é"]}, "Nothing fits this now."),
        ({"kind": "decline", "reason": "x" * 2001, "chosen": ""}, "This is too long: 2001 signs"),
        ({"kind": "answer", "reason": "Why.", "disposition": "noted"}, "Choose at least one."),
        ({"kind": "answer", "reason": "", "disposition": "noted", "chosen": ""}, "Give a short reason"),
        ({"kind": "answer", "reason": "Why.", "disposition": "loved", "chosen": ""}, "Choose an answer."),
        ({"kind": "publish", "reason": "Why."}, "Choose what shall be done."),
        ({}, "Choose what shall be done."),
    ],
)
def test_a_refused_wish_says_why_and_does_nothing(
    desk: Desk, client: PageClient, data: dict[str, object], words: str
) -> None:
    client.sign_in(desk.facilitator)
    if data.get("chosen") == "":
        data = {**data, "chosen": chosen(desk, str(data["kind"]))}
    answer = send(client, desk, step="do", token="x", **data)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Nothing is done yet" not in answer.text
    assert db.session.query(DeskAct).count() == db.session.query(Decision).count() == 0


def test_what_was_typed_for_a_set_comes_back_in_that_set(desk: Desk, client: PageClient) -> None:
    other = [make_comment(desk.consultation, body="I agree with all of it.") for _twice in range(2)]
    client.sign_in(desk.facilitator)
    data = {
        "kind": "answer",
        "chosen": [desk.same[0].public_id],
        "disposition": "noted",
        "reason": "y" * 2001,
    }
    answer = send(client, desk, **data)
    assert answer.status_code == 422
    cards = {row: answer.text.split(f'value="{row.public_id}"')[1].split("</section>")[0] for row in other}
    first = answer.text.split(f'value="{desk.same[0].public_id}"')[1].split("</section>")[0]
    assert "y" * 2001 in first
    assert '<option value="noted" selected>' in first
    ticks = dict(re.findall(r'name="chosen" value="(\w{12})" id="s-\d+-\d+"( checked)?', answer.text))
    assert [bool(ticks[row.public_id]) for row in desk.same] == [True, False]
    assert [bool(ticks[row.public_id]) for row in other] == [True, True], "another set is as it was"
    assert not any("yyy" in card or "selected" in card for card in cards.values())


def test_a_long_desk_lists_changes_by_section_and_a_refusal_stays_in_it(
    desk: Desk, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(desk.facilitator)
    monkeypatch.setattr(page_of_many, "LONGEST", 2)
    key = desk.group("human").key
    assert f'value="{key}"' in client.get(url(desk, "/bulk")).text, "as many as are listed at once"
    monkeypatch.setattr(page_of_many, "LONGEST", 1)
    page = client.get(url(desk, "/bulk")).text
    assert "2 changes are in the text because nobody contests them" in page
    assert "Choose a section to see its changes." in page
    assert "for a decision" not in page
    assert f'value="{key}"' not in page
    page = client.get(url(desk, "/bulk?section=water")).text
    assert f'value="{key}"' in page
    (action,) = re.findall(r'action="[^"]*(\?section=[^"]*)"', page)
    assert action == "?section=water"
    answer = send(client, desk, section=action, kind="decline", chosen=[key], reason="z" * 2001)
    assert answer.status_code == 422
    assert "z" * 2001 in answer.text
    assert re.search(rf'value="{key}" id="g-\d+" checked', answer.text)
    for nothing in ("health", "moon", "%00"):
        assert (
            "No change waits for a decision here." in client.get(url(desk, f"/bulk?section={nothing}")).text
        )


@pytest.mark.parametrize(
    ("role", "get", "post"),
    [("working-group-member", 403, 403), ("secretariat", 403, 403), (None, 404, 404)],
)
def test_only_facilitators_act_on_many(
    desk: Desk, client: PageClient, role: str | None, get: int, post: int
) -> None:
    client.sign_in(make_person(role, desk.narrative if role else None))
    assert client.get(url(desk, "/bulk")).status_code == get
    assert send(client, desk, kind="accept", regions=1).status_code == post


def test_a_closed_desk_shows_itself_instead_and_does_nothing(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    token = plan_act(desk.row, Wish("accept")).token
    abandon_consolidation(desk.row, desk.facilitator, now())
    seen = client.get(url(desk, "/bulk"))
    assert (seen.status_code, seen.location) == (303, url(desk))
    late = send(client, desk, kind="accept", regions=1, step="do", token=token)
    assert late.status_code == 409
    assert "This merge desk is closed" in late.text
    assert db.session.query(Decision).count() == 0


def test_an_act_is_logged_with_ids_and_each_of_its_changes_carries_it(desk: Desk) -> None:
    plan = plan_act(desk.row, Wish("decline", "No room.", chosen=frozenset(chosen(desk, "decline"))))
    act = do_act(desk.row, plan.wish, plan.token, facilitator=desk.facilitator, at=now())
    assert (act.kind, act.size, act.reason, act.by_id) == ("decline", 1, "No room.", desk.facilitator.id)
    (change,) = db.session.query(DecisionChange)
    assert (change.act_id, change.outcome_before, change.outcome_after) == (act.id, None, "decline")
    found = db.session.query(Event).filter(Event.kind.in_(["desk-act", "decision-taken"])).order_by(Event.id)
    assert [(one.kind, one.subject, one.actor_id, one.after) for one in found] == [
        ("desk-act", "desk_acts", desk.facilitator.id, "decline"),
        ("decision-taken", "decisions", desk.facilitator.id, "decline"),
    ]


def test_what_can_be_accepted_needs_regions_no_objection_and_no_decision(desk: Desk) -> None:
    def full() -> DeskWork:
        return desk_work(load_material(desk.row, is_full=True))

    def words(regions: int) -> list[str]:
        db.session.flush()
        return [group.hunk.new.strip() for _work, group in acceptable(full(), regions)]

    assert len(words(1)) == 2
    assert words(2) == []
    objector = make_person()
    stance = make_stance(desk.human, objector, "objection", reason="")
    assert len(words(1)) == 1, "an objection without a reason is one too"
    stance.withdrawn_at = now()
    assert len(words(1)) == 2
    desk.decide("human", "decline")
    assert (len(words(1)), len(open_to_decline(full()))) == (1, 1)


def test_a_token_stands_for_exactly_what_would_be_done(desk: Desk) -> None:
    before = plan_act(desk.row, Wish("accept", regions=1)).token
    assert plan_act(desk.row, Wish("accept", regions=1)).token == before
    desk.decide("each", "decline")
    assert plan_act(desk.row, Wish("accept", regions=1)).token != before


@pytest.mark.parametrize(("reason", "count"), [("free", 1), ("touching", 1), ("clash", 0)])
def test_a_place_that_clashes_with_another_far_away_is_not_accepted_with_many(
    reason: str, count: int
) -> None:
    group = SimpleNamespace(
        group=SimpleNamespace(reason=reason),
        supporters=["a"],
        decision=None,
        objections=(),
        supporting_regions={1},
    )
    desk = SimpleNamespace(sections=[SimpleNamespace(spots=[Spot((group,))])])  # type: ignore[arg-type]
    assert len(acceptable(desk, 1)) == count  # type: ignore[arg-type]
