"""What can be done, and which role may do it. One table, sorted, searchable."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in the system today. ``unit_manager`` comes of a post, the rest are granted."""

    ADMIN = "admin"
    COORDINATOR = "tafa"
    DELEGATE = "ombud"
    HR = "hr"
    PROTECTION_HANDLER = "skydd"
    UNIT_MANAGER = "chef"


class Permission(StrEnum):
    """A thing that can be done; every route requires one, or says PUBLIC."""

    COVERAGE_READ = "coverage:read"
    COURSE_TAKE = "course:take"
    EDITION_READ = "edition:read"
    IMPORT_WRITE = "import:write"
    INVITE_WRITE = "invite:write"
    KEY_PEOPLE_READ = "key_people:read"
    METRICS_READ = "metrics:read"
    ORGANISATION_READ = "organisation:read"
    OWN_READ = "own:read"
    PRACTICE_WRITE = "practice:write"
    RECORD_CLASSROOM = "record:classroom"
    RECORD_WRITE = "record:write"
    REPORT_READ = "report:read"
    REPORT_WRITE = "report:write"
    REQUIREMENT_READ = "requirement:read"
    STATISTICS_READ = "statistics:read"
    UNIT_READ = "unit:read"


class Public(StrEnum):
    """The written word that a route is open to all."""

    PUBLIC = "public"


PUBLIC = Public.PUBLIC

_EVERYONE = frozenset({Permission.COURSE_TAKE, Permission.OWN_READ})
_FOLLOWS_UP = frozenset(
    {Permission.COVERAGE_READ, Permission.ORGANISATION_READ, Permission.REQUIREMENT_READ}
)

PERMISSIONS_OF: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.COORDINATOR: _FOLLOWS_UP
    | {
        Permission.EDITION_READ,
        Permission.KEY_PEOPLE_READ,
        Permission.PRACTICE_WRITE,
        Permission.REPORT_READ,
        Permission.REPORT_WRITE,
        Permission.STATISTICS_READ,
    },
    Role.DELEGATE: _FOLLOWS_UP | {Permission.UNIT_READ},
    Role.HR: frozenset(
        {
            Permission.IMPORT_WRITE,
            Permission.INVITE_WRITE,
            Permission.ORGANISATION_READ,
            Permission.RECORD_CLASSROOM,
            Permission.RECORD_WRITE,
            Permission.REQUIREMENT_READ,
            Permission.UNIT_READ,
        }
    ),
    Role.PROTECTION_HANDLER: frozenset(
        {Permission.INVITE_WRITE, Permission.RECORD_WRITE, Permission.UNIT_READ}
    ),
    Role.UNIT_MANAGER: _FOLLOWS_UP
    | {
        Permission.INVITE_WRITE,
        Permission.PRACTICE_WRITE,
        Permission.RECORD_CLASSROOM,
        Permission.UNIT_READ,
    },
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything a signed-in person with these roles may do somewhere."""
    return _EVERYONE.union(*(PERMISSIONS_OF[role] for role in roles))
