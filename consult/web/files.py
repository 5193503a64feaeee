"""Files to be saved by the reader."""

from collections.abc import Iterator

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_answer(content: bytes | Iterator[bytes], name: str) -> Response:
    """Return a CSV file to be saved under a plain name and kept nowhere else."""
    return file_answer(content, name, "text/csv")


def file_answer(content: bytes | Iterator[bytes], name: str, kind: str) -> Response:
    """Return a file of a media type to be saved under a plain name and kept nowhere else."""
    return Response(
        content,
        mimetype=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
