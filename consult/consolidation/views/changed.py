"""The answer to one decision sent by htmx: only what it changed on the page, each part put in its place."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.errors import NotFound
from consult.narratives.models import Section
from consult.text.markdown import render_markdown

from ..changed import Changed, Look, changed_since, look_at
from ..compose import tidied
from ..labels import OUTCOMES
from ..light import decided_anew, load_changes
from ..material import Material, scope_of
from ..models import Consolidation, DispositionChange
from ..neighbours import as_it_would_read
from ..objections import load_objection_answers, load_objections
from ..places import Spot
from ..portion import Portion, names_of, portion_of
from ..standing import standing_paragraphs
from ..work import Fit, SectionWork, merge_section, section_work
from .base import preview_place, words
from .cards import Cards
from .listing import LONGEST_LIST
from .page import asked, section_url
from .texts import paragraph_html, standing_of


@dataclass(frozen=True)
class Before:
    """A section before something is decided: its rows, and what its page shows."""

    part: Section
    material: Material
    fits: dict[int, Fit]
    look: Look


def before_deciding(row: Consolidation, part: Section) -> Before | None:
    """Return what the page of a section shows, to be asked before a decision; None where nothing can be decided."""
    if not row.is_open:
        return None
    material = load_changes(row, part)
    if not material.places:
        return None
    merged = merge_section(material, material.places[0])
    return Before(part, material, merged.fits, look_at(merged))


def changed_answer(before: Before, name: str) -> ResponseReturnValue | None:
    """Return what has changed since, with the focus on what was decided; None where the section must be drawn anew.

    `name`: the key of a group, or "start-end" of a passage.
    """
    part, material = before.part, decided_anew(before.material, before.part)
    row, work = material.consolidation, section_work(material, material.places[0], fits=before.fits)
    changed = changed_since(before.look, work)
    if changed is None:
        return None
    waiting = _waiting(row, part, material.unrendered - set(material.answers))
    portion = portion_of(work.spots, section_url(row, part.key), names=[name], page=asked("places"))
    listed, shown = _listed(row, part, waiting), changed.on_page(work, portion)
    page = render_template(
        "consolidation/_changed.html",
        consolidation=row,
        work=work,
        changed=shown,
        portion=portion,
        amendments=[one for one in changed.amendments if one.id in listed],
        paragraphs=_paragraphs(work, changed, portion),
        standing=standing_of(work, portion) if changed.has_other_paragraphs else None,
        cards=Cards(row, material, {}, None, name),
        can_work=True,
        is_finished=not (work.undecided or waiting or _open_objections(row, part)),
        said=said(work, shown, name),
        preview_of=lambda key: preview_place(row, part.key, key),
        reads=as_it_would_read,
        **words(),
    )
    answer = make_response(page)
    answer.headers["HX-Reswap"] = "none"
    return answer


def _paragraphs(work: SectionWork, changed: Changed, portion: Portion) -> list[tuple[int, Markup]]:
    if changed.has_other_paragraphs:
        return []
    found = [one for one in standing_paragraphs(work) if changed.touches(one)]
    return [(one.number, paragraph_html(one, portion)) for one in found]


def clean_answer(row: Consolidation, part: Section) -> ResponseReturnValue:
    """Return the text without marks, as the part of the page that shows it."""
    material = load_changes(row, part)
    if not material.places:
        raise NotFound
    work = section_work(material, material.places[0])
    heading, body = tidied(work.merged.text)
    page = render_template(
        "consolidation/_clean.html",
        consolidation=row,
        work=work,
        clean_heading=heading,
        clean=render_markdown(body),
    )
    return make_response(page)


def said(work: SectionWork, changed: Changed, name: str) -> list[str]:
    """Return in sentences what was saved, for those who do not see what changed."""
    at = [(number, spot) for number, spot in changed.places if name in names_of(spot)]
    place, spot = at[0] if at else (None, None)
    left = len(work.undecided)
    told = [_("Saved.")]
    if spot is not None:
        told.append(_("Place %(number)s: %(outcome)s.", number=place, outcome=_outcome(work, spot, name)))
    if left:
        told.append(
            ngettext("%(num)d change is left to decide.", "%(num)d changes are left to decide.", left)
        )
    return told


def _outcome(work: SectionWork, spot: Spot, name: str) -> str:
    """Return what became of a change, or of a whole place, in a word or two."""
    group = next((one for one in spot.groups if one.key == name), None)
    decision = group.decision if group else work.own_words_at(spot)
    if name == spot.name and decision is None:  # none of them, and the words as they stand
        decision = next((one.decision for one in spot.groups if one.decision), None)
    return str(OUTCOMES[decision.outcome][0]) if decision else _("taken back")


def _listed(row: Consolidation, part: Section, waiting: list[int]) -> set[int]:
    """Return which of those that wait are on the page, be it one of all contributions or that of what waits."""
    page = asked("answers")
    if page is None:
        return set(waiting[:LONGEST_LIST])
    return {*_sent(row, part)[(page - 1) * LONGEST_LIST : page * LONGEST_LIST]}.intersection(waiting)


def _waiting(row: Consolidation, part: Section, unrendered: frozenset[int]) -> list[int]:
    """Return which contributions to the section wait for an answer, in the order in which its page lists them.

    What is `unrendered` waits, whatever was said to it before.
    """
    given = (
        sa.select(sa.func.max(DispositionChange.id))
        .where(DispositionChange.consolidation_id == row.id)
        .group_by(DispositionChange.contribution_id)
    )
    answered = sa.select(DispositionChange.contribution_id).where(
        DispositionChange.id.in_(given), DispositionChange.disposition.is_not(None)
    )
    return _sent(row, part, sa.or_(Contribution.id.not_in(answered), Contribution.id.in_(unrendered)))


def _sent(row: Consolidation, part: Section, *conditions: sa.ColumnElement[bool]) -> list[int]:
    query = (
        sa.select(Contribution.id)
        .where(
            *scope_of(row, part),
            sa.or_(Contribution.kind != "amendment", Contribution.operation == "reword"),
            *conditions,
        )
        .order_by(Contribution.submitted_at, Contribution.id)
    )
    return list(db.session.scalars(query))


def _open_objections(row: Consolidation, part: Section) -> bool:
    mine = [stance for stance in load_objections(row) if stance.section_id == part.id]
    return bool(mine) and any(stance.id not in load_objection_answers(row) for stance in mine)
