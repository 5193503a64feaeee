"""Late arrivals: what was admitted while a desk was at work is marked as new there."""

from consult.contributions.models import Contribution

from .models import Consolidation


def is_new(consolidation: Consolidation, row: Contribution) -> bool:
    """Say whether a contribution was admitted after the desk had begun."""
    return row.is_late and row.admitted_at is not None and row.admitted_at > consolidation.started_at
