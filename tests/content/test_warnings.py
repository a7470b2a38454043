"""Planted flaws: an author is warned by file and line, and what only looks like a flaw is let be."""

from pathlib import Path

import pytest

from api.catalogue.check import has_errors, read_courses
from api.catalogue.warnings.reading import lix
from tests.content.test_broken_courses import MODULE, QUESTION, SOUND, TEXT, TODAY, _write

TALK = "kurs/samtal/prov.md"
FIRST = "text: Ja\n"
HARD = "Kommunstyrelsens verksamhetsberättelse redovisar genomförandeprocessen " * 8


def warned(root: Path, files: dict[str, str]) -> list[str]:
    _write(root, SOUND | files)
    checked = read_courses(root, TODAY)
    assert not has_errors(checked.problems), checked.problems
    return [str(problem).removeprefix(f"{root}/") for problem in checked.problems]


def question(old: str, new: str) -> dict[str, str]:
    assert SOUND[QUESTION].count(old) == 1
    return {QUESTION: SOUND[QUESTION].replace(old, new)}


class TestOptions:
    def test_a_right_option_that_is_markedly_longest_is_told(self, tmp_path: Path) -> None:
        (line,) = warned(tmp_path, question(FIRST, "text: Ja, om det går\n"))
        assert line.startswith(
            f"{QUESTION}:8: varning: Det rätta svaret är längst: 14 tecken mot 3"
        )

    def test_a_little_longer_is_let_be(self, tmp_path: Path) -> None:
        assert warned(tmp_path, question(FIRST, "text: Jaa\n")) == []

    def test_the_best_note_is_looked_at_alike(self, tmp_path: Path) -> None:
        notes = (
            "---\nkind: compare\nid: att-svara\ntitle: Bäst\nnotes:\n"
            "  - {id: a, text: Kort., best: false, feedback: Nej.}\n"
            "  - {id: b, text: En betydligt längre anteckning., best: true, feedback: Ja.}\n"
            "---\nVilken är bäst?\n"
        )
        (line,) = warned(tmp_path, {QUESTION: notes})
        assert line.startswith(f"{QUESTION}:7: varning: Det rätta svaret är längst")

    def test_equal_feedback_is_told_where_it_comes_again(self, tmp_path: Path) -> None:
        (line,) = warned(tmp_path, question("feedback: Tänk om.", "feedback: Det stämmer."))
        assert line.startswith(
            f"{QUESTION}:11: varning: Återkopplingen är densamma som på nummer 1"
        )


class TestPositions:
    @pytest.mark.parametrize(("questions", "extra", "told"), [(7, "", 0), (8, "", 1), (8, "s", 0)])
    def test_one_place_for_most_answers_is_told(
        self, questions: int, extra: str, told: int, tmp_path: Path
    ) -> None:
        shuffle = "mode: single\nshuffle: true" if extra else "mode: single"
        files = {
            f"kurs/01-akut/{number:02}-fraga.md": SOUND[QUESTION]
            .replace("id: att-svara", f"id: fraga-{number}")
            .replace("mode: single", shuffle)
            for number in range(3, questions + 2)
        }
        files[QUESTION] = SOUND[QUESTION].replace("mode: single", shuffle)
        lines = warned(tmp_path, files)
        assert len(lines) == told
        assert all("Rätt svar står som nummer 1 i 8 av 8 frågor" in line for line in lines)


class TestWording:
    @pytest.mark.parametrize(
        "text", ["Alla ovanstående", "inget av ovanstående", "Allt ovan", "All of the above"]
    )
    def test_an_option_that_leans_on_the_others_is_told(self, text: str, tmp_path: Path) -> None:
        (line,) = warned(tmp_path, question("text: Nej", f"text: {text}"))
        assert line.startswith(f"{QUESTION}:11: varning: Svaret ”")

    @pytest.mark.parametrize(
        "stem", ["Vad ska du inte göra?", "Vad bör du undvika?", "Du är där. Vad gör du aldrig?"]
    )
    def test_asking_for_what_is_not_so_is_told(self, stem: str, tmp_path: Path) -> None:
        (line,) = warned(tmp_path, question("\nFrågan?\n", f"\n{stem}\n"))
        assert line.startswith(f"{QUESTION}:16: varning: Frågan har ordet ”")

    @pytest.mark.parametrize(
        "stem",
        [
            "Hon kommer inte i dag. Vad gör du?",
            "Han frågar: ”Är det inte farligt?” Vad svarar du?",
            "Vad gör du? Du hinner inte ringa.",
        ],
    )
    def test_a_case_may_be_negated(self, stem: str, tmp_path: Path) -> None:
        assert warned(tmp_path, question("\nFrågan?\n", f"\n{stem}\n")) == []


class TestReading:
    def test_lix_is_words_a_sentence_and_the_share_of_long_words(self) -> None:
        assert lix("Ett två tre fyra. Fem sexton sjuttio.") == 3.5 + 100 / 7
        assert lix("") == 0

    def test_a_chapter_of_a_law_ends_no_sentence_and_a_point_of_a_list_does(self) -> None:
        assert lix("Se 6 kap. 10 § nu.") == 3
        assert lix("- en sak\n- två nya ting") == 2.5

    def test_a_hard_text_is_told(self, tmp_path: Path) -> None:
        hard = SOUND[TEXT].replace("En rad till.", f"{HARD}.\n\n{HARD}.")
        (line,) = warned(tmp_path, {TEXT: hard})
        assert line.startswith(f"{TEXT}:6: varning: Texten är svår att läsa: LIX ")

    def test_a_short_text_is_let_be(self, tmp_path: Path) -> None:
        assert warned(tmp_path, {TEXT: SOUND[TEXT].replace("En rad till.", HARD)}) == []

    def test_easy_swedish_must_be_easier_and_english_is_not_measured(self, tmp_path: Path) -> None:
        sentence = "En elev berättar om vänner. Någonting har förändrats sedan sommarens slut. "
        files = {}
        for language in ("lattlast", "en"):
            for name, text in SOUND.items():
                path = name.replace(".md", f".{language}.md")
                files[path] = text.replace("En rad till.", sentence * 5)
        (line,) = warned(tmp_path, files)
        assert line.startswith("kurs/01-akut/01-lasa.lattlast.md:6: varning: Texten är svår")
        assert "högst 35" in line


class TestLaw:
    @pytest.mark.parametrize(
        "said", ["6 kap. 10 § gäller.", "Skollagen gäller.", "Så är det i lag."]
    )
    def test_a_step_that_states_law_needs_a_source(self, said: str, tmp_path: Path) -> None:
        (line,) = warned(tmp_path, {TEXT: SOUND[TEXT].replace("En rad till.", said)})
        assert line.startswith(f"{TEXT}:1: varning: Steget nämner lag (”")

    @pytest.mark.parametrize("said", ["Ett bra lag.", "Förslagen är tre.", "Underlagen saknas."])
    def test_other_words_are_let_be(self, said: str, tmp_path: Path) -> None:
        assert warned(tmp_path, {TEXT: SOUND[TEXT].replace("En rad till.", said)}) == []

    def test_a_statute_must_be_marked_as_law(self, tmp_path: Path) -> None:
        source = "sources:\n  - {text: Skollag (2010:800), reviewed_on: 2026-11-20}\n---\nEn rad."
        (line,) = warned(tmp_path, {TEXT: SOUND[TEXT].replace("---\nEn rad.", source)})
        assert line.startswith(f"{TEXT}:6: varning: Källan är en lag.")


class TestConversations:
    ENDING = (
        "    talk: neutral\n    text: Hej då.\n    ending: {title: Slut, kind: %s, text: Slut.}\n"
    )
    SPOKEN = (
        "---\nkind: dialogue\nid: prov\ntitle: Prov\nyou: Sanna\nother: Kim\ngoal: Mindre tid.\n"
        "minutes: 5\nstart: n1\nsources:\n  - {text: MITI, reviewed_on: 2026-11-20}\nnodes:\n"
        "  - id: n1\n    talk: neutral\n    text: Hej.\n    replies:\n"
        "      - {id: a, utterances: [{text: Du är trött på det här., code: CR}], feedback: Bra.,\n"
        "         taken: Ja., met: silence, goto: slut}\n"
        "      - {id: b, utterances: [{text: Sluta., code: Persuade}], feedback: Råd.,\n"
        "         taken: Nej., met: forgiveness, goto: slut}\n"
        "  - id: slut\n" + ENDING % "respected_no" + "---\nKim är påhittad.\n"
    )

    def test_the_right_reply_as_the_longest_is_told(self, tmp_path: Path) -> None:
        (line,) = warned(tmp_path, {TALK: self.SPOKEN})
        assert line.startswith(f"{TALK}:12: varning: Det rätta svaret är längst i 1 av 1 turer: n1")

    def test_a_longer_temptation_mends_it(self, tmp_path: Path) -> None:
        longer = self.SPOKEN.replace("Sluta.", "Sluta genast med det där nu.")
        assert warned(tmp_path, {TALK: longer}) == []

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("kind: respected_no", "kind: open", "Inget slut är ett respekterat nej."),
            (" met: silence,", "", "Inget bra svar möts av tystnad."),
            (" met: forgiveness,", "", "Inget klumpigt svar blir förlåtet."),
        ],
    )
    def test_what_people_also_do_is_missed(
        self, old: str, new: str, told: str, tmp_path: Path
    ) -> None:
        spoken = self.SPOKEN.replace("Sluta.", "Sluta genast med det där nu.").replace(old, new)
        (line,) = warned(tmp_path, {TALK: spoken})
        assert line.startswith(f"{TALK}:12: varning: {told}")


def test_a_module_is_read_too(tmp_path: Path) -> None:
    hard = SOUND[MODULE].replace("Modulens början.", f"{HARD}.\n\n{HARD}.")
    (line,) = warned(tmp_path, {MODULE: hard})
    assert line.startswith(f"{MODULE}:9: varning: Texten är svår")
