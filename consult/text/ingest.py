"""Ingest: the one place where a text that comes in gets its normal form."""

import re
import unicodedata

_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\x85")
_OPENING = re.compile("^[\\s\ufeff]+")
_PARAGRAPH_ENDS = re.compile(r"\n{3,}")


def normalise(text: str) -> str:
    """Return a text in the form in which texts are kept.

    Normal form NFC, line feeds as line ends, no byte order mark, no white space at the ends of lines,
    paragraphs separated by one blank line, nothing before the first and after the last word. ValueError
    names the first character that no text may hold (NUL, a lone surrogate) and its offset.
    """
    if forbidden := _FORBIDDEN.search(text):
        raise ValueError(f"{_name(forbidden.group())} at offset {forbidden.start()}")
    lines = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")).split("\n")
    joined = _PARAGRAPH_ENDS.sub("\n\n", "\n".join(line.rstrip() for line in lines)).rstrip()
    return _OPENING.sub("", joined)


def _name(character: str) -> str:
    return "NUL" if character == "\x00" else f"lone surrogate U+{ord(character):04X}"
