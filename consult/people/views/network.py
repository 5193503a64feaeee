"""What the secretariat manages: the start page of it, the network's own name and languages, the audit log."""

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.logs import AuditEntry
from consult.rules.permissions import Permission
from consult.web.access import requires
from consult.web.pages import render_page

from ..chrome import current_network
from ..labels import AUDIT_LABELS, PURPOSE_LABELS, ROLE_LABELS
from ..models import Network, Organisation, Person, Region, WorkingGroup
from ..network_forms import SettingsForm, fill_settings
from . import bp

NEWEST_ENTRIES = 200


def network_page(template: str, current: str, *, status: int = 200, **context: Any) -> ResponseReturnValue:
    """Return a page of the network with its tabs; `current` is the endpoint of the tab that it belongs to."""
    tabs = [
        ("people.network", _("Overview")),
        ("people.organisations", _("Organisations")),
        ("people.persons", _("People")),
        ("people.groups", _("Working groups")),
        ("people.regions", _("Regions")),
        ("people.audit_log", _("Log")),
    ]
    items = [
        {"label": label, "url": url_for(endpoint), "current": endpoint == current} for endpoint, label in tabs
    ]
    return render_page(template, status=status, tabs=items, **context)


@bp.get("/network")
@requires(Permission.NETWORK_MANAGE)
def network() -> ResponseReturnValue:
    """Show what there is, and lead to it."""
    counts = {
        name: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        for name, model in (
            ("organisations", Organisation),
            ("people", Person),
            ("groups", WorkingGroup),
            ("regions", Region),
        )
    }
    return network_page("people/network.html", "people.network", network=_own_network(), counts=counts)


@bp.get("/network/settings")
@requires(Permission.NETWORK_MANAGE)
def settings() -> ResponseReturnValue:
    """Show the network's own name and languages as a form."""
    form = SettingsForm(obj=_own_network())
    fill_settings(form)
    return network_page("people/settings.html", "people.network", form=form)


@bp.post("/network/settings")
@requires(Permission.NETWORK_MANAGE)
def save_settings() -> ResponseReturnValue:
    """Save the network's own name and languages."""
    network, form = _own_network(), SettingsForm()
    fill_settings(form)
    if not form.validate_on_submit():
        return network_page("people/settings.html", "people.network", form=form, status=422)
    network.name, network.description = form.name.data or "", form.description.data or ""
    languages = [*(form.languages.data or []), *filter(None, [form.more_language.data])]
    network.languages = list(dict.fromkeys(languages))
    flash(_("The network is saved."), "success")
    return redirect(url_for("people.network"), 303)


@bp.get("/network/log")
@requires(Permission.NETWORK_MANAGE)
def audit_log() -> ResponseReturnValue:
    """Show the newest acts of power over accounts, roles and hidden data."""
    newest = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(NEWEST_ENTRIES)
    entries = list(db.session.scalars(newest))
    return network_page(
        "people/audit_log.html",
        "people.audit_log",
        entries=entries,
        names=_names(entries),
        labels=AUDIT_LABELS,
        values=ROLE_LABELS | PURPOSE_LABELS | _group_names(),
    )


def _group_names() -> dict[str, str]:
    rows = db.session.execute(sa.select(WorkingGroup.public_id, WorkingGroup.name))
    return {row.public_id: row.name for row in rows}


def _names(entries: list[AuditEntry]) -> dict[int, str]:
    ids = {entry.actor_id for entry in entries}
    ids |= {entry.subject_id for entry in entries if entry.subject == "persons"}
    rows = db.session.execute(sa.select(Person.id, Person.display_name).where(Person.id.in_(ids - {None})))
    return {row.id: row.display_name for row in rows}


def _own_network() -> Network:
    found = current_network()
    if found is None:
        raise NotFound
    return found
