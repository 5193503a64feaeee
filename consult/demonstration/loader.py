"""Writes the demonstration into the database with the same verbs that the pages use, each at its moment.

The content says on which day people did what. So the loader lets time run: each act happens with the clock at its
moment, in the order of time, and whatever a verb would refuse is refused here too.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from consult.core.clock import now
from consult.core.transaction import unit_of_work
from consult.demonstration.content import load
from consult.demonstration.crossings import acts_of_crossings
from consult.demonstration.emptying import make_room
from consult.demonstration.first_round import acts_of_desk
from consult.demonstration.in_languages import acts_of_translation
from consult.demonstration.network import FOUNDED_DAY, write_first_revision, write_narrative, write_network
from consult.demonstration.sending import acts_of
from consult.demonstration.stage import Act, Stage, play
from consult.demonstration.tagged import acts_of_tagging
from consult.demonstration.windows import announcement
from consult.summaries.batches import publish_figures


def load_demonstration(at: datetime | None = None) -> Stage:
    """Write the demonstration as seen from a moment (now), and commit it; return what was written.

    An earlier demonstration is thrown away with what visitors wrote into it. Raises WrongState, and changes nothing,
    where the database holds a real network.
    """
    stage = Stage(load(), at or now())
    make_room()
    with unit_of_work():
        play(_acts(stage))
        publish_figures(stage.now)
    return stage


def _acts(stage: Stage) -> Iterator[Act]:
    """Return all that ever happened in the demonstration."""
    first = stage.demo.narrative.revisions[0]
    yield Act("network", stage.day(FOUNDED_DAY), partial(write_network, stage))
    yield Act("narrative", stage.day(FOUNDED_DAY, 11), partial(write_narrative, stage))
    written = partial(write_first_revision, stage)
    yield Act(f"revision {first.number}", stage.day(first.published_day), written)
    yield from acts_of_translation(stage)
    yield from acts_of_crossings(stage)
    for told in stage.demo.consultations:
        yield announcement(stage, told)
        yield from acts_of(stage, told.key)
        if told.consolidated_into:
            yield from acts_of_desk(stage, told)
    yield from acts_of_tagging(stage)
