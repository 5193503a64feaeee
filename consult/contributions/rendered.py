"""How a change to the text in another language is shown: its rendering, by whom, and what its author says to that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from consult.core.database import db
from consult.web.moments import show_moment

from .hunks import hunks_of
from .language_models import Rendering
from .marks import marked_sentences
from .models import Contribution, ContributionText, StoredHunk


@dataclass(frozen=True)
class ShownRendering:
    """A rendering that counts, or one to which the author objects (then without its words)."""

    language: str
    by: str
    state: str
    line: Markup | str
    text_id: int
    base_id: int
    hunks: tuple[StoredHunk, ...]
    sentences: tuple[Markup, ...]


def renderings_of(contribution_ids: Collection[int]) -> dict[int, Rendering]:
    """Return the newest rendering of each contribution that has one, with its words and who gave it; one query."""
    if not contribution_ids:
        return {}
    rows = db.session.scalars(
        sa.select(Rendering)
        .where(Rendering.contribution_id.in_(list(contribution_ids)))
        .order_by(Rendering.id)
        .options(
            joinedload(Rendering.text).joinedload(ContributionText.base_text),
            joinedload(Rendering.text).selectinload(ContributionText.hunks),
            joinedload(Rendering.by),
        )
    )
    return {row.contribution_id: row for row in rows}


def newest_rendering(row: Contribution) -> Rendering | None:
    """Return the newest rendering of a contribution, whether it counts or not."""
    return renderings_of([row.id]).get(row.id)


def counts(rendering: Rendering | None, text: ContributionText) -> bool:
    """Say whether a rendering stands for the author's present wording."""
    return rendering is not None and rendering.author_text_id == text.id and rendering.reply != "objects"


def shown_rendering(
    rendering: Rendering | None, text: ContributionText, zone: str, at: datetime
) -> ShownRendering | None:
    """Return what everybody who may read a contribution reads of its rendering; None where there is none for it."""
    if rendering is None or rendering.author_text_id != text.id:
        return None
    base, state = rendering.text.base_text, rendering.state(at)
    assert base is not None
    marked = (
        () if state == "objected" else marked_sentences(base.full, hunks_of(rendering.text), base.language)
    )
    name = rendering.by.display_name if rendering.by else ""
    line = said_of(rendering, state, zone)
    hunks = () if state == "objected" else tuple(rendering.text.hunks)
    return ShownRendering(base.language, name, state, line, rendering.text_id, base.id, hunks, tuple(marked))


def said_of(rendering: Rendering, state: str, zone: str) -> Markup | str:
    """Return in a sentence how the author takes a rendering."""
    if state == "confirmed":
        return _("The author confirmed it.")
    if state == "objected":
        return _("The author objects to the translation: it is done anew.")
    words = {
        "waiting": _("The author can object until %(when)s. Silence counts as yes.", when="%s"),
        "silent": _("The author said nothing until %(when)s. That counts as yes.", when="%s"),
    }
    return escape(words[state]) % show_moment(rendering.confirm_until, zone)


def touch(row: Contribution) -> None:
    """Let everything that is drawn from a contribution be drawn anew: its version rises, nothing else."""
    flag_modified(row, "text_number")
