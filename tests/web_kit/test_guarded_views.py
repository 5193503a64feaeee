"""Who may see and do: not found where even reading is refused, refused where it is not, and sign-in where it helps."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, g

from consult.core.errors import ConsultError, NotAllowed, NotFound
from consult.rules.permissions import Actor, Facts, Grant, Permission, Role, Scope
from consult.web.access import Identity, check, facts_of, may, requires

ANYBODY = Actor()
MEMBER = Actor(person_id=1, is_member=True)
STRANGER = Actor(person_id=2)
PARTICIPANT = Actor(person_id=3, grants=frozenset({Grant(Role.PARTICIPANT, Scope.CONSULTATION, 7)}))
FACILITATOR = Actor(person_id=4, grants=frozenset({Grant(Role.FACILITATOR, Scope.CONSULTATION, 7)}))
ELSEWHERE = Actor(person_id=5, grants=frozenset({Grant(Role.FACILITATOR, Scope.CONSULTATION, 8)}))
OPEN = Facts(1, frozenset({7}), "open", "public", "members")
HIDDEN = Facts(1, frozenset({7}), "open", "invited", "invited")
P = Permission


def _as(app: Flask, actor: Actor, method: str = "GET") -> Any:
    context = app.test_request_context("/en/x?y=1", method=method)
    context.push()
    g.identity = Identity(object() if actor.is_signed_in else None, actor)
    return context


@pytest.fixture
def asking(app: Flask) -> Any:
    """Return a function that makes the present request one of an actor."""
    pushed: list[Any] = []

    def ask(actor: Actor, method: str = "GET") -> None:
        pushed.append(_as(app, actor, method))

    yield ask
    for context in reversed(pushed):
        context.pop()


@pytest.mark.parametrize(
    ("actor", "permission", "facts", "error"),
    [
        # Open to all to read: what is not allowed is refused by name.
        (ANYBODY, P.CONSULTATION_READ, OPEN, None),
        (STRANGER, P.CONTRIBUTION_SUBMIT, OPEN, NotAllowed),
        (MEMBER, P.CONTRIBUTION_SUBMIT, OPEN, None),
        (MEMBER, P.CONSULTATION_MANAGE, OPEN, NotAllowed),
        (FACILITATOR, P.CONSULTATION_MANAGE, OPEN, None),
        (ELSEWHERE, P.CONSULTATION_MANAGE, OPEN, NotAllowed),
        # Only for those who were invited: for others there is nothing, whatever they ask for.
        (ANYBODY, P.CONSULTATION_READ, HIDDEN, NotFound),
        (MEMBER, P.CONSULTATION_READ, HIDDEN, NotFound),
        (MEMBER, P.CONTRIBUTION_SUBMIT, HIDDEN, NotFound),
        (ELSEWHERE, P.CONSULTATION_MANAGE, HIDDEN, NotFound),
        (PARTICIPANT, P.CONSULTATION_READ, HIDDEN, None),
        (PARTICIPANT, P.CONSULTATION_MANAGE, HIDDEN, NotAllowed),
        (FACILITATOR, P.CONSULTATION_MANAGE, HIDDEN, None),
        # Of the network as such there is nothing to hide.
        (MEMBER, P.NETWORK_MANAGE, None, NotAllowed),
        (ANYBODY, P.PROFILE_EDIT, None, NotAllowed),
        (STRANGER, P.PROFILE_EDIT, None, None),
    ],
)
def test_a_refusal_says_no_more_than_one_may_know(
    asking: Callable[..., None],
    actor: Actor,
    permission: Permission,
    facts: Facts | None,
    error: type[ConsultError] | None,
) -> None:
    asking(actor)
    if error is None:
        check(permission, facts)
        return
    with pytest.raises(error):
        check(permission, facts)


@pytest.mark.parametrize(
    ("actor", "method", "permission", "facts", "outcome"),
    [
        # An anonymous reader of a page that needs a person is led to the sign-in.
        (ANYBODY, "GET", P.CONTRIBUTION_SUBMIT, OPEN, "sign in"),
        (ANYBODY, "HEAD", P.CONTRIBUTION_SUBMIT, OPEN, "sign in"),
        (ANYBODY, "GET", P.PROFILE_EDIT, None, "sign in"),
        # What was sent without signing in is refused: after signing in it would be gone.
        (ANYBODY, "POST", P.CONTRIBUTION_SUBMIT, OPEN, NotAllowed),
        # What one may not know of is not there, and no sign-in is offered for it.
        (ANYBODY, "GET", P.CONTRIBUTION_SUBMIT, HIDDEN, NotFound),
        (ANYBODY, "GET", P.CONSULTATION_READ, HIDDEN, NotFound),
        # Who is signed in is not asked to sign in again.
        (STRANGER, "GET", P.CONTRIBUTION_SUBMIT, OPEN, NotAllowed),
        (MEMBER, "GET", P.CONTRIBUTION_SUBMIT, OPEN, "view"),
        (ANYBODY, "GET", P.CONSULTATION_READ, OPEN, "view"),
    ],
)
def test_a_view_is_shown_refused_or_waits_for_a_sign_in(
    asking: Callable[..., None],
    actor: Actor,
    method: str,
    permission: Permission,
    facts: Facts | None,
    outcome: Any,
) -> None:
    asking(actor, method)
    view = requires(permission, lambda: facts)(lambda thing: "shown")
    if outcome in (NotAllowed, NotFound):
        with pytest.raises(outcome):
            view()
    elif outcome == "view":
        assert view() == "shown"
    else:
        answer: Any = view()
        assert (answer.status_code, answer.location) == (302, "/en/sign-in?next=/en/x?y%3D1")


def test_the_thing_is_loaded_before_anything_is_said_of_it(asking: Callable[..., None]) -> None:
    asking(ANYBODY)
    seen: list[object] = []

    def load(consultation_id: str) -> Facts:
        seen.append(consultation_id)
        if consultation_id == "nothing":
            raise NotFound
        return OPEN

    view = requires(P.CONSULTATION_READ, load)(lambda thing, key: f"{thing is OPEN} {key}")
    assert view(consultation_id="x", key="water") == "True water"
    with pytest.raises(NotFound):
        view(consultation_id="nothing", key="water")
    assert seen == ["x", "nothing"]


def test_a_guard_can_be_read_by_those_who_walk_over_all_routes(app: Flask) -> None:
    view = requires(P.NETWORK_MANAGE)(lambda: "")
    assert view.permission is P.NETWORK_MANAGE  # type: ignore[attr-defined]


def test_templates_ask_by_the_name_of_the_permission(asking: Callable[..., None]) -> None:
    asking(FACILITATOR)
    assert may("CONSULTATION_MANAGE", OPEN) is may(P.CONSULTATION_MANAGE, OPEN) is True
    assert may("NETWORK_MANAGE") is False
    with pytest.raises(KeyError):
        may("CONSULTATION_MANGE", OPEN)  # a word that is none fails at once and hides nothing


def test_the_facts_are_those_of_the_present_moment(app: Flask, now: object) -> None:
    class Thing:
        def facts(self, at: object) -> object:
            return at

    assert facts_of(Thing()) == now
    assert facts_of(None) is None
    assert facts_of(OPEN) is OPEN
