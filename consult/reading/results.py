"""What was found, as a page lists it: a title that leads there, a few facts, the passage with the words marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from consult.consultations.models import Consultation, GuidingQuestion
from consult.contributions.display import Shown, shown_list
from consult.contributions.labels import DISPOSITION_TINTS, DISPOSITIONS
from consult.contributions.models import Contribution
from consult.contributions.searchable import heading_of, said_in
from consult.core.database import db
from consult.narratives.models import RevisionSection, SectionText
from consult.rules.permissions import Permission
from consult.surveys.findable import words_to
from consult.surveys.models import Survey, SurveyRow, SurveyWords
from consult.text.excerpts import Excerpt, excerpt, marked
from consult.text.markdown import plain_text
from consult.web.access import may
from consult.web.links import url_for
from consult.web.locale import current_language

from .finding import ANSWER, SECTION, SURVEY, Hit, Query, places_seen, sight_of_reader
from .ledger import KINDS as KIND_LABELS


@dataclass(frozen=True)
class Result:
    """One thing that was found. `language` is that of the passage, empty where it is not known."""

    title: str | Markup
    url: str
    kind: str
    excerpt: Excerpt
    language: str = ""
    title_language: str = ""
    facts: tuple[str | Markup, ...] = ()
    pills: tuple[tuple[str, str], ...] = ()


def results_of(hits: Sequence[Hit], query: Query) -> list[Result]:
    """Return what was found as the present reader may see it, in the same order."""
    sections = _sections([hit.thing_id for hit in hits if hit.kind == SECTION])
    rows = _contributions([hit.thing_id for hit in hits if hit.kind not in (SECTION, SURVEY)])
    shown = {one.row.id: one for top in shown_list(rows) for one in (top, *top.replies)}
    by_id = {row.id: row for row in rows}
    made = []
    for hit in hits:
        if hit.kind == SECTION:
            made.append(_section(sections[hit.thing_id], hit, query))
        elif hit.kind == SURVEY:
            made.append(_survey(hit, query))
        elif hit.kind == ANSWER:
            made.append(_answer(by_id[hit.thing_id], hit, query))
        elif hit.thing_id in shown and not shown[hit.thing_id].placeholder:
            made.append(_contribution(shown[hit.thing_id], query))
    return made


@dataclass(frozen=True)
class FoundText:
    """A text of a section, and where it stands: in the original, or as the translation of what stands there."""

    text: SectionText
    place: RevisionSection


def _sections(ids: Sequence[int]) -> dict[int, FoundText]:
    """Return the texts with these ids and where they stand in the newest versions, by id."""
    if not ids:
        return {}
    places = places_seen(sight_of_reader())
    rows = db.session.execute(
        sa.select(SectionText, RevisionSection)
        .join(places, places.c.text_id == SectionText.id)
        .join(
            RevisionSection,
            sa.and_(
                RevisionSection.revision_id == places.c.revision_id,
                RevisionSection.section_id == places.c.section_id,
            ),
        )
        .where(SectionText.id.in_(ids))
        .options(joinedload(RevisionSection.section))
    )
    return {text.id: FoundText(text, place) for text, place in rows}


def _contributions(ids: Iterable[int]) -> list[Contribution]:
    return list(
        db.session.scalars(
            sa.select(Contribution)
            .where(Contribution.id.in_(ids))
            .options(
                joinedload(Contribution.consultation).joinedload(Consultation.narrative),
                joinedload(Contribution.person),
                joinedload(Contribution.organisation),
                joinedload(Contribution.region),
                joinedload(Contribution.section),
            )
        )
    )


def _section(found: FoundText, hit: Hit, query: Query) -> Result:
    text, place, revision = found.text, found.place, found.place.revision
    heading = marked(text.heading, hit.language, query.wanted)
    return Result(
        title=Markup("{} {}").format(place.label, heading) if place.label else heading,
        url=url_for(
            "reading.revision_section",
            slug=revision.narrative.slug,
            number=revision.number,
            key=place.section.key,
            text=text.language if text.language != current_language() else None,
        ),
        kind=_("Section"),
        excerpt=excerpt(plain_text(text.body), hit.language, query.wanted),
        language=text.language,
        title_language=text.language,
        facts=(_("Section"), revision.narrative.title, _("Version %(number)s", number=revision.number)),
    )


def _survey(hit: Hit, query: Query) -> Result:
    """Return a question of a survey, with the words of one of the answers that were found."""
    asked = (
        sa.select(Survey, GuidingQuestion, SurveyRow.words)
        .select_from(SurveyWords)
        .join(Survey, Survey.id == SurveyWords.survey_id)
        .join(GuidingQuestion, GuidingQuestion.id == SurveyWords.question_id)
        .join(
            SurveyRow,
            sa.and_(SurveyRow.survey_id == SurveyWords.survey_id, SurveyRow.number == SurveyWords.number),
        )
        .where(SurveyWords.id == hit.thing_id)
    )
    survey, question, together = db.session.execute(asked).one()
    return Result(
        title=question.wording,
        url=url_for(
            "summaries.answers_behind",
            consultation_id=survey.consultation.public_id,
            question_id=question.public_id,
        ),
        kind=_("Survey held elsewhere"),
        excerpt=excerpt(words_to(survey, question, together), hit.language, query.wanted),
        language=hit.language,
        facts=(
            ngettext("%(num)s answer", "%(num)s answers", hit.number),
            survey.title,
            survey.consultation.title,
        ),
    )


def _contribution(shown: Shown, query: Query) -> Result:
    row, text = shown.row, shown.text
    assert text is not None, "what is shown has its words"
    own_heading = heading_of(row, text.heading)
    base = text.base_text
    words = "\n\n".join(filter(None, [own_heading, said_in(text)]))
    return Result(
        title=_("%(kind)s by %(author)s", kind=shown.kind, author=shown.author),
        url=url_for("reading.contribution", contribution_id=row.public_id),
        kind=shown.kind,
        excerpt=excerpt(plain_text(words), row.language, query.wanted),
        language=row.language,
        facts=(base.heading if base else "", shown.origin, row.consultation.title, shown.day or ""),
        pills=shown.pills,
    )


def _answer(row: Contribution, hit: Hit, query: Query) -> Result:
    assert row.disposition is not None, "an answer is indexed when it is given"
    text = row.text
    consultation = row.consultation
    if may(Permission.CONTRIBUTION_READ, row):
        url = url_for("reading.contribution", contribution_id=row.public_id)
    else:  # the answers may have more readers than the consultation
        key = row.section.key if row.section else ""
        url = url_for(
            "reading.ledger",
            consultation_id=consultation.public_id,
            section=key,
            kind=row.kind,
            disposition=row.disposition,
            _anchor=f"c-{row.public_id}",
        )
    heading = text.base_text.heading if text.base_text else ""
    return Result(
        title=_("Answer to: %(kind)s", kind=KIND_LABELS[row.kind]),
        url=url,
        kind=_("Answer"),
        excerpt=excerpt(plain_text(row.disposition_reason or ""), hit.language, query.wanted),
        facts=(heading, consultation.title),
        pills=((str(DISPOSITIONS[row.disposition]), DISPOSITION_TINTS[row.disposition]),),
    )
