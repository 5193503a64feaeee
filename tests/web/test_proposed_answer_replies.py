"""A proposed answer: who is shown it and when, what its author can say, and what nobody else reads."""

import pytest

from consult.consolidation.release_models import ReleasedAnswer
from consult.consolidation.services.answers import take_back_answer
from consult.consolidation.services.releases import release_answers, replies_of
from consult.core.clock import now
from consult.core.database import db
from consult.core.letters import Letter
from consult.core.logs import Event
from consult.people.models import Account
from tests.desk import ADDRESS, Desk
from tests.desk_forms import url
from tests.factories import keep, make_comment, make_person
from tests.page import PageClient

MINE = "/en/me/contributions"


@pytest.fixture
def desk(app) -> Desk:
    desk = Desk()
    desk.comment = make_comment(desk.consultation, body="Rivers too.")
    desk.answer(desk.comment, "not-accepted", "Not this year.")
    return desk


def release(desk: Desk) -> list[ReleasedAnswer]:
    return release_answers(desk.row, desk.facilitator, now(), ADDRESS.format)


def say(client: PageClient, desk: Desk, reply: str, words: str = "", seen: int | None = None) -> str:
    """Send a reply as a browser does; return the page that it leads to."""
    released = db.session.query(ReleasedAnswer).order_by(ReleasedAnswer.id.desc()).first()
    data = {"reply": reply, f"r-{desk.comment.public_id}-words": words}
    data["seen"] = str(released.id if seen is None else seen)
    sent = client.post(f"/en/contributions/{desk.comment.public_id}/proposed-answer", data=data)
    assert sent.status_code == 303
    assert sent.location.endswith(f"{MINE}#answer-{desk.comment.public_id}")
    db.session.expire_all()
    return client.get(MINE).text


@pytest.mark.parametrize(
    ("reply", "words", "told", "kept"),
    [
        # Agreeing needs no words, and may have some.
        ("agrees", "", "The facilitators have what you said.", ("agrees", "")),
        ("agrees", "Thank you.", "The facilitators have what you said.", ("agrees", "Thank you.")),
        (
            "objects",
            "It cannot wait.",
            "The facilitators have what you said.",
            ("objects", "It cannot wait."),
        ),
        # The longest words are kept, to the last letter; one more is refused, also where none are needed.
        ("objects", "x" * 4000, "The facilitators have what you said.", ("objects", "x" * 4000)),
        ("objects", "x" * 4001, "4000", (None, "")),
        ("agrees", "x" * 4001, "4000", (None, "")),
        # An objection without words is none; what is neither is asked for.
        ("objects", " \n ", "Say in a word why you object", (None, "")),
        ("", "Words.", "Say whether you agree or object.", (None, "")),
        ("shrugs", "Words.", "Say whether you agree or object.", (None, "")),
    ],
)
def test_what_an_author_can_say_and_what_is_told(
    client: PageClient, desk: Desk, reply: str, words: str, told: str, kept: tuple[str | None, str]
) -> None:
    (released,) = release(desk)
    page = say(client.sign_in(desk.comment.person), desk, reply, words)
    assert told in page.replace(",", "").replace("&#39;", "'")
    assert (released.reply, released.words) == kept
    assert (released.replied_at is None) == (kept[0] is None)
    assert ("you agree<" in page, "you object<" in page) == (kept[0] == "agrees", kept[0] == "objects")


def test_an_author_can_think_again_and_the_log_says_from_what_to_what_and_no_words(
    client: PageClient, desk: Desk
) -> None:
    (released,) = release(desk)
    author = client.sign_in(desk.comment.person)
    say(author, desk, "objects", "No *wait*.")
    say(author, desk, "agrees")
    assert (released.reply, released.words) == ("agrees", "")
    told = [
        (row.kind, row.subject, row.subject_id, row.actor_id, row.before, row.after)
        for row in db.session.query(Event).where(Event.kind.like("answer-re%")).order_by(Event.id)
    ]
    about, person = ("contributions", desk.comment.id), desk.comment.person_id
    assert told == [
        ("answer-released", *about, desk.facilitator.id, None, None),
        ("answer-replied", *about, person, None, "objects"),
        ("answer-replied", *about, person, "objects", "agrees"),
    ]


@pytest.mark.parametrize("case", ["changed", "taken back", "published", "another row", "no number"])
def test_a_reply_to_what_is_no_longer_proposed_is_not_taken(
    client: PageClient, desk: Desk, case: str
) -> None:
    (released,) = release(desk)
    seen = released.id
    if case == "changed":
        desk.answer(desk.comment, "noted", "Another word.")
    elif case == "taken back":
        take_back_answer(desk.row, desk.comment, facilitator=desk.facilitator, at=now())
    elif case == "published":
        desk.publish()
    else:
        seen = released.id + 1 if case == "another row" else -1
    page = say(client.sign_in(desk.comment.person), desk, "agrees", seen=seen)
    assert "The facilitators have changed this answer meanwhile. Look at it again." in page
    assert released.reply is None
    assert ("Not this year." in page) == (case in ("published", "another row", "no number"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 403), ("other", 403), ("facilitator", 403), ("author", 303)],
)
def test_nobody_but_the_author_replies(client: PageClient, desk: Desk, who: str, status: int) -> None:
    (released,) = release(desk)
    person = {"other": make_person(), "facilitator": desk.facilitator, "author": desk.comment.person}
    if who != "anonymous":
        client.sign_in(person[who])
    data = {"reply": "agrees", "seen": released.id}
    path = f"/en/contributions/{desk.comment.public_id}/proposed-answer"
    assert client.post(path, data=data).status_code == status
    assert client.post("/en/contributions/nobody/proposed-answer", data=data).status_code == 404
    db.session.expire_all()
    assert released.reply == ("agrees" if who == "author" else None)


def test_a_proposed_answer_is_on_no_page_of_another(client: PageClient, desk: Desk) -> None:
    release(desk)
    say(client.application.test_client().sign_in(desk.comment.person), desk, "objects", "It cannot wait.")
    slug, consultation = desk.narrative.slug, desk.consultation.public_id
    pages = [
        f"/en/contributions/{desk.comment.public_id}",
        f"/en/consultations/{consultation}/sections/water",
        f"/en/consultations/{consultation}/ledger.csv",
        f"/en/narratives/{slug}/history",
    ]
    for reader in (None, make_person("working-group-member", desk.narrative)):
        other = client.application.test_client()
        if reader:
            other.sign_in(reader)
        for path in pages:
            text = other.get(path).text
            assert "Not this year." not in text, path
            assert "It cannot wait." not in text, path


def test_only_what_is_sent_and_shown_is_released_and_each_author_gets_one_letter(
    client: PageClient, desk: Desk
) -> None:
    author = desk.comment.person
    author.account.locale = "fr"
    others = [make_comment(desk.consultation, author) for _ in range(4)]
    for row in others:
        desk.answer(row, "noted", "Also read.")
    others[1].status = "withdrawn"
    others[2].hidden_at = now()
    away = make_comment(desk.consultation, make_person(account=keep(Account(email=None))))
    desk.answer(away, "noted", "No address.")
    make_comment(desk.consultation, make_person(), thread_id=others[0].id)
    facilitator = client.sign_in(desk.facilitator)
    assert "4 answers are prepared and not shown" in facilitator.get(url(desk, "/review")).text
    facilitator.post(url(desk, "/release"))
    page = facilitator.get(url(desk, "/review")).text
    assert "4 proposed answers are shown to their authors." in page
    assert "No prepared answer waits to be shown." in page
    facilitator.post(url(desk, "/release"))
    assert "0 proposed answers are shown" in facilitator.get(url(desk, "/review")).text
    (letter,) = db.session.query(Letter)
    assert (letter.address, letter.language) == (author.account.email, "fr")
    assert "/fr/me/contributions" in letter.body
    assert letter.subject == "An answer from Common Ground"
    for words in ("Not this year", "Rivers", "Also read", "Water"):
        assert words not in letter.subject + letter.body


def test_replies_are_read_at_the_desk_the_newest_first_and_not_once_they_are_answered_anew(
    client: PageClient, desk: Desk
) -> None:
    second = make_comment(desk.consultation, visibility="region")
    desk.answer(second, "noted", "We have read it.")
    release(desk)
    rows = {row.contribution_id: row for row in db.session.query(ReleasedAnswer)}
    say(client.sign_in(desk.comment.person), desk, "objects", "<b>No</b>", seen=rows[desk.comment.id].id)
    rows[second.id].reply, rows[second.id].replied_at = "agrees", now()
    assert [row.contribution_id for row in replies_of(desk.row)] == [second.id, desk.comment.id]
    page = client.sign_in(desk.facilitator).get(url(desk, "/review")).text
    assert "&lt;b&gt;No&lt;/b&gt;" in page
    assert page.index(second.public_id) < page.index(desk.comment.public_id)
    assert "Answer it anew" in page
    desk.answer(desk.comment, "not-accepted", "Not this year.")
    page = client.get(url(desk, "/review")).text
    assert "&lt;b&gt;No&lt;/b&gt;" not in page
    assert second.public_id in page
    assert "1 answer is prepared" in page


def test_an_author_is_told_at_the_top_which_contributions_have_a_proposed_answer(
    client: PageClient, desk: Desk
) -> None:
    release(desk)
    page = client.sign_in(desk.comment.person).get(MINE).text
    assert f'<a href="#answer-{desk.comment.public_id}">Remark: <bdi>Water</bdi></a>' in page
