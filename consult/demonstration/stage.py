"""What is written so far, by the content's own keys, and time that moves on between one act and the next."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from consult.consultations.models import Consultation, GuidingQuestion
from consult.contributions.models import Contribution
from consult.core.clock import freeze
from consult.core.database import db
from consult.core.ids import repeatable_ids
from consult.demonstration.values import Demonstration
from consult.narratives.models import Narrative, Revision, Section
from consult.people.models import Organisation, Person, Region


@dataclass
class Stage:
    """The demonstration and its rows; `now` is the moment from which its days are counted."""

    demo: Demonstration
    now: datetime
    regions: dict[str, Region] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    revisions: dict[str, Revision] = field(default_factory=dict)
    consultations: dict[str, Consultation] = field(default_factory=dict)
    questions: dict[tuple[str, str], GuidingQuestion] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    narrative: Narrative = field(init=False)
    secretary: Person = field(init=False)

    def day(self, days: float, hour: int = 10) -> datetime:
        """Return an hour (UTC) of the day that lies so many days from now."""
        date = (self.now + timedelta(days=days)).astimezone(UTC).date()
        return datetime.combine(date, time(hour), tzinfo=UTC)

    def facilitator(self, consultation: str) -> Person:
        """Return the first facilitator of a consultation."""
        return self.people[self.demo.consultation(consultation).facilitators[0]]


@dataclass(frozen=True)
class Act:
    """Something that somebody did at a moment; the name is its own."""

    name: str
    at: datetime
    do: Callable[[datetime], object]


def play(acts: Iterable[Act]) -> None:
    """Let everything happen in the order of time, with the clock at the moment of each act.

    The public ids of what an act writes follow from its name, so that addresses are the same on each machine.
    """
    for act in sorted(acts, key=lambda act: act.at):
        with freeze(act.at), repeatable_ids(act.name):
            act.do(act.at)
            db.session.flush()
