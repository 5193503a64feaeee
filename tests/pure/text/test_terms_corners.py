"""Agreed terms at the edges: how far a form may be from its word, what covers a form to avoid, Arabic particles."""

import pytest

from consult.text.terms import Term, avoided, hints, spans_of, underlined

FORMS = [
    # phrase, words that are forms of it, words that are not
    ("art", ["art", "ART", "Árt"], ["arts", "ar", "arte"]),  # three letters have no forms
    ("care", ["care", "cares", "carers", "carefuL"], ["caretake", "car", "cart", "cars"]),
    ("right", ["right", "rights", "rightly", "rightful"], ["rightness", "righ", "rigid"]),
    ("commun", ["commun", "commune", "communal", "commu"], ["communally", "commo", "comm"]),
    ("service", ["service", "servic", "services", "servicing", "servicemen"], ["servicewomen", "servi"]),
    ("niño", ["niño", "NIÑOS", "nino"], ["niña", "niñ"]),
]


@pytest.mark.parametrize(("phrase", "forms", "others"), FORMS)
def test_a_form_is_a_few_letters_longer_or_ends_otherwise(
    phrase: str, forms: list[str], others: list[str]
) -> None:
    assert [word for word in forms if not spans_of(word, phrase)] == []
    assert [word for word in others if spans_of(word, phrase)] == []


ARABIC = [
    # text, phrase, what is found
    ("الحقوق", "حقوق", ["الحقوق"]),
    ("حقوق", "الحقوق", ["حقوق"]),
    ("وبالحقوق للحقوق", "حقوق", ["للحقوق"]),  # one letter before the article, and not two
    ("كالحقوق فالحقوق", "حقوق", ["كالحقوق", "فالحقوق"]),
    ("لحقوق", "حقوق", ["لحقوق"]),
    ("ولد", "لد", []),  # a letter is a particle only where four are left
    ("الـــماء", "ماء", ["الـــماء"]),  # the stroke only lengthens
    ("حَقّ الماء", "حق الماء", ["حَقّ الماء"]),
]


@pytest.mark.parametrize(("text", "phrase", "wanted"), ARABIC)
def test_arabic_words_are_found_behind_article_and_particle(
    text: str, phrase: str, wanted: list[str]
) -> None:
    assert [text[start:end] for start, end in spans_of(text, phrase)] == wanted


PLACES = [
    ("water, water; WATER", "water", [(0, 5), (7, 12), (14, 19)]),
    ("public\n\n- services", "public service", [(0, 18)]),  # what stands between words does not count
    ("public — service", "public service", [(0, 16)]),
    ("public good service", "public service", []),
    ("a a a", "a a", [(0, 3), (2, 5)]),
    ("service", "public service", []),  # a phrase longer than the text
    ("public service", "public service", [(0, 14)]),
    ("10 per cent", "10", [(0, 2)]),
    ("— … !", "water", []),
    ("water", "— …", []),
]


@pytest.mark.parametrize(("text", "phrase", "places"), PLACES)
def test_a_phrase_stands_where_its_words_follow_one_another(
    text: str, phrase: str, places: list[tuple[int, int]]
) -> None:
    assert spans_of(text, phrase) == places


CARE = Term("care", "garde d’enfants", ("garde", "enfants", "d’enfants en garde"))
GUARD = Term("guard", "garde", ())

AVOIDED = [
    # text, terms, forms named
    ("la garde d’enfants", [CARE], []),
    ("garde", [CARE], ["garde"]),
    ("la garde d’enfants, la garde", [CARE], ["garde"]),  # once within the term, once by itself
    ("enfants ; la garde d’enfants", [CARE], ["enfants"]),
    ("la garde", [CARE, GUARD], []),  # another agreed term is just this word
    ("d’enfants en garde", [CARE], ["garde", "enfants", "d’enfants en garde"]),
    ("garde d’enfants en garde", [CARE], ["garde", "d’enfants en garde"]),  # more than the agreed words
    ("rien", [CARE], []),
    ("", [CARE], []),
    ("garde", [Term("care", "", ("garde",))], ["garde"]),  # nothing agreed covers nothing
    ("garde", [Term("care", "soin", ("", "garde"))], ["garde"]),
]


@pytest.mark.parametrize(("text", "terms", "forms"), AVOIDED)
def test_a_form_to_avoid_is_named_where_it_stands_outside_every_agreed_term(
    text: str, terms: list[Term], forms: list[str]
) -> None:
    found = avoided(text, terms)
    assert [form for form, _term in found] == forms
    assert all(form in term.avoid for form, term in found)


@pytest.mark.parametrize(
    ("text", "sources", "marked"),
    [
        ("public service", ["service", "public", "public service"], "[public service]"),
        ("public service desk", ["public service", "service desk"], "[public service] desk"),  # no crossing
        ("public service", ["public", "service"], "[public] [service]"),
        ("waterwater water", ["water"], "waterwater [water]"),
        ("a a a a", ["a a"], "[a a] [a a]"),
        ("water", ["water", "water"], "[water]"),
        ("water", [], "water"),
        ("", ["water"], ""),
    ],
)
def test_no_word_is_underlined_twice(text: str, sources: list[str], marked: str) -> None:
    shown = str(underlined(text, [Term(source, "x") for source in sources]))
    assert shown.replace('<span class="term">', "[").replace("</span>", "]") == marked


def test_hints_stand_in_the_order_of_the_list_and_only_for_what_the_source_says() -> None:
    terms = [Term("services", "services"), Term("water", "eau"), Term("wine", "vin"), Term("", "eau")]
    found = hints("Water services", "L’eau et le vin", terms)
    assert [(hint.term.source, hint.is_there) for hint in found] == [("services", False), ("water", True)]
