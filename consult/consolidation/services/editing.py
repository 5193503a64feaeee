"""A section edited by hand as a whole: each change that this makes is an editorial one, decided like others."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.contributions.hunks import group_key
from consult.core.errors import InvalidInput
from consult.merging import overlap
from consult.narratives.models import Section
from consult.people.models import Person
from consult.text import Hunk, normalise

from ..desk_models import DeskAct
from ..models import Consolidation, DeskSection
from ..places import GroupWork
from ..recast import Recast, recast
from ..settled import hunk_of, section_decisions
from ..work import SectionWork
from .acts import begin_act
from .decisions import decision_values, load_work
from .desk import check_outcome, delete_decision, save_decision, take_desk


def edit_section(
    consolidation: Consolidation,
    section: Section,
    heading: str,
    body: str,
    *,
    reason: str,
    facilitator: Person,
    counter: int,
    at: datetime,
) -> DeskAct:
    """Make the section read as it was typed; return the act, which one step takes back.

    What is changed anew becomes editorial decisions; proposals whose words were put back to those of the ground
    text are declined. `counter`: that of the section when the form was made. InvalidInput: no reason, or nothing
    was changed. StaleBase: somebody decided meanwhile.
    """
    desk = take_desk(consolidation, section.id, counter)
    work = load_work(consolidation, section)
    check_outcome("adapt", reason)
    typed = typed_text(heading, body)
    parts = edits_of(work, typed)
    if not parts:
        raise InvalidInput(_l("Nothing is changed."), field="body")
    act = begin_act(consolidation, "edit", reason, facilitator, at)
    writer = _Writer(consolidation, desk, act, reason, facilitator, at)
    for part in parts:
        writer.write(work, part)
    _pin(work, load_work(consolidation, section), writer)
    act.size = len(parts)
    return act


def typed_text(heading: str, body: str) -> str:
    """Return typed heading and body as one text, in the form in which texts are kept. InvalidInput: no heading."""
    line = " ".join(normalise(heading).split())
    if not line:
        raise InvalidInput(_l("A section needs a heading."), field="heading")
    return f"{line}\n\n{normalise(body)}"


def edits_of(work: SectionWork, typed: str) -> list[Recast]:
    """Return what a typed text changes against the section as it stands, as changes of the ground text."""
    return recast(work.base, work.merged.changes, typed)


class _Writer:
    """Writes the decisions of one act in one section."""

    def __init__(
        self,
        consolidation: Consolidation,
        desk: DeskSection,
        act: DeskAct,
        reason: str,
        facilitator: Person,
        at: datetime,
    ) -> None:
        self.consolidation = consolidation
        self.desk = desk
        self.act = act
        self.reason = reason
        self.facilitator = facilitator
        self.at = at

    def write(self, work: SectionWork, part: Recast) -> None:
        """Write one change by hand, in the place of what it replaces."""
        for row in section_decisions(work.material, work.section.id):
            if row.outcome != "decline" and _claims(hunk_of(row), part.hunk):
                delete_decision(self.desk, row.group_key, self.facilitator, self.at, act=self.act)
        groups = [group for group in work.groups if group.supporters]
        same = next((group for group in groups if group.hunk == part.hunk), None)
        if same is not None:
            self.save(same, "accept")
        elif part.hunk.new == work.base[part.hunk.start : part.hunk.end]:
            for group in groups:
                if group.hunk in part.replaced:
                    self.save(group, "decline")
        else:
            self._own(part.hunk)

    def save(self, group: GroupWork, outcome: str, reason: str | None = None) -> None:
        """Write a decision on a group that somebody proposes."""
        values = decision_values(self.consolidation, group.hunk, group.key, None)
        given = self.reason if reason is None else reason
        save_decision(self.desk, values, outcome, given, self.facilitator, self.at, act=self.act)

    def _own(self, hunk: Hunk) -> None:
        span = Hunk(hunk.start, hunk.end, "")
        values = decision_values(self.consolidation, span, group_key(span), hunk.new)
        save_decision(self.desk, values, "adapt", self.reason, self.facilitator, self.at, act=self.act)


def _claims(one: Hunk, other: Hunk) -> bool:
    same_point = one.start == one.end == other.start == other.end
    return overlap(one, other) or same_point


def _pin(before: SectionWork, after: SectionWork, writer: _Writer) -> None:
    """Accept what stood in the text undecided and would now be asked about, being next to an edited place."""
    stood = {group.hunk for group in before.groups if group.group.state == "in"}
    for group in after.groups:
        if group.supporters and group.needs_decision and group.hunk in stood:
            writer.save(group, "accept", "")
