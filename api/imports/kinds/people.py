"""people: one row a post; the person's name, address and protection stand beside it."""

from api.imports.columns import Column, Names, code, email, one_of, words, yes_no
from api.imports.kinds.base import Kind, Shape, end_column, start_column
from api.imports.models import FileKind
from api.naming import title_key
from api.people.models import Employment, Post

PEOPLE = Kind(
    name=FileKind.PEOPLE,
    table=Post,
    shape=Shape.PERIOD,
    columns=(
        Column("employee_id", code(), "person_id", required=True, names=Names.PERSON, makes=True),
        Column("name", words(200), required=True),
        Column("email", email),
        Column("unit_code", code(), "unit_id", required=True, names=Names.UNIT),
        Column("title", words(200), "title", required=True, key_field="title_key", key=title_key),
        Column("category", words(100), "category"),
        Column("employment", one_of(Employment), "employment", empty=Employment.PERMANENT),
        Column("manager", yes_no, "manager", empty=False),
        start_column(),
        end_column(),
        # None, not False: an empty cell neither protects anybody nor lifts a protection.
        Column("protected", yes_no, empty=None),
    ),
    group=("employee_id", "unit_code", "title"),
    values=("title", "category", "employment", "manager"),
    beside=("name", "email", "protected"),
    day="start",
    uncounted=frozenset({"title", "manager"}),
)
