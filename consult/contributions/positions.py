"""Stances as a viewer may see them: how many of each, and the reasons with those who gave them."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from consult.rules.disclosure import placeholder
from consult.text.markdown import render_markdown
from consult.web.access import Identity
from consult.web.moments import show_day

from . import labels
from .credit import Credit, circumstances, public_credit
from .models import Stance
from .queries import Tally


@dataclass(frozen=True)
class ShownStance:
    """One stance: the position in words, who takes it, why, until when."""

    row: Stance
    position: str
    credit: Credit
    reason: Markup | None
    until: Markup | None
    is_own: bool


def shown_stances(
    stances: Iterable[Stance], viewer: Identity, is_facilitator: bool
) -> tuple[ShownStance, ...]:
    """Return the stances that the viewer may see, each with its author under the visibility chosen."""
    found = []
    for stance in stances:
        is_own = stance.person_id == viewer.actor.person_id
        about = circumstances(stance, is_own=is_own, is_facilitator=is_facilitator)
        if placeholder(about) is None:
            found.append(_shown(stance, is_own, is_facilitator))
    return tuple(found)


def _shown(stance: Stance, is_own: bool, is_facilitator: bool) -> ShownStance:
    credit = public_credit(stance, is_facilitator=is_facilitator)
    if is_own:
        speaks_for = (
            stance.organisation.name if stance.voice == "organisation" and stance.organisation else ""
        )
        credit = Credit(_("You"), _("for %(organisation)s", organisation=speaks_for) if speaks_for else "")
    return ShownStance(
        row=stance,
        position=str(labels.POSITIONS[stance.position]),
        credit=credit,
        reason=render_markdown(stance.reason, heading_offset=1) if stance.reason else None,
        until=show_day(stance.until, stance.consultation.zone) if stance.until else None,
        is_own=is_own,
    )


def tally_lines(tally: Tally) -> list[str]:
    """Return stances on a target in words: by position, people and organisations apart."""
    lines = []
    for position, label in labels.POSITIONS.items():
        if people := tally.persons.get(position):
            said = ngettext("%(num)d person", "%(num)d people", people)
            lines.append(_("%(position)s: %(number)s", position=label, number=said))
        if organisations := tally.organisations.get(position):
            said = ngettext("%(num)d organisation", "%(num)d organisations", organisations)
            lines.append(_("%(position)s: %(number)s", position=label, number=said))
    return lines
