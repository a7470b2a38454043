"""categories: which category a title belongs to, where the post names none."""

from api.imports.columns import Column, words
from api.imports.kinds.base import Kind, Shape
from api.imports.models import FileKind
from api.naming import title_key
from api.people.models import TitleCategory

CATEGORIES = Kind(
    name=FileKind.CATEGORIES,
    table=TitleCategory,
    shape=Shape.LASTING,
    columns=(
        Column("title", words(200), "title", required=True, key_field="title_key", key=title_key),
        Column("category", words(100), "category", required=True),
    ),
    group=("title",),
    values=("title", "category"),
    uncounted=frozenset({"title"}),
)
