"""The kept index of marks: by which runs of words a contribution is known, so that similar ones are found at once."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.database import Model


class LikenessMark(Model):
    """One of the few marks of a contribution that everybody may read. It may be deleted at any time."""

    __tablename__ = "likeness_marks"
    __table_args__ = (
        sa.PrimaryKeyConstraint("consultation_id", "mark", "contribution_id"),
        {"sqlite_with_rowid": False},
    )

    consultation_id: Mapped[int] = mapped_column(autoincrement=False)
    mark: Mapped[int]  # 32 bits of three words in a row
    contribution_id: Mapped[int] = mapped_column(index=True)


class LikenessState(Model):
    """One row once there are marks: what they were made of so far, and by which rules."""

    __tablename__ = "likeness_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    rules: Mapped[int]
    event_id: Mapped[int]  # up to which event changes were taken in
    contribution_id: Mapped[int]  # up to which contribution all were gone through
    is_whole: Mapped[bool]  # all were gone through once: from then on events tell of those that come
