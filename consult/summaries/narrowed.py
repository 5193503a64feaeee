"""What a reader asks to see of what was sent: the filters of a summary, in its address and in its question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.tags import has_tag
from consult.contributions.veil import veil_over, veiled
from consult.core.clock import day_begins
from consult.narratives.models import Section
from consult.people.models import Organisation, Region
from consult.rules.states import CONTRIBUTION_KINDS, DISPOSITIONS, TAKEN_UP, VOICES

NONE = "-"
"""In an address: without a section, without a region."""
OPEN = "open"
"""In an address: without an answer yet."""
NAMES_ORGANISATION = ("name", "organisation")
"""The visibilities under which a contribution may be shown with its organisation."""
ANSWERED, TAKEN = "answered", "taken-up"
"""In an address: with any answer; accepted as a whole or in part."""


@dataclass(frozen=True)
class Narrowed:
    """Some of what was sent; what is empty asks for nothing. `starts`: without replies, which their thread answers."""

    section: str = ""
    region: str = ""
    kind: str = ""
    day: str = ""
    disposition: str = ""
    starts: str = ""
    tag: str = ""
    organisation: str = ""
    voice: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Narrowed":
        """Return what an address asks for; values that there cannot be are left aside."""
        given = {field.name: query.get(field.name, "")[:80].replace("\x00", "") for field in fields(cls)}
        if given["kind"] not in CONTRIBUTION_KINDS:
            given["kind"] = ""
        if given["disposition"] not in (*DISPOSITIONS, OPEN, ANSWERED, TAKEN):
            given["disposition"] = ""
        if given["voice"] not in VOICES:
            given["voice"] = ""
        return cls(**{**given, "day": _day(given["day"]), "starts": "1" if given["starts"] else ""})

    @property
    def query(self) -> dict[str, str]:
        """Return the same as arguments of an address, the empty ones left out."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def tells_people_apart(self) -> bool:
        """Say whether so little may be left that a number of people would tell which of it is of one hand."""
        return bool(
            self.section
            or self.kind
            or self.day
            or self.disposition
            or self.tag
            or self.organisation
            or self.voice
        )

    def but(self, **values: str) -> "Narrowed":
        """Return the same with some of it asked for otherwise."""
        return replace(self, **values)

    def conditions(self, consultations: Sequence[Consultation]) -> list[sa.ColumnElement[bool]]:
        """Return the conditions of a query that joins sections and regions to contributions."""
        found: list[sa.ColumnElement[bool]] = []
        if self.section:
            found.append(_is(Contribution.section_id if self.section == NONE else Section.key, self.section))
        if self.region:  # one that may not be told is none
            told = veiled(Region.code, "region", [row.id for row in consultations])
            found.append(_is(told, self.region))
        if self.kind:
            found.append(Contribution.kind == self.kind)
        if self.disposition:
            found.append(_answered(self.disposition))
        if self.starts or self.disposition:
            found.append(Contribution.thread_id.is_(None))
        if self.tag:
            found.append(sa.not_(has_tag()) if self.tag == NONE else has_tag(self.tag))
        if self.organisation:  # only with what may be shown with it
            named = sa.select(Organisation.id).where(Organisation.public_id == self.organisation)
            shown = Contribution.visibility.in_(NAMES_ORGANISATION)
            found.append(sa.and_(shown, Contribution.organisation_id == named.scalar_subquery()))
        if self.voice:
            found.append(Contribution.voice == self.voice)
        if self.day:
            found.append(sa.or_(sa.false(), *(_on(self.day, row) for row in consultations)))
        return found


def dispositions_asked(value: str) -> tuple[str, ...]:
    """Return the dispositions that an address asks for by one word; the empty one is none yet."""
    several = {OPEN: ("",), ANSWERED: DISPOSITIONS, TAKEN: TAKEN_UP}
    return several.get(value, (value,))


def _answered(value: str) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(Contribution.disposition, "").in_(dispositions_asked(value))


def _is(column: Any, value: str) -> sa.ColumnElement[bool]:
    return column.is_(None) if value == NONE else column == value


def _day(words: str) -> str:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return ""
    return day.isoformat() if date.min < day < date.max else ""


def _on(day: str, row: Consultation) -> sa.ColumnElement[bool]:
    """Return the condition that something was sent on a day of the consultation's zone, or in its week."""
    first, length = date.fromisoformat(day), timedelta(days=1)
    if veil_over(row).is_high:  # weeks stand for days, under their Monday
        length = timedelta(days=0 if first.weekday() else 7)
    begins, ends = (day_begins(one, row.zone) for one in (first, first + length))
    return sa.and_(
        Contribution.consultation_id == row.id,
        Contribution.submitted_at >= begins,
        Contribution.submitted_at < ends,
    )
