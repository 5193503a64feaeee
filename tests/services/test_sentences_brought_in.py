"""What of a PO file is taken into drafts, sentence by sentence, and what its export says of each."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import Event
from consult.formats.po import PoEntry, PoError, read_po, write_po
from consult.translations import exchange, services
from consult.translations.exchange import Report, Skipped, context_of, export_po, import_po
from consult.translations.models import TranslationChange
from consult.translations.services import LONGEST_SENTENCE
from consult.translations.tasks import language_of
from tests.factories import make_narrative, make_revision
from tests.translating import WATER, Translating, make_translating

SOURCES = ["Water", "Water is a right.", "It is not for sale.", "Everyone must have it, every day."]


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def entry(work: Translating, place: int, target: str, key: str = "water", **values: object) -> PoEntry:
    task = work.task(key)
    given = {"context": context_of(task, place), "source": task.parts[place].words, "target": target}
    return PoEntry(**{**given, **values})  # type: ignore[arg-type]


def take(work: Translating, *entries: PoEntry, made: datetime | str | None = None, **head: str) -> Report:
    """Take entries in as a file that was made at a moment (now, if none is told)."""
    moment = made if isinstance(made, str) else (made or now()).isoformat()
    data = write_po({exchange.MADE: moment, **head}, entries)
    return import_po(language_of("shared", "fr"), data, actor=work.iker, at=now())


def reasons(report: Report) -> list[str]:
    return [one.reason for one in report.skipped]


FITS: list[tuple[str, Callable[[Translating], PoEntry], list[str], str]] = [
    ("whole", lambda work: entry(work, 1, WATER[1]), [], WATER[1]),
    ("in many lines", lambda work: entry(work, 1, "L’eau\n  est \tun droit."), [], WATER[1]),
    ("empty", lambda work: entry(work, 1, ""), [], ""),
    ("blank", lambda work: entry(work, 1, " \n\t"), [], ""),
    ("unsure", lambda work: entry(work, 1, WATER[1], is_fuzzy=True), ["unsure"], ""),
    ("unsure and empty", lambda work: entry(work, 1, "", is_fuzzy=True), [], ""),
    ("longest", lambda work: entry(work, 1, "m" * LONGEST_SENTENCE), [], "m" * LONGEST_SENTENCE),
    ("one more", lambda work: entry(work, 1, "m" * (LONGEST_SENTENCE + 1)), ["long"], ""),
    ("a link more", lambda work: entry(work, 1, "Voir https://x.example"), ["signs"], ""),
    ("a placeholder more", lambda work: entry(work, 1, "L’eau est %(a)s."), ["signs"], ""),
    ("wrong place", lambda work: entry(work, 1, WATER[1], context=context_of(work.task(), 3)), [], WATER[1]),
    (
        "place beyond",
        lambda work: entry(work, 1, WATER[1], context=context_of(work.task(), 99)),
        [],
        WATER[1],
    ),
    ("unknown wording", lambda work: entry(work, 1, WATER[1], context="water:1@" + "0" * 12), [], WATER[1]),
    ("other words", lambda work: entry(work, 1, WATER[1], source="Water was a right."), ["changed"], ""),
    ("unknown section", lambda work: entry(work, 1, WATER[1], context="fire:1@" + "0" * 12), ["unknown"], ""),
    ("short digest", lambda work: entry(work, 1, WATER[1], context="water:1@abc"), ["unknown"], ""),
    ("no context", lambda work: entry(work, 1, WATER[1], context=""), ["unknown"], ""),
    (
        "more context",
        lambda work: entry(work, 1, "x", context=context_of(work.task(), 1) + "\n"),
        ["unknown"],
        "",
    ),
]


@pytest.mark.parametrize(("_name", "made", "wanted", "words"), FITS, ids=[row[0] for row in FITS])
def test_sentence_is_taken_where_it_fits_or_left_out_for_a_reason(
    work: Translating, _name: str, made: Callable[[Translating], PoEntry], wanted: list[str], words: str
) -> None:
    report = take(work, made(work))
    row = work.task().row
    assert reasons(report) == wanted
    assert (row.wordings[1] if row else "") == words
    assert (report.number, report.changed, report.same) == ((1, {"Water": 1}, 0) if words else (0, {}, 0))
    if not words:
        assert db.session.query(TranslationChange).count() == 0


KEPT = [
    # of the original; of the translation; may it be taken
    ("See %s and %d.", "Voir %s et %d.", True),
    ("See %s and %d.", "Voir %d et %s.", True),  # the order is the language's
    ("See %s and %s.", "Voir %s.", False),
    ("See {name} now.", "Voir {name}.", True),
    ("See {name} now.", "Voir {nom}.", False),
    ("See %(a)s.", "Voir %(b)s.", False),
    ("Read [this](https://a.example/x).", "Lire [ceci](https://a.example/x).", True),
    ("Read [this](https://a.example/x).", "Lire [ceci](https://b.example/x).", False),
    ("Read [this](https://a.example/x).", "Lire ceci.", False),
    ("Read https://a.example now.", "Lire https://a.example/ maintenant.", False),
    ("All of 100 % is ours.", "Tout à 100 %.", True),
]


@pytest.mark.parametrize(("source", "target", "is_taken"), KEPT)
def test_links_and_placeholders_must_be_those_of_the_original(
    source: str, target: str, is_taken: bool
) -> None:
    found = exchange._unfit(PoEntry("x", source, target), target)
    assert found == (None if is_taken else "signs")


def test_one_file_changes_many_sections_and_counts_also_those_of_one_heading(work: Translating) -> None:
    work.revise("health", heading="Water", body="Health care is free for all.")
    report = take(
        work, entry(work, 1, WATER[1]), entry(work, 2, WATER[2]), entry(work, 1, "Gratuits.", key="health")
    )
    assert (report.number, report.changed) == (3, {"Water": 3})
    assert [row.wordings[1] for row in (work.row(), work.row("health"))] == [WATER[1], "Gratuits."]
    changes = db.session.query(TranslationChange).all()
    assert {(one.act, one.by_id, one.number) for one in changes} == {("imported", work.iker.id, 1)}
    events = db.session.query(Event).filter_by(subject="translations").all()
    assert [(one.kind, one.after, one.actor_id) for one in events] == [
        ("translation-imported", "draft", work.iker.id)
    ] * 2


def test_a_sentence_that_stands_twice_is_taken_at_its_place_or_at_the_next_free_one(
    work: Translating,
) -> None:
    work.revise("water", body="Water now. It is not for sale. Water now.")
    named = take(work, entry(work, 3, "La seconde."), entry(work, 1, "La première."))
    assert (named.number, work.row().wordings) == (2, ["", "La première.", "", "La seconde."])
    bare = {"context": "water:1@" + "0" * 12}
    again = take(
        work, entry(work, 1, "Une.", **bare), entry(work, 1, "Deux.", **bare), entry(work, 1, "x", **bare)
    )
    # Words that were written here already are not replaced by a file that does not know them.
    assert reasons(again) == ["newer", "newer", "changed"]


def test_named_twice_or_the_same_again_is_said_and_written_once(work: Translating) -> None:
    take(work, entry(work, 1, WATER[1]))
    report = take(work, entry(work, 1, WATER[1]), entry(work, 1, "Autre."), entry(work, 2, WATER[2]))
    assert (report.same, reasons(report), report.number) == (1, ["twice"], 1)
    assert work.row().counter == 2
    assert report.skipped[0].target == "Autre."
    assert report.skipped[0].source == SOURCES[1]
    assert report.skipped[0].line > 0


MOMENTS = [
    # when the file was made, in minutes from the save on the site; whether its words are taken
    (-1, False),
    (0, True),
    (1, True),
]


@pytest.mark.parametrize(("minutes", "is_taken"), MOMENTS)
def test_words_of_the_site_give_way_only_to_a_file_that_was_made_with_them(
    work: Translating, minutes: int, is_taken: bool
) -> None:
    work.post(work.leila, WATER)
    report = take(work, entry(work, 1, "D’ailleurs."), made=now() + timedelta(minutes=minutes))
    assert reasons(report) == ([] if is_taken else ["newer"])
    assert work.row().wordings[1] == ("D’ailleurs." if is_taken else WATER[1])


@pytest.mark.parametrize("made", ["", "yesterday", "2026-03-10T12:00:00", "2026-13-45"])
def test_file_that_does_not_say_when_it_was_made_fills_gaps_only(work: Translating, made: str) -> None:
    work.post(work.leila, [*WATER[:2], "", ""])
    report = take(work, entry(work, 1, "D’ailleurs."), entry(work, 2, WATER[2]), made=made)
    assert (reasons(report), report.number) == (["newer"], 1)
    assert work.row().wordings == [*WATER[:3], ""]


def test_a_file_changes_what_waits_or_is_approved_into_a_draft_and_leaves_the_readers_text(
    work: Translating,
) -> None:
    services.send_for_review(work.task(), WATER, counter=0, actor=work.leila, at=now())
    take(work, entry(work, 0, "Eau"))
    assert (work.row().status, work.row().translator_id) == ("draft", work.iker.id)
    services.send_for_review(work.task(), work.row().wordings, counter=3, actor=work.leila, at=now())
    text = services.review_translation(
        work.task(), work.row().wordings, counter=4, actor=work.leila, at=now()
    ).text_id
    take(work, entry(work, 0, "Flots"))
    assert (work.row().status, work.row().text_id) == ("draft", text)


HEADS = [
    ({"Language": "fr"}, None),
    ({"Language": "FR"}, None),
    ({"Language": ""}, None),
    ({"X-Consult-Narrative": "shared"}, None),
    ({"Language": "fr_CA"}, "in another language"),
    ({"Language": "ar"}, "in another language"),
    ({"X-Consult-Narrative": "Shared"}, "of another narrative"),
    ({"X-Consult-Narrative": ""}, "of another narrative"),
]


@pytest.mark.parametrize(("head", "said"), HEADS)
def test_file_of_something_else_is_refused_whole(
    work: Translating, head: dict[str, str], said: str | None
) -> None:
    if said is None:
        assert take(work, entry(work, 1, WATER[1]), **head).number == 1
        return
    with pytest.raises(InvalidInput) as refused:
        take(work, entry(work, 1, WATER[1]), **head)
    assert said in str(refused.value.message)
    assert refused.value.details == {"field": "file"}
    assert work.task().row is None


def test_damaged_entries_are_named_by_their_line_before_all_others(work: Translating) -> None:
    data = write_po({}, [entry(work, 1, "x" * 30_000)]) + b'\nmsgid "cut\n'
    report = import_po(language_of("shared", "fr"), data, actor=work.iker, at=now())
    assert report.skipped[0] == Skipped(data.count(b"\n"), "damaged")
    assert reasons(report) == ["damaged", "long"]
    with pytest.raises(PoError):
        import_po(language_of("shared", "fr"), b"nothing", actor=work.iker, at=now())


def test_export_has_each_sentence_once_in_order_with_its_state_and_none_without_letters(
    work: Translating,
) -> None:
    work.revise("health", heading="Health", body="Free.\n\n---\n\nNobody pays.")
    work.post(work.leila, [*WATER[:2], "", ""])
    with freeze(now() + timedelta(hours=1)):
        data = export_po(language_of("shared", "fr"), now())
        file = read_po(data)
        assert file.head[exchange.MADE] == now().isoformat()
    assert (file.head["Language"], file.head["Project-Id-Version"]) == ("fr", "shared 1.1")
    assert [one.source for one in file.entries] == [*SOURCES, "Health", "Free.", "Nobody pays."]
    assert [one.target for one in file.entries] == [*WATER[:2], "", "", "", "", ""]
    assert [one.context.partition("@")[0] for one in file.entries][4:] == ["health:0", "health:1", "health:3"]
    text = data.decode()
    assert [text.count(note) for note in ("# water: Water (draft)", "# health: Health (missing)")] == [1, 1]
    assert "Leïla" not in text  # no names of people
    assert "@members.example" not in text


def test_language_with_a_script_or_region_is_named_as_programs_do(work: Translating) -> None:
    narrative = make_narrative(slug="many", target_languages=["zh-Hant", "pt-BR"])
    make_revision(narrative, [("water", "Water", "Water is a right.")])
    for code, name in (("zh-Hant", "zh_Hant"), ("pt-BR", "pt_BR")):
        found = language_of("many", code)
        data = export_po(found, now())
        assert read_po(data).head["Language"] == name
        assert import_po(found, data, actor=work.iker, at=now()) == Report()
