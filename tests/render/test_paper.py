"""Printed questionnaires: the document, the PDF that it becomes, and where everything stands on it."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import page
import pdfplumber
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalogue import Language
from generator.model.project import Project
from generator.render.environment import page_environment
from generator.render.locale_format import language_name, text_direction
from generator.render.paper import form_pdf_path, page_code, questionnaire_print, report_print
from generator.render.paper_kinds import PaperKind
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.write.pdf import render_pdf
from generator.write.pdf_sheets import booklet_pairs
from tests.conftest import LANGUAGES, ROOT
from tests.render.paper_forms import (
    MILLIMETRE,
    PRINT,
    PSEUDO,
    Form,
    FormId,
    Page,
    document,
    made,
    rendered,
    sample,
)
from tests.render.paper_forms import (
    project as loaded_project,
)

SCAN_DPI = 150
SHORT: FormId = ("schools/2023", "students", "isced2", "ru", PaperKind.SHORT)
BOOKLET: FormId = ("schools/2023", "students", "isced2", "ar", PaperKind.BOOKLET)
CLOSE = 0.2 * MILLIMETRE


@pytest.fixture(scope="module")
def project() -> Project:
    return loaded_project()


def name_of(form: FormId) -> str:
    return "-".join(form).replace("/", "-")


@pytest.fixture(scope="module", params=sample(), ids=name_of)
def form(request: pytest.FixtureRequest) -> Form:
    return made(request.param)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]", "", text)


def codes_in(texts: list[str]) -> list[str]:
    """Stable codes stand in a piece of text of their own."""
    return [text.strip() for text in texts if re.fullmatch(r"[A-Z]{1,3}[0-9]{1,3}", text.strip())]


def test_every_item_of_the_group_and_level_is_read_once_and_in_order(form: Form) -> None:
    """Aloud: in the order of the structure tree, which a screen reader follows."""
    asked = [question.code for question in form.layout.questions]

    assert codes_in([text for _, text in form.read_aloud]) == asked


def test_every_item_stands_on_the_pages_once_and_in_order(form: Form) -> None:
    asked = [question.code for question in form.layout.questions]
    boxes = [box["item"] for each in form.pages for box in each.facts["boxes"]]

    assert list(dict.fromkeys(boxes)) == asked
    assert Counter(boxes) == Counter(_options(form))


def _options(form: Form) -> Iterator[str]:
    for question in form.layout.questions:
        item = form.questionnaire.item(question.code)
        yield from [item.id] * len(form.questionnaire.options_of(item))


def test_statements_and_answers_are_read_whole(form: Form) -> None:
    if text_direction(form.language) == "rtl":
        return  # the PDF holds drawn letters from left to right
    said = squeezed("".join(text for _, text in form.read_aloud))

    for question in form.layout.questions:
        assert squeezed(question.text) in said
        assert question.help is None or squeezed(question.help) in said


def test_numbers_run_from_one_to_the_last_question(form: Form) -> None:
    numbers = re.findall(r'<span class="running">(\d+)</span>', form.document.html)

    assert numbers == [str(number) for number in range(1, len(form.layout.questions) + 1)]


def test_boxes_stand_where_the_file_of_coordinates_says(form: Form) -> None:
    for each in form.pages:
        for box in each.facts["boxes"]:
            said = box["x"], box["y"], box["width"], box["height"]
            assert any(all(abs(a - b) <= CLOSE for a, b in zip(said, drawn, strict=True)) for drawn in each.boxes), said


def test_all_boxes_are_of_one_size(form: Form) -> None:
    sizes = {(round(box["width"], 1), round(box["height"], 1)) for each in form.pages for box in each.facts["boxes"]}

    assert len(sizes) == 1
    assert max(max(sizes)) == pytest.approx(form.design.box * MILLIMETRE, abs=0.1)


def test_the_boxes_of_all_grids_stand_in_one_set_of_columns(form: Form) -> None:
    in_grids = {question.code for grid in form.layout.grids for question in grid.rows}
    places = {round(box["x"]) for each in form.pages for box in each.facts["boxes"] if box["item"] in in_grids}

    assert len(places) <= max((len(g.points) + len(g.not_applicable) for g in form.layout.grids), default=0)


def test_no_row_is_split_and_its_boxes_stand_on_one_line(form: Form) -> None:
    in_grids = {question.code for grid in form.layout.grids for question in grid.rows}
    asked = {question.code for question in form.layout.questions}
    seen: set[str] = set()
    for each in form.pages:
        here = {box["item"] for box in each.facts["boxes"]}
        assert here == asked & {word["text"] for word in each.words}
        assert not here & seen
        seen |= here
        for code in here & in_grids:
            assert len({round(box["y"], 1) for box in each.facts["boxes"] if box["item"] == code}) == 1


def test_answer_words_stand_above_the_boxes_of_every_grid_on_every_page(form: Form) -> None:
    for each in form.pages:
        for grid in form.layout.grids:
            codes = {question.code for question in grid.rows}
            boxes = [box for box in each.facts["boxes"] if box["item"] in codes]
            if boxes:
                first = min(box["y"] for box in boxes)
                texts = (option.text for option in (*grid.points, *grid.not_applicable))
                assert all(_stands_above(each, squeezed(text), first) for text in texts)


def _stands_above(page: Page, text: str, bottom: float) -> bool:
    """Whether all letters of a text stand somewhere above a place: they may be shaped, hyphenated and in columns."""
    above = Counter("".join(char["text"] for char in page.chars if char["bottom"] < bottom + 1))
    return text_direction_is_rtl(text) or not Counter(text) - above


def text_direction_is_rtl(text: str) -> bool:
    return bool(re.search(r"[\u0600-\u06ff]", text))


def test_a_grid_has_at_most_eight_rows(form: Form) -> None:
    assert max((len(grid.rows) for grid in form.layout.grids), default=0) <= 8


def test_every_page_says_which_form_it_is_and_which_page(form: Form) -> None:
    facts = [f"{form.questionnaire.instrument} {form.questionnaire.version}", form.group, form.level, form.language]
    facts += [] if text_direction(form.language) == "rtl" else [language_name(form.language, form.language)]

    for each in form.pages:
        assert all(fact in each.text[-600:] for fact in facts)
        if form.language not in PSEUDO:
            found = re.findall(r"(\d+)\s*(?:/|of|из)\s*(\d+)", each.text[-600:])
            assert (str(each.number), str(len(form.pages))) in found


def test_the_square_code_is_read_from_a_scan_and_says_the_same(form: Form) -> None:
    code = page_code(form.questionnaire, form.group, form.level, form.language, form.kind)
    assert re.fullmatch(r"[A-Z0-9$%*+\-./: ]+", code)
    on_sheets: dict[int, list[str]] = {}
    for each in form.pages:
        assert each.facts["code"] == f"{code}/{each.number}/{len(form.pages)}"
        on_sheets.setdefault(each.facts["pdf_page"], []).append(each.facts["code"])
    with pypdfium2.PdfDocument(form.pdf) as scanned:
        for number, codes in on_sheets.items():
            assert sorted(decoded(scanned[number - 1])) == sorted(codes)


def decoded(sheet: pypdfium2.PdfPage) -> list[str]:
    """What ZXing finds anywhere on a side of paper that was scanned at 150 dpi."""
    picture = sheet.render(scale=SCAN_DPI / 72).to_pil().convert("L")
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def test_four_black_marks_stand_in_the_corners_of_every_page(form: Form) -> None:
    for each in form.pages:
        marks = each.facts["marks"]
        assert len(marks) == 4
        for mark in marks:
            said = mark["x"], mark["y"], mark["width"], mark["height"]
            assert any(all(abs(a - b) <= CLOSE for a, b in zip(said, drawn, strict=True)) for drawn in each.boxes)


def test_nothing_stands_outside_the_page_or_in_the_lowest_fifteen_millimetres(form: Form) -> None:
    for each in form.pages:
        side = (form.design.side - 0.5) * MILLIMETRE
        assert all(char["x0"] >= side and char["x1"] <= each.width - side for char in each.chars)
        assert all(char["top"] > 0 and char["bottom"] <= each.height - 15 * MILLIMETRE + 1 for char in each.chars)


def test_no_text_stands_on_another_text_on_a_box_or_on_a_mark(form: Form) -> None:
    for each in form.pages:
        words = [(w["x0"], w["top"] + w["height"] / 5, w["x1"], w["bottom"] - w["height"] / 5) for w in each.words]
        others = [*each.facts["boxes"], *each.facts["marks"], each.facts["code_area"]]
        areas = [(o["x"] + 0.5, o["y"] + 0.5, o["x"] + o["width"] - 0.5, o["y"] + o["height"] - 0.5) for o in others]
        assert not [pair for pair in combinations(words, 2) if overlap(*pair)]
        assert not [(word, area) for word in words for area in areas if overlap(word, area)]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two areas have more than half a point in common in both directions."""
    return all(one[axis] < other[axis + 2] - 0.5 and other[axis] < one[axis + 2] - 0.5 for axis in (0, 1))


@pytest.mark.parametrize(("language", "way"), [("az", 1), ("ar", -1)])
def test_in_large_print_the_answers_of_a_scale_run_down_one_column_and_then_the_next(language: str, way: int) -> None:
    form = made(("schools/2023", "teachers", "isced2", language, PaperKind.LARGE))
    answers: dict[str, list[tuple[float, float]]] = {}
    for each in form.pages:
        for box in each.facts["boxes"]:
            answers.setdefault(box["item"], []).append((way * round(box["x"]), box["y"]))

    (agreement,) = {tuple(sorted(answers[item])) == tuple(answers[item]) for item in ("A1", "B1", "F1", "H5")}
    assert agreement
    assert len({x for x, _ in answers["A1"]}) == 2
    assert [y for _, y in answers["A1"][:2]] == [y for _, y in answers["A1"][3:5]]


def test_the_number_of_pages_fills_whole_sheets(form: Form) -> None:
    assert len(form.pages) % form.design.sides == 0
    with pikepdf.open(io.BytesIO(form.pdf)) as opened:
        assert len(opened.pages) == len(form.pages) // (2 if form.kind is PaperKind.BOOKLET else 1)


def test_the_questions_are_large_enough_to_read(form: Form) -> None:
    least = 16 if form.kind is PaperKind.LARGE else 11 if form.group == "students" else 10
    sizes = Counter(round(char["size"], 1) for each in form.pages for char in each.chars)

    assert sizes.most_common(1)[0][0] >= least
    assert min(sizes) >= 8
    if form.kind is PaperKind.LARGE:
        assert sum(count for size, count in sizes.items() if size < 11) == 0


def test_the_form_is_printed_in_black_and_its_greys(form: Form) -> None:
    assert all(len(set(colour or (0,))) == 1 for each in form.pages for colour in each.colours)


def test_only_noto_fonts_are_embedded_and_every_letter_has_a_glyph(form: Form) -> None:
    with pikepdf.open(io.BytesIO(form.pdf)) as opened:
        fonts = [obj for obj in opened.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Font"]
        names = {str(font.BaseFont).split("+")[-1] for font in fonts}
        embedded = [obj for obj in opened.objects if isinstance(obj, pikepdf.Dictionary) and "/FontFile2" in obj]
    letters = {char["text"] for each in form.pages for char in each.chars}

    assert all(name.startswith("Noto-") for name in names)
    assert len(embedded) >= 3
    assert not letters & {"\x00", "\ufffd", "\ufffe"}


def test_the_form_keeps_the_rules_of_pdf_ua_and_has_title_language_and_bookmarks(form: Form) -> None:
    report = page.validate_pdf_bytes(form.pdf, profile="ua1")

    assert report.is_compliant, [failure.message for failure in report.failures]
    with pikepdf.open(io.BytesIO(form.pdf)) as opened:
        assert str(opened.Root.Lang) == form.language
        assert str(form.questionnaire.title) in str(opened.docinfo["/Title"])
        with opened.open_outline() as outline:
            assert outline.root


def test_the_cover_says_what_people_must_know_before_they_begin(form: Form) -> None:
    first = squeezed(form.pages[0].text)
    for key in ("paper.before", "paper.no_name", "paper.voluntary", "paper.how_tick"):
        if form.language not in PSEUDO:
            environment = page_environment(
                ROOT / "site_templates", loaded_project().interface, loaded_project().language(form.language)
            )
            words = str(environment.globals["tp"](key)).split()
            assert all(squeezed(word) in first for word in words)


@pytest.mark.parametrize("form_id", [SHORT, BOOKLET], ids=name_of)
def test_the_same_form_gives_the_same_bytes(form_id: FormId) -> None:
    assert rendered(document(form_id))[0] == made(form_id).pdf


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_form_of_students_of_lower_secondary_fits_one_sheet(language: str) -> None:
    assert len(made(("schools/2023", "students", "isced2", language, PaperKind.SHORT)).pages) == 2


@given(st.integers(min_value=1, max_value=30), st.booleans())
def test_a_folded_booklet_is_read_in_order(sheets: int, is_rtl: bool) -> None:
    """Each sheet has four pages; the stack is folded, so that the outer sheet has the first and the last ones."""
    count = 4 * sheets
    pairs = [(right, left) if is_rtl else (left, right) for left, right in booklet_pairs(count, is_rtl=is_rtl)]

    fronts, backs = pairs[::2], pairs[1::2]
    first_half = [number for front, back in zip(fronts, backs, strict=True) for number in (front[1], back[0])]
    second_half = [number for front, back in zip(fronts, backs, strict=True) for number in (front[0], back[1])]
    assert first_half + second_half[::-1] == list(range(count))


def test_a_form_says_to_printers_on_which_edge_its_sheets_turn() -> None:
    for form_id, edge in ((SHORT, "Long"), (BOOKLET, "Short")):
        with pikepdf.open(io.BytesIO(made(form_id).pdf)) as opened:
            assert str(opened.Root.ViewerPreferences.Duplex) == f"/DuplexFlip{edge}Edge"


def test_an_arabic_booklet_is_bound_on_the_right() -> None:
    first = made(BOOKLET).facts["pages"][0]

    assert BOOKLET[3] == "ar"
    assert first["marks"][0]["x"] < 148.5


def test_texts_without_translation_are_marked_as_english(project: Project) -> None:
    nothing = Language("az", {})
    environment = page_environment(ROOT / "site_templates", project.interface, nothing)
    questionnaire = translate_questionnaire(project.questionnaires["schools/2023"], nothing)

    html = questionnaire_print(environment, questionnaire, "students", "isced2").html

    assert '<html lang="az"' in html
    assert '<span lang="en" dir="ltr">Students</span>' in html


@pytest.mark.parametrize("sheet", ["questionnaire.css", "report.css"])
def test_the_style_sheets_say_nothing_that_weasyprint_ignores(sheet: str, caplog: pytest.LogCaptureFixture) -> None:
    html = f'<html lang="en"><link rel="stylesheet" href="base.css"><link rel="stylesheet" href="{sheet}"><p>x'

    with caplog.at_level("WARNING", logger="weasyprint"):
        render_pdf(html, PRINT)

    assert [record.getMessage() for record in caplog.records if "Ignored" in record.getMessage()] == []


def test_the_address_names_instrument_version_group_level_and_language(project: Project) -> None:
    path = form_pdf_path(project.questionnaires["schools/2023"], "students", "isced2", "az")

    assert path == "files/questionnaires/schools-2023-students-isced2-az.pdf"


def test_a_statement_cannot_bring_its_own_html(project: Project) -> None:
    plain = project.questionnaires["schools/2023"]
    hostile = plain.model_copy(update={"title": '</style><script>alert("x")</script>'})
    environment = page_environment(ROOT / "site_templates", project.interface, project.source)

    html = questionnaire_print(environment, hostile, "leaders", "isced2").html

    assert "<script" not in html


def test_a_report_keeps_its_headings_and_tables_and_gains_a_footer(project: Project) -> None:
    environment = page_environment(ROOT / "site_templates", project.interface, project.source)
    article = (
        "<article><h1>School 12</h1><h2>Areas</h2><table><caption>Areas</caption><thead><tr><th scope='col'>Area</th>"
    )
    article += (
        "<th scope='col'>n</th></tr></thead><tbody><tr><th scope='row'>A</th><td>40</td></tr></tbody></table></article>"
    )

    document = report_print(
        environment, "files/reports/x.pdf", "School 12", article, [("School 12",), ("Demo", "2023")]
    )
    content = render_pdf(document.html, PRINT)

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        text = pdf.pages[0].extract_text()
    assert text.startswith("School 12\nAreas")
    assert "Demo · 2023" in text
    assert "Page 1 of 1" in text
    assert page.validate_pdf_bytes(content, profile="ua1").is_compliant
