"""A file to keep."""

import re

from fastapi import Response

NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def attachment(content: bytes, name: str) -> Response:
    """Answer with a CSV file. What stands in the name goes into a header: plain letters only."""
    plain = NOT_IN_A_NAME.sub("-", name)
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{plain}"'},
    )
