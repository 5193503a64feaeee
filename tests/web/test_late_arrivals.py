"""Late arrivals: looked through, admitted together with one reason after a preview, taken back in one step."""

from datetime import timedelta

import pytest

from consult.contributions.models import Contribution
from consult.contributions.services.late import admissions, admit_many, take_admission_back, waiting
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, StaleBase
from consult.core.logs import Event
from tests.desk import Desk
from tests.factories import make_amendment, make_comment, make_person
from tests.page import PageClient

REASON = "The post was slow."


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    desk = Desk()
    desk.first = make_comment(desk.consultation, body="Rivers too.", is_late=True)
    desk.second = make_amendment(desk.consultation, is_late=True)
    desk.third = make_comment(
        desk.consultation, body="So it is.", is_late=True, thread_id=desk.first.id, reply_to_id=desk.first.id
    )
    moment = {"submitted_at": now() - timedelta(hours=1)}
    make_comment(desk.consultation, body="In time.")
    make_comment(desk.consultation, body="Taken back.", is_late=True, status="withdrawn", **moment)
    make_comment(desk.consultation, body="Hidden.", is_late=True, hidden_at=now(), hidden_reason="Rude.")
    make_comment(desk.consultation, body="Not sent.", is_late=True, status="draft", submitted_at=None)
    return desk


def place(desk: Desk, rest: str = "") -> str:
    return f"/en/consultations/{desk.consultation.public_id}/late{rest}"


def send(client: PageClient, desk: Desk, rows: list[Contribution], step: str = "do", reason: str = REASON):  # type: ignore[no-untyped-def]
    chosen = [row.public_id for row in rows]
    return client.post(place(desk), data={"chosen": chosen, "reason": reason, "step": step})


def ids(rows) -> list[str]:  # type: ignore[no-untyped-def]
    return [row.public_id for row in rows]


def test_what_waits_is_listed_shown_in_a_preview_admitted_and_waits_again(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    page = client.get(place(desk)).text
    assert [words in page for words in ("Rivers too.", "human", "So it is.")] == [True] * 3
    assert [words in page for words in ("In time.", "Taken back.", "Hidden.", "Not sent.")] == [False] * 4
    assert "/late" in client.get(f"/en/consultations/{desk.consultation.public_id}").text
    chosen = [desk.first, desk.second]
    preview = send(client, desk, chosen, "preview")
    assert preview.status_code == 200
    for words in ("Nothing is done yet.", "2 contributions are admitted", "Rivers too.", REASON):
        assert words in preview.text
    assert "So it is." not in preview.text
    assert len(waiting(desk.consultation.id)) == 3  # a preview does nothing
    assert send(client, desk, chosen).status_code == 303
    db.session.expire_all()
    assert ids(waiting(desk.consultation.id)) == [desk.third.public_id]
    assert {(row.admitted_reason, row.admitted_by_id, row.admitted_at) for row in chosen} == {
        (REASON, desk.facilitator.id, now())
    }
    done = client.get(place(desk)).text
    assert "Done: 2." in done
    assert "Undo all of it" in done
    assert {row.id for row in desk.whole().material.contributions} >= {desk.first.id, desk.second.id}
    undone = client.post(place(desk, "/undo"), data={"admission": desk.first.public_id})
    assert undone.location.endswith(place(desk))
    assert "All of it was taken back." in client.get(place(desk)).text
    db.session.expire_all()
    assert len(waiting(desk.consultation.id)) == 3
    assert admissions(desk.consultation.id) == []
    assert (desk.first.admitted_reason, desk.first.admitted_by_id) == (None, None)
    assert client.post(place(desk, "/undo"), data={"admission": desk.first.public_id}).status_code == 404
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.id) if "admi" in event.kind]
    assert kinds == ["contribution-admitted"] * 2 + ["contribution-admission-undone"] * 2


@pytest.mark.parametrize("step", ["preview", "do"])
@pytest.mark.parametrize(
    ("rows", "reason", "said"),
    [
        ([], REASON, "Choose at least one."),
        (["first"], " ", "Say why it is admitted."),
        (["first"], "x" * 2001, "This is too long: 2001 signs, at most 2000."),
        (["nobody"], REASON, "This does not wait to be admitted."),
    ],
)
def test_a_refused_admission_comes_back_with_what_was_chosen_and_typed(
    desk: Desk, client: PageClient, rows: list[str], reason: str, said: str, step: str
) -> None:
    client.sign_in(desk.facilitator)
    chosen = [getattr(desk, name, desk.facilitator).public_id for name in rows]
    answer = client.post(place(desk), data={"chosen": chosen, "reason": reason, "step": step})
    assert answer.status_code == 422
    assert said in answer.text
    assert reason.strip() in answer.text
    ticked = f'value="{desk.first.public_id}" id="late-{desk.first.public_id}" checked'
    assert (ticked in answer.text) is (rows == ["first"])
    assert len(waiting(desk.consultation.id)) == 3


def test_what_somebody_else_did_meanwhile_is_shown_before_anything_is_done(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    admit_many(desk.consultation.id, [desk.first.public_id], make_person(), now(), reason="Mine.")
    answer = send(client, desk, [desk.first, desk.second])
    assert answer.status_code == 409
    assert "Something has changed meanwhile." in answer.text
    assert "1 contribution is admitted" in answer.text
    assert REASON in answer.text
    assert desk.first.public_id not in answer.text
    db.session.expire_all()
    assert desk.second.admitted_at is None
    assert desk.first.admitted_reason == "Mine."


def test_each_admission_is_one_act_of_its_moment_its_person_and_its_reason(desk: Desk) -> None:
    given = (desk.consultation.id, [desk.first.public_id], desk.facilitator, now())
    for bad in ({"reason": " \n"}, {"reason": "a\x00\ud800"}):
        with pytest.raises(InvalidInput):
            admit_many(*given, **bad)
    admit_many(*given, reason=REASON)
    with pytest.raises(StaleBase) as refusal:
        admit_many(
            desk.consultation.id, ids([desk.second, desk.first]), desk.facilitator, now(), reason=REASON
        )
    assert refusal.value.details["rows"] == [desk.second]
    with freeze(now() + timedelta(seconds=1)):
        admit_many(
            desk.consultation.id, ids([desk.second, desk.third]), desk.facilitator, now(), reason=REASON
        )
    assert [ids(one.rows) for one in admissions(desk.consultation.id)] == [
        ids([desk.second, desk.third]),
        ids([desk.first]),
    ]
    assert take_admission_back(desk.consultation.id, desk.second.public_id, desk.facilitator) == 0
    assert ids(waiting(desk.consultation.id)) == ids([desk.second, desk.third])
    for key in (desk.second.public_id, desk.third.public_id, "", "nobody"):
        with pytest.raises(NotFound):
            take_admission_back(desk.consultation.id, key, desk.facilitator)


def test_what_is_answered_in_a_published_version_stays_admitted(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    send(client, desk, [desk.first, desk.second])
    db.session.expire_all()
    desk.first.disposition, desk.first.disposed_at = "noted", now()
    client.post(place(desk, "/undo"), data={"admission": desk.first.public_id})
    page = client.get(place(desk)).text
    assert "but for one that is answered in a published version" in page
    assert "Undo all of it" not in page
    db.session.expire_all()
    assert desk.first.admitted_at is not None
    assert ids(waiting(desk.consultation.id)) == ids([desk.second, desk.third])
