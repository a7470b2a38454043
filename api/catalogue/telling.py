"""The differences between editions in words: Swedish gettext sources, for page and command line."""

from collections.abc import Mapping

from api.catalogue.comparing import Difference, What
from api.texts import N_, Say, say_swedish

DIFFERENCES: Mapping[What, str] = {
    What.COURSE_CHANGED: N_("Om kursen: {fields}"),
    What.MODULE_ADDED: N_("Ny modul: {module}"),
    What.MODULE_REMOVED: N_("Borttagen modul: {module}"),
    What.MODULE_CHANGED: N_("Ändrad modul: {module} ({fields})"),
    What.MODULES_REORDERED: N_("Modulerna står i en annan ordning"),
    What.STEP_ADDED: N_("Nytt steg i {module}: {step}"),
    What.STEP_REMOVED: N_("Borttaget steg i {module}: {step}"),
    What.STEP_CHANGED: N_("Ändrat steg i {module}: {step} ({fields})"),
    What.STEP_MOVED: N_("Steg flyttat till {module}: {step}"),
    What.STEPS_REORDERED: N_("Stegen i {module} står i en annan ordning"),
}
# What an author knows by the name of the field. A field without a word here is told by its name.
FIELDS: Mapping[str, str] = {
    "again": N_("frågan när den kommer tillbaka"),
    "body": N_("texten"),
    "certifies": N_("vad intyget säger"),
    "choices": N_("svaren"),
    "content_note": N_("varningen för innehållet"),
    "exercise": N_("övningen"),
    "exercises": N_("övningarna"),
    "goals": N_("målen"),
    "intro": N_("inledningen"),
    "items": N_("raderna"),
    "kind": N_("slaget"),
    "levels": N_("preventionsnivån"),
    "minutes": N_("tiden"),
    "mode": N_("sättet att svara"),
    "notes": N_("anteckningarna"),
    "open": N_("om den är öppen för alla"),
    "owner": N_("ägaren"),
    "purpose": N_("syftet"),
    "reviewed_on": N_("granskningsdagen"),
    "shuffle": N_("om svaren blandas"),
    "sources": N_("källorna"),
    "stem": N_("frågan"),
    "targets": N_("det som raderna hör till"),
    "title": N_("rubriken"),
    "translations": N_("kursen med andra ord"),
    "validity_months": N_("hur länge intyget gäller"),
}


def fields_text(difference: Difference, say: Say = say_swedish) -> str:
    """Name the fields that changed, in the reader's language."""
    return ", ".join(say(FIELDS[name]) if name in FIELDS else name for name in difference.fields)


def difference_text(difference: Difference) -> str:
    """Say a difference in Swedish, for the command line."""
    return DIFFERENCES[difference.what].format(
        module=difference.module, step=difference.step, fields=fields_text(difference)
    )
