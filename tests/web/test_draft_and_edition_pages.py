"""The pages of a draft that is translated and of sealed editions: each step as people take it, and who sees nothing."""

import re

import pytest
from flask import Flask

from consult.consolidation.models import Consolidation
from consult.core.database import db
from consult.narratives.editions import editions_of
from consult.narratives.services import latest_revision
from consult.translations.draft_models import OfferedDraft
from tests.across import Across, make_across
from tests.factories import make_amendment, make_person
from tests.page import PageClient
from tests.translating import WATER

HUMAN = "L’eau est un droit humain."


@pytest.fixture
def across(app: Flask) -> Across:
    """A desk on which everything is decided: water is a human right."""
    across = make_across(app)
    across.work.reviewed("health")
    amendment = make_amendment(across.consultation, find="a right", replace="a human right")
    across.desk = across.close()  # type: ignore[attr-defined]
    across.desk.answer(amendment, "accepted")  # type: ignore[attr-defined]
    db.session.commit()
    return across


def facilitator(across: Across) -> tuple[PageClient, str]:
    desk = across.desk  # type: ignore[attr-defined]
    return across.work.client(desk.facilitator), f"/en/consolidations/{desk.row.public_id}"


def give(across: Across, **values: str) -> str:
    """Press the button; return the address of the draft."""
    client, desk = facilitator(across)
    assert client.post(f"{desk}/translators", data=values).location.endswith("/publish#languages")
    db.session.expire_all()
    return f"/en/narratives/shared/drafts/{db.session.query(OfferedDraft).one().public_id}"


def send(across: Across, path: str, step: str, who: str = "leila", words: str = HUMAN) -> str:
    """Fill the empty sentence on the page as it is and press a button; return the page that follows."""
    client = across.work.client(getattr(across.work, who))
    page = client.get(path).text
    fields = dict(re.findall(r'<textarea id="(s-\d+)"[^>]*>\n([^<]*)</textarea>', page))
    hidden = dict(re.findall(r'<input type="hidden" name="(source|counter)" value="([^"]*)">', page))
    answer = client.post(path, data={**hidden, **fields, "s-1": words, "step": step})
    assert answer.status_code == 303, answer.text
    db.session.expire_all()
    return client.get(answer.location).text


def test_a_draft_is_given_translated_reviewed_and_goes_out_with_the_version(across: Across) -> None:
    client, desk = facilitator(across)
    page = client.get(f"{desk}/publish").text
    assert "Give the draft to the translators" in page
    assert page.count("not yet") == 2
    draft = give(across)
    path = f"{draft}/languages/fr/sections/water"
    leila = across.work.client(across.work.leila)
    overview = leila.get("/en/narratives/shared/languages").text
    assert draft in overview
    listed = leila.get(draft).text
    assert path in listed
    assert "languages/fr/sections/health" not in listed
    work = leila.get(path).text
    assert re.search(r"<ins>.*human ?</ins>", work)
    assert WATER[1] in work, "the translation of what stood there is offered"
    assert "waits for review" in send(across, path, "send")
    assert "Approved. It goes out with the version." in send(across, path, "review", "iker")
    page = client.get(f"{desk}/publish").text
    assert page.count("goes out with it") == 1
    assert "The translators have this draft since" in page
    form = dict(re.findall(r'name="(counter|seen)" value="([^"]*)"', page))
    sent = {**form, "kind": "minor", "change_note": "A human right."}
    assert client.post(f"{desk}/publish", data=sent).status_code == 303
    db.session.expire_all()
    reader = across.work.app.test_client()
    assert HUMAN in reader.get("/en/narratives/shared/1.1?text=fr").text
    assert "Sealed as edition 1" in reader.get("/en/narratives/shared/languages").text
    # Whoever still had the draft open is led on, and what they typed is taken.
    assert leila.get(draft).location.endswith("/narratives/shared/languages")
    assert leila.get(path).status_code == 200
    assert "Saved as a draft" in send(across, path, "save", words="L’eau est un droit pour chacun.")


def test_a_draft_does_not_exist_for_those_who_may_not_read_it(across: Across) -> None:
    draft = give(across)
    file = f"{draft}/languages/fr"
    paths = (draft, f"{file}/sections/water", f"{file}/file", f"{file}.po")
    member = across.author
    strangers = [across.work.app.test_client(), across.work.client(member)]
    strangers.append(across.work.client(make_person("participant", across.consultation)))
    for client in strangers:
        assert [client.get(path).status_code for path in paths] == [404] * 4
        assert draft not in client.get("/en/narratives/shared/languages").text
        for looked in ("/en/search?q=human", "/en/narratives/shared", "/en/narratives/shared/history"):
            assert "human right" not in client.get(looked).text
    group = across.work.client(make_person("working-group-member", across.work.narrative))
    assert [group.get(path).status_code for path in paths] == [200, 403, 403, 403]
    assert f"{file}/sections/water" not in group.get(draft).text
    leila = across.work.client(across.work.leila)
    for path in (*paths[1:], f"{file}/sections/health", f"{draft}0", f"{draft}/languages/sw/sections/water"):
        wanted = 200 if path in paths else 404
        assert leila.get(path).status_code == wanted, path
    give(across, end="1")
    assert [leila.get(path).status_code for path in paths] == [404] * 4


def test_the_page_of_publication_says_that_the_draft_has_changed_since(across: Across) -> None:
    give(across)
    make_amendment(across.consultation, find="not for sale", replace="never for sale")
    across.desk.answer_all("accepted")  # type: ignore[attr-defined]
    db.session.commit()
    client, desk = facilitator(across)
    assert "The draft has changed since the translators got it" in client.get(f"{desk}/publish").text
    give(across)
    assert "has changed since" not in client.get(f"{desk}/publish").text
    assert db.session.query(OfferedDraft).one().number == 2
    assert db.session.query(Consolidation).one().is_open


@pytest.mark.parametrize("language", ["en", "ar"])
def test_editions_are_listed_with_their_names_and_each_can_be_read(across: Across, language: str) -> None:
    across.work.reviewed("water", ["L’eau", "L’eau est un bien.", *WATER[2:]])
    db.session.commit()
    revision = latest_revision(across.work.narrative)
    assert revision is not None
    reader, base = across.work.app.test_client(), f"/{language}/narratives/shared/1.0/editions"
    page = reader.get(base).text
    for edition in editions_of(revision):
        assert edition.hash in page
        assert f"{base}/fr/{edition.number}" in page
    assert "Leïla Ben" in page
    assert "Iker Zubi" in page
    first, second = (reader.get(f"{base}/fr/{number}").text for number in (1, 2))
    assert ("L’eau est un droit." in first, f"{base}/fr/2" in first) == (True, True)
    assert ("L’eau est un bien." in second, "L’eau est un droit." in second) == (True, False)
    assert 'lang="fr"' in first
    for missing in (f"{base}/fr/3", f"{base}/fr/0", f"{base}/ar/1", "/en/narratives/shared/9.9/editions"):
        assert reader.get(missing).status_code == 404
