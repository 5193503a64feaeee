"""The publication page: the gate, the preview against the parent, the change note; and the act itself."""

from typing import cast

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase, WrongState
from consult.narratives.services import latest_revision
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import choices
from consult.web.locale import speaking
from consult.web.pages import render_page

from ..compose import compose, is_same_order, removed
from ..draft import changes_of
from ..foreign import left_to_render, unconfirmed
from ..forms import PublishForm
from ..material import load_material
from ..models import Consolidation
from ..note import first_note
from ..overview import DeskWork, desk_work
from ..services import next_number, publish_revision
from ..services.releases import open_objections
from ..services.reservations import standing_objections
from ..services.review import missing_reviewers
from ..services.since import Since, newest_saved
from .base import bp, counter, load, seen_other, words
from .cards import people_of
from .listing import LONGEST_LIST
from .translators import languages_of


@bp.get("/consolidations/<consolidation_id>/publish")
@requires(Permission.REVISION_PUBLISH, load)
def publish(row: Consolidation) -> ResponseReturnValue:
    """Show what would be published, or what holds it back."""
    if not row.is_open:
        return seen_other("desk", consolidation_id=row.public_id)
    desk = desk_work(load_material(row))
    return _page(row, desk, _form(row, _note(desk)))


@bp.post("/consolidations/<consolidation_id>/publish")
@requires(Permission.REVISION_PUBLISH, load)
def publish_now(row: Consolidation) -> ResponseReturnValue:
    """Publish. A second press finds it published and leads there."""
    if row.state == "published":
        return seen_other("desk", consolidation_id=row.public_id)
    form = _form(row, None)
    if not form.validate():
        return _page(row, desk_work(load_material(row)), form, status=422)
    try:
        revision = publish_revision(
            row,
            me(),
            change_note=form.change_note.data or "",
            is_substantive=form.kind.data == "substantive",
            counter=counter(),
            at=now(),
            seen=request.form.get("seen"),
        )
    except InvalidInput as refusal:
        form.change_note.errors = [str(refusal.message)]
        return _page(row, desk_work(load_material(row)), form, status=422)
    except StaleBase as refusal:
        since, problem = cast(Since | None, refusal.details.get("since")), str(refusal.message)
        return _page(row, desk_work(load_material(row)), form, problem=problem, since=since, status=409)
    except WrongState as refusal:
        if row.state == "published":
            return seen_other("desk", consolidation_id=row.public_id)
        return _page(row, desk_work(load_material(row)), form, problem=str(refusal.message), status=409)
    flash(_("Version %(number)s is published.", number=revision.number), "success")
    return seen_other("desk", consolidation_id=row.public_id)


def my_contributions_address(language: str) -> str:
    """Return the address of "my contributions" in a language, as a letter needs it."""
    return f"{current_app.config['BASE_URL']}{url_for('reading.my_contributions', lang=language)}"


def _note(desk: DeskWork) -> str:
    """Return a first note in the language of the narrative: all its readers read it."""
    with speaking(desk.material.consolidation.narrative.working_language):
        return first_note(desk)


def _form(row: Consolidation, note: str | None) -> PublishForm:
    form = PublishForm(data={"kind": "substantive", "change_note": note or ""})
    numbers = {
        kind: "{}.{}".format(*next_number(row.ground, is_substantive=kind == "substantive"))
        for kind in ("substantive", "minor")
    }
    form.kind.choices = choices(
        [
            ("substantive", _("The meaning has changed: version %(number)s", number=numbers["substantive"])),
            ("minor", _("Small corrections: version %(number)s", number=numbers["minor"])),
        ]
    )
    return form


def _page(
    row: Consolidation,
    desk: DeskWork,
    form: PublishForm,
    *,
    problem: str = "",
    since: Since | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    known = words()
    draft = compose(desk)
    latest = latest_revision(row.narrative, row.line)
    return render_page(
        "consolidation/publish.html",
        status=status,
        consolidation=row,
        desk=desk,
        form=form,
        changed=[(place, changes_of(place, known["marks"])) for place in draft if place.is_changed],
        unchanged=sum(not place.is_changed for place in draft),
        removed=removed(desk),
        same_order=is_same_order(desk),
        order=draft,
        newer=latest if latest and latest.id != row.ground.id else None,
        problem=problem,
        seen=newest_saved(row),
        since=since,
        since_by=people_of(since.decisions[:LONGEST_LIST]) if since else [],
        note_now=_note(desk) if since else "",
        objections=open_objections(row),
        carried=[one for one in desk.material.contributions if desk.material.is_deferred(one)],
        missing=missing_reviewers(desk),
        to_render=left_to_render(desk.material),
        unconfirmed=unconfirmed(desk.material, now()),
        reservations=len(standing_objections(desk)),
        is_post=request.method == "POST",
        **languages_of(row, draft),
        **known,
    )
