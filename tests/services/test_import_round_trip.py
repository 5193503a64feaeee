"""What goes in comes out: documents of several kinds through import, store, export and import again."""

import pytest
from flask import Flask

from consult.core.clock import now
from consult.formats.markdown_in import read_narrative
from consult.formats.markdown_out import write_narrative
from consult.narratives.importing import Frame, create_narrative
from consult.narratives.integrity import verify_chain
from consult.narratives.services import Place, latest_revision
from consult.text import normalise

DOCUMENTS = {
    "latin": "# T\n\n## 1. Água\n\nA água é *um* direito.\n\n### 1.1 Poços\n\nSão nossos.\n\n## 2. Saúde\n\nGrátis.",
    "arabic": "# النص\n\n## ١. الماء\n\nالماء حق.\n\n## ٢. الصحة\n\nالصحة **حق** للجميع.",
    "mixed": "# T\n\n## الماء Water\n\nWater هو حق.\n\n## 水\n\n水是权利。",
    "preamble": "# T\n\nWords before all.\n\n## One\n\nText.\n\n## Two\n\nText.",
    "lists": "# T\n\n## One\n\n- a\n  - b\n- c\n\n1. x\n2. y\n\n> quoted\n\n## Two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "code": "# T\n\n## One\n\n```\n# no heading\n\n\n\nend\n```\n\n## Two\n\nText.",
    "deep": "# T\n\n## One\n\n### Two\n\n#### Three\n\n##### Four\n\nText below four.\n\n## Five\n\nText.",
    "gaps": "# T\n\n## 1. One\n\nText.\n\n## 3. Three\n\nText.\n\n## 3. Again\n\nText.",
    "like-labels": "# T\n\n## 2030 is near\n\nText.\n\n## A. And\n\nText.\n\n## Part\n\nText.",
    "marks": "# T *with* marks\n\n## One & <two>\n\nText with \\*stars\\* & <b>letters</b>.\n\n## `code`\n\nText.",
    "empty": "# T\n\n## One\n\n## Two\n\n### Three\n\nText.",
    "same": "# T\n\n## Same\n\nText.\n\n## Same\n\nText.\n\n## Same\n\nOther.",
    "breaks": "# T\n\n## One\n\nline one  \nline two\\\nline three\n\n## Two\n\nText.",
    "composed": "# T\n\n## Cafe\u0301\n\nA\u0308pfel und O\u0308l.\n\n## Two\n\nText.",
}


def stored(document: str, title: str) -> list[Place]:
    narrative = create_narrative(
        Frame(title, "en", "public", (1, 0)), read_narrative(document), actor=None, at=now()
    )
    revision = latest_revision(narrative)
    assert revision is not None
    assert verify_chain(narrative) == []
    return [
        Place(place.section.key, place.depth, place.label, place.text.heading, place.text.body)
        for place in revision.places
    ]


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_is_exported_is_imported_to_the_same_sections(app: Flask, kind: str) -> None:
    first = stored(DOCUMENTS[kind], "T")
    second = stored(write_narrative("T", first), "T again")
    assert [(one.depth, one.label, one.heading, one.body) for one in second] == [
        (one.depth, one.label, one.heading, one.body) for one in first
    ]


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_is_stored_has_the_one_form_of_texts(app: Flask, kind: str) -> None:
    for place in stored(DOCUMENTS[kind], "T"):
        assert normalise(place.body) == place.body
        assert normalise(place.heading) == place.heading


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_section_has_a_key_of_its_own(app: Flask, kind: str) -> None:
    keys = [place.key for place in stored(DOCUMENTS[kind], "T")]
    assert len(keys) == len(set(keys))
    assert all(key.isascii() and len(key) <= 80 for key in keys)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_read_twice_gives_the_same_keys(app: Flask, kind: str) -> None:
    first, second = (read_narrative(DOCUMENTS[kind]) for _ in range(2))
    assert [section.key for section in first.sections] == [section.key for section in second.sections]
