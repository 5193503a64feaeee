"""The start page: the narratives, and what is open now."""

import sqlalchemy as sa
from flask import Blueprint
from flask.typing import ResponseReturnValue

from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative
from consult.rules.permissions import Permission
from consult.web.access import PUBLIC, may
from consult.web.pages import render_page

bp = Blueprint("reading", __name__)


@bp.get("/")
@PUBLIC
def home() -> ResponseReturnValue:
    """List the narratives and consultations that the reader may see."""
    narratives = db.session.scalars(sa.select(Narrative).order_by(Narrative.title))
    consultations = db.session.scalars(sa.select(Consultation).order_by(Consultation.closes_at))
    return render_page(
        "reading/home.html",
        narratives=[row for row in narratives if may(Permission.NARRATIVE_READ, row)],
        consultations=[row for row in consultations if may(Permission.CONSULTATION_READ, row)],
        now=now(),
    )
