"""The regions of the network: the list, a new one, new names."""

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.rules.permissions import Permission
from consult.web.access import requires
from consult.web.forms import add_problem

from .. import regions as verbs
from ..choices import network_languages
from ..models import Region
from ..network_forms import names_of, region_form
from . import bp
from .network import network_page


@bp.get("/network/regions")
@requires(Permission.NETWORK_MANAGE)
def regions() -> ResponseReturnValue:
    """List the regions."""
    rows = list(db.session.scalars(sa.select(Region).order_by(Region.position, Region.id)))
    return network_page("people/regions.html", "people.regions", regions=rows)


@bp.get("/network/regions/new")
@requires(Permission.NETWORK_MANAGE)
def new_region() -> ResponseReturnValue:
    """Show the form of a new region."""
    return _page(region_form(network_languages()), None)


@bp.post("/network/regions/new")
@requires(Permission.NETWORK_MANAGE)
def add_region() -> ResponseReturnValue:
    """Add a region."""
    languages = network_languages()
    form = region_form(languages)
    if form.validate_on_submit():
        try:
            verbs.add_region(form.code.data, names_of(form, languages))
            flash(_("The region is added."), "success")
            return redirect(url_for("people.regions"), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return _page(form, None, 422)


@bp.get("/network/regions/<code>")
@requires(Permission.NETWORK_MANAGE)
def region(code: str) -> ResponseReturnValue:
    """Show a region's names as a form."""
    found = verbs.load_region(code)
    values = {f"name_{key.replace('-', '_')}": name for key, name in found.names.items()}
    return _page(_names_form(found, **values), found)


@bp.post("/network/regions/<code>")
@requires(Permission.NETWORK_MANAGE)
def save_region(code: str) -> ResponseReturnValue:
    """Change a region's names."""
    found = verbs.load_region(code)
    form = _names_form(found)
    if form.validate_on_submit():
        try:
            verbs.rename_region(found, names_of(form, _languages(found)))
            flash(_("The region is saved."), "success")
            return redirect(url_for("people.regions"), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return _page(form, found, 422)


def _languages(region: Region) -> list[str]:
    """Return the network's languages and those in which the region has a name already."""
    return list(dict.fromkeys([*network_languages(), *region.names]))


def _names_form(region: Region, **values: Any) -> Any:
    form = region_form(_languages(region), **values)
    del form.code
    return form


def _page(form: Any, region: Region | None, status: int = 200) -> ResponseReturnValue:
    return network_page("people/region.html", "people.regions", form=form, region=region, status=status)
