"""The JSON API, version 1, and the operations endpoints beside it."""

from typing import Any

from fastapi import APIRouter

from api.http.errors import PROBLEM_JSON, Problem
from api.http.v1 import courses, coverage, explanation, me, operations, planning, records, units

# Said once for all operations, in place of the framework's own 422, which nobody gets.
REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "Refused: a problem document (RFC 9457). ``code`` is stable.",
        "content": {PROBLEM_JSON: {"schema": Problem.model_json_schema()}},
    }
}

router = APIRouter()
for part in (coverage, explanation, planning, units, records, me, courses):
    router.include_router(part.router, prefix="/api/v1", responses=REFUSALS)
router.include_router(operations.router)
