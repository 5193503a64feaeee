"""Short ways to a merge desk for tests."""

from typing import Any

import sqlalchemy as sa

from consult.consolidation.material import load_material
from consult.consolidation.models import Consolidation
from consult.consolidation.overview import DeskWork, desk_work
from consult.consolidation.places import GroupWork
from consult.consolidation.services import answer, decide, publish_revision, start_consolidation
from consult.consolidation.work import SectionWork
from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.core.letters import Letter
from consult.narratives.models import Revision, Section
from consult.notices.digests import write_digests
from consult.people.models import Person
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_network,
    make_person,
    make_revision,
)

ADDRESS = "https://consult.example/{}/me/contributions"


class Desk:
    """A merge desk on one closed consultation, with its facilitator; the verbs in one word each."""

    def __init__(
        self, consultation: Consultation | None = None, *, facilitator: Person | None = None
    ) -> None:
        make_network()
        self.consultation = consultation or make_consultation(make_revision(), state="closed")
        self.narrative = self.consultation.narrative
        self.facilitator = facilitator or make_person("facilitator", self.narrative)
        self._row: Consolidation | None = None

    @property
    def row(self) -> Consolidation:
        """Start the consolidation when it is first asked for, after the contributions were made."""
        if self._row is None:
            self._row = start_consolidation(self.narrative, [self.consultation], self.facilitator, now())
        return self._row

    def section(self, key: str = "water") -> Section:
        """Return a section of the ground."""
        return next(place.section for place in self.row.ground.places if place.section.key == key)

    def whole(self) -> DeskWork:
        """Return the whole desk as it is now."""
        db.session.flush()
        return desk_work(load_material(self.row))

    def work(self, key: str = "water") -> SectionWork:
        """Return one section as it is now."""
        return next(work for work in self.whole().sections if work.section.key == key)

    def group(self, new: str, key: str = "water") -> GroupWork:
        """Return the group that brings these words."""
        return next(group for group in self.work(key).groups if new in group.hunk.new)

    def decide(self, new: str, outcome: str, reason: str = "Because.", **values: Any) -> Any:
        """Decide on the group that brings these words."""
        given = {
            "facilitator": self.facilitator,
            "counter": self.work().counter,
            "at": now(),
            "reason": reason,
            **values,
        }
        return decide(self.row, self.section(), self.group(new).key, outcome, **given)

    def answer(
        self, contribution: Any, disposition: str = "noted", reason: str = "Thank you.", **values: Any
    ):  # type: ignore[no-untyped-def]
        """Answer a contribution."""
        given = {"facilitator": self.facilitator, "at": now(), **values}
        return answer(self.row, contribution, disposition, reason, **given)

    def answer_all(self, disposition: str = "noted") -> None:
        """Answer all that is unanswered in one way."""
        for contribution in self.whole().material.unanswered():
            self.answer(contribution, disposition)

    def publish(self, **values: Any) -> Revision:
        """Publish the desk as it is."""
        given = {
            "change_note": "What changed",
            "is_substantive": False,
            "counter": self.row.version,
            "at": now(),
            **values,
        }
        return publish_revision(self.row, self.facilitator, **given)


def letters_of_the_day() -> list[Letter]:
    """Write the letters of the day, and return all letters."""
    db.session.commit()
    write_digests()
    return list(db.session.scalars(sa.select(Letter).order_by(Letter.id)))


def contested_desk() -> Desk:
    """Return a closed consultation with a clash, a free change and a comment; its facilitator."""
    desk = Desk()
    desk.first = make_amendment(desk.consultation, find="for sale", replace="a commodity")
    desk.second = make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.free = make_amendment(desk.consultation, find="a right", replace="a human right")
    desk.comment = make_comment(desk.consultation, body="Say who pays.")
    return desk
