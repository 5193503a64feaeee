"""A client that sends what a browser sends, and checks every page that any test fetches."""

import contextvars
import hashlib
import os
import re
from collections import Counter
from datetime import timedelta
from functools import lru_cache
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from consult.core.clock import now
from consult.core.database import db
from consult.people.sessions import open_session

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class PageClient(FlaskClient):
    """The test client: commits what the test wrote, adds the CSRF token, checks the page that comes back."""

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> Any:
        db.session.commit()
        if csrf and kwargs.get("method") in ("POST", "PUT", "DELETE", "PATCH") and "json" not in kwargs:
            data = kwargs.setdefault("data", {})
            if isinstance(data, dict):
                kwargs["data"] = {"csrf_token": self.csrf_token(), **data}
        # An empty context: the request must not share the test's own application context, session or `g`.
        response = contextvars.Context().run(super().open, *args, **kwargs)
        has_page = kwargs.get("method") != "HEAD" and response.status_code not in (301, 302, 303, 307, 308)
        if response.mimetype == "text/html" and has_page:
            check_page(response.get_data(as_text=True), fragment=_asked_for_fragment(kwargs))
        return response

    def csrf_token(self) -> str:
        """Return the token that a form of this browser's session carries."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", hashlib.sha1(os.urandom(64)).hexdigest())
        secret = self.application.config["SECRET_KEY"]
        return URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw)

    def sign_in(self, person: Any, *, is_strong: bool = False) -> "PageClient":
        """Sign a person in without the letter, or as by password and second factor; return the client."""
        db.session.flush()
        with self.session_transaction() as session:
            session["account"] = person.account.public_id
            session["epoch"] = person.account.session_epoch
            opened = open_session(person.account, now(), is_strong=is_strong)
            opened.expires_at = now() + timedelta(days=3650)  # tests travel in time
            session["session"], session.permanent = opened.public_id, True
            session["seen"] = 2**40
        return self


def _asked_for_fragment(kwargs: dict[str, Any]) -> bool:
    return "HX-Request" in dict(kwargs.get("headers") or {})


Attributes = dict[str, str | None]
TOKEN = re.compile(
    r"""<!.*?>|<(/?)([a-z][^\s/>]*)((?:[^<>"']++|"[^"]*"|'[^']*')*+)>|<[a-z/]""", re.IGNORECASE | re.DOTALL
)
ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


@lru_cache(maxsize=20_000)
def _attributes(words: str) -> Attributes:
    """Return what stands in a start tag. Most tags stand on many pages, and are read once."""
    found: Attributes = {}
    for one in ATTRIBUTE.finditer(words):
        name, *values = one.groups()
        given = [unescape(value) for value in values if value is not None]
        found[name.lower()] = given[0] if given else None
    return found


class _Page:
    """What a page check needs to know. A parser of the library would take as long as the page took to be made."""

    def __init__(self, page: str) -> None:
        self.tags: list[tuple[str, Attributes]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.title = ""
        for token in TOKEN.finditer(page):
            slash, name, words = token.groups()
            if name and slash:
                self._end(name.lower())
            elif name:
                self._start(name.lower(), words)
                if name.lower() == "title" and "svg" not in self.open:
                    self.title += page[token.end() : page.find("<", token.end())]
            elif not token.group().startswith("<!"):
                self.faults.append(f"a tag without an end: {page[token.start() :][:60]}")

    def _start(self, tag: str, words: str) -> None:
        self.tags.append((tag, _attributes(words.strip())))
        if tag not in VOID and not words.endswith("/"):
            self.open.append(tag)

    def _end(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-3:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def check_page(html: str, *, fragment: bool = False) -> None:
    """Fail with every fault of a page: nesting, one h1, title, ids, labels, lang and dir, CSRF, no inline code."""
    page = _Page(html)
    faults = page.faults + _fault_ids(page) + _fault_labels(page) + _fault_forms(html) + _fault_inline(page)
    if page.open:
        faults.append(f"never closed: {page.open}")
    if not fragment:
        faults += _fault_frame(page)
    assert not faults, "\n".join(faults) + "\n" + html[:3000]


def _fault_frame(page: _Page) -> list[str]:
    faults = []
    tags = [tag for tag, _ in page.tags]
    if tags.count("h1") != 1:
        faults.append(f"{tags.count('h1')} h1")
    if not page.title.strip():
        faults.append("no title")
    html = dict(page.tags[0][1]) if page.tags and page.tags[0][0] == "html" else {}
    if not html.get("lang") or html.get("dir") not in ("ltr", "rtl"):
        faults.append("html without lang or dir")
    if tags.count("main") != 1:
        faults.append("not one main")
    return faults


def _fault_ids(page: _Page) -> list[str]:
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    faults = [
        f"id twice: {name}" for name in sorted(str(name) for name, times in Counter(ids).items() if times > 1)
    ]
    known = set(ids)
    for tag, attrs in page.tags:
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for target in (attrs.get(name) or "").split():
                if target not in known:
                    faults.append(f"{tag} {name} points at nothing: {target}")
    return faults


def _fault_labels(page: _Page) -> list[str]:
    labelled = {attrs.get("for") for tag, attrs in page.tags if tag == "label"}
    faults = []
    for tag, attrs in page.tags:
        if tag not in ("input", "select", "textarea") or attrs.get("type") in ("hidden", "submit", "button"):
            continue
        if (
            attrs.get("id") not in labelled
            and not attrs.get("aria-label")
            and not attrs.get("aria-labelledby")
        ):
            faults.append(f"no label: {tag} {attrs.get('name')}")
    return faults


def _fault_forms(html: str) -> list[str]:
    faults = []
    for chunk in html.split("<form")[1:]:
        head, _, rest = chunk.partition(">")
        if 'method="post"' in head.lower() and 'name="csrf_token"' not in rest.split("</form")[0]:
            faults.append(f"a form without CSRF token: {head}")
        if "action=" not in head:
            faults.append(f"a form without action: {head}")
    return faults


def _fault_inline(page: _Page) -> list[str]:
    faults = []
    for tag, attrs in page.tags:
        if "style" in attrs or any(name.startswith("on") for name in attrs):
            faults.append(f"inline code on {tag}: {attrs}")
        if tag == "script" and not attrs.get("src") and attrs.get("type") != "application/json":
            faults.append("an inline script")
    return faults


def words_of(page: str) -> str:
    """Return the text of a page in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
