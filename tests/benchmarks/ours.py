"""Our side of the benchmark, measured as one process: data files and a frame in, a page a school out.

    python -m tests.benchmarks.ours DATA FRAME OUTPUT [ARTICLES]

With ARTICLES, the articles without frame are written there too (for MkDocs), as Markdown files.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.model.catalogue import SOURCE_LANGUAGE, Language
from generator.render.environment import page_environment
from generator.render.school_report import school_report, school_report_templates
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.write.frame import Frame
from tests.benchmarks.data_files import KINDS, SCHOOLS, Order, download_path, read_school, read_shared

ROOT = Path(__file__).resolve().parents[2]


def main(data: Path, frame_file: Path, output: Path) -> None:
    """Render the page of every school in `data` into `output`."""
    shared = read_shared(data)
    order = Order.of(shared.questionnaire)
    language = Language(SOURCE_LANGUAGE)
    environment = page_environment(ROOT / "site_templates", shared.interface, language)
    questionnaire = translate_questionnaire(shared.questionnaire, language)
    templates = school_report_templates(environment, questionnaire, shared.settings)
    frame = Frame(frame_file.read_text(encoding="utf-8"))
    for path in sorted((data / SCHOOLS).glob("*.json")):
        released = read_school(path, shared, order)
        links = [(kind, download_path(shared, path.stem, kind)) for kind in KINDS]
        page = school_report(templates, released, links=links)
        target = output / page.path
        target.parent.mkdir(parents=True)
        target.write_text(frame.page(page), encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
