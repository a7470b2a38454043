"""A file to keep: whole, or sent while it is read."""

import re
from collections.abc import Iterator

from fastapi import Response
from fastapi.responses import StreamingResponse

NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attachment(content: bytes | Iterator[bytes], name: str) -> Response:
    """Answer with a file. What stands in the name goes into a header: plain letters only."""
    plain = NOT_IN_A_NAME.sub("-", name)
    headers = {"Content-Disposition": f'attachment; filename="{plain}"'}
    media_type = MEDIA_TYPES[plain.rpartition(".")[2]]
    if isinstance(content, bytes):
        return Response(content, media_type=media_type, headers=headers)
    return StreamingResponse(content, media_type=media_type, headers=headers)
