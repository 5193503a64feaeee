"""A reply whose thread lost its beginning, withdrawn or hidden, is answered by itself, desk and ledger."""

import csv
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.services import answer
from consult.core.clock import now
from consult.core.errors import WrongState
from tests.desk import Desk
from tests.desk_forms import answer_data, url
from tests.factories import make_comment
from tests.page import PageClient

ANSWERED = {"disposition": "noted", "disposition_reason": "We quote it.", "disposed_at": now()}
BEGINNINGS: list[tuple[dict[str, Any], list[str], str, str]] = [
    # what became of the beginning, what the desk has to answer, what has a line in the ledger, and as answered how
    ({}, ["First."], "First.", ""),
    ({"status": "withdrawn"}, ["Reply."], "Reply.", ""),
    ({"hidden_at": now()}, ["Reply."], "Reply.", ""),
    ({"visibility": "facilitators"}, ["First."], "Reply.", ""),
    # it was answered, and its replies with it, before everybody lost sight of it
    ({"status": "withdrawn", **ANSWERED}, [], "Reply.", "noted"),
    ({"hidden_at": now(), **ANSWERED}, [], "Reply.", "noted"),
    ({"visibility": "facilitators", **ANSWERED}, ["First."], "Reply.", "noted"),
]
WITH_IT = "Answered as one with what it replies to, which is not shown any more."


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A closed consultation with a comment and a reply."""
    desk = Desk()
    desk.first = make_comment(desk.consultation, body="First.")
    desk.reply = make_comment(
        desk.consultation, body="Reply.", thread_id=desk.first.id, reply_to_id=desk.first.id
    )
    return desk


def ledger(client: PageClient, desk: Desk) -> str:
    return client.get(f"/en/consultations/{desk.consultation.public_id}/ledger").text


@pytest.mark.parametrize(("beginning", "waiting", "listed", "answered"), BEGINNINGS)
def test_what_is_answered_by_itself_waits_at_the_desk_and_stands_in_the_ledger(
    desk: Desk, client: PageClient, beginning: dict[str, Any], waiting: list[str], listed: str, answered: str
) -> None:
    for name, value in beginning.items():
        setattr(desk.first, name, value)
    found = desk.whole().material.unanswered()
    assert [{desk.first: "First.", desk.reply: "Reply."}[row] for row in found] == waiting
    assert desk.whole().is_complete is not bool(waiting)
    client.sign_in(desk.facilitator)
    page = ledger(client, desk)
    assert [words for words in ("First.", "Reply.") if f'id="c-{_id(desk, words)}"' in page] == [listed]
    assert ("1 reply, answered as one with it" in page) is (listed == "First.")
    assert ((WITH_IT in page), ("We quote it." in page)) == (bool(answered), False)
    address = f"/en/consultations/{desk.consultation.public_id}/ledger"
    for chosen in ("noted", "waiting"):
        found = client.get(f"{address}?disposition={chosen}").text
        assert (f'id="c-{_id(desk, listed)}"' in found) is (chosen == (answered or "waiting"))
    (line,) = csv.DictReader(client.get(f"{address}.csv").text.lstrip("\ufeff").splitlines())
    assert (line["id"], line["answer"], line["reason"]) == (_id(desk, listed), answered, "")


def _id(desk: Desk, words: str) -> str:
    return str((desk.first if words == "First." else desk.reply).public_id)


def test_such_a_reply_is_answered_at_its_section_and_published_with_the_answer(
    desk: Desk, client: PageClient
) -> None:
    with pytest.raises(WrongState):
        answer(desk.row, desk.reply, "noted", "Why.", facilitator=desk.facilitator, at=now())
    desk.first.status = "withdrawn"
    client.sign_in(desk.facilitator)
    assert "Reply." in client.get(url(desk, "/sections/water")).text
    saved = client.post(
        url(desk, f"/contributions/{desk.reply.public_id}"),
        data=answer_data(desk.reply, reason="We read it."),
    )
    assert saved.status_code == 303
    desk.publish()
    assert (desk.reply.disposition, desk.first.disposition) == ("noted", None)
    assert "We read it." in ledger(client, desk)
