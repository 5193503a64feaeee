"""Who looks at a draft before it is published: the link, the comments on decisions, the named reviewers."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.clock import now
from consult.core.database import Model
from consult.core.ids import public_id, token
from consult.narratives.models import Section
from consult.people.models import Person

from .models import Consolidation


class DraftLink(Model):
    """A random key with which the draft can be read without signing in. It ends with the desk, or earlier."""

    __tablename__ = "draft_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(64), unique=True, default=token)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    consolidation: Mapped[Consolidation] = relationship()

    @property
    def is_valid(self) -> bool:
        """Say whether the key still opens the draft."""
        return self.ended_at is None and self.consolidation.is_open


class DecisionComment(Model):
    """What a member of the working group says to the decisions on a section; facilitators read it. Append-only."""

    __tablename__ = "decision_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sections.id"))
    group_key: Mapped[str | None] = mapped_column(sa.String(64))
    body: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    section: Mapped[Section | None] = relationship()
    by: Mapped[Person] = relationship()


class Reviewer(Model):
    """A person without whose approval a desk is not published.

    The approval holds for one draft: `approved_draft` is its digest, so that a later decision asks again.
    """

    __tablename__ = "reviewers"

    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    named_by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    named_at: Mapped[datetime] = mapped_column(default=now)
    approved_draft: Mapped[str | None] = mapped_column(sa.String(64))
    approved_at: Mapped[datetime | None]
    compared_at: Mapped[datetime | None]  # when the draft was last compared with the approved one
    told_at: Mapped[datetime | None]  # when they were told that it has changed since
    released_at: Mapped[datetime | None]  # no longer asked, by whoever facilitates

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    named_by: Mapped[Person] = relationship(foreign_keys=[named_by_id])
    consolidation: Mapped[Consolidation] = relationship()
