"""The print page in a browser: its numbers are those of the files, and the calculator adds them up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.conftest import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.site]

PAGE = "questionnaires/schools/2023/print/index.html"


@pytest.fixture
def page(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, **getattr(request, "param", {}))
    opened = context.new_page()
    opened.faults = []
    opened.on("console", lambda message: message.type == "error" and opened.faults.append(message.text))
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    yield opened
    context.close()


def forms(page: Any) -> list[dict[str, int | str]]:
    """What the calculator knows of each form."""
    found: list[dict[str, int | str]] = page.evaluate(
        """() => Array.from(document.querySelectorAll("tr[data-gz-copies=person]"), (row) => ({
             id: row.dataset.gzGroup + "-" + row.dataset.gzLevel,
             pages: Number(row.dataset.gzPages), short: Number(row.dataset.gzShort || 0) }))"""
    )
    return found


def sheets_said(page: Any) -> list[int]:
    return [
        int(number)
        for number in re.findall(r"\d+", re.sub(r"(?<=\d)[.,\s](?=\d{3})", "", page.inner_text("#run-total")))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_and_size_are_those_of_the_files(page: Any, address: str, site: Path, language: str) -> None:
    page.goto(f"{address}/{language}/{PAGE}")
    rows = page.evaluate(
        """() => Array.from(document.querySelectorAll(".gz-papers tbody tr:not(.gz-papers__unit)"), (row) =>
             [row.querySelector("a").href,
              ...Array.from(row.querySelectorAll(".gz-number"), (cell) => cell.innerText)])"""
    )

    assert len(rows) >= len(forms(page)) > 1
    for href, *numbers in rows:
        file = site / href.split("/", 3)[3]
        assert int(re.findall(r"\d+", numbers[-1])[0]) == -(-file.stat().st_size // 1000)
        if file.suffix == ".pdf":
            with pikepdf.open(file) as document:
                assert [int(number) for number in numbers[:2]] == [len(document.pages), -(-len(document.pages) // 2)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_calculator_adds_up_the_sheets_of_a_print_run(page: Any, address: str, language: str) -> None:
    page.goto(f"{address}/{language}/{PAGE}")
    known = forms(page)
    for number, form in enumerate(known):
        page.locator(f"#people-{form['id']}").fill(str(100 * number + 7))
    people = [100 * number + 7 for number in range(len(known))]
    both = sum(count * -(-int(form["pages"]) // 2) for count, form in zip(people, known, strict=True))
    one = sum(count * int(form["pages"]) for count, form in zip(people, known, strict=True))
    short = sum(count * -(-int(form["short"] or form["pages"]) // 2) for count, form in zip(people, known, strict=True))
    pages = "(rows) => rows.map((row) => Number(row.dataset.gzPages))"
    once = page.eval_on_selector_all('#run-result tr[data-gz-copies="school"]', pages)
    once_both = sum(-(-number // 2) for number in once)

    assert sheets_said(page)[0] == both + once_both
    assert sheets_said(page)[-1] == -(-(both + once_both) // 500)
    page.select_option("#run-sides", "1")
    assert sheets_said(page)[0] == one + sum(once)
    page.select_option("#run-sides", "2")
    page.select_option("#run-variant", "short")
    assert sheets_said(page)[0] == short + once_both
    assert page.locator("#run-result tbody tr:visible").count() == len(known) + len(once)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.faults == []


def test_calculator_is_used_with_the_keyboard_and_read_aloud(page: Any, address: str) -> None:
    page.goto(f"{address}/en/{PAGE}")
    field = page.locator("#print-run input").first
    field.focus()
    page.keyboard.type("3")
    page.keyboard.press("ArrowUp")

    assert field.input_value() == "4"
    assert page.get_by_role("status").inner_text().startswith("Sheets in all: ")
    unnamed = "(fields) => fields.filter((field) => !field.labels.length).length"
    assert page.eval_on_selector_all("#print-run :is(input, select)", unnamed) == 0
    page.keyboard.press("Enter")
    assert page.url.endswith(PAGE), "Enter sends nothing anywhere"


@pytest.mark.parametrize("wrong", ["-5", "2.5", "1e9", ""])
def test_what_is_no_number_of_people_counts_as_nobody(page: Any, address: str, wrong: str) -> None:
    page.goto(f"{address}/en/{PAGE}")
    page.locator("#print-run input").first.fill(wrong)

    assert "Write a number" in page.inner_text("#run-total")
    assert not page.locator("#run-result").is_visible()


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_script_examples_stand_in_for_the_calculator(page: Any, address: str) -> None:
    page.goto(f"{address}/en/{PAGE}")

    assert not page.locator("#print-run").is_visible()
    assert page.locator(".gz-papers-examples tbody tr").count() > 1
    assert page.locator(".gz-papers-examples thead th").all_inner_texts()[1:] == ["10", "24", "100"]


@pytest.mark.parametrize("start", ["questionnaires/schools/2023/index.html",
                                   "questionnaires/schools/2023/students-isced2/index.html"])  # fmt: skip
def test_print_page_is_one_step_from_the_version_and_from_each_form(page: Any, address: str, start: str) -> None:
    page.goto(f"{address}/en/{start}")
    page.get_by_role("link", name="All files for print").click()

    assert page.url == f"{address}/en/{PAGE}"
    page.locator("h1").wait_for()
