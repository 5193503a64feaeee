"""Reads rendered HTML as a browser would, and says what must not be there."""

from html.parser import HTMLParser

# Written out here and not imported, so that a widened list in the code fails a test.
TAGS = {
    *("p", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "code", "pre", "br", "hr", "del"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
VOID = {"br", "hr"}
REL = "nofollow ugc noopener noreferrer"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Inspector(HTMLParser):
    """Reads HTML as a browser's tokenizer would, and keeps what must not be there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(str(html))
        self.close()
        if self.open:
            self.faults.append(f"left open: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"tag {tag}")
        for name, value in attrs:
            if not self._is_allowed(tag, name, value or ""):
                self.faults.append(f"{tag} {name}={value!r}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closes {tag}")

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration {decl!r}")

    unknown_decl = handle_pi = handle_decl

    def _is_allowed(self, tag: str, name: str, value: str) -> bool:
        if (tag, name) == ("a", "href"):
            self.links.append(value)
            return self._leads_to_a_named_place(value)
        if name == "dir":
            return value == "auto"
        if (tag, name) == ("ol", "start") or name == "data-start":
            return value.isdigit()
        return (tag, name, value) == ("a", "rel", REL)

    @staticmethod
    def _leads_to_a_named_place(address: str) -> bool:
        if any(mark in address for mark in '\\ \t\r\n\x00<>"' + BIDI):
            return False
        scheme, _, rest = address.partition(":")
        if scheme.lower() == "mailto":
            return not rest.startswith("/") and rest != ""
        authority = rest[2:].split("/")[0].split("?")[0].split("#")[0]
        return (
            scheme.lower() in {"http", "https"}
            and rest[:2] == "//"
            and authority != ""
            and "@" not in authority
        )
