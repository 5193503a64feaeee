"""What of its people a consultation under high protection shows: nothing that few of them share, and weeks for days.

The rules are in `consult/rules/disclosure.py`; this page asks the database who stands behind what, and is asked by
pages, the ledger, files, attribution and counts alike.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy.orm.util import identity_key

from consult.consultations.models import Consultation
from consult.core.clock import day_begins, in_zone
from consult.core.database import db
from consult.core.kept import kept
from consult.people.models import Region
from consult.rules.disclosure import Spoken, traits_told
from consult.web.moments import show_day

from .models import Contribution, Stance
from .queries import counts_for_everybody


@dataclass(frozen=True)
class Veil:
    """What may be told: everything, or of each trait only the values behind which enough people stand."""

    is_high: bool = False
    told: frozenset[tuple[str, str]] = frozenset()

    def shows(self, trait: str, value: str | None) -> bool:
        """Say whether a trait (region, country, constituency, language) of somebody may be told."""
        return bool(value) and (not self.is_high or (trait, str(value)) in self.told)

    def day(self, moment: datetime, zone: str) -> date:
        """Return the day that the public is told: its own, or the Monday of its week."""
        local = in_zone(moment, zone).date()
        return local - timedelta(days=local.weekday()) if self.is_high else local

    def show_day(self, moment: datetime, zone: str) -> Markup:
        """Return the day as pages show it."""
        if not self.is_high:
            return show_day(moment, zone)
        monday = day_begins(self.day(moment, zone), zone)  # not days before the moment: clocks change between
        return escape(_("week of %(day)s")) % {"day": show_day(monday, zone)}


OPEN = Veil()


def veil_over(consultation: Any) -> Veil:
    """Return what a consultation (its row, or what a page has at hand of it) shows of its people."""
    if consultation.protection != "high":
        return OPEN
    return kept(f"veil {consultation.id}", lambda: _veil(consultation.id))


def region_shown(row: Contribution | Stance) -> Region | None:
    """Return the region of an author, where it may be told."""
    region = row.region
    return region if region and veil_over(row.consultation).shows("region", region.code) else None


def veiled(
    column: sa.SQLColumnExpression[Any], trait: str, consultations: Collection[int], owner: Any = Contribution
) -> sa.SQLColumnExpression[Any]:
    """Return a column of a query over contributions or stances with nothing where it may not be told."""
    high = _high_among(consultations)
    if not high:
        return column
    untold = sa.or_(*(_is_untold(owner, column, trait, one) for one in high))
    return sa.case((untold, None), else_=column)


def region_is_told(region: Region, consultations: Collection[int]) -> sa.ColumnElement[bool]:
    """Return the condition that a contribution is from a region, and that this may be told."""
    hiding = [one.id for one in _high_among(consultations) if not veil_over(one).shows("region", region.code)]
    return sa.and_(Contribution.region_id == region.id, Contribution.consultation_id.not_in(hiding))


def _is_untold(
    owner: Any, column: sa.SQLColumnExpression[Any], trait: str, consultation: Consultation
) -> sa.ColumnElement[bool]:
    told = [value for name, value in veil_over(consultation).told if name == trait]
    return sa.and_(owner.consultation_id == consultation.id, column.not_in(told))


def _high_among(ids: Collection[int]) -> list[Consultation]:
    here = {one: db.session.identity_map.get(identity_key(Consultation, one)) for one in ids}
    missing = [one for one, row in here.items() if row is None]
    found = [row for row in here.values() if row is not None]
    if missing:
        found += db.session.scalars(sa.select(Consultation).where(Consultation.id.in_(missing)))
    return [row for row in found if row.protection == "high"]


def _veil(consultation_id: int) -> Veil:
    return Veil(True, traits_told(_spoken(consultation_id)))


def _spoken(consultation_id: int) -> list[Spoken]:
    """Return what was said; a stance has no language, and says nothing about those who share one."""
    found = []
    for model, languages, shown in (
        (Contribution, (Contribution.language,), counts_for_everybody()),
        (Stance, (), (Stance.withdrawn_at.is_(None), Stance.visibility != "facilitators")),
    ):
        rows = db.session.execute(
            sa.select(
                model.person_id,
                model.organisation_id,
                Region.code,
                model.country,
                model.constituency,
                *languages,
            )
            .select_from(model)
            .outerjoin(Region, Region.id == model.region_id)
            .where(model.consultation_id == consultation_id, *shown)
        )
        found += [
            Spoken(person, organisation, tuple(zip(TRAITS, traits, strict=False)))
            for person, organisation, *traits in rows
        ]
    return found


TRAITS = ("region", "country", "constituency", "language")
