"""Pure: the people a visitor should meet. They hold the first employee ids, and never change seats."""

from typing import NamedTuple

from api.access.permissions import Role
from api.demo.days import HR
from api.demo.places import ROOT
from api.demo.staffing import Seat

STAFF, NEWCOMER, VETERAN = "D1001", "D1010", "D1009"
PRINCIPAL, DIRECTOR, YOUTH_MANAGER = "D1002", "D1003", "D1014"
COORDINATOR, ADMIN, HANDLER, DELEGATE = "D1004", "D1006", "D1007", "D1008"
PROTECTED_TEACHER, UNTRAINED_KEY_PERSON = "D1011", "D1012"
TWO_POSTS, MANAGER_OF_COMPLETE = "D1013", "D1015"
PROTECTED_YOUTH_LEADER, PROTECTED_SOCIAL_WORKER, PROTECTED_CARER = "D1016", "D1017", "D1018"
SECOND_NEWCOMER, CLUB_LEADER = "D1019", "D1020"
FIRST_OF_THE_REST = 1021

DEMO_ROLES: dict[str, str] = {
    "staff": STAFF,
    "manager": PRINCIPAL,
    "director": DIRECTOR,
    "tafa": COORDINATOR,
    "hr": HR,
    "admin": ADMIN,
    "skydd": HANDLER,
    "ombud": DELEGATE,
}
"""Whom to sign in as, by role."""


class Part(NamedTuple):
    """Somebody of the cast: their name, where they sit, and how many days ago they began."""

    name: str
    seat: Seat
    days: int


CAST: dict[str, Part] = {
    STAFF: Part("Samira Lindfors", Seat("KUN-101", "Fritidsledare", 0), 1610),
    PRINCIPAL: Part("Karin Almgren", Seat("BUN-101", "Rektor", 0), 2380),
    DIRECTOR: Part("Tomas Sjögren", Seat("BUN-F", "Förvaltningschef", 0), 1720),
    COORDINATOR: Part("Leila Nordström", Seat("KS-103", "Samordnare", 0), 2050),
    HR: Part("Östen Fransson", Seat("KS-101", "HR-specialist", 0), 4400),
    ADMIN: Part("Mei Granlund", Seat("KS-F", "Systemförvaltare", 0), 3100),
    HANDLER: Part("Åsa Hellberg", Seat("KS-101", "HR-specialist", 1), 2700),
    DELEGATE: Part("Robin Eklund", Seat("BUN-101", "Skoladministratör", 0), 1900),
    VETERAN: Part("Birgitta Öhman", Seat("BUN-101", "Lärare", 0), 8100),
    NEWCOMER: Part("Elias Tesfaye", Seat("BUN-101", "Lärare", 1), 12),
    PROTECTED_TEACHER: Part("Signe Vesterlund", Seat("BUN-101", "Lärare", 2), 2200),
    UNTRAINED_KEY_PERSON: Part("Pekka Dahl", Seat("KUN-103", "Fritidsledare", 0), 900),
    TWO_POSTS: Part("Nadia Berg", Seat("BUN-102", "Kurator", 0), 1450),
    YOUTH_MANAGER: Part("Goran Hedlund", Seat("KUN-101", "Enhetschef", 0), 1330),
    MANAGER_OF_COMPLETE: Part("Tuva Björkman", Seat("KUN-102", "Enhetschef", 0), 610),
    PROTECTED_YOUTH_LEADER: Part("Alma Sundqvist", Seat("KUN-101", "Fritidsledare", 1), 1100),
    PROTECTED_SOCIAL_WORKER: Part("Henrik Moradi", Seat("SN-102", "Socialsekreterare", 0), 1250),
    PROTECTED_CARER: Part("Vera Laukkanen", Seat("SN-204", "Undersköterska", 0), 1900),
    SECOND_NEWCOMER: Part("Yasmin Wallin", Seat("BUN-101", "Elevassistent", 0), 20),
    CLUB_LEADER: Part("Filip Aydin", Seat("EXT-FK", "Ungdomsledare", 0), 1500),
}
PROTECTED = frozenset(
    {PROTECTED_TEACHER, PROTECTED_YOUTH_LEADER, PROTECTED_SOCIAL_WORKER, PROTECTED_CARER}
)
# A handler's units are as wide as need be; a delegate stands in for one manager.
GRANTS: tuple[tuple[str, Role, str], ...] = (
    (COORDINATOR, Role.COORDINATOR, ROOT),
    (HR, Role.HR, ROOT),
    (ADMIN, Role.ADMIN, ROOT),
    (HANDLER, Role.PROTECTION_HANDLER, ROOT),
    (DELEGATE, Role.DELEGATE, "BUN-101"),
)
