"""The permission map against a table written by hand: who, asked in which situation, is allowed what."""

from dataclasses import replace

import pytest

from consult.rules.permissions import (
    AUDIENCES,
    MAP,
    READ_FIRST,
    READS,
    Actor,
    Facts,
    Grant,
    Permission,
    Role,
    Scope,
    is_allowed,
)

HERE, ELSEWHERE, NARRATIVE, ANOTHER, GROUP, STRANGERS = 1, 2, 10, 20, 30, 40


def someone(
    role: Role | None = None, scope: Scope = Scope.CONSULTATION, scope_id: int | None = HERE
) -> Actor:
    """Return a signed-in person who belongs to no organisation, with one role."""
    grants = frozenset({Grant(role, scope, scope_id)}) if role else frozenset()
    return Actor(person_id=5, grants=grants)


ACTORS = {
    "A": Actor(),  # anonymous
    "O": someone(),  # signed in, of no organisation
    "M": Actor(person_id=5, is_member=True),  # of a confirmed organisation
    "P": someone(Role.PARTICIPANT),  # joined or was invited
    "p": someone(Role.PARTICIPANT, scope_id=ELSEWHERE),  # joined another consultation
    "F": someone(Role.FACILITATOR),  # facilitates this consultation
    "N": someone(Role.FACILITATOR, Scope.NARRATIVE, NARRATIVE),  # facilitates the whole narrative
    "G": someone(Role.FACILITATOR, Scope.NETWORK, None),  # facilitates everywhere
    "f": someone(Role.FACILITATOR, scope_id=ELSEWHERE),  # facilitates another consultation
    "W": someone(Role.WORKING_GROUP_MEMBER, Scope.NARRATIVE, NARRATIVE),
    "w": someone(Role.WORKING_GROUP_MEMBER, Scope.NARRATIVE, ANOTHER),
    "S": someone(Role.SECRETARIAT, Scope.NETWORK, None),
    "T": someone(Role.TRANSLATOR, Scope.NARRATIVE, NARRATIVE),
    "t": someone(Role.TRANSLATOR, Scope.NARRATIVE, ANOTHER),
    "R": someone(Role.RAPPORTEUR),
    "r": someone(Role.RAPPORTEUR, scope_id=ELSEWHERE),
    "V": someone(Role.REVIEWER, Scope.NARRATIVE, NARRATIVE),
    "v": someone(Role.REVIEWER, Scope.NARRATIVE, ANOTHER),
    "C": someone(Role.FACILITATOR, Scope.WORKING_GROUP, GROUP),  # facilitates this working group
    "c": someone(Role.FACILITATOR, Scope.WORKING_GROUP, STRANGERS),
    "I": Actor(person_id=9),  # is in the working group; of no organisation
    "Y": Actor(person_id=7),  # wrote the contribution; has left their organisation since
}

THING = Facts(
    narrative_id=NARRATIVE,
    consultation_ids=frozenset({HERE}),
    window="open",
    read_audience="public",
    contribute_audience="members",
    author_id=7,
    working_group_id=GROUP,
    group_members=frozenset({9}),
)
EVERYBODY, SIGNED_IN, FACILITATE = set(ACTORS), set(ACTORS) - {"A"}, set("FNG")

SITUATIONS = {
    "open": {},
    "announced": {"window": "announced"},
    "closed": {"window": "closed"},
    "no window": {"window": None},
    "for invited": {"read_audience": "invited", "contribute_audience": "invited"},
    "by link": {"read_audience": "link", "contribute_audience": "link"},
    "read by members, written by invited": {"read_audience": "members", "contribute_audience": "invited"},
    "read by invited, written by members": {"read_audience": "invited", "contribute_audience": "members"},
    "for all": {"contribute_audience": "public"},
    "for all, closed": {"contribute_audience": "public", "window": "closed"},
    "withheld": {"is_withheld": True},
    "withheld, for invited": {
        "is_withheld": True,
        "read_audience": "invited",
        "contribute_audience": "invited",
    },
    "draft": {"is_draft": True},
    "draft, closed": {"is_draft": True, "window": "closed"},
    "draft, announced": {"is_draft": True, "window": "announced"},
    "open group": {"group_is_open": True},
}

CASES: list[tuple[Permission, str, set[str]]] = [
    # The network as such: the secretariat, and only over the network.
    (Permission.NETWORK_MANAGE, "open", {"S"}),
    (Permission.PASSAGE_BLACK_OUT, "open", {"S"}),
    (Permission.NARRATIVE_IMPORT, "open", {"S"}),
    (Permission.DIRECTORY_READ, "open", set("MFNGWS")),
    # A working group: members of the network know of it, those in it know each other; who facilitates texts does not
    # rule over its people, and who facilitates its people has nothing over texts.
    (Permission.GROUP_READ, "open", set("MFNGWSCI")),
    (Permission.GROUP_MEMBERS_READ, "open", set("SCI")),
    (Permission.GROUP_JOIN, "open", set()),
    (Permission.GROUP_JOIN, "open group", {"M"}),
    (Permission.GROUP_LEAVE, "open", {"I"}),
    (Permission.GROUP_MANAGE, "open", {"S", "C"}),
    (Permission.GROUP_MANAGE, "open group", {"S", "C"}),
    (Permission.PROFILE_EDIT, "open", SIGNED_IN),
    (Permission.CONSULTATION_JOIN, "for invited", SIGNED_IN),
    # Reading follows the read audience; staff of the thing always read.
    (Permission.NARRATIVE_READ, "open", EVERYBODY),
    (Permission.NARRATIVE_READ, "for invited", set("PFNGWSTV")),
    (Permission.NARRATIVE_READ, "read by members, written by invited", set("MPFNGWSTV")),
    (Permission.CONSULTATION_READ, "open", EVERYBODY),
    (Permission.CONSULTATION_READ, "for invited", set("PFNGWSR")),
    (Permission.CONSULTATION_READ, "by link", set("PFNGWSR")),
    (Permission.CONSULTATION_READ, "read by members, written by invited", set("MPFNGWSR")),
    # Who may contribute may read, too.
    (Permission.CONSULTATION_READ, "read by invited, written by members", set("MPFNGWSR")),
    # Running a consultation.
    (Permission.CONSULTATION_MANAGE, "open", FACILITATE | {"S"}),
    (Permission.CONSULTATION_MANAGE, "closed", FACILITATE | {"S"}),
    (Permission.SURVEY_IMPORT, "open", FACILITATE | {"S"}),
    (Permission.SURVEY_IMPORT, "closed", FACILITATE | {"S"}),
    (Permission.UNHEARD_READ, "open", FACILITATE),
    (Permission.FIGURES_WHOLE_READ, "open", FACILITATE | {"S"}),
    (Permission.FIGURES_WHOLE_READ, "for invited", FACILITATE | {"S"}),
    # Sending: the contribute audience and the facilitators, from the opening on.
    (Permission.CONTRIBUTION_SUBMIT, "open", set("MPFNG")),
    (Permission.CONTRIBUTION_SUBMIT, "closed", set("MPFNG")),
    (Permission.CONTRIBUTION_SUBMIT, "announced", set()),
    (Permission.CONTRIBUTION_SUBMIT, "no window", set()),
    (Permission.CONTRIBUTION_SUBMIT, "for invited", set("PFNG")),
    (Permission.CONTRIBUTION_SUBMIT, "by link", set("PFNG")),
    (Permission.CONTRIBUTION_SUBMIT, "for all", SIGNED_IN),
    (Permission.CONTRIBUTION_SUBMIT, "for all, closed", SIGNED_IN),
    # Reading one contribution.
    (Permission.CONTRIBUTION_READ, "open", EVERYBODY),
    (Permission.CONTRIBUTION_READ, "for invited", set("PFNGWSRY")),
    (Permission.CONTRIBUTION_READ, "read by invited, written by members", set("MPFNGWSRY")),
    (Permission.CONTRIBUTION_READ, "withheld", FACILITATE | {"Y"}),
    (Permission.CONTRIBUTION_READ, "withheld, for invited", FACILITATE | {"Y"}),
    (Permission.CONTRIBUTION_READ, "draft", {"Y"}),
    # Changing it: its author, while it is open; a draft also when it is closed.
    (Permission.CONTRIBUTION_EDIT, "open", {"Y"}),
    (Permission.CONTRIBUTION_EDIT, "closed", set()),
    (Permission.CONTRIBUTION_EDIT, "announced", set()),
    (Permission.CONTRIBUTION_EDIT, "draft", {"Y"}),
    (Permission.CONTRIBUTION_EDIT, "draft, closed", {"Y"}),
    (Permission.CONTRIBUTION_EDIT, "draft, announced", set()),
    # Taking it back: its author, whatever happens.
    (Permission.CONTRIBUTION_WITHDRAW, "open", {"Y"}),
    (Permission.CONTRIBUTION_WITHDRAW, "closed", {"Y"}),
    (Permission.CONTRIBUTION_WITHDRAW, "announced", {"Y"}),
    (Permission.CONTRIBUTION_WITHDRAW, "withheld, for invited", {"Y"}),
    # Reporting it: who may read it as one of many; appealing: its author, also when it is hidden.
    (Permission.CONTRIBUTION_REPORT, "open", SIGNED_IN),
    (Permission.CONTRIBUTION_REPORT, "for invited", {"P", "Y"}),
    (Permission.CONTRIBUTION_REPORT, "withheld", {"Y"}),
    (Permission.CONTRIBUTION_REPORT, "draft", set()),
    (Permission.CONTRIBUTION_ENTER, "open", FACILITATE | {"R"}),
    (Permission.CONTRIBUTION_ENTER, "for invited", FACILITATE | {"R"}),
    (Permission.CONTRIBUTION_MODERATE, "open", FACILITATE),
    (Permission.CONTRIBUTION_MODERATE, "withheld", FACILITATE),
    (Permission.CONTRIBUTION_MODERATE, "closed", FACILITATE),
    # Stances: the contribute audience while it is open, on what is shown; facilitators stand apart.
    (Permission.STANCE_TAKE, "open", set("MP")),
    (Permission.STANCE_TAKE, "closed", set()),
    (Permission.STANCE_TAKE, "announced", set()),
    (Permission.STANCE_TAKE, "withheld", set()),
    (Permission.STANCE_TAKE, "draft", set()),
    (Permission.STANCE_TAKE, "for all", SIGNED_IN),
    (Permission.STANCE_TAKE, "for invited", {"P"}),
    # Consolidating.
    (Permission.CONSOLIDATION_START, "closed", FACILITATE),
    (Permission.CONSOLIDATION_READ, "closed", set("FNGWS")),
    (Permission.CONSOLIDATION_WORK, "closed", FACILITATE),
    (Permission.REVISION_PUBLISH, "closed", FACILITATE),
    # Around publication: the draft for those who work on it, the answers for those whom they answer.
    (Permission.LEDGER_READ, "open", EVERYBODY),
    (Permission.LEDGER_READ, "for invited", set("PFNGWSR")),
    (Permission.LEDGER_READ, "read by invited, written by members", set("PFNGWSR")),
    (Permission.DRAFT_READ, "closed", set("FNGWSV")),
    (Permission.DRAFT_READ, "for invited", set("FNGWSV")),
    (Permission.DRAFT_COMMENT, "closed", FACILITATE | set("WV")),
    (Permission.DRAFT_APPROVE, "closed", set("FNGWSV")),
    (Permission.ANSWER_REPLY, "closed", {"Y"}),
    (Permission.ANSWER_REPLY, "draft", set()),
    (Permission.RESERVATION_WITHDRAW, "closed", {"Y"}),
    (Permission.RESERVATION_WITHDRAW, "for invited", {"Y"}),  # also who has left since
    (Permission.REVISION_REVERT, "closed", FACILITATE | {"S"}),
    (Permission.REVISION_ADOPT, "closed", {"W", "S"}),
    (Permission.ADOPTION_OBJECT, "closed", {"W"}),
    (Permission.REVISION_LOOK, "closed", set("FNGWS")),
    (Permission.READY_REASONS_EDIT, "closed", FACILITATE | {"S"}),
    # Other languages: of one narrative, whatever is asked about it.
    (Permission.LANGUAGES_CHOOSE, "no window", FACILITATE | {"S"}),
    (Permission.TRANSLATION_WORK, "no window", FACILITATE | {"S", "T"}),
    (Permission.TRANSLATION_WORK, "for invited", FACILITATE | {"S", "T"}),
    # A draft: those who work on it and those who translate it, however public its narrative is.
    (Permission.DRAFT_TRANSLATION_READ, "open", set("FNGWST")),
    (Permission.DRAFT_TRANSLATE, "open", FACILITATE | {"S", "T"}),
    (Permission.CONTRIBUTION_TRANSLATE, "closed", FACILITATE | {"T"}),
    (Permission.CONTRIBUTION_TRANSLATE, "withheld", FACILITATE),
    (Permission.CONTRIBUTION_TRANSLATE, "for invited", FACILITATE),
    (Permission.CONTRIBUTION_TRANSLATE, "draft", set()),
]


@pytest.mark.parametrize(
    ("permission", "situation", "allowed"), CASES, ids=[f"{case[0].name}-{case[1]}" for case in CASES]
)
def test_those_and_only_those_are_allowed(permission: Permission, situation: str, allowed: set[str]) -> None:
    facts = replace(THING, **SITUATIONS[situation])
    assert {name for name, actor in ACTORS.items() if is_allowed(permission, actor, facts)} == allowed


def test_the_table_asks_about_every_permission() -> None:
    assert {case[0] for case in CASES} == set(Permission)


@pytest.mark.parametrize("permission", list(Permission), ids=lambda one: one.name)
def test_of_the_network_as_such_nobody_below_the_secretariat_may_do_more_than_look_after_themselves(
    permission: Permission,
) -> None:
    # Without a thing, only roles over the whole network hold; windows and audiences hold nothing.
    own = {Permission.PROFILE_EDIT, Permission.CONSULTATION_JOIN}
    drafts = {Permission.DRAFT_READ, Permission.DRAFT_TRANSLATION_READ}
    reads = READS - drafts - {Permission.CONSOLIDATION_READ, Permission.GROUP_READ}
    for name in "OMPpFNfWwYTtRrVvCcI":
        member = {Permission.DIRECTORY_READ, Permission.GROUP_READ} if name == "M" else set()
        assert is_allowed(permission, ACTORS[name]) is (permission in own | reads | member), name


@pytest.mark.parametrize("permission", sorted(set(Permission) - READS, key=lambda one: one.name))
def test_nobody_anonymous_changes_anything(permission: Permission) -> None:
    for values in SITUATIONS.values():
        for author in (None, 7):
            assert not is_allowed(permission, Actor(), replace(THING, **{**values, "author_id": author}))


@pytest.mark.parametrize("situation", SITUATIONS)
def test_who_may_send_may_read(situation: str) -> None:
    # Else the form would lead to a page that does not exist for its sender.
    facts = replace(THING, **SITUATIONS[situation])
    for name, actor in ACTORS.items():
        if is_allowed(Permission.CONTRIBUTION_SUBMIT, actor, facts):
            assert is_allowed(Permission.CONSULTATION_READ, actor, facts), name


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_hides_behind_a_reading_permission_is_readable_by_whom_it_is_for(situation: str) -> None:
    # A permission that its own READ_FIRST refuses could never be used: the map would contradict itself.
    facts = replace(THING, **SITUATIONS[situation])
    for permission, reading in READ_FIRST.items():
        if permission in (Permission.CONTRIBUTION_SUBMIT, Permission.STANCE_TAKE):
            continue  # asked of consultations as well as of contributions
        for name, actor in ACTORS.items():
            if is_allowed(permission, actor, facts):
                needs = is_allowed(reading, actor, facts)
                is_own_draft = facts.is_draft and permission is Permission.CONTRIBUTION_MODERATE
                assert needs or is_own_draft, (permission, name)


def test_reading_is_what_is_asked_first() -> None:
    assert set(READ_FIRST.values()) <= READS
    assert not set(READ_FIRST) & READS


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_link_or_an_invitation_is_a_role_and_membership_is_not(audience: str) -> None:
    facts = replace(THING, read_audience=audience)
    reads = {name for name in "AOMP" if is_allowed(Permission.NARRATIVE_READ, ACTORS[name], facts)}
    assert reads == {"public": set("AOMP"), "members": set("MP")}.get(audience, {"P"})


def test_a_role_over_a_narrative_without_number_covers_nothing() -> None:
    # A grant that lost its narrative must not cover things that have none either.
    lost = someone(Role.FACILITATOR, Scope.NARRATIVE, None)
    assert not is_allowed(Permission.CONTRIBUTION_MODERATE, lost, replace(THING, narrative_id=None))


def test_nobody_is_the_author_of_what_has_no_author() -> None:
    for actor in ACTORS.values():
        orphan = replace(THING, author_id=None)
        assert not is_allowed(Permission.CONTRIBUTION_WITHDRAW, actor, orphan)


def test_a_consolidation_of_several_consultations_is_worked_on_by_the_facilitator_of_any() -> None:
    facts = replace(THING, consultation_ids=frozenset({HERE, ELSEWHERE}))
    for name in "Ff":
        assert is_allowed(Permission.CONSOLIDATION_WORK, ACTORS[name], facts)


def test_every_alternative_of_the_map_is_some_condition() -> None:
    # An empty alternative would allow everybody everything: `all(())` holds.
    assert all(alternatives and all(alternatives) for alternatives in MAP.values())
