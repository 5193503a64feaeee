"""What a page draws of one contribution: the value that `display` makes for one viewer."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from consult.text import Hunk, diff

from .credit import Credit
from .hunks import hunks_of
from .marks import marked_sentences, marked_text, section_html
from .models import Contribution, ContributionText, StoredHunk
from .positions import ShownStance, tally_lines
from .queries import Tally
from .rendered import ShownRendering
from .translated import ShownTranslation


@dataclass(frozen=True)
class Shown:
    """One contribution as a viewer may see it. Where `placeholder` is set, nothing of the words is here.

    `foreign_to`: the working language, where it proposes a change to the text in another one; `rendering`: how that is
    worded there.
    """

    row: Contribution
    kind: str
    author: str
    origin: str
    day: Markup | None
    is_own: bool
    placeholder: str = ""
    pills: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    quote: str = ""
    body: Markup | None = None
    rationale: Markup | None = None
    text: ContributionText | None = field(default=None, repr=False)
    foreign_to: str = ""
    rendering: ShownRendering | None = None
    translation: ShownTranslation | None = None
    structure: str = ""
    choices: tuple[str, ...] = ()
    question: str = ""
    disposition_reason: Markup | None = None
    tally: Tally | None = None
    stances: tuple[ShownStance, ...] = ()
    may: frozenset[str] = frozenset()
    replies: tuple["Shown", ...] = ()
    is_order: bool = False  # the choices stand in the order that the author gave them

    @property
    def public_id(self) -> str:
        """Return the id that URLs carry."""
        return self.row.public_id

    @property
    def anchor(self) -> str:
        """Return the id of its card in a page."""
        return f"c-{self.row.public_id}"

    @property
    def credit(self) -> Credit:
        """Return the author as this viewer reads it."""
        return Credit(self.author, self.origin)

    @property
    def tally_lines(self) -> list[str]:
        """Return the stances in words, by position; people and organisations apart."""
        if self.tally is None:
            return []
        return tally_lines(self.tally)

    @property
    def hidden_reason(self) -> str:
        """Return why it is hidden, for those who see it all the same."""
        return self.row.hidden_reason or ""

    @property
    def is_reword(self) -> bool:
        """Say whether it proposes other words for a section, and may be shown."""
        return self.text is not None and self.row.operation == "reword"

    @property
    def base_language(self) -> str:
        """Return the language of the text that it stands against."""
        base = self.text.base_text if self.text else None
        return base.language if base else self.language

    @property
    def is_rendered(self) -> bool:
        """Say whether a change to another language's text has a rendering that counts."""
        return self.rendering is not None and self.rendering.state != "objected"

    @property
    def base_id(self) -> int | None:
        """Return the id of that text."""
        return self.text.base_text_id if self.text else None

    def hunks_against(self, text_id: int) -> Sequence[StoredHunk]:
        """Return what it changes in a section text: as its author wrote it, or as it is rendered in its language."""
        if self.text is not None and self.base_id == text_id:
            return self.text.hunks
        if self.is_rendered and self.rendering is not None and self.rendering.base_id == text_id:
            return self.rendering.hunks
        return ()

    @property
    def sentences(self) -> list[Markup]:
        """Return the changed sentences, each with its changes."""
        if not self.is_reword or self.text is None or self.text.base_text is None:
            return []
        return marked_sentences(self.text.base_text.full, _hunks(self.text), self.base_language)

    @property
    def changes(self) -> Markup | None:
        """Return the whole section with the changes marked."""
        if not self.is_reword or self.text is None or self.text.base_text is None:
            return None
        return marked_text(self.text.base_text.full, _hunks(self.text), self.base_language)

    @property
    def before(self) -> Markup | None:
        """Return the section as it stands in the base revision."""
        base = self.text.base_text if self.text else None
        return section_html(base.heading, base.body) if base else None

    @property
    def after(self) -> Markup | None:
        """Return the section as it is proposed: reworded, or added."""
        if self.text is None or self.row.operation not in ("reword", "add"):
            return None
        return section_html(self.text.heading, self.text.body)


def _hunks(text: ContributionText) -> list[Hunk]:
    """Return the hunks as stored; those of a draft are worked out, since they are stored when it is sent."""
    assert text.base_text is not None
    return hunks_of(text) or diff(text.base_text.full, text.full)
