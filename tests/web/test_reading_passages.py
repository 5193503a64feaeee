"""From each passage of a revision back to the contributions whose words it carries."""

from typing import Any

from flask import Flask

from consult.consolidation.models import AttributionRun
from consult.narratives.models import Revision
from consult.reading.provenance import CreditedRun, marked_runs
from tests.factories import (
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_revision,
    place_of,
)
from tests.page import PageClient
from tests.web.test_reading_contribution import judge, publish


def _page(client: PageClient, revision: Revision) -> str:
    path = f"/en/narratives/{revision.narrative.slug}/{revision.number}/sections/water/passages"
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def _author(**values: Any) -> Any:
    return make_person(display_name="Ama Oduya", organisation=make_organisation(), **values)


def test_words_of_a_contribution_are_marked_and_lead_to_it(client: PageClient) -> None:
    row = make_amendment(make_consultation(), _author())
    page = _page(client, publish(row, "a human right"))
    assert '<mark class="credited">a human right</mark>' in page
    assert 'href="#run-1"' in page
    assert f"/en/contributions/{row.public_id}" in page
    assert "Ama Oduya" in page


def test_a_section_that_nobody_changed_says_so(client: PageClient) -> None:
    assert "No contribution has changed the words" in _page(client, make_revision())


def test_the_facilitators_own_words_are_named_as_theirs(client: PageClient) -> None:
    revision = make_revision()
    text = place_of(revision).text
    start = text.full.index("a right")
    run = AttributionRun(
        narrative_id=revision.narrative_id,
        section_text_id=text.id,
        position=0,
        start=start,
        end=start + 7,
        is_editorial=True,
    )
    keep(run)
    page = _page(client, revision)
    assert '<mark class="credited">a right</mark>' in page
    assert "own words" in page.split('id="run-1"')[1]


def test_an_author_who_chose_the_region_is_not_named(client: PageClient) -> None:
    row = make_amendment(make_consultation(), _author(), visibility="region")
    page = _page(client, publish(row, "a human right"))
    assert "Ama Oduya" not in page
    assert "A participant, Africa" in page


def test_adopted_words_for_facilitators_only_read_as_not_shown(client: PageClient) -> None:
    row = make_amendment(make_consultation(), _author(), visibility="facilitators")
    page = _page(client, publish(row, "a human right"))
    assert "A contribution not shown" in page
    assert row.public_id not in page
    assert "Ama Oduya" not in page


def test_words_from_a_consultation_that_the_reader_may_not_read_name_nobody(client: PageClient) -> None:
    consultation = make_consultation(read_audience="invited", contribute_audience="invited")
    row = make_amendment(consultation, _author())
    page = _page(client, publish(row, "a human right"))
    assert "a human right" in page
    assert "A contribution not shown" in page
    assert row.public_id not in page
    assert "Ama Oduya" not in page


def test_a_withdrawn_contribution_leaves_its_adopted_words_without_a_name(client: PageClient) -> None:
    row = make_amendment(make_consultation(), _author())
    revision = publish(row, "a human right")
    row.status = "withdrawn"
    page = _page(client, revision)
    assert '<mark class="credited">a human right</mark>' in page
    assert "Ama Oduya" not in page


def test_a_judgement_stands_from_its_version_on(client: PageClient) -> None:
    row = make_comment(make_consultation(), _author())
    base = row.consultation.base_revision
    newer = make_revision(base.narrative, number=(1, 1), parent=base)
    judge(row, newer)
    assert "judged by Ines Duarte" in _page(client, newer)
    assert "judged by" not in _page(client, base)


def test_a_section_of_a_version_leads_to_its_neighbours_and_to_whose_words_it_has(client: PageClient) -> None:
    revision = make_revision()
    base = f"/en/narratives/{revision.narrative.slug}/1.0/sections"
    page = client.get(f"{base}/water").text
    assert "It is not for sale" in page
    assert f'href="{base}/health" rel="next"' in page
    assert f'href="{base}/water/passages"' in page
    assert client.get(f"{base}/sand").status_code == 404


def test_lines_and_list_items_of_a_text_stay_apart(app: Flask) -> None:
    full = "Water\n\n- Taps for all\n- Wells - and rivers"
    run = CreditedRun(1, full.index("for"), full.index("for") + 3, (), "for")
    with app.test_request_context():
        html = marked_runs(full, [run])
    assert html.startswith("<p>Water</p><p>• Taps <mark")
    assert html.endswith(" all<br>• Wells - and rivers</p>")
