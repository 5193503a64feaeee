"""Agreed terms in a text: where they stand, whether a translation has them, and which forms to avoid it has.

A term is found in its inflected forms, too, as far as endings and the Arabic article go. What is found is a hint for
somebody who reads: it may be wrong, and it bars nothing.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex
from markupsafe import Markup, escape

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+")
_SIGNS = regex.compile(r"\p{Mn}|ـ")
_ARABIC_LEAD = regex.compile(r"^[وفبكل]?(?:ال|لل)(?=\p{L}{3})|^[وفبكل](?=\p{L}{4})")
_LONGEST_ENDING = 3
_WITH_ENDINGS = 4


@dataclass(frozen=True, slots=True)
class Term:
    """An agreed term: what it stands for in the source language, itself, forms to avoid."""

    source: str
    term: str
    avoid: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class TermHint:
    """A term that the source sentence has, and whether the translation has it."""

    term: Term
    is_there: bool


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int


def spans_of(text: str, phrase: str) -> list[tuple[int, int]]:
    """Return where a phrase stands in a text, as code points; its words may be inflected."""
    wanted = [word.folded for word in _words(phrase)]
    words = _words(text)
    if not wanted:
        return []
    return [
        (words[place].start, words[place + len(wanted) - 1].end)
        for place in range(len(words) - len(wanted) + 1)
        if all(_is_form(words[place + step].folded, one) for step, one in enumerate(wanted))
    ]


def hints(source: str, target: str, terms: Sequence[Term]) -> list[TermHint]:
    """Return the terms that the source has, each with whether the target has it."""
    return [
        TermHint(term, bool(spans_of(target, term.term)))
        for term in terms
        if term.source and spans_of(source, term.source)
    ]


def avoided(target: str, terms: Sequence[Term]) -> list[tuple[str, Term]]:
    """Return the forms to avoid that a text has, with the term that is agreed on instead."""
    agreed = [span for term in terms for span in spans_of(target, term.term)]
    return [
        (form, term)
        for term in terms
        for form in term.avoid
        if any(not _lies_in(span, agreed) for span in spans_of(target, form))
    ]


def underlined(text: str, terms: Sequence[Term]) -> Markup:
    """Return a text as HTML with the terms of its language marked by `<span class="term">`, the longest first."""
    found = sorted(
        {span for term in terms for span in spans_of(text, term.source)}, key=lambda span: (span[0], -span[1])
    )
    parts: list[str] = []
    position = 0
    for start, end in found:
        if start >= position:
            parts += [
                escape(text[position:start]),
                Markup('<span class="term">{}</span>').format(text[start:end]),
            ]
            position = end
    return Markup("").join([*parts, escape(text[position:])])


def _words(text: str) -> list[_Word]:
    return [_Word(_fold(match.group()), *match.span()) for match in _WORD.finditer(text)]


def _fold(word: str) -> str:
    plain = _SIGNS.sub("", unicodedata.normalize("NFKD", word.casefold()))
    return _ARABIC_LEAD.sub("", plain)


def _is_form(word: str, wanted: str) -> bool:
    """Say whether a word is another or one of its forms: a few letters more at the end, or the last ones changed."""
    if word == wanted:
        return True
    if len(wanted) < _WITH_ENDINGS or not len(wanted) - 1 <= len(word) <= len(wanted) + _LONGEST_ENDING:
        return False
    stem = wanted if len(wanted) < _WITH_ENDINGS + 2 else wanted[:-1]
    return word.startswith(stem)


def _lies_in(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
