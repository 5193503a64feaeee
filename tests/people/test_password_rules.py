"""What a password may be, sign by sign; what is kept of it, and what a check says."""

import pytest
from flask import Flask

from consult.core.errors import InvalidInput
from consult.people.passwords import COMMON, LONGEST, check_password, hash_password, is_password

KNOWN = ("lea.ndiaye@wells.example", "Léa Ndiaye-Okonkwo")
SHORT, LONG, FIRST = "At least 12 signs", "At most 200 signs", "among the first that somebody would try"


@pytest.mark.parametrize(
    "password",
    [
        "kettles sing",  # twelve signs to the letter
        ("brown kettles sing " * 20)[:LONGEST],  # two hundred to the letter
        "ndiaye sings to kettles",  # one's own name among enough other words
        "dragon kettle2026",  # a common word among enough other letters
        "2026-11-22 09:48",  # digits alone stand for no common word
        "ABCD-abcd-0123-XY",
        "कुएँ का पानी सबका है",  # each script has letters
        "🚰🍞🕊🔥🌾🚰🍞🕊🔥🌾🚰🍞",  # and five different signs of any kind are enough
        "  brown kettles  ",  # gaps at the ends belong to it
    ],
)
def test_a_password_that_others_would_not_try_is_taken_as_typed(password: str) -> None:
    assert check_password(password, *KNOWN) == password


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", SHORT),
        ("kettles sin", SHORT),  # eleven
        ("٠١٢٣٤٥٦٧٨٩٠", SHORT),  # eleven signs, of more bytes
        (("brown kettles sing " * 20)[: LONGEST + 1], LONG),
        ("abcdabcdabcdabcd", FIRST),  # four different signs
        ("AaAaBbBbCcCcDdDd", FIRST),  # of which capitals are the same
        ("facilitator2026!", FIRST),
        ("Secretariat-Network-2026", FIRST),  # common words only, however many
        ("Organisation Committee", FIRST),
        ("correcthorsebatterystaple", FIRST),
        ("MOTDEPASSE 123456", FIRST),
        ("Contraseña--2026", FIRST),
        ("wells-wells-12", FIRST),  # of one's own address
        ("OKONKWO-NDIAYE-1", FIRST),  # of one's own name, in either order
        ("ndiaye1974abc", FIRST),  # three letters more are not enough
        ("qwerty123456xyz", FIRST),
    ],
)
def test_a_password_that_is_refused_is_refused_at_its_field_with_the_reason(
    app: Flask, password: str, says: str
) -> None:
    with app.test_request_context("/en/"), pytest.raises(InvalidInput) as refused:
        check_password(password, *KNOWN)
    assert (refused.value.details["field"], refused.value.status) == ("password", 422)
    assert says in str(refused.value.message)


def test_short_parts_of_a_name_and_what_is_not_known_stand_against_no_password() -> None:
    assert check_password("léa-léa-léa-2026x") == "léa-léa-léa-2026x"
    assert check_password("ndiaye-ndiaye-1974", "", "") == "ndiaye-ndiaye-1974"
    assert check_password("ab ab kettles 19", "ab@a.example", "Ab A") == "ab ab kettles 19"


def test_common_words_are_kept_in_the_one_shape_in_which_they_are_looked_for() -> None:
    assert {word.casefold() for word in COMMON} == set(COMMON)


def test_of_a_password_its_argon2id_hash_is_kept_another_each_time(app: Flask) -> None:
    typed = "brown kettles sing at noon"
    one, other = hash_password(typed), hash_password(typed)
    assert one.startswith("$argon2id$")
    assert one != other
    assert typed not in one
    assert is_password(one, typed)
    assert is_password(other, typed)


@pytest.mark.parametrize(
    ("stored", "typed", "fits"),
    [
        ("own", "brown kettles sing at noon", True),
        ("own", "Brown kettles sing at noon", False),  # capitals count
        ("own", "brown kettles sing at noon ", False),  # so does a gap
        ("own", "", False),
        (None, "nobody has this password", False),  # not even what stands in where there is none
        (None, "", False),
        ("no hash at all", "brown kettles sing at noon", False),
        ("", "brown kettles sing at noon", False),
    ],
)
def test_a_password_fits_its_own_hash_alone(app: Flask, stored: str | None, typed: str, fits: bool) -> None:
    kept = hash_password("brown kettles sing at noon") if stored == "own" else stored
    assert is_password(kept, typed) is fits


def test_the_longest_password_is_checked_to_its_last_sign(app: Flask) -> None:
    typed = ("brown kettles sing " * 20)[:LONGEST]
    kept = hash_password(typed)
    assert is_password(kept, typed)
    assert not is_password(kept, typed[:-1] + "!")
    assert not is_password(kept, typed[:-1])
