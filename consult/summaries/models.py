"""What an author agreed to that leaves the house: being quoted in a report."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import Model


class QuoteConsent(Model):
    """An author's consent that one wording of a contribution is quoted in reports. Another wording is not meant."""

    __tablename__ = "quote_consents"

    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), primary_key=True)
    text_number: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship()
