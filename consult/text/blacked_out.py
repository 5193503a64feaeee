"""Blacking out: a passage is replaced by blocks, as many as it had signs, that say for which reason.

Every offset into the text stays right. The first block of each line is followed by signs that no screen draws and that
hold the number of the removal in which it was done, so that whoever shows the text can say the reason in its place.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

import regex

from consult.text.hunks import Hunk

BLOCK = "\u2588"
_FIRST_SIGN, _SIGNS = 0xE0020, 95  # Unicode's tag characters: no font draws them, no normal form changes them
_RUN = regex.compile(f"{BLOCK}([\U000e0020-\U000e007e]+){BLOCK}*")
_ANY_RUN = regex.compile(f"{BLOCK}[{BLOCK}\U000e0020-\U000e007e]*")
_PASSAGE = regex.compile(rf"(?:{_RUN.pattern}\s*)+")
_PIECE = regex.compile("[^\n\x1f]+")
_TAG = regex.compile(r"<[^>]*>")
_AS_TYPED = frozenset(("textarea", "script"))
_WORDS_ALONE = frozenset(("title", "option"))
_EMPHASIS = "[*_`]{0,3}"
_BETWEEN = rf"{_EMPHASIS}\s+(?:(?:>|[-+*]|\#{{1,6}}|\d{{1,4}}[.)])\s+)*{_EMPHASIS}"
_LIKE = {"'": "['’ʼ]", '"': '["“”„«»]'}
_LIKE |= {"’": _LIKE["'"], "“": _LIKE['"'], "”": _LIKE['"']}
_SPACED = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{N}]")
Span = tuple[int, int]
Label = Callable[[int], str | None]


def shortest(number: int) -> int:
    """Return how many signs a passage must have so that the number of a removal finds room in it."""
    return len(_digits(number)) + 1


def placeholder(words: str, number: int) -> str:
    """Return blocks for words, as many as these have signs; line ends, and what parts answers in a row, stay."""
    return _PIECE.sub(lambda piece: _blocks(len(piece[0]), number), words)


def _blocks(length: int, number: int) -> str:
    signs = _digits(number) if length >= shortest(number) else ""
    return (BLOCK + signs).ljust(length, BLOCK) if length else ""


def _digits(number: int) -> str:
    signs = ""
    while number or not signs:
        number, rest = divmod(number, _SIGNS)
        signs = chr(_FIRST_SIGN + rest) + signs
    return signs


def _number(signs: str) -> int:
    return list(
        accumulate((ord(sign) - _FIRST_SIGN for sign in signs), lambda all_, one: all_ * _SIGNS + one)
    )[-1]


def is_blacked_out(text: str) -> bool:
    """Say whether a passage of a text was blacked out."""
    return _RUN.search(text) is not None


def count_passages(text: str) -> int:
    """Return how many passages of a text were blacked out; lines of one passage that follow each other are one."""
    return len(_PASSAGE.findall(text))


def without_numbers(text: str) -> str:
    """Return a text with one block for each run: programs of others drop the signs that hold its number."""
    return _ANY_RUN.sub(BLOCK, text) if BLOCK in text else text


def numbers_in(text: str) -> list[int]:
    """Return the numbers of the removals by which passages of a text were blacked out, each once."""
    return list(dict.fromkeys(_number(signs) for signs in _RUN.findall(text)))


def in_words(text: str, label: Label) -> str:
    """Return a text with the reason in the place of each passage; `label` says it, or None where it is not known."""
    return _RUN.sub(lambda run: label(_number(run[1])) or run[0], text) if BLOCK in text else text


def in_page(page: str, label: Label, markup: Callable[[str], str]) -> str:
    """Return a page (HTML) with `markup(reason)` in the place of each passage.

    What people edit, and the values of attributes, keep the blocks: they are sent back as they are.
    """
    if BLOCK not in page:
        return page
    parts, place, within = [], 0, ""
    for tag in _TAG.finditer(page):
        parts += [_shown(page[place : tag.start()], within, label, markup), tag.group()]
        place, within = tag.end(), _within(tag.group(), within)
    return "".join([*parts, _shown(page[place:], within, label, markup)])


def _within(tag: str, before: str) -> str:
    name = tag.strip("</>").split(maxsplit=1)[0].lower() if tag.strip("</>").strip() else ""
    if tag.startswith("</"):
        return "" if name == before else before
    return name if name in _AS_TYPED | _WORDS_ALONE else before


def _shown(words: str, within: str, label: Label, markup: Callable[[str], str]) -> str:
    if within in _AS_TYPED or BLOCK not in words:
        return words

    def show(run: "regex.Match[str]") -> str:
        reason = label(_number(run[1]))
        if reason is None:
            return run[0]
        return markup(reason) if within not in _WORDS_ALONE else reason.translate(_ESCAPED)

    return _RUN.sub(show, words)


_ESCAPED = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def passages(text: str, wordings: Iterable[str]) -> list[Span]:
    """Return where a text has one of the wordings, in code points, in order and joined where they overlap.

    Case, the shape of quotes, line ends, and the marks of emphasis and lists make no difference; in scripts with
    spaces between words a wording begins and ends with whole words.
    """
    found = [match.span() for wording in wordings for match in _pattern(wording).finditer(text)]
    return joined(span for span in found if span[0] < span[1])


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap or touch as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _pattern(wording: str) -> "regex.Pattern[str]":
    words = _BETWEEN.join(map(_word, wording.split()))
    before = r"(?<![\p{L}\p{N}])" if _SPACED.match(wording.strip()[:1]) else ""
    after = r"(?![\p{L}\p{N}])" if _SPACED.match(wording.strip()[-1:]) else ""
    return regex.compile(before + words + after if words else r"(?!)", regex.IGNORECASE)


def _word(word: str) -> str:
    """Return a pattern for one word; between its letters and its points marks of emphasis may stand."""
    parts = regex.findall(r"[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]", word)
    return _EMPHASIS.join(_LIKE.get(part) or regex.escape(part) for part in parts)


def longest_word(wording: str) -> str:
    """Return the longest run of letters of a wording: what a text must have for the wording to stand in it."""
    return max(regex.findall(r"[\p{L}\p{M}\p{N}]+", wording), key=len, default="")


def black_out(text: str, spans: Iterable[Span], number: int) -> str:
    """Return a text with blocks in the place of the spans; it is as long as before."""
    for start, end in spans:
        text = text[:start] + placeholder(text[start:end], number) + text[end:]
    return text


def touches(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Say whether a span of a text overlaps one of others; a point does that within one."""
    return any((start < stop and first < end) or first < start == end < stop for first, stop in spans)


def black_out_changes(
    hunks: Sequence[Hunk], hidden: Sequence[Span], wordings: Sequence[str], number: int, changed: str
) -> list[Hunk]:
    """Return the changes of a base text with what must not be read in their words blacked out.

    `hidden` are the spans of the base that were; whatever replaces a part of them goes whole. `changed` is the text
    with all hunks, in which the wordings are looked for: one may stand half in a change.
    """
    named, shift, found = passages(changed, wordings), 0, []
    for hunk in sorted(hunks):
        start = hunk.start + shift
        inside = [
            (max(first - start, 0), min(stop - start, len(hunk.new)))
            for first, stop in named
            if touches(first, stop, [(start, start + len(hunk.new))])
        ]
        spans = [(0, len(hunk.new))] if touches(hunk.start, hunk.end, hidden) else inside
        found.append(Hunk(hunk.start, hunk.end, black_out(hunk.new, spans, number)))
        shift += len(hunk.new) - (hunk.end - hunk.start)
    return found
