"""Documents as they come from an office: written for this suite after the habits of real ones."""

from consult.formats.markdown_in import read_narrative
from consult.formats.markdown_out import write_narrative

CONCEPT_NOTE = """

SOLIDARITY BETWEEN REGIONS How to share what works

Concept note

1. BACKGROUND

The crisis showed what we depend on: water, clinics, schools.

2. AIMS

  * learn from each other;
  * agree on demands.

3. PROGRAMME

One day online.

3. LANGUAGES

English, French, Spanish.

5. COSTS

None for participants.
"""

MARKED = (
    CONCEPT_NOTE.replace("SOLIDARITY", "# SOLIDARITY")
    .replace("\n1. B", "\n## 1. B")
    .replace("\n2. A", "\n## 2. A")
    .replace("\n3. ", "\n## 3. ")
    .replace("\n5. ", "\n## 5. ")
)


def test_a_note_without_marked_headings_is_refused_and_each_likely_heading_is_named():
    narrative = read_narrative(CONCEPT_NOTE)
    assert [(error.line, error.code.value) for error in narrative.errors] == [(3, "no-heading")]
    assert [(notice.line, notice.code.value, notice.params["text"]) for notice in narrative.notices] == [
        (7, "looks-like-heading", "1. BACKGROUND"),
        (11, "looks-like-heading", "2. AIMS"),
        (16, "looks-like-heading", "3. PROGRAMME"),
        (20, "looks-like-heading", "3. LANGUAGES"),
        (24, "looks-like-heading", "5. COSTS"),
    ]


def test_the_same_note_with_its_headings_marked_keeps_its_faulty_numbers_and_names_them():
    narrative = read_narrative(MARKED)
    assert narrative.errors == ()
    assert [(section.label, section.heading) for section in narrative.sections] == [
        ("", "SOLIDARITY BETWEEN REGIONS How to share what works"),
        ("1.", "BACKGROUND"),
        ("2.", "AIMS"),
        ("3.", "PROGRAMME"),
        ("3.", "LANGUAGES"),
        ("5.", "COSTS"),
    ]
    assert [(notice.line, notice.code.value) for notice in narrative.notices] == [
        (5, "text-before-first-heading"),
        (20, "numbering-double"),
        (24, "numbering-gap"),
    ]


def test_a_note_goes_out_and_comes_in_again_with_every_label_heading_and_text():
    narrative = read_narrative(MARKED)
    written = write_narrative(narrative.title, narrative.sections, front={"version": "0.9"})
    again = read_narrative(written)
    for field in ("depth", "label", "heading", "body", "key", "parent"):
        assert [getattr(part, field) for part in again.sections] == [
            getattr(part, field) for part in narrative.sections
        ]
    assert write_narrative(again.title, again.sections, front={"version": "0.9"}) == written
