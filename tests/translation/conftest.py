"""A small questionnaire and project that the translation tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from generator.model.catalogue import Catalogue, Domain, Language, MessageKey, Translation
from generator.model.content import Guide, GuideFrontMatter, InterfaceEntry, InterfaceString
from generator.model.problem import Place
from generator.model.project import Project, SiteSettings
from generator.model.questionnaire import OwnQuestions, Questionnaire

# How long an example takes says nothing on a machine that does other work.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

AREA = {
    "id": "A",
    "title": "Leadership",
    "summary": "How the school plans.",
    "stem": {"teachers": "In my school:"},
    "items": [
        {
            "id": "A1",
            "title": "Digital strategy",
            "status": "core",
            "type": "scale",
            "scale": "agreement",
            "text": {"leaders": "We have a written plan.", "students": "Our school has a plan."},
            "text_by_level": {"isced4": {"students": "Our college has a plan."}},
            "help": {"students": "A plan says what comes next."},
            "change": {"comparable": True, "reason": "Simpler words."},
        },
        {
            "id": "A2",
            "title": "Satisfaction",
            "status": "core",
            "type": "score",
            "score": {"from": 1, "to": 10, "low": "Not at all", "high": "Very much"},
            "text": {"leaders": "How useful was it?"},
        },
        {
            "id": "A3",
            "title": "Devices",
            "status": "optional",
            "type": "multiple",
            "options": [{"code": "1", "text": "Tablet"}, {"code": "2", "text": "2"}],
            "text": {"leaders": "What do you use?"},
        },
    ],
}

QUESTIONNAIRE = {
    "instrument": "schools",
    "version": "2023",
    "revises": "2021",
    "title": "Self-reflection",
    "summary": "How a school uses digital technology.",
    "languages": ["az", "ru", "en"],
    "groups": [
        {
            "id": group,
            "title": title,
            "reader": reader,
            "welcome": f"Welcome, {title}.",
            "minutes": 10,
            "minimum": [{"percent": 50}],
        }
        for group, title, reader in (("leaders", "School leaders", "adult"), ("students", "Students", "student"))
    ],
    "levels": [{"id": "isced4", "title": "Post-secondary", "short": "ISCED 4"}],
    "scales": [
        {
            "id": "agreement",
            "instruction": "How far do you agree?",
            "options": [{"code": "1", "text": "Disagree"}, {"code": "4", "text": "Agree", "positive": True}],
        }
    ],
    "areas": [AREA],
    "removed": [{"id": "A9", "reason": "Nobody understood it."}],
}


@pytest.fixture
def questionnaire() -> Questionnaire:
    """A version with every kind of string."""
    return Questionnaire.model_validate(QUESTIONNAIRE, strict=False)


@pytest.fixture
def own_questions() -> OwnQuestions:
    """A school's own question."""
    item = {
        "id": "X1",
        "area": "A",
        "title": "Garden",
        "status": "own",
        "type": "scale",
        "scale": "agreement",
        "text": {"students": "Our garden helps us learn."},
    }
    raw = {"school": "S1", "instrument": "schools", "version": "2023", "items": [item]}
    return OwnQuestions.model_validate(raw, strict=False)


@pytest.fixture
def speaking() -> Callable[..., Language]:
    """Make a language from translations: `speaking("az", {("", "Hello."): "Salam."})`, all in one domain."""

    def make(
        code: str,
        texts: dict[MessageKey, str | tuple[str, ...]],
        domain: Domain = Domain.GUIDES,
        *,
        fuzzy: bool = False,
    ) -> Language:
        translations = {
            key: Translation(forms if isinstance(forms, tuple) else (forms,), fuzzy, Place(f"{code}.po", number))
            for number, (key, forms) in enumerate(texts.items(), 1)
        }
        return Language(code, {domain: Catalogue(code, domain, translations)})

    return make


@pytest.fixture
def guide() -> Callable[[str], Guide]:
    """Make a guide with this body."""

    def make(body: str) -> Guide:
        front = GuideFrontMatter(title="A title", summary="A summary.", audience="school", order=1, minutes=1)
        return Guide("a-guide", front, body, 8, "content/guides/a-guide.md")

    return make


@pytest.fixture
def project(
    tmp_path: Path, questionnaire: Questionnaire, own_questions: OwnQuestions, guide: Callable[[str], Guide]
) -> Project:
    """A project with two versions of a questionnaire, one own question, one guide and two interface strings."""
    older_area = questionnaire.areas[0]
    reworded = older_area.items[0].model_copy(
        update={"text": {**older_area.items[0].text, "leaders": "We have a plan on paper."}}
    )
    older = questionnaire.model_copy(
        update={
            "version": "2021",
            "areas": (older_area.model_copy(update={"items": (reworded, *older_area.items[1:])}),),
        }
    )
    place = Place("site_templates/interface/common.yaml", 1, 1)
    strings = {
        "nav.home": InterfaceString("nav.home", InterfaceEntry(text="Home", comment="The menu."), place),
        "count.schools": InterfaceString(
            "count.schools", InterfaceEntry(text="{count} school", plural="{count} schools"), place
        ),
    }
    return Project(
        root=tmp_path,
        settings=SiteSettings(languages=("az", "ru", "en")),
        questionnaires={"schools/2021": older, "schools/2023": questionnaire},
        own_questions=(own_questions,),
        rounds=(),
        published=(),
        guides=(guide("Read the report.\n\n## Print\n"),),
        interface=strings,
        languages=(Language("az"), Language("ru"), Language("en")),
        places={},
    )
