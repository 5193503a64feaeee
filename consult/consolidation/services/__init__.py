"""Verbs of the merge desk: start, decide, answer, publish."""

from .answers import answer, confirm_proposals, take_back_answer
from .decisions import adapt_passage, decide, keep_as_it_stands, own_words, undo
from .ground import bring_up_to_date
from .publication import next_number, publish_revision
from .start import abandon_consolidation, free_consultations, start_consolidation
from .structural import decide_structure, undo_structure

__all__ = [
    "abandon_consolidation",
    "adapt_passage",
    "answer",
    "bring_up_to_date",
    "confirm_proposals",
    "decide",
    "decide_structure",
    "free_consultations",
    "keep_as_it_stands",
    "next_number",
    "own_words",
    "publish_revision",
    "start_consolidation",
    "take_back_answer",
    "undo",
    "undo_structure",
]
