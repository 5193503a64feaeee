"""A survey with a column for each option or statement, in a browser: guessed, corrected, looked at, counted."""

import re

from consult.core.database import db
from consult.surveys.models import SurveyRow
from consult.surveys.work import read_next
from tests.factories import make_consultation, make_network, make_person, make_question
from tests.page import PageClient, words_of
from tests.survey_steps import table
from tests.web.section_summary_steps import rows_of
from tests.web.test_surveys import chosen

HEADER = [
    "Take up [Letters]",
    "Take up [Walks]",
    "First? [Water]",
    "First? [Health]",
    "Hold: Safe",
    "Hold: Ours",
]
TOLD = {"title": "Street survey", "account": "At the market.", "words_for": "readers"}


def lettered(page: str) -> dict[str, str]:
    """Return the letters that stand in the form, by the names of their fields."""
    tags = re.findall(r'<input[^>]*name="s_[^>]*>', page)
    return {
        re.search(r'name="([^"]+)"', tag)[1]: (re.search(r'value="([^"]*)"', tag) or ["", ""])[1]  # type: ignore[index]
        for tag in tags
    }


def test_columns_of_options_and_statements_are_guessed_corrected_and_counted(client: PageClient) -> None:
    make_network()
    consultation = make_consultation()
    many = make_question(consultation, wording="Take up", kind="multiple", options=["Letters", "Walks"])
    first = make_question(consultation, wording="First?", kind="ranking", options=["Water", "Health"])
    hold = make_question(
        consultation, wording="Hold", kind="matrix", options=["Yes", "No"], statements=["Safe", "Ours"]
    )
    client.sign_in(make_person("facilitator", consultation))
    rows = [["1", "0", "2", "1", "Yes", ""], ["1", "1", "", "1", "No", "2"], ["1", "perhaps", "", "", "", ""]]
    rows += [["0", "1", "", "", "", ""]] * 3
    place = f"/en/consultations/{consultation.public_id}"
    sent = client.post(f"{place}/surveys", data={"file": (table(rows, HEADER), "street.csv")})
    page = client.get(sent.location).text
    letters = lettered(page)
    assert list(letters.values()) == list("ABCDEF")
    names = [f"s_{question.public_id}_{part}" for question in (many, first, hold) for part in (0, 1)]
    assert list(letters) == names
    letters = {**chosen(page), **letters}
    words = words_of(page)
    assert "Letters Health · Water Safe: Yes" in words, "how the first rows are read"
    assert "perhaps: The question does not offer this option" in words
    assert f'name="q_{hold.public_id}"' not in page, "no single cell answers a matrix"

    wrong = client.post(f"{sent.location}/start", data={**letters, **TOLD, names[4]: "ZZ"})
    assert wrong.status_code == 422
    assert "No column has the letter “ZZ”." in wrong.text
    assert lettered(wrong.text)[names[4]] == "ZZ"
    both = client.post(f"{sent.location}/start", data={**letters, **TOLD, f"q_{many.public_id}": "0"})
    assert "Choose one column, or a column for each option." in both.text
    twice = client.post(f"{sent.location}/start", data={**letters, **TOLD, names[4]: "f"})
    assert "One column was chosen for two things." in twice.text

    turned = {**letters, names[4]: "f: Hold: Ours", names[5]: "E"}
    look = client.post(f"{sent.location}/start", data={**turned, "look": "1"})
    assert look.status_code == 200
    assert "Letters Health · Water Ours: Yes" in words_of(look.text)
    assert lettered(look.text)[names[5]] == "E"

    assert client.post(f"{sent.location}/start", data={**letters, **TOLD}).status_code == 303
    db.session.rollback()
    assert read_next()
    assert [row.chosen for row in db.session.query(SurveyRow)] == ["0;1,0;0,;", "0,1;1;1,1;", *["1;;;"] * 3]
    db.session.rollback()
    faults = rows_of(
        client, sent.location.removeprefix("http://localhost").removeprefix("/en") + "/faults.csv"
    )
    assert [(row["Row"], row["Column"], row["What stands there"]) for row in faults] == [
        ("4", "B", "perhaps")
    ]
    answers = words_of(client.get(f"{place}/summary/answers").text)
    assert "Walks 4 80.0" in answers
    assert "Health 2 100.0 1.0" in answers
    assert "Safe 1 1 2" in answers
    behind = client.get(f"{place}/summary/answers/{hold.public_id}?statement=2&option=2").text
    assert "1 answer" in words_of(behind)
    assert client.get(f"{place}/guiding-questions/{hold.public_id}/edit").status_code == 200
    assert "stays as it was asked" in client.get(f"{place}/guiding-questions/{hold.public_id}/edit").text
