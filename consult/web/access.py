"""Every endpoint names its permission or says PUBLIC; who asks is read once per request.

`requires(permission, loader)` loads the thing (404), asks the permission map (404 where even reading is refused,
else 403), and hands the thing to the view. A feature that knows people registers how a request is identified.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from consult.core.clock import now
from consult.core.errors import NotAllowed, NotFound
from consult.core.refusals import say_refused
from consult.rules.permissions import READ_FIRST, READS, Actor, Facts, Permission, is_allowed

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Identity:
    """Who sent the request, and what the permission map asks; the person's row is loaded when it is wanted."""

    def __init__(
        self,
        person: Any = None,
        actor: Actor | None = None,
        *,
        reader: Any = None,
        load: Callable[[], Any] | None = None,
        stronger: Actor | None = None,
    ) -> None:
        """Take the row itself, or what is at hand of it and how it is loaded; neither for an anonymous reader.

        `stronger` is who they would be after a second step of signing in.
        """
        self.actor = actor or Actor()
        self.stronger = stronger or self.actor
        self.reader = reader or person
        self._person = person
        self._load = load

    @property
    def is_held_back(self) -> bool:
        """Say whether a second step of signing in would give this reader more."""
        return self.stronger != self.actor

    @property
    def person(self) -> Any:
        """Return the person's row, or None for an anonymous reader."""
        if self._person is None and self._load is not None:
            self._person = self._load()
        return self._person


ANONYMOUS = Identity()


def init_app(app: Flask) -> None:
    """Begin with everybody anonymous, until a feature registers how to identify a request."""
    app.extensions["consult.identify"] = lambda: ANONYMOUS
    app.context_processor(lambda: {"me": identity().reader, "may": may})
    app.url_value_preprocessor(_refuse_nul)


def _refuse_nul(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Answer that there is no such page where an address holds a NUL: PostgreSQL cannot even be asked."""
    if any("\x00" in str(value) for value in (values or {}).values()):
        raise NotFound


def register_identity(app: Flask, identify: Callable[[], Identity]) -> None:
    """Let a feature say who sent the present request."""
    app.extensions["consult.identify"] = identify


def identity() -> Identity:
    """Return who sent the request, read once."""
    if "identity" not in g:
        g.identity = current_app.extensions["consult.identify"]()
    return g.identity


def me() -> Any:
    """Return the signed-in person's row, or None."""
    return identity().person


def reader() -> Any:
    """Return what is at hand of the signed-in person without a question, or None: enough for pages and for sending."""
    return identity().reader


def actor() -> Actor:
    """Return what the permission map knows of the reader."""
    return identity().actor


def may(permission: Permission | str, thing: Any = None) -> bool:
    """Say whether the reader is allowed; templates pass the permission's name."""
    asked = Permission[permission] if isinstance(permission, str) else permission
    return is_allowed(asked, actor(), facts_of(thing))


def facts_of(thing: Any) -> Facts | None:
    """Return the facts of a thing, of anything with `facts(now)`; None for the network as such."""
    if thing is None or isinstance(thing, Facts):
        return thing
    return thing.facts(now())


def check(permission: Permission, thing: Any = None) -> None:
    """Raise NotFound or NotAllowed unless the reader is allowed."""
    facts = facts_of(thing)
    reading = READ_FIRST.get(permission)
    if reading and facts is not None and not is_allowed(reading, actor(), facts):
        _say(permission)
        raise NotFound
    if not is_allowed(permission, actor(), facts):
        _say(permission)
        raise NotFound if permission in READS else NotAllowed(_l("You may read this page, but not do this."))


def _say(permission: Permission) -> None:
    say_refused("permission", permission=permission.name, page=request.endpoint, person=actor().person_id)


def requires(permission: Permission, loader: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Guard a view. With a loader (which takes some of the URL's values and returns a thing with `facts`, or raises
    NotFound) the view gets the thing first and the URL's other values by name."""
    taken = set(inspect.signature(loader).parameters) if loader else set()

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            thing = loader(**{name: values.pop(name) for name in taken}) if loader else None
            if _should_sign_in(permission, thing):
                return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
            if _should_step_up(permission, thing):
                return redirect(url_for("people.staff_sign_in", next=request.full_path.rstrip("?")))
            check(permission, thing)
            return view(thing, **values) if loader else view(**values)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def _should_sign_in(permission: Permission, thing: Any) -> bool:
    """Send an anonymous reader of a page that needs a person to the sign-in, unless the thing is not theirs to know."""
    if actor().is_signed_in or request.method not in ("GET", "HEAD") or permission in READS:
        return False
    facts = facts_of(thing)
    reading = READ_FIRST.get(permission)
    if reading and facts is not None and not is_allowed(reading, actor(), facts):
        return False
    return not is_allowed(permission, actor(), facts)


def _should_step_up(permission: Permission, thing: Any) -> bool:
    """Ask somebody for their second step where it opens a page that the letter alone does not."""
    if not identity().is_held_back or request.method not in ("GET", "HEAD"):
        return False
    facts = facts_of(thing)
    return not is_allowed(permission, actor(), facts) and is_allowed(permission, identity().stronger, facts)


def PUBLIC(view: View) -> View:
    """Say that a view is for everybody."""
    view.permission = None  # type: ignore[attr-defined]
    return view
