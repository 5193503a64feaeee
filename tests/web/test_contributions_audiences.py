"""Who may send to a consultation under each audience, and in which second: by the forms that people really post."""

from datetime import timedelta
from typing import Any

import pytest

from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from tests.conftest import NOON
from tests.factories import make_comment, make_consultation, make_organisation, make_person, make_region
from tests.page import PageClient

COMMENT = {"body": "Wells run dry.", "comment_kind": "remark", "visibility": "name", "language": "en"}
STANCE = {"position": "support", "visibility": "name"}
SENT, NO, NONE = 303, 403, 404
SECOND = timedelta(seconds=1)

AUDIENCES = [
    # read, contribute: guest (of no organisation), proposed (organisation not confirmed), member, participant
    ("public", "public", (SENT, SENT, SENT, SENT)),
    ("public", "members", (NO, NO, SENT, SENT)),
    ("public", "link", (NO, NO, NO, SENT)),
    ("public", "invited", (NO, NO, NO, SENT)),
    ("members", "members", (NONE, NONE, SENT, SENT)),
    ("members", "invited", (NONE, NONE, NO, SENT)),
    ("members", "public", (SENT, SENT, SENT, SENT)),
    ("link", "link", (NONE, NONE, NONE, SENT)),
    ("invited", "invited", (NONE, NONE, NONE, SENT)),
    ("invited", "members", (NONE, NONE, SENT, SENT)),
]
WHO = ("guest", "proposed", "member", "participant")


def person_of(who: str, consultation: Any) -> Any:
    """Make a person of the table."""
    if who == "participant":
        return make_person("participant", consultation)
    if who == "guest":
        return make_person()
    return make_person(
        organisation=make_organisation(status="proposed" if who == "proposed" else "confirmed")
    )


@pytest.mark.parametrize(
    ("reads", "contributes", "outcomes"), AUDIENCES, ids=[f"{a}-{b}" for a, b, _ in AUDIENCES]
)
@pytest.mark.parametrize("who", WHO)
def test_a_comment_and_a_stance_are_taken_from_whom_the_audience_names(
    client: PageClient, reads: str, contributes: str, outcomes: tuple[int, ...], who: str
) -> None:
    consultation = make_consultation(read_audience=reads, contribute_audience=contributes)
    target = make_comment(consultation)
    client.sign_in(person_of(who, consultation))
    due = outcomes[WHO.index(who)]
    section = f"/en/consultations/{consultation.public_id}/sections/water"
    assert client.post(f"{section}/comments/new", data=COMMENT).status_code == due
    assert client.post(f"/en/contributions/{target.public_id}/stance", data=STANCE).status_code == due
    assert client.post(f"{section}/stance", data=STANCE).status_code == due
    found = (db.session.query(Contribution).count(), db.session.query(Stance).count())
    assert found == ((2, 2) if due == SENT else (1, 0))


MOMENTS = {
    # opens, closes: what a comment is, whether a stance is taken, with time standing still at noon
    "a second before the opening": (NOON + SECOND, NOON + 2 * SECOND, None, NO),
    "in the opening second": (NOON, NOON + SECOND, False, SENT),
    "in the last second": (NOON - SECOND, NOON + SECOND, False, SENT),
    "in the closing second": (NOON - SECOND, NOON, True, NO),
    "long after": (NOON - 2 * SECOND, NOON - SECOND, True, NO),
}


@pytest.mark.parametrize(("opens", "closes", "late", "stance"), MOMENTS.values(), ids=MOMENTS)
def test_the_window_decides_to_the_second(
    client: PageClient, opens: Any, closes: Any, late: bool | None, stance: int
) -> None:
    consultation = make_consultation(opens_at=opens, closes_at=closes)
    target = make_comment(consultation)
    client.sign_in(make_person(organisation=make_organisation()))
    section = f"/en/consultations/{consultation.public_id}/sections/water"
    answer = client.post(f"{section}/comments/new", data=COMMENT)
    assert answer.status_code == (NO if late is None else SENT)
    assert client.post(f"/en/contributions/{target.public_id}/stance", data=STANCE).status_code == stance
    rows = db.session.query(Contribution).filter(Contribution.id != target.id).all()
    assert [row.is_late for row in rows] == ([] if late is None else [late])


@pytest.mark.parametrize("fragment", [False, True], ids=["whole", "fragment"])
def test_a_late_comment_is_told_that_it_waits_and_others_do_not_read_it(
    client: PageClient, fragment: bool
) -> None:
    consultation = make_consultation(closes_at=NOON)
    section = f"/en/consultations/{consultation.public_id}/sections/water"
    client.sign_in(make_person(organisation=make_organisation()))
    headers = {"HX-Request": "true"} if fragment else {}
    answer = client.post(f"{section}/comments/new", data=COMMENT, headers=headers)
    said = answer.text if fragment else client.get(answer.location).text
    assert "It arrived after the consultation closed" in said
    assert "late: waits for the facilitator" in said
    client.sign_in(make_person(organisation=make_organisation()))
    assert COMMENT["body"] not in client.get(section).text


@pytest.mark.parametrize("header", [None, "https://evil.example", "http://localhost.evil.example"])
def test_a_form_on_another_site_cannot_send_in_somebodys_name(client: PageClient, header: str | None) -> None:
    consultation = make_consultation()
    client.sign_in(make_person(organisation=make_organisation()))
    url = f"/en/consultations/{consultation.public_id}/sections/water/comments/new"
    headers = {"Origin": header} if header else {}
    assert client.post(url, data=COMMENT, headers=headers).status_code == (400 if header else SENT)
    assert db.session.query(Contribution).count() == (0 if header else 1)


def test_who_is_signed_out_meanwhile_sends_nothing_and_is_not_told_that_it_was_kept(
    client: PageClient,
) -> None:
    consultation = make_consultation()
    url = f"/en/consultations/{consultation.public_id}/sections/water/comments/new"
    answer = client.post(url, data=COMMENT)
    assert answer.status_code in (302, 403)
    assert "Your comment was sent." not in answer.text
    assert db.session.query(Contribution).count() == 0


def test_a_participant_of_no_organisation_speaks_from_their_own_region_and_country(
    client: PageClient,
) -> None:
    consultation = make_consultation(contribute_audience="invited")
    client.sign_in(make_person("participant", consultation, region=make_region("oceania"), country="FJ"))
    url = f"/en/consultations/{consultation.public_id}/sections/water/comments/new"
    assert client.post(url, data=COMMENT).status_code == SENT
    row = db.session.query(Contribution).one()
    assert (row.region.code, row.country, row.organisation_id, row.constituency) == (
        "oceania",
        "FJ",
        None,
        None,
    )


ORIGINS = [
    # voice, visibility: a person of Oceania and FJ with a mandate of an organisation of Africa and KE
    ("self", "oceania", "FJ"),
    ("organisation", "africa", "KE"),
]


@pytest.mark.parametrize(("voice", "region", "country"), ORIGINS)
def test_an_organisation_speaks_from_where_it_is_and_a_person_from_where_they_are(
    client: PageClient, voice: str, region: str, country: str
) -> None:
    consultation = make_consultation()
    speaker = make_person(mandate=True, region=make_region("oceania"), country="FJ")
    client.sign_in(speaker)
    said = speaker.organisation.public_id if voice == "organisation" else "self"
    url = f"/en/consultations/{consultation.public_id}/sections/water/comments/new"
    assert client.post(url, data={**COMMENT, "voice": said}).status_code == SENT
    row = db.session.query(Contribution).one()
    assert (row.voice, row.region.code, row.country) == (voice, region, country)
    assert (row.organisation_id, row.constituency) == (speaker.organisation_id, "grassroots-movement")
