"""Answers: each contribution gets a disposition with a reason. They are the desk's until publication."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, StaleBase, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Section
from consult.people.models import Person
from consult.rules.states import DISPOSITIONS
from consult.text.markdown import plain_text

from ..desk_models import DeskAct
from ..foreign import CARRIED
from ..material import answerable, load_material, reach_of
from ..models import Consolidation, DispositionChange, PassageLink
from ..work import section_work
from .desk import lock_open


def answer(
    consolidation: Consolidation,
    contribution: Contribution,
    disposition: str,
    reason: str,
    *,
    facilitator: Person,
    at: datetime,
    seen: int | None = None,
    shaped: Section | None = None,
    passage: str = "",
) -> DispositionChange:
    """Answer a contribution with its whole thread; return the answer. It is shown from publication on.

    `seen`: id of the answer that the form was made from, 0 for none; None asks no question. `shaped`: the section
    that it shaped, by the facilitator's judgement; `passage`: which words of it, as the text stands at the desk.
    StaleBase: somebody answered it meanwhile (`current`).
    """
    lock_open(consolidation)
    _check_answerable(consolidation, contribution)
    current = newest_answer(consolidation, contribution)
    if seen is not None and seen != (current.id if current else 0):
        raise StaleBase(
            _l("Somebody answered this meanwhile. Look at it, then send yours again."), current=current
        )
    if disposition not in DISPOSITIONS:
        raise InvalidInput(_l("Choose an answer."), field="disposition")
    if not reason.strip():
        raise InvalidInput(_l("Give a short reason: the author will read it."), field="reason")
    _check_rendered(consolidation, contribution, disposition)
    if passage:
        _check_passage(consolidation, shaped, passage)
    row = write_answer(consolidation, contribution, disposition, reason, facilitator, at)
    _link(consolidation, contribution, shaped, facilitator, at, passage)
    return row


def take_back_answer(
    consolidation: Consolidation, contribution: Contribution, *, facilitator: Person, at: datetime
) -> None:
    """Take an answer of this desk back. NotFound when there is none."""
    lock_open(consolidation)
    current = newest_answer(consolidation, contribution)
    if current is None or current.disposition is None:
        raise NotFound
    write_answer(consolidation, contribution, None, "", facilitator, at)
    _link(consolidation, contribution, None, facilitator, at)


def newest_answer(consolidation: Consolidation, contribution: Contribution) -> DispositionChange | None:
    """Return the last answer that this desk gave or took back, locked with its contribution."""
    db.session.execute(sa.select(Contribution.id).where(Contribution.id == contribution.id).with_for_update())
    return db.session.scalar(
        sa.select(DispositionChange)
        .where(
            DispositionChange.consolidation_id == consolidation.id,
            DispositionChange.contribution_id == contribution.id,
        )
        .order_by(DispositionChange.id.desc())
        .limit(1)
    )


def _check_answerable(consolidation: Consolidation, contribution: Contribution) -> None:
    is_within_reach = sa.select(Contribution.id).where(
        Contribution.id == contribution.id, reach_of(consolidation)
    )
    if db.session.scalar(is_within_reach) is None:
        raise NotFound
    is_by_itself = sa.select(Contribution.id).where(Contribution.id == contribution.id, answerable())
    if not contribution.is_answerable and db.session.scalar(is_by_itself) is None:
        raise WrongState(
            _l("This needs no answer: it is a draft, a reply, withdrawn, hidden, or late and not admitted.")
        )


def _check_rendered(consolidation: Consolidation, contribution: Contribution, disposition: str) -> None:
    """Refuse to answer a change in another language that nobody can have decided on; it may be carried forward."""
    base = contribution.text.base_text
    is_of_here = base is None or base.language == consolidation.narrative.working_language
    if disposition == CARRIED or contribution.operation != "reword" or is_of_here or not contribution.section:
        return
    if contribution.id in load_material(consolidation, contribution.section, is_light=True).unrendered:
        raise InvalidInput(
            _l("This waits for its translation. Until then it can be carried forward, and nothing else."),
            field="disposition",
        )


def write_answer(
    consolidation: Consolidation,
    contribution: Contribution,
    disposition: str | None,
    reason: str,
    facilitator: Person,
    at: datetime,
    *,
    act: DeskAct | None = None,
) -> DispositionChange:
    """Write the newest answer of a contribution, None to take it back; return it. `act`: that it is part of."""
    row = DispositionChange(
        narrative_id=consolidation.narrative_id,
        contribution_id=contribution.id,
        consolidation_id=consolidation.id,
        disposition=disposition,
        reason=reason,
        act_id=act.id if act else None,
        by_id=facilitator.id,
        at=at,
    )
    db.session.add(row)
    db.session.flush()
    log_event("answer-prepared", contribution, actor_id=facilitator.id, after=disposition)
    return row


def _check_passage(consolidation: Consolidation, section: Section | None, passage: str) -> None:
    """Refuse a passage that does not stand in the section as the desk has it now, with its marks or without."""
    if section is None:
        raise InvalidInput(_l("Choose the section that the passage stands in."), field="shaped")
    material = load_material(consolidation, section)
    place = material.place(section.id)
    text = section_work(material, place).merged.text if place else ""
    if passage not in text and passage not in plain_text(text):
        raise InvalidInput(
            _l("This passage is not in the text as it stands. Copy it exactly."), field="passage"
        )


def _link(
    consolidation: Consolidation,
    contribution: Contribution,
    section: Section | None,
    facilitator: Person,
    at: datetime,
    passage: str = "",
) -> None:
    """Say which section the contribution shaped, in place of what this desk said before."""
    db.session.execute(
        sa.delete(PassageLink).where(
            PassageLink.consolidation_id == consolidation.id, PassageLink.contribution_id == contribution.id
        )
    )
    if section is not None:
        db.session.add(
            PassageLink(
                narrative_id=consolidation.narrative_id,
                contribution_id=contribution.id,
                consolidation_id=consolidation.id,
                section_id=section.id,
                passage=passage,
                linked_by_id=facilitator.id,
                linked_at=at,
            )
        )
    db.session.flush()
