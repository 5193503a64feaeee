"""Who is in the network: its organisations, and those people who chose to be listed. For its members."""

import unicodedata

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from consult.core.database import db
from consult.rules.permissions import Permission
from consult.web.access import requires
from consult.web.pages import render_page

from ..labels import CONSTITUENCY_LABELS
from ..models import Account, Organisation, Person
from . import bp


@bp.get("/directory")
@requires(Permission.DIRECTORY_READ)
def directory() -> ResponseReturnValue:
    """Show the confirmed organisations, and the people who chose it."""
    confirmed = sa.select(Organisation).where(Organisation.status == "confirmed")
    listed = (
        sa.select(Person)
        .join(Account, Account.id == Person.account_id)
        .where(Person.is_listed, Account.disabled_at.is_(None))
        .options(selectinload(Person.organisation), selectinload(Person.region))
    )
    organisations = db.session.scalars(confirmed.options(selectinload(Organisation.region)))
    return render_page(
        "people/directory.html",
        organisations=sorted(organisations, key=lambda row: _as_sorted(row.name)),
        people=sorted(db.session.scalars(listed), key=lambda row: _as_sorted(row.display_name)),
        constituencies=CONSTITUENCY_LABELS,
    )


def _as_sorted(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold()
