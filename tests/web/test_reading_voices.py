"""Whose words: in the history, on the changed words of a comparison, from organisations and regions, what is left."""

import pytest

from consult.core.clock import now
from consult.narratives.models import Revision
from consult.narratives.services import Place, add_revision
from consult.reading.credited_changes import numbered
from tests.desk import Desk
from tests.factories import make_amendment, make_comment, make_organisation, make_person, make_region
from tests.page import PageClient
from tests.web.test_reading_budget import counted

MARKS = ("added", "removed")


@pytest.fixture
def desk(app) -> Desk:
    """Three changes that came in: with an organisation, with a region only, for facilitators only; and a judgement."""
    desk = Desk()
    desk.steppe = make_organisation(name="Steppe", region=make_region("asia"))
    people = [make_person(organisation=desk.steppe) for _ in range(3)]
    desk.named = make_amendment(desk.consultation, people[0], visibility="organisation")
    make_amendment(desk.consultation, people[1], "for sale", "a commodity", visibility="region")
    make_amendment(desk.consultation, people[2], "every day", "at all hours", visibility="facilitators")
    desk.judged = make_comment(desk.consultation, make_person(organisation=make_organisation(name="Delta")))
    for row in desk.whole().material.unanswered():
        desk.answer(row, "accepted", shaped=desk.section() if row is desk.judged else None)
    desk.revision = desk.publish()
    return desk


def url(desk: Desk, rest: str) -> str:
    return f"/en/narratives/{desk.narrative.slug}/{rest}"


def next_version(desk: Desk, body: str) -> Revision:
    places = [Place("water", 1, "1.", "Water", body)]
    return add_revision(
        desk.narrative,
        places,
        number=(1, 2),
        parent=desk.revision,
        change_note="Shorter.",
        actor=None,
        at=now(),
    )


def test_the_history_names_from_where_words_came_as_far_as_authors_chose(
    client: PageClient, desk: Desk
) -> None:
    page = client.get(url(desk, "history")).text
    voices = page.split("Words came in from:")[1].split("</p>")[0]
    assert " ".join(voices.replace("</a>", "").split()).count("Steppe") == 1
    for words in ("Steppe</bdi></a> 1", "Delta</bdi></a> 1", "Asia</bdi></a> 1"):
        assert words in voices
    assert page.count("Words came in from:") == 1
    assert "/ledger" in page
    assert "/ledger" in client.get(url(desk, "1.1")).text
    desk.consultation.read_audience = desk.consultation.contribute_audience = "members"
    page = client.get(url(desk, "history")).text
    assert "Steppe" not in page
    assert "Asia</bdi></a> 2" in page


def test_a_comparison_numbers_the_new_words_and_lists_whose_they_are(client: PageClient, desk: Desk) -> None:
    page = client.get(url(desk, "compare?from=1.0&to=1.1")).text
    for number, words in enumerate(
        ("A person of Steppe", "A participant, Asia", "A contribution not shown"), 1
    ):
        assert f'href="#who-water-{number}"' in page
        line = page.split(f'id="who-water-{number}"')[1].split("</li>")[0]
        assert words in line
        assert f'title="{"Proposed change by " if number < 3 else ""}{words}"' in page
    assert f"/contributions/{desk.named.public_id}" in page
    assert "at all hours" in page
    with counted() as asked:
        client.get(url(desk, "compare?from=1.0&to=1.1"))
    assert len(asked) < 25


@pytest.mark.parametrize(
    ("before", "after", "spans", "notes"),
    [
        ("Water is.", "Water is a right.", ((8, 16),), (0,)),
        ("Water is.", "Water is a right.", ((0, 5),), ()),
        ("Water is.", "Water is a right.", ((8, 10), (10, 16)), (0, 1)),
        ("A b c.", "A x c y.", ((2, 3), (5, 7)), (0, 1)),
        ("A b c.", "A b c.", ((0, 6),), ()),
        ("A \ue000 b.", "A \ue000 c.", ((4, 5),), ()),
    ],
)
def test_each_stretch_of_new_words_has_the_number_of_its_source(
    before: str, after: str, spans: tuple[tuple[int, int], ...], notes: tuple[int, ...]
) -> None:
    html, used = numbered(before, after, spans, "en", MARKS)
    assert used == notes
    plain = str(html)
    for number in range(1, len(notes) + 1):
        assert f"\ue000{number}\ue001" in plain


def test_from_an_organisation_and_a_region_to_their_words(client: PageClient, desk: Desk) -> None:
    organisation = client.get(url(desk, f"organisations/{desk.steppe.public_id}")).text
    assert organisation.count('id="c-') == 1
    assert "A person of Steppe" in organisation
    region = client.get(url(desk, "regions/asia")).text
    assert region.count('id="c-') == 2
    assert "at all hours" not in region
    for path in ("organisations/nobody", "regions/nowhere"):
        assert client.get(url(desk, path)).status_code == 404
    desk.named.visibility = "region"
    assert client.get(url(desk, f"organisations/{desk.steppe.public_id}")).status_code == 404
    assert client.get(url(desk, "regions/asia")).text.count('id="c-') == 2
    desk.consultation.read_audience = desk.consultation.contribute_audience = "invited"
    assert client.get(url(desk, "regions/asia")).text.count('id="c-') == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Water is a human right.", "all of it still stands in version 1.2"),
        ("Water is wet.", "version 1.2 no longer has these words"),
        (None, None),
    ],
)
def test_my_contributions_say_what_is_left(
    client: PageClient, desk: Desk, body: str | None, words: str | None
) -> None:
    from consult.consolidation.attribution import store_runs
    from consult.merging import Run

    if body:
        text = next_version(desk, body).places[0].text
        name = desk.named.public_id
        at = text.full.find("human ")
        cut = [Run(at, frozenset()), Run(6, frozenset({name})), Run(len(text.full) - at - 6, frozenset())]
        store_runs(text, cut if at > 0 else [Run(len(text.full), frozenset())], {name: desk.named.id})
    page = client.sign_in(desk.named.person).get("/en/me/contributions").text
    assert "Your words came into" in page
    assert (words in page) if words else ("version 1.2" not in page)


def test_the_ledger_and_the_pages_of_organisations_and_regions_say_what_is_left(
    client: PageClient, desk: Desk
) -> None:
    pages = [
        f"/en/consultations/{desk.consultation.public_id}/ledger",
        url(desk, "regions/asia"),
        url(desk, f"organisations/{desk.steppe.public_id}"),
    ]
    for page in pages:
        assert "no longer has" not in client.get(page).text
    next_version(desk, "Water is wet.")
    for page, number in zip(pages, (2, 2, 1), strict=True):
        text = " ".join(client.get(page).text.split())
        assert text.count("version 1.1, version 1.2 no longer has these words") == number, page
