"""Taking the words of somebody who leaves out of what they had sent, within a removal."""

from collections.abc import Sequence

import sqlalchemy as sa

from consult.core.database import db
from consult.core.search_index import Findable, forget_old_words, put_into_index
from consult.rules.states import TAKEN_UP
from consult.text import Hunk

from ..hunks import group_key
from ..language_models import SaidTranslation
from ..likeness import forget_marks
from ..models import Contribution, ContributionText, StoredHunk
from ..tag_models import Tagging


def is_adopted(row: Contribution) -> bool:
    """Say whether words of a contribution stand in a version: those of an amendment that was accepted."""
    return row.kind == "amendment" and row.disposition in TAKEN_UP


def empty_wordings(rows: Sequence[Contribution]) -> None:
    """Take all words out of contributions, with their translations; of what others adopted the wording stays."""
    ids = [row.id for row in rows]
    forget_marks(ids)
    for model in (SaidTranslation, Tagging):
        gone_with = sa.delete(model).where(model.contribution_id.in_(ids))
        db.session.execute(gone_with, execution_options={"synchronize_session": False})
    _empty([row.id for row in rows], "rationale")
    gone = [row for row in rows if not is_adopted(row)]
    _empty([row.id for row in gone], "heading", "body")
    for row in gone:
        row.choices = [] if row.choices else row.choices
        put_into_index(Findable("contribution", row.id, row.narrative_id, row.language, "", ""))
    for row in rows:
        if is_adopted(row):
            words = "\n\n".join(hunk.new for hunk in row.text.hunks) or row.text.body
            put_into_index(Findable("contribution", row.id, row.narrative_id, row.language, "", words))
    _empty_hunks([row.id for row in gone])
    forget_old_words()


def _empty(ids: list[int], *columns: str) -> None:
    table = ContributionText.__table__
    emptied = sa.update(table).where(table.c.contribution_id.in_(ids))  # type: ignore[arg-type]
    db.session.execute(emptied.values(**dict.fromkeys(columns, "")))


def _empty_hunks(ids: list[int]) -> None:
    table = StoredHunk.__table__
    asked = (
        sa.select(StoredHunk.id, StoredHunk.start, StoredHunk.end)
        .join(ContributionText, ContributionText.id == StoredHunk.text_id)
        .where(ContributionText.contribution_id.in_(ids))
    )
    for row_id, start, end in db.session.execute(asked).all():
        values = {"new": "", "group_key": group_key(Hunk(start, end, ""))}
        db.session.execute(sa.update(table).where(table.c.id == row_id).values(**values))  # type: ignore[arg-type]
