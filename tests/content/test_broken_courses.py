"""Planted faults: an author is told the file, the line, what is wrong and how to mend it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from api.catalogue.check import check_folder, format_problems, has_errors, read_courses
from api.catalogue.loader import load_folder

TODAY = date(2026, 11, 22)

COURSE, MODULE = "kurs/course.md", "kurs/01-akut/module.md"
KINDS = "text, question, order, match, compare eller practice"
TEXT, QUESTION = "kurs/01-akut/01-lasa.md", "kurs/01-akut/02-fraga.md"

_INDENTED = {
    COURSE: """\
        ---
        kind: course
        id: forsta-steget
        title: Första steget
        owner: TAFA
        reviewed_on: 2026-11-20
        validity_months: 24
        levels: [generell]
        open: true
        sources:
          - text: Socialtjänstlag (2025:400)
            url: https://www.riksdagen.se/
            reviewed_on: 2026-11-20
            law: true
        ---
        Kursens syfte.
        """,
    MODULE: """\
        ---
        kind: module
        id: akut
        title: Akut
        minutes: 10
        goals:
          - Du vet när du ringer 112.
        ---
        Modulens början.
        """,
    TEXT: """\
        ---
        kind: text
        id: att-lasa
        title: Att läsa
        ---
        En rad.

        En rad till.
        """,
    QUESTION: """\
        ---
        kind: question
        id: att-svara
        title: Att svara
        mode: single
        choices:
          - id: a
            text: Ja
            correct: true
            feedback: Det stämmer.
          - {id: b, text: Nej, correct: false, feedback: Tänk om.}
        again: |
          Frågan igen.
          På två rader.
        ---
        Frågan?
        """,
}
SOUND = {name: dedent(text) for name, text in _INDENTED.items()}


@dataclass(frozen=True)
class Fault:
    """A change to a sound course, and every line that the check shall print for it."""

    name: str
    file: str
    old: str
    new: str
    expected: tuple[str, ...]


def _told(file: str, line: int, text: str) -> str:
    return f"{file}:{line}: {text}"


def _write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _problems(root: Path, today: date = TODAY) -> list[str]:
    return [
        str(problem).removeprefix(f"{root.as_posix()}/") for problem in check_folder(root, today)
    ]


FIELDS = (
    Fault(
        "missing field",
        COURSE,
        "owner: TAFA\n",
        "",
        (_told(COURSE, 1, "Fältet ”owner” saknas. Lägg till det."),),
    ),
    Fault(
        "missing feedback in a flow mapping",
        QUESTION,
        ", feedback: Tänk om.}",
        "}",
        (_told(QUESTION, 11, "Fältet ”feedback” (nummer 2 i ”choices”) saknas. Lägg till det."),),
    ),
    Fault(
        "empty feedback",
        QUESTION,
        "feedback: Det stämmer.",
        'feedback: " "',
        (_told(QUESTION, 10, "Fältet ”feedback” (nummer 1 i ”choices”) är tomt. Fyll i det."),),
    ),
    Fault(
        "empty value",
        TEXT,
        "title: Att läsa",
        "title:",
        (_told(TEXT, 4, "Fältet ”title” är tomt. Fyll i det."),),
    ),
    Fault(
        "misspelt field",
        QUESTION,
        "again: |",
        "agian: |",
        (_told(QUESTION, 12, "Fältet ”agian” finns inte. Menade du ”again”?"),),
    ),
    Fault(
        "misspelt field in a list",
        COURSE,
        "law: true",
        "lag: true",
        (_told(COURSE, 14, "Fältet ”lag” (nummer 1 i ”sources”) finns inte. Menade du ”law”?"),),
    ),
    Fault(
        "unknown field",
        TEXT,
        "title: Att läsa",
        "title: Att läsa\nbilder: inga",
        (
            _told(
                TEXT,
                5,
                "Fältet ”bilder” finns inte. Ta bort det, eller använd något av: id, title, "
                "sources, kind.",
            ),
        ),
    ),
    Fault(
        "body written as a field",
        TEXT,
        "title: Att läsa",
        "title: Att läsa\nbody: Här",
        (
            _told(
                TEXT,
                5,
                "Fältet ”body” skrivs inte här. Flytta texten till under den andra raden ---.",
            ),
        ),
    ),
    Fault(
        "empty body",
        QUESTION,
        "Frågan?\n",
        "",
        (_told(QUESTION, 15, "Texten under den andra raden --- är tom. Skriv den."),),
    ),
    Fault(
        "number as title",
        TEXT,
        "title: Att läsa",
        "title: 112",
        (_told(TEXT, 4, 'Fältet ”title” ska vara text. Sätt värdet inom citattecken: "112".'),),
    ),
    Fault(
        "true as a choice's text",
        QUESTION,
        "text: Ja",
        "text: true",
        (
            _told(
                QUESTION,
                8,
                "Fältet ”text” (nummer 1 i ”choices”) ska vara text. Sätt värdet inom "
                'citattecken: "true".',
            ),
        ),
    ),
    Fault(
        "list as title",
        TEXT,
        "title: Att läsa",
        "title: [Att, läsa]",
        (_told(TEXT, 4, "Fältet ”title” ska vara en enda text, inte en lista eller egna fält."),),
    ),
    Fault(
        "text as list",
        MODULE,
        "goals:\n  - Du vet när du ringer 112.",
        "goals: Du vet när du ringer 112.",
        (
            _told(
                MODULE,
                6,
                "Fältet ”goals” ska vara en lista: en rad som börjar med ”- ” för varje värde.",
            ),
        ),
    ),
    Fault(
        "number in a list of texts",
        MODULE,
        "  - Du vet när du ringer 112.",
        "  - Ring 112.\n  - 112",
        (
            _told(
                MODULE,
                8,
                'Fältet ”goals”, värde 2, ska vara text. Sätt värdet inom citattecken: "112".',
            ),
        ),
    ),
    Fault(
        "empty list",
        MODULE,
        "goals:\n  - Du vet när du ringer 112.",
        "goals: []",
        (_told(MODULE, 6, "Fältet ”goals” är en tom lista. Lägg till ett värde."),),
    ),
    Fault(
        "a choice that is only a text",
        QUESTION,
        "  - {id: b, text: Nej, correct: false, feedback: Tänk om.}",
        "  - Nej",
        (
            _told(
                QUESTION,
                11,
                "Fältet ”choices”, värde 2, ska bestå av egna fält: namn, kolon och värde.",
            ),
        ),
    ),
    Fault(
        "one choice",
        QUESTION,
        "  - {id: b, text: Nej, correct: false, feedback: Tänk om.}\n",
        "",
        (_told(QUESTION, 6, "Fältet ”choices” ska ha minst 2 värden i sin lista."),),
    ),
    Fault(
        "ja for true",
        COURSE,
        "open: true",
        "open: ja",
        (_told(COURSE, 9, "Fältet ”open” ska vara true eller false, utan citattecken."),),
    ),
    Fault(
        "no, which YAML 1.1 takes for false",
        COURSE,
        "open: true",
        "open: no",
        (_told(COURSE, 9, "Fältet ”open” ska vara true eller false, utan citattecken."),),
    ),
    Fault(
        "012, which YAML 1.1 takes for ten",
        MODULE,
        "minutes: 10",
        "minutes: 012",
        (
            _told(
                MODULE,
                5,
                "Fältet ”minutes” ska vara ett heltal som 15: utan citattecken, decimaler och "
                "inledande nolla.",
            ),
        ),
    ),
    Fault(
        "no minutes",
        MODULE,
        "minutes: 10",
        "minutes: 0",
        (_told(MODULE, 5, "Fältet ”minutes” ska vara minst 1."),),
    ),
    Fault(
        "too many minutes",
        MODULE,
        "minutes: 10",
        "minutes: 500",
        (_told(MODULE, 5, "Fältet ”minutes” ska vara högst 240."),),
    ),
    Fault(
        "a day that never was",
        COURSE,
        "owner: TAFA\nreviewed_on: 2026-11-20",
        "owner: TAFA\nreviewed_on: 2026-02-30",
        (
            _told(
                COURSE,
                6,
                "Fältet ”reviewed_on” ska vara ett datum som finns, skrivet ÅÅÅÅ-MM-DD utan "
                "citattecken.",
            ),
        ),
    ),
    Fault(
        "validity in words",
        COURSE,
        "validity_months: 24",
        "validity_months: två år",
        (
            _told(
                COURSE,
                7,
                "Fältet ”validity_months” ska vara ett antal månader, till exempel 24, eller "
                "ordet aldrig.",
            ),
        ),
    ),
    Fault(
        "unknown mode",
        QUESTION,
        "mode: single",
        "mode: singel",
        (_told(QUESTION, 5, "Fältet ”mode” ska vara single eller several."),),
    ),
    Fault(
        "unknown level",
        COURSE,
        "levels: [generell]",
        "levels: [generell, speciell]",
        (
            _told(
                COURSE,
                8,
                "Fältet ”levels”, värde 2, ska vara generell, specifik eller individinriktad.",
            ),
        ),
    ),
    Fault(
        "id with a capital and å",
        TEXT,
        "id: att-lasa",
        "id: Att-läsa",
        (
            _told(
                TEXT,
                3,
                "Fältet ”id” får bara ha små bokstäver a till z, siffror och bindestreck, som i "
                "”drar-sig-undan”.",
            ),
        ),
    ),
    Fault(
        "id too long",
        TEXT,
        "id: att-lasa",
        f"id: {'a' * 61}",
        (_told(TEXT, 3, "Fältet ”id” får ha högst 60 tecken."),),
    ),
    Fault(
        "address without scheme",
        COURSE,
        "url: https://www.riksdagen.se/",
        "url: www.riksdagen.se",
        (
            _told(
                COURSE,
                12,
                "Fältet ”url” (nummer 1 i ”sources”) ska vara en hel adress som börjar med "
                "https:// eller http://, utan blanksteg.",
            ),
        ),
    ),
    Fault(
        "law without the day it was reviewed",
        COURSE,
        "    reviewed_on: 2026-11-20\n    law: true",
        "    law: true",
        (
            _told(
                COURSE,
                11,
                "Fältet ”reviewed_on” (nummer 1 i ”sources”) saknas. Lägg till det.",
            ),
        ),
    ),
    Fault(
        "no kind",
        TEXT,
        "kind: text\n",
        "",
        (_told(TEXT, 1, f"Fältet ”kind” saknas. Skriv kind: {KINDS}."),),
    ),
    Fault(
        "unknown kind",
        TEXT,
        "kind: text",
        "kind: video",
        (
            _told(
                TEXT,
                2,
                f"Fältet ”kind” är ”video”, som inte är giltigt här. Skriv kind: {KINDS}.",
            ),
        ),
    ),
    Fault(
        "kind of another file",
        MODULE,
        "kind: module",
        "kind: course",
        (
            _told(
                MODULE,
                2,
                "Fältet ”kind” är ”course”, som inte är giltigt här. Skriv kind: module.",
            ),
        ),
    ),
)

UNREADABLE = "Raderna mellan --- går inte att läsa."

YAML = (
    Fault(
        "equal keys",
        TEXT,
        "title: Att läsa",
        "title: Att läsa\ntitle: Att läsa igen",
        (_told(TEXT, 5, "Fältet ”title” står redan på rad 4. Ta bort ett av dem."),),
    ),
    Fault(
        "equal keys in a choice",
        QUESTION,
        "    text: Ja\n",
        "    text: Ja\n    text: Jo\n",
        (_told(QUESTION, 9, "Fältet ”text” står redan på rad 8. Ta bort ett av dem."),),
    ),
    Fault(
        "colon in a bare text",
        TEXT,
        "title: Att läsa",
        "title: Att läsa: om",
        (_told(TEXT, 4, f"{UNREADABLE} Texten innehåller ett kolon: sätt den inom citattecken."),),
    ),
    Fault(
        "alias",
        TEXT,
        "title: Att läsa",
        "title: *läsa",
        (
            _told(
                TEXT,
                4,
                f"{UNREADABLE} Texten börjar med * eller &, som har egen mening: sätt den "
                "inom citattecken.",
            ),
        ),
    ),
    Fault(
        "emphasis in a bare text",
        TEXT,
        "title: Att läsa",
        "title: **Att läsa**",
        (
            _told(
                TEXT,
                4,
                f"{UNREADABLE} Texten börjar med * eller &, som har egen mening: sätt den "
                "inom citattecken.",
            ),
        ),
    ),
    Fault(
        "anchor",
        TEXT,
        "title: Att läsa",
        "title: &att läsa",
        (
            _told(
                TEXT,
                4,
                f"{UNREADABLE} Texten börjar med * eller &, som har egen mening: sätt den "
                "inom citattecken.",
            ),
        ),
    ),
    Fault(
        "number sign in a bare text",
        TEXT,
        "title: Att läsa",
        "title: Att läsa #2",
        (
            _told(
                TEXT,
                4,
                "”#2” läses inte: # inleder en kommentar. Sätt hela texten inom citattecken, "
                "eller flytta kommentaren till en egen rad.",
            ),
        ),
    ),
    Fault(
        "comma in a bare text between braces",
        QUESTION,
        "feedback: Tänk om.}",
        "feedback: Nej, tänk om.}",
        (
            _told(
                QUESTION,
                11,
                "Fältet ”tänk om.” (nummer 2 i ”choices”) finns inte. Hör orden till texten "
                "före kommat? Sätt hela den texten inom citattecken.",
            ),
        ),
    ),
    Fault(
        "special sign first",
        TEXT,
        "title: Att läsa",
        "title: @läsa",
        (
            _told(
                TEXT,
                4,
                f"{UNREADABLE} Texten börjar med ett specialtecken: sätt den inom citattecken.",
            ),
        ),
    ),
    Fault(
        "tab for indentation",
        QUESTION,
        "    text: Ja",
        "\ttext: Ja",
        (_told(QUESTION, 8, f"{UNREADABLE} Byt tabbtecknet mot blanksteg."),),
    ),
    Fault(
        "quote never closed",
        QUESTION,
        "title: Att svara",
        'title: "Att svara',
        (_told(QUESTION, 4, f"{UNREADABLE} Ett citattecken saknas i slutet av texten."),),
    ),
    Fault(
        "brace never closed",
        QUESTION,
        "feedback: Tänk om.}",
        "feedback: Tänk om.",
        (_told(QUESTION, 11, f"{UNREADABLE} Ett kommatecken, citattecken eller }} saknas."),),
    ),
    Fault(
        "bracket never closed",
        COURSE,
        "levels: [generell]",
        "levels: [generell",
        (_told(COURSE, 8, f"{UNREADABLE} Ett kommatecken, citattecken eller ] saknas."),),
    ),
    Fault(
        "field out of line",
        TEXT,
        "title: Att läsa",
        " title: Att läsa",
        (_told(TEXT, 4, f"{UNREADABLE} Texten innehåller ett kolon: sätt den inom citattecken."),),
    ),
    Fault(
        "colon forgotten",
        TEXT,
        "title: Att läsa",
        "title",
        (_told(TEXT, 4, f"{UNREADABLE} Ett kolon saknas efter fältets namn."),),
    ),
    Fault(
        "list item out of line",
        MODULE,
        "  - Du vet när du ringer 112.",
        "    - Ett.\n  - Två.",
        (_told(MODULE, 8, f"{UNREADABLE} Indraget stämmer inte: börja fälten lika långt in."),),
    ),
    Fault(
        "tag",
        TEXT,
        "title: Att läsa",
        "title: !!python/name:os.system Att läsa",
        (
            _told(
                TEXT,
                4,
                "Värdet börjar med !, som har egen mening. Sätt det inom citattecken.",
            ),
        ),
    ),
    Fault(
        "key in brackets",
        TEXT,
        "title: Att läsa",
        "title: Att läsa\n[a]: b",
        (_told(TEXT, 5, "Ett fältnamn ska vara ett ord. Ta bort parentesen kring det."),),
    ),
    Fault(
        "no fields",
        TEXT,
        "---\nkind: text\nid: att-lasa\ntitle: Att läsa\n---\n",
        "---\n---\n",
        (_told(TEXT, 1, "Mellan raderna --- ska det stå fält: namn, kolon och värde."),),
    ),
    Fault(
        "no first fence",
        TEXT,
        "---\nkind: text",
        "kind: text",
        (_told(TEXT, 1, "Filen ska börja med en rad --- följd av fälten. Lägg till den."),),
    ),
    Fault(
        "no second fence",
        TEXT,
        "title: Att läsa\n---\n",
        "title: Att läsa\n",
        (_told(TEXT, 1, "Raden --- som avslutar fälten saknas. Lägg till den."),),
    ),
    Fault(
        "control character",
        TEXT,
        "title: Att läsa",
        "title: Att\x07 läsa",
        (_told(TEXT, 4, f"{UNREADABLE} Ta bort det osynliga tecknet."),),
    ),
)

SECOND = "  - {id: b, text: Nej, correct: false, feedback: Tänk om.}"

RULES = (
    Fault(
        "two right answers to a single choice",
        QUESTION,
        "correct: false",
        "correct: true",
        (
            _told(
                QUESTION,
                6,
                "Frågan har mode: single men 2 rätta val. Sätt correct: true på exakt ett val, "
                "eller skriv mode: several.",
            ),
        ),
    ),
    Fault(
        "no right answer to a single choice",
        QUESTION,
        "correct: true",
        "correct: false",
        (
            _told(
                QUESTION,
                6,
                "Frågan har mode: single men 0 rätta val. Sätt correct: true på exakt ett val, "
                "eller skriv mode: several.",
            ),
        ),
    ),
    Fault(
        "several with nothing wrong",
        QUESTION,
        SOUND[QUESTION],
        SOUND[QUESTION].replace("single", "several").replace("false", "true"),
        (_told(QUESTION, 6, "Alla val är rätta. Lägg till minst ett med correct: false."),),
    ),
    Fault(
        "several with nothing right",
        QUESTION,
        SOUND[QUESTION],
        SOUND[QUESTION].replace("single", "several").replace("true", "false"),
        (_told(QUESTION, 6, "Inget val är rätt. Sätt correct: true på minst ett val."),),
    ),
    Fault(
        "equal choice ids",
        QUESTION,
        "{id: b,",
        "{id: a,",
        (
            _told(
                QUESTION,
                11,
                "Nummer 2 i ”choices” har samma id, ”a”, som nummer 1. Ge varje rad ett eget id.",
            ),
        ),
    ),
    Fault(
        "equal step ids",
        QUESTION,
        "id: att-svara",
        "id: att-lasa",
        (
            _told(
                QUESTION,
                3,
                f"Id ”att-lasa” används redan i {TEXT}. Ge steget ett eget id.",
            ),
        ),
    ),
    Fault(
        "text too long",
        TEXT,
        "En rad till.",
        "Ord. " * 119,
        (_told(TEXT, 6, "Texten har 121 ord. Korta den till högst 120, eller dela steget."),),
    ),
    Fault(
        "other words too long",
        QUESTION,
        "  På två rader.",
        f"  {'Ord. ' * 119}",
        (_told(QUESTION, 12, "Texten har 121 ord. Korta den till högst 120, eller dela steget."),),
    ),
    Fault(
        "HTML in a body",
        TEXT,
        "En rad till.",
        "En <b>rad</b> till.",
        (
            _told(
                TEXT,
                8,
                "HTML visas inte: ”<b>”. Använd Markdown, eller skriv &lt; om du menar ett "
                "mindre än-tecken.",
            ),
        ),
    ),
    Fault(
        "HTML in a block of the front matter",
        QUESTION,
        "  På två rader.",
        "  På två<br>rader.",
        (
            _told(
                QUESTION,
                14,
                "HTML visas inte: ”<br>”. Använd Markdown, eller skriv &lt; om du menar ett "
                "mindre än-tecken.",
            ),
        ),
    ),
    Fault(
        "HTML in a quoted value",
        QUESTION,
        "again: |\n  Frågan igen.\n  På två rader.",
        'again: "Frågan<br>igen."',
        (
            _told(
                QUESTION,
                12,
                "HTML visas inte: ”<br>”. Använd Markdown, eller skriv &lt; om du menar ett "
                "mindre än-tecken.",
            ),
        ),
    ),
    Fault(
        "HTML block in the purpose",
        COURSE,
        "Kursens syfte.",
        "Kursens syfte.\n\n<div>\nruta\n</div>",
        (
            _told(
                COURSE,
                18,
                "HTML visas inte: ”<div>”. Använd Markdown, eller skriv &lt; om du menar ett "
                "mindre än-tecken.",
            ),
        ),
    ),
    Fault(
        "picture",
        MODULE,
        "Modulens början.",
        "Modulens\nbörjan ![en bild](bild.png).",
        (
            _told(
                MODULE,
                10,
                "Bilder visas inte i kurstexter. Ta bort bilden och beskriv den i text.",
            ),
        ),
    ),
    Fault(
        "course reviewed too long ago",
        COURSE,
        "owner: TAFA\nreviewed_on: 2026-11-20",
        "owner: TAFA\nreviewed_on: 2025-11-21",
        (
            _told(
                COURSE,
                6,
                "varning: Senast granskad 2025-11-21, för mer än ett år sedan. Granska igen och "
                "skriv dagens datum.",
            ),
        ),
    ),
    Fault(
        "source reviewed too long ago",
        TEXT,
        "title: Att läsa",
        "title: Att läsa\nsources:\n  - {text: Polisen, reviewed_on: 2020-01-01}",
        (
            _told(
                TEXT,
                6,
                "varning: Senast granskad 2020-01-01, för mer än ett år sedan. Granska igen och "
                "skriv dagens datum.",
            ),
        ),
    ),
    Fault(
        "source reviewed tomorrow",
        COURSE,
        "    reviewed_on: 2026-11-20\n    law",
        "    reviewed_on: 2026-11-23\n    law",
        (
            _told(
                COURSE,
                13,
                "varning: Granskningsdagen 2026-11-23 har inte varit än. Skriv dagen för "
                "granskningen.",
            ),
        ),
    ),
    Fault(
        "no check in the course",
        QUESTION,
        SOUND[QUESTION],
        "---\nkind: text\nid: mer\ntitle: Mer\n---\nMer att läsa.\n",
        (
            _told(
                COURSE,
                1,
                "Kursen har ingen kunskapskontroll och kan inte bli klar. Lägg till ett steg med "
                "kind: question.",
            ),
        ),
    ),
)


def test_the_sound_course_has_no_problems(tmp_path: Path) -> None:
    _write(tmp_path, SOUND)
    assert _problems(tmp_path) == []


@pytest.mark.parametrize("fault", [*FIELDS, *YAML, *RULES], ids=lambda fault: fault.name)
def test_a_planted_fault_is_told_by_file_and_line(fault: Fault, tmp_path: Path) -> None:
    _write(tmp_path, SOUND)
    before, old = SOUND[fault.file], fault.old
    assert before.count(old) == 1, "the fault must change one place"
    (tmp_path / fault.file).write_text(before.replace(old, fault.new), encoding="utf-8")
    expected = tuple(line.replace(f" {TEXT}.", f" {tmp_path / TEXT}.") for line in fault.expected)
    assert tuple(_problems(tmp_path)) == expected


class TestFolders:
    """Faults in what files there are."""

    def test_a_missing_folder_is_told(self, tmp_path: Path) -> None:
        gone = tmp_path / "courses"
        assert [str(problem) for problem in check_folder(gone, TODAY)] == [
            f"{gone}:1: Mappen finns inte. Kontrollera sökvägen."
        ]

    def test_an_empty_folder_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text("Läs mig")
        assert [str(problem) for problem in check_folder(tmp_path, TODAY)] == [
            f"{tmp_path}:1: Här finns inga kurser. Lägg varje kurs i en egen mapp."
        ]

    def test_a_single_course_can_be_checked(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND)
        assert check_folder(tmp_path / "kurs", TODAY) == []

    def test_guides_and_hidden_files_are_nobodys_business(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND | {"README.md": "", "kurs/README.md": "", "kurs/.DS_Store": ""})
        assert _problems(tmp_path) == []

    def test_a_folder_without_a_course_file_is_told(self, tmp_path: Path) -> None:
        _write(tmp_path, {name: text for name, text in SOUND.items() if name != COURSE})
        assert _problems(tmp_path) == [_told(COURSE, 1, "Filen saknas. Skapa course.md i mappen.")]

    def test_a_module_without_its_file_is_told(self, tmp_path: Path) -> None:
        _write(tmp_path, {name: text for name, text in SOUND.items() if name != MODULE})
        assert _problems(tmp_path) == [_told(MODULE, 1, "Filen saknas. Skapa module.md i mappen.")]

    def test_a_module_without_steps_is_told(self, tmp_path: Path) -> None:
        empty = "kurs/02-tom/module.md"
        _write(tmp_path, SOUND | {empty: SOUND[MODULE].replace("id: akut", "id: tom")})
        assert _problems(tmp_path) == [
            _told(empty, 1, "Modulen har inga steg. Lägg till en fil 01-namn.md.")
        ]

    def test_equal_module_ids_are_told(self, tmp_path: Path) -> None:
        twin, step = "kurs/02-akut/module.md", "kurs/02-akut/01-mer.md"
        more = SOUND[TEXT].replace("id: att-lasa", "id: mer")
        _write(tmp_path, SOUND | {twin: SOUND[MODULE], step: more})
        assert _problems(tmp_path) == [
            _told(
                twin,
                3,
                f"Id ”akut” används redan i {tmp_path / MODULE}. Ge modulen ett eget id.",
            )
        ]

    @pytest.mark.parametrize("taken", ["igen", "repetera"])
    def test_a_module_that_would_hide_a_page_is_told(self, tmp_path: Path, taken: str) -> None:
        _write(tmp_path, SOUND | {MODULE: SOUND[MODULE].replace("id: akut", f"id: {taken}")})
        text = "Modulen kan inte heta så: adressen används av en annan sida. Välj ett annat id."
        assert _problems(tmp_path) == [_told(MODULE, 3, text)]

    def test_equal_course_ids_are_told(self, tmp_path: Path) -> None:
        twins = {name.replace("kurs/", "tvilling/"): text for name, text in SOUND.items()}
        _write(tmp_path, SOUND | twins)
        assert _problems(tmp_path) == [
            _told(
                "tvilling/course.md",
                3,
                f"Id ”forsta-steget” används redan i {tmp_path / COURSE}. Ge kursen ett eget id.",
            )
        ]

    def test_a_number_taken_twice_is_told(self, tmp_path: Path) -> None:
        twin = "kurs/01-akut/02-mer.md"
        _write(tmp_path, SOUND | {twin: SOUND[TEXT].replace("id: att-lasa", "id: mer")})
        assert _problems(tmp_path) == [
            _told(
                twin,
                1,
                "Numret 02 är redan taget av 02-fraga.md. Ge en av dem ett annat nummer.",
            )
        ]

    def test_a_number_left_out_is_told(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND)
        late = (tmp_path / MODULE).parent
        late.rename(late.with_name("02-akut"))
        assert _problems(tmp_path) == [
            _told(
                "kurs/02-akut/module.md",
                1,
                "Numret 01 saknas före 02-akut. Numrera från 01 utan luckor.",
            )
        ]

    @pytest.mark.parametrize("name", ["fraga.md", "3-fraga.md", "00-noll.md", "03-Fråga.md"])
    def test_a_step_file_with_another_name_is_told(self, name: str, tmp_path: Path) -> None:
        stray = f"kurs/01-akut/{name}"
        _write(tmp_path, SOUND | {stray: SOUND[TEXT]})
        assert _problems(tmp_path) == [
            _told(
                stray,
                1,
                "Här väntas bara module.md och steg som heter 01-namn.md, 02-namn.md. "
                "Byt namn eller flytta.",
            )
        ]

    def test_stray_files_are_told(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND | {"lös.md": "", "kurs/anteckning.txt": ""})
        assert _problems(tmp_path) == [
            _told(
                "kurs/anteckning.txt",
                1,
                "Här väntas bara course.md, mappar som heter 01-namn, 02-namn, och mappen samtal. "
                "Byt namn eller flytta.",
            ),
            _told("lös.md", 1, "Filen hör inte till någon kurs. Flytta in den i kursens mapp."),
        ]

    def test_a_file_in_another_encoding_is_told(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND)
        (tmp_path / TEXT).write_bytes(SOUND[TEXT].encode("cp1252"))
        assert _problems(tmp_path) == [
            _told(TEXT, 4, "Tecknen går inte att läsa. Spara filen som UTF-8.")
        ]


class TestTogether:
    """What the check does with more than one fault, and with none."""

    def test_every_fault_in_every_file_is_told_at_once(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND)
        for fault in (FIELDS[0], FIELDS[3], RULES[0]):
            file = tmp_path / fault.file
            text = file.read_text(encoding="utf-8").replace(fault.old, fault.new)
            file.write_text(text, encoding="utf-8")
        expected = [*RULES[0].expected, *FIELDS[3].expected, *FIELDS[0].expected]
        assert sorted(_problems(tmp_path)) == sorted(expected)

    def test_two_faults_in_one_file_are_told_in_order(self, tmp_path: Path) -> None:
        broken = SOUND[COURSE].replace("open: true", "open: ja").replace("owner: TAFA", "owner:")
        _write(tmp_path, SOUND | {COURSE: broken})
        assert [line.split(": ")[0] for line in _problems(tmp_path)] == [
            f"{COURSE}:5",
            f"{COURSE}:9",
        ]

    def test_an_error_keeps_every_course_back(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND | {TEXT: SOUND[TEXT].replace("kind: text", "kind: video")})
        assert read_courses(tmp_path, TODAY).courses == ()

    @pytest.mark.parametrize("file", [COURSE, MODULE, TEXT])
    def test_a_course_is_not_built_of_what_could_be_read(self, file: str, tmp_path: Path) -> None:
        _write(tmp_path, SOUND | {file: "trasig"})
        (draft,) = load_folder(tmp_path).courses
        assert draft.build() is None

    def test_problems_are_printed_one_a_line(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND | {TEXT: "trasig", QUESTION: "trasig"})
        printed = format_problems(check_folder(tmp_path, TODAY))
        assert [line.split(":")[1] for line in printed.splitlines()] == ["1", "1"]

    def test_a_warning_keeps_nothing_back(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND)
        a_year_on = date(2028, 2, 29)
        read = read_courses(tmp_path, a_year_on)
        assert read.problems
        assert not has_errors(read.problems)
        assert [course.id for course in read.courses] == ["forsta-steget"]

    def test_a_course_reviewed_a_year_ago_to_the_day_is_fresh(self, tmp_path: Path) -> None:
        _write(tmp_path, SOUND)
        assert _problems(tmp_path, date(2027, 11, 20)) == []
        assert _problems(tmp_path, date(2027, 11, 21)) != []
