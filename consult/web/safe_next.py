"""Where a page may lead back to: a path of this site, and nowhere else."""

import unicodedata
from urllib.parse import urlsplit

LONGEST = 500


def safe_next(value: str | None) -> str | None:
    """Return the path if it surely stays on this site, else None.

    Browsers read `//host`, `/\\host` and paths with tabs or line ends in them as addresses of other sites, so
    everything but a plain path with its query is refused.
    """
    if not value or len(value) > LONGEST or "\\" in value:
        return None
    if not value.startswith("/") or value.startswith("//"):
        return None
    if any(sign.isspace() or unicodedata.category(sign).startswith("C") for sign in value):
        return None
    return value if _has_no_host(value) else None


def _has_no_host(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and not parts.path.startswith("//")
