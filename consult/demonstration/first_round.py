"""Consolidates a closed round of the demonstration into its next revision, at the merge desk, decision by decision."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from consult.consolidation.models import Consolidation, Decision, DeskSection
from consult.consolidation.services import answer, decide, publish_revision, start_consolidation
from consult.contributions.hunks import group_key
from consult.core.database import db
from consult.demonstration import values
from consult.demonstration.decisions import decisions_on
from consult.demonstration.stage import Act, Stage
from consult.narratives.models import Section
from consult.people.letter_models import Telling
from consult.rules.states import TAKEN_UP

DAYS_AT_WORK = 16
"""How many days before publication the facilitator opened the merge desk."""


def acts_of_desk(stage: Stage, told: values.Consultation) -> Iterator[Act]:
    """Return the acts from the opening of the desk to the revision into which a round was consolidated."""
    desk = _Desk(stage, told)
    published = next(r for r in stage.demo.narrative.revisions if r.number == told.consolidated_into)
    day = stage.day(published.published_day - DAYS_AT_WORK, 9)
    yield Act(f"desk {told.key}", day, desk.start)
    for contribution in stage.demo.of(told.key):
        day += timedelta(hours=19)
        yield Act(f"{contribution.key} settled", day, partial(desk.settle, contribution))
    yield Act(
        f"revision {published.number}", stage.day(published.published_day), partial(desk.publish, published)
    )


class _Desk:
    """The merge desk of one round, as its facilitator works at it."""

    def __init__(self, stage: Stage, told: values.Consultation) -> None:
        self.stage = stage
        self.told = told
        self.row: Consolidation

    def start(self, at: datetime) -> None:
        """Open the desk."""
        consultation = self.stage.consultations[self.told.key]
        facilitator = self.stage.facilitator(self.told.key)
        self.row = start_consolidation(self.stage.narrative, [consultation], facilitator, at)

    def settle(self, told: values.Contribution, at: datetime) -> None:
        """Decide on the changes of a contribution, unless somebody else's identical ones are decided, and answer it."""
        contribution = self.stage.contributions[told.key]
        facilitator = self.stage.facilitator(self.told.key)
        section = self.stage.sections[told.section] if told.section else None
        if told.changes and section:
            self._decide(told, section, at)
        taken_up = told.kind == "comment" and told.disposition in TAKEN_UP
        answer(
            self.row,
            contribution,
            told.disposition or "",
            told.reason or "",
            facilitator=facilitator,
            at=at,
            shaped=section if taken_up else None,
        )

    def _decide(self, told: values.Contribution, section: Section, at: datetime) -> None:
        for decision in decisions_on(self.stage.demo, told):
            key = group_key(decision.hunk)
            if self._is_decided(section, key):
                continue
            decide(
                self.row,
                section,
                key,
                decision.outcome,
                words=decision.text,
                reason=told.reason or "",
                facilitator=self.stage.facilitator(self.told.key),
                counter=db.session.get_one(DeskSection, (self.row.id, section.id)).counter,
                at=at,
            )

    def _is_decided(self, section: Section, key: str) -> bool:
        same = sa.select(Decision.id).where(
            Decision.consolidation_id == self.row.id,
            Decision.section_id == section.id,
            Decision.group_key == key,
        )
        return db.session.scalar(same) is not None

    def publish(self, told: values.Revision, at: datetime) -> None:
        """Publish the revision; its authors were told at that time."""
        self.stage.revisions[told.number] = publish_revision(
            self.row,
            self.stage.facilitator(self.told.key),
            change_note=told.change_note,
            is_substantive=True,
            counter=self.row.version,
            at=at,
        )
        db.session.execute(sa.update(Telling).where(Telling.told_at.is_(None)).values(told_at=at))
