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
class AgreedTerm:
    """A term that translators agreed on in a language."""

    language: str
    source: str
    term: str
    agreed_by: str
    meaning: str = ""
    avoid: tuple[str, ...] = ()
