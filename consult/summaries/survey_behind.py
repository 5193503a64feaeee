"""What of surveys stands behind a figure, as its page shows it: how many of each, and words where they may be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from consult.consultations.models import GuidingQuestion
from consult.contributions.models import Contribution
from consult.formats.csv_out import write_csv
from consult.rules.permissions import Permission
from consult.surveys.models import Survey
from consult.web.access import may

from .answer_tables import Answers
from .behind import PAGE
from .crossed import regions_told
from .survey_rows import Words, surveys_behind, words_of

HEADER = ("survey", "region", "organisation", "language", "text")
TOGETHER = 1_000


@dataclass(frozen=True)
class FromSurvey:
    """One survey behind a figure: its title, its report, how many of its answers, and a page of their words."""

    title: str
    report: Contribution
    number: int
    words: Sequence[tuple[Words, str]]  # with who said it: an organisation, a region, or nothing
    is_withheld: bool


@dataclass(frozen=True)
class SurveysBehind:
    """The answers of surveys behind a figure: of a region ("": of all) that chose an option (None: any)."""

    question: GuidingQuestion
    region: str
    option: int | None
    statement: int | None = None  # of a matrix

    @cached_property
    def answers(self) -> Answers:
        """Return all answers of the consultation: they decide which regions are told."""
        return Answers(self.question.consultation)

    @cached_property
    def told(self) -> frozenset[str]:
        """Return the regions that may be told of a single answer."""
        given = self.answers.given.get(self.question.id)
        is_high = self.question.consultation.protection == "high"
        return frozenset() if given is None or is_high else regions_told(given.of(self.statement))

    @cached_property
    def numbers(self) -> list[tuple[Survey, int]]:
        """Return the surveys with their numbers; nothing of a region that may not be told."""
        if self.region and self.region not in self.told:
            return []
        return surveys_behind(self.question, self.region, self.option, self.statement)

    @property
    def number(self) -> int:
        """Return how many answers they are."""
        return sum(number for _survey, number in self.numbers)

    @property
    def pages(self) -> int:
        """Return how many pages their words fill."""
        if self.question.kind != "open":
            return 1
        return max((-(-number // PAGE) for _survey, number in self.numbers), default=1)

    def page(self, page: int) -> list[FromSurvey]:
        """Return a page of what is shown of each survey."""
        return [
            FromSurvey(
                survey.title,
                survey.report,
                number,
                [(one, self.author(one)) for one in self._words(survey, (page - 1) * PAGE, PAGE)],
                self._is_withheld(survey),
            )
            for survey, number in self.numbers
            if survey.report is not None
        ]

    def author(self, words: Words) -> str:
        """Return who is shown with words: an organisation that may be named, a region that may be told, or nobody."""
        return words.organisation or (
            self.answers.region_label(words.region) if words.region in self.told else ""
        )

    def file(self) -> Iterator[bytes]:
        """Yield the words of all surveys as CSV, some at a time."""
        rows = (
            (
                survey.title,
                one.region if one.region in self.told else "",
                one.organisation,
                one.language,
                one.text,
            )
            for survey, _number in self.numbers
            for one in self._words(survey, 0, None)
        )
        whole = write_csv(HEADER, islice(rows, TOGETHER))
        yield whole
        head = len(write_csv(HEADER, ()))
        while several := list(islice(rows, TOGETHER)):
            yield write_csv(HEADER, several)[head:]

    def _is_withheld(self, survey: Survey) -> bool:
        """Say whether the reader may not read its words."""
        return survey.words_for == "facilitators" and not may(
            Permission.CONTRIBUTION_MODERATE, self.question.consultation
        )

    def _words(self, survey: Survey, start: int, most: int | None) -> Iterator[Words]:
        if self.question.kind != "open" or self._is_withheld(survey):
            return iter(())
        return words_of(survey, self.question, self.region, start=start, most=most)
