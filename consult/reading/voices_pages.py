"""Where the words of an organisation or a region went, as far as those who sent them let it be named."""

from collections import Counter

import sqlalchemy as sa
from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from consult.consultations.models import Consultation
from consult.contributions.labels import DISPOSITION_TINTS, DISPOSITIONS
from consult.contributions.models import Contribution
from consult.contributions.queries import begins_thread, counts_for_everybody
from consult.contributions.veil import region_is_told
from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.loading import by_public_id
from consult.narratives.models import Narrative
from consult.narratives.services import narrative_by_slug
from consult.people.models import Organisation, Region
from consult.rules.permissions import Permission
from consult.web.access import may, requires
from consult.web.links import url_for
from consult.web.locale import current_language
from consult.web.pages import render_page

from .blueprint import bp
from .ledger import PAGE, entries_of, names_in
from .voices import NAMES_ORGANISATION


@bp.get("/narratives/<slug>/organisations/<organisation_id>")
@requires(Permission.NARRATIVE_READ, narrative_by_slug)
def organisation(narrative: Narrative, organisation_id: str) -> ResponseReturnValue:
    """Show what was sent from an organisation under its name, and what became of it."""
    found = by_public_id(Organisation, organisation_id)
    conditions = (
        Contribution.organisation_id == found.id,
        Contribution.visibility.in_(NAMES_ORGANISATION),
    )
    url = url_for("reading.organisation", slug=narrative.slug, organisation_id=organisation_id)
    return _page(narrative, found.name, conditions, url, must_be_known=True)


@bp.get("/narratives/<slug>/regions/<code>")
@requires(Permission.NARRATIVE_READ, narrative_by_slug)
def region(narrative: Narrative, code: str) -> ResponseReturnValue:
    """Show what was sent from a region, and what became of it."""
    found = db.session.scalar(sa.select(Region).where(Region.code == code))
    if found is None:
        raise NotFound
    url = url_for("reading.region", slug=narrative.slug, code=code)
    ids = db.session.scalars(
        sa.select(Consultation.id).where(Consultation.narrative_id == narrative.id)
    ).all()
    return _page(narrative, found.name(current_language()), (region_is_told(found, ids),), url)


def _page(
    narrative: Narrative,
    name: str,
    conditions: tuple[sa.ColumnElement[bool], ...],
    url: str,
    *,
    must_be_known: bool = False,
) -> ResponseReturnValue:
    """Show a page of what was sent. An organisation of which nothing is shown here is answered like one that is not."""
    listed = (*conditions, *_readable(narrative))
    counts = _counts(listed)
    number = sum(counts.values())
    if must_be_known and not number:
        raise NotFound
    pages = max(1, -(-number // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_page(
        "reading/voices.html",
        narrative=narrative,
        name=name,
        counts=counts,
        number=number,
        page=page,
        pages=pages,
        url=url,
        entries=entries_of(_rows(listed, page), names_in(narrative)),
        dispositions=DISPOSITIONS,
        tints=DISPOSITION_TINTS,
    )


def _readable(narrative: Narrative) -> tuple[sa.ColumnElement[bool], ...]:
    rows = db.session.scalars(
        sa.select(Consultation)
        .where(Consultation.narrative_id == narrative.id)
        .options(joinedload(Consultation.narrative))
    )
    ids = [row.id for row in rows if may(Permission.CONSULTATION_READ, row)]
    return (
        Contribution.consultation_id.in_(ids),
        begins_thread(),
        *counts_for_everybody(),
    )


def _counts(listed: tuple[sa.ColumnElement[bool], ...]) -> Counter[str | None]:
    """Return how many contributions have which answer; None: not answered yet."""
    rows = db.session.execute(
        sa.select(Contribution.disposition, sa.func.count()).where(*listed).group_by(Contribution.disposition)
    )
    return Counter({disposition: number for disposition, number in rows})


def _rows(listed: tuple[sa.ColumnElement[bool], ...], page: int) -> list[Contribution]:
    rows = db.session.scalars(
        sa.select(Contribution)
        .where(*listed)
        .order_by(Contribution.submitted_at.desc(), Contribution.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
        .options(
            joinedload(Contribution.person),
            joinedload(Contribution.organisation),
            joinedload(Contribution.region),
            joinedload(Contribution.section),
            joinedload(Contribution.consultation),
        )
    )
    return list(rows)
