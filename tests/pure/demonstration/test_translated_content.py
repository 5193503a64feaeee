"""What the demonstration tells of other languages keeps its own rules, and each rule refuses what breaks it."""

from dataclasses import replace
from typing import Any

import pytest

from consult.demonstration.checks import check
from consult.demonstration.content import load
from consult.demonstration.replacing import ContentError
from consult.demonstration.values import Demonstration
from consult.text.scripts import is_in_script
from consult.text.terms import Term, avoided
from consult.text.units import one_line

SCRIPTS = {"fr": "Latin", "es": "Latin", "ar": "Arabic"}


def with_translation(**values: Any) -> Demonstration:
    demo = load()
    return replace(demo, translations=(replace(demo.translations[0], **values), *demo.translations[1:]))


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"language": "sw"}, "is in a target language"),
    ({"language": "en"}, "is in a target language"),
    ({"key": "nowhere"}, "its section exists"),
    ({"of": "7.0"}, "follows the revision that it translates"),
    ({"day": -156}, "follows the revision that it translates"),  # on the day of the revision itself
    ({"of": "1.0", "day": -89}, "follows the revision that it translates"),
    ({"day": -2}, "follows the revision that it translates"),  # its review would be tomorrow's
    ({"translator": "nobody"}, "is made by translators"),
    ({"translator": "wren"}, "is made by translators"),
    ({"reviewer": "wren"}, "is made by translators"),
    ({"translator": "iker"}, "is made by people who speak the language"),
    ({"reviewer": "iker"}, "is made by people who speak the language"),
    ({"reviewer": "leila"}, "is reviewed by a second person"),
]


@pytest.mark.parametrize(("values", "rule"), WRONG)
def test_translation_that_breaks_a_rule_is_refused_with_that_rule(values: dict[str, Any], rule: str) -> None:
    with pytest.raises(ContentError, match=rf"^[a-z-]+ in [a-z]+: {rule}$"):
        check(with_translation(**values))


@pytest.mark.parametrize("values", [{"day": -155}, {"day": -3}, {"reviewer": None}, {"is_sent": True}])
def test_translation_at_the_edge_of_the_rules_is_taken(values: dict[str, Any]) -> None:
    check(with_translation(**values))


def test_no_section_is_translated_twice_from_one_version_into_one_language() -> None:
    told = [(one.key, one.language, one.of) for one in load().translations]
    assert len(set(told)) == len(told)


def test_every_sentence_is_in_the_script_of_its_language_and_in_one_shape() -> None:
    for told in load().translations:
        for line in filter(None, told.sentences.splitlines()):
            assert one_line(line) == line, told.key
            assert is_in_script(line, SCRIPTS[told.language]), line


def test_translators_keep_the_terms_that_they_agreed_on() -> None:
    demo = load()
    for told in demo.translations:
        terms = [Term(one.source, one.term, one.avoid) for one in demo.terms if one.language == told.language]
        assert [form for form, _term in avoided(told.sentences, terms)] == [], (told.key, told.language)


def test_terms_are_agreed_on_by_translators_who_speak_the_language_each_once() -> None:
    demo = load()
    people = {person.key: person for person in demo.people}
    for term in demo.terms:
        person = people[term.agreed_by]
        assert "translator" in person.roles
        assert term.language in person.languages
        assert term.term not in term.avoid
    named = [(term.language, term.source.casefold(), term.term) for term in demo.terms]
    assert len(set(named)) == len(named)
    assert {term.language for term in demo.terms} == set(demo.narrative.target_languages)
