"""Every permission for every role: before, during and after the window; of one's own, of another's, in a foreign place.

Letters are roles, a dash is nobody; one entry holds at all times, three are before the opening, while it is open, after
the closing. All is for invited people only, so that nothing but a role opens anything.
"""

from dataclasses import replace

import pytest

from consult.rules.permissions import Facts, Permission, Role, Scope, is_allowed
from tests.pure.rules.test_permission_map import ACTORS, SITUATIONS, THING, someone

ROLES = "AOMPRTVFNWCIS"
"""Anonymous, signed in, member of the network, participant, rapporteur, translator, reviewer, facilitator of the
consultation, facilitator of the narrative, working-group member, who facilitates the working group, who is in it,
secretariat."""
EVERYBODY_SIGNED_IN = ROLES[1:]
WINDOWS = ("announced", "open", "closed")
INVITED = {"read_audience": "invited", "contribute_audience": "invited"}
FOREIGN = {
    "narrative_id": 99,
    "consultation_ids": frozenset({99}),
    "working_group_id": 99,
    "group_members": frozenset(),
}

# permission: of one's own; of another's; in a foreign narrative, consultation and working group.
TABLE: dict[str, tuple[str, str, str]] = {
    "NETWORK_MANAGE": ("S", "S", "S"),
    "PASSAGE_BLACK_OUT": ("S", "S", "S"),
    "DIRECTORY_READ": ("MFNWS", "MFNWS", "MS"),
    "GROUP_READ": ("MFNWCIS", "MFNWCIS", "MS"),
    "GROUP_MEMBERS_READ": ("CIS", "CIS", "S"),
    "GROUP_JOIN": ("-", "-", "-"),
    "GROUP_LEAVE": ("I", "I", "-"),
    "GROUP_MANAGE": ("CS", "CS", "S"),
    "PROFILE_EDIT": ("all", "all", "all"),
    "NARRATIVE_IMPORT": ("S", "S", "S"),
    "NARRATIVE_READ": ("PTVFNWS", "PTVFNWS", "S"),
    "CONSULTATION_MANAGE": ("FNS", "FNS", "S"),
    "CONSULTATION_JOIN": ("all", "all", "all"),
    "CONSULTATION_READ": ("PRFNWS", "PRFNWS", "S"),
    "SURVEY_IMPORT": ("FNS", "FNS", "S"),
    "CONTRIBUTION_SUBMIT": ("- | PFN | PFN", "- | PFN | PFN", "-"),
    "CONTRIBUTION_READ": ("all", "PRFNWS", "S"),
    "CONTRIBUTION_EDIT": ("- | all | -", "-", "-"),
    "CONTRIBUTION_WITHDRAW": ("all", "-", "-"),
    "CONTRIBUTION_REPORT": ("all", "- | P | P", "-"),
    "CONTRIBUTION_ENTER": ("RFN", "RFN", "-"),
    "CONTRIBUTION_MODERATE": ("FN", "FN", "-"),
    "STANCE_TAKE": ("- | P | -", "- | P | -", "-"),
    "CONSOLIDATION_START": ("FN", "FN", "-"),
    "CONSOLIDATION_READ": ("FNWS", "FNWS", "S"),
    "CONSOLIDATION_WORK": ("FN", "FN", "-"),
    "READY_REASONS_EDIT": ("FNS", "FNS", "S"),
    "REVISION_PUBLISH": ("FN", "FN", "-"),
    "UNHEARD_READ": ("FN", "FN", "-"),
    "FIGURES_WHOLE_READ": ("FNS", "FNS", "S"),
    "LEDGER_READ": ("PRFNWS", "PRFNWS", "S"),
    "DRAFT_READ": ("VFNWS", "VFNWS", "S"),
    "DRAFT_COMMENT": ("VFNW", "VFNW", "-"),
    "DRAFT_APPROVE": ("VFNWS", "VFNWS", "S"),
    "ANSWER_REPLY": ("all", "-", "-"),
    "RESERVATION_WITHDRAW": ("all", "-", "-"),
    "REVISION_REVERT": ("FNS", "FNS", "S"),
    "REVISION_ADOPT": ("WS", "WS", "S"),
    "ADOPTION_OBJECT": ("W", "W", "-"),
    "REVISION_LOOK": ("FNWS", "FNWS", "S"),
    "LANGUAGES_CHOOSE": ("FNS", "FNS", "S"),
    "TRANSLATION_WORK": ("TFNS", "TFNS", "S"),
    "DRAFT_TRANSLATION_READ": ("TFNWS", "TFNWS", "S"),
    "DRAFT_TRANSLATE": ("TFNS", "TFNS", "S"),
    "CONTRIBUTION_TRANSLATE": ("FN", "FN", "-"),
}


def told(words: str) -> list[set[str]]:
    """Return what an entry says, for each window."""
    entries = [entry.strip() for entry in words.split("|")]
    found = {"-": set(), "all": set(EVERYBODY_SIGNED_IN)}
    sets = [found.get(entry, set(entry)) for entry in entries]
    return sets if len(sets) == len(WINDOWS) else sets * len(WINDOWS)


def allowed(permission: Permission, facts: Facts, *, is_own: bool) -> set[str]:
    """Return the roles that are allowed it; of their own: each is the author."""
    mine = {name: ACTORS[name].person_id if is_own else facts.author_id for name in ROLES}
    return {
        name for name in ROLES if is_allowed(permission, ACTORS[name], replace(facts, author_id=mine[name]))
    }


@pytest.mark.parametrize("permission", list(Permission), ids=lambda one: one.name)
def test_who_may_do_it_when_and_with_whose(permission: Permission) -> None:
    own, other, foreign = (told(words) for words in TABLE[permission.name])
    for place, window in enumerate(WINDOWS):
        here = replace(THING, window=window, **INVITED)
        assert allowed(permission, here, is_own=True) == own[place], (window, "own")
        assert allowed(permission, here, is_own=False) == other[place], (window, "other")
        elsewhere = replace(here, **FOREIGN)
        assert allowed(permission, elsewhere, is_own=False) == foreign[place], (window, "foreign")


def test_the_table_holds_every_permission_and_its_entries_are_roles() -> None:
    assert set(TABLE) == {one.name for one in Permission}
    for words in (words for row in TABLE.values() for words in row):
        assert words.count("|") in (0, 2)
        assert set().union(*told(words)) <= set(ROLES), words


def test_in_a_foreign_place_only_the_secretariat_has_anything_that_somebody_signed_in_has_not() -> None:
    for name, (_own, _other, foreign) in TABLE.items():
        if name in ("DIRECTORY_READ", "GROUP_READ"):  # of the whole network, and so of its members
            assert foreign == "MS"
        else:
            assert foreign in ("-", "S", "all"), name


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("R", {"CONSULTATION_READ", "CONTRIBUTION_READ", "CONTRIBUTION_ENTER", "LEDGER_READ"}),
        ("V", {"NARRATIVE_READ", "DRAFT_READ", "DRAFT_COMMENT", "DRAFT_APPROVE"}),
        ("C", {"GROUP_READ", "GROUP_MEMBERS_READ", "GROUP_MANAGE"}),
        ("I", {"GROUP_READ", "GROUP_MEMBERS_READ", "GROUP_LEAVE"}),
    ],
)
def test_what_a_role_adds_to_being_signed_in(role: str, more: set[str]) -> None:
    found = {
        name for name, row in TABLE.items() if any(role in one and "O" not in one for one in told(row[1]))
    }
    assert found == more


def test_a_role_over_a_working_group_covers_no_text_and_no_group_without_number() -> None:
    over_texts = set(Permission) - {one for one in Permission if one.name.startswith("GROUP_")}
    for permission in over_texts:
        for situation in SITUATIONS.values():
            facts = replace(THING, **situation)
            assert is_allowed(permission, ACTORS["C"], facts) is is_allowed(permission, ACTORS["O"], facts)
    lost = someone(Role.FACILITATOR, Scope.WORKING_GROUP, None)
    assert not is_allowed(Permission.GROUP_MANAGE, lost, replace(THING, working_group_id=None))
