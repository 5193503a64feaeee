"""Where git merges line by line without a conflict and nothing is open here, both give the same text."""

import subprocess
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.merging import consolidate

# A process of git takes as long as a hundred examples of the other properties.
git_examples = settings(max_examples=max(settings().max_examples // 5, 1))
words = st.sampled_from(["water", "right", "the", "l’eau", "الحق", "niñez", ".", ",", "**", "-"])
lines = st.lists(words, min_size=1, max_size=4).map(" ".join)
plain = st.lists(lines, min_size=1, max_size=7)


@st.composite
def line_edits(draw, base):
    """Draw a list of lines in which up to two lines are changed, added or removed."""
    edited = list(base)
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(edited)))
        kind = draw(st.sampled_from(["change", "add", "remove"]))
        if kind == "add" or place == len(edited):
            edited.insert(place, draw(lines))
        elif kind == "change":
            edited[place] = f"{edited[place]} {draw(words)}"
        elif len(edited) > 1:
            del edited[place]
    return edited


def merged_by_git(base, one, other):
    """Return git's text, or None where it finds a conflict."""
    with tempfile.TemporaryDirectory() as directory:
        files = [Path(directory) / name for name in ("one", "base", "other")]
        for file, text in zip(files, (one, base, other), strict=True):
            file.write_bytes(text.encode())
        done = subprocess.run(["git", "merge-file", "-p", *files], capture_output=True, check=False)
    return done.stdout.decode() if done.returncode == 0 else None


@git_examples
@given(plain.flatmap(lambda base: st.tuples(st.just(base), line_edits(base), line_edits(base))))
def test_where_git_is_clean_and_nothing_is_open_the_texts_are_the_same(drawn):
    base, one, other = ("\n".join(part) + "\n" for part in drawn)
    result = consolidate(base, {"one": one, "other": other})
    if all(group.state != "open" for group in result.groups):
        assert merged_by_git(base, one, other) in (None, result.text)


def test_two_paragraphs_changed_apart_merge_as_in_git():
    base = "Water is a right.\n\nStates must act.\n"
    one, other = base.replace("a right", "a human right"), base.replace("act", "act now")
    result = consolidate(base, {"one": one, "other": other})
    assert (
        result.text == merged_by_git(base, one, other) == "Water is a human right.\n\nStates must act now.\n"
    )
