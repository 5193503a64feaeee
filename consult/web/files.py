"""Files to be saved by the reader."""

from flask import Response


def csv_answer(content: bytes, name: str) -> Response:
    """Return a CSV file to be saved under a plain name and kept nowhere else."""
    return Response(
        content,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
