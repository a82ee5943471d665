"""What is handed out for counting on paper: entry workbooks of schools, blank but for the numbers of invited people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.load.round_to_fill import RoundToFill, people_so_far
from generator.model.asked import as_asked
from generator.model.catalogue import Language
from generator.model.output import OutputFile
from generator.model.project import Project
from generator.model.questionnaire import Questionnaire
from generator.model.round import RoundSetting
from generator.render.entry_workbook import EntrySchool, entry_workbook, workbook_name
from generator.render.environment import page_environment
from generator.render.report_words import PageEnvironment
from generator.translation.questionnaire_strings import translate_own_questions, translate_questionnaire
from generator.translation.round_strings import translate_setting


def entry_workbooks(
    project: Project, round_: RoundToFill, languages: Mapping[str, str], levels: Sequence[str] = ()
) -> Iterator[OutputFile]:
    """A workbook for each school in its language, in the order of `languages` (school to language).

    Without `levels` it is for those that participation.csv names of the school. Raises KeyError for a language,
    school or level there is not.
    """
    people = people_so_far(round_).values()
    tools = {code: _tools(project, round_, code) for code in dict.fromkeys(languages.values())}
    for school, code in languages.items():
        spoken, environment, questionnaire, setting = tools[code]
        own = round_.own_of(school)
        asked = as_asked(questionnaire, translate_own_questions(own, spoken) if own is not None else None)
        invited = tuple((each.group, each.level, each.invited) for each in people if each.school == school)
        found = EntrySchool(school, round_.schools.by_id[school].name, invited)
        content = entry_workbook(environment, asked, setting, found, levels)
        yield OutputFile(workbook_name(setting.id, school, code), content)


def _tools(
    project: Project, round_: RoundToFill, code: str
) -> tuple[Language, PageEnvironment, Questionnaire, RoundSetting]:
    """What all workbooks in a language share."""
    spoken = project.language(code)
    environment = page_environment(project.root / "site_templates", project.interface, spoken)
    questionnaire = translate_questionnaire(round_.questionnaire, spoken)
    return spoken, environment, questionnaire, translate_setting(round_.setting, spoken)
