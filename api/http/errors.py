"""Errors as RFC 9457 problem documents, for the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.errors import DomainError
from api.texts import Say, error_text

PROBLEM_JSON = "application/problem+json"


class Problem(BaseModel):
    """A refusal, as the API describes it."""

    type: str = Field(description="``urn:kompetenskollen:problem:`` and the code.")
    title: str = Field(description="What it means, in the reader's language.")
    status: int
    code: str = Field(description="Stable; programs may rely on it.")


def problem(
    status: int,
    code: str,
    title: str,
    *,
    detail: str = "",
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """One problem document. ``type`` is stable: ``urn:kompetenskollen:problem:<code>``."""
    body: dict[str, Any] = {
        "type": f"urn:kompetenskollen:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
    }
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(body, status, media_type=PROBLEM_JSON, headers=dict(headers or {}))


def domain_problem(error: DomainError, say: Say) -> JSONResponse:
    """A domain error as a problem document, in the reader's language."""
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None  # noqa: PLR2004
    return problem(error.status, error.code, error_text(error, say), headers=headers)


def validation_problem(errors: Sequence[Mapping[str, Any]], say: Say) -> JSONResponse:
    """A request whose fields do not fit, each named by its place."""
    listed = [
        {"place": ".".join(str(part) for part in error["loc"]), "message": str(error["msg"])}
        for error in errors
    ]
    return problem(422, "invalid_request", say("Uppgifterna kunde inte läsas."), errors=listed)
