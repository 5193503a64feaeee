"""Where sentences end."""

import pytest

from consult.text import sentences
from consult.text.sentences import places_in


def cut(text):
    return [text[sentence.start : sentence.end].strip() for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("See art. 5 of the law. Then act.", ["See art. 5 of the law.", "Then act."]),
        ("Dr. Diallo came. She spoke.", ["Dr. Diallo came.", "She spoke."]),
        ("« Oui ! » Elle partit.", ["« Oui ! »", "Elle partit."]),
        ("¿Por qué? Porque sí.", ["¿Por qué?", "Porque sí."]),
        ("هل نعمل؟ نعم۔ الآن", ["هل نعمل؟", "نعم۔", "الآن"]),
        ("# Heading\n\n- one\n- two", ["# Heading", "- one", "- two"]),
        ("1. First point. Second.", ["1. First point.", "Second."]),
        ("One!\n  12. Two. Three.", ["One!", "12. Two.", "Three."]),
        (f"{'many words ' * 4}of 1999. Then more.", [f"{'many words ' * 4}of 1999.", "Then more."]),
        (f"{' ' * 36}123. One. Two.", ["123. One.", "Two."]),
        ("(of) 7. One. Two.", ["(of) 7.", "One.", "Two."]),
        ("It costs 3.5 million. e.g. this one.", ["It costs 3.5 million. e.g. this one."]),
        ("", []),
    ],
)
def test_sentences_end_where_readers_say(text, expected):
    assert cut(text) == expected


def test_sentences_cover_the_text():
    text = " A.  B!\n\nC… d. E"
    assert "".join(text[s.start : s.end] for s in sentences(text)) == text


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        (0, 5, (0, 0)),
        (0, 6, (0, 1)),
        (4, 4, (0, 0)),
        (5, 5, (1, 1)),
        (5, 10, (1, 1)),
        (4, 11, (0, 2)),
        (12, 99, (2, 2)),
    ],
)
def test_a_span_touches_the_sentences_that_hold_its_words(start, end, touched):
    starts = [one.start for one in sentences("One. Two. Three.")]
    assert places_in(starts, start, end) == touched
