"""The cells of a summary, out of the counters where they are kept, with what happened since; else out of the rows."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.veil import veil_over
from consult.core.database import db
from consult.core.logs import Event
from consult.narratives.models import Section
from consult.people.models import Region

from .cells import EVERYWHERE, Rows
from .counters import as_counted, counter_state, subjects_changed
from .models import (
    CountedContribution,
    CounterState,
    DayCounter,
    OrganisationCounter,
    SentCounter,
    SpeakerCounter,
)
from .narrowed import Narrowed
from .rows import region_codes

if TYPE_CHECKING:
    from .tables import Cells

MOST_WAITING = 5_000
"""So many events can be taken in while a page is made; with more, it counts the rows."""


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
    numbers: dict[int, int] = {}
    for _section, region, *_rest, number in source.sent():
        numbers[region] = numbers.get(region, 0) + number
    return [code for region, code in region_codes().items() if numbers.get(region)]


def source_of(consultations: Sequence[Consultation], narrowed: Narrowed) -> "Counters | Rows":
    """Return where cells are read from: the counters, or the rows where the counters do not hold what is asked."""
    if narrowed.query or any(veil_over(row).is_high for row in consultations):
        return Rows(consultations, narrowed)
    state = state_in_use()
    return Counters([row.id for row in consultations], state) if state else Rows(consultations, narrowed)


def state_in_use() -> CounterState | None:
    """Return up to where the counters count; None without any, or where too much happened since."""
    state = counter_state()
    if state is None:
        return None
    newest = db.session.scalar(sa.select(sa.func.max(Event.id))) or 0
    return state if newest - state.event_id <= MOST_WAITING else None


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


class Counters:
    """The cells of consultations out of the counters, with the events that these have not taken in yet."""

    def __init__(self, consultation_ids: Sequence[int], state: CounterState):
        self.ids = list(consultation_ids)
        self.changed = subjects_changed("contributions", state.event_id)

    @cached_property
    def moved(self) -> list[tuple[int, Any]]:
        """Return what changed since: -1 with each contribution as it was counted, 1 as it counts now."""
        was = sa.select(CountedContribution.__table__).where(
            CountedContribution.contribution_id.in_(self.changed),
            CountedContribution.consultation_id.in_(self.ids),
        )
        now = as_counted(Contribution.id.in_(self.changed), Contribution.consultation_id.in_(self.ids))
        names = CountedContribution.__table__.columns.keys()
        labelled = sa.select(
            *(column.label(name) for column, name in zip(now.subquery().c, names, strict=True))
        )
        return [
            *((-1, row) for row in db.session.execute(was)),
            *((1, row) for row in db.session.execute(labelled)),
        ]

    def sent(self) -> list[tuple[Any, ...]]:
        """Return section, region, kind, disposition, whether it is a reply, and how many."""
        return self._of(SentCounter)

    def days(self) -> list[tuple[Any, ...]]:
        """Return day, region, kind, and how many."""
        return self._of(DayCounter)

    def organisations(self) -> list[tuple[Any, ...]]:
        """Return organisation, voice, and how many contributions may be named with it."""
        return [row for row in self._of(OrganisationCounter) if row[0]]

    def speakers(self) -> list[tuple[Any, ...]]:
        """Return region (or -1 for all of them), voice, and how many different people or organisations."""
        table = SpeakerCounter
        number = sa.func.count() if len(self.ids) == 1 else sa.func.count(table.speaker_id.distinct())
        query = (
            sa.select(table.region_id, table.voice, number)
            .where(table.consultation_id.in_(self.ids), table.section_id == EVERYWHERE)
            .group_by(table.region_id, table.voice)
        )
        found = [tuple(row) for row in db.session.execute(query)]
        return [*found, *self._speakers_since()]

    def _of(self, model: Any) -> list[tuple[Any, ...]]:
        names = model.KEYS[1:]
        query = sa.select(*(getattr(model, name) for name in (*names, "number")))
        found = [tuple(row) for row in db.session.execute(query.where(model.consultation_id.in_(self.ids)))]
        return [*found, *((*(getattr(row, name) for name in names), sign) for sign, row in self.moved)]

    def _speakers_since(self) -> list[tuple[Any, ...]]:
        changes: dict[tuple[int, str, int], int] = {}
        for sign, row in self.moved:
            for region in (row.region_id, EVERYWHERE) if row.speaker_id else ():
                key = (region, row.voice, row.speaker_id)
                changes[key] = changes.get(key, 0) + sign
        return came_and_went(self._spoken({speaker for _, _, speaker in changes}), changes)

    def _spoken(self, speakers: Iterable[int]) -> dict[tuple[int, str, int], int]:
        """Return how often some people and organisations spoke from each region, as it was counted last."""
        table = SpeakerCounter
        query = (
            sa.select(table.region_id, table.voice, table.speaker_id, sa.func.sum(table.number))
            .where(table.consultation_id.in_(self.ids), table.section_id == EVERYWHERE)
            .where(table.speaker_id.in_(list(speakers)))
            .group_by(table.region_id, table.voice, table.speaker_id)
        )
        return {(region, voice, who): number for region, voice, who, number in db.session.execute(query)}


def came_and_went(
    before: dict[tuple[int, str, int], int], changes: dict[tuple[int, str, int], int]
) -> list[tuple[int, str, int]]:
    """Return region, voice and 1 for each that had not spoken there and has now, -1 for each that had and has not."""
    found = []
    for (region, voice, who), change in changes.items():
        was = before.get((region, voice, who), 0)
        difference = (was + change > 0) - (was > 0)
        if difference:
            found.append((region, voice, difference))
    return found
