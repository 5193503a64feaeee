"""The plain values of which the demonstration consists, and the two texts that are computed from them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from consult.demonstration.other_languages import AgreedTerm, Crossing, Translation
from consult.demonstration.replacing import ContentError, replace_all


@dataclass(frozen=True)
class Region:
    """A part of the world with its name in each of the demonstration's languages."""

    code: str
    names: dict[str, str]


@dataclass(frozen=True)
class Organisation:
    """An invented organisation; `country` is an ISO 3166 code of two letters."""

    key: str
    name: str
    constituency: str
    region: str
    country: str
    languages: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class WorkingGroup:
    """The people who own the narrative, or advise on it, by their keys.

    `advises` names a group before it; `roles` are what all members have over the narrative.
    """

    key: str
    name: str
    description: str
    members: tuple[str, ...]
    kind: str = "working"
    is_open: bool = False
    advises: str | None = None
    facilitators: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """An invented person; `mandate` says that they may speak for their organisation.

    `facilitates` names consultations. `persona_note` is the line on the sign-in list; people not on it have None.
    """

    key: str
    display_name: str
    email: str
    region: str
    country: str
    languages: tuple[str, ...]
    organisation: str | None = None
    gender: str | None = None
    mandate: bool = False
    roles: tuple[str, ...] = ()
    facilitates: tuple[str, ...] = ()
    persona_note: str | None = None


@dataclass(frozen=True)
class Section:
    """A section as it stood in the first revision; `body` is Markdown without a final newline."""

    key: str
    label: str
    depth: int
    heading: str
    body: str


@dataclass(frozen=True)
class Revision:
    """A version of the narrative; `published_day` is in days from now."""

    number: str
    published_day: int
    change_note: str
    parent: str | None = None


@dataclass(frozen=True)
class Narrative:
    """The document, with the sections of its first revision in reading order."""

    key: str
    title: str
    summary: str
    working_language: str
    target_languages: tuple[str, ...]
    working_group: str
    revisions: tuple[Revision, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Question:
    """A guiding question; its key is unique within its consultation."""

    key: str
    wording: str


@dataclass(frozen=True)
class Consultation:
    """A window on one revision; days are counted from now, times are wall times in `zone`.

    `invited` names people who take part without belonging to an organisation of the network.
    """

    key: str
    title: str
    revision: str
    zone: str
    opens_day: int
    opens_time: str
    closes_day: int
    closes_time: str
    languages: tuple[str, ...]
    read_audience: str
    contribute_audience: str
    facilitators: tuple[str, ...]
    introduction: str
    questions: tuple[Question, ...]
    region: str | None = None
    invited: tuple[str, ...] = ()
    consolidated_into: str | None = None

    def opens(self, now: datetime) -> datetime:
        """Return when it opens, as an aware time in its own zone; `now` must be aware."""
        return self._moment(now, self.opens_day, self.opens_time)

    def closes(self, now: datetime) -> datetime:
        """Return when it closes, as an aware time in its own zone; `now` must be aware."""
        return self._moment(now, self.closes_day, self.closes_time)

    def _moment(self, now: datetime, day: int, wall: str) -> datetime:
        zone = ZoneInfo(self.zone)
        date = now.astimezone(zone).date() + timedelta(days=day)
        return datetime.combine(date, time.fromisoformat(wall), tzinfo=zone)


@dataclass(frozen=True)
class Change:
    """One replacement in a section's text; `find` occurs exactly once in the text it is proposed for.

    `decision` (accept, adapt, decline) is set in a consolidated consultation only; `words` are the
    facilitator's own and stand in the place of `find` when the decision is to adapt.
    """

    find: str
    replace: str
    decision: str | None = None
    words: str | None = None

    @property
    def decided(self) -> str:
        """Return what stands in the place of `find` after the decision."""
        outcomes = {"accept": self.replace, "adapt": self.words or "", "decline": self.find}
        return outcomes[self.decision or "decline"]


@dataclass(frozen=True)
class Contribution:
    """What a participant sent: `kind` is comment, amendment or answer.

    `sent` and `withdrawn` are in days from now; `hidden` is the moderator's reason.
    A comment has a `comment_kind` (remark, query, suggestion) and a `body`, perhaps a `quote`; a reply has `reply_to`
    and no kind. An answer has a `question` and a `body`. An amendment has an `operation` and a `rationale`:
    `changes` for a reword; `heading`, `depth`, `body` and `after` (a section key) for an added section;
    `after` for a section that is moved; nothing more for one that is removed.
    """

    key: str
    consultation: str
    kind: str
    author: str
    sent: float
    language: str = "en"
    voice: str = "self"
    visibility: str = "name"
    section: str | None = None
    question: str | None = None
    comment_kind: str | None = None
    reply_to: str | None = None
    quote: str | None = None
    body: str = ""
    operation: str | None = None
    changes: tuple[Change, ...] = ()
    heading: str | None = None
    depth: int | None = None
    after: str | None = None
    rationale: str | None = None
    late: bool = False
    withdrawn: float | None = None
    hidden: str | None = None
    disposition: str | None = None
    reason: str | None = None

    def sent_at(self, now: datetime) -> datetime:
        """Return when it was sent, given an aware `now`."""
        return now + timedelta(days=self.sent)


@dataclass(frozen=True)
class Stance:
    """A position (one of `consult.rules.states.POSITIONS`) on a contribution or on a section.

    An objection has a `reason`; asking members has an `until_day`, in days from now.
    """

    consultation: str
    person: str
    position: str
    sent: float
    contribution: str | None = None
    section: str | None = None
    voice: str = "self"
    reason: str | None = None
    until_day: int | None = None


@dataclass(frozen=True)
class Demonstration:
    """Everything that the demonstration consists of, in the order in which it can be written."""

    name: str
    description: str
    languages: tuple[str, ...]
    regions: tuple[Region, ...]
    organisations: tuple[Organisation, ...]
    working_groups: tuple[WorkingGroup, ...]
    people: tuple[Person, ...]
    narrative: Narrative
    consultations: tuple[Consultation, ...]
    contributions: tuple[Contribution, ...]
    stances: tuple[Stance, ...]
    translations: tuple[Translation, ...] = ()
    terms: tuple[AgreedTerm, ...] = ()
    crossings: tuple[Crossing, ...] = ()

    @property
    def personas(self) -> tuple[Person, ...]:
        """Return the people on the sign-in list."""
        return tuple(person for person in self.people if person.persona_note)

    def of(self, consultation: str) -> tuple[Contribution, ...]:
        """Return the contributions of one consultation, in the order in which they were sent."""
        return tuple(c for c in self.contributions if c.consultation == consultation)

    def consultation(self, key: str) -> Consultation:
        """Return the consultation with this key, or raise KeyError."""
        return {c.key: c for c in self.consultations}[key]

    def text(self, section: str, number: str) -> str:
        """Return the body of a section: as written in the first revision, computed after it."""
        parent = {r.number: r.parent for r in self.narrative.revisions}[number]
        if parent is None:
            return {s.key: s.body for s in self.narrative.sections}[section]
        decided = {(change.find, change.decided) for change in self._changes_into(section, number)}
        return replace_all(self.text(section, parent), sorted(decided), f"{section} in {number}")

    def full(self, section: str, body: str) -> str:
        """Return a text of a section as the merge engine sees it: heading, blank line, body."""
        headings = {s.key: s.heading for s in self.narrative.sections}
        return f"{headings[section]}\n\n{body}"

    def base_text(self, contribution: Contribution) -> str:
        """Return the text of the contribution's section in the revision that its consultation is about."""
        if contribution.section is None:
            raise ContentError(f"{contribution.key}: names no section")
        return self.text(contribution.section, self.consultation(contribution.consultation).revision)

    def proposed_text(self, contribution: Contribution) -> str:
        """Return the whole text that an amendment with changes proposes for its section."""
        pairs = [(change.find, change.replace) for change in contribution.changes]
        return replace_all(self.base_text(contribution), pairs, contribution.key)

    def _changes_into(self, section: str, number: str) -> list[Change]:
        answered = {c.key for c in self.consultations if c.consolidated_into == number}
        sent = [c for c in self.contributions if c.consultation in answered and c.section == section]
        return [change for contribution in sent for change in contribution.changes]
