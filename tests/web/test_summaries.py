"""The summary page and its files."""

import csv
import io
import subprocess
import sys

from consult.core.database import db
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_region,
)
from tests.page import PageClient


def _rows(answer) -> list[list[str]]:  # type: ignore[no-untyped-def]
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def _filled():  # type: ignore[no-untyped-def]
    consultation = make_consultation()
    keepers = make_organisation(name="Well Keepers")
    person = make_person(organisation=keepers, mandate=True, display_name="Wren")
    make_comment(consultation, person)
    make_amendment(consultation, person, voice="organisation")
    make_answer(make_question(consultation), person, visibility="region")
    make_comment(consultation, visibility="facilitators", body="A secret of facilitators")
    make_comment(consultation, status="draft", submitted_at=None, body="A draft")
    make_comment(consultation, status="withdrawn", body="Taken back")
    make_comment(consultation, is_late=True, body="Too late")
    return consultation


def test_the_page_counts_what_everybody_may_read(client: PageClient) -> None:
    consultation = _filled()
    page = client.get(f"/en/consultations/{consultation.public_id}/summary").text
    assert "3 contributions" in page
    assert "1 person for themselves" in page
    assert "1 organisation under a mandate" in page
    assert "Well Keepers" in page
    assert "Not heard yet" not in page


def test_facilitators_see_who_has_not_been_heard(client: PageClient) -> None:
    consultation = _filled()
    make_organisation(name="The Silent Ones")
    client.sign_in(make_person("facilitator", consultation))
    page = client.get(f"/en/consultations/{consultation.public_id}/summary").text
    assert "The Silent Ones" in page
    assert "1 contribution is for facilitators only" in page


def test_the_secretariat_does_not_see_who_has_not_been_heard(client: PageClient) -> None:
    consultation = _filled()
    client.sign_in(make_person("secretariat"))
    assert "Not heard yet" not in client.get(f"/en/consultations/{consultation.public_id}/summary").text


def test_an_empty_consultation_says_so(client: PageClient) -> None:
    consultation = make_consultation()
    page = client.get(f"/en/consultations/{consultation.public_id}/summary").text
    assert "Nothing has been sent yet" in page


def test_every_table_is_a_file_with_the_same_figures(client: PageClient) -> None:
    consultation = _filled()
    base = f"/en/consultations/{consultation.public_id}/summary"
    for name in ("sections", "regions", "days", "dispositions", "organisations"):
        answer = client.get(f"{base}/{name}.csv")
        assert answer.mimetype == "text/csv"
        assert answer.headers["Cache-Control"] == "no-store"
        assert len(_rows(answer)) > 1
    sections = _rows(client.get(f"{base}/sections.csv"))
    assert sections[1] == ["1. Water", "1", "1", "0", "2"]
    assert sections[3] == ["The text as a whole", "0", "0", "1", "1"]


def test_an_unknown_table_is_not_found(client: PageClient) -> None:
    consultation = _filled()
    assert client.get(f"/en/consultations/{consultation.public_id}/summary/people.csv").status_code == 404


def test_the_file_of_contributions_follows_visibility(client: PageClient) -> None:
    consultation = _filled()
    url = f"/en/consultations/{consultation.public_id}/contributions.csv"
    rows = _rows(client.get(url))
    text = "\n".join(",".join(row) for row in rows)
    assert len(rows) == 4
    for hidden in ("A secret", "A draft", "Taken back", "Too late"):
        assert hidden not in text
    answer = next(row for row in rows if row[1] == "answer")
    assert "Wren" not in answer
    assert "Well Keepers" not in ",".join(answer)


def test_facilitators_get_what_was_sent_to_them_without_the_author(client: PageClient) -> None:
    consultation = _filled()
    client.sign_in(make_person("facilitator", consultation))
    rows = _rows(client.post(f"/en/consultations/{consultation.public_id}/all-contributions.csv"))
    secret = next(row for row in rows if "A secret of facilitators" in row)
    assert "Person" not in ",".join(secret)


def test_what_looks_like_a_formula_is_text(client: PageClient) -> None:
    consultation = make_consultation()
    make_comment(consultation, body="=HYPERLINK(1)")
    db.session.flush()
    rows = _rows(client.get(f"/en/consultations/{consultation.public_id}/contributions.csv"))
    assert rows[1][14] == "'=HYPERLINK(1)"


def test_a_consultation_for_the_invited_gives_others_nothing(client: PageClient) -> None:
    consultation = make_consultation(read_audience="invited", contribute_audience="invited")
    for path in ("summary", "summary/sections.csv", "contributions.csv"):
        assert client.get(f"/en/consultations/{consultation.public_id}/{path}").status_code == 404


def test_the_application_starts_without_pandas() -> None:
    code = "import consult, sys; consult.create_app(); assert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_organisations_asked_stand_beside_those_heard_by_name(client: PageClient) -> None:
    africa, asia = make_region("africa"), make_region("asia")
    consultation = make_consultation(region_id=africa.id)
    ngo, union, silent = (
        make_organisation(region=africa, constituency=kind) for kind in ("ngo", "trade-union", "ngo")
    )
    make_organisation(region=asia)
    for organisation, shown in ((ngo, "organisation"), (union, "region"), (silent, "facilitators")):
        person = make_person(organisation=organisation)
        make_comment(consultation, person, organisation_id=organisation.id, visibility=shown)
    base = f"/en/consultations/{consultation.public_id}/summary"
    asked = client.get(f"{base}/asked.csv").get_data().decode("utf-8-sig").splitlines()
    assert asked == ["Region,Asked,Heard by name,Share (per cent)", "Africa,3,1,33.3"]
    kinds = client.get(f"{base}/asked-kinds.csv").get_data().decode("utf-8-sig").splitlines()
    assert kinds[1:] == ["Non-governmental organisation,2,1,50.0", "Trade union,1,0,0.0"]
    assert client.get(f"{base}/asked.csv?kind=comment").status_code == 404, "of the whole alone"
    page = client.get(base).text.split('id="table-asked-kinds"')[1].split("</section>")[0]
    assert "<title" in page, "it is drawn as well"
    assert "asked-kinds" in page
    consultation.region_id = None
    assert "Asia,1,0,0.0" in client.get(f"{base}/asked.csv").text
