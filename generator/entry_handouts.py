"""What is handed out for counting on paper: entry workbooks of schools. Blank, so nothing in them is private."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.load.round_to_fill import RoundToFill
from generator.model.asked import as_asked
from generator.model.output import OutputFile
from generator.model.project import Project
from generator.render.entry_workbook import EntrySchool, entry_workbook, workbook_name
from generator.render.environment import page_environment
from generator.translation.questionnaire_strings import translate_own_questions, translate_questionnaire
from generator.translation.round_strings import translate_setting


def entry_workbooks(
    project: Project, round_: RoundToFill, schools: Sequence[str], language: str, levels: Sequence[str] = ()
) -> Iterator[OutputFile]:
    """A workbook for each school, in one language. Raises KeyError for a language, school or level there is not."""
    spoken = project.language(language)
    environment = page_environment(project.root / "site_templates", project.interface, spoken)
    questionnaire = translate_questionnaire(round_.questionnaire, spoken)
    setting = translate_setting(round_.setting, spoken)
    for school in schools:
        own = round_.own_of(school)
        asked = as_asked(questionnaire, translate_own_questions(own, spoken) if own is not None else None)
        found = EntrySchool(school, round_.schools.by_id[school].name)
        content = entry_workbook(environment, asked, setting, found, levels)
        yield OutputFile(workbook_name(setting.id, school, language), content)
