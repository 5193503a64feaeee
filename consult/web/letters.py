"""Letters out of templates: plain text in the reader's language, with addresses of this site from the settings.

A template in `templates/letters/` has two blocks, `subject` and `body`. No address in a letter ever follows what a
request says of the host: the base address comes from the settings alone.
"""

from typing import Any

from flask import current_app, g
from flask_babel import force_locale

from consult.core.letters import Letter, queue_letter

from .blacked_out import shown_words
from .locale import SOURCE_LANGUAGE, languages


def outer_url(endpoint: str, language: str, **values: Any) -> str:
    """Return the full address of a page in a language, within a request or without one.

    Somebody may prefer a language that the pages are not in: they are led to the English page, not to none.
    """
    known = language if language in languages(current_app) else SOURCE_LANGUAGE
    path = current_app.url_map.bind("").build(endpoint, {"lang": known, **values})
    return current_app.config["BASE_URL"] + path


def write_letter(
    template: str, address: str, language: str, stop_url: str | None = None, **context: Any
) -> Letter:
    """Put a letter from `templates/letters/<template>.txt` into the outbox; return it. Nothing is sent here.

    `stop_url` goes into the letter's head as well, so that mail programs offer to stop letters like it.
    """
    subject, body = render_letter(template, language, stop_url=stop_url, **context)
    return queue_letter(address, language, shown_words(subject), shown_words(body), stop_url=stop_url)


def render_letter(template: str, language: str, **context: Any) -> tuple[str, str]:
    """Return subject and body of a letter in a language."""
    found = current_app.jinja_env.get_template(f"letters/{template}.txt")
    before = g.get("lang")
    g.lang = language
    try:
        with force_locale(language.replace("-", "_")):
            parts = [
                "".join(found.blocks[block](found.new_context(context))) for block in ("subject", "body")
            ]
    finally:
        g.lang = before
        if before is None:
            g.pop("lang")
    return " ".join(parts[0].split()), parts[1].strip() + "\n"
