"""What an author is told about a course file."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """Something to mend: where it stands, how bad it is, and in Swedish what to do about it."""

    file: str
    line: int
    severity: Severity
    text: str

    def __str__(self) -> str:
        """Return the problem as `file:line: text`, the form that editors turn into a link."""
        label = "varning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}: {label}{self.text}"
