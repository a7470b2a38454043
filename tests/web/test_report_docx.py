"""A report as a Word file: read back with python-docx, in our own template and in a nämnd's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from markupsafe import Markup

from web.i18n import speaking
from web.reports.document import Cell, Document, Section, Table
from web.reports.docx import Stamp, docx_bytes

ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Skolnämnden", 1234, 1100, "89 %"),
    ("Socialnämnden", None, None, None),
    *((f"Enhet {number}", number, 0, "0 %") for number in range(60)),
)
REPORT = Document(
    title="Uppföljning & <läge>",
    subtitle="Exempelkommun",
    facts=(("Diarienummer", "KS 2026/12"), ("Gäller", "22 november 2026")),
    sections=(
        Section("Läget", ("Första stycket.\nMed två rader.",), ("En punkt", "En till"), level=2),
        Section(
            "Per nämnd",
            tables=(
                Table("Täckning", ("Enhet", "Krävs", "Har", "Andel"), ROWS, "Räknat en gång."),
            ),
            level=3,
        ),
    ),
    ending=("Känt 22 november 2026", "abc123"),
)
STAMP = Stamp(
    {"titel": REPORT.title, "datum": "22 november 2026", "diarienummer": "KS 2026/12"},
    datetime(2026, 11, 22, 9, 30, 7, tzinfo=UTC),
)


def opened(content: bytes) -> WordDocument:
    return docx.Document(BytesIO(content))


def saved(word: WordDocument) -> bytes:
    kept = BytesIO()
    word.save(kept)
    return kept.getvalue()


def template(write: Callable[[WordDocument], object] = lambda word: None) -> bytes:
    word = docx.Document()
    write(word)
    return saved(word)


def xml(content: bytes, part: str = "word/document.xml") -> str:
    with ZipFile(BytesIO(content)) as packed:
        return packed.read(part).decode()


def styled(word: WordDocument) -> list[tuple[str, str]]:
    return [
        (each.style.name or "", each.text) for each in word.paragraphs if each.style and each.text
    ]


NAME = Markup('<span lang="sv">Nämnd &amp; skola</span>')


class TestOwnTemplate:
    def test_names_are_marked_as_swedish_in_an_english_report(self) -> None:
        table = Table(NAME, ("Unit", "Required"), ((NAME, 5), ("In all", 5)), has_total=True)
        report = replace(
            REPORT,
            subtitle=NAME,
            sections=(Section("Now", (Markup("Told of {} alone").format(NAME),), tables=(table,)),),
        )
        with speaking("en"):
            word = opened(docx_bytes(report, None, STAMP))
        runs = [run for each in word.element.iter(qn("w:p")) for run in Paragraph(each, word).runs]
        swedish = {run.text for run in runs if "sv-SE" in run._r.xml}
        assert swedish == {"Nämnd & skola"}
        assert "Told of Nämnd & skola alone" in [each.text for each in word.paragraphs]

    def test_shares_stand_to_the_right_as_all_figures(self) -> None:
        (table,) = opened(docx_bytes(REPORT, None, STAMP)).tables
        sides = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
        assert sides == [None, *[WD_ALIGN_PARAGRAPH.RIGHT] * 3]

    def test_a_small_table_is_not_divided_between_pages_nor_the_ending(self) -> None:
        table = Table("T", ("Unit", "Required"), (("A", 5), ("In all", 5)), note="Once.")
        report = replace(REPORT, sections=(Section("Now", tables=(table,)),))
        word = opened(docx_bytes(report, None, STAMP))
        (made,) = word.tables
        kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in made.rows]
        assert kept == [True, True, True]
        assert [each.paragraph_format.keep_with_next for each in word.paragraphs[-2:]] == [
            True,
            None,
        ]
        (long,) = opened(docx_bytes(REPORT, None, STAMP)).tables
        assert long.rows[5].cells[0].paragraphs[0].paragraph_format.keep_with_next is None

    def test_the_total_is_bold(self) -> None:
        table = Table("T", ("Unit", "Required"), (("A", 5), ("In all", 5)), has_total=True)
        report = replace(REPORT, sections=(Section("Now", tables=(table,)),))
        (made,) = opened(docx_bytes(report, None, STAMP)).tables
        bold = [[cell.paragraphs[0].runs[0].bold for cell in row.cells] for row in made.rows]
        assert bold == [[True, True], [True, None], [True, True]]

    def test_text_stands_in_words_own_styles(self) -> None:
        word = opened(docx_bytes(REPORT, None, STAMP))
        assert styled(word) == [
            ("Title", "Uppföljning & <läge>"),
            ("Subtitle", "Exempelkommun"),
            ("Normal", "Diarienummer: KS 2026/12"),
            ("Normal", "Gäller: 22 november 2026"),
            ("Heading 1", "Läget"),
            ("Normal", "Första stycket.\nMed två rader."),
            ("List Bullet", "En punkt"),
            ("List Bullet", "En till"),
            ("Heading 2", "Per nämnd"),
            ("Caption", "Täckning"),
            ("Normal", "Räknat en gång."),
            ("Normal", "Känt 22 november 2026"),
            ("Normal", "abc123"),
        ]

    def test_every_cell_reads_back(self) -> None:
        (table,) = opened(docx_bytes(REPORT, None, STAMP)).tables
        read = [[cell.text for cell in row.cells] for row in table.rows]
        assert read[:3] == [
            ["Enhet", "Krävs", "Har", "Andel"],
            ["Skolnämnden", "1\xa0234", "1\xa0100", "89 %"],
            ["Socialnämnden", "visas inte", "visas inte", "visas inte"],
        ]
        assert read[3:] == [[f"Enhet {number}", str(number), "0", "0 %"] for number in range(60)]

    def test_head_is_repeated_and_the_table_follows_its_caption(self) -> None:
        word = opened(docx_bytes(REPORT, None, STAMP))
        (table,) = word.tables
        heads = ["w:tblHeader" in row._tr.xml for row in table.rows]
        assert heads == [True] + [False] * len(ROWS)
        caption = next(each for each in word.paragraphs if each.text == "Täckning")
        assert caption._p.getnext() is table._tbl
        assert caption.paragraph_format.keep_with_next is True
        assert table.style is not None
        assert table.style.name == "Table Grid"

    def test_a4_in_swedish_with_numbered_pages(self) -> None:
        content = docx_bytes(REPORT, None, STAMP)
        (section,) = opened(content).sections
        assert section.page_width is not None
        assert round(section.page_width.cm, 1) == 21
        footer = section.footer.paragraphs[0]
        assert footer.text.startswith("Sida ")
        assert [each.get(qn("w:instr")) for each in footer._p.iter(qn("w:fldSimple"))] == [
            "PAGE",
            "NUMPAGES",
        ]
        assert 'w:val="sv-SE"' in xml(content, "word/styles.xml")

    def test_in_english_for_english_pages(self) -> None:
        with speaking("en"):
            content = docx_bytes(REPORT, None, STAMP)
        assert 'w:val="en-GB"' in xml(content, "word/styles.xml")
        assert opened(content).tables[0].rows[2].cells[1].text == "not shown"

    def test_same_report_is_the_same_file(self) -> None:
        content = docx_bytes(REPORT, None, STAMP)
        assert docx_bytes(REPORT, None, STAMP) == content
        with ZipFile(BytesIO(content)) as packed:
            assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = opened(content).core_properties
        assert (told.title, told.author, told.comments) == (REPORT.title, "", "")
        assert told.created == told.modified == datetime(2026, 11, 22, 9, 30, 7, tzinfo=UTC)

    def test_what_xml_cannot_hold_is_left_out(self) -> None:
        pasted = replace(REPORT, title="Upp\x0bföl\x00jning\ufffe")
        assert opened(docx_bytes(pasted, None, STAMP)).paragraphs[0].text == "Uppföljning"

    def test_a_table_without_rows_has_its_head(self) -> None:
        empty = Section("Tomt", tables=(Table("Ingen", ("Enhet", "Antal"), ()),))
        (table,) = opened(docx_bytes(replace(REPORT, sections=(empty,)), None, STAMP)).tables
        assert [[cell.text for cell in row.cells] for row in table.rows] == [["Enhet", "Antal"]]


def letter(word: WordDocument) -> None:
    """A nämnd's letter: own margins, header and footer, places cut into runs, words around."""
    word.sections[0].left_margin = Cm(4)
    header = word.sections[0].header.paragraphs[0]
    header.text = "Socialnämnden "
    for run in ("{{dia", "rie", "nummer}}", ", sida"):
        header.add_run(run)
    word.sections[0].footer.paragraphs[0].text = "{{ Titel }} den {{datum}}"
    word.add_paragraph("Tjänsteutlåtande")
    place = word.add_paragraph("")
    for run in ("{{rap", "port}}"):
        place.add_run(run).bold = True
    word.add_paragraph("Beslut den {{datum}}. {{okänt}}")
    word.add_table(1, 1).cell(0, 0).text = "{{diarienummer}}"


class TestNamndsTemplate:
    def test_the_report_is_in_its_own_language_whatever_the_template_is_in(self) -> None:
        def american(word: WordDocument) -> None:
            for spoken in word.styles.element.iter(qn("w:lang")):
                spoken.set(qn("w:val"), "en-US")

        word = opened(docx_bytes(REPORT, template(american), STAMP))
        runs = [run for each in word.element.iter(qn("w:p")) for run in Paragraph(each, word).runs]
        assert all('w:val="sv-SE"' in run._r.xml for run in runs)

    def test_report_takes_the_place_that_is_marked(self) -> None:
        word = opened(docx_bytes(REPORT, template(letter), STAMP))
        texts = [each.text for each in word.paragraphs if each.text]
        assert texts[0] == "Tjänsteutlåtande"
        assert texts[1] == REPORT.title
        assert texts[-2:] == ["abc123", "Beslut den 22 november 2026. {{okänt}}"]
        assert [len(table.rows) for table in word.tables] == [len(ROWS) + 1, 1]

    def test_header_footer_and_margins_are_kept_and_places_filled_in(self) -> None:
        word = opened(docx_bytes(REPORT, template(letter), STAMP))
        (section,) = word.sections
        assert section.header.paragraphs[0].text == "Socialnämnden KS 2026/12, sida"
        assert section.footer.paragraphs[0].text == f"{REPORT.title} den 22 november 2026"
        assert section.left_margin is not None
        assert round(section.left_margin.cm, 1) == 4
        assert word.tables[1].cell(0, 0).text == "KS 2026/12"

    def test_a_value_that_looks_like_a_place_stays_as_it_is(self) -> None:
        sly = replace(STAMP, values={**STAMP.values, "diarienummer": "{{titel}}"})
        word = opened(docx_bytes(REPORT, template(letter), sly))
        assert word.sections[0].header.paragraphs[0].text == "Socialnämnden {{titel}}, sida"

    def test_without_the_mark_it_comes_last(self) -> None:
        content = template(lambda word: word.add_paragraph("Följebrev"))
        texts = [each.text for each in opened(docx_bytes(REPORT, content, STAMP)).paragraphs]
        assert (texts[0], texts[1], texts[-1]) == ("Följebrev", REPORT.title, "abc123")

    def test_a_mark_that_ends_a_section_leaves_the_section(self) -> None:
        def two_sections(word: WordDocument) -> None:
            place = word.add_paragraph("{{rapport}}")
            word.add_section()
            ended = next(place._p.getparent().iter(qn("w:sectPr")))
            place._p.get_or_add_pPr().append(ended)

        word = opened(docx_bytes(REPORT, template(two_sections), STAMP))
        assert len(word.sections) == 2
        assert not any("{{" in each.text for each in word.paragraphs)

    def test_own_styles_of_a_swedish_template_are_used(self) -> None:
        def swedish(word: WordDocument) -> None:
            word.styles["Heading 1"].name = "Rubrik 1"

        word = opened(docx_bytes(REPORT, template(swedish), STAMP))
        assert ("Rubrik 1", "Läget") in styled(word)

    def test_missing_styles_fall_back_to_a_plain_look(self) -> None:
        def bare(word: WordDocument) -> None:
            for name in ("Title", "Heading 1", "List Bullet", "Caption", "Table Grid"):
                word.styles[name].delete()

        content = docx_bytes(REPORT, template(bare), STAMP)
        word = opened(content)
        found = {each.text: each for each in word.paragraphs}
        assert "• En punkt" in found
        assert found["Läget"].runs[0].bold is True
        assert found["Läget"]._p.pPr is not None
        assert found["Läget"]._p.pPr.find(qn("w:outlineLvl")) is not None
        assert "w:tblBorders" in xml(content)

    def test_text_box_is_filled_in_once(self) -> None:
        def boxed(word: WordDocument) -> None:
            outer = word.add_paragraph("Utanför {{datum}} ").add_run()
            box = OxmlElement("w:txbxContent")
            inner = docx.Document().add_paragraph("Inuti {{datum}}")._p
            box.append(inner)
            outer._r.append(box)

        told = xml(docx_bytes(REPORT, template(boxed), STAMP))
        assert told.count("22 november 2026") == 4  # twice in the report itself

    def test_nobody_who_wrote_the_template_is_told(self) -> None:
        def signed(word: WordDocument) -> None:
            word.core_properties.author = word.core_properties.last_modified_by = "Test Testsson"

        told = opened(docx_bytes(REPORT, template(signed), STAMP)).core_properties
        assert (told.author, told.last_modified_by) == ("", "")
