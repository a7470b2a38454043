"""A figure as a whole sentence, to be put into an answer as it stands."""

from dataclasses import dataclass
from datetime import date

from api.coverage.figures import Cell
from web.i18n import day_text, number_text, percent_text
from web.i18n import gettext as _


@dataclass(frozen=True)
class _Sentences:
    """What is said of a day: how many are trained, and of the others how many have time left."""

    trained: str
    some: str
    nobody: str
    one_has: str
    one_has_not: str


def answer_text(cell: Cell, *, on: date, today: date) -> str:
    """Write the answer; nothing where nobody is required or the figures are withheld."""
    if not cell.required:
        return ""
    unit = {"unit": cell.unit_name}
    place = _("direkt under %(unit)s") % unit if cell.unit_id < 0 else _("i %(unit)s") % unit
    said = _sentences(on, today)
    values = {
        "day": day_text(on),
        "covered": number_text(cell.covered or 0),
        "required": number_text(cell.required),
        "share": percent_text(cell.share),
        "place": place,
        "requirement": cell.requirement_name,
        "missing": number_text(cell.missing or 0),
        "within": number_text(cell.within_time or 0),
    }
    # "462 employees" alone would be taken for all there are.
    whole = (said.trained, _of_the_missing(said, cell), _("Räknat på dem som omfattas av kravet."))
    return " ".join(sentence % values for sentence in whole if sentence)


def _of_the_missing(said: _Sentences, cell: Cell) -> str:
    if not cell.missing:
        return ""
    if cell.missing == 1:
        return said.one_has if cell.within_time else said.one_has_not
    return said.some if cell.within_time else said.nobody


def _sentences(on: date, today: date) -> _Sentences:
    """Whole sentences, for word order is the language's own."""
    if on < today:
        return _Sentences(
            _(
                "Den %(day)s hade %(covered)s av %(required)s (%(share)s) anställda %(place)s "
                "giltig utbildning i %(requirement)s."
            ),
            _("Av de %(missing)s som saknade den hade %(within)s tid kvar."),
            _("Ingen av de %(missing)s som saknade den hade tid kvar."),
            _("Den enda som saknade den hade tid kvar."),
            _("Den enda som saknade den hade inte tid kvar."),
        )
    if on > today:
        return _Sentences(
            _(
                "Om ingen förnyar har %(covered)s av %(required)s (%(share)s) anställda %(place)s "
                "giltig utbildning i %(requirement)s den %(day)s."
            ),
            _("Av de %(missing)s som då saknar den har %(within)s tid kvar."),
            _("Ingen av de %(missing)s som då saknar den har tid kvar."),
            _("Den enda som då saknar den har tid kvar."),
            _("Den enda som då saknar den har inte tid kvar."),
        )
    return _Sentences(
        _(
            "Den %(day)s har %(covered)s av %(required)s (%(share)s) anställda %(place)s "
            "giltig utbildning i %(requirement)s."
        ),
        _("Av de %(missing)s som saknar den har %(within)s tid kvar."),
        _("Ingen av de %(missing)s som saknar den har tid kvar."),
        _("Den enda som saknar den har tid kvar."),
        _("Den enda som saknar den har inte tid kvar."),
    )
