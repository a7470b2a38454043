"""Who acts: a signed-in person with today's roles, or the system for a stated reason."""

from dataclasses import dataclass, field

from api.access.permissions import PERMISSIONS_OF, Permission, Role, permissions_of
from api.errors import Forbidden, NotSignedIn


@dataclass(frozen=True)
class Grant:
    """A role held today, placed at a unit."""

    role: Role
    unit_id: int


@dataclass(frozen=True)
class Actor:
    """The one on whose behalf a service works.

    ``person_id`` is None for the system and for a visitor. ``everything`` is the operator at the
    command line: rights without bounds, shown by its label in every trail. ``name`` is for greeting
    the person on their own pages, and kept out of every printed form.
    """

    label: str
    person_id: int | None = None
    name: str = field(default="", repr=False, compare=False)
    grants: tuple[Grant, ...] = ()
    everything: bool = False

    @classmethod
    def system(cls, reason: str) -> "Actor":
        """The program itself, or the operator at the command line, with the reason it acts."""
        return cls(label=f"system:{reason}", everything=True)

    @classmethod
    def visitor(cls) -> "Actor":
        """Somebody who is not signed in."""
        return cls(label="visitor")

    @property
    def signed_in(self) -> bool:
        """Whether there is a known person, or the operator, behind the request."""
        return self.everything or self.person_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held today, wherever they are placed."""
        return frozenset(grant.role for grant in self.grants)

    def may(self, permission: Permission) -> bool:
        """Whether the permission is held somewhere."""
        if self.everything:
            return True
        return self.person_id is not None and permission in permissions_of(self.roles)

    def require(self, permission: Permission) -> None:
        """Raise NotSignedIn or Forbidden unless the permission is held somewhere."""
        if not self.signed_in:
            raise NotSignedIn("not_signed_in")
        if not self.may(permission):
            raise Forbidden("forbidden", {"permission": permission.value})

    def grants_for(self, permission: Permission) -> tuple[Grant, ...]:
        """The grants that carry the permission: where, and in what role, it is held."""
        return tuple(grant for grant in self.grants if permission in PERMISSIONS_OF[grant.role])
