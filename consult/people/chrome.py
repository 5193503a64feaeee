"""What every page shows of the network: its name, and that it is a demonstration."""

from typing import Any

import sqlalchemy as sa

from consult.core.database import db

from .models import Network


def network_context() -> dict[str, Any]:
    """Return the network's name and whether it is a demonstration."""
    network = current_network()
    if network is None:
        return {}
    return {"network_name": network.name, "is_demonstration": network.is_demonstration}


def current_network() -> Network | None:
    """Return the one network of this database, or None before `consult init`."""
    return db.session.scalar(sa.select(Network).limit(1))
