"""What must hold of words, sentences, diffs and marked-up changes, whatever the text."""

import html
import itertools
import re

from drawn import hunk_lists, pairs, texts, wild_texts
from hypothesis import given
from hypothesis import strategies as st

from consult.text import Hunk, apply, diff, is_typographic, normalise, render_changes, sentences
from consult.text.words import _ASCII_TOKEN, _TOKEN, cut, tokens

any_text = st.one_of(texts, wild_texts)
any_pair = st.one_of(pairs(), st.tuples(any_text, any_text))


@given(any_text)
def test_tokens_joined_are_the_text(text):
    assert "".join(tokens(text)) == text


@given(any_text)
def test_the_tokens_of_the_pieces_are_the_tokens_of_the_text(text):
    assert cut(text).tokens == tokens(text)


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_ascii_is_cut_as_any_other_text(text):
    assert _ASCII_TOKEN.findall(text) == _TOKEN.findall(text)


@given(any_text)
def test_sentences_lie_side_by_side_and_cover_the_text(text):
    found = sentences(text)
    assert "".join(text[s.start : s.end] for s in found) == text
    assert all(s.start < s.end for s in found)


@given(any_pair)
def test_the_hunks_make_the_base_into_the_revised_text(pair):
    base, revised = pair
    assert apply(base, diff(base, revised)) == revised


marked_words = st.lists(
    st.sampled_from(
        ["water", "right", "**for all**", "_now_", "[law](x.org)", "the", "`code`", "a.", "\n\n", "\n* "]
    ),
    max_size=10,
).map(" ".join)


@given(marked_words, marked_words)
def test_no_hunk_leaves_a_mark_of_markdown_open(base, revised):
    for hunk in diff(base, revised):
        for paragraph in apply(base, [hunk]).split("\n\n"):
            for mark in ("**", "_", "`"):
                assert paragraph.count(mark) % 2 == 0, hunk
            assert paragraph.count("[") == paragraph.count("]")


@given(any_text)
def test_a_text_differs_from_itself_in_nothing(text):
    assert diff(text, text) == []


@given(any_pair)
def test_hunks_are_sorted_apart_and_change_something(pair):
    base, revised = pair
    position = 0
    for hunk in diff(base, revised):
        assert position <= hunk.start <= hunk.end <= len(base)
        assert base[hunk.start : hunk.end] != hunk.new
        position = hunk.end


@given(any_pair)
def test_changes_of_words_with_only_space_between_are_one_hunk(pair):
    base, revised = pair
    hunks = [h for h in diff(base, revised) if not is_typographic(base[h.start : h.end], h.new)]
    for one, other in itertools.pairwise(hunks):
        between = base[one.end : other.start]
        assert between.strip(), (one, other)


@given(any_pair)
def test_a_diff_never_marks_more_than_the_whole(pair):
    base, revised = pair
    hunks = diff(base, revised)
    assert sum(h.end - h.start for h in hunks) <= len(base)
    assert sum(len(h.new) for h in hunks) <= len(revised)


@given(any_pair)
def test_a_diff_does_not_depend_on_what_was_compared_before(pair):
    base, revised = pair
    first = diff(base, revised)
    diff(revised, base)
    assert diff(base, revised) == first


@given(st.text(max_size=60).filter(lambda text: not re.search("[\x00\ud800-\udfff]", text)))
def test_the_normal_form_is_stable_and_trimmed(text):
    normal = normalise(text)
    assert normalise(normal) == normal
    assert normal == normal.strip()
    assert "\n\n\n" not in normal
    assert all(line == line.rstrip() for line in normal.split("\n"))


_TAGS = re.compile(r"</?(?:ins|del|p|div|span)[^<>]*>|<br>")
_EMPHASIS = {"<em>": "*", "</em>": "*", "<strong>": "**", "</strong>": "**"}
_HIDDEN = re.compile(r'<bdi class="visually-hidden">[^<]*</bdi>')


def shown(markup, left_out):
    """Return the characters that a reader sees when insertions or deletions are left out."""
    kept = re.sub(rf"<{left_out}>.*?</{left_out}>", "", _HIDDEN.sub("", markup), flags=re.DOTALL)
    kept = re.sub("</?(em|strong)>", lambda tag: _EMPHASIS[tag[0]], kept)
    return _visible(html.unescape(_TAGS.sub("", kept)))


def _visible(text):
    """Return the signs of a text; marks of lines are left out, or one with the dot that is shown for them."""
    drawn = text.translate(dict.fromkeys(map(ord, "-+*"), "•"))
    return [character for character in drawn if not character.isspace() and character not in "¶↵#>"]


@given(pairs())
def test_marked_changes_show_both_texts_whole(pair):
    base, revised = pair
    markup = str(render_changes(base, diff(base, revised), lang="ar", labels=("+", "-")))
    assert shown(markup, "ins") == _visible(base)
    assert shown(markup, "del") == _visible(revised)


@given(st.one_of(texts, wild_texts).flatmap(lambda base: st.tuples(st.just(base), hunk_lists(base))))
def test_marks_are_closed_where_they_were_opened(drawn):
    base, hunks = drawn
    markup = str(render_changes(base, hunks, lang="en", labels=("<", "&")))
    open_tags = []
    for tag in re.findall(r"<(/?\w+)", markup):
        if tag.startswith("/"):
            assert open_tags.pop() == tag[1:]
        elif tag != "br":
            open_tags.append(tag)
    assert not open_tags
    assert "<p>" not in re.sub(r"</p>", "", markup).split("<p>", 1)[0]


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=3, max_size=9), st.data())
def test_the_same_edit_is_the_same_hunk_whatever_happens_far_away(words, data):
    place = data.draw(st.integers(0, len(words) - 1))
    far = " Nothing of this last sentence resembles what stands before it."
    base = " ".join(words) + "."
    edited = " ".join([*words[:place], words[place], *words[place:]]) + "."
    alone = diff(base + far, edited + far)
    with_another = diff(base + far, edited + far.replace("resembles", "repeats"))
    assert with_another[: len(alone)] == alone
    assert with_another[-1] == Hunk(
        len(base) + far.index("resembles"), len(base) + far.index(" what stands"), "repeats"
    )
