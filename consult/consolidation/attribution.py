"""Whose words a section text carries: read from rows for the engine, written as rows at publication."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.merging import EDITORIAL, Run
from consult.narratives.models import SectionText

from .models import AttributionLink, AttributionRun


def runs_of(texts: Iterable[SectionText]) -> dict[int, list[Run]]:
    """Return the stored runs of texts by text id; a text without rows is all its first author's and left out."""
    rows = db.session.scalars(
        sa.select(AttributionRun)
        .where(AttributionRun.section_text_id.in_([text.id for text in texts]))
        .options(selectinload(AttributionRun.contributions).load_only(Contribution.public_id))
        .order_by(AttributionRun.section_text_id, AttributionRun.position)
    )
    found: dict[int, list[Run]] = {}
    for row in rows:
        names = {contribution.public_id for contribution in row.contributions}
        origins = frozenset(names | ({EDITORIAL} if row.is_editorial else set()))
        found.setdefault(row.section_text_id, []).append(Run(row.end - row.start, origins))
    return found


def store_runs(text: SectionText, runs: Sequence[Run], ids: dict[str, int]) -> None:
    """Write the runs of a new text; a text that was published before keeps the runs that it has.

    `ids`: contribution ids by public id. ValueError when the runs do not cover the text exactly.
    """
    if sum(run.length for run in runs) != len(text.full):
        raise ValueError(f"the runs do not cover section text {text.id} exactly")
    known = db.session.scalar(
        sa.select(sa.func.count(AttributionRun.id)).where(AttributionRun.section_text_id == text.id)
    )
    if known:
        return
    ends = accumulate(run.length for run in runs)
    for position, (run, end) in enumerate(zip(runs, ends, strict=True)):
        row = AttributionRun(
            narrative_id=text.narrative_id,
            section_text_id=text.id,
            position=position,
            start=end - run.length,
            end=end,
            is_editorial=EDITORIAL in run.origins,
        )
        db.session.add(row)
        db.session.flush()
        names = sorted(run.origins - {EDITORIAL})
        db.session.add_all(AttributionLink(run_id=row.id, contribution_id=ids[name]) for name in names)
    db.session.flush()


def ids_of(names: Iterable[str]) -> dict[str, int]:
    """Return contribution ids by public id."""
    rows = db.session.execute(
        sa.select(Contribution.public_id, Contribution.id).where(Contribution.public_id.in_(list(names)))
    )
    return {name: number for name, number in rows}
