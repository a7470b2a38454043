"""Every sentence the domain's codes stand for, as Swedish gettext sources; both faces and the CLI use it.

``N_`` marks a text for extraction where it stands; ``Say`` turns it into the reader's language.
"""

from collections.abc import Callable

from api.errors import DomainError

Say = Callable[[str], str]


def N_(text: str) -> str:  # noqa: N802 - gettext's customary name, which the extractor looks for
    """Mark a text for translation; it is translated when it is said."""
    return text


def say_swedish(text: str) -> str:
    """The source language: texts are said as they are written."""
    return text


ERRORS: dict[str, str] = {
    "forbidden": N_("Du har inte rätt att se den här sidan."),
    "internal": N_("Något gick fel hos oss. Inget du gjort tidigare har gått förlorat."),
    "not_found": N_("Sidan finns inte."),
    "not_signed_in": N_("Logga in för att fortsätta."),
    "token_invalid": N_("Din nyckel gäller inte. Skapa en ny."),
    "too_many_attempts": N_("För många försök. Vänta en kvart och försök igen."),
    "unit_not_found": N_("Enheten finns inte, eller ligger utanför det du får se."),
    "person_unknown": N_("Det finns ingen person med det anställningsnumret."),
    "requirement_not_found": N_("Kravet finns inte, eller gäller inte den dagen."),
    "day_out_of_range": N_(
        "Dagen ligger utanför det vi räknar. Välj en dag mellan år 2000 och 2080."
    ),
    "token_hours": N_("En nyckel gäller i minst 1 och högst {most} timmar."),
    "invite_reaches_further": N_(
        "Personen har rätt att se mer än du. Be en administratör om en kod till hen."
    ),
    "import_roles_by_admin": N_("Roller läses in av en administratör."),
    "import_refused": N_("Filen har {count} fel och har inte lästs in."),
    "import_unknown": N_("Inläsningen finns inte."),
    "import_undone_already": N_("Inläsningen är redan ångrad."),
    "import_overtaken": N_(
        "Inläsningen går inte att ångra: {count} av dess rader har ändrats senare. "
        "Ångra det senare först, eller rätta med en ny fil."
    ),
    "import_undo_collides": N_(
        "Inläsningen går inte att ångra: det som gällde före krockar med något som lästs in senare."
    ),
    "import_undo_leaves_units": N_(
        "Inläsningen går inte att ångra: enheter som lästs in senare ligger under dess enheter."
    ),
    "import_undo_leaves_posts": N_(
        "Inläsningen går inte att ångra: personer har tjänst i dess enheter. Ångra personallistan först."
    ),
    "days_reversed": N_("Den sista dagen ligger före den första."),
    "database_not_empty": N_("Databasen är inte tom. Kör kollen demo clear först."),
    "courses_invalid": N_("Kurserna har fel:\n{problems}"),
    "feed_too_long": N_("Systemets namn får ha högst {most} tecken."),
    "upload_unknown": N_("Filen väntar inte längre. Välj den igen."),
    "course_not_found": N_("Kursen finns inte."),
    "refresher_unknown": N_("Frågan väntar inte längre på dig."),
    "step_unknown": N_("Steget finns inte i kursen."),
    "choice_missing": N_("Välj ett svar"),
    "choice_unknown": N_("Svaret hör inte till frågan. Ladda om sidan och svara igen."),
    "choice_single": N_("Välj bara ett svar"),
    "reply_missing": N_("Välj vad du vill säga"),
    "reply_unknown": N_("Svaret hör inte till samtalet. Börja om övningen."),
    "coding_missing": N_("Koda alla yttranden och ge alla fyra betyg"),
    "exercise_unknown": N_("Övningen finns inte."),
    "exercise_state": N_("Övningen går inte att fortsätta härifrån. Börja om den."),
    "placing_missing": N_("Välj en plats för varje rad"),
    "order_repeated": N_("Två rader har samma nummer. Ge varje rad ett eget."),
    "course_not_just_completed": N_("Frågan ställs bara när du just har blivit klar med kursen."),
    "attendee_unknown": N_(
        "Någon som du kryssade för hör inte till enheten den dagen. Ladda om sidan och kryssa igen."
    ),
    "nobody_present": N_("Kryssa för minst en person"),
    "edition_not_found": N_("Utgåvan finns inte."),
    "edition_ambiguous": N_("Flera utgåvor börjar så. Skriv fler tecken."),
    "verdict_missing": N_(
        "Texten är ändrad sedan den publicerades och behöver en bedömning: {courses}. "
        "Inget har publicerats."
    ),
    "verdict_unneeded": N_(
        "Här finns inget att bedöma, för texten är ny eller inte ändrad: {courses}. "
        "Inget har publicerats."
    ),
    "retake_in_past": N_(
        "En omtagning kan tidigast börja i dag: det som redan är räknat ska stå kvar."
    ),
    "record_unknown": N_("Intyget finns inte, eller är inte ditt."),
    "certificate_letters": N_(
        "Namnet har bokstäver som PDF:en saknar. Skriv ut intyget från sidan i stället."
    ),
    "certificate_refused": N_(
        "Koden och anställningsnumret hör inte ihop. Kontrollera båda och försök igen."
    ),
    "record_exists": N_("Personen har redan ett sådant intyg för den dagen."),
    "record_revoked": N_("Intyget är redan återkallat."),
    "record_in_future": N_("Dagen för utbildningen kan inte ligga i framtiden."),
    "record_validity_unknown": N_("Ange sista giltiga dag, eller aldrig: kursen finns inte här."),
    "record_ends_before": N_("Sista giltiga dag kan inte ligga före utbildningsdagen."),
    "note_unknown": N_("Anteckningen finns inte, eller ligger utanför det du får se."),
    "note_struck": N_("Anteckningen är redan struken."),
    "note_too_long": N_("Anteckningen får ha högst 200 tecken."),
    "report_not_found": N_("Rapporten finns inte, eller gäller en enhet utanför det du får se."),
    "report_issued": N_("Rapporten är utfärdad och kan inte ändras."),
    "report_draft": N_("Rapporten är inte utfärdad än."),
    "report_unit": N_("Välj kommunen eller en nämnd som du får se."),
    "report_day_in_future": N_("En rapport kan inte gälla en dag som inte har kommit."),
    "report_diary_number_too_long": N_("Diarienumret får ha högst {most} tecken."),
    "template_not_found": N_("Mallen finns inte, eller gäller en enhet utanför det du får se."),
    "template_not_docx": N_(
        "Filen är inget Word-dokument som går att läsa. Spara mallen som .docx och försök igen."
    ),
    "template_too_large": N_("Mallen får vara högst {most} MB."),
    "template_unpacks_too_large": N_("Mallen blir för stor när den packas upp."),
    "template_active": N_(
        "Mallen innehåller makron eller inbäddade objekt. Spara den utan dem som .docx."
    ),
    "template_fetches": N_(
        "Mallen hämtar något utifrån, till exempel en bild eller en annan mall. "
        "Lägg in bilderna i filen och försök igen."
    ),
    "report_text_too_long": N_("En text i rapporten får ha högst {most} tecken."),
    "cross_site": N_("Begäran kom från en annan webbplats och har stoppats."),
    "body_too_large": N_("Filen är för stor."),
    "bad_day": N_("Dagen kunde inte läsas. Skriv den som 2026-11-22."),
    "bad_filter": N_("Filtret finns inte. Gå tillbaka till tabellen och välj ett av filtren där."),
    "bad_month": N_(
        "Månaden kunde inte läsas. Skriv den som 2027-03: den här månaden eller en senare."
    ),
    "seats_out_of_range": N_("Skriv hur många platser det finns, från 1 till {most}."),
    "practice_day_unknown": N_("Övningsdagen finns inte, eller ligger utanför det du får se."),
    "practice_day_past": N_("Dagen har redan varit. Välj i dag eller en dag som kommer."),
    "practice_day_far": N_("Dagen ligger mer än två år fram. Kontrollera årtalet."),
    "practice_day_over": N_("Övningsdagen har redan varit och går inte att ställa in."),
    "bad_time": N_("Klockslaget kunde inte läsas. Skriv det som 13.00."),
    "place_too_long": N_("Platsen får ha högst {most} tecken."),
    "method_not_allowed": N_(
        "Sidan kan inte ta emot det du skickade. Gå tillbaka och försök igen."
    ),
    "conflict": N_("Någon annan hann före. Ladda om sidan och försök igen."),
}

REFRESHER_MAIL_SUBJECT = N_("En minnesfråga väntar på dig")
REFRESHER_MAIL = N_("""Hej!

En minnesfråga väntar på dig i Kompetenskollen. Den tar någon minut, är frivillig, och ditt svar sparas inte.

{question}

Du får det här mejlet för att du har bett om det. Du slår av det på sidan Mina uppgifter:
{switch}
""")


def error_text(error: DomainError, say: Say = say_swedish) -> str:
    """What a domain error means, in the reader's language; the code itself when no text is written."""
    template = ERRORS.get(error.code)
    return say(template).format_map(error.values) if template else error.code
