"""What must hold of every consolidation of structure."""

from hypothesis import given
from hypothesis import strategies as st

from consult.merging import (
    AddSection,
    MoveSection,
    RemoveSection,
    Run,
    StructureDecision,
    consolidate_structure,
    join_sections,
    split_section,
)

KEYS = ["a", "b", "c", "d", "e"]
places = st.sampled_from(["", *KEYS])
changes = st.one_of(
    st.builds(AddSection, places, st.sampled_from(["New", "Other"])),
    st.builds(RemoveSection, st.sampled_from(KEYS)),
    st.builds(MoveSection, st.sampled_from(KEYS), places).filter(lambda change: change.key != change.after),
)
# One proposal does one thing with a section.
wishes = st.lists(changes, min_size=1, max_size=2, unique_by=lambda change: getattr(change, "key", change))
many = st.dictionaries(st.sampled_from("pqrst"), wishes, max_size=5)


@given(many)
def test_every_proposed_change_is_in_one_group_with_its_supporters(proposals):
    result = consolidate_structure(KEYS, proposals)
    found = {group.change: set(group.supporters) for group in result.groups}
    proposed = {}
    for name, wanted in proposals.items():
        for change in wanted:
            proposed.setdefault(change, set()).add(name)
    assert found == proposed
    assert len(found) == len(result.groups)
    for name, wanted in proposals.items():
        missing = {group.change for group in result.outcome(name).missing}
        assert missing == {group.change for group in result.groups if group.state != "in"} & set(wanted)


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_proposals_never_matters(proposals, random):
    shuffled = list(proposals.items())
    random.shuffle(shuffled)
    one, other = consolidate_structure(KEYS, proposals), consolidate_structure(KEYS, dict(shuffled))
    assert (one.sections, one.groups, one.clashes) == (other.sections, other.groups, other.clashes)


@given(many)
def test_no_section_is_lost_or_doubled_unless_its_removal_is_in(proposals):
    result = consolidate_structure(KEYS, proposals)
    taken_in = [group.change for group in result.groups if group.state == "in"]
    removed = {change.key for change in taken_in if isinstance(change, RemoveSection)}
    kept = [section for section in result.sections if isinstance(section, str)]
    assert sorted(kept) == sorted(set(KEYS) - removed)
    added = [section for section in result.sections if isinstance(section, AddSection)]
    assert sorted(added) == sorted(change for change in taken_in if isinstance(change, AddSection))


@given(many, st.data())
def test_whatever_is_decided_no_section_is_lost_or_doubled(proposals, data):
    groups = consolidate_structure(KEYS, proposals).groups
    decisions, settled = [], set()
    for group in groups:
        outcome = data.draw(st.sampled_from(["none", "accept", "decline"]))
        key = getattr(group.change, "key", None)
        if outcome == "none" or (outcome == "accept" and key in settled):
            continue
        settled |= {key} - {None} if outcome == "accept" else set()
        decisions.append(StructureDecision(group.change, outcome))
    result = consolidate_structure(KEYS, proposals, decisions)
    outcomes = {decision.change: decision.outcome for decision in decisions}
    taken_in = [group.change for group in result.groups if group.state == "in"]
    for group in result.groups:
        assert (group.state, group.decided) == {
            "accept": ("in", True),
            "decline": ("out", True),
        }.get(outcomes.get(group.change), (group.state, False))
    removed = {change.key for change in taken_in if isinstance(change, RemoveSection)}
    kept = [section for section in result.sections if isinstance(section, str)]
    assert sorted(kept) == sorted(set(KEYS) - removed)
    added = [section for section in result.sections if isinstance(section, AddSection)]
    assert sorted(added) == sorted(change for change in taken_in if isinstance(change, AddSection))


@given(many)
def test_what_stands_against_something_is_open_and_in_one_clash(proposals):
    result = consolidate_structure(KEYS, proposals)
    in_clash = [group.change for clash in result.clashes for group in clash.groups]
    assert len(in_clash) == len(set(in_clash))
    for group in result.groups:
        assert (group.state == "open") == bool(group.against) == (group.change in in_clash)
        for other in group.against:
            assert group.change in next(g for g in result.groups if g.change == other).against


@given(many)
def test_declining_everything_keeps_the_order_of_sections(proposals):
    groups = consolidate_structure(KEYS, proposals).groups
    declined = [StructureDecision(group.change, "decline") for group in groups]
    result = consolidate_structure(KEYS, proposals, declined)
    assert result.sections == tuple(KEYS)
    assert result.clashes == ()


@given(st.text("ab \n", max_size=12).filter(str.strip), st.text("ab \n", max_size=12).filter(str.strip))
def test_what_is_split_and_joined_again_keeps_its_words_and_origins(first, second):
    text = f"{first.strip()}\n\n{second.strip()}"
    runs = [Run(1, frozenset([str(number)])) for number in range(len(text))]
    parts = split_section(text, runs, len(first.strip()) + 1)
    assert [part for part, _ in parts] == [first.strip(), second.strip()]
    joined, joined_runs = join_sections(parts)
    assert joined == text
    owners = [run.origins for run in joined_runs for _ in range(run.length)]
    expected = [
        frozenset() if len(first.strip()) <= number < len(first.strip()) + 2 else run.origins
        for number, run in enumerate(runs)
    ]
    assert owners == expected


@given(st.text("ab \n", min_size=3, max_size=16), st.integers(1, 15))
def test_a_cut_anywhere_loses_no_word_and_no_origin(text, at):
    if not text[:at].strip() or not text[at:].strip():
        return
    runs = [Run(1, frozenset([str(number)])) for number in range(len(text))]
    parts = split_section(text, runs, at)
    found = []
    for part, part_runs in parts:
        owners = [run.origins for run in part_runs for _ in range(run.length)]
        found += [pair for pair in zip(part, owners, strict=True) if not pair[0].isspace()]
    expected = [(letter, run.origins) for letter, run in zip(text, runs, strict=True) if not letter.isspace()]
    assert found == expected
