"""The words that readers see for the values of contributions and stances."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

KINDS = {
    "comment": _l("Comment"),
    "amendment": _l("Proposed change"),
    "answer": lazy_pgettext("to a guiding question", "Answer"),
    "highlight": _l("Highlight from a meeting"),
}
COMMENT_KINDS = {"remark": _l("Remark"), "query": _l("Question"), "suggestion": _l("Suggestion")}
COMMENT_KINDS_EXPLAINED = {
    "remark": _l("A remark: something that you see or know"),
    "query": _l("A question: something that you would like to understand"),
    "suggestion": _l("A suggestion: something that should change, without giving the exact words"),
}
CHANNELS = {
    "paper": _l("On paper"),
    "phone": _l("By phone"),
    "voice": _l("As a voice message"),
    "talk": _l("In a conversation"),
    "meeting": _l("In a meeting or a call"),
}
OPERATIONS = {
    "reword": _l("Proposed change"),
    "add": _l("Proposed new section"),
    "remove": _l("Proposed removal"),
    "move": _l("Proposed move"),
}
POSITIONS = {
    "support": _l("Support"),
    "can-live-with": _l("Can live with"),
    "objection": _l("Objection"),
    "asking-members": _l("Asking the members"),
}
POSITIONS_EXPLAINED = {
    "support": _l("I support this"),
    "can-live-with": _l("I can live with this"),
    "objection": _l("I object, for this reason"),
    "asking-members": _l("I am asking our members, until a day that I name"),
}
VISIBILITIES = {
    "name": _l("With the name"),
    "organisation": _l("With the organisation only"),
    "region": _l("With the region only"),
    "facilitators": _l("For the facilitators only"),
}
VISIBILITIES_EXPLAINED = {
    "name": _l("With my name and my organisation"),
    "organisation": _l("With my organisation only, without my name"),
    "region": _l("With my region only"),
    "facilitators": _l("For the facilitators only: nobody else reads the words, and my name is not shown"),
}
DISPOSITIONS = {
    "accepted": _l("accepted"),
    "accepted-in-part": _l("accepted in part"),
    "noted": _l("noted"),
    "carried-forward": _l("carried forward"),
    "not-accepted": _l("not accepted"),
}
DISPOSITION_TINTS = {
    "accepted": "good",
    "accepted-in-part": "good",
    "noted": "info",
    "carried-forward": "wait",
    "not-accepted": "bad",
}
STATUSES = {"draft": _l("draft"), "submitted": _l("sent"), "withdrawn": _l("withdrawn")}
PLACEHOLDERS = {
    "withdrawn": _l("Withdrawn by its author."),
    "hidden": _l("Hidden by a facilitator."),
    "late": _l("A contribution not shown."),
    "facilitators": _l("A contribution not shown."),
    "draft": _l("A contribution not shown."),
}
