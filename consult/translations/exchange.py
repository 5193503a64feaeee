"""The sentences of a narrative as a PO file for professional programs, and what of a file that comes back is taken.

A sentence is known by its section, its place and its wording (`water:2@1f0c…`). Late files are taken as far as their
sentences still stand; what was written on the site after a file was made is never overwritten.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.formats.po import PoEntry, PoFile, read_po, write_po
from consult.people.models import Person
from consult.text.blacked_out import numbers_in, without_numbers
from consult.text.units import one_line
from consult.web.blacked_out import label

from .draft_places import is_published
from .models import Translation, TranslationChange
from .services import LONGEST_SENTENCE, save_translation
from .taken_back import not_for_everybody
from .tasks import LanguageOf, Task, tasks_of

NARRATIVE, MADE = "X-Consult-Narrative", "X-Consult-Made"
SHA_SIGNS = 12
_CONTEXT = re.compile(rf"(?P<key>[^:\s]+):(?P<place>\d{{1,6}})@(?P<sha>[0-9a-f]{{{SHA_SIGNS}}})\Z")
_KEPT_SIGNS = re.compile(r"https?://[^\s)\]]+|\]\([^)\s]*\)|%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sentence of a file that was not taken: the line, the reason, its words."""

    line: int
    reason: str
    source: str = ""
    target: str = ""


@dataclass
class Report:
    """What a file changed: how many sentences of which sections, how many were the same, and what was left out."""

    changed: dict[str, int] = field(default_factory=dict)
    same: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Return how many sentences were changed."""
        return sum(self.changed.values())


def export_po(found: LanguageOf, at: datetime) -> bytes:
    """Return every sentence of the newest revision with its words as they stand, drafts included.

    What an author wrote where not everybody may read it is left out of drafts: the file goes to other programs.
    """
    head = {
        "Project-Id-Version": f"{found.narrative.slug} {found.state}",
        "Language": found.language.replace("-", "_"),
        NARRATIVE: found.narrative.slug,
        MADE: at.isoformat(),
    }
    return write_po(head, (entry for task in tasks_of(found) for entry in _entries(task)))


def _entries(task: Task) -> Iterator[PoEntry]:
    status = task.row.status if task.row else "missing"
    held, tells_before = not_for_everybody(task.row), _tells_before(task)
    for place, (part, words) in enumerate(zip(task.parts, task.wordings(), strict=True)):
        if part.is_words:
            words = "" if place in held else words
            before = task.earlier.targets[place] if tells_before and not words else ""
            notes = [f"{task.section.key}: {task.source.heading} ({status})"] if place == 0 else []
            notes += [f"before: {task.earlier.sources[place]} = {before}"] if before else []
            notes += [_("Somebody proposed words for this that only members may read: see the site.")] * (
                place in held
            )
            notes += [label(number) or "" for number in numbers_in(part.words)]
            yield PoEntry(context_of(task, place), part.words, words, notes=tuple(notes))


def _tells_before(task: Task) -> bool:
    """Say whether a file may name the earlier wording: words of a draft that nobody published stay on the site."""
    return task.before is not None and is_published(task.before.source)


def context_of(task: Task, place: int) -> str:
    """Return by what a sentence is known in files."""
    return f"{task.section.key}:{place}@{task.source.sha[:SHA_SIGNS]}"


def import_po(found: LanguageOf, data: bytes, *, actor: Person, at: datetime) -> Report:
    """Take the sentences of a file into drafts; return what changed and what was left out, with reasons.

    Raises InvalidInput for a file of another narrative or language, PoError for one that cannot be read.
    """
    file = read_po(data)
    _check(found, file)
    report = Report(skipped=[Skipped(line, "damaged") for line in file.damaged])
    made = _made(file)
    tasks = {task.section.key: task for task in tasks_of(found)}
    taken = {key: _Taken(task, made) for key, task in tasks.items()}
    for entry in file.entries:
        match = _CONTEXT.match(entry.context)
        section = taken.get(match["key"]) if match else None
        reason = section.take(entry, int(match["place"]), match["sha"]) if match and section else "unknown"
        if reason == "same":
            report.same += 1
        elif reason and reason != "empty":
            report.skipped.append(Skipped(entry.line, reason, entry.source, entry.target))
    for section in taken.values():
        section.save(report, actor, at)
    return report


def _check(found: LanguageOf, file: PoFile) -> None:
    if file.head.get(NARRATIVE, found.narrative.slug) != found.narrative.slug:
        raise InvalidInput(_l("This file is of another narrative. Nothing was changed."), field="file")
    language = file.head.get("Language", "") or found.language
    if language.replace("_", "-").casefold() != found.language.casefold():
        raise InvalidInput(_l("This file is in another language. Nothing was changed."), field="file")


def _made(file: PoFile) -> datetime | None:
    """Return when the file went out, or None where its head does not say so any more."""
    try:
        made = datetime.fromisoformat(file.head.get(MADE, ""))
    except ValueError:
        return None
    return made if made.tzinfo else None


class _Taken:
    """What is taken into one section."""

    def __init__(self, task: Task, made: datetime | None) -> None:
        self.task = task
        self.made = made
        self.now = task.wordings()
        self.new = list(self.now)
        self.used: set[int] = set()
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, part in enumerate(task.parts):
            if part.is_words:
                self.places[without_numbers(part.words)].append(place)

    def take(self, entry: PoEntry, number: int, sha: str) -> str | None:
        """Take a sentence; return why not, "same" where it changes nothing, None where it was taken."""
        target = one_line(entry.target)
        if reason := _unfit(entry, target):
            return reason
        place = self._place(entry, number, sha)
        if place is None:
            return "changed"
        if place in self.used:
            return "twice"
        self.used.add(place)
        if without_numbers(target) == without_numbers(self.now[place]):
            return "same"
        if self.now[place] and self.now[place] != self._before(number, sha):
            return "newer"
        self.new[place] = target
        return None

    def _place(self, entry: PoEntry, number: int, sha: str) -> int | None:
        """Return where the sentence stands now: where the file says, or where its very words stand."""
        places = self.places.get(without_numbers(entry.source), [])
        if sha == self.task.source.sha[:SHA_SIGNS] and number in places:
            return number
        free = [place for place in places if place not in self.used]
        return free[0] if free else None

    def _before(self, number: int, sha: str) -> str | None:
        """Return the words of the sentence when the file was made."""
        row = next((row for row in self.task.rows if row.source.sha.startswith(sha)), None)
        words = _words_when(row, self.made) if row and self.made else []
        return words[number] if number < len(words) else None

    def save(self, report: Report, actor: Person, at: datetime) -> None:
        number = sum(new != old for new, old in zip(self.new, self.now, strict=True))
        if number:
            row = self.task.row
            counter = row.counter if row else 0
            save_translation(self.task, self.new, counter=counter, actor=actor, at=at, act="imported")
            heading = self.task.source.heading  # two sections may have the same one
            report.changed[heading] = report.changed.get(heading, 0) + number


def _unfit(entry: PoEntry, target: str) -> str | None:
    """Return why a translation cannot stand for any sentence of these words."""
    if not target:
        return "empty"
    if entry.is_fuzzy:
        return "unsure"
    if len(target) > LONGEST_SENTENCE:
        return "long"
    kept = [Counter(_KEPT_SIGNS.findall(words)) for words in (entry.source, target)]
    return "signs" if kept[0] != kept[1] else None


def _words_when(row: Translation, made: datetime) -> Sequence[str]:
    found = db.session.scalar(
        sa.select(TranslationChange)
        .where(TranslationChange.translation_id == row.id, TranslationChange.at <= made)
        .order_by(TranslationChange.number.desc())
        .limit(1)
    )
    return found.wordings if found else []
