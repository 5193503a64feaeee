"""What saving one decision asks of the database and writes there: statements that are built once.

Each is answered by an index, from the few rows that it is about, however full the section is.
"""

from typing import Any

import sqlalchemy as sa

from consult.contributions.hunks import ENGINE_VERSION
from consult.contributions.language_models import counts_at_desk
from consult.contributions.models import Contribution, ContributionText, StoredHunk
from consult.narratives.models import RevisionSection, Section

from .material import answerable, within_reach
from .models import (
    Consolidation,
    ConsolidationConsultation,
    Decision,
    DecisionChange,
    DeskSection,
    DispositionChange,
)


def _table(model: Any) -> sa.Table:
    return model.__table__


_desk, _section = _table(Consolidation), _table(Section)
_counted, _place = _table(DeskSection), _table(RevisionSection)
PLACE = (
    sa.select(
        _desk.c.narrative_id,
        _desk.c.line,
        _section.c.id.label("section_id"),
        _place.c.section_text_id.label("text_id"),
        _counted.c.counter,
    )
    .join(_section, _section.c.narrative_id == _desk.c.narrative_id)
    .join(
        _place,
        sa.and_(
            _place.c.revision_id == sa.func.coalesce(_desk.c.ground_revision_id, _desk.c.base_revision_id),
            _place.c.section_id == _section.c.id,
        ),
    )
    .join(
        _counted,
        sa.and_(_counted.c.consolidation_id == _desk.c.id, _counted.c.section_id == _section.c.id),
    )
    .where(
        _desk.c.id == sa.bindparam("desk"),
        _desk.c.state == "open",
        _section.c.key == sa.bindparam("section"),
    )
    .with_for_update(read=True, of=_desk)
)
"""Where a section stands on the ground of an open desk; whoever publishes waits from here on."""


_own, _other = _table(Decision).alias("own"), _table(Decision).alias("other")


def _change() -> sa.Select[Any]:
    """Return the question for a change by its key: proposed by an amendment that counts, made to the ground's text."""
    return (
        sa.select(
            StoredHunk.start,
            StoredHunk.end,
            StoredHunk.new,
            _own.c.id.label("own_id"),
            _own.c.outcome.label("own_outcome"),
            _claimed().label("is_claimed"),
        )
        .join(ContributionText, ContributionText.id == StoredHunk.text_id)
        .join(Contribution, Contribution.id == ContributionText.contribution_id)
        .outerjoin(
            _own,
            sa.and_(
                _own.c.consolidation_id == sa.bindparam("desk"),
                _own.c.section_id == sa.bindparam("section_id"),
                _own.c.group_key == sa.bindparam("key"),
            ),
        )
        .where(
            StoredHunk.narrative_id == sa.bindparam("narrative_id"),
            StoredHunk.group_key == sa.bindparam("key"),
            StoredHunk.engine_version == ENGINE_VERSION,
            *_is_newest_wording(),
            *_counts_at_desk(),
        )
        .limit(1)
    )


def _claimed() -> sa.Exists:
    """Return whether another decision has put something in the place of words that the change claims."""
    claims = sa.select(_other.c.id).where(
        _other.c.consolidation_id == sa.bindparam("desk"),
        _other.c.section_id == sa.bindparam("section_id"),
        _other.c.operation == "reword",
        _other.c.outcome != "decline",
        _other.c.group_key != sa.bindparam("key"),
        _other.c.start < StoredHunk.end,
        StoredHunk.start < _other.c.end,
    )
    return claims.exists()


def _is_newest_wording() -> list[sa.ColumnElement[bool]]:
    """Return what holds for the wording of an amendment that counts, if it was made to the ground's text."""
    newer = sa.orm.aliased(ContributionText)
    later = sa.select(newer.id).where(
        newer.contribution_id == Contribution.id,
        newer.number > ContributionText.number,
        counts_at_desk(newer),
    )
    return [
        ContributionText.base_text_id == sa.bindparam("text_id"),
        counts_at_desk(),
        ~later.exists(),
    ]


def _counts_at_desk() -> list[sa.ColumnElement[bool]]:
    """Return what holds for an amendment of the section that the desk answers and does not carry forward."""
    of_desk = sa.select(ConsolidationConsultation.consultation_id).where(
        ConsolidationConsultation.consolidation_id == sa.bindparam("desk")
    )
    put_off = sa.select(DispositionChange.id).where(
        DispositionChange.contribution_id == Contribution.id,
        DispositionChange.consolidation_id == sa.bindparam("desk"),
        DispositionChange.disposition == "carried-forward",
    )
    return [
        Contribution.section_id == sa.bindparam("section_id"),
        Contribution.kind == "amendment",
        Contribution.operation == "reword",
        answerable(),
        within_reach(sa.bindparam("narrative_id"), sa.bindparam("line"), of_desk),
        ~put_off.exists(),
    ]


CHANGE = _change()
RAISE = (
    sa.update(_counted)
    .where(
        _counted.c.consolidation_id == sa.bindparam("of_desk"),
        _counted.c.section_id == sa.bindparam("of_section"),
        _counted.c.counter == sa.bindparam("seen"),
    )
    .values(
        counter=_counted.c.counter + 1, changed_at=sa.bindparam("now"), changed_by_id=sa.bindparam("person")
    )
)
INSERT = sa.insert(_table(Decision))
NOTE = sa.insert(_table(DecisionChange))
_row = _table(Decision)
_WRITTEN = ("start", "end", "new", "text", "reason", "outcome", "decided_by_id", "decided_at")
UPDATE = (
    sa.update(_row)
    .where(_row.c.id == sa.bindparam("row"))
    .values({**{name: sa.bindparam(f"new_{name}") for name in _WRITTEN}, "version": _row.c.version + 1})
)
