"""What is wrong with a file, in the words of the file. Swedish gettext sources, by code."""

from collections.abc import Mapping
from datetime import date

from api.imports.plan import Difference, Line, PersonChange, Verdict
from api.imports.problems import Problem
from api.texts import N_, Say, say_swedish

MOST_SHOWN = 60

PLACES = {
    "row": N_("rad {row}"),
    "column": N_("kolumn {column}"),
    "value": N_('värde "{value}"'),
}

# Read after the place: people.csv, rad 14, kolumn unit_code, värde "SKOLA-X": enheten finns inte …
PROBLEMS: dict[str, str] = {
    "brake": N_(
        "filen skulle avsluta {ended} av {of} gällande rader från samma källa, mer än {percent} %. "
        "Kontrollera att filen är hel; bekräfta sedan, i kommandoraden med --yes."
    ),
    "cell_empty": N_("ett värde saknas. Fyll i cellen."),
    "code_shape": N_("koden får ha bokstäver, siffror och . _ - + : @ men inga mellanslag."),
    "column_missing": N_("kolumnen saknas och måste finnas. Lägg till den i rubrikraden."),
    "column_twice": N_("kolumnen finns två gånger. Ta bort den ena."),
    "column_unknown": N_("kolumnen är okänd och läses inte."),
    "column_unknown_close": N_("kolumnen är okänd och läses inte. Menade du {close}?"),
    "column_unnamed": N_("kolumn nummer {place} saknar rubrik. Skriv en, eller ta bort kolumnen."),
    "course_elsewhere": N_(
        "kursen finns inte bland de publicerade kurserna. Är den någon annans är det rätt så; "
        "annars rätta kursens id."
    ),
    "day_in_future": N_("dagen ligger efter i dag, {today}. Rätta dagen."),
    "day_range": N_("dagen ligger utanför {first} till {last}. Rätta året."),
    "day_shape": N_("det är ingen dag. Skriv den som 2026-11-22 eller 20261122."),
    "email_shape": N_("det är ingen e-postadress. Rätta den eller lämna cellen tom."),
    "email_shared": N_("adressen har flera personer. Ingen av dem kan logga in med den."),
    "ends_before_start": N_("slutet ligger före början, {start}. Rätta en av dagarna."),
    "extern_under_municipal": N_(
        "enheten {unit} är extern och kan bara ligga under en extern enhet, eller under ingen."
    ),
    "file_empty": N_("filen är tom."),
    "file_too_large": N_("filen är för stor. Dela den."),
    "key_twice": N_("samma nyckel står redan på rad {other_row}. Ta bort den ena raden."),
    "leading_zeros": N_(
        "koden skiljer sig bara i inledande nollor från {other}. Kalkylprogram tar bort nollor: "
        "formatera kolumnen som text och exportera igen."
    ),
    "leading_zeros_hidden": N_(
        "koden skiljer sig bara i inledande nollor från en som finns. Kalkylprogram tar bort "
        "nollor: formatera kolumnen som text och exportera igen."
    ),
    "leaves_posts": N_(
        "{posts} skulle sakna enhet från {day}: {persons}. Avsluta eller flytta dem först."
    ),
    "leaves_posts_unnamed": N_(
        "{posts} skulle sakna enhet från {day}. Avsluta eller flytta dem först."
    ),
    "leaves_unit": N_(
        "enheten {unit} skulle sakna överordnad enhet från {day}. Avsluta eller flytta den också."
    ),
    "list_empty": N_("listan är tom. Skriv minst ett värde; sätt | mellan flera."),
    "mangled_letters": N_(
        'rad {line} har förvanskade bokstäver ("{sign}"). Exportera filen igen som UTF-8.'
    ),
    "no_category": N_(
        "{persons} med {titles} saknar kategori. Krav som nämner kategorier omfattar dem inte."
    ),
    "no_rows": N_("filen har en rubrikrad men inga rader."),
    "not_among": N_("värdet ska vara något av: {known}."),
    "not_spreadsheet": N_("filen gick inte att läsa som kalkylblad. Spara den som .xlsx igen."),
    "not_text": N_(
        "filen är varken CSV i UTF-8 eller Windows-1252, eller .xlsx. Spara den i ett av dem."
    ),
    "number_range": N_("värdet ska vara ett heltal från {least} till {most}."),
    "overlap_in_file": N_(
        "raden gäller delvis samma dagar som rad {other_row}. Sätt slut på den tidigare."
    ),
    "overlap_known": N_(
        "raden gäller delvis samma dagar som en som redan finns ({start} till {end}). "
        "Sätt först slut på den: en rad med samma början och rätt slut."
    ),
    "parent_missing": N_("bara kommunen och externa enheter saknar överordnad. Fyll i dess kod."),
    "parent_not_there": N_(
        "den överordnade enheten finns inte {day}, men {unit} ska finnas då. Rätta dagarna."
    ),
    "person_disagrees": N_("raden säger annat om personen än rad {other_row}. Gör dem lika."),
    "personnummer": N_(
        "anställningsnumret ser ut som ett personnummer. Använd ett eget nummer för de anställda."
    ),
    "quotes_broken": N_(
        "citattecknen går inte ihop vid rad {line}. Ett citattecken inne i text ska stå dubbelt."
    ),
    "ragged_row": N_("raden har {found} celler, rubrikraden {expected}. Rätta avgränsarna."),
    "record_own": N_("personen har gått kursen här den dagen. Det intyget står kvar som det är."),
    "record_revoked": N_("intyget är återkallat och läggs inte till igen."),
    "records_never_whole": N_(
        "genomförda utbildningar avslutas aldrig av en hel fil. Välj bort --full."
    ),
    "root_has_parent": N_("kommunen är överst och kan inte ha någon överordnad. Töm cellen."),
    "roots_several": N_("det kan bara finnas en kommun, och den finns redan: {others}."),
    "too_long": N_("texten har {found} tecken och får ha högst {most}."),
    "too_many_rows": N_("filen har fler än {most} rader. Dela den."),
    "under_extern": N_("enheten {unit} är kommunens och kan inte ligga under en extern enhet."),
    "unit_cycle": N_("enheterna ligger under varandra {day}: {ring}. Rätta en överordnad."),
    "unit_not_there": N_("enheten finns inte {day}, men raden gäller då. Rätta dagarna."),
    "unit_not_there_always": N_(
        "enheten finns inte {day}. Tom start betyder sedan alltid: fyll i radens start."
    ),
    "unknown_course": N_(
        "kursen är okänd. Rätta kursens id, eller importera först ett krav som godtar den."
    ),
    "unknown_person": N_("personen finns inte. Importera personen först eller rätta numret."),
    "unknown_requirement": N_("kravet finns inte. Importera kravet först eller rätta koden."),
    "unknown_unit": N_("enheten finns inte. Importera enheten först eller rätta koden."),
    "validity_unknown": N_(
        "kursen {course} har ingen giltighetstid här. Fyll i sista giltiga dag, eller aldrig."
    ),
    "without_category": N_(
        "{persons} med {titles} saknar kategori och omfattas inte av {requirements}."
    ),
    "zero_one": N_("värdet ska vara 0 (nej) eller 1 (ja)."),
}

# One, and several: fields of these names are counts, and are said with their noun.
COUNTED: dict[str, tuple[str, str]] = {
    "persons": (N_("{n} person"), N_("{n} personer")),
    "posts": (N_("{n} tjänst"), N_("{n} tjänster")),
    "requirements": (N_("{n} krav"), N_("{n} krav")),
    "titles": (N_("{n} titel"), N_("{n} titlar")),
}

OPEN = N_("tills vidare")
HIDDEN = N_("Visas inte")
NOTHING = N_("tomt")
YES, NO = N_("ja"), N_("nej")
ENDS = N_("slutar {day}")
TAKEN_BACK = N_("tas tillbaka; hade inte börjat")
PAST_DAYS = (
    N_("täckningen kan ändras för {n} dag bakåt"),
    N_("täckningen kan ändras för {n} dagar bakåt"),
)


def say(problem: Problem, translate: Say = say_swedish) -> str:
    """Return a problem as a sentence: the place first, then what is wrong and how to mend it."""
    template = PROBLEMS.get(problem.code, problem.code)
    sentence = translate(template).format_map(_fields(problem.values, translate))
    return f"{_place(problem, translate)}: {sentence}"


def _place(problem: Problem, translate: Say) -> str:
    found = [problem.file]
    value = problem.value
    shown = value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…"
    for name, text in (("row", problem.row), ("column", problem.column), ("value", shown)):
        if text:
            found.append(translate(PLACES[name]).format_map({name: text}))
    return ", ".join(found)


def _fields(values: Mapping[str, object], translate: Say) -> dict[str, str]:
    return {name: _field(name, value, translate) for name, value in values.items()}


def _field(name: str, value: object, translate: Say) -> str:
    if name in COUNTED and isinstance(value, int):
        return counted(name, value, translate)
    return translate(OPEN) if value is None else str(value)


def counted(name: str, number: int, translate: Say = say_swedish) -> str:
    """Return a number with its noun."""
    one, several = COUNTED[name]
    return translate(one if number == 1 else several).format(n=number)


def _say_difference(difference: Difference, translate: Say, *, is_new: bool) -> str:
    column, before, after = difference
    told = shown(column, after, translate)
    if is_new:
        return f"{column}: {told}"
    return f"{column}: {shown(column, before, translate)} → {told}"


def say_line(line: Line, translate: Say = say_swedish) -> str:
    """Return what becomes of a row: its key, what differs, and how far back coverage can change."""
    if line.masked:
        parts = [translate(HIDDEN)]
    else:
        parts = [", ".join(f"{name} {shown(name, value, translate)}" for name, value in line.key)]
        is_new = line.verdict is Verdict.ADDED
        parts += [_say_difference(each, translate, is_new=is_new) for each in line.differences]
    if line.last_day is not None and line.verdict is not Verdict.CORRECTED:
        parts.append(translate(ENDS).format(day=line.last_day))
    elif line.verdict is Verdict.ENDED:
        parts.append(translate(TAKEN_BACK))
    if line.past_days:
        template = PAST_DAYS[0] if line.past_days == 1 else PAST_DAYS[1]
        parts.append(translate(template).format(n=line.past_days))
    where = f"{translate(PLACES['row']).format(row=line.row)}: " if line.row else ""
    return where + "; ".join(parts)


def say_change(change: PersonChange, translate: Say = say_swedish) -> str:
    """Return what becomes of a person's name, address or protection."""
    where = translate(PLACES["row"]).format(row=change.row)
    if change.masked:
        return f"{where}: {translate(HIDDEN)}"
    before = shown(change.column, change.before, translate)
    after = shown(change.column, change.after, translate)
    return f"{where}: {change.employee_id}, {change.column}: {before} → {after}"


def shown(column: str, value: object, translate: Say = say_swedish) -> str:
    """Return a value of a cell as a person reads it."""
    if isinstance(value, bool):
        return translate(YES if value else NO)
    if value is None and column in {"end", "valid_until"}:
        return translate(OPEN)
    if value is None or value == "":
        return translate(NOTHING)
    return value.isoformat() if isinstance(value, date) else str(value)
