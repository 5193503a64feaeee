"""The agreed terms of a narrative in its languages, and where proposed words go against them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.clock import now
from consult.core.database import Model, db
from consult.core.ids import public_id
from consult.text.terms import Term, avoided


class AgreedTerm(Model):
    """A term that the network agreed on in a language: what it stands for, what it means, which forms to avoid."""

    __tablename__ = "agreed_terms"
    __table_args__ = (sa.UniqueConstraint("narrative_id", "language", "source", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    language: Mapped[str] = mapped_column(sa.String(12))
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    term: Mapped[str] = mapped_column(sa.String(300))
    meaning: Mapped[str] = mapped_column(sa.Text, default="")
    avoid: Mapped[list[str]] = mapped_column(default=list)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    changed_at: Mapped[datetime] = mapped_column(default=now)


def terms_of(narrative_id: int, language: str) -> list[AgreedTerm]:
    """Return the agreed terms in a language, in the order of what they stand for."""
    asked = sa.select(AgreedTerm).where(
        AgreedTerm.narrative_id == narrative_id, AgreedTerm.language == language
    )
    return sorted(db.session.scalars(asked), key=lambda row: (row.source.casefold(), row.term.casefold()))


def plain(row: AgreedTerm) -> Term:
    """Return a term as a value."""
    return Term(row.source, row.term, tuple(row.avoid), row.meaning)


def newly_avoided(narrative_id: int, language: str, before: str, after: str) -> list[tuple[str, Term]]:
    """Return the forms to avoid that a text would have and has not yet, with the term agreed on instead of each."""
    terms = [plain(row) for row in terms_of(narrative_id, language)]
    known = avoided(before, terms)
    return [one for one in avoided(after, terms) if one not in known]
