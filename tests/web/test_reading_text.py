"""The narrative as one page, by itself and within a consultation; history and compare."""

from flask.testing import FlaskClient

from consult.core.database import db
from tests.factories import (
    WATER,
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_revision,
    place_of,
)
from tests.page import PageClient


def test_the_newest_version_is_shown_under_the_narratives_own_address(client: PageClient) -> None:
    first = make_revision(make_narrative(slug="future"))
    make_revision(first.narrative, [("water", "Water", "Water is common.")], number=(1, 1), parent=first)
    page = client.get("/en/narratives/future").text
    assert "Water is common." in page
    assert "There is a newer version" not in page


def test_an_older_version_leads_to_the_newer_one(client: PageClient) -> None:
    first = make_revision(make_narrative(slug="future"))
    make_revision(first.narrative, [("water", "Water", "Water is common.")], number=(1, 1), parent=first)
    page = client.get("/en/narratives/future/1.0").text
    assert "There is a newer version" in page
    assert "It is not for sale" in page


def test_an_unknown_narrative_number_or_section_is_not_found(client: PageClient) -> None:
    make_revision(make_narrative(slug="future"))
    for path in ("/en/narratives/other", "/en/narratives/future/9.9", "/en/narratives/future/one"):
        assert client.get(path).status_code == 404


def test_a_narrative_for_members_is_not_found_by_others(client: PageClient) -> None:
    make_revision(make_narrative(slug="inner", read_audience="members"))
    assert client.get("/en/narratives/inner").status_code == 404


def test_the_text_in_a_consultation_carries_counts_and_marks_contested_passages(client: PageClient) -> None:
    consultation = make_consultation()
    make_comment(consultation)
    make_amendment(consultation, find="a right", replace="a human right")
    make_amendment(consultation, find="a right", replace="everybody's")
    page = client.get(f"/en/consultations/{consultation.public_id}/text").text
    assert "2 changes proposed here: not all can stand" in page
    assert "Open until" in page
    assert "Nairobi, UTC+3" in page


def test_the_same_change_by_two_people_is_one_change(client: PageClient) -> None:
    consultation = make_consultation()
    make_amendment(consultation)
    make_amendment(consultation)
    page = client.get(f"/en/consultations/{consultation.public_id}/text").text
    # Isolated: in another language than the text's they would turn the direction of the passage.
    assert "<bdi>1 change proposed here</bdi>" in page
    assert "not all can stand" not in page


def test_what_is_for_facilitators_only_leaves_no_mark(client: PageClient) -> None:
    consultation = make_consultation()
    make_amendment(consultation, visibility="facilitators")
    make_comment(consultation, visibility="facilitators")
    page = client.get(f"/en/consultations/{consultation.public_id}/text").text
    assert "proposed here" not in page
    assert "proposed change<" not in page


def test_history_lists_versions_newest_first(client: PageClient) -> None:
    first = make_revision(make_narrative(slug="future"))
    make_revision(first.narrative, [("water", "Water", "Water is common.")], number=(1, 1), parent=first)
    page = client.get("/en/narratives/future/history").text
    assert page.index("Version 1.1") < page.index("Version 1.0")
    assert "2 sections changed" in page


def _compare(client: FlaskClient, **query: str) -> str:
    first = make_revision(make_narrative(slug="future"))
    sections = [
        ("water", "Water", WATER.replace("a right", "a human right")),
        ("care", "Care", "Care is work."),
    ]
    make_revision(first.narrative, sections, number=(1, 1), parent=first)
    db.session.flush()
    return client.get(
        "/en/narratives/future/compare", query_string={"from": "1.0", "to": "1.1", **query}
    ).text


def test_compare_marks_inserted_words_in_words_too(client: PageClient) -> None:
    page = _compare(client)
    assert "added:" in page
    assert "human" in page
    for kind in ("added", "removed"):
        assert f">{kind}<" in page


def test_compare_one_section_side_by_side(client: PageClient) -> None:
    page = _compare(client, section="water", view="side")
    assert page.count('class="compared"') == 1
    assert 'class="compare"' in page


def test_compare_with_an_unknown_version_is_not_found(client: PageClient) -> None:
    make_revision(make_narrative(slug="future"))
    answer = client.get("/en/narratives/future/compare?from=7.7")
    assert answer.status_code == 404


def test_places_keep_their_texts(client: PageClient) -> None:
    revision = make_revision()
    assert place_of(revision, "health").text.heading == "Health"
