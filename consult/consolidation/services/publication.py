"""Publication: one transaction from the desk to an immutable revision, its attribution, answers and letters."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.contributions.searchable import let_answer_be_found
from consult.core.database import db
from consult.core.errors import InvalidInput, StaleBase, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Revision, RevisionSection
from consult.narratives.services import add_revision, latest_revision, places_of
from consult.people.models import Person
from consult.translations.drafts import go_out_with

from ..attribution import ids_of, runs_of, store_runs
from ..compose import DraftPlace, compose
from ..foreign import take_back, unconfirmed
from ..material import load_material
from ..models import Consolidation, DeskSection
from ..overview import DeskWork, desk_work
from ..places import GroupWork
from .carrying import carry_pending
from .desk import hold_narrative, lock_open, save_decision
from .letters import tell_of_publication
from .releases import check_nobody_objects
from .reservations import publish_reservations
from .review import missing_reviewers
from .since import newest_saved, saved_since

_CHANGED = _l("This merge desk has changed meanwhile. Look at the preview again.")


def next_number(latest: Revision, *, is_substantive: bool) -> tuple[int, int]:
    """Return the number that follows: 2.0 after 1.3 for a substantive change, 1.4 for a minor one."""
    return (latest.major + 1, 0) if is_substantive else (latest.major, latest.minor + 1)


def publish_revision(
    consolidation: Consolidation,
    publisher: Person,
    *,
    change_note: str,
    is_substantive: bool,
    counter: int,
    at: datetime,
    seen: str | None = None,
) -> Revision:
    """Publish a consolidation as the next revision of its line; return it.

    `counter`: the consolidation's version when the form was made; `seen`: what `newest_saved` said then, None asks no
    question. WrongState: it is closed, or the gate is not
    (`desk`). StaleBase: a newer revision of the line was published, or the consolidation changed meanwhile
    (`since`: what was saved). InvalidInput: no change note.
    """
    hold_narrative(consolidation.narrative)
    lock_open(consolidation, alone=True)
    _check(consolidation, change_note, counter)
    if seen is not None and seen != newest_saved(consolidation):
        raise StaleBase(_CHANGED, since=saved_since(consolidation, seen))
    desk = _complete_desk(consolidation, at)
    settle_what_is_shown(desk, publisher, at)
    draft = compose(desk)
    revision = add_revision(
        consolidation.narrative,
        [place.place for place in draft],
        number=next_number(consolidation.ground, is_substantive=is_substantive),
        parent=consolidation.ground,
        change_note=change_note,
        actor=publisher,
        at=at,
        line=consolidation.line,
        is_substantive=is_substantive,
    )
    _store_attribution(revision, draft)
    carry_pending(desk, revision, at)
    _release_answers(desk)
    take_back(desk.material, revision.places, at)
    go_out_with(consolidation.id, revision, at)
    publish_reservations(desk, revision)
    _close(consolidation, revision, publisher, at)
    tell_of_publication(desk, at)
    return revision


def settle_what_is_shown(desk: DeskWork, publisher: Person, at: datetime) -> None:
    """Store as decided what the desk shows as in, so that no later neighbour changes the text."""
    for work in desk.sections:
        row = desk.material.desks.get(work.section.id)
        for group in work.groups:
            if row is not None and group.group.state == "in" and group.decision is None:
                _accept(row, desk.material.consolidation, group, publisher, at)


def _accept(
    row: DeskSection, consolidation: Consolidation, group: GroupWork, publisher: Person, at: datetime
) -> None:
    values: dict[str, object] = {
        "narrative_id": consolidation.narrative_id,
        "operation": "reword",
        "group_key": group.key,
        "start": group.hunk.start,
        "end": group.hunk.end,
        "new": group.hunk.new,
        "text": None,
    }
    save_decision(row, values, "accept", "", publisher, at)


def _complete_desk(consolidation: Consolidation, at: datetime) -> DeskWork:
    """Return the desk with the attribution of its texts, once the gate is open."""
    ground = places_of(consolidation.ground.id)
    desk = desk_work(load_material(consolidation), runs_of(place.text for place in ground))
    if not desk.is_complete:
        raise WrongState(_l("Something is still undecided or unanswered."), desk=desk)
    check_nobody_objects(consolidation)
    if unconfirmed(desk.material, at):
        raise WrongState(_l("An author can still object to how a change of theirs was translated."))
    if missing_reviewers(desk):
        raise WrongState(_l("A named reviewer has not approved this draft yet."))
    return desk


def _check(consolidation: Consolidation, change_note: str, counter: int) -> None:
    if not change_note.strip():
        raise InvalidInput(_l("Write what has changed in this version."), field="change_note")
    latest = latest_revision(consolidation.narrative, consolidation.line)
    if latest is not None and latest.id != consolidation.ground.id:
        raise StaleBase(
            _l("Version %(number)s was published meanwhile.", number=latest.number), latest=latest
        )
    if consolidation.version != counter:
        raise StaleBase(_CHANGED)


def _store_attribution(revision: Revision, draft: Sequence[DraftPlace]) -> None:
    names = {name for place in draft for run in place.runs for name in run.origins}
    ids = ids_of(names)
    rows: Sequence[RevisionSection] = revision.places
    for row, place in zip(rows, draft, strict=True):
        if place.is_changed:
            store_runs(row.text, place.runs, ids)


def _release_answers(desk: DeskWork) -> None:
    """Write each answer to its contribution: from now on everybody who may read it sees it."""
    for row in desk.material.contributions:
        given = desk.material.answers[row.id]
        before = row.disposition
        row.disposition = given.disposition
        row.disposition_reason = given.reason
        row.disposed_at = given.at
        row.disposed_by_id = given.by_id
        let_answer_be_found(row)
        log_event("contribution-answered", row, actor_id=given.by_id, before=before, after=given.disposition)
    db.session.flush()


def _close(consolidation: Consolidation, revision: Revision, publisher: Person, at: datetime) -> None:
    consolidation.state = "published"
    consolidation.ended_at = at
    consolidation.revision = revision
    consolidation.change_note = revision.change_note
    db.session.flush()
    log_event(
        "consolidation-published", consolidation, actor_id=publisher.id, before="open", after="published"
    )
