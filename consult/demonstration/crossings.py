"""Writes what people proposed to the text in another language, and who worded it in the original."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from consult.contributions.services import Sending, submit_amendment
from consult.core.clock import in_zone
from consult.core.database import db
from consult.core.letters import Letter
from consult.demonstration.other_languages import Crossing
from consult.demonstration.stage import Act, Stage
from consult.translations.readable import edition_of
from consult.translations.renderings import DAYS, give_rendering, rendering_task


def acts_of_crossings(stage: Stage) -> Iterator[Act]:
    """Return what was proposed in other languages and what was worded since."""
    for told in stage.demo.crossings:
        yield Act(told.key, stage.now + timedelta(days=told.sent), partial(propose, stage, told))
        if told.translator:
            at = stage.now + timedelta(days=told.rendered)
            yield Act(f"{told.key} rendered", at, partial(render, stage, told))


def propose(stage: Stage, told: Crossing, at: datetime) -> None:
    """Propose a change to the text in another language."""
    consultation = stage.consultations[told.consultation]
    place = next(one for one in consultation.base_revision.places if one.section.key == told.section)
    edition = edition_of(consultation, place.section_text_id, told.language)
    assert edition is not None
    stage.contributions[told.key] = submit_amendment(
        consultation,
        place.section,
        stage.people[told.author],
        at,
        heading=edition.heading,
        body=edition.body.replace(told.find, told.replace),
        rationale=told.rationale,
        sending=Sending(told.visibility, "self", told.language),
        edition=edition,
    )


def render(stage: Stage, told: Crossing, at: datetime) -> None:
    """Word it in the original. The letter that asks its author is one of the past."""
    task = rendering_task(stage.contributions[told.key])
    body = task.source.body.replace(told.source_find, told.source_replace)
    today = in_zone(at, task.contribution.consultation.zone).date()
    give_rendering(
        task,
        task.source.heading,
        body,
        until=today + timedelta(days=DAYS),
        seen=task.seen,
        actor=stage.people[told.translator or ""],
        at=at,
        address_of=lambda language: f"/{language}/me/contributions",
    )
    db.session.execute(sa.update(Letter).where(Letter.sent_at.is_(None)).values(sent_at=at))
