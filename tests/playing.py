"""People who do by chance what changes figures: write, take stances, answer, take back, hide, leave."""

import random
from typing import Any

import sqlalchemy as sa

from consult.contributions.models import Contribution, Stance
from consult.contributions.services import moderation, own, personal
from consult.contributions.services.merging_organisations import merge_organisations
from consult.contributions.services.stances import withdraw_stance
from consult.core.database import db
from consult.core.logs import log_event
from consult.people.models import Person
from consult.rules.states import DISPOSITIONS, POSITIONS
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_region,
    make_stance,
)


class Play:
    """People who write, answer, take back and hide by chance, in two consultations on one version."""

    def __init__(self, seed: int):
        self.draw = random.Random(seed)
        self.regions = [make_region(code) for code in ("africa", "asia", "europe")]
        self.organisations = [make_organisation(name=f"House {number}") for number in range(4)]
        self.people = [
            make_person(region=self.draw.choice([*self.regions, None]), organisation=organisation)
            for organisation in (*self.organisations, *self.organisations, None, None)
        ]
        self.secretary = make_person("secretariat")
        first = make_consultation(zone="Pacific/Kiritimati")
        self.consultations = [first, make_consultation(first.base_revision, zone="America/Bogota")]

    def sent(self, **of: Any) -> Contribution | None:
        found = db.session.scalars(sa.select(Contribution).filter_by(**of).order_by(Contribution.id)).all()
        return self.draw.choice(found) if found else None

    def voice(self, person: Person) -> str:
        return self.draw.choice(("self", "organisation")) if person.organisation_id else "self"

    def send(self) -> None:
        person, make = self.draw.choice(self.people), self.draw.choice((make_comment, make_amendment))
        thread = self.sent(kind="comment", thread_id=None) if make is make_comment else None
        row = make(
            self.draw.choice(self.consultations),
            person,
            voice=self.voice(person),
            visibility=self.draw.choice(("name", "organisation", "region", "facilitators")),
            thread_id=thread.id if thread and self.draw.random() < 0.3 else None,
        )
        log_event("contribution-submitted", row, actor_id=person.id)

    def take_stance(self) -> None:
        person, target = self.draw.choice(self.people), self.sent(kind="amendment", status="submitted")
        if target is None:
            return
        voice, position = self.voice(person), self.draw.choice(POSITIONS)
        held = db.session.scalar(
            sa.select(Stance).filter_by(contribution_id=target.id, person_id=person.id, voice=voice)
        )
        before = held.position if held and held.withdrawn_at is None else None
        if self.draw.random() < 0.2:
            person.region = self.draw.choice(self.regions)  # people move, also before they speak again
        if held:
            held.position, held.withdrawn_at, held.region = position, None, person.region
        stance = held or make_stance(target, person, position, voice=voice)
        log_event("stance-taken", stance, actor_id=person.id, before=before)

    def withdraw(self) -> None:
        row, stance = (
            self.sent(status="submitted"),
            self.draw.choice([None, *db.session.scalars(sa.select(Stance))]),
        )
        if row and row.person and self.draw.random() < 0.5:
            own.withdraw(row, row.person, row.created_at)
        elif stance and stance.withdrawn_at is None and stance.visibility != "facilitators":
            withdraw_stance(stance, stance.person, stance.taken_at)

    def hide(self) -> None:
        if row := self.sent(status="submitted"):
            if row.hidden_at:
                moderation.show_again(row, self.secretary, row.created_at)
            else:
                moderation.hide(row, self.secretary, row.created_at, reason="Names somebody.")

    def answer(self) -> None:
        if row := self.sent(status="submitted", thread_id=None):
            row.disposition, row.disposed_at = self.draw.choice(DISPOSITIONS), row.created_at
            log_event("contribution-answered", row, actor_id=self.secretary.id)

    def show_less(self) -> None:
        whose: Any = self.draw.choice([*self.people, *self.organisations])
        personal.lower_everything(
            whose, self.draw.choice(personal.LEAST), actor=self.secretary, at=whose.created_at
        )

    def leave(self) -> None:
        if len(self.people) > 6:
            person = self.people.pop(self.draw.randrange(len(self.people)))
            personal.erase_everything(person, actor=self.secretary, at=person.created_at)

    def merge(self) -> None:
        if len(self.organisations) > 2:
            double = self.organisations.pop()
            merge_organisations(double, self.organisations[0], actor=self.secretary, at=double.created_at)

    def act(self, number: int) -> None:
        acts = (self.send,) * 8 + (self.take_stance,) * 10 + (self.answer, self.withdraw, self.hide) * 2
        for _ in range(number):
            self.draw.choice((*acts, self.show_less, self.leave, self.merge))()
        db.session.flush()
