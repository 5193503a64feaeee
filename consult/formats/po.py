"""PO files, as professional translation programs read and write them: written whole, read entry by entry.

A damaged entry spoils no other: it is left out and named by its line. Nothing is guessed: a file whose encoding is
neither said nor UTF-8 is not read at all.
"""

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\s*\Z')
_KEYWORD = re.compile(r"(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+(.*)\Z", re.DOTALL)
_CHARSET = re.compile(rb"charset=([A-Za-z0-9._-]+)")
_FUZZY = re.compile(r"#,.*\bfuzzy\b")


class PoError(ValueError):
    """The file cannot be read at all; `reason` is encoding or unreadable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PoEntry:
    """One sentence: by what it is known, its words, their translation; the line (from 1) where it stands in a file."""

    context: str
    source: str
    target: str
    is_fuzzy: bool = False
    notes: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class PoFile:
    """A file that was read: its head, its entries, and the lines of entries that are damaged."""

    head: Mapping[str, str]
    entries: tuple[PoEntry, ...]
    damaged: tuple[int, ...]


def write_po(head: Mapping[str, str], entries: Iterable[PoEntry]) -> bytes:
    """Return a PO file in UTF-8 with the given head and entries; notes stand above their entry for the translator."""
    names = {**head, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8"}
    names["Content-Transfer-Encoding"] = "8bit"
    lines = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in names.items())
    blocks = [_block(PoEntry("", "", lines)), *map(_block, entries)]
    return "\n".join(blocks).encode()


def read_po(data: bytes) -> PoFile:
    """Read a PO file. Raises PoError where its encoding is not known or it holds no entry at all."""
    found: list[PoEntry] = []
    damaged: list[int] = []
    head: dict[str, str] = {}
    for draft in _drafts(_decoded(data)):
        if draft.is_damaged or "msgid" not in draft.parts or "msgstr" not in draft.parts:
            damaged.append(draft.line)
        elif not draft.parts["msgid"] and "msgctxt" not in draft.parts:
            head |= _head(draft.parts["msgstr"])
        else:
            found.append(draft.entry())
    if not found and not head:
        raise PoError("unreadable")
    return PoFile(head, tuple(found), tuple(damaged))


def _block(entry: PoEntry) -> str:
    lines = [f"# {' '.join(note.split())}".rstrip() for note in entry.notes]
    if entry.is_fuzzy:
        lines.append("#, fuzzy")
    if entry.context:
        lines.append(f"msgctxt {_quoted(entry.context)}")
    lines += [f"msgid {_quoted(entry.source)}", f"msgstr {_quoted(entry.target)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    parts = ["".join(_ESCAPED.get(sign, sign) for sign in part) for part in re.split(r"(?<=\n)", text)]
    if len(parts) == 1:
        return f'"{parts[0]}"'
    return "\n".join(['""', *(f'"{part}"' for part in parts if part)])


def _decoded(data: bytes) -> str:
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decode(data, name)
    said = _CHARSET.search(data[:4_000])
    return _decode(data, said[1].decode("ascii") if said else "utf-8")


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        raise PoError("encoding") from None


@dataclass
class _Draft:
    """An entry while its lines are read."""

    line: int
    parts: dict[str, str] = field(default_factory=dict)
    part: str = ""
    is_fuzzy: bool = False
    is_damaged: bool = False

    def entry(self) -> PoEntry:
        return PoEntry(
            self.parts.get("msgctxt", ""),
            self.parts["msgid"],
            self.parts["msgstr"],
            self.is_fuzzy,
            line=self.line,
        )

    def take(self, line: str) -> None:
        """Take a line that is neither empty nor a comment."""
        match = _KEYWORD.match(line)
        if match:
            self.part, line = match[1], match[2]
            self.is_damaged |= self.part in self.parts
            self.parts[self.part] = ""
        string = _STRING.match(line)
        if string is None or not self.part:
            self.is_damaged = True
        else:
            self.parts[self.part] += _unescaped(string[1])


def _drafts(text: str) -> Iterator[_Draft]:
    """Yield the entries of a file; each begins with its comments or after the translation of the one before."""
    draft = _Draft(1)
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        begins = line.startswith(("#", "msgctxt")) or (line.startswith("msgid ") and draft.part != "msgctxt")
        if (draft.parts or draft.is_damaged) and (not line or (begins and draft.part.startswith("msgstr"))):
            yield draft
            draft = _Draft(number)
        if line.startswith("#"):
            draft.is_fuzzy |= bool(_FUZZY.match(line))
        elif line:
            draft.line = draft.line if draft.parts or draft.is_damaged else number
            draft.take(line)
    if draft.parts or draft.is_damaged:
        yield draft


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), text)


def _head(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}
