"""Our side of the benchmark, measured as one process: data files and a frame in, a page a school out.

    python -m tests.benchmarks.ours DATA FRAME OUTPUT

Its last line is JSON: the seconds of processor time that each part took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from generator.compute.findings import findings_by_slice
from generator.model.catalogue import SOURCE_LANGUAGE, Language
from generator.render.environment import page_environment
from generator.render.school_report import SchoolFacts, school_report, school_report_templates
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.write.frame import Frame
from tests.benchmarks.data_files import KINDS, ROOT, SCHOOLS, Order, download_path, read_school, read_shared


def main(data: Path, frame_file: Path, output: Path) -> dict[str, float]:
    """Render the page of every school in `data` into `output`; gives the processor time of each part."""
    shared = read_shared(data)
    order = Order.of(shared.questionnaire)
    language = Language(SOURCE_LANGUAGE)
    environment = page_environment(ROOT / "site_templates", shared.interface, language)
    questionnaire = translate_questionnaire(shared.questionnaire, language)
    templates = school_report_templates(environment, questionnaire, shared.settings)
    frame = Frame(frame_file.read_text(encoding="utf-8"))
    seconds = {"start": time.process_time(), "read": 0.0, "fill": 0.0, "write": 0.0}
    for path in sorted((data / SCHOOLS).glob("*.json")):
        began = time.process_time()
        released = read_school(path, shared, order)
        has_read = time.process_time()
        links = [(kind, download_path(shared, path.stem, kind)) for kind in KINDS]
        found = findings_by_slice(questionnaire, released, (), shared.settings.rounding_base)
        page = school_report(templates, released, SchoolFacts(released, found, links=links))
        filled = time.process_time()
        target = output / page.path
        target.parent.mkdir(parents=True)
        target.write_bytes(frame.page(page).encode())
        seconds["read"] += has_read - began
        seconds["fill"] += filled - has_read
        seconds["write"] += time.process_time() - filled
    return seconds


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*(Path(argument) for argument in sys.argv[1:]))))
