"""What the pages of the merge desk share: loading, who may read which contribution, answering a post."""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from consult.contributions.credit import public_credit
from consult.contributions.labels import DISPOSITION_TINTS, DISPOSITIONS, OPERATIONS
from consult.contributions.marks import mark_labels
from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.loading import by_public_id
from consult.narratives.models import Section
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import may

from ..at_hand import DeskAtHand, desk_at_hand
from ..labels import OUTCOMES
from ..late import is_new
from ..material import Material, load_material
from ..models import Consolidation
from .sight import region_named

bp = Blueprint("consolidation", __name__)


def load(consolidation_id: str) -> Consolidation:
    """Return the consolidation with this public id."""
    return by_public_id(Consolidation, consolidation_id)


def load_at_hand(consolidation_id: str) -> DeskAtHand:
    """Return what is asked about a consolidation before a decision, without its rows."""
    desk = desk_at_hand(consolidation_id)
    if desk is None:
        raise NotFound
    return desk


def load_section(consolidation: Consolidation, key: str) -> Section:
    """Return a section of the ground revision by its key."""
    row = None
    if "\x00" not in key:  # PostgreSQL cannot even be asked for it
        row = db.session.scalar(
            sa.select(Section).where(Section.narrative_id == consolidation.narrative_id, Section.key == key)
        )
    if row is None:
        raise NotFound
    return row


def may_work(consolidation: Consolidation) -> bool:
    """Say whether the reader decides here, and the desk is still open."""
    return consolidation.is_open and may(Permission.CONSOLIDATION_WORK, consolidation)


def material_for(
    consolidation: Consolidation,
    section: Section | None = None,
    *,
    is_full: bool = False,
    only: sa.ColumnElement[bool] | None = None,
) -> Material:
    """Return what the reader may see of the desk: who does not facilitate sees no withheld contribution."""
    sees_all = may(Permission.CONSOLIDATION_WORK, consolidation)
    is_readable = None if sees_all else _is_readable
    return load_material(consolidation, section, is_full=is_full, is_readable=is_readable, only=only)


def _is_readable(row: Contribution | Stance) -> bool:
    return may(Permission.CONTRIBUTION_READ, row)


def words() -> dict[str, Any]:
    """Return the words that the templates of the desk need."""
    return {
        "outcomes": OUTCOMES,
        "dispositions": DISPOSITIONS,
        "tints": DISPOSITION_TINTS,
        "operations": OPERATIONS,
        "marks": mark_labels(),
        "author": lambda row: public_credit(row, is_facilitator=True).line,
        "regions": region_line,
        "is_new": is_new,
        "markdown": render_markdown,
    }


def prefix(name: str) -> str:
    """Return what stands before the names of one form's fields on a page of many forms."""
    return f"f-{name[:12]}-"


def objection_prefix(stance: Stance) -> str:
    """Return what stands before the names of the fields of the answer to an objection."""
    return f"o-{stance.public_id}-"


def region_line(group: Any) -> str:
    """Return how many contributions support a group in which region, in one line."""
    counts = Counter(filter(None, map(region_named, group.supporters)))
    return _(", ").join(
        _("%(region)s %(number)s", region=name, number=number) for name, number in counts.most_common()
    )


def counter() -> int:
    """Return the counter that the form carries; a damaged one is never the right one.

    A page on which htmx put the parts that a decision changed sends the counter of these parts along.
    """
    known = "counter_now" if "counter_now" in request.form else "counter"
    return request.form.get(known, default=-1, type=int)


def seen_other(endpoint: str, anchor: str | None = None, **values: Any) -> ResponseReturnValue:
    """Send the browser to a page of the desk after a post."""
    return redirect(url_for(f"consolidation.{endpoint}", _anchor=anchor, **values), 303)


def preview_place(row: Consolidation, key: str, name: str, shown: Markup | None = None) -> dict[str, Any]:
    """Return where own words for a place are shown in their sentence, and what is shown there now."""
    address = url_for("consolidation.preview_words", consolidation_id=row.public_id, key=key, name=name)
    return {"url": address, "id": f"reads-{name[:12]}", "shown": shown}
