"""Lets the demonstration's people send what they sent: contributions, stances, and what became of them since."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from consult.contributions.models import Contribution
from consult.contributions.services import (
    Sending,
    base_place,
    hide,
    propose_section,
    reply,
    submit_amendment,
    submit_answer,
    submit_comment,
    take_section_stance,
    take_stance,
    withdraw,
)
from consult.demonstration import values
from consult.demonstration.stage import Act, Stage

HIDDEN_AFTER = timedelta(hours=7)
"""How long it took the facilitator to see what had to be hidden."""


def acts_of(stage: Stage, consultation: str) -> Iterator[Act]:
    """Return everything that people did in a consultation while it was open, and what arrived late."""
    for told in stage.demo.of(consultation):
        sent_at = told.sent_at(stage.now)
        yield Act(told.key, sent_at, partial(send, stage, told))
        if told.withdrawn is not None:
            yield Act(
                f"{told.key} withdrawn",
                stage.now + timedelta(days=told.withdrawn),
                partial(_withdraw, stage, told),
            )
        if told.hidden:
            yield Act(f"{told.key} hidden", sent_at + HIDDEN_AFTER, partial(_hide, stage, told))
    for stance in stage.demo.stances:
        if stance.consultation == consultation:
            name = f"{stance.person} on {stance.contribution or stance.section} in {consultation}"
            yield Act(name, stage.now + timedelta(days=stance.sent), partial(_take, stage, stance))


def send(stage: Stage, told: values.Contribution, at: datetime) -> Contribution:
    """Send one contribution in the name of its author; return it."""
    row = _BY_KIND[told.kind](stage, told, at)
    stage.contributions[told.key] = row
    return row


def _sending(told: values.Contribution) -> Sending:
    return Sending(visibility=told.visibility, voice=told.voice, language=told.language)


def _comment(stage: Stage, told: values.Contribution, at: datetime) -> Contribution:
    author = stage.people[told.author]
    if told.reply_to:
        parent = stage.contributions[told.reply_to]
        return reply(parent, author, at, body=told.body, sending=_sending(told))
    return submit_comment(
        stage.consultations[told.consultation],
        stage.sections[told.section or ""],
        author,
        at,
        body=told.body,
        comment_kind=told.comment_kind or "",
        sending=_sending(told),
        quote=told.quote or "",
    )


def _answer(stage: Stage, told: values.Contribution, at: datetime) -> Contribution:
    question = stage.questions[told.consultation, told.question or ""]
    return submit_answer(question, stage.people[told.author], at, body=told.body, sending=_sending(told))


def _amendment(stage: Stage, told: values.Contribution, at: datetime) -> Contribution:
    if told.operation != "reword":
        return _structure(stage, told, at)
    consultation, section = stage.consultations[told.consultation], stage.sections[told.section or ""]
    return submit_amendment(
        consultation,
        section,
        stage.people[told.author],
        at,
        heading=base_place(consultation, section).text.heading,
        body=stage.demo.proposed_text(told),
        rationale=told.rationale or "",
        sending=_sending(told),
    )


def _structure(stage: Stage, told: values.Contribution, at: datetime) -> Contribution:
    consultation = stage.consultations[told.consultation]
    section = stage.sections[told.section] if told.section else None
    return propose_section(
        consultation,
        stage.people[told.author],
        at,
        operation=told.operation or "",
        section=section,
        after=stage.sections[told.after] if told.after else None,
        depth=told.depth or (base_place(consultation, section).depth if section else None),
        heading=told.heading or "",
        body=told.body,
        rationale=told.rationale or "",
        sending=_sending(told),
    )


_BY_KIND = {"comment": _comment, "answer": _answer, "amendment": _amendment}


def _withdraw(stage: Stage, told: values.Contribution, at: datetime) -> None:
    withdraw(stage.contributions[told.key], stage.people[told.author], at)


def _hide(stage: Stage, told: values.Contribution, at: datetime) -> None:
    moderator = stage.facilitator(told.consultation)
    hide(stage.contributions[told.key], moderator, at, reason=told.hidden or "")


def _take(stage: Stage, told: values.Stance, at: datetime) -> None:
    person = stage.people[told.person]
    sending = Sending(visibility="name", voice=told.voice)
    until = None if told.until_day is None else stage.day(told.until_day, 20)
    said: dict[str, Any] = {
        "position": told.position,
        "reason": told.reason or "",
        "until": until,
        "sending": sending,
    }
    if told.contribution:
        take_stance(stage.contributions[told.contribution], person, at, **said)
    else:
        consultation = stage.consultations[told.consultation]
        take_section_stance(consultation, stage.sections[told.section or ""], person, at, **said)
