"""The translate page: a section side by side, sentence by sentence; saved, sent, given back, approved."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase
from consult.rules.permissions import Permission
from consult.rules.readiness import WAITING
from consult.text.units import Together, one_line, together
from consult.web.access import actor, me, requires
from consult.web.pages import render_page

from .. import services
from ..board import board_in
from ..memory import sentence_by_id
from ..models import Translation
from ..tasks import Task, of_wording, task_of, tasks_of
from .base import STATES, TINTS, address, bp, more_of
from .sentences import BEFORE, alone, sentences_of


@bp.get("/narratives/<slug>/languages/<lang:language>/sections/<key>")
@requires(Permission.TRANSLATION_WORK, task_of)
def work(task: Task) -> ResponseReturnValue:
    """Show a section beside its translation, to be worked on or reviewed."""
    return show_work(task)


@bp.post("/narratives/<slug>/languages/<lang:language>/sections/<key>")
@requires(Permission.TRANSLATION_WORK, task_of)
def save(newest: Task) -> ResponseReturnValue:
    """Save what was typed; send, give back or approve as the pressed button says."""
    return save_work(newest)


def show_work(task: Task) -> ResponseReturnValue:
    """Answer with the page of a section as it stands."""
    return _page(task, alone(task.wordings()))


def save_work(newest: Task) -> ResponseReturnValue:
    """Take the posted form of a section: of the newest revision, or of a draft."""
    task = of_wording(newest, request.form.get("source", newest.source.sha))
    typed = _typed(task)
    try:
        row = _act(task, typed)
    except InvalidInput as refusal:
        return _page(task, alone(typed), refusal=refusal, status=422)
    except StaleBase as refusal:
        return _page(task, _joined(task, typed), stale=refusal, status=409)
    _say(row, is_newest=task.source.id == newest.source.id, is_public=task.draft is None)
    return redirect(address(task.of, "work", key=task.section.key), 303)


def _act(task: Task, typed: list[str]) -> Translation | None:
    step = request.form.get("step", "save")
    given: dict[str, Any] = {"counter": _counter(), "actor": me(), "at": now()}
    if step == "send":
        return services.send_for_review(task, typed, gaps_are_meant="gaps" in request.form, **given)
    if step == "return":
        return services.return_translation(task, request.form.get("remark", ""), **given)
    if step == "review":
        return services.review_translation(task, typed, **given)
    return services.save_translation(task, _with_taken(task, typed), **given)


def _typed(task: Task) -> list[str]:
    """Return the words of the form; a sentence that the form does not have keeps what stands."""
    standing = task.wordings()
    return [
        one_line(request.form.get(f"s-{place}", standing[place])) if part.is_words else ""
        for place, part in enumerate(task.parts)
    ]


def _with_taken(task: Task, typed: list[str]) -> list[str]:
    """Return the words with the offer that was taken, if the button of one was pressed."""
    place, _dash, name = request.form.get("take", "").partition("-")
    if not place.isascii() or not place.isdecimal() or int(place[:6]) >= len(typed):
        return typed
    number = int(place[:6])
    found = None if name == BEFORE else sentence_by_id(task.narrative, name)
    words = task.earlier.targets[number] if name == BEFORE else found.target if found else ""
    return [*typed[:number], words, *typed[number + 1 :]] if words else typed


def _counter() -> int:
    """Return the counter that the form carries; a damaged one is never the right one."""
    return request.form.get("counter", default=-1, type=int)


def _joined(task: Task, typed: Sequence[str]) -> list[Together]:
    """Return what was typed together with what somebody else saved meanwhile."""
    row = task.row
    if row is None:
        return alone(typed)
    blank = [""] * len(task.parts)
    base = services.words_at(row, _counter()) or blank
    return together(base, typed, row.wordings or blank)


def _say(row: Translation | None, *, is_newest: bool, is_public: bool) -> None:
    if row is None:
        flash(_("Nothing was typed yet."), "info")
        return
    words = {
        "sent": _("Sent for review. Somebody else approves it before readers see it."),
        "reviewed": _("Approved. Readers see it now.")
        if is_public
        else _("Approved. It goes out with the version."),
        "returned": _("Given back, with your remark."),
    }.get(_last_act(row), _("Saved as a draft."))
    flash(words, "success")
    if not is_newest:
        flash(
            _("The section was changed meanwhile. What stayed is kept; look at the marked sentences."),
            "warning",
        )


def _last_act(row: Translation) -> str:
    step = request.form.get("step", "save")
    return {"send": "sent", "review": "reviewed", "return": "returned"}.get(step, "saved")


def _page(
    task: Task,
    given: Sequence[Together],
    *,
    refusal: InvalidInput | None = None,
    stale: StaleBase | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    row = task.row
    missing: Any = refusal.details.get("missing", []) if refusal else []
    tasks, standing = tasks_of(task.of), board_in(task.of).at(task.section.key, task.language)
    return render_page(
        "translations/work.html",
        task=task,
        address=partial(address, task.of),
        row=row,
        pill=(STATES[standing.state], TINTS[standing.state]),
        more=more_of(standing),
        sentences=sentences_of(task, given, missing),
        # A refused form keeps its own counter: what was saved meanwhile is shown when it is sent again.
        counter=_counter() if refusal else row.counter if row else 0,
        refusal=refusal,
        stale=stale,
        remark=request.form.get("remark", ""),
        may_review=bool(row and row.status == WAITING and row.translator_id != actor().person_id),
        is_waiting=bool(row and row.status == WAITING),
        before=task.before,
        neighbours=_neighbours(task, tasks),
        status=status,
    )


def _neighbours(task: Task, tasks: Sequence[Task]) -> tuple[Task | None, Task | None]:
    keys = [one.section.key for one in tasks]
    place = keys.index(task.section.key)
    before = tasks[place - 1] if place else None
    return before, tasks[place + 1] if place + 1 < len(tasks) else None
