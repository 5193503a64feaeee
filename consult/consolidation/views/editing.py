"""Editing a section by hand: the text as it stands in a form, first shown with what changes, then saved."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase
from consult.narratives.models import Section
from consult.rules.permissions import Permission
from consult.text import diff, render_changes
from consult.web.access import me, requires
from consult.web.pages import render_page

from .. import services
from ..compose import tidied
from ..forms import EditForm
from ..models import Consolidation
from ..services.editing import edits_of, typed_text
from ..work import SectionWork
from .base import bp, counter, load, load_section, may_work, seen_other, words
from .cards import people_of


@bp.get("/consolidations/<consolidation_id>/sections/<key>/edit")
@requires(Permission.CONSOLIDATION_WORK, load)
def edit(row: Consolidation, key: str) -> ResponseReturnValue:
    """Show the text as it stands, to be edited."""
    part = load_section(row, key)
    if not may_work(row):
        return seen_other("section", consolidation_id=row.public_id, key=key)
    work = services.load_work(row, part)
    heading, body = tidied(work.merged.text)
    return _page(row, work, EditForm(data={"heading": heading, "body": body}))


@bp.post("/consolidations/<consolidation_id>/sections/<key>/edit")
@requires(Permission.CONSOLIDATION_WORK, load)
def edit_now(row: Consolidation, key: str) -> ResponseReturnValue:
    """Show what the typed text changes, or save it, as the pressed button says."""
    part = load_section(row, key)
    services.check_open(row)
    form = EditForm()
    work = services.load_work(row, part)
    if not form.validate():
        return _page(row, work, form, status=422)
    try:
        if request.form.get("step") == "save":
            return _save(row, part, form)
        typed = typed_text(form.heading.data or "", form.body.data or "")
        return _page(row, work, form, typed=typed)
    except InvalidInput as refusal:
        form[str(refusal.details["field"])].errors = [str(refusal.message)]
        return _page(row, work, form, status=422)
    except StaleBase as refusal:
        return _page(row, work, form, stale=people_of(refusal.details["changes"]), status=409)


def _save(row: Consolidation, part: Section, form: EditForm) -> ResponseReturnValue:
    services.edit_section(
        row,
        part,
        form.heading.data or "",
        form.body.data or "",
        reason=form.reason.data or "",
        facilitator=me(),
        counter=counter(),
        at=now(),
    )
    flash(_("The section reads as you wrote it. You can take that back here."), "success")
    return seen_other("section", "acts", consolidation_id=row.public_id, key=part.key)


def _page(
    row: Consolidation,
    work: SectionWork,
    form: EditForm,
    *,
    typed: str | None = None,
    stale: list[Any] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    known = words()
    shown = "" if typed is None else typed
    return render_page(
        "consolidation/edit.html",
        status=status,
        consolidation=row,
        work=work,
        form=form,
        marked=_marked(work, shown, known["marks"]) if shown else None,
        edits=edits_of(work, shown) if shown else [],
        stale=stale,
        **known,
    )


def _marked(work: SectionWork, typed: str, marks: tuple[str, str]) -> Markup:
    standing = work.merged.text
    return render_changes(standing, diff(standing, typed), lang=work.place.text.language, labels=marks)
