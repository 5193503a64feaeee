"""Who gets which words."""

import pytest

from consult.merging import Decision, Run, consolidate
from consult.merging.attribution import Origins, joined, kept_runs, united
from consult.text import Hunk

NOBODY = frozenset()


def owners(result):
    """Return the words of a result with the names of whom they come from."""
    found, place = [], 0
    for run in result.attribution:
        found.append((result.text[place : place + run.length], "".join(sorted(run.origins))))
        place += run.length
    return found


def test_every_supporter_of_a_group_is_credited():
    hunk = Hunk(2, 5, "two")
    result = consolidate("a one b", {"x": [hunk], "y": [hunk]})
    assert owners(result) == [("a ", ""), ("two", "xy"), (" b", "")]


def test_kept_words_of_a_replaced_span_are_nobodys_and_lone_commas_are_not_taken_for_work():
    result = consolidate("say one, two and go", {"x": [Hunk(4, 16, "three, four and")]})
    assert owners(result) == [("say ", ""), ("three, four", "x"), (" and go", "")]


def test_a_kept_word_written_otherwise_keeps_its_origin():
    base = "that is people's water now"
    runs = [Run(8, NOBODY), Run(8, frozenset("o")), Run(10, NOBODY)]
    result = consolidate(base, {"x": [Hunk(0, len(base), "this is people’s air now")]}, attribution=runs)
    assert ("people’s ", "o") in owners(result)


def test_a_kept_word_that_got_longer_carries_all_that_it_came_from():
    base = "an \u00e9t\u00e9 here"
    runs = [Run(4, frozenset("p")), Run(7, frozenset("q"))]
    result = consolidate(base, {"x": [Hunk(3, 6, "e\u0301te\u0301")]}, attribution=runs)
    assert ("e\u0301te\u0301", "pq") in owners(result)


def test_a_kept_word_within_a_replaced_span_is_looked_up_at_its_own_place():
    base = "we say \u00e9t\u00e9 here"
    runs = [Run(3, NOBODY), Run(4, frozenset("p")), Run(4, frozenset("q")), Run(4, NOBODY)]
    result = consolidate(base, {"x": [Hunk(3, 10, "call e\u0301te\u0301")]}, attribution=runs)
    assert ("call", "x") in owners(result)
    assert (" e\u0301te\u0301 ", "q") in owners(result)


def test_a_typographic_change_leaves_the_words_with_their_authors():
    runs = [Run(7, frozenset("o")), Run(4, NOBODY)]
    result = consolidate("it's so now", {"x": "it’s so now"}, attribution=runs)
    assert owners(result) == [("it’s so", "o"), (" now", "")]


def test_words_of_a_line_are_credited_to_whom_it_names_and_to_other_supporters():
    hunk = Hunk(4, 7, "new word")
    line = [Run(4, NOBODY), Run(3, frozenset("c")), Run(5, frozenset("d")), Run(4, NOBODY)]
    result = consolidate("one two now", {"line": [hunk]}, origins={"line": line})
    assert owners(result) == [("one ", ""), ("new", "c"), (" word", "d"), (" now", "")]
    both = consolidate("one two now", {"line": [hunk], "z": [hunk]}, origins={"line": line})
    assert owners(both) == [("one ", ""), ("new", "cz"), (" word", "dz"), (" now", "")]


def test_words_of_a_line_that_name_nobody_are_the_lines():
    hunks = [Hunk(0, 0, "So "), Hunk(4, 7, "that")]
    line = [Run(len("So one that now"), NOBODY)]
    result = consolidate("one two now", {"line": hunks}, origins={"line": line})
    assert owners(result) == [("So ", "line"), ("one ", ""), ("that", "line"), (" now", "")]


def test_an_adapted_text_credits_each_alternative_that_it_uses():
    base = "we fund water now"
    amendments = {"x": [Hunk(3, 7, "pay for")], "y": [Hunk(3, 7, "deliver")], "z": [Hunk(14, 17, "soon")]}
    decisions = [
        Decision(Hunk(3, 7, "pay for"), "adapt", "pay, deliver and soon fund"),
        Decision(Hunk(3, 7, "deliver"), "decline"),
    ]
    result = consolidate(base, amendments, decisions)
    assert owners(result) == [
        ("we ", ""),
        ("pay", "x"),
        (", ", "editorial"),
        ("deliver", "y"),
        (" and soon ", "editorial"),
        ("fund water ", ""),
        ("soon", "z"),
    ]
    assert [result.outcome(name).share for name in "xyz"] == ["part", "part", "all"]


def test_runs_are_joined_and_asked_for_any_span():
    runs = [Run(2, NOBODY), Run(0, frozenset("x")), Run(1, NOBODY), Run(3, frozenset("y"))]
    assert joined(runs) == (Run(3, NOBODY), Run(3, frozenset("y")))
    origins = Origins(6, runs)
    assert origins.between(1, 4) == [Run(1, NOBODY), Run(1, NOBODY), Run(1, frozenset("y"))]
    assert origins.of_all(0, 6) == frozenset("y")
    assert origins.between(6, 6) == []


@pytest.mark.parametrize("runs", [[Run(5, NOBODY)], [Run(7, NOBODY)], [], [Run(7, NOBODY), Run(-1, NOBODY)]])
def test_runs_must_cover_their_text(runs):
    with pytest.raises(ValueError, match="code points"):
        Origins(6, runs)


def test_layers_are_united_run_by_run():
    layers = [[Run(2, frozenset("a")), Run(2, NOBODY)], [Run(1, frozenset("b")), Run(3, frozenset("c"))]]
    assert united(4, layers) == [Run(1, frozenset("ab")), Run(1, frozenset("ac")), Run(2, frozenset("c"))]


def test_kept_tokens_are_given_by_their_offsets_run_by_run():
    assert [[kept[:4] for kept in run] for run in kept_runs("a b, c", "x b, d")] == [
        [(1, 2, 1, 2), (2, 3, 2, 3), (3, 4, 3, 4), (4, 5, 4, 5)]
    ]
    assert kept_runs("a, b", "c, d") == []


def test_nobody_is_named_for_a_blank_whose_words_are_gone():
    runs = [Run(len("old words "), frozenset("p")), Run(len("the end"), frozenset("q"))]
    result = consolidate("old words the end", {"x": [Hunk(0, 17, "six of the best")]}, attribution=runs)
    assert owners(result) == [("six of", "x"), (" the ", "q"), ("best", "x")]
    line = consolidate("old words; (the) end", {"x": [Hunk(0, 20, "six; (the) best")]}, attribution=None)
    assert owners(line) == [("six", "x"), ("; (the) ", ""), ("best", "x")]
