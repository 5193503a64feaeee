"""What people sent: how much, of what kinds, in which languages, and how the proposals relate."""

import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache

import pytest

from consult.demonstration.content import load
from consult.demonstration.decisions import amendments_of, decisions_of
from consult.demonstration.values import Contribution, Demonstration
from consult.merging import consolidate
from consult.rules.states import POSITIONS
from consult.text import normalise

NOW = datetime(2031, 3, 4, 11, 30, tzinfo=UTC)
REGIONAL = ("latin-america", "europe", "africa")


@cache
def demonstration() -> Demonstration:
    return load()


def regional() -> list[Contribution]:
    return [c for key in REGIONAL for c in demonstration().of(key)]


def test_three_regions_send_a_hundred_and_fifty_contributions_on_version_1_0():
    counts = {key: len(demonstration().of(key)) for key in REGIONAL}
    assert sum(counts.values()) == 150
    assert 50 <= counts["latin-america"] <= 55
    assert 45 <= counts["europe"] <= 50
    assert 45 <= counts["africa"] <= 50
    assert {demonstration().consultation(key).revision for key in REGIONAL} == {"1.0"}


@pytest.mark.parametrize("consultation", REGIONAL)
def test_each_consultation_holds_all_kinds(consultation):
    sent = demonstration().of(consultation)
    assert Counter(c.kind for c in sent).keys() == {"comment", "amendment", "answer"}
    assert {c.comment_kind for c in sent if c.kind == "comment"} == {"remark", "query", "suggestion", None}
    assert sum(c.reply_to is not None for c in sent) >= 2
    assert sum(c.quote is not None for c in sent) >= 5


@pytest.mark.parametrize("consultation", REGIONAL)
def test_each_consultation_has_an_introduction_and_two_to_four_guiding_questions(consultation):
    told = demonstration().consultation(consultation)
    assert len(told.introduction.split()) > 30
    assert 2 <= len(told.questions) <= 4
    answered = {c.question for c in demonstration().of(consultation) if c.kind == "answer"}
    assert answered == {question.key for question in told.questions}


def test_europe_and_africa_are_open_and_latin_america_has_closed():
    window = {key: demonstration().consultation(key) for key in (*REGIONAL, "first-round")}
    state = {key: (c.opens(NOW) < NOW, c.closes(NOW) < NOW) for key, c in window.items()}
    assert state == {
        "europe": (True, False),
        "africa": (True, False),
        "latin-america": (True, True),
        "first-round": (True, True),
    }


def test_a_window_opens_at_the_wall_time_of_its_own_zone():
    opens = demonstration().consultation("latin-america").opens(NOW)
    assert (opens.hour, opens.minute) == (8, 0)
    assert opens.utcoffset() != NOW.utcoffset()


def test_late_means_sent_after_closing_and_nothing_else_is():
    for contribution in demonstration().contributions:
        closes = demonstration().consultation(contribution.consultation).closes(NOW)
        assert (contribution.sent_at(NOW) > closes) == contribution.late
        assert contribution.sent_at(NOW) < NOW


def test_versions_are_published_before_and_after_the_round_between_them():
    first = demonstration().consultation("first-round")
    draft, current = demonstration().narrative.revisions
    assert draft.published_day < first.opens_day < first.closes_day < current.published_day
    assert all(current.published_day < demonstration().consultation(key).opens_day for key in REGIONAL)


def test_people_write_in_four_languages_and_are_shown_in_four_ways():
    assert Counter(c.language for c in regional()).keys() == {"en", "fr", "es", "ar"}
    assert Counter(c.visibility for c in regional()).keys() == {
        "name",
        "organisation",
        "region",
        "facilitators",
    }
    assert Counter(c.voice for c in regional()).keys() == {"self", "organisation"}


def test_what_is_said_to_be_arabic_is_written_in_arabic_and_nothing_else_is():
    for contribution in demonstration().contributions:
        words = contribution.rationale or contribution.body
        assert bool(re.search("[\u0600-\u06ff]", words)) == (contribution.language == "ar"), contribution.key


def test_almost_every_person_of_the_three_regions_takes_part():
    heard = {c.author for c in regional()}
    silent = [p.key for p in demonstration().people if p.region in REGIONAL and p.key not in heard]
    assert silent == ["valentina"], "the facilitator who is about to consolidate"


def test_a_few_are_withdrawn_one_is_late_and_one_is_hidden_with_a_reason():
    sent = regional()
    assert sum(c.withdrawn is not None for c in sent) == 3
    assert [c.consultation for c in sent if c.late] == ["latin-america"]
    hidden = [c for c in sent if c.hidden]
    assert [c.consultation for c in hidden] == ["africa"]
    assert len(hidden[0].hidden or "") > 40


def test_no_contribution_repeats_the_words_of_another():
    bodies = Counter(c.rationale or c.body for c in demonstration().contributions)
    assert max(bodies.values()) == 1


def test_every_contribution_says_something_and_stays_readable():
    for contribution in demonstration().contributions:
        words = (contribution.rationale or contribution.body).split()
        assert 5 <= len(words) <= 80, contribution.key


def test_quotes_stand_in_plain_text_within_one_paragraph():
    for contribution in demonstration().contributions:
        if contribution.quote:
            assert demonstration().base_text(contribution).count(contribution.quote) == 1
            assert not re.search(r"[*\n>]", contribution.quote), contribution.key


def test_every_reworded_passage_occurs_exactly_once_in_the_text_it_was_written_for():
    for contribution in demonstration().contributions:
        for change in contribution.changes:
            base = demonstration().base_text(contribution)
            assert demonstration().full(contribution.section or "", base).count(change.find) == 1
            assert change.replace in demonstration().proposed_text(contribution)


def test_latin_america_adds_removes_and_moves_a_section():
    operations = Counter(c.operation for c in demonstration().of("latin-america") if c.kind == "amendment")
    assert operations.keys() == {"reword", "add", "remove", "move"}
    added = next(c for c in demonstration().contributions if c.operation == "add")
    assert 120 <= len(added.body.split()) <= 250


def found_in(consultation: str) -> tuple[int, int, set[str]]:
    """Return how many changes have several supporters, how many clashes there are, and which relations."""
    demo, shared, clashes, kinds = demonstration(), 0, 0, set()
    for section in demo.narrative.sections:
        base = demo.full(section.key, demo.text(section.key, demo.consultation(consultation).revision))
        merged = consolidate(base, amendments_of(demo, consultation, section.key))
        shared += sum(len(group.supporters) > 1 for group in merged.groups)
        clashes += len(merged.clashes)
        kinds |= {relation.kind for group in merged.groups for relation in group.relations}
    return shared, clashes, kinds


def test_latin_america_holds_everything_that_a_merge_desk_is_for():
    shared, clashes, kinds = found_in("latin-america")
    assert shared >= 6
    assert clashes >= 6
    assert {"overlap", "same-point", "touching", "same-sentence"} <= kinds


@pytest.mark.parametrize("consultation", ["europe", "africa"])
def test_the_open_consultations_hold_agreement_and_clashes_too(consultation):
    shared, clashes, _ = found_in(consultation)
    assert shared >= 2
    assert clashes >= 3


@pytest.mark.parametrize("section", [s.key for s in load().narrative.sections])
def test_version_1_0_is_what_the_merge_makes_of_0_9_and_the_decisions(section):
    demo = demonstration()
    amendments = amendments_of(demo, "first-round", section)
    base = demo.full(section, demo.text(section, "0.9"))
    merged = consolidate(base, amendments, decisions_of(demo, "first-round", section))
    assert merged.text == demo.full(section, demo.text(section, "1.0"))
    assert all(group.decided for group in merged.groups)


def test_the_texts_are_already_in_the_form_in_which_texts_are_kept():
    for contribution in demonstration().contributions:
        texts = (contribution.body, contribution.rationale or "", contribution.reason or "")
        assert all(normalise(text) == text for text in texts), contribution.key
    for section in demonstration().narrative.sections:
        assert normalise(section.body) == section.body


def test_some_amendments_change_several_passages():
    sizes = Counter(len(c.changes) for c in regional() if c.operation == "reword")
    assert max(sizes) <= 3
    assert sizes[2] >= 4


def test_the_first_round_was_answered_in_four_ways_each_with_a_reason():
    answered = demonstration().of("first-round")
    assert 11 <= len(answered) <= 15
    assert {c.disposition for c in answered} == {"accepted", "accepted-in-part", "noted", "not-accepted"}
    assert all(len((c.reason or "").split()) >= 4 for c in answered)


def test_positions_of_all_four_kinds_are_taken_on_contributions_and_sections():
    stances = demonstration().stances
    assert {s.position for s in stances} == set(POSITIONS)
    assert any(s.section for s in stances)
    assert any(s.contribution for s in stances)
    assert {s.voice for s in stances} == {"self", "organisation"}
    assert all((s.until_day or 1) > 0 for s in stances)


def test_nobody_takes_two_positions_on_one_thing_or_one_on_their_own_contribution():
    authors = {c.key: c.author for c in demonstration().contributions}
    taken = Counter((s.person, s.contribution or s.section) for s in demonstration().stances)
    assert max(taken.values()) == 1
    assert all(authors.get(s.contribution or "") != s.person for s in demonstration().stances)
