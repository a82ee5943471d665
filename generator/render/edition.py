"""One language's edition of a project: what every renderer of that language needs, texts translated."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.compute.history import EarlierRound
from generator.compute.publication import Publication
from generator.model.activities import ActivityList
from generator.model.catalogue import Language
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import ReleasedResults
from generator.render.environment import page_environment
from generator.render.report_words import PageEnvironment
from generator.translation.activity_strings import activities_in
from generator.translation.questionnaire_strings import translate_questionnaire
from generator.translation.round_strings import translate_results


@dataclass(frozen=True)
class Edition:
    """A publication in one language."""

    publication: Publication
    language: Language
    environment: PageEnvironment
    questionnaires: Mapping[str, Questionnaire]
    """Translated, by key."""
    with_pdfs: bool

    @property
    def settings(self) -> DisclosureSettings:
        """The thresholds that hold for all that is shown."""
        return self.publication.content.settings.disclosure

    def translated(self, released: ReleasedResults) -> ReleasedResults:
        """The results with the texts of their round in this language."""
        return translate_results(released, self.language)

    def translated_history(self, earlier: Sequence[EarlierRound]) -> tuple[EarlierRound, ...]:
        """Earlier rounds with their texts in this language."""
        return translated_history(earlier, self.language)

    def activities(self, questionnaire: Questionnaire) -> ActivityList | None:
        """What the project suggests to schools that were asked this questionnaire."""
        return activities_in(self.publication.content.activities, questionnaire.instrument, self.language)

    def guide_path(self, slug: str) -> str:
        """Where a guide stands below the site's root; empty when the project has none of this name."""
        has_guide = any(guide.slug == slug for guide in self.publication.content.guides)
        return f"{self.language.code}/guides/{slug}/index.html" if has_guide else ""


def translated_history(earlier: Sequence[EarlierRound], language: Language) -> tuple[EarlierRound, ...]:
    """Earlier rounds with their texts in a language."""
    return tuple(dataclasses.replace(each, released=translate_results(each.released, language)) for each in earlier)


def edition_in(publication: Publication, code: str, templates: Path, *, with_pdfs: bool) -> Edition:
    """The edition in a language. `templates` is the project's site_templates folder."""
    content = publication.content
    language = content.language(code)
    return Edition(
        publication=publication,
        language=language,
        environment=page_environment(templates, content.interface, language),
        questionnaires={key: translate_questionnaire(each, language) for key, each in content.questionnaires.items()},
        with_pdfs=with_pdfs,
    )
