"""Digests made of words that go: each follows what is left, or goes, so that none can be tried with names."""

from collections.abc import Sequence

import sqlalchemy as sa

from consult.consolidation.draft import digest_of as digest_of_draft
from consult.consolidation.material import load_material
from consult.consolidation.models import Consolidation
from consult.consolidation.overview import desk_work
from consult.consolidation.review_models import Reviewer
from consult.core.database import db
from consult.surveys.models import Survey
from consult.text.recall import digest_of
from consult.translations.models import TakenBack, Translation

from .plan import Plan

GONE = ""
"""In the place of a digest that says nothing any more; equal to none."""


def plan_taken_back(plan: Plan, row: Translation, left: Sequence[str]) -> None:
    """Let the digests of an author's very words in a translation follow what is left of them."""
    for one in db.session.scalars(sa.select(TakenBack).where(TakenBack.translation_id == row.id)):
        same = one.place < min(len(left), len(row.wordings)) and one.digest == digest_of(
            row.wordings[one.place]
        )
        digest = digest_of(left[one.place]) if same and len(left) == len(row.wordings) else GONE
        key = (one.translation_id, one.place)
        plan.change(TakenBack.__tablename__, key, {"digest": one.digest}, {"digest": digest})


class Approvals:
    """The drafts that reviewers had approved as they are: they stay approved, since nobody decided anything else."""

    def __init__(self) -> None:
        """Note which approvals hold before words go."""
        rows = db.session.scalars(sa.select(Reviewer).where(Reviewer.approved_draft.is_not(None)))
        self._rows = [(row, _is_of_now(row)) for row in rows]

    def follow(self) -> None:
        """Let them hold for what is left; of all others the digest goes."""
        for row, holds in self._rows:
            row.approved_draft = _digest(row.consolidation) if holds else GONE
        db.session.flush()


def _is_of_now(row: Reviewer) -> bool:
    return row.consolidation.is_open and row.approved_draft == _digest(row.consolidation)


def _digest(consolidation: Consolidation) -> str:
    return digest_of_draft(desk_work(load_material(consolidation)))


def forget_digests_of_files(plan: Plan) -> None:
    """Forget the digests of the files of surveys in which something goes."""
    ids = {key[0] for key in plan.changes.get("survey_rows", ())} | set(plan.changes.get("surveys", ()))
    if ids:
        db.session.execute(sa.update(Survey).where(Survey.id.in_(ids)).values(sha=GONE))
