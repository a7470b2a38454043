"""What the sign-in pages show."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.errors import DomainError
from api.identity.demo import DemoPerson, Part
from api.identity.passwords import MAX_LENGTH, MIN_LENGTH
from api.texts import error_text
from web.i18n import gettext
from web.parts import FieldError


@dataclass(frozen=True)
class RoleCard:
    """A person of the demonstration whom one click makes you."""

    person_id: int
    role: str
    name: str
    place: str
    shows: str


def role_cards(offered: Sequence[DemoPerson]) -> tuple[RoleCard, ...]:
    """Write a card for each person on offer."""
    role_of, shows = _roles(), _what_they_see()
    return tuple(
        RoleCard(
            person_id=person.person_id,
            role=role_of[person.part],
            name=person.name,
            place=f"{person.title}, {person.unit}" if person.title else person.unit,
            shows=shows[person.part],
        )
        for person in offered
    )


def _roles() -> dict[Part, str]:
    _ = gettext
    return {
        Part.NEWCOMER: _("Anställd, ny i enheten"),
        Part.VETERAN: _("Anställd sedan länge"),
        Part.UNIT_MANAGER: _("Enhetschef"),
        Part.HEAD: _("Förvaltningschef"),
        Part.COORDINATOR: _("TAFA-samordnare"),
        Part.HR: _("HR"),
        Part.DELEGATE: _("Ombud för chefen"),
        Part.PROTECTION_HANDLER: _("Handläggare av skyddade uppgifter"),
        Part.ADMIN: _("Administratör"),
    }


def _what_they_see() -> dict[Part, str]:
    _ = gettext
    return {
        Part.NEWCOMER: _("Går en kurs och får sitt intyg"),
        Part.VETERAN: _("Ser sina intyg och vad som går ut"),
        Part.UNIT_MANAGER: _("Ser vem i enheten som behöver göra något"),
        Part.HEAD: _("Ser läget i sina enheter, utan namn"),
        Part.COORDINATOR: _("Ser läget i hela kommunen, vilken dag som helst"),
        Part.HR: _("Läser in personallistan och rättar den"),
        Part.DELEGATE: _("Följer upp åt chefen"),
        Part.PROTECTION_HANDLER: _("Sköter utbildning för personer med skyddade uppgifter"),
        Part.ADMIN: _("Ser och sköter allt utom skyddade personer"),
    }


def missing(who: str, password: str) -> tuple[FieldError, ...]:
    """Name the fields that were left empty on the sign-in page."""
    _ = gettext
    wanted = (
        (who, "who", _("Skriv ditt anställningsnummer eller din e-postadress")),
        (password, "password", _("Skriv ditt lösenord")),
    )
    return tuple(FieldError(field, text) for value, field, text in wanted if not value.strip())


def missing_for_code(who: str, code: str, password: str) -> tuple[FieldError, ...]:
    """Name the fields that were left empty on the page for one-time codes."""
    _ = gettext
    wanted = (
        (who, "who", _("Skriv ditt anställningsnummer")),
        (code, "code", _("Skriv koden från lappen")),
        (password, "password", _("Välj ett lösenord")),
    )
    return tuple(FieldError(field, text) for value, field, text in wanted if not value.strip())


def refusal(code: str) -> FieldError:
    """Say why somebody was not let in, at the field where it can be mended."""
    _ = gettext
    known = {
        "sign_in_refused": FieldError(
            "who",
            _("Numret, adressen eller lösenordet stämmer inte. Kontrollera och försök igen."),
        ),
        "code_refused": FieldError(
            "code",
            _(
                "Koden stämmer inte, är redan använd eller för gammal. "
                "Kontrollera numret och koden, eller be din chef om en ny."
            ),
        ),
        "password_too_short": FieldError(
            "password", _("Lösenordet måste ha minst %(count)d tecken") % {"count": MIN_LENGTH}
        ),
        "password_too_long": FieldError(
            "password", _("Lösenordet får ha högst %(count)d tecken") % {"count": MAX_LENGTH}
        ),
        "password_contains_id": FieldError(
            "password", _("Lösenordet får inte innehålla ditt anställningsnummer")
        ),
    }
    return known.get(code) or FieldError("who", error_text(DomainError(code), gettext))
