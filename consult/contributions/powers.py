"""What a viewer may do in a consultation, asked of the permission map once per consultation and not once per card."""

from dataclasses import dataclass
from datetime import datetime

from consult.consultations.at_hand import ReadConsultation
from consult.consultations.models import Consultation
from consult.rules.permissions import Actor, Permission, is_allowed


@dataclass(frozen=True)
class Powers:
    """What holds for all contributions of one consultation."""

    submit: bool
    stance: bool
    is_facilitator: bool
    edit_sent: bool  # one's own, since the window is open
    has_opened: bool
    translate: bool


def powers_over(
    consultation: Consultation | ReadConsultation,
    actor: Actor,
    at: datetime,
    known: dict[int, Powers] | None = None,
) -> Powers:
    """Return the actor's powers; `known` keeps them by consultation."""
    if known is not None and consultation.id in known:
        return known[consultation.id]
    facts = consultation.facts(at)
    found = Powers(
        submit=is_allowed(Permission.CONTRIBUTION_SUBMIT, actor, facts),
        stance=is_allowed(Permission.STANCE_TAKE, actor, facts),
        is_facilitator=is_allowed(Permission.CONTRIBUTION_MODERATE, actor, facts),
        edit_sent=facts.window == "open",
        has_opened=facts.window != "announced",
        translate=is_allowed(Permission.CONTRIBUTION_TRANSLATE, actor, facts),
    )
    if known is not None:
        known[consultation.id] = found
    return found
