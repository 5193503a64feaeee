"""Every verb on every state that a contribution can be in: what is taken, what is refused and with which words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.contributions.models import Contribution
from consult.contributions.services import (
    Edit,
    Sending,
    admit_late,
    edit_contribution,
    hide,
    lower_visibility,
    reply,
    show_again,
    submit_draft,
    take_stance,
    withdraw,
)
from consult.core.database import db
from consult.core.errors import WrongState
from consult.core.logs import Event
from tests.conftest import NOON
from tests.factories import make_amendment, make_consultation, make_person

SENDING = Sending(visibility="name")
HOUR = timedelta(hours=1)

STATES = {
    "draft": {"status": "draft", "submitted_at": None},
    "sent": {},
    "answered": {"disposition": "noted", "disposed_at": NOON},
    "hidden": {"hidden_at": NOON, "hidden_reason": "It names somebody."},
    "late": {"is_late": True},
    "admitted": {"is_late": True, "admitted_at": NOON},
    "withdrawn": {"status": "withdrawn", "withdrawn_at": NOON},
    "withdrawn and hidden": {"status": "withdrawn", "withdrawn_at": NOON, "hidden_at": NOON},
    "withdrawn, late": {"status": "withdrawn", "withdrawn_at": NOON, "is_late": True},
}

VERBS: dict[str, Callable[[Contribution], object]] = {
    "edit": lambda row: edit_contribution(row, row.person, NOON, Edit(body="Water belongs to all.")),
    "send": lambda row: submit_draft(row, row.person, NOON),
    "withdraw": lambda row: withdraw(row, row.person, NOON),
    "show less": lambda row: lower_visibility(row, row.person, NOON, "region"),
    "hide": lambda row: hide(row, make_person(), NOON, reason="It names somebody."),
    "show again": lambda row: show_again(row, make_person(), NOON),
    "admit": lambda row: admit_late(row, make_person(), NOON, reason="The power was out."),
    "reply": lambda row: reply(row, make_person(), NOON, body="Why?", sending=SENDING),
    "stance": lambda row: take_stance(row, make_person(), NOON, position="support", sending=SENDING),
}

ALLOWED = {
    # state: the verbs that it takes while the consultation is open
    "draft": {"edit", "send", "withdraw", "show less"},
    "sent": {"edit", "withdraw", "show less", "hide", "reply", "stance"},
    "answered": {"withdraw", "show less", "hide", "reply", "stance"},
    "hidden": {"edit", "withdraw", "show less", "show again"},
    "late": {"edit", "withdraw", "show less", "hide", "admit", "reply", "stance"},
    "admitted": {"edit", "withdraw", "show less", "hide", "reply", "stance"},
    "withdrawn": {"show less"},
    "withdrawn and hidden": {"show less", "show again"},
    "withdrawn, late": {"show less"},
}

SAID = {
    # verb: what somebody reads who is too late
    "edit": ("This was withdrawn", "This has been answered"),
    "send": ("This has been sent already, or was withdrawn.",),
    "withdraw": ("This has been withdrawn already.",),
    "hide": ("This is hidden or withdrawn already.",),
    "show again": ("This is not hidden.",),
    "admit": ("This does not wait to be admitted.",),
    "reply": ("takes no more replies",),
    "stance": ("nobody can take a stance on it",),
}


def logged() -> int:
    """Return how many events there are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Event)) or 0


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_each_verb_takes_what_the_table_says(app: Flask, state: str, verb: str) -> None:
    row = make_amendment(make_consultation(), make_person(), **STATES[state])
    db.session.flush()
    before = (row.status, row.hidden_at, row.admitted_at, row.visibility, len(row.texts), logged())
    if verb in ALLOWED[state]:
        VERBS[verb](row)
        db.session.flush()
        assert logged() == before[-1] + 1
        return
    with pytest.raises(WrongState) as caught:
        VERBS[verb](row)
    db.session.flush()
    assert any(words in str(caught.value.message) for words in SAID[verb])
    assert (row.status, row.hidden_at, row.admitted_at, row.visibility, len(row.texts), logged()) == before


WINDOWS = {
    # what: the verbs taken one second before the opening, in the opening second, one second before closing, when closed
    "sent": ({"show less", "withdraw"}, {"edit"}, {"edit"}, {"show less", "withdraw"}),
    "draft": ({"edit", "withdraw"}, {"edit", "send"}, {"edit", "send"}, {"edit", "send"}),
}


@pytest.mark.parametrize("state", WINDOWS)
@pytest.mark.parametrize("moment", range(4))
def test_the_window_turns_in_its_exact_second(app: Flask, state: str, moment: int) -> None:
    consultation = make_consultation(opens_at=NOON - HOUR, closes_at=NOON + HOUR)
    row = make_amendment(consultation, make_person(), **STATES[state])
    second = timedelta(seconds=1)
    turns = (
        (NOON + second, NOON + HOUR),
        (NOON, NOON + HOUR),
        (NOON - HOUR, NOON + second),
        (NOON - HOUR, NOON),
    )
    consultation.opens_at, consultation.closes_at = turns[moment]
    for verb in WINDOWS[state][moment]:
        nested = db.session.begin_nested()
        VERBS[verb](row)
        nested.rollback()
    for verb in {"edit", "send"} - WINDOWS[state][moment]:
        with pytest.raises(WrongState):
            VERBS[verb](row)


def test_what_is_sent_in_the_last_second_is_in_time_and_in_the_closing_second_late(app: Flask) -> None:
    consultation = make_consultation(closes_at=NOON + HOUR)
    for closes, late in ((NOON + timedelta(microseconds=1), False), (NOON, True)):
        draft = make_amendment(consultation, make_person(), **STATES["draft"])
        consultation.closes_at = closes
        assert submit_draft(draft, draft.person, NOON).is_late is late


def test_hiding_leaves_the_answer_and_the_admission_alone(app: Flask) -> None:
    # What a facilitator decided before stays decided when somebody looks at it again.
    row = make_amendment(make_consultation(), **STATES["admitted"], **STATES["answered"])
    VERBS["hide"](row)
    VERBS["show again"](row)
    assert (row.disposition, row.admitted_at, row.status) == ("noted", NOON, "submitted")
    assert (row.hidden_reason, row.hidden_note) == (None, None)
