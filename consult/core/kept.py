"""What is kept in the memory of a process, so that pages need not ask for it again.

Two kinds. A `Shelf` keeps values under a key that names everything they depend on: such a value is never wrong and only
makes room for others. `kept` keeps small things that every page shows (the network's name, the navigation) until
anything is committed in this process, and for two seconds at most, so that what another process writes is seen, too.
Neither ever holds a row of the session, or anything that depends on the reader but is not named in the key.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, g, has_app_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session

LONGEST = 2.0
"""For how many seconds something is kept that another process may have changed."""

_writes = [0]


class Shelf:
    """A bounded store: what has not been asked for the longest makes room. Safe between threads."""

    def __init__(self, most: int, *, of_words: bool = True) -> None:
        """Make an empty one for so many values; `of_words`: they may hold what people wrote, which can be removed."""
        self.most = most
        self.of_words = of_words
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """Return the value under a key, or None."""
        key = (_generation(), key) if self.of_words else key
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def put(self, key: Hashable, value: Any) -> Any:
        """Keep a value (not None) under a key, and return it."""
        key = (_generation(), key) if self.of_words else key
        with self._lock:
            self._values[key] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()


def kept(name: str, make: Callable[[], Any]) -> Any:
    """Return what `make` returns, made anew after each commit of this process and after two seconds.

    The value must be the same for every reader and must hold no row of the session.
    """
    store = current_app.extensions.setdefault("consult.kept", {})
    found = store.get(name)
    if found and found[0] == _writes[0] and monotonic() - found[1] < LONGEST:
        return found[2]
    # The number of writes is noted before reading: what is committed meanwhile makes the value old at once.
    writes, since = _writes[0], monotonic()
    value = make()
    store[name] = (writes, since, value)
    return value


def register_generation(app: Flask, newest: Callable[[], Hashable]) -> None:
    """Let a function tell by what everything on a shelf is older or newer: each removal of words begins anew.

    A request asks it before it reads anything else. So what it reads is as new as that or newer, and what it puts on a
    shelf never holds words that were removed before, though it may have begun to read while that was done.
    """
    app.extensions["consult.generation"] = newest
    app.before_request(_note_generation)


def _note_generation() -> None:
    if request.endpoint != "static":
        g.generation = current_app.extensions["consult.generation"]()


def _generation() -> Hashable:
    if not has_app_context():
        return None
    noted: Hashable = g.get("generation")
    if noted is not None:
        return noted
    newest = current_app.extensions.get("consult.generation")
    return newest() if newest else None


def forget_kept(*_of_event: object) -> None:
    """Let everything that is kept for all pages be read anew."""
    _writes[0] += 1


event.listen(Session, "after_commit", forget_kept)
event.listen(sa.Engine, "commit", forget_kept)
