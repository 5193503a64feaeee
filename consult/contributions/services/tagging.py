"""Verbs: facilitators keep a narrative's list of tags, and put them on contributions."""

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, TooMany, WrongState
from consult.core.logs import log_audit, log_event
from consult.narratives.models import Narrative
from consult.people.models import Person

from ..models import Contribution
from ..tag_models import Tag, Tagging

MOST_TAGS = 60
"""So many tags a narrative's list holds: nobody finds their way among more."""
LONGEST_NAME = 60


def add_tag(narrative: Narrative, names: Mapping[str, str], actor: Person, at: datetime) -> Tag:
    """Put a name on the list. InvalidInput: no name, or one that is there; TooMany: the list is full."""
    hold_name(f"tags {narrative.id}")
    others = _tags(narrative.id)
    if len(others) >= MOST_TAGS:
        raise TooMany(_l("The list is full. Merge or remove tags first."))
    tag = Tag(narrative_id=narrative.id, names=_written(names, others), by_id=actor.id, at=at)
    db.session.add(tag)
    db.session.flush()
    _log("tag-added", tag, actor)
    return tag


def rename_tag(tag: Tag, names: Mapping[str, str], actor: Person) -> None:
    """Give a tag other names; what it stands on stays. InvalidInput as for a new one."""
    hold_name(f"tags {tag.narrative_id}")
    written = _written(names, [one for one in _tags(tag.narrative_id) if one.id != tag.id])
    if written != tag.names:
        tag.names = written
        _log("tag-renamed", tag, actor)


def merge_tags(tag: Tag, into: Tag, actor: Person) -> None:
    """Let one tag go into another, which from then on stands wherever one of them stood."""
    if tag.id == into.id or tag.narrative_id != into.narrative_id:
        raise InvalidInput(_l("Choose another tag of the list."), field="into")
    hold_name(f"tags {tag.narrative_id}")
    both = sa.select(Tagging.contribution_id).where(Tagging.tag_id == into.id)
    moved = sa.update(Tagging).where(Tagging.tag_id == tag.id, Tagging.contribution_id.not_in(both))
    db.session.execute(moved.values(tag_id=into.id), execution_options={"synchronize_session": False})
    _log("tags-merged", tag, actor, value=into.public_id)
    _delete(tag)


def remove_tag(tag: Tag, actor: Person) -> None:
    """Take a tag off the list, and off every contribution."""
    hold_name(f"tags {tag.narrative_id}")
    _log("tag-removed", tag, actor)
    _delete(tag)


def change_tags(
    row: Contribution, added: Collection[Tag], taken: Collection[Tag], actor: Person, at: datetime
) -> bool:
    """Put tags on a contribution and take others off; return whether anything changed.

    What stands there already, or is gone already, changes nothing. WrongState: withdrawn, hidden, or not sent.
    """
    if row.status != "submitted" or row.hidden_at is not None:
        raise WrongState(_l("It was withdrawn or hidden meanwhile, so it is not tagged."))
    hold_name(f"tags {row.narrative_id}")
    present = {
        one.tag_id: one
        for one in db.session.scalars(sa.select(Tagging).where(Tagging.contribution_id == row.id))
    }
    new = [tag for tag in added if tag.id not in present and tag.narrative_id == row.narrative_id]
    gone = [tag for tag in taken if tag.id in present]
    for tag in new:
        db.session.add(Tagging(contribution_id=row.id, tag_id=tag.id, by_id=actor.id, at=at))
        log_event("contribution-tagged", row, actor_id=actor.id, after=tag.public_id)
    for tag in gone:
        db.session.delete(present[tag.id])
        log_event("contribution-untagged", row, actor_id=actor.id, before=tag.public_id)
    db.session.flush()
    return bool(new or gone)


def _tags(narrative_id: int) -> list[Tag]:
    return list(db.session.scalars(sa.select(Tag).where(Tag.narrative_id == narrative_id)))


def _written(names: Mapping[str, str], others: Collection[Tag]) -> dict[str, str]:
    """Return the names that were written, none of which another tag has in the same language."""
    written = {code: " ".join(name.split()) for code, name in names.items() if name.strip()}
    if not written:
        raise InvalidInput(_l("Write a name."), field="names")
    for code, name in written.items():
        if any(one.names.get(code, "").casefold() == name.casefold() for one in others):
            raise InvalidInput(_l("The list has a tag of this name already."), field="names")
    return written


def _log(kind: str, tag: Tag, actor: Person, value: str | None = None) -> None:
    log_audit(kind, actor_id=actor.id, subject="tags", subject_id=tag.id, value=value or tag.public_id)


def _delete(tag: Tag) -> None:
    off = sa.delete(Tagging).where(Tagging.tag_id == tag.id)
    db.session.execute(off, execution_options={"synchronize_session": False})
    db.session.expire_all()
    db.session.delete(tag)
    db.session.flush()
