"""From the bytes of a file, or from pasted text, to clean text with line feeds."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from consult.formats.imported import Notice, NoticeCode

SIZE_LIMIT = 1_048_576
"""Bytes that a document may have, in UTF-8."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_REMOVED = (
    (NoticeCode.NUL_REMOVED, re.compile("\x00")),
    (NoticeCode.CONTROLS_REMOVED, re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")),
    (NoticeCode.DIRECTION_REMOVED, re.compile("[\u202a-\u202e\u2066-\u2069]")),
)
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """Clean text (NFC, line feeds, no characters without a shape), and what had to be done to it."""

    text: str
    notices: tuple[Notice, ...] = ()
    errors: tuple[Notice, ...] = ()


def read_source(data: bytes | str) -> Source:
    """Decode and clean a document. Never raises: what is wrong stands in the result's `errors`."""
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > SIZE_LIMIT:
        return Source("", errors=(Notice(0, NoticeCode.TOO_LARGE, {"size": size, "limit": SIZE_LIMIT}),))
    decoded = _decode(data) if isinstance(data, bytes) else _pair_surrogates(data)
    text, notices = _clean(decoded.text)
    return Source(text, decoded.notices + notices, decoded.errors)


def line_of(text: str, offset: int) -> int:
    """Return the number, from 1, of the line that holds this offset."""
    return text.count("\n", 0, offset) + 1


def _decode(data: bytes) -> Source:
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", _guess(data)))
    name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    notices = () if encoding == "utf-8" else (Notice(0, NoticeCode.ENCODING, {"encoding": name}),)
    content = data[len(mark) :]
    try:
        return Source(content.decode(encoding), notices)
    except UnicodeDecodeError as error:
        before = _LINE_ENDS.sub("\n", content[: error.start].decode(encoding, "replace"))
        # The text is read on with marks in the gaps, so that the preview can show where they are.
        text = content.decode(encoding, "replace")
        params: dict[str, str | int] = {"encoding": name, "count": max(text.count("\ufffd"), 1)}
        undecodable = Notice(line_of(before, len(before)), NoticeCode.UNDECODABLE, params)
        return Source(text, notices, (undecodable,))


def _guess(data: bytes) -> str:
    """Tell UTF-16 without a mark by its zero bytes, which stand in every other place of Western text."""
    sample = data[:4096]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        places = sample[first::2]
        if len(places) >= 4 and places.count(0) > len(places) * 0.4:
            return encoding
    return "utf-8"


def _pair_surrogates(text: str) -> Source:
    if not _SURROGATES.search(text):
        return Source(text)
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    lone = _SURROGATES.search(paired)
    if lone is None:
        return Source(paired)
    line = line_of(_LINE_ENDS.sub("\n", paired[: lone.start()]), lone.start())
    error = Notice(line, NoticeCode.LONE_SURROGATE, {"count": len(_SURROGATES.findall(paired))})
    return Source(_SURROGATES.sub("\ufffd", paired), errors=(error,))


def _clean(text: str) -> tuple[str, tuple[Notice, ...]]:
    text = _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    notices = []
    for code, pattern in _REMOVED:
        if first := pattern.search(text):
            params: dict[str, str | int] = {"count": len(pattern.findall(text))}
            notices.append(Notice(line_of(text, first.start()), code, params))
            text = pattern.sub("", text)
    return unicodedata.normalize("NFC", text), tuple(notices)
