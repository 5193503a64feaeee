"""Verbs on contributions and stances. They take the actor and the moment, check the state first, never commit."""

from .amendments import (
    check_changed,
    propose_section,
    proposed_wording,
    save_draft_amendment,
    submit_amendment,
)
from .answers import my_answer, submit_answer
from .comments import reply, submit_comment
from .moderation import admit_late, check_can_be_hidden, check_waits, hide, look_behind, show_again
from .own import Edit, edit_contribution, lower_visibility, submit_draft, withdraw
from .pace import check_pace
from .sending import Sending, valid_mandates
from .stances import check_target, take_section_stance, take_stance, withdraw_stance
from .wordings import base_place

__all__ = [
    "Edit",
    "Sending",
    "admit_late",
    "base_place",
    "check_can_be_hidden",
    "check_changed",
    "check_pace",
    "check_target",
    "check_waits",
    "edit_contribution",
    "hide",
    "look_behind",
    "lower_visibility",
    "my_answer",
    "propose_section",
    "proposed_wording",
    "reply",
    "save_draft_amendment",
    "show_again",
    "submit_amendment",
    "submit_answer",
    "submit_comment",
    "submit_draft",
    "take_section_stance",
    "take_stance",
    "valid_mandates",
    "withdraw",
    "withdraw_stance",
]
