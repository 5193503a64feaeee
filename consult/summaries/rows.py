"""The rows behind the figures: one query, everything that everybody may read, and nothing else."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.credit import organisation_name
from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db
from consult.narratives.models import Section
from consult.people.models import Organisation, Region

from .narrowed import Narrowed


def counted(
    columns: Sequence[Any], consultations: Sequence[Consultation], narrowed: Narrowed
) -> sa.Select[Any]:
    """Return the question for what counts in a summary, as far as it was narrowed: what the figures are made of."""
    return (
        sa.select(*columns)
        .select_from(Contribution)
        .outerjoin(Section, Section.id == Contribution.section_id)
        .outerjoin(Region, Region.id == Contribution.region_id)
        .where(
            Contribution.consultation_id.in_([row.id for row in consultations]),
            *counts_for_everybody(),
            *narrowed.conditions(consultations),
        )
    )


def region_names(language: str) -> dict[str, str]:
    """Return the regions' names in a language, by code."""
    return {region.code: region.name(language) for region in db.session.scalars(sa.select(Region))}


def region_codes() -> dict[int, str]:
    """Return the codes of the regions by their ids, in their order."""
    found = db.session.execute(sa.select(Region.id, Region.code).order_by(Region.position, Region.code))
    return {number: code for number, code in found}


def organisations_by_id(ids: Sequence[int]) -> dict[int, Organisation]:
    """Return organisations by id."""
    found = db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(ids)))
    return {organisation.id: organisation for organisation in found}


def organisation_behind(public_id: str) -> dict[str, str]:
    """Return the name of an organisation with which contributions are shown, by its id."""
    found = db.session.scalars(sa.select(Organisation).where(Organisation.public_id == public_id))
    return {organisation.public_id: organisation_name(organisation) for organisation in found}


def unheard_organisations(consultation: Consultation) -> list[Organisation]:
    """Return the confirmed organisations of the consultation's region (of all regions for a theme) from which
    nothing at all was sent, by name."""
    heard = sa.select(Contribution.organisation_id).where(
        Contribution.consultation_id == consultation.id,
        Contribution.status == "submitted",
        Contribution.organisation_id.is_not(None),
    )
    query = sa.select(Organisation).where(Organisation.status == "confirmed", Organisation.id.not_in(heard))
    if consultation.region_id is not None:
        query = query.where(Organisation.region_id == consultation.region_id)
    return list(db.session.scalars(query.order_by(Organisation.name)))


def withheld_count(consultation: Consultation) -> int:
    """Return how many contributions are for facilitators only and so in no figure."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Contribution)
            .where(
                Contribution.consultation_id == consultation.id,
                Contribution.status == "submitted",
                Contribution.visibility == "facilitators",
            )
        )
        or 0
    )
