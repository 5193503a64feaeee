"""What stands between languages: a change to a translation, worded for the original; what was said, in another one."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.core.ids import public_id
from consult.people.models import Person
from consult.rules.states import AUTHOR_REPLIES, confirmation

from .models import Contribution, ContributionText


class Rendering(Model):
    """An amendment to the text in another language, as somebody words it in the working language.

    `text` is the rendering, `author_text` the wording that it renders. The author may object until `confirm_until`.
    """

    __tablename__ = "renderings"
    __table_args__ = (one_of("reply", AUTHOR_REPLIES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), index=True)
    author_text_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution_texts.id"))
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution_texts.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(default=now)
    confirm_until: Mapped[datetime]
    reply: Mapped[str | None] = mapped_column(sa.String(20))
    words: Mapped[str] = mapped_column(sa.Text, default="")
    replied_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()
    author_text: Mapped[ContributionText] = relationship(foreign_keys=[author_text_id])
    text: Mapped[ContributionText] = relationship(foreign_keys=[text_id])
    by: Mapped[Person | None] = relationship()

    def state(self, at: datetime) -> str:
        """Return confirmed, objected, waiting or silent: that nothing was said until the moment counts as yes."""
        return confirmation(self.reply, self.confirm_until, at)


def counts_at_desk(wording: type[ContributionText] = ContributionText) -> sa.ColumnElement[bool]:
    """Return which wordings of an amendment a merge desk may take, the newest of them being the one that it takes.

    The author's present one; one carried forward; one rendered from another language, unless the author objects.
    """
    objected = sa.select(Rendering.id).where(Rendering.text_id == wording.id, Rendering.reply == "objects")
    return sa.or_(
        wording.number == Contribution.text_number,
        wording.made_by == "carry",
        sa.and_(wording.made_by == "rendering", ~objected.exists()),
    )


def stands_for_present(wording: type[ContributionText] = ContributionText) -> sa.ColumnElement[bool]:
    """Return which wordings of a contribution say what its author means now: the present one, and its rendering."""
    return sa.or_(wording.number == Contribution.text_number, renders_present(wording))


def renders_present(wording: type[ContributionText] = ContributionText) -> sa.ColumnElement[bool]:
    """Return which wordings are renderings of the author's present words: the newest, unless the author objects."""
    of_author, newer = sa.orm.aliased(ContributionText), sa.orm.aliased(Rendering)
    again = sa.select(newer.id).where(
        newer.contribution_id == Rendering.contribution_id, newer.id > Rendering.id
    )
    rendered = (
        sa.select(Rendering.id)
        .join(of_author, of_author.id == Rendering.author_text_id)
        .where(
            Rendering.text_id == wording.id,
            of_author.number == Contribution.text_number,
            sa.or_(Rendering.reply.is_(None), Rendering.reply != "objects"),
            ~again.exists(),
        )
    )
    return sa.and_(wording.made_by == "rendering", rendered.exists())


class SaidTranslation(Model):
    """What somebody said, in another language: the words of one wording, and why a change is proposed."""

    __tablename__ = "contribution_translations"
    __table_args__ = (sa.Index("ix_contribution_translations_of", "contribution_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"))
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution_texts.id"))
    language: Mapped[str] = mapped_column(sa.String(12))
    body: Mapped[str] = mapped_column(sa.Text, default="")
    rationale: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship()
    by: Mapped[Person | None] = relationship()
