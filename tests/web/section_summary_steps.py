"""What tests of the summaries of sections share: who speaks, and how a page and its file are read."""

import csv
import io
from typing import Any

from tests.factories import (
    make_comment,
    make_stance,
    person_from,
)
from tests.page import PageClient, words_of

REGIONS = ("africa", "arab-states", "asia", "europe", "latin-america")


def section_stance(consultation: Any, region: str, position: str = "support", **values: Any) -> Any:
    """Make a stance on the first section."""
    comment = make_comment(consultation, person_from(region), status="draft", submitted_at=None)
    section = consultation.base_revision.places[0].section
    person = person_from(region)
    return make_stance(comment, person, position, contribution_id=None, section_id=section.id, **values)


def rows_of(client: PageClient, path: str) -> list[dict[str, str]]:
    """Return the rows of a file by the headings of its columns."""
    answer = client.get(f"/en{path}")
    assert answer.status_code == 200, path
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def section_page(client: PageClient, consultation: Any, key: str = "water", language: str = "en") -> str:
    answer = client.get(f"/{language}/consultations/{consultation.public_id}/summary/sections/{key}")
    assert answer.status_code == 200
    return words_of(answer.text)


def wanted(client: PageClient, consultation: Any, key: str = "water") -> list[dict[str, str]]:
    return rows_of(client, f"/consultations/{consultation.public_id}/summary/sections/{key}/changes.csv")
