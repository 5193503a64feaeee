"""Tagging: the contributions of a consultation on a page of their own, and one contribution by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.models import Consultation
from consult.consultations.services import consultation_by_id
from consult.contributions.display import Shown, shown_list
from consult.contributions.labels import KINDS
from consult.contributions.models import Contribution
from consult.contributions.queries import contributions_by_id
from consult.contributions.services.tagging import change_tags
from consult.contributions.tag_models import Tag, Tagging
from consult.contributions.tags import can_be_tagged, tags_of, tags_on
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import WrongState
from consult.narratives.models import Section
from consult.narratives.services import places_of
from consult.people.models import Region
from consult.reading.contribution_pages import contribution_by_id
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.links import url_for
from consult.web.locale import current_language, language_name
from consult.web.pages import render_page, wants_fragment

from .asked import name_of
from .behind import page_of
from .blueprint import bp
from .narrowed import NONE, Narrowed
from .suggesting import LEAST_TAGGED, LEAST_TAGS, Knowledge, knowledge, suggestions

if TYPE_CHECKING:
    from .learning import Suggestion

PAGE = 25


@dataclass(frozen=True)
class Offered:
    """A tag beside a contribution: whether it stands there, and whether it is suggested."""

    tag: Tag
    is_put: bool
    suggestion: "Suggestion | None" = None


@dataclass(frozen=True)
class ToTag:
    """A contribution with the tags that stand on it, and all that may be put on it, the suggested ones first."""

    shown: Shown
    put: Sequence[Tagging]
    offered: Sequence[Offered]

    @property
    def suggested(self) -> list[Offered]:
        """Return those that are suggested and do not stand there yet."""
        return [one for one in self.offered if one.suggestion and not one.is_put]

    @property
    def others(self) -> list[Offered]:
        """Return all others of the list."""
        return [one for one in self.offered if not one.suggestion or one.is_put]


@bp.get("/consultations/<consultation_id>/tags")
@requires(Permission.CONTRIBUTION_MODERATE, consultation_by_id)
def tags(consultation: Consultation) -> ResponseReturnValue:
    """List what was sent in a consultation, 25 a page, with the tags that may be put on each."""
    chosen = Narrowed.from_query({"tag": NONE, **request.args})
    found = _chosen(consultation, chosen)
    number = db.session.scalar(found.with_only_columns(sa.func.count())) or 0
    page, pages = page_of(request.args.get("page", 1, type=int), number, PAGE)
    order = found.order_by(Contribution.submitted_at, Contribution.id)
    rows = contributions_by_id(db.session.scalars(order.limit(PAGE).offset((page - 1) * PAGE)))
    listed = tags_of(consultation.narrative_id, current_language())
    known = knowledge(consultation.narrative_id, {row.language for row in rows}) if listed else {}
    here = {**chosen.query, "tag": chosen.tag}
    return render_page(
        "summaries/tags.html",
        consultation=consultation,
        narrowed=chosen,
        choices=_choices(consultation, listed),
        number=number,
        cards=cards_of(rows, listed, known),
        has_tags=bool(listed),
        known=[(language_name(one.language), one) for one in known.values()],
        least=(LEAST_TAGGED, LEAST_TAGS),
        page=page,
        pages=pages,
        page_url=lambda to: _address(consultation, page=to, **here),
        save_url=_address(consultation, **here),
    )


@bp.post("/consultations/<consultation_id>/tags")
@requires(Permission.CONTRIBUTION_MODERATE, consultation_by_id)
def save_tags(consultation: Consultation) -> ResponseReturnValue:
    """Keep what was chosen for the contributions of a page."""
    of_page = request.form.getlist("row")[:PAGE]
    rows = db.session.scalars(
        sa.select(Contribution)
        .where(Contribution.public_id.in_(of_page), Contribution.consultation_id == consultation.id)
        .order_by(Contribution.id)
    )
    changed = keep(list(rows), now())
    flash(
        ngettext("Saved: %(num)s contribution.", "Saved: %(num)s contributions.", changed)
        if changed
        else _("Nothing was changed."),
        "success",
    )
    return redirect(_address(consultation, **request.args), 303)


@bp.get("/contributions/<contribution_id>/tags")
@requires(Permission.CONTRIBUTION_MODERATE, contribution_by_id)
def tag_contribution(contribution: Contribution) -> ResponseReturnValue:
    """Show one contribution with the tags that may be put on it."""
    return _one(contribution, is_asked=True)


@bp.post("/contributions/<contribution_id>/tags")
@requires(Permission.CONTRIBUTION_MODERATE, contribution_by_id)
def save_tags_of(contribution: Contribution) -> ResponseReturnValue:
    """Keep what was chosen for one contribution."""
    keep([contribution], now())
    if wants_fragment():
        return _one(contribution, is_asked=False)
    flash(_("The tags are saved."), "success")
    return redirect(url_for("reading.contribution", contribution_id=contribution.public_id), 303)


def _one(row: Contribution, *, is_asked: bool) -> ResponseReturnValue:
    listed = tags_of(row.narrative_id, current_language())
    known = knowledge(row.narrative_id, [row.language]) if listed and is_asked else {}
    cards = cards_of([row], listed, known)
    return render_page(
        "summaries/tag_contribution.html",
        block="tag_form",
        consultation=row.consultation,
        contribution=row,
        card=cards[0] if cards else None,
        put=tags_on([row.id]).get(row.id, []),
        is_asked=is_asked,
    )


def keep(rows: Sequence[Contribution], at: datetime) -> int:
    """Put on what was ticked since the page was made, take off what was unticked; return on how many it changed."""
    changed, gone = 0, False
    for row in rows:
        every = {tag.public_id: tag for tag in tags_of(row.narrative_id, "")}
        ticked = set(request.form.getlist(f"tag-{row.public_id}"))
        before = set(request.form.get(f"was-{row.public_id}", "").split())
        gone = gone or bool(ticked - before - set(every))
        try:
            changed += change_tags(
                row,
                [every[one] for one in sorted(ticked - before) if one in every],
                [every[one] for one in sorted(before - ticked) if one in every],
                me(),
                at,
            )
        except WrongState as refusal:
            flash(str(refusal.message), "warning")
    if gone:
        flash(_("A tag that you chose was taken off the list meanwhile. The others are saved."), "warning")
    return changed


def cards_of(
    rows: Sequence[Contribution], listed: Sequence[Tag], known: Mapping[str, Knowledge]
) -> list[ToTag]:
    """Return contributions as the reader sees them, with their tags and the suggested ones."""
    put = tags_on([row.id for row in rows])
    found = suggestions(rows, dict(known))
    numbers = {tag.id: tag for tag in listed}
    made = []
    for shown in shown_list(rows):
        present = {one.tag_id for one in put.get(shown.row.id, ())}
        hints = {one.tag: one for one in found.get(shown.row.id, ())}
        order = [
            *(numbers[tag] for tag in hints if tag in numbers),
            *(tag for tag in listed if tag.id not in hints),
        ]
        offered = [Offered(tag, tag.id in present, hints.get(tag.id)) for tag in order]
        made.append(ToTag(shown, put.get(shown.row.id, []), offered))
    return made


def _chosen(consultation: Consultation, chosen: Narrowed) -> sa.Select[Any]:
    """Return the question for what facilitators can tag, of what was chosen; replies are left to their thread."""
    return (
        sa.select(Contribution.id)
        .outerjoin(Section, Section.id == Contribution.section_id)
        .outerjoin(Region, Region.id == Contribution.region_id)
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.thread_id.is_(None),
            *can_be_tagged(),
            *chosen.conditions([consultation]),
        )
    )


def _choices(consultation: Consultation, listed: Sequence[Tag]) -> dict[str, list[tuple[str, str]]]:
    mine = current_language()
    return {
        "tag": [(NONE, _("Without a tag")), *((tag.public_id, tag.name(mine)) for tag in listed)],
        "section": [(one.section.key, name_of(one)) for one in places_of(consultation.base_revision_id)],
        "kind": [(name, str(label)) for name, label in KINDS.items()],
    }


def _address(consultation: Consultation, **values: Any) -> str:
    return url_for("summaries.tags", consultation_id=consultation.public_id, **values)
