"""A language as a PO file: out, in again, late, damaged, and of another narrative."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.formats.po import PoEntry, read_po, write_po
from consult.translations.exchange import context_of
from consult.translations.models import TranslationChange
from tests.translating import WATER, Translating, make_translating

ADDRESS = "/en/narratives/shared/languages/fr"


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def out(work: Translating) -> bytes:
    answer = work.client(work.leila).get(f"{ADDRESS}.po")
    assert answer.status_code == 200
    return bytes(answer.data)


def back(work: Translating, data: bytes) -> Any:
    answer = work.client(work.iker).post(f"{ADDRESS}/file", data={"file": (BytesIO(data), "fr.po")})
    db.session.expire_all()
    return answer


def filled(data: bytes, words: dict[str, str]) -> bytes:
    """Return a file in which sentences got other words, as a translation program would write it."""
    file = read_po(data)
    entries = [
        PoEntry(entry.context, entry.source, words.get(entry.source, entry.target), entry.is_fuzzy)
        for entry in file.entries
    ]
    return write_po(dict(file.head), entries)


def test_a_file_goes_out_is_translated_elsewhere_and_comes_in_as_a_draft(work: Translating) -> None:
    file = read_po(out(work))
    assert file.head["X-Consult-Narrative"] == "shared"
    assert file.head["Language"] == "fr"
    assert [entry.source for entry in file.entries][:2] == ["Water", "Water is a right."]
    assert file.entries[1].context == context_of(work.task(), 1)
    sources = [part.words for part in work.task().parts]
    answer = back(work, filled(out(work), dict(zip(sources, WATER, strict=True))))
    assert answer.status_code == 200
    assert "4 sentences were taken into the drafts" in answer.text
    row = work.row()
    assert (row.status, row.wordings, row.text_id) == ("draft", WATER, None)
    assert db.session.query(TranslationChange).one().act == "imported"
    again = back(work, out(work))
    assert "0 sentences were taken into the drafts" in again.text
    assert "4 sentences were the same" in again.text
    assert work.row().counter == 1


def test_a_round_trip_changes_nothing_also_where_sentences_are_reviewed(work: Translating) -> None:
    before = work.reviewed("water").counter
    work.post(work.leila, ["Santé", "", ""], key="health")
    back(work, out(work))
    assert (work.row().counter, work.row().status) == (before, "reviewed")
    assert work.row("health").wordings == ["Santé", "", ""]


def test_a_late_file_takes_what_still_stands_and_leaves_what_changed(work: Translating) -> None:
    sources = [part.words for part in work.task().parts]
    data = filled(out(work), dict(zip(sources, WATER, strict=True)))
    body = work.sections()[0][2].replace("It is not for sale.", "It is never for sale.")
    work.revise("water", body="A new first sentence. " + body)
    answer = back(work, data)
    assert "3 sentences were taken into the drafts" in answer.text
    assert "the original reads differently now" in answer.text
    assert "It is not for sale." in answer.text
    assert work.row().wordings == [WATER[0], "", WATER[1], "", WATER[3]]


def test_what_was_written_here_since_the_file_was_made_is_not_overwritten(work: Translating) -> None:
    work.post(work.leila, [*WATER[:2], "", ""])
    data = out(work)
    with freeze(now() + timedelta(hours=1)):
        work.post(work.leila, [WATER[0], "Ici, entre-temps.", "", ""])
        answer = back(
            work,
            filled(data, {"Water": "Eau", "Water is a right.": "Ailleurs.", "It is not for sale.": WATER[2]}),
        )
    assert "2 sentences were taken into the drafts" in answer.text
    assert "it was changed on the site since the file was made" in answer.text
    assert "Ailleurs." in answer.text
    assert work.row().wordings == ["Eau", "Ici, entre-temps.", WATER[2], ""]
    # A program that drops the head leaves no way to tell: then only gaps are filled.
    bare = write_po(
        {},
        [
            PoEntry(context_of(work.task(), 0), "Water", "Flots"),
            PoEntry(context_of(work.task(), 3), work.task().parts[3].words, WATER[3]),
        ],
    )
    back(work, bare)
    assert work.row().wordings == ["Eau", "Ici, entre-temps.", WATER[2], WATER[3]]


LINK = "See [the plan](https://plan.example/a) and [the budget](https://plan.example/b) for %(year)s."


def test_every_sentence_that_does_not_fit_is_named_and_the_others_are_taken(work: Translating) -> None:
    work.revise("health", body=f"{LINK}\n\nNobody pays at the door.")
    task = work.task("health")
    water = work.task()
    entries = [
        PoEntry(context_of(water, 0), "Water", "Eau"),
        PoEntry(context_of(water, 1), "Water is a right.", "Peut-être.", is_fuzzy=True),
        PoEntry(context_of(water, 2), "It is not for sale.", "x" * 40_000),
        PoEntry(context_of(water, 0), "Water", "Encore"),
        PoEntry(context_of(task, 1), LINK, LINK.replace("plan.example/b", "evil.example")),
        PoEntry("elsewhere:1@" + "0" * 12, "Water", "Eau"),
        PoEntry("no context of ours", "Water", "Eau"),
        PoEntry(context_of(task, 2), "Nobody pays at the gate.", "Personne"),
    ]
    data = write_po({"Language": "fr"}, entries) + b'\nmsgctxt "cut\nmsgid "x"\n'
    answer = back(work, data)
    assert "1 sentence was taken into the drafts" in answer.text
    for reason in (
        "marked as unsure (fuzzy)",
        "too long",
        "twice",
        "links or placeholders differ",
        "damaged",
    ):
        assert answer.text.count(reason) == 1, reason
    assert answer.text.count("no sentence of this narrative") == 2
    assert "the original reads differently now" in answer.text
    assert "8 sentences were left out" in answer.text
    assert work.row().wordings == ["Eau", "", "", ""]
    right = LINK.replace("See", "Voir").replace("and", "et")
    back(work, write_po({}, [PoEntry(context_of(task, 1), LINK, right)]))
    assert work.row("health").wordings[1] == right


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (write_po({"X-Consult-Narrative": "other"}, [PoEntry("a", "b", "c")]), "of another narrative"),
        (write_po({"Language": "ar"}, [PoEntry("a", "b", "c")]), "in another language"),
        ('msgid "a"\nmsgstr "é"\n'.encode("latin-1"), "Save it in UTF-8"),
        (b"", "This is no PO file."),
        (b"PK\x03\x04", "This is no PO file."),
    ],
)
def test_a_file_of_something_else_changes_nothing(work: Translating, data: bytes, words: str) -> None:
    answer = back(work, data)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(TranslationChange).count() == 0


def test_a_changed_sentence_goes_out_with_what_it_was(work: Translating) -> None:
    work.reviewed("water")
    work.revise("water", body=work.sections()[0][2].replace("a right", "a human right"))
    text = out(work).decode()
    assert f"# before: Water is a right. = {WATER[1]}" in text
    entries = {entry.source: entry.target for entry in read_po(out(work)).entries}
    assert entries["Water is a human right."] == ""
    assert entries["It is not for sale."] == WATER[2]


def test_files_are_for_those_who_translate(work: Translating) -> None:
    reader = work.app.test_client()
    assert reader.get(f"{ADDRESS}.po").status_code == 302
    assert work.client(work.leila).get(f"{ADDRESS}/file").status_code == 200
