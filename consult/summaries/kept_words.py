"""What the worker found in the words of many contributions: where it stands, and none of the words themselves.

A word is known by its mark and by some contributions that use it, a repeated text by those that send it. Pages read
the words there, as they are now and as far as everybody may read them. So what was withdrawn, hidden, changed, blacked
out or erased since is in no word from then on, without anything being done here.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.database import Model


class WordCount(Model):
    """The consultations whose words were counted together: when, up to which event, and how many contributions."""

    __tablename__ = "word_counts"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultations: Mapped[str] = mapped_column(sa.String(64), unique=True)  # a digest of their ids
    rules: Mapped[int]
    event_id: Mapped[int]
    removal_id: Mapped[int]
    number: Mapped[int]
    begun_at: Mapped[datetime | None]  # somebody counts anew since
    made_at: Mapped[datetime | None]  # empty: never yet


class KeptWord(Model):
    """A word that sets a section or a region apart: its mark, and in how many contributions it was used."""

    __tablename__ = "kept_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(index=True)
    division: Mapped[str] = mapped_column(sa.String(10))
    group_id: Mapped[int]  # of the section or the region
    language: Mapped[str] = mapped_column(sa.String(12))
    mark: Mapped[int] = mapped_column(sa.BigInteger)
    here: Mapped[int]
    elsewhere: Mapped[int]
    strength: Mapped[float]


class KeptWordUse(Model):
    """A contribution that uses such a word, of another person than the others."""

    __tablename__ = "kept_word_uses"

    word_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    contribution_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class KeptRepeat(Model):
    """A contribution with a wording that others sent, too: those of one number are alike, the earliest place first."""

    __tablename__ = "kept_repeats"
    __table_args__ = (sa.PrimaryKeyConstraint("count_id", "number", "place"),)

    count_id: Mapped[int] = mapped_column(autoincrement=False)
    number: Mapped[int] = mapped_column(autoincrement=False)
    place: Mapped[int] = mapped_column(autoincrement=False)
    contribution_id: Mapped[int]
    text_number: Mapped[int]
