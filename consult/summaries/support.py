"""How regions stand to proposed changes, out of the columns that are kept with what happened since; else the tables."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.veil import veil_over
from consult.core.database import db
from consult.rules.states import CONTRIBUTION_KINDS

from .column_store import columns_in, state_in_use
from .countable import SENT, TAKEN
from .rows import region_codes

if TYPE_CHECKING:
    from .sides import Score, Sides

LEAST_STANCES = 5
"""So many stances of a region on a change are needed before its share counts."""


class Support:
    """The stances on the changes that are proposed in consultations.

    Under high protection regions are personal, too, and nothing is told of them here.
    """

    def __init__(self, consultations: Sequence[Consultation]):
        self.ids = [row.id for row in consultations if not veil_over(row).is_high]
        self.state = state_in_use()

    @cached_property
    def _sides(self) -> "Sides":
        from . import columns
        from .sides import Sides

        kind = CONTRIBUTION_KINDS.index("amendment")
        sent = columns_in(SENT, self.ids, self.state, ("id", "section", "kind"))
        changes = [columns.chosen(part, part["kind"] == kind) for part in sent]
        taken = columns_in(
            TAKEN, self.ids, self.state, ("contribution", "region", "organisation", "position")
        )
        return Sides(changes, list(region_codes()), taken)

    def by_section(self) -> list[tuple[int, int, int, int]]:
        """Return section, region (0 for none), and how many accept and how many object to what is proposed to it."""
        return self._sides.by_section()

    def best(self, most: int, least_regions: int) -> list["Score"]:
        """Return so many changes that are accepted most over so many regions or more, the best first."""
        return self._sides.best(most, least_regions, LEAST_STANCES)

    def accepting(self) -> dict[int, frozenset[int]]:
        """Return the ids of the regions from which somebody accepts each change."""
        return self._accepting

    @cached_property
    def _accepting(self) -> dict[int, frozenset[int]]:
        return self._sides.regions_accepting()


def changes_by_id(ids: Sequence[int]) -> dict[int, str]:
    """Return the public ids of proposed changes by their ids."""
    found = db.session.execute(
        sa.select(Contribution.id, Contribution.public_id).where(Contribution.id.in_(ids))
    )
    return {number: public_id for number, public_id in found}
