"""What the content tells of other languages: translated sections and agreed terms, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Translation:
    """A section in another language, one line a sentence; `of` is the revision whose wording was translated."""

    key: str
    language: str
    of: str
    translator: str
    day: int
    sentences: str
    reviewer: str | None = None
    is_sent: bool = False


@dataclass(frozen=True)
class Crossing:
    """A change to the text in another language; with a `translator` it is worded in the original, too.

    `find` occurs once in the reviewed text of the language, `source_find` once in the original; days from now.
    """

    key: str
    consultation: str
    author: str
    section: str
    language: str
    sent: float
    find: str
    replace: str
    rationale: str = ""
    visibility: str = "name"
    translator: str | None = None
    source_find: str = ""
    source_replace: str = ""
    rendered: float = 0

    @property
    def kind(self) -> str:
        """Return its kind as a contribution."""
        return "amendment"


@dataclass(frozen=True)
class AgreedTerm:
    """A term that translators agreed on in a language."""

    language: str
    source: str
    term: str
    agreed_by: str
    meaning: str = ""
    avoid: tuple[str, ...] = ()
