"""Write a narrative as Markdown that `read_narrative` reads back to the same sections."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from consult.formats.body import normal_body
from consult.formats.markdown_in import LABEL_SPACE, OWN_LEVELS, split_label
from consult.formats.outline import blocks, headings

_SPECIAL = re.compile(r"([\\`*_\[\]<>&#~!|])")


class WritableSection(Protocol):
    """What is written of a section; the imported one and a revision's own both fit."""

    @property
    def depth(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def body(self) -> str: ...


def write_narrative(
    title: str | None, sections: Iterable[WritableSection], *, front: Mapping[str, str] | None = None
) -> str:
    """Return a revision as Markdown, with `front` (name, version, licence ...) in a block before it.

    The title is the heading of level one, sections of depth 1 to 3 are levels two to four. A label that only
    its place tells from the heading is set off by a wide space. Bodies are normalised as an import does it.
    """
    parts = [_front({**(front or {}), OWN_LEVELS[0]: OWN_LEVELS[1]})]
    if title and title.strip():
        parts.append(f"# {_heading(title)}")
    written = list(sections)
    for place, section in enumerate(written):
        if place or not _is_preamble(title, written):
            parts.append(f"{'#' * (section.depth + 1)} {_labelled(section.label, section.heading)}".rstrip())
        parts.append(normal_body(section.body))
    return "\n\n".join(part for part in parts if part) + "\n"


def _is_preamble(title: str | None, sections: Sequence[WritableSection]) -> bool:
    """Tell whether the first section is what the import makes of text between title and first heading."""
    first = sections[0]
    is_apart = len(sections) == 1 or sections[1].depth == 1
    return bool(
        title
        and is_apart
        and (first.depth, first.label, first.heading) == (1, "", " ".join(title.split()))
        and normal_body(first.body)
    )


def _front(pairs: Mapping[str, str]) -> str:
    lines = (f"{name}: {_front_value(value)}" for name, value in pairs.items())
    return "\n".join(("---", *lines, "---"))


def _front_value(value: str) -> str:
    is_plain = re.fullmatch(r"[\w][\w .,()/+-]*", value) and value == value.strip()
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _heading(words: str) -> str:
    words = " ".join(words.split())
    return next((form for form in (words, _escaped(words)) if _reads_as(form, "", words, True)), words)


def _labelled(label: str, heading: str) -> str:
    """Return the plainest form that is read back as this label and this heading."""
    label, heading = " ".join(label.split()), " ".join(heading.split())
    forms = _forms_with_label(label, heading) if label else _forms_without_label(heading)
    return next((form for form in forms if _reads_as(form, label, heading, False)), forms[-1])


def _forms_with_label(label: str, heading: str) -> list[str]:
    if not heading:
        return [label, f"{label}&emsp;", f"{_escaped(label)}&emsp;"]
    safe = _escaped(heading)
    return [
        f"{label} {heading}",
        f"{label} {safe}",
        f"{label}{LABEL_SPACE}{safe}",
        f"{_escaped(label)}{LABEL_SPACE}{safe}",
    ]


def _forms_without_label(heading: str) -> list[str]:
    safe = _escaped(heading)
    # What looks like a number but is part of the words: a backslash or an entity says so.
    return [
        heading,
        safe,
        re.sub(r"^(\(?\w+)([.)])", r"\1\\\2", safe),
        f"&#{ord(heading[:1] or ' ')};{safe[1:]}",
    ]


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)


def _reads_as(form: str, label: str, heading: str, is_title: bool) -> bool:
    found = headings(blocks(f"## {form}"))
    if len(found) != 1:
        return False
    if is_title:
        return found[0].words == heading
    printed, words = split_label(found[0], True)
    is_certain = printed is None or not printed.is_weak
    return is_certain and (printed.text if printed else "", words) == (label, heading)
