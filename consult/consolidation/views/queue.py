"""The queue on the page of the desk: filters in the address, the order, who has which section."""

from datetime import UTC, date, datetime
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.contributions.labels import KINDS
from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.people.labels import CONSTITUENCY_LABELS
from consult.people.models import Person
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.locale import language_name
from consult.web.moments import show_day

from .. import services
from ..forms import AssignForm
from ..models import Consolidation
from ..overview import DeskWork
from ..queue import ORDERS, Filter, loose_left, queue_of
from ..services.assignments import assignments_of, facilitators_of
from ..services.filters import filters_of
from .base import bp, load, seen_other
from .filters import query_now
from .sight import day_teller, is_veiled, region_named, tells

MANY_SECTIONS = 20
"""From here on sections are shared out, even when there is one facilitator yet."""
MANY_CONTRIBUTIONS = 150
"""With more than these, or as many sections, a facilitator can keep filters under a name."""


def queue_context(row: Consolidation, desk: DeskWork, *, can_work: bool) -> dict[str, Any]:
    """Return what the page of the desk shows of its queue."""
    chosen = _chosen()
    order = request.args.get("order", "left")
    facilitators = facilitators_of(row, now()) if can_work else []
    is_shared = can_work and (len(facilitators) > 1 or len(desk.sections) > MANY_SECTIONS)
    given = assignments_of(row) if is_shared else {}
    return {
        "queue": queue_of(desk, chosen, order if order in ORDERS else "left"),
        "chosen": chosen,
        "order": order,
        "orders": [
            ("left", _("most left to do first")),
            ("text", _("in the order of the text")),
            ("age", _("waiting longest first")),
        ],
        "choices": _choices(desk),
        "loose_left": loose_left(desk, chosen),
        "by_consultation": _by_consultation(row, desk),
        "assignments": given,
        "due_days": {key: show_day(_noon(one.due)) for key, one in given.items() if one.due},
        "assign_form": _assign_form(desk, facilitators) if is_shared else None,
        "today": now().date(),
        "arrived": day_teller(row),
        "is_veiled": is_veiled(row),
        **_kept_filters(row, desk, can_work=can_work),
    }


def _kept_filters(row: Consolidation, desk: DeskWork, *, can_work: bool) -> dict[str, Any]:
    """Return what the reader keeps at this desk; where there is little, nothing of it is shown."""
    kept = filters_of(row, me()) if can_work else []
    is_much = len(desk.sections) > MANY_SECTIONS or desk.total > MANY_CONTRIBUTIONS
    return {
        "kept_filters": kept,
        "keeps_filters": can_work and (is_much or bool(kept)),
        "query_now": query_now(),
    }


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _chosen() -> Filter:
    asked = request.args
    names = ("region", "language", "kind", "constituency", "question")
    supporters = asked.get("supporters", default=0, type=int)
    values = {name: asked.get(name, "") for name in names}
    return Filter(**values, supporters=min(max(supporters, 0), 9999), tells=tells)


def _choices(desk: DeskWork) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the filters with more than one value here: name, label, and pairs of value and words."""
    rows = desk.material.contributions
    found = [
        (
            "region",
            _("Region"),
            {row.region.code: region_named(row) for row in rows if row.region and region_named(row)},
        ),
        (
            "language",
            _("Language"),
            {
                row.language: language_name(row.language)
                for row in rows
                if tells(row, "language", row.language)
            },
        ),
        ("kind", _("Kind"), {row.kind: str(KINDS[row.kind]) for row in rows}),
        (
            "constituency",
            _("Kind of organisation"),
            {
                row.constituency: str(CONSTITUENCY_LABELS[row.constituency])
                for row in rows
                if row.constituency and tells(row, "constituency", row.constituency)
            },
        ),
        (
            "question",
            _("Guiding question"),
            {row.question.public_id: row.question.wording for row in rows if row.question},
        ),
    ]
    return [
        (name, label, sorted(values.items(), key=lambda pair: pair[1]))
        for name, label, values in found
        if len(values) > 1 or request.args.get(name)
    ]


def _by_consultation(row: Consolidation, desk: DeskWork) -> list[tuple[str, int, int]]:
    """Return title, answered and all contributions of each consultation, where the desk answers several."""
    if len(row.consultations) < 2:
        return []
    found = []
    for one in row.consultations:
        rows = [own for own in desk.material.contributions if own.consultation_id == one.id]
        found.append((one.title, sum(own.id in desk.material.answers for own in rows), len(rows)))
    return found


def _assign_form(desk: DeskWork, facilitators: list[Person]) -> AssignForm:
    form = AssignForm(formdata=None)
    return _with_choices(form, desk, facilitators)


def _with_choices(form: AssignForm, desk: DeskWork, facilitators: list[Person]) -> AssignForm:
    form.sections.choices = [
        (work.section.key, f"{work.place.label} {work.place.text.heading}".strip()) for work in desk.sections
    ]
    form.person.choices = [("", _("nobody")), *((one.public_id, one.display_name) for one in facilitators)]
    return form


@bp.post("/consolidations/<consolidation_id>/assignments")
@requires(Permission.CONSOLIDATION_WORK, load)
def assign(row: Consolidation) -> ResponseReturnValue:
    """Give sections to a facilitator, or take them back."""
    form = AssignForm()
    keys = set(form.sections.data or ())
    ids = [place.section_id for place in row.ground.places if place.section.key in keys]
    chosen = {one.public_id: one for one in facilitators_of(row, now())}
    person = chosen.get(form.person.data or "")
    try:
        if not form.validate():
            raise InvalidInput(_("Write the day as year-month-day."), field="due")
        if form.person.data and person is None:
            raise InvalidInput(_("Choose somebody who facilitates here."), field="person")
        number = services.assign_sections(row, ids, person, form.due.data, facilitator=me(), at=now())
    except InvalidInput as refusal:
        flash(str(refusal.message), "error")
        return seen_other("desk", "share", consolidation_id=row.public_id)
    flash(ngettext("%(num)d section shared out.", "%(num)d sections shared out.", number), "success")
    return seen_other("desk", consolidation_id=row.public_id)
