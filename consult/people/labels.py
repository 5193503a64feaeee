"""The words on screen for the enum values of this feature."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

CONSTITUENCY_LABELS: dict[str, LazyString] = {
    "grassroots-movement": _l("Grassroots movement"),
    "ngo": _l("Non-governmental organisation"),
    "trade-union": _l("Trade union"),
    "indigenous-peoples-organisation": _l("Indigenous peoples’ organisation"),
    "academic": _l("Academic"),
    "other": _l("Other"),
}
GENDER_LABELS: dict[str, LazyString] = {
    "woman": _l("Woman"),
    "man": _l("Man"),
    "self-described": _l("In my own words"),
    "declined": _l("I would rather not say"),
}
STATUS_LABELS: dict[str, LazyString] = {"proposed": _l("Proposed"), "confirmed": _l("Confirmed")}
ROLE_LABELS: dict[str, LazyString] = {
    "facilitator": _l("Facilitator"),
    "working-group-member": _l("Working-group member"),
    "participant": _l("Participant"),
    "secretariat": _l("Secretariat"),
    "translator": _l("Translator"),
    "rapporteur": _l("Rapporteur"),
    "reviewer": _l("Reviewer"),
}
GROUP_KIND_LABELS: dict[str, LazyString] = {
    "working": _l("Working group"),
    "advisory": _l("Advisory group"),
}
PURPOSE_LABELS: dict[str, LazyString] = {
    "purpose-missing": _l("To find out who is missing, and to ask them"),
    "purpose-decision": _l("To weigh what was said before something is decided"),
    "purpose-checking": _l("To check a figure that is published"),
}
"""For what somebody looks at whole figures about personal answers; the log keeps it."""
AUDIT_LABELS: dict[str, LazyString] = {
    "account-closed": _l("Account closed"),
    "account-opened": _l("Account opened again"),
    "contributions-exported": _l("File of all contributions fetched"),
    "entered-on-behalf": _l("Contribution entered for somebody"),
    "everything-lowered": _l("Less shown of everything"),
    "group-joined": _l("Taken into a working group"),
    "group-left": _l("Out of a working group"),
    "guest-added": _l("Guest with a return code added"),
    "guest-claimed": _l("What a guest sent, claimed"),
    "guest-returned": _l("Guest came back by their code"),
    "identity-looked-at": _l("Looked at who is behind a contribution"),
    "join-link-renewed": _l("Link for joining renewed"),
    "mandate-ended": _l("Mandate ended"),
    "mandate-given": _l("Mandate given"),
    "people-imported": _l("People and organisations added from a table"),
    "passage-blacked-out": _l("Passage blacked out"),
    "person-added": _l("Person added"),
    "notes-entered": _l("Notes from a call"),
    "organisations-merged": _l("Organisations merged"),
    "origins-looked-at": _l("Looked at where people of a desk come from"),
    "own-data-taken": _l("Own data downloaded"),
    "person-erased": _l("Person erased"),
    "persona-taken": _l("Persona taken"),
    "retention-announced": _l("Parting of a consultation from its people announced"),
    "retention-ended": _l("A consultation parted from its people"),
    "recovery-code-used": _l("Signed in with a recovery code"),
    "role-ended": _l("Role ended"),
    "role-granted": _l("Role given"),
    "role-given": _l("Role given"),
    "secretary-restored": _l("Secretary restored from the command line"),
    "session-ended": _l("A session ended"),
    "sessions-ended": _l("All sessions ended"),
    "signed-in": _l("Signed in"),
    "signed-in-strong": _l("Signed in with password and app"),
    "staff-key-removed": _l("Password and app taken away"),
    "staff-key-set": _l("Password and app set up"),
    "survey-withdrawn": _l("This survey is taken out"),
    "whole-figures-exported": _l("File of whole figures about personal answers fetched"),
    "whole-figures-looked-at": _l("Looked at whole figures about personal answers"),
    "tag-added": _l("Tag added to the list"),
    "tag-removed": _l("Tag removed"),
    "tag-renamed": _l("Tag renamed"),
    "tags-merged": _l("Tags merged"),
}
