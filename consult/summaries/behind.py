"""The contributions behind a figure: found by the same question that counts them."""

from consult.contributions.display import Shown, shown_list
from consult.contributions.models import Contribution
from consult.contributions.queries import contributions_by_id
from consult.core.database import db

from .asked import Asked
from .exports import flat
from .rows import counted

PAGE = 50


def number_of(asked: Asked) -> int:
    """Return how many contributions there are: the figure itself."""
    return len(ids_of(asked))


def page_of(wanted: int, number: int, most: int = PAGE) -> tuple[int, int]:
    """Return the page that is shown of those there are, at least one."""
    pages = max(1, -(-number // most))
    return min(max(wanted, 1), pages), pages


def shown_of(asked: Asked, page: int) -> list[Shown]:
    """Return the contributions of a page in order of arrival, replies as they come."""
    return shown_page(ids_of(asked), page)


def shown_page(all_ids: list[int], page: int) -> list[Shown]:
    """Return a page of contributions, in the order of their ids given."""
    ids = all_ids[(page - 1) * PAGE : page * PAGE]
    found = {shown.row.id: shown for shown in flat(shown_list(contributions_by_id(ids)))}
    return [found[number] for number in ids if number in found]


def ids_of(asked: Asked) -> list[int]:
    """Return the ids of all of them, oldest first."""
    query = counted((Contribution.id,), asked.consultations, asked.narrowed)
    return list(db.session.scalars(query.order_by(Contribution.submitted_at, Contribution.id)))
