"""The sensitive answers about oneself: given freely, counted, never shown with a name, taken back at any time."""

from dataclasses import dataclass

from consult.core.database import db

from .models import Person, PersonalAnswers


@dataclass(frozen=True)
class AboutOneself:
    """What somebody says: codes of `GENDERS` and `OWN_CONSTITUENCIES`, or empty; words where they describe it
    themselves.
    """

    gender: str = ""
    gender_words: str = ""
    constituency: str = ""
    constituency_words: str = ""


def about(person: Person) -> AboutOneself:
    """Return what a person said of themselves; all empty where they said nothing."""
    row = db.session.get(PersonalAnswers, person.id)
    if row is None:
        return AboutOneself()
    return AboutOneself(row.gender or "", row.gender_words, row.constituency or "", row.constituency_words)


def keep_about(person: Person, said: AboutOneself) -> None:
    """Keep what a person says now in place of what they said before; who says nothing has no row at all.

    Own words are kept only beside the answer that they belong to.
    """
    row = db.session.get(PersonalAnswers, person.id)
    if not (said.gender or said.constituency):
        if row is not None:
            db.session.delete(row)
            db.session.flush()
        return
    if row is None:
        row = PersonalAnswers(person_id=person.id)
        db.session.add(row)
    row.gender, row.constituency = said.gender or None, said.constituency or None
    row.gender_words = _own(said.gender, said.gender_words)
    row.constituency_words = _own(said.constituency, said.constituency_words)
    db.session.flush()


def _own(answer: str, words: str) -> str:
    return words if answer == "self-described" else ""
