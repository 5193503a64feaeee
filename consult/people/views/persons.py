"""The people of the network: the list, a new one, one of them."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.rules.permissions import Permission, Scope
from consult.web.access import me, requires
from consult.web.forms import add_problem, clean_line
from consult.web.locale import current_language

from .. import accounts as verbs
from .. import staff
from ..labels import ROLE_LABELS
from ..models import Organisation, Person
from ..network_forms import (
    MandateForm,
    NewPersonForm,
    PersonForm,
    RoleForm,
    fill_mandate,
    fill_person,
    fill_role,
    reach_labels,
)
from ..organisations import load_organisation, region_of
from ..profile import valid_mandates
from ..roles import current_grants
from ..scopes import known_reaches
from . import bp
from .network import network_page

PAGE = 50


@bp.get("/network/people")
@requires(Permission.NETWORK_MANAGE)
def persons() -> ResponseReturnValue:
    """List people, all or those whose name or address holds the words of the query."""
    words = clean_line(request.args.get("q", ""))[:100]
    page = max(1, request.args.get("page", 1, type=int))
    people, count = verbs.find_people(words, limit=PAGE, offset=(min(page, 10_000) - 1) * PAGE)
    pages = max(1, -(-count // PAGE))
    if page > pages:
        page, (people, count) = pages, verbs.find_people(words, limit=PAGE, offset=(pages - 1) * PAGE)
    return network_page(
        "people/persons.html",
        "people.persons",
        people=people,
        count=count,
        words=words,
        page=page,
        pages=pages,
        previous_url=url_for("people.persons", q=words, page=page - 1) if page > 1 else None,
        next_url=url_for("people.persons", q=words, page=page + 1) if page < pages else None,
    )


@bp.get("/network/people/new")
@requires(Permission.NETWORK_MANAGE)
def new_person() -> ResponseReturnValue:
    """Show the form of a new person."""
    form = NewPersonForm()
    fill_person(form)
    return network_page("people/new_person.html", "people.persons", form=form)


@bp.post("/network/people/new")
@requires(Permission.NETWORK_MANAGE)
def add_person() -> ResponseReturnValue:
    """Add a person, who can sign in from now on."""
    form = NewPersonForm()
    fill_person(form)
    if form.validate_on_submit():
        try:
            region, organisation = _places(form)
            added = verbs.add_person(
                form.address,
                form.display_name.data or "",
                actor=me(),
                at=now(),
                locale=current_language(),
                region_id=region.id if region else None,
                organisation_id=organisation.id if organisation else None,
                languages=list(form.languages.data or []),
            )
            added.organisation_is_confirmed = bool(form.is_confirmed.data)
            flash(
                _("%(name)s is added, and can sign in with this address.", name=added.display_name), "success"
            )
            return redirect(url_for("people.person", person_id=added.public_id), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return network_page("people/new_person.html", "people.persons", form=form, status=422)


@bp.get("/network/people/<person_id>")
@requires(Permission.NETWORK_MANAGE)
def person(person_id: str) -> ResponseReturnValue:
    """Show a person with their roles and mandates."""
    return person_page(verbs.load_person(person_id))


@bp.post("/network/people/<person_id>")
@requires(Permission.NETWORK_MANAGE)
def save_person(person_id: str) -> ResponseReturnValue:
    """Save what the secretariat knows of a person."""
    found = verbs.load_person(person_id)
    form = PersonForm()
    fill_person(form, found)
    if form.validate_on_submit():
        try:
            region, organisation = _places(form)
            verbs.change_person(
                found,
                display_name=form.display_name.data or "",
                region=region,
                organisation=organisation,
                languages=list(form.languages.data or []),
                is_confirmed=bool(form.is_confirmed.data),
            )
            flash(_("%(name)s is saved.", name=found.display_name), "success")
            return redirect(url_for("people.person", person_id=found.public_id), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return person_page(found, form=form)


def person_page(found: Person, **forms: Any) -> ResponseReturnValue:
    """Return a person's page; a form that is given comes back with what was typed and the answer 422."""
    form = forms.get("form") or _form_of(found)
    role_form = forms.get("role_form") or RoleForm(formdata=None)
    mandate_form = forms.get("mandate_form") or MandateForm(formdata=None)
    fill_person(form, found)
    fill_role(role_form)
    fill_mandate(mandate_form)
    names = {reach: name for name, (reach, _title) in known_reaches().items()}
    mandates = valid_mandates(found, now())
    grants = [
        (grant, names.get((Scope(grant.scope), grant.scope_id), "")) for grant in current_grants(found, now())
    ]
    return network_page(
        "people/person.html",
        "people.persons",
        person=found,
        form=form,
        role_form=role_form,
        mandate_form=mandate_form,
        grants=grants,
        reaches=reach_labels(),
        roles=ROLE_LABELS,
        mandates=mandates,
        givers=_names(one.given_by_id for one in mandates),
        has_key=found.account is not None and staff.key_of(found.account) is not None,
        status=422 if forms else 200,
    )


def _names(ids: Iterable[int | None]) -> dict[int, str]:
    rows = db.session.execute(
        sa.select(Person.id, Person.display_name).where(Person.id.in_(set(ids) - {None}))
    )
    return {row.id: row.display_name for row in rows}


def _form_of(found: Person) -> PersonForm:
    return PersonForm(
        formdata=None,
        display_name=found.display_name,
        region=found.region.code if found.region else "",
        organisation=found.organisation.public_id if found.organisation else "",
        is_confirmed=found.organisation_is_confirmed,
        languages=found.languages,
    )


def _places(form: PersonForm) -> tuple[Any, Organisation | None]:
    organisation = load_organisation(form.organisation.data) if form.organisation.data else None
    return region_of(form.region.data), organisation
