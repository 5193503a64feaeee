"""Tidying raw changes: those that belong together are joined, and each gets its one canonical place."""

from consult.text.anchors import Span
from consult.text.words import STOPS, Cut, is_word

_MANY = 8  # words of a change that swallows two kept ones beside it
_LEAST_OF_REWRITE = 5  # words removed, and words added
_LEAST_IN_ALL = 16  # words removed and added
_KEPT_SHARE = 5  # so many words change for each one kept
_KEPT_IN_REWRITE = 12
_SENTENCE_ENDS = frozenset(".!?…؟۔:;؛")


def _words_in(words: Cut, start: int, end: int) -> int:
    return sum(map(is_word, words.tokens[start:end]))


def _changed_words(a: Cut, b: Cut, span: Span) -> int:
    """Count the words that a change takes and brings, as far as it matters."""
    count = 0
    for tokens, start, end in ((a.tokens, span[0], span[1]), (b.tokens, span[2], span[3])):
        for place in range(start, end):
            count += is_word(tokens[place])
            if count >= _MANY:
                return count
    return count


def _belong_together(a: Cut, b: Cut, one: Span, other: Span) -> bool:
    """Say whether only space, or too few words to stand alone, lie between two changes."""
    kept = 0
    only_space = True
    for place in range(one[1], other[0]):
        token = a.tokens[place]
        kept += is_word(token)
        if kept > 2 or token in STOPS:
            return False
        only_space = only_space and token.isspace()
    if only_space:
        return True
    least = min(_changed_words(a, b, one), _changed_words(a, b, other))
    return least >= (4 if kept < 2 else _MANY)


def coalesced(a: Cut, b: Cut, spans: list[Span]) -> list[Span]:
    """Join the changes that a reader takes for one."""
    joined: list[Span] = []
    for span in spans:
        if joined and _belong_together(a, b, joined[-1], span):
            span = (joined[-1][0], span[1], joined[-1][2], span[3])
            joined[-1] = span
        else:
            joined.append(span)
    return joined


def rewrites_joined(a: Cut, b: Cut, spans: list[Span]) -> list[Span]:
    """Join the changes of one sentence where hardly a word of what they span is kept: it is a rewrite."""
    joined: list[Span] = []
    for sentence in _by_sentence(a, spans):
        joined += [_around(sentence)] if len(sentence) > 1 and _is_rewrite(a, b, sentence) else sentence
    return joined


def _by_sentence(a: Cut, spans: list[Span]) -> list[list[Span]]:
    """Group the changes that no end of a sentence or line of the base parts."""
    grouped: list[list[Span]] = []
    for span in spans:
        if grouped and not _is_parted(a.tokens, grouped[-1][-1][1], span[0]):
            grouped[-1].append(span)
        else:
            grouped.append([span])
    return grouped


def _is_parted(tokens: list[str], start: int, end: int) -> bool:
    # A gap of so many tokens is more than a rewrite keeps, so there is no need to look at them.
    if end - start > 4 * _KEPT_IN_REWRITE:
        return True
    return any(token in STOPS or _holds_break(token) for token in tokens[start:end])


def _around(spans: list[Span]) -> Span:
    return spans[0][0], spans[-1][1], spans[0][2], spans[-1][3]


def _is_rewrite(a: Cut, b: Cut, spans: list[Span]) -> bool:
    removed = sum(_words_in(a, span[0], span[1]) for span in spans)
    added = sum(_words_in(b, span[2], span[3]) for span in spans)
    start, end, _, _ = _around(spans)
    kept = _words_in(a, start, end) - removed
    changed = removed + added
    return (
        min(removed, added) >= _LEAST_OF_REWRITE
        and changed >= _LEAST_IN_ALL
        and _KEPT_SHARE * kept <= changed
    )


def _holds_break(token: str) -> bool:
    return "\n" in token


def _quality_of_cut(tokens: list[str], place: int) -> int:
    """Say how good it is to cut before this token: between paragraphs and sentences is best."""
    if place in (0, len(tokens)):
        return 5
    before, after = tokens[place - 1], tokens[place]
    if _holds_break(before) or _holds_break(after):
        return 5
    if before.isspace():
        return 4 if place > 1 and tokens[place - 2] in _SENTENCE_ENDS else 2
    if not after.isspace():
        return 0
    return 3 if before in _SENTENCE_ENDS else 1


def _room(tokens: list[str], low: int, high: int, bounds: tuple[int, int]) -> tuple[int, int]:
    """Return how far [low, high) can slide to the left and to the right over equal tokens."""
    left = 0
    while left < bounds[0] and tokens[low - left - 1] == tokens[high - left - 1]:
        left += 1
    right = 0
    while right < bounds[1] and tokens[low + right] == tokens[high + right]:
        right += 1
    return left, right


def _slid(a: Cut, b: Cut, span: Span, bounds: tuple[int, int]) -> Span:
    """Move a pure insertion or deletion to the best of its equivalent places.

    `bounds`: the kept tokens between it and the changes beside it, which it must not slide past.
    """
    start, end, revised_start, revised_end = span
    if start == end:
        tokens, low, high = b.tokens, revised_start, revised_end
    elif revised_start == revised_end:
        tokens, low, high = a.tokens, start, end
    else:
        return span
    left, right = _room(tokens, low, high, bounds)
    if not left and not right:
        return span
    step = max(
        range(-left, right + 1),
        key=lambda d: (_quality_of_cut(tokens, low + d) + _quality_of_cut(tokens, high + d), -d),
    )
    return start + step, end + step, revised_start + step, revised_end + step


def slid(a: Cut, b: Cut, spans: list[Span]) -> list[Span]:
    """Give every insertion and deletion its canonical place, so that the same edit is the same hunk."""
    moved: list[Span] = []
    for index, span in enumerate(spans):
        before = moved[-1][1] if moved else 0
        after = spans[index + 1][0] if index + 1 < len(spans) else len(a.tokens)
        span = _slid(a, b, span, (span[0] - before, after - span[1]))
        if moved and span[0] == before:
            moved[-1] = _around([moved[-1], span])
        else:
            moved.append(span)
    return moved


def could_leave(a: Cut, b: Cut, spans: list[Span], begins: bool, ends: bool) -> bool:
    """Say whether an insertion or deletion could slide out of some tokens of two texts, or its edge be unsure.

    `begins` and `ends`: these tokens begin, or end, as the texts do, so that nothing is beyond.
    """
    if not spans:
        return False
    first, last = spans[0], spans[-1]
    return (not begins and _room_beside(a, b, first, (first[0], 0))[0] + 2 > first[0]) or (
        not ends and _room_beside(a, b, last, (0, len(a.tokens) - last[1]))[1] >= len(a.tokens) - last[1]
    )


def _room_beside(a: Cut, b: Cut, span: Span, bounds: tuple[int, int]) -> tuple[int, int]:
    """Return how far a span can slide to the left and to the right; what replaces words cannot."""
    start, end, revised_start, revised_end = span
    if start == end:
        return _room(b.tokens, revised_start, revised_end, bounds)
    return _room(a.tokens, start, end, bounds) if revised_start == revised_end else (0, 0)
