"""Contributions as one viewer may see them: the one presenter, for pages, the desk and exports.

`shown_list` asks a constant number of queries whatever the number of contributions. What it holds back is decided
by `consult.rules.disclosure`, what it offers to do by the permission map.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from consult.core.clock import now
from consult.rules.disclosure import is_listed, placeholder
from consult.text.markdown import plain_text, render_markdown
from consult.web.access import Identity, identity
from consult.web.locale import current_language

from . import labels
from .credit import circumstances, public_credit
from .loaded import Loaded, load
from .matrix import told_choices
from .models import Contribution, ContributionText
from .positions import shown_stances, tally_lines
from .powers import Powers, powers_over
from .rendered import ShownRendering, shown_rendering
from .shown import Shown
from .translated import shown_translation
from .veil import veil_over

__all__ = ["Shown", "shown_list", "shown_one", "tally_lines"]


def shown_list(
    contributions: Sequence[Contribution], viewer: Identity | None = None, at: datetime | None = None
) -> list[Shown]:
    """Return the contributions as the viewer (the present reader by default) may see them, replies in their threads.

    What the viewer may not know of is left out, but for the beginning of a thread whose replies they see.
    """
    viewer, at = viewer or identity(), at or now()
    found = load(contributions, viewer.actor.person_id)
    return _threads([_shown(row, found, viewer, at) for row in contributions])


def shown_one(
    contribution: Contribution, viewer: Identity | None = None, at: datetime | None = None
) -> Shown:
    """Return one contribution as the viewer may see it, without its replies; a placeholder where it is withheld."""
    viewer = viewer or identity()
    return _shown(contribution, load([contribution], viewer.actor.person_id), viewer, at or now())


def _threads(flat: list[Shown]) -> list[Shown]:
    """Put replies under what began their thread; leave out what is not to be known of."""
    replies: dict[int, list[Shown]] = {}
    starts = {shown.row.id for shown in flat if shown.row.thread_id is None}
    for shown in flat:
        if shown.row.thread_id in starts and _listed(shown):
            replies.setdefault(shown.row.thread_id or 0, []).append(shown)
    kept = []
    for shown in flat:
        under = tuple(replies.get(shown.row.id, ()))
        if shown.row.thread_id not in starts and (under or _listed(shown)):
            kept.append(replace(shown, replies=under) if under else shown)
    return kept


def _listed(shown: Shown) -> bool:
    return not shown.placeholder or shown.row.hidden_at is not None


def _shown(row: Contribution, found: Loaded, viewer: Identity, at: datetime) -> Shown:
    powers = powers_over(row.consultation, viewer.actor, at, found.powers)
    is_own = row.person_id is not None and row.person_id == viewer.actor.person_id
    about = circumstances(row, is_own=is_own, is_facilitator=powers.is_facilitator)
    stands = placeholder(about)
    if stands is not None:
        return _withheld(row, stands, is_listed(about), is_own)
    credit = public_credit(row, is_facilitator=powers.is_facilitator)
    text, foreign_to = found.texts[row.id], found.foreign.get(row.id, "")
    rendering = shown_rendering(found.renderings.get(row.id), text, row.consultation.zone, at)
    return Shown(
        row=row,
        kind=_kind(row),
        author=_("You") if is_own else credit.author,
        origin=_own_origin(row) if is_own else credit.origin,
        day=_day(row),
        is_own=is_own,
        pills=_pills(row),
        language=row.language,
        quote=_quote(row, text),
        body=render_markdown(text.body, heading_offset=1) if row.kind != "amendment" else None,
        rationale=render_markdown(text.rationale, heading_offset=1) if text.rationale else None,
        text=text,
        foreign_to=foreign_to,
        rendering=rendering,
        translation=shown_translation(
            found.translations.get(row.id, {}), text, row.language, found.working[row.id]
        ),
        structure=_structure(row, text, found),
        choices=told_choices(row.question.statements if row.question else (), row.choices or ()),
        is_order=row.question is not None and row.question.kind == "ranking",
        question=row.question.wording if row.question else "",
        disposition_reason=_reason(row),
        tally=found.tallies.get(row.id),
        stances=shown_stances(found.stances.get(row.id, ()), viewer, powers.is_facilitator),
        may=_may(row, powers, is_own, at)
        | (_across(row, powers, is_own, rendering) if foreign_to else frozenset()),
    )


def _withheld(row: Contribution, stands: str, listed: bool, is_own: bool) -> Shown:
    words = str(labels.PLACEHOLDERS[stands])
    if stands == "hidden" and row.hidden_reason:
        words = _("Hidden by a facilitator, for this reason: %(reason)s", reason=row.hidden_reason)
    day = _day(row) if listed else None
    return Shown(row=row, kind=_kind(row), author="", origin="", day=day, is_own=is_own, placeholder=words)


def _kind(row: Contribution) -> str:
    if row.thread_id is not None:
        return _("Reply")
    if row.kind == "comment" and row.comment_kind:
        return str(labels.COMMENT_KINDS[row.comment_kind])
    if row.kind == "amendment" and row.operation:
        return str(labels.OPERATIONS[row.operation])
    return str(labels.KINDS[row.kind])


def _own_origin(row: Contribution) -> str:
    """Tell authors how others read them."""
    if row.status == "draft":
        return ""
    if row.status == "withdrawn":
        return _("nobody else sees this")
    if row.visibility == "facilitators":
        return _("only facilitators read this")
    return _("others read: %(author)s", author=public_credit(row).line)


def _day(row: Contribution) -> Markup | None:
    moment = row.submitted_at or row.created_at
    return veil_over(row.consultation).show_day(moment, row.consultation.zone)


def _pills(row: Contribution) -> tuple[tuple[str, str], ...]:
    """Return what stands out about it: pairs of words and tint."""
    found = []
    if row.status in ("draft", "withdrawn"):
        found.append((str(labels.STATUSES[row.status]), "wait" if row.status == "draft" else "neutral"))
    if row.hidden_at is not None:
        found.append((_("hidden"), "bad"))
    if row.is_late:
        admitted = row.admitted_at is not None
        found.append((_("late, admitted") if admitted else _("late: waits for the facilitator"), "wait"))
    if row.visibility == "facilitators":
        found.append((_("for facilitators only"), "info"))
    if row.disposition is not None:
        found.append((str(labels.DISPOSITIONS[row.disposition]), labels.DISPOSITION_TINTS[row.disposition]))
    return tuple(found)


def _quote(row: Contribution, text: ContributionText) -> str:
    if row.quote_start is None or row.quote_end is None or text.base_text is None:
        return ""
    return plain_text(text.base_text.body[row.quote_start : row.quote_end])


def _structure(row: Contribution, text: ContributionText, found: Loaded) -> str:
    """Return in words what a proposal to add, remove or move a section asks for."""
    heading = text.base_text.heading if text.base_text else ""
    after = found.headings.get((row.consultation.base_revision_id, row.after_section_id or 0), "")
    if row.operation == "remove":
        return _("Remove the section “%(section)s”.", section=heading)
    if row.operation == "add":
        if not after:
            return _("A new section at the beginning:")
        return _("A new section after “%(after)s”:", after=after)
    if row.operation == "move":
        if not after:
            return _("Move the section “%(section)s” to the beginning.", section=heading)
        return _("Move the section “%(section)s” to stand after “%(after)s”.", section=heading, after=after)
    return ""


def _reason(row: Contribution) -> Markup | None:
    return render_markdown(row.disposition_reason, heading_offset=1) if row.disposition_reason else None


def _may(row: Contribution, powers: Powers, is_own: bool, at: datetime) -> frozenset[str]:
    """Return what the viewer can do here: what the map allows and the state still takes."""
    sent = row.status == "submitted"
    open_to_all = sent and row.hidden_at is None and (not row.is_late or row.admitted_at is not None)
    can = {
        "edit": is_own and row.disposition is None and (powers.edit_sent if sent else _is_draft(row, powers)),
        "submit": is_own and _is_draft(row, powers) and row.operation == "reword",
        "withdraw": is_own and row.status != "withdrawn",
        "visibility": is_own and sent and row.visibility != "facilitators",
        "reply": open_to_all and powers.submit,
        "stance": open_to_all and powers.stance and not is_own and row.visibility != "facilitators",
        "translate": open_to_all and powers.translate and row.language != current_language(),
        "hide": sent and powers.is_facilitator and row.hidden_at is None,
        "show_again": powers.is_facilitator and row.hidden_at is not None and sent,
        "admit": sent and powers.is_facilitator and row.is_late and row.admitted_at is None,
    }
    return frozenset(name for name, holds in can.items() if holds)


def _across(
    row: Contribution, powers: Powers, is_own: bool, rendering: ShownRendering | None
) -> frozenset[str]:
    """Return what the viewer can do about a change to another language's text: render it, confirm a rendering."""
    is_open = row.is_answerable and row.disposition in (None, "carried-forward")
    can = {
        "render": is_open and powers.translate,
        "confirm": is_open and is_own and rendering is not None and rendering.state == "waiting",
    }
    return frozenset(name for name, holds in can.items() if holds)


def _is_draft(row: Contribution, powers: Powers) -> bool:
    return row.status == "draft" and powers.has_opened
