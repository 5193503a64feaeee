"""Parts of translating that need no row: what is kept of an earlier wording, what is shown of a sentence."""

from itertools import product

import pytest
from markupsafe import Markup

from consult.narratives.models import Narrative, Section, SectionText
from consult.rules.readiness import MISSING, STALE, Standing
from consult.text.units import Together, Unit
from consult.translations.board import Board
from consult.translations.credits import Credit, _read
from consult.translations.exchange import Report
from consult.translations.memory import Remembered, pair_of
from consult.translations.models import Translation
from consult.translations.services import in_one_shape, is_language
from consult.translations.tasks import Earlier, Task, parts_of, put_together, untranslated
from consult.translations.views.sentences import Sentence, alone, script_of

pytestmark = pytest.mark.usefixtures("site")  # the models are known; no row is written

FRENCH = ["L’eau", "L’eau est un droit.", "Elle n’est pas à vendre.", "Nul ne la possède."]


def old() -> SectionText:
    return text("Water is a right.\n\nIt is not for sale. Nobody owns it.")


def text(body: str, heading: str = "Water") -> SectionText:
    return SectionText(heading=heading, body=body, language="en")


def earlier(now: SectionText, words: list[str] | None = None) -> Earlier:
    before = Translation(source=old(), wordings=FRENCH if words is None else words)
    return Earlier.of(before, parts_of(now))


CHANGED = [
    # the body now; the translation each sentence brings along, "=" where it is the same word for word
    ("Water is a right.\n\nIt is not for sale. Nobody owns it.", ["=0", "=1", "=2", "=3"]),
    ("It is not for sale. Nobody owns it.\n\nWater is a right.", ["=0", "=2", "=3", "=1"]),
    ("Water is a human right.\n\nIt is not for sale. Nobody owns it.", ["=0", "1", "=2", "=3"]),
    ("It is not for sale.", ["=0", "=2"]),
    ("Xyz 1234 wholly unlike?\n\nNobody owns it.", ["=0", None, "=3"]),
    ("- Water is a right.\n- Nobody owns it.", ["=0", "=1", "=3"]),  # other marks, the same words
    ("", ["=0"]),
]


@pytest.mark.parametrize(("body", "wanted"), CHANGED)
def test_each_sentence_brings_the_translation_of_what_it_was(body: str, wanted: list[str | None]) -> None:
    found = earlier(text(body))
    origins = [
        None if one is None else ("=" if one.is_equal else "") + str(one.place) for one in found.origins
    ]
    assert origins == wanted
    places = [None if one is None else int(one.lstrip("=")) for one in wanted]
    words = [part.words for part in parts_of(old())]
    assert found.targets == ["" if place is None else FRENCH[place] for place in places]
    assert found.sources == ["" if place is None else words[place] for place in places]


def test_an_unfinished_earlier_translation_brings_what_it_has() -> None:
    assert earlier(old(), FRENCH[:2]).targets == [*FRENCH[:2], "", ""]
    assert earlier(old(), []).targets == [""] * 4
    none = Earlier.of(None, parts_of(old()))
    assert (none.origins, none.sources, none.targets) == ([None] * 4, [""] * 4, [""] * 4)


def test_no_earlier_translation_is_given_to_two_sentences() -> None:
    for said in product(["Water is a right.", "Nobody owns it.", "---"], repeat=3):
        now = text("\n\n".join(said))
        found = earlier(now)
        count = len(parts_of(now))
        assert [len(one) for one in (found.origins, found.sources, found.targets)] == [count] * 3
        taken = [origin.place for origin in found.origins if origin]
        assert len(set(taken)) == len(taken)


def test_words_as_they_stand_are_the_saved_ones_or_what_stayed_the_same() -> None:
    before = Translation(source_text_id=1, source=old(), wordings=FRENCH)
    now = text("Water is a human right. New?")
    now.id = 2
    task = Task(Narrative(), "fr", Section(key="water"), now)
    task.__dict__["rows"] = [before]
    assert task.row is None
    assert task.before is before
    assert task.wordings() == ["L’eau", "", ""]  # changed words are offered, not filled in
    saved = Translation(source_text_id=2, source=now, wordings=["Eau", "Un.", ""])
    task.__dict__["rows"] = [saved, before]
    assert (task.row, task.before) == (saved, before)
    assert task.wordings() == ["Eau", "Un.", ""]
    task.wordings().append("more")
    assert saved.wordings == ["Eau", "Un.", ""]  # what is handed out is a copy


def test_a_heading_is_the_first_part_and_the_body_keeps_its_marks() -> None:
    source = text("- One.\n- Two.\n\n---\n\nThree.")
    parts = parts_of(source)
    assert parts[0] == Unit("", "Water", "\n\n")
    assert put_together(source, ["Eau", "Un.", "Deux.", "", "Trois."]) == (
        "Eau",
        "- Un.\n- Deux.\n\n---\n\nTrois.",
    )
    assert untranslated(parts, ["Eau", "Un.", "", "", ""]) == [2, 4]
    assert untranslated(parts, ["", "Un.", "Deux.", "", "Trois."]) == [0]
    with pytest.raises(ValueError, match="zip"):
        untranslated(parts, ["Eau"])


ACTS = [
    # what was done by whom, in order; translators, reviewers
    ([("saved", "A"), ("sent", "A"), ("reviewed", "B")], (["A"], ["B"])),
    ([("saved", "A"), ("saved", "C"), ("sent", "C"), ("reviewed", "B")], (["A", "C"], ["B"])),
    ([("imported", "A"), ("sent", "D"), ("returned", "B"), ("sent", "D"), ("reviewed", "B")], (["A"], ["B"])),
    ([("saved", "A"), ("reviewed", "B"), ("saved", "C")], (["A"], ["B"])),
    ([("saved", "A"), ("reviewed", "B"), ("saved", "B"), ("reviewed", "A")], (["A", "B"], ["A"])),
    ([("saved", ""), ("reviewed", "B")], ([], ["B"])),
]


@pytest.mark.parametrize(("acts", "wanted"), ACTS)
def test_credit_goes_to_those_whose_words_are_read_and_to_the_last_reviewer(
    acts: list[tuple[str, str]], wanted: tuple[list[str], list[str]]
) -> None:
    assert _read({(1, "fr"): acts}) == {"fr": Credit(*wanted)}
    twice = _read({(1, "fr"): acts, (2, "fr"): acts, (3, "ar"): acts})
    assert twice == {"fr": Credit(*wanted), "ar": Credit(*wanted)}


@pytest.mark.parametrize(
    ("source", "typed", "lines"),
    [("", "", 2), ("x" * 43, "", 2), ("x" * 44, "", 3), ("x", "y" * 88, 4), ("x" * 9_000, "", 16)],
)
def test_a_field_is_as_high_as_the_longer_of_both_and_never_a_page(
    source: str, typed: str, lines: int
) -> None:
    assert Sentence(7, Unit("", source, ""), typed, Markup("")).lines == lines


def test_a_sentence_has_a_field_of_its_own_and_knows_where_a_paragraph_begins() -> None:
    shown = [Sentence(place, Unit(lead, "a", ""), "", Markup("")) for place, lead in ((0, ""), (12, "- "))]
    assert [one.name for one in shown] == ["s-0", "s-12"]
    assert [one.begins_paragraph for one in shown] == [False, True]
    assert alone(["a", ""]) == [Together("a"), Together("")]


@pytest.mark.parametrize(
    ("typed", "shape"),
    [
        ("PT", "pt"),
        ("pt-br", "pt-BR"),
        ("ZH-HANT", "zh-Hant"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("ca-VALENCIA", "ca-valencia"),
        ("es-419", "es-419"),
        ("", ""),
        ("-", "-"),
    ],
)
def test_a_code_has_one_shape_however_it_is_typed(typed: str, shape: str) -> None:
    assert in_one_shape(typed) == shape
    assert in_one_shape(shape) == shape


@pytest.mark.parametrize(
    "code", ["", "-", "fr-", "-fr", "f", "français", "١٢", "fr fr", "fr\n", "x" * 13, "und-Latn"]
)
def test_what_is_no_code_is_no_language_and_breaks_nothing(code: str) -> None:
    assert not is_language(in_one_shape(code))
    assert script_of(code) in ("", "Latn")


def test_a_board_says_missing_of_what_it_does_not_know() -> None:
    board = Board([], ["fr"], {("water", "fr"): Standing(STALE, "1.1")})
    assert board.at("water", "fr") == Standing(STALE, "1.1")
    assert board.at("water", "ar") == board.at("fire", "fr") == Standing(MISSING)
    assert (board.count("fr", STALE), board.waits("fr")) == (0, [])


def test_small_values_say_what_they_are_asked() -> None:
    assert Report({"A": 2, "B": 3}).number == 5
    assert [Remembered("x", "a", "b", share).is_equal for share in (1, 0.99)] == [True, False]
    assert pair_of("en", "fr") != pair_of("fr", "en")
