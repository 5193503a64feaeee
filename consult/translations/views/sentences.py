"""A section sentence by sentence, as the translate page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from babel.core import get_global
from flask_babel import gettext as _
from markupsafe import Markup

from consult.contributions.marks import mark_labels
from consult.narratives.agreed_terms import plain, terms_of
from consult.text import diff, render_changes
from consult.text.recall import digest_of
from consult.text.scripts import is_in_script, is_untouched
from consult.text.terms import Term, TermHint, avoided, hints, underlined
from consult.text.units import Together, Unit

from ..memory import Remembered, pair_of, recall
from ..taken_back import taken_in
from ..tasks import Task

BEFORE = "before"
"""The name of the offer that is the translation of the sentence as it was."""
SIGNS_A_LINE = 44


@dataclass(frozen=True)
class Offer:
    """Words that can be taken for a sentence: from where, for which words, and what would be taken."""

    name: str
    target: str
    source: Markup | None = None
    is_before: bool = False


@dataclass
class Sentence:
    """One sentence: its words, what is typed for it, and what helps."""

    place: int
    part: Unit
    words: str
    source: Markup
    changed: Markup | None = None
    offers: list[Offer] = field(default_factory=list)
    terms: list[TermHint] = field(default_factory=list)
    avoided: list[tuple[str, Term]] = field(default_factory=list)
    doubt: str | None = None
    author: str | None = None
    theirs: str | None = None
    is_theirs: bool = False
    is_missing: bool = False

    @property
    def name(self) -> str:
        """Return the name of its field."""
        return f"s-{self.place}"

    @property
    def lines(self) -> int:
        """Return how many lines the field is made high."""
        return min(max(len(self.part.words), len(self.words)) // SIGNS_A_LINE + 2, 16)

    @property
    def begins_paragraph(self) -> bool:
        """Say whether it opens a list item, a quotation or a heading."""
        return bool(self.part.lead)


def sentences_of(task: Task, given: Sequence[Together], missing: Sequence[int] = ()) -> list[Sentence]:
    """Return the sentences that have words, with what is typed and what is offered for each."""
    places = [place for place, part in enumerate(task.parts) if part.is_words]
    words = [task.parts[place].words for place in places]
    pair = pair_of(task.narrative.working_language, task.language)
    recalled = dict(zip(places, recall(task.narrative, pair, words), strict=True))
    terms = [plain(row) for row in terms_of(task.narrative.id, task.language)]
    found = [
        _sentence(task, place, given[place], recalled[place], terms, place in missing) for place in places
    ]
    for place, taken in taken_in(task.row).items():
        for one in found:
            if one.place == place and digest_of(one.words) == taken.digest:
                one.author = taken.contribution.public_id
    return found


def _sentence(
    task: Task,
    place: int,
    given: Together,
    recalled: Sequence[Remembered],
    terms: Sequence[Term],
    is_missing: bool,
) -> Sentence:
    part = task.parts[place]
    offers = [offer for offer in _offers(task, place, recalled) if offer.target != given.words]
    return Sentence(
        place,
        part,
        given.words,
        underlined(part.words, terms),  # with its marks: they are to be typed, too
        changed=_changed(task, place),
        offers=offers,
        terms=hints(part.words, given.words, terms),
        avoided=avoided(given.words, terms),
        doubt=_doubt(task, part.words, given.words),
        theirs=given.theirs,
        is_theirs=given.is_theirs,
        is_missing=is_missing,
    )


def _doubt(task: Task, source: str, words: str) -> str | None:
    """Return a hint where the words do not look as if they were in the language."""
    if is_untouched(source, words):
        return _("These are the words of the original. Is that meant?")
    if not is_in_script(words, script_of(task.language)):
        return _("Is this in the right language? Most letters are of another script.")
    return None


def script_of(language: str) -> str:
    """Return the script that a language is usually written in, as CLDR has it; empty where it is not known."""
    known = get_global("likely_subtags").get(language.replace("-", "_"), "")
    scripts = [
        part for part in [*language.split("-"), *known.split("_")] if len(part) == 4 and part.isalpha()
    ]
    return {"Hans": "Hani", "Hant": "Hani"}.get(scripts[0], scripts[0]) if scripts else ""


def _changed(task: Task, place: int) -> Markup | None:
    """Return the sentence with what was changed since its earlier wording marked, where it was."""
    origin = task.earlier.origins[place]
    if origin is None or origin.is_equal:
        return None
    return changes_between(task.earlier.sources[place], task.parts[place].words, task.source.language)


def changes_between(before: str, after: str, language: str) -> Markup:
    """Return a sentence with what was changed marked."""
    return render_changes(before, diff(before, after), lang=language, labels=mark_labels())


def _offers(task: Task, place: int, recalled: Sequence[Remembered]) -> list[Offer]:
    """Return what can be taken: the translation of the sentence as it was, then what the memory has."""
    found = []
    if task.earlier.targets[place]:
        found.append(Offer(BEFORE, task.earlier.targets[place], is_before=True))
    known = {offer.target for offer in found}
    for one in recalled:
        if one.target not in known:
            known.add(one.target)
            shown = None
            if not one.is_equal:
                shown = changes_between(one.source, task.parts[place].words, task.source.language)
            found.append(Offer(one.public_id, one.target, shown))
    return found


def alone(words: Sequence[str]) -> list[Together]:
    """Return words that nobody else changed."""
    return [Together(one) for one in words]
