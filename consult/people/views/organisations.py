"""The organisations of the network: the list, a new one, one of them."""

import unicodedata

import sqlalchemy as sa
from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.rules.permissions import Permission
from consult.web.access import requires
from consult.web.forms import add_problem

from .. import organisations as verbs
from ..labels import CONSTITUENCY_LABELS, STATUS_LABELS
from ..models import Organisation, Person
from ..network_forms import OrganisationForm, fill_organisation
from . import bp
from .network import network_page


@bp.get("/network/organisations")
@requires(Permission.NETWORK_MANAGE)
def organisations() -> ResponseReturnValue:
    """List the organisations with how many people each has."""
    rows = db.session.execute(
        sa.select(Organisation, sa.func.count(Person.id))
        .outerjoin(Person, Person.organisation_id == Organisation.id)
        .options(selectinload(Organisation.region))
        .group_by(Organisation.id)
    )
    ordered = sorted(rows, key=lambda row: unicodedata.normalize("NFKD", row[0].name).casefold())
    return network_page(
        "people/organisations.html",
        "people.organisations",
        rows=[(organisation, count) for organisation, count in ordered],
        constituencies=CONSTITUENCY_LABELS,
        statuses=STATUS_LABELS,
    )


@bp.get("/network/organisations/new")
@requires(Permission.NETWORK_MANAGE)
def new_organisation() -> ResponseReturnValue:
    """Show the form of a new organisation."""
    form = OrganisationForm()
    fill_organisation(form)
    return _page(form, None)


@bp.post("/network/organisations/new")
@requires(Permission.NETWORK_MANAGE)
def add_organisation() -> ResponseReturnValue:
    """Add an organisation."""
    form = OrganisationForm()
    fill_organisation(form)
    if form.validate_on_submit():
        try:
            added = verbs.add_organisation(_facts(form), now())
            flash(_("%(name)s is added.", name=added.name), "success")
            return redirect(url_for("people.organisations"), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return _page(form, None, 422)


@bp.get("/network/organisations/<organisation_id>")
@requires(Permission.NETWORK_MANAGE)
def organisation(organisation_id: str) -> ResponseReturnValue:
    """Show an organisation as a form."""
    found = verbs.load_organisation(organisation_id)
    form = OrganisationForm(
        name=found.name,
        country=found.country or "",
        region=found.region.code if found.region else "",
        constituency=found.constituency,
        languages=found.languages,
        status=found.status,
    )
    fill_organisation(form, found)
    return _page(form, found)


@bp.post("/network/organisations/<organisation_id>")
@requires(Permission.NETWORK_MANAGE)
def save_organisation(organisation_id: str) -> ResponseReturnValue:
    """Save an organisation."""
    found = verbs.load_organisation(organisation_id)
    form = OrganisationForm()
    fill_organisation(form, found)
    if form.validate_on_submit():
        try:
            verbs.change_organisation(found, _facts(form))
            flash(_("%(name)s is saved.", name=found.name), "success")
            return redirect(url_for("people.organisations"), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return _page(form, found, 422)


def _facts(form: OrganisationForm) -> verbs.OrganisationFacts:
    return verbs.OrganisationFacts(
        name=form.name.data or "",
        constituency=form.constituency.data,
        country=form.country.data,
        region_code=form.region.data,
        languages=list(form.languages.data or []),
        status=form.status.data,
    )


def _page(form: OrganisationForm, found: Organisation | None, status: int = 200) -> ResponseReturnValue:
    people = []
    if found is not None:
        own = sa.select(Person).where(Person.organisation_id == found.id).order_by(Person.display_name)
        people = list(db.session.scalars(own))
    return network_page(
        "people/organisation.html",
        "people.organisations",
        form=form,
        organisation=found,
        people=people,
        status=status,
    )
