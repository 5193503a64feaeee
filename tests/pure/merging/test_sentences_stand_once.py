"""What must hold of sentences that people move: nobody's stands twice, or nowhere, without having been asked for."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from consult.merging import Decision, carry_forward, compose_hunks, consolidate
from consult.text import apply, diff

# Sentences of one word and of many, in three languages: each of them stands once, and so does each of its words.
SENTENCES = [
    "Water flows.",
    "Act now.",
    "Nobody waits.",
    "Toute personne y a droit.",
    "Cada año decidimos juntas sobre este plan.",
    "States pay for clean rivers wherever people live beside one.",
    "نحن نطلب مدارس للجميع.",
    "Our members shall meet twice within any period that they choose themselves!",
    "Est-ce que vous serez là demain?",
]
# Sentences as people write them, with words in common.
ALIKE = [
    "We need clean water.",
    "We need clean air for all.",
    "All of us need clean water and food.",
    "We need more.",
    "Clean water is a right.",
    "Clean air is a right for all of us.",
    "The state pays for clean water and for clean air, and we all need both of them.",
    "The state pays for food.",
    "Do all of us have clean water?",
]
JOINTS = [" ", " ", "\n\n", "\n- "]


@dataclass(frozen=True)
class Passage:
    """Sentences in their order, and what stands between them."""

    sentences: tuple[str, ...]
    joints: tuple[str, ...]

    @property
    def text(self):
        between = [*self.joints[: max(len(self.sentences) - 1, 0)], ""]
        return "".join(s + joint for s, joint in zip(self.sentences, between, strict=False))


@st.composite
def passages(draw, some):
    """Draw a passage of some of these sentences."""
    sentences = draw(st.permutations(some))[: draw(st.integers(3, len(some)))]
    joint = draw(st.sampled_from(["all", *JOINTS]))
    joints = [draw(st.sampled_from(JOINTS)) if joint == "all" else joint for _ in range(len(SENTENCES) + 4)]
    return Passage(tuple(sentences), tuple(joints))


@st.composite
def reworked(draw, passage, name):
    """Draw what somebody makes of it: sentences moved, one perhaps taken out, put in or reworded."""
    sentences = list(passage.sentences)
    for _ in range(draw(st.integers(1, 2))):
        sentence = sentences.pop(draw(st.integers(0, len(sentences) - 1)))
        sentences.insert(draw(st.integers(0, len(sentences))), sentence)
    act = draw(st.sampled_from(["none", "none", "none", "reword", "remove", "add"]))
    place = draw(st.integers(0, len(sentences) - 1))
    if act == "reword":
        first, *rest = sentences[place].split(" ")
        sentences[place] = " ".join([first, name, *rest]) if rest else f"{name} it is."
    elif act == "remove":
        del sentences[place]
    elif act == "add":
        sentences.insert(place, f"Furthermore {name} adds this.")
    return Passage(tuple(sentences), passage.joints).text


@st.composite
def drawn_texts(draw, count):
    """Draw a base and what several people make of it."""
    passage = draw(passages(draw(st.sampled_from([SENTENCES, ALIKE]))))
    return passage.text, [draw(reworked(passage, f"word{number}")) for number in range(count)]


def sentences_in(text):
    return Counter(piece.removeprefix("- ") for piece in re.split(r"\s*\n\s*|(?<=[.!?]) ", text))


def assert_each_once(text, texts):
    """Check that every sentence that each of the texts has once stands once."""
    counts = [sentences_in(other) for other in texts]
    found = sentences_in(text)
    for sentence in SENTENCES + ALIKE:
        if all(count[sentence] == 1 for count in counts):
            assert found[sentence] == 1, sentence


@given(drawn_texts(2))
def test_what_is_carried_forward_has_each_sentence_once(drawn):
    base, (revised, amended) = drawn
    carried = carry_forward(base, amended, revised)
    assert_each_once(carried.text, [base, revised, amended])
    assert carried.text == apply(revised, carried.hunks)
    for clash in carried.clashes:
        assert clash.base == base[clash.start : clash.end]
        assert clash.accepted in revised
        assert clash.proposal in amended or carried.hunks
        assert clash.accepted != clash.proposal
    spans = [(clash.start, clash.end) for clash in carried.clashes]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(drawn_texts(2))
def test_each_pending_change_is_carried_or_in_or_asked_about(drawn):
    base, (revised, amended) = drawn
    pending = diff(base, amended)
    carried = carry_forward(base, pending, revised)
    asked = [
        hunk
        for hunk in pending
        if any(clash.start <= hunk.start and hunk.end <= clash.end for clash in carried.clashes)
    ]
    assert len(carried.hunks) + len(carried.satisfied) + len(asked) >= len(pending)
    assert set(carried.satisfied) <= set(pending)
    assert not carried.clashes or asked


@given(drawn_texts(3))
def test_two_steps_leave_each_sentence_once(drawn):
    base, (middle, revised, amended) = drawn
    first = carry_forward(base, amended, middle)
    second = carry_forward(middle, first.hunks, revised)
    assert_each_once(second.text, [base, middle, revised, amended])
    at_once = carry_forward(
        base, amended, revised, accepted=compose_hunks(diff(base, middle), diff(middle, revised))
    )
    assert_each_once(at_once.text, [base, revised, amended])
    if not (first.clashes or first.satisfied or second.clashes or second.satisfied):
        assert (at_once.state, at_once.text) == (second.state, second.text)


@given(drawn_texts(3))
def test_a_text_without_decisions_has_each_sentence_once(drawn):
    base, texts = drawn
    result = consolidate(base, {f"a{number}": text for number, text in enumerate(texts)})
    assert_each_once(result.text, [base, *texts])


@given(drawn_texts(3), st.integers(0, 2**16))
def test_a_decision_on_one_half_of_a_move_asks_about_the_other(drawn, seed):
    base, texts = drawn
    amendments = {f"a{number}": text for number, text in enumerate(texts)}
    groups = consolidate(base, amendments).groups
    if not groups:
        return
    one = Random(seed).choice(groups)
    result = consolidate(base, amendments, [Decision(one.hunk, "decline")])
    assert_each_once(result.text, [base, *texts])
