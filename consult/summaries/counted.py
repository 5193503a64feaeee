"""The cells of a summary, out of the columns that are kept, with what happened since; else out of the tables."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.veil import veil_over
from consult.core.database import db
from consult.narratives.models import Section
from consult.people.models import Region
from consult.rules.states import CONTRIBUTION_KINDS, DISPOSITIONS, VOICES

from .cells import EVERYWHERE, Rows
from .column_store import columns_in, state_in_use
from .countable import SENT
from .models import ColumnState
from .narrowed import NONE, Narrowed, dispositions_asked
from .rows import region_codes

if TYPE_CHECKING:
    from .columns import Coded, Columns
    from .tables import Cells

EPOCH = date(1970, 1, 1)


def cells(consultations: Sequence[Consultation], narrowed: Narrowed) -> "Cells":
    """Return what counts in a summary at this moment, as far as it was narrowed. Loads pandas."""
    from . import tables

    source = source_of(consultations, narrowed)
    sections, regions = _names(consultations)
    return tables.cells_of(
        ((sections[section], regions[region], *rest) for section, region, *rest in source.sent()),
        ((day, regions[region], *rest) for day, region, *rest in source.days()),
        ((regions[region], *rest) for region, *rest in source.speakers()),
        source.organisations(),
    )


def regions_heard(consultations: Sequence[Consultation]) -> list[str]:
    """Return the codes of the regions from which something was sent and that may be told, in their order."""
    source = source_of(consultations, Narrowed())
    told = region_codes().items()
    if isinstance(source, Kept):
        heard = source.regions()
        return [code for number, code in told if number in heard]
    numbers: dict[int, int] = {}
    for _section, region, *_rest, number in source.sent():
        numbers[region] = numbers.get(region, 0) + number
    return [code for region, code in told if numbers.get(region)]


def source_of(consultations: Sequence[Consultation], narrowed: Narrowed) -> "Kept | Rows":
    """Return where cells are read from: what is kept as columns, or the tables where that does not hold what is asked.

    Under high protection what may be told of somebody depends on others, which the columns do not know, nor do they
    know of tags.
    """
    state = state_in_use()
    if (
        state is None
        or narrowed.tag
        or narrowed.organisation
        or any(veil_over(row).is_high for row in consultations)
    ):
        return Rows(consultations, narrowed)
    return Kept(consultations, narrowed, state)


def _names(consultations: Sequence[Consultation]) -> tuple[dict[int | None, str], dict[int | None, str]]:
    """Return the keys of the sections and the codes of the regions by their ids."""
    narratives = {row.narrative_id for row in consultations}
    sections: dict[int | None, str] = {None: "", 0: ""}
    regions: dict[int | None, str] = {None: "", 0: "", EVERYWHERE: "*"}
    found: Any = db.session.execute(
        sa.union_all(
            sa.select(sa.literal_column("1"), Section.id, Section.key).where(
                Section.narrative_id.in_(narratives)
            ),
            sa.select(sa.literal_column("0"), Region.id, Region.code),
        )
    )
    for is_section, number, name in found:
        (sections if is_section else regions)[number] = name
    return sections, regions


class Kept:
    """The cells of consultations out of the columns that are kept, with what happened since."""

    def __init__(self, consultations: Sequence[Consultation], narrowed: Narrowed, state: ColumnState):
        self.consultations = consultations
        self.narrowed = narrowed
        self.state = state

    @cached_property
    def rows(self) -> "Coded":
        """Return what counts at this moment, as far as it was narrowed."""
        from . import columns

        ids = [row.id for row in self.consultations]
        names = [name for name in columns.SENT if name != "id"]
        parts = []
        for part in columns_in(SENT, ids, self.state, names):
            which = self._conditions(part)
            parts.append(columns.chosen(part, columns.every(which)) if which else part)
        return columns.Coded(parts)

    def regions(self) -> set[int]:
        """Return the ids of the regions from which something was sent, whatever was asked for."""
        import numpy as np

        ids = [row.id for row in self.consultations]
        found: set[int] = set()
        for part in columns_in(SENT, ids, self.state, ["region"]):
            found.update(np.unique(part["region"]).tolist())
        return found

    def sent(self) -> list[tuple[Any, ...]]:
        """Return section, region, kind, disposition, whether it is a reply, and how many."""
        keys = ("section", "region", "kind", "disposition", "is_reply")
        return [
            (section, region, CONTRIBUTION_KINDS[kind], _ANSWERS[disposition], bool(is_reply), number)
            for section, region, kind, disposition, is_reply, number in self.rows.numbers_by(*keys)
        ]

    def days(self) -> list[tuple[Any, ...]]:
        """Return day (of each consultation's zone), region, kind, and how many."""
        return [
            ((EPOCH + timedelta(days=day)).isoformat(), region, CONTRIBUTION_KINDS[kind], number)
            for day, region, kind, number in self.rows.numbers_by("day", "region", "kind")
        ]

    def organisations(self) -> list[tuple[Any, ...]]:
        """Return organisation, voice, and how many contributions may be named with it."""
        found = self.rows.numbers_by("organisation", "voice")
        return [
            (organisation, VOICES[voice], number) for organisation, voice, number in found if organisation
        ]

    def speakers(self) -> list[tuple[Any, ...]]:
        """Return region (or -1 for all of them), voice, and how many different people or organisations."""
        by_region = self.rows.different_by("region", "voice", of="speaker")
        in_all = ((EVERYWHERE, *row) for row in self.rows.different_by("voice", of="speaker"))
        return [(region, VOICES[voice], number) for region, voice, number in (*by_region, *in_all)]

    def _conditions(self, found: "Columns") -> list[Any]:
        """Return the conditions of what was asked for, as `Narrowed.conditions` puts them to the tables."""
        asked = self.narrowed
        conditions = []
        if asked.section:
            conditions.append(_is_among(found["section"], self._sections))
        if asked.region:
            conditions.append(_is_among(found["region"], self._regions))
        if asked.kind:
            conditions.append(found["kind"] == CONTRIBUTION_KINDS.index(asked.kind))
        if asked.disposition:
            answers = [_ANSWERS.index(one) for one in dispositions_asked(asked.disposition)]
            conditions.append(_is_among(found["disposition"], answers))
        if asked.starts or asked.disposition:
            conditions.append(found["is_reply"] == 0)
        if asked.voice:
            conditions.append(found["voice"] == VOICES.index(asked.voice))
        if asked.day:
            conditions.append(found["day"] == (date.fromisoformat(asked.day) - EPOCH).days)
        return conditions

    @cached_property
    def _regions(self) -> list[int]:
        if self.narrowed.region == NONE:
            return [0]
        return [number for number, code in region_codes().items() if code == self.narrowed.region]

    @cached_property
    def _sections(self) -> list[int]:
        if self.narrowed.section == NONE:
            return [0]
        narratives = {row.narrative_id for row in self.consultations}
        named = sa.select(Section.id).where(
            Section.narrative_id.in_(narratives), Section.key == self.narrowed.section
        )
        return list(db.session.scalars(named))


_ANSWERS = ("", *DISPOSITIONS)


def _is_among(values: Any, some: Sequence[int]) -> Any:
    import numpy as np

    return np.isin(values, some)
