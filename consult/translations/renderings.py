"""Changes to the text in another language: their place in the original, their rendering, their authors' word."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.contributions.hunks import store_hunks
from consult.contributions.language_models import Rendering
from consult.contributions.models import Contribution, ContributionText
from consult.contributions.rendered import counts, newest_rendering, touch
from consult.contributions.services import check_changed, proposed_wording
from consult.core.clock import day_begins, in_zone
from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, NotAllowed, NotFound, StaleBase, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Narrative, RevisionSection, SectionText
from consult.people.models import Person
from consult.rules.permissions import Facts
from consult.rules.states import AUTHOR_REPLIES
from consult.text.aligned import Spot, spots, whole
from consult.text.units import Unit, one_line

from .letters import AddressOf, ask_to_confirm
from .models import Translation, TranslationChange
from .tasks import parts_of

DAYS, MOST_DAYS = 7, 60
"""How long authors have to object, where nothing else is chosen; and at most."""
LONGEST_WORDS = 2_000


@dataclass(frozen=True)
class RenderingTask:
    """An amendment to the text in another language, to be rendered in the working language."""

    contribution: Contribution

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of the contribution."""
        return self.contribution.facts(at)

    @cached_property
    def text(self) -> ContributionText:
        """Return the author's present wording."""
        return self.contribution.text

    @cached_property
    def base(self) -> SectionText:
        """Return the translation that the author would change."""
        assert self.text.base_text is not None
        return self.text.base_text

    @cached_property
    def source(self) -> SectionText:
        """Return the text of the original of which that is the translation."""
        found = db.session.scalar(
            sa.select(SectionText)
            .join(RevisionSection, RevisionSection.section_text_id == SectionText.id)
            .where(
                RevisionSection.revision_id == self.contribution.consultation.base_revision_id,
                RevisionSection.section_id == self.contribution.section_id,
            )
        )
        if found is None:
            raise NotFound
        return found

    @cached_property
    def parts(self) -> list[Unit]:
        """Return the sentences of the original."""
        return parts_of(self.source)

    @cached_property
    def wordings(self) -> list[str] | None:
        """Return the words of the translation for each sentence as they were reviewed; None where unknown."""
        return wordings_behind(self.base, self.source, self.parts)

    @property
    def spots(self) -> list[Spot]:
        """Return what is changed beside the sentences of the original; nothing where these are not known."""
        return spots(self.parts, self.wordings, self.text.full) if self.wordings else []

    @property
    def newest(self) -> Rendering | None:
        """Return the newest rendering, whether it counts or not."""
        return newest_rendering(self.contribution)

    @property
    def seen(self) -> str:
        """Return by what a form says which wording and which rendering it was made from."""
        newest = self.newest
        return f"{self.text.number}-{newest.public_id if newest else ''}"


def rendering_task(contribution: Contribution) -> RenderingTask:
    """Return what is to be rendered of a contribution; NotFound where it is no change to a translation."""
    base = contribution.text.base_text if contribution.operation == "reword" else None
    if base is None or base.language == contribution.consultation.narrative.working_language:
        raise NotFound
    return RenderingTask(contribution)


def waiting(narrative: Narrative) -> list[Contribution]:
    """Return the changes to translations of a narrative that nobody has rendered, or not as their authors mean them."""
    rendered = sa.select(Rendering.id).where(
        Rendering.author_text_id == ContributionText.id,
        sa.or_(Rendering.reply.is_(None), Rendering.reply != "objects"),
    )
    rows = db.session.scalars(
        sa.select(Contribution)
        .join(
            ContributionText,
            sa.and_(
                ContributionText.contribution_id == Contribution.id,
                ContributionText.number == Contribution.text_number,
            ),
        )
        .join(SectionText, SectionText.id == ContributionText.base_text_id)
        .where(
            Contribution.narrative_id == narrative.id,
            Contribution.operation == "reword",
            Contribution.status == "submitted",
            SectionText.language != narrative.working_language,
            ~rendered.exists(),
        )
        .order_by(Contribution.submitted_at, Contribution.id)
    )
    return [row for row in rows if is_open(row)]


def is_open(row: Contribution) -> bool:
    """Say whether a contribution still takes a rendering: it counts, and is not answered."""
    return row.is_answerable and row.disposition in (None, "carried-forward")


def wordings_behind(text: SectionText, source: SectionText, parts: list[Unit]) -> list[str] | None:
    """Return the words for each sentence of which a reviewed translation was put together; None where none fits."""
    steps = db.session.scalars(
        sa.select(TranslationChange)
        .join(Translation, Translation.id == TranslationChange.translation_id)
        .where(
            Translation.source_text_id == source.id,
            Translation.language == text.language,
            TranslationChange.act == "reviewed",
        )
        .order_by(TranslationChange.id.desc())
    )
    for step in steps:
        if len(step.wordings) == len(parts) and whole(parts, step.wordings) == text.full:
            return list(step.wordings)
    return None


def give_rendering(
    task: RenderingTask,
    heading: str,
    body: str,
    *,
    until: date | None,
    seen: str,
    actor: Person,
    at: datetime,
    address_of: AddressOf,
) -> Rendering:
    """Word a change in the working language; it counts at the desk from now on. The author may object until a day.

    The author gets a letter that names the page at `address_of` their language. WrongState: it was withdrawn, hidden
    or answered. StaleBase: its author wrote other words meanwhile, or somebody rendered it. InvalidInput: it says what
    stands there anyway, or the day is not one of the next sixty.
    """
    row = task.contribution
    hold_name(f"rendering:{row.id}")
    _check_open(row)
    if seen != task.seen:
        raise StaleBase(
            _l("The words or their translation were changed meanwhile. Look at them, then send yours again.")
        )
    wording = proposed_wording(task.source, heading, body)
    check_changed(task.source, wording)
    confirm_until = _end_of(until, row, at)
    rendering = _keep(task, _store(task, wording, at), actor, at, confirm_until)
    log_event("contribution-rendered", row, actor_id=actor.id, after=task.source.language)
    if rendering.reply is None:
        ask_to_confirm(row, address_of)
    return rendering


def _keep(
    task: RenderingTask, text: ContributionText, actor: Person, at: datetime, confirm_until: datetime
) -> Rendering:
    """Write who rendered a wording; whoever renders their own words agrees by that."""
    is_own = actor.id == task.contribution.person_id
    rendering = Rendering(
        narrative_id=task.contribution.narrative_id,
        contribution_id=task.contribution.id,
        author_text_id=task.text.id,
        text_id=text.id,
        by_id=actor.id,
        given_at=at,
        confirm_until=confirm_until,
        reply="agrees" if is_own else None,
        replied_at=at if is_own else None,
    )
    db.session.add(rendering)
    touch(task.contribution)
    db.session.flush()
    return rendering


def first_day(row: Contribution, at: datetime) -> date:
    """Return today where the consultation is."""
    return in_zone(at, row.consultation.zone).date()


def _end_of(until: date | None, row: Contribution, at: datetime) -> datetime:
    """Return the end of the last day on which the author may object."""
    today = first_day(row, at)
    if until is None or not today < until <= today + timedelta(days=MOST_DAYS):
        raise InvalidInput(
            _l("Give a day within the next sixty days, tomorrow at the earliest."), field="until"
        )
    return day_begins(until + timedelta(days=1), row.consultation.zone)


def _check_open(row: Contribution) -> None:
    db.session.refresh(row)
    if not row.is_answerable:
        raise WrongState(_l("This is withdrawn, hidden or not admitted: there is nothing to translate."))
    if not is_open(row):
        raise WrongState(_l("This has been answered and is kept as it was answered."))


def _store(task: RenderingTask, wording: dict[str, str], at: datetime) -> ContributionText:
    row = task.contribution
    newest = sa.select(sa.func.max(ContributionText.number)).where(ContributionText.contribution_id == row.id)
    text = ContributionText(
        contribution_id=row.id,
        number=(db.session.scalar(newest) or 0) + 1,
        **wording,
        rationale=task.text.rationale,
        base_text=task.source,
        revision_id=row.consultation.base_revision_id,
        made_by="rendering",
        created_at=at,
    )
    db.session.add(text)
    store_hunks(row, text)
    db.session.flush()
    db.session.expire(row, ["texts"])
    return text


def reply_to_rendering(
    task: RenderingTask, reply: str, words: str, *, seen: str, actor: Person, at: datetime
) -> Rendering:
    """Let the author agree, or object with a word: it goes back to whoever renders.

    NotAllowed: it is another's. StaleBase: there is another rendering by now. WrongState: there is none, it was
    answered, or the day is over. InvalidInput: an objection without a word.
    """
    row = task.contribution
    if row.person_id != actor.id:
        raise NotAllowed(_l("Only its author can do this."))
    hold_name(f"rendering:{row.id}")
    _check_open(row)
    rendering = task.newest
    if rendering is None or not counts(rendering, task.text):
        raise WrongState(_l("There is no translation to agree to."))
    if rendering.public_id != seen:
        raise StaleBase(_l("There is another translation by now. Read it first."))
    if at >= rendering.confirm_until:
        raise WrongState(_l("The day until which you could object is over: it counts as yes."))
    if reply not in AUTHOR_REPLIES:
        raise InvalidInput(_l("Say whether you agree or object."), field="reply")
    said = one_line(words)[:LONGEST_WORDS]
    if reply == "objects" and not said:
        raise InvalidInput(
            _l("Say in a word why you object: whoever translates it will read it."), field="words"
        )
    before = rendering.reply
    rendering.reply, rendering.words, rendering.replied_at = reply, said, at
    touch(row)
    db.session.flush()
    log_event("rendering-replied", row, actor_id=actor.id, before=before, after=reply)
    return rendering
