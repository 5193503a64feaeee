"""The main navigation of every page: the start, the narratives, and for staff what is on their desk."""

import textwrap
from typing import Any

import sqlalchemy as sa
from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from consult.consolidation.models import Consolidation
from consult.core.database import db
from consult.core.kept import kept
from consult.narratives.models import Narrative
from consult.rules.permissions import Facts, Permission, Role
from consult.web.access import actor, may
from consult.web.links import per_language, url_for

MOST = 3
LONGEST = 32
STAFF = frozenset({Role.FACILITATOR, Role.SECRETARIAT, Role.WORKING_GROUP_MEMBER})


def navigation() -> dict[str, Any]:
    """Return the navigation for the layout: at most two queries, one of them for staff only."""
    start, search = _ends()
    here = request.path
    inner = [*_narratives(), *_desks(), search]
    return {
        "nav": [
            {"label": start[0], "url": start[1], "current": here == start[1]},
            *({"label": label, "url": url, "current": is_at(here, url)} for label, url in inner),
        ]
    }


def is_at(here: str, url: str) -> bool:
    """Say whether a path is this address, or lies below it."""
    return here == url or here.startswith(url + "/")


@per_language
def _ends() -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the first place of the navigation and the last one."""
    return (_("Start"), url_for("reading.home")), (_("Search"), url_for("reading.search"))


def _narratives() -> list[tuple[str, str]]:
    """Return the first narratives that the reader may read; only which there are is kept for all."""
    return [
        (short(title), url_for("reading.narrative", slug=slug))
        for slug, title in list(readable_narratives().items())[:MOST]
    ]


def readable_narratives() -> dict[str, str]:
    """Return the titles of the narratives that the reader may read, by their slugs."""
    return {
        slug: title
        for slug, title, facts in kept("narratives", _known_narratives)
        if may(Permission.NARRATIVE_READ, facts)
    }


def _known_narratives() -> tuple[tuple[str, str, Facts], ...]:
    asked = sa.select(Narrative).order_by(Narrative.id).options(joinedload(Narrative.consultations))
    return tuple((row.slug, row.title, row.facts()) for row in db.session.scalars(asked).unique())


def short(title: str) -> str:
    """Return a title as it fits into the navigation: what stands before its colon, else its first words."""
    if len(title) <= LONGEST:
        return title
    before, colon, _rest = title.partition(":")
    if colon and len(before) <= LONGEST:
        return before
    return textwrap.shorten(title, LONGEST, placeholder=" …")


def _desks() -> list[tuple[str, str]]:
    """Return the newest open merge desk of those who work at one; for a reviewer, its draft."""
    roles = {grant.role for grant in actor().grants}
    if not roles & {*STAFF, Role.REVIEWER}:
        return []
    rows = db.session.scalars(
        sa.select(Consolidation)
        .where(Consolidation.state == "open")
        .order_by(Consolidation.id.desc())
        .options(selectinload(Consolidation.consultations))
    )
    readable = [row for row in rows if may(Permission.DRAFT_READ, row)]
    return [_desk(row) for row in readable[:1]]


def _desk(row: Consolidation) -> tuple[str, str]:
    if may(Permission.CONSOLIDATION_READ, row):
        return _("Merge desk"), url_for("consolidation.desk", consolidation_id=row.public_id)
    return _("Read the draft"), url_for("consolidation.draft", consolidation_id=row.public_id)
