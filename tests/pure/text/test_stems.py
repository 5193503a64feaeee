"""Words as a search compares them, in the four languages of the network and beyond."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from consult.text.stems import LONGEST, asked, folded, forms, indexed, spans

LANGUAGES = ("ar", "en", "es", "fr")
SENTENCES = {
    "fr": "L’égalité des travailleuses : nous refusons que l’on vende les œuvres et les forêts du pays.",
    "es": "Las niñas caminan una hora para traer el agua, y la educación pública no llega a sus pueblos.",
    "ar": "نحن نطالب بالحُقُوق والمُسَاواة للنِّساء في كل القُرى، وإدارةِ المياه تعاونيّةً منذ عام ٢٠٢٦.",
    "en": "People’s housing co-operatives were refusing to privatise the rivers; naïve promises didn’t help.",
}
FOUND = {
    "fr": [
        *[
            "égalité",
            "egalite",
            "EGALITE",
            "L'égalité",
            "travailleuse",
            "refusons",
            "œuvre",
            "oeuvres",
            "foret",
        ],
        *["forêts", "la forêt du pays"],
    ],
    "es": [*["niñas", "ninas", "niña", "educacion", "Educación", "publica", "pueblo", "aguas", "caminar"]],
    "ar": [
        *[
            "حقوق",
            "الحقوق",
            "وحقوق",
            "الحُقُوق",
            "المساواة",
            "مساواة",
            "والمُسَاواة",
            "المساواه",
            "نساء",
            "النساء",
        ],
        *["إدارة", "ادارة", "مياه", "القرى", "القري", "تعاونية", "التعاونيات", "2026", "٢٠٢٦"],
    ],
    "en": [
        *[
            "houses",
            "housing",
            "co-operative river",
            "rivers",
            "refused",
            "privatised",
            "privatise",
            "people",
        ],
        *["naive", "NAÏVE", "promise", "co-operative"],
    ],
}
ABSENT = {
    "fr": ["liberté", "vendange"],
    "es": ["niebla", "hospital"],
    "ar": ["حرية", "سكن"],
    "en": ["houseboat", "salary"],
}


def holds(text: str, language: str, query: str) -> bool:
    """Say whether each word of a query shares a form with the text, as the databases ask it."""
    there = set(indexed(text, language).split())
    return all(there & alternatives for alternatives in asked(query, LANGUAGES))


@pytest.mark.parametrize(
    ("language", "query"), [(language, query) for language in FOUND for query in FOUND[language]]
)
def test_a_query_finds_the_sentence_however_its_words_are_written(language: str, query: str) -> None:
    assert asked(query, LANGUAGES)
    assert holds(SENTENCES[language], language, query)


@pytest.mark.parametrize(
    ("language", "query"), [(language, query) for language in ABSENT for query in ABSENT[language]]
)
def test_a_word_that_is_not_there_is_not_found(language: str, query: str) -> None:
    assert not holds(SENTENCES[language], language, query)


def test_all_words_of_a_query_must_be_there() -> None:
    assert holds(SENTENCES["en"], "en", "rivers housing")
    assert not holds(SENTENCES["en"], "en", "rivers salary")


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("Straße", "STRASSE"),
        ("ŁÓDŹ", "łódź"),
        ("Łódź", "Lodz"),
        ("İzmir", "izmir"),
        ("ﬁn", "fin"),
        ("½", "12"),
        ("Ørsted", "orsted"),
        ("e\u0301tat", "état"),
        ("مُسَاوَاة", "مساواة"),
        ("مـــاء", "ماء"),
        ("على", "علي"),
        ("أمل", "امل"),
        ("آمال", "امال"),
        ("کتاب", "كتاب"),
        ("۱۲", "12"),
        ("שָׁלוֹם", "שלום"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_signs_that_readers_leave_out_or_mix_up_are_one(word: str, same: str) -> None:
    assert folded(word) == folded(same)


@pytest.mark.parametrize(("word", "other"), [("sale", "sole"), ("حق", "حب"), ("कि", "का"), ("가", "각")])
def test_other_words_stay_others(word: str, other: str) -> None:
    assert folded(word) != folded(other)


def test_words_are_parted_at_apostrophes_hyphens_and_marks_of_markdown() -> None:
    text = "l’eau, **non-state** [sold](https://a.example) _gone_ المياه،"
    words = [text[start:end] for start, end in spans(text)]
    assert words == ["l", "eau", "non", "state", "sold", "https", "a", "example", "gone", "المياه"]


@pytest.mark.parametrize(
    "query", ["", "  ", "the of", "de la", "في من", "d’ l’", "?!… «»", "a", "\u0301", "🙂"]
)
def test_nothing_is_asked_where_no_word_says_enough(query: str) -> None:
    assert asked(query, LANGUAGES) == []


def test_a_digit_and_a_sign_that_is_a_word_can_be_asked_for_alone() -> None:
    assert asked("5", LANGUAGES) == [frozenset({"5"})]
    assert asked("水", LANGUAGES) == [frozenset({"水"})]
    assert holds("Point 5 says 水", "en", "5 水")


def test_a_small_word_among_others_is_passed_over_and_a_repeated_one_asked_once() -> None:
    assert asked("the rights of the rivers", ["en"]) == asked("rights rivers rights", ["en"])


def test_a_word_is_asked_for_in_every_language_and_as_it_is_written() -> None:
    (alternatives,) = asked("derechos", LANGUAGES)
    assert {"derechos", "derech"} <= alternatives
    assert holds("derechos", "sw", "derechos"), "Swahili has no stemmer: the word stands as it is"
    assert holds("haki za binadamu", "sw", "HAKI")


def test_a_text_in_another_language_than_it_says_is_still_found() -> None:
    assert holds(SENTENCES["es"], "en", "educacion")
    assert holds(SENTENCES["ar"], "fr", "المساواة")
    assert holds("The rivers", "ar", "rivers")


def test_region_and_script_of_a_language_make_no_difference() -> None:
    assert indexed(SENTENCES["es"], "es-MX") == indexed(SENTENCES["es"], "es")
    assert indexed(SENTENCES["en"], "EN-gb") == indexed(SENTENCES["en"], "en")


def test_the_letter_for_and_is_taken_off_only_where_enough_is_left() -> None:
    assert set(forms("وحقوق", "ar")) & set(forms("حقوق", "ar"))
    assert not set(forms("ولد", "ar")) & set(forms("لد", "ar")), "a boy is no “and …”"
    assert not set(forms("الله", "ar")) & set(forms("له", "ar"))


def test_a_word_without_end_is_cut_and_still_found() -> None:
    endless = "a" * 5_000
    assert len(folded(endless)) == LONGEST
    assert holds(f"see {endless}", "", endless)


def test_an_index_holds_letters_digits_and_spaces_alone() -> None:
    hostile = "\"quoted\" 'single' a:b c* (d) NEAR e^f -g \\h & | ! <-> \u202e DROP TABLE; x\ufdfay"
    assert all(sign.isalnum() or sign == " " for sign in indexed(hostile, "en"))
    assert all(form.isalnum() for word in asked(hostile, LANGUAGES) for form in word)


def test_threads_do_not_mix_up_their_words() -> None:
    words = [
        f"{root}{end}"
        for root in ("consult", "organis", "nation", "privat")
        for end in ("ation", "ing", "ed", "s")
    ]
    alone = [forms.__wrapped__(word, "en") for word in words]
    with ThreadPoolExecutor(8) as threads:
        for turn in range(20):
            assert list(threads.map(lambda word: forms.__wrapped__(word, "en"), words)) == alone, turn
