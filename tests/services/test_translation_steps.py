"""Every step of a translation from every state it can be in: what it becomes, or why not, and what is written down."""

from collections.abc import Callable

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, NotAllowed, StaleBase, WrongState
from consult.core.logs import AuditEntry, Event
from consult.narratives.models import SectionText
from consult.translations import services
from consult.translations.models import MemorySentence, Translation, TranslationChange
from tests.factories import make_person
from tests.translating import WATER, Translating, make_translating

OTHER = ["Eau", *WATER[1:]]
GAP = [*WATER[:3], ""]
UNTITLED = ["", *WATER[1:]]
NONE = ["", "", "", ""]


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def saved(work: Translating) -> None:
    services.save_translation(work.task(), WATER, counter=0, actor=work.leila, at=now())


def sent(work: Translating) -> None:
    services.send_for_review(work.task(), WATER, counter=0, actor=work.leila, at=now())


def reviewed(work: Translating) -> None:
    work.reviewed("water")


def reworked(work: Translating) -> None:
    work.reviewed("water")
    do(work, "save", "leila", OTHER)


STATES: dict[str, Callable[[Translating], None]] = {
    "none": lambda work: None,
    "draft": saved,
    "waiting": sent,
    "reviewed": reviewed,
    "reworked": reworked,
}


def do(
    work: Translating, verb: str, who: str, words: list[str], off: int = 0, remark: str = "Again."
) -> object:
    task = work.task()
    given = {
        "counter": (task.row.counter if task.row else 0) + off,
        "actor": getattr(work, who),
        "at": now(),
    }
    if verb == "return":
        return services.return_translation(task, remark, **given)
    if verb == "gaps":
        return services.send_for_review(task, words, gaps_are_meant=True, **given)
    verbs = {
        "save": services.save_translation,
        "send": services.send_for_review,
        "review": services.review_translation,
    }
    return verbs[verb](task, words, **given)


LEGAL = [
    # from, verb, who, words; status afterwards, steps that were written, who is the translator
    ("none", "save", "leila", GAP, "draft", ["saved"], "leila"),
    ("none", "save", "iker", UNTITLED, "draft", ["saved"], "iker"),
    ("none", "send", "leila", WATER, "waiting", ["saved", "sent"], "leila"),
    ("none", "gaps", "leila", GAP, "waiting", ["saved", "sent"], "leila"),
    ("draft", "save", "leila", WATER, "draft", [], "leila"),
    ("draft", "save", "iker", WATER, "draft", [], "leila"),  # the same words: still hers
    ("draft", "save", "iker", OTHER, "draft", ["saved"], "iker"),
    ("draft", "save", "leila", NONE, "draft", ["saved"], "leila"),  # begun: it may be emptied
    ("draft", "send", "iker", WATER, "waiting", ["sent"], "leila"),
    ("draft", "send", "iker", OTHER, "waiting", ["saved", "sent"], "iker"),
    ("waiting", "save", "iker", WATER, "waiting", [], "leila"),
    ("waiting", "save", "leila", OTHER, "draft", ["saved"], "leila"),
    ("waiting", "send", "iker", OTHER, "waiting", ["saved", "sent"], "iker"),
    ("waiting", "return", "iker", WATER, "draft", ["returned"], "leila"),
    ("waiting", "return", "leila", WATER, "draft", ["returned"], "leila"),  # one's own may be taken back
    ("waiting", "review", "iker", WATER, "reviewed", ["reviewed"], "leila"),
    ("waiting", "review", "iker", ["L’eau ", *WATER[1:]], "reviewed", ["reviewed"], "leila"),
    ("reviewed", "save", "leila", WATER, "reviewed", [], "leila"),
    ("reviewed", "save", "iker", OTHER, "draft", ["saved"], "iker"),
    ("reviewed", "send", "iker", OTHER, "waiting", ["saved", "sent"], "iker"),
    ("reworked", "send", "leila", OTHER, "waiting", ["sent"], "leila"),
]


@pytest.mark.parametrize(("state", "verb", "who", "words", "status", "acts", "translator"), LEGAL)
def test_step_that_is_allowed_is_taken_and_written_down_whole(
    work: Translating,
    state: str,
    verb: str,
    who: str,
    words: list[str],
    status: str,
    acts: list[str],
    translator: str,
) -> None:
    STATES[state](work)
    events = db.session.query(Event).count()
    known = db.session.query(TranslationChange).count()
    do(work, verb, who, words)
    row, actor = work.row(), getattr(work, who)
    assert (row.status, row.counter, row.translator_id) == (
        status,
        known + len(acts),
        getattr(work, translator).id,
    )
    steps = db.session.query(TranslationChange).order_by(TranslationChange.number).all()[known:]
    assert [(one.act, one.by_id, one.at, one.number) for one in steps] == [
        (act, actor.id, now(), known + place) for place, act in enumerate(acts, 1)
    ]
    assert all(one.wordings == row.wordings for one in steps)
    told = db.session.query(Event).order_by(Event.id).all()[events:]
    assert [(one.kind, one.subject, one.subject_id, one.actor_id) for one in told] == [
        (f"translation-{act}", "translations", row.id, actor.id) for act in acts
    ]
    assert all(one.narrative_id == work.narrative.id and one.before is None for one in told)
    if told:
        assert told[-1].after == status
    assert db.session.query(AuditEntry).count() == 0  # nothing here concerns what is secret


ILLEGAL = [
    ("none", "send", "leila", GAP, InvalidInput, "not translated yet"),
    ("none", "send", "leila", NONE, InvalidInput, "not translated yet"),
    ("none", "gaps", "leila", UNTITLED, InvalidInput, "not translated yet"),
    ("none", "gaps", "leila", NONE, InvalidInput, "not translated yet"),
    ("none", "return", "iker", WATER, WrongState, "does not wait for a review"),
    ("none", "review", "iker", WATER, WrongState, "does not wait for a review"),
    ("none", "save", "leila", WATER[:3], InvalidInput, "does not fit the section"),
    ("none", "save", "leila", [*WATER, "Encore."], InvalidInput, "does not fit the section"),
    ("none", "save", "leila", [], InvalidInput, "does not fit the section"),
    ("draft", "return", "iker", WATER, WrongState, "does not wait for a review"),
    ("draft", "review", "iker", WATER, WrongState, "does not wait for a review"),
    ("draft", "send", "leila", GAP, InvalidInput, "not translated yet"),
    ("waiting", "send", "leila", WATER, WrongState, "sent for review already"),
    ("waiting", "send", "iker", WATER, WrongState, "sent for review already"),
    ("waiting", "review", "leila", WATER, NotAllowed, "a second person reviews"),
    ("waiting", "review", "leila", OTHER, NotAllowed, "a second person reviews"),
    ("waiting", "review", "iker", OTHER, InvalidInput, "You changed words"),
    ("waiting", "review", "iker", GAP, InvalidInput, "You changed words"),
    ("waiting", "review", "iker", WATER[:3], InvalidInput, "does not fit the section"),
    ("reviewed", "send", "leila", WATER, WrongState, "sent for review already"),
    ("reviewed", "return", "iker", WATER, WrongState, "does not wait for a review"),
    ("reviewed", "review", "iker", WATER, WrongState, "does not wait for a review"),
    ("reworked", "review", "iker", OTHER, WrongState, "does not wait for a review"),
]


@pytest.mark.parametrize(("state", "verb", "who", "words", "refusal", "said"), ILLEGAL)
def test_step_that_is_not_allowed_says_why_and_writes_nothing(
    work: Translating,
    state: str,
    verb: str,
    who: str,
    words: list[str],
    refusal: type[ConsultError],
    said: str,
) -> None:
    STATES[state](work)
    db.session.commit()
    before = written(work)
    with pytest.raises(refusal) as refused:
        do(work, verb, who, words)
    assert type(refused.value) is refusal
    assert said in str(refused.value.message)
    db.session.rollback()
    assert written(work) == before


def written(work: Translating) -> list[object]:
    row = work.task().row
    mine = (row.status, row.counter, row.wordings, row.text_id, row.reviewer_id, row.remark) if row else None
    many = [db.session.query(one).count() for one in (Event, TranslationChange, SectionText, MemorySentence)]
    return [mine, *many]


@pytest.mark.parametrize("state", STATES)
def test_any_step_from_an_outdated_form_is_told_so_first(work: Translating, state: str) -> None:
    STATES[state](work)
    before = written(work)
    begun = () if state == "none" else ("return", "review")
    for verb in ("save", "send", "gaps", *begun):
        for off in (-1, 1):
            with pytest.raises(StaleBase) as refused:
                do(work, verb, "iker", OTHER, off=off)
            assert "Somebody saved this section meanwhile" in str(refused.value.message)
    assert written(work) == before


def test_a_remark_is_kept_in_one_line_and_cut_and_goes_with_the_next_sending(work: Translating) -> None:
    sent(work)
    for remark in ("", "   ", "\n\t\u202e"):
        with pytest.raises(InvalidInput) as refused:
            do(work, "return", "iker", WATER, remark=remark)
        assert refused.value.details == {"field": "remark"}
        assert work.row().status == "waiting"
    do(work, "return", "iker", WATER, remark="  Un\nmot " + "x" * 3_000)
    assert work.row().remark == ("Un mot " + "x" * 3_000)[:2_000]
    do(work, "save", "leila", OTHER)
    assert work.row().remark  # until it is sent again
    do(work, "send", "leila", OTHER)
    assert work.row().remark == ""


def test_approval_is_dated_signed_and_stored_once_and_a_later_draft_leaves_it(work: Translating) -> None:
    sent(work)
    texts = db.session.query(SectionText).count()
    do(work, "review", "iker", WATER)
    row = work.row()
    assert (row.reviewer_id, row.reviewed_at, row.updated_at) == (work.iker.id, now(), now())
    assert db.session.query(SectionText).count() == texts + 1
    first = row.text_id
    do(work, "save", "iker", OTHER)
    assert (row.status, row.text_id, row.reviewer_id) == ("draft", first, work.iker.id)
    do(work, "save", "leila", WATER)
    do(work, "send", "leila", WATER)
    do(work, "review", "iker", WATER)
    assert row.text_id == first  # the same words are the same text
    assert db.session.query(SectionText).count() == texts + 1


def test_a_sentence_may_be_as_long_as_told_and_not_one_sign_more(work: Translating) -> None:
    most = "m" * services.LONGEST_SENTENCE
    with pytest.raises(InvalidInput) as refused:
        do(work, "save", "leila", [WATER[0], "", most + "m", ""])
    assert refused.value.details == {"field": "gaps", "missing": [2]}
    assert work.task().row is None
    do(work, "save", "leila", [WATER[0], "", f" {most}\n", ""])
    assert work.row().wordings[2] == most


def test_what_has_no_letters_takes_no_words_and_is_no_gap(work: Translating) -> None:
    work.revise("water", body="Water is a right.\n\n---\n\nIt is not for sale.")
    assert [part.is_words for part in work.task().parts] == [True, True, False, True]
    do(work, "send", "leila", [*WATER[:2], "Un mot de trop", WATER[2]])
    assert work.row().wordings == [*WATER[:2], "", WATER[2]]
    do(work, "review", "iker", [*WATER[:2], "", WATER[2]])
    text = work.row().text
    assert text is not None
    assert text.body == f"{WATER[1]}\n\n---\n\n{WATER[2]}"


def test_the_words_of_each_step_can_be_asked_for(work: Translating) -> None:
    do(work, "save", "leila", GAP)
    do(work, "save", "iker", OTHER)
    row = work.row()
    found = [services.words_at(row, number) for number in (0, 1, 2, 3)]
    assert found == [[], GAP, OTHER, []]


def test_words_without_a_person_have_no_translator_and_anybody_may_review_them(work: Translating) -> None:
    services.save_translation(work.task(), WATER, counter=0, actor=None, at=now())
    assert work.row().translator_id is None
    assert db.session.query(TranslationChange).one().by_id is None
    do(work, "send", "leila", WATER)
    do(work, "review", "leila", WATER)
    assert work.row().status == "reviewed"


def test_a_reviewer_is_known_by_person_not_by_role(work: Translating) -> None:
    sent(work)
    third = make_person("facilitator", work.narrative)
    services.review_translation(work.task(), WATER, counter=2, actor=third, at=now())
    row = db.session.query(Translation).one()
    assert (row.translator_id, row.reviewer_id) == (work.leila.id, third.id)
