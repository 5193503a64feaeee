"""The index of the search itself: things apart by kind and id, words as they are compared, and nothing left behind."""

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core import search_index
from consult.core.database import db
from consult.core.search_index import (
    Findable,
    SearchEntry,
    add_to_index,
    empty_index,
    hits,
    is_of_models,
    is_part_of_index,
    known_languages,
    put_into_index,
)
from consult.text.stems import asked

ALL = ("en", "fr", "es", "ar")


def thing(
    number: int, words: str, kind: str = "contribution", language: str = "en", heading: str = ""
) -> Findable:
    """Return a thing of the first narrative."""
    return Findable(kind, number, 1, language, heading, words)


def found(query: str, *languages: str) -> list[int]:
    """Return the ids of the things that hold all the words."""
    near = hits(asked(query, languages or ALL))
    return sorted(db.session.scalars(sa.select(SearchEntry.thing_id).join(near, near.c.id == SearchEntry.id)))


def in_heading(query: str) -> list[int]:
    """Return those of them in whose heading one of the words stands."""
    near = hits(asked(query, ALL))
    chosen = sa.select(SearchEntry.thing_id).join(near, near.c.id == SearchEntry.id)
    return sorted(db.session.scalars(chosen.where(near.c.in_heading)))


@pytest.mark.parametrize(
    ("words", "language", "queries", "nothing"),
    [
        ("Rivers flow.", "en", ["river", "RIVERS", "flowing", "rivers flow", "flow river"], ["riv", "lake"]),
        ("Les rivières coulent.", "fr", ["riviere", "RIVIÈRES", "coulent"], ["rivage"]),
        ("El agua y los derechos.", "es", ["derecho", "DERECHOS", "aguas"], ["deriva"]),
        ("Los ríos son de todas.", "es", ["rio", "río", "RIOS"], ["ria", "ri"]),
        ("المياه حق للجميع", "ar", ["مياه", "المياه", "حق"], ["أرض"]),
        ("المِيَاهُ", "ar", ["المياه"], []),  # with and without the signs of vowels
        ("L’eau d’ici", "fr", ["eau", "l’eau", "l'eau"], ["deau"]),
        ("Wasser 2030", "de", ["2030", "wasser"], ["203"]),
        ("الخطة ٢٠٣٠", "ar", ["2030", "٢٠٣٠"], []),  # the digits of another script are the same digits
        ("Kunangunata rimay", "qu", ["kunangunata"], ["kunan"]),  # without a stemmer as it is written
        ("co-operative", "en", ["co-operative", "operative"], []),
    ],
)
def test_words_are_found_as_people_of_each_language_type_them(
    app: Flask, words: str, language: str, queries: list[str], nothing: list[str]
) -> None:
    add_to_index([thing(1, words, language=language)])
    assert {query: found(query, *ALL, language) for query in queries} == {query: [1] for query in queries}
    assert {query: found(query, *ALL, language) for query in nothing} == {query: [] for query in nothing}


@pytest.mark.parametrize("number", [1, 2, 7])
def test_many_things_at_once_are_found_like_one(app: Flask, number: int) -> None:
    add_to_index([thing(900, "Lakes.")])
    add_to_index([thing(one, f"Rivers, word{one}.") for one in range(number)])
    assert found("rivers") == list(range(number))
    assert [found(f"word{one}") for one in range(number)] == [[one] for one in range(number)]
    assert found("lakes") == [900]


def test_one_id_of_two_kinds_is_two_things_and_one_of_a_kind_is_one(app: Flask) -> None:
    for kind in search_index.KINDS:
        add_to_index([thing(5, f"Rivers of {kind}.", kind)])
    assert found("rivers") == [5] * len(search_index.KINDS)
    put_into_index(thing(5, "Lakes.", "disposition"))
    assert (found("rivers"), found("lakes")) == ([5] * (len(search_index.KINDS) - 1), [5])
    assert found("rivers disposition") == []
    with pytest.raises(sa.exc.IntegrityError):
        add_to_index([thing(5, "Ponds.", "section")])
    db.session.rollback()


def test_a_thing_that_changes_again_and_again_is_found_by_its_last_words_alone(app: Flask) -> None:
    put_into_index(thing(1, "Rivers."))  # one that was not there before
    for words in ("Lakes.", "Ponds and wells.", "", "Springs."):
        put_into_index(thing(1, words, heading=words))
    assert [found(word) for word in ("rivers", "lakes", "ponds", "wells", "springs")] == [[], [], [], [], [1]]
    assert in_heading("springs") == [1]
    assert db.session.query(SearchEntry).count() == 1


@pytest.mark.parametrize(
    ("query", "all_of_them", "by_heading"),
    [
        ("water", [1, 2, 3], [1, 3]),
        ("water wells", [1, 3], [1, 3]),  # one of the words in a heading is enough
        ("wells", [1, 3], [3]),
        ("springs", [2], []),
        ("water springs wells", [], []),
    ],
)
def test_a_heading_counts_as_words_and_is_told_apart(
    app: Flask, query: str, all_of_them: list[int], by_heading: list[int]
) -> None:
    add_to_index(
        [
            thing(1, "Wells.", heading="Water"),
            thing(2, "Water and springs."),
            thing(3, "Nothing else.", heading="Wells of water"),
        ]
    )
    assert (found(query), in_heading(query)) == (all_of_them, by_heading)


def test_the_languages_of_all_things_are_known_each_once(app: Flask) -> None:
    assert known_languages() == []
    add_to_index(
        [thing(number, "x", language=code) for number, code in enumerate(["fr", "ar", "fr", "pt-BR"])]
    )
    assert known_languages() == ["ar", "fr", "pt-BR"]


def test_an_emptied_index_finds_nothing_and_is_filled_anew(app: Flask) -> None:
    add_to_index([thing(1, "Rivers."), thing(2, "Rivers.")])
    empty_index()
    assert (found("rivers"), known_languages()) == ([], [])
    add_to_index([thing(2, "Rivers.")])
    assert found("rivers") == [2]
    empty_index()
    empty_index()
    assert found("rivers") == []


def test_no_more_of_a_thing_is_kept_than_the_database_can_hold(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "LONGEST", 6)
    add_to_index([thing(1, "Lakes rivers", heading="Ponds wells")])
    row = db.session.query(SearchEntry).one()
    assert (len(row.heading), len(row.words)) == (6, 6)
    assert found("lakes") == [1]
    assert found("rivers") == found("wells") == []


@pytest.mark.parametrize(
    ("name", "kind", "is_ours"),
    [
        ("search_entries", "table", True),
        ("search_index", "table", False),
        ("search_index_data", "table", False),
        ("search_index", "index", False),
        ("ix_search_entries_language", "index", True),
        ("search_index", "column", True),
        (None, "index", True),
    ],
)
def test_what_the_database_keeps_for_the_index_is_no_table_of_the_models(
    name: str | None, kind: str, is_ours: bool
) -> None:
    assert is_of_models(None, name, kind, True, None) is is_ours


def test_the_tables_under_the_virtual_one_go_with_it() -> None:
    names = ("search_index", "search_index_data", "search_index_docsize", "search_entries")
    assert [is_part_of_index(name) for name in names] == [False, True, True, False]
