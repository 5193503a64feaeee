"""Makes replacements in a text, and refuses those that are not plain."""

from collections.abc import Iterable


class ContentError(ValueError):
    """The demonstration's files contradict themselves; the message names the entry."""


def replace_all(text: str, pairs: Iterable[tuple[str, str]], where: str) -> str:
    """Return `text` with each (find, replace) pair applied to the original, all at once.

    Raises ContentError, naming `where`, unless every `find` occurs exactly once and no two of them overlap.
    """
    result, reached = [], 0
    for start, find, replacement in sorted(
        (_only_place(text, find, where), find, new) for find, new in pairs
    ):
        if start < reached:
            raise ContentError(f"{where}: two changes overlap at {find!r}")
        result += [text[reached:start], replacement]
        reached = start + len(find)
    return "".join([*result, text[reached:]])


def _only_place(text: str, find: str, where: str) -> int:
    if not find or text.count(find) != 1:
        raise ContentError(f"{where}: {find!r} occurs {text.count(find) if find else 0} times, not once")
    return text.index(find)
