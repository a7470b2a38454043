"""Pure: how many of which title work where, and what category a title belongs to."""

from typing import NamedTuple

from api.demo.places import CLUB, CONGREGATIONS

SCHOOL, PRESCHOOL, HEALTH, LEISURE = "skola", "förskola", "elevhälsa", "fritid"
SOCIAL, CARE, LABOUR = "socialtjänst", "omsorg", "arbetsmarknad"
CULTURE, LEADING, OFFICE = "kultur", "ledning", "administration"

CATEGORY_OF: dict[str, str] = {
    "Avdelningschef": LEADING,
    "Enhetschef": LEADING,
    "Förvaltningschef": LEADING,
    "Rektor": LEADING,
    "Elevassistent": SCHOOL,
    "Gymnasielärare": SCHOOL,
    "Lärare": SCHOOL,
    "Lärare i fritidshem": SCHOOL,
    "Vuxenutbildare": SCHOOL,
    "Barnskötare": PRESCHOOL,
    "Förskollärare": PRESCHOOL,
    "Kurator": HEALTH,
    "Skolläkare": HEALTH,
    "Skolpsykolog": HEALTH,
    "Skolsköterska": HEALTH,
    "Specialpedagog": HEALTH,
    "Fritidsledare": LEISURE,
    "Fältsekreterare": LEISURE,
    "Ungdomsledare": LEISURE,
    "Familjebehandlare": SOCIAL,
    "Familjerådgivare": SOCIAL,
    "Socialsekreterare": SOCIAL,
    "Boendestödjare": CARE,
    "Stödassistent": CARE,
    "Undersköterska": CARE,
    "Arbetsmarknadskonsulent": LABOUR,
    "Studie- och yrkesvägledare": LABOUR,
    "Bibliotekarie": CULTURE,
    "Kulturskolelärare": CULTURE,
    "Administratör": OFFICE,
    "HR-specialist": OFFICE,
    "Samordnare": OFFICE,
    "Skoladministratör": OFFICE,
    "Systemförvaltare": OFFICE,
    "Utvecklingsledare": OFFICE,
}
# Without a category, as staff lists are: the import page counts whom no requirement reaches therefore.
UNCATEGORISED = (
    "Badvakt",
    "Kommunvägledare",
    "Måltidsbiträde",
    "Resursperson",
    "Samtalsvärd",
    "Receptionist",
    "Vaktmästare",
)
MANAGING = frozenset({"Avdelningschef", "Enhetschef", "Förvaltningschef", "Rektor"})
# Hourly staff are common where somebody must always be there.
OFTEN_HOURLY = frozenset(
    {
        "Badvakt",
        "Barnskötare",
        "Elevassistent",
        "Fritidsledare",
        "Måltidsbiträde",
        "Resursperson",
        "Stödassistent",
        "Undersköterska",
    }
)

# Units without a title of MANAGING are without a manager: the one above sees their people.
STAFFING: dict[str, dict[str, int]] = {
    "BUN-F": {"Förvaltningschef": 1, "Utvecklingsledare": 3, "Administratör": 3},
    "BUN-G": {"Avdelningschef": 1, "Utvecklingsledare": 2, "Administratör": 1},
    "BUN-101": {
        "Rektor": 1,
        "Lärare": 12,
        "Lärare i fritidshem": 4,
        "Kurator": 1,
        "Skolsköterska": 1,
        "Elevassistent": 3,
        "Skoladministratör": 1,
        "Vaktmästare": 1,
        "Måltidsbiträde": 1,
    },
    "BUN-102": {
        "Rektor": 1,
        "Lärare": 36,
        "Lärare i fritidshem": 6,
        "Kurator": 1,
        "Skolsköterska": 1,
        "Elevassistent": 5,
        "Skoladministratör": 2,
        "Vaktmästare": 2,
        "Måltidsbiträde": 3,
    },
    "BUN-103": {
        "Rektor": 1,
        "Lärare": 20,
        "Lärare i fritidshem": 5,
        "Kurator": 1,
        "Elevassistent": 5,
        "Skoladministratör": 1,
        "Måltidsbiträde": 2,
    },
    "BUN-104": {
        "Rektor": 1,
        "Lärare": 19,
        "Lärare i fritidshem": 5,
        "Skolsköterska": 1,
        "Elevassistent": 3,
        "Skoladministratör": 1,
        "Vaktmästare": 1,
    },
    "BUN-201": {
        "Rektor": 1,
        "Gymnasielärare": 38,
        "Kurator": 2,
        "Skolsköterska": 1,
        "Studie- och yrkesvägledare": 2,
        "Elevassistent": 3,
        "Skoladministratör": 2,
        "Vaktmästare": 2,
        "Måltidsbiträde": 2,
    },
    "BUN-P": {"Avdelningschef": 1, "Specialpedagog": 2, "Administratör": 1},
    "BUN-301": {"Rektor": 1, "Förskollärare": 7, "Barnskötare": 9, "Måltidsbiträde": 1},
    "BUN-302": {"Rektor": 1, "Förskollärare": 6, "Barnskötare": 9, "Måltidsbiträde": 1},
    "BUN-303": {"Förskollärare": 6, "Barnskötare": 9, "Måltidsbiträde": 1},
    "BUN-401": {
        "Enhetschef": 1,
        "Kurator": 4,
        "Skolpsykolog": 3,
        "Skolläkare": 1,
        "Specialpedagog": 5,
    },
    "SN-F": {"Förvaltningschef": 1, "Utvecklingsledare": 2, "Administratör": 4},
    "SN-I": {"Avdelningschef": 1, "Samordnare": 2, "Administratör": 1},
    "SN-101": {"Enhetschef": 1, "Socialsekreterare": 11},
    "SN-102": {"Enhetschef": 1, "Socialsekreterare": 12, "Familjebehandlare": 5},
    "SN-103": {"Enhetschef": 1, "Socialsekreterare": 11, "Familjebehandlare": 5},
    "SN-106": {"Enhetschef": 1, "Socialsekreterare": 10, "Boendestödjare": 2},
    "SN-107": {"Familjerådgivare": 3},
    "SN-S": {"Avdelningschef": 1, "Administratör": 2},
    "SN-201": {"Enhetschef": 1, "Boendestödjare": 20, "Resursperson": 3},
    "SN-202": {"Enhetschef": 1, "Stödassistent": 15, "Resursperson": 2},
    "SN-204": {"Enhetschef": 1, "Undersköterska": 40, "Administratör": 1},
    "VAF": {"Förvaltningschef": 1, "Administratör": 2},
    "VAF-101": {"Enhetschef": 1, "Arbetsmarknadskonsulent": 12, "Samtalsvärd": 2},
    "VAF-102": {"Rektor": 1, "Vuxenutbildare": 12, "Studie- och yrkesvägledare": 2},
    "KUN-F": {"Förvaltningschef": 1, "Utvecklingsledare": 2, "Administratör": 2},
    "KUN-U": {"Avdelningschef": 1, "Samordnare": 1, "Administratör": 1},
    "KUN-101": {"Enhetschef": 1, "Fritidsledare": 10},
    "KUN-102": {"Enhetschef": 1, "Fritidsledare": 8},
    "KUN-103": {"Fritidsledare": 7, "Vaktmästare": 1},
    "KUN-104": {"Fältsekreterare": 4},
    "KUN-201": {"Enhetschef": 1, "Bibliotekarie": 11, "Receptionist": 2},
    "KUN-202": {"Enhetschef": 1, "Kulturskolelärare": 13},
    "KUN-203": {"Enhetschef": 1, "Badvakt": 8, "Receptionist": 3},
    "KS-F": {"Förvaltningschef": 1, "Utvecklingsledare": 4, "Systemförvaltare": 3},
    "KS-101": {"Enhetschef": 1, "HR-specialist": 8},
    "KS-102": {"Kommunvägledare": 9, "Samordnare": 2},
    "KS-103": {"Enhetschef": 1, "Samordnare": 5},
    CLUB: {"Ungdomsledare": 8},
    CONGREGATIONS: {"Samordnare": 3},
}


class Seat(NamedTuple):
    """A place to fill: the n-th of a title in a unit."""

    unit: str
    title: str
    number: int

    @property
    def managing(self) -> bool:
        """Whether whoever sits here manages the unit."""
        return self.title in MANAGING


def seats() -> tuple[Seat, ...]:
    """Every place there is, in order."""
    return tuple(
        Seat(unit, title, number)
        for unit, titles in STAFFING.items()
        for title, count in titles.items()
        for number in range(count)
    )
