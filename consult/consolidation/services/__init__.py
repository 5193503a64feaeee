"""Verbs of the merge desk: start, decide, answer, publish."""

from .acts import undo_act
from .answers import answer, take_back_answer
from .assignments import assign_sections
from .bulk import do_act, plan_act
from .confirming import confirm_proposals
from .decisions import adapt_passage, decide, keep_as_it_stands, load_work, own_words, undo
from .desk import check_open
from .editing import edit_section
from .filters import drop_filter, keep_filter
from .ground import bring_up_to_date
from .notes import add_note, add_reason, remove_note, retire_reason
from .objections import answer_objection
from .publication import next_number, publish_revision
from .start import abandon_consolidation, free_consultations, start_consolidation
from .structural import decide_structure, undo_structure

__all__ = [
    "abandon_consolidation",
    "adapt_passage",
    "add_note",
    "add_reason",
    "answer",
    "answer_objection",
    "assign_sections",
    "bring_up_to_date",
    "check_open",
    "confirm_proposals",
    "decide",
    "decide_structure",
    "do_act",
    "drop_filter",
    "edit_section",
    "free_consultations",
    "keep_as_it_stands",
    "keep_filter",
    "load_work",
    "next_number",
    "own_words",
    "plan_act",
    "publish_revision",
    "remove_note",
    "retire_reason",
    "start_consolidation",
    "take_back_answer",
    "undo",
    "undo_act",
    "undo_structure",
]
