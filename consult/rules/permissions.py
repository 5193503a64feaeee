"""The permission map, whole, on one page.

An `Actor` is who asks, `Facts` are what is asked about (see `asked`). A permission holds when one of its alternatives
does; an alternative is a tuple of predicates that must all hold. Every endpoint names one permission of this map, or
says that it is public; a test walks them all.
"""

from collections.abc import Callable
from enum import Enum

from .asked import Actor, Facts, Grant, Role, Scope

AUDIENCES = ("public", "link", "members", "invited")
"""Who may read or contribute: anyone; who holds the link; members of the network; who was invited one by one."""


class Permission(Enum):
    """Everything that can be allowed. The docstring of each is its value."""

    NETWORK_MANAGE = "Set up the network: organisations, people, roles, regions."
    PASSAGE_BLACK_OUT = "Black out a passage that endangers somebody, wherever it stands."
    DIRECTORY_READ = "See the organisations of the network, and the people who chose to be listed."
    GROUP_READ = "See what a working group is for, and whom to ask."
    GROUP_MEMBERS_READ = "See everybody who is in a working group, by name."
    GROUP_JOIN = "Join a working group that is open."
    GROUP_LEAVE = "Leave a working group."
    GROUP_MANAGE = "Take people into a working group, and out of it."
    PROFILE_EDIT = "See and change one's own profile and sign-in."
    NARRATIVE_IMPORT = "Bring a document in as a new narrative."
    NARRATIVE_READ = "Read a narrative, its revisions and its history."
    CONSULTATION_MANAGE = "Open a consultation, change its window, ask guiding questions, invite."
    CONSULTATION_JOIN = "Join a consultation by its link."
    CONSULTATION_READ = "Read a consultation, its contributions and its summary."
    SURVEY_IMPORT = "Bring in the answers of a survey held elsewhere, and take them out again."
    CONTRIBUTION_SUBMIT = "Comment, amend, answer; after closing it is kept as late."
    CONTRIBUTION_READ = "Read one contribution."
    CONTRIBUTION_EDIT = "Change one's own contribution while the window is open; finish a draft later."
    CONTRIBUTION_WITHDRAW = "Withdraw one's own contribution, or lower how it is shown."
    CONTRIBUTION_REPORT = "Report what somebody else sent, or appeal when one's own was hidden."
    CONTRIBUTION_ENTER = "Enter what others said: on paper, by phone, in a call."
    CONTRIBUTION_MODERATE = "Hide a contribution, admit a late one, tag it."
    STANCE_TAKE = "Take a stance on a contribution or a section."
    CONSOLIDATION_START = "Start a consolidation of closed consultations."
    CONSOLIDATION_READ = "Look at a consolidation."
    CONSOLIDATION_WORK = "Decide on changes and answer contributions."
    READY_REASONS_EDIT = "Keep reasons that are given often, for a narrative's merge desks."
    REVISION_PUBLISH = "Publish a consolidation as the next revision."
    UNHEARD_READ = "See who has not been heard, by name."
    FIGURES_WHOLE_READ = "See figures about personal answers whole, for a purpose that is written down."
    LEDGER_READ = "Read what became of each contribution of a consultation."
    DRAFT_READ = "Read the draft of a merge desk before it is published."
    DRAFT_COMMENT = "Say something to the decisions of a draft."
    DRAFT_APPROVE = "Approve a draft as one of its named reviewers."
    ANSWER_REPLY = "Agree or object to the answer proposed to what one sent, or to its translation."
    RESERVATION_WITHDRAW = "Withdraw one's own reservation."
    REVISION_REVERT = "Take a wrong publication back by a new revision."
    REVISION_ADOPT = "Adopt a revision, or ask for objections in writing."
    ADOPTION_OBJECT = "Object to the adoption of a revision."
    REVISION_LOOK = "Mark a revision as read."
    LANGUAGES_CHOOSE = "Choose into which languages a narrative is translated."
    TRANSLATION_WORK = "Translate a narrative, review translations, keep its agreed terms."
    DRAFT_TRANSLATION_READ = "Look at a draft that was given to translators before it is published."
    DRAFT_TRANSLATE = "Translate such a draft, review its translations."
    CONTRIBUTION_TRANSLATE = "Put what somebody sent into another language: a change, a comment."


Predicate = Callable[[Actor, Facts], bool]


def _covers(grant: Grant, facts: Facts) -> bool:
    """Say whether a grant's scope holds the thing."""
    if grant.scope is Scope.NETWORK:
        return True
    if grant.scope is Scope.NARRATIVE:
        return grant.scope_id == facts.narrative_id and facts.narrative_id is not None
    if grant.scope is Scope.WORKING_GROUP:
        return False  # it reaches the people of the group, never a text: see `leads_group`
    return grant.scope_id in facts.consultation_ids


def has_role(*roles: Role) -> Predicate:
    """Return a predicate: the actor holds one of the roles over the thing."""
    return lambda actor, facts: any(grant.role in roles and _covers(grant, facts) for grant in actor.grants)


def signed_in(actor: Actor, facts: Facts) -> bool:
    """Somebody is signed in."""
    return actor.is_signed_in


def is_member(actor: Actor, facts: Facts) -> bool:
    """The actor belongs to a confirmed organisation of the network."""
    return actor.is_member


def in_group(actor: Actor, facts: Facts) -> bool:
    """The actor is in the working group."""
    return actor.person_id in facts.group_members


def leads_group(actor: Actor, facts: Facts) -> bool:
    """The actor facilitates the working group itself; a role over texts does not reach its people."""
    led = Grant(Role.FACILITATOR, Scope.WORKING_GROUP, facts.working_group_id)
    return facts.working_group_id is not None and led in actor.grants


def group_is_open(actor: Actor, facts: Facts) -> bool:
    """The working group is open to members of the network."""
    return facts.group_is_open


def is_author(actor: Actor, facts: Facts) -> bool:
    """The contribution is the actor's own."""
    return actor.person_id is not None and actor.person_id == facts.author_id


def is_shown(actor: Actor, facts: Facts) -> bool:
    """The contribution is neither a draft nor withheld."""
    return not facts.is_draft and not facts.is_withheld


def is_sent(actor: Actor, facts: Facts) -> bool:
    """The contribution has been sent."""
    return not facts.is_draft


def is_unsent(actor: Actor, facts: Facts) -> bool:
    """The contribution is a draft."""
    return facts.is_draft


def window_is_open(actor: Actor, facts: Facts) -> bool:
    """The consultation is open now."""
    return facts.window == "open"


def window_has_opened(actor: Actor, facts: Facts) -> bool:
    """The consultation is open, or was."""
    return facts.window in ("open", "closed")


def takes_part(actor: Actor, facts: Facts) -> bool:
    """The actor joined or was invited to one of the consultations."""
    return has_role(Role.PARTICIPANT)(actor, facts)


def in_read_audience(actor: Actor, facts: Facts) -> bool:
    """The thing is open to readers such as the actor."""
    return _in_audience(facts.read_audience, actor, facts)


def in_contribute_audience(actor: Actor, facts: Facts) -> bool:
    """The consultation asks people such as the actor; they are signed in."""
    return actor.is_signed_in and _in_audience(facts.contribute_audience, actor, facts)


def in_an_audience(actor: Actor, facts: Facts) -> bool:
    """The thing is open to readers or contributors such as the actor."""
    return in_read_audience(actor, facts) or in_contribute_audience(actor, facts)


def _in_audience(audience: str, actor: Actor, facts: Facts) -> bool:
    if audience == "public":
        return True
    if audience == "members" and actor.is_member:
        return True
    return takes_part(actor, facts)


def reads_through(actor: Actor, facts: Facts) -> bool:
    """The actor takes part in, or works on, a consultation about the thing."""
    return any(
        grant.scope is Scope.CONSULTATION and grant.scope_id in facts.read_through for grant in actor.grants
    )


secretariat = has_role(Role.SECRETARIAT)
facilitator = has_role(Role.FACILITATOR)
working_group = has_role(Role.WORKING_GROUP_MEMBER)
translator = has_role(Role.TRANSLATOR)
rapporteur = has_role(Role.RAPPORTEUR)
reviewer = has_role(Role.REVIEWER)
staff = has_role(Role.SECRETARIAT, Role.FACILITATOR, Role.WORKING_GROUP_MEMBER)

MAP: dict[Permission, tuple[tuple[Predicate, ...], ...]] = {
    Permission.NETWORK_MANAGE: ((secretariat,),),
    Permission.PASSAGE_BLACK_OUT: ((secretariat,),),
    Permission.DIRECTORY_READ: ((is_member,), (staff,)),
    Permission.GROUP_READ: ((is_member,), (staff,), (in_group,), (leads_group,)),
    Permission.GROUP_MEMBERS_READ: ((in_group,), (leads_group,), (secretariat,)),
    Permission.GROUP_JOIN: ((is_member, group_is_open),),
    Permission.GROUP_LEAVE: ((in_group,),),
    Permission.GROUP_MANAGE: ((leads_group,), (secretariat,)),
    Permission.PROFILE_EDIT: ((signed_in,),),
    Permission.NARRATIVE_IMPORT: ((secretariat,),),
    Permission.NARRATIVE_READ: ((in_read_audience,), (staff,), (translator,), (reviewer,), (reads_through,)),
    Permission.CONSULTATION_MANAGE: ((secretariat,), (facilitator,)),
    Permission.CONSULTATION_JOIN: ((signed_in,),),
    Permission.CONSULTATION_READ: ((in_an_audience,), (staff,), (rapporteur,)),
    Permission.SURVEY_IMPORT: ((secretariat,), (facilitator,)),
    Permission.CONTRIBUTION_SUBMIT: (
        (in_contribute_audience, window_has_opened),
        (signed_in, facilitator, window_has_opened),
    ),
    Permission.CONTRIBUTION_READ: (
        (in_an_audience, is_shown),
        (is_author,),
        (has_role(Role.SECRETARIAT, Role.WORKING_GROUP_MEMBER, Role.RAPPORTEUR), is_shown),
        (facilitator, is_sent),
    ),
    Permission.CONTRIBUTION_EDIT: ((is_author, window_is_open), (is_author, is_unsent, window_has_opened)),
    Permission.CONTRIBUTION_WITHDRAW: ((is_author,),),
    Permission.CONTRIBUTION_REPORT: (
        (signed_in, in_an_audience, is_shown, window_has_opened),
        (is_author, is_sent),
    ),
    Permission.CONTRIBUTION_ENTER: ((facilitator,), (rapporteur,)),
    Permission.CONTRIBUTION_MODERATE: ((facilitator,),),
    Permission.STANCE_TAKE: ((in_contribute_audience, window_is_open, is_shown),),
    Permission.CONSOLIDATION_START: ((facilitator,),),
    Permission.CONSOLIDATION_READ: ((staff,),),
    Permission.CONSOLIDATION_WORK: ((facilitator,),),
    Permission.READY_REASONS_EDIT: ((secretariat,), (facilitator,)),
    Permission.REVISION_PUBLISH: ((facilitator,),),
    Permission.UNHEARD_READ: ((facilitator,),),
    Permission.FIGURES_WHOLE_READ: ((facilitator,), (secretariat,)),
    Permission.LEDGER_READ: ((in_read_audience,), (staff,), (rapporteur,)),
    Permission.DRAFT_READ: ((staff,), (reviewer,)),
    Permission.DRAFT_COMMENT: ((working_group,), (facilitator,), (reviewer,)),
    Permission.DRAFT_APPROVE: ((staff,), (reviewer,)),
    Permission.ANSWER_REPLY: ((is_author, is_sent),),
    Permission.RESERVATION_WITHDRAW: ((is_author,),),
    Permission.REVISION_REVERT: ((facilitator,), (secretariat,)),
    Permission.REVISION_ADOPT: ((working_group,), (secretariat,)),
    Permission.ADOPTION_OBJECT: ((working_group,),),
    Permission.REVISION_LOOK: ((staff,),),
    Permission.LANGUAGES_CHOOSE: ((facilitator,), (secretariat,)),
    Permission.TRANSLATION_WORK: ((translator,), (facilitator,), (secretariat,)),
    Permission.DRAFT_TRANSLATION_READ: ((staff,), (translator,)),
    Permission.DRAFT_TRANSLATE: ((translator,), (facilitator,), (secretariat,)),
    Permission.CONTRIBUTION_TRANSLATE: ((translator, in_an_audience, is_shown), (facilitator, is_sent)),
}

READ_FIRST: dict[Permission, Permission] = {
    Permission.GROUP_MEMBERS_READ: Permission.GROUP_READ,
    Permission.GROUP_JOIN: Permission.GROUP_READ,
    Permission.GROUP_LEAVE: Permission.GROUP_READ,
    Permission.GROUP_MANAGE: Permission.GROUP_READ,
    Permission.CONSULTATION_MANAGE: Permission.CONSULTATION_READ,
    Permission.SURVEY_IMPORT: Permission.CONSULTATION_READ,
    Permission.CONTRIBUTION_SUBMIT: Permission.CONSULTATION_READ,
    Permission.CONTRIBUTION_EDIT: Permission.CONTRIBUTION_READ,
    Permission.CONTRIBUTION_WITHDRAW: Permission.CONTRIBUTION_READ,
    Permission.CONTRIBUTION_REPORT: Permission.CONTRIBUTION_READ,
    Permission.CONTRIBUTION_ENTER: Permission.CONSULTATION_READ,
    Permission.CONTRIBUTION_MODERATE: Permission.CONTRIBUTION_READ,
    Permission.STANCE_TAKE: Permission.CONTRIBUTION_READ,
    Permission.CONSOLIDATION_START: Permission.NARRATIVE_READ,
    Permission.READY_REASONS_EDIT: Permission.CONSOLIDATION_READ,
    Permission.CONSOLIDATION_WORK: Permission.CONSOLIDATION_READ,
    Permission.REVISION_PUBLISH: Permission.CONSOLIDATION_READ,
    Permission.UNHEARD_READ: Permission.CONSULTATION_READ,
    Permission.FIGURES_WHOLE_READ: Permission.NARRATIVE_READ,
    Permission.DRAFT_COMMENT: Permission.DRAFT_READ,
    Permission.DRAFT_APPROVE: Permission.DRAFT_READ,
    Permission.ANSWER_REPLY: Permission.CONTRIBUTION_READ,
    Permission.RESERVATION_WITHDRAW: Permission.CONTRIBUTION_READ,
    Permission.REVISION_REVERT: Permission.NARRATIVE_READ,
    Permission.REVISION_ADOPT: Permission.NARRATIVE_READ,
    Permission.ADOPTION_OBJECT: Permission.NARRATIVE_READ,
    Permission.REVISION_LOOK: Permission.NARRATIVE_READ,
    Permission.LANGUAGES_CHOOSE: Permission.NARRATIVE_READ,
    Permission.TRANSLATION_WORK: Permission.NARRATIVE_READ,
    Permission.DRAFT_TRANSLATE: Permission.DRAFT_TRANSLATION_READ,
    Permission.CONTRIBUTION_TRANSLATE: Permission.CONTRIBUTION_READ,
}
"""Who may not read a thing is told that it does not exist: this permission is asked first."""

READS = frozenset(READ_FIRST.values()) | {Permission.LEDGER_READ}
"""Refusing one of these is answered as not found."""


def is_allowed(permission: Permission, actor: Actor, facts: Facts | None = None) -> bool:
    """Say whether the actor may do this to the thing (to the network as such when `facts` is None)."""
    about = facts or Facts()
    return any(all(holds(actor, about) for holds in alternative) for alternative in MAP[permission])
