"""Bringing a desk onto a revision that was published while it was at work."""

from datetime import datetime

from consult.contributions.hunks import group_key
from consult.core.database import db
from consult.core.logs import log_event
from consult.merging import carry_forward
from consult.narratives.models import RevisionSection
from consult.narratives.services import latest_revision, places_of
from consult.people.models import Person
from consult.text import Hunk

from ..material import Material, load_material
from ..models import Consolidation, Decision, DeskSection
from ..settled import hunk_of
from ..work import section_work
from .desk import delete_decision, lock_open


def bring_up_to_date(consolidation: Consolidation, facilitator: Person, at: datetime) -> int:
    """Move the desk to the newest revision of its line; return how many decisions must be taken again.

    Decisions on words that the newer revision left as they were follow their words; the others are taken back and
    kept in the history of decisions.
    """
    lock_open(consolidation, alone=True)
    latest = latest_revision(consolidation.narrative, consolidation.line)
    if latest is None or latest.id == consolidation.ground.id:
        return 0
    material = load_material(consolidation)
    newer = {place.section_id: place for place in places_of(latest.id)}
    lost = sum(
        _follow(material, row, newer.get(row.section_id or 0), facilitator, at)
        for row in list(material.decisions)
    )
    consolidation.ground_revision = latest
    _open_desks(consolidation, set(newer) - set(material.desks), at)
    log_event("consolidation-moved", consolidation, actor_id=facilitator.id, after=latest.number)
    return lost


def _follow(
    material: Material, row: Decision, place: RevisionSection | None, facilitator: Person, at: datetime
) -> int:
    """Let one decision follow its words; return 1 when it had to be taken back."""
    old = material.place(row.section_id)
    if row.operation != "reword":
        return 0  # A structural proposal is addressed by its sections, which keep their keys.
    if old is not None and place is not None:
        if old.section_text_id == place.section_text_id:
            return 0
        moved = _moved(material, row, old, place)
        if moved is not None:
            row.start, row.end, row.new = moved.start, moved.end, moved.new
            row.group_key = group_key(moved)
            db.session.flush()
            return 0
    desk = material.desks.get(row.section_id or 0)
    if desk is not None:
        delete_decision(desk, row.group_key, facilitator, at)
    return 1


def _moved(material: Material, row: Decision, old: RevisionSection, new: RevisionSection) -> Hunk | None:
    """Return where the change of a decision stands on the newer text, or None where it meets other words."""
    carried = carry_forward(old.text.full, [hunk_of(row)], new.text.full)
    if carried.state != "clean":
        return None
    (moved,) = carried.hunks
    if row.outcome == "adapt":
        return moved
    # The same change must still be proposed there, else the decision would be about nothing.
    known = {group.hunk for group in section_work(material, new).groups}
    return moved if moved in known else None


def _open_desks(consolidation: Consolidation, section_ids: set[int], at: datetime) -> None:
    db.session.add_all(
        DeskSection(consolidation_id=consolidation.id, section_id=section_id, counter=0, changed_at=at)
        for section_id in sorted(section_ids)
    )
    db.session.flush()
