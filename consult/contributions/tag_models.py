"""Tags: what contributions are about, in the judgement of facilitators. (A consultation's own subject is its theme.)"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.clock import now
from consult.core.database import Model
from consult.core.ids import public_id
from consult.people.models import Person

from .models import Contribution


class Tag(Model):
    """A name on a narrative's list of tags, in its working language and as many others as were written."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"), index=True)
    names: Mapped[dict[str, str]]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    def name(self, language: str) -> str:
        """Return it in a language, else as it was written first."""
        return self.names.get(language) or next(iter(self.names.values()), "")


class Tagging(Model):
    """A tag on a contribution: who put it there, and when."""

    __tablename__ = "taggings"

    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id"), primary_key=True, index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    tag: Mapped[Tag] = relationship()
    by: Mapped[Person] = relationship()
    contribution: Mapped[Contribution] = relationship()
