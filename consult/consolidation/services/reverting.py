"""A wrong publication is answered by a new revision that restores the texts before it; nothing is deleted."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, StaleBase, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Revision
from consult.narratives.services import Place, add_revision, latest_revision, places_of
from consult.people.models import Person
from consult.rules.permissions import Facts
from consult.translations.sealing import seal_what_is_ready

from ..adoption_models import Revert
from ..models import Consolidation
from .desk import hold_narrative


@dataclass(frozen=True)
class Publication:
    """A revision with the consultations that it answers: whoever facilitates one of them may take it back."""

    revision: Revision

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks."""
        about = self.revision.facts(at)
        row = db.session.scalar(sa.select(Consolidation).where(Consolidation.revision_id == self.revision.id))
        ids = frozenset(one.id for one in row.consultations) if row else frozenset()
        return Facts(
            narrative_id=about.narrative_id,
            consultation_ids=ids,
            read_audience=about.read_audience,
            read_through=about.read_through,
        )


def revert_revision(wrong: Revision, actor: Person, reason: str, at: datetime) -> Revision:
    """Publish a revision with the texts and the order that stood before `wrong`; return it.

    The texts keep their ids, and with these their attribution. What `wrong` answered stays as it was answered; its
    consultations can be consolidated anew. WrongState: it is the first revision. StaleBase: a newer one follows it.
    InvalidInput: no reason.
    """
    hold_narrative(wrong.narrative)
    latest = latest_revision(wrong.narrative, wrong.line)
    if wrong.parent is None:
        raise WrongState(_l("This is the first version: there is nothing before it."))
    if latest is None or latest.id != wrong.id:
        raise StaleBase(_l("A newer version follows this one: only the newest can be taken back."))
    if not reason.strip():
        raise InvalidInput(_l("Say why: it is published with the new version."), field="reason")
    revision = add_revision(
        wrong.narrative,
        [_place(place) for place in places_of(wrong.parent.id)],
        number=_following(wrong),
        parent=wrong,
        change_note=reason,
        actor=actor,
        at=at,
        line=wrong.line,
        is_substantive=wrong.is_substantive,
    )
    _record(revision, wrong, actor, reason, at)
    seal_what_is_ready(revision.narrative, at)  # the translations of its texts come back with them
    return revision


def reverted_consolidations() -> sa.Select[int]:
    """Select the consolidations whose publication was taken back."""
    return (
        sa.select(Consolidation.id)
        .join(Revert, Revert.reverted_id == Consolidation.revision_id)
        .where(Consolidation.state == "published")
    )


def reverts_of(revisions: list[Revision]) -> tuple[dict[int, Revert], dict[int, Revert]]:
    """Return the reverts by the revision that makes each, and by the one that each takes back."""
    ids = [revision.id for revision in revisions]
    rows = list(
        db.session.scalars(
            sa.select(Revert).where(sa.or_(Revert.revision_id.in_(ids), Revert.reverted_id.in_(ids)))
        )
    )
    return {row.revision_id: row for row in rows}, {row.reverted_id: row for row in rows}


def _following(wrong: Revision) -> tuple[int, int]:
    """Return the next number: a whole one where what is taken back was one."""
    return (wrong.major + 1, 0) if wrong.is_substantive else (wrong.major, wrong.minor + 1)


def _place(place) -> Place:  # type: ignore[no-untyped-def]
    return Place(place.section.key, place.depth, place.label, place.text.heading, place.text.body)


def _record(revision: Revision, wrong: Revision, actor: Person, reason: str, at: datetime) -> None:
    row = Revert(
        revision_id=revision.id,
        narrative_id=revision.narrative_id,
        reverted_id=wrong.id,
        restored_id=wrong.parent_id,
        reason=reason,
        by_id=actor.id,
        at=at,
    )
    db.session.add(row)
    db.session.flush()
    log_event("revision-reverted", wrong, actor_id=actor.id, before=wrong.number, after=revision.number)
