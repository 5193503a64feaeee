"""Saving one decision where nothing stands in its way: as few questions as that takes, however full the section is.

Whatever is out of the ordinary is left to the verb that looks at the whole section, which finds the change or says why
not: somebody decided meanwhile, another change claims the same words, the desk is closed, the change is the
facilitator's own or was made to an older text.
"""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import log_row
from consult.rules.states import OUTCOMES
from consult.text import Hunk
from consult.text.words import gap, is_word

from ..models import Decision, DeskSection
from ..single import CHANGE, INSERT, NOTE, PLACE, RAISE, UPDATE


class Wanted(NamedTuple):
    """What somebody decides: on which change of which section, as they saw it, and why. `by`: their person's id."""

    section: str
    key: str
    outcome: str
    words: str | None
    reason: str
    counter: int
    by: int
    at: datetime


def save_alone(desk_id: int, wanted: Wanted) -> bool:
    """Save a decision if nothing stands in its way; say whether it is saved. If not, nothing was written."""
    if wanted.outcome not in OUTCOMES or (wanted.outcome != "accept" and not wanted.reason.strip()):
        return False
    db.session.flush()
    connection = db.session.connection()
    asked = {"desk": desk_id, "key": wanted.key, "section": wanted.section}
    place = connection.execute(PLACE, asked).first()
    if place is None or place.counter != wanted.counter:
        return False
    found = connection.execute(CHANGE, {**asked, **place._mapping}).first()
    if found is None or (found.is_claimed and wanted.outcome != "decline"):
        return False
    hunk = Hunk(found.start, found.end, found.new)
    text = _words_for(hunk, wanted.words) if wanted.outcome == "adapt" else None
    if wanted.outcome == "adapt" and text is None:
        return False
    if not _raise_counter(connection, desk_id, place.section_id, wanted):
        return False
    values = {
        "narrative_id": place.narrative_id,
        "consolidation_id": desk_id,
        "section_id": place.section_id,
        "group_key": wanted.key,
        "start": hunk.start,
        "end": hunk.end,
        "new": hunk.new,
        "text": text,
        "reason": wanted.reason,
    }
    _write(connection, values, found, wanted)
    return True


def fitted(words: str | None, hunk: Hunk, model: str, base: str) -> str:
    """Return own words with the white space at their edges that the replaced or proposed words have.

    A word at the edge is kept apart from the word beside it in `base`, the ground text.
    """
    bare = (words or "").strip()
    if not bare and hunk.start == hunk.end:
        raise InvalidInput(_l("Write the words that shall stand there."), field="words")
    if not bare:
        return ""
    lead = model[: len(model) - len(model.lstrip())]
    trail = model[len(model.rstrip()) :]
    return (
        f"{lead or _space(base, hunk.start, after=bare)}{bare}{trail or _space(base, hunk.end, before=bare)}"
    )


def _space(base: str, at: int, *, before: str = "", after: str = "") -> str:
    """Return the space that own words need at a point of the text, unless the point is within a word."""
    left, right = base[:at][-1:], base[at : at + 1]
    return "" if gap(left, right) else gap(before or left, after or right)


def _words_for(hunk: Hunk, words: str | None) -> str | None:
    """Return own words for a change, or None where the text around it must be looked at first."""
    bare = (words or "").strip()
    if not hunk.new or not bare or _may_stick(hunk.new[0], bare[0]) or _may_stick(hunk.new[-1], bare[-1]):
        return None
    return fitted(words, hunk, hunk.new, "")


def _may_stick(proposed: str, own: str) -> bool:
    """Say whether own words may run into the word beside them: the proposal has a comma there, or the like."""
    return is_word(own) and not (is_word(proposed) or proposed.isspace())


def _raise_counter(connection: sa.Connection, desk_id: int, section_id: int, wanted: Wanted) -> bool:
    """Raise the section's counter if it still is what the form said: of two who decide at once one is too late."""
    raised = connection.execute(
        RAISE,
        {
            "of_desk": desk_id,
            "of_section": section_id,
            "seen": wanted.counter,
            "now": wanted.at,
            "person": wanted.by,
        },
    )
    if raised.rowcount != 1:
        return False
    _look_again(DeskSection, desk_id, section_id)
    return True


def _write(connection: sa.Connection, values: dict[str, Any], found: Any, wanted: Wanted) -> None:
    """Write the decision, what stood before, and the event."""
    taken = {"outcome": wanted.outcome, "decided_by_id": wanted.by, "decided_at": wanted.at}
    if found.own_id is None:
        made = connection.execute(INSERT, {**values, **taken, "operation": "reword"})
        (row_id,) = made.inserted_primary_key or (0,)
    else:
        row_id = found.own_id
        connection.execute(
            UPDATE, {f"new_{name}": value for name, value in {**values, **taken}.items()} | {"row": row_id}
        )
        _look_again(Decision, row_id)
    change = {"outcome_before": found.own_outcome, "outcome_after": wanted.outcome}
    connection.execute(NOTE, {**values, **change, "by_id": wanted.by, "at": wanted.at})
    log_row(
        "decision-taken",
        "decisions",
        row_id,
        narrative_id=values["narrative_id"],
        actor_id=wanted.by,
        before=found.own_outcome,
        after=wanted.outcome,
    )


def _look_again(model: Any, *key: int) -> None:
    """Let a row that the session holds be read anew: it was written past it."""
    held = db.session.identity_map.get(model.__mapper__.identity_key_from_primary_key(key))
    if held is not None:
        db.session.expire(held)
