"""The words in which states of the desk are shown."""

from flask_babel import lazy_gettext as _l

OUTCOMES = {
    "accept": (_l("accepted"), "good"),
    "adapt": (_l("own words instead"), "info"),
    "decline": (_l("not accepted"), "bad"),
}
"""What became of a change: words and the kind of the pill."""

DISPOSITIONS = {
    "accepted": (_l("Accepted"), "good"),
    "accepted-in-part": (_l("Accepted in part"), "good"),
    "noted": (_l("Noted"), "info"),
    "carried-forward": (_l("Carried forward to the next version"), "wait"),
    "not-accepted": (_l("Not accepted"), "bad"),
}

KINDS = {
    "comment": _l("Comment"),
    "amendment": _l("Proposed change"),
    "answer": _l("Answer to a guiding question"),
    "highlight": _l("Highlight from a meeting"),
}

COMMENT_KINDS = {
    "remark": _l("Remark"),
    "query": _l("Question"),
    "suggestion": _l("Suggestion"),
}

OPERATIONS = {
    "add": _l("Add a section"),
    "remove": _l("Remove a section"),
    "move": _l("Move a section"),
}

POSITIONS = {
    "support": _l("Support"),
    "can-live-with": _l("Can live with it"),
    "objection": _l("Object"),
    "asking-members": _l("Asking their members"),
}
