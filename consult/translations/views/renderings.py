"""The pages of a change in another language: rendering it, and its author's word on that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape

from consult.contributions.display import shown_one
from consult.contributions.marks import mark_labels, marked_between
from consult.contributions.models import Contribution
from consult.contributions.services import check_changed, proposed_wording
from consult.core.clock import now
from consult.core.errors import ConsultError, InvalidInput, StaleBase, WrongState
from consult.core.loading import by_public_id
from consult.narratives.agreed_terms import newly_avoided
from consult.rules.permissions import Permission
from consult.text import render_changes
from consult.text.terms import Term
from consult.web.access import me, requires
from consult.web.forms import add_problem
from consult.web.links import url_for
from consult.web.moments import show_moment
from consult.web.pages import render_page

from ..forms import ConfirmForm, RenderingForm
from ..renderings import DAYS, RenderingTask, first_day, give_rendering, rendering_task, reply_to_rendering
from .base import bp


@dataclass(frozen=True)
class Beside:
    """Sentences of the original, and beside them the words of the translation with what is changed marked."""

    source: str
    changed: Markup


def load_task(contribution_id: str) -> RenderingTask:
    """Return what is to be rendered of the contribution with a public id, or raise NotFound."""
    return rendering_task(by_public_id(Contribution, contribution_id))


@bp.get("/contributions/<contribution_id>/rendering")
@requires(Permission.CONTRIBUTION_TRANSLATE, load_task)
def rendering(task: RenderingTask) -> ResponseReturnValue:
    """Show a change beside its place in the original, and the form of its rendering."""
    return _page(task, _fresh(task))


@bp.post("/contributions/<contribution_id>/rendering")
@requires(Permission.CONTRIBUTION_TRANSLATE, load_task)
def save_rendering(task: RenderingTask) -> ResponseReturnValue:
    """Keep the rendering: from now on the merge desk decides on it."""
    form = RenderingForm()
    if not form.validate():
        return _page(task, form, status=422)
    try:
        row = give_rendering(
            task,
            form.heading.data or "",
            form.body.data or "",
            until=form.until.data,
            seen=form.seen.data or "",
            actor=me(),
            at=now(),
            address_of=_address_of(task),
        )
    except (InvalidInput, StaleBase, WrongState) as refusal:
        return _refused(task, form, refusal)
    flash(_("The translation is kept. The merge desk decides on it from now on."), "success")
    if row.reply is None:
        flash(_("The author is asked whether it says what they mean."), "info")
    return redirect(_home(task), 303)


@bp.post("/contributions/<contribution_id>/rendering/preview")
@requires(Permission.CONTRIBUTION_TRANSLATE, load_task)
def preview_rendering(task: RenderingTask) -> ResponseReturnValue:
    """Show what the rendering would change; stores nothing and gives back all that was typed."""
    form = RenderingForm()
    form.validate()
    try:
        wording = proposed_wording(task.source, form.heading.data or "", form.body.data or "")
        check_changed(task.source, wording)
    except InvalidInput as refusal:
        return _refused(task, form, refusal)
    proposed = f"{wording['heading']}\n\n{wording['body']}"
    source, narrative = task.source, task.contribution.consultation.narrative
    preview = marked_between(source.full, proposed, source.language)
    avoided = newly_avoided(narrative.id, source.language, source.full, proposed)
    return _page(task, form, status=422 if form.errors else 200, preview=preview, avoided=avoided)


@bp.get("/contributions/<contribution_id>/rendering/confirm")
@requires(Permission.ANSWER_REPLY, load_task)
def confirm(task: RenderingTask) -> ResponseReturnValue:
    """Show authors how their change was rendered, and ask whether it says what they mean."""
    return _confirm_page(task, ConfirmForm(data={"seen": _newest_id(task)}))


@bp.post("/contributions/<contribution_id>/rendering/confirm")
@requires(Permission.ANSWER_REPLY, load_task)
def agree(task: RenderingTask) -> ResponseReturnValue:
    """Take the author's word: agreed, or objected, as the pressed button says."""
    form, reply = ConfirmForm(), request.form.get("reply", "")
    if not form.validate():
        return _confirm_page(task, form, status=422)
    try:
        reply_to_rendering(
            task, reply, form.words.data or "", seen=form.seen.data or "", actor=me(), at=now()
        )
    except InvalidInput as refusal:
        add_problem(form, refusal)
        return _confirm_page(task, form, status=422)
    except (StaleBase, WrongState) as refusal:
        form.seen.data = _newest_id(task)
        return _confirm_page(task, form, problem=str(refusal.message), status=409)
    flash(_("Thank you. Your answer is kept."), "success")
    return redirect(_home(task), 303)


def _fresh(task: RenderingTask) -> RenderingForm:
    """Return the form with the newest rendering to go on from, or with the original."""
    newest = task.newest
    words = newest.text if newest else task.source
    until = first_day(task.contribution, now()) + timedelta(days=DAYS)
    return RenderingForm(
        data={"heading": words.heading, "body": words.body, "until": until, "seen": task.seen}
    )


def _refused(task: RenderingTask, form: RenderingForm, refusal: ConsultError) -> ResponseReturnValue:
    """Give back what was typed with what is wrong; a form made from other words then goes on from the present ones."""
    if isinstance(refusal, InvalidInput):
        add_problem(form, refusal)
        return _page(task, form, status=422)
    if isinstance(refusal, StaleBase):
        form.seen.data = task.seen
    return _page(task, form, problem=str(refusal.message), status=409)


def _page(
    task: RenderingTask,
    form: RenderingForm,
    *,
    preview: Markup | None = None,
    avoided: Sequence[tuple[str, Term]] = (),
    problem: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    return render_page(
        "translations/rendering.html",
        block="preview",
        status=status,
        task=task,
        shown=shown_one(task.contribution),
        consultation=task.contribution.consultation,
        form=form,
        beside=_beside(task),
        marked=marked_between(task.base.full, task.text.full, task.base.language),
        objected=_objected(task),
        preview=preview,
        avoided=avoided,
        problem=problem,
        home=_home(task),
    )


def _beside(task: RenderingTask) -> list[Beside]:
    labels = mark_labels()
    return [
        Beside(spot.source, render_changes(spot.before, spot.hunks, lang=task.base.language, labels=labels))
        for spot in task.spots
    ]


def _objected(task: RenderingTask) -> str:
    """Return why the author objects to the newest rendering, or nothing."""
    newest = task.newest
    return newest.words if newest and newest.reply == "objects" else ""


def _confirm_page(
    task: RenderingTask, form: ConfirmForm, *, problem: str = "", status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "translations/confirm.html",
        status=status,
        task=task,
        shown=shown_one(task.contribution),
        consultation=task.contribution.consultation,
        form=form,
        until=_until(task),
        beside=_beside(task),
        problem=problem,
        home=_home(task),
    )


def _until(task: RenderingTask) -> Markup | str:
    """Return to its author until when they can object, or nothing where they no longer can or already have answered."""
    newest = task.newest
    if newest is None or newest.state(now()) != "waiting":
        return ""
    words = _("You can object until %(when)s. Silence counts as yes.", when="%s")
    return escape(words) % show_moment(newest.confirm_until, task.contribution.consultation.zone)


def _newest_id(task: RenderingTask) -> str:
    newest = task.newest
    return newest.public_id if newest else ""


def _home(task: RenderingTask) -> str:
    return url_for("reading.contribution", contribution_id=task.contribution.public_id)


def _address_of(task: RenderingTask):  # type: ignore[no-untyped-def]
    """Return a function from a language to the address of the page on which the author says yes or no."""

    def address(language: str) -> str:
        path = url_for("translations.confirm", contribution_id=task.contribution.public_id, lang=language)
        return f"{current_app.config['BASE_URL']}{path}"

    return address
