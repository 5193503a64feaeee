"""The draft is given to translators before it is published, so that other languages go out with it."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.core.errors import WrongState
from consult.people.models import Person
from consult.translations.draft_models import OfferedDraft
from consult.translations.draft_places import places_of_draft
from consult.translations.drafts import end_draft, offer_draft

from ..compose import compose
from ..foreign import take_back
from ..material import load_material
from ..models import Consolidation
from ..overview import desk_work
from .desk import lock_open


def give_to_translators(consolidation: Consolidation, facilitator: Person, at: datetime) -> OfferedDraft:
    """Give the draft as it is now to those who translate the narrative; they see no decision and nobody's name.

    WrongState: the desk is closed, the narrative has no other language, or no words change.
    """
    lock_open(consolidation)
    desk = desk_work(load_material(consolidation))
    draft = compose(desk)
    if not consolidation.narrative.target_languages:
        raise WrongState(_l("This narrative is not translated into other languages yet."))
    if not any(place.is_changed for place in draft):
        raise WrongState(_l("No words change."))
    places = [place.place for place in draft]
    row = offer_draft(consolidation.narrative, consolidation.id, places, actor=facilitator, at=at)
    take_back(desk.material, places_of_draft(row), at)
    return row


def take_from_translators(consolidation: Consolidation, facilitator: Person, at: datetime) -> None:
    """Let the draft be translated no longer; what was translated stays, and counts if these words are published."""
    lock_open(consolidation)
    end_draft(consolidation.id, at, facilitator)
