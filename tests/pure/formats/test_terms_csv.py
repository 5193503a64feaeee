"""Agreed terms as a table: out and in again, from spreadsheet programs of all kinds, and damaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.formats.tables_in import TableError
from consult.formats.terms_csv import avoided_forms, read_terms, write_terms
from consult.text.terms import Term

SIGNS = st.characters(
    exclude_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Co", "Cn", "Mn"), exclude_characters=";"
)
LINES = st.lists(st.text(SIGNS, min_size=1, max_size=12), max_size=4).map(" ".join)
FORMULAS = st.sampled_from(["=1+1", "+33", "-x", "@a", "'quoted", "'=x", "a,b", 'say "so"', "|cmd"])
CELLS = st.one_of(LINES, FORMULAS)
TERMS = st.builds(
    Term,
    CELLS,
    CELLS.filter(bool),
    st.lists(CELLS.filter(bool), max_size=3, unique=True).map(tuple),
    CELLS,
)


def composed(term: Term) -> Term:
    from unicodedata import normalize

    def nfc(text: str) -> str:
        return normalize("NFC", text)

    return Term(nfc(term.source), nfc(term.term), tuple(map(nfc, term.avoid)), nfc(term.meaning))


@given(st.lists(TERMS, min_size=1, max_size=6))
def test_a_table_that_comes_back_has_lost_nothing(terms: list[Term]) -> None:
    read = read_terms(write_terms(terms))
    assert [composed(term) for term in read.terms] == [composed(term) for term in terms]
    assert read.skipped == ()


def test_no_cell_runs_in_a_spreadsheet_program() -> None:
    table = write_terms([Term("=cmd()", "+x", ("@y",), "-z")]).decode("utf-8-sig")
    assert "\r\n'=cmd(),'+x,'-z,'@y\r\n" in table


@pytest.mark.parametrize(
    "table",
    [
        "source,term,meaning,avoid\nwater,eau,a right,flotte; H2O\n",
        "TERM;SOURCE;AVOID;MEANING\neau;water;flotte ;a right\n".replace("flotte ", "flotte"),
        "water,eau,a right,flotte\n",
        "water\teau\ta right\tflotte\n",
    ],
)
def test_columns_are_told_by_names_or_order(table: str) -> None:
    (term,) = read_terms(table.encode()).terms
    assert (term.source, term.term, term.meaning, term.avoid[0]) == ("water", "eau", "a right", "flotte")


def test_rows_without_a_term_are_named_and_the_others_taken() -> None:
    read = read_terms(b"source,term\nwater,\n,eau\n\nfire,feu\n")
    assert [term.term for term in read.terms] == ["eau", "feu"]
    assert read.skipped == (2,)
    assert read_terms("source,term\nwater,eau".encode("utf-16")).terms[0].term == "eau"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(TableError):
        read_terms(data)


def test_forms_are_parted_by_semicolons_and_named_once() -> None:
    assert avoided_forms(" a ;b; a;; c  d ") == ("a", "b", "c d")
