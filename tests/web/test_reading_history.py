"""The history of a narrative: what changed, who published it, what became of what people sent."""

from typing import Any

import pytest

from consult.consolidation.models import Consolidation, DispositionChange
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative, Revision
from consult.narratives.services import Place, add_revision
from consult.reading.history import history_of
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_person,
)
from tests.page import PageClient
from tests.web.test_reading_budget import counted
from tests.web.test_reading_compare import versions

A, B, C = ("a", "Air", "Air is clean."), ("b", "Bread", "Bread for all."), ("c", "Care", "Care is work.")
Parts = list[tuple[str, str, str]]


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ([A, B], [A, B], 0),
        ([A, B], [B, A], 0),  # an order is no change of words
        ([A, B], [A, B, C], 1),
        ([A, B], [A], 1),
        ([A, B], [("a", "Air", "Air."), C], 3),
    ],
)
def test_the_history_counts_sections_that_came_went_or_changed(
    app: Any, before: Parts, after: Parts, changed: int
) -> None:
    older, newer = versions(before, after)
    assert [(entry.revision, entry.changed) for entry in history_of(older.narrative)] == [
        (newer, changed),
        (older, len(before)),
    ]


def test_the_history_names_who_published_and_what_changed(client: PageClient) -> None:
    (first,) = versions([A])
    places = [Place(key, 1, "", heading, body) for key, heading, body in (A, B)]
    ines = make_person(display_name="Ines Duarte")
    second = add_revision(
        first.narrative,
        places,
        number=(1, 1),
        parent=first,
        change_note="Bread came in.",
        actor=ines,
        at=now(),
    )
    newest, oldest = client.get("/en/narratives/future/history").text.split('id="version-')[1:]
    assert "Ines Duarte" in newest
    assert "Bread came in." in newest
    assert "1 section changed" in newest
    assert "compare?from=1.0" in newest
    assert second.hash in newest
    assert "first version" in oldest
    assert "Ines Duarte" not in oldest
    assert "compare?" not in oldest
    assert first.hash in oldest


def _consolidation(narrative: Narrative, base: Revision, result: Revision | None) -> Consolidation:
    return keep(
        Consolidation(
            narrative_id=narrative.id,
            base_revision_id=base.id,
            facilitator_id=make_person().id,
            state="published" if result else "open",
            revision_id=result.id if result else None,
        )
    )


def _dispose(work: Consolidation, row: Any, disposition: str | None) -> None:
    keep(
        DispositionChange(
            narrative_id=work.narrative_id,
            contribution_id=row.id,
            consolidation_id=work.id,
            disposition=disposition,
            by_id=work.facilitator_id,
        )
    )


@pytest.mark.parametrize(
    ("given", "status", "is_published", "answered"),
    [
        (
            [["accepted"], ["accepted"], ["not-accepted"]],
            "submitted",
            True,
            (("accepted", 2), ("not-accepted", 1)),
        ),
        # The last word on a contribution counts, and an answer that was taken back is none.
        ([["not-accepted", "accepted"]], "submitted", True, (("accepted", 1),)),
        ([["accepted", None]], "submitted", True, ()),
        # What is withdrawn is not counted; nor is what has not been published.
        ([["accepted"]], "withdrawn", True, ()),
        ([["accepted"]], "submitted", False, ()),
    ],
)
def test_the_history_counts_the_answers_that_stand(
    app: Any,
    given: list[list[str | None]],
    status: str,
    is_published: bool,
    answered: tuple[tuple[str, int], ...],
) -> None:
    first, second = versions([A], [A, B])
    consultation = make_consultation(first, state="closed")
    work = _consolidation(first.narrative, first, second if is_published else None)
    for answers in given:
        row = make_comment(consultation, status=status)
        for disposition in answers:
            _dispose(work, row, disposition)
    newest, oldest = history_of(first.narrative)
    assert (newest.answered, oldest.answered) == (answered, ())


def test_the_history_asks_as_much_for_many_versions_as_for_two(client: PageClient) -> None:
    versions(*[[A, ("b", "Bread", f"Bread {number}.")] for number in range(2)])
    client.get("/en/narratives/future/history")
    db.session.rollback()
    with counted() as few:
        client.get("/en/narratives/future/history")
    versions(*[[A, ("b", "Bread", f"Bread {number}.")] for number in range(9)], slug="long")
    with counted() as many:
        client.get("/en/narratives/long/history")
    assert len(many) == len(few)
