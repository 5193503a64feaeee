"""The secretariat blacks a passage out; from the next request on every page and file says why in its place."""

import re
from typing import Any

import pytest
from flask import Flask

from consult.core.database import db
from consult.core.logs import AuditEntry
from consult.people.models import Person
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_network,
    make_organisation,
    make_person,
    make_revision,
)
from tests.page import PageClient

SECRET = "the well of Tamsir"
REASON = 'Shown, "this" endangers <people>'
BODY = f"Water is a right. At {SECRET} it was sold.\n\nIt is not for sale."


@pytest.fixture
def secretary(app: Flask, client: PageClient) -> PageClient:
    """A narrative, a consultation, what was said there; the browser of the secretariat."""
    make_network()
    narrative = make_narrative(slug="ours")
    first = make_revision(narrative, [("water", "Water", BODY)])
    consultation = make_consultation(first, public_id="consultation")
    make_comment(consultation, body=f'I was at {SECRET}, "too".', public_id="comment00000")
    make_amendment(
        consultation, find="not for sale", replace=f"not for sale at {SECRET}", public_id="amendment000"
    )
    make_revision(narrative, [("water", "Water", BODY + " Never.")], number=(1, 1), parent=first)
    return client.sign_in(make_person("secretariat"))


PAGES = (
    "/en/narratives/ours",
    "/en/narratives/ours/1.0",
    "/en/narratives/ours/1.0/sections/water",
    "/en/narratives/ours/1.0/sections/water/passages",
    "/en/narratives/ours/compare?from=1.0&to=1.1",
    "/en/narratives/ours/1.0.md",
    "/en/consultations/consultation/text",
    "/en/consultations/consultation/sections/water",
    "/en/contributions/comment00000",
    "/en/contributions/amendment000",
    "/en/consultations/consultation/contributions.csv",
)


def mark_of(page: str) -> str:
    return re.search(r'name="mark" value="([0-9a-f]+)"', page).group(1)  # type: ignore[union-attr]


def send(client: PageClient, where: str = "", **values: Any) -> Any:
    data = {"wordings": SECRET, "reason": REASON, **values}
    return client.post(f"/en/network/black-out{where}", data=data)


def test_every_page_and_file_says_why_from_the_next_request_on(app: Flask, secretary: PageClient) -> None:
    before = {path: secretary.get(path) for path in PAGES}
    assert [path for path, answer in before.items() if "Tamsir" not in answer.text] == []
    page = send(secretary, "/preview").text
    for said in (
        "Version 1.0:",
        "Version 1.1:",
        "/contributions/comment00000",
        "/contributions/amendment000",
    ):
        assert said in re.sub(r"</?bdi[^>]*>", "", page)
    number = re.search(r"This changes (\d+) places", page).group(1)  # type: ignore[union-attr]
    assert send(secretary, mark=mark_of(page), number="1").status_code == 422
    assert "Tamsir" in secretary.get(PAGES[0]).text
    assert send(secretary, mark=mark_of(page), number=number).status_code == 303
    for path in PAGES:
        text = secretary.get(path).text
        assert "Tamsir" not in text, path
        assert "blacked out: Shown," in text, path
        if path.endswith(("md", "csv")):
            continue
        assert "&lt;people&gt;" in text
    assert "comment00000" not in secretary.get("/en/search?q=Tamsir").text
    member = app.test_client().sign_in(make_person(organisation=make_organisation()))  # type: ignore[attr-defined]
    proposing = member.get("/en/consultations/consultation/sections/water/amendments/new").text
    assert "\u2588" in proposing.partition("<textarea")[2]


def test_a_table_stays_a_table_whatever_the_reason_holds(app: Flask, secretary: PageClient) -> None:
    import csv

    path = "/en/consultations/consultation/contributions.csv"
    before = list(csv.reader(secretary.get(path).text.splitlines()))
    page = send(secretary, "/preview").text
    number = re.search(r"This changes (\d+) places", page).group(1)  # type: ignore[union-attr]
    send(secretary, mark=mark_of(page), number=number)
    answer = secretary.get(path)
    after = list(csv.reader(answer.text.splitlines()))
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert [len(row) for row in after] == [len(row) for row in before]
    assert f'I was at [blacked out: {REASON}], "too".' in {cell for row in after for cell in row}


def test_the_act_is_listed_and_logged_by_numbers_alone(app: Flask, secretary: PageClient) -> None:
    page = send(secretary, "/preview").text
    number = re.search(r"This changes (\d+) places", page).group(1)  # type: ignore[union-attr]
    eastern = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert send(secretary, mark=mark_of(page), number=eastern).status_code == 303
    assert f"({number} places)" in secretary.get("/en/network/black-out").text
    entry = db.session.query(AuditEntry).filter_by(kind="passage-blacked-out").one()
    assert (entry.subject, entry.value) == ("removals", number)
    assert "Passage blacked out" in secretary.get("/en/network/log").text


def test_what_is_missing_or_changed_meanwhile_comes_back_with_what_was_typed(
    app: Flask, secretary: PageClient
) -> None:
    for values, said in (
        ({"wordings": "x"}, "too short"),
        ({"wordings": "words that nobody wrote"}, "stand nowhere"),
        ({"reason": ""}, "Please fill this in."),
    ):
        answer = send(secretary, "/preview", **values)
        assert answer.status_code >= 400
        assert said in answer.text
    mark = mark_of(send(secretary, "/preview").text)
    page = send(secretary, mark=mark, number="1")
    number = re.search(r"This changes (\d+) places", page.text).group(1)  # type: ignore[union-attr]
    stale = send(secretary, mark="0" * 16, number=number)
    assert (stale.status_code, "written meanwhile" in stale.text) == (409, True)
    assert db.session.query(Person).count()
    assert "Tamsir" in secretary.get(PAGES[0]).text
