"""Notes that somebody took of a conversation, split into what was said, with the section that each is about."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_BULLET = re.compile(
    r"(?:[•‣◦▪●·]\s*|[-*+–—]\s+|\(?\d{1,3}[.)]\s+)(?=\S)"
)  # \d takes the digits of every script
_DRESS = re.compile(r"^#{1,6}\s+|[*_]{2}|[:：]+$")
_TAB = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A section that notes can name: by its printed label, its heading, or the label and the heading's first words."""

    key: str
    label: str
    heading: str


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was said; `section` is the key of the section that the notes named before it, "" for none."""

    body: str
    section: str = ""


def split_notes(text: str, sections: Sequence[Named] = ()) -> list[Note]:
    """Return what notes say, one note for each bullet of the outer list or paragraph, in order.

    What stands deeper than a bullet belongs to it. A line that names a section gives it to the notes after it; such a
    line is no note, but for what stands behind its colon. No word is lost.
    """
    reader = _Reader(_names(sections))
    for line in text.expandtabs(_TAB).splitlines():
        reader.read(line)
    reader.end()
    return reader.notes


@dataclass
class _Reader:
    names: dict[str, str]
    notes: list[Note] = field(default_factory=list)
    section: str = ""
    parts: list[str] = field(default_factory=list)
    indent: int | None = None  # of the bullet that is being read; None in a paragraph
    is_after_blank: bool = False
    has_list: bool = False

    def read(self, line: str) -> None:
        words = line.strip()
        if not words:
            self.is_after_blank = True
            return
        indent = len(line) - len(line.lstrip())
        bullet = _BULLET.match(words)
        if not self._names_section(words, bullet):
            said = words[bullet.end() :] if bullet else words
            self._say(said, indent, is_bullet=bullet is not None)
        self.is_after_blank = False

    def end(self) -> None:
        """Keep what was read of one note."""
        if self.parts:
            self.notes.append(Note("".join(self.parts), self.section))
        self.parts, self.indent, self.has_list = [], None, False

    def _say(self, said: str, indent: int, *, is_bullet: bool) -> None:
        is_deeper = self.indent is not None and indent > self.indent
        if is_bullet and is_deeper:
            self.parts += ["\n- " if self.has_list else "\n\n- ", said]
            self.has_list = True
        elif self.parts and not is_bullet and (is_deeper or not self.is_after_blank):
            self.parts += ["\n\n" if self.is_after_blank else " ", said]
        else:
            self.end()
            self.parts, self.indent = [said], indent if is_bullet else None

    def _names_section(self, words: str, bullet: re.Match[str] | None) -> bool:
        """Take the section that a line names, alone or before a colon."""
        for line in (words, words[bullet.end() :] if bullet else words):
            name, behind = line, ""
            if _name(line) not in self.names:
                name, _colon, behind = line.replace("：", ":").partition(":")
            if (name != line or not behind) and _name(name) in self.names:
                self.end()
                self.section = self.names[_name(name)]
                if behind := behind.lstrip(" *_"):
                    self.parts = [behind]
                return True
        return False


def _names(sections: Sequence[Named]) -> dict[str, str]:
    """Return the key by each name of a section; "" for a name that several have: they cannot be told apart."""
    found: dict[str, str] = {}
    for section in sections:
        for words in {section.label, section.heading, *_shortened(section)}:
            if name := _name(words):
                found[name] = "" if found.get(name, section.key) != section.key else section.key
    return found


def _shortened(section: Named) -> Iterator[str]:
    """Yield the label with the heading, and with its first words only: whoever writes along shortens it."""
    words = section.heading.split()
    if section.label:
        yield from (" ".join([section.label, *words[:number]]) for number in range(1, len(words) + 1))


def _name(words: str) -> str:
    """Return what is compared of a name: no marks, no case, digits as 0 to 9."""
    bare = _DRESS.sub("", _DRESS.sub("", words.strip()).strip())
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in unicodedata.normalize("NFC", bare))
    return " ".join(digits.replace("٫", ".").casefold().split()).rstrip(".): ")
