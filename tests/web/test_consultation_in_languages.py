"""A consultation says to those who run it in which of its languages the text is not ready, section by section."""

import pytest
from flask import Flask

from tests.factories import make_consultation, make_person
from tests.translating import Translating, make_translating

TITLE = "The text is not ready in all its languages"


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def page(
    work: Translating, languages: list[str], role: str | None = "facilitator", state: str = "open"
) -> str:
    consultation = make_consultation(work.revision, languages=languages, state=state)
    person = make_person(role, consultation if role else None)
    return str(work.client(person).get(f"/en/consultations/{consultation.public_id}").text)


def test_who_runs_it_is_told_which_sections_are_not_ready(work: Translating) -> None:
    work.reviewed("water")
    shown = page(work, ["en", "fr", "sw"])
    assert TITLE in shown
    assert "1 section is not ready" in shown  # French
    assert "2 sections are not ready" in shown  # Swahili, into which nothing is translated
    assert '<bdi lang="en">Health</bdi>' in shown
    assert "/en/narratives/shared/languages" in shown
    assert TITLE not in page(work, ["en", "fr", "sw"], state="closed"), "nobody reads along any more"


def test_nothing_is_said_where_all_is_ready_or_only_the_original_is_asked_for(work: Translating) -> None:
    assert TITLE not in page(work, ["en"])
    for key in ("water", "health"):
        work.reviewed(key)
    assert TITLE not in page(work, ["en", "fr"])


def test_readers_are_not_told_and_a_stale_section_counts_as_not_ready(work: Translating) -> None:
    for key in ("water", "health"):
        work.reviewed(key)
    work.revise("water", body="Water is common.")
    assert TITLE not in page(work, ["en", "fr"], role=None)
    shown = page(work, ["en", "fr"])
    assert "1 section is not ready" in shown
    assert '<bdi lang="en">Water</bdi>' in shown
