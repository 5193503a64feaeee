"""The answers to guiding questions as readers see them: a table for each question, crossed with regions."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from consult.consultations.models import Consultation, GuidingQuestion
from consult.contributions.services.answers import SCALE
from consult.web.links import url_for
from consult.web.locale import current_language

from . import rows
from .answer_rows import given_to
from .crossed import REST, Crossed, Given, crossed, darkness, mean_places
from .shown_table import ShownTable
from .statement_tables import Statements


@dataclass(frozen=True)
class Answers:
    """The answers to the guiding questions of one consultation."""

    consultation: Consultation

    @cached_property
    def given(self) -> dict[int, Given]:
        """Return the answers counted, by the question's id."""
        return given_to(self.consultation)

    @cached_property
    def regions(self) -> dict[str, str]:
        """Return the names of the regions by code, in their order."""
        return rows.region_names(current_language())

    def crossed(self, question: GuidingQuestion) -> Crossed:
        """Return the counts of a question. Under high protection regions are personal, and nothing is crossed."""
        return crossed(
            self.given.get(question.id, Given()),
            len(option_labels(question)),
            list(self.regions),
            by_region=self.consultation.protection != "high",
        )

    def number(self, question: GuidingQuestion) -> int:
        """Return how many answers there are."""
        return self.given.get(question.id, Given()).answers.total()

    @property
    def answered(self) -> list[tuple[GuidingQuestion, ShownTable]]:
        """Return the tables of the questions that were answered, each with its question."""
        asked = (question for question in self.consultation.questions if self.number(question))
        return [(question, table) for question in asked for table in self.tables(question)]

    def tables(self, question: GuidingQuestion) -> list[ShownTable]:
        """Return the tables of a question: one; of a matrix first the map of its statements."""
        whole = [self._statements(question).heat_map(self._method(question))] if question.is_matrix else []
        return [*whole, self.table(question)]

    def table(self, question: GuidingQuestion) -> ShownTable:
        """Return the table of a question: a row for each option, or for each region where it asks for words.

        Of a matrix a row for each statement and option.
        """
        if question.is_matrix:
            return self._statements(question).crossed_with_regions(self._method(question))
        counts = self.crossed(question)
        return (
            self._of_words(question, counts)
            if question.kind == "open"
            else self._of_options(question, counts)
        )

    def _statements(self, question: GuidingQuestion) -> Statements:
        def behind(statement: int | None = None, option: int | None = None, code: str = "") -> str:
            return self._behind(question, option, code, statement)

        return Statements(
            question,
            self.given.get(question.id, Given()),
            option_labels(question),
            list(self.regions),
            self.consultation.protection != "high",
            behind,
            self.region_label,
        )

    def region_label(self, code: str) -> str:
        """Return what a column is called."""
        if code == REST:
            return _("Other regions")
        return self.regions.get(code, code) or _("No region given")

    def _of_options(self, question: GuidingQuestion, counts: Crossed) -> ShownTable:
        shares = counts.shares
        cells: list[tuple[Any, ...]] = [
            (label, row[0], share[0], *row[1:])
            for label, row, share in zip(option_labels(question), counts.rows, shares, strict=True)
        ]
        cells.append(
            (_("Answers"), counts.answers[0], 100.0 if counts.answers[0] else 0.0, *counts.answers[1:])
        )
        blank = ("",) * (len(counts.regions) + 2)
        addresses = [
            (
                self._behind(question, option),
                "",
                *(self._behind(question, option, code) for code in counts.regions),
            )
            for option in range(len(counts.rows))
        ]
        addresses.append(
            (self._behind(question), "", *(self._behind(question, None, code) for code in counts.regions))
        )
        shades = [(darkness(share[0]), 0, *(darkness(one) for one in share[1:])) for share in shares] + [
            (0,) * len(blank)
        ]
        if question.kind == "ranking":
            return self._ranked(question, counts, cells, addresses, shades)
        if question.kind == "scale":
            mean = counts.means()
            cells.append((_("Mean"), mean[0], "", *mean[1:]))
            addresses.append(blank)
            shades.append((0,) * len(blank))
        return ShownTable(
            f"question-{question.position}",
            question.wording,
            (_("Option"), _("All"), _("Share (per cent)"), *map(self.region_label, counts.regions)),
            tuple(cells),
            self._method(question),
            addresses=tuple(addresses),
            shades=tuple(shades),
        )

    def _ranked(
        self, question: GuidingQuestion, counts: Crossed, cells: Any, addresses: Any, shades: Any
    ) -> ShownTable:
        """Return the table of a ranking: how many put each option first, and its mean place."""
        given = self.given.get(question.id, Given())
        means: list[Any] = [*mean_places(given.orders, len(counts.rows)), ""]
        header = (_("Option"), _("Put first"), _("Share (per cent)"), _("Mean place"))
        return ShownTable(
            f"question-{question.position}",
            question.wording,
            (*header, *map(self.region_label, counts.regions)),
            tuple((*row[:3], mean, *row[3:]) for row, mean in zip(cells, means, strict=True)),
            self._method(question),
            addresses=tuple((*row[:2], "", *row[2:]) for row in addresses),
            shades=tuple((*row[:2], 0, *row[2:]) for row in shades),
        )

    def _of_words(self, question: GuidingQuestion, counts: Crossed) -> ShownTable:
        codes = ("", *counts.regions)
        names = [_("All") if not code else self.region_label(code) for code in codes]
        return ShownTable(
            f"question-{question.position}",
            question.wording,
            (_("Region"), _("Answers")),
            tuple(zip(names, counts.answers, strict=True)),
            self._method(question),
            addresses=tuple((self._behind(question, None, code),) for code in codes),
        )

    def _behind(
        self,
        question: GuidingQuestion,
        option: int | None = None,
        code: str = "",
        statement: int | None = None,
    ) -> str:
        """Return where the answers behind a figure stand; nothing for regions that are put together."""
        if code == REST:
            return ""
        places = {"option": option, "statement": statement}
        asked = {name: "" if place is None else str(place + 1) for name, place in places.items()}
        return behind_url(question, region=code, **asked)

    def _method(self, question: GuidingQuestion) -> str:
        said = [_("Each answer counts once.")]
        if question.kind == "multiple":
            said.append(_("An answer may choose several options, so their shares add up to more than 100."))
        if question.is_matrix:
            said.append(
                _(
                    "Each statement is counted for itself: shares are of those who answered it, and so are regions."
                )
            )
        if question.kind == "ranking":
            said.append(
                _(
                    "Counted is what was put first. Options that an answer left out share the places behind those "
                    "that it named."
                )
            )
        if self.consultation.protection == "high":
            said.append(_("High protection: answers are not crossed with regions."))
        else:
            said.append(
                _("Regions with fewer than 10 answers are put together, with more of them where needed.")
            )
        return " ".join(said)


def option_labels(question: GuidingQuestion) -> list[str]:
    """Return what each option of a question is called, in their order; nothing for an open one."""
    if question.kind == "open":
        return []
    if not question.is_scale:
        return list(question.options)
    words = list(question.options)
    if len(words) == 2:
        words = [words[0], "", "", "", words[1]]
    words += [""] * (len(SCALE) - len(words))
    return [
        _("%(step)s: %(words)s", step=step, words=said) if said else step
        for step, said in zip(SCALE, words, strict=False)
    ]


def behind_url(question: GuidingQuestion, *, endpoint: str = "answers_behind", **values: Any) -> str:
    """Return the address of the answers behind a figure, or of their file; what is empty asks for nothing."""
    asked = {name: value for name, value in values.items() if value not in ("", None)}
    return url_for(
        f"summaries.{endpoint}",
        consultation_id=question.consultation.public_id,
        question_id=question.public_id,
        **asked,
    )
