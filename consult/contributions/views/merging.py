"""The secretariat merges an organisation that is in the network twice."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.people.choices import organisation_pairs
from consult.people.models import Organisation
from consult.people.organisations import load_organisation
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import add_problem, choices
from consult.web.links import url_for
from consult.web.pages import render_page

from ..forms import MergeForm
from ..services.merging_organisations import merge_organisations
from .common import bp


@bp.get("/network/organisations/<organisation_id>/merge")
@requires(Permission.NETWORK_MANAGE)
def merge_organisation(organisation_id: str) -> ResponseReturnValue:
    """Ask into which other one."""
    double = load_organisation(organisation_id)
    return _page(double, _form(double))


@bp.post("/network/organisations/<organisation_id>/merge")
@requires(Permission.NETWORK_MANAGE)
def do_merge_organisation(organisation_id: str) -> ResponseReturnValue:
    """Merge them."""
    double = load_organisation(organisation_id)
    form = _form(double)
    if not form.validate_on_submit():
        return _page(double, form, 422)
    into = load_organisation(form.into.data)
    try:
        merge_organisations(double, into, actor=me(), at=now())
    except InvalidInput as error:
        add_problem(form, error)
        return _page(double, form, 422)
    flash(_("They are one now."), "success")
    return redirect(url_for("people.organisation", organisation_id=into.public_id), 303)


def _form(double: Organisation) -> MergeForm:
    form = MergeForm()
    others = [pair for pair in organisation_pairs() if pair[0] != double.public_id]
    form.into.choices = choices([("", _l("Choose …")), *others])  # what cannot be taken back is not preset
    return form


def _page(double: Organisation, form: MergeForm, status: int = 200) -> ResponseReturnValue:
    return render_page("contributions/merge_organisation.html", double=double, form=form, status=status)
