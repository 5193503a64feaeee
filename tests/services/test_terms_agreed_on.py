"""Agreed terms: kept, changed, brought in and taken away, with their bounds; and what their page gives back."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import Event
from consult.narratives.agreed_terms import AgreedTerm, plain, terms_of
from consult.text.terms import Term
from consult.translations import terms
from tests.translating import Translating, make_translating

ADDRESS = "/en/narratives/shared/languages/fr/terms"


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def keep(work: Translating, *values: Any, language: str = "fr") -> AgreedTerm:
    return terms.keep_term(work.narrative, language, Term(*values), actor=work.leila, at=now())


def kept(work: Translating) -> list[Term]:
    db.session.expire_all()
    return [plain(row) for row in terms_of(work.narrative.id, "fr")]


TIDIED = [
    (
        (" water\n", "\teau  vive ", (" flotte ",), " a\nright "),
        Term("water", "eau vive", ("flotte",), "a right"),
    ),
    (("", "eau"), Term("", "eau")),
    (("e\u0301te\u0301", "e\u0301te\u0301"), Term("été", "été")),
    (("water", "eau", ("", " ", "flotte", "")), Term("water", "eau", ("flotte",))),
    (("s" * 300, "t" * 300), Term("s" * 300, "t" * 300)),
    (
        ("s" * 301, "t" * 301, ("f" * 301,), "m" * 2_001),
        Term("s" * 300, "t" * 300, ("f" * 300,), "m" * 2_000),
    ),
]


@pytest.mark.parametrize(("given", "wanted"), TIDIED)
def test_term_is_kept_in_one_shape_and_found_again_by_it(
    work: Translating, given: tuple[Any, ...], wanted: Term
) -> None:
    first, again = keep(work, *given), keep(work, *given)
    assert first is again
    assert kept(work) == [wanted]
    events = db.session.query(Event).filter_by(kind="term-agreed").all()
    assert [(one.subject, one.subject_id, one.actor_id, one.before, one.after) for one in events] == [
        ("agreed_terms", first.id, work.leila.id, None, None)
    ] * 2
    assert (first.changed_by_id, first.changed_at) == (work.leila.id, now())


@pytest.mark.parametrize("term", ["", "  ", "\n\t", "\u202e"])
def test_nothing_is_no_term(work: Translating, term: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        keep(work, "water", term)
    assert refused.value.details == {"field": "term"}
    assert db.session.query(Event).count() == db.session.query(Event).filter_by(subject="revisions").count()


def test_one_source_may_have_several_terms_and_they_stand_in_order(work: Translating) -> None:
    for source, term in (("water", "onde"), ("Air", "air"), ("water", "Eau"), ("", "sans source")):
        keep(work, source, term)
    assert [(one.source, one.term) for one in kept(work)] == [
        ("", "sans source"),
        ("Air", "air"),
        ("water", "Eau"),
        ("water", "onde"),
    ]


def test_a_full_list_takes_changes_and_no_more_terms(
    work: Translating, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "MOST_TERMS", 2)
    keep(work, "a", "un")
    keep(work, "b", "deux")
    keep(work, "a", "un", (), "changed")
    with pytest.raises(InvalidInput) as refused:
        keep(work, "c", "trois")
    assert "too many terms" in str(refused.value.message)
    assert [one.meaning for one in kept(work)] == ["changed", ""]
    keep(work, "c", "ثلاثة", language="ar")  # each language has its own list
    answer = work.client(work.leila).post(ADDRESS, data={"source": "c", "term": "trois", "avoid": "x; y"})
    assert answer.status_code == 422
    assert all(words in answer.text for words in ("too many terms", 'value="trois"', 'value="x; y"'))


def test_a_table_with_one_term_too_many_changes_nothing(
    work: Translating, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "MOST_TERMS", 2)
    keep(work, "a", "un")
    table = b"source,term,meaning\na,un,new\nb,deux,\nc,trois,\n"
    client = work.client(work.leila)
    answer = client.post(f"{ADDRESS}/table", data={"file": (BytesIO(table), "terms.csv")})
    assert answer.status_code == 422
    assert "too many terms" in answer.text
    assert kept(work) == [Term("a", "un")]


@pytest.mark.parametrize(
    ("field", "longest"), [("source", 300), ("term", 300), ("meaning", 2_000), ("avoid", 2_000)]
)
def test_what_was_typed_comes_back_where_it_is_too_long(work: Translating, field: str, longest: int) -> None:
    client = work.client(work.leila)
    typed = {"source": "water", "term": "eau", "meaning": "", "avoid": ""}
    answer = client.post(ADDRESS, data={**typed, field: "x" * (longest + 1)})
    assert answer.status_code == 422
    assert "x" * (longest + 1) in answer.text
    assert kept(work) == []
    # One sign less is taken whole.
    if field != "avoid":  # a single form is as long as a term
        assert client.post(ADDRESS, data={**typed, field: "x" * longest}).status_code == 303
        assert getattr(kept(work)[0], field) == "x" * longest


def test_the_page_sets_each_word_in_its_language_and_runs_none(work: Translating) -> None:
    keep(work, "<b>water</b>", "الماء", ("<i>x</i>",), "<script>", language="ar")
    page = work.client(work.leila).get("/ar/narratives/shared/languages/ar/terms").text
    assert '<html lang="ar" dir="rtl"' in page
    assert '<bdi lang="en">&lt;b&gt;water&lt;/b&gt;</bdi>' in page
    assert '<bdi lang="ar">الماء</bdi>' in page
    assert '<bdi lang="ar">&lt;i&gt;x&lt;/i&gt;</bdi>' in page
    assert "<script>" not in page.split("<main")[1].split("</main>")[0]
    hints = work.client(work.leila).get(work.path(language="ar")).text
    assert "<script>" not in hints.split("<main")[1].split("</main>")[0]


def test_a_table_without_a_file_or_of_another_kind_is_refused_with_what_to_do(work: Translating) -> None:
    client = work.client(work.leila)
    for data in ({}, {"file": (BytesIO(b""), "")}, {"file": (BytesIO(b"\n \n"), "a.csv")}):
        answer = client.post(f"{ADDRESS}/table", data=data)
        assert answer.status_code == 422, data
        assert "Save it as CSV or XLSX." in answer.text
    assert kept(work) == []
