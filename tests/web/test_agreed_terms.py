"""Agreed terms: the page, the table out and in, and the hints beside the sentences."""

from io import BytesIO

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.narratives.agreed_terms import AgreedTerm, plain, terms_of
from consult.text.terms import Term
from consult.translations import terms
from tests.translating import WATER, Translating, make_translating

ADDRESS = "/en/narratives/shared/languages/fr/terms"


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def kept(work: Translating) -> list[Term]:
    db.session.expire_all()
    return [plain(row) for row in terms_of(work.narrative.id, "fr")]


def test_a_term_is_agreed_changed_and_taken_away(work: Translating) -> None:
    client = work.client(work.leila)
    assert "No terms are agreed on yet." in client.get(ADDRESS).text
    given = {"source": "water", "term": "eau", "meaning": "a right", "avoid": "flotte; H2O"}
    assert client.post(ADDRESS, data=given).status_code == 303
    assert kept(work) == [Term("water", "eau", ("flotte", "H2O"), "a right")]
    client.post(ADDRESS, data={**given, "meaning": "what all need", "avoid": ""})
    assert kept(work) == [Term("water", "eau", (), "what all need")]
    page = work.app.test_client().get(ADDRESS).text
    assert "what all need" in page
    assert "Take away" not in page
    row = db.session.query(AgreedTerm).one()
    assert client.post(f"{ADDRESS}/zzzzzzzzzzzz/remove").status_code == 404
    assert client.post(f"{ADDRESS}/{row.public_id}/remove").status_code == 303
    assert kept(work) == []
    refused = client.post(ADDRESS, data={"source": "Zebra", "term": " "})
    assert refused.status_code == 422
    assert "Zebra" in refused.text


def test_a_table_goes_out_and_comes_in(work: Translating) -> None:
    client = work.client(work.leila)
    terms.keep_term(work.narrative, "fr", Term("water", "eau", ("=x",)), actor=work.leila, at=now())
    table = work.app.test_client().get(f"{ADDRESS}.csv")
    assert table.mimetype == "text/csv"
    assert "'=x" in table.get_data(as_text=True)
    terms.remove_term(db.session.query(AgreedTerm).one(), actor=work.leila)

    def send(data: bytes) -> object:
        return client.post(f"{ADDRESS}/table", data={"file": (BytesIO(data), "terms.csv")})

    assert send(table.data).status_code == 303  # type: ignore[attr-defined]
    assert kept(work) == [Term("water", "eau", ("=x",))]
    assert "1 term taken in." in client.get(ADDRESS).text
    send(b"source,term,meaning\nwater,eau,new\nair,\nfire,feu,\n")
    assert "Rows without a term were left out: 3" in client.get(ADDRESS).text
    assert [term.meaning for term in kept(work)] == ["", "new"]
    for broken in (b"", b"PK\x03\x04"):
        answer = send(broken)
        assert answer.status_code == 422  # type: ignore[attr-defined]
    assert len(kept(work)) == 2


def test_agreed_terms_are_underlined_and_hinted_at_and_bar_nothing(work: Translating) -> None:
    for term in (Term("right", "droit humain", ("faveur",)), Term("sale", "vente", (), "for money")):
        terms.keep_term(work.narrative, "fr", term, actor=work.leila, at=now())
    words = [WATER[0], "L’eau est une faveur et un droit humain.", "Elle n’est pas à donner.", WATER[3]]
    assert work.post(work.leila, words, step="send").status_code == 303
    page = work.client(work.leila).get(work.path()).text
    assert '<span class="term">right</span>' in page
    assert "Agreed term, used:" in page
    assert "(<bdi>for money</bdi>)" in page
    assert "Better not “faveur”; agreed: “droit humain”." in page
    arabic = work.client(work.leila).get(work.path(language="ar")).text
    assert 'class="term"' not in arabic  # each language has its own


def test_terms_have_bounds(work: Translating, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "MOST_TERMS", 1)
    long = Term("s" * 500, "t" * 500, tuple(f"form {number}" for number in range(50)), "m" * 5_000)
    row = terms.keep_term(work.narrative, "fr", long, actor=work.leila, at=now())
    assert (len(row.source), len(row.term), len(row.avoid), len(row.meaning)) == (300, 300, 20, 2_000)
    with pytest.raises(InvalidInput):
        terms.keep_term(work.narrative, "fr", Term("a", "b"), actor=work.leila, at=now())
    terms.keep_term(work.narrative, "ar", Term("a", "b"), actor=work.leila, at=now())
