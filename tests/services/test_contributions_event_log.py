"""What each verb leaves in the event log: one row that says what became what, with ids and no word of anybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.contributions.services import (
    Edit,
    Sending,
    admit_late,
    edit_contribution,
    hide,
    lower_visibility,
    propose_section,
    reply,
    save_draft_amendment,
    show_again,
    submit_amendment,
    submit_answer,
    submit_comment,
    submit_draft,
    take_section_stance,
    take_stance,
    withdraw,
    withdraw_stance,
)
from consult.core.database import db
from consult.core.logs import AuditEntry, Event
from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_person,
    make_question,
    make_stance,
    place_of,
)

SECRET = "Zanzibar"
"""Stands in every text, reason and name that a verb is given below; it must stand in no log."""
SENDING = Sending(visibility="name")
WEEK = timedelta(days=7)


class Scene:
    """A consultation, its first section, and the person who acts."""

    def __init__(self) -> None:
        self.actor = make_person(display_name=SECRET)
        self.consultation = make_consultation()
        self.section = place_of(self.consultation.base_revision).section

    def own(self, **values):  # type: ignore[no-untyped-def]
        """Make a comment of the actor."""
        return make_comment(self.consultation, self.actor, body=SECRET, **values)

    def draft(self):  # type: ignore[no-untyped-def]
        """Make a draft of the actor."""
        return make_amendment(
            self.consultation, self.actor, replace=SECRET, status="draft", submitted_at=None
        )

    def words(self) -> dict[str, object]:
        """Return what an amendment is given."""
        return {"heading": SECRET, "body": SECRET, "rationale": SECRET, "sending": SENDING}


def _comment(s: Scene) -> object:
    return submit_comment(
        s.consultation, s.section, s.actor, NOON, body=SECRET, comment_kind="query", sending=SENDING
    )


def _late(s: Scene) -> object:
    s.consultation.closes_at = NOON
    return _comment(s)


def _late_draft(s: Scene) -> object:
    row = s.draft()
    s.consultation.closes_at = NOON
    return submit_draft(row, s.actor, NOON)


def _second_answer(s: Scene) -> object:
    row = make_answer(make_question(s.consultation), s.actor)
    return submit_answer(row.question, s.actor, NOON, body=SECRET, sending=SENDING)


def _hidden(s: Scene) -> object:
    row = make_comment(s.consultation)
    hide(row, s.actor, NOON, reason=SECRET, note=SECRET)
    return row


def _shown_again(s: Scene) -> object:
    row = make_comment(s.consultation, hidden_at=NOON, hidden_reason=SECRET)
    show_again(row, s.actor, NOON)
    return row


def _admitted(s: Scene) -> object:
    row = make_comment(s.consultation, is_late=True)
    admit_late(row, s.actor, NOON, reason=SECRET)
    return row


def _withdrawn(s: Scene, row) -> object:  # type: ignore[no-untyped-def]
    withdraw(row, s.actor, NOON)
    return row


def _lowered(s: Scene) -> object:
    row = s.own()
    lower_visibility(row, s.actor, NOON, "facilitators")
    return row


def _stance(s: Scene, position: str = "objection", **values) -> object:  # type: ignore[no-untyped-def]
    target = make_comment(s.consultation)
    return take_stance(target, s.actor, NOON, position=position, reason=SECRET, sending=SENDING, **values)


def _changed_stance(s: Scene) -> object:
    stance = make_stance(make_comment(s.consultation), s.actor, "support")
    return take_stance(
        stance.contribution, s.actor, NOON, position="can-live-with", reason=SECRET, sending=SENDING
    )


def _taken_after_withdrawing(s: Scene) -> object:
    stance = make_stance(make_comment(s.consultation), s.actor, "support", withdrawn_at=NOON)
    return take_stance(stance.contribution, s.actor, NOON, position="support", sending=SENDING)


def _withdrawn_stance(s: Scene) -> object:
    stance = make_stance(make_comment(s.consultation), s.actor, "objection", reason=SECRET)
    withdraw_stance(stance, s.actor, NOON)
    return stance


VERBS: dict[str, tuple[Callable[[Scene], object], tuple[str, str | None, str | None]]] = {
    "comment": (_comment, ("contribution-submitted", None, "submitted")),
    "late comment": (_late, ("contribution-submitted", None, "late")),
    "reply": (
        lambda s: reply(make_comment(s.consultation), s.actor, NOON, body=SECRET, sending=SENDING),
        ("contribution-submitted", None, "submitted"),
    ),
    "amendment": (
        lambda s: submit_amendment(s.consultation, s.section, s.actor, NOON, **s.words()),  # type: ignore[arg-type]
        ("contribution-submitted", None, "submitted"),
    ),
    "draft": (
        lambda s: save_draft_amendment(s.consultation, s.section, s.actor, NOON, **s.words()),  # type: ignore[arg-type]
        ("contribution-drafted", None, "draft"),
    ),
    "draft sent": (
        lambda s: submit_draft(s.draft(), s.actor, NOON),
        ("contribution-submitted", "draft", "submitted"),
    ),
    "draft sent late": (_late_draft, ("contribution-submitted", "draft", "late")),
    "section added": (
        lambda s: propose_section(s.consultation, s.actor, NOON, operation="add", depth=1, **s.words()),  # type: ignore[arg-type]
        ("contribution-submitted", None, "submitted"),
    ),
    "answer": (
        lambda s: submit_answer(make_question(s.consultation), s.actor, NOON, body=SECRET, sending=SENDING),
        ("contribution-submitted", None, "submitted"),
    ),
    "second answer": (_second_answer, ("contribution-edited", None, "2")),
    "edit": (
        lambda s: edit_contribution(s.own(), s.actor, NOON, Edit(body=SECRET * 2)),
        ("contribution-edited", None, "2"),
    ),
    "draft withdrawn": (
        lambda s: _withdrawn(s, s.draft()),
        ("contribution-withdrawn", "draft", "withdrawn"),
    ),
    "withdrawn": (
        lambda s: _withdrawn(s, s.own()),
        ("contribution-withdrawn", "submitted", "withdrawn"),
    ),
    "shown less": (_lowered, ("contribution-visibility-lowered", "name", "facilitators")),
    "hidden": (_hidden, ("contribution-hidden", None, "hidden")),
    "shown again": (_shown_again, ("contribution-shown-again", "hidden", None)),
    "admitted": (_admitted, ("contribution-admitted", "late", "admitted")),
    "stance": (_stance, ("stance-taken", None, "objection")),
    "asking members": (
        lambda s: _stance(s, "asking-members", until=NOON + WEEK),
        ("stance-taken", None, "asking-members"),
    ),
    "section stance": (
        lambda s: take_section_stance(
            s.consultation, s.section, s.actor, NOON, position="support", reason=SECRET, sending=SENDING
        ),
        ("stance-taken", None, "support"),
    ),
    "stance changed": (_changed_stance, ("stance-taken", "support", "can-live-with")),
    # What was withdrawn is no position before: the figures must not count it as changed.
    "stance taken anew": (_taken_after_withdrawing, ("stance-taken", None, "support")),
    "stance withdrawn": (_withdrawn_stance, ("stance-withdrawn", "objection", None)),
}


@pytest.mark.parametrize(("act", "said"), VERBS.values(), ids=VERBS)
def test_each_verb_leaves_one_event_with_ids_only(
    app: Flask, act: Callable[[Scene], object], said: tuple[str, str | None, str | None]
) -> None:
    scene = Scene()
    before = db.session.scalar(sa.select(sa.func.max(Event.id))) or 0
    row = act(scene)
    db.session.flush()
    event = db.session.scalars(sa.select(Event).where(Event.id > before)).one()
    assert (event.kind, event.before, event.after) == said
    assert (event.subject, event.subject_id) == (row.__tablename__, row.id)  # type: ignore[attr-defined]
    assert (event.actor_id, event.at) == (scene.actor.id, NOON)
    assert event.consultation_id == scene.consultation.id
    assert event.narrative_id == scene.consultation.narrative_id
    logged = " ".join(str(vars(one)) for log in (Event, AuditEntry) for one in db.session.query(log))
    assert SECRET not in logged
