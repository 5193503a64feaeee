"""A first change note made from the decisions; the facilitator edits it by hand."""

from flask_babel import gettext as _

from .compose import removed
from .overview import DeskWork
from .work import SectionWork


def first_note(desk: DeskWork) -> str:
    """Return a list in Markdown: for each section what was accepted, adapted and not accepted."""
    lines = [line for work in desk.sections if (line := _of_section(work))]
    lines += [
        _("New section: %(section)s", section=group.wording.heading)
        for group in desk.structure.accepted.values()
        if group.operation == "add"
    ]
    lines += [_("Removed section: %(section)s", section=place.text.heading) for place in removed(desk)]
    lines += [
        _("Moved section: %(section)s", section=group.place.text.heading)
        for group in desk.structure.accepted.values()
        if group.operation == "move" and group.place
    ]
    return "\n".join(f"- {line}" for line in lines)


def _of_section(work: SectionWork) -> str:
    outcomes = [
        _outcome(group.group.state, group.decision.outcome if group.decision else None)
        for group in work.groups
    ]
    if not work.groups:
        return ""
    return _(
        "%(section)s: changes accepted %(accepted)s, in own words %(adapted)s, not accepted %(declined)s",
        section=work.place.text.heading,
        accepted=outcomes.count("accept"),
        adapted=outcomes.count("adapt"),
        declined=outcomes.count("decline"),
    )


def _outcome(state: str, decided: str | None) -> str:
    return decided or ("accept" if state == "in" else "decline")
