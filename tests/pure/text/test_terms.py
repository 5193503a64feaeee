"""Agreed terms found in texts, in their forms; hints for a translation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.text.terms import Term, avoided, hints, spans_of, underlined

PUBLIC = Term("public service", "service public")
PEOPLES = Term("Indigenous peoples", "peuples autochtones", ("indigènes", "peuples indigènes"))
WATER = Term("water", "الماء", ("المياه المعبأة",))

FOUND = [
    ("A public service is ours.", "public service", ["public service"]),
    ("Public services, PUBLIC SERVICE", "public service", ["Public services", "PUBLIC SERVICE"]),
    ("les services publics", "service public", ["services publics"]),
    ("niños y niñas", "niño", ["niños"]),
    ("والماء حق، وللماء ثمن، بالماء", "ماء", ["والماء", "وللماء", "بالماء"]),
    ("المَاءُ حق", "الماء", ["المَاءُ"]),
    ("a publication serviced", "public service", []),
    ("the republic serves", "public service", []),
    ("services and the public", "public service", []),
    ("art and heart", "art", ["art"]),
    ("anything", "", []),
    ("", "public", []),
]


@pytest.mark.parametrize(("text", "phrase", "wanted"), FOUND)
def test_a_term_is_found_in_its_forms_and_not_within_other_words(
    text: str, phrase: str, wanted: list[str]
) -> None:
    assert [text[start:end] for start, end in spans_of(text, phrase)] == wanted


def test_hints_say_which_terms_the_translation_has() -> None:
    source = "Indigenous peoples hold public services."
    found = hints(source, "Les peuples autochtones ont leurs services.", [PUBLIC, PEOPLES, WATER])
    assert [(hint.term, hint.is_there) for hint in found] == [(PUBLIC, False), (PEOPLES, True)]
    assert hints(source, "", [Term("", "mot")]) == []


def test_forms_to_avoid_are_named_with_what_is_agreed() -> None:
    assert avoided("Les indigènes parlent.", [PEOPLES]) == [("indigènes", PEOPLES)]
    assert avoided("Les peuples autochtones parlent.", [PEOPLES]) == []
    # A form that is part of an agreed term is no fault there.
    assert avoided("la garde d’enfants", [Term("care", "garde d’enfants", ("garde",))]) == []


def test_terms_are_underlined_in_escaped_words_the_longest_first() -> None:
    shown = underlined("<b> public service & service", [Term("service", "x"), PUBLIC])
    assert shown == (
        '&lt;b&gt; <span class="term">public service</span> &amp; <span class="term">service</span>'
    )


@given(st.text(max_size=80), st.lists(st.text(max_size=12), max_size=4))
def test_underlining_loses_no_sign(text: str, sources: list[str]) -> None:
    from html import unescape

    shown = str(underlined(text, [Term(source, "x") for source in sources]))
    bare = shown.replace('<span class="term">', "").replace("</span>", "")
    assert unescape(bare) == unescape(text.replace("&", "&amp;").replace("<", "&lt;"))
