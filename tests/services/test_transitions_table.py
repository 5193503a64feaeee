"""What may follow what: contribution, decision, answer, version, as one table of legal and illegal steps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.services import abandon_consolidation, take_back_answer, undo
from consult.consolidation.services.adoption import adopt_revision
from consult.consolidation.services.releases import release_answers, reply_to_answer
from consult.consolidation.services.reverting import revert_revision
from consult.contributions.services.moderation import admit_late, hide, show_again
from consult.contributions.services.own import submit_draft, withdraw
from consult.core.clock import now
from consult.core.errors import InvalidInput, NotAllowed, NotFound, StaleBase, WrongState
from consult.narratives.services import latest_revision
from tests.desk import ADDRESS, Desk
from tests.factories import make_amendment, make_consultation, make_person

Step = Callable[["Things"], Any]


class Things(Desk):
    """A desk with one amendment in a closed consultation, another in an open one, and the steps by name."""

    def __init__(self) -> None:
        super().__init__()
        self.amendment = make_amendment(self.consultation, find="for sale", replace="a human folly")
        self.rival = make_amendment(self.consultation, find="for sale", replace="a common")
        self.sent = make_amendment(make_consultation(self.consultation.base_revision, title="Open"))
        self.author = self.sent.person
        self.released: Any = None

    def release(self) -> None:
        (self.released,) = release_answers(self.row, self.facilitator, now(), ADDRESS.format)

    def complete(self) -> None:
        self.decide("human", "accept")
        self.decide("common", "decline")
        self.answer_all("accepted")

    def newest(self) -> Any:
        return latest_revision(self.narrative)


def become(**values: Any) -> Step:
    return lambda it: [setattr(it.sent, name, value) for name, value in values.items()]


def undo_decision(it: Things) -> None:
    key = it.group("human").key
    undo(it.row, it.section(), key, facilitator=it.facilitator, counter=it.work().counter, at=now())


STEPS: dict[str, Step] = {
    "submit": lambda it: submit_draft(it.sent, it.author, now()),
    "withdraw": lambda it: withdraw(it.sent, it.author, now()),
    "withdraw another's": lambda it: withdraw(it.sent, it.facilitator, now()),
    "hide": lambda it: hide(it.sent, it.facilitator, now(), reason="Rude."),
    "show": lambda it: show_again(it.sent, it.facilitator, now()),
    "admit": lambda it: admit_late(it.sent, it.facilitator, now(), reason="The post was late."),
    "draft": become(status="draft", submitted_at=None),
    "late": become(is_late=True),
    "accept": lambda it: it.decide("human", "accept"),
    "adapt": lambda it: it.decide("human", "adapt", words="living"),
    "decline": lambda it: it.decide("human", "decline"),
    "decline without reason": lambda it: it.decide("human", "decline", reason=" "),
    "accept the rival": lambda it: it.decide("common", "accept"),
    "praise": lambda it: it.decide("human", "praise"),
    "decide on what was": lambda it: it.decide("human", "accept", counter=-1),
    "undo": undo_decision,
    "answer": lambda it: it.answer(it.amendment, "noted"),
    "answer without reason": lambda it: it.answer(it.amendment, "noted", " "),
    "answer what was": lambda it: it.answer(it.amendment, "accepted", seen=0),
    "answer one of elsewhere": lambda it: it.answer(it.sent, "noted"),
    "take back": lambda it: take_back_answer(it.row, it.amendment, facilitator=it.facilitator, at=now()),
    "release": lambda it: it.release(),
    "agree": lambda it: reply_to_answer(it.released, it.amendment.person, "agrees", "", now()),
    "object": lambda it: reply_to_answer(it.released, it.amendment.person, "objects", "No.", now()),
    "complete": lambda it: it.complete(),
    "publish": lambda it: it.publish(),
    "publish what was": lambda it: it.publish(counter=0),
    "publish without note": lambda it: it.publish(change_note=" "),
    "abandon": lambda it: abandon_consolidation(it.row, it.facilitator, now()),
    "revert": lambda it: revert_revision(it.newest(), it.facilitator, "Wrong.", now()),
    "revert the first": lambda it: revert_revision(
        it.consultation.base_revision, it.facilitator, "Wrong.", now()
    ),
    "adopt": lambda it: adopt_revision(it.newest(), "meeting", make_person(), now()),
    "ask": lambda it: adopt_revision(
        it.newest(), "written", make_person(), now(), until=now() + timedelta(days=1)
    ),
}

TABLE: list[tuple[str, type[Exception] | None]] = [
    # contribution
    ("draft, submit, withdraw", None),
    ("draft, withdraw", None),
    ("draft, submit, submit", WrongState),
    ("withdraw, withdraw", WrongState),
    ("withdraw, submit", WrongState),
    ("withdraw another's", NotAllowed),
    ("hide, show, hide", None),
    ("hide, hide", WrongState),
    ("show", WrongState),
    ("withdraw, hide", WrongState),
    ("late, admit", None),
    ("late, admit, admit", WrongState),
    ("admit", WrongState),
    # decision
    ("accept, decline, adapt, undo, accept", None),
    ("undo", NotFound),
    ("accept, undo, undo", NotFound),
    ("decline without reason", InvalidInput),
    ("praise", InvalidInput),
    ("accept, accept the rival", InvalidInput),
    ("decline, accept the rival", None),
    ("decide on what was", StaleBase),
    ("complete, publish, accept", WrongState),
    ("abandon, accept", WrongState),
    # answer
    ("answer, answer, take back, answer", None),
    ("take back", NotFound),
    ("answer, take back, take back", NotFound),
    ("answer without reason", InvalidInput),
    ("answer, answer what was", StaleBase),
    ("answer one of elsewhere", NotFound),
    ("answer, release, agree, object, agree", None),
    ("answer, release, answer, agree", StaleBase),
    ("answer, release, take back, object", StaleBase),
    ("complete, publish, answer", WrongState),
    ("complete, publish, take back", WrongState),
    # version
    ("complete, publish", None),
    ("publish", WrongState),
    ("complete, publish, publish", WrongState),
    ("complete, abandon, publish", WrongState),
    ("abandon, abandon", WrongState),
    ("complete, publish what was", StaleBase),
    ("complete, publish without note", InvalidInput),
    ("complete, publish, revert, revert", None),
    ("revert the first", WrongState),
    ("complete, publish, revert the first", WrongState),
    ("complete, publish, ask", None),
    ("adopt, adopt", WrongState),
    ("ask, adopt", WrongState),
]


@pytest.mark.parametrize(("steps", "refused"), TABLE, ids=[row[0] for row in TABLE])
def test_the_last_step_is_taken_or_refused(app: Flask, steps: str, refused: type[Exception] | None) -> None:
    things = Things()
    *before, last = steps.split(", ")
    for name in before:
        STEPS[name](things)
    if refused is None:
        STEPS[last](things)
        return
    with pytest.raises(refused) as refusal:
        STEPS[last](things)
    assert refusal.type is refused
