"""How long a school's report of about five pages takes as a PDF, beside Chromium printing the same document.

    python -m tests.benchmarks.report_pdf

The report is that of an invented school with one level and the first areas of the questionnaire, as many as make about
five pages. WeasyPrint works in this process, Chromium in its own; both are timed by the processor time of one core. The
first PDF of a process carries the start of the library, so it is made once before the clock runs.
"""

from __future__ import annotations

import io
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf

from generator.compute.disclosure import release_school
from generator.compute.findings import findings_by_slice
from generator.compute.synthetic import make_demo_rounds
from generator.load.project import load_project
from generator.model.questionnaire import Questionnaire
from generator.render.environment import page_environment
from generator.render.paper import report_print
from generator.render.school_report import SchoolFacts, school_report, school_report_templates
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.write.pdf import PdfJob, render_job
from tests.benchmarks.data_files import ROOT

RUNS = 5
_SCHOOL = "S05"
"""A public school with one level."""


def main() -> None:
    """Print pages, seconds of one core, and the ratio."""
    styles = ROOT / "site_templates" / "print"
    html = _document(areas=1)
    _pdf(html, styles)
    ours = [_timed(lambda: _pdf(html, styles)) for _ in range(RUNS)]
    content = _pdf(html, styles)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        # Chromium finds the style sheet beside the page.
        shutil.copytree(styles, page.parent, dirs_exist_ok=True)
        page.write_text(html, encoding="utf-8")
        theirs = [_timed(lambda: _chromium(page), is_child=True) for _ in range(RUNS)]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    mine, other = statistics.median(ours), statistics.median(theirs)
    sys.stdout.write(
        f"A school's report of {pages} pages ({len(content) / 1000:.0f} kB), median of {RUNS} runs, one core:\n"
        f"  WeasyPrint, tagged PDF/UA-1: {mine:.2f} s\n"
        f"  Chromium --print-to-pdf:     {other:.2f} s ({mine / other:.1f} times Chromium)\n"
    )


def _document(areas: int) -> str:
    """The print document of a school, cut to the first areas and no blocks."""
    project = load_project(ROOT)
    whole = next(each for each in project.questionnaires.values() if each.version == "2023")
    questionnaire: Questionnaire = whole.model_copy(update={"areas": whole.areas[:areas], "blocks": ()})
    round_ = make_demo_rounds(project.questionnaires, (), seed=1)[1]
    released = release_school(round_, questionnaire, None, round_.school(_SCHOOL), project.settings.disclosure)
    environment = page_environment(ROOT / "site_templates", project.interface, project.source)
    translated = translate_questionnaire(questionnaire, project.source)
    templates = school_report_templates(environment, translated, project.settings.disclosure)
    found = findings_by_slice(translated, released, (), project.settings.disclosure.rounding_base)
    page = school_report(templates, released, SchoolFacts(released, found))
    footer = ((page.title,), (released.setting.source,))
    return report_print(environment, "files/report.pdf", page.title, page.article, footer).html


def _pdf(html: str, styles: Path) -> bytes:
    _, content = render_job(PdfJob("report.pdf", html, "en", styles))
    if isinstance(content, str):
        raise RuntimeError(content)
    return content


def _chromium(page: Path) -> None:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise FileNotFoundError("Chromium is not installed")
    target = page.with_suffix(".pdf")
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def _timed(work: Callable[[], object], *, is_child: bool = False) -> float:
    """Processor seconds of a call, of this process or of the processes that it starts."""
    who = resource.RUSAGE_CHILDREN if is_child else resource.RUSAGE_SELF
    before = resource.getrusage(who)
    work()
    after = resource.getrusage(who)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
