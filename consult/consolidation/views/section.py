"""One section at work: the text as it stands, the groups, the decisions."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound, StaleBase
from consult.narratives.models import Section
from consult.rules.permissions import Permission
from consult.web.access import me, reader, requires
from consult.web.pages import wants_fragment

from .. import services
from ..at_hand import DeskAtHand
from ..forms import DecisionForm, OwnWordsForm, ReasonForm
from ..models import Consolidation, Decision
from ..portion import ANCHOR
from ..services.single import Wanted, save_alone
from .base import bp, counter, load, load_at_hand, load_section, prefix, seen_other
from .cards import people_of
from .changed import Before, before_deciding, changed_answer, clean_answer
from .page import Gone, Parts, section_page

MOVED = Parts(places=True)
"""Places came or went, or somebody else decided: all places of the page are drawn anew."""


@bp.get("/consolidations/<consolidation_id>/sections/<key>")
@requires(Permission.CONSOLIDATION_READ, load)
def section(row: Consolidation, key: str) -> ResponseReturnValue:
    """Show a section at work."""
    return section_page(row, load_section(row, key))


@bp.get("/consolidations/<consolidation_id>/sections/<key>/clean")
@requires(Permission.CONSOLIDATION_WORK, load)
def clean_text(row: Consolidation, key: str) -> ResponseReturnValue:
    """Show the text of a section as it stands without marks, for the page on which it changed; else the page."""
    if not wants_fragment():
        return seen_other("section", consolidation_id=row.public_id, key=key)
    return clean_answer(row, load_section(row, key))


@bp.post("/consolidations/<consolidation_id>/sections/<key>/groups/<group>")
@requires(Permission.CONSOLIDATION_WORK, load_at_hand)
def decide(desk: DeskAtHand, key: str, group: str) -> ResponseReturnValue:
    """Accept, adapt or decline a group, as the pressed button says."""
    form = DecisionForm(prefix=prefix(group))
    outcome, reason = request.form.get("outcome", ""), form.reason.data or ""
    wanted = Wanted(key, group, outcome, form.words.data, reason, counter(), reader().id, now())
    before = _before(desk.public_id, key)
    if form.validate() and save_alone(desk.id, wanted):
        return _saved(desk.public_id, key, group, before, MOVED)
    row = load(desk.public_id)
    part = load_section(row, key)

    def act() -> None:
        given = wanted._asdict()
        given = {name: given[name] for name in ("words", "reason", "counter", "at")}
        services.decide(row, part, group, outcome, facilitator=me(), **given)

    return _act(row, part, group, form, act, before)


@bp.post("/consolidations/<consolidation_id>/sections/<key>/groups/<group>/undo")
@requires(Permission.CONSOLIDATION_WORK, load)
def undo(row: Consolidation, key: str, group: str) -> ResponseReturnValue:
    """Take a decision back."""
    part = load_section(row, key)

    def act() -> None:
        services.undo(row, part, group, facilitator=me(), counter=counter(), at=now())

    return _act(row, part, group, None, act, _before(row.public_id, key))


@bp.post("/consolidations/<consolidation_id>/sections/<key>/passages/<int:start>-<int:end>")
@requires(Permission.CONSOLIDATION_WORK, load)
def passage(row: Consolidation, key: str, start: int, end: int) -> ResponseReturnValue:
    """Keep a contested passage as it stands, or put own words there."""
    part = load_section(row, key)
    name = f"{start}-{end}"
    form = DecisionForm(prefix=prefix(name))
    given: dict[str, Any] = {"facilitator": me(), "counter": counter(), "at": now()}

    def act() -> object:
        reason = form.reason.data or ""
        if request.form.get("outcome") == "keep":
            return services.keep_as_it_stands(row, part, start, end, reason=reason, **given)
        return services.adapt_passage(
            row, part, start, end, words=form.words.data or "", reason=reason, **given
        )

    return _act(row, part, name, form, act, _before(row.public_id, key))


@bp.post("/consolidations/<consolidation_id>/sections/<key>/own-words")
@requires(Permission.CONSOLIDATION_WORK, load)
def own_words(row: Consolidation, key: str) -> ResponseReturnValue:
    """Replace a passage of the text by own words."""
    part = load_section(row, key)
    form = OwnWordsForm(prefix=prefix("own"))

    def act() -> object:
        return services.own_words(
            row,
            part,
            form.passage.data or "",
            form.words.data or "",
            reason=form.reason.data or "",
            facilitator=me(),
            counter=counter(),
            at=now(),
        )

    return _act(row, part, "own", form, act, changes=MOVED._replace(names=("own",)))


@bp.post("/consolidations/<consolidation_id>/sections/<key>/confirm")
@requires(Permission.CONSOLIDATION_WORK, load)
def confirm(row: Consolidation, key: str) -> ResponseReturnValue:
    """Answer the amendments of a section as the decisions say, with one reason."""
    part = load_section(row, key)
    form = ReasonForm(prefix=prefix("confirm"))

    def act() -> object:
        return services.confirm_proposals(row, part, form.reason.data or "", facilitator=me(), at=now())

    return _act(row, part, "confirm", form, act, changes=Parts(listed=True))


def _act(
    row: Consolidation,
    part: Section,
    name: str,
    form: Any,
    act: Callable[[], object],
    before: Before | None = None,
    changes: Parts | None = None,
) -> ResponseReturnValue:
    """Do it, and show the section: as saved, or with what is wrong or has changed and all that was typed.

    `changes`: what it changes on the page, where that is not found by looking before and after.
    """
    typed = {name: form} if form is not None else {}
    wrong = Parts(names=(name,))
    if form is not None and not form.validate():
        return section_page(row, part, typed=typed, parts=wrong, status=422)
    try:
        done = act()
    except StaleBase as refusal:
        stale = people_of(refusal.details["changes"])
        return section_page(
            row, part, typed=typed, stale=stale, parts=MOVED._replace(names=(name,)), status=409
        )
    except InvalidInput as refusal:
        return section_page(row, part, typed=typed, refusal=(name, refusal), parts=wrong, status=422)
    except NotFound as refusal:
        if not refusal.message or not typed:
            raise
        gone = Gone(refusal.message, _words_in(form))
        return section_page(row, part, gone=gone, parts=MOVED._replace(listed=True), status=409)
    if isinstance(done, Decision) and name == "own":  # the words stand at a place of their own
        name = done.group_key
    return _saved(row.public_id, part.key, name, before, changes or MOVED)


def _before(consolidation_id: str, key: str) -> Before | None:
    """Return what the page shows before a decision, where only what changed is sent back."""
    if not wants_fragment():
        return None
    row = load(consolidation_id)
    return before_deciding(row, load_section(row, key))


def _saved(
    consolidation_id: str, key: str, name: str, before: Before | None, changes: Parts
) -> ResponseReturnValue:
    """Answer that it is saved: htmx gets what changed; a plain form is sent to where it stood."""
    if before is not None and (answer := changed_answer(before, name)) is not None:
        return answer
    if wants_fragment():
        row = load(consolidation_id)
        return section_page(row, load_section(row, key), saved=_("Saved."), focus=name, parts=changes)
    at = name[:ANCHOR]
    return seen_other("section", f"at-{at}", consolidation_id=consolidation_id, key=key, at=at)


def _words_in(form: Any) -> list[str]:
    """Return what was typed into a form, for a page on which the form has no place any more."""
    return [field.data for field in form if field.short_name in ("words", "reason") and field.data]
