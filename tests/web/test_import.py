"""The secretariat brings a document in, in a browser; everybody who may read takes it out again."""

from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from consult.core.database import db
from consult.formats.markdown_in import read_narrative
from consult.narratives.models import Narrative
from consult.narratives.services import latest_revision
from tests.factories import make_narrative, make_network, make_person, make_revision
from tests.page import PageClient

IMPORT = "/en/narratives/import"
PREVIEW = "/en/narratives/import/preview"
TEXT = "# The well\n\nWords before.\n\n## 1. Water\n\nWater is a right.\n\n## 3. Health\n\n### 3.1 Clinics\n\nFree."


@pytest.fixture
def secretariat(client: PageClient) -> PageClient:
    make_network()
    return client.sign_in(make_person("secretariat"))


def fields(text: str = TEXT, **values: object) -> dict[str, object]:
    return {"title": "", "language": "en", "read_audience": "public", "number": "1.0", "text": text, **values}


def upload(content: bytes, name: str = "text.md") -> dict[str, object]:
    return fields(text="", file=(BytesIO(content), name))


def test_the_form_asks_for_a_document(secretariat: PageClient) -> None:
    page = secretariat.get(IMPORT)
    assert page.status_code == 200
    assert 'enctype="multipart/form-data"' in page.text
    assert "العربية" in page.text


@pytest.mark.parametrize("role", [None, "participant", "facilitator", "working-group-member"])
def test_only_the_secretariat_imports(client: PageClient, role: str | None) -> None:
    client.sign_in(make_person(role))
    assert client.get(IMPORT).status_code == 403
    assert client.post(PREVIEW, data=fields()).status_code == 403
    assert client.post(IMPORT, data=fields()).status_code == 403
    assert db.session.query(Narrative).count() == 0


def test_an_anonymous_reader_imports_nothing(client: PageClient) -> None:
    assert client.post(IMPORT, data=fields()).status_code == 403


def test_the_preview_has_a_column_of_numbers_where_there_are_numbers(secretariat: PageClient) -> None:
    column = '<th scope="col">Number</th>'
    assert column in secretariat.post(PREVIEW, data=fields()).text
    assert column not in secretariat.post(PREVIEW, data=fields("# Ours\n\n## Water\n\nFree.")).text


def test_the_preview_shows_the_tree_and_stores_nothing(secretariat: PageClient) -> None:
    page = secretariat.post(PREVIEW, data=fields())
    assert page.status_code == 200
    for shown in ("4 sections", "Clinics", "3.1", "clinics", "Store this narrative", 'value="The well"'):
        assert shown in page.text
    assert "The numbering jumps from “1.” to “3.”" in page.text
    assert db.session.query(Narrative).count() == 0


def test_an_uploaded_file_comes_back_as_text_so_that_storing_needs_no_file(secretariat: PageClient) -> None:
    page = secretariat.post(PREVIEW, data=upload(TEXT.encode()))
    assert "Water is a right." in page.text
    saved = secretariat.post(IMPORT, data=fields())
    assert saved.status_code == 303
    narrative = db.session.query(Narrative).one()
    assert (narrative.title, narrative.slug) == ("The well", "the-well")


def test_storing_leads_on_and_says_so(secretariat: PageClient) -> None:
    answer = secretariat.post(IMPORT, data=fields(title="Another title", number="0.9", language="fr"))
    narrative = db.session.query(Narrative).one()
    assert answer.status_code == 303
    assert (narrative.title, narrative.working_language) == ("Another title", "fr")
    assert "stored as version 0.9" in secretariat.get(answer.location).text


def test_storing_twice_stores_once(secretariat: PageClient) -> None:
    secretariat.post(IMPORT, data=fields())
    again = secretariat.post(IMPORT, data=fields())
    assert again.status_code == 422
    assert "There is a narrative with this title already." in again.text
    assert db.session.query(Narrative).count() == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text": ""}, "There is no text in it."),
        ({"text": "Words and no heading"}, "Line 1: There is no heading."),
        ({"text": "Words\n\n# A\n\nText\n\n# B\n\nText"}, "Put the title above it"),
        ({"text": "# Only a title"}, "There is only the title"),
        ({"text": "## One\n\nText\n\n## Two\n\nText"}, "Give the narrative a title."),
        ({"number": "one"}, "two numbers with a point between"),
        ({"read_audience": ""}, "Choose who may read it."),
        ({"language": "tlh"}, "Not a valid choice"),
        ({"title": "x" * 301}, "This is too long"),
        ({"text": "# T\n\n## A\n\nodd \N{REPLACEMENT CHARACTER} sign"}, "Line 5: the sign"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_comes_back(
    secretariat: PageClient, values: dict[str, str], message: str
) -> None:
    sent = fields(**values)
    page = secretariat.post(IMPORT, data=sent)
    assert page.status_code == 422
    assert message in page.text
    assert str(sent["text"]).split("\n")[-1] in page.text
    assert secretariat.post(PREVIEW, data=sent).status_code == 422
    assert db.session.query(Narrative).count() == 0


@pytest.mark.parametrize(
    "content",
    [
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.replace("right", "ri\x00ght").encode(),
        TEXT.replace("right", "\u202eright").encode(),
    ],
    ids=["windows", "mark", "utf-16", "utf-16-le", "nul", "override"],
)
def test_a_file_from_any_machine_gives_the_same_narrative(secretariat: PageClient, content: bytes) -> None:
    answer = secretariat.post(IMPORT, data=upload(content))
    assert answer.status_code == 303
    revision = latest_revision(db.session.query(Narrative).one())
    assert revision is not None
    assert [place.text.body for place in revision.places][:2] == ["Words before.", "Water is a right."]


def test_signs_that_are_no_text_are_named_with_their_line(secretariat: PageClient) -> None:
    page = secretariat.post(PREVIEW, data=upload(b"# T\n\n## A\n\n\xff\xfe\xff words"))
    assert page.status_code == 422
    assert "Line 5: Some signs cannot be read as UTF-8" in page.text
    assert "words</textarea>" in page.text


def post_raw(client: PageClient, path: str, text: bytes, name: str = "text") -> TestResponse:
    """Send a document as the very bytes of a multipart body; `name` is the field, "file" for an upload."""
    values = {**fields("!!!"), "csrf_token": client.csrf_token()}
    values[name] = values.pop("text")
    parts = []
    for key, value in values.items():
        file = '; filename="text.md"' if key == "file" else ""
        parts.append(f'--cut\r\nContent-Disposition: form-data; name="{key}"{file}\r\n\r\n{value}\r\n')
    body = ("".join(parts) + "--cut--\r\n").encode().replace(b"!!!", text)
    return client.post(path, data=body, content_type="multipart/form-data; boundary=cut")


def test_a_lone_surrogate_is_refused_with_its_line(secretariat: PageClient) -> None:
    answer = post_raw(secretariat, IMPORT, b"# T\n\n## A\n\nx\xed\xa0\x80y")
    assert answer.status_code == 422
    assert "Line 5: the sign" in answer.text
    assert "\N{REPLACEMENT CHARACTER}y</textarea>" in answer.text


def test_a_megabyte_is_taken_and_more_is_refused(secretariat: PageClient) -> None:
    start = "# T\n\n## A\n\n"
    long = start + "word " * ((1_048_576 - len(start)) // 5)
    assert post_raw(secretariat, PREVIEW, long.encode(), "file").status_code == 200
    page = post_raw(secretariat, PREVIEW, (long + "more " * 2).encode(), "file")
    assert page.status_code == 422
    assert "At most 1048576 can be taken" in page.text


def test_text_that_is_too_long_is_not_lost(secretariat: PageClient) -> None:
    page = secretariat.post(PREVIEW, data=fields(text="# T\n\n## A\n\n" + "word " * 220_000 + "last-word"))
    assert page.status_code == 422
    assert "last-word" in page.text


def test_scripts_and_htmx_attributes_stay_letters(secretariat: PageClient) -> None:
    bad = '<script>alert(1)</script><b hx-get="/x">b</b>'
    page = secretariat.post(PREVIEW, data=fields(text=f"# {bad}\n\n## {bad}\n\n{bad}", title=bad))
    assert "<script>alert" not in page.text
    assert '<b hx-get="' not in page.text
    assert "HTML is kept as letters" in page.text


def test_five_hundred_headings_are_shown(secretariat: PageClient) -> None:
    text = "# T\n\n" + "\n\n".join(f"## Part {number}\n\nText." for number in range(500))
    assert "500 sections" in secretariat.post(PREVIEW, data=fields(text=text)).text


def test_a_version_comes_out_as_markdown_and_goes_in_again(client: PageClient) -> None:
    revision = make_revision(make_narrative(title="Our “text”", slug="ours"))
    answer = client.get("/en/narratives/ours/1.0.md")
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ours-1.0.md"'
    again = read_narrative(answer.data)
    assert not again.errors
    assert dict(again.front)["hash"] == revision.hash
    assert dict(again.front)["version"] == "1.0"
    assert again.title == "Our “text”"
    assert [(s.label, s.heading, s.body) for s in again.sections] == [
        (place.label, place.text.heading, place.text.body) for place in revision.places
    ]


@pytest.mark.parametrize("path", ["ours/1.1.md", "ours/1.md", "ours/x.y.md", "other/1.0.md"])
def test_an_unknown_version_is_not_found(client: PageClient, path: str) -> None:
    make_revision(make_narrative(slug="ours"))
    assert client.get(f"/en/narratives/{path}").status_code == 404


def test_a_narrative_for_members_comes_out_for_members_only(app: Flask, client: PageClient) -> None:
    make_revision(make_narrative(slug="ours", read_audience="members"))
    assert client.get("/en/narratives/ours/1.0.md").status_code == 404
    client.sign_in(make_person("working-group-member"))
    assert client.get("/en/narratives/ours/1.0.md").status_code == 200
