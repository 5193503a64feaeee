"""What of translations goes: each sentence whose original has a part of the passage goes whole, in every language."""

from collections.abc import Sequence

import sqlalchemy as sa

from consult.core.database import db
from consult.narratives.edition_models import EditionPlace, LanguageEdition
from consult.narratives.models import RevisionSection, SectionText
from consult.narratives.services import address_of
from consult.text.blacked_out import Span, placeholder, touches
from consult.text.recall import digest_of
from consult.text.units import Unit
from consult.translations.models import MemorySentence, Translation, TranslationChange
from consult.translations.tasks import parts_of, put_together

from .columns import may_hold
from .digests import plan_taken_back
from .plan import Plan


def plan_languages(plan: Plan) -> None:
    """Work out what is left of translations, of each step of them, and of the memory of sentences."""
    sources = dict(plan.hidden)
    touched = [words for one in sources.values() for words in _touched_words(one.text, one.spans)]
    rows = sa.select(Translation).where(Translation.source_text_id.in_(sources)).order_by(Translation.id)
    for row in db.session.scalars(rows):
        _text(plan, row, _Sentences(plan, row.source))
    _wordings(plan)
    _memory(plan, touched)


class _Sentences:
    """The sentences of a source text before and after: which are touched, and which became one."""

    def __init__(self, plan: Plan, source: SectionText) -> None:
        self.plan = plan
        hidden = plan.hidden.get(source.id)
        self.old = _placed(parts_of(source))
        self.touched = [
            bool(hidden) and touches(start, start + max(len(part.words), 1), hidden.spans)  # type: ignore[union-attr]
            for start, part in self.old
        ]
        self.new = self.old
        if hidden:
            heading, body = hidden.new
            self.new = _placed(parts_of(SectionText(heading=heading, body=body, language=source.language)))

    def left(self, wordings: Sequence[str]) -> list[str]:
        """Return the words for each sentence as it is now."""
        if len(wordings) != len(self.old):
            everything = any(self.touched)  # which sentence stands for which is not known
            return [self._hidden(words) if everything else self.plan.clean(words) for words in wordings]
        return [self._words(place, wordings) for place in range(len(self.new))]

    def _words(self, place: int, wordings: Sequence[str]) -> str:
        start, part = self.new[place]
        end = self.new[place + 1][0] if place + 1 < len(self.new) else float("inf")
        inside = [number for number, (at, _part) in enumerate(self.old) if start <= at < end]
        words = " ".join(filter(None, (wordings[number] for number in inside)))
        if not part.is_words:
            return ""
        if any(self.touched[number] for number in inside):
            return self._hidden(words)
        return self.plan.clean(words)

    def _hidden(self, words: str) -> str:
        return placeholder(words, self.plan.number)


def _placed(parts: Sequence[Unit]) -> list[tuple[int, Unit]]:
    """Return the sentences of a text, each with the place of its first word in the whole."""
    found, at = [], 0
    for part in parts:
        found.append((at + len(part.lead), part))
        at += len(part.lead) + len(part.words) + len(part.tail)
    return found


def _touched_words(text: SectionText, spans: Sequence[Span]) -> list[str]:
    return [
        part.words
        for start, part in _placed(parts_of(text))
        if touches(start, start + max(len(part.words), 1), spans)
    ]


def _text(plan: Plan, row: Translation, sentences: _Sentences) -> None:
    """Hide in the reviewed texts of a translation each sentence that stands for a touched one."""
    steps = [list(row.wordings), *_steps(row)]
    fitting = [wordings for wordings in steps if len(wordings) == len(sentences.old)]
    texts = _texts(row, fitting)
    for wordings in fitting:
        for words, is_touched in zip(wordings, sentences.touched, strict=True):
            if is_touched and words:
                for text in texts:
                    _hide_all(plan, text, words)


def _steps(row: Translation) -> list[list[str]]:
    asked = sa.select(TranslationChange.wordings).where(TranslationChange.translation_id == row.id)
    return list(db.session.scalars(asked))


def _texts(row: Translation, steps: Sequence[list[str]]) -> list[SectionText]:
    """Return the texts that came of a translation: the one that is read, what was reviewed before, what was sealed."""
    sealed = (
        sa.select(EditionPlace.text_id)
        .join(LanguageEdition, LanguageEdition.id == EditionPlace.edition_id)
        .join(
            RevisionSection,
            sa.and_(
                RevisionSection.revision_id == LanguageEdition.revision_id,
                RevisionSection.section_id == EditionPlace.section_id,
            ),
        )
        .where(
            LanguageEdition.language == row.language, RevisionSection.section_text_id == row.source_text_id
        )
    )
    addresses = {address_of(row.language, *put_together(row.source, wordings)) for wordings in steps}
    asked = sa.select(SectionText).where(
        SectionText.narrative_id == row.narrative_id,
        sa.or_(SectionText.id == row.text_id, SectionText.id.in_(sealed), SectionText.address.in_(addresses)),
    )
    return list(db.session.scalars(asked))


def _hide_all(plan: Plan, text: SectionText, words: str) -> None:
    full, at = text.full, text.full.find(words)
    while at >= 0:
        plan.hide(text, [(at, at + len(words))])
        at = full.find(words, at + len(words))


def _wordings(plan: Plan) -> None:
    """Take the sentences out of what translators work on and worked on."""
    step = TranslationChange
    earlier = sa.select(step.translation_id).where(may_hold(step.wordings, plan.wordings))
    asked = sa.select(Translation).where(
        sa.or_(
            Translation.source_text_id.in_(plan.hidden),
            may_hold(Translation.wordings, plan.wordings),
            Translation.id.in_(earlier),
        )
    )
    for row in db.session.scalars(asked):
        sentences = _Sentences(plan, row.source)
        left = sentences.left(row.wordings)
        plan.change("translations", row.id, {"wordings": list(row.wordings)}, {"wordings": left})
        if _changes_of(plan, row.id, sentences) or left != list(row.wordings):
            plan_taken_back(plan, row, left)


def _changes_of(plan: Plan, translation_id: int, sentences: _Sentences) -> bool:
    """Take the sentences out of each step of a translation; say whether any had some."""
    asked = sa.select(TranslationChange).where(TranslationChange.translation_id == translation_id)
    found = False
    for step in db.session.scalars(asked):
        before, left = list(step.wordings), sentences.left(step.wordings)
        found |= plan.change("translation_changes", step.id, {"wordings": before}, {"wordings": left})
    return found


def _memory(plan: Plan, touched: Sequence[str]) -> None:
    """Forget the sentences of the memory that hold a part of the passage, in either language."""
    memory = MemorySentence
    held = sa.or_(*(may_hold(column, plan.wordings) for column in (memory.source, memory.target)))
    digests = {digest_of(words) for words in touched}
    for row in db.session.scalars(sa.select(memory).where(sa.or_(held, memory.digest.in_(digests)))):
        named = plan.clean(row.source) != row.source or plan.clean(row.target) != row.target
        if named or row.digest in digests:
            plan.forgotten.add(row.id)
