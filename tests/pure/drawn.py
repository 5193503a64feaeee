"""Texts and amendments that hypothesis draws: four languages, Markdown, and edits as people make them."""

from hypothesis import strategies as st

ENGLISH = [
    "the",
    "a",
    "water",
    "right",
    "rights",
    "non-state",
    "people's",
    "people’s",
    "must",
    "States",
    "12,5",
    "AI",
]
FRENCH = [
    "l’eau",
    "l'eau",
    "droit",
    "État",
    "E\u0301tat",
    "été",
    "aujourd’hui",
    "à",
    "1.234,56",
    "porte-parole",
]
SPANISH = ["agua", "¿", "¡", "derecho", "niñez", "sin", "más", "año", "según"]
ARABIC = ["مُجْتَمَع", "مجتمع", "الحق", "في", "الماء", "،", "؟", "حـق", "می\u200cشود"]
MARKS = [
    ".",
    ",",
    "!",
    "?",
    ":",
    "—",
    "«",
    "»",
    "“",
    "”",
    '"',
    "'",
    "(",
    ")",
    "…",
    "-",
    "*",
    "**",
    "_",
    "#",
    "[a](b)",
]
BLANKS = ["", "", " ", " ", " ", " ", "  ", "\u00a0", "\u202f", "\n", "\n\n", "\n- ", "\n\n# ", "\u200f"]

words = st.sampled_from([*ENGLISH, *FRENCH, *SPANISH, *ARABIC, *MARKS])
parts = st.tuples(words, st.sampled_from(BLANKS))
lists_of_parts = st.lists(parts, max_size=16)
few_parts = st.lists(
    st.tuples(st.sampled_from(["a", "b", "the", ".", "right"]), st.sampled_from(["", " ", "\n\n"])),
    max_size=12,
)


def written(drawn):
    """Return the text of drawn parts."""
    return "".join(word + blank for word, blank in drawn)


texts = st.one_of(lists_of_parts, few_parts).map(written)
wild_texts = st.text(max_size=30)


@st.composite
def edits(draw, drawn):
    """Draw what an amendment makes of drawn parts: some dropped, replaced, preceded, followed by others."""
    result = []
    for part in drawn:
        kind = draw(st.sampled_from(["keep"] * 7 + ["drop", "replace", "before", "after", "blank"]))
        if kind == "before":
            result.append(draw(parts))
        if kind == "replace":
            result.append((draw(words), part[1]))
        elif kind == "blank":
            result.append((part[0], draw(st.sampled_from(BLANKS))))
        elif kind != "drop":
            result.append(part)
        if kind == "after":
            result.append(draw(parts))
    return written(result)


@st.composite
def pairs(draw):
    """Draw a base and one amended text."""
    drawn = draw(st.one_of(lists_of_parts, few_parts))
    return written(drawn), draw(edits(drawn))


@st.composite
def amended(draw, least=1, most=4):
    """Draw a base and several amendments of it by name."""
    drawn = draw(st.one_of(lists_of_parts, few_parts))
    count = draw(st.integers(least, most))
    return written(drawn), {f"a{number}": draw(edits(drawn)) for number in range(count)}


@st.composite
def hunk_lists(draw, base, most=4):
    """Draw hunks of a base that do not overlap, at any offsets, also within words."""
    from consult.text import Hunk

    cuts = sorted(draw(st.lists(st.integers(0, len(base)), max_size=2 * most)))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        new = draw(st.sampled_from(["", "x", " new words", "right ", "\n\nNew."]))
        if (start < end or new) and (
            not found or (found[-1].end, found[-1].start) < (start + (start < end), start)
        ):
            found.append(Hunk(start, end, new))
    return found


def relation_between(ground, one, other, *, together=False):
    """Return what two changes are to each other, worked out for these two alone."""
    close = ground.close_relation(ground.stand(one), ground.stand(other), together=together)
    if close or together:
        return close
    first, second = ground.sentences_of(one), ground.sentences_of(other)
    return "same-sentence" if first[0] <= second[1] and second[0] <= first[1] else None


def moves_nothing(drawn):
    """Say whether none of some amendments of a base moves words: then places alone tell what stands against what."""
    from consult.text import diff
    from consult.text.moves import all_moves
    from consult.text.words import cut_base

    base, amendments = drawn
    hunks = (diff(base, some) if isinstance(some, str) else some for some in amendments.values())
    return not any(all_moves(cut_base(base), some) for some in hunks)
