"""A survey held elsewhere, its rows, and what could not be taken. `docs/data.md` says why it is stored so."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.core.ids import public_id
from consult.people.models import Person
from consult.rules.permissions import Facts
from consult.rules.states import SURVEY_READERS, SURVEY_STATES


class Survey(Model):
    """A file of answers from elsewhere: how it is read, how far it was, and the report that stands for it."""

    __tablename__ = "surveys"
    __table_args__ = (one_of("state", SURVEY_STATES), one_of("words_for", SURVEY_READERS))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contributions.id"), unique=True)
    title: Mapped[str] = mapped_column(default="")
    account: Mapped[str] = mapped_column(sa.Text, default="")
    words_for: Mapped[str] = mapped_column(sa.String(20), default="readers")
    state: Mapped[str] = mapped_column(sa.String(20), default="uploaded", index=True)
    problem: Mapped[str | None] = mapped_column(
        sa.String(20)
    )  # why it failed, as `words.problem_said` takes it

    # the file, until it has been read
    file_name: Mapped[str]
    file_key: Mapped[str | None] = mapped_column(sa.String(32))
    sha: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(4))
    encoding: Mapped[str] = mapped_column(sa.String(10), default="")
    delimiter: Mapped[str] = mapped_column(sa.String(1), default="")
    header: Mapped[list[str]]
    sample: Mapped[list[Any]] = mapped_column(sa.JSON)
    mapping: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))

    # how far it was read
    expected: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    headings: Mapped[int] = mapped_column(default=0)
    found_to: Mapped[int] = mapped_column(default=0)  # the last row whose words the search finds
    refused: Mapped[int] = mapped_column(default=0)
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    claimed_until: Mapped[datetime | None]

    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    report: Mapped[Contribution | None] = relationship()
    by: Mapped[Person] = relationship()

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the survey: that of its consultation."""
        return self.consultation.facts(at)


class SurveyRow(Model):
    """What one person answered: a region, a language, options of the closed questions, words to the open ones.

    `chosen` says what was chosen of each closed question, then which open ones have words, in their order; `words`
    holds those of the open questions.
    """

    __tablename__ = "survey_rows"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - its key is its order: written once, no index beside it

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"), primary_key=True)
    number: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False
    )  # of the row in the file; the headings are row 1
    region_id: Mapped[int | None] = mapped_column(sa.ForeignKey("regions.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    is_named: Mapped[int] = mapped_column(sa.SmallInteger, default=0)  # 1: the organisation may be named
    language: Mapped[str] = mapped_column(sa.String(12))
    external: Mapped[int | None] = mapped_column(sa.BigInteger)  # keyed digest of the row's id elsewhere
    chosen: Mapped[str] = mapped_column(sa.Text, default="")  # places of options, then flags: "3;0,2;+;-;"
    words: Mapped[str] = mapped_column(sa.Text, default="")  # parted by U+001F, or empty


class SurveyWords(Model):
    """The words of one row to one open question, as a thing that the search finds; the row holds them."""

    __tablename__ = "survey_words"
    __table_args__ = (sa.Index("ix_survey_words_survey_id_number", "survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"))
    question_id: Mapped[
        int
    ]  # no foreign key: of a survey that was taken out the question may go before its words
    number: Mapped[int]


class SurveyFault(Model):
    """Why one row was not taken: its number, the column, what stands there (shortened), a word of `words.FAULTS`."""

    __tablename__ = "survey_faults"
    __table_args__ = (sa.Index("ix_survey_faults_survey_id_number", "survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"))
    number: Mapped[int]
    place: Mapped[int | None]
    value: Mapped[str] = mapped_column(sa.String(100), default="")
    fault: Mapped[str] = mapped_column(sa.String(20))


SPREAD = 999_983
"""A prime: what people said is shown in another order for each question, so that no two answers are put together."""


def spread_order(number: Any, question_id: Any) -> sa.ColumnElement[int]:
    """Return the place of a row's words among all words to a question: an order that tells nothing of the rows'."""
    return (sa.cast(number, sa.BigInteger) * (question_id * 7_919 + 104_729)) % SPREAD
