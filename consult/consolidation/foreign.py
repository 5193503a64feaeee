"""Changes that were proposed to the text in another language: at the desk they stand as they are rendered.

Until somebody has rendered one there is nothing to decide on: it holds publication back, unless it is carried forward.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from consult.contributions.language_models import Rendering
from consult.contributions.rendered import renderings_of
from consult.core.database import db
from consult.narratives.models import RevisionSection, SectionText
from consult.rules.states import TAKEN_UP
from consult.translations.draft_models import OfferedPlace
from consult.translations.taken_back import take_words_back

if TYPE_CHECKING:
    from .material import Material

CARRIED = "carried-forward"
AnyPlace = RevisionSection | OfferedPlace


def unrendered_of(
    wordings: Mapping[int, Any], places: Iterable[Any], working_language: str
) -> frozenset[int]:
    """Return the amendments whose wording stands on a text in another language, by the contribution's id.

    Nothing is asked where all stand on texts of the ground.
    """
    here = {place.section_text_id for place in places}
    others = {one.base_text_id for one in wordings.values() if one.base_text_id} - here
    if not others:
        return frozenset()
    foreign = set(
        db.session.scalars(
            sa.select(SectionText.id).where(
                SectionText.id.in_(others), SectionText.language != working_language
            )
        )
    )
    return frozenset(row for row, one in wordings.items() if one.base_text_id in foreign)


def answers_that_count(answers: Mapping[int, Any], unrendered: frozenset[int]) -> dict[int, Any]:
    """Leave out what was answered before it was rendered, or whose author objects by now; to carry it on counts."""
    return {row: one for row, one in answers.items() if row not in unrendered or one.disposition == CARRIED}


def unconfirmed(material: "Material", at: datetime) -> list[Rendering]:
    """Return the renderings on a desk whose authors can still object: publication waits for them."""
    rendered = [row for row, one in material.wordings.items() if one.made_by == "rendering"]
    found = renderings_of(rendered)
    return [one for row, one in sorted(found.items()) if one.state(at) == "waiting"]


def take_back(material: "Material", places: Iterable[AnyPlace], at: datetime) -> None:
    """Let the words of authors go back into their languages' texts, for each section that reads anew.

    `places`: those of the revision, or of the draft that is given to translators.
    """
    adopted = [
        row.id
        for row in material.contributions
        if row.id in material.wordings
        and row.id in material.answers
        and material.answers[row.id].disposition in TAKEN_UP
    ]
    renderings = sorted(renderings_of(adopted).values(), key=lambda one: one.id)
    before = {place.section_id: place.section_text_id for place in material.places}
    narrative = material.consolidation.narrative
    for place in places if renderings else ():
        own = [one for one in renderings if one.contribution.section_id == place.section_id]
        if own and before.get(place.section_id) != place.text.id:
            take_words_back(narrative, place.section, place.text, own, at)


def left_to_render(material: "Material") -> Sequence[Any]:
    """Return the amendments that wait for their rendering and are not carried forward."""
    return [
        row
        for row in material.contributions
        if row.id in material.unrendered and row.id not in material.answers
    ]
