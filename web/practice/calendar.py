"""A practice day as a file for the calendar (iCalendar, RFC 5545)."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, time

from api.clock import STOCKHOLM
from api.practice.service import Line

MOST_OCTETS = 75  # In a line, before it must be folded.
STAMP = "%Y%m%dT%H%M%SZ"


def calendar(line: Line, *, summary: str, host: str, url: str) -> bytes:
    """Write the day. Fetched again it is the same event; cancelled, it takes the event away."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kompetenskollen//Kompetenskollen//SV",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:practice-day-{line.id}@{host}",
        f"DTSTAMP:{line.changed_at.astimezone(UTC).strftime(STAMP)}",
        f"SEQUENCE:{int(line.is_cancelled)}",
        f"STATUS:{'CANCELLED' if line.is_cancelled else 'CONFIRMED'}",
        *_when(line),
        f"SUMMARY:{escaped(summary)}",
        *([f"LOCATION:{escaped(line.place)}"] if line.place else []),
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(each) for each in lines)


def _when(line: Line) -> Iterator[str]:
    """A whole day, or an instant in UTC: then no table of time zones need come along."""
    if not line.start:
        yield f"DTSTART;VALUE=DATE:{line.day:%Y%m%d}"
        return
    at = time.fromisoformat(line.start.replace(".", ":"))
    begins = datetime.combine(line.day, at, STOCKHOLM).astimezone(UTC)
    yield f"DTSTART:{begins.strftime(STAMP)}"
    if line.minutes:
        yield f"DURATION:PT{line.minutes}M"


def escaped(text: str) -> str:
    """A text as a value: what has a meaning of its own is marked, what no text may hold is gone."""
    plain = "".join(sign for sign in text if unicodedata.category(sign) != "Cc")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def folded(line: str) -> bytes:
    """A line with its end, folded so that no part is too long and no letter is cut in two."""
    parts, room = [b""], MOST_OCTETS
    for sign in line:
        octets = sign.encode()
        if len(parts[-1]) + len(octets) > room:
            # The space that begins what follows takes one.
            parts.append(b"")
            room = MOST_OCTETS - 1
        parts[-1] += octets
    return b"\r\n ".join(parts) + b"\r\n"
