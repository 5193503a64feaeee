"""Proposals to add, remove or move a section."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.consultations.at_hand import AnyConsultation, ReadConsultation
from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.rules.permissions import Permission
from consult.web.access import reader, requires
from consult.web.forms import add_problem

from .. import services
from ..choosing import chosen_sending, offer_sections, offer_sending, section_by_key
from ..forms import StructureForm
from ..models import Amendment
from ..services.structure import STRUCTURE_OPERATIONS
from .common import bp, consultation, consultation_page, consultation_url, go_home, say_sent, typed


@bp.get("/consultations/<consultation_id>/structure/new")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def new_structure(consultation: ReadConsultation) -> ResponseReturnValue:
    """Ask what is proposed, or show the form of it."""
    operation = typed("operation")
    if operation not in STRUCTURE_OPERATIONS:
        return _page(consultation, None, "")
    form = _form(consultation, operation, section=typed("section"), after=typed("after"))
    return _page(consultation, form, operation)


@bp.post("/consultations/<consultation_id>/structure/new")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def propose_structure(consultation: ReadConsultation) -> ResponseReturnValue:
    """Send the proposal."""
    operation = request.form.get("operation", "")
    if operation not in STRUCTURE_OPERATIONS:
        return _page(consultation, None, "", 422)
    form = _form(consultation, operation)
    if not form.validate():
        return _page(consultation, form, operation, 422)
    try:
        services.check_pace(reader(), now())
        row = _propose(consultation, form, operation)
    except InvalidInput as error:
        add_problem(form, error)
        return _page(consultation, form, operation, error.status)
    say_sent(row, _("Your proposal was sent."))
    return go_home(row)


def _propose(of: AnyConsultation, form: StructureForm, operation: str) -> Amendment:
    def given(name: str) -> str:
        return (form[name].data or "") if name in form else ""

    at = now()
    return services.propose_section(
        of,
        reader(),
        at,
        operation=operation,
        sending=chosen_sending(form, reader(), at, of.narrative.working_language),
        section=section_by_key(of, given("section")),
        after=section_by_key(of, given("after")),
        depth=int(given("depth")) if given("depth") else None,
        heading=given("heading"),
        body=given("body"),
        rationale=given("rationale"),
    )


def _form(of: AnyConsultation, operation: str, **values: str) -> StructureForm:
    form = StructureForm(data={name: value for name, value in values.items() if value})
    form.operation.data = operation
    form.shape(operation)
    offer_sections(form, of)
    offer_sending(form, reader(), now())
    return form


def _page(
    of: AnyConsultation, form: StructureForm | None, operation: str, status: int = 200
) -> ResponseReturnValue:
    titles = {
        "": _("Propose another order of sections"),
        "add": _("Propose a new section"),
        "remove": _("Propose to remove a section"),
        "move": _("Propose to move a section"),
    }
    return consultation_page(
        "contributions/new_structure.html",
        of,
        status=status,
        form=form,
        operation=operation,
        heading=titles[operation],
        titles=titles,
        back_url=consultation_url(of),
    )
