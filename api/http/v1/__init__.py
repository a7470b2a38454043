"""The JSON API, version 1, and the operations endpoints beside it."""

from fastapi import APIRouter

from api.http.v1 import courses, coverage, me, operations, records, units

router = APIRouter()
for part in (coverage, units, records, me, courses):
    router.include_router(part.router, prefix="/api/v1")
router.include_router(operations.router)
